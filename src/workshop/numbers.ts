/** Finds the numbers of an English sentence, with their limits ("at least"), their units and the things that they count. */

import { findNumbers, isStopPhrase } from '../knowledge/wording.ts';
import type { FactNumber } from '../model/knowledge.ts';

/** The position of a passage in a sentence. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type FoundNumber = FactNumber & Span;

const CURRENCIES: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };
const UNITS =
  /^(?:[- ]?)(%|percent|per cent|percentage points|dollars?|euros?|pounds?|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|feet|foot|inch(?:es)?|acres?|hectares?|kilograms?|kg|tons?|tonnes?|barrels?|gallons?|lit(?:er|re)s?|degrees?|megawatts?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|(?:working|business) days?)(?![\p{L}\p{N}])/iu;
const BOUNDS: readonly (readonly [NonNullable<FactNumber['bound']>, RegExp])[] = [
  ['at least', /(?:at least|more than|over|upwards? of|no (?:fewer|less) than|above|exceeding)\s+(?:[$€£¥])?$/i],
  ['up to', /(?:up to|at most|no more than|as many as|fewer than|less than|under|below|a maximum of)\s+(?:[$€£¥])?$/i],
  ['about', /(?:about|around|some|roughly|approximately|nearly|almost|an estimated|close to|circa)\s+(?:[$€£¥])?$/i],
];
const PER = /^\s*(?:(?:per|a|an|each|every)\s+)(second|minute|hour|day|night|week|month|year|person|game|match)\b/i;
const RANGE = /^\s*(?:to|and|-|–)\s*(?:[$€£¥])?$/i;
/** Words of a noun phrase that say what is counted. */
const COUNTED_MAX_WORDS = 4;

/** @param taken - passages that are times or names; their numbers are skipped */
export function readNumbers(sentence: string, taken: readonly Span[]): readonly FoundNumber[] {
  const found = findNumbers(sentence).filter(
    ({ start, end }) =>
      !taken.some((span) => span.start < end && start < span.end) &&
      // A number in a name such as "PALM 007" counts nothing.
      !/^0\d/.test(sentence.slice(start, end)),
  );
  const numbers: FoundNumber[] = [];
  for (let i = 0; i < found.length; i += 1) {
    const number = found[i];
    if (number === undefined) continue;
    const next = found[i + 1];
    const isRange =
      next !== undefined && RANGE.test(sentence.slice(number.end, next.start)) && next.value > number.value;
    const between =
      isRange &&
      sentence.slice(number.end, next.start).trim() === 'and' &&
      !/between\s+$/i.test(sentence.slice(0, number.start));
    const last = isRange && !between ? next : number;
    if (last !== number) i += 1;
    numbers.push(describe(sentence, number, last));
  }
  return numbers;
}

function describe(
  sentence: string,
  first: Span & { readonly value: number },
  last: Span & { readonly value: number },
): FoundNumber {
  const before = sentence.slice(0, first.start);
  const after = sentence.slice(last.end);
  const bound = BOUNDS.find(([, pattern]) => pattern.test(before))?.[0];
  const currency = CURRENCIES[before.at(-1) ?? ''];
  const measured = currency === undefined ? UNITS.exec(after) : null;
  const unit = currency ?? (measured?.[1] === 'percent' || measured?.[1] === 'per cent' ? '%' : measured?.[1]);
  const rest = after.slice(measured?.[0].length ?? 0);
  const per = PER.exec(rest)?.[1];
  return {
    value: first.value,
    ...(last !== first && { to: last.value }),
    of: counted(rest.replace(PER, '')) || counted(withoutBound(before), true) || 'not yet said',
    ...(bound !== undefined && last === first && { bound }),
    ...(unit !== undefined && { unit }),
    ...(per !== undefined && { per }),
    start: first.start,
    end: last.end + (measured?.[0].length ?? 0),
  };
}

const withoutBound = (text: string): string =>
  BOUNDS.reduce((rest, [, pattern]) => rest.replace(pattern, ''), text).replace(/[$€£¥]$/, '');

/** The noun phrase that follows a number, or with `backwards` the one before it: a guess that the curator may correct. */
function counted(text: string, backwards = false): string {
  const clause = backwards ? (text.split(/[,;:()]/).at(-1) ?? '') : (text.split(/[,;:.()]/)[0] ?? '');
  const words = clause
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const chosen = backwards ? words.slice(-COUNTED_MAX_WORDS) : words.slice(0, COUNTED_MAX_WORDS);
  if (!backwards) {
    const end = chosen.findIndex((word, at) => at > 0 && word !== 'of' && isStopPhrase(word));
    if (end > 0) chosen.length = end;
  }
  while (chosen.length > 0 && isStopPhrase(chosen[0] ?? '')) chosen.shift();
  while (chosen.length > 0 && isStopPhrase(chosen.at(-1) ?? '')) chosen.pop();
  return chosen.join(' ').replace(/["“”]/g, '');
}
