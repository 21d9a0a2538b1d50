import type { StartedInteraction } from './interaction-model.ts';
import type { Messages } from './messages.ts';
import { PERMISSION } from './permissions.ts';
import { IDS, type World } from './world.ts';

/** Discord's default for a server without boosts. */
const ATTACHMENT_SIZE_LIMIT_BYTES = 10_485_760;

/** What an app may do where only the person has it (platform reference §4.2). */
const AS_GUEST = PERMISSION.attachFiles | PERMISSION.embedLinks | PERMISSION.mentionEveryone;

/**
 * The `d` of INTERACTION_CREATE. Every field of the documented payload is there: the client crashes on some of them
 * missing (`entitlements`, `authorizing_integration_owners`) and silently misreads others (`channel`).
 */
export function interactionPayload(
  world: World,
  messages: Messages,
  { type, personId, place, data, source }: StartedInteraction,
  { id, token }: { readonly id: string; readonly token: string },
): Record<string, unknown> {
  const inGuild = place.kind === 'guild';
  const permissions = String(world.permissions(personId, place));
  const who = inGuild
    ? { member: { ...world.memberJson(personId), permissions } }
    : { user: world.person(personId)?.user };
  const where = inGuild
    ? { guild_id: IDS.guild, guild: { id: IDS.guild, locale: 'en-US', features: [] }, guild_locale: 'en-US' }
    : {};
  return {
    id,
    application_id: IDS.application,
    type,
    token,
    version: 1,
    ...where,
    channel_id: place.channelId,
    channel: { ...world.channelJson(place), ...(inGuild && { permissions }) },
    ...who,
    app_permissions: String(world.hasBot() || !inGuild ? world.permissions(world.bot.id, place) : AS_GUEST),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: world.ownersIn(place, personId),
    context: inGuild ? 0 : 1,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT_BYTES,
    data,
    ...(source && { message: messages.json(source) }),
  };
}
