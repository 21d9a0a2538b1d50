import { describe, expect, test, vi } from 'vitest';
import { PERMISSION, type StandinOptions } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { openScene, type Scene, words } from './scene.ts';

const MAY_PIN =
  PERMISSION.viewChannel | PERMISSION.sendMessages | PERMISSION.readMessageHistory | PERMISSION.pinMessages;

const open = (standin: StandinOptions = {}) => openScene({ standin: { botPermissions: MAY_PIN, ...standin } });

function draftIn({ pins, standin }: Scene, by = '1'): string {
  const { guild: guildId, channel: channelId } = standin.ids;
  return pins.startDraft({ kind: 'brief', guildId, channelId, about: null, by })?.id ?? 'no draft';
}
const ACTING = { by: '1300000000000000001', reply: null };

/** What a person sees in the channel, without the notices of Discord's. */
const posted = ({ moderator }: Scene) => moderator.sees().filter(({ type }) => type === 0);

describe('a living pin in the channel', () => {
  test('is posted once, pinned, and named in the audit log', async () => {
    await using scene = await open();
    const outcome = await scene.pins.publish(draftIn(scene), ACTING);
    expect(outcome.kind).toBe('done');
    expect(posted(scene).map(({ pinned }) => pinned)).toEqual([true]);
    expect(words(posted(scene)[0])).toContain('State of play');
    expect(scene.standin.auditLog().map(({ reason }) => reason)).toEqual([`Pinned for moderator ${ACTING.by}`]);
    expect(checkTraffic(scene.standin.traffic)).toEqual([]);
  });

  test('is one for a double click, and the second press is told so', async () => {
    await using scene = await open();
    const draft = draftIn(scene);
    const [first, second] = await Promise.all([scene.pins.publish(draft, ACTING), scene.pins.publish(draft, ACTING)]);
    expect([first.kind, second.kind]).toEqual(['done', 'already']);
    expect(posted(scene)).toHaveLength(1);
  });

  test('ends when somebody unpins it by hand, and when its message is deleted', async () => {
    await using scene = await open();
    const { channel } = scene.standin.ids;
    await scene.pins.publish(draftIn(scene), ACTING);
    await scene.pins.publish(draftIn(scene), ACTING);
    const [first, second] = posted(scene).map(({ id }) => id);
    scene.standin.deleteMessage(second ?? '');
    scene.standin.unpin(first ?? '');
    await vi.waitFor(() => expect(scene.pins.inChannel(channel)).toEqual([]), 5000);
    expect(
      scene.pins
        .history(channel, 2)
        .map(({ detail }) => detail)
        .sort(),
    ).toEqual(['message-gone', 'unpinned-by-hand']);
  });

  test('leaves nothing behind where the channel is full, and takes the place of an older one when asked', async () => {
    await using scene = await open({ pinLimit: 1 });
    const first = await scene.pins.publish(draftIn(scene), ACTING);
    const draft = draftIn(scene);
    const full = await scene.pins.publish(draft, ACTING);
    if (first.kind !== 'done' || full.kind !== 'full') throw new Error(`${first.kind}, ${full.kind}`);
    expect(full.oldest?.id).toBe(first.pin.id);
    expect(posted(scene)).toHaveLength(1);
    expect((await scene.pins.publish(draft, ACTING, first.pin.id)).kind).toBe('done');
    expect(posted(scene).map(({ pinned }) => pinned)).toEqual([false, true]);
  });
});
