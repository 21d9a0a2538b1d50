import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  PermissionFlagsBits,
} from 'discord.js';
import { completeVia } from '../src/discord/answer-reply.ts';
import type { Command } from '../src/discord/command.ts';
import { startBuilding } from '../src/discord/pin-builder.ts';
import { privately } from '../src/discord/reply.ts';
import { situationOption } from '../src/discord/situation-option.ts';
import { textOption } from '../src/discord/text-option.ts';
import { notice } from '../src/views/card.ts';

/** Makes a living pin of a brief or of single facts, after a private preview. */
export const pin: Command = {
  definition: {
    name: 'pin',
    description: 'Pin a message that follows the facts (for members with Pin Messages)',
    default_member_permissions: String(PermissionFlagsBits.PinMessages),
    options: [
      about('brief', 'Pin a brief: the most important facts, the time frame, what is not known'),
      about('facts', 'Pin single facts that you choose'),
    ],
  },
  run({ sub, options, actor }, services) {
    const kind = sub === 'brief' ? 'brief' : 'facts';
    const topic = options.get('topic');
    const subject = topic === undefined ? null : services.sitrep.brief(topic)?.about;
    if (subject === undefined) {
      return privately(
        notice('The fact base holds nothing on that. Choose one of the suggestions, or leave it empty.'),
      );
    }
    return startBuilding({ kind, about: subject }, actor, services);
  },
  complete: (typed, services) => completeVia('facts', typed, services),
};

function about(name: string, description: string): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description,
    options: [
      textOption('topic', 'A topic, person, group or place; leave empty for the whole situation', false),
      situationOption,
    ],
  };
}
