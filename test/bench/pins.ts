/**
 * `npm run bench:pins`: 500 living pins in 100 channels, and a fact changes on disk. Prints how many pins show it, the requests
 * that the bot sent until all of these were true again, and how long answers took before and meanwhile (from the stand-in's
 * dispatch of the interaction to the arrival of the callback). The bot is a process of its own; the limits are the stand-in's.
 */

import { performance } from 'node:perf_hooks';
import type { Person } from '../../src/standin/person.ts';
import type { RestExchange } from '../../src/standin/traffic.ts';
import { openStage } from '../crash/stage.ts';
import { shown, words } from '../wire/scene.ts';

const CHANNELS = 100;
const TOPICS = ['conflict', 'conflict', 'hostages', 'hostages', 'hostages'];
/** Channels that are filled at once. */
const AT_ONCE = 5;
const QUESTIONS_BEFORE = 300;
const SHOWS_IT = 'The conflict began on October 7.';

await using stage = await openStage({ updates: 'auto', rooms: CHANNELS });
const { standin } = stage;
await stage.start();
const rooms = Array.from({ length: CHANNELS }, () => stage.enter());
const waiting = [...rooms];
await Promise.all(Array.from({ length: AT_ONCE }, fillRooms));

const received = new Map<string, number>();
let times: number[] = [];
const sent: RestExchange[] = [];
standin.traffic.on((entry) => {
  if (entry.kind === 'gateway' && entry.payload.t === 'INTERACTION_CREATE') {
    received.set((entry.payload.d as { id: string }).id, performance.now());
  } else if (entry.kind === 'rest') {
    const [, id = ''] = /interactions\/(\d+)\/.*callback/.exec(entry.path) ?? [];
    const from = received.get(id);
    if (from !== undefined) times.push(performance.now() - from);
    else sent.push(entry);
  }
});
const member = standin.person('member');
const ask = () => member.command('when', { event: 'conflict began' });

const pins = rooms.flatMap((room) => room.pins());
const using = pins.filter((pin) => words(pin).includes(SHOWS_IT)).length;
for (let count = 0; count < QUESTIONS_BEFORE; count += 1) await ask();
const before = times;
times = [];
sent.length = 0;

const started = performance.now();
const report = `Report ${stage.changeFacts()}`;
const areTrue = () => rooms.flatMap((room) => room.pins()).filter((pin) => words(pin).includes(report)).length;
while (areTrue() < using) await ask();
const seconds = (performance.now() - started) / 1000;

const counts = new Map<string, number>();
for (const { method, route } of sent) {
  const name = `${method} ${route}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
const edited = new Set(sent.filter(({ method }) => method === 'PATCH').map(({ path }) => path)).size;
console.log(`Living pins: ${pins.length} in ${CHANNELS} channels; ${using} show the fact that changes`);
console.log(
  `All true after ${seconds.toFixed(1)} s, the watch of the files (1 s) included; messages edited: ${edited}`,
);
for (const [name, count] of counts) console.log(`  ${count} × ${name}`);
console.log(`429s: ${sent.filter(({ status }) => status === 429).length}`);
console.log(`Interaction to reply, ms: before ${spread(before)}; meanwhile ${spread(times)}`);

async function fillRooms(): Promise<void> {
  for (let room = waiting.shift(); room !== undefined; room = waiting.shift()) {
    for (const topic of TOPICS) await pin(room, topic);
  }
}

async function pin(person: Person, topic: string): Promise<void> {
  const builder = shown(await person.command('pin brief', { topic }));
  const told = words(shown(await person.press(builder, 'Post and pin')));
  if (!told.includes('Posted and pinned')) throw new Error(`expected a pin, was told: ${told}`);
}

function spread(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)}, p99 ${at(0.99)} (${all.length})`;
}
