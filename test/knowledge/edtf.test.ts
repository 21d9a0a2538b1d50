import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { edtfProblem, statedYears } from '../../src/knowledge/edtf.ts';

describe('an invalid date is refused with the reason', () => {
  const FORM = 'it does not have the form YYYY, YYYY-MM or YYYY-MM-DD (X for a digit that is not given)';
  test.each([
    ['', 'it is empty'],
    ['October 7', FORM],
    ['2023-10-7', FORM],
    ['20231007', FORM],
    ['07-10-2023', FORM],
    ['2023-10-07-01', FORM],
    ['xxxx-10-07', FORM],
    ['2023-10-07??', FORM],
    ['Y2023', FORM],
    ['2023-13', 'month 13 does not exist'],
    ['2023-00', 'month 00 does not exist'],
    ['2023-25', 'month 25 does not exist'],
    ['2023-2X-01', 'month 2X does not exist'],
    ['2023-10-32', 'day 32 does not exist'],
    ['2023-10-00', 'day 00 does not exist'],
    ['2023-04-31', 'day 31 does not exist in month 04'],
    ['2023-02-3X', 'day 3X does not exist in month 02'],
    ['XXXX-02-30', 'day 30 does not exist in month 02'],
    ['19X1-02-29', 'day 29 does not exist in month 02'],
    ['1900-02-29', 'day 29 does not exist in month 02'],
    ['2023-22-01', 'a season (21 to 24) has no day'],
    ['[2023, 2024]', 'sets of dates are not supported'],
    ['2023-10T12:00:00', 'a time of day needs a full date before it'],
    ['2023-10-07T25:00:00', 'that time of day does not exist'],
    ['2023-10-07T24:00:01', 'that time of day does not exist'],
    ['2023-10-07T12:00', 'the time of day does not have the form hh:mm:ss, then nothing, Z or +hh:mm'],
    ['2023-10-07T12:00:00+15:00', 'that time zone does not exist'],
    ['2023-10-07T12:00:00T', 'only one "T" may stand between date and time'],
    ['/', 'an interval needs a date on one side of "/" at least'],
    ['../..', 'an interval needs a date on one side of "/" at least'],
    ['2023/2024/2025', 'an interval has one "/"'],
    ['2024/2023-10', 'the interval ends before it starts'],
    ['2023-10-08/2023-10-07', 'the interval ends before it starts'],
    ['202X/2019', 'the interval ends before it starts'],
    ['2023-10-07/soon', FORM],
  ])('%s → %s', (date, problem) => {
    expect(edtfProblem(date)).toBe(problem);
  });
});

test.each([
  '2023',
  '0000',
  '2023-10',
  '2023-10-07',
  '2024-02-29',
  '2000-02-29',
  '2023-10-07T14:30:00',
  '2023-10-07T14:30:00Z',
  '2023-10-07T24:00:00+03:30',
  '2023-10-07/2024-01',
  '2023-10/2023',
  'XXXX-10-07',
  'XXXX-02-29',
  '19X2-02-29',
  '202X',
  '20XX',
  '2023-XX',
  '2023-1X',
  '2023-10-XX',
  '2023-02-2X',
  'XXXX-XX-07',
  '2023?',
  '2023-10~',
  '2023-10-07%',
  '2023-~10-07',
  '2023?-10-07',
  '2023-21',
  '2023-24/2023-05',
  '-0044-03-15',
  'Y-17000',
  'Y17000?',
  '2023-10-07/..',
  '2023-10-07/',
  '../2023',
  '/2023',
  'XXXX-12/XXXX-01',
])('the date %s is valid', (date) => {
  expect(edtfProblem(date)).toBeNull();
});

const twoDigits = (n: number): string => String(n).padStart(2, '0');
const exists = (date: string): boolean => new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) ?? false;

it('a full date is valid exactly if the calendar has it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 2999 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 40 }),
      (y, m, d) => {
        const date = `${y}-${twoDigits(m)}-${twoDigits(d)}`;
        expect(edtfProblem(date) === null).toBe(exists(date));
      },
    ),
    { numRuns: 2000 },
  );
});

it('a date with unspecified digits is valid exactly if some day of the calendar fits', () => {
  const expand = (date: string): readonly string[] =>
    date.includes('X') ? [...'0123456789'].flatMap((digit) => expand(date.replace('X', digit))) : [date];
  const mostlyFebruary = fc.oneof(fc.constant(2), fc.integer({ min: 0, max: 13 }));
  fc.assert(
    fc.property(
      fc.integer({ min: 1890, max: 2110 }),
      mostlyFebruary,
      fc.integer({ min: 0, max: 33 }),
      fc.uniqueArray(fc.constantFrom(2, 3, 5, 6, 8, 9), { maxLength: 3 }),
      (y, m, d, unspecified) => {
        const digits = [...`${y}-${twoDigits(m)}-${twoDigits(d)}`];
        for (const at of unspecified) digits[at] = 'X';
        const date = digits.join('');
        expect(edtfProblem(date) === null).toBe(expand(date).some(exists));
      },
    ),
    { numRuns: 1000 },
  );
});

it('no text makes the check throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\dXYT/~?%.:+-]*$/)), (text) => void edtfProblem(text)),
  );
});

test.each([
  ['2023-10-07', ['2023']],
  ['2023-10-07/2024', ['2023', '2024']],
  ['~2023', ['2023']],
  ['XXXX-10-07', []],
  ['202X', []],
  ['../2023', ['2023']],
  ['Y-17000', []],
])('%s states the years %j', (date, years) => {
  expect(statedYears(date)).toEqual(years);
});
