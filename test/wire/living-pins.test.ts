import { describe, expect, test, vi } from 'vitest';
import { PERMISSION, type StandinOptions } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, openScene, type Scene, shown, words } from './scene.ts';

const MAY_PIN =
  PERMISSION.ViewChannel | PERMISSION.SendMessages | PERMISSION.ReadMessageHistory | PERMISSION.PinMessages;

const open = (standin: StandinOptions = {}) => openScene({ standin: { botPermissions: MAY_PIN, ...standin } });

async function draftIn({ pins, standin }: Scene, by = '1'): Promise<string> {
  const { guild: guildId, channel: channelId } = standin.ids;
  return (
    (
      await pins.requests.startDraft({
        kind: 'brief',
        guildId,
        channelId,
        situation: 'us-iran-strikes',
        about: null,
        by,
      })
    )?.id ?? 'no draft'
  );
}
const ACTING = { by: '1300000000000000001', reply: null };

/** What a person sees in the channel, without the notices of Discord's. */
const posted = ({ moderator }: Scene) => moderator.sees().filter(({ type }) => type === 0);

describe('a living pin in the channel', () => {
  test('is posted once, pinned, and named in the audit log', async () => {
    await using scene = await open();
    const outcome = await scene.pins.requests.publish(await draftIn(scene), ACTING);
    expect(outcome.kind).toBe('done');
    expect(posted(scene).map(({ pinned }) => pinned)).toEqual([true]);
    expect(words(posted(scene)[0])).toContain('State of play');
    expect(scene.standin.auditLog().map(({ reason }) => reason)).toEqual([`Pinned for moderator ${ACTING.by}`]);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('is one for a double click, and the second press is told so', async () => {
    await using scene = await open();
    const draft = await draftIn(scene);
    const [first, second] = await Promise.all([
      scene.pins.requests.publish(draft, ACTING),
      scene.pins.requests.publish(draft, ACTING),
    ]);
    expect([first.kind, second.kind]).toEqual(['done', 'already']);
    expect(posted(scene)).toHaveLength(1);
  });

  test('ends when somebody unpins it by hand, and when its message is deleted', async () => {
    await using scene = await open();
    const { channel } = scene.standin.ids;
    await scene.pins.requests.publish(await draftIn(scene), ACTING);
    await scene.pins.requests.publish(await draftIn(scene), ACTING);
    const [first, second] = posted(scene).map(({ id }) => id);
    scene.standin.deleteMessage(second ?? '');
    scene.standin.unpin(first ?? '');
    await vi.waitFor(async () => expect(await scene.pins.requests.inChannel(channel)).toEqual([]), 5000);
    expect((await scene.pins.requests.history(channel, 2)).map(({ detail }) => detail).sort()).toEqual([
      'its message was deleted in Discord',
      'somebody unpinned it in Discord',
    ]);
    const left = scene.member.sees().find(({ id }) => id === first);
    expect(words(left)).toContain('**No longer kept up to date** since <t:');
  });

  test('leaves nothing behind where the channel is full, and takes the place of an older one when asked', async () => {
    await using scene = await open({ pinLimit: 1 });
    const first = await scene.pins.requests.publish(await draftIn(scene), ACTING);
    const draft = await draftIn(scene);
    const full = await scene.pins.requests.publish(draft, ACTING);
    if (first.kind !== 'done' || full.kind !== 'full') throw new Error(`${first.kind}, ${full.kind}`);
    expect(full.oldest?.id).toBe(first.pin.id);
    expect(posted(scene)).toHaveLength(1);
    expect((await scene.pins.requests.publish(draft, ACTING, first.pin.id)).kind).toBe('done');
    expect(posted(scene).map(({ pinned }) => pinned)).toEqual([false, true]);
  });
});

describe('a pinned brief', () => {
  const AT = { standin: { botPermissions: BOT_WITH_PINS } };
  const ANNOUNCED = '  label: Announcement of more U.S. strikes\n  topic: strikes\n';
  /** The sentences with a citation, in the order in which they stand. */
  const cited = (message: Parameters<typeof words>[0]) =>
    words(message)
      .split('\n')
      .filter((line) => /\[¶\d+\]/.test(line) && !line.startsWith('-#'));
  const headline = (name: string) => `
- id: new-${name}
  text: The ${name} report says that more strikes took place in Syria.
  label: Report ${name}
  topic: strikes
  importance: 5
  headline: true
  about: [united-states, syria]
  cites: [{source: article, paragraph: 1, sentence: 1, quote: "recent attacks on these factions in Iraq, Syria, and Yemen"}]
`;

  test('after a fact of the preview is retracted, Post and pin shows the new preview first, then posts it', async () => {
    const { scene, edit } = await openOnCopy(AT);
    const { moderator, member, live } = scene;
    const builder = shown(await moderator.command('pin facts', { topic: 'topic:strikes' }));
    const { version } = live.current().knowledge;
    await edit(ANNOUNCED, `${ANNOUNCED}  status: retracted\n  status_note: the source took it back\n`);
    await vi.waitFor(() => expect(live.current().knowledge.version).not.toBe(version), 10_000);
    const again = shown(await moderator.press(builder, 'Post and pin'));
    expect(words(again)).toContain(
      'The facts have changed since the preview that you pressed on, so nothing was posted.',
    );
    expect(member.pins()).toEqual([]);
    const preview = { components: again.components.slice(0, 1) };
    expect(cited(preview)).toHaveLength(cited({ components: builder.components.slice(0, 1) }).length - 1);
    expect(words(shown(await moderator.press(again, 'Post and pin')))).toContain('Posted and pinned');
    expect(cited(member.pins()[0])).toEqual(cited(preview));
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('it shows what /brief shows, ten facts at most, when importance changes and facts are added', async () => {
    const { scene, edit } = await openOnCopy(AT);
    const { moderator, member } = scene;
    await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin');
    await edit(`${ANNOUNCED}  importance: 5\n`, `${ANNOUNCED}  importance: 1\n`);
    const without = await member.until(
      (messages) => messages.find((each) => words(each).includes('What changed')),
      20_000,
    );
    expect(words(without)).toMatch(
      /Made room for others, and still holds: Announcement of more U\.S\. strikes[\s\S]*New: /,
    );
    expect(cited(without)).toEqual(cited(shown(await member.command('brief'))));
    const top = '# One statement each, in our own words, no more than the cited passage says.\n';
    await edit(top, `${top}${['alpha', 'beta', 'gamma'].map(headline).join('')}`);
    const withNew = await member.until(
      (messages) => messages.find((each) => words(each).includes('gamma report')),
      20_000,
    );
    expect(cited(withNew)).toHaveLength(10);
    expect(cited(withNew)).toEqual(cited(shown(await member.command('brief'))));
    expect(words(shown(await moderator.command('pins')))).toContain('Current.');
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('Show changes of a pin of chosen facts offers nothing that Refresh would not take in', async () => {
    const { scene, edit } = await openOnCopy(AT);
    const { moderator, live } = scene;
    await moderator.press(shown(await moderator.command('pin facts', { topic: 'topic:strikes' })), 'Post and pin');
    const { version } = live.current().knowledge;
    const top = '# One statement each, in our own words, no more than the cited passage says.\n';
    await edit(top, `${top}${headline('alpha')}`);
    await vi.waitFor(() => expect(live.current().knowledge.version).not.toBe(version), 10_000);
    const panel = shown(await moderator.command('pins'));
    expect(words(shown(await moderator.press(panel, 'Show changes')))).not.toContain('New: Report alpha');
  });
});
