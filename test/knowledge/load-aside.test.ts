import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect, loadKnowledge } from '../../src/knowledge/load.ts';
import { loadAside } from '../../src/knowledge/load-aside.ts';
import { edited, SOUND, writeFolder } from './river-flood.ts';

const never = new AbortController().signal;

test('loading in another thread gives the same result and the same problems', async () => {
  const dir = await writeFolder(SOUND);
  for (const edits of [
    [['The river rose on March 3.', 'On March 3 the river rose.']],
    [['topic: repairs', 'topic: repair']],
    [['label: Rise of the river', 'label: "Rise']],
  ] as const) {
    await writeFile(join(dir, 'facts.yml'), String(edited('facts.yml', ...edits)['facts.yml']));
    const { knowledge, problems } = await inspect(dir);
    expect(await loadAside(dir, never)).toEqual(knowledge ? { ok: true, knowledge } : { ok: false, problems });
  }
});

test('a situation that was loaded aside cannot be changed', async () => {
  const loaded = await loadAside(await writeFolder(SOUND), never);
  if (!loaded.ok) throw new Error('expected a sound situation');
  const { facts, factById } = loaded.knowledge;
  for (const fact of facts) expect(factById.get(fact.id)).toBe(fact);
  expect(facts.every(Object.isFrozen)).toBe(true);
  expect(() => (factById as Map<unknown, unknown>).clear()).toThrow(TypeError);
});

test('a folder that is not there is a problem, and the next load works', async () => {
  const dir = await writeFolder(SOUND);
  expect(await loadAside(join(dir, 'nowhere'), never)).toMatchObject({
    ok: false,
    problems: [{ message: 'there is no such folder' }],
  });
  expect(await loadAside(dir, never)).toEqual({ ok: true, knowledge: await loadKnowledge(dir) });
});
