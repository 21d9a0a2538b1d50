import type { Command } from '../src/discord/command.ts';
import { privately } from '../src/discord/reply.ts';
import { otherTitles } from '../src/discord/situation-option.ts';
import { presentHelp } from '../src/views/present-about.ts';

/** What Sitrep can and cannot do. */
export const help: Command = {
  definition: { name: 'help', description: 'What Sitrep can and cannot do' },
  run: (_input, { sitrep: { knowledge }, situations, mention, answersTo }) =>
    privately(presentHelp({ knowledge, otherTitles: otherTitles(knowledge, situations) }, answersTo, mention)),
};
