import { join, resolve } from 'node:path';
import { type DestinationStream, pino } from 'pino';
import { commands, messageCommands } from '../../commands/index.ts';
import { type Bot, type PinsAround, startBot } from '../../src/discord/bot.ts';
import type { Command } from '../../src/discord/command.ts';
import { type LiveSitrep, openLiveSitrep } from '../../src/live-sitrep.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import type { Settings } from '../../src/model/settings.ts';
import type { Channels } from '../../src/pins/channels.ts';
import { FactRecorder } from '../../src/pins/fact-record.ts';
import { createLivingPins, type LivingPins } from '../../src/pins/living-pins.ts';
import type { Store } from '../../src/pins/store.ts';
import type { Person } from '../../src/standin/person.ts';
import { PERMISSION, type Standin, type StandinOptions, startStandin } from '../../src/standin/standin.ts';
import { memoryStore } from '../memory-store.ts';
import { serverSettings } from '../settings.ts';
import { situationsOf } from '../situations.ts';

export const BUNDLED_DIR = join(resolve(import.meta.dirname, '../..'), 'knowledge', 'us-iran-strikes');

const { ViewChannel, SendMessages, SendMessagesInThreads, ReadMessageHistory, PinMessages } = PERMISSION;
/** What the invite link asks for. */
export const BOT_WITH_PINS = ViewChannel | SendMessages | SendMessagesInThreads | ReadMessageHistory | PinMessages;

/** The stand-in with the real bot on it, and two people. */
export interface Scene extends AsyncDisposable {
  readonly standin: Standin;
  readonly bot: Bot;
  readonly pins: LivingPins;
  readonly member: Person;
  readonly moderator: Person;
  readonly live: LiveSitrep;
  /** The facts at the start. */
  readonly knowledge: KnowledgeBase;
  /** Stops the bot and starts it again on the same store and facts; `bot` and `pins` are the first ones still. */
  restartBot(): Promise<LivingPins>;
  /** The log's lines so far, parsed. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
}

export interface SceneOptions {
  /** Where pins are kept; in memory where absent. */
  readonly store?: Store;
  readonly tellEveryMs?: number;
  /** How long a fact that a moderator has named waits before it is sent; it does not where absent. */
  readonly takeBackMs?: number;
  readonly answersTo?: 'asker' | 'channel';
  readonly updates?: Settings['pinUpdates'];
  /** What else the operator has set; members may send nothing to the curators where this does not say so. */
  readonly settings?: Partial<Settings>;
  readonly commands?: readonly Command[];
  readonly standin?: StandinOptions;
  /** The situation's folder; the bundled one where absent. */
  readonly dir?: string;
  /** Folders of further situations. */
  readonly others?: readonly string[];
  readonly lookEveryMs?: number;
  /** The bot's clock, in milliseconds. */
  readonly now?: () => number;
}

/** Starts the whole path that an answer takes: person, stand-in, gateway, discord.js, command, engine, REST. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const standin = await startStandin({ trafficLimit: 20_000, ...options.standin });
  const logged: Record<string, unknown>[] = [];
  const sink: DestinationStream = { write: (line) => void logged.push(JSON.parse(line)) };
  const log = pino({ level: 'debug', base: null }, sink);
  const live = await openLiveSitrep(
    options.dir ?? BUNDLED_DIR,
    log,
    options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs },
  );
  const others = await Promise.all((options.others ?? []).map((dir) => openLiveSitrep(dir, log)));
  const situations = situationsOf(live.current, ...others.map(({ current }) => current));
  try {
    const store = options.store ?? memoryStore();
    const record = new FactRecorder(store, log);
    await record.record(live.current());
    live.onChange((next) => void record.record(next));
    let pins: LivingPins | undefined;
    const defaults = {
      answers: options.answersTo === 'channel' ? 'public' : 'private',
      pinUpdates: options.updates ?? 'auto',
      // Most tests are about other buttons.
      curatorsBox: 'off',
      ...options.settings,
    } as const;
    const settings = serverSettings(defaults, {
      store,
      isServed: (name) => situations.get(name) !== undefined,
    });
    await settings.load();
    const openPins = (channels: Channels, around: PinsAround) => {
      pins = createLivingPins({
        store,
        channels,
        situations,
        ...around,
        sharedDays: 30,
        now: Date.now,
        log,
      });
      live.onChange(() => void pins?.knowledgeChanged());
      return pins;
    };
    const start = () =>
      startBot({
        token: standin.token,
        apiUrl: standin.apiUrl,
        guildId: undefined,
        commands: options.commands ?? commands,
        messageCommands,
        situations,
        store,
        record,
        serverSettings: settings,
        openPins,
        log,
        ...(options.now === undefined ? {} : { now: options.now }),
        ...(options.tellEveryMs === undefined ? {} : { tellEveryMs: options.tellEveryMs }),
        takeBackMs: options.takeBackMs ?? 0,
      });
    const bot = await start();
    let latest = bot;
    if (pins === undefined) throw new Error('the bot opened no pins');
    return {
      standin,
      bot,
      pins,
      live,
      knowledge: live.current().knowledge,
      logged,
      member: standin.person('member'),
      moderator: standin.person('moderator'),
      async [Symbol.asyncDispose]() {
        await Promise.all([latest.stop(), live.stop(), ...others.map((other) => other.stop())]);
        await standin.close();
      },
      async restartBot() {
        await latest.stop();
        latest = await start();
        if (pins === undefined) throw new Error('the bot opened no pins');
        return pins;
      },
    };
  } catch (error) {
    await Promise.all([live.stop(), standin.close()]);
    throw error;
  }
}

interface Piece {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly disabled?: boolean;
  readonly components?: readonly Piece[];
}

function pieces(components: readonly Piece[]): readonly Piece[] {
  return components.flatMap((piece) => [piece, ...pieces(piece.components ?? [])]);
}

/** All text of a message in reading order, a paragraph a line. */
export function words(message: { readonly components: readonly unknown[] } | undefined): string {
  return pieces((message?.components ?? []) as readonly Piece[])
    .flatMap((piece) => piece.content ?? [])
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

/** Labels of the buttons that can be pressed. */
export function buttons(message: { readonly components: readonly unknown[] } | undefined): readonly string[] {
  return pieces((message?.components ?? []) as readonly Piece[])
    .filter((piece) => piece.type === 2 && piece.disabled !== true)
    .map((piece) => piece.label ?? '');
}

/** The message, or a failed test that says what came instead. */
export function shown<M>(result: { readonly message?: M; readonly failed?: string }): M {
  if (result.message === undefined) throw new Error(`No message came: ${result.failed ?? 'nothing shown'}`);
  return result.message;
}
