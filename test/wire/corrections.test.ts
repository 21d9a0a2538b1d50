import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { memoryStore } from '../memory-store.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { openOnCopy as openEdited } from './edited-scene.ts';
import { BOT_WITH_PINS, buttons, type SceneOptions, shown, words } from './scene.ts';

const BEGAN = 'The conflict began on October 7.';
const STANDING = `  text: ${BEGAN}\n`;
const RETRACTED = `${STANDING}  status: retracted\n  status_note: the source took it back\n`;

/** A scene over a copy of the bundled facts, in which one of them can be retracted, and the retraction taken back. */
async function openOnCopy(options: SceneOptions = {}) {
  const store = memoryStore();
  const { scene, edit } = await openEdited({ store, standin: { botPermissions: BOT_WITH_PINS }, ...options });
  return { scene, store, edit, retract: () => edit(STANDING, RETRACTED), takeBack: () => edit(RETRACTED, STANDING) };
}

test.each([
  ['shared', 'asker'],
  ['public', 'channel'],
] as const)('a %s answer says so when its fact is retracted, and keeps its buttons', async (_, answersTo) => {
  const { scene, retract } = await openOnCopy({ answersTo });
  const { member } = scene;
  const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
  const post = answersTo === 'asker' ? shown(await member.press(answer, 'Share')) : answer;
  expect(words(post)).toContain(BEGAN);
  await retract();
  const edited = await member.until(
    (messages) => messages.find((message) => words(message).includes('Corrected')),
    20_000,
  );
  expect(words(edited)).toContain(`~~${BEGAN}~~`);
  expect(words(edited).match(/the source took it back/g)).toHaveLength(1);
  expect(words(edited)).toMatch(/^\*\*Corrected\*\* <t:\d+:f> · Retracted: /);
  expect(buttons(edited)).toEqual(['Proof', 'Delete']);
  expect(checkTraffic(scene.standin.traffic)).toEqual([]);
});

test.each([
  ['shared', 'asker'],
  ['public', 'channel'],
] as const)(
  'a %s answer that said that the sources do not say how many is corrected when they do',
  async (_, answersTo) => {
    const { scene, store, edit } = await openOnCopy({ answersTo });
    const { member, standin } = scene;
    const answer = shown(await member.command('ask', { question: 'How many Israeli hostages is Hamas holding?' }));
    const post = answersTo === 'asker' ? shown(await member.press(answer, 'Share')) : answer;
    expect(words(post)).toContain('**The sources do not say how many.**');
    const held = 'Hamas is holding Israeli hostages.\n  label: Israeli hostages held by Hamas\n';
    const counted = 'Hamas is holding 100 Israeli hostages.\n  label: Israeli hostages held by Hamas\n';
    await edit(held, `${counted}  numbers: [{value: 100, of: Israeli hostages held by Hamas}]\n`);
    const corrected = await member.until(
      (messages) => messages.find((each) => words(each).includes('Corrected')),
      20_000,
    );
    const text = words(corrected);
    expect(text).toMatch(
      /^\*\*Corrected\*\* <t:\d+:f> · The sources now say how many: Israeli hostages held by Hamas\n/,
    );
    expect(text).toContain('### How many: Israeli hostages held by Hamas');
    expect(text).toContain('Hamas is holding 100 Israeli hostages.');
    expect(text).not.toContain('do not say');
    const ids = await store.sharesShowing(scene.knowledge.name, () => true);
    const [kept] = await Promise.all(ids.map((id) => store.share(id)));
    expect(JSON.stringify(kept?.questions)).not.toMatch(/holding|How many/);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  },
);

test('where this is set, a correction is posted as a reply to the message, and pings nobody', async () => {
  const { scene, retract } = await openOnCopy({ settings: { correctionReplies: 'on' } });
  const { member, standin } = scene;
  const post = shown(
    await member.press(shown(await member.command('when', { event: 'fact:conflict-began' })), 'Share'),
  );
  await retract();
  const reply = await member.until(
    (messages) => messages.find((each) => each.message_reference?.message_id === post.id),
    20_000,
  );
  expect(words(reply)).toMatch(
    /^\*\*Corrected\*\* <t:\d+:f> · Retracted: Start of the conflict \(the source took it back\)$/,
  );
  const [sent] = standin.traffic.rest('POST', '/channels/{channel_id}/messages');
  expect(sent?.body).toMatchObject({ allowed_mentions: { parse: [], replied_user: false } });
  expect(checkTraffic(standin.traffic)).toEqual([]);
});

test('whoever asks for a retracted fact is told when and why it was withdrawn', async () => {
  const { scene, retract } = await openOnCopy();
  const { member } = scene;
  const ask = async () => words(shown(await member.command('ask', { question: 'When did the conflict begin?' })));
  expect(await ask()).toContain(BEGAN);
  await retract();
  await expect
    .poll(ask, { timeout: 20_000 })
    .toMatch(
      /\*\*A fact on this was withdrawn on <t:\d+:D>: Start of the conflict, because the source took it back\.\*\*/,
    );
});

test('no correction is ever tried of an answer that was shared in a server without the bot', async () => {
  const { scene, store, retract } = await openOnCopy();
  const { standin, member } = scene;
  const share = async () => {
    const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
    return shown(await member.press(answer, 'Share'));
  };
  const kept = () => store.sharesShowing(scene.knowledge.name, () => true);
  await share();
  await expect.poll(kept).toHaveLength(1);
  standin.removeBot();
  member.installApp();
  // Its news goes to the gateway, and what is remembered comes after the press is answered.
  await sleep(300);
  await share();
  await sleep(300);
  expect(await kept()).toHaveLength(1);
  const { version } = scene.live.current().knowledge;
  await retract();
  await expect.poll(() => scene.live.current().knowledge.version, { timeout: 10_000 }).not.toBe(version);
  await scene.pins.settled();
  await scene.pins.reconcile(new Set());
  expect(standin.traffic.rest('PATCH', '/channels/{channel_id}/messages/{message_id}')).toEqual([]);
});

test('of two pins only the one that shows the retracted fact is edited, with the fact struck', async () => {
  const { scene, store, retract } = await openOnCopy();
  const { guild: guildId, channel: channelId } = scene.standin.ids;
  const publish = async (fact: string) => {
    const facts = scene.knowledge.facts.filter(({ id }) => (id as string) === fact).map(({ id }) => id);
    const draft = await scene.pins.requests.startDraft({
      kind: 'answer',
      guildId,
      channelId,
      situation: 'us-iran-strikes',
      about: null,
      facts,
      by: '1',
    });
    const outcome = await scene.pins.requests.publish(draft?.id ?? '', { by: '1', reply: null });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    return outcome.pin;
  };
  const used = await publish('conflict-began');
  const other = scene.knowledge.facts.find(({ id }) => id !== used.content.facts[0]?.fact.id);
  await publish(other?.id ?? '');
  await retract();
  await scene.moderator.until(
    (messages) => messages.find((message) => words(message).includes(`~~${BEGAN}~~`)),
    20_000,
  );
  expect((await store.pin(used.id))?.content.facts.map(({ struck }) => struck)).toEqual(['the source took it back']);
  const edits = scene.standin.traffic.rest('PATCH', '/channels/{channel_id}/messages/{message_id}');
  expect(edits).toHaveLength(1);
});

test('a shared answer and a pin show a fact standing again, with a dated line, when its retraction is taken back', async () => {
  const { scene, retract, takeBack } = await openOnCopy();
  const { moderator, member, standin } = scene;
  const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
  const post = shown(await member.press(answer, 'Share'));
  await moderator.press(shown(await moderator.messageCommand('Pin this answer', post)), 'Post and pin');
  const both = (fits: (text: string) => boolean) =>
    member.until((messages) => {
      const texts = messages.filter(({ id, pinned }) => id === post.id || pinned).map(words);
      return texts.length === 2 && texts.every(fits) ? texts : undefined;
    }, 20_000);
  await retract();
  await both((text) => text.includes(`~~${BEGAN}~~`));
  await takeBack();
  const texts = await both((text) => !text.includes('~~'));
  for (const text of texts) {
    expect(text).toContain(BEGAN);
    expect(text).toMatch(/<t:\d+:f> (?:· )?Holds again: Start of the conflict\n/);
    expect(text).not.toContain('Retracted');
  }
  expect(checkTraffic(standin.traffic)).toEqual([]);
});

test('a corrected brief is wholly of the version that it names', async () => {
  const { scene, edit } = await openOnCopy();
  const { member } = scene;
  const post = shown(await member.press(shown(await member.command('brief')), 'Share'));
  await edit('text: Three U.S. soldiers have died.', 'text: Three soldiers of the U.S. have died.');
  const announced = '  label: Announcement of more U.S. strikes\n';
  await edit(announced, `${announced}  status: disputed\n  status_note: Another report doubts it.\n`);
  const text = await member.until((messages) => {
    const brief = words(messages.find(({ id }) => id === post.id));
    return brief.includes('Another report doubts it.') ? brief : undefined;
  }, 20_000);
  expect(text).toContain('Three soldiers of the U.S. have died.');
  expect(text).toMatch(/Facts as of <t:\d+:f>$/);
  expect(text).toContain('### State of play');
});

const SHARING = { method: 'POST', path: /^\/webhooks\/[^/]+\/[^/]+$/ } as const;

test.each([
  ['shared', 'asker', SHARING],
  ['public', 'channel', { method: 'POST', path: /^\/interactions\// }],
] as const)(
  'a %s answer whose confirmation was lost says so when its fact is retracted',
  async (_, answersTo, request) => {
    const { scene, store, retract } = await openOnCopy({ answersTo });
    const { member, moderator, standin } = scene;
    const asking = () => member.command('when', { event: 'fact:conflict-began' });
    const lose = () => standin.faults.rest({ ...request, lostAnswer: true });
    if (answersTo === 'asker') {
      const answer = shown(await asking());
      lose();
      await member.press(answer, 'Share');
    } else {
      lose();
      await asking();
    }
    await vi.waitFor(
      async () => expect(await store.sharesShowing(scene.knowledge.name, () => true)).toHaveLength(1),
      20_000,
    );
    expect(await store.unconfirmedShares()).toEqual([]);
    await retract();
    await moderator.until((messages) => messages.some((each) => words(each).includes(`~~${BEGAN}~~`)), 20_000);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  },
);

test('a share that Discord refuses leaves no record', async () => {
  const { scene, store } = await openOnCopy();
  const { member, standin } = scene;
  const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
  standin.faults.rest({ ...SHARING, status: 403 });
  expect(words(shown(await member.press(answer, 'Share')))).toContain('Nothing was posted.');
  expect(await store.unconfirmedShares()).toEqual([]);
  expect(await store.sharesShowing(scene.knowledge.name, () => true)).toEqual([]);
});
