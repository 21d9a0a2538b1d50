/** Far above the words of one situation; a bound keeps a long-running bot from collecting every misspelling ever typed. */
export const MEMO_MAX_WORDS = 200_000;
/** Longer than any word of a language; such input is worked out anew each time. */
export const WORD_MAX_CHARS = 40;
/** From here on, V8 keeps a part of a text by keeping the text. */
const SHARED_MIN_CHARS = 13;

/** Remembers what was worked out for a word: texts repeat few words many times. */
export function memoize<T>(workOut: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    if (word.length > WORD_MAX_CHARS) return workOut(word);
    if (known.size >= MEMO_MAX_WORDS) known.clear();
    const own = detached(word);
    const result = workOut(own);
    known.set(own, result);
    return result;
  };
}

/** The same letters in a string of their own, so that the text they were cut from can be forgotten. */
function detached(word: string): string {
  return word.length < SHARED_MIN_CHARS ? word : word.split('').join('');
}
