import { describe, expect, test } from 'vitest';
import { formatPosted, formatTimestamp } from '../../src/standin/page/time.js';

const NOW = Date.UTC(2026, 10, 22, 10, 0, 0);
const clock = { now: NOW, locale: 'en-GB', timeZone: 'UTC' };

describe("Discord's timestamp styles", () => {
  test.each([
    ['t', '10:00'],
    ['T', '10:00:00'],
    ['d', '22/11/2026'],
    ['D', '22 November 2026'],
    ['f', '22 November 2026 at 10:00'],
    ['F', 'Sunday, 22 November 2026 at 10:00'],
    ['s', '22/11/2026, 10:00'],
    ['S', '22/11/2026, 10:00:00'],
    ['unknown', '22 November 2026 at 10:00'],
  ])('%s', (style, expected) => {
    expect(formatTimestamp(NOW / 1000, style, clock)).toBe(expected);
  });

  test.each([
    [0, 'now'],
    [-30, '30 seconds ago'],
    [90, 'in 1 minute'],
    [-3 * 3600, '3 hours ago'],
    [-86_400, 'yesterday'],
    [40 * 86_400, 'next month'],
    [-800 * 86_400, '2 years ago'],
  ])('R at %d seconds from now', (seconds, expected) => {
    expect(formatTimestamp(NOW / 1000 + seconds, 'R', clock)).toBe(expected);
  });

  test('a time outside the range of dates is named as such', () => {
    expect(formatTimestamp(9_999_999_999_999, 'f', clock)).toBe('Invalid date');
  });
});

test.each([
  ['2026-11-22T09:05:00.000000+00:00', 'Today at 09:05'],
  ['2026-11-21T23:59:00.000000+00:00', 'Yesterday at 23:59'],
  ['2026-11-20T12:00:00.000000+00:00', '20/11/2026, 12:00'],
  ['not a date', ''],
])('posted %s is shown as %j', (timestamp, expected) => {
  expect(formatPosted(timestamp, clock)).toBe(expected);
});
