/**
 * Measures one process that serves ten situations of 300 facts to 100 servers: `npm run bench:load -- [--encoder off]`.
 *
 * The situations are generated and written as YAML; ten servers have chosen each. A member asks in every server in turn. Printed are
 * the time from the process's start to its first answer, the time from an interaction to its reply while the facts are being encoded
 * and after that, and the resident memory of the bot and of the encoder's process.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Person } from '../../src/standin/person.ts';
import { PERMISSION, type Standin, startStandin } from '../../src/standin/standin.ts';
import { openStore } from '../../src/store/open.ts';
import { startSitrep } from '../process/running.ts';
import { childrenMb, residentMb, round, spreadOf, watchAnswers } from './answer-times.ts';
import { generateQuestions, generateSituation } from './generated.ts';
import { writeSituation } from './situation-files.ts';

const SITUATIONS = 10;
const FACTS = 300;
const SERVERS = 100;
const COMMANDS = 1000;
/** How long the encoder may take for all facts, and how long nothing may be written before it counts as done. */
const ENCODED_WITHIN_MS = 600_000;
const REPLYING = PERMISSION.ViewChannel | PERMISSION.SendMessages | PERMISSION.ReadMessageHistory;

const ROOT = resolve(import.meta.dirname, '../..');
const ENGLISH = [
  ...['README.md', 'src/README.md', 'knowledge/README.md', 'src/language/en/synonyms.ts'],
  ...['chat', 'forum', 'held-out', 'members', 'reader', 'tempting'].map((name) => `test/bench/questions/${name}.jsonl`),
];

const { values } = parseArgs({ options: { encoder: { type: 'string', default: 'on' } } });
const folder = mkdtempSync(join(tmpdir(), 'sitrep-load-'));
try {
  await measure(folder, values.encoder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Generated {
  readonly name: string;
  readonly questions: readonly string[];
}

async function measure(root: string, encoder: string): Promise<void> {
  const words = englishWords();
  const situations = Array.from({ length: SITUATIONS }, (_, n): Generated => {
    const [name, knowledge] = [`situation-${n}`, generateSituation(FACTS, n + 1, words)];
    writeSituation(join(root, 'knowledge', name), knowledge);
    const texts = knowledge.facts.map(({ text }) => text);
    return { name, questions: generateQuestions(texts, COMMANDS / SITUATIONS) };
  });
  const channels = Array.from({ length: SERVERS - 1 }, (_, n) => ({ name: `channel-${n}`, server: `Server ${n}` }));
  const standin = await startStandin({ botPermissions: REPLYING, channels });
  const member = standin.person('member');
  const places = [member, ...channels.map(({ name }) => member.in(standin.channel(name)))];
  const storePath = join(root, 'sitrep.sqlite');
  try {
    await chooseSituations(storePath, standin, situations);
    const started = performance.now();
    await using sitrep = startSitrep({
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      SITREP_LOG_FORMAT: 'json',
      SITREP_KNOWLEDGE: join(root, 'knowledge'),
      SITREP_STORE: storePath,
      SITREP_ENCODER: encoder,
    });
    await sitrep.printed(/Ctrl-C ends Sitrep/);
    await member.command('facts');
    console.log(`Process start to first answer, ms: ${round(performance.now() - started)}`);
    const clock = watchAnswers(standin);
    if (encoder !== 'off') {
      await askAll(places, situations);
      console.log(`Interaction to reply while facts are encoded, ${COMMANDS} times, ms: ${spreadOf(clock.take())}`);
      await encoded(`${storePath}-vectors`);
      console.log(`Process start to all facts encoded, s: ${Math.round((performance.now() - started) / 1000)}`);
    }
    await askAll(places, situations);
    console.log(`Interaction to reply, ${COMMANDS} times, ms: ${spreadOf(clock.take())}`);
    const bot = residentMb(sitrep.process.pid);
    const child = childrenMb(sitrep.process.pid);
    console.log(`Resident memory, MB: ${bot} of the bot and ${child} of the encoder, together ${bot + child}`);
  } finally {
    await standin.close();
  }
}

/**
 * The words of this project's own texts, the commonest first. The encoder cuts a word that it does not know into many pieces, each
 * with a vector, so invented words would take several times the memory of English.
 */
function englishWords(): readonly string[] {
  const counts = new Map<string, number>();
  for (const file of ENGLISH) {
    for (const [word] of readFileSync(join(ROOT, file), 'utf8')
      .toLowerCase()
      .matchAll(/[a-z]{3,}/g))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
}

/** Each server has chosen one of the situations, as its moderators would. */
async function chooseSituations(path: string, standin: Standin, situations: readonly Generated[]): Promise<void> {
  const store = openStore(path);
  for (const [n, guildId] of standin.guildIds.entries()) {
    const value = situations[n % situations.length]?.name ?? '';
    await store.changeSetting({ guildId, placeId: guildId, name: 'situation', value, by: null, atMs: 0 });
  }
  await store.close();
}

/** One question after the other, in another server each time. */
async function askAll(places: readonly Person[], situations: readonly Generated[]): Promise<void> {
  for (let i = 0; i < COMMANDS; i += 1) {
    const { questions } = situations[i % situations.length] ?? { questions: [] };
    const question = questions[Math.floor(i / situations.length) % questions.length] ?? 'what happened?';
    const { message, failed } = (await places[i % places.length]?.command('ask', { question })) ?? {};
    if (message === undefined) throw new Error(`no answer to ${question}: ${failed}`);
  }
}

/** The vectors of a situation are written once they are all there. */
async function encoded(vectors: string): Promise<void> {
  const deadline = performance.now() + ENCODED_WITHIN_MS;
  const written = () => {
    try {
      return readdirSync(vectors).filter((name) => name.endsWith('.vectors')).length;
    } catch {
      return 0;
    }
  };
  while (written() < SITUATIONS) {
    if (performance.now() > deadline) throw new Error(`only ${written()} of ${SITUATIONS} situations were encoded`);
    await sleep(200);
  }
}
