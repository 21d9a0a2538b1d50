import { splitParagraphs, splitSentences } from '../knowledge/sentences.ts';
import type { Word } from '../language/language.ts';
import type { CheckedStatement, DifferingDetail } from '../model/answer.ts';
import type { EntityId, Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { FactDoc } from './fact-doc.ts';
import type { Query, Term } from './query.ts';
import { type Encodings, gather } from './rank.ts';
import type { Asking } from './signals.ts';
import { understandClaim } from './understand.ts';

/** A statement is checked only if it has at least this many words that can be compared. */
const TERMS_MIN = 2;
/**
 * How much of a statement a fact must hold, with its words weighted by rarity. Set on test/ask/check-claims.jsonl: with a lower value,
 * statements that no fact covers would count as borne out.
 */
const BORNE_OUT = 0.74;
const DIFFERS = 0.7;
/** How much of a fact a statement must say before a detail counts as different; with less in common, the two are about different things. */
const SAME_THING = 0.5;

/** The facts against which statements are checked. */
export interface Checking {
  readonly corpus: FactCorpus;
  readonly knowledge: KnowledgeBase;
}

/** The statements of a text, without markup, links and questions, each once and as it was written. */
export function statementsIn(text: string): readonly string[] {
  const sentences = splitParagraphs(withoutMarkup(text)).flatMap(splitSentences);
  return [...new Set(sentences)].filter((it) => !/\?["'”’)\]]*$/u.test(it) && /\p{L}/u.test(it));
}

/** Masked links keep their words; addresses, quote signs, list signs, emoji and mentions are removed. */
const withoutMarkup = (text: string): string =>
  text
    .replace(/\[([^\]\n]*)\]\((?:https?:)[^)\s]*\)/g, '$1')
    .replace(/<?https?:\/\/\S+/gi, ' ')
    .replace(/<(?:@[!&]?|#|a?:\w+:|t:|\/)[^<>\s]*>/g, ' ')
    .replace(/^[ \t]*(?:>+|-#|#{1,3}|[-*+•]|\d+[.)])[ \t]+/gm, '')
    .replace(/[*_~`|]+/g, '');

/** A statement that is long enough to be compared, as its author wrote it and as it was understood. */
export interface ReadStatement {
  readonly statement: string;
  readonly query: Query;
}

/** The statements of a text that can be compared, each with its parts ("A and B"); a single statement has no parts. */
export function readStatements(
  text: string,
  checking: Checking,
): readonly { readonly whole: ReadStatement; readonly parts: readonly ReadStatement[] }[] {
  return statementsIn(text).flatMap((statement) => {
    const whole = readStatement(statement, statement, checking);
    if (whole === null) return [];
    const parts = partsOf(statement, checking);
    return [{ whole, parts: parts.length > 1 ? parts : [] }];
  });
}

/** @param read - the statement, completed with words from another part of its sentence */
function readStatement(statement: string, read: string, { corpus }: Checking): ReadStatement | null {
  const query = understandClaim(read, corpus.situation);
  return query.terms.filter(({ weight }) => weight === 1).length < TERMS_MIN ? null : { statement, query };
}

/** Splits at "and" and the like where a verb stands on both sides. A part that begins with its verb gets the subject of the part before. */
function partsOf(sentence: string, checking: Checking): readonly ReadStatement[] {
  const { corpus } = checking;
  const { language } = corpus;
  const words = language.words(sentence);
  const parts: ReadStatement[] = [];
  let from = 0;
  let subject = '';
  for (let at = 0; at <= words.length; at++) {
    const isEnd = at === words.length;
    const [own, next] = [words.slice(from, at), words.slice(at + 1)];
    if (
      !isEnd &&
      !(JOINS.has(words[at]?.text ?? '') && verbIn(own, sentence, corpus) >= 0 && verbIn(next, sentence, corpus) >= 0)
    )
      continue;
    const statement = sentence.slice(own[0]?.from ?? 0, isEnd ? undefined : own.at(-1)?.to);
    const verb = verbIn(own, sentence, corpus);
    const part = readStatement(statement, verb === 0 ? `${subject} ${statement}` : statement, checking);
    if (part === null) return [];
    parts.push(part);
    if (verb > 0) subject = sentence.slice(own[0]?.from ?? 0, own[verb - 1]?.to);
    from = at + 1;
  }
  return parts;
}
const JOINS: ReadonlySet<string> = new Set(['and', 'but', 'while', 'whereas']);

/**
 * The place of the first word that looks like a verb; -1 where there is none. A verb in the present tense is recognised only
 * after a name.
 */
function verbIn(words: readonly Word[], sentence: string, { language, situation }: FactCorpus): number {
  const [name] = situation.names.find(words);
  return words.findIndex(({ text, stem, from }, at) => {
    // "Iran-backed groups"
    if (sentence[from - 1] === '-') return false;
    if (language.sets.auxiliaries.has(text) || /^\p{L}{2,}ed$/u.test(text)) return true;
    if (name && at === name.to && name.from <= 1) return /[^s]s$/.test(text);
    // "held" is a form of "hold", "began" of "begin".
    return /^\p{L}+[^\W_sy]$/u.test(text) && !text.startsWith(stem) && stem.slice(0, 1) === text.slice(0, 1);
  });
}

/**
 * Compares a statement with the facts: as a whole where one fact confirms all of it, and otherwise part by part.
 *
 * @param encode - the encodings, which help to find facts in other words
 */
export async function checkJoined(
  { whole, parts }: ReturnType<typeof readStatements>[number],
  encode: (query: Query) => Promise<Encodings | null>,
  checking: Checking,
): Promise<readonly CheckedStatement[]> {
  const check = async ({ statement, query }: ReadStatement) =>
    checkStatement(statement, query, await encode(query), checking);
  const joined = await check(whole);
  if (parts.length === 0) return [joined];
  const each = await Promise.all(parts.map(check));
  const isWhole = joined.verdict === 'borne-out' && saysAll(joined.fact, whole.query, checking);
  return isWhole || each.every(({ verdict }) => verdict === joined.verdict && verdict === 'not-covered')
    ? [joined]
    : each;
}

/** Whether the fact itself contains every word of the statement. */
function saysAll(fact: Fact, query: Query, { corpus }: Checking): boolean {
  const own = textsOf(fact).flatMap((text) => corpus.language.words(text).map(({ stem }) => stem));
  const said = new Set([...own, ...corpus.synonyms.find(own).map(({ group }) => group)]);
  const groups = corpus.synonyms.find(query.words.map(({ stem }) => stem));
  return query.terms.every(
    ({ stem, mention }) =>
      said.has(stem) ||
      mention?.entities.some((id) => fact.about.includes(id)) === true ||
      groups.some(
        ({ from, to, group }) => said.has(group) && query.words.slice(from, to).some((it) => it.stem === stem),
      ),
  );
}

/**
 * Compares a statement with the facts: one bears it out, differs from it in a detail, or none covers it. It judges nothing else:
 * a denial of what a fact says counts as not covered.
 *
 * @param encodings - help to find facts in other words; the comparison itself uses words and data
 */
export function checkStatement(
  statement: string,
  query: Query,
  encodings: Encodings | null,
  { corpus, knowledge }: Checking,
): CheckedStatement {
  const { candidates, asking } = gather(query, corpus, encodings);
  const compared = candidates
    .map(({ at, doc }) => compare({ query, asking, doc, fact: corpus.facts[at] as Fact, corpus, knowledge }))
    .sort(
      (a, b) =>
        b.held - a.held ||
        Number(b.namesDoer) - Number(a.namesDoer) ||
        Number(b.namesOther) - Number(a.namesOther) ||
        b.said - a.said,
    );
  const same = compared.find(({ held, details, isBlocked }) => !isBlocked && details.length === 0 && held >= BORNE_OUT);
  if (same) return borneOut(statement, same.fact, query, corpus);
  const other = compared.find(
    ({ held, said, shared, details, isBlocked }) =>
      !isBlocked && details.length > 0 && held >= DIFFERS && said >= SAME_THING && shared >= TERMS_MIN,
  );
  const [detail] = other?.details ?? [];
  if (other === undefined || detail === undefined) return { statement, verdict: 'not-covered' };
  return { statement, verdict: 'differs', fact: other.fact, detail };
}

/** An alleged or disputed fact bears out a statement only if the statement says "allegedly" or "disputed", too. */
function borneOut(statement: string, fact: Fact, { words }: Query, { language }: FactCorpus): CheckedStatement {
  const isDoubtful = fact.status === 'alleged' || fact.status === 'disputed';
  const saysSo = words.some(({ stem }) => stem.startsWith(language.stem(fact.status)));
  return isDoubtful && !saysSo
    ? { statement, verdict: 'differs', fact, detail: 'certainty' }
    : { statement, verdict: 'borne-out', fact };
}

interface Comparing extends Checking {
  readonly query: Query;
  readonly asking: Asking;
  readonly doc: FactDoc;
  readonly fact: Fact;
}

interface Comparison {
  readonly fact: Fact;
  /** In [0, 1]: how much of the statement the fact holds, without the details that differ. */
  readonly held: number;
  /** In [0, 1]: how much of the fact's sentence the statement says. */
  readonly said: number;
  /** How many words of the statement the fact holds. */
  readonly shared: number;
  readonly details: readonly DifferingDetail[];
  /** Whether the doer in the statement is one of the fact's doers. */
  readonly namesDoer: boolean;
  /** Whether a word of the statement differs, and not only the roles of doer and target. */
  readonly namesOther: boolean;
  /** Whether the two cannot be compared: one of them is a denial, or the statement has a name, number or day that the fact lacks. */
  readonly isBlocked: boolean;
}

function compare(comparing: Comparing): Comparison {
  const { query, asking, doc, fact, corpus } = comparing;
  const { terms } = query;
  const weigh = ({ stem, weight }: Term): number => weight * corpus.index.idf(stem);
  const own = ownWordsOf(comparing);
  const match = (term: Term): number => matchOf(term, own, asking);
  const unheld = terms.filter((term) => match(term) === 0);
  const differing = differencesOf(comparing, unheld);
  const explained = new Set(differing.flatMap(({ terms: those }) => those));
  const rest = terms.filter((term) => !explained.has(term));
  const total = rest.reduce((sum, term) => sum + weigh(term), 0) || 1;
  const held = rest.reduce((sum, term) => sum + weigh(term) * match(term), 0) / total;
  const addsDay = unheld.some((term) => !explained.has(term) && namesDay(term.word, corpus));
  const addsName = unheld.some((term) => !explained.has(term) && isName(term, comparing));
  return {
    fact,
    held,
    said: saidOf(comparing),
    shared: rest.length - rest.filter((term) => unheld.includes(term)).length,
    details: differing.map(({ detail }) => detail),
    namesDoer: query.doers.some((id) => doc.actors.has(id)),
    namesOther: explained.size > 0,
    isBlocked:
      query.isDenied !== doc.isDenied || addsName || (differing.length === 0 && addsNumber(query, doc)) || addsDay,
  };
}

/** What a fact itself says: its sentence, label and quotes. Its `asked_as` lines and its topic prove nothing. */
interface OwnWords {
  /** Stems, and groups of synonyms. */
  readonly stems: ReadonlySet<string>;
  readonly entities: ReadonlySet<EntityId>;
}

function ownWordsOf({ fact, corpus }: Comparing): OwnWords {
  const stems = new Set<string>();
  const entities = new Set([...fact.actors, ...fact.saidBy, ...fact.places]);
  for (const text of textsOf(fact)) {
    const words = corpus.language.words(text);
    const own = words.map(({ stem }) => stem);
    for (const stem of own) stems.add(stem);
    for (const { group } of corpus.synonyms.find(own)) stems.add(group);
    for (const { entities: named } of corpus.situation.names.find(words)) for (const id of named) entities.add(id);
  }
  return { stems, entities };
}

const textsOf = ({ text, label, time, citations }: Fact): readonly string[] => [
  text,
  label,
  time?.text ?? '',
  ...citations.map(({ quote }) => quote),
];

/** In [0, 1]: 1 for the word itself or the entity that it names, less for a synonym. */
function matchOf(term: Term, { stems, entities }: OwnWords, { meanings }: Asking): number {
  if (stems.has(term.stem) || term.mention?.entities.some((id) => entities.has(id))) return 1;
  return Math.max(0, ...meanings(term).map(({ group, quality }) => (stems.has(group) ? quality : 0)));
}

interface Differing {
  readonly detail: DifferingDetail;
  /** Words of the statement that differ from the fact; they do not count as missing from it. */
  readonly terms: readonly Term[];
}

/** The details in which a statement and a fact differ, because they give different values. */
function differencesOf(comparing: Comparing, unheld: readonly Term[]): readonly Differing[] {
  const { query, doc, fact, corpus } = comparing;
  const found: Differing[] = [];
  const numbers = unheld.filter(({ word }) => isNumber(word));
  const days = unheld.filter(({ word }) => namesDay(word, corpus));
  const saysOtherNumber = [...doc.numbers].some((held) => query.numbers.every(({ value }) => value !== held));
  if (daysDiffer(query, fact, corpus)) {
    found.push({ detail: 'day', terms: [...numbers, ...days] });
  } else if (addsNumber(query, doc) && saysOtherNumber) {
    // Another number of the same is another number, also where the statement tells a day of which the fact says nothing.
    found.push({ detail: 'number', terms: query.dates.length > 0 ? numbers : [...numbers, ...days] });
  }
  const named = new Set(query.mentions.flatMap(({ entities }) => entities));
  const names = unheld.filter((term) => isName(term, comparing));
  const located = names.filter((term) => standsAsPlace(term, comparing));
  const isDoer = ({ mention }: Term) => mention?.entities.some((id) => query.doers.includes(id)) === true;
  const places = names.filter((term) => located.includes(term) || (isPlace(term, comparing) && !isDoer(term)));
  const others = names.filter((term) => !places.includes(term));
  const unsaid = (ids: readonly EntityId[]): boolean => ids.some((id) => !named.has(id));
  const [saysOtherPlace, saysOtherDoer] = [unsaid(fact.places), unsaid(doersOf(fact))];
  // A country may be a place or a doer, and an unknown name may be either: the fact's own data decides.
  const asPlace = saysOtherPlace ? [...places, ...(saysOtherDoer ? [] : others.filter(({ mention }) => !mention))] : [];
  const asDoer = saysOtherDoer ? names.filter((term) => !asPlace.includes(term) && !located.includes(term)) : [];
  if (asPlace.length > 0) found.push({ detail: 'place', terms: asPlace });
  // … and the same of a place.
  else if (found[0]?.detail === 'number') found.push({ detail: 'number', terms: located });
  if (asDoer.length > 0) found.push({ detail: 'who', terms: asDoer });
  else if (others.length === 0 && doerDiffers(comparing)) found.push({ detail: 'who', terms: [] });
  return found;
}

const isNumber = (word: string): boolean => /^\d/.test(word);
const namesDay = (word: string, { language: { sets } }: FactCorpus): boolean =>
  sets.months.has(word) || sets.weekdays.has(word);

/** Whether the statement has a number that the fact does not have. */
const addsNumber = ({ numbers }: Query, doc: FactDoc): boolean => numbers.some(({ value }) => !doc.numbers.has(value));

/** Who does or says it; where the curator named nobody, the entities that the fact is about. */
function doersOf({ actors, saidBy, about }: Fact): readonly EntityId[] {
  const doers = [...actors, ...saidBy];
  return doers.length > 0 ? doers : about;
}

/** Whether both name a day, month or year, but different ones. "October 9" differs from "October 7", and "October" from neither. */
function daysDiffer({ words }: Query, { text, time }: Fact, { language }: FactCorpus): boolean {
  const claimed = daysIn(words, language.sets);
  const held = daysIn(language.words(`${text} ${time?.text ?? ''}`), language.sets);
  for (const [name, days] of claimed) {
    const known = held.get(name);
    if (known === undefined && held.size > 0) return true;
    if (known !== undefined && days.size > 0 && known.size > 0 && ![...days].some((day) => known.has(day))) return true;
  }
  return false;
}

/** Months and weekdays, with the days of the month next to them. */
function daysIn(
  words: readonly Word[],
  { months, weekdays }: Readonly<Record<'months' | 'weekdays', ReadonlySet<string>>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  words.forEach(({ text, isCapital }, at) => {
    const isMonth = months.has(text);
    if (!isMonth && !weekdays.has(text)) return;
    const beside = isMonth ? [words[at - 1], words[at + 1]] : [];
    const numbers = beside.flatMap((word) => /^\d{1,2}/.exec(word?.text ?? '') ?? []);
    // "It may rain" names no month.
    if (isMonth && !isCapital && numbers.length === 0) return;
    const days = found.get(text) ?? new Set();
    for (const number of numbers) days.add(number);
    found.set(text, days);
  });
  return found;
}

/** Whether the statement gives another doer than the fact: "Hamas attacked Israel" against "Israel attacked Hamas". */
function doerDiffers({ query: { doers, speaks }, doc: { actors, speakers }, fact, corpus }: Comparing): boolean {
  const acting = speaks && speakers.size > 0 ? speakers : actors;
  if (doers.length === 0 || acting.size === 0) return false;
  const known = new Set([...acting, ...speakers, ...understandClaim(fact.text, corpus.situation).doers]);
  return !doers.some((id) => known.has(id));
}

/** Whether the word is part of a name of the situation, or is written as a name. */
function isName({ mention, word, stem }: Term, { query, corpus }: Comparing): boolean {
  if (mention !== null) return true;
  if (corpus.index.frequency(stem) > 0) return false;
  if (namesDay(word, corpus)) return false;
  const at = query.words.findIndex(({ text }) => text === word);
  return query.words[at]?.isCapital === true && (at > 0 || !corpus.language.isCommonWord(word));
}

/** "in Lebanon", "near the Gaza Strip": where something is, and not who does it. Unknown names count as well. */
function standsAsPlace(term: Term, comparing: Comparing): boolean {
  if (term.mention !== null && !isPlace(term, comparing)) return false;
  const { words } = comparing.query;
  const { articles, beforePlaces } = comparing.corpus.language.sets;
  const at = words.findIndex(({ text }) => text === term.word);
  const before = words.slice(Math.max(0, at - 3), at);
  const from = before.findLastIndex(({ text }) => beforePlaces.has(text));
  // Between them stand the rest of the name, an article, or "southern".
  const between = before.slice(from + 1);
  return from >= 0 && between.filter(({ text, isCapital }) => !isCapital && !articles.has(text)).length <= 1;
}

const isPlace = ({ mention }: Term, { knowledge }: Comparing): boolean =>
  mention?.entities.some((id) => {
    const kind = knowledge.entities.get(id)?.kind;
    return kind === 'place' || kind === 'country';
  }) ?? false;

/** How much of a fact's sentence, label or best quote the statement also says. Names, numbers and days do not count. */
function saidOf({ query, fact, corpus }: Comparing): number {
  const own = query.words.map(({ stem }) => stem);
  const claimed = new Set([...own, ...corpus.synonyms.find(own).map(({ group }) => group)]);
  return Math.max(...textsOf(fact).map((text) => shareSaid(text, claimed, corpus)));
}

function shareSaid(text: string, claimed: ReadonlySet<string>, corpus: FactCorpus): number {
  const { language, synonyms, index, situation } = corpus;
  const words = language.words(text);
  const names = situation.names.find(words);
  const content = words.filter(
    ({ text: word }, at) =>
      !language.isFunctionWord(word) &&
      !isNumber(word) &&
      !namesDay(word, corpus) &&
      !names.some(({ from, to }) => at >= from && at < to),
  );
  const stems = content.map(({ stem }) => stem);
  const groups = synonyms.find(stems);
  let total = 0;
  let said = 0;
  stems.forEach((stem, at) => {
    const weight = index.idf(stem);
    total += weight;
    const isSaid =
      claimed.has(stem) || groups.some(({ from, to, group }) => at >= from && at < to && claimed.has(group));
    if (isSaid) said += weight;
  });
  return total === 0 ? 0 : said / total;
}
