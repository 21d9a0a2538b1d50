import type { EntityId, EntityKind, Fact, FactTime, KnowledgeBase } from '../knowledge/model.ts';
import type { Lexicon } from '../question/lexicon.ts';
import type { Query } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { FUNCTION_WORDS, LIGHT_WORDS, MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import { nameUse } from './name-position.ts';
import type { Synonyms } from './synonyms.ts';

/** Whether a fact holds, as data, the detail that a question asks for. */
export type Detail = 'held' | 'lacking' | 'not-asked';

/** What judging a fact needs beside the fact. */
export interface FitContext {
  readonly knowledge: KnowledgeBase;
  readonly lexicon: Lexicon;
  readonly synonyms: Synonyms;
}

/** A time for *when*, a place for *where*, a number of the right thing for *how many*: data, never words that look like it. */
export function detailOf(query: Query, fact: Fact, context: FitContext): Detail {
  switch (query.asked) {
    case 'when':
      return held(tellsTime(query, fact));
    case 'where':
      return held(newPlaces(query, fact, context).length > 0);
    case 'how-many':
      return held(countsNouns(query, fact, context));
    case 'why':
      return held(fact.reason !== null);
    case 'who':
      return held(newNames(query, fact, context).length > 0);
    case 'how':
      return held(MANNER.test(fact.text));
    case 'yes-no':
    case 'what':
    case 'list':
      return 'not-asked';
  }
}

const FUTURE_TEXT =
  /\b(?:will|plans?|planned|intends?|intention|going to|(?:is|are) to|would|scheduled|expected to|about to)\b/;

/** The sentence tells of what is still to come. */
export function tellsOfFuture(fact: Fact): boolean {
  return FUTURE_TEXT.test(fact.text);
}

function held(yes: boolean): Detail {
  return yes ? 'held' : 'lacking';
}

const MANNER = /\b(?:with|by|through|using|via|when|in response|as)\b/i;

/**
 * A time answers unless it is told by the very event that is asked about ("since the soldiers died" does not say when they
 * died), or is that of somebody's words about what is still to come.
 */
function tellsTime(query: Query, fact: Fact): boolean {
  if (fact.time === null) return false;
  if (query.tense === 'future' && (fact.saidBy.length > 0 || !tellsOfFuture(fact))) return false;
  if (!hasUnit(query.nouns[0], fact.time)) return false;
  const words = tokenize(fact.time.text).filter(
    ({ word }) => !FUNCTION_WORDS.has(word) && !/^\p{N}/u.test(word) && !MONTHS.has(word) && !WEEKDAYS.has(word),
  );
  const stems = new Set(words.map((token) => stem(token.word)));
  return !query.terms.some((term) => !term.light && term.word.split(' ').some((word) => stems.has(stem(word))));
}

/** "what year" wants a year, "what time of day" a time of day; a plain "when" takes what the source gives. */
function hasUnit(unit: string | undefined, { text, edtf }: FactTime): boolean {
  switch (unit) {
    case 'year':
      return /\b\d{4}\b/.test(text) || /^\d{4}/.test(edtf ?? '');
    case 'month':
      return /^.{4}-\d\d/.test(edtf ?? '') || tokenize(text).some((token) => MONTHS.has(token.word));
    case 'hour':
      return /\d[:.]\d\d|\b(?:am|pm|a\.m|p\.m|noon|midnight|dawn|morning|evening|night|afternoon)\b|\bo'clock\b/i.test(
        text,
      );
    default:
      return true;
  }
}

function mentioned(query: Query): ReadonlySet<EntityId> {
  return new Set(query.terms.flatMap((term) => term.entities));
}

/** Places of the fact that the question does not name already: "where in Jordan" is not answered by "in Jordan". */
function newPlaces(query: Query, fact: Fact, { knowledge }: FitContext): readonly EntityId[] {
  const named = mentioned(query);
  const isPlace = (id: EntityId): boolean => {
    const kind = knowledge.entities.get(id)?.kind;
    return kind === 'country' || kind === 'place';
  };
  // "which countries called for restraint" wants countries, whatever they do in the fact.
  const places = query.nameKind === 'place' ? fact.about.filter(isPlace) : fact.places;
  const countries = query.nouns.some((noun) => COUNTRY_NOUNS.has(noun));
  return places.filter((id) => !named.has(id) && (!countries || knowledge.entities.get(id)?.kind === 'country'));
}

/** The kinds of entity that a noun may mean; a noun that is not here allows any. */
const NOUN_KINDS: ReadonlyMap<string, readonly EntityKind[]> = new Map(
  (
    [
      ['person man woman official leader politician', ['person']],
      ['group militia faction militant party side team', ['group', 'organisation', 'country']],
      ['organisation organization agency company body authority government', ['organisation', 'group']],
    ] as const
  ).flatMap(([nouns, kinds]) => nouns.split(' ').map((noun): [string, readonly EntityKind[]] => [stem(noun), kinds])),
);

const NAMES = stem('names');

/** Names that answer *who*: those who do or say it, or, where the question asks whom it happens to, the others. */
function newNames(query: Query, fact: Fact, { knowledge, lexicon }: FitContext): readonly EntityId[] {
  const named = mentioned(query);
  const kinds = query.nouns.map((noun) => NOUN_KINDS.get(noun)).find((each) => each !== undefined);
  const kindOf = (id: EntityId): EntityKind | undefined => knowledge.entities.get(id)?.kind;
  const wanted = (id: EntityId): boolean => {
    const kind = kindOf(id);
    return !named.has(id) && kind !== undefined && (kinds === undefined || kinds.includes(kind));
  };
  const doers = [...fact.actors, ...fact.saidBy];
  // "the names of the hostages": people whom the fact names, beside those who act.
  if (query.nouns.includes(NAMES)) {
    const people = fact.about.filter((id) => wanted(id) && kindOf(id) === 'person' && !doers.includes(id));
    return people.length > 1 ? people : [];
  }
  if (query.askedFor === 'other') {
    return fact.about.filter(
      (id) => wanted(id) && kindOf(id) !== 'place' && !fact.actors.includes(id) && !fact.places.includes(id),
    );
  }
  if (doers.length > 0) return doers.filter(wanted);
  // No doer is given as data; whoever the sentence names freely, as its subject or after "by", is the one.
  const spoken = new Set(
    query.terms.filter((term) => term.entities.length > 0).flatMap((term) => term.word.split(' ').map(stem)),
  );
  return fact.about.filter((id) => {
    const entity = knowledge.entities.get(id);
    if (!entity || !wanted(id) || nameUse(fact.text, entity) !== 'subject') return false;
    // "U.S. forces" in the question names the United States already.
    return !lexicon.namedIn(id, spoken);
  });
}

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

const LIGHT_STEMS: ReadonlySet<string> = new Set([...LIGHT_WORDS].map(stem));
const COUNTRY_NOUNS: ReadonlySet<string> = new Set(['countries', 'nations'].map(stem));

const COUNT_ENDS: ReadonlySet<string> = new Set(['by', 'from', 'with', 'on', 'at', 'near', 'against']);

function countsNouns({ nouns }: Query, fact: Fact, { knowledge, synonyms }: FitContext): boolean {
  const first = nouns[0];
  if (fact.numbers.length > 0 && (first === undefined || LIGHT_STEMS.has(first))) return true;
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
    if (nouns.some(counts) || synonyms.find(nouns).some((concept) => groups.has(concept.group))) return true;
  }
  // "how many countries": a fact that lists them can be counted.
  if (!nouns.some((noun) => COUNTRY_NOUNS.has(noun))) return false;
  return fact.about.filter((id) => knowledge.entities.get(id)?.kind === 'country').length > 1;
}
