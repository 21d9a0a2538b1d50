import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect, loadKnowledge } from '../../src/knowledge/load.ts';
import { createLoader } from '../../src/knowledge/load-aside.ts';
import { edited, SOUND, writeFolder } from './river-flood.ts';

const never = new AbortController().signal;

test('GIVEN one edit after another WHEN each is loaded aside THEN it is what loading anew gives, problems too', async () => {
  const dir = await writeFolder(SOUND);
  const load = createLoader();
  let earlier = await loadKnowledge(dir);
  for (const edits of [
    [['The river rose on March 3.', 'On March 3 the river rose.']],
    [['topic: repairs', 'topic: repair']],
    [['label: Rise of the river', 'label: "Rise']],
    [['- id: river-rose', '# moved by a line\n- id: river-rose']],
    [['topic: repairs', 'topic: repair']],
    [],
  ] as const) {
    await writeFile(join(dir, 'facts.yml'), String(edited('facts.yml', ...edits)['facts.yml']));
    const loaded = await load(dir, never, earlier);
    const { knowledge, problems } = await inspect(dir);
    expect(loaded).toEqual(knowledge ? { ok: true, knowledge } : { ok: false, problems });
    if (!loaded.ok) continue;
    const last = earlier.facts.length - 1;
    expect(loaded.knowledge.facts[last]).toBe(earlier.facts[last]);
    earlier = loaded.knowledge;
  }
});

test('GIVEN no such folder WHEN it is loaded aside THEN that is a problem, and the next load works', async () => {
  const load = createLoader();
  const dir = await writeFolder(SOUND);
  expect(await load(join(dir, 'nowhere'), never)).toMatchObject({
    ok: false,
    problems: [{ message: 'there is no such folder' }],
  });
  expect(await load(dir, never)).toEqual({ ok: true, knowledge: await loadKnowledge(dir) });
});
