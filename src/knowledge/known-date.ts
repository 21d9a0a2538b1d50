/** What "today", "Sunday" or "November 6" mean in a text whose date is known. */

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAY_MS = 24 * 60 * 60 * 1000;

/** The weekday (0 is Sunday) that an English expression names, or null. */
export function weekdayIn(text: string): number | null {
  const found = /\b(sun|mon|tues|wednes|thurs|fri|satur)day\b/i.exec(text);
  return found === null ? null : WEEKDAYS.indexOf(found[0].toLowerCase());
}

/** The weekdays and months that an English sentence names, as they stand there. */
export const daysNamed = (sentence: string): readonly string[] => [
  ...(sentence.match(/\b(?:sun|mon|tues|wednes|thurs|fri|satur)day\b/gi) ?? []),
  // "It may rain", "They march", and "May" as the first word may be no months.
  ...(sentence.match(new RegExp(`(?<=\\S\\s+)(?:${MONTHS.join('|')})\\b`, 'g')) ?? []),
];

/** Whether a text names a weekday or month, in full or shortened ("Oct.", "Sept", "Tues"). */
export const holdsDay = (text: string, name: string): boolean =>
  new RegExp(`\\b${name.slice(0, 3)}(?:\\w|${name.slice(3)})?\\b`, 'i').test(text);

/** @param edtf - a valid date; @returns its years, months, days and weekdays in words, as far as it gives them */
export function wordsOfDate(edtf: string): string {
  const dates = edtf.match(/[\dX]{4}(?:-[\dX]{2}){0,2}/g) ?? [];
  return dates
    .map((date) => {
      const [year, month, day] = date.split('-').map(Number);
      const weekday = fullDay(date) === null ? '' : WEEKDAYS[weekdayOf(date)];
      return [weekday, MONTHS[(month ?? 0) - 1] ?? '', day ?? '', year].join(' ');
    })
    .join(' ');
}

/** @param day - "2024-02-04" */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The day this many days later. */
export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** @param edtf - a valid date or null; @returns the date where it is one full day, else null */
export const fullDay = (edtf: string | null | undefined): string | null =>
  edtf !== null && edtf !== undefined && /^\d{4}-\d\d-\d\d$/.test(edtf) ? edtf : null;

/**
 * The days that a relative expression can mean.
 *
 * @param text - "today", "since Sunday", "last Friday"
 * @param published - the full date of the text that uses it
 * @returns likeliest first; null where the expression names no such day
 */
export function daysMeant(text: string, published: string): readonly string[] | null {
  if (/\b(?:today|tonight|this (?:morning|afternoon|evening))\b/i.test(text)) return [published];
  if (/\b(?:yesterday|last night)\b/i.test(text)) return [shiftDay(published, -1)];
  if (/\btomorrow\b/i.test(text)) return [shiftDay(published, 1)];
  const weekday = weekdayIn(text);
  if (weekday === null) return null;
  const back = (weekdayOf(published) - weekday + 7) % 7;
  const before = shiftDay(published, back === 0 ? -7 : -back);
  const after = shiftDay(published, 7 - back);
  const same = back === 0 ? [published] : [];
  if (/\bnext\b/i.test(text)) return [after, shiftDay(after, 7)];
  if (/\blast\b/i.test(text)) return [before, shiftDay(before, -7)];
  return [...same, before, after];
}

/**
 * Whether the dates of the sources support a date that the text does not state in full.
 *
 * @param edtf - a valid date with a year
 * @param published - full dates of the sources that are cited
 * @returns null where they support it; else the dates that would be right (none where no source has a date)
 */
export function contradiction(text: string, edtf: string, published: readonly string[]): readonly string[] | null {
  if (published.length === 0) return [];
  const stated = edtf.match(/\d{4}-\d\d-\d\d/g) ?? [];
  const right: string[] = [];
  for (const day of published) {
    const meant = daysMeant(text, day);
    if (meant === null) {
      const year = Number(day.slice(0, 4));
      const years = (edtf.match(/\b\d{4}\b/g) ?? []).map(Number);
      if (years.every((each) => Math.abs(each - year) <= 1)) return null;
      right.push(`a date of ${year}`);
    } else if (stated.every((each) => meant.includes(each))) return null;
    else right.push(...meant);
  }
  return right;
}
