import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inspect } from '../../src/knowledge/load.ts';
import type { Problem } from '../../src/knowledge/problem.ts';
import { stampOf, watchSituation } from '../../src/knowledge/watch.ts';
import { edited, SOUND, writeFolder } from './river-flood.ts';

const LOOK_EVERY_MS = 50;

/** Follows a folder; `whenRead` is called each time its files have been read, before the result is given. */
async function watchOver(dir: string, whenRead: () => void | Promise<void>) {
  const told: (readonly Problem[] | string)[] = [];
  const { promise: loaded, resolve } = Promise.withResolvers<void>();
  const watch = watchSituation({
    dir,
    since: await stampOf(dir),
    lookEveryMs: LOOK_EVERY_MS,
    load: async (from) => {
      const { knowledge, problems } = await inspect(from);
      await whenRead();
      return knowledge === null ? { ok: false, problems } : { ok: true, knowledge };
    },
    onLoaded(knowledge) {
      told.push(knowledge.facts[0]?.text ?? '');
      resolve();
    },
    onRefused: (problems) => void told.push(problems),
  });
  onTestFinished(() => watch.stop());
  return { told, loaded };
}

const ROSE = ['The river rose on March 3.', 'On March 3 the river rose.'] as const;
const facts = (...edits: Parameters<typeof edited> extends [string, ...infer E] ? E : never) =>
  String(edited('facts.yml', ...edits)['facts.yml']);

test('a broken state that is mended soon after is not reported', async () => {
  const dir = await writeFolder(SOUND);
  let reads = 0;
  const { told, loaded } = await watchOver(dir, () => {
    reads += 1;
    // Between the look that reads the broken files and the next.
    if (reads === 1) setTimeout(() => void writeFile(join(dir, 'facts.yml'), facts(ROSE)), LOOK_EVERY_MS / 3);
  });
  await writeFile(join(dir, 'facts.yml'), facts(['topic: repairs', 'topic: repair']));
  await loaded;
  expect(told).toEqual(['On March 3 the river rose.']);
});

test('files that change while they are read are read again', async () => {
  const dir = await writeFolder(SOUND);
  let reads = 0;
  const { told, loaded } = await watchOver(dir, async () => {
    reads += 1;
    if (reads === 1) await writeFile(join(dir, 'questions.yml'), `${SOUND['questions.yml']}# more\n`);
  });
  await writeFile(join(dir, 'facts.yml'), facts(ROSE));
  await loaded;
  expect({ reads, told }).toEqual({ reads: 2, told: ['On March 3 the river rose.'] });
});
