import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startStandin } from '../../src/standin/standin.ts';
import { shown, words } from '../wire/scene.ts';
import { startSitrep } from './running.ts';

function open(path: string, flags: number): number {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** A pipe that is full and that nobody reads. @returns both ends */
function stalledPipe(): { readonly read: number; readonly write: number } {
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const read = open(path, constants.O_RDWR | constants.O_NONBLOCK);
  const filler = open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const page = Buffer.alloc(4096, '\n');
  try {
    for (;;) writeSync(filler, page);
  } catch {
    // Full.
  }
  return { read, write: open(path, constants.O_WRONLY) };
}

/** What is in a pipe now. */
function emptied(read: number): string {
  const page = Buffer.alloc(4096);
  let text = '';
  try {
    for (;;) text += page.toString('utf8', 0, readSync(read, page));
  } catch {
    return text;
  }
}

describe.each(['json', 'pretty'])('log lines may be lost, the bot may not (%s)', (format) => {
  test.each([
    ['a full disk', () => open('/dev/full', constants.O_WRONLY)],
    ['a reader that does not read', () => stalledPipe().write],
  ])('with %s behind the log, it answers and ends with code 0', async (_what, target) => {
    const standin = await startStandin();
    onTestFinished(() => standin.close());
    const env = { DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl, SITREP_LOG_FORMAT: format };
    await using sitrep = startSitrep(env, undefined, undefined, target());
    const registered = () => standin.traffic.rest('PUT').some(({ path }) => path.endsWith('/commands'));
    await vi.waitFor(() => expect(registered()).toBe(true), { timeout: 30_000 });
    const answer = shown(await standin.person('member').command('when', { event: 'conflict began' }));
    expect(words(answer)).toContain('October 7');
    sitrep.process.kill('SIGTERM');
    expect(await sitrep.ended).toBe(0);
    expect(sitrep.output()).toBe('');
  });
});

test('when the reader reads again, the log says how many lines were lost', async () => {
  const standin = await startStandin();
  onTestFinished(() => standin.close());
  const env = { DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl, SITREP_LOG_FORMAT: 'json' };
  const pipe = stalledPipe();
  await using sitrep = startSitrep(env, undefined, undefined, pipe.write);
  const registered = () => standin.traffic.rest('PUT').some(({ path }) => path.endsWith('/commands'));
  await vi.waitFor(() => expect(registered()).toBe(true), { timeout: 30_000 });
  await standin.person('member').command('when', { event: 'conflict began' });
  emptied(pipe.read);
  sitrep.process.kill('SIGTERM');
  expect(await sitrep.ended).toBe(0);
  expect(emptied(pipe.read)).toMatch(
    /\{"level":40,"time":"[^"]+","lost":\d+,"msg":"log lines lost"\}\n[\s\S]*"SIGTERM: ending"/,
  );
});
