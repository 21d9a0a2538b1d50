import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { escapeMarkdown } from './markdown.ts';

/**
 * Reads a pin's message back: its heading, and the facts whose sentences it contains. A fact whose wording has changed since is not recognised.
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
    title: heading.replace(/^#+ /, '').replace(/\\(.)/g, '$1'),
    // A fact does not count as shown where its sentence is only part of a longer sentence.
    facts: found.filter(({ to }, i) => !found.slice(0, i).some((longer) => to <= longer.to)).map(({ fact }) => fact),
  };
}
