/** Proves what a situation says against the texts of its sources: citations word for word, and facts as far as words can tell. */

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fold } from '../model/text.ts';
import { closest } from './closest.ts';
import { allCitations, type CitationItem, type Dossier, type FactItem } from './dossier.ts';
import type { Item } from './item.ts';
import { daysNamed, holdsDay, wordsOfDate } from './known-date.ts';
import type { Place, Report } from './problem.ts';
import { namesByEntity } from './rules/entities.ts';
import type { RawSource } from './schema.ts';
import { splitParagraphs, splitSentences } from './sentences.ts';
import { holdsName, holdsNumber, numbersIn } from './wording.ts';
import { readRegularFile } from './yaml.ts';
import { CONFLICT, CONFLICT_MARKER } from './yaml-errors.ts';

/** A source's text, cut into the paragraphs and sentences that citations count. */
export interface SourceText {
  /** Where the text was read, for messages. */
  readonly path: string;
  /** Lower-case hex, over the text as `canonical` gives it. */
  readonly sha256: string;
  /** Hashes of the same text with other line ends, a byte order mark or invisible characters; these count as the same text. */
  readonly equivalents: ReadonlySet<string>;
  /** Paragraphs of sentences; null where the bytes are not UTF-8. */
  readonly paragraphs: readonly (readonly string[])[] | null;
}

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Characters that nobody sees: soft hyphen, zero-width space, word joiner, byte order mark, marks of direction. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** A text without invisible characters or a byte order mark, with line feeds for line ends and one at the end. */
export function canonical(text: string): string {
  return `${text.replace(INVISIBLE, '').replace(/\r\n?/g, '\n').trimEnd()}\n`;
}

export function readSourceText(path: string, bytes: Uint8Array): SourceText {
  const raw = hashOf(bytes);
  if (!isUtf8(bytes)) return { path, sha256: raw, equivalents: new Set([raw]), paragraphs: null };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const plain = canonical(text);
  const lineFeeds = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const forms = [plain, plain.trimEnd(), lineFeeds, `${lineFeeds.trimEnd()}\n`, lineFeeds.trimEnd()];
  const hashes = forms.flatMap((form) => [hashOf(form), hashOf(form.replaceAll('\n', '\r\n'))]);
  return {
    path,
    sha256: hashOf(plain),
    equivalents: new Set([raw, ...hashes]),
    paragraphs: splitParagraphs(plain).map(splitSentences),
  };
}

/**
 * Proves all citations whose source's text is at hand, and warns where a fact's time, numbers or names are not in the cited text.
 *
 * @returns how many citations are proven
 */
export function prove(dossier: Dossier, texts: ReadonlyMap<string, SourceText>, report: Report, warn: Report): number {
  for (const source of dossier.sources ?? []) {
    const text = source.id === null ? undefined : texts.get(source.id);
    if (text !== undefined) proveSource(source, text, report);
    if (text?.paragraphs?.some(([sentence = '']) => CONFLICT_MARKER.test(sentence)))
      warn({ file: text.path, line: null, id: null }, `a line of the text is a conflict marker of git`, CONFLICT[1]);
  }
  const proven = new Set<CitationItem>();
  for (const cite of allCitations(dossier)) {
    const text = texts.get(cite.value.source ?? '');
    if (text !== undefined && proveCitation(cite, text, report)) proven.add(cite);
  }
  const known: Known = {
    namesOf: namesByEntity(dossier),
    publishersOf: new Map(
      (dossier.sources ?? []).map(({ id, value }) => [
        id ?? '',
        [value.publisher, value.author].filter((name) => typeof name === 'string'),
      ]),
    ),
  };
  for (const fact of dossier.facts ?? []) {
    // Without its text nothing is known of a passage, and a wrong citation has been reported already.
    if (fact.cites.length > 0 && fact.cites.every((cite) => proven.has(cite))) warnOfUnproven(fact, texts, known, warn);
  }
  return proven.size;
}

/** Texts that lie in the folder. Only a full-text source may have one: anything else would ship a publisher's text. */
export async function readOwnTexts(
  { folder, sources }: Dossier,
  report: Report,
): Promise<ReadonlyMap<string, SourceText>> {
  const texts = new Map<string, SourceText>();
  const inner = join(folder, 'sources');
  for (const name of await readdir(inner).catch(() => [])) {
    const path = join(inner, name);
    const whole: Place = { file: path, line: null, id: null };
    const source = sources?.find(({ id }) => name === `${id}.txt`);
    if (sources === null) continue;
    if (source === undefined) {
      const wanted = sources.map(({ id }) => `${id}.txt`);
      const guess = closest(name, wanted);
      report(whole, 'belongs to no source', guess === undefined ? 'remove it' : `rename it to ${guess}?`);
    } else if (source.value.rights === 'quote-only') {
      const remedy = 'remove it; check with --source-text instead';
      report(whole, `is the text of "${source.id}", which is quote-only`, remedy);
    } else {
      const read = (await readRegularFile(path)) ?? { message: 'cannot be read', remedy: 'put the text there again' };
      if ('message' in read) report(whole, read.message, read.remedy);
      else if (source.id !== null) texts.set(source.id, readSourceText(path, read.bytes));
    }
  }
  return texts;
}

/** How many paragraphs before the cited one may name the person or thing that it calls "he" or "it". */
const NAMED_BEFORE_PARAGRAPHS = 2;

interface Known {
  /** Entity id → its names. */
  readonly namesOf: ReadonlyMap<string, readonly string[]>;
  /** Source id → its publisher and author, as far as they are given. */
  readonly publishersOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Numbers must stand in the cited sentences, the time and what the fact's own sentence dates or counts in their paragraphs, and
 * names there or shortly before.
 */
function warnOfUnproven(
  fact: FactItem,
  texts: ReadonlyMap<string, SourceText>,
  { namesOf, publishersOf }: Known,
  warn: Report,
): void {
  /** The cited sentences, or their whole paragraphs, with this many paragraphs before them. */
  const cited = (paragraphsBefore: number | null): string =>
    fact.cites
      .flatMap(({ whole }) => {
        const text = texts.get(whole?.source ?? '')?.paragraphs;
        if (!text || !whole) return [];
        if (paragraphsBefore === null) return [text[whole.paragraph - 1]?.[whole.sentence - 1] ?? ''];
        return text.slice(Math.max(whole.paragraph - 1 - paragraphsBefore, 0), whole.paragraph).flat();
      })
      .join(' ');
  const { time, numbers, said_by, via, actors, places } = fact.value;
  const timeText = time?.text.replace(/^(?:since|until|as of) /, '') ?? '';
  if (time && !holdsName(cited(0), timeText)) {
    const remedy = 'write the time as the source gives it, or cite the sentence that gives it';
    warn(fact.place('time'), `the cited paragraph does not hold the time "${timeText}"`, remedy);
  }
  const sentences = cited(null);
  for (const [i, { value, to = value }] of (numbers ?? []).entries()) {
    for (const stated of new Set([value, to])) {
      if (holdsNumber(sentences, stated)) continue;
      const remedy = 'correct the number, or cite the sentence that gives it';
      warn(fact.place('numbers', i), `the cited sentence does not hold the number ${stated}`, remedy);
    }
  }
  warnOfOwnWords(fact, cited(0), warn);
  const around = cited(NAMED_BEFORE_PARAGRAPHS);
  // A publisher or author who speaks in their own text is not named in it.
  const publishers = fact.cites.flatMap(({ whole }) => publishersOf.get(whole?.source ?? '') ?? []);
  for (const [key, ids] of Object.entries({ said_by, via, actors, places })) {
    for (const [i, id] of (ids ?? []).entries()) {
      const names = namesOf.get(id);
      if (names === undefined || names.some((name) => holdsName(around, name))) continue;
      if (key === 'said_by' && names.some((name) => publishers.some((publisher) => holdsName(publisher, name))))
        continue;
      const remedy = `cite the sentence that names them, or add the name that the source uses to the aliases of ${id}`;
      warn(fact.place(key, i), `the cited paragraph and those before it name "${id}" by none of its names`, remedy);
    }
  }
}

/**
 * Up to here a sentence may count itself what its source lists ("in four states"). In nine situations (2026-11-28) all six warnings
 * of smaller numbers were about such counts.
 */
const COUNTED_MAX = 12;

/** Days, months and numbers that only the fact's sentence has; those of its data have been looked for already. */
function warnOfOwnWords(fact: FactItem, paragraphs: string, warn: Report): void {
  const { text = '', time, numbers } = fact.value;
  const given = `${time?.text ?? ''} ${time?.edtf == null ? '' : wordsOfDate(time.edtf)}`;
  for (const day of new Set(daysNamed(text))) {
    if (holdsDay(paragraphs, day) || holdsDay(given, day)) continue;
    const remedy = 'write the time as the source gives it, or cite the sentence that gives it';
    warn(fact.place('text'), `the cited paragraph does not hold "${day}"`, remedy);
  }
  const counted = (numbers ?? []).flatMap(({ value, to = value }) => [value, to]);
  for (const value of new Set(numbersIn(text))) {
    if (value <= COUNTED_MAX || counted.includes(value)) continue;
    if (holdsNumber(paragraphs, value) || holdsNumber(given, value)) continue;
    warn(
      fact.place('text'),
      `the cited paragraph does not hold the number ${value}`,
      'correct the number, or cite the sentence that gives it',
    );
  }
}

/** Checks that the text is the one that the source means. */
function proveSource(source: Item<RawSource>, text: SourceText, report: Report): void {
  const { sha256, paragraphs } = source.value;
  if (text.paragraphs === null) {
    report(source.place('id'), `the text ${text.path} is not UTF-8`, 'save it as UTF-8');
    return;
  }
  if (sha256 !== undefined && sha256 !== null && !text.equivalents.has(sha256)) {
    const remedy = `take the text that was curated, or check every citation against the new one and write ${text.sha256}`;
    report(source.place('sha256'), `the text ${text.path} has another SHA-256 than the source`, remedy);
  }
  if (paragraphs != null && paragraphs !== text.paragraphs.length) {
    const found = text.paragraphs.length;
    report(
      source.place('paragraphs'),
      `"paragraphs" is ${paragraphs}, but ${text.path} has ${found}`,
      `write ${found}`,
    );
  }
}

/** @returns whether the citation is proven; if not, the reason has been reported */
function proveCitation(cite: CitationItem, text: SourceText, report: Report): boolean {
  if (cite.whole === null || text.paragraphs === null) return false;
  const { paragraph, sentence } = cite.whole;
  const quote = cite.whole.quote.replace(INVISIBLE, '');
  const named = text.paragraphs[paragraph - 1]?.[sentence - 1];
  if (named !== undefined && holdsPhrase(named, quote)) return true;

  const elsewhere = placesOf(quote, text.paragraphs);
  const sentences = text.paragraphs[paragraph - 1]?.length;
  const here = `paragraph ${paragraph}, sentence ${sentence}`;
  const place = cite.place('quote');
  if (elsewhere.length > 0) {
    const remedy = `write ${elsewhere.map(([p, s]) => `{paragraph: ${p}, sentence: ${s}}`).join(' or ')}`;
    report(
      place,
      `the quote does not stand in ${here}, but ${elsewhere.map(([p, s]) => `in ¶${p} sentence ${s}`).join(' and ')}`,
      remedy,
    );
  } else if (named === undefined) {
    const exists =
      sentences === undefined ? `the text has ${text.paragraphs.length} paragraphs` : `it has ${sentences}`;
    const what = sentences === undefined ? `paragraph ${paragraph}` : `sentence ${sentence} of paragraph ${paragraph}`;
    const remedy = 'name the sentence that holds the quote, and copy the quote exactly';
    report(cite.place(sentences === undefined ? 'paragraph' : 'sentence'), `${what} does not exist: ${exists}`, remedy);
  } else if (named.includes(quote)) {
    report(place, 'the quote starts or ends within a word', 'quote whole words');
  } else if (fold(named).includes(fold(quote))) {
    const remedy = 'copy it from the source exactly as it stands';
    report(place, `the quote differs from ${here} in case, accents, quotation marks or dashes`, remedy);
  } else if (holdsPhrase((text.paragraphs[paragraph - 1] ?? []).join(' '), quote)) {
    report(place, 'the quote runs over the end of a sentence', 'quote from one sentence, and cite the other beside it');
  } else {
    report(
      place,
      `the quote does not stand in ${here}, nor anywhere in the text`,
      'copy a phrase of the sentence exactly',
    );
  }
  return false;
}

function placesOf(quote: string, paragraphs: readonly (readonly string[])[]): readonly (readonly [number, number])[] {
  return paragraphs.flatMap((sentences, p) =>
    sentences.flatMap((sentence, s) => (holdsPhrase(sentence, quote) ? [[p + 1, s + 1] as const] : [])),
  );
}

/** The quote must match exactly and must not cut a word: "war" does not stand in "warning". */
function holdsPhrase(sentence: string, quote: string): boolean {
  const inWord = /[\p{L}\p{N}]/u;
  for (let at = sentence.indexOf(quote); at >= 0; at = sentence.indexOf(quote, at + 1)) {
    const before = [...sentence.slice(0, at)].at(-1) ?? '';
    const after = [...sentence.slice(at + quote.length)][0] ?? '';
    const cutsStart = inWord.test(before) && inWord.test([...quote][0] ?? '');
    const cutsEnd = inWord.test(after) && inWord.test([...quote].at(-1) ?? '');
    if (!cutsStart && !cutsEnd) return true;
  }
  return false;
}
