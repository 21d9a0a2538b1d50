import type { Card } from './card.ts';

/**
 * What a command or a pressed button wants to happen. Commands and buttons return it; delivery carries it out.
 */
export type Reply =
  /** A new message: private to the asker unless `audience` is `channel`. */
  | { readonly do: 'say'; readonly audience: Audience; readonly card: Card }
  /** The message that the pressed button is on changes. */
  | { readonly do: 'update'; readonly card: Card }
  /** `posted` appears in the channel, and the pressed Share button is switched off. */
  | { readonly do: 'share'; readonly posted: Card }
  /** The message that the pressed button is on disappears. */
  | { readonly do: 'delete' };

export type Audience = 'asker' | 'channel';

/** Who acts, as far as a reply may depend on it. */
export interface Actor {
  readonly userId: string;
  /** Their permissions in this channel as Discord sent them; `null` outside servers, where there are none. */
  readonly permissions: bigint | null;
  /** `undefined` where Discord did not say. */
  readonly inThread: boolean | undefined;
}

export const privately = (card: Card): Reply => ({ do: 'say', audience: 'asker', card });
