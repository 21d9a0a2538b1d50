import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { InboxItem } from '../../src/model/inbox.ts';
import type { Person, Shown } from '../../src/standin/person.ts';
import type { SeenMessage, ShownModal } from '../../src/standin/shapes.ts';
import { memoryStore } from '../memory-store.ts';
import { factId } from '../situation.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { temporaryFolder } from '../store/folder.ts';
import { item } from '../store/values.ts';
import { BUNDLED_DIR, buttons, openScene, type Scene, type SceneOptions, shown, words } from './scene.ts';

const SITUATION = 'us-iran-strikes';
/** Nothing near it is held. */
const UNHELD = 'best pizza in Rome?';
const HOUR_MS = 60 * 60_000;

interface CuratorsScene extends Scene {
  readonly store: ReturnType<typeof memoryStore>;
  tick(ms: number): void;
  items(): Promise<readonly InboxItem[]>;
}

/** A scene in which members may send something to the curators, with a clock that goes on only when it is told to. */
async function open(options: SceneOptions = {}): Promise<CuratorsScene> {
  const store = memoryStore();
  let atMs = 0;
  const scene = await openScene({ settings: { curatorsBox: 'on' }, store, now: () => atMs, ...options });
  return Object.assign(scene, {
    store,
    tick: (ms: number) => {
      atMs += ms;
    },
    items: () => store.inbox.waiting({ situation: SITUATION }),
  });
}

function dialogOf({ modal }: Shown): ShownModal {
  if (modal === undefined) throw new Error('Expected a dialog.');
  return modal;
}
const ask = async (person: Person, question = UNHELD) => shown(await person.command('ask', { question }));
/** Presses a button under an answer and sends the dialog. */
async function send(person: Person, message: SeenMessage, button: string, values: Record<string, string | boolean>) {
  return words(shown(await person.submit(dialogOf(await person.press(message, button)), values)));
}
const told = (person: Person, what: string) =>
  person.inDirectMessages().until((seen) => seen.find((message) => words(message).includes(what)));

describe('Ask the curators', () => {
  test('opens a dialog with the question in it, and keeps what is sent without a name', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const answer = await ask(member, '  best   <@1> **pizza** in Rome?');
    expect(buttons(answer)).toContain('Ask the curators');
    const dialog = dialogOf(await member.press(answer, 'Ask the curators'));
    expect(dialog.title).toBe('Ask the curators');
    expect(JSON.stringify(dialog.components)).toContain('By sending it you agree');
    expect(dialog.components).toContainEqual(
      expect.objectContaining({
        component: expect.objectContaining({ type: 4, value: 'best <@1> **pizza** in Rome?' }),
      }),
    );
    expect(await scene.items()).toEqual([]);
    const sent = await member.submit(dialog, { 'Your question': 'Where is the best pizza in Rome?' });
    expect(sent.ephemeral).toBe(true);
    expect(words(sent.message)).toContain('kept without your name');
    expect(await scene.items()).toMatchObject([
      {
        kind: 'question',
        state: 'open',
        guildId: standin.ids.guild,
        asker: null,
        facts: [],
        text: 'Where is the best pizza in Rome?',
      },
    ]);
    expect(JSON.stringify(await scene.items())).not.toContain(member.id);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('is under every uncertain answer, and not under a sure one', async () => {
    await using scene = await open();
    const { member } = scene;
    const related = shown(await member.command('when', { event: 'when did the three soldiers die' }));
    expect(buttons(related)).toContain('Ask the curators');
    expect(buttons(await ask(member, 'when did the conflict begin?'))).not.toContain('Ask the curators');
    expect(buttons(shown(await member.command('brief', { topic: 'pizza' })))).toEqual(['Ask the curators']);
    const posted = shown(await member.press(related, 'Share'));
    expect(buttons(posted)).toEqual(expect.arrayContaining(['Ask the curators', 'Not right?']));
    expect(buttons(posted).at(-1)).toBe('Delete');
    // A message that others read does not carry the words of the asker.
    const dialog = dialogOf(await scene.moderator.press(posted, 'Ask the curators'));
    expect(JSON.stringify(dialog)).not.toMatch(/soldiers die|Closest/);
  });

  test('holds a question that is too long for a button, for the asker and after a restart its beginning', async () => {
    await using scene = await open();
    const long = `${'which pizzeria in Rome bakes the best pizza, '.repeat(6)}and why?`;
    const answer = await ask(scene.member, long);
    const value = async () => JSON.stringify(dialogOf(await scene.member.press(answer, 'Ask the curators')).components);
    expect(await value()).toContain(long);
    await scene.restartBot();
    expect(await value()).toContain('which pizzeria in Rome');
  });

  test('shows the words of the asker to nobody else where answers are public', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const { member, moderator } = scene;
    const answer = await ask(member);
    expect(JSON.stringify(answer)).not.toContain('pizza');
    expect(JSON.stringify(dialogOf(await member.press(answer, 'Ask the curators')))).toContain(UNHELD);
    expect(JSON.stringify(dialogOf(await moderator.press(answer, 'Ask the curators')))).not.toContain('pizza');
  });

  test('works in direct messages and for people who installed Sitrep for themselves, and then belongs to no server', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const direct = moderator.inDirectMessages();
    await send(direct, await ask(direct), 'Ask the curators', { 'Tell me': true });
    standin.removeBot();
    member.installApp();
    await send(member, await ask(member), 'Ask the curators', {});
    expect(await scene.items()).toMatchObject([
      { guildId: null, asker: moderator.id, text: UNHELD },
      { guildId: null, asker: null, text: UNHELD },
    ]);
  });

  test('keeps nothing of an empty text', async () => {
    await using scene = await open();
    const answer = await ask(scene.member);
    expect(await send(scene.member, answer, 'Ask the curators', { 'Your question': ' \u2003 .' })).toContain('Sent');
    await expect(send(scene.member, answer, 'Ask the curators', { 'Your question': '  ' })).rejects.toThrow(
      'characters',
    );
    expect(await scene.items()).toHaveLength(1);
  });
});

describe('Not right?', () => {
  test('is under every answer but small talk, and is kept with the facts that were shown', async () => {
    await using scene = await open();
    const { member } = scene;
    const answer = await ask(member, 'when did the conflict begin?');
    expect(buttons(answer)).toContain('Not right?');
    const dialog = dialogOf(await member.press(answer, 'Not right?'));
    expect(JSON.stringify(dialog.components)).toContain('the facts of the answer are kept');
    await member.submit(dialog, { 'What is wrong?': 'It was the 8th' });
    expect(await scene.items()).toMatchObject([{ kind: 'report', text: 'It was the 8th', asker: null }]);
    expect((await scene.items())[0]?.facts[0]).toBe('conflict-began');
    for (const message of [
      await ask(member),
      shown(await member.command('who', { name: 'national security adviser' })),
      shown(await member.command('facts')),
      shown(await member.command('brief')),
    ])
      expect(buttons(message)).toContain('Not right?');
    expect(buttons(await ask(member, 'thanks!'))).not.toContain('Not right?');
  });

  test('stands before Delete in a row of five at most', async () => {
    await using scene = await open({ answersTo: 'channel' });
    const rowsOf = (message: SeenMessage) =>
      [...JSON.stringify(message.components).matchAll(/"type":1,"id":\d+,"components":\[(.*?)\]/g)].map(
        ([, row = '']) => [...row.matchAll(/"label":"(.*?)"/g)].map(([, label]) => label),
      );
    for (const question of [
      'where is Blinken going?',
      'why did the U.S. strike?',
      'when did the three soldiers die',
      UNHELD,
    ]) {
      const rows = rowsOf(await ask(scene.member, question));
      // After the cooldown the next answer is for everybody, too.
      scene.tick(HOUR_MS);
      expect(rows.length).toBeLessThanOrEqual(2);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every((row) => row.length <= 5)).toBe(true);
      expect(rows.at(-1)?.slice(-2)).toEqual(['Not right?', 'Delete']);
    }
  });
});

describe('what may be sent', () => {
  test('is five questions and five reports an hour for each person', async () => {
    await using scene = await open();
    const { member, moderator } = scene;
    const answer = await ask(member);
    for (let count = 0; count < 5; count += 1) await send(member, answer, 'Ask the curators', {});
    expect(await send(member, answer, 'Ask the curators', {})).toContain('in an hour');
    expect(await send(member, answer, 'Not right?', { 'What is wrong?': 'all' })).toContain('Sent');
    expect(await send(moderator, await ask(moderator), 'Ask the curators', {})).toContain('Sent');
    scene.tick(HOUR_MS);
    expect(await send(member, answer, 'Ask the curators', {})).toContain('Sent');
    expect(await scene.items()).toHaveLength(8);
  });

  test('is nothing where a server has switched it off, also by an older button', async () => {
    await using scene = await open();
    const { member, moderator } = scene;
    const answer = await ask(member);
    const dialog = dialogOf(await member.press(answer, 'Ask the curators'));
    const panel = shown(await moderator.command('settings'));
    await moderator.choose(panel, 'Choose a setting to change', ['curatorsBox']);
    await moderator.choose(panel, 'Choose a value; it counts at once', ['off']);
    expect(words(shown(await member.submit(dialog, {})))).toContain('switched off');
    expect(words(shown(await member.press(answer, 'Not right?')))).toContain('switched off');
    expect(buttons(await ask(member)).join()).not.toMatch(/curators|Not right/);
    expect(words(shown(await moderator.command('inbox')))).toContain('switched off in this server');
    expect(await scene.items()).toEqual([]);
    // Direct messages are as the operator has set it.
    expect(buttons(await ask(member.inDirectMessages()))).toContain('Ask the curators');
  });

  test('is nothing while a thousand items wait', async () => {
    await using scene = await open();
    const { guild: guildId } = scene.standin.ids;
    for (let n = 0; n < 1000; n += 1) await scene.store.inbox.add(item(String(n), { guildId }));
    expect(await send(scene.member, await ask(scene.member), 'Ask the curators', {})).toContain('no more is taken');
    expect(await scene.items()).toHaveLength(1000);
  });
});

describe('Tell me', () => {
  test('brings the answer in a direct message once a moderator has named the fact, and then the id is gone', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const question = 'is *Sullivan* the @everyone boss of pizza?';
    const sent = await send(member, await ask(member, question), 'Ask the curators', { 'Tell me': true });
    expect(sent).toContain('Your id stays with it');
    expect(await scene.items()).toMatchObject([{ asker: member.id, text: question }]);
    const inbox = shown(await moderator.command('inbox'));
    expect(words(inbox)).toMatch(/Asked once.* · 1 person waits for the answer/);
    await moderator.press(inbox, '1 answers it');
    const message = await told(member, 'You asked the curators');
    expect(words(message)).toMatch(/^You asked the curators:\n> is \\\*Sullivan\\\* the .*\nThe answer:\n/);
    expect(words(message)).not.toContain('@everyone');
    expect(message.mentions).toEqual([]);
    expect(words(message)).toContain('Source: News article');
    await expect.poll(async () => (await scene.items())[0]?.asker).toBeNull();
    expect(await scene.items()).toMatchObject([{ state: 'named' }]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
    const logged = JSON.stringify(scene.logged);
    expect(logged).toContain('sender notified');
    expect(logged).not.toContain('pizza');
    expect(logged).not.toContain(member.id);
  });

  test('brings nothing of a fact that was named by mistake and taken back', async () => {
    await using scene = await open({ takeBackMs: HOUR_MS });
    const { member, moderator } = scene;
    const question = 'is Sullivan the boss of pizza?';
    await send(member, await ask(member, question), 'Ask the curators', { 'Tell me': true });
    const named = shown(await moderator.press(shown(await moderator.command('inbox')), '2 answers it'));
    expect(await scene.items()).toMatchObject([{ state: 'named' }]);
    const back = shown(await moderator.press(named, 'Undo'));
    expect(await scene.items()).toMatchObject([{ state: 'open', asker: member.id }]);
    await moderator.press(back, 'Answered');
    await told(member, 'You asked the curators');
    const messages = member.inDirectMessages().sees();
    expect(messages.filter((message) => words(message).includes('You asked the curators'))).toHaveLength(1);
  });

  test('brings the answer when a curator has accepted the question in another process', async () => {
    await using scene = await open({ tellEveryMs: 20 });
    const { member, store } = scene;
    await send(member, await ask(member), 'Ask the curators', { 'Tell me': true });
    const [waiting] = await scene.items();
    await store.inbox.settle([waiting?.id ?? ''], { as: 'closed', fact: factId('conflict-began') });
    expect(words(await told(member, UNHELD))).toContain('October 7');
    await expect.poll(() => store.inbox.awaited(SITUATION)).toEqual([]);
  });

  test('brings the answer when the facts have changed and now answer', async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, SITUATION);
    cpSync(BUNDLED_DIR, dir, { recursive: true });
    await using scene = await open({ dir, lookEveryMs: 20, tellEveryMs: 20 });
    const { member } = scene;
    await send(member, await ask(member), 'Ask the curators', { 'Tell me': true });
    const facts = join(dir, 'facts.yml');
    const marker = 'asked_as:\n';
    const text = readFileSync(facts, 'utf8');
    const at = text.indexOf(marker, text.indexOf('conflict-began')) + marker.length;
    const indent = /^ */.exec(text.slice(at))?.[0] ?? '';
    writeFileSync(facts, `${text.slice(0, at)}${indent}- ${UNHELD}\n${text.slice(at)}`);
    expect(words(await told(member, UNHELD))).toContain('October 7');
    // A person still has to settle it.
    await expect.poll(scene.items).toMatchObject([{ state: 'open', asker: null }]);
  });

  test('forgets who cannot be written to, and tries again where Discord fails', async () => {
    await using scene = await open({ tellEveryMs: 20 });
    const { member, moderator, standin, store } = scene;
    member.allowDirectMessages(false);
    await send(member, await ask(member), 'Ask the curators', { 'Tell me': true });
    await moderator.press(shown(await moderator.command('inbox')), 'Answered');
    await expect.poll(() => store.inbox.awaited(SITUATION)).toEqual([]);
    expect(await scene.items()).toEqual([]);

    const direct = moderator.inDirectMessages();
    await send(moderator, await ask(moderator), 'Ask the curators', { 'Tell me': true });
    standin.faults.rest({ path: /\/users\/@me\/channels$/, status: 503, times: 2 });
    await moderator.press(shown(await moderator.command('inbox')), 'Answered');
    await told(moderator, UNHELD);
    await expect.poll(() => store.inbox.awaited(SITUATION)).toEqual([]);
    expect(direct.sees().filter((message) => words(message).includes(UNHELD))).toHaveLength(1);
  });
});

describe('/inbox', () => {
  const add = (scene: CuratorsScene, ...items: readonly Partial<InboxItem>[]) =>
    Promise.all(
      items.map((each, n) =>
        scene.store.inbox.add(
          item(`${n}`.padStart(10, '0'), { guildId: scene.standin.ids.guild, text: UNHELD, ...each }),
        ),
      ),
    );

  test("lists a server's own, alike ones together, the most asked first, with the nearest facts", async () => {
    await using scene = await open();
    await add(
      scene,
      { text: '# Who bakes **pizza** <@1>?' },
      { text: 'When did the conflict start and why in Rome?' },
      { text: 'who bakes PIZZA' },
      { text: 'not of this server', guildId: '1' },
      { kind: 'report', text: 'It was the 8th', facts: [factId('conflict-began')] },
    );
    const list = words(shown(await scene.moderator.command('inbox')));
    expect(list.indexOf('Asked 2 times')).toBeGreaterThan(-1);
    expect(list.indexOf('Asked 2 times')).toBeLessThan(list.indexOf('Asked once'));
    expect(list).toContain('4 waiting, 3 different');
    expect(list).toContain('> \\# Who bakes \\*\\*pizza\\*\\*');
    expect(list).not.toContain('<@1>');
    expect(list).not.toContain('not of this server');
    expect(list).toMatch(/Reported once\*\* · on “.+”[\s\S]*\n- The conflict began on October 7\./);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('takes off the list what is answered or not for the curators, and says so where somebody else was faster', async () => {
    await using scene = await open();
    const { moderator } = scene;
    await add(scene, { text: 'who bakes pizza' }, { text: 'Who bakes pizza?' });
    const [first, second] = [shown(await moderator.command('inbox')), shown(await moderator.command('inbox'))];
    const done = shown(await moderator.press(first, 'Remove unanswered'));
    expect(done.id).toBe(first.id);
    expect(words(done)).toContain('Deleted without an answer');
    expect(words(done)).toContain('Nothing is waiting');
    expect(words(shown(await moderator.press(second, 'Answered')))).toContain('settled already');
    expect(await scene.items()).toEqual([]);
  });

  test('records which fact answers, for the curator', async () => {
    await using scene = await open();
    const { moderator } = scene;
    await add(scene, { text: 'When did the conflict start and why in Rome?' });
    const list = shown(await moderator.command('inbox'));
    expect(words(list)).toMatch(/1\\\. The conflict began/);
    expect(words(shown(await moderator.press(list, '1 answers it')))).toContain(
      'the curators see which fact answers it',
    );
    expect(await scene.items()).toMatchObject([{ state: 'named', fact: 'conflict-began' }]);
    expect(words(shown(await moderator.command('inbox')))).toContain('Nothing is waiting');
  });

  test('takes back a fact that was named by mistake, with the alike ones, and nothing else', async () => {
    await using scene = await open();
    const { moderator } = scene;
    const text = 'When did the conflict start and why in Rome?';
    await add(scene, { text }, { text: text.replace('?', '!') }, { text });
    await scene.store.inbox.settle(['0000000002'], { as: 'named', fact: factId('hostages-held') });
    const named = shown(await moderator.press(shown(await moderator.command('inbox')), '1 answers it'));
    expect((await scene.items()).map(({ state }) => state)).toEqual(['named', 'named', 'named']);
    const back = shown(await moderator.press(named, 'Undo'));
    expect(words(back)).toContain('Back on the list.');
    expect(words(back)).toContain('Asked 2 times');
    expect(buttons(back)).not.toContain('Undo');
    expect(await scene.items()).toMatchObject([
      { state: 'open', fact: null },
      { state: 'open', fact: null },
      { state: 'named', fact: 'hostages-held' },
    ]);
  });

  test('asks of a report only whether it was looked at, and its sender is told what the facts say now', async () => {
    await using scene = await open();
    const { member, moderator } = scene;
    const answer = await ask(member, 'when did the conflict begin?');
    await send(member, answer, 'Not right?', { 'What is wrong?': 'It was the 8th', 'Tell me': true });
    const list = shown(await moderator.command('inbox'));
    expect(words(list)).toContain('1 person waits for the answer');
    expect(buttons(list)).toEqual(['Looked at', 'Remove unanswered']);
    await moderator.press(list, 'Looked at');
    expect(words(await told(member, 'You reported:'))).toMatch(/> It was the 8th\nIt was looked at[\s\S]*October 7/);
  });

  test('turns its pages in place', async () => {
    await using scene = await open();
    const { moderator } = scene;
    await add(scene, ...['pizza', 'tennis', 'opera', 'chess'].map((what) => ({ text: `who plays ${what} best` })));
    const list = shown(await moderator.command('inbox'));
    expect(words(list)).toContain('Page 1 of 2');
    const next = shown(await moderator.press(list, 'Next'));
    expect(next.id).toBe(list.id);
    expect(words(next)).toContain('chess');
    // Settling the last of a page leads to the page before.
    expect(words(shown(await moderator.press(next, 'Answered')))).toContain('opera');
  });

  test('is for members who may manage the server, in a server that Sitrep was added to', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    await expect(member.command('inbox')).rejects.toThrow('inbox');
    await add(scene, {});
    const list = shown(await moderator.command('inbox'));
    const id = JSON.stringify(list.components).match(/"custom_id":"(1\.si\.[^"]+)"/)?.[1] ?? '';
    expect(id).not.toBe('');
    expect(words(shown(await moderator.inDirectMessages().command('inbox')))).toContain('belongs to a server');
    standin.removeBot();
    moderator.installApp();
    expect(words(shown(await moderator.command('inbox')))).toContain('belongs to a server');
    expect(await scene.items()).toHaveLength(1);
  });
});

describe('/privacy', () => {
  test('says what is stored, and its button deletes the data of the person who presses it', async () => {
    await using scene = await open();
    const { member, moderator, store } = scene;
    const posted = shown(await member.press(await ask(member, 'when did the conflict begin?'), 'Share'));
    const other = shown(await moderator.press(await ask(moderator, 'who is Sullivan?'), 'Share'));
    await expect.poll(() => store.postedShares()).toHaveLength(2);
    const before = await store.postedShares();
    await send(member, await ask(member), 'Ask the curators', { 'Tell me': true });
    await send(moderator, await ask(moderator), 'Ask the curators', { 'Tell me': true });

    const privacy = shown(await member.command('privacy'));
    expect(words(privacy)).toContain('deleted after 30 days');
    const done = words(shown(await member.press(privacy, 'Delete what concerns me')));
    expect(done).toBe('Deleted: your id from 1 sent text, your mark from 1 shared answer, 0 unposted pins.');
    expect((await scene.items()).map(({ asker }) => asker)).toEqual([null, moderator.id]);
    const after = await store.postedShares();
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
    // Corrections still reach the answer, by the message that it is.
    const shares = await Promise.all(after.map((id) => store.share(id)));
    expect(shares.map((share) => share?.messageId).sort()).toEqual([posted.id, other.id].sort());
    expect(words(shown(await member.press(privacy, 'Delete what concerns me')))).toContain('Nothing that concerns you');
    expect(JSON.stringify(scene.logged)).not.toContain(member.id);
  });

  test('works in direct messages and for whoever brought Sitrep along', async () => {
    await using scene = await open();
    const direct = scene.member.inDirectMessages();
    expect(words(shown(await direct.command('privacy')))).toContain('What Sitrep stores');
    scene.standin.removeBot();
    scene.member.installApp();
    const privacy = shown(await scene.member.command('privacy'));
    expect(words(shown(await scene.member.press(privacy, 'Delete what concerns me')))).toContain('Nothing');
  });
});

describe('when Sitrep is removed from a server', () => {
  /** A store that says which servers it takes for left. */
  function watchedStore() {
    const store = memoryStore();
    const left = new Set<string>();
    return {
      ...store,
      left,
      async serverLeft(guildId: string, atMs: number) {
        await store.serverLeft(guildId, atMs);
        left.add(guildId);
      },
      async serverJoined(guildId: string) {
        await store.serverJoined(guildId);
        left.delete(guildId);
      },
    };
  }

  test('the data of a server is deleted later, unless Sitrep is added again', async () => {
    const store = watchedStore();
    await using scene = await open({ store });
    const { standin } = scene;
    const { guild } = standin.ids;
    await store.inbox.add(item('a', { guildId: guild }));
    standin.removeBot();
    await expect.poll(() => [...store.left]).toEqual([guild]);
    standin.addBot();
    await expect.poll(() => [...store.left]).toEqual([]);
    expect(await store.forgetServers(Number.MAX_SAFE_INTEGER)).toEqual([]);
    standin.removeBot();
    await expect.poll(() => [...store.left]).toEqual([guild]);
    expect(await store.forgetServers(Number.MAX_SAFE_INTEGER)).toEqual([guild]);
    expect(await store.serversHeld()).toEqual([]);
  });

  test('or added to one while it was not running, the next start notices', async () => {
    const store = watchedStore();
    const monthAgo = Date.now() - 31 * 24 * HOUR_MS;
    const [lately, longAgo] = ['1400000000000000001', '1400000000000000002'];
    for (const guildId of [lately, longAgo]) await store.inbox.add(item(guildId, { guildId }));
    await store.serverLeft(longAgo, monthAgo);
    await using scene = await open({ store });
    await expect.poll(() => store.serversHeld()).toEqual([lately]);
    expect(store.left).toContain(lately);

    const { guild } = scene.standin.ids;
    await store.inbox.add(item('a', { guildId: guild }));
    await store.serverLeft(guild, monthAgo);
    await scene.restartBot();
    await expect.poll(() => store.left.has(guild)).toBe(false);
    expect(await store.serversHeld()).toEqual([guild, lately].sort());
  });
});
