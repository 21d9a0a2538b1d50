/** What moves a text up or down. */
export type Reason =
  /** A word or name of the question stands in the text. */
  | 'text'
  /** A word stands there that means the same. */
  | 'synonym'
  /** A word stands there for which the question's is a misspelling. */
  | 'spelling'
  /** It stands only in the title. */
  | 'title'
  /** The question has every word of the title. */
  | 'whole-title'
  /** It stands only in the sentence before. */
  | 'before'
  /** The text holds what is asked for: a time, a place, a number, a name, a reason. */
  | 'asked-kind'
  /** The time is a year or a month; the number is that of what is counted. */
  | 'exact-kind'
  /** Words of the question stand near each other. */
  | 'nearness'
  /** Every word of the question is in the text or its title. */
  | 'all-words'
  /** The text begins with words of the question. */
  | 'begins-with'
  /** The text stands at the beginning of its group. */
  | 'opens-group'
  /** The text announces a list, which is in the texts that follow. */
  | 'announces-list';

/**
 * A part of a score. A score is the sum of its parts and nothing else, so that what is shown as the reason for an answer is
 * the reason.
 */
export interface Contribution<R extends string = Reason> {
  readonly reason: R;
  /** Which search term it is about; null where it is about the text as a whole. */
  readonly term: number | null;
  /** Whole number, in ten-thousandths of what a text would get that has every word of the question: whole numbers add up exactly. */
  readonly points: number;
}

export const POINTS = 10_000;

/** @param share - of what all words of the question are worth together */
export function contribution<R extends string>(reason: R, share: number, term: number | null = null): Contribution<R> {
  return { reason, term, points: Math.round(share * POINTS) };
}

/** The score that contributions make, 1 being all words of the question. */
export function sumOf(contributions: readonly Contribution<string>[]): number {
  return contributions.reduce((sum, { points }) => sum + points, 0) / POINTS;
}
