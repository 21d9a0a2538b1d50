import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  type REST,
  type RESTAPIPartialCurrentUserGuild,
  Routes,
} from 'discord.js';
import type { Finding } from '../model/finding.ts';
import { clip } from '../model/text.ts';
import { may } from './actor.ts';
import { describeError } from './describe-error.ts';
import { grantToSitrep, PERMISSION_NAMES } from './pin-rights.ts';

/** Discord's limit for a page of servers. */
const GUILDS_PER_PAGE = 200;
/** Each server takes a few requests, so a bot in very many servers would soon run into rate limits. */
export const SERVERS_MAX = 100;
/** A finding names at most so many channels, and says how many more there are. */
const CHANNELS_NAMED = 5;
const NAME_MAX_CHARS = 60;
const LIST = new Intl.ListFormat('en');

const { ViewChannel, ReadMessageHistory, SendMessages, SendMessagesInThreads, PinMessages } = PermissionFlagsBits;
/** The permissions that answers to mentions and living pins need, for each kind of channel. Other kinds allow no pins. */
const NEEDED: ReadonlyMap<ChannelType, readonly bigint[]> = new Map([
  [ChannelType.GuildText, [ViewChannel, SendMessages, SendMessagesInThreads, ReadMessageHistory, PinMessages]],
  [ChannelType.GuildAnnouncement, [ViewChannel, SendMessages, SendMessagesInThreads, ReadMessageHistory, PinMessages]],
  [ChannelType.GuildForum, [ViewChannel, SendMessagesInThreads, ReadMessageHistory, PinMessages]],
  [ChannelType.GuildMedia, [ViewChannel, SendMessagesInThreads, ReadMessageHistory, PinMessages]],
]);

export type GuildSummary = Pick<RESTAPIPartialCurrentUserGuild, 'id' | 'name'>;

/** All servers that the bot is in. @throws what discord.js throws */
export async function listServers(rest: REST): Promise<readonly GuildSummary[]> {
  const all: GuildSummary[] = [];
  for (;;) {
    const query = new URLSearchParams({ limit: String(GUILDS_PER_PAGE), after: all.at(-1)?.id ?? '0' });
    // The type follows Discord's documentation of the route.
    const page = (await rest.get(Routes.userGuilds(), { query })) as readonly GuildSummary[];
    all.push(...page.map(({ id, name }) => ({ id, name })));
    if (page.length < GUILDS_PER_PAGE) return all;
  }
}

/** Examines Sitrep's permissions in each server and channel. Discord does not list channels that the bot may not view. */
export async function* examineServers(
  rest: REST,
  botId: string,
  servers: readonly GuildSummary[],
): AsyncGenerator<Finding> {
  for (const server of servers.slice(0, SERVERS_MAX)) {
    const check = `server “${clip(server.name, NAME_MAX_CHARS)}”`;
    try {
      for (const found of await examineServer(rest, botId, server.id)) yield { check, ...found };
    } catch (error) {
      yield {
        check,
        level: 'warning',
        message: `Its permissions could not be read: ${describeError(error).error}.`,
        remedy: 'Run doctor again later.',
      };
    }
  }
  if (servers.length > SERVERS_MAX) {
    yield {
      check: 'servers',
      level: 'note',
      message: `The permissions of ${servers.length - SERVERS_MAX} more servers were not read.`,
      remedy: 'Name one with --server ID.',
    };
  }
}

async function examineServer(rest: REST, botId: string, guildId: string): Promise<readonly Omit<Finding, 'check'>[]> {
  const guild = (await rest.get(Routes.guild(guildId))) as APIGuild;
  const member = (await rest.get(Routes.guildMember(guildId, botId))) as APIGuildMember;
  const channels = (await rest.get(Routes.guildChannels(guildId))) as readonly APIChannel[];
  /** Names of missing permissions → the channels in which they are missing. */
  const lacking = new Map<string, string[]>();
  let suitable = 0;
  for (const channel of channels) {
    const needed = NEEDED.get(channel.type);
    if (needed === undefined) continue;
    suitable += 1;
    const permissions = permissionsIn(guild, member, botId, channel);
    const names = needed.filter((bit) => !may(permissions, bit)).map((bit) => `“${PERMISSION_NAMES.get(bit)}”`);
    if (names.length === 0) continue;
    const key = LIST.format(names);
    lacking.set(key, [...(lacking.get(key) ?? []), `#${clip(channel.name ?? channel.id, NAME_MAX_CHARS)}`]);
  }
  const ok = `Sitrep may answer mentions and pin in all ${suitable} channels that it sees and that allow pins.`;
  if (suitable > 0 && lacking.size === 0) return [{ level: 'ok', message: ok }];
  if (suitable === 0) {
    const message = 'Sitrep sees no channel that allows pins. Commands work all the same.';
    return [{ level: 'warning', message, remedy: `Let it view one. ${grantToSitrep(1)}` }];
  }
  return [...lacking].map(([permissions, names]) => ({
    level: 'warning',
    message: `In ${names.length} of ${suitable} channels (${shortened(names)}) Sitrep lacks ${permissions}. Commands work there all the same.`,
    remedy: grantToSitrep(permissions.includes('” ') ? 2 : 1),
  }));
}

function shortened(names: readonly string[]): string {
  const rest = names.length - CHANNELS_NAMED;
  return LIST.format(rest > 0 ? [...names.slice(0, CHANNELS_NAMED), `${rest} more`] : names);
}

/** The order follows Discord's documentation (topics/permissions, "Permission Overwrites"). */
function permissionsIn(guild: APIGuild, member: APIGuildMember, botId: string, channel: APIChannel): bigint {
  const roleIds = new Set([guild.id, ...member.roles]);
  const base = guild.roles
    .filter(({ id }) => roleIds.has(id))
    .reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return base;
  const overwrites: readonly APIOverwrite[] =
    'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];
  const steps = [
    overwrites.filter(({ id }) => id === guild.id),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guild.id && roleIds.has(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === botId),
  ];
  return steps.reduce((bits, step) => {
    const all = (key: 'allow' | 'deny') => step.reduce((sum, overwrite) => sum | BigInt(overwrite[key]), 0n);
    return (bits & ~all('deny')) | all('allow');
  }, base);
}
