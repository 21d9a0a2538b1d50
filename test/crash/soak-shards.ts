/**
 * `npm run -s soak:shards`: two processes with two shards each over one PostgreSQL database, many servers with pins, and kills of
 * either process at random; then what was lost and what is double, which must both be none. `--servers N`, `--pins N` (in each
 * server), `--rounds N`, `--kills N` (in each round), `--seed S`.
 */

import { parseArgs } from 'node:util';
import { runCluster } from './cluster.ts';

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '1000' },
    pins: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '2' },
    kills: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const began = performance.now();
const report = await runCluster({
  servers: Number(values.servers),
  pinsEach: Number(values.pins),
  rounds: Number(values.rounds),
  kills: Number(values.kills),
  seed: Number(values.seed),
  log: (line) => process.stdout.write(`${Math.round((performance.now() - began) / 1000)} s: ${line}\n`),
});
const { lost, doubled, kills, pins, seconds, refusedIdentifies, registrations } = report;
for (const line of lost.slice(0, 20)) process.stdout.write(`lost: ${line}\n`);
for (const id of doubled) process.stdout.write(`double: ${id}\n`);
process.stdout.write(
  `seed ${values.seed}: ${values.servers} servers, ${pins} pins, ${kills} kills, ${lost.length} lost, ${doubled.length} doubled; ` +
    `followed in ${seconds.join(', ')} s; ${refusedIdentifies} identifies refused, commands registered ${registrations} times\n`,
);
process.exitCode = lost.length + doubled.length === 0 ? 0 : 1;
