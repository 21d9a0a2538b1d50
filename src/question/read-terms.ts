import type { EntityId } from '../model/knowledge.ts';
import type { AskedFor } from './asked.ts';
import type { Word } from './correct.ts';
import { isEverydayWord, type Lexicon, type NamePhrase } from './lexicon.ts';
import { TERMS_MAX, type Term } from './query.ts';
import { stem } from './stem.ts';
import { tokenize } from './tokens.ts';
import { ASKERS_OWN, AUXILIARIES, FUNCTION_WORDS, isLight, RELATIVE_DAYS, SPEECH_VERBS } from './word-classes.ts';

/**
 * Reads the names and content words of a question, in order. The longest name wins; a description that the question gives to
 * somebody else ("president of Iran") stays as a word that nothing matches.
 *
 * @param caseTells - the writer uses small and capital letters, so that a capital marks a name
 */
export function readTerms(
  words: readonly Word[],
  asked: AskedFor,
  lexicon: Lexicon,
  caseTells: boolean,
): readonly Term[] {
  const terms: Term[] = [];
  // Whoever writes "Who is …" would write a name with a capital.
  const sentenceCase = caseTells && words.some(({ token }) => /^\p{Lu}/u.test(token.raw));
  let excluded = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) continue;
    const phrase = phraseAt(words, at, lexicon);
    const end = at + (phrase?.stems.length ?? 1);
    const asksFor = at >= asked.from && end <= asked.to;
    const apart = word.word === 'from' && APART.test(words[at - 1]?.word ?? '');
    if (EXCLUDING.has(word.word) || apart) excluded = true;
    else if (FUNCTION_WORDS.has(word.word) && !ARTICLES.has(word.word)) excluded = false;
    if (phrase && !asksFor) {
      terms.push(
        ...nameTerms(phrase, words, at, end, terms, lexicon, asked.counts && at === asked.to).map((term) =>
          excluded ? { ...term, light: true } : term,
        ),
      );
      at = end - 1;
      excluded = false;
    } else if (ASKERS_OWN.has(word.word) && isWayOfAsking(words, at)) {
      // "where would I find X" asks where X is.
      at += 1;
    } else if (ASKERS_OWN.has(word.word) && !asksFor) {
      terms.push({ ...plainTerm(word, at, at + 1), foreign: true });
    } else if (
      isContent(word) &&
      !isFutureGoing(words, at) &&
      !(APART.test(word.word) && words[at + 1]?.word === 'from')
    ) {
      // "the reason for", "which country": what is asked is no condition, but a fact worded so is nearer.
      const term = wordTerm(word, at, lexicon, caseTells, sentenceCase);
      const waived =
        asksFor ||
        isChoiceCount(words, at) ||
        isAspect(words, at) ||
        isOwnBorder(words, at) ||
        (excluded && !term.unknownName);
      terms.push(waived ? { ...term, light: true, asking: asksFor, unknownName: false, number: false } : term);
    }
  }
  // "how to …" asks for instructions, which no fact gives.
  const to = words[asked.to];
  if (asked.asked === 'how' && to?.word === 'to')
    terms.push({ ...plainTerm(to, asked.to, asked.to + 1), foreign: true });
  return capTerms(terms);
}

const WAYS_OF_ASKING: ReadonlySet<string> = new Set(
  'find see expect read learn look say call believe think understand assume describe'.split(' '),
);

/** "would **I** find", "can I say": whoever asks is no part of what is asked. */
function isWayOfAsking(words: readonly Word[], at: number): boolean {
  return AUXILIARIES.has(words[at - 1]?.word ?? '') && WAYS_OF_ASKING.has(words[at + 1]?.word ?? '');
}

/** "which **two** countries": how many are wanted, not a number that the fact must have. */
function isChoiceCount(words: readonly Word[], at: number): boolean {
  return /^\d+$/.test(words[at]?.word ?? '') && /^(?:which|what)$/.test(words[at - 1]?.word ?? '');
}

/** What stands behind these is what the asker does not mean: "anything besides strikes", "beyond Gaza". */
const EXCLUDING: ReadonlySet<string> = new Set(['besides', 'beyond', 'except', 'outside', 'than']);
const APART = /^(?:apart|aside)$/;
const ARTICLES: ReadonlySet<string> = new Set(['the', 'a', 'an']);

/** "is X going to talk" says that X will; "is X going to the region", "to Egypt" says where. */
function isFutureGoing(words: readonly Word[], at: number): boolean {
  if (words[at]?.word !== 'going' || words[at + 1]?.word !== 'to') return false;
  const next = words[at + 2];
  return (
    next !== undefined && !FUNCTION_WORDS.has(next.word) && !/^\p{Lu}/u.test(next.token.raw) && words.length > at + 3
  );
}

const BEGIN: ReadonlySet<string> = new Set(['begin', 'start'].map(stem));

/** "start growing", "begin to rise": the deed is the second verb. */
function isAspect(words: readonly Word[], at: number): boolean {
  const next = words[at + 1]?.word ?? '';
  return BEGIN.has(words[at]?.stem ?? '') && (next === 'to' || /ing$/.test(next));
}

const BORDER = stem('border');

/** "inside its borders" says no more than "inside". */
function isOwnBorder(words: readonly Word[], at: number): boolean {
  return (
    words[at]?.stem === BORDER &&
    /^(?:its|their)$/.test(words[at - 1]?.word ?? '') &&
    /^(?:inside|within)$/.test(words[at - 2]?.word ?? '')
  );
}

function isContent({ word }: Word): boolean {
  if (FUNCTION_WORDS.has(word) || AUXILIARIES.has(word)) return false;
  // A stray letter ("s", "x") is noise; a digit and a character of another script are not.
  return word.length > 1 || word.charCodeAt(0) >= 128 || /\p{N}/u.test(word);
}

function wordTerm(word: Word, at: number, lexicon: Lexicon, caseTells: boolean, sentenceCase: boolean): Term {
  const everyday = isEverydayWord(word.word);
  const known = lexicon.vocabulary.hasStem(word.stem);
  const capital = caseTells && at > 0 && /^\p{Lu}/u.test(word.token.raw);
  return {
    ...plainTerm(word, at, at + 1),
    light: (isLight(word.word) || word.qualifies === true) && !RELATIVE_DAYS.has(word.word),
    unknownName:
      !known && word.certainty === 1 && (capital || (!everyday && !sentenceCase)) && /^\p{L}/u.test(word.word),
    number: /^\p{N}/u.test(word.word),
  };
}

function nameTerms(
  phrase: NamePhrase,
  words: readonly Word[],
  at: number,
  end: number,
  before: readonly Term[],
  lexicon: Lexicon,
  counted: boolean,
): readonly Term[] {
  const first = words[at];
  if (!first) return [];
  const span = words.slice(at, end);
  // "how many states": what is counted is no name.
  if (counted && span.every((word) => isEverydayWord(word.word)))
    return span.filter(isContent).map((word, offset) => plainTerm(word, at + offset, at + offset + 1));
  const former = tenseBefore(words, at);
  const foreign = isForeign(words, at, end, phrase, lexicon) || (former === true && isOnlyPresent(phrase, lexicon));
  const entities = foreign ? [] : keepTense(phrase, former, lexicon);
  // "is Hamas a Palestinian group": the second name for the same one is what is asked about it.
  const again =
    !phrase.proper && before.some((term) => entities.length > 0 && entities.every((id) => term.entities.includes(id)));
  if (again) return span.filter(isContent).map((word, offset) => plainTerm(word, at + offset, at + offset + 1));
  return [
    {
      ...plainTerm(first, at, end),
      word: span.map((word) => word.word).join(' '),
      entities,
      via: foreign ? null : phrase.via === 'name' && phrase.proper ? 'name' : 'role',
      certainty: Math.min(...span.map((word) => word.certainty)),
      alternatives: [],
      foreign,
    },
  ];
}

function plainTerm(word: Word, from: number, to: number): Term {
  return {
    from,
    to,
    word: word.word,
    stem: word.stem,
    entities: [],
    via: null,
    certainty: word.certainty,
    alternatives: word.alternatives ?? [],
    light: false,
    asking: false,
    unknownName: false,
    number: false,
    foreign: false,
  };
}

/** Each thing once; of too many, names and long words first, in their own order. */
function capTerms(terms: readonly Term[]): readonly Term[] {
  const seen = new Set<string>();
  const unique = terms.filter((term) => {
    const key = term.entities.length > 0 ? `@${term.entities.join(' ')}` : term.stem;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (unique.length <= TERMS_MAX) return unique;
  const worth = (term: Term): number =>
    term.entities.length > 0 ? 100 : term.light ? 0 : Math.min(term.word.length, 20);
  const least = unique.map(worth).sort((a, b) => b - a)[TERMS_MAX - 1] ?? 0;
  return unique.filter((term) => worth(term) >= least).slice(0, TERMS_MAX);
}

function phraseAt(words: readonly Word[], at: number, lexicon: Lexicon): NamePhrase | null {
  const first = words[at];
  // A function word starts no name: "us" the country is already `usa`.
  if (!first || FUNCTION_WORDS.has(first.word)) return null;
  for (const phrase of lexicon.phrasesFrom(first.stem)) {
    if (phrase.stems.every((wanted, offset) => words[at + offset]?.stem === wanted)) return phrase;
  }
  return null;
}

/** "the first president", "the 46th president": one of many, and the facts do not number them. */
const ORDINALS: ReadonlySet<string> = new Set(
  'first second third last next previous original youngest oldest longest greatest best worst'.split(' '),
);

const FORMER: ReadonlySet<string> = new Set([
  'former',
  'ex',
  'previous',
  'past',
  'old',
  'erstwhile',
  'onetime',
  'then',
]);
const PRESENT: ReadonlySet<string> = new Set(['current', 'present', 'sitting', 'incumbent', 'new', 'today']);

/** true after "former", false after "current", null where nothing tells. Looks past words between ("former US national …"). */
function tenseBefore(words: readonly Word[], at: number): boolean | null {
  for (let back = 1; back <= 3; back++) {
    const word = words[at - back]?.word;
    if (word === undefined || (FUNCTION_WORDS.has(word) && word !== 'then')) return null;
    if (FORMER.has(word)) return true;
    if (PRESENT.has(word)) return false;
  }
  return null;
}

/** "former president", where nobody who is called so has given up the office. */
function isOnlyPresent({ entities, proper }: NamePhrase, lexicon: Lexicon): boolean {
  const roles = entities.flatMap((id) => lexicon.entities.get(id)?.roles ?? []);
  return !proper && roles.length > 0 && roles.every((role) => !role.former);
}

function keepTense(phrase: NamePhrase, former: boolean | null, lexicon: Lexicon): readonly EntityId[] {
  if (former === null || phrase.proper) return phrase.entities;
  const fits = phrase.entities.filter((id) =>
    lexicon.entities
      .get(id)
      ?.roles.some(
        (role) =>
          role.former === former && tokenize(role.title).some((token) => phrase.stems.includes(stem(token.word))),
      ),
  );
  return fits.length > 0 ? fits : phrase.entities;
}

/**
 * A description ("the president") belongs to somebody else when what is attached to it is no part of the one we know:
 * "president of Iran", "Iran's president", "vice president". Proper names are never taken apart this way.
 */
function isForeign(words: readonly Word[], from: number, to: number, phrase: NamePhrase, lexicon: Lexicon): boolean {
  if (phrase.proper) return false;
  const people = phrase.entities.filter((id) => lexicon.entities.get(id)?.kind === 'person');
  if (people.length === 0) return false;
  const fits = (at: number): boolean => {
    const word = words[at];
    if (!word || FORMER.has(word.word) || PRESENT.has(word.word) || isLight(word.word)) return true;
    const name = phraseAt(words, at, lexicon);
    return people.some((id) => {
      const identity = lexicon.identity(id);
      return identity.has(word.stem) || (name?.entities.some((other) => lexicon.namedIn(other, identity)) ?? false);
    });
  };
  const before = words[from - 1];
  if (before && (ORDINALS.has(before.word) || /^\p{N}/u.test(before.word)) && !FORMER.has(before.word)) return true;
  const attached = before && !before.token.last && !FUNCTION_WORDS.has(before.word) && !isVerbLike(before.word);
  if (attached && !fits(from - 1)) return true;
  const link = words[to]?.word;
  if (link !== 'of' && link !== 'for') return false;
  let after = to + 1;
  while (/^(?:the|a|an)$/.test(words[after]?.word ?? '')) after += 1;
  return words[after] !== undefined && !fits(after);
}

function isVerbLike(word: string): boolean {
  return /(?:ed|ing)$/.test(word) || SPEECH_VERBS.has(word);
}
