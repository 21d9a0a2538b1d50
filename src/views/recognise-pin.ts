import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { sentenceCase } from '../model/text.ts';
import { escapeMarkdown, heading } from './markdown.ts';
import { ASKED_BY_MISSING, CHECK } from './wording.ts';

/**
 * Reads a pin's message back: its heading, and the facts whose sentences stand in it. A fact that has been reworded since is not
 * recognised.
 *
 * @param texts - the texts of the message, in reading order
 * @returns `facts` in reading order, whatever their status is today
 */
export function recognisePin(
  texts: readonly string[],
  knowledge: KnowledgeBase,
): { readonly title: string; readonly facts: readonly Fact[] } {
  const message = texts.join('\n');
  const found = knowledge.facts
    .flatMap((fact) => {
      const sentence = escapeMarkdown(fact.text);
      const from = message.indexOf(sentence);
      return from < 0 ? [] : [{ fact, from, to: from + sentence.length }];
    })
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const [heading = ''] = message.split('\n', 1);
  return {
    title: plainHeading(heading),
    // A sentence that is part of a longer one does not count as shown.
    facts: found.filter(({ to }, i) => !found.slice(0, i).some((longer) => to <= longer.to)).map(({ fact }) => fact),
  };
}

const plainHeading = (line: string): string => line.replace(/^#+ /, '').replace(/\\(.)/g, '$1');

/**
 * The heading of an answer that Sitrep has posted. What a claim was closest to is no heading, and neither is that of a comparison.
 *
 * @param text - the message
 * @returns `undefined` where it has none, or several
 */
export function answerHeading(text: string): string | undefined {
  const [heading, ...more] = text
    .split('\n')
    .filter((line) => line.startsWith(HEADING_SIGN))
    .map(plainHeading);
  if (heading === undefined || more.length > 0 || heading === CHECK.title) return undefined;
  return sentenceCase(heading.replace(new RegExp(`^${ASKED_BY_MISSING.certainty}: `), ''));
}
const HEADING_SIGN = heading('');
