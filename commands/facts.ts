import { answerReply, completeVia } from '../src/discord/answer-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';

/** `/facts` shows the facts on a subject, the most important first; without a subject, the headline facts by topic. */
export const facts: Command = {
  definition: {
    name: 'facts',
    description: 'The facts on a subject, or the headline facts',
    options: [
      textOption('about', 'A person, group, place, topic or event; leave empty for the headline facts', false),
      situationOption,
    ],
  },
  run: ({ options, actor }, services) => answerReply('facts', options.get('about'), actor, services),
  complete: (typed, services) => completeVia('facts', typed, services),
};
