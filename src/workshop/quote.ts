/** Chooses the words of a sentence that a citation quotes. */

import { QUOTE_MAX_WORDS } from '../knowledge/rules/citations.ts';
import { countWords, isStopPhrase } from '../knowledge/wording.ts';
import type { Span } from './numbers.ts';

/**
 * The most informative words of a sentence: the passage of at most twelve words with most of its numbers, times, names and other
 * words that carry meaning.
 *
 * @param marked - passages that are times, numbers or names
 * @returns an exact phrase of the sentence that consists of whole words
 */
export function chooseQuote(sentence: string, marked: readonly Span[]): string {
  const words = [...sentence.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
  const worth = words.map(({ text, start, end }) => {
    const isMarked = marked.some((span) => span.start < end && start < span.end);
    return (isStopPhrase(text) ? 0 : 1) + (isMarked ? 1 : 0) + (/\d/.test(text) ? 1 : 0);
  });
  let best = '';
  let most = -1;
  for (let from = 0; from < words.length; from += 1) {
    let sum = 0;
    for (let to = from; to < words.length; to += 1) {
      sum += worth[to] ?? 0;
      const phrase = withoutEdges(sentence.slice(words[from]?.start, words[to]?.end));
      if (countWords(phrase) > QUOTE_MAX_WORDS) break;
      // Of two equally good passages the shorter one wins, and one within a clause wins over one with a comma.
      const score = sum - (to - from + 1) * 0.15 - (phrase.match(/[,;:]/g)?.length ?? 0);
      if (score > most && phrase !== '') {
        most = score;
        best = phrase;
      }
    }
  }
  return best;
}

/** The passage without the punctuation of the sentence at its ends, and without an unmatched bracket or quotation mark. */
function withoutEdges(phrase: string): string {
  const plain = phrase.replace(/^[^\p{L}\p{N}$€£¥#@]+/u, '').replace(/[^\p{L}\p{N}%]+$/u, '');
  return /\p{L}\.\p{L}$/u.test(plain) && phrase.startsWith(`${plain}.`) ? `${plain}.` : plain;
}
