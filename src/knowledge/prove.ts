/** Proves citations against the text of their source: the quote stands in the paragraph and sentence that the citation names. */

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { fold } from '../model/text.ts';
import type { CitationItem } from './dossier.ts';
import type { Item } from './item.ts';
import type { Report } from './problem.ts';
import type { RawSource } from './schema.ts';
import { splitParagraphs, splitSentences } from './sentences.ts';

/** A source's text, cut as citations count. */
export interface SourceText {
  /** Where it was read, for messages. */
  readonly path: string;
  /** Lower-case hex, over the bytes of the file. */
  readonly sha256: string;
  /** Paragraphs of sentences; null where the bytes are not UTF-8. */
  readonly paragraphs: readonly (readonly string[])[] | null;
}

export function readSourceText(path: string, bytes: Uint8Array): SourceText {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!isUtf8(bytes)) return { path, sha256, paragraphs: null };
  return { path, sha256, paragraphs: splitParagraphs(new TextDecoder().decode(bytes)).map(splitSentences) };
}

/** Checks that the text is the one that the source means. */
export function proveSource(source: Item<RawSource>, text: SourceText, report: Report): void {
  const { sha256, paragraphs } = source.value;
  if (text.paragraphs === null) {
    report(source.place('id'), `the text ${text.path} is not UTF-8`, 'save it as UTF-8');
    return;
  }
  if (sha256 !== undefined && sha256 !== null && sha256 !== text.sha256) {
    const remedy = `take the text that was curated, or check every citation against the new one and write ${text.sha256}`;
    report(source.place('sha256'), `the text ${text.path} has another SHA-256 than the source`, remedy);
  }
  if (paragraphs !== undefined && paragraphs !== text.paragraphs.length) {
    const found = text.paragraphs.length;
    report(
      source.place('paragraphs'),
      `"paragraphs" is ${paragraphs}, but ${text.path} has ${found}`,
      `write ${found}`,
    );
  }
}

/** @returns whether the citation is proven; if not, why not has been reported */
export function proveCitation(cite: CitationItem, text: SourceText, report: Report): boolean {
  if (cite.whole === null || text.paragraphs === null) return false;
  const { paragraph, sentence, quote } = cite.whole;
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

/** Exact, and not cutting a word: "war" does not stand in "warning". */
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
