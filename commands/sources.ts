import type { Command } from '../src/discord/command.ts';
import { privately, type Reply } from '../src/discord/reply.ts';
import type { Services } from '../src/discord/services.ts';
import type { Source } from '../src/model/knowledge.ts';
import { type Card, text } from '../src/views/card.ts';
import { costOf, fitTexts } from '../src/views/fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from '../src/views/limits.ts';
import { bold, escapeMarkdown, link, subtext } from '../src/views/markdown.ts';
import { sourceDetails } from '../src/views/source-line.ts';

/** What the marks and words in answers mean. */
const LEGEND = [
  `${bold('What the marks mean')}`,
  '- [1]: the citation with that number under the answer; ¶3 is the third paragraph of the source, and the words in quotation marks are the source’s own.',
  '- Said by …: who made the statement. It is theirs, not the source’s and not Sitrep’s.',
  '- Alleged: the source gives it as an allegation. Disputed: sources contradict each other. Confirmed: another source holds it too, or the source says that it was confirmed.',
  '- Corrected, retracted, superseded: the fact has changed, and the reason stands with it. No such word: the source reports it.',
  '- When, as the source gives it: never completed. “Sunday” has no date where the source gives none.',
].join('\n');

/** What the situation's own text, or one source, may take of the message. */
const PART_COST = 900;
/** A little room for the line that says how many more there are. */
const FRAME_COST = 200;

/** The sources, with everything known and unknown about them. */
export const sources: Command = {
  definition: { name: 'sources', description: 'Where the facts come from, and what the marks in answers mean' },
  run: (_input, services): Reply => privately(sourcesCard(services)),
};

function sourcesCard({ sitrep }: Services): Card {
  const { knowledge } = sitrep;
  const citedBy = ({ id }: Source) =>
    knowledge.facts.filter((fact) => fact.citations.some((citation) => citation.source === id)).length;
  const about = fitted(`${bold(escapeMarkdown(knowledge.title))}\n${escapeMarkdown(knowledge.scope)}`);
  const version = subtext(`${knowledge.facts.length} facts; version ${knowledge.version} of the facts.`);
  const all = [...knowledge.sources.values()];
  const shown: string[] = [];
  let left =
    MESSAGE_TEXT_MAX_CHARS - FRAME_COST - [about, LEGEND, version].reduce((sum, part) => sum + costOf(part), 0);
  for (const source of all) {
    const described = fitted(describe(source, citedBy(source)));
    left -= costOf(described);
    if (left < 0) break;
    shown.push(described);
  }
  const rest = all.length - shown.length;
  const more = rest > 0 ? [`And ${rest} more. Proof on an answer shows the sources of that answer.`] : [];
  return { kind: 'sources', parts: [about, ...shown, ...more, LEGEND, version].map(text), rows: [] };
}

/** One text within what one of them may take. */
function fitted(part: string): string {
  return fitTexts([part], PART_COST)[0] ?? '';
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
