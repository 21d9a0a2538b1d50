/** A point in time as far as it is known. It is compared by year, then by the characters of `rest`. */
export interface Moment {
  readonly year: number;
  readonly rest: string;
}

/** The first and the last moment that a date can mean. */
export interface TimeSpan {
  readonly from: Moment;
  readonly to: Moment;
}

const ALWAYS: TimeSpan = {
  from: { year: Number.NEGATIVE_INFINITY, rest: '' },
  to: { year: Number.POSITIVE_INFINITY, rest: '' },
};
/** A character that sorts after every digit, so that a month without a day lasts to its end. */
const END = '~';

/**
 * The span of time that a date covers, to find the earliest and the latest of several dates. A season counts as its whole year,
 * because seasons differ between the hemispheres; time zones are ignored.
 *
 * @param edtf - a valid date in the Extended Date/Time Format, as `edtfProblem` accepts it
 * @returns null where a year is not given in full (`XXXX-10-07`, `202X`): such a date cannot be ordered
 */
export function timeSpanOf(edtf: string): TimeSpan | null {
  const [first = '', second = first] = edtf.split('/');
  // An open end has no limit. An unknown end is taken to be no later than the known date.
  const start = first === '..' ? ALWAYS : spanOfDate(first === '' ? second : first);
  const end = second === '..' ? ALWAYS : spanOfDate(second === '' ? first : second);
  return start && end && { from: start.from, to: end.to };
}

/** @returns negative where `a` is before `b` */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.year !== b.year) return a.year - b.year;
  return a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : 0;
}

function spanOfDate(date: string): TimeSpan | null {
  const parts = /^Y?(-?\d{4,})(?:-(.*))?$/.exec(date.replace(/[?~%]/g, ''));
  if (parts === null) return null;
  const year = Number(parts[1]);
  const rest = parts[2] ?? '';
  const given = /^2[1-4]$/.test(rest) ? '' : rest;
  return {
    from: { year, rest: given.replaceAll('X', '0') },
    to: { year, rest: `${given.replaceAll('X', '9')}${END}` },
  };
}
