import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Standin } from '../../src/standin/standin.ts';

/** From what the bot hears to the first thing that it sends about it. */
export function watchAnswers(standin: Standin): { take(): readonly number[] } {
  const received = new Map<string, number>();
  let times: number[] = [];
  const answered = (id: string | undefined) => {
    const from = id === undefined ? undefined : received.get(id);
    if (from === undefined) return;
    times.push(performance.now() - from);
    received.delete(id ?? '');
  };
  standin.traffic.on((entry) => {
    if (entry.kind === 'gateway') {
      const { t, d } = entry.payload;
      if (t === 'INTERACTION_CREATE' || t === 'MESSAGE_CREATE')
        received.set((d as { id: string }).id, performance.now());
    } else if (entry.kind === 'rest') {
      const { message_reference: reference } = (entry.body ?? {}) as { message_reference?: { message_id?: string } };
      answered(/interactions\/(\d+)\/.*callback/.exec(entry.path)?.[1] ?? reference?.message_id);
    }
  });
  return {
    take() {
      const taken = times;
      times = [];
      return taken;
    },
  };
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const round = (ms: number): number => Math.round(ms * 10) / 10;

/** "p50 1.2, p99 3.4, max 5.6" */
export const spreadOf = (times: readonly number[]): string =>
  `p50 ${round(quantile(times, 0.5))}, p99 ${round(quantile(times, 0.99))}, max ${round(Math.max(...times))}`;

/** What a process keeps in memory, in MB. */
export function residentMb(pid: number | undefined): number {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

/** The same of the processes that it started, together: of Sitrep, the encoder's. */
export function childrenMb(pid: number | undefined): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + residentMb(child), 0);
}
