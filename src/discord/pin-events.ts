import { type Channel, type Client, Events, GatewayDispatchEvents, PermissionFlagsBits } from 'discord.js';
import { type JoinedHosts, shardOf } from '../pins/hosts.ts';
import type { LivingPins } from '../pins/living-pins.ts';
import type { Servers } from '../pins/reconcile.ts';

/** The fields that a gateway event about a thread or about pins may have. */
interface GatewayEvent {
  readonly t?: string;
  readonly d?: {
    readonly id?: string;
    readonly channel_id?: string;
    readonly thread_metadata?: { readonly archived?: boolean };
  };
}
const THREAD_EVENTS: ReadonlySet<unknown> = new Set([
  GatewayDispatchEvents.ThreadCreate,
  GatewayDispatchEvents.ThreadUpdate,
]);

/** The servers that the bot is in. This process knows nothing of servers whose events go to other processes, so these count as well. */
export const serversOf = (client: Client): Servers => ({
  has: (guildId) => isElsewhere(client, guildId) || client.guilds.cache.has(guildId),
});

/** Whether another process gets the server's events. */
export function isElsewhere(client: Client, guildId: string): boolean {
  const { shards, shardCount = 1 } = client.options;
  return Array.isArray(shards) && !shards.includes(shardOf(guildId, shardCount));
}

/**
 * Passes events about channels and servers to the living pins, and starts a full comparison after every lost connection.
 *
 * @param hosts - the other processes, whose work is taken over when they end
 */
export function followPinEvents(client: Client, pins: LivingPins, hosts?: Pick<JoinedHosts, 'onChange'>): void {
  const servers = serversOf(client);
  const compare = () => void pins.reconcile(servers);
  hosts?.onChange((isNew) => {
    // A process that is not ready yet compares everything once it is ready.
    if (client.isReady()) void pins.reconcile(servers, ({ guildId, situation }) => isNew(guildId, situation));
  });
  // This event comes at the start and in every new session. A resumed session may have missed events as well.
  client.on(Events.ClientReady, compare);
  client.on(Events.ShardResume, compare);
  client.on(Events.ShardReady, () => {
    if (client.isReady()) compare();
  });

  client.on(Events.ChannelPinsUpdate, ({ id }) => pins.pinsChangedIn(id));
  // A pin may have waited for a permission or for a reopened thread. Threads have the permissions of their channel.
  client.on(Events.ChannelUpdate, (_before, channel) => {
    const threads = 'threads' in channel ? channel.threads.cache.keys() : [];
    for (const id of [channel.id, ...threads]) pins.pinsChangedIn(id);
  });
  client.on(Events.GuildRoleUpdate, (before, { id, guild, permissions }) => {
    const isOwn = guild.members.me?.roles.cache.has(id) ?? true;
    if (isOwn && !permissions.equals(before.permissions)) pins.rightsChangedIn(guild.id);
  });
  client.on(Events.GuildMemberUpdate, (before, { id, guild, roles }) => {
    if (id === client.user?.id && !roles.cache.equals(before.roles.cache)) pins.rightsChangedIn(guild.id);
  });
  client.on(Events.ThreadUpdate, (before, { id, archived }) => {
    if (before.archived && !archived) pins.pinsChangedIn(id);
  });
  // discord.js does not cache threads that were archived when the session began, so it emits no events when they are reopened or
  // when something is pinned in them after that.
  client.on(Events.Raw, ({ t, d }: GatewayEvent) => {
    const id = t === GatewayDispatchEvents.ChannelPinsUpdate ? d?.channel_id : THREAD_EVENTS.has(t) ? d?.id : undefined;
    if (id === undefined || d?.thread_metadata?.archived === true || client.channels.cache.has(id)) return;
    pins.pinsChangedIn(id);
  });
  client.on(Events.ChannelDelete, ({ id }) => void pins.channelGone(id));
  client.on(Events.ThreadDelete, ({ id }) => void pins.channelGone(id));
  client.on(Events.GuildDelete, ({ id }) => void pins.serverLeft(id));
  client.on(Events.GuildCreate, ({ id }) => void pins.serverBack(id));
  // The comparison may have run before the details of this server, and so its readable channels, were known.
  client.on(Events.GuildAvailable, ({ id }) => void pins.serverBack(id));
}

/** Whether the bot may read a channel's history; `undefined` where discord.js does not know the channel or the bot's roles. */
export function mayReadHistory({ channels, user }: Client, channelId: string): boolean | undefined {
  const channel: Channel | undefined = channels.cache.get(channelId);
  if (user === null || channel === undefined || channel.isDMBased()) return undefined;
  const permissions = channel.permissionsFor(user);
  return permissions?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]);
}
