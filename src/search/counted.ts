import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { Query } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { LIGHT_WORDS } from '../question/word-classes.ts';
import type { FitContext } from './fit-context.ts';

export const COUNTRY_NOUNS: ReadonlySet<string> = new Set(['countries', 'nations'].map(stem));

/** What "how long", "how old" and their like are counted in. */
const UNITS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    long: 'minute hour day week month year metre kilometre mile length long',
    old: 'year month age old',
    far: 'metre kilometre mile distance far',
    big: 'metre kilometre hectare acre mile size area',
    large: 'metre kilometre hectare acre mile size area',
    tall: 'metre centimetre foot height',
    high: 'metre centimetre foot height level percent percentage rate',
    low: 'metre centimetre foot height level percent percentage rate',
    deep: 'metre centimetre foot depth level',
    wide: 'metre centimetre kilometre mile width',
    often: 'time frequency',
    expensive: 'euro dollar pound cost price',
  }).map(([word, units]): [string, readonly string[]] => [stem(word), units.split(' ').map(stem)]),
);

/** A number of countries is none of days. */
const TIME_UNITS: ReadonlySet<string> = new Set('minute hour day week month year'.split(' ').map(stem));
const LIGHT_STEMS: ReadonlySet<string> = new Set([...LIGHT_WORDS].map(stem));
const COUNT_ENDS: ReadonlySet<string> = new Set(['by', 'from', 'with', 'on', 'at', 'near', 'against']);

/** Everybody is one of these, so a number of soldiers is not the number of people. */
const ANYBODY: ReadonlySet<string> = new Set(['people', 'person', 'human', 'folk', 'victim', 'soul'].map(stem));

/** A number of what the question counts: `partly` where the fact counts only some of them. */
export function countsNouns(
  { nouns }: Query,
  fact: Fact,
  { knowledge, synonyms }: FitContext,
): 'held' | 'partly' | 'lacking' {
  const first = nouns[0];
  const anybody = first !== undefined && ANYBODY.has(first);
  if (
    fact.numbers.length > 0 &&
    !anybody &&
    (first === undefined || (LIGHT_STEMS.has(first) && !TIME_UNITS.has(first)))
  )
    return 'held';
  for (const { of } of fact.numbers) {
    // "soldiers killed by militants" counts soldiers.
    const words = tokenize(of).map((token) => token.word);
    const cut = words.findIndex((word, at) => at > 0 && COUNT_ENDS.has(word));
    const stems = (cut < 0 ? words : words.slice(0, cut)).map(stem);
    const groups = new Set(synonyms.find(stems).map((concept) => concept.group));
    const counts = (noun: string): boolean =>
      stems.includes(noun) ||
      (UNITS.get(noun) ?? []).some((unit) => stems.includes(unit)) ||
      synonyms.find([noun]).some((concept) => groups.has(concept.group));
    if (
      anybody
        ? stems.some((each) => ANYBODY.has(each))
        : nouns.some(counts) || synonyms.find(nouns).some((concept) => groups.has(concept.group))
    )
      return 'held';
  }
  if (anybody && fact.numbers.some(({ of }) => countsSomebody(of, fact, knowledge))) return 'partly';
  // "how many countries": a fact that lists them can be counted.
  if (!nouns.some((noun) => COUNTRY_NOUNS.has(noun))) return 'lacking';
  return fact.about.filter((id) => knowledge.entities.get(id)?.kind === 'country').length > 1 ? 'held' : 'lacking';
}

/**
 * "did three **militants** die" is not answered by three of others: the fact has just that number, and of nobody whom the
 * question counts.
 */
export function countsOthers({ asked, terms }: Query, fact: Fact, { knowledge, synonyms }: FitContext): boolean {
  if (asked !== 'yes-no') return false;
  return terms.some((term, at) => {
    const counted = terms[at + 1];
    if (!term.number || counted?.from !== term.to || counted.light) return false;
    const same = fact.numbers.filter(({ value }) => String(value) === term.word);
    const noun = stem(counted.word.split(' ').at(-1) ?? '');
    if (same.length === 0 || ANYBODY.has(noun)) return false;
    const groups = new Set(synonyms.find([noun]).map(({ group }) => group));
    const names = counted.entities.flatMap((id) => {
      const entity = knowledge.entities.get(id);
      return entity ? [entity.name, ...entity.aliases].map((name) => tokenize(name).map(({ word }) => word)) : [];
    });
    return same.every(({ of }) => {
      const words = tokenize(of).map(({ word }) => word);
      const cut = words.findIndex((word, index) => index > 0 && COUNT_ENDS.has(word));
      const head = cut < 0 ? words : words.slice(0, cut);
      const stems = head.map(stem);
      return !(
        stems.includes(noun) ||
        synonyms.find(stems).some(({ group }) => groups.has(group)) ||
        names.some((name) => name.length > 0 && name.every((word) => head.includes(word)))
      );
    });
  });
}

/** What is counted is called after a group that the fact concerns: "U.S. soldiers who died". */
function countsSomebody(of: string, fact: Fact, knowledge: KnowledgeBase): boolean {
  const counted = new Set(tokenize(of).map((token) => stem(token.word)));
  return fact.about.some((id) => {
    const entity = knowledge.entities.get(id);
    if (entity?.kind !== 'group') return false;
    return [entity.name, ...entity.aliases].some((name) => {
      const words = tokenize(name).map((token) => stem(token.word));
      return words.some((word) => counted.has(word) && !/^\p{N}/u.test(word));
    });
  });
}
