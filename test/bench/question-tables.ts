import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';

/**
 * Questions on the bundled situation that were written without sight of the engine, by what they were written for. The last table is
 * only ever measured: nothing is to be changed because of a row in it.
 */
export const TABLES = ['members', 'forum', 'reader', 'chat', 'tempting', 'held-out'] as const;
export type TableName = (typeof TABLES)[number];

const Row = z.object({
  q: z.string(),
  /** The kind of a right answer. */
  want: z.enum(['answered', 'related', 'choose', 'unknown']),
  /** Facts that are right in the first place. */
  facts: z.array(z.string()).default([]),
  /** About something else altogether. */
  far: z.boolean().default(false),
});
export type QuestionRow = z.infer<typeof Row>;

export async function readTable(name: TableName): Promise<readonly QuestionRow[]> {
  const text = await readFile(resolve(import.meta.dirname, `questions/${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)));
}

/** What became of the questions of one table, as counts. */
export interface Tally {
  readonly answerable: number;
  /** A right fact stands first: in an answer, or as the closest. */
  readonly rightFirst: number;
  /** In an answer. */
  readonly rightAnswered: number;
  readonly related: number;
  readonly rightRelated: number;
  readonly unanswerable: number;
  readonly wronglyAnswered: number;
  readonly far: number;
  readonly farUnknown: number;
}

export function tally(rows: readonly QuestionRow[], sitrep: Sitrep): Tally {
  const asked = rows.map((row) => ({ row, answer: sitrep.ask(row.q) }));
  const of = (...wanted: readonly QuestionRow['want'][]) => asked.filter(({ row }) => wanted.includes(row.want));
  const right = of('answered').filter(({ row, answer }) => row.facts.includes(firstOf(answer) ?? ''));
  const none = of('unknown');
  const far = none.filter(({ row }) => row.far);
  return {
    answerable: of('answered').length,
    rightFirst: right.length,
    rightAnswered: right.filter(({ answer }) => answer.kind === 'answered').length,
    related: of('related').length,
    rightRelated: of('related').filter(
      ({ row, answer }) => answer.kind === 'related' && row.facts.includes(firstOf(answer) ?? ''),
    ).length,
    unanswerable: none.length,
    wronglyAnswered: none.filter(({ answer }) => answer.kind === 'answered' || answer.kind === 'choose').length,
    far: far.length,
    farUnknown: far.filter(({ answer }) => answer.kind === 'unknown').length,
  };
}

function firstOf(answer: Answer): string | undefined {
  return answer.kind === 'answered' || answer.kind === 'related' ? answer.facts[0]?.id : undefined;
}

export async function openBundled(): Promise<Sitrep> {
  return createSitrep(await loadKnowledge(resolve(import.meta.dirname, '../../knowledge/us-iran-strikes')));
}

/** `questions`: what becomes of questions that were written without sight of the engine. */
export async function runQuestions(): Promise<void> {
  const sitrep = await openBundled();
  console.log('Bundled situation, questions written without sight of the engine.\n');
  console.log(
    '| table | right fact first | in an answer | detail said to be missing | wrongly answered | far from it: unknown |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const name of TABLES) {
    const t = tally(await readTable(name), sitrep);
    const share = (part: number, whole: number) =>
      whole === 0 ? '' : `${part} of ${whole} (${((100 * part) / whole).toFixed(1)}%)`;
    const figures = [
      share(t.rightFirst, t.answerable),
      share(t.rightAnswered, t.answerable),
      share(t.rightRelated, t.related),
      share(t.wronglyAnswered, t.unanswerable),
      share(t.farUnknown, t.far),
    ];
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }
}
