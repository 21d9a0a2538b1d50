import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../store/folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Loads the check in a process that takes itself for another version of Node.js. */
function startAs(version: string) {
  const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('./src/node-version.cjs')`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
  return { status, stderr };
}

test.each(['22.18.0', '23.6.0', '24.0.0', '26.1.0'])('Node.js %s runs Sitrep', (version) => {
  expect(startAs(version)).toEqual({ status: 0, stderr: '' });
});

test.each(['8.0.0', '20.19.5', '22.17.1', '23.5.0'])(
  'Node.js %s ends with one line that says what to do',
  (version) => {
    expect(startAs(version)).toEqual({
      status: 1,
      stderr: `Run "npm ci" first, without --omit=dev: it installs the Node.js 24 that runs Sitrep. This is Node.js ${version}; without that, Sitrep needs 22.18 or later.\n`,
    });
  },
);

test('without the packages it ends with one line that says what to run', () => {
  using folder = temporaryFolder();
  cpSync(resolve(ROOT, 'src/node-version.cjs'), join(folder.path, 'node-version.cjs'));
  const { status, stderr } = spawnSync(process.execPath, ['./node-version.cjs'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'The packages that Sitrep needs are not installed. Run "npm ci" in its folder first.\n',
  });
});

test('every script that runs Sitrep checks the version first', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(resolve(ROOT, 'package.json'), 'utf8'),
  );
  const commands = Object.values(scripts).filter((script) => /src\/(?:main|cli)\.ts/.test(script));
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) expect(command).toMatch(/^node -r \.\/src\/node-version\.cjs /);
});
