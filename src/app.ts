import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { commands, messageCommands } from '../commands/index.ts';
import { weightsFor } from './ask/weights.ts';
import type { Config } from './config.ts';
import { type Bot, type PinsAround, startBot } from './discord/bot.ts';
import { tellCuratorsChannel } from './discord/curators-channel.ts';
import { ServerSettings } from './discord/server-settings.ts';
import { otherTitles } from './discord/situation-option.ts';
import { type Encoder, openEncoder } from './encoder/encoder.ts';
import { encoderSetting, vectorsFolder } from './encoder/settings.ts';
import { openVectorCaches } from './encoder/vector-cache.ts';
import { SitrepError } from './errors.ts';
import { type Health, openHealth } from './health.ts';
import { ASKER_DAYS, INBOX_DAYS } from './model/inbox.ts';
import type { Channels } from './pins/channels.ts';
import { FactRecorder } from './pins/fact-record.ts';
import { type JoinedHosts, shareOf } from './pins/hosts.ts';
import { createLivingPins, type LivingPins } from './pins/living-pins.ts';
import type { Store } from './pins/store.ts';
import type { Sitrep } from './sitrep.ts';
import { type LiveSituations, openSituations } from './situations.ts';
import type { Standin, StandinOptions } from './standin/standin.ts';
import { openStore } from './store/open.ts';
import { joinOthers, openConfiguredStore } from './store/open-configured.ts';

/** The running whole: the bot and, without a token, the stand-in that it is connected to. */
export interface App {
  readonly bot: Bot;
  readonly standin: Standin | null;
  readonly situations: LiveSituations;
  /** What a newcomer may type first. */
  examples(): readonly string[];
  /** Stops everything after the messages in flight are sent. Safe to call twice. */
  stop(): Promise<void>;
}

/** Where the stand-in's page is unless SITREP_PORT says otherwise. */
const USUAL_PORT = 3210;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** How often Sitrep checks that the store's file is still the one that it opened. */
const VERIFY_STORE_MS = 10_000;
/** What a newcomer may type first where the situation suggests nothing. */
const GENERAL_EXAMPLES = ['/facts', '/help'] as const;

/**
 * Joins the parts: facts, engine, bot, and the stand-in where there is no token. It is long because the order in which the parts
 * are opened and closed is told in one place.
 *
 * @throws SitrepError with what was expected, what came and what to do; nothing is left running then
 */
export async function startApp(config: Config, log: Logger): Promise<App> {
  const { encoder, situations } = await openFacts(config, log);
  if (config.token === undefined && config.apiUrl !== undefined) {
    log.warn('DISCORD_API_URL is set, DISCORD_TOKEN is not: the stand-in is used instead');
  }
  const examplesOf = ({ knowledge: { examples } }: Sitrep) => (examples.length > 0 ? examples : GENERAL_EXAMPLES);
  let standin: Standin | null = null;
  let store: Store | null = null;
  let hosts: JoinedHosts | undefined;
  let bot: Bot | undefined;
  let health: Health | undefined;
  let maintenance: { stop(): void } | undefined;
  try {
    health = await openHealth(config.health, {
      gateway: () => bot?.gateway,
      situations: () =>
        situations.all().map(({ knowledge: { name, version, facts } }) => ({ name, version, facts: facts.length })),
    });
    if (health.url !== undefined) log.info({ url: health.url }, 'monitoring is answered at /ready and /metrics');
    store = await openStoreOf(config);
    const keep = store;
    maintenance = await maintainStore(store, config, log);
    if (config.token !== undefined) hosts = await joinOthers(config.storePath, { shards: config.shards, store, log });
    const record = new FactRecorder(store, log, Date.now, hosts?.serves.bind(hosts));
    for (const sitrep of situations.all()) await record.record(sitrep);
    const serverSettings = await openServerSettings(config, { store, situations, hosts, log });
    const openPins = pinsOpener(config, { store, situations, record, serverSettings, hosts, log });
    // A server on the stand-in may choose another situation in /settings, for a channel or for all.
    const situationAt = (guildId: string | null, channelId: string) =>
      situations.get(serverSettings.at(guildId, [channelId]).situation) ?? situations.byDefault();
    const page = {
      examples: (guildId: string | null, channelId: string) => examplesOf(situationAt(guildId, channelId)),
      situation(guildId: string | null, channelId: string) {
        const { knowledge } = situationAt(guildId, channelId);
        return { title: knowledge.title, scope: knowledge.scope, others: otherTitles(knowledge, situations) };
      },
    };
    standin = config.token === undefined ? await openStandin(config, page, log) : null;
    const tellPage = () => standin?.situationChanged();
    serverSettings.onChange(tellPage);
    situations.onChange(tellPage);
    bot = await startBot({
      token: config.token ?? standin?.token ?? '',
      apiUrl: standin?.apiUrl ?? config.apiUrl,
      guildId: standin ? undefined : config.guildId,
      commands,
      messageCommands,
      situations,
      store: keep,
      record,
      serverSettings,
      openPins,
      shards: standin ? undefined : config.shards,
      hosts,
      onHandled: health.onHandled,
      log,
    });
    tellCuratorsChannel({ channelId: config.curatorsChannel, bot, situations, hosts, log });
    const { stop: stopBot } = bot;
    const closeHealth = health.close;
    let stopped: Promise<void> | undefined;
    const stop = () => {
      maintenance?.stop();
      stopped ??= Promise.all([stopBot(), closeHealth(), situations.stop(), encoder?.stop()])
        .finally(() => hosts?.close())
        .finally(() => keep.close())
        .then(() => standin?.close());
      return stopped;
    };
    return { bot, standin, situations, examples: () => examplesOf(situations.byDefault()), stop };
  } catch (error) {
    maintenance?.stop();
    await Promise.all([health?.close(), situations.stop(), standin?.close(), encoder?.stop()]);
    await hosts?.close();
    await store?.close();
    throw error;
  }
}

/** The facts of every situation, each with its engine. One encoder serves all; each situation keeps the vectors of its own facts. */
async function openFacts(
  config: Config,
  log: Logger,
): Promise<{ encoder: Encoder | null; situations: LiveSituations }> {
  const encoderFolder = encoderSetting(config.encoder);
  const encoder = encoderFolder === undefined ? null : openEncoder({ folder: encoderFolder, log });
  // The stand-in's store is a temporary file, so nothing is kept beside it.
  const folder = config.token === undefined ? undefined : vectorsFolder(config.storePath, config.cacheDir);
  const cacheOf = encoder && openVectorCaches({ encoder, folder, log });
  const optionsOf = (situation: string) =>
    cacheOf ? { vectors: cacheOf(situation), weights: weightsFor(encoderFolder) } : {};
  try {
    const situations = await openSituations({ root: config.knowledgeDir, chosen: config.situation, optionsOf, log });
    return { encoder, situations };
  } catch (error) {
    await encoder?.stop();
    throw error;
  }
}

/** What the parts that follow the facts work with. */
interface Kept {
  readonly store: Store;
  readonly situations: LiveSituations;
  /** The other processes of the same bot, where there may be any. */
  readonly hosts: JoinedHosts | undefined;
  readonly log: Logger;
}

/** What each server has set, with the operator's settings where it has set nothing. */
async function openServerSettings(config: Config, { store, situations, hosts, log }: Kept): Promise<ServerSettings> {
  const serverSettings = new ServerSettings({
    store,
    defaults: {
      situation: situations.defaultName,
      answers: config.answersTo === 'channel' ? 'public' : 'private',
      answering: 'on',
      cooldownSeconds: 3,
      pinUpdates: config.pinUpdates,
      correctionReplies: config.correctionReplies ? 'on' : 'off',
      curatorsBox: config.curatorsBox,
      moderatorsChannel: null,
    },
    isServed: (name) => situations.get(name) !== undefined,
    log,
  });
  await serverSettings.load();
  // Pins that another process has taken care of follow the settings that were changed there.
  hosts?.onChange(() => serverSettings.load().catch((err) => log.error({ err }, 'reading the settings again failed')));
  return serverSettings;
}

/** Makes the pins once the bot has its channels; from then on they follow the facts and the settings. */
function pinsOpener(
  config: Config,
  {
    record,
    serverSettings,
    ...kept
  }: Kept & { readonly record: FactRecorder; readonly serverSettings: ServerSettings },
): (channels: Channels, around: PinsAround) => LivingPins {
  const { store, situations, hosts, log } = kept;
  return (channels, around) => {
    const pins = createLivingPins({
      store,
      channels,
      situations,
      ...around,
      sharedDays: config.sharedDays,
      now: Date.now,
      ...(hosts && { hosts }),
      share: hosts ? shareOf(config.shards) : 1,
      log,
    });
    situations.onChange(async (sitrep) => {
      // Recorded first: pins follow the newest facts only.
      await record.record(sitrep);
      await pins.knowledgeChanged(sitrep.knowledge.name);
    });
    // Pins that waited for a review follow the facts from now on, or the other way round.
    serverSettings.onChange((_, name) => {
      if (name === 'pinUpdates') void pins.knowledgeChanged();
    });
    return pins;
  };
}

/** Deletes expired records every hour, and reports a store whose file was removed or replaced while Sitrep runs. */
async function maintainStore(store: Store, { sharedDays }: Config, log: Logger): Promise<{ stop(): void }> {
  let isLost = false;
  const deleteExpired = async () => {
    const nowMs = Date.now();
    try {
      await store.purge({ sharedMs: nowMs - sharedDays * DAY_MS, draftsMs: nowMs - DAY_MS, nowMs });
      await store.inbox.purge({ itemsMs: nowMs - INBOX_DAYS * DAY_MS, askersMs: nowMs - ASKER_DAYS * DAY_MS });
    } catch (err) {
      log.error({ err }, 'deleting expired records failed');
    }
  };
  const verify = async () => {
    const wasLost = isLost;
    try {
      await store.verify();
      isLost = false;
      if (wasLost) log.info('store is back');
    } catch (err) {
      isLost = true;
      if (!wasLost) log.error({ err }, 'store lost; pins are refused');
    }
  };
  await deleteExpired();
  const timers = [setInterval(deleteExpired, HOUR_MS), setInterval(verify, VERIFY_STORE_MS)];
  for (const timer of timers) timer.unref();
  return { stop: () => timers.forEach(clearInterval) };
}

/** The stand-in forgets its messages when it ends, so its store is deleted with it. */
async function openStoreOf({ token, storePath }: Config): Promise<Store> {
  if (token !== undefined) return openConfiguredStore(storePath);
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-'));
  return openStore(join(folder, 'sitrep.sqlite'), () => rmSync(folder, { recursive: true, force: true }));
}

/** A taken port stops the start only where the settings ask for exactly that port. */
async function openStandin(
  { port }: Config,
  page: Required<Pick<StandinOptions, 'examples' | 'situation'>>,
  log: Logger,
): Promise<Standin> {
  // Loaded only here, because a bot on Discord does not need it.
  const { PERMISSION, startStandin } = await import('./standin/standin.ts');
  // The permissions that the invite link asks for: enough to answer, to post and to pin.
  const botPermissions =
    PERMISSION.ViewChannel |
    PERMISSION.SendMessages |
    PERMISSION.SendMessagesInThreads |
    PERMISSION.ReadMessageHistory |
    PERMISSION.PinMessages;
  const options = {
    ...page,
    channels: [{ name: 'general' }],
    botPermissions,
  };
  try {
    return await startStandin({ port: port ?? USUAL_PORT, ...options });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    if (port !== undefined) {
      throw new SitrepError(
        'PORT_TAKEN',
        `Port ${port} on 127.0.0.1 is taken by another program. Set SITREP_PORT to a free port, or leave it empty for any.`,
        { cause: error },
      );
    }
    const standin = await startStandin({ port: 0, ...options });
    log.warn(
      `Port ${USUAL_PORT} is taken by another program, so the page is elsewhere this time. SITREP_PORT chooses a port.`,
    );
    return standin;
  }
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
