import { describe, expect, test } from 'vitest';
import { compareMoments, timeSpanOf } from '../../src/knowledge/time-span.ts';

/** Dates in the order in which they begin, or end. */
function inOrder(dates: readonly string[], end: 'from' | 'to'): readonly string[] {
  return dates.toSorted((a, b) => {
    const [x, y] = [timeSpanOf(a), timeSpanOf(b)];
    if (x === null || y === null) throw new Error(`${a} or ${b} has no place among others`);
    return compareMoments(x[end], y[end]);
  });
}

describe('dates among others', () => {
  test.each([
    [
      'years before others',
      ['2023-01-01', '2022', '-0044', 'Y17000', '0999'],
      ['-0044', '0999', '2022', '2023-01-01', 'Y17000'],
    ],
    [
      'months and days',
      ['2023-10-08', '2023-10-07T14:00:00Z', '2023-09'],
      ['2023-09', '2023-10-07T14:00:00Z', '2023-10-08'],
    ],
    ['marks do not matter', ['2023-10-08?', '2023-10~-07', '2023-09%'], ['2023-09%', '2023-10~-07', '2023-10-08?']],
    [
      'digits that are not given count from the first',
      ['2023-11-02', '2023-1X-05', '2023-10-06'],
      ['2023-1X-05', '2023-10-06', '2023-11-02'],
    ],
    [
      'intervals by their start',
      ['2023-10', '../2023', '2022/2024', '/2021'],
      ['../2023', '/2021', '2022/2024', '2023-10'],
    ],
  ])('begin: %s', (_what, dates, expected) => {
    expect(inOrder(dates, 'from')).toEqual(expected);
  });

  test.each([
    [
      'a year ends after its months and days',
      ['2023', '2023-12-31T23:59:59', '2023-12'],
      ['2023-12-31T23:59:59', '2023-12', '2023'],
    ],
    ['a season counts as its year', ['2023-21', '2023-12-31', '2024-01-01'], ['2023-12-31', '2023-21', '2024-01-01']],
    [
      'digits that are not given count to the last',
      ['2023-11-02', '2023-1X-05', '2023-10-06'],
      ['2023-10-06', '2023-11-02', '2023-1X-05'],
    ],
    [
      'what is open ends last, what ends unknown where it began',
      ['2023/..', '2030', '2022/'],
      ['2022/', '2030', '2023/..'],
    ],
  ])('end: %s', (_what, dates, expected) => {
    expect(inOrder(dates, 'to')).toEqual(expected);
  });

  test.each(['XXXX-10-07', '202X', '2023/202X', '19XX-05/2001'])('%s has no place: its year is not given', (date) => {
    expect(timeSpanOf(date)).toBeNull();
  });
});
