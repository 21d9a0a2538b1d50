import type { Command } from '../src/discord/command.ts';
import { privately } from '../src/discord/reply.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { presentSources } from '../src/views/present-about.ts';

/** `/sources` shows the sources, with everything known and unknown about them. */
export const sources: Command = {
  definition: {
    name: 'sources',
    description: 'Where the facts come from, and what the marks in answers mean',
    options: [situationOption],
  },
  run: (_input, { sitrep, asOfMs }) => privately(presentSources(sitrep.knowledge, asOfMs)),
};
