/** Finds the times of an English sentence, as given and as EDTF as far as the source's date supports it. */

import * as chrono from 'chrono-node';
import { daysMeant, weekdayIn } from '../knowledge/known-date.ts';
import type { FactTime } from '../model/knowledge.ts';
import type { Span } from './numbers.ts';

export type FoundTime = FactTime & Span;

/** Stands for the source's date where it has none; no result contains it. */
const ANY_DAY = '2001-06-15';
/** Words that chrono takes for a time although they name none. */
const EMPTY = /^(?:now|second|seconds|may|march|sun|sat|[\d\s–-]+)$/i;
/** Expressions that chrono does not know. */
const FURTHER: readonly RegExp[] = [
  /\b(?:in |since |during |by |until )?(?:early |mid-|late )?(?<![\d-])(?:19|20)\d\d(?:s)?(?![\d,]\d|-|%|\s?(?:people|votes|voters|meters|metres|km|miles|doses))\b/gi,
  /\b(?:earlier |later )?(?:this|last|next|the past|the coming|the previous|coming|recent) (?:few )?(?:morning|afternoon|evening|night|days?|weekend|weeks?|months?|years?|decades?|summer|winter|spring|autumn|fall)\b/gi,
  /\b(?:[a-z]+|\d+)(?: to \w+)? (?:days?|weeks?|months?|years?|decades?|hours?) (?:ago|earlier|later|before|after)\b/gi,
  /\b(?:within|for|over|during|in) (?:the (?:last|past|next|coming) )?(?:(?:\d+|[a-z]+) )?(?:working |business )?(?:days?|weeks|months|years|decades)\b/gi,
  /\b(?:in |by |at )?(?:the )?(?:\d+(?:st|nd|rd|th) (?:minute|hour|day|week)|(?:first|second) half|(?:year|month|week)['’]?s?[ -]end|end of (?:the |this )?(?:day|week|month|year))\b/gi,
  /\b(?:every|each) (?:day|week|month|year|morning|night)\b/gi,
  /\b(?:today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening))\b/gi,
];
/** Also a length of time, which chrono takes for its end: "for 3 weeks". */
const RELATIVE = /ago|last|next|this|past|\b(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)\b/i;
const RELATIONS: readonly (readonly [NonNullable<FactTime['relation']>, RegExp])[] = [
  ['as of', /\bas of\s+$/i],
  ['since', /\bsince\s+$/i],
  ['until', /\b(?:until|till)\s+$/i],
];

/** @param published - the full date of the source, "2024-02-04"; null where it is not known */
export function readTimes(sentence: string, published: string | null): readonly FoundTime[] {
  const reference = new Date(`${published ?? ANY_DAY}T12:00:00`);
  const found: FoundTime[] = chrono
    .parse(sentence, reference)
    .filter(({ text }) => !EMPTY.test(text))
    .map((result) => {
      const text = result.text.replace(/[\s,;]+$/, '');
      const plain = text.replace(/^(?:on|in|at|by|during) /i, '');
      return relate(sentence, result.index + text.length - plain.length, plain, edtfOf(result, published));
    });
  for (const pattern of FURTHER) {
    for (const { 0: text, index } of sentence.matchAll(pattern)) {
      const span = { start: index, end: index + text.length };
      const overlapping = found.filter(({ start, end }) => start < span.end && span.start < end);
      // Of two overlapping expressions the longer one says more.
      if (overlapping.some(({ start, end }) => end - start >= text.length)) continue;
      for (const shorter of overlapping) found.splice(found.indexOf(shorter), 1);
      const plain = text.replace(/^(?:in|during|by) /i, '');
      const relation = /^(since|until) /i.exec(plain)?.[0] ?? '';
      const skipped = text.length - plain.length + relation.length;
      found.push(relate(sentence, index + skipped, plain.slice(relation.length), loneEdtf(plain, published)));
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A date, an hour, or a distance from now ("two years ago"); its numbers do not count anything. */
export const datesSomething = ({ text, edtf }: FoundTime): boolean =>
  edtf !== null || /\d:\d|\d(?:st|nd|rd|th)|\b(?:ago|earlier|later)$/.test(text);

function relate(sentence: string, start: number, text: string, edtf: string | null): FoundTime {
  const span = { start, end: start + text.length };
  const relation = RELATIONS.find(([, before]) => before.test(sentence.slice(0, start)))?.[0];
  return { text, edtf, ...(relation !== undefined && { relation }), ...span };
}

/** For an expression without a calendar date: a year, a decade, "yesterday". */
function loneEdtf(text: string, published: string | null): string | null {
  const year = /(?:19|20)\d\d/.exec(text)?.[0];
  if (year !== undefined) return /s\b/.test(text) ? `${year.slice(0, 3)}X` : year;
  return (published && daysMeant(text, published)?.[0]) ?? null;
}

/** The certain parts of a date; a year that is not given follows from the source's date, or stays open. */
function edtfOf({ text, start, end }: chrono.ParsedResult, published: string | null): string | null {
  const from = edtfOfEnd(text, start, published);
  const to = end ? edtfOfEnd(text, end, published) : null;
  return from === null || to === null || from === to ? from : `${from}/${to}`;
}

function edtfOfEnd(text: string, date: chrono.ParsedComponents, published: string | null): string | null {
  const two = (part: number | null) => String(part ?? 0).padStart(2, '0');
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => date.get(part));
  // A relative expression also has certain parts: they are certain from the reference date.
  if (!/\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i.test(text) || RELATIVE.test(text)) {
    if (published === null) return null;
    return weekdayIn(text) !== null || daysMeant(text, published) !== null
      ? (daysMeant(text, published)?.[0] ?? null)
      : null;
  }
  if (!date.isCertain('month')) return null;
  const rest = date.isCertain('day') ? `${two(month ?? null)}-${two(day ?? null)}` : two(month ?? null);
  if (date.isCertain('year')) return `${String(year).padStart(4, '0')}-${rest}`;
  return published === null ? `XXXX-${rest}` : `${nearestYear(rest, published)}-${rest}`;
}

/** The year in which a month, or a day of it, lies nearest to the source's date. */
function nearestYear(monthAndDay: string, published: string): number {
  const year = Number(published.slice(0, 4));
  const distance = (candidate: number): number =>
    Math.abs(Date.parse(`${candidate}-${monthAndDay.padEnd(5, '-15')}`) - Date.parse(published));
  return [year, year - 1, year + 1].reduce((best, each) => (distance(each) < distance(best) ? each : best));
}
