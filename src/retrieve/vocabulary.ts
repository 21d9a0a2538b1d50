import type { Language, Word } from '../language/language.ts';
import { createFuzzyList, type FuzzyList } from './fuzzy-list.ts';

/** The words that a situation uses, and what a misspelt one was probably meant to be. */
export interface Vocabulary {
  has(word: string): boolean;
  /**
   * The known word that a word was probably meant to be; `null` where the word itself is known, or no known word is near enough.
   *
   * @param as - a word that is written as a `name` may be one that is not known, so the known word must be nearer
   */
  correct(word: Word, as?: 'word' | 'name'): string | null;
}

/** Shorter words are similar to too many others. */
const MIN_CHARS = 4;
/** fuse.js's threshold for words: the share of wrong characters. It was set on the slips of `score.mjs --misspelt`. */
const WORD_THRESHOLD = 0.45;
/** A word of everyday English wins over a word of the situation only if it is nearer by this much. */
const COMMON_WORD_HANDICAP = 0.08;
/**
 * The highest number of slips per letter. A name that the situation does not know must not become an everyday word ("Putin" is two slips from
 * "putting", 0.29), so everyday words must be nearer.
 */
const OWN_WORD_MAX = 0.34;
const COMMON_WORD_MAX = 0.25;
/** One slip in five letters: "Mdoern" is "modern", and "France" is not "trace". */
const NAME_MAX = 0.2;
/** How many corrections are remembered; when the cache is full, it is cleared. */
const CORRECTIONS_REMEMBERED = 10_000;

/**
 * @param own - the situation's words with how often each occurs
 */
export function createVocabulary(own: ReadonlyMap<string, number>, language: Language): Vocabulary {
  let lists: { readonly own: FuzzyList; readonly common: FuzzyList } | undefined;
  // Built when the first unknown word comes, because most questions use only known words.
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
  const find = (word: string, most: number): string | null => {
    const { own: near, common } = listsNow();
    const first = within(near.nearest(word), Math.min(OWN_WORD_MAX, most));
    const second = within(common.nearest(word), Math.min(COMMON_WORD_MAX, most));
    if (first && (!second || first.distance <= second.distance + COMMON_WORD_HANDICAP)) return first.entry;
    return second?.entry ?? null;
  };
  return {
    has: (word) => own.has(word),
    correct({ text, stem }, as = 'word') {
      if (!isCorrectable(text) || own.has(text) || own.has(stem)) return null;
      if (language.isFunctionWord(text) || language.isCommonWord(text)) return null;
      // "commanding" is rare, and a form of "command".
      if (text !== stem && language.isCommonWord(stem)) return null;
      // The name of a month is never corrected, even if no fact has it.
      if (language.sets.months.has(text) || language.sets.weekdays.has(text)) return null;
      const key = `${as} ${text}`;
      const before = remembered.get(key);
      if (before !== undefined) return before;
      if (remembered.size >= CORRECTIONS_REMEMBERED) remembered.clear();
      const found = find(text, as === 'name' ? NAME_MAX : 1);
      remembered.set(key, found);
      return found;
    },
  };
}

const within = (found: ReturnType<FuzzyList['nearest']>, most: number): typeof found =>
  found !== null && found.distance <= most ? found : null;

const isCorrectable = (word: string): boolean => word.length >= MIN_CHARS && /^\p{L}+$/u.test(word);
