/** The messages for a curators' channel: facts that changed, and files that cannot be served. */

import { countsOf, type FactChange, factText, type ToldFact } from '../knowledge/changes.ts';
import { formatProblem, type Problem } from '../knowledge/problem.ts';
import { clip } from '../model/text.ts';
import { type Card, text } from './card.ts';
import { costOf, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { escapeLine, heading, subtext } from './markdown.ts';

/** Text budget for the heading and the last line. */
const FRAME_COST = 600;
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
  const shown: string[] = [];
  let budget = MESSAGE_TEXT_MAX_CHARS - FRAME_COST;
  for (const entry of entries) {
    const fitted = clip(entry, ENTRY_MAX_CHARS);
    budget -= costOf(`${fitted}\n`);
    if (budget < 0) break;
    shown.push(fitted);
  }
  const more = total - shown.length;
  const lines = [heading(escapeLine(title)), summary, ...shown, ...(more > 0 ? [subtext(`and ${more} more`)] : [])];
  return { kind: 'notice', parts: [text(lines.join('\n'))], rows: [] };
}
