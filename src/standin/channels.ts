import { StandinError } from './loopback.ts';
import type { Overwrite } from './permissions.ts';

/** Discord's numbers for the kinds of channels that there are here. */
export const CHANNEL_TYPE = { text: 0, direct: 1, voice: 2, announcement: 5, thread: 11, forum: 15 } as const;
export type ChannelKind = Exclude<keyof typeof CHANNEL_TYPE, 'direct'>;

/** A channel of the server, beside "situation". */
export interface ChannelOption {
  /** Unique; with it `Standin.channel` finds the id. */
  readonly name: string;
  /** "text" where absent. "voice" is the chat of a voice channel; a "thread" is public, in a forum it is a post. */
  readonly kind?: ChannelKind;
  /** Of a thread: the name of its channel; "situation" where absent. */
  readonly parent?: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly overwrites?: readonly Overwrite[];
}

/** A channel as it is now. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly parentId: string | null;
  readonly archived: boolean;
  readonly locked: boolean;
  readonly overwrites: readonly Overwrite[];
}

export type ThreadState = Pick<Channel, 'archived' | 'locked'>;

/** The server's channels in the order in which they stand. */
export interface Channels {
  list(): readonly Channel[];
  get(id: string): Channel | undefined;
  named(name: string): Channel | undefined;
  change(id: string, change: Partial<Pick<Channel, 'archived' | 'locked' | 'overwrites'>>): void;
  /** With its threads. @returns the ids that are gone */
  remove(id: string): readonly string[];
}

/** Fixed ids, in the order of the options. */
const FIRST_ID = 1_300_000_000_000_001_000n;

/** @throws StandinError for two channels of one name, or a thread whose channel is not there */
export function createChannels(home: Channel, options: readonly ChannelOption[]): Channels {
  const byId = new Map<string, Channel>([[home.id, home]]);
  const named = (name: string) => [...byId.values()].find((channel) => channel.name === name);
  for (const [index, option] of options.entries()) {
    const { name, kind = 'text', archived = false, locked = false, overwrites = [] } = option;
    const parent = kind === 'thread' ? named(option.parent ?? home.name) : undefined;
    if (named(name) !== undefined) {
      throw new StandinError('BAD_CHANNEL', `Expected every channel to have a name of its own, got "${name}" twice.`);
    }
    if (kind === 'thread' && parent === undefined) {
      throw new StandinError(
        'BAD_CHANNEL',
        `Expected "${option.parent}", the channel of the thread "${name}", before it.`,
      );
    }
    const id = String(FIRST_ID + BigInt(index));
    byId.set(id, { id, name, kind, parentId: parent?.id ?? null, archived, locked, overwrites });
  }
  return {
    list: () => [...byId.values()],
    get: (id) => byId.get(id),
    named,
    change(id, change) {
      const old = byId.get(id);
      if (old !== undefined) byId.set(id, { ...old, ...change });
    },
    remove(id) {
      const gone = [...byId.values()].filter((channel) => channel.id === id || channel.parentId === id);
      for (const channel of gone) byId.delete(channel.id);
      return gone.map((channel) => channel.id);
    },
  };
}
