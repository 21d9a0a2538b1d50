import { briefReply, completeBrief } from '../src/discord/brief-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';

/** `/brief` shows the state of play of a subject, or of the whole situation, in at most ten facts. */
export const brief: Command = {
  definition: {
    name: 'brief',
    description: 'The state of play in at most ten cited facts',
    options: [
      textOption('topic', 'A topic, person, group or place; leave empty for the situation as a whole', false),
      situationOption,
    ],
  },
  run: ({ options, actor }, services) => briefReply(options.get('topic'), actor, services),
  complete: (typed, services) => completeBrief(typed, services),
};
