import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { KnownQuestion } from '../ask/examples.ts';
import type { IndexDoc } from '../ask/text-corpus.ts';
import { isSituation, loadKnowledge } from '../knowledge/load.ts';
import { splitParagraphs, splitSentences } from '../knowledge/sentences.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';

/** A situation with questions whose right answers a person has marked. */
export interface QuestionSet {
  readonly name: string;
  readonly knowledge: KnowledgeBase;
  readonly questions: readonly KnownQuestion[];
  /**
   * The name of the first set that shares a source with this one, or this set's own name. Sets with the same fold are left out
   * together.
   */
  readonly fold: string;
  /**
   * The sentences of the text that the facts were drawn from, with "paragraph.sentence" as their ids; empty where that text is
   * not available.
   */
  readonly texts: readonly IndexDoc[];
}

/** A row of a `questions.jsonl`, whose answer is given as sentences of the source or as ids of facts. */
const Row = z.object({
  q: z.string(),
  want: z.enum(['answered', 'near', 'unknown', 'related', 'choose']),
  sentences: z.array(z.string()).default([]),
  facts: z.array(z.string()).default([]),
  /** For tables that do not distinguish `near` from `unknown`: whether no fact is near the question. */
  far: z.boolean().optional(),
});

/**
 * All situations in the folders, with the questions beside each: rows of its `questions.yml`, and a `questions.jsonl` next to a
 * folder `situation`.
 *
 * @returns empty where the folders do not exist
 */
export async function questionSetsIn(...folders: readonly string[]): Promise<readonly QuestionSet[]> {
  const sets: Omit<QuestionSet, 'fold'>[] = [];
  const dirs = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .map((name) => ({ name, dir: join(folder, name) })),
    );
  for (const { name, dir } of dirs) {
    const nested = join(dir, 'situation');
    if (existsSync(join(dir, 'questions.jsonl')) && (await isSituation(nested))) {
      sets.push({
        name,
        knowledge: await loadKnowledge(nested),
        questions: readQuestions(join(dir, 'questions.jsonl')),
        texts: sentencesOf(join(dir, 'article.txt')),
      });
    } else if (await isSituation(dir)) {
      const knowledge = await loadKnowledge(dir);
      sets.push({ name, knowledge, questions: rowsOf(knowledge), texts: [] });
    }
  }
  return withFolds(sets);
}

/** The hashes and addresses of the texts that a situation is drawn from. */
const sourcesOf = ({ knowledge }: Pick<QuestionSet, 'knowledge'>): readonly string[] =>
  [...knowledge.sources.values()].flatMap(({ sha256, url }) => [sha256, url].filter((each) => each !== null));

/** Puts sets that share a source into one fold, including sets that are connected only through a third set. */
export function withFolds<Set extends Omit<QuestionSet, 'fold'>>(
  sets: readonly Set[],
): readonly (Set & { readonly fold: string })[] {
  const folds = new Map<string, string>();
  const foldOf = new Map<Set, string>();
  for (const set of sets) {
    const sources = sourcesOf(set);
    const joined = new Set(sources.flatMap((each) => folds.get(each) ?? []));
    const [fold = set.name] = joined;
    foldOf.set(set, fold);
    for (const each of sources) folds.set(each, fold);
    for (const [each, other] of folds) if (joined.has(other)) folds.set(each, fold);
    for (const [each, other] of foldOf) if (joined.has(other)) foldOf.set(each, fold);
  }
  return sets.map((set) => ({ ...set, fold: foldOf.get(set) ?? set.name }));
}

function sentencesOf(file: string): readonly IndexDoc[] {
  if (!existsSync(file)) return [];
  return splitParagraphs(readFileSync(file, 'utf8')).flatMap((paragraph, at) =>
    splitSentences(paragraph).map((text, place) => ({ id: `${at + 1}.${place + 1}`, text, group: file })),
  );
}

/** @param file - JSON lines; rows whose answer is a choice or closest facts are left out */
export function readQuestions(file: string): readonly KnownQuestion[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)))
    .flatMap(({ q, want, sentences, facts, far }) => {
      if (want === 'related' || want === 'choose') return [];
      return {
        q,
        want: want === 'unknown' && far === false ? 'near' : want,
        sentences,
        answers: ({ id, citations }) =>
          facts.includes(id) ||
          citations.some(({ paragraph, sentence }) => sentences.includes(`${paragraph}.${sentence}`)),
      };
    });
}

function rowsOf({ questions }: KnowledgeBase): readonly KnownQuestion[] {
  return questions.flatMap((row): readonly KnownQuestion[] => {
    if (row.via !== 'ask' || (row.answerable && row.kind !== 'answered')) return [];
    return row.answerable
      ? [{ q: row.q, want: 'answered', sentences: [], answers: ({ id }) => row.first.includes(id) }]
      : [{ q: row.q, want: row.far ? 'unknown' : 'near', sentences: [], answers: () => false }];
  });
}

export const situationName = (dir: string): string => basename(dir);
