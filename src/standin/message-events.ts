import { INTENT } from './intents.ts';
import type { MessageChange } from './messages.ts';
import { IDS, type World } from './world.ts';

/** Messages reach the bot only by the intents that carry them; private ones come under direct messages. */
export function tellBot(
  { kind, message }: MessageChange,
  world: World,
  dispatch: (event: string, data: unknown, intent: number) => void,
): void {
  const event = { created: 'MESSAGE_CREATE', updated: 'MESSAGE_UPDATE', deleted: 'MESSAGE_DELETE' }[kind];
  const isPublic = message.place.kind === 'guild' && message.privateTo === null;
  const where = isPublic ? { guild_id: IDS.guild } : {};
  const { user: _, ...member } = world.memberJson(world.bot.id);
  const data =
    kind === 'deleted'
      ? { id: message.json.id, channel_id: message.place.channelId, ...where }
      : {
          ...message.json,
          channel_type: message.place.kind === 'guild' ? 0 : 1,
          ...where,
          ...(isPublic && { member }),
        };
  dispatch(event, data, isPublic ? INTENT.guildMessages : INTENT.directMessages);
}
