import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { memoryStore } from '../memory-store.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { BUNDLED_DIR, buttons, openScene, type SceneOptions, shown, words } from './scene.ts';

const BOT = PERMISSION.viewChannel | PERMISSION.sendMessages | PERMISSION.readMessageHistory | PERMISSION.pinMessages;
const BEGAN = 'The conflict began on October 7.';

/** A scene over a copy of the bundled facts, in which one of them can be retracted. */
async function openOnCopy(options: SceneOptions = {}) {
  const dir = join(await mkdtemp(join(tmpdir(), 'sitrep-corrections-')), 'us-iran-strikes');
  onTestFinished(() => rm(join(dir, '..'), { recursive: true }));
  await cp(BUNDLED_DIR, dir, { recursive: true });
  const store = memoryStore();
  const scene = await openScene({ dir, lookEveryMs: 20, store, standin: { botPermissions: BOT }, ...options });
  onTestFinished(() => scene[Symbol.asyncDispose]());
  const retract = async () => {
    const path = join(dir, 'facts.yml');
    const text = await readFile(path, 'utf8');
    const entry = new RegExp(`(  *)text: ${BEGAN.replace('.', '\\.')}\n`);
    if (!entry.test(text)) throw new Error(`no fact says ${BEGAN}`);
    await writeFile(path, text.replace(entry, '$&$1status: retracted\n$1status_note: the source took it back\n'));
  };
  return { scene, store, retract };
}

test.each([
  ['shared', 'asker'],
  ['public', 'channel'],
] as const)(
  'GIVEN a %s answer WHEN its fact is retracted THEN the post says so, and keeps its buttons',
  async (_, answersTo) => {
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
    expect(words(edited)).toContain('the source took it back');
    expect(words(edited)).toMatch(/\*\*Corrected\*\* <t:\d+:f> · Retracted: /);
    expect(buttons(edited)).toEqual(['Proof', 'Delete']);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  },
);

test('GIVEN a server that Sitrep is not in WHEN a member who brought it shares an answer THEN no correction of it is tried, ever', async () => {
  const { scene, store, retract } = await openOnCopy();
  const { standin, member } = scene;
  const share = async () => {
    const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
    return shown(await member.press(answer, 'Share'));
  };
  const kept = () => store.sharedShowing(scene.knowledge.name, () => true);
  await share();
  await expect.poll(kept).toHaveLength(1);
  standin.removeBot();
  member.installApp();
  // Its news goes to the gateway, and what is remembered comes after the press is answered.
  await sleep(300);
  await share();
  await sleep(300);
  expect(kept()).toHaveLength(1);
  const { version } = scene.live.current().knowledge;
  await retract();
  await expect.poll(() => scene.live.current().knowledge.version, { timeout: 10_000 }).not.toBe(version);
  await scene.pins.settled();
  await scene.pins.reconcile(new Set());
  expect(standin.traffic.rest('PATCH', '/channels/{channel_id}/messages/{message_id}')).toEqual([]);
});

test('GIVEN two pins WHEN a fact of one is retracted THEN that one is edited, with the fact struck, and the other is not', async () => {
  const { scene, store, retract } = await openOnCopy();
  const { guild: guildId, channel: channelId } = scene.standin.ids;
  const publish = async (fact: string) => {
    const facts = scene.knowledge.facts.filter(({ id }) => (id as string) === fact).map(({ id }) => id);
    const draft = scene.pins.startDraft({ kind: 'answer', guildId, channelId, about: null, facts, by: '1' });
    const outcome = await scene.pins.publish(draft?.id ?? '', { by: '1', reply: null });
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
  expect(store.pin(used.id)?.content.facts.map(({ struck }) => struck)).toEqual(['the source took it back']);
  const edits = scene.standin.traffic.rest('PATCH', '/channels/{channel_id}/messages/{message_id}');
  expect(edits).toHaveLength(1);
});
