import { answerReply, completeVia } from '../src/discord/answer-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';

/** `/who` shows a person, group or institution: name, role, and what the sources say about them. */
export const who: Command = {
  definition: {
    name: 'who',
    description: 'Who a person, group or institution is, and what the sources say of them',
    options: [textOption('name', 'A name or a role', true), situationOption],
  },
  run: ({ options, actor }, services) => answerReply('who', options.get('name'), actor, services),
  complete: (typed, services) => completeVia('who', typed, services),
};
