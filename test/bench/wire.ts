/**
 * Measures the whole path and prints what it measured: `npm run bench:wire`.
 *
 * 1. Process start to first answer on the stand-in, median of five: `node src/main.ts` is started, a member's command is
 *    sent as soon as the log says where the page is, and the clock stops when the answer is seen.
 * 2. Interaction received to reply sent, 1,000 times: the bot in a process of its own, the unmodified client, loopback.
 *    From the stand-in's dispatch of the interaction to the arrival of the callback, so it includes both trips on the wire.
 * 3. Resident memory of the bot's process after that.
 */

import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { startStandin } from '../../src/standin/standin.ts';
import { startSitrep } from '../process/running.ts';

const STARTS = 5;
const COMMANDS = 1000;
const WARM_UP = 50;
const ASKED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['who', { name: 'sullivan' }],
  ['when', { event: 'conflict began' }],
  ['facts', { about: 'hostages' }],
  ['ask', { question: 'why did the U.S. strike Iran-backed groups?' }],
  ['ask', { question: 'who is the king of Jordan' }],
  ['facts', {}],
  ['who', { name: 'national security adviser' }],
  ['when', { event: 'wehn did teh solders die' }],
];

const starts: number[] = [];
for (let run = 0; run < STARTS; run += 1) starts.push(await startToFirstAnswer());
console.log(
  `Process start to first answer, ms, median of ${STARTS}: ${round(quantile(starts, 0.5))} (${starts.map(round).join(', ')})`,
);

const { times, residentMb } = await manyCommands();
console.log(
  `Interaction received to reply sent, ${times.length} times, ms: p50 ${round(quantile(times, 0.5))}, p99 ${round(quantile(times, 0.99))}, max ${round(Math.max(...times))}`,
);
console.log(`Resident memory of the bot after that, MB: ${residentMb}`);

async function startToFirstAnswer(): Promise<number> {
  const started = performance.now();
  await using sitrep = startSitrep({ SITREP_PORT: '0' });
  const [, url = ''] = await sitrep.printed(/Open (http:\/\/127\.0\.0\.1:\d+)\//);
  const state = await fetchJson(`${url}/page/state`);
  const person = state.people[0]?.id;
  const command = state.commands.find(({ name }) => name === 'who');
  if (person === undefined || command === undefined) throw new Error('the page offers no command yet');
  const response = await fetch(`${url}/page/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      as: person,
      channel_id: state.channel.id,
      command_id: command.id,
      options: { name: 'sullivan' },
    }),
  });
  if (!response.ok) throw new Error(`the command was refused: ${await response.text()}`);
  for (;;) {
    const { messages } = await fetchJson(`${url}/page/state?as=${person}`);
    if (messages.length > 0) return performance.now() - started;
  }
}

interface PageState {
  readonly people: readonly { readonly id: string }[];
  readonly channel: { readonly id: string };
  readonly commands: readonly { readonly id: string; readonly name: string }[];
  readonly messages: readonly unknown[];
}

async function fetchJson(url: string): Promise<PageState> {
  return (await (await fetch(url)).json()) as PageState;
}

async function manyCommands(): Promise<{ times: readonly number[]; residentMb: number }> {
  const standin = await startStandin();
  try {
    await using sitrep = startSitrep({
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      SITREP_LOG_FORMAT: 'json',
    });
    await sitrep.printed(/Ctrl-C ends Sitrep/);
    const member = standin.person('member');
    const received = new Map<string, number>();
    const times: number[] = [];
    standin.traffic.on((entry) => {
      if (entry.kind === 'gateway' && entry.payload.t === 'INTERACTION_CREATE') {
        received.set((entry.payload.d as { id: string }).id, performance.now());
      } else if (entry.kind === 'rest') {
        const [, id = ''] = /interactions\/(\d+)\/.*callback/.exec(entry.path) ?? [];
        const from = received.get(id);
        if (from !== undefined) times.push(performance.now() - from);
      }
    });
    for (let i = 0; i < WARM_UP + COMMANDS; i += 1) {
      const [name, options] = ASKED[i % ASKED.length] ?? ['help', {}];
      const { message, failed } = await member.command(name, options);
      if (message === undefined) throw new Error(`no answer to /${name}: ${failed}`);
    }
    const status = readFileSync(`/proc/${sitrep.process.pid}/status`, 'utf8');
    const residentKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    return { times: times.slice(WARM_UP), residentMb: Math.round(residentKb / 1024) };
  } finally {
    await standin.close();
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
