import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isPostgres } from '../../src/config.ts';
import type { Pin } from '../../src/pins/pin.ts';
import type { Person } from '../../src/standin/person.ts';
import { type Standin, startStandin } from '../../src/standin/standin.ts';
import { type Running, startSitrep } from '../process/running.ts';
import type { PostgresServer } from '../store/postgres-server.ts';
import { BOT_WITH_PINS, BUNDLED_DIR, words } from '../wire/scene.ts';

/** The bot's log line when every pin has been resumed or compared after a start. */
const AT_REST = /pins compared with Discord/;
const READY = /Ctrl-C ends Sitrep/;
const FAULT_POINT = resolve(import.meta.dirname, 'kill-at-write.ts');
const LABEL = 'label: Start of the conflict';

/** Where a process is killed. Requests and writes are counted from when the step is set. */
export type Step =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly route: string;
      readonly nth: number;
      /** `lost`: it never arrived. `arrived`: the process dies before the stand-in carries it out. */
      readonly moment: 'lost' | 'arrived' | 'done' | 'answered';
    }
  | { readonly kind: 'write'; readonly nth: number; readonly moment: 'before' | 'after' };

export const nameOf = (step: Step): string =>
  step.kind === 'write'
    ? `${step.moment} write ${step.nth}`
    : `${step.method} ${step.route} #${step.nth}, ${step.moment}`;

/** A stand-in with the real process on it, which is killed and started again on the same store and facts. */
export interface Stage extends AsyncDisposable {
  readonly standin: Standin;
  /** The pins as they are recorded. */
  pins(): Promise<readonly Pin[]>;
  /** A moderator in a channel that nobody has used. */
  enter(): Person;
  /** Deletes that channel with all that is in it. */
  leave(): void;
  /** Starts the process; resolves when it is connected and every pin is at rest. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Has the process killed at a step, once. Resolves when it is dead. @throws Error when the step is not reached in time */
  killedAt(step: Step): Promise<void>;
  /** Requests of the bot and writes to its store until `work` is done, as the steps at which it can be killed. */
  stepsOf(work: () => Promise<void>): Promise<readonly Step[]>;
  /** Changes a fact on disk: another report, of the next number, disputes the start of the conflict. @returns the number */
  changeFacts(): number;
}

export interface StageOptions {
  readonly updates: 'auto' | 'ask';
  readonly rooms: number;
  /** The PostgreSQL server that keeps the pins; a file where absent. */
  readonly server?: PostgresServer | undefined;
  readonly pinLimit?: number;
}

const SETTLING_MS = 300;
const REACHED_WITHIN_MS = 20_000;

/** It is long because it names each part of the stage once. */
export async function openStage({ updates, rooms, server, pinLimit }: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-crash-'));
  const dir = join(folder, 'knowledge', 'us-iran-strikes');
  await cp(BUNDLED_DIR, dir, { recursive: true });
  const standin = await startStandin({
    botPermissions: BOT_WITH_PINS,
    channels: Array.from({ length: rooms }, (_, number) => ({ name: `room-${number + 1}` })),
    trafficLimit: 2_000,
    // How fast a process starts on a busy machine is not examined here.
    deadlineMs: 20_000,
    ...(pinLimit === undefined ? {} : { pinLimit }),
  });
  const faultPoint = join(folder, 'fault-point');
  const env = {
    DISCORD_TOKEN: standin.token,
    DISCORD_API_URL: standin.apiUrl,
    SITREP_STORE: (await server?.database()) ?? join(folder, 'sitrep.sqlite'),
    SITREP_KNOWLEDGE: join(folder, 'knowledge'),
    SITREP_PIN_UPDATES: updates,
    SITREP_LOG_LEVEL: 'debug',
    SITREP_FAULT_POINT: faultPoint,
    NODE_COMPILE_CACHE: join(tmpdir(), 'sitrep-compiled'),
    NODE_OPTIONS: `--import=${FAULT_POINT}`,
  };
  const facts = join(dir, 'facts.yml');
  const original = readFileSync(facts, 'utf8');
  if (original.split(LABEL).length !== 2) throw new Error(`${LABEL} must stand once in facts.yml`);
  let running: Running | undefined;
  let entered = 0;
  let reports = 0;

  const writes = () => (existsSync(`${faultPoint}.count`) ? statSync(`${faultPoint}.count`).size : 0);
  const kill = async () => {
    running?.process.kill('SIGKILL');
    await running?.ended;
  };
  function setKill(step: Step): () => void {
    if (step.kind === 'write') {
      writeFileSync(faultPoint, `${step.moment} ${step.nth}`);
      return () => rmSync(faultPoint, { force: true });
    }
    const { method, route, nth, moment } = step;
    const at = moment === 'lost' ? ({ arrived: kill, drop: true } as const) : { [moment]: kill };
    return standin.faults.rest({ method, route, nth, ...at });
  }
  const changeFacts = () => {
    reports += 1;
    const disputed = `${LABEL}\n  status: disputed\n  status_note: Report ${reports} names another day.`;
    writeFileSync(facts, original.replace(LABEL, disputed));
    return reports;
  };
  changeFacts();

  return {
    standin,
    pins: () => pinsIn(env.SITREP_STORE),
    kill,
    changeFacts,
    enter() {
      entered += 1;
      return standin.person('moderator').in(standin.channel(`room-${entered}`));
    },
    leave: () => standin.deleteChannel(standin.channel(`room-${entered}`)),
    async start() {
      await kill();
      await running?.[Symbol.asyncDispose]();
      running = startSitrep(env);
      await Promise.all([running.printed(READY), running.printed(AT_REST)]);
    },
    async killedAt(step) {
      if (running === undefined) throw new Error('The process has not been started.');
      const takeBack = setKill(step);
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error(`Not reached: ${nameOf(step)}`)), REACHED_WITHIN_MS);
      try {
        await Promise.race([running.ended, late]);
      } finally {
        clearTimeout(timer);
        takeBack();
      }
    },
    async stepsOf(work) {
      const before = writes();
      standin.traffic.clear();
      await work();
      // Writes that follow the last answer.
      await sleep(SETTLING_MS);
      const counts = new Map<string, number>();
      const requests = standin.traffic.rest().flatMap(({ method, route }): readonly Step[] => {
        // Reading changes nothing, and also happens in the background.
        if (route === null || method === 'GET') return [];
        const nth = (counts.get(`${method} ${route}`) ?? 0) + 1;
        counts.set(`${method} ${route}`, nth);
        return MOMENTS.map((moment) => ({ kind: 'request', method, route, nth, moment }));
      });
      const stored = Array.from({ length: writes() - before }, (_, index) => index + 1).flatMap(
        (nth): readonly Step[] => [
          { kind: 'write', nth, moment: 'before' },
          { kind: 'write', nth, moment: 'after' },
        ],
      );
      return [...requests, ...stored];
    },
    async [Symbol.asyncDispose]() {
      await running?.[Symbol.asyncDispose]();
      await standin.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pinsIn(store: string): Promise<readonly Pin[]> {
  const statement = 'SELECT body FROM pins';
  const parsed = (rows: readonly { readonly body?: unknown }[]) =>
    rows.map(({ body }): Pin => JSON.parse(String(body)));
  if (isPostgres(store)) {
    const client = new pg.Client({ connectionString: store });
    await client.connect();
    const { rows } = await client.query<{ body: string }>(statement);
    await client.end();
    return parsed(rows);
  }
  const db = new DatabaseSync(store, { readOnly: true });
  try {
    return parsed(db.prepare(statement).all());
  } finally {
    db.close();
  }
}

const MOMENTS = ['lost', 'arrived', 'done', 'answered'] as const;

/** The messages of a channel with their texts, without times, versions and the report's number. */
export function messagesIn(person: Person): readonly string[] {
  return person
    .sees()
    .filter(({ type }) => type === 0)
    .map((message) => `${message.pinned ? 'pinned' : 'not pinned'}: ${withoutMoments(words(message))}`);
}

const withoutMoments = (text: string): string =>
  text
    .replace(/<t:\d+:/g, '<t:…:')
    .replace(/ersion [0-9a-f]{12}/g, 'ersion …')
    .replace(/Report \d+/g, 'Report …');
