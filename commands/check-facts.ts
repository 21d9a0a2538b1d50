import { ApplicationCommandType } from 'discord.js';
import type { MessageCommand } from '../src/discord/command.ts';
import { privately } from '../src/discord/reply.ts';
import { notice } from '../src/views/card.ts';
import { CHECK_TEXT_MAX_CHARS } from '../src/views/limits.ts';
import { presentCheck } from '../src/views/present-check.ts';

/** Compares the statements in a message with the facts; only the person who asks sees the result. */
export const checkFacts: MessageCommand = {
  definition: { type: ApplicationCommandType.Message, name: 'Check facts' },
  async runOn({ own, id, text }, _actor, { sitrep, asOfMs, mention }) {
    if (own)
      return privately(notice('Sitrep wrote this message itself. Proof, under an answer, shows what it rests on.'));
    const checked = await sitrep.check(text.slice(0, CHECK_TEXT_MAX_CHARS));
    if (checked.length === 0)
      return privately(
        notice(
          `This message holds no statement that could be compared with the facts. ${mention('ask')} takes questions.`,
        ),
      );
    const isCut = text.length > CHECK_TEXT_MAX_CHARS;
    return privately(presentCheck(checked, { knowledge: sitrep.knowledge, asOfMs, messageId: id, isCut }));
  },
};
