import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is measured: a question, or a text typed so far, through some part of the engine. */
export type Ask = (text: string) => unknown;

/** @returns "p50 p95 p99" in ms of what is asked after the warm-up */
export async function timesOf(ask: Ask, questions: readonly string[], warmUp: number): Promise<string> {
  for (const question of questions.slice(0, warmUp)) await ask(question);
  const times: number[] = [];
  for (const question of questions.slice(warmUp)) times.push(await quickest(ask, question));
  times.sort((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => pad((times[Math.floor(share * times.length)] ?? 0).toFixed(2), 8)).join(' ');
}

/** Of three times: what other programs take from a busy machine is no cost of the question. */
const quickest = async (ask: Ask, question: string): Promise<number> =>
  Math.min(await timed(ask, question), await timed(ask, question), await timed(ask, question));

export async function timed(ask: Ask, question: string): Promise<number> {
  const started = performance.now();
  await ask(question);
  return performance.now() - started;
}

/** After a collection, so that only what is kept is counted. */
export function heapMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

export function pad(text: string, width: number): string {
  return text.padStart(width);
}
