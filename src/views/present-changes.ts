/** The messages for a curators' channel: facts that changed, and files that cannot be served. */

import { countsOf, type FactChange, factText, type ToldFact } from '../knowledge/changes.ts';
import { formatProblem, type Problem } from '../knowledge/problem.ts';
import { clip } from '../model/text.ts';
import { type Card, text } from './card.ts';
import { leading, MESSAGE_TEXT_MAX_CHARS, totalCost } from './limits.ts';
import { escapeLine, heading, subtext } from './markdown.ts';

const PROBLEMS_MAX = 5;
/** Longer entries are cut, so that at least one is shown. */
const ENTRY_MAX_CHARS = 1200;

/** @param title - the title of the situation */
export const presentChanges = (title: string, changes: readonly FactChange[]): Card =>
  listCard(`${title}: facts changed`, countsOf(changes), changes.map(changeText));

/** A situation that is served for the first time. */
export const presentServed = (title: string, facts: number): Card =>
  listCard(`${title}: served from now on`, `${facts} facts`, []);

/** @param name - the name of the situation's folder; its title may be the very value that is invalid */
export const presentRefused = (name: string, problems: readonly Problem[]): Card =>
  listCard(
    `${name}: files not served`,
    `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}; facts that were served before stay in service`,
    problems.slice(0, PROBLEMS_MAX).map((problem) => `- ${escapeLine(formatProblem(problem))}`),
    problems.length,
  );

function changeText({ id, before, after }: FactChange): string {
  const verb = before === null ? 'Added' : after === null ? 'Removed' : 'Changed';
  const told = (label: string, fact: ToldFact | null): readonly string[] =>
    fact === null ? [] : [`${label}: ${escapeLine(factText(fact))}`];
  return [`**${verb}: ${escapeLine(id)}**`, ...told('Before', before), ...told('Now', after)].join('\n');
}

/** As many of the entries as fit into a message. @param total - the number of all entries, including those not shown */
function listCard(title: string, summary: string, entries: readonly string[], total = entries.length): Card {
  const above = [heading(escapeLine(title)), summary];
  const more = (count: number): string => subtext(`and ${count} more`);
  const clipped = entries.map((entry) => clip(entry, ENTRY_MAX_CHARS));
  const shown = leading(clipped, MESSAGE_TEXT_MAX_CHARS - totalCost([...above, more(total)]));
  const rest = total - shown.length;
  const lines = [...above, ...shown, ...(rest > 0 ? [more(rest)] : [])];
  return { kind: 'notice', parts: [text(lines.join('\n'))], rows: [] };
}
