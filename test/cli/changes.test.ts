/** `changes` and `check --against`: what changed between versions that git or the store knows. */

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { run as changes } from '../../src/cli/changes.ts';
import { run as check } from '../../src/cli/check.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { openStore } from '../../src/store/open.ts';
import { edited, SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { runWith } from './run-with.ts';

const BARRIER = SOUND['facts.yml'].slice(SOUND['facts.yml'].indexOf('- id: barrier-removed'));
/** One fact reworded, one renamed. */
const EDITED = edited(
  'facts.yml',
  ['The river rose on March 3.', 'On March 3 the river rose.'],
  ['id: barrier-removed', 'id: barrier-taken'],
);

/** A repository with the sound situation in its first commit, and the edited one in the folder. */
async function repository(): Promise<string> {
  const folder = await writeFolder(SOUND);
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'first');
  await writeFile(join(folder, 'facts.yml'), EDITED['facts.yml'] ?? '');
  return folder;
}

describe('against a commit', () => {
  test('changes lists reworded, added and removed facts, with the old and the new text', async () => {
    const folder = await repository();
    const { code, lines, err } = await runWith(changes, ['--knowledge', folder, '--against', 'HEAD']);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        id: 'river-rose',
        before: { text: 'The river rose on March 3.' },
        after: { text: 'On March 3 the river rose.' },
      },
      { id: 'barrier-taken', before: null, after: { status: 'alleged' } },
      { id: 'barrier-removed', before: { status: 'alleged' }, after: null },
    ]);
    expect(err).toContain('changed river-rose\n  - The river rose on March 3.\n  + On March 3 the river rose.\n');
    expect(err).toContain('1 changed, 1 added, 1 removed (HEAD → files, version ');
  });

  test('two commits are compared with each other', async () => {
    const folder = await repository();
    const { lines } = await runWith(changes, ['--knowledge', folder, '--against', 'HEAD..main']);
    expect(lines).toEqual([]);
  });

  test('check reports facts that were served there but are neither here nor in retired.yml', async () => {
    const folder = await repository();
    const lost = async () => {
      const { code, lines } = await runWith(check, ['--knowledge', folder, '--against', 'HEAD']);
      return [code, lines.flatMap(({ level, id, message }) => (level === 'warning' ? [`${id}: ${message}`] : []))];
    };
    expect(await lost()).toEqual([0, ['barrier-removed: was served in HEAD and is not here any more']]);
    await writeFile(join(folder, 'facts.yml'), `${EDITED['facts.yml']}${BARRIER}  draft: true\n`);
    expect(await lost()).toEqual([0, ['barrier-removed: was served in HEAD and is a draft now']]);
    await writeFile(join(folder, 'facts.yml'), EDITED['facts.yml'] ?? '');
    await writeFile(
      join(folder, 'retired.yml'),
      '- {id: barrier-removed, reason: another name, moved_to: barrier-taken}\n',
    );
    expect(await lost()).toEqual([0, []]);
  });

  test.each([
    ['a commit that is not there', ['--against', 'nowhere'], 'git knows no commit "nowhere"'],
    ['an option of git in its place', ['--against', '--all'], 'git knows no commit "--all"'],
    ['both ways at once', ['--against', 'HEAD', '--since', '2024-01-01'], 'give one or the other'],
  ])('%s is refused', async (_what, args, message) => {
    const argument = args[1] === '--all' ? ['--against=--all'] : args;
    const { code, err } = await runWith(changes, ['--knowledge', await repository(), ...argument]);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('since a version that was served', () => {
  /** The sound situation was served on March 5, then the edited one, which is in the folder. */
  async function served() {
    const folder = await writeFolder(SOUND);
    const store = join(await writeFolder({}), 'a.sqlite');
    const open = openStore(store);
    const versions: string[] = [];
    for (const [day, facts] of [
      ['2024-03-05', SOUND['facts.yml']],
      ['2024-03-07', EDITED['facts.yml'] ?? ''],
    ] as const) {
      await writeFile(join(folder, 'facts.yml'), facts);
      const { name, version, facts: told } = await loadKnowledge(folder);
      const sinceMs = Date.parse(day);
      const plain = told.map(({ id, text, status }) => ({ id, text, status }));
      await open.recordFacts({ situation: name, version, sinceMs, facts: plain });
      versions.push(version);
    }
    return { open, versions, args: ['--knowledge', folder, '--store', store] };
  }

  test('a version, a day, or nothing names the earlier one, also while the store is open', async () => {
    const { open, versions, args } = await served();
    const idsSince = async (...more: readonly string[]) =>
      (await runWith(changes, [...args, ...more])).lines.map(({ id }) => id);
    const all = ['river-rose', 'barrier-taken', 'barrier-removed'];
    expect(await idsSince()).toEqual(all);
    expect(await idsSince('--since', versions[0] ?? '')).toEqual(all);
    expect(await idsSince('--since', '2024-03-06')).toEqual(all);
    expect(await idsSince('--since', '2024-03-08')).toEqual([]);
    expect(await idsSince('--since', '2024-03-05', '--until', '2024-03-06')).toEqual([]);
    await open.close();
  });

  test('a text that names no version is refused with a list of the known versions', async () => {
    const { open, versions, args } = await served();
    await open.close();
    const { code, err } = await runWith(changes, [...args, '--since', 'yesterday']);
    expect([code, err]).toEqual([2, expect.stringContaining(`newest: ${versions[1]} since 2024-03-07T00:00:00.000Z`)]);
  });
});
