/**
 * Measures the whole path and prints what it measured: `npm run bench:wire`.
 *
 * 1. Process start to first answer on the stand-in, median of five: `node src/main.ts` is started, a member's command is
 *    sent as soon as the log says where the page is, and the clock stops when the answer is seen.
 * 2. Interaction received to reply sent, 1,000 different questions: the bot in a process of its own, the unmodified client, loopback.
 *    From the stand-in's dispatch of the interaction to the arrival of the callback, so it includes both trips on the wire.
 * 3. The same for each other way: a mention, "Show me", a direct message, a reply, a button that asks on, Check facts, the dialog
 *    "Ask the curators", sending it, `/inbox`, `/privacy`.
 * 4. Resident memory of the bot's and the encoder's process after that.
 *
 * `SITREP_ENCODER=off npm run bench:wire` measures 2 to 4 without the encoder.
 */

import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Person } from '../../src/standin/person.ts';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { PERMISSION, type Standin, startStandin } from '../../src/standin/standin.ts';
import { startSitrep } from '../process/running.ts';
import { childrenMb, quantile, residentMb, round, spreadOf, watchAnswers } from './answer-times.ts';

const STARTS = 5;
const COMMANDS = 1000;
const ROOT = resolve(import.meta.dirname, '../..');
const WARM_UP = 50;
/** Of each new way. */
const WAY_TIMES = 100;
/** Discord lets a bot send about one message a second to a channel; three people take turns, so each may mention Sitrep again. */
const POST_EVERY_MS = 1050;
/** Reading a message has a rate limit, too. */
const READ_EVERY_MS = 250;
const REPLYING = PERMISSION.ViewChannel | PERMISSION.SendMessages | PERMISSION.ReadMessageHistory;
const starts: number[] = [];
for (let run = 0; run < STARTS; run += 1) starts.push(await startToFirstAnswer());
console.log(
  `Process start to first answer, ms, median of ${STARTS}: ${round(quantile(starts, 0.5))} (${starts.map(round).join(', ')})`,
);

const { times, ways, memoryMb } = await manyCommands();
console.log(`Interaction received to reply sent, ${times.length} times, ms: ${spreadOf(times)}`);
for (const [way, each] of ways) console.log(`${way}, ${each.length} times, ms: ${spreadOf(each)}`);
const { bot, encoder } = memoryMb;
console.log(
  `Resident memory after that, MB: ${bot} of the bot and ${encoder} of the encoder, together ${bot + encoder}`,
);

async function startToFirstAnswer(): Promise<number> {
  const started = performance.now();
  await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_ENCODER: 'on' });
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

interface Measured {
  readonly times: readonly number[];
  /** The new ways, each with its times. */
  readonly ways: ReadonlyMap<string, readonly number[]>;
  readonly memoryMb: { readonly bot: number; readonly encoder: number };
}

async function manyCommands(): Promise<Measured> {
  const standin = await startStandin({ botPermissions: REPLYING });
  try {
    await using sitrep = startSitrep({
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      SITREP_LOG_FORMAT: 'json',
      SITREP_ENCODER: process.env.SITREP_ENCODER ?? 'on',
    });
    await sitrep.printed(/Ctrl-C ends Sitrep/);
    const member = standin.person('member');
    const clock = watchAnswers(standin);
    const questions = await differentQuestions(WARM_UP + COMMANDS);
    for (const question of questions) {
      const { message, failed } = await member.command('ask', { question });
      if (message === undefined) throw new Error(`no answer to ${question}: ${failed}`);
    }
    const times = clock.take().slice(WARM_UP);
    const ways = new Map<string, readonly number[]>();
    for (const [way, once, count = WAY_TIMES] of waysOf(standin)) {
      for (let i = 0; i < count; i += 1) await once();
      ways.set(way, clock.take());
    }
    return { times, ways, memoryMb: memoryOf(sitrep.process.pid) };
  } finally {
    await standin.close();
  }
}

function memoryOf(pid: number | undefined): Measured['memoryMb'] {
  return { bot: residentMb(pid), encoder: childrenMb(pid) };
}

/** No two alike, because the vector of a question that was asked before is at hand. */
async function differentQuestions(count: number): Promise<readonly string[]> {
  const { questions } = await loadKnowledge(resolve(ROOT, 'knowledge/us-iran-strikes'));
  const wordings = ['', 'Tell me: ', 'Does anyone know: ', 'Quick question: '].flatMap((before) =>
    questions.map(({ q }) => `${before}${q}`),
  );
  if (wordings.length < count) throw new Error(`${wordings.length} different questions, ${count} needed`);
  return wordings.slice(0, count);
}

/** Each new way, once, and how often it is measured where that is not `WAY_TIMES`. The waits are not measured. */
function waysOf(standin: Standin): readonly (readonly [string, () => Promise<unknown>, number?])[] {
  const people = [standin.person('member'), standin.person('secondMember'), standin.person('moderator')] as const;
  const [member] = people;
  const direct = member.inDirectMessages();
  let turn = 0;
  const mentioned = `<@${standin.ids.bot}> where is Blinken going?`;
  const isFromSitrep = ({ author }: SeenMessage) => author.id === standin.ids.bot;
  const replyTo = (person: Person, asked: { readonly id: string }) =>
    person.until((seen) => seen.find((each) => isFromSitrep(each) && each.message_reference?.message_id === asked.id));
  let offer: SeenMessage | undefined;
  let answer: SeenMessage | undefined;
  let refusal: SeenMessage | undefined;
  const openDialog = async (person: Person) => {
    const { message } = await person.command('ask', { question: 'what is the price of oil?' });
    refusal = message;
    const { modal } = await person.press(refusal ?? claims, 'Ask the curators');
    if (modal === undefined) throw new Error('no dialog opened');
    return modal;
  };
  const claims = member.say(
    'Five American soldiers have died. Hamas is holding Israeli hostages. Oil prices have risen.',
  );
  return [
    [
      'mention',
      async () => {
        await sleep(POST_EVERY_MS);
        turn += 1;
        offer = await replyTo(member, (people[turn % people.length] ?? member).say(mentioned));
      },
    ],
    [
      'Show me',
      async () => {
        await sleep(READ_EVERY_MS);
        await member.press(offer ?? claims, 'Show me');
      },
    ],
    [
      'direct message',
      async () => {
        await sleep(POST_EVERY_MS);
        answer = await replyTo(direct, direct.say('who attacked Israel?'));
      },
    ],
    [
      'reply',
      async () => {
        await sleep(POST_EVERY_MS);
        await replyTo(direct, direct.say('and when?', { replyTo: answer ?? claims }));
      },
    ],
    ['When?', () => direct.press(answer ?? claims, 'When?')],
    ['Check facts', () => member.messageCommand('Check facts', claims)],
    ['/ask, and Ask the curators', () => openDialog(member)],
    [
      '/ask, Ask the curators, and sending it',
      async () => {
        turn += 1;
        const person = people[turn % people.length] ?? member;
        await person.submit(await openDialog(person), {});
      },
      // A person may send five in an hour.
      15,
    ],
    ['/inbox', () => people[2].command('inbox')],
    ['/privacy', () => member.command('privacy')],
  ];
}
