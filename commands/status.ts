import { PermissionFlagsBits } from 'discord.js';
import { may } from '../src/discord/actor.ts';
import type { Command } from '../src/discord/command.ts';
import { privately } from '../src/discord/reply.ts';
import { notice } from '../src/views/card.ts';
import { presentStatus } from '../src/views/present-status.ts';
import { STATUS } from '../src/views/wording.ts';

/** `/status` shows how old the facts are, whether the server's pins are up to date, and since when Sitrep has been connected. */
export const status: Command = {
  definition: {
    name: 'status',
    description: 'The facts, the pins and the connection (for members with Pin Messages)',
    default_member_permissions: String(PermissionFlagsBits.PinMessages),
  },
  async run({ actor: { permissions, place } }, { sitrep, asOfMs, pins, connection }) {
    const { guildId } = place;
    if (guildId === null || permissions === null || !place.installed) return privately(notice(STATUS.notHere));
    if (!may(permissions, PermissionFlagsBits.PinMessages)) return privately(notice(STATUS.notForYou));
    const { knowledge } = sitrep;
    const ofServer = (await pins?.inServer(guildId)) ?? [];
    return privately(presentStatus({ knowledge, factsSinceMs: asOfMs, pins: ofServer, connection: connection() }));
  },
};
