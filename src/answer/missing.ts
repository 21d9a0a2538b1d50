import type { Fact } from '../model/knowledge.ts';
import type { Query } from '../question/query.ts';
import { isParticiple } from '../question/sentence.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import type { Detail } from '../search/detail.ts';
import type { Missing } from './answer.ts';
import { type Gaps, LOOSE_MATCH } from './gaps.ts';

const MISSING: Readonly<Record<Query['asked'], Missing>> = {
  when: 'time',
  where: 'place',
  'how-many': 'number',
  why: 'reason',
  who: 'actor',
  how: 'manner',
  'yes-no': 'certainty',
  what: 'certainty',
  list: 'certainty',
};

/** "how old" and its like ask for a measure, which "how many" would not name. */
const MEASURES: ReadonlySet<string> = new Set(
  'old long far big large often tall high low deep wide heavy frequently fast strong expensive severe'
    .split(' ')
    .map(stem),
);
const CAUSAL =
  /\b(?:because|since|due to|led to|after|when|caused?|in response|retaliation|in order|so that|despite)\b/i;
const LOCATIVE = /\b(?:in|inside|at|near|across|into|to|around) (?:the )?(\p{Lu}[\p{L}.]*)/gu;

/**
 * What is said to be missing. That the sources do not say a thing is a strong claim, and it stands right above the facts: where
 * their words or data may tell it after all, or a thing of its kind, the facts are only the closest.
 */
export function missingOf(query: Query, facts: readonly Fact[]): Missing {
  const all = facts.map((fact) => missingFrom(query, fact));
  return all.find((missing) => missing === 'certainty') ?? all[0] ?? 'certainty';
}

function missingFrom(query: Query, fact: Fact): Missing {
  const missing = MISSING[query.asked];
  switch (missing) {
    case 'reason':
      return fact.reason !== null || CAUSAL.test(fact.text) ? 'certainty' : missing;
    case 'number':
      return fact.numbers.length > 0 || MEASURES.has(query.nouns[0] ?? '') ? 'certainty' : missing;
    case 'place':
      if (asksDoer(query)) return hasOtherDoer(query, fact) ? 'certainty' : 'actor';
      return query.nameKind === null && !namesPlace(query) && tellsPlace(query, fact.text) ? 'certainty' : missing;
    case 'actor':
      return query.nouns.length === 0 && hasOtherDoer(query, fact) ? 'certainty' : missing;
    default:
      return missing;
  }
}

/** "which country **attacked** X" asks who, not where. */
function asksDoer({ nameKind, passive, terms }: Query): boolean {
  const verb = terms.find((term) => !term.asking);
  return nameKind === 'place' && !passive && verb !== undefined && isParticiple(verb.word);
}

function hasOtherDoer({ terms }: Query, { actors, saidBy }: Fact): boolean {
  return [...actors, ...saidBy].some((id) => !terms.some((term) => term.entities.includes(id)));
}

/** "where in X": another place that the fact gives is none in X. */
function namesPlace({ stems, terms }: Query): boolean {
  return terms.some(({ from, entities }) => entities.length > 0 && stems[from - 1] === 'in');
}

function tellsPlace({ stems }: Query, text: string): boolean {
  return [...text.matchAll(LOCATIVE)].some(([, name = '']) =>
    tokenize(name).some(({ word }) => !MONTHS.has(word) && !WEEKDAYS.has(word) && !stems.includes(stem(word))),
  );
}

/** A number of nothing that the fact tells: a fact that has but the name in common ("how old is X") is no help. */
export function isHelpful(query: Query, gaps: Gaps, detail: Detail): boolean {
  if (query.asked !== 'how-many') return true;
  // "how much does X want" says no word of what is counted.
  if (query.nouns.length === 0 && gaps.named > 0 && detail === 'held') return true;
  if (gaps.matched - gaps.named - gaps.days <= 0) return false;
  return gaps.named > 0 || gaps.weakest >= LOOSE_MATCH;
}
