import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/store.ts';
import { STORE_VERSION } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { openConfiguredStore } from '../../src/store/open-configured.ts';
import { temporaryFolder } from '../store/folder.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { runChild } from '../store/run-child.ts';
import { draft, event, factId, pin, shared } from '../store/values.ts';

async function runStore(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await run(args, { stdin: Readable.from([]), stdout, stderr, env });
  const text = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString('utf8') ?? '';
  return {
    code,
    lines: text(stdout)
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line)),
    told: text(stderr),
  };
}

/** A store with one of each and two pins, which nobody uses at the moment. */
async function withStore() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, 'a.sqlite');
  const store = openStore(path);
  await store.saveDraft(draft('a'));
  await store.addShare(shared('a', ['first']));
  await store.addPin(pin('a'), event(pin('a')));
  await store.addPin(pin('b', { state: 'pinned' }), event(pin('b')));
  await store.savePin(pin('b', { state: 'pinned' }), event(pin('b')));
  await store.close();
  return { folder: folder.path, path, copy: join(folder.path, 'copy.sqlite') };
}

const HELD = {
  version: STORE_VERSION,
  pins: { posting: 1, pinning: 0, pinned: 1, unpinning: 0, deleting: 0, away: 0, ended: 0 },
  shared: 1,
  history: 3,
};

describe('store check', () => {
  test('prints a summary of the store in one line, wherever its path comes from', async () => {
    const { path } = await withStore();
    const before = readFileSync(path);
    expect(await runStore(['check', '--store', path])).toMatchObject({ code: 0, lines: [{ file: path, ...HELD }] });
    expect(await runStore(['check'], { SITREP_STORE: path })).toMatchObject({
      code: 0,
      lines: [{ file: path, ...HELD }],
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each([
    [
      'a row that does not fit',
      `UPDATE history SET body = json_set(body, '$.what', 'sold') WHERE seq = 2`,
      'row 2 of table history',
    ],
    ['a reference to nothing', `PRAGMA foreign_keys = OFF; DELETE FROM shares`, 'in table share_facts'],
    [
      'an index that disagrees',
      `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'pin_id)', 'guild_id)') WHERE name = 'history_of_pin'`,
      'history_of_pin',
    ],
  ])('%s is reported', async (_what, sql, words) => {
    const { path } = await withStore();
    const db = new DatabaseSync(path, { defensive: false });
    db.exec(sql);
    db.close();
    await expect(runStore(['check', '--store', path])).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining(words),
    });
  });
});

describe('store backup', () => {
  test('makes a store with the same content, which can replace the other', async () => {
    const { folder, path, copy } = await withStore();
    const { code, lines } = await runStore(['backup', copy, '--store', path]);
    expect({ code, lines }).toEqual({ code: 0, lines: [{ file: copy, bytes: statSync(copy).size, pins: 2 }] });
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);

    copyFileSync(copy, path);
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(await store.livingPins()).toEqual([pin('a'), pin('b', { state: 'pinned' })]);
    expect(await store.draft('draft-a')).toEqual(draft('a'));
    expect((await store.share('share-a'))?.facts.map(({ fact }) => fact.id)).toEqual(['first']);
  });

  test('each copy that is made while another process writes shows one moment, and the other process can go on writing', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.sqlite');
    await using child = runChild('write', path);
    await child.hasSaid(3);
    for (let round = 0; round < 5; round += 1) {
      const written = child.said.length;
      const copy = join(folder.path, `${round}.sqlite`);
      await runStore(['backup', copy, '--store', path]);
      const [held] = (await runStore(['check', '--store', copy])).lines as (typeof HELD)[];
      // One event came with each pin, the other with its change of state.
      expect(held?.history).toBe(Number(held?.pins.posting) + 2 * Number(held?.pins.pinned));
      expect(Number(held?.pins.pinned)).toBeGreaterThanOrEqual(written - 1);
      await child.hasSaid(written + 1);
    }
  });

  test('a file of that name stays as it is', async () => {
    const { path, copy } = await withStore();
    writeFileSync(copy, '');
    await expect(runStore(['backup', copy, '--store', path])).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('exists already'),
    });
    expect(readFileSync(copy)).toHaveLength(0);
  });

  test('a missing store, or no folder for the copy, is misuse, and nothing is made', async () => {
    const { folder, path, copy } = await withStore();
    const missing = join(folder, 'missing.sqlite');
    for (const args of [
      ['backup', copy, '--store', missing],
      ['check', '--store', missing],
      ['backup', join(folder, 'nowhere', 'copy.sqlite'), '--store', path],
    ]) {
      await expect(runStore(args)).rejects.toMatchObject({ code: 'USAGE' });
    }
    expect(existsSync(missing) || existsSync(copy)).toBe(false);
  });
});

describe('store migrate', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('copies everything to PostgreSQL, where Sitrep goes on with it', async () => {
    const { path } = await withStore();
    const before = openStore(path);
    await before.recordFacts({
      situation: 's',
      version: 'v1',
      sinceMs: 1,
      facts: [{ id: factId('dam'), text: 'It holds.', status: 'reported' }],
    });
    await before.close();
    const bytes = readFileSync(path);
    const address = await server.database();

    const { code, lines } = await runStore(['migrate', path, address]);
    const rows = {
      drafts: 1,
      pins: 2,
      history: 3,
      shares: 1,
      shown_facts: 1,
      share_facts: 1,
      fact_versions: 1,
      fact_periods: 1,
    };
    expect({ code, lines }).toMatchObject({
      code: 0,
      lines: [{ from: path, to: expect.not.stringContaining('password'), rows }],
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect((await runStore(['check', '--store', address])).lines).toMatchObject([HELD]);

    const store = await openConfiguredStore(address);
    onTestFinished(() => store.close());
    expect(await store.livingPins()).toEqual([pin('a'), pin('b', { state: 'pinned' })]);
    expect(await store.draft('draft-a')).toEqual(draft('a'));
    expect(await store.sharesShowing('us-iran-strikes', () => true)).toEqual(['share-a']);
    expect(await store.factsAt('s', 1)).toHaveLength(1);
    // New rows come after the old ones.
    await store.addPin(pin('c'), event(pin('c')));
    expect((await store.livingPins()).at(-1)).toEqual(pin('c'));
  });

  test('refuses a target that holds something, and changes nothing there', async () => {
    const { path } = await withStore();
    const address = await server.database();
    const store = await openConfiguredStore(address);
    onTestFinished(() => store.close());
    await store.saveShare(shared('x', []));
    await store.addShare(shared('x', ['first']));
    await expect(runStore(['migrate', path, address])).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('already holds rows in its table'),
    });
    expect(await store.livingPins()).toEqual([]);
    expect((await store.share('share-x'))?.id).toBe('share-x');
  });

  test('refuses a source that Sitrep is using, and copies nothing', async () => {
    const { path } = await withStore();
    await using child = runChild('hold', path);
    await child.hasSaid(2);
    const address = await server.database();
    await expect(runStore(['migrate', path, address])).rejects.toMatchObject({ code: 'STORE_IN_USE' });
  });

  test.each([
    ['two files', 'a.sqlite', 'b.sqlite'],
    ['two databases', 'postgres://a/b', 'postgres://a/c'],
    ['the wrong way round', 'postgres://a/b', 'a.sqlite'],
  ])('%s are misuse', async (_what, from, to) => {
    await expect(runStore(['migrate', from, to])).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('backup of a database names pg_dump', async () => {
    await expect(runStore(['backup', 'a', '--store', 'postgres://a/b'])).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('pg_dump'),
    });
  });
});

describe('store', () => {
  test.each([
    [[]],
    [['backup']],
    [['backup', 'a', 'b']],
    [['check', 'a']],
    [['restore', 'a']],
    [['check', '--nonsense']],
  ])('%j is misuse', async (args) => {
    await expect(runStore(args)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('--help says how to restore a backup', async () => {
    const { code, lines, told } = await runStore(['--help']);
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    expect(told).toContain('To restore a backup');
  });
});
