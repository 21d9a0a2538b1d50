import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DestinationStream, pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type LiveSitrep, openLiveSitrep } from '../src/live-sitrep.ts';
import { edited, type Files, SOUND, writeFolder } from './knowledge/river-flood.ts';

const LOOK_EVERY_MS = 20;

interface Followed {
  readonly dir: string;
  readonly live: LiveSitrep;
  /** Lines of the log, "level message". */
  readonly logged: readonly string[];
  /** Versions that were swapped, "from to". */
  readonly swaps: readonly string[];
  edit(...edits: readonly (readonly [from: string, to: string])[]): Promise<void>;
  /** Waits until the log holds so many lines, and a while longer for those that should not come. */
  lines(count: number): Promise<readonly string[]>;
}

async function follow(files: Files = SOUND): Promise<Followed> {
  const dir = join(await writeFolder({}), 'flood');
  await write(dir, files);
  const logged: string[] = [];
  const swaps: string[] = [];
  const sink: DestinationStream = {
    write: (line) => {
      const { level, msg } = JSON.parse(line);
      logged.push(`${pino.levels.labels[level]} ${String(msg).replaceAll(`${dir}/`, '')}`);
    },
  };
  const live = await openLiveSitrep(dir, pino({ base: null }, sink), { lookEveryMs: LOOK_EVERY_MS });
  onTestFinished(() => live.stop());
  live.onChange((next, previous) => {
    expect(live.current()).toBe(next);
    swaps.push(`${previous?.knowledge.version} ${next.knowledge.version}`);
  });
  return {
    dir,
    live,
    logged,
    swaps,
    async edit(...edits) {
      await write(dir, edited('facts.yml', ...edits));
    },
    async lines(count) {
      await vi.waitFor(() => expect(logged.length).toBeGreaterThanOrEqual(count), { timeout: 20_000, interval: 5 });
      await settle();
      return logged;
    },
  };
}

async function write(dir: string, files: Files): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
}

/** Long enough for several looks. */
const settle = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * 10));

const textOf = ({ live }: Followed, id: string) =>
  live.current().knowledge.facts.find((fact) => fact.id === id)?.text ?? null;

const ROSE = ['The river rose on March 3.', 'On March 3 the river rose.'] as const;
const BARRIER = `- id: barrier-removed
  text: Opponents allegedly took a barrier away.
  label: Removal of a barrier
  topic: repairs
  importance: 3
  status: alleged
  cites: [{source: bulletin, paragraph: 2, sentence: 2, quote: allegedly removed a barrier}]
`;
const BROKEN = ['topic: repairs', 'topic: repair'] as const;

describe('the facts follow the files', () => {
  test('a valid edit is served, logged once with what changed, and passed to every listener', async () => {
    const followed = await follow();
    const before = followed.live.current();
    await followed.edit(ROSE, [BARRIER, '']);
    const { version } = before.knowledge;
    const [line] = await followed.lines(1);
    const after = followed.live.current();
    expect(line?.split('\n')).toEqual([
      `info Facts reloaded: 1 changed, 0 added, 1 removed (version ${after.knowledge.version})`,
      'changed river-rose',
      '  - The river rose on March 3.',
      '  + On March 3 the river rose.',
      'removed barrier-removed',
      '  - Opponents allegedly took a barrier away. (alleged)',
    ]);
    expect(followed.logged).toHaveLength(1);
    expect(followed.swaps).toEqual([`${version} ${after.knowledge.version}`]);
    expect(textOf(followed, 'river-rose')).toBe('On March 3 the river rose.');
    expect(before.knowledge.facts[0]?.text).toBe('The river rose on March 3.');
    expect(() => Object.assign(after.knowledge.facts[0] ?? {}, { text: 'x' })).toThrow(TypeError);
    expect(() => (after.knowledge.factById as unknown as Map<string, unknown>).clear()).toThrow(TypeError);
  });

  test('when a listener fails, the others are called, the log says so, and the files are still watched', async () => {
    const followed = await follow();
    const heard: string[] = [];
    followed.live.onChange(() => {
      throw new Error('no');
    });
    followed.live.onChange(({ knowledge }) => void heard.push(knowledge.version));
    await followed.edit(ROSE);
    await followed.lines(2);
    await followed.edit();
    await followed.lines(4);
    expect(heard).toEqual(followed.swaps.map((swap) => swap.split(' ')[1]));
    expect(heard).toHaveLength(2);
    expect(followed.logged.map((line) => line.slice(0, 19))).toEqual([
      'info Facts reloaded',
      'error passing on ch',
      'info Facts reloaded',
      'error passing on ch',
    ]);
  });

  test('an edit of anything other than facts is served as well', async () => {
    const followed = await follow();
    await write(followed.dir, edited('situation.yml', ['[/when road closed]', '[/when river rose]']));
    expect(await followed.lines(1)).toEqual([expect.stringContaining('0 changed, 0 added, 0 removed')]);
    expect(followed.live.current().knowledge.examples).toEqual(['/when river rose']);
  });

  test('an invalid edit keeps the facts and logs every problem in one entry; once it is corrected, one entry says so', async () => {
    const followed = await follow();
    const { version } = followed.live.current().knowledge;
    await followed.edit(BROKEN, ['value: 2', 'value: 7']);
    expect(await followed.lines(1)).toEqual([
      [
        `error The files cannot be served. Version ${version} stays in service until they are corrected:`,
        'facts.yml:19 bridges-closed: the text does not state the number 7; write the number that the text states, or state it in the text',
        'facts.yml:25 barrier-removed: topic "repair" is not in situation.yml; did you mean "repairs"?',
      ].join('\n'),
    ]);
    expect(textOf(followed, 'barrier-removed')).not.toBeNull();
    await followed.edit();
    await followed.lines(2);
    expect(followed.logged[1]).toBe('info The files are valid again and equal the served facts');
    expect(followed.logged).toHaveLength(2);
    expect(followed.swaps).toEqual([]);
  });

  test('a valid edit after an invalid one is served', async () => {
    const followed = await follow();
    await followed.edit(BROKEN);
    await followed.lines(1);
    await followed.edit(ROSE);
    await followed.lines(2);
    expect(followed.logged[1]).toContain('Facts reloaded: 1 changed');
    expect(textOf(followed, 'river-rose')).toBe('On March 3 the river rose.');
  });

  test('files that are saved one after another, and are invalid in between, are logged once at the end', async () => {
    const followed = await follow();
    await followed.edit(BROKEN);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * 2));
    await followed.edit(BROKEN, ROSE);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    await followed.edit(ROSE);
    expect(await followed.lines(1)).toEqual([expect.stringContaining('Facts reloaded: 1 changed')]);
  });

  test('of many edits in a burst, some of them invalid, the last is served, with at most one reload for each pause', async () => {
    const followed = await follow();
    const { version } = followed.live.current().knowledge;
    for (let i = 1; i <= 60; i += 1) {
      await followed.edit([ROSE[0], `The river rose ${i} times on March 3.`], ...(i % 3 === 1 ? [BROKEN] : []));
    }
    await vi.waitFor(() => expect(textOf(followed, 'river-rose')).toContain('60 times'), { timeout: 20_000 });
    await settle();
    expect(followed.logged.filter((line) => !line.startsWith('info Facts reloaded: 1 changed'))).toEqual([]);
    expect(followed.swaps.length).toBeLessThan(20);
    const chain = followed.swaps.map((swap) => swap.split(' '));
    expect(chain.map(([from]) => from)).toEqual([version, ...chain.slice(0, -1).map(([, to]) => to)]);
  });

  test('a second edit while the first is being loaded is the one that is served', async () => {
    const followed = await follow();
    await followed.edit(ROSE);
    // Two looks alike start the loading; its thread takes longer to start than one more look.
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * 2.5));
    await followed.edit([ROSE[0], 'The river rose twice on March 3.']);
    await vi.waitFor(() => expect(textOf(followed, 'river-rose')).toContain('twice'), { timeout: 20_000 });
    expect(followed.logged.every((line) => line.startsWith('info Facts reloaded'))).toBe(true);
  });

  test('when the folder is deleted, the facts stay; when another takes its place, that one is served', async () => {
    const followed = await follow();
    await rm(followed.dir, { recursive: true });
    expect(await followed.lines(1)).toEqual([expect.stringContaining('there is no such folder')]);
    expect(textOf(followed, 'river-rose')).not.toBeNull();
    const aside = `${followed.dir}-next`;
    await write(aside, edited('facts.yml', ROSE));
    await rename(aside, followed.dir);
    await followed.lines(2);
    expect(followed.logged[1]).toContain('Facts reloaded: 1 changed');
  });

  test('a file that is replaced by another of the same size is noticed', async () => {
    const followed = await follow();
    const path = join(followed.dir, 'facts.yml');
    const text = await readFile(path, 'utf8');
    await writeFile(`${path}.new`, text.replace('Opponents', 'Neighbors'));
    await rename(`${path}.new`, path);
    await vi.waitFor(() => expect(textOf(followed, 'barrier-removed')).toContain('Neighbors'), { timeout: 20_000 });
  });

  test('files of an editor beside the situation, and copies of the same content, are not logged', async () => {
    const followed = await follow();
    await write(followed.dir, { '.#facts.yml': 'lock', '.facts.yml.swp': 'swap', 'facts.yml~': 'old', '4913': '' });
    const copy = `${followed.dir}-copy`;
    await cp(followed.dir, copy, { recursive: true });
    await rm(followed.dir, { recursive: true });
    await rename(copy, followed.dir);
    await settle();
    await settle();
    expect(followed.logged).toEqual([]);
    expect(followed.swaps).toEqual([]);
  });

  test('after it was stopped, files are no longer watched', async () => {
    const followed = await follow();
    await followed.live.stop();
    await followed.edit(ROSE);
    await settle();
    expect(textOf(followed, 'river-rose')).toBe('The river rose on March 3.');
    await followed.live.stop();
  });
});
