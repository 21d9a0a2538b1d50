import type { Encoded } from '../encoder/encoder.ts';
import { type FactTexts, lineKey, viewsKey } from '../encoder/vector-cache.ts';
import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Language } from '../language/language.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { atOnce, type Steps } from '../model/steps.ts';
import { indexSteps } from '../retrieve/inverted-index.ts';
import { createSynonyms } from '../retrieve/synonyms.ts';
import { createVocabulary } from '../retrieve/vocabulary.ts';
import { type FactDoc, readFact } from './fact-doc.ts';
import { createNames } from './names.ts';
import type { Corpus } from './rank.ts';
import type { FactVectors } from './signals.ts';
import type { Understanding } from './understand.ts';

/** A situation, ready to be asked. */
export interface FactCorpus extends Corpus {
  readonly situation: Understanding;
  /** The facts, in the order of the file; a place in the corpus is a place in this list. */
  readonly facts: readonly Fact[];
  /** What the encoder must know; the lines are labels and `asked_as`. */
  readonly toEncode: Required<FactTexts>;
  /** The encoder's view of each fact, from the encodings of `toEncode`. */
  vectors(encoded: ReadonlyMap<string, Encoded>): readonly FactVectors[];
}

/**
 * Reads a situation; takes about 0.1 ms for each fact.
 *
 * @param withAskedAs - `false` to fit weights as if the curator had written no `asked_as`
 * @param belongs - which facts the corpus has
 */
export const createFactCorpus = (...situation: Parameters<typeof factCorpusSteps>): FactCorpus =>
  atOnce(factCorpusSteps(...situation));

/** The same in steps of a fact. */
export function* factCorpusSteps(
  knowledge: KnowledgeBase,
  language: Language,
  withAskedAs = true,
  belongs: (fact: Fact) => boolean = mayAnswer,
): Steps<FactCorpus> {
  const names = createNames(knowledge, language);
  const synonyms = createSynonyms(knowledge.synonyms, language);
  const facts = knowledge.facts.filter(belongs);
  yield;
  const docs: FactDoc[] = [];
  for (const fact of facts) {
    docs.push(readFact(fact, { knowledge, language, names, synonyms }, withAskedAs));
    yield;
  }
  const index = yield* indexSteps(docs.map(({ fields }) => fields));
  const words = yield* wordSteps(knowledge, names.all.keys(), language, withAskedAs);
  const lines = facts.map(({ label, askedAs }) => [label, ...(withAskedAs ? askedAs : [])]);
  const textOf = ({ label, text }: Fact): string => `${label}. ${text}`;
  const topics = new Map(knowledge.topics.map(({ id, title }) => [id, title]));
  /** The ways to put a fact. Their mean finds more than the best of them (92 → 94 in 100 within three). */
  const viewsOf = (fact: Fact): readonly string[] => [
    textOf(fact),
    fact.text,
    `${topics.get(fact.topic) ?? ''}. ${textOf(fact)}`,
    `${fact.label}. ${fact.citations.map(({ quote }) => quote).join('; ')}`,
  ];
  return {
    language,
    synonyms,
    index,
    facts,
    situation: {
      language,
      names,
      vocabulary: createVocabulary(words, language),
    },
    doc: (at) => docs[at] as FactDoc,
    toEncode: {
      texts: [...new Set(facts.map(textOf))],
      views: facts.map(viewsOf),
      lines: [...new Set(lines.flat())],
    },
    vectors: (encoded) =>
      facts.map((fact, at) => ({
        text: required(encoded, textOf(fact)),
        meaning: required(encoded, viewsKey(viewsOf(fact))).vector,
        lines: (lines[at] ?? []).map((line) => required(encoded, lineKey(line)).vector),
      })),
  };
}

function required(encoded: ReadonlyMap<string, Encoded>, text: string): Encoded {
  const found = encoded.get(text);
  if (!found) throw new Error('a text of the situation was not encoded');
  return found;
}

/** Every word that a situation uses, with how often: what spelling correction takes words for. */
function* wordSteps(
  knowledge: KnowledgeBase,
  names: Iterable<string>,
  language: Language,
  withAskedAs: boolean,
): Steps<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const add = (text: string): void => {
    for (const word of language.words(text)) counts.set(word.text, (counts.get(word.text) ?? 0) + 1);
  };
  for (const fact of knowledge.facts) {
    for (const text of [fact.text, fact.label, fact.time?.text ?? '', ...(withAskedAs ? fact.askedAs : [])]) add(text);
    for (const { quote } of fact.citations) add(quote);
    yield;
  }
  for (const name of names) add(name);
  for (const { title, aliases } of knowledge.topics) for (const text of [title, ...aliases]) add(text);
  for (const group of knowledge.synonyms) for (const member of group) add(member);
  return counts;
}
