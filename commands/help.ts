import type { Command } from '../src/discord/command.ts';
import { privately } from '../src/discord/reply.ts';
import { clip } from '../src/model/text.ts';
import { text } from '../src/views/card.ts';
import { bold, escapeMarkdown } from '../src/views/markdown.ts';

/** A situation's title longer than this is cut, so that the rest of the help fits beside it. */
const TITLE_MAX_CHARS = 200;

/** What Sitrep can and cannot do. */
export const help: Command = {
  definition: { name: 'help', description: 'What Sitrep can and cannot do' },
  run: (_input, { sitrep, mention, answersTo }) => {
    const { knowledge } = sitrep;
    const can = [
      bold('Sitrep answers from facts that a person has curated and cited, and from nothing else.'),
      `It now holds ${knowledge.facts.length} facts on: ${escapeMarkdown(clip(knowledge.title, TITLE_MAX_CHARS))}.`,
      '',
      `- ${mention('facts')} the facts on a subject; without a subject, the headline facts`,
      `- ${mention('who')} a person, group or institution`,
      `- ${mention('when')} when something happened, as the source gives it`,
      `- ${mention('ask')} any question in your own words`,
      `- ${mention('brief')} the state of play in at most ten facts, on a subject or on the whole`,
      `- ${mention('sources')} where the facts come from, and what the marks mean`,
    ].join('\n');
    const seen =
      answersTo === 'asker'
        ? 'Answers are private to you. Share posts one in the channel without naming you; you and members who may manage messages can delete it again.'
        : 'Answers appear in the channel. You and members who may manage messages can delete them.';
    const pinning = [
      bold('For members with the permission “Pin Messages”'),
      `- ${mention('pin brief')} and ${mention('pin facts')} pin a message that follows the facts; you choose what goes in and see it before it is posted`,
      '- “Pin this answer”, under Apps in the menu of a shared answer, pins the facts of that answer',
      `- ${mention('pins')} what is pinned here, what has changed, and who did what`,
    ].join('\n');
    const cannot = [
      bold('What it does not do'),
      '- It does not search the web, and no language model writes its answers: each sentence about the situation is a fact’s own text.',
      '- When the facts do not hold an answer it says “Not in the fact base.” That does not mean that something is false.',
      '- It does not complete dates, judge claims or predict. Who said something stands with it.',
      '- It reads no messages, only the commands that you give it.',
    ].join('\n');
    return privately({ kind: 'help', parts: [can, seen, pinning, cannot].map(text), rows: [] });
  },
};
