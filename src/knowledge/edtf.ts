/**
 * Checks dates in the Extended Date/Time Format (EDTF, ISO 8601-2). Accepted:
 *
 * - level 0: `2023`, `2023-10`, `2023-10-07`, `2023-10-07T14:30:00` (then nothing, `Z` or `+03:00`), intervals `2023-10/2024-01`
 * - level 1: uncertain `?`, approximate `~`, both `%` at the end; seasons `2023-21` to `2023-24` (spring to winter);
 *   years before 0 (`-0044`) or beyond 9999 (`Y-17000`); intervals that are open (`2023-10-07/..`) or of unknown end (`2023-10-07/`)
 * - level 2, in part: unspecified digits `X` anywhere (`XXXX-10-07`: October 7 of a year that is not given, `2023-1X`), and the
 *   marks `? ~ %` before or after any part (`2023-10~-07`)
 *
 * Not accepted: sets (`[…]`, `{…}`), exponents, significant digits, seasons above 24: no source has needed these.
 */

const MARKS = /[?~%]/g;
/** Index 0 is January. The days of February depend on the year. */
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * @param text - a date as written in a YAML file
 * @returns what is wrong with it as a phrase ("month 13 does not exist"), or null for a valid date
 */
export function edtfProblem(text: string): string | null {
  const ends = text.split('/');
  if (ends.length === 1) return dateProblem(text);
  if (ends.length > 2) return 'an interval has one "/"';
  const [from = '', to = ''] = ends;
  const open = (end: string): boolean => end === '' || end === '..';
  if (open(from) && open(to)) return 'an interval needs a date on one side of "/" at least';
  const problem = (open(from) ? null : dateProblem(from)) ?? (open(to) ? null : dateProblem(to));
  if (problem !== null) return problem;
  if (!open(from) && !open(to) && isAfter(from, to)) return 'the interval ends before it starts';
  return null;
}

/**
 * The years that a date states in full: `2023-10-07/2024` gives 2023 and 2024, `XXXX-10-07` and `202X` give none.
 *
 * @param text - a valid date
 */
export function statedYears(text: string): readonly string[] {
  return text
    .split('/')
    .map((end) => /^[?~%]?(\d{4})(?!\d)/.exec(end)?.[1])
    .filter((year) => year !== undefined);
}

function dateProblem(text: string): string | null {
  if (text === '') return 'it is empty';
  if (/[[\]{}]/.test(text)) return 'sets of dates are not supported';
  const [date = '', time, ...more] = text.split('T');
  if (more.length > 0) return 'only one "T" may stand between date and time';
  if (time !== undefined) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) return 'a time of day needs a full date before it';
    const problem = timeProblem(time);
    if (problem !== null) return problem;
  }
  if (/^Y-?[1-9]\d{4,}[?~%]?$/.test(date)) return null;
  const parts = /^([?~%]?-?[\dX]{4}[?~%]?)(?:-([?~%]?[\dX]{2}[?~%]?)(?:-([?~%]?[\dX]{2}[?~%]?))?)?$/.exec(date);
  if (parts === null) return 'it does not have the form YYYY, YYYY-MM or YYYY-MM-DD (X for a digit that is not given)';
  const [year = '', month, day] = parts.slice(1).map((part) => part?.replace(MARKS, ''));
  if (month === undefined) return null;
  if (/^2[1-4]$/.test(month)) return day === undefined ? null : 'a season (21 to 24) has no day';
  const months = matching(month, 12);
  if (months.length === 0) return `month ${month} does not exist`;
  if (day === undefined) return null;
  const days = matching(day, 31);
  if (days.length === 0) return `day ${day} does not exist`;
  const first = days[0] ?? 1;
  if (!months.some((m) => first <= lengthOf(year, m))) return `day ${day} does not exist in month ${month}`;
  return null;
}

function timeProblem(time: string): string | null {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:Z|[+-](\d\d)(?::(\d\d))?)?$/.exec(time);
  if (parts === null) return 'the time of day does not have the form hh:mm:ss, then nothing, Z or +hh:mm';
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const midnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return 'that time of day does not exist';
  return zoneHour > 14 || zoneMinute > 59 ? 'that time zone does not exist' : null;
}

/** The numbers from 1 to `max` that match a two-character pattern: `1X` matches 10 to 19. */
function matching(pattern: string, max: number): readonly number[] {
  const numbers: number[] = [];
  for (let n = 1; n <= max; n++) {
    const digits = String(n).padStart(2, '0');
    if ([...pattern].every((character, i) => character === 'X' || character === digits[i])) numbers.push(n);
  }
  return numbers;
}

/** @param year - may contain X; then February has 29 days if any matching year is a leap year (no year matching `19X1` is) */
function lengthOf(year: string, month: number): number {
  if (month !== 2) return DAYS_IN_MONTH[month - 1] ?? 31;
  return hasLeapYear(year) ? 29 : 28;
}

function hasLeapYear(year: string): boolean {
  const unspecified = year.indexOf('X');
  if (unspecified < 0) {
    const n = Number(year);
    return n % 4 === 0 && (n % 100 !== 0 || n % 400 === 0);
  }
  for (let digit = 0; digit <= 9; digit++) if (hasLeapYear(year.replace('X', String(digit)))) return true;
  return false;
}

/**
 * Whether an interval surely ends before it starts. Both ends need a plain year. Only the parts that both ends have are compared,
 * so `2023-10/2023` is accepted.
 */
function isAfter(from: string, to: string): boolean {
  const plain = (end: string): string => end.replace(MARKS, '');
  const [a, b] = [plain(from), plain(to)];
  if (!/^\d/.test(a) || !/^\d/.test(b)) return false;
  // A season has no month that could be compared.
  const season = /^[\dX]{4}-2[1-4]$/;
  const length = season.test(a) || season.test(b) ? 4 : Math.min(a.length, b.length, 10);
  const [left, right] = [a.slice(0, length), b.slice(0, length)];
  const unknown = Math.min(...[left.indexOf('X'), right.indexOf('X')].map((at) => (at < 0 ? length : at)));
  return left.slice(0, unknown) > right.slice(0, unknown);
}
