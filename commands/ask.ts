import { answerReply, completeVia } from '../src/discord/answer-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';

/** `/ask` answers any question in free words. */
export const ask: Command = {
  definition: {
    name: 'ask',
    description: 'Ask a question in your own words',
    options: [
      textOption('question', 'A question about the situation, as you would ask a person', true),
      situationOption,
    ],
  },
  run: ({ options, actor }, services) => answerReply('ask', options.get('question'), actor, services),
  complete: (typed, services) => completeVia('ask', typed, services),
};
