import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { KnownQuestion } from '../ask/examples.ts';
import { isSituation, loadKnowledge } from '../knowledge/load.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';

/** A situation with questions whose right answers a person has marked. */
export interface QuestionSet {
  readonly name: string;
  readonly knowledge: KnowledgeBase;
  readonly questions: readonly KnownQuestion[];
}

/** A row of a `questions.jsonl`: its answer is given as sentences of the source or as ids of facts. */
const Row = z.object({
  q: z.string(),
  want: z.enum(['answered', 'near', 'unknown', 'related', 'choose']),
  sentences: z.array(z.string()).default([]),
  facts: z.array(z.string()).default([]),
  /** For tables that do not tell `near` from `unknown`: the facts hold nothing near the question. */
  far: z.boolean().optional(),
});

/**
 * All situations in a folder, with the questions beside each: rows of its `questions.yml`, and a `questions.jsonl` next to a
 * folder `situation`.
 *
 * @returns empty where the folder does not exist
 */
export async function questionSetsIn(folder: string): Promise<readonly QuestionSet[]> {
  if (!existsSync(folder)) return [];
  const sets: QuestionSet[] = [];
  for (const name of readdirSync(folder).sort()) {
    const dir = join(folder, name);
    const nested = join(dir, 'situation');
    if (existsSync(join(dir, 'questions.jsonl')) && (await isSituation(nested))) {
      sets.push({
        name,
        knowledge: await loadKnowledge(nested),
        questions: readQuestions(join(dir, 'questions.jsonl')),
      });
    } else if (await isSituation(dir)) {
      const knowledge = await loadKnowledge(dir);
      sets.push({ name, knowledge, questions: rowsOf(knowledge) });
    }
  }
  return sets;
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
      ? [{ q: row.q, want: 'answered', answers: ({ id }) => row.first.includes(id) }]
      : [{ q: row.q, want: row.far ? 'unknown' : 'near', answers: () => false }];
  });
}

export const situationName = (dir: string): string => basename(dir);
