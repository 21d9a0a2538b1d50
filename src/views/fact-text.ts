import type { KnowledgeBase } from '../model/knowledge.ts';
import type { ComposedFact, NumberedCitation } from './compose.ts';
import { costOf } from './fit.ts';
import { escapeLine, escapeMarkdown, link, struck, subtext } from './markdown.ts';
import { passageUrl, sourceLine } from './source-line.ts';

/** A fact as markdown: its sentence with the marks of its citations, and what stands beside it as small print below. */
export function factText({ fact, marks: numbers, notes, struck: isStruck }: ComposedFact): string {
  const escaped = escapeMarkdown(fact.text);
  const line = `${isStruck ? struck(escaped) : escaped}${marksText(numbers)}`;
  return notes.length === 0 ? line : `${line}\n${subtext(escapeLine(notes.join(' · ')))}`;
}

/**
 * The source lines of citations as small print. Where they cost more than `budget`, the first ones and a word that Proof
 * holds the rest.
 */
export function sourcesText(citations: readonly NumberedCitation[], knowledge: KnowledgeBase, budget: number): string {
  const lines: string[] = [];
  for (const { mark, citation } of citations) {
    const source = knowledge.sources.get(citation.source);
    const url = source ? passageUrl(citation, source) : null;
    const archive = source?.archiveUrl ?? null;
    const links = [url && link('passage', url), archive && link('archived copy', archive)].filter((l) => l !== null);
    const line = subtext([`[${mark}] ${escapeMarkdown(sourceLine(citation, knowledge))}`, ...links].join(' · '));
    const rest = subtext('More sources under Proof.');
    if (costOf([...lines, line, rest].join('\n')) > budget) {
      lines.push(rest);
      break;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

/** " [1] [2]" */
export const marksText = (numbers: readonly number[]): string => numbers.map((mark) => ` [${mark}]`).join('');
