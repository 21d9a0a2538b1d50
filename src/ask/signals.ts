import type { Encoded } from '../encoder/encoder.ts';
import type { Language } from '../language/language.ts';
import type { InvertedIndex } from '../retrieve/inverted-index.ts';
import { alignmentOf, type WordVector, wordVectorsOf } from './alignment.ts';
import type { FactDoc } from './fact-doc.ts';
import type { Query, Term } from './query.ts';

/**
 * What is measured of a fact as the answer to a question, with its range. The decision uses nothing else. The second half needs
 * the encoder. A signal with "lead" in its name is the difference to the best of the other candidates: it is above 0 where this
 * fact is ahead of them.
 */
export const SIGNALS = {
  coverage: 'share of the question’s words, weighted by rarity, that the fact has or means; 0 to 1',
  field: 'BM25 over the fact’s fields as a share of what could be reached; 0 to 1',
  fieldLead: 'the same, ahead of the best other candidate; -1 to 1',
  line: 'likeness to the best line among label and asked_as (Dice over stems); 0 to 1',
  entitiesAgreed: 'share of the names in the question that the fact is about; 0 to 1',
  entitiesMissing: 'share of the names in the question that it is not about; 0 to 1',
  slotHeld: 'the fact holds as data what is asked (time, place, number, person, reason); 0 or 1',
  slotMissing: 'it is asked for and the fact does not hold it; 0 or 1',
  doer: 'who is asked about as the doer or speaker is that of the fact (1), or another is (-1)',
  hearsay: 'somebody is asked about as the doer, and the fact is what somebody else says of it (-1)',
  number: 'a number in the question is in the fact (1), or the fact has another of the same thing (-1)',
  day: 'a day, month or year in the question is in the fact (1), or the fact has another (-1)',
  denial: 'the question denies what the fact states, or the other way round (-1)',
  tense: 'the question is about what is to come and the fact is not, or the other way round (-1)',
  whether: 'the question asks whether something is so; 0 or 1',
  asksPerson: 'the question asks who, but not for names; 0 or 1',
  neighbours: 'neighbouring words of the question that stand near each other in the text, in the same order; 0 to 1',
  begins: 'how early in the text a word of the question stands; 1 where it begins with one',
  opens: 'how early in its group the text stands; 1 for the first',
  counted: 'how many is asked, and the text counts that very thing; 0 or 1',
  cosine:
    'mean cosine of the question with the ways to put the fact (text, with label, with topic, quotes), from 0.7 to 1 as 0 to 1',
  cosineLead: 'the same, ahead of the best other fact; -1 to 1',
  cosineDeviation: 'the same, in fifths of a standard deviation above the mean of all facts; 0 to 1',
  lineCosine: 'the best cosine among text, label and asked_as, as 0 to 1',
  alignMean: 'for each telling word of the question its best match among the fact’s tokens: their mean, as 0 to 1',
  alignLeast: 'the same: the least of them, as 0 to 1',
} as const satisfies Record<string, string>;
export type Signal = keyof typeof SIGNALS;
export const NEEDS_ENCODER: ReadonlySet<Signal> = new Set<Signal>([
  'cosine',
  'cosineLead',
  'cosineDeviation',
  'lineCosine',
  'alignMean',
  'alignLeast',
]);
/** Signals that are used only without the encoder: they guess from the wording what the encoder measures better. */
export const WITHOUT_ENCODER: ReadonlySet<Signal> = new Set<Signal>(['neighbours', 'counted']);
/** Signals that are used only for plain texts, because a fact does not depend on its neighbours. */
export const FOR_TEXTS: ReadonlySet<Signal> = new Set<Signal>(['begins', 'opens']);
export type Signals = Readonly<Record<Signal, number>>;

/** The signals of a question as a whole, which show whether any fact is near it. */
export const NEARNESS = {
  bestCosine: 'the highest cosine of any candidate, as 0 to 1',
  bestLineCosine: 'the highest lineCosine of any candidate',
  bestAlignment: 'the highest alignMean of any candidate',
  bestField: 'the highest field score of any candidate',
  unknownName: 'a telling word of the question is a name, or no everyday word, and no fact has it; 0 or 1',
  unknownWords: 'share of the question’s words, weighted by rarity, that no fact has; 0 to 1',
} as const satisfies Record<string, string>;
export type Nearness = keyof typeof NEARNESS;
export const NEARNESS_NEEDS_ENCODER: ReadonlySet<Nearness> = new Set<Nearness>([
  'bestCosine',
  'bestLineCosine',
  'bestAlignment',
]);

/** The encoder's view of a fact. Piece vectors may be unpacked at each access. */
export interface FactVectors {
  /** The encoding of "label. text", whose tokens are aligned with those of the question. */
  readonly text: Encoded;
  /** The mean of the fact's unit vectors, so that its cosine with a question is the mean of their cosines. */
  readonly meaning: Float32Array;
  /** The label and each line of `asked_as`. */
  readonly lines: readonly Float32Array[];
}

/** A fact that may answer, with what the search has already measured. */
export interface Candidate {
  /** Its place among the facts. */
  readonly at: number;
  readonly doc: FactDoc;
  /** In [0, 1]; see `Hit.score`. */
  readonly field: number;
  readonly vectors: FactVectors | null;
}

/** The question with the values that all comparisons share. */
export interface Asking {
  readonly query: Query;
  readonly encoded: Encoded | null;
  /** Mean and standard deviation of the cosines of all facts, scaled to 0 to 1; absent without an encoder. */
  readonly cosines: { readonly mean: number; readonly deviation: number; readonly of: (at: number) => number } | null;
  /** Groups of synonyms that a term belongs to in this question, with their quality. */
  readonly meanings: (term: Term) => readonly { readonly group: string; readonly quality: number }[];
}

/** Unit vectors of this encoder family have cosines between 0.7 and 1 (`src/encoder/README.md`). */
const COSINE_FLOOR = 0.7;
/** A word counts fully where the text, the label or an `asked_as` line has it, and less where only a quote, a name or the topic has it. */
const SAID_WEIGHT = 0.8;
const HINTED_SYNONYM = 0.5;
const DEVIATIONS_MAX = 5;
/** Two words of a question count as near in a text when their positions differ by at most this. */
const NEAR_WORDS = 3;
/** The value where the question names a day and the fact has none. */
const NO_DAY = -0.3;

export const scaledCosine = (a: Float32Array, b: Float32Array): number =>
  (dot(a, b) - COSINE_FLOOR) / (1 - COSINE_FLOOR);

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** How much of a term a fact has, in [0, 1]: 1 for the word itself or the entity that it names, less for a synonym. */
export function termMatch(term: Term, meanings: ReturnType<Asking['meanings']>, doc: FactDoc): number {
  const own = doc.stems.get(term.stem) ?? 0;
  if (own >= SAID_WEIGHT || term.mention?.entities.some((id) => doc.entities.has(id))) return 1;
  // "3,000" must equal "three thousand".
  if (/^\d+$/.test(term.word) && doc.numbers.has(Number(term.word))) return 1;
  let best = own;
  for (const { group, quality } of meanings) {
    const weight = doc.stems.get(group) ?? 0;
    if (weight > 0) best = Math.max(best, weight >= SAID_WEIGHT ? quality : quality * HINTED_SYNONYM);
  }
  return best;
}

/** Measures all candidates for one question. `index` gives the rarity of words. */
// Over 60 lines: one value for each signal, in their order.
export function measure(
  asking: Asking,
  candidates: readonly Candidate[],
  index: InvertedIndex,
  language: Language,
): readonly Signals[] {
  const { query, encoded, cosines } = asking;
  const weights = query.terms.map(({ stem, weight }) => weight * index.idf(stem));
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const content = new Set(query.terms.flatMap(({ stem, weight }) => (weight === 1 ? [stem] : [])));
  const words: readonly WordVector[] = encoded ? wordVectorsOf(encoded, language) : [];
  const cosineOf = (candidate: Candidate): number => (cosines ? cosines.of(candidate.at) : 0);
  const bestTwo = (value: (candidate: Candidate) => number): readonly [number, number] => {
    const sorted = candidates.map(value).sort((a, b) => b - a);
    return [sorted[0] ?? 0, sorted[1] ?? 0];
  };
  const [firstField, secondField] = bestTwo(({ field }) => field);
  const [firstCosine, secondCosine] = bestTwo(cosineOf);
  const lead = (value: number, first: number, second: number): number => value - (value === first ? second : first);

  return candidates.map((candidate) => {
    const { doc, field, vectors } = candidate;
    const lacks = query.terms.map((term, at) => (1 - termMatch(term, asking.meanings(term), doc)) * (weights[at] ?? 0));
    const lacking = lacks.reduce((sum, each) => sum + each, 0);
    const named = query.mentions.length;
    const agreed = query.mentions.filter(({ entities }) => entities.some((id) => doc.entities.has(id))).length;
    const slot = slotOf(query, doc);
    const cosine = cosineOf(candidate);
    const align = vectors && encoded ? alignmentOf(words, vectors.text) : { mean: 0, least: 0 };
    return {
      coverage: 1 - lacking / total,
      field,
      fieldLead: lead(field, firstField, secondField),
      line: Math.max(0, ...doc.lines.map((line) => dice(line, content))),
      entitiesAgreed: named > 0 ? agreed / named : 0,
      entitiesMissing: named > 0 ? 1 - agreed / named : 0,
      slotHeld: slot === 'held' ? 1 : 0,
      slotMissing: slot === 'missing' ? 1 : 0,
      doer: doerOf(query, doc),
      hearsay: hearsayOf(query, doc),
      number: numberOf(query, doc),
      day: dayOf(query, doc),
      denial: query.isDenied === doc.isDenied ? 0 : -1,
      tense: (query.tense === 'future') === doc.isFuture || query.tense === null ? 0 : -1,
      whether: query.asked === 'whether' ? 1 : 0,
      asksPerson: (query.asked === 'who' || query.wantedKind === 'actor') && !query.wantsNames ? 1 : 0,
      ...wordOrderOf(query, doc),
      opens: doc.opens,
      counted: query.asked === 'how-many' && query.wanted.some((stem) => countsOther(query, doc, stem)) ? 1 : 0,
      cosine,
      cosineLead: cosines ? lead(cosine, firstCosine, secondCosine) : 0,
      cosineDeviation: cosines
        ? clamp((cosine - cosines.mean) / cosines.deviation, -1, DEVIATIONS_MAX) / DEVIATIONS_MAX
        : 0,
      lineCosine:
        encoded && vectors ? Math.max(cosine, ...vectors.lines.map((line) => scaledCosine(encoded.vector, line))) : 0,
      alignMean: align.mean,
      alignLeast: align.least,
    };
  });
}

/** Measures whether anything near the question is held. */
export function measureNearness(
  asking: Asking,
  signals: readonly Signals[],
  index: InvertedIndex,
  language: Language,
): Readonly<Record<Nearness, number>> {
  const { query } = asking;
  const highest = (of: Signal): number => Math.max(0, ...signals.map((each) => each[of]));
  const isHeld = (term: Term): boolean =>
    index.frequency(term.stem) > 0 ||
    term.mention !== null ||
    asking.meanings(term).some(({ group }) => index.frequency(group) > 0);
  // A number that no fact has does not make the question unknown: the signal `number` covers the difference.
  const unheld = query.terms.filter((term) => !isHeld(term) && !/^\d/.test(term.word));
  const weightOf = (terms: readonly Term[]): number =>
    terms.reduce((sum, { stem, weight }) => sum + weight * index.idf(stem), 0);
  return {
    bestCosine: highest('cosine'),
    bestLineCosine: highest('lineCosine'),
    bestAlignment: highest('alignMean'),
    bestField: highest('field'),
    unknownName: unheld.some((term) => term.weight === 1 && isNameLike(term, query, language)) ? 1 : 0,
    unknownWords: weightOf(unheld) / (weightOf(query.terms) || 1),
  };
}

/** Whether it is written as a name, or is no word of everyday English. */
function isNameLike(term: Term, query: Query, language: Language): boolean {
  if (!language.isCommonWord(term.word)) return true;
  const at = query.words.findIndex(({ text }) => text === term.word);
  return at > 0 && query.words[at]?.isCapital === true && !query.words.every(({ isCapital }) => isCapital);
}

type Slot = 'held' | 'missing' | 'none';

/**
 * Whether the fact has the asked detail as data. A person, place or number that stands in the question itself is not the one
 * that it asks for.
 */
function slotOf(query: Query, doc: FactDoc): Slot {
  const { asked, grain, wantedKind, wantsNames, mentions, numbers, units, words } = query;
  const slot = (isHeld: boolean | null): Slot => (isHeld === null ? 'none' : isHeld ? 'held' : 'missing');
  const isAsked = (id: string): boolean =>
    mentions.some(({ entities }) => entities.some((each) => each === id)) || words.some(({ stem }) => stem === id);
  const has = (ids: ReadonlySet<string>, least: number): boolean =>
    [...ids].filter((id) => !isAsked(id)).length >= least;
  // A name that several share may be an ordinary word here: "crew".
  const counted = query.terms.filter(
    ({ stem, mention }) => mention?.entities.length === 1 && query.wanted.includes(stem),
  );
  // A person who is only named, and neither acts nor speaks, may or may not be the one asked for.
  const who = (): Slot => (has(doc.doers, 1) ? 'held' : has(doc.persons, 1) ? 'none' : 'missing');
  switch (asked) {
    case 'when':
      return slot(grain === null ? doc.hasTime : doc.grains.has(grain));
    case 'how-long':
      return slot(doc.hasTime || doc.hasDuration);
    case 'how-many':
      return slot(
        doc.counts.some(
          ({ value, of }) =>
            !numbers.some((named) => named.value === value) &&
            (units === null || [...units].some((unit) => of.has(unit))) &&
            // "How many dockers" is not told by a number of ships in a fact that names no docker.
            counted.every(({ stem, mention }) => of.has(stem) || mention?.entities.some((id) => doc.entities.has(id))),
        ),
      );
    case 'why':
      return slot(doc.hasReason);
    case 'where':
      return slot(has(doc.places, 1));
    case 'who':
      return wantsNames ? slot(has(doc.named, 2)) : who();
    case 'how':
      // Who did it, or why, explains how a thing came about. Its day alone does not.
      if (doc.actors.size > 0 || doc.hasReason) return 'held';
      return doc.hasTime && doc.hasReason === false ? 'missing' : 'none';
    default:
      if (wantedKind === 'place') return slot(has(doc.places, 1));
      return wantedKind === 'actor' ? who() : 'none';
  }
}

function doerOf({ doers, speaks }: Query, { actors, speakers, entities }: FactDoc): number {
  const acting = speaks && speakers.size > 0 ? speakers : actors;
  if (doers.length === 0) return 0;
  if (acting.size === 0) return doers.some((id) => entities.has(id)) ? 0 : -1;
  return doers.some((id) => acting.has(id)) ? 1 : -1;
}

/** "Did A do B" is not settled by "C says that A did B". */
function hearsayOf({ asked, doers, speaks }: Query, { speakers }: FactDoc): number {
  if (asked !== 'whether' || speaks || doers.length === 0 || speakers.size === 0) return 0;
  return doers.some((id) => speakers.has(id)) ? 0 : -1;
}

function numberOf({ numbers }: Query, doc: FactDoc): number {
  const differs = numbers.some(
    ({ value, of }) => !doc.numbers.has(value) && doc.counts.some((count) => of.some((stem) => count.of.has(stem))),
  );
  if (differs) return -1;
  return numbers.some(({ value }) => doc.numbers.has(value)) ? 1 : 0;
}

function dayOf({ days, dates }: Query, doc: FactDoc): number {
  if (days.length === 0) return 0;
  if (dates.length > 0 && doc.dates.size > 0) return dates.some((date) => doc.dates.has(date)) ? 1 : -1;
  if (days.some((day) => doc.days.has(day))) return 1;
  return doc.days.size > 0 ? -1 : NO_DAY;
}

/** Whether the text counts the thing that is asked about, with a number that the question itself does not name. */
const countsOther = ({ numbers }: Query, { counts }: FactDoc, stem: string): boolean =>
  counts.some(({ value, of }) => of.has(stem) && !numbers.some((named) => named.value === value));

/** The positions of a question's words in a text, counted without function words. */
function wordOrderOf({ terms }: Query, { order }: FactDoc): Pick<Signals, 'neighbours' | 'begins'> {
  const places = terms.map(({ stem }) => order.indexOf(stem));
  let near = 0;
  places.forEach((place, at) => {
    const gap = place - (places[at - 1] ?? -1);
    if (at > 0 && place >= 0 && (places[at - 1] ?? -1) >= 0 && gap > 0 && gap <= NEAR_WORDS) near += 1 / gap;
  });
  const told = places.filter((place, at) => place >= 0 && terms[at]?.weight === 1);
  return {
    neighbours: near / Math.max(1, places.length - 1),
    begins: told.length > 0 ? 1 / (1 + Math.min(...told)) : 0,
  };
}

/** Twice the number of common elements, divided by the sum of both sizes (Dice). */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const each of b) if (a.has(each)) shared += 1;
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
