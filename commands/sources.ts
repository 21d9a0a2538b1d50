import { text } from '../src/discord/card.ts';
import type { Command } from '../src/discord/command.ts';
import { fitTexts } from '../src/discord/fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from '../src/discord/limits.ts';
import { bold, escapeMarkdown, link, subtext } from '../src/discord/markdown.ts';
import { privately, type Reply } from '../src/discord/reply.ts';
import type { Services } from '../src/discord/services.ts';
import { sourceDetails } from '../src/discord/source-line.ts';
import type { Source } from '../src/knowledge/model.ts';

/** What the marks and words in answers mean. */
const LEGEND = [
  `${bold('What the marks mean')}`,
  '- [1]: the citation with that number under the answer; ¶3 is the third paragraph of the source, and the words in quotation marks are the source’s own.',
  '- Said by …: who made the statement. It is theirs, not the source’s and not Sitrep’s.',
  '- Alleged: the source gives it as an allegation. Disputed: sources contradict each other. Confirmed: another source holds it too, or the source says that it was confirmed.',
  '- Corrected, retracted, superseded: the fact has changed, and the reason stands with it. No such word: the source reports it.',
  '- When, as the source gives it: never completed. “Sunday” has no date where the source gives none.',
].join('\n');

/** Sources of a message at most; a situation with more names the rest by number. */
const SOURCES_SHOWN_MAX = 12;

/** The sources, with everything known and unknown about them. */
export const sources: Command = {
  definition: { name: 'sources', description: 'Where the facts come from, and what the marks in answers mean' },
  run: (_input, services): Reply => privately(sourcesCard(services)),
};

function sourcesCard({ sitrep }: Services) {
  const { knowledge } = sitrep;
  const all = [...knowledge.sources.values()];
  const rest = all.length - SOURCES_SHOWN_MAX;
  const texts = [
    `${bold(escapeMarkdown(knowledge.title))}\n${escapeMarkdown(knowledge.scope)}`,
    ...all.slice(0, SOURCES_SHOWN_MAX).map((source) => describe(source, citedBy(source))),
    ...(rest > 0 ? [`And ${rest} more; Proof on an answer shows the sources of that answer.`] : []),
    LEGEND,
    subtext(`${knowledge.facts.length} facts; version ${knowledge.version} of the facts.`),
  ];
  return { kind: 'sources' as const, parts: fitTexts(texts, MESSAGE_TEXT_MAX_CHARS - 200).map(text), rows: [] };

  function citedBy(source: Source): number {
    return knowledge.facts.filter((fact) => fact.citations.some((citation) => citation.source === source.id)).length;
  }
}

function describe(source: Source, facts: number): string {
  const links = [
    source.url && link('Open the source', source.url),
    source.archiveUrl && link('Archived copy', source.archiveUrl),
  ].filter((part) => part !== null);
  return [
    bold(escapeMarkdown(source.label)),
    ...sourceDetails(source).map((line) => `- ${escapeMarkdown(line)}`),
    `- ${facts} ${facts === 1 ? 'fact cites' : 'facts cite'} it.`,
    ...links,
  ].join('\n');
}
