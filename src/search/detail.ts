import type { EntityId, EntityKind, Fact, FactTime } from '../model/knowledge.ts';
import { isProper } from '../question/lexicon.ts';
import type { Query } from '../question/query.ts';
import { remembered } from '../question/remembered.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { FUNCTION_WORDS, MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import { COUNTRY_NOUNS, countsNouns } from './counted.ts';
import type { FitContext } from './fit-context.ts';
import { isAgent, isOnlyOrigin, nameUse } from './name-position.ts';
import { isOnlyInReason, isReasonFor } from './reason-part.ts';
import { doersOfVerb } from './verb-doer.ts';

/** Whether a fact holds, as data, the detail that a question asks for; `partly`: for fewer than are asked about. */
export type Detail = 'held' | 'partly' | 'lacking' | 'not-asked';

/** A time for *when*, a place for *where*, a number of the right thing for *how many*: data, never words that look like it. */
export function detailOf(query: Query, fact: Fact, context: FitContext): Detail {
  switch (query.asked) {
    case 'when':
      return held(tellsTime(query, fact));
    case 'where':
      return rankedIn(query, fact, held(newPlaces(query, fact, context).length > 0));
    case 'how-many':
      return countsNouns(query, fact, context);
    case 'why':
      return held(isReasonFor(query, fact, context));
    case 'who':
      return rankedIn(query, fact, held(newNames(query, fact, context).length > 0));
    case 'how':
      return held(MANNER.test(fact.text));
    case 'yes-no':
    case 'what':
    case 'list':
      return 'not-asked';
  }
}

const CALL_STEMS: ReadonlySet<string> = new Set('call ask urge demand warn say said'.split(' ').map(stem));

const RANKS: ReadonlySet<string> = new Set(['first', 'last', 'second', 'third'].map(stem));

/** "which country does X visit **first**": a list of all of them tells only part. */
function rankedIn({ stems }: Query, { text }: Fact, detail: Detail): Detail {
  const rank = stems.at(-1) ?? '';
  if (detail !== 'held' || !RANKS.has(rank)) return detail;
  return tokenize(text).some(({ word }) => stem(word) === rank) ? detail : 'partly';
}

const FUTURE_TEXT =
  /\b(?:will|plans?|planned|intends?|intention|going to|(?:is|are) (?:also |now |set |due )?to|would|scheduled|expected to|about to)\b/;

/** The sentence tells of what is still to come. */
export const tellsOfFuture = remembered(({ text }: Fact) => FUTURE_TEXT.test(text));

function held(yes: boolean): Detail {
  return yes ? 'held' : 'lacking';
}

const MANNER = /\b(?:with|by|through|using|via|when|in response|as)\b/i;

/** Somebody's words, told as such: "X said that …", "according to X". What is told there is not the speaker's deed. */
const REPORTS =
  /\b(?:sa(?:id|ys)|stat(?:ed|es)|announced|confirm(?:ed|s)|claim(?:ed|s)|stress(?:ed|es)|argue[ds]|warn(?:ed|s)|declared?|believes?|thinks?|told \w+|adds|added|insist(?:ed|s)|admit(?:ted|s)|den(?:ied|ies)|reiterated)(?: \w+)? that\b|\baccording to\b/i;

/** Speakers who tell of themselves: "X said that it wants …". */
const OF_THEMSELVES = /\bthat (?:it|they|he|she) /i;

/** What a fact tells is what somebody says of others. */
const isReport = remembered(({ text }: Fact) => REPORTS.test(text) && !OF_THEMSELVES.test(text));

/** The time stands outside of what was said, so it is that of saying it: "On Sunday, X confirmed that …". */
function isTimeOfSaying({ saidBy, text, time }: Fact): boolean {
  if (saidBy.length === 0 || time === null) return false;
  const frame = REPORTS.exec(text);
  if (!frame) return false;
  const at = text.indexOf(time.text);
  return at < 0 || at < frame.index + frame[0].length;
}

/** Nothing but names: "/when sullivan". */
function isBareName(query: Query): boolean {
  return query.terms.every((term) => term.light || term.entities.length > 0);
}

/**
 * A time answers unless it is told by the very event that is asked about ("since the soldiers died" does not say when they
 * died), or is that of somebody's words about what is still to come.
 */
function tellsTime(query: Query, fact: Fact): boolean {
  if (fact.time === null) return false;
  if (query.tense === 'future' && (fact.saidBy.length > 0 || !tellsOfFuture(fact))) return false;
  if (!hasUnit(query.nouns[0], fact.time)) return false;
  if (isTimeOfSaying(fact) && !query.speech) {
    const named = mentioned(query);
    if (!isBareName(query) || !fact.saidBy.some((id) => named.has(id))) return false;
  }
  const content = tokenize(fact.time.text).filter(({ word }) => !FUNCTION_WORDS.has(word));
  // "at what time on Sunday" is not answered by "on Sunday".
  const asked = new Set(query.stems);
  const more = query.terms.some(
    ({ light, word, entities }) =>
      entities.length > 0 || !(light || /^\p{N}/u.test(word) || MONTHS.has(word) || WEEKDAYS.has(word)),
  );
  if (more && content.length > 0 && content.every(({ word }) => asked.has(stem(word)))) return false;
  const words = content.filter(({ word }) => !/^\p{N}/u.test(word) && !MONTHS.has(word) && !WEEKDAYS.has(word));
  const stems = new Set(words.map((token) => stem(token.word)));
  return !query.terms.some((term) => !term.light && term.word.split(' ').some((word) => stems.has(stem(word))));
}

/** "what year" wants a year, "what time of day" a time of day; a plain "when" takes what the source gives. */
function hasUnit(unit: string | undefined, { text, edtf }: FactTime): boolean {
  switch (unit) {
    case 'date':
      return edtf !== null || /\d/.test(text);
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

const mentioned = remembered(
  ({ terms }: Query): ReadonlySet<EntityId> => new Set(terms.flatMap((term) => term.entities)),
);

/** The stems by which a question calls those whom it names. */
const spokenNames = remembered(
  ({ terms }: Query): ReadonlySet<string> =>
    new Set(terms.filter(({ entities }) => entities.length > 0).flatMap(({ word }) => word.split(' ').map(stem))),
);

/** Places of the fact that the question does not name already: "where in Jordan" is not answered by "in Jordan". */
function newPlaces(query: Query, fact: Fact, { knowledge }: FitContext): readonly EntityId[] {
  const named = mentioned(query);
  const isPlace = (id: EntityId): boolean => {
    const kind = knowledge.entities.get(id)?.kind;
    return kind === 'country' || kind === 'place';
  };
  const meant = [...fact.actors, ...fact.saidBy];
  // "which countries called for X" wants those who call, if anybody does.
  if (query.nameKind === 'place' && !query.passive && query.stems.some((each) => CALL_STEMS.has(each)))
    return meant.filter((id) => isPlace(id) && !named.has(id));
  // "which countries want restraint" wants countries, whatever they do in the fact.
  const places = query.nameKind === 'place' ? fact.about.filter(isPlace) : fact.places;
  const kind = query.nouns.some((noun) => COUNTRY_NOUNS.has(noun))
    ? 'country'
    : query.nouns.some((noun) => TOWN_NOUNS.has(noun)) || isWithin(query) || isPartOf(query)
      ? 'place'
      : null;
  return places.filter((id) => !named.has(id) && (kind === null || knowledge.entities.get(id)?.kind === kind));
}

/** "where in Jordan", "which town in Syria": other countries are no answer. */
function isWithin({ stems, terms }: Query): boolean {
  return terms.some(({ from, entities }) => entities.length > 0 && from > 0 && from <= 3 && stems[from - 1] === 'in');
}

const STATE = stem('states');

/** "which **US states**": parts of a country, not countries. */
function isPartOf({ nouns, stems }: Query): boolean {
  return nouns.includes(STATE) && stems[stems.indexOf(STATE) - 1] === 'usa';
}

/** The kinds of entity that a noun may mean; a noun that is not here allows any. */
const NOUN_KINDS: ReadonlyMap<string, readonly EntityKind[]> = new Map(
  (
    [
      ['person man woman official leader politician minister diplomat envoy', ['person']],
      ['group militia faction militant party side team', ['group', 'organisation', 'country']],
      ['organisation organization institution agency company body authority', ['organisation', 'group']],
      ['government regime', ['organisation', 'country', 'group']],
    ] as const
  ).flatMap(([nouns, kinds]) => nouns.split(' ').map((noun): [string, readonly EntityKind[]] => [stem(noun), kinds])),
);

const NAMES = stem('names');
const NAME = stem('name');
const NAME_OF = /^(?:what is )?(?:the )?(?:\S+ )?name of\b|\b(?:call|name)$/;

/** Names that answer *who*: those who do or say it, or, where the question asks whom it happens to, the others. */
function newNames(query: Query, fact: Fact, context: FitContext): readonly EntityId[] {
  const { knowledge, lexicon } = context;
  const named = mentioned(query);
  const kinds = query.nouns.map((noun) => NOUN_KINDS.get(noun)).find((each) => each !== undefined);
  const kindOf = (id: EntityId): EntityKind | undefined => knowledge.entities.get(id)?.kind;
  const wanted = (id: EntityId): boolean => {
    const kind = kindOf(id);
    return !named.has(id) && kind !== undefined && (kinds === undefined || kinds.includes(kind));
  };
  // Who says that it was done did not do it.
  const reported = query.accused || (!query.speech && isReport(fact));
  const doers = reported
    ? fact.actors.filter((id) => !fact.saidBy.includes(id))
    : [...new Set([...fact.actors, ...fact.saidBy])];
  // "the name of the group": a description such as "armed groups" is none.
  const called = (id: EntityId): boolean => isProper(knowledge.entities.get(id)?.name ?? '');
  if (NAME_OF.test(query.stems.join(' '))) {
    // "the name of the cheese": whoever does something to it is not called so.
    const thing = query.terms.find(({ asking, light }) => !asking && !light);
    if (query.nouns[0] === NAME && thing?.entities.length === 0) return [];
    if (thing?.entities.some((id) => kindOf(id) === 'group')) return [];
    return doers.filter((id) => wanted(id) && called(id));
  }
  // "the names of the hostages": people whom the fact names, beside those who act.
  if (query.nouns.includes(NAMES)) {
    const people = fact.about.filter((id) => wanted(id) && kindOf(id) === 'person' && !doers.includes(id));
    return people.length > 1 ? people : [];
  }
  const isObject = (id: EntityId): boolean => {
    const entity = knowledge.entities.get(id);
    return kindOf(id) === 'country' && entity !== undefined && nameUse(fact.text, entity) === 'subject';
  };
  if (query.askedFor === 'other') {
    return fact.about.filter(
      (id) =>
        wanted(id) &&
        kindOf(id) !== 'place' &&
        !fact.actors.includes(id) &&
        (!fact.places.includes(id) || isObject(id)),
    );
  }
  // "U.S. forces" in the question names the United States already.
  const spoken = spokenNames(query);
  const isNew = (id: EntityId): boolean => wanted(id) && !lexicon.namedIn(id, spoken);
  const concerned = fact.about.flatMap((id) => knowledge.entities.get(id) ?? []);
  // "attacked Israel from the coast" tells of no attack on the coast.
  if (
    concerned.some((entity) => named.has(entity.id) && isOnlyOrigin(fact.text, entity)) &&
    !query.stems.includes('from')
  )
    return [];
  const told = query.speech ? null : doersOfVerb(query, 0, fact, concerned, context);
  if (told && ![...told].some(isNew)) return [];
  if (doers.length > 0) {
    return isOnlyInReason(query, fact, context)
      ? []
      : doers.filter((id) => isNew(id) && (told === null || told.has(id)));
  }
  // No doer is given as data; whoever the sentence has as its subject, or after "by", is the one.
  const undergoing = query.stems.some((each) => UNDERGOING_STEMS.has(each)) || query.passive;
  return fact.about.filter((id) => {
    const entity = knowledge.entities.get(id);
    return entity !== undefined && isNew(id) && !fact.saidBy.includes(id) && isAgent(fact.text, entity, undergoing);
  });
}

/** Who does these has something happen to them: "who died" asks for the subject of "X has died". */
const UNDERGOING_STEMS: ReadonlySet<string> = new Set(
  'die suffer collapse fall drown vanish disappear survive face lose sink'.split(' ').map(stem),
);

/** Finer than a country. */
const TOWN_NOUNS: ReadonlySet<string> = new Set(
  'city cities town towns village villages district districts neighbourhood neighborhood street port'
    .split(' ')
    .map(stem),
);
