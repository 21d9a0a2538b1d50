import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSituations, type SituationsOptions } from '../src/situations.ts';
import { edited, type Files, SOUND, writeFolder } from './knowledge/river-flood.ts';

const LOOK_EVERY_MS = 20;
const BROKEN = edited('facts.yml', ['topic: repairs', 'topic: watr']);

/** A folder of situations that are served, and what was logged. */
async function serving(
  folders: Readonly<Record<string, Files>>,
  options: Partial<Pick<SituationsOptions, 'chosen'>> = {},
) {
  const root = await writeFolder(
    Object.fromEntries(
      Object.entries(folders).flatMap(([folder, files]) =>
        Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]),
      ),
    ),
  );
  const logged: string[] = [];
  const log = pino({ base: null }, { write: (line) => void logged.push(String(JSON.parse(line).msg)) });
  const open = () => openSituations({ root, chosen: options.chosen, log, lookEveryMs: LOOK_EVERY_MS });
  return { root, logged, open };
}

const namesOf = (situations: Awaited<ReturnType<typeof openSituations>>) =>
  situations.all().map(({ knowledge }) => knowledge.name);

test('every situation is served, the default one first', async () => {
  const { open } = await serving({ ash: SOUND, brook: SOUND, clay: SOUND }, { chosen: 'brook' });
  const situations = await open();
  onTestFinished(() => situations.stop());
  expect(namesOf(situations)).toEqual(['brook', 'ash', 'clay']);
  expect(situations.defaultName).toBe('brook');
  expect(situations.get('clay')?.knowledge.title).toBe('River flood');
  expect(situations.get('dune')).toBeUndefined();
});

test.each([
  ['the bundled one where it is there', ['ash', 'us-iran-strikes'], 'us-iran-strikes'],
  ['otherwise the first by name', ['brook', 'ash'], 'ash'],
])('where none is chosen, the default is %s', async (_, names, expected) => {
  const { open } = await serving(Object.fromEntries(names.map((name) => [name, SOUND])));
  const situations = await open();
  onTestFinished(() => situations.stop());
  expect(situations.defaultName).toBe(expected);
});

test('an invalid situation is logged with its problems while the others serve, and is served once it is corrected', async () => {
  const { root, logged, open } = await serving({ ash: SOUND, brook: BROKEN });
  const situations = await open();
  onTestFinished(() => situations.stop());
  const changed: string[] = [];
  situations.onChange(({ knowledge }, previous) => changed.push(`${knowledge.name} ${previous === undefined}`));
  const refused: string[] = [];
  situations.onRefused((name, [first]) => refused.push(`${name} ${first?.message}`));
  expect(refused).toEqual([expect.stringContaining('brook topic "watr" is not')]);
  expect(namesOf(situations)).toEqual(['ash']);
  expect(logged.join('\n')).toContain('Situation "brook" is not served until its files are corrected');
  expect(logged.join('\n')).toContain('topic "watr" is not in situation.yml');

  writeFileSync(join(root, 'brook', 'facts.yml'), SOUND['facts.yml']);
  await vi.waitFor(() => expect(namesOf(situations)).toEqual(['ash', 'brook']), 10_000);
  expect(changed).toEqual(['brook true']);
  expect(logged.filter((line) => line.includes('brook'))).toHaveLength(1);
});

test('a folder that is added while Sitrep runs is served', async () => {
  const { root, open } = await serving({ ash: SOUND });
  const situations = await open();
  onTestFinished(() => situations.stop());
  cpSync(join(root, 'ash'), join(root, 'dune'), { recursive: true });
  await vi.waitFor(() => expect(namesOf(situations)).toEqual(['ash', 'dune']), 10_000);
});

test('an edit of one situation leaves the others as they are', async () => {
  const { root, open } = await serving({ ash: SOUND, brook: SOUND });
  const situations = await open();
  onTestFinished(() => situations.stop());
  const [ash, brook] = [situations.get('ash'), situations.get('brook')];
  const file = join(root, 'brook', 'facts.yml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n# an edit\n`);
  await vi.waitFor(() => expect(situations.get('brook')).not.toBe(brook), 10_000);
  expect(situations.get('ash')).toBe(ash);
});

test('the start fails where the default situation is invalid', async () => {
  const { open } = await serving({ ash: BROKEN, brook: SOUND });
  await expect(open()).rejects.toThrow('topic "watr" is not in situation.yml');
});
