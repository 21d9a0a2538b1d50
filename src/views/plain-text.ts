import type { Brief } from '../ask/brief.ts';
import type { Answer } from '../model/answer.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { type ComposedFact, type Composition, compose } from './compose.ts';
import { asOf, composeBriefFacts } from './compose-brief.ts';
import { sourceLine } from './source-line.ts';

/**
 * An answer as plain text: the facts and citations in the same order as in Discord, without markdown, links or buttons, unpaged.
 * Used by the command line.
 */
export function plainText(answer: Answer, knowledge: KnowledgeBase): string {
  return textLines(compose(answer, knowledge, { index: 0, size: Number.POSITIVE_INFINITY }), knowledge).join('\n');
}

/** A brief as plain text. */
export function plainBrief(brief: Brief, knowledge: KnowledgeBase): string {
  const lines = textLines(composeBriefFacts(brief, knowledge), knowledge);
  return [knowledge.title, ...lines, ...brief.frame, asOf(brief)].join('\n');
}

function textLines(whole: Composition, knowledge: KnowledgeBase): readonly string[] {
  const lines: string[] = [];
  if (whole.lead !== null) lines.push(whole.lead);
  if (whole.profile) {
    const { entity, roles } = whole.profile;
    lines.push([entity.name, ...roles.map((role) => `${role.text}${marks(role.marks)}`)].join(' – '));
  }
  for (const group of whole.groups) {
    if (group.title !== null) lines.push(`${group.title}:`);
    for (const fact of group.facts) lines.push(...factLines(fact));
  }
  if (whole.choicesTitle !== null) lines.push(whole.choicesTitle);
  for (const { label, detail } of whole.choices) lines.push(`- ${label}${detail === '' ? '' : ` – ${detail}`}`);
  for (const { mark, citation } of whole.citations) lines.push(`[${mark}] ${sourceLine(citation, knowledge)}`);
  return lines;
}

function factLines({ fact, marks: numbers, notes, struck }: ComposedFact): readonly string[] {
  const text = `${struck ? `[${fact.status}] ` : ''}${fact.text}${marks(numbers)}`;
  return notes.length === 0 ? [text] : [text, `  ${notes.join(' · ')}`];
}

const marks = (numbers: readonly number[]): string => numbers.map((mark) => ` [${mark}]`).join('');
