import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { Store } from '../pins/store.ts';
import { isElsewhere } from './pin-events.ts';
import type { ServerSettings } from './server-settings.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How long the data of a server is kept after Sitrep was removed from it. */
const KEPT_DAYS = 30;

export interface FollowServersParts {
  readonly store: Store;
  /** The settings in memory, which are read again where some were deleted. */
  readonly settings: Pick<ServerSettings, 'load'>;
  readonly log: Logger;
}

/**
 * Records when Sitrep is removed from a server, and deletes the server's data 30 days later, unless Sitrep has been added again.
 *
 * @returns `reconcile` compares the store with the servers that Sitrep is in, once these are known: Sitrep may have been removed
 * or added while it was not running
 */
export function followServers(
  client: Client,
  { store, settings, log }: FollowServersParts,
): { reconcile(): Promise<void>; stop(): void } {
  const noted = (work: () => Promise<unknown>) =>
    work().then(
      () => undefined,
      (err: unknown) => log.error({ err }, 'recording the servers that Sitrep is in failed'),
    );
  client.on(Events.GuildDelete, ({ id }) => void noted(() => store.serverLeft(id, Date.now())));
  client.on(Events.GuildCreate, ({ id }) => void noted(() => store.serverJoined(id)));

  const reconcile = () =>
    noted(async () => {
      for (const id of await store.serversHeld()) {
        // For this server, only another process knows whether Sitrep is in it.
        if (isElsewhere(client, id)) continue;
        if (client.guilds.cache.has(id)) await store.serverJoined(id);
        else await store.serverLeft(id, Date.now());
      }
      const forgotten = await store.forgetServers(Date.now() - KEPT_DAYS * DAY_MS);
      if (forgotten.length === 0) return;
      log.info({ servers: forgotten }, 'data of servers that Sitrep left deleted');
      await settings.load();
    });
  // Once a day is enough, because only data that is 30 days old is deleted.
  const timer = setInterval(() => void reconcile(), DAY_MS);
  timer.unref();
  return { reconcile, stop: () => clearInterval(timer) };
}
