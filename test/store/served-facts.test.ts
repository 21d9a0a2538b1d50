import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { startStandin } from '../../src/standin/standin.ts';
import { openStore } from '../../src/store/open.ts';
import { factId } from '../situation.ts';
import { BUNDLED_DIR, shown, words } from '../wire/scene.ts';
import { temporaryFolder } from './folder.ts';

const NAME = 'us-iran-strikes';

/** @param before - called with the store's path before Sitrep starts on it */
async function runningApp(before: (path: string) => Promise<void> = async () => {}) {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const knowledge = join(folder.path, 'knowledge');
  cpSync(BUNDLED_DIR, join(knowledge, NAME), { recursive: true });
  const standin = await startStandin({});
  onTestFinished(() => standin.close());
  const path = join(folder.path, 'a.sqlite');
  await before(path);
  const config = readConfig({
    DISCORD_TOKEN: standin.token,
    DISCORD_API_URL: standin.apiUrl,
    SITREP_STORE: path,
    SITREP_KNOWLEDGE: knowledge,
  });
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) });
  const app = await startApp(config, log);
  onTestFinished(() => app.stop());
  return { app, standin, path, facts: join(knowledge, NAME, 'facts.yml'), logged };
}

test('the facts served are recorded at the start and at each reload', async () => {
  const { app, path, facts } = await runningApp();
  const before = app.situations.byDefault().knowledge.version;
  const sentence = 'The conflict began on October 7.';
  writeFileSync(facts, readFileSync(facts, 'utf8').replace(sentence, 'On October 7, the conflict began.'));
  await vi.waitFor(() => expect(app.situations.byDefault().knowledge.version).not.toBe(before), 30_000);
  const after = app.situations.byDefault().knowledge.version;
  await app.stop();

  const store = openStore(path);
  onTestFinished(() => store.close());
  const versions = await store.factVersions(NAME, 5);
  expect(versions.map(({ version }) => version)).toEqual([after, before]);
  expect(await store.factHistory(NAME, factId('conflict-began'))).toMatchObject([
    { text: sentence, untilMs: versions[0]?.sinceMs },
    { text: 'On October 7, the conflict began.', untilMs: null },
  ]);
});

test('after a restart, answers and Proof say since when the facts have been served, from the store', async () => {
  const firstMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  const moment = `<t:${firstMs / 1000}:f>`;
  const knowledge = await loadKnowledge(BUNDLED_DIR);
  const { standin } = await runningApp(async (path) => {
    const store = openStore(path);
    const facts = knowledge.facts.map(({ id, text, status }) => ({ id, text, status }));
    const earlier = facts.map((fact) => ({ ...fact, text: fact.id === 'conflict-began' ? 'It began.' : fact.text }));
    const served = { situation: NAME, version: 'of another time', sinceMs: firstMs - 1000, facts: earlier };
    await store.recordFacts(served);
    await store.recordFacts({ situation: NAME, version: knowledge.version, sinceMs: firstMs, facts });
    await store.close();
  });
  const member = standin.person('member');
  const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
  expect(words(answer)).toContain(`Facts as of ${moment}`);
  const proof = words(shown(await member.press(answer, 'Proof')));
  expect(proof).toContain(`-# Held since <t:${firstMs / 1000 - 1}:f>\n-# ${moment} changed; before: “It began.”`);
});

test('a lost store is logged as an error, once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { path, logged } = await runningApp();
  rmSync(path);
  const errors = () => logged.filter((line) => line.includes('store lost; pins are refused'));
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.waitFor(() => expect(errors()).toHaveLength(1), 30_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain('STORE_LOST');
});
