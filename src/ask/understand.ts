import { foreignLanguage } from '../language/detect.ts';
import type { AskingPart, Language, SmallTalkTheme, Word } from '../language/language.ts';
import type { Asked } from '../model/answer.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Vocabulary } from '../retrieve/vocabulary.ts';
import type { Mention, Names } from './names.ts';
import type { AskedNumber, Query, QuerySubject, Term, TimeGrain } from './query.ts';

/** What a message asks, as it was understood. */
export type Message =
  /** `isCheck`: nothing but "is that true?". */
  | { readonly kind: 'talk'; readonly theme: SmallTalkTheme; readonly isCheck: boolean }
  | { readonly kind: 'foreign'; readonly language: string | null; readonly mentions: readonly Mention[] }
  | { readonly kind: 'questions'; readonly queries: readonly Query[] };

/** What understanding needs to know about a situation. */
export interface Understanding {
  readonly language: Language;
  readonly names: Names;
  readonly vocabulary: Vocabulary;
}

/** At most this many questions of one message are answered. */
export const QUESTIONS_MAX = 3;
/** The weight of "latest" or "person" relative to a word that carries meaning. */
const LIGHT_WEIGHT = 0.25;
/** At most this many words after "how many" name what is counted. */
const WANTED_MAX_WORDS = 3;

/** A sentence of a message, without phrases such as "please tell me". */
interface Sentence {
  readonly words: readonly Word[];
  readonly asks: boolean;
  /** "I heard that …", "…, true?" */
  readonly isClaim: boolean;
}

/** Reads a message: small talk, another language, or one to three questions. Never throws; cost grows with its length. */
export function understand(message: string, situation: Understanding): Message {
  const { language, vocabulary } = situation;
  const text = withoutMarkup(message);
  const typed = language.words(text);
  const named = situation.names.find(typed);
  const foreign = foreignLanguage(
    withoutNames(text, typed, named),
    (word) => language.isFunctionWord(word) || language.isCommonWord(word) || vocabulary.has(word),
  );
  if (foreign !== undefined) return { kind: 'foreign', language: foreign, mentions: named };
  const words = typed.map((word, at) => corrected(word, typed[at - 1], typed, situation));
  const talk = named.length > 0 ? null : (talkOf(typed, situation) ?? talkOf(words, situation));
  const isCheck = words.length > 0 && language.checkAtEnd(textsOf(words)) === words.length;
  if (talk) return { kind: 'talk', theme: talk, isCheck };

  let isChecked = false;
  let theme: SmallTalkTheme | null = null;
  const sentences: Sentence[] = [];
  for (const sentence of sentencesOf(words)) {
    const stripped = strip(sentence, language);
    if (stripped.words.length === 0) {
      isChecked ||= stripped.isCheck;
      continue;
    }
    const small = named.length > 0 ? language.smallTalk(textsOf(stripped.words)) : talkOf(stripped.words, situation);
    if (small) theme = small;
    else
      sentences.push({ words: stripped.words, asks: isQuestion(stripped.words, language), isClaim: stripped.isClaim });
  }
  // "Breaking" introduces a claim, but a message that is only this word asks for news.
  if (sentences.length === 0 && theme === null && words.some(({ text: word }) => language.sets.now.has(word))) {
    return { kind: 'questions', queries: [readQuestion({ words, asks: false, isClaim: false }, [], text, situation)] };
  }
  if (sentences.length === 0) {
    const only = theme ?? (isChecked ? 'sources' : 'greeting');
    return words.length > 0 || text.trim() === ''
      ? { kind: 'talk', theme: only, isCheck }
      : { kind: 'questions', queries: [] };
  }
  const queries = groupQuestions(sentences, isChecked, text, language).map(({ sentence, context }) =>
    readQuestion(sentence, context, text, situation),
  );
  return { kind: 'questions', queries: queries.slice(0, QUESTIONS_MAX) };
}

/** Reads a text that is a name, event or subject by itself, as `/who`, `/when` and `/facts` take it. */
export function understandSubject(typed: string, situation: Understanding): Query {
  const message = understand(typed, situation);
  const [query] = message.kind === 'questions' ? message.queries : [];
  return (
    query ?? readQuestion({ words: situation.language.words(typed), asks: false, isClaim: false }, [], typed, situation)
  );
}

/** Reads a statement as something that is claimed. */
export function understandClaim(statement: string, situation: Understanding): Query {
  const text = withoutMarkup(statement);
  return readQuestion({ words: situation.language.words(text), asks: false, isClaim: true }, [], text, situation);
}

/** Links, mentions, custom emoji and marks of Discord's markdown say nothing about a situation. */
const withoutMarkup = (text: string): string =>
  text
    .replace(/<(?:@[!&]?|#|a?:\w+:|t:|\/)[^<>\s]*>/g, ' ')
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/:[a-z0-9_]{2,32}:/gi, ' ')
    .replace(/[*_~`|>#]+/g, ' ')
    .replace(/ \+ /g, '; ')
    // "Blinkenは": a name is a word of its own beside another script.
    .replace(/(\p{Script=Latin})(?=[^\p{Script=Latin}\P{L}])|([^\p{Script=Latin}\P{L}])(?=\p{Script=Latin})/gu, '$& ');

const textsOf = (words: readonly Word[]): readonly string[] => words.map(({ text }) => text);

/** The text with blanks in place of the names: those are the same in every language. */
const withoutNames = (text: string, words: readonly Word[], names: readonly Mention[]): string =>
  names.reduceRight(
    (rest, { from, to }) => `${rest.slice(0, words[from]?.from)} ${rest.slice(words[to - 1]?.to ?? rest.length)}`,
    text,
  );

/** The word of the situation, or of everyday English, that a misspelt one was probably meant to be. */
function corrected(word: Word, before: Word | undefined, words: readonly Word[], situation: Understanding): Word {
  const { language, vocabulary, names } = situation;
  if (language.sets.overviewCommands.has(word.text)) return word;
  const isWrittenAsName = word.isCapital && before?.ends === '' && !words.every(({ isCapital }) => isCapital);
  const known = vocabulary.correct(word);
  const isKnownName = known !== null && names.has(language.stem(known));
  const meant = isWrittenAsName && !isKnownName ? vocabulary.correct(word, 'name') : known;
  return meant === null ? word : { ...word, text: meant, stem: language.stem(meant) };
}

/** A message that speaks to the bot says "you" among its first words. */
const ADDRESSED_WITHIN = 4;

/** What a text without names says to the bot or about it; `null` where it may ask about the situation. */
function talkOf(words: readonly Word[], { language, vocabulary }: Understanding): SmallTalkTheme | null {
  const { sets, isFunctionWord, isLightWord } = language;
  const texts = words.map(({ text }) => text.replace(/(\p{L})\1{2,}/gu, '$1'));
  const theme =
    language.smallTalk(texts) ??
    commandTalk(words, language) ??
    language.smallTalk(textsOf(strip(words, language).words));
  if (theme !== null || words.length === 0) return theme;
  const telling = texts.filter((word) => !isFunctionWord(word) && !isLightWord(word));
  const has = (set: ReadonlySet<string>) => texts.some((word) => set.has(word));
  const isOnSources = telling.every(
    (word) => sets.sourceNouns.has(word) || sets.sourceChecks.has(word) || sets.besideSources.has(word),
  );
  const asksOfSources = has(sets.sourceNouns) || (has(sets.sourceChecks) && has(sets.demonstratives));
  if (isOnSources && asksOfSources) return 'sources';
  if (texts.every((word) => sets.chatter.has(word) || language.ending([word]) === 1)) return 'greeting';
  if (language.isWholeSituation(texts) || language.overviewAtStart(texts) > 0) return null;
  // Later in a sentence "you" may be anybody: "is there more time if you cannot finish".
  const isAddressed = texts.slice(0, ADDRESSED_WITHIN).some((word) => sets.secondPerson.has(word));
  return isAddressed && !telling.some((word) => vocabulary.has(word)) ? 'bot' : null;
}

/** Whether the whole message is the name of a command. */
function commandTalk(words: readonly Word[], { sets }: Language): SmallTalkTheme | null {
  const [word, another] = words;
  if (word === undefined || another !== undefined) return null;
  if (sets.sourceCommands.has(word.text)) return 'sources';
  return sets.helpCommands.has(word.text) ? 'help' : null;
}

function sentencesOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const sentences: Word[][] = [];
  let current: Word[] = [];
  for (const word of words) {
    current.push(word);
    if (word.ends === '') continue;
    sentences.push(current);
    current = [];
  }
  if (current.length > 0) sentences.push(current);
  return sentences;
}

/**
 * Removes words at both ends that ask nothing by themselves. `isCheck`: the message only asked whether something is true, and no
 * other words are left.
 */
function strip(
  sentence: readonly Word[],
  language: Language,
): { readonly words: readonly Word[]; readonly isClaim: boolean; readonly isCheck: boolean } {
  let words = sentence;
  let isClaim = false;
  let isCheck = false;
  for (;;) {
    const texts = textsOf(words);
    // "Can you help me" would lose its meaning with its opening.
    if (language.smallTalk(texts) !== null) break;
    const check = language.checkAtEnd(texts);
    const claim = language.claimOpening(texts);
    if (check > 0) {
      isCheck = true;
      words = words.slice(0, -check);
    } else if (claim > 0) {
      isClaim = true;
      words = words.slice(claim);
    } else {
      const opening = language.opening(texts);
      const ending = opening > 0 ? 0 : language.ending(texts);
      if (opening + ending === 0 || opening + ending >= words.length) break;
      words = words.slice(opening, words.length - ending);
    }
  }
  return { words, isClaim: isClaim || (isCheck && words.length > 0), isCheck };
}

function isQuestion(words: readonly Word[], language: Language): boolean {
  if (words.at(-1)?.ends === '?') return true;
  const texts = textsOf(words);
  const asking = language.asking(texts);
  return (asking !== null && asking.from <= 1) || language.sets.auxiliaries.has(texts[0] ?? '');
}

/** Which sentences are questions, and which words the other sentences add to them. */
function groupQuestions(
  sentences: readonly Sentence[],
  isChecked: boolean,
  text: string,
  language: Language,
): readonly { readonly sentence: Sentence; readonly context: readonly Word[] }[] {
  const statements = sentences.filter(({ asks }) => !asks);
  if (isChecked && statements.length > 0) {
    const words = statements.slice(-2).flatMap((each) => each.words);
    return [{ sentence: { words, asks: false, isClaim: true }, context: [] }];
  }
  const asked = sentences.filter(({ asks }) => asks);
  if (asked.length === 0) {
    const words = sentences.flatMap((each) => each.words);
    return [{ sentence: { words, asks: false, isClaim: sentences.some(({ isClaim }) => isClaim) }, context: [] }];
  }
  const context = statements.flatMap(({ words }) => words);
  return asked.flatMap((sentence) => {
    const parts = splitAtJoins(sentence.words, text, language);
    return parts.map((words, at) => ({
      sentence: { ...sentence, words },
      context: at === 0 ? context : [...context, ...refersBack(words, parts[0] ?? [], language)],
    }));
  });
}

/** "… and is he also going to Florida?" continues the question before it. */
const refersBack = (words: readonly Word[], before: readonly Word[], { sets }: Language): readonly Word[] =>
  words.some(({ text }) => sets.followUps.has(text)) ? before : [];

/**
 * "Who is A and who is B" is two questions: a question word or auxiliary follows "and", and both parts say something. At a comma
 * ("who is A, who is B") the first part must ask, too: "on Monday, who …" is one question.
 */
function splitAtJoins(words: readonly Word[], text: string, language: Language): readonly (readonly Word[])[] {
  const says = (part: readonly Word[]) =>
    part.length > 1 && part.some(({ text: word }) => !language.isFunctionWord(word) && !language.isLightWord(word));
  const opens = (part: readonly Word[]) =>
    language.sets.auxiliaries.has(part[0]?.text ?? '') || language.asking(textsOf(part))?.from === 0;
  for (let at = 1; at < words.length - 1; at++) {
    const [first, joined] = [words.slice(0, at), words.slice(at)];
    const isComma = text.slice(words[at - 1]?.to, words[at]?.from).includes(',') && opens(first) && opens(joined);
    if (!isComma && !language.sets.joins.has(words[at]?.text ?? '')) continue;
    const rest = isComma ? joined : joined.slice(1);
    if (opens(rest) && says(first) && says(rest)) return [first, ...splitAtJoins(rest, text, language)];
  }
  return [words];
}

function readQuestion(sentence: Sentence, context: readonly Word[], text: string, situation: Understanding): Query {
  const { language, names } = situation;
  const { sets } = language;
  const words = withLastWord(sentence.words, language);
  const texts = textsOf(words);
  const asking = language.asking(texts);
  const mentions = names.find(words);
  const asked = kindOf(sentence, texts, language);
  const overview = Math.max(language.overviewAtStart(texts), 0);
  const overviewEnd = overview > 0 ? 0 : language.overviewAtEnd(texts);
  const about = words.slice(overview, words.length - overviewEnd);
  const wantsNames =
    asking !== null && texts.slice(asking.from, asking.to + 2).some((word) => sets.pluralNames.has(word));
  const subject = wantsNames ? null : subjectOf(about, asked, mentions, situation);
  // "The timeline of the conflict" is about that topic, where the situation has one.
  const isWhole = subject === null && (language.isWholeSituation(texts) || asksForNews(texts, asked, language));
  const numbers = numbersIn(words, language);
  const terms = termsOf(words, asking ? { from: asking.from, to: asking.to } : null, mentions, language);
  const doers = doersOf(words, mentions, asked, situation);
  const wanted = asking ? wantedAfter(words, asking.to, language) : [];
  return {
    asked,
    text: textOf(words, text),
    context: context.length > 0 ? textOf(context, text) : '',
    words,
    terms: [...terms, ...contextTerms(context, terms, situation)],
    mentions: mentions.length > 0 ? mentions : names.find(context).map((mention) => ({ ...mention, from: -1, to: -1 })),
    wanted,
    wantedKind: kindWanted(words, asking, language),
    units: (asking?.asked === 'how-many' && language.measures.get(texts[asking.to - 1] ?? '')) || null,
    wantsNames,
    grain: grainOf(texts, asking, language),
    subject,
    isWhole,
    isNow: texts.some((word) => sets.now.has(word) || (isWhole && sets.news.has(word))),
    doers,
    deeds: deedsOf(words, asking, mentions, language),
    speaks: (asked === 'what' || asked === 'whether') && texts.some((word) => sets.speech.has(word)),
    numbers,
    days: daysIn(texts, language),
    dates: datesIn(texts, language),
    isDenied: texts.some((word) => sets.negations.has(word)),
    tense: language.isFuture(texts) ? 'future' : texts.some((word) => sets.past.has(word)) ? 'past' : null,
    isClaim: sentence.isClaim,
    corrected: words.filter((word) => isCorrected(word, situation)).map((word) => word.text),
  };
}

/** "Today?", "what is the current status": every word is one of grammar or of news, and names nothing. */
function asksForNews(texts: readonly string[], asked: Asked, { sets, isFunctionWord, isLightWord }: Language): boolean {
  if (asked !== 'what' && asked !== 'whether' && asked !== 'list') return false;
  const isNews = (word: string) => sets.now.has(word) || sets.overviewCommands.has(word);
  return texts.some(isNews) && texts.every((word) => isNews(word) || isFunctionWord(word) || isLightWord(word));
}

/** "Is the strike over": in this place a word of grammar tells what is asked. */
function withLastWord(words: readonly Word[], { lastWords, sets, stem }: Language): readonly Word[] {
  const last = words.at(-1);
  const meant = lastWords.get(last?.text ?? '');
  if (last === undefined || meant === undefined || !words.some(({ text }) => sets.be.has(text))) return words;
  return [...words.slice(0, -1), { ...last, text: meant, stem: stem(meant) }];
}

/** Whether a misspelt word was read as a word of the situation. The asker need not know of other corrections. */
const isCorrected = (word: Word, { language, vocabulary }: Understanding): boolean =>
  vocabulary.has(word.text) &&
  !language.isCommonWord(word.text) &&
  !language.words(word.raw).some(({ text }) => text === word.text);

/** The part of the text that contains the words, with misspelt words corrected. */
function textOf(words: readonly Word[], text: string): string {
  let result = '';
  let at = words[0]?.from ?? 0;
  for (const word of words) {
    if (word.from < at) continue;
    result += text.slice(at, word.from);
    const isChanged =
      /^\p{L}{4,}$/u.test(word.raw) && word.raw.toLowerCase() !== word.text && /^\p{L}+$/u.test(word.text);
    result += isChanged && word.text.length >= 4 ? word.text : text.slice(word.from, word.to);
    at = word.to;
  }
  const last = words.at(-1);
  return `${result}${last?.ends === '?' ? '?' : ''}`.trim();
}

function kindOf(sentence: Sentence, texts: readonly string[], language: Language): Asked {
  const asking = language.asking(texts);
  const opensWithAuxiliary = language.sets.auxiliaries.has(texts[0] ?? '');
  if (sentence.isClaim && !(asking && asking.from === 0)) return 'whether';
  if (opensWithAuxiliary && !(asking && asking.from <= 1)) return 'whether';
  if (asking) return asking.asked;
  return sentence.asks ? 'whether' : 'list';
}

/** The words that are searched for, without function words and words of asking. */
function termsOf(
  words: readonly Word[],
  asking: { readonly from: number; readonly to: number } | null,
  mentions: readonly Mention[],
  language: Language,
): readonly Term[] {
  const terms = new Map<string, Term>();
  words.forEach((word, at) => {
    const mention = mentions.find(({ from, to }) => at >= from && at < to) ?? null;
    const isAsking = asking !== null && at >= asking.from && at < asking.to;
    if (mention === null && (isAsking || language.isFunctionWord(word.text))) return;
    if (mention !== null && language.isFunctionWord(word.text) && mention.to - mention.from > 1) return;
    const weight = mention === null && language.isLightWord(word.text) ? LIGHT_WEIGHT : 1;
    const known = terms.get(word.stem);
    if (!known || known.weight < weight) terms.set(word.stem, { word: word.text, stem: word.stem, weight, mention });
  });
  return [...terms.values()];
}

/** Words of other sentences count little: they only clarify what "that one" refers to. */
function contextTerms(
  context: readonly Word[],
  own: readonly Term[],
  { language, vocabulary }: Understanding,
): readonly Term[] {
  const known = new Set(own.map(({ stem }) => stem));
  return termsOf(context, null, [], language)
    .filter(({ stem, word }) => !known.has(stem) && vocabulary.has(word))
    .map((term) => ({ ...term, weight: term.weight * LIGHT_WEIGHT }));
}

/** "how many **fresh packages** appear": the words between the asking phrase and the next word of grammar. */
function wantedAfter(words: readonly Word[], from: number, language: Language): readonly string[] {
  const wanted: string[] = [];
  for (const word of words.slice(from)) {
    if (language.isFunctionWord(word.text)) {
      if (wanted.length > 0) break;
      continue;
    }
    wanted.push(word.stem);
    if (wanted.length === WANTED_MAX_WORDS) break;
  }
  return wanted;
}

function kindWanted(
  words: readonly Word[],
  asking: { readonly asked: Asked; readonly from: number; readonly to: number } | null,
  { sets }: Language,
): 'place' | 'actor' | null {
  if (asking === null) return null;
  if (asking.asked === 'where') return 'place';
  if (asking.asked === 'who') return 'actor';
  if (asking.asked !== 'what') return null;
  const next = words.slice(asking.to, asking.to + 3).map(({ text }) => text);
  if (next.some((word) => sets.places.has(word))) return 'place';
  return next.some((word) => sets.actors.has(word)) ? 'actor' : null;
}

/** The name or topic that remains when the words of asking are removed; `null` where more words remain. */
function subjectOf(
  words: readonly Word[],
  asked: Asked,
  mentions: readonly Mention[],
  { language, names }: Understanding,
): QuerySubject | null {
  if (asked !== 'who' && asked !== 'what' && asked !== 'list') return null;
  const content = words.filter(({ text }) => !language.isFunctionWord(text) || /^[A-Z]{2,}$/.test(text));
  const asking = language.asking(textsOf(words));
  const rest = asking === null ? words : words.slice(asking.to);
  const bare = trimGrammar(rest, language);
  if (bare.length === 0) return null;
  const ids = names.named(bare);
  if (ids.length > 0) return { kind: 'entities', ids };
  const [mention, second] = mentions;
  if (mention && !second && content.every((word) => isWithin(word, words, mention)))
    return { kind: 'entities', ids: mention.entities };
  const topic = names.topic(bare);
  return topic === null ? null : { kind: 'topic', id: topic };
}

function isWithin(word: Word, words: readonly Word[], { from, to }: Mention): boolean {
  return words.slice(from, to).some(({ from: start }) => start === word.from);
}

function trimGrammar(words: readonly Word[], { isFunctionWord }: Language): readonly Word[] {
  let [from, to] = [0, words.length];
  while (from < to && isFunctionWord(words[from]?.text ?? '') && !isInitials(words[from])) from += 1;
  while (to > from && isFunctionWord(words[to - 1]?.text ?? '') && !isInitials(words[to - 1])) to -= 1;
  return words.slice(from, to);
}

const isInitials = (word: Word | undefined): boolean => word !== undefined && /^[A-Z.]{2,}$/.test(word.raw);

/** The doer in the question: "did **A** attack B", "**A** has joined", "was B attacked by **A**". */
function doersOf(
  words: readonly Word[],
  mentions: readonly Mention[],
  asked: Asked,
  { language, names }: Understanding,
): readonly EntityId[] {
  const { auxiliaries } = language.sets;
  const by = words.findIndex(({ text }) => language.sets.passiveBy.has(text));
  if (by >= 0) {
    const mention = mentions.find(({ from }) => from > by && from <= by + 2);
    if (mention) return mention.entities;
  }
  const auxiliary = words.findIndex(({ text }) => auxiliaries.has(text));
  const opens = auxiliary < 0 || (asked === 'whether' && auxiliary > 0) ? 0 : auxiliary + 1;
  if (auxiliary < 0 && asked !== 'whether') return [];
  const first = mentions.find(
    ({ from }) => from === opens || (from === opens + 1 && language.isFunctionWord(words[opens]?.text ?? '')),
  );
  if (!first) return [];
  // Of names side by side the last is the doer: "the Northern Line drivers".
  const mention = mentions.reduce((last, next) => (next.from === last.to ? next : last), first);
  const rest = words.slice(mention.to);
  // "Northern Line drivers", where "drivers" is a name that is also an ordinary word.
  if (names.named(rest.slice(0, 1)).length > 0) return [];
  const isBe = language.sets.be.has(words[auxiliary]?.text ?? '') && auxiliary < mention.from;
  // In "Will A be opened", A is not the doer.
  if (!isBe && language.sets.passive.has(rest[0]?.text ?? '')) return [];
  const acts = isBe ? rest[0]?.text.endsWith('ing') === true : rest.some(({ text }) => !language.isFunctionWord(text));
  return acts ? mention.entities : [];
}

/** "What will **A** do", "what did **A** say": all that one of the situation does, is going to do, or says, is asked for. */
function deedsOf(
  words: readonly Word[],
  asking: AskingPart | null,
  mentions: readonly Mention[],
  language: Language,
): Query['deeds'] {
  const [mention, another] = mentions;
  const [id, other] = mention?.entities ?? [];
  if (asking?.asked !== 'what' || asking.from > 0 || !mention || another || !id || other) return null;
  if (!words.slice(asking.to, mention.from).every(({ text }) => language.isFunctionWord(text))) return null;
  const { deedVerbs, speech } = language.sets;
  const rest = words.slice(mention.to).map(({ text }) => text);
  const isBare = rest.every(
    (text) => deedVerbs.has(text) || speech.has(text) || language.isFunctionWord(text) || language.isLightWord(text),
  );
  if (!isBare) return null;
  if (rest.some((text) => deedVerbs.has(text)))
    return { id, kind: language.isFuture(textsOf(words)) ? 'plans' : 'deeds' };
  return rest.some((text) => speech.has(text)) ? { id, kind: 'words' } : null;
}

/** Numbers with the words after them; "40 thousand" is one number. */
export function numbersIn(words: readonly Word[], language: Language): readonly AskedNumber[] {
  const numbers: AskedNumber[] = [];
  for (let at = 0; at < words.length; at++) {
    const digits = words[at]?.text ?? '';
    if (!/^\d+(?:\.\d+)?$/.test(digits)) continue;
    let value = Number(digits);
    while (
      /^\d+$/.test(words[at + 1]?.text ?? '') &&
      language.multipliers.has((words[at + 1]?.raw ?? '').toLowerCase())
    ) {
      value *= language.multipliers.get((words[at + 1]?.raw ?? '').toLowerCase()) ?? 1;
      at += 1;
    }
    const of = words
      .slice(at + 1, at + 4)
      .filter(({ text }) => !language.isFunctionWord(text))
      .map(({ stem }) => stem);
    numbers.push({ value, of });
  }
  return numbers;
}

/** Years before 1500 are not recognised, because they look like other numbers. */
export const isYear = (word: string): boolean => /^(?:1[5-9]|20)\d\d$/.test(word);

/** Months, weekdays and years. */
export const daysIn = (texts: readonly string[], { sets }: Language): readonly string[] =>
  texts.filter((word) => sets.months.has(word) || sets.weekdays.has(word) || isYear(word));

/** The days in a text: "January 9", "9 January" and "9th of January" all become "january 9". */
export function datesIn(texts: readonly string[], { sets, isFunctionWord }: Language): readonly string[] {
  const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{1,2}$/.test(text);
  return texts.flatMap((month, at) => {
    if (!sets.months.has(month)) return [];
    const before = isFunctionWord(texts[at - 1] ?? '') ? texts[at - 2] : texts[at - 1];
    const day = [texts[at + 1], before].find(isDay);
    return day === undefined ? [] : [`${month} ${day}`];
  });
}

/** "what month", "which day", "when exactly". */
function grainOf(texts: readonly string[], asking: AskingPart | null, { timeGrains }: Language): TimeGrain | null {
  if (asking?.asked !== 'when') return null;
  const grain = texts.slice(asking.from, asking.to + 1).flatMap((word) => timeGrains.get(word) ?? [])[0];
  return (grain as TimeGrain | undefined) ?? null;
}
