/**
 * Cuts a source's text into the paragraphs and sentences that citations count. The rules are few on purpose, so that a curator
 * can predict them (Intl.Segmenter ends a sentence after "Mr."). Where the end of a sentence is uncertain ("in the U.S. Secretary
 * …"), the text is not cut.
 */

/** Abbreviations before a name, a number or a word; a full stop after them does not end the sentence. */
const GOES_ON = new Set(
  (
    'mr mrs ms mx dr prof rev hon st fr sr sra gen lt col sgt cpl pvt capt cmdr cdr adm maj brig sen rep gov pres amb sec dept ' +
    'mt ft vs v cf ca approx e.g i.e no nos vol pp fig art jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
);

/** Abbreviations that may end a sentence; they do so where the next word usually starts a sentence. */
const MAY_END = new Set('etc jr inc ltd co corp bros est al'.split(' '));

/** Words that start a sentence far more often than they follow a shortened name. */
const STARTERS = new Set(
  (
    'a an the this that these those it its he she they we you his her their our my i there here in on at by for from with ' +
    'after before during since until while when where who what why how as if although though because but and or so yet ' +
    'however meanwhile moreover also another some many most several other all both each no not nor earlier later ' +
    'according despite among amid between under over against within without last next now then'
  ).split(' '),
);

/** An end mark, the closing quotes and brackets after it, and the space before the next sentence. Full-width marks need no space. */
const POSSIBLE_END = /(?:[.!?…؟۔।]+["'”’»)\]]*(?=\s)|[。！？]+["'”’»」』）)\]]*)\s*/gu;

/**
 * @param text - a whole source
 * @returns its paragraphs in order; every line break ends a paragraph, blank lines are skipped, and white space inside a
 * paragraph becomes a single space
 */
export function splitParagraphs(text: string): readonly string[] {
  return text
    .split(/[\r\n\u2028\u2029]+/u)
    .map((paragraph) => paragraph.replace(/\s+/gu, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/**
 * @param paragraph - text without line breaks
 * @returns its sentences in order, each with its end mark, trimmed; joining them with spaces gives the paragraph again.
 *          Text without an end mark is one sentence; empty text has none.
 */
export function splitSentences(paragraph: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of paragraph.matchAll(POSSIBLE_END)) {
    const end = match.index + match[0].length;
    const next = paragraph.slice(end);
    if (next === '' || !endsSentence(paragraph.slice(start, match.index), match[0].trim(), next)) continue;
    sentences.push(paragraph.slice(start, end).trim());
    start = end;
  }
  const rest = paragraph.slice(start).trim();
  if (rest !== '') sentences.push(rest);
  return sentences;
}

/** @param before - the sentence so far, without the end mark; @param mark - with closing quotes; @param next - the rest of the paragraph */
function endsSentence(before: string, mark: string, next: string): boolean {
  if (/^[。！？]/u.test(mark)) return true;
  // A sentence does not start with a small letter: "Yahoo! said", "… and so on".
  if (/^["'“‘«([]*\p{Ll}/u.test(next)) return false;
  if (!/^\.["'”’»)\]]*$/u.test(mark)) return true;
  const word = /[^\s"'“‘«([]*$/u.exec(before)?.[0] ?? '';
  const folded = word.toLowerCase();
  const nextWord = (/^["'“‘«([]*([\p{L}\p{N}'’]+)/u.exec(next)?.[1] ?? '').toLowerCase();
  const closed = mark.length > 1;
  // Matches "U.S.", "a.m.", "Ph.D.", and a single initial: "J. Smith". A closing quote or bracket after the full stop proves
  // nothing: "(in the U.S.) Forces".
  const initials = /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word) || /^\p{Lu}$/u.test(word);
  if (initials || MAY_END.has(folded)) return STARTERS.has(nextWord) || (closed && !initials);
  if (!GOES_ON.has(folded)) return true;
  // "No." ends a sentence unless a number follows, and "Mar." is a month only before a number.
  if (/^(?:no|nos|vol|pp|fig|art|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/.test(folded))
    return !/^\d/.test(next);
  return false;
}
