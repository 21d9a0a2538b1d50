import type { Language, Word } from '../language/language.ts';
import { createFuzzyList, type FuzzyList } from './fuzzy-list.ts';

/** The words that a situation uses, and what a misspelt one was probably meant to be. */
export interface Vocabulary {
  has(word: string): boolean;
  /** The known word that a word was probably meant to be; `null` where it is known itself, or nothing is near enough. */
  correct(word: Word): string | null;
}

/** Shorter words are too near to everything. */
const MIN_CHARS = 4;
/** fuse.js's threshold for words: the share of wrong characters. Set on the slips of `score.mjs --misspelt`. */
const WORD_THRESHOLD = 0.45;
/** A word of everyday English must be nearer by this much than a word of the situation. */
const COMMON_WORD_HANDICAP = 0.08;
/**
 * Slips for each letter, at most. A name that the situation does not know must not become an everyday word ("Putin" is two slips from
 * "putting", 0.29), so everyday words must be nearer.
 */
const OWN_WORD_MAX = 0.34;
const COMMON_WORD_MAX = 0.25;
/** Corrections that are remembered; beyond it the memory starts anew. */
const CORRECTIONS_REMEMBERED = 10_000;

/**
 * @param own - the situation's words with how often each occurs
 */
export function createVocabulary(own: ReadonlyMap<string, number>, language: Language): Vocabulary {
  let lists: { readonly own: FuzzyList; readonly common: FuzzyList } | undefined;
  // Made when the first unknown word comes: most situations are asked in words that they know.
  const listsNow = () =>
    (lists ??= {
      own: createFuzzyList(
        [...own]
          .filter(([word]) => isCorrectable(word))
          .sort((a, b) => b[1] - a[1])
          .map(([word]) => word),
        WORD_THRESHOLD,
      ),
      common: createFuzzyList(
        language.commonWords.filter((word) => isCorrectable(word) && !own.has(word)),
        WORD_THRESHOLD,
      ),
    });
  const remembered = new Map<string, string | null>();
  const find = (word: string): string | null => {
    const { own: near, common } = listsNow();
    const first = within(near.nearest(word), OWN_WORD_MAX);
    const second = within(common.nearest(word), COMMON_WORD_MAX);
    if (first && (!second || first.distance <= second.distance + COMMON_WORD_HANDICAP)) return first.entry;
    return second?.entry ?? null;
  };
  return {
    has: (word) => own.has(word),
    correct({ text, stem }) {
      if (!isCorrectable(text) || own.has(text) || own.has(stem)) return null;
      if (language.isFunctionWord(text) || language.isCommonWord(text)) return null;
      // "commanding" is rare, and a form of "command".
      if (text !== stem && language.isCommonWord(stem)) return null;
      // A month that no fact names is no misspelling of another word.
      if (language.sets.months.has(text) || language.sets.weekdays.has(text)) return null;
      const before = remembered.get(text);
      if (before !== undefined) return before;
      if (remembered.size >= CORRECTIONS_REMEMBERED) remembered.clear();
      const found = find(text);
      remembered.set(text, found);
      return found;
    },
  };
}

const within = (found: ReturnType<FuzzyList['nearest']>, most: number): typeof found =>
  found !== null && found.distance <= most ? found : null;

const isCorrectable = (word: string): boolean => word.length >= MIN_CHARS && /^\p{L}+$/u.test(word);
