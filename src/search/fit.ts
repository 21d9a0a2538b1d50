import type { EntityId, Fact, KnowledgeBase } from '../knowledge/model.ts';
import type { Lexicon } from '../question/lexicon.ts';
import type { Query, Term } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { LIGHT_WORDS } from '../question/word-classes.ts';
import type { Synonyms } from './synonyms.ts';

/** Whether a fact holds, as data, the detail that a question asks for. */
export type Detail = 'held' | 'lacking' | 'not-asked';

export interface Fit {
  readonly detail: Detail;
  /** The question makes somebody the doer who, in the fact, is not: "did Israel attack Hamas" against Hamas's attack. */
  readonly reversed: boolean;
  /** The question asks for the words of somebody who, in the fact, does not speak. */
  readonly otherSpeaker: boolean;
}

export interface FitContext {
  readonly knowledge: KnowledgeBase;
  readonly lexicon: Lexicon;
  readonly synonyms: Synonyms;
}

export function fitOf(query: Query, fact: Fact, context: FitContext): Fit {
  return {
    detail: detailOf(query, fact, context),
    reversed: isReversed(query, fact),
    otherSpeaker: isOtherSpeaker(query, fact),
  };
}

function detailOf(query: Query, fact: Fact, context: FitContext): Detail {
  switch (query.asked) {
    case 'when':
      return held(fact.time !== null);
    case 'where':
      return held(newPlaces(query, fact, context).length > 0);
    case 'how-many':
      return held(countsNoun(query, fact, context));
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

function held(yes: boolean): Detail {
  return yes ? 'held' : 'lacking';
}

const MANNER = /\b(?:with|by|through|using|via|when|after|in response|as)\b/i;

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
  return places.filter((id) => !named.has(id));
}

/** Names that answer *who*: those who do or say it, or, where the question asks whom it happens to, the others. */
function newNames(query: Query, fact: Fact, { knowledge, lexicon }: FitContext): readonly EntityId[] {
  const named = mentioned(query);
  const doers = [...fact.actors, ...fact.saidBy];
  if (query.askedFor === 'other') {
    return fact.about.filter((id) => !named.has(id) && !fact.actors.includes(id) && !fact.places.includes(id));
  }
  if (doers.length > 0) return doers.filter((id) => !named.has(id));
  // No doer is given as data: somebody who is neither named in the question nor part of such a name may be the one.
  const identities = [...named].map((id) => lexicon.identity(id));
  return fact.about.filter((id) => {
    if (named.has(id) || fact.places.includes(id) || knowledge.entities.get(id)?.kind === 'place') return false;
    return !identities.some((identity) => [...lexicon.identity(id)].some((each) => identity.has(each)));
  });
}

/** What "how long", "how old" and their like are counted in. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  long: ['minute', 'hour', 'day', 'week', 'month', 'year', 'metre', 'meter', 'kilometre', 'mile', 'length', 'long'],
  old: ['year', 'month', 'age', 'old'],
  far: ['metre', 'meter', 'kilometre', 'mile', 'distance', 'far'],
  big: ['metre', 'meter', 'kilometre', 'hectare', 'acre', 'mile', 'size', 'area'],
  tall: ['metre', 'meter', 'centimetre', 'foot', 'feet', 'height'],
  high: ['metre', 'meter', 'centimetre', 'foot', 'feet', 'height', 'level'],
  deep: ['metre', 'meter', 'centimetre', 'foot', 'feet', 'depth', 'level'],
  wide: ['metre', 'meter', 'centimetre', 'kilometre', 'mile', 'width'],
  often: ['time', 'times', 'frequency'],
  expensive: ['euro', 'dollar', 'pound', 'cost', 'price'],
};

function countsNoun(query: Query, fact: Fact, { knowledge, synonyms }: FitContext): boolean {
  const { noun } = query;
  const light = noun !== null && LIGHT_STEMS.has(noun);
  for (const { of } of fact.numbers) {
    const stems = tokenize(of).map((token) => stem(token.word));
    if (noun === null || light || stems.includes(noun)) return true;
    if ((UNITS[noun] ?? []).some((unit) => stems.includes(stem(unit)))) return true;
    const wanted = new Set(synonyms.find([noun]).map((concept) => concept.group));
    if (synonyms.find(stems).some((concept) => wanted.has(concept.group))) return true;
  }
  // "how many countries": a fact that lists them can be counted.
  if (noun === stem('countries') || noun === stem('nations')) {
    return fact.about.filter((id) => knowledge.entities.get(id)?.kind === 'country').length > 1;
  }
  return false;
}

const LIGHT_STEMS: ReadonlySet<string> = new Set([...LIGHT_WORDS].map(stem));

function termOf(query: Query, index: number | null): Term | undefined {
  return index === null ? undefined : query.terms[index];
}

function isReversed(query: Query, fact: Fact): boolean {
  const doer = termOf(query, query.doer);
  if (!doer || fact.actors.length === 0) return false;
  const does = doer.entities.some((id) => fact.actors.includes(id) || fact.saidBy.includes(id));
  if (does) return false;
  // A fact that reports somebody's words tells of others too; one that tells of a deed has its doer as data.
  return fact.saidBy.length === 0;
}

function isOtherSpeaker(query: Query, fact: Fact): boolean {
  const speaker = termOf(query, query.speaker);
  if (!speaker || query.asked === 'yes-no') return false;
  return !speaker.entities.some(
    (id) => fact.saidBy.includes(id) || (fact.saidBy.length === 0 && fact.actors.includes(id)),
  );
}
