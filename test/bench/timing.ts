import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @returns "p50 p95 p99" in ms of what is asked after the warm-up */
export function timesOf(ask: (question: string) => unknown, questions: readonly string[], warmUp: number): string {
  for (const question of questions.slice(0, warmUp)) ask(question);
  const times = questions.slice(warmUp).map((question) => quickest(ask, question));
  times.sort((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => pad((times[Math.floor(share * times.length)] ?? 0).toFixed(2), 8)).join(' ');
}

/** Of three times: what other programs take from a busy machine is no cost of the question. */
function quickest(ask: (question: string) => unknown, question: string): number {
  return Math.min(timed(ask, question), timed(ask, question), timed(ask, question));
}

export function timed(ask: (question: string) => unknown, question: string): number {
  const started = performance.now();
  ask(question);
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
