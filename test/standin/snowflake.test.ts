import { SnowflakeUtil } from 'discord.js';
import { expect, test } from 'vitest';
import { createSnowflakes, snowflakeTimeMs } from '../../src/standin/snowflake.ts';

test('discord.js reads the time of creation out of an id', () => {
  const atMs = Date.UTC(2026, 10, 22, 12, 34, 56, 789);
  const id = createSnowflakes(() => atMs)();
  expect(SnowflakeUtil.timestampFrom(id)).toBe(atMs);
  expect(snowflakeTimeMs(id)).toBe(atMs);
  expect(id).toMatch(/^\d{19}$/);
});

test('ids go on growing while the clock stands still or steps back', () => {
  const times = [5, 5, 5, 4, 6].map((second) => Date.UTC(2026, 0, 1, 0, 0, second));
  const next = createSnowflakes(() => times.shift() ?? 0);
  const ids = Array.from({ length: 5 }, () => BigInt(next()));
  expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  expect(new Set(ids).size).toBe(5);
});
