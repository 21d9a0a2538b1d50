/**
 * `npm run soak`: random operations on living pins with random kills and failures, until the time or the number of runs is
 * up, half of it with pins that follow by themselves and half with pins that ask for a review; then what was lost and what is
 * double, which must both be none. `--minutes N`, `--runs N` (of each half), `--seed S`, `--updates auto|ask` for one of them,
 * `--store postgres` for pins that are kept in PostgreSQL.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { PinUpdates } from '../../src/pins/follow-facts.ts';
import type { Person, RestFault } from '../../src/standin/standin.ts';
import { startPostgres } from '../store/postgres-server.ts';
import { buttons, shown, words } from '../wire/scene.ts';
import { createRandom, pinIdOn } from './random-acts.ts';
import { openStage, type Stage } from './stage.ts';

const ROOMS = 8;
const SETTLED_WITHIN_MS = 90_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    runs: { type: 'string', default: 'Infinity' },
    updates: { type: 'string', default: 'auto,ask' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const modes = (['auto', 'ask'] as const).filter((mode) => values.updates.split(',').includes(mode));
const random = createRandom(Number(values.seed));
const below = (limit: number) => Math.floor(random() * limit);
const oneOf = <T>(all: readonly [T, ...T[]]): T => all[below(all.length)] ?? all[0];

let updates: PinUpdates = 'auto';
let stage: Stage;
let rooms: readonly Person[] = [];
let report = 0;
let runs = 0;
let kills = 0;
let lost = 0;
let doubled = 0;
/** Where a message was deleted by hand: Discord tells nobody, so it is known when a moderator looks, or at the next start. */
const toLookAt: Person[] = [];
const server = values.store === 'postgres' ? await startPostgres() : undefined;
for (updates of modes) await soak((Number(values.minutes) * 60_000) / modes.length);
await server?.[Symbol.asyncDispose]();
process.stdout.write(`seed ${values.seed}: ${runs} runs, ${kills} kills, ${lost} lost, ${doubled} doubled\n`);
process.exitCode = lost + doubled === 0 ? 0 : 1;

async function soak(forMs: number): Promise<void> {
  await using opened = await openStage({ updates, rooms: ROOMS, server, pinLimit: 4 });
  stage = opened;
  rooms = Array.from({ length: ROOMS }, () => opened.enter());
  report = opened.changeFacts();
  await opened.start();
  const untilMs = Date.now() + forMs;
  for (let count = 0; count < Number(values.runs) && Date.now() < untilMs; count += 1) {
    runs += 1;
    await oneRun();
  }
}

async function oneRun(): Promise<void> {
  const faults = Array.from({ length: below(3) }, () => stage.standin.faults.rest(someFault()));
  const people = Promise.allSettled([somebodyActs(), somebodyActs(), sometimes(0.4, byHand)]);
  const isKilled = random() < 0.5;
  if (isKilled) {
    await sleep(below(600));
    await stage.kill();
    kills += 1;
  } else await people;
  for (const takeAway of faults) takeAway();
  if (isKilled) await stage.start();
  for (const person of toLookAt.splice(0)) await person.command('pins');
  await settled();
  const problems = await problemsNow();
  for (const problem of problems) process.stdout.write(`seed ${values.seed}, run ${runs}: ${problem}\n`);
}

function someFault(): RestFault {
  const nth = 1 + below(3);
  const path = oneOf([
    /^\/channels\/\d+\/messages$/,
    /^\/channels\/\d+\/messages\/pins\//,
    /^\/channels\//,
    /^\/(webhooks|interactions)\//,
  ]);
  return {
    path,
    nth,
    ...oneOf<Omit<RestFault, 'path' | 'nth'>>([
      { status: 502 },
      { status: 500, carriedOut: true },
      { lostAnswer: true },
      { drop: true },
      { retryAfterSeconds: 0.2 },
      { slowMs: 500 },
    ]),
  };
}

/** One moderator, somewhere. What they cannot do at that moment they do not do. */
async function somebodyActs(): Promise<void> {
  const person = oneOf(rooms as [Person, ...Person[]]);
  if (random() < 0.5) {
    const builder = shown(await person.command('pin brief', { topic: 'conflict' }));
    const press = () => person.press(builder, 'Post and pin');
    const told = shown((await (random() < 0.2 ? Promise.all([press(), press()]) : Promise.all([press()])))[0]);
    const replace = buttons(told).find((label) => label.startsWith('Replace'));
    if (replace !== undefined) await person.press(told, replace);
    return;
  }
  let panel = shown(await person.command('pins'));
  if (!buttons(panel).includes('Unpin')) {
    const pin = person.pins().find(({ author }) => author.bot);
    const id = pin === undefined ? undefined : pinIdOn(pin);
    if (id === undefined) return;
    panel = shown(await person.choose(panel, 'Choose a pin to work on', [id]));
  }
  const deed = oneOf(['Unpin', 'Refresh', 'Delete', 'Show changes']);
  const next = shown(await person.press(panel, deed));
  if (deed === 'Delete') await person.press(next, 'Delete it');
  if (deed === 'Show changes')
    await person.press(next, buttons(next).includes('Leave') ? oneOf(['Leave', 'Refresh']) : 'Refresh');
}

async function byHand(): Promise<void> {
  await sleep(below(300));
  const pinned = rooms.flatMap((person) => person.pins().map(({ id }) => id));
  const [first] = pinned;
  const { standin } = stage;
  switch (oneOf(['facts', 'unpin', 'delete', 'gateway', 'server'])) {
    case 'facts':
      report = stage.changeFacts();
      return;
    case 'unpin':
      if (first !== undefined) standin.unpin(first);
      return;
    case 'delete':
      toLookAt.push(...rooms.filter((person) => person.pins().some(({ id }) => id === first)));
      if (first !== undefined) standin.deleteMessage(first);
      return;
    case 'gateway':
      return standin.faults.gateway.close(4000);
    case 'server':
      standin.removeBot();
      await sleep(below(500));
      return standin.addBot();
  }
}

async function sometimes(share: number, work: () => Promise<void>): Promise<void> {
  if (random() < share) await work();
}

/** What waits for Discord is tried again by the process itself. */
async function settled(): Promise<void> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const waits = (await stage.pins()).some(({ state }) => state !== 'pinned' && state !== 'ended');
    if ((!waits && (await problemsNow(false)).length === 0) || Date.now() > until) return;
    await sleep(250);
  }
}

async function problemsNow(counted = true): Promise<readonly string[]> {
  const problems: string[] = [];
  const pins = new Map((await stage.pins()).map((pin) => [pin.id as string, pin]));
  const messages = rooms.flatMap((person) => person.sees().filter(({ type, author }) => type === 0 && author.bot));
  const seen = new Set<string>();
  let lostNow = 0;
  let doubledNow = 0;
  for (const message of messages) {
    const id = pinIdOn(message);
    if (id === undefined) continue;
    const pin = pins.get(id);
    if (seen.has(id)) {
      doubledNow += 1;
      problems.push(`${id} is there twice`);
    }
    seen.add(id);
    if (message.pinned && pin?.state !== 'pinned') {
      lostNow += 1;
      problems.push(`${id} is pinned and recorded as ${pin?.state} (${pin?.end})`);
    }
    const text = words(message);
    // Under review it tells that itself, and after Leave it is meant to stay as it is.
    const isOnHold = updates === 'ask' && (buttons(message).includes('Review') || pin?.content.dismissed.length !== 0);
    if (message.pinned && text.includes('Report') && !text.includes(`Report ${report}`) && !isOnHold) {
      lostNow += 1;
      problems.push(`${id} does not show today's facts`);
    }
  }
  for (const pin of pins.values()) {
    const isThere = messages.some(({ id, pinned }) => id === pin.messageId && pinned);
    if (pin.state === 'ended' || isThere) continue;
    lostNow += 1;
    problems.push(`${pin.id} is recorded as ${pin.state} and not pinned`);
  }
  if (counted) {
    lost += lostNow;
    doubled += doubledNow;
  }
  return problems;
}
