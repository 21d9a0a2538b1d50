import { isEverydayWord, type Lexicon } from './lexicon.ts';
import { createSpeller } from './spelling.ts';
import { stem } from './stem.ts';
import type { Token } from './tokens.ts';
import { FUNCTION_WORDS, isLight, SHORT_TYPOS } from './word-classes.ts';
import { NUMBER_WORDS } from './word-forms.ts';

export interface Alternative {
  readonly word: string;
  readonly stem: string;
  /** In (0, 1]: how likely it is, in proportion to the word that was chosen. */
  readonly likelihood: number;
}

/** A word of the question with what is known about it. */
export interface Word {
  readonly token: Token;
  /** Folded, misspelling corrected. */
  readonly word: string;
  readonly stem: string;
  /** 1 as typed; less the more had to be changed. */
  readonly certainty: number;
  /** Other words that may have been meant, where a misspelling has several corrections. */
  readonly alternatives?: readonly Alternative[];
  /** First part of a compound that was taken apart: may be missing. */
  readonly qualifies?: boolean;
}

/** How sure it is that the nearest known word was meant, by the number of edits. */
const CERTAINTY = { 1: 0.95, 2: 0.85 } as const;
const OTHER_START_CERTAINTY = 0.85;
const OTHER_START_MIN_CHARS = 7;
const WHOLE_MIN_CHARS = 5;
/** How many times less likely a word is that is one edit farther. */
const EDIT_ODDS = 10;
const JOINED_MIN_CHARS = 6;
const PART_MIN_CHARS = 4;

/** The shorter ones are too near to everything; what is usual of them stands in a table. */
const FUNCTION_MIN_CHARS = 5;
const functionWords = [...FUNCTION_WORDS].filter((word) => word.length >= FUNCTION_MIN_CHARS);
const functionSpeller = createSpeller(functionWords, () => 1);

/** What is numbered: behind one of these "one" is a number. */
const NUMBERED: ReadonlySet<string> = new Set(
  'war phase stage part chapter number round day week year formula group category type level tier division article section page step bulletin episode season volume unit zone ward'.split(
    ' ',
  ),
);

/** Question words and articles, so that what is asked can be seen at all: "whn did teh war", "whcih". */
export function correctFunctionWords(tokens: readonly Token[], lexicon: Lexicon): Token[] {
  return tokens.map((token, at) => {
    const fixed = SHORT_TYPOS.get(token.word) ?? functionWordFor(token, at, lexicon);
    if (fixed !== null && !lexicon.vocabulary.has(token.word)) return { ...token, word: fixed };
    // "world war one"; "a temporary one" and "one of them" count nothing.
    if (token.word !== 'one') return token;
    const before = tokens[at - 1]?.word;
    const after = tokens[at + 1]?.word;
    const counts = NUMBERED.has(before ?? '') && (after === undefined || (FUNCTION_WORDS.has(after) && after !== 'of'));
    return counts ? { ...token, word: '1' } : token;
  });
}

/** These are so frequent that one edit away from them few other words are meant. */
function functionWordFor({ word, raw }: Token, at: number, lexicon: Lexicon): string | null {
  if (isKnown(word, lexicon) || isEverydayWord(word) || (at > 0 && /^\p{Lu}/u.test(raw))) return null;
  const [nearest] = functionSpeller.nearest(word);
  if (nearest?.distance !== 1) return null;
  const [rival] = lexicon.vocabulary.nearest(word);
  if (!rival) return nearest.word;
  // "Beiing" is Beijing rather than "being".
  const mayBeName = lexicon.entities.size > 0 && rival.distance === 1 && lexicon.vocabulary.inName(rival.word);
  return nearest.sameStart && !mayBeName ? nearest.word : null;
}

/** Replaces words that the situation does not know by the nearest that it does, joins "cease fire" and parts "saudiarabia". */
export function correct(tokens: readonly Token[], lexicon: Lexicon): Word[] {
  const { vocabulary } = lexicon;
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const joined = joinedWith(tokens[at + 1], token, lexicon);
    if (joined !== null) {
      words.push({ token, word: joined, stem: stem(joined), certainty: 1 });
      at += 1;
      continue;
    }
    const { word } = token;
    if (isKnown(word, lexicon) || FUNCTION_WORDS.has(word) || isLight(word)) {
      words.push({ token, word, stem: stem(word), certainty: 1 });
      continue;
    }
    const [nearest, ...others] = vocabulary
      .nearest(word)
      .filter(
        (near) =>
          (near.sameStart || mayStartOtherwise(token, near.word, lexicon)) && mayMean(near.word, token, at, lexicon),
      );
    if (nearest) {
      const certainty = nearest.sameStart ? CERTAINTY[nearest.distance] : OTHER_START_CERTAINTY;
      const alternatives = others.map((other) => ({
        word: other.word,
        stem: stem(other.word),
        likelihood: EDIT_ODDS ** (nearest.cost - other.cost),
      }));
      const meant = NUMBER_WORDS.get(nearest.word) ?? nearest.word;
      words.push({ token, word: meant, stem: stem(meant), certainty, alternatives });
      continue;
    }
    // Of "cyberattack" the last part says what it is.
    const parts = partsOf(word, lexicon) ?? [word];
    parts.forEach((part, at) => {
      words.push({ token, word: part, stem: stem(part), certainty: 1, qualifies: at < parts.length - 1 });
    });
  }
  return words;
}

/**
 * A short word or a name with another first letter is another word ("Larch" is not "March"), unless it is whole behind a
 * letter too many ("hiraqi"); in plain texts the risk is worth it.
 */
function mayStartOtherwise({ word, raw }: Token, known: string, { entities }: Lexicon): boolean {
  if (entities.size === 0 || (known.length >= WHOLE_MIN_CHARS && word.endsWith(known))) return true;
  return word.length >= OTHER_START_MIN_CHARS && !/^\p{Lu}/u.test(raw);
}

/** Inside a sentence a capital marks a name, which can only be a misspelling of a name: "Mary" is not "many". */
function mayMean(word: string, token: Token, at: number, { vocabulary }: Lexicon): boolean {
  const capital = at > 0 && /^\p{Lu}\p{Ll}/u.test(token.raw);
  return !capital || (vocabulary.inName(word) && vocabulary.has(word));
}

function isKnown(word: string, { vocabulary }: Lexicon): boolean {
  return vocabulary.has(word) || vocabulary.hasStem(stem(word));
}

function joinedWith(next: Token | undefined, token: Token, lexicon: Lexicon): string | null {
  if (!next || FUNCTION_WORDS.has(token.word) || FUNCTION_WORDS.has(next.word)) return null;
  if (isKnown(token.word, lexicon) && isKnown(next.word, lexicon)) return null;
  const joined = token.word + next.word;
  return joined.length >= JOINED_MIN_CHARS && lexicon.vocabulary.has(joined) ? joined : null;
}

function partsOf(word: string, lexicon: Lexicon): readonly string[] | null {
  if (word.length > 40 || isEverydayWord(word)) return null;
  for (let cut = PART_MIN_CHARS; cut <= word.length - PART_MIN_CHARS; cut++) {
    const parts = [word.slice(0, cut), word.slice(cut)];
    if (parts.every((part) => lexicon.vocabulary.has(part) && !FUNCTION_WORDS.has(part))) return parts;
  }
  return null;
}
