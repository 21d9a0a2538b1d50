import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PinContent } from '../../src/pins/pin.ts';
import type { Store } from '../../src/pins/store.ts';
import { MIGRATIONS, migrate, STORE_VERSION } from '../../src/store/migrations.ts';
import { openDatabase, openStore, storeOver } from '../../src/store/open.ts';
import { temporaryFolder } from './folder.ts';
import { CHILD, runChild } from './run-child.ts';
import { draft, event, fact, factId, pin, shared, unconfirmed } from './values.ts';

/** A folder with a store of forty pins that nobody uses at the moment. */
async function withStore() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, 'a.sqlite');
  const store = openStore(path);
  for (let number = 0; number < 40; number += 1) {
    const added = pin(String(number));
    await store.addPin(added, event(added));
  }
  await store.close();
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

describe('a file that cannot be used is named and left unchanged', () => {
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
  ])('%s', async (_what, spoil, code, words) => {
    const { path } = await withStore();
    spoil(path);
    const before = readFileSync(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
    expect(() => openStore(path)).toThrow(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('no file is put beside a database of another program', async () => {
    const { folder } = await withStore();
    const path = join(folder, 'other.sqlite');
    alter(path, 'CREATE TABLE theirs (a)');
    expect(() => openStore(path)).toThrow('of another program');
    expect(readdirSync(folder).filter((name) => name.startsWith('other'))).toEqual(['other.sqlite']);
  });

  test('a folder in place of the file, or no folder for it, is named', async () => {
    const { folder } = await withStore();
    mkdirSync(join(folder, 'inner'));
    expect(() => openStore(join(folder, 'inner'))).toThrow('it is a folder');
    expect(() => openStore(join(folder, 'nowhere', 'a.sqlite'))).toThrow('there is no folder');
  });

  test('a file with any bytes changed is refused unchanged or works, and every failure is a STORE_ error', async () => {
    const { path } = await withStore();
    const whole = readFileSync(path);
    const change = fc.tuple(fc.oneof(fc.nat(whole.length - 1), fc.nat(200)), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const spoilt = Buffer.from(whole);
        for (const [at, byte] of changes) spoilt[at] = byte;
        writeFileSync(path, spoilt);
        let store: Store | undefined;
        try {
          store = openStore(path);
          await store.livingPins();
          await store.purge({ sharedMs: 0, draftsMs: 0, nowMs: Number.MAX_SAFE_INTEGER });
          const added = pin('new');
          await store.addPin(added, event(added));
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^STORE_/) });
          if (store === undefined) expect(readFileSync(path).equals(spoilt)).toBe(true);
        } finally {
          await store?.close();
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a row that does not fit is named where it is read', async () => {
    const { path } = await withStore();
    alter(path, `UPDATE pins SET body = json_set(body, '$.state', 'flying') WHERE seq = 7`);
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(await store.pin(pin('5').id)).toEqual(pin('5'));
    await expect(store.livingPins()).rejects.toThrow(
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
  ] as const)('%s is named, and nothing changes', async ([, fileMode, folderMode, name, words], { skip }) => {
    const { folder, path } = await withStore();
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
  });
});

describe('one writer', () => {
  test('a second process is refused until the first is gone, also by kill -9', async () => {
    const { folder, path } = await withStore();
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
    expect(await store.livingPins()).toHaveLength(40);
    await store.close();
  });

  test('a store that was closed, also twice, can be opened again', async () => {
    const { path } = await withStore();
    const store = openStore(path);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }));
    await store.close();
    await store.close();
    await openStore(path).close();
  });
});

describe('a store that is lost while it is open', () => {
  test.each<[string, (path: string, folder: string) => void, string]>([
    ['its file is removed', (path) => rmSync(path), 'a.sqlite has been removed'],
    [
      'its file is replaced',
      (path, folder) => {
        copyFileSync(path, join(folder, 'other'));
        renameSync(join(folder, 'other'), path);
      },
      'a.sqlite has been replaced',
    ],
    ['its write-ahead log is removed', (path) => rmSync(`${path}-wal`), 'a.sqlite-wal has been removed'],
  ])('refuses every change once %s', async (_what, lose, words) => {
    const { folder, path } = await withStore();
    const store = openStore(path);
    onTestFinished(() => store.close());
    await store.saveDraft(draft('before'));
    await store.verify();
    lose(path, folder);
    const lost = expect.objectContaining({ code: 'STORE_LOST', message: expect.stringContaining(words) });
    await expect(store.verify()).rejects.toEqual(lost);
    await expect(store.addPin(pin('new'), event(pin('new')))).rejects.toEqual(lost);
    await expect(store.saveDraft(draft('after'))).rejects.toEqual(lost);
    expect(await store.draft('draft-before')).toEqual(draft('before'));
  });

  test('works again when the original is moved back', async () => {
    const { folder, path } = await withStore();
    const store = openStore(path);
    onTestFinished(() => store.close());
    renameSync(path, join(folder, 'aside'));
    await expect(store.saveDraft(draft('a'))).rejects.toMatchObject({ code: 'STORE_LOST' });
    renameSync(join(folder, 'aside'), path);
    await store.saveDraft(draft('a'));
    expect(await store.draft('draft-a')).toEqual(draft('a'));
  });
});

describe('a full disk', () => {
  test('a change without room is refused whole, and the store goes on', async () => {
    const { path } = await withStore();
    const db = openDatabase(path);
    const store = storeOver(db, path);
    onTestFinished(() => store.close());
    const large = pin('large', {
      content: { ...pin('').content, facts: [{ fact: fact('large', 'x'.repeat(99_999)), struck: null }] },
    });

    db.exec('PRAGMA max_page_count = 1');
    await expect(store.addPin(large, event(large))).rejects.toThrow(
      expect.objectContaining({ code: 'STORE_FULL', message: expect.stringContaining('Make room') }),
    );
    expect(await store.pin(large.id)).toBeUndefined();
    expect(await store.livingPins()).toHaveLength(40);

    db.exec('PRAGMA max_page_count = 100000');
    expect(await store.addPin(large, event(large))).toEqual(large);
    expect(await store.history('c1', 100)).toHaveLength(41);
  });

  test('a new store is not created without room', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'new.sqlite');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA max_page_count = 3');
    expect(() => migrate(db, path)).toThrow(expect.objectContaining({ code: 'STORE_FULL' }));
    db.close();
    expect(readFileSync(path)).toHaveLength(0);
    await openStore(path).close();
  });
});

describe('migrations', () => {
  /** A store as version 1 wrote it. */
  function firstVersion(fill: (add: (table: string, body: object) => void) => void): Store {
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
  /** The content of a pin by the names that it had up to version 8. */
  const oldContent = ({ dismissed, ...content }: PinContent) => ({ ...content, left: dismissed });
  const firstPin = (id: string, kind: string, changes: object) => {
    const { replies: _replies, confirmed: _confirmed, fingerprint: shown, ...before } = pin(id);
    const { included: _in, excluded: _out, endedAtMs: _ended, ...content } = oldContent(before.content);
    return { ...before, shown, content: { ...content, kind, considered }, ...changes };
  };
  /** A shared answer as it was kept up to version 6. */
  const oldShared = (id: string, facts: readonly string[], changes: object = {}) => {
    const { id: _id, state: _state, pressed: _pressed, ...answer } = shared(id, facts);
    return { ...answer, ...changes };
  };
  const chosenBefore = {
    ...pin('').content,
    included: considered.slice(0, 2).map(factId),
    excluded: [factId('third')],
  };

  test('a store of version 1 keeps the moderators who wait, and its shared answers are found', async () => {
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
      for (const answer of [oldShared('a', ['first', 'second', 'first']), oldShared('b', ['second'])])
        add('shared', answer);
    });
    const ids = ['posting', 'unpinning', 'deleting', 'pinned', 'ended'];
    const asked = await Promise.all(ids.map(async (id) => (await store.pin(pin(id).id))?.replies));
    expect(asked).toEqual([
      [{ ...reply, asked: 'publish' }],
      [{ ...reply, asked: 'unpin' }],
      [{ ...reply, asked: 'remove' }],
      [],
      [],
    ]);
    expect(await store.pin(pin('posting').id)).toEqual(
      pin('posting', { content: chosenBefore, replies: [{ ...reply, asked: 'publish' }] }),
    );
    expect(await store.pinsWithReplies()).toHaveLength(3);
    expect((await store.livingPins()).map(({ id }) => id)).toEqual([
      'pin-posting',
      'pin-unpinning',
      'pin-deleting',
      'pin-pinned',
    ]);
    expect(await store.history('c1', 9)).toHaveLength(1);
    const showing = (id: string) => store.sharesShowing('us-iran-strikes', (shown) => shown.fact.id === id);
    expect([await showing('first'), await showing('second')]).toEqual([['message-a'], ['message-a', 'message-b']]);
    expect(await store.share('message-b')).toEqual(shared('b', ['second'], { id: 'message-b', pressed: null }));
    const added = pin('new');
    expect(await store.addPin(added, event(added))).toEqual(added);
    await store.saveShare(shared('b', ['third'], { id: 'message-b' }));
    expect([await showing('second'), await showing('third')]).toEqual([['message-a'], ['message-b']]);
  });

  test('an answer that version 6 was about to post is unconfirmed, and known by its Delete button', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'sixth.sqlite');
    const db = new DatabaseSync(path);
    migrate(db, path, MIGRATIONS.slice(0, 6));
    const { messageId: _messageId, ...awaited } = oldShared('a', ['first'], { layout: '1.dl.salt.mark 1.sh.p' });
    db.prepare('INSERT INTO awaited (body) VALUES (?)').run(JSON.stringify(awaited));
    db.close();
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(await store.unconfirmedShares()).toEqual([
      unconfirmed('a', { id: '1.dl.salt.mark', pressed: null, layout: '1.dl.salt.mark 1.sh.p' }),
    ]);
  });

  test('a store of version 1 keeps what moderators had chosen in pins and drafts', async () => {
    const { preset: _preset, ...oldDraft } = draft('a', { kind: 'brief', offered: ids(12), chosen: ids(11).slice(1) });
    const store = firstVersion((add) => {
      add('pins', firstPin('brief', 'brief', { reply: null }));
      add('pins', firstPin('facts', 'facts', { reply: null }));
      add('drafts', oldDraft);
    });
    expect(await store.livingPins()).toEqual([
      pin('brief', { content: chosenBefore, replies: [] }),
      pin('facts', { replies: [], content: { ...pin('').content, kind: 'facts', included: [], excluded: [] } }),
    ]);
    expect(await store.draft('draft-a')).toEqual({ ...oldDraft, preset: ids(10) });
  });

  test('a store of version 3 also migrates what a message shows while an edit is due', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'third.sqlite');
    const db = new DatabaseSync(path);
    migrate(db, path, MIGRATIONS.slice(0, 3));
    const { content } = firstPin('due', 'brief', {});
    const { fingerprint: shown, confirmed: _confirmed, ...rest } = pin('due');
    const due = { ...rest, shown, content, shows: { content, updatedAtMs: 1 } };
    db.prepare('INSERT INTO pins (body) VALUES (?)').run(JSON.stringify(due));
    db.close();
    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(await store.livingPins()).toEqual([
      pin('due', { content: chosenBefore, confirmed: { content: chosenBefore, updatedAtMs: 1 } }),
    ]);
  });

  test('a migration that fails midway leaves the file as it was', async () => {
    const { path } = await withStore();
    const before = readFileSync(path);
    const db = new DatabaseSync(path);
    expect(() => migrate(db, path, [...MIGRATIONS, `DELETE FROM pins; INSERT INTO nowhere VALUES (1)`])).toThrow(
      expect.objectContaining({ code: 'STORE_UNUSABLE', message: expect.stringContaining('nowhere') }),
    );
    db.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    const store = openStore(path);
    expect(await store.livingPins()).toHaveLength(40);
    await store.close();
  });

  test('missing migrations run in order, once', async () => {
    const { path } = await withStore();
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
