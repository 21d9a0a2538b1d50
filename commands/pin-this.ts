import { ApplicationCommandType, PermissionFlagsBits } from 'discord.js';
import { factsOnAnswer } from '../src/discord/answer-facts.ts';
import type { MessageCommand } from '../src/discord/command.ts';
import { startBuilding } from '../src/discord/pin-builder.ts';
import { privately } from '../src/discord/reply.ts';
import { notice } from '../src/views/card.ts';
import { answerHeading } from '../src/views/recognise-pin.ts';

/** Makes a living pin of an answer that Sitrep has posted in the channel. */
export const pinThis: MessageCommand = {
  definition: {
    type: ApplicationCommandType.Message,
    name: 'Pin this answer',
    default_member_permissions: String(PermissionFlagsBits.PinMessages),
  },
  async runOn(message, actor, services) {
    const refuse = (sentence: string) => privately(notice(sentence));
    if (!message.own)
      return refuse('Only Sitrep’s own answers can be pinned this way; somebody else wrote this message.');
    if (message.isPrivate) return refuse('Only you see this answer. Share it first, then pin what was shared.');
    const found = await factsOnAnswer(message, actor.place, services);
    switch (found.kind) {
      case 'facts': {
        const title = answerHeading(message.text);
        return startBuilding(
          { kind: 'answer', about: null, facts: found.facts, ...(title && { title }) },
          actor,
          services,
        );
      }
      case 'living-pin':
        return refuse(`This is a living pin already. ${services.mention('pins')} shows what can be done to it.`);
      case 'outdated':
        return refuse(
          'This answer is from an earlier version of the facts. Ask again, share the new answer and pin that.',
        );
      case 'none':
        return refuse('This message shows no facts that could be pinned.');
    }
  },
};
