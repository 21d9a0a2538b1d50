import { answerReply, completeVia } from '../src/discord/answer-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';

/** `/when` says when something happened, as far as the source says. */
export const when: Command = {
  definition: {
    name: 'when',
    description: 'When something happened, as the source gives it',
    options: [textOption('event', 'What happened, in a few words', true), situationOption],
  },
  run: ({ options, actor }, services) => answerReply('when', options.get('event'), actor, services),
  complete: (typed, services) => completeVia('when', typed, services),
};
