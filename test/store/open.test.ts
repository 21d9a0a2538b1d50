import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PinStore } from '../../src/pins/pin-store.ts';
import { MIGRATIONS, migrate, STORE_VERSION } from '../../src/store/migrations.ts';
import { openDatabase, openStore } from '../../src/store/open.ts';
import { createPinStore } from '../../src/store/sqlite-pin-store.ts';
import { temporaryFolder } from './folder.ts';
import { CHILD, runChild } from './run-child.ts';
import { awaited, draft, event, fact, factId, pin, shared } from './values.ts';

/** A folder with a store of forty pins that nobody uses at the moment. */
function withStore() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, 'a.sqlite');
  const store = openStore(path);
  for (let number = 0; number < 40; number += 1) {
    const added = pin(String(number));
    store.addPin(added, event(added));
  }
  store.close();
  return { folder: folder.path, path };
}

function alter(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

const overwrite = (path: string, from: number, length: number) => {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(path, bytes);
};

describe('a file that cannot serve is told of and left as it was', () => {
  test.each([
    ['damaged inside', (path: string) => overwrite(path, 20_000, 30_000), 'STORE_CORRUPT', 'put a backup in its place'],
    ['cut short', (path: string) => truncateSync(path, 50_000), 'STORE_CORRUPT', 'put a backup in its place'],
    [
      'of a newer Sitrep',
      (path: string) => alter(path, 'PRAGMA user_version = 99'),
      'STORE_NEWER',
      `version 99, this one knows versions up to ${STORE_VERSION}`,
    ],
    [
      'no database',
      (path: string) => writeFileSync(path, 'Remember the milk.\n'.repeat(50)),
      'STORE_UNUSABLE',
      'no SQLite database',
    ],
    ['too short for a database', (path: string) => writeFileSync(path, 'S'), 'STORE_UNUSABLE', 'no SQLite database'],
    [
      'of another program',
      (path: string) => alter(path, 'PRAGMA application_id = 1'),
      'STORE_UNUSABLE',
      'of another program',
    ],
  ])('%s', (_what, spoil, code, words) => {
    const { path } = withStore();
    spoil(path);
    const before = readFileSync(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
    expect(() => openStore(path)).toThrow(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('GIVEN a database of another program THEN nothing is put beside it', () => {
    const { folder } = withStore();
    const path = join(folder, 'other.sqlite');
    alter(path, 'CREATE TABLE theirs (a)');
    expect(() => openStore(path)).toThrow('of another program');
    expect(readdirSync(folder).filter((name) => name.startsWith('other'))).toEqual(['other.sqlite']);
  });

  test('GIVEN a folder, or no folder to be in, THEN that is said', () => {
    const { folder } = withStore();
    mkdirSync(join(folder, 'inner'));
    expect(() => openStore(join(folder, 'inner'))).toThrow('it is a folder');
    expect(() => openStore(join(folder, 'nowhere', 'a.sqlite'))).toThrow('there is no folder');
  });

  test('GIVEN any bytes changed THEN it is refused as it is, or serves, and every failure is one of the store', () => {
    const { path } = withStore();
    const whole = readFileSync(path);
    const change = fc.tuple(fc.oneof(fc.nat(whole.length - 1), fc.nat(200)), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const spoilt = Buffer.from(whole);
        for (const [at, byte] of changes) spoilt[at] = byte;
        writeFileSync(path, spoilt);
        let store: PinStore | undefined;
        try {
          store = openStore(path);
          store.livingPins();
          store.purge({ sharedMs: 0, draftsMs: 0, nowMs: Number.MAX_SAFE_INTEGER });
          const added = pin('new');
          store.addPin(added, event(added));
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^STORE_/) });
          if (store === undefined) expect(readFileSync(path).equals(spoilt)).toBe(true);
        } finally {
          store?.close();
        }
      }),
      { numRuns: 300 },
    );
  });

  test('GIVEN a row that does not fit THEN it is named where it is met', () => {
    const { path } = withStore();
    alter(path, `UPDATE pins SET body = json_set(body, '$.state', 'flying') WHERE seq = 7`);
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(store.pin(pin('5').id)).toEqual(pin('5'));
    expect(() => store.livingPins()).toThrow(
      expect.objectContaining({
        code: 'STORE_CORRUPT',
        message: expect.stringMatching(/row 7 of table pins is not as expected: state: /),
      }),
    );
  });
});

describe('a file or folder that may only be read', () => {
  /** Root may write everything; then somebody else tries. */
  const NOBODY = 65_534;
  const user = process.getuid?.() === 0 ? NOBODY : undefined;

  test.for([
    ['the file', 0o444, 0o777, 'a.sqlite', 'the file is read-only'],
    ['the folder', 0o666, 0o555, 'a.sqlite', 'its folder'],
    ['the folder, for a new store,', 0o666, 0o555, 'new.sqlite', 'its folder'],
  ] as const)(
    'GIVEN %s THEN that is said, and nothing changes',
    async ([, fileMode, folderMode, name, words], { skip }) => {
      const { folder, path } = withStore();
      const sources = spawnSync(process.execPath, ['-e', `fs.accessSync(${JSON.stringify(CHILD)})`], { uid: user });
      skip(sources.status !== 0, 'run by root, and nobody else may read the sources here');
      const before = readFileSync(path);
      chmodSync(path, fileMode);
      chmodSync(folder, folderMode);
      await using child = runChild('open', join(folder, name), user);
      await child.ended;
      chmodSync(folder, 0o777);
      expect(child.said[1]).toEqual({ code: 'STORE_READ_ONLY', message: expect.stringContaining(words) });
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );
});

describe('one writer', () => {
  test('GIVEN a process that uses the store WHEN another opens it THEN it is refused, until the first is gone by kill -9', async () => {
    const { folder, path } = withStore();
    const alias = join(folder, 'alias.sqlite');
    symlinkSync(path, alias);
    await using child = runChild('hold', path);
    await child.hasSaid(2);
    expect(child.said).toEqual(['ready', 'open']);
    for (const name of [path, alias]) {
      expect(() => openStore(name)).toThrow(
        expect.objectContaining({ code: 'STORE_IN_USE', message: expect.stringContaining(path) }),
      );
    }
    await child.kill();
    const store = openStore(alias);
    expect(store.livingPins()).toHaveLength(40);
    store.close();
  });

  test('GIVEN a store that is closed, also twice, THEN it can be opened again', () => {
    const { path } = withStore();
    const store = openStore(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }));
    store.close();
    store.close();
    openStore(path).close();
  });
});

describe('a full disk', () => {
  test('GIVEN no room for a change THEN it is refused whole, and the store goes on', () => {
    const { path } = withStore();
    const db = openDatabase(path);
    const store = createPinStore(db, path);
    onTestFinished(() => store.close());
    const large = pin('large', {
      content: { ...pin('').content, facts: [{ fact: fact('large', 'x'.repeat(99_999)), struck: null }] },
    });

    db.exec('PRAGMA max_page_count = 1');
    expect(() => store.addPin(large, event(large))).toThrow(
      expect.objectContaining({ code: 'STORE_FULL', message: expect.stringContaining('Make room') }),
    );
    expect(store.pin(large.id)).toBeUndefined();
    expect(store.livingPins()).toHaveLength(40);

    db.exec('PRAGMA max_page_count = 100000');
    expect(store.addPin(large, event(large))).toEqual(large);
    expect(store.history('c1', 100)).toHaveLength(41);
  });

  test('GIVEN no room for a new store THEN it is not begun', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'new.sqlite');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA max_page_count = 3');
    expect(() => migrate(db, path)).toThrow(expect.objectContaining({ code: 'STORE_FULL' }));
    db.close();
    expect(readFileSync(path)).toHaveLength(0);
    openStore(path).close();
  });
});

describe('migrations', () => {
  /** A store as version 1 wrote it. */
  function firstVersion(fill: (add: (table: string, body: object) => void) => void): PinStore {
    const folder = temporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    const path = join(folder.path, 'first.sqlite');
    const db = new DatabaseSync(path);
    migrate(db, path, MIGRATIONS.slice(0, 1));
    fill((table, body) => void db.prepare(`INSERT INTO ${table} (body) VALUES (?)`).run(JSON.stringify(body)));
    db.close();
    const store = openStore(path);
    onTestFinished(() => store.close());
    return store;
  }
  const considered = ['first', 'second', 'third'];
  const firstPin = (id: string, kind: string, changes: object) => {
    const { replies: _replies, shows: _shows, ...before } = pin(id);
    const { included: _in, excluded: _out, endedAtMs: _ended, ...content } = before.content;
    return { ...before, content: { ...content, kind, considered }, ...changes };
  };
  const chosenBefore = {
    ...pin('').content,
    included: considered.slice(0, 2).map(factId),
    excluded: [factId('third')],
  };

  test('GIVEN a store of version 1 WHEN it is opened THEN its pins keep whoever waits, and its shared answers are found', () => {
    const reply = { token: 'token', untilMs: 300 };
    const store = firstVersion((add) => {
      for (const [id, changes] of [
        ['posting', { reply }],
        ['unpinning', { reply, state: 'unpinning', end: 'unpinned' }],
        ['deleting', { reply, state: 'deleting', end: 'deleted' }],
        ['pinned', { reply: null, state: 'pinned' }],
        ['ended', { reply: null, state: 'ended', end: 'full' }],
      ] as const)
        add('pins', firstPin(id, 'brief', changes));
      add('history', event(pin('posting')));
      for (const answer of [shared('a', ['first', 'second', 'first']), shared('b', ['second'])]) add('shared', answer);
    });
    const asked = ['posting', 'unpinning', 'deleting', 'pinned', 'ended'].map((id) => store.pin(pin(id).id)?.replies);
    expect(asked).toEqual([
      [{ ...reply, asked: 'publish' }],
      [{ ...reply, asked: 'unpin' }],
      [{ ...reply, asked: 'remove' }],
      [],
      [],
    ]);
    expect(store.pin(pin('posting').id)).toEqual(
      pin('posting', { content: chosenBefore, replies: [{ ...reply, asked: 'publish' }] }),
    );
    expect(store.untold()).toHaveLength(3);
    expect(store.livingPins().map(({ id }) => id)).toEqual([
      'pin-posting',
      'pin-unpinning',
      'pin-deleting',
      'pin-pinned',
    ]);
    expect(store.history('c1', 9)).toHaveLength(1);
    const showing = (id: string) => store.sharedShowing('us-iran-strikes', (shown) => shown.fact.id === id);
    expect([showing('first'), showing('second')]).toEqual([['message-a'], ['message-a', 'message-b']]);
    const added = pin('new');
    expect(store.addPin(added, event(added))).toEqual(added);
    store.saveShared(shared('b', ['third']));
    expect([showing('second'), showing('third')]).toEqual([['message-a'], ['message-b']]);
    store.awaitShare(awaited('c'));
    expect(store.awaitedShares()).toEqual([awaited('c')]);
  });

  test('GIVEN a store of version 1 WHEN it is opened THEN its pins and drafts keep what moderators had chosen', () => {
    const { preset: _preset, ...oldDraft } = draft('a', { kind: 'brief', offered: ids(12), chosen: ids(11).slice(1) });
    const store = firstVersion((add) => {
      add('pins', firstPin('brief', 'brief', { reply: null }));
      add('pins', firstPin('facts', 'facts', { reply: null }));
      add('drafts', oldDraft);
    });
    expect(store.livingPins()).toEqual([
      pin('brief', { content: chosenBefore, replies: [] }),
      pin('facts', { replies: [], content: { ...pin('').content, kind: 'facts', included: [], excluded: [] } }),
    ]);
    expect(store.draft('draft-a')).toEqual({ ...oldDraft, preset: ids(10) });
  });

  test('GIVEN a store of version 3 with an edit that is due WHEN it is opened THEN what the message shows is brought up to date, too', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'third.sqlite');
    const db = new DatabaseSync(path);
    migrate(db, path, MIGRATIONS.slice(0, 3));
    const { content } = firstPin('due', 'brief', {});
    const due = { ...pin('due'), content, shows: { content, updatedAtMs: 1 } };
    db.prepare('INSERT INTO pins (body) VALUES (?)').run(JSON.stringify(due));
    db.close();
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(store.livingPins()).toEqual([
      pin('due', { content: chosenBefore, shows: { content: chosenBefore, updatedAtMs: 1 } }),
    ]);
  });

  test('GIVEN one that fails midway THEN the file is as it was', () => {
    const { path } = withStore();
    const before = readFileSync(path);
    const db = new DatabaseSync(path);
    expect(() => migrate(db, path, [...MIGRATIONS, `DELETE FROM pins; INSERT INTO nowhere VALUES (1)`])).toThrow(
      expect.objectContaining({ code: 'STORE_UNUSABLE', message: expect.stringContaining('nowhere') }),
    );
    db.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    const store = openStore(path);
    expect(store.livingPins()).toHaveLength(40);
    store.close();
  });

  test('GIVEN several THEN those that are missing run, in order, once', () => {
    const { path } = withStore();
    const known = MIGRATIONS.map((_, index) => `CREATE TABLE known_${index} (a)`);
    const steps = ['CREATE TABLE two (a)', 'INSERT INTO two VALUES (1)'];
    for (const further of [1, 2, 2]) {
      const db = new DatabaseSync(path);
      migrate(db, path, [...known, ...steps.slice(0, further)]);
      db.close();
    }
    const db = new DatabaseSync(path);
    onTestFinished(() => db.close());
    expect(db.prepare('SELECT count(*) AS n FROM two').get()).toEqual({ n: 1 });
    expect(() => db.prepare('SELECT * FROM known_0')).toThrow('no such table');
  });

  const ids = (count: number) => Array.from({ length: count }, (_, n) => factId(`f${n}`));
});
