import { type Client, Events } from 'discord.js';

/** The state of the connection to Discord, for moderators. */
export interface Connection {
  /** When the connection was established, in milliseconds since 1970; `null` while it is down. */
  readonly sinceMs: number | null;
  /** When the connection was last lost; `null` where it never was. */
  readonly lostMs: number | null;
  /** How long Discord took to confirm the last heartbeat; `null` before the first. */
  readonly pingMs: number | null;
}

/** @param nowMs - milliseconds since 1970. @returns a function that returns the current state */
export function watchConnection(client: Client, nowMs: () => number): () => Connection {
  let sinceMs: number | null = null;
  let lostMs: number | null = null;
  const up = () => {
    sinceMs ??= nowMs();
  };
  const down = () => {
    sinceMs = null;
    lostMs = nowMs();
  };
  client.on(Events.ShardReady, up);
  client.on(Events.ShardResume, up);
  client.on(Events.ShardDisconnect, down);
  client.on(Events.ShardReconnecting, down);
  return () => ({ sinceMs, lostMs, pingMs: client.ws.ping < 0 ? null : Math.round(client.ws.ping) });
}
