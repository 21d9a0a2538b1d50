import type { Brief } from '../ask/brief.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { type ComposedGroup, type Composition, composeFacts } from './compose.ts';

/** A brief's facts in reading order: those that the sources report, then those that they allege or disagree on. */
export function composeBriefFacts(brief: Brief, knowledge: KnowledgeBase): Composition {
  const composition = composeFacts([...brief.facts, ...brief.disputed], knowledge, {
    lead: brief.title,
    showTime: 'where-not-plain',
    profile: null,
    byTopic: false,
    page: null,
  });
  const facts = composition.groups.flatMap((group) => group.facts);
  const groups: readonly ComposedGroup[] = [
    { title: null, facts: facts.slice(0, brief.facts.length) },
    { title: 'Disputed or alleged', facts: facts.slice(brief.facts.length) },
  ];
  return { ...composition, groups: groups.filter((group) => group.facts.length > 0) };
}

export const asOf = ({ version }: Brief): string => `As of version ${version} of the facts.`;
