import type { EntityId } from '../knowledge/model.ts';
import { type AskedFor, findAsked } from './asked.ts';
import { isEverydayWord, type Lexicon, type NamePhrase } from './lexicon.ts';
import { stripPadding } from './padding.ts';
import { type Query, TERMS_MAX, type Term } from './query.ts';
import { stem } from './stem.ts';
import { type Token, tokenize } from './tokens.ts';
import {
  AUXILIARIES,
  BE_FORMS,
  FUNCTION_WORDS,
  LIGHT_WORDS,
  NEGATIONS,
  RELATIVE_DAYS,
  SPEECH_VERBS,
} from './word-classes.ts';

/** A word of the question with what is known about it. */
interface Word {
  readonly token: Token;
  readonly word: string;
  readonly stem: string;
  readonly certainty: number;
}

/** What a corrected word still counts: half, because half of all near words are other words (measured on SelQA dev, see bench). */
const CORRECTED_CERTAINTY = { 1: 0.8, 2: 0.65 } as const;

/**
 * Reads a question: what is asked, about whom, and which words remain to be searched for.
 *
 * @param question - any text at all; padding, chat noise and letter case do not matter much
 * @returns never throws; a text without any word gives a query without terms
 */
export function understand(question: string, lexicon: Lexicon): Query {
  const tokens = tokenize(question);
  const stripped = stripPadding(settleUs(tokens));
  const asked = findAsked(stripped.tokens.map((token) => token.word));
  const words = correct(stripped.tokens, lexicon);
  const caseTells = usesCapitals(tokens);
  const { terms, doer, speaker } = readTerms(words, asked, lexicon, caseTells);
  const plain = words.map((word) => word.word);
  const kind = asked.asked === 'list' && stripped.isItTrue ? 'yes-no' : asked.asked;
  const passive = isPassive(plain, asked);
  return {
    asked: kind,
    noun: nounOf(words, asked),
    nameKind: asked.nameKind,
    stems: words.map((word) => word.stem),
    terms,
    askedFor: kind === 'who' ? whoRole(plain, asked, passive) : 'other',
    doer: passive ? null : doer,
    speaker,
    negated: kind !== 'yes-no' && plain.some((word) => NEGATIONS.has(word)),
    future: plain.some(
      (word) => word === 'will' || word === 'next' || word === 'plan' || word === 'plans' || word === 'planning',
    ),
    overview: isOverview(plain, terms),
    definition: isDefinition(plain, asked, stripped.tellMe),
  };
}

/** The pronoun "us" and the country share their letters; neighbours tell them apart: "the us", "us troops" against "tell us". */
function settleUs(tokens: readonly Token[]): Token[] {
  return tokens.map((token, at) => {
    if (token.word !== 'us') return token;
    const before = tokens[at - 1]?.word ?? '';
    const after = tokens[at + 1]?.word ?? '';
    const pronoun =
      /^(?:tell|tells|told|give|gives|show|let|help|helps|remind|inform|update|brief|teach|catch|fill|ask|all|both|many|some|most|each|any|none|join|follow)$/.test(
        before,
      ) ||
      (/^(?:to|for|with|of|about|from|between|by|at)$/.test(before) && (after === '' || FUNCTION_WORDS.has(after)));
    return pronoun && before !== 'the' ? token : { ...token, word: 'usa' };
  });
}

/** Replaces words that the situation does not know by the nearest that it does, joins "cease fire" and parts "saudiarabia". */
function correct(tokens: readonly Token[], lexicon: Lexicon): Word[] {
  const { vocabulary } = lexicon;
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const next = tokens[at + 1];
    const known = vocabulary.has(token.word) || vocabulary.hasStem(stem(token.word));
    if (next && !FUNCTION_WORDS.has(token.word) && !(known && vocabulary.has(next.word))) {
      const joined = token.word + next.word;
      if (joined.length >= 6 && !FUNCTION_WORDS.has(next.word) && vocabulary.has(joined)) {
        words.push({ token, word: joined, stem: stem(joined), certainty: 1 });
        at += 1;
        continue;
      }
    }
    if (known || FUNCTION_WORDS.has(token.word) || LIGHT_WORDS.has(token.word)) {
      words.push({ token, word: token.word, stem: stem(token.word), certainty: 1 });
      continue;
    }
    const nearest = vocabulary.nearest(token.word);
    if (nearest) {
      words.push({
        token,
        word: nearest.word,
        stem: stem(nearest.word),
        certainty: CORRECTED_CERTAINTY[nearest.distance],
      });
      continue;
    }
    const parts = isEverydayWord(token.word) ? null : partsOf(token.word, lexicon);
    for (const word of parts ?? [token.word]) words.push({ token, word, stem: stem(word), certainty: 1 });
  }
  return words;
}

const PART_MIN_CHARS = 4;

function partsOf(word: string, { vocabulary }: Lexicon): readonly string[] | null {
  if (word.length > 40) return null;
  for (let cut = PART_MIN_CHARS; cut <= word.length - PART_MIN_CHARS; cut++) {
    const parts = [word.slice(0, cut), word.slice(cut)];
    if (parts.every((part) => vocabulary.has(part) && !FUNCTION_WORDS.has(part))) return parts;
  }
  return null;
}

/** Capitals mean something only where the writer uses small letters too. */
function usesCapitals(tokens: readonly Token[]): boolean {
  return (
    tokens.some((token) => /^\p{Ll}/u.test(token.raw)) &&
    tokens.filter((token) => /^\p{Lu}/u.test(token.raw)).length <= tokens.length * 0.7
  );
}

interface Read {
  readonly terms: readonly Term[];
  readonly doer: number | null;
  readonly speaker: number | null;
}

function readTerms(words: readonly Word[], asked: AskedFor, lexicon: Lexicon, caseTells: boolean): Read {
  const terms: Term[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) continue;
    const named = nameAt(words, at, lexicon);
    if (named) {
      const { phrase, former } = named;
      const inAsked = at >= asked.from && at + phrase.stems.length <= asked.to;
      const end = at + named.length;
      const foreign = !inAsked && isForeign(words, at, end, phrase, lexicon);
      const entities = foreign ? [] : keepTense(phrase, former, lexicon);
      const certainty = Math.min(...words.slice(at, end).map((each) => each.certainty));
      if (!inAsked) {
        terms.push({
          ...plainTerm(word, at, end),
          word: words
            .slice(at, end)
            .map((each) => each.word)
            .join(' '),
          entities,
          via: foreign ? null : phrase.via === 'name' && phrase.proper ? 'name' : 'role',
          certainty,
          foreign,
        });
      }
      at = end - 1;
      continue;
    }
    if (at >= asked.from && at < asked.to) continue;
    if (FUNCTION_WORDS.has(word.word) || AUXILIARIES.has(word.word)) continue;
    if (word.word.length === 1 && !/\p{N}/u.test(word.word) && word.word.charCodeAt(0) < 128) continue;
    const capital = /^\p{Lu}/u.test(word.token.raw) && (at > 0 || !isEverydayWord(word.word));
    const known = lexicon.vocabulary.hasStem(word.stem);
    terms.push({
      ...plainTerm(word, at, at + 1),
      light: LIGHT_WORDS.has(word.word) && !RELATIVE_DAYS.has(word.word),
      unknownName:
        !known &&
        word.certainty === 1 &&
        ((caseTells && capital) || !isEverydayWord(word.word)) &&
        /^\p{L}/u.test(word.word),
      number: /^\p{N}/u.test(word.word),
    });
  }
  const kept = capTerms(terms);
  return { terms: kept, doer: findDoer(kept, words, asked), speaker: findSpeaker(kept, words, asked) };
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
    light: false,
    unknownName: false,
    number: false,
    foreign: false,
  };
}

/** Longest questions: names and rare-looking long words first, in their own order. */
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
const PRESENT: ReadonlySet<string> = new Set(['current', 'present', 'sitting', 'incumbent', 'acting', 'new', 'today']);

interface Named {
  readonly phrase: NamePhrase;
  readonly length: number;
  readonly former: boolean | null;
}

function nameAt(words: readonly Word[], at: number, lexicon: Lexicon): Named | null {
  const first = words[at];
  if (!first) return null;
  const direct = phraseAt(words, at, lexicon);
  if (direct) return { phrase: direct, length: direct.stems.length, former: tenseBefore(words, at) };
  return null;
}

function phraseAt(words: readonly Word[], at: number, lexicon: Lexicon): NamePhrase | null {
  const first = words[at];
  if (!first) return null;
  // A one-letter or function word starts no name, but for names that are such words ("US" is already `usa`).
  if (FUNCTION_WORDS.has(first.word)) return null;
  for (const phrase of lexicon.phrasesFrom(first.stem)) {
    if (phrase.stems.every((wanted, offset) => words[at + offset]?.stem === wanted)) return phrase;
  }
  return null;
}

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

function keepTense(phrase: NamePhrase, former: boolean | null, lexicon: Lexicon): readonly EntityId[] {
  if (former === null || phrase.entities.length === 0 || phrase.proper) return phrase.entities;
  const fits = phrase.entities.filter((id) =>
    lexicon.entities
      .get(id)
      ?.roles.some((role) => role.former === former && stemsOf(role.title).some((each) => phrase.stems.includes(each))),
  );
  return fits.length > 0 ? fits : phrase.entities;
}

function stemsOf(text: string): readonly string[] {
  return tokenize(text).map((token) => stem(token.word));
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
    if (!word || FORMER.has(word.word) || PRESENT.has(word.word) || LIGHT_WORDS.has(word.word)) return true;
    const name = phraseAt(words, at, lexicon);
    return people.some((id) => {
      const identity = lexicon.identity(id);
      return (
        identity.has(word.stem) || (name?.entities.some((other) => sharesIdentity(other, identity, lexicon)) ?? false)
      );
    });
  };
  const before = words[from - 1];
  if (before && !before.token.last && !FUNCTION_WORDS.has(before.word) && !isVerbLike(before.word) && !fits(from - 1))
    return true;
  const link = words[to]?.word;
  if (link === 'of' || link === 'for') {
    let after = to + 1;
    while (words[after] && /^(?:the|a|an)$/.test(words[after]?.word ?? '')) after += 1;
    return words[after] !== undefined && !fits(after);
  }
  return false;
}

function sharesIdentity(other: EntityId, identity: ReadonlySet<string>, lexicon: Lexicon): boolean {
  return [...lexicon.identity(other)].some((each) => !FUNCTION_WORDS.has(each) && identity.has(each));
}

function isVerbLike(word: string): boolean {
  return /(?:ed|ing)$/.test(word) || SPEECH_VERBS.has(word);
}

function nounOf(words: readonly Word[], asked: AskedFor): string | null {
  if (asked.counts) {
    for (const word of words.slice(asked.to)) {
      if (AUXILIARIES.has(word.word)) return null;
      if (!FUNCTION_WORDS.has(word.word) && word.word !== 'more' && word.word !== 'usa') return word.stem;
    }
    return null;
  }
  if (asked.asked === 'how-many') return words[asked.to - 1]?.stem ?? null;
  return asked.nameKind ? (words[asked.to - 1]?.stem ?? null) : null;
}

/** "was killed by", "were soldiers attacked", "got released": a form of be, then a participle, with at most a few words between. */
function isPassive(words: readonly string[], asked: AskedFor): boolean {
  const be = words.findIndex((word, at) => at >= asked.from && BE_FORMS.has(word));
  if (be < 0) return /\bby\b/.test(words.join(' ')) && words.some((word) => /ed$/.test(word));
  return words.slice(be + 1).some((word) => isParticiple(word));
}

const IRREGULAR_PARTICIPLES = new Set(
  'hit struck killed shot held taken hurt known given shown seen said told sent built made found left lost broken chosen driven hidden thrown written stolen sunk cut put set paid bought sold brought caught fought'.split(
    ' ',
  ),
);
function isParticiple(word: string): boolean {
  return (/ed$/.test(word) && word.length > 4) || IRREGULAR_PARTICIPLES.has(word);
}

/** "who attacked X" asks for the doer; "who did X attack" and "who was attacked" ask for somebody else. */
function whoRole(words: readonly string[], asked: AskedFor, passive: boolean): 'doer' | 'other' {
  const text = words.join(' ');
  if (/\bby (?:who|whom)\b|\b(?:who|whom)\b.*\bby$/.test(text)) return 'doer';
  const next = words[asked.to] ?? '';
  if (/^(?:did|does|do|will|would|can|could|should)$/.test(next)) return 'other';
  if (/^(?:has|have|had)$/.test(next) && !isParticiple(words[asked.to + 1] ?? '')) {
    // "who have the strikes hit" against "who has called for restraint"
    return FUNCTION_WORDS.has(words[asked.to + 1] ?? '') ? 'other' : 'doer';
  }
  if (BE_FORMS.has(next) && passive)
    return /\bresponsible|behind|blamed|accused|suspected\b/.test(text) ? 'doer' : 'other';
  return 'doer';
}

/** The first name after the auxiliary of a yes/no or "did X" question is the one who does it. */
function findDoer(terms: readonly Term[], words: readonly Word[], asked: AskedFor): number | null {
  const start = asked.asked === 'yes-no' ? asked.from : asked.to;
  const aux = words.findIndex((word, at) => at >= start && at <= start + 1 && AUXILIARIES.has(word.word));
  if (aux < 0) return null;
  const index = terms.findIndex((term) => term.from > aux && !term.light);
  const term = terms[index];
  if (!term || term.entities.length === 0) return null;
  // Only a name directly behind the auxiliary (articles and adjectives apart) is its subject.
  const between = words.slice(aux + 1, term.from);
  return between.every((word) => FUNCTION_WORDS.has(word.word) || LIGHT_WORDS.has(word.word)) ? index : null;
}

function findSpeaker(terms: readonly Term[], words: readonly Word[], asked: AskedFor): number | null {
  if (asked.asked === 'who') return null;
  const verb = words.findIndex((word) => SPEECH_VERBS.has(word.word));
  if (verb < 0) return null;
  for (let index = terms.length - 1; index >= 0; index--) {
    const term = terms[index];
    if (term && term.to <= verb && verb - term.to <= 1 && term.entities.length + (term.unknownName ? 1 : 0) > 0)
      return index;
  }
  return null;
}

const OVERVIEW =
  /\b(?:happen|happened|happening|going on|news|latest|update|updates|summary|summarize|summarise|overview|tldr|tl dr|recap|catch (?:me|us) up|whats up|situation|everything|headlines?|story|key facts|main facts|main points|facts)\b|^(?:what is (?:this|it|that|all this|all of this|the situation|this situation|all that)(?: all)? about|what do (?:you|we) know|what is new)$/;

/** Asks for whatever there is, and names nothing. */
function isOverview(words: readonly string[], terms: readonly Term[]): boolean {
  return (
    terms.every((term) => term.light || term.word === 'summary' || OVERVIEW.test(term.word)) &&
    OVERVIEW.test(words.join(' '))
  );
}

function isDefinition(words: readonly string[], asked: AskedFor, tellMe: boolean): boolean {
  if (asked.asked === 'list') return true;
  if (asked.asked !== 'who' && asked.asked !== 'what') return tellMe && asked.asked !== 'yes-no';
  if (asked.from > 0 && asked.to === words.length) return false;
  const rest = words.slice(asked.to);
  return rest.length === 0 || BE_FORMS.has(rest[0] ?? '') || rest[0] === 's';
}
