/** Rules for citations, of facts and of roles alike. */

import type { CitationItem } from '../dossier.ts';
import type { Item } from '../item.ts';
import type { Report } from '../problem.ts';
import type { RawSource } from '../schema.ts';
import { countWords } from '../wording.ts';
import { checkReference, type Known } from './references.ts';

/** How many words may be quoted from a source whose text may not be shipped. */
export const QUOTE_MAX_WORDS = 12;

/** @param cites - the citations of one fact or role */
export function checkCitations(
  cites: readonly CitationItem[],
  sources: ReadonlyMap<string, Item<RawSource>>,
  sourceIds: Known,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const cite of cites) {
    const { source: sourceId, paragraph, sentence, quote } = cite.value;
    checkReference(cite.place('source'), sourceId, sourceIds, report);
    const source = sourceId === undefined ? undefined : sources.get(sourceId);
    const paragraphs = source?.value.paragraphs;
    if (paragraph !== undefined && paragraphs !== undefined && paragraphs !== null && paragraph > paragraphs) {
      const remedy = `name a paragraph from 1 to ${paragraphs}`;
      report(cite.place('paragraph'), `paragraph ${paragraph} does not exist: "${sourceId}" has ${paragraphs}`, remedy);
    }
    if (quote !== undefined && source?.value.rights === 'quote-only') {
      const words = countWords(quote);
      if (words > QUOTE_MAX_WORDS) {
        const remedy = `quote the ${QUOTE_MAX_WORDS} words or fewer that carry the statement`;
        const allowed = `"${sourceId}" allows ${QUOTE_MAX_WORDS} (rights: quote-only)`;
        report(cite.place('quote'), `the quote has ${words} words; ${allowed}`, remedy);
      }
    }
    if (quote !== undefined && !/[\p{L}\p{N}]/u.test(quote)) {
      report(cite.place('quote'), 'the quote holds no word', 'quote a phrase of the sentence');
    }
    if (cite.whole === null) continue;
    const same = JSON.stringify([sourceId, paragraph, sentence, quote]);
    if (seen.has(same)) report(cite.place(), 'this passage is cited twice', 'remove one of the two');
    seen.add(same);
  }
}
