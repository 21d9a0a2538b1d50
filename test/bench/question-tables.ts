import { resolve } from 'node:path';
import { type BlindQuestion, readBlindQuestions } from './reader-figures.ts';

/** The situation that the tables are about. */
export const BUNDLED = 'us-iran-strikes';

/**
 * Questions on the bundled situation that were written without sight of the engine, by what they were written for. The last table is
 * only ever measured: nothing is to be changed because of a row in it.
 */
export const TABLES = ['members', 'forum', 'reader', 'chat', 'tempting', 'held-out'] as const;
export type TableName = (typeof TABLES)[number];

export const readTable = (name: TableName): readonly BlindQuestion[] =>
  readBlindQuestions(resolve(import.meta.dirname, `questions/${name}.jsonl`));
