import type { ChannelType } from 'discord.js';
import type { PinReply } from '../pins/pin.ts';
import type { Card, Dialog } from '../views/card.ts';

/**
 * The effect that a command, a pressed button, a menu choice or a submitted dialog asks for. Their functions return it, and delivery carries it out.
 */
export type Reply =
  /** A new message: private to the asker unless `audience` is `channel`. */
  | { readonly do: 'say'; readonly audience: Audience; readonly card: Card }
  /** The message with the pressed button is edited. */
  | { readonly do: 'update'; readonly card: Card }
  /** `posted` is posted in the channel, and the pressed Share button is disabled. */
  | { readonly do: 'share'; readonly posted: Card }
  /** The message with the pressed button disappears. */
  | { readonly do: 'delete' }
  /** A dialog opens. Discord accepts it only as the first response. */
  | { readonly do: 'ask'; readonly dialog: Dialog }
  /**
   * An action whose outcome must reach the asker even if the process ends meanwhile. Discord is told first that an answer is
   * coming; then the card replaces the private message with the pressed button, or becomes a new private message.
   */
  | { readonly do: 'work'; work(reply: PinReply): Promise<Card> };

export type Audience = 'asker' | 'channel';

/** The person who acts and the place: everything about them that a reply may depend on. */
export interface Actor {
  readonly userId: string;
  /** Their permissions in this channel as Discord sent them; `null` outside servers, where there are none. */
  readonly permissions: bigint | null;
  /** Their language as Discord tells it ("pt-BR"). */
  readonly locale: string;
  readonly place: Place;
}

/** Where someone acts. */
export interface Place {
  /** `null` in direct messages and group chats. */
  readonly guildId: string | null;
  readonly channelId: string;
  /** The category of the channel, or the channel of a thread, where Discord has sent it. */
  readonly parentId?: string | null | undefined;
  /** Whether the place is their direct messages with Sitrep itself, and not with another person. */
  readonly direct: boolean;
  /** The kind of channel; `undefined` where Discord did not send it. */
  readonly channelType: ChannelType | undefined;
  /** Whether the channel is an archived thread. */
  readonly archived: boolean;
  readonly locked: boolean;
  /** Whether Sitrep was added to this server, and not only to the acting person's account. */
  readonly installed: boolean;
  /** What Sitrep may do in this channel. */
  readonly appPermissions: bigint;
}

export const privately = (card: Card): Reply => ({ do: 'say', audience: 'asker', card });

/** The reply with buttons that name the situation whose facts they are about. */
export function aboutSituation(reply: Reply, situation: string): Reply {
  const about = <T extends Card | Dialog>(shown: T): T => ({ situation, ...shown });
  switch (reply.do) {
    case 'say':
    case 'update':
      return { ...reply, card: about(reply.card) };
    case 'share':
      return { do: 'share', posted: about(reply.posted) };
    case 'ask':
      return { do: 'ask', dialog: about(reply.dialog) };
    case 'work':
      return { do: 'work', work: async (own) => about(await reply.work(own)) };
    case 'delete':
      return reply;
  }
}
