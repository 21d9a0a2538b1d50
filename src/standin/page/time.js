// @ts-check
/** Formats times as a channel shows them. The present moment, locale and time zone are arguments. */

/**
 * @typedef {{now: number, locale?: string | undefined, timeZone?: string | undefined}} Clock `now` in milliseconds since 1970;
 *   locale and time zone default to the browser's
 */

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const RELATIVE_UNITS = [
  ['year', 365.25 * DAY_SECONDS],
  ['month', 30.4375 * DAY_SECONDS],
  ['day', DAY_SECONDS],
  ['hour', HOUR_SECONDS],
  ['minute', MINUTE_SECONDS],
  ['second', 1],
];

/**
 * Discord's timestamp styles: t, T, d, D, f (the default), F, s, S, R.
 *
 * @param {number} seconds - since 1970
 * @param {string} style - an unknown one counts as `f`
 * @param {Clock} clock
 * @returns {string} "Invalid date" outside the range of dates
 */
export function formatTimestamp(seconds, style, clock) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'Invalid date';
  if (style === 'R') return relative(seconds - clock.now / 1000, clock.locale);
  /** @type {Record<string, Intl.DateTimeFormatOptions>} */
  const styles = {
    t: { timeStyle: 'short' },
    T: { timeStyle: 'medium' },
    d: { dateStyle: 'short' },
    D: { dateStyle: 'long' },
    f: { dateStyle: 'long', timeStyle: 'short' },
    F: { dateStyle: 'full', timeStyle: 'short' },
    s: { dateStyle: 'short', timeStyle: 'short' },
    S: { dateStyle: 'short', timeStyle: 'medium' },
  };
  return new Intl.DateTimeFormat(clock.locale, { ...(styles[style] ?? styles.f), timeZone: clock.timeZone }).format(
    date,
  );
}

/**
 * When a message was posted: "Today at 17:40", "Yesterday at 17:40", else date and time.
 *
 * @param {string} timestamp - ISO 8601
 * @param {Clock} clock
 * @returns {string} empty for a value that is not a date
 */
export function formatPosted(timestamp, clock) {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return '';
  const day = (/** @type {number} */ at) =>
    new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: clock.timeZone }).format(at);
  const time = formatTimestamp(date.getTime() / 1000, 't', clock);
  if (day(date.getTime()) === day(clock.now)) return `Today at ${time}`;
  if (day(date.getTime()) === day(clock.now - DAY_SECONDS * 1000)) return `Yesterday at ${time}`;
  return formatTimestamp(date.getTime() / 1000, 's', clock);
}

/**
 * @param {number} seconds - negative in the past
 * @param {string | undefined} locale
 */
function relative(seconds, locale) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of RELATIVE_UNITS) {
    if (Math.abs(seconds) >= length || unit === 'second') return format.format(Math.trunc(seconds / length), unit);
  }
  return '';
}
