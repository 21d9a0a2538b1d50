import type { Asked } from '../model/answer.ts';
import { fold } from '../model/text.ts';
import { compilePatterns } from './patterns.ts';

/** A word of a text in reading order. */
export interface Word {
  /** Folded for comparison: "Hezbollah’s" is `hezbollah`, "three" is `3`, "U.S." is `us`; "what's" gives `what` and `is`. */
  readonly text: string;
  /** The stem, which all forms of the word share; see `Language.stem`. */
  readonly stem: string;
  /** As typed. */
  readonly raw: string;
  /** Whether it is written with a capital letter or as initials, like a name; this is also true of the first word of a sentence. */
  readonly isCapital: boolean;
  /** The position in the text that was passed to `words`, as offsets in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** The punctuation that ends the sentence after this word; `?` where the sentence asks. */
  readonly ends: '' | '.' | '?';
}

/** Phrases that show what a question asks for, separated by commas. */
export interface AskingRow {
  readonly asked: Asked;
  readonly phrases: string;
}

export const SMALL_TALK_THEMES = ['greeting', 'thanks', 'help', 'bot', 'sources'] as const;
export type SmallTalkTheme = (typeof SMALL_TALK_THEMES)[number];

/** The tables of a language as its folder writes them: words separated by blanks, phrases by commas or lines. */
export interface LanguageTables {
  readonly code: string;
  readonly functionWords: string;
  readonly lightWords: string;
  readonly auxiliaries: string;
  readonly stating: string;
  readonly negations: string;
  readonly futureWords: string;
  readonly futurePhrases: string;
  readonly pastWords: string;
  readonly speechVerbs: string;
  readonly months: string;
  readonly weekdays: string;
  readonly timeUnits: string;
  readonly clockWords: string;
  readonly timeGrains: string;
  readonly measures: string;
  readonly pluralNames: string;
  readonly passiveBy: string;
  readonly beForms: string;
  readonly passiveForms: string;
  readonly articles: string;
  readonly beforePlaces: string;
  readonly lastWords: string;
  readonly deedVerbs: string;
  readonly multipliers: string;
  readonly followUps: string;
  readonly pronouns: string;
  readonly nowWords: string;
  readonly newsWords: string;
  readonly chatter: string;
  readonly secondPerson: string;
  readonly sourceNouns: string;
  readonly sourceChecks: string;
  readonly besideSources: string;
  readonly demonstratives: string;
  readonly joins: string;
  readonly shortTypos: string;
  readonly commandWords: { readonly overview: string; readonly sources: string; readonly help: string };
  readonly asking: readonly AskingRow[];
  readonly wantedKinds: { readonly place: string; readonly actor: string };
  readonly openings: string;
  readonly claimOpenings: string;
  readonly checks: string;
  readonly endings: string;
  readonly overviews: string;
  readonly wholeSituation: string;
  readonly smallTalk: Readonly<Record<SmallTalkTheme, string>>;
  readonly synonyms: string;
  /** Folded form → the words that it stands for. */
  readonly contractions: ReadonlyMap<string, readonly string[]>;
  /** Number words → digits; short names of months and days → the full ones. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly commonWords: readonly string[];
  stem(word: string): string;
}

/** The part of a question that says what it asks for. */
export interface AskingPart {
  readonly asked: Asked;
  /** Indexes into the words: the phrase's first, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** A language, ready for use: everything that the engine knows about it. */
export interface Language {
  readonly code: string;
  /** Splits a text into words. Never throws; only the first `TEXT_MAX_CHARS` count. Equal texts give equal words. */
  words(text: string): readonly Word[];
  isFunctionWord(word: string): boolean;
  /** Whether a word counts when a fact has it, and costs little when no fact has it: "happened", "latest", "person". */
  isLightWord(word: string): boolean;
  /** Whether a word is everyday English in exactly this form. */
  isCommonWord(word: string): boolean;
  readonly commonWords: readonly string[];
  readonly sets: Readonly<Record<WordSet, ReadonlySet<string>>>;
  readonly multipliers: ReadonlyMap<string, number>;
  /** "how **old**" → the stems of the units that the number must have. */
  readonly measures: ReadonlyMap<string, ReadonlySet<string>>;
  /** "**he**" → the kinds of entities that it may stand for. */
  readonly pronouns: ReadonlyMap<string, ReadonlySet<string>>;
  /** "is it **over**" → `ended`. */
  readonly lastWords: ReadonlyMap<string, string>;
  /** "what **month**" → `month`. */
  readonly timeGrains: ReadonlyMap<string, string>;
  /** The phrase that says what is asked; `null` where there is none. */
  asking(words: readonly string[]): AskingPart | null;
  /** @returns how many words at the beginning (or end) the pattern takes; 0 where it does not fit */
  opening(words: readonly string[]): number;
  claimOpening(words: readonly string[]): number;
  ending(words: readonly string[]): number;
  checkAtEnd(words: readonly string[]): number;
  /** Whether the words are about the future. */
  isFuture(words: readonly string[]): boolean;
  overviewAtStart(words: readonly string[]): number;
  overviewAtEnd(words: readonly string[]): number;
  isWholeSituation(words: readonly string[]): boolean;
  smallTalk(words: readonly string[]): SmallTalkTheme | null;
  readonly synonyms: readonly (readonly string[])[];
  stem(word: string): string;
}
type WordSet =
  | 'auxiliaries'
  | 'stating'
  | 'negations'
  | 'past'
  | 'speech'
  | 'months'
  | 'weekdays'
  | 'timeUnits'
  | 'clock'
  | 'pluralNames'
  | 'passiveBy'
  | 'be'
  | 'passive'
  | 'articles'
  | 'beforePlaces'
  | 'deedVerbs'
  | 'followUps'
  | 'now'
  | 'news'
  | 'chatter'
  | 'secondPerson'
  | 'sourceNouns'
  | 'sourceChecks'
  | 'besideSources'
  | 'demonstratives'
  | 'joins'
  | 'places'
  | 'actors'
  | 'overviewCommands'
  | 'sourceCommands'
  | 'helpCommands';

/** Longer texts are cut here. No question or fact is nearly as long, and a hostile input cannot take unlimited time. */
export const TEXT_MAX_CHARS = 10_000;
/** How many distinct spellings are remembered with their stems: enough for a large situation. When the cache is full, it is cleared. */
const SPELLINGS_MAX = 200_000;

const WORD =
  /(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}.'\u2019-])(?:\p{L}\.)+\p{L}(?![\p{L}\p{N}'\u2019])|(?<![\p{L}\p{N}-])(?:de|dis|non)-\p{L}{4,}|[\p{L}\p{M}\p{Cf}][\p{L}\p{M}\p{N}\p{Cf}]*(?:['\u2018\u2019\u02bc][\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*(?:st|nd|rd|th)?(?![\p{L}])|\p{N}[\p{L}\p{N}]*/gu;
const SENTENCE_END = /^["'\u2019\u201d)\]*_]*(?:([.!;\n\u2026]+|:(?=\s))|(\?))/;

const wordsOf = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '');
const pairsOf = (list: string): readonly (readonly [string, string])[] =>
  wordsOf(list).map((pair) => {
    const [left = '', right = ''] = pair.split('=');
    return [left, right] as const;
  });
const lengthOf = (match: string | undefined): number => (match === undefined ? 0 : wordsOf(match).length);

/** Makes the tables of a language ready for use. It takes some milliseconds, so each process does it only once. */
// Over 60 lines: it has one line for each table, and two functions that read words.
export function createLanguage(tables: LanguageTables): Language {
  const typos = new Map(pairsOf(tables.shortTypos));
  const functionWords = new Set(wordsOf(tables.functionWords));
  const lightWords = new Set(wordsOf(tables.lightWords));
  const common = new Set(tables.commonWords);
  const askingRows = tables.asking
    .flatMap(({ asked, phrases }) => phrases.split(',').map((phrase) => ({ asked, words: wordsOf(phrase) })))
    .sort((a, b) => b.words.length - a.words.length);
  const known = new Map<string, readonly { readonly text: string; readonly stem: string }[]>();

  /** The words that one spelling stands for: "what's" stands for two. */
  const readings = (raw: string): readonly { readonly text: string; readonly stem: string }[] => {
    const before = known.get(raw);
    if (before) return before;
    if (known.size >= SPELLINGS_MAX) known.clear();
    const folded = fold(raw).replace(/\.(?=\p{L}|$)|-/gu, '');
    const parts = tables.contractions.get(folded) ?? [folded.replace(/'s?$/, '').replace(/'/g, '')];
    const read = parts.map((part) => {
      const plain = typos.get(part) ?? part;
      const number = /^\d/.test(plain)
        ? plain.replace(/,(?=\d{3}(?!\d))/g, '').replace(/(\d)(?:st|nd|rd|th)$/, '$1')
        : plain;
      const text = tables.spellings.get(number) ?? number;
      return { text, stem: tables.stem(text) };
    });
    known.set(raw, read);
    return read;
  };

  const words = (source: string): readonly Word[] => {
    const text = source.length > TEXT_MAX_CHARS ? source.slice(0, TEXT_MAX_CHARS) : source;
    const found: Word[] = [];
    for (const match of text.matchAll(WORD)) {
      const raw = match[0];
      const [from, to] = [match.index, match.index + raw.length];
      const isCapital = /^\p{Lu}/u.test(raw);
      const end = SENTENCE_END.exec(text.slice(to, to + 8));
      const ends = end === null ? '' : end[2] !== undefined || end[0].includes('?') ? '?' : '.';
      const read = readings(raw);
      read.forEach((each, at) => {
        if (each.text !== '')
          found.push({ ...each, raw, isCapital, from, to, ends: at === read.length - 1 ? ends : '' });
      });
    }
    return found;
  };

  const asking = (list: readonly string[]): AskingPart | null => {
    for (let from = 0; from < list.length; from++) {
      for (const row of askingRows) {
        if (row.words.every((word, offset) => list[from + offset] === word))
          return { asked: row.asked, from, to: from + row.words.length };
      }
    }
    return null;
  };

  const futureWords = new Set(wordsOf(tables.futureWords));
  const futurePhrases = compilePatterns(tables.futurePhrases);
  const openings = compilePatterns(tables.openings);
  const claims = compilePatterns(tables.claimOpenings);
  const endings = compilePatterns(tables.endings);
  const checks = compilePatterns(tables.checks);
  const overviews = compilePatterns(tables.overviews);
  const whole = compilePatterns(tables.wholeSituation);
  const talk = SMALL_TALK_THEMES.map((theme) => [theme, compilePatterns(tables.smallTalk[theme])] as const);
  const setOf = (list: string): ReadonlySet<string> => new Set(wordsOf(list));
  return {
    code: tables.code,
    words,
    isFunctionWord: (word) => functionWords.has(word),
    isLightWord: (word) => lightWords.has(word),
    isCommonWord: (word) => common.has(word),
    commonWords: tables.commonWords,
    sets: {
      auxiliaries: setOf(tables.auxiliaries),
      stating: setOf(tables.stating),
      negations: setOf(tables.negations),
      past: setOf(tables.pastWords),
      speech: setOf(tables.speechVerbs),
      months: setOf(tables.months),
      weekdays: setOf(tables.weekdays),
      timeUnits: setOf(tables.timeUnits),
      clock: setOf(tables.clockWords),
      pluralNames: setOf(tables.pluralNames),
      passiveBy: setOf(tables.passiveBy),
      be: setOf(tables.beForms),
      passive: setOf(tables.passiveForms),
      articles: setOf(tables.articles),
      beforePlaces: setOf(tables.beforePlaces),
      deedVerbs: setOf(tables.deedVerbs),
      followUps: setOf(tables.followUps),
      now: setOf(tables.nowWords),
      news: setOf(tables.newsWords),
      chatter: setOf(tables.chatter),
      secondPerson: setOf(tables.secondPerson),
      sourceNouns: setOf(tables.sourceNouns),
      sourceChecks: setOf(tables.sourceChecks),
      besideSources: setOf(tables.besideSources),
      demonstratives: setOf(tables.demonstratives),
      joins: setOf(tables.joins),
      places: setOf(tables.wantedKinds.place),
      actors: setOf(tables.wantedKinds.actor),
      overviewCommands: setOf(tables.commandWords.overview),
      sourceCommands: setOf(tables.commandWords.sources),
      helpCommands: setOf(tables.commandWords.help),
    },
    multipliers: new Map(pairsOf(tables.multipliers).map(([word, value]) => [word, Number(value)])),
    measures: new Map(
      pairsOf(tables.measures).map(([word, units]) => [
        word,
        new Set(units.split(',').map((unit) => tables.stem(unit))),
      ]),
    ),
    timeGrains: new Map(pairsOf(tables.timeGrains)),
    lastWords: new Map(pairsOf(tables.lastWords)),
    pronouns: new Map(pairsOf(tables.pronouns).map(([word, kinds]) => [word, new Set(kinds.split(','))])),
    asking,
    opening: (list) => lengthOf(openings.atStart(list)),
    claimOpening: (list) => lengthOf(claims.atStart(list)),
    ending: (list) => lengthOf(endings.atEnd(list)),
    checkAtEnd: (list) => lengthOf(checks.atEnd(list)),
    isFuture: (list) => list.some((word) => futureWords.has(word)) || futurePhrases.anywhere(list),
    overviewAtStart: (list) => lengthOf(overviews.atStart(list)),
    overviewAtEnd: (list) => lengthOf(overviews.atEnd(list)),
    isWholeSituation: (list) => whole.whole(list),
    smallTalk: (list) => talk.find(([, patterns]) => patterns.whole(list))?.[0] ?? null,
    synonyms: tables.synonyms
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => line.split(',').map((member) => member.trim())),
    stem: tables.stem,
  };
}
