const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/**
 * A question as hasty typing makes it: one slip in every second word of five letters or more. The same question always gets the same
 * slips, those of `score.mjs --misspelt` beside the situations, so that figures can be compared.
 */
export function withSlips(question: string): string {
  let number = -1;
  return question.replace(/[A-Za-z]{5,}/g, (word) => {
    number += 1;
    return number % 2 === 0 ? slipIn(word, hashOf(`${question}|${number}`)) : word;
  });
}

/** Left out, exchanged with the next, the neighbour on the keyboard, or doubled; never the first letter or the last. */
function slipIn(word: string, hash: number): string {
  const at = 1 + (hash % (word.length - 2));
  const [head, letter, next, tail] = [word.slice(0, at), word[at] ?? '', word[at + 1] ?? '', word.slice(at + 2)];
  const row = KEY_ROWS.find((keys) => keys.includes(letter.toLowerCase()));
  const kind = (hash >>> 8) % 4;
  if (kind === 0) return head + next + tail;
  if (kind === 1 && next !== letter) return head + next + letter + tail;
  if (kind === 2 && row) return head + row[(row.indexOf(letter.toLowerCase()) + 1) % row.length] + next + tail;
  return head + letter + letter + next + tail;
}

/** FNV-1a, 32 bits, over UTF-16 units (Fowler, Noll, Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
