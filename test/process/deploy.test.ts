import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ASKER_DAYS, INBOX_DAYS } from '../../src/model/inbox.ts';
import { HISTORY_MAX_ROWS, SETTING_CHANGES_MAX_ROWS } from '../../src/pins/store.ts';
import { EXIT_CODES } from '../../src/run.ts';
import { startStandin } from '../../src/standin/standin.ts';
import { migrate } from '../../src/store/migrations.ts';
import { shown, words } from '../wire/scene.ts';
import { startSitrep } from './running.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** Instructions of the Containerfile, each with its stage, counted from 0. */
function instructions() {
  let stage = -1;
  return read('src/deploy/Containerfile')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [word = '', ...rest] = line.split(' ');
      if (word === 'FROM') stage += 1;
      return { stage, word, rest: rest.join(' ') };
    });
}

const of = (word: string) => instructions().filter((each) => each.word === word);

/** The environment that the image sets. */
const imageEnv = (): Record<string, string> =>
  Object.fromEntries(
    of('ENV').flatMap(({ rest }) => rest.split(' ').map((pair) => pair.split('=') as [string, string])),
  );

/** Settings that name files under the volume, for another folder in its place. */
const inFolder = (env: Readonly<Record<string, string>>, folder: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace(/^\/data\//, `${folder}/`)]));

/** The words of `CMD ["…", "…"]`, also within a health check. */
const commandIn = (line: string | undefined): [string, ...string[]] =>
  JSON.parse(/\[.*\]/.exec(line ?? '')?.[0] ?? '[]');

/** Packages that `npm ci --omit=dev` installs, with those inside others. */
function productionPackages(): readonly string[] {
  const { packages }: { packages: Record<string, { dev?: true }> } = JSON.parse(read('package-lock.json'));
  return Object.entries(packages).flatMap(([path, { dev }]) => (path === '' || dev ? [] : [path]));
}

/** Links files where that is possible, because the packages are large. */
function copyAll(paths: readonly string[], folder: string): void {
  const present = paths.filter((path) => existsSync(join(ROOT, path)));
  const copy = (how: string) => spawnSync('cp', [how, '--parents', ...present, folder], { cwd: ROOT }).status === 0;
  if (!copy('-al') && !copy('-a')) throw new Error(`cannot copy to ${folder}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

describe('the container file', () => {
  test('it builds on the slim glibc image of the pinned Node.js, and does not run as root', () => {
    const { node } = JSON.parse(read('package.json')).devDependencies;
    for (const { rest } of of('FROM'))
      expect(rest).toMatch(new RegExp(`^docker\\.io/library/node:${node}-\\w+-slim( |$)`));
    expect(of('USER').map(({ rest }) => rest)).toEqual(['1000:1000']);
    expect(of('VOLUME').map(({ rest }) => rest)).toEqual(['/data']);
  });

  test('the build sees what it copies, and neither settings nor stores', () => {
    const seen = read('src/deploy/Containerfile.dockerignore').split('\n');
    const copied = of('COPY').flatMap(({ rest }) => (rest.startsWith('--from') ? [] : rest.split(' ').slice(0, -1)));
    for (const path of copied) expect(seen).toContain(`!${path.replace('./', '')}`);
    expect(seen[0]).toBe('*');
    expect(seen).toEqual(expect.arrayContaining(['**/.env', '**/*.sqlite*']));
  });

  test('its commands run in a folder with only what it copies, which another user may not write to', async ({
    skip,
  }) => {
    const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'sitrep-image-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [app, data] = [join(folder, 'app'), join(folder, 'data')];
    for (const each of [app, data]) mkdirSync(each);
    const sources = of('COPY').flatMap(({ stage, rest }) =>
      stage === 1 && !rest.startsWith('--from') ? rest.split(' ').slice(0, -1) : [],
    );
    copyAll(
      [
        ...sources,
        ...productionPackages().filter((path) => path.lastIndexOf('node_modules/') === 0),
        'node_modules/node/bin/node',
      ],
      app,
    );
    if (user !== undefined) {
      chownSync(data, user.uid, user.gid);
      for (const each of [folder, app, data]) chmodSync(each, 0o755);
      const may = spawnSync(join(app, 'node_modules/node/bin/node'), ['-v'], user);
      skip(may.status !== 0, 'run by root, and no other user may run programs here');
    }
    const inImage = ([program, ...rest]: readonly [string, ...string[]]): [string, ...string[]] => {
      expect(program).toBe('node');
      return [join(app, 'node_modules/node/bin/node'), ...rest];
    };
    const standin = await startStandin();
    onTestFinished(() => standin.close());
    const port = await freePort();
    const env = {
      ...imageEnv(),
      ...inFolder(imageEnv(), data),
      SITREP_HEALTH_PORT: String(port),
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      SITREP_LOG_LEVEL: 'debug',
      SITREP_ENCODER: 'on',
    };
    const health = inImage(commandIn(of('HEALTHCHECK')[0]?.rest));
    const isHealthy = () => spawnSync(health[0], health.slice(1), { cwd: app, env, ...user }).status === 0;
    expect(isHealthy()).toBe(false);
    await using sitrep = startSitrep(env, app, inImage(commandIn(of('CMD')[0]?.rest)), 'pipe', user);
    await sitrep.printed(/Ctrl-C ends/);
    expect(shown(await standin.person('member').command('who', { name: 'sullivan' })).id).toBeDefined();
    expect(words(shown(await standin.person('member').command('ask', { question: 'who is sullivan' })))).toContain(
      'Sullivan',
    );
    // The encoder's own libraries are there, and its cache can be written.
    await sitrep.printed(/facts encoded/);
    await vi.waitFor(() => expect(readdirSync(data).sort()).toContain('vectors'), { timeout: 60_000 });
    expect(isHealthy()).toBe(true);
    sitrep.process.kill('SIGTERM');
    expect(await sitrep.ended).toBe(0);
    expect(sitrep.output()).not.toMatch(/"level":[456]0/);
  });
});

describe('the systemd unit', () => {
  const unit = read('src/deploy/sitrep.service');
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  test('a restart is not tried where only a person can help', () => {
    const forPeople = Object.values(EXIT_CODES).filter((status) => status !== 75);
    expect(setting('RestartPreventExitStatus')).toBe(forPeople.sort().join(' '));
  });

  test('the store and the cache are in the only folders that the unit may write to', () => {
    expect(setting('ProtectSystem')).toBe('strict');
    expect(setting('Environment')).toContain(`SITREP_STORE=/var/lib/${setting('StateDirectory')}/`);
    expect(setting('Environment')).toContain(`SITREP_CACHE=/var/cache/${setting('CacheDirectory')} `);
    expect(existsSync(join(ROOT, setting('ExecStart')?.split(' ').at(-1) ?? ''))).toBe(true);
  });

  test('systemd accepts it', ({ skip }) => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(ROOT, 'src/deploy/sitrep.service')], {
      encoding: 'utf8',
    });
    skip(status === null, 'systemd is not installed here');
    // The program itself is elsewhere on this machine.
    expect(
      stderr.split('\n').filter((line) => line.includes('sitrep.service') && !line.includes('not executable')),
    ).toEqual([]);
  });
});

describe('the privacy notice', () => {
  const notice = read('src/deploy/privacy.md');

  test('tells what each table of the store holds', () => {
    /** Table → what the notice says of its rows. */
    const told: Readonly<Record<string, string>> = {
      drafts: 'pins that a moderator prepares',
      pins: 'Pins, and pins',
      history: 'History of pins',
      shares: 'Answers that others can read',
      share_facts: 'Answers that others can read',
      shown_facts: 'Answers that others can read',
      settings: 'Settings of a server',
      setting_changes: 'which member changed them when',
      inbox: 'What you send to the curators',
      fact_versions: 'since when each was served',
      fact_periods: 'since when each was served',
      left_servers: 'When the bot is removed from a server',
    };
    const db = new DatabaseSync(':memory:');
    migrate(db, 'memory');
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all();
    expect(tables.map(({ name }) => String(name)).sort()).toEqual(Object.keys(told).sort());
    for (const words of Object.values(told)) expect(notice).toContain(words);
  });

  test('names the times and numbers that hold', () => {
    const rows = (count: number) => count.toLocaleString('en');
    expect(notice).toContain(`the text ${INBOX_DAYS} days at most, the user id ${ASKER_DAYS} days at most`);
    expect(notice).toContain(`the last ${rows(HISTORY_MAX_ROWS)} entries of a server`);
    expect(notice).toContain(`the last ${rows(SETTING_CHANGES_MAX_ROWS)} changes of a server`);
  });
});
