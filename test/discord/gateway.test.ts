import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDownLog } from '../../src/discord/gateway.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('while the gateway is down the log reminds of it after 1, 2, 4 … minutes, at most an hour apart, and stops when it is back', () => {
  const logged: { readonly msg: string; readonly downSeconds?: number; readonly code?: number }[] = [];
  const down = createDownLog(pino({ base: null }, { write: (line) => void logged.push(JSON.parse(line)) }));
  const reminders = () => logged.filter(({ msg }) => msg === 'gateway still down');
  down.lost(0, { code: 1006, reason: 'none given' });
  down.lost(0, { code: 1001, reason: 'going away' });
  vi.advanceTimersByTime(5 * 60 * 60_000);
  const minutes = reminders().map(({ downSeconds = 0 }) => Math.round(downSeconds / 60));
  expect(minutes).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243]);
  expect(reminders()[0]).toMatchObject({ shard: 0, code: 1001, reason: 'going away', attempts: 1 });
  down.back(0, 'resumed');
  vi.advanceTimersByTime(24 * 60 * 60_000);
  expect(reminders()).toHaveLength(minutes.length);
  expect(logged.map(({ msg }) => msg).filter((msg) => msg !== 'gateway still down')).toEqual([
    'gateway lost',
    'gateway back',
  ]);
});
