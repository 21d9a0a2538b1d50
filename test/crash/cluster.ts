import { readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayOpcodes } from 'discord-api-types/v10';
import pRetry from 'p-retry';
import pg from 'pg';
import type { Pin } from '../../src/pins/pin.ts';
import type { Person } from '../../src/standin/person.ts';
import { type Standin, startStandin } from '../../src/standin/standin.ts';
import { type Running, startSitrep } from '../process/running.ts';
import { startPostgres } from '../store/postgres-server.ts';
import { BOT_WITH_PINS, BUNDLED_DIR, buttons, shown, words } from '../wire/scene.ts';
import { createRandom, pinIdOn } from './random-acts.ts';

const READY = /Ctrl-C ends Sitrep/;
const LABEL = 'label: Start of the conflict';
/** Each process runs two of four shards. */
const SHARDS = ['0-1/4', '2-3/4'] as const;
/** People who act at the same time. */
const AT_ONCE = 8;
const LOOK_MS = 500;
/** Reading a pin and its message takes about so long, and the stand-in has to answer in between. */
const LOOK_MS_PER_PIN = 1;
/** All processes together. */
const EDITS_PER_SECOND_AT_BEST = 20;
const EDITS_PER_SECOND_AT_LEAST = 4;
const SETTLED_WITHIN_MS = 90_000;

export interface ClusterOptions {
  readonly servers: number;
  readonly pinsEach: number;
  /** Changes of the facts with kills in between. */
  readonly rounds: number;
  /** Kills in each round, spread over the time that the pins need to follow. */
  readonly kills: number;
  readonly seed: number;
  /** Told of what happens. */
  readonly log?: (line: string) => void;
}

export interface ClusterReport {
  readonly pins: number;
  readonly kills: number;
  /** Living pins without their message, pinned messages without their pin, and pins that do not show the newest facts. */
  readonly lost: readonly string[];
  /** Pins with two messages. */
  readonly doubled: readonly string[];
  /** Identifies that the gateway refused because they came too soon. */
  readonly refusedIdentifies: number;
  /** How often the commands were registered. */
  readonly registrations: number;
  /** How long the pins took to follow, for each round, in seconds. */
  readonly seconds: readonly number[];
}

interface Process {
  readonly shards: string;
  readonly factsFile: string;
  readonly env: Readonly<Record<string, string>>;
  running: Running | undefined;
}

/**
 * Two processes over one database pin in many servers, the facts change again and again, and either process is killed at random and
 * started again. Last, one is down while the facts change, and comes back with the older ones.
 */
export async function runCluster(options: ClusterOptions): Promise<ClusterReport> {
  await using cluster = await openCluster(options);
  try {
    return await cluster.run();
  } catch (error) {
    options.log?.(`${error}\n${cluster.complaints()}`);
    throw error;
  }
}

class Cluster implements AsyncDisposable {
  readonly #options: ClusterOptions;
  readonly #database: pg.Client;
  readonly #processes: readonly Process[];
  readonly #original: string;
  readonly #end: () => Promise<void>;
  readonly #random: () => number;
  readonly #rooms: readonly Person[];
  readonly #doubled = new Set<string>();
  #report = 0;
  #kills = 0;
  #refusedIdentifies = 0;
  #registrations = 0;

  constructor(
    options: ClusterOptions,
    parts: {
      standin: Standin;
      database: pg.Client;
      processes: readonly Process[];
      original: string;
      end(): Promise<void>;
    },
  ) {
    this.#options = options;
    this.#database = parts.database;
    this.#processes = parts.processes;
    this.#original = parts.original;
    this.#end = parts.end;
    this.#random = createRandom(options.seed);
    this.#rooms = Array.from({ length: options.servers }, (_, n) =>
      parts.standin.person('moderator').in(parts.standin.channel(`server-${n}`)),
    );
    parts.standin.traffic.on((entry) => {
      if (entry.kind === 'gateway' && entry.payload.op === GatewayOpcodes.InvalidSession) this.#refusedIdentifies += 1;
      if (entry.kind === 'rest' && entry.method === 'PUT' && entry.route === COMMANDS) this.#registrations += 1;
    });
  }

  async run(): Promise<ClusterReport> {
    const { rounds, log = () => {} } = this.#options;
    this.#report = 1;
    for (const each of this.#processes) this.#writeFacts(each);
    await Promise.all(this.#processes.map((each) => this.#start(each)));
    await this.#pinEverywhere();
    const seconds = [await this.#settled()];
    log(`${(await this.#pins()).length} pins are there`);
    for (let round = 1; round <= rounds; round += 1) {
      seconds.push(await this.#round());
      log(`round ${round}: ${seconds.at(-1)} s, ${this.#kills} kills so far, ${(await this.#lost()).length} lost`);
    }
    seconds.push(await this.#oneIsDown());
    return {
      pins: (await this.#pins()).filter(({ state }) => state === 'pinned').length,
      kills: this.#kills,
      lost: await this.#lost(),
      doubled: [...this.#doubled],
      refusedIdentifies: this.#refusedIdentifies,
      registrations: this.#registrations,
      seconds,
    };
  }

  /** The last warnings and errors of each process. */
  complaints(): string {
    return this.#processes
      .map(({ shards, running }) => {
        const lines = running?.output().split('\n') ?? [];
        const told = lines.flatMap((line, at) => (/WARN|ERROR|FATAL/.test(line) ? lines.slice(at, at + 12) : []));
        return `shards ${shards}:\n${told.slice(-40).join('\n')}`;
      })
      .join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { running } of this.#processes) await running?.[Symbol.asyncDispose]();
    await this.#end();
  }

  async #start(process: Process): Promise<void> {
    await process.running?.[Symbol.asyncDispose]();
    process.running = startSitrep({ ...process.env, SITREP_SHARDS: process.shards });
    await process.running.printed(READY);
  }

  async #kill({ running }: Process): Promise<void> {
    running?.process.kill('SIGKILL');
    await running?.ended;
    this.#kills += 1;
  }

  /** Another report disputes the start of the conflict. */
  #writeFacts({ factsFile }: Process): void {
    const disputed = `${LABEL}\n  status: disputed\n  status_note: Report ${this.#report} names another day.`;
    writeFileSync(factsFile, this.#original.replace(LABEL, disputed));
  }

  async #pinEverywhere(): Promise<void> {
    const due = Array.from({ length: this.#options.pinsEach }, () => this.#rooms).flat();
    const work = async () => {
      for (let room = due.shift(); room !== undefined; room = due.shift()) await pinIn(room);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** Every process gets newer facts, at a moment of its own; somebody acts; and a process dies. @returns seconds */
  async #round(): Promise<number> {
    this.#report += 1;
    const changes = this.#processes.map(async (each) => {
      await sleep(this.#random() * 3_000);
      this.#writeFacts(each);
    });
    const { servers, pinsEach, kills } = this.#options;
    const gapMs = Math.max(4_000, (servers * pinsEach * 1_000) / EDITS_PER_SECOND_AT_BEST / kills);
    const deaths = async () => {
      for (let death = 0; death < kills; death += 1) {
        await sleep(this.#random() * gapMs);
        const victim = this.#processes[Math.floor(this.#random() * SHARDS.length)];
        if (victim === undefined) return;
        await this.#kill(victim);
        await sleep(this.#random() * 6_000);
        await this.#start(victim);
      }
    };
    const acts = Array.from({ length: AT_ONCE }, async () => {
      await sleep(this.#random() * 4_000);
      const room = this.#rooms[Math.floor(this.#random() * this.#rooms.length)];
      // Who meets a dead process presses again another day.
      if (room !== undefined) await replaceIn(room).catch(() => undefined);
    });
    await Promise.all([...changes, ...acts, deaths()]);
    return this.#settled();
  }

  /** One process is down while the facts change; the other takes care of all pins. The first comes back with the older facts. */
  async #oneIsDown(): Promise<number> {
    const [alive, down] = this.#processes;
    if (alive === undefined || down === undefined) throw new Error('expected two processes');
    await this.#kill(down);
    this.#report += 1;
    this.#writeFacts(alive);
    const seconds = await this.#settled();
    await this.#start(down);
    await down.running?.printed(/other processes serve newer facts/);
    await sleep(LOOK_MS);
    this.#writeFacts(down);
    await this.#settled();
    return seconds;
  }

  /** Waits until every pin shows the newest facts. @returns seconds */
  async #settled(): Promise<number> {
    const began = performance.now();
    const { servers, pinsEach } = this.#options;
    const until = began + SETTLED_WITHIN_MS + (servers * pinsEach * 1_000) / EDITS_PER_SECOND_AT_LEAST;
    const pauseMs = Math.max(LOOK_MS, servers * pinsEach * LOOK_MS_PER_PIN);
    while ((await this.#lost()).length > 0 && performance.now() < until) await sleep(pauseMs);
    return Math.round((performance.now() - began) / 100) / 10;
  }

  async #pins(): Promise<readonly Pin[]> {
    const { rows } = await this.#database.query<{ body: string }>('SELECT body FROM pins');
    return rows.map(({ body }) => JSON.parse(body) as Pin);
  }

  async #lost(): Promise<readonly string[]> {
    const pins = new Map((await this.#pins()).map((pin) => [pin.id as string, pin]));
    const lost: string[] = [];
    const seen = new Set<string>();
    for (const message of this.#rooms.flatMap((room) => room.sees())) {
      const id = message.type === 0 && message.author.bot ? pinIdOn(message) : undefined;
      if (id === undefined) continue;
      if (seen.has(id)) this.#doubled.add(id);
      seen.add(id);
      if (!message.pinned) continue;
      const pin = pins.get(id);
      if (pin?.state !== 'pinned') lost.push(`${id} is pinned and recorded as ${pin?.state}`);
      else if (!words(message).includes(`Report ${this.#report}`)) lost.push(`${id} does not show the newest facts`);
      pins.delete(id);
    }
    for (const { id, state } of pins.values())
      if (state !== 'ended') lost.push(`${id} is recorded as ${state} and not pinned`);
    return lost;
  }
}

const COMMANDS = '/applications/{application_id}/commands';

/** Whoever gets no answer asks and presses again, as people do. */
async function pinIn(room: Person): Promise<void> {
  const builder = await again(async () => {
    const answer = shown(await room.command('pin brief', { topic: 'conflict' }));
    if (!buttons(answer).includes('Post and pin')) throw new Error(`no preview, but: ${words(answer)}`);
    return answer;
  });
  await again(async () => shown(await room.press(builder, 'Post and pin')));
}

const again = <T>(work: () => Promise<T>): Promise<T> => pRetry(work, { retries: 4, minTimeout: 200 });

/** Unpins the newest pin and pins another. */
async function replaceIn(room: Person): Promise<void> {
  const id = room.pins().map(pinIdOn)[0];
  if (id === undefined) return;
  const panel = shown(await room.command('pins'));
  const chosen = shown(await room.choose(panel, 'Choose a pin to work on', [id]));
  await room.press(chosen, 'Unpin');
  await pinIn(room);
}

async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-cluster-'));
  const server = await startPostgres();
  const address = await server.database();
  const standin = await startStandin({
    botPermissions: BOT_WITH_PINS,
    channels: Array.from({ length: options.servers }, (_, n) => ({ name: `server-${n}`, server: `Server ${n}` })),
    // As Discord limits it: one in five seconds for each of two buckets.
    identifyIntervalMs: 5_000,
    maxConcurrency: 2,
    trafficLimit: 100,
    deadlineMs: 20_000,
  });
  const processes = await Promise.all(
    SHARDS.map(async (shards, n): Promise<Process> => {
      const root = join(folder, String(n));
      await cp(BUNDLED_DIR, join(root, 'us-iran-strikes'), { recursive: true });
      const env = {
        DISCORD_TOKEN: standin.token,
        DISCORD_API_URL: standin.apiUrl,
        SITREP_STORE: address,
        SITREP_KNOWLEDGE: root,
        NODE_COMPILE_CACHE: join(tmpdir(), 'sitrep-compiled'),
      };
      return { shards, env, factsFile: join(root, 'us-iran-strikes', 'facts.yml'), running: undefined };
    }),
  );
  const database = new pg.Client({ connectionString: address });
  await database.connect();
  return new Cluster(options, {
    standin,
    database,
    processes,
    original: readFileSync(join(BUNDLED_DIR, 'facts.yml'), 'utf8'),
    async end() {
      await database.end();
      await standin.close();
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  });
}
