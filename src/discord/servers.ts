import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { Store } from '../pins/store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** For how long what is held of a server is kept after Sitrep was removed from it. */
const KEPT_DAYS = 30;

/**
 * Records when Sitrep is removed from a server, and deletes what is held of it 30 days later, unless it has come back.
 *
 * @returns `reconcile` compares the store with the servers that Sitrep is in, once these are known: it may have been removed or
 *          added while it was not running
 */
export function followServers(
  client: Client,
  store: Store,
  log: Logger,
  now: () => number = Date.now,
): { reconcile(): Promise<void>; stop(): void } {
  const noted = (work: () => Promise<unknown>) =>
    work().then(
      () => undefined,
      (err: unknown) => log.error({ err }, 'recording the servers that Sitrep is in failed'),
    );
  client.on(Events.GuildDelete, ({ id }) => void noted(() => store.serverLeft(id, now())));
  client.on(Events.GuildCreate, ({ id }) => void noted(() => store.serverJoined(id)));

  const reconcile = () =>
    noted(async () => {
      for (const id of await store.serversHeld()) {
        if (client.guilds.cache.has(id)) await store.serverJoined(id);
        else await store.serverLeft(id, now());
      }
      const forgotten = await store.forgetServers(now() - KEPT_DAYS * DAY_MS);
      if (forgotten.length > 0) log.info({ servers: forgotten }, 'data of servers that Sitrep left deleted');
    });
  // Once a day, because only what is 30 days old is deleted.
  const timer = setInterval(() => void reconcile(), DAY_MS);
  timer.unref();
  return { reconcile, stop: () => clearInterval(timer) };
}
