import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Whatever is read is checked by whoever reads it. */
type Reader = Readonly<
  Record<'loadSelqa' | 'loadSquad' | 'addTypos' | 'rng', (...args: readonly unknown[]) => unknown>
>;

const FOLDER = resolve(import.meta.dirname, '../../../shared/bench');

/**
 * The functions with which the benchmark that stands beside the project reads its data.
 *
 * @param file - the data that is needed
 * @returns null, and says so, where it is not there: the data is no part of the project
 */
export async function openBenchmarkData(file: string): Promise<Reader | null> {
  const reader = resolve(FOLDER, 'lib/data.mjs');
  if (existsSync(reader) && existsSync(resolve(FOLDER, 'data', file))) return import(pathToFileURL(reader).href);
  console.log('Skipped: the benchmark data is expected in ../shared/bench/data, which is not there.');
  return null;
}
