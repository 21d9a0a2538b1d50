import { describe, expect, test, vi } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { type EditedScene, openOnCopy } from './edited-scene.ts';
import { BOT_WITH_PINS, buttons, shown, words } from './scene.ts';

const LABEL = 'label: Start of the conflict';
const DISPUTED = `${LABEL}\n  status: disputed\n  status_note: Another report names another day.`;

/** A pin that holds the fact when the conflict began, in a server that reviews changes before they are shown. */
async function underReview(): Promise<EditedScene> {
  const edited = await openOnCopy({ updates: 'ask', standin: { botPermissions: BOT_WITH_PINS } });
  const { moderator, member } = edited.scene;
  const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
  const posted = shown(await member.press(answer, 'Share'));
  const builder = shown(await moderator.messageCommand('Pin this answer', posted));
  await moderator.press(builder, 'Post and pin');
  await edited.edit(LABEL, DISPUTED);
  await member.until(() => buttons(member.pins()[0]).includes('Review'));
  return edited;
}

describe('a pin whose facts have changed and wait for a review', () => {
  test('Review shows the difference to the moderator alone, and Refresh shows it to all', async () => {
    const { scene } = await underReview();
    const { moderator, member, standin } = scene;
    const [pin] = member.pins();
    if (pin === undefined) throw new Error('Nothing is pinned.');
    expect(words(pin)).not.toContain('Disputed');
    expect(words(pin)).toMatch(/The conflict began on October 7\. .*\n-# Being reviewed: the facts have changed\n/);
    const review = await moderator.press(pin, 'Review');
    expect(review.ephemeral).toBe(true);
    expect(words(shown(review))).toMatch(/Changed: Start of the conflict[\s\S]*Before: [\s\S]*After: .*Disputed/);
    expect(words(shown(review))).toContain('Another report names another day.');
    expect(buttons(shown(review))).toEqual(['Refresh', 'Leave', 'Unpin', 'Back']);
    expect(words(shown(await moderator.press(shown(review), 'Refresh')))).toContain('is up to date.');
    const [after] = member.pins();
    expect(words(after)).toContain('Disputed');
    expect(words(after)).not.toContain('Being reviewed');
    expect(buttons(after)).toEqual(['Proof']);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('Leave keeps the pin as it was, and it asks no more', async () => {
    const { scene } = await underReview();
    const { moderator, member } = scene;
    const review = shown(await moderator.press(member.pins()[0] ?? { id: '' }, 'Review'));
    expect(words(shown(await moderator.press(review, 'Leave')))).toContain('stays as it is.');
    expect(words(member.pins()[0])).not.toContain('Disputed');
    expect(words(member.pins()[0])).toMatch(/- <t:\d+:f> Left as it was by a moderator: Start of the conflict\n/);
    expect(words(member.pins()[0])).toMatch(/-# The facts have changed; a moderator left this sentence as it was\n/);
    expect(buttons(member.pins()[0])).toEqual(['Proof']);
    expect(words(shown(await moderator.command('pins', { show: 'history' })))).toContain(': left as it was');
  });

  test('a member without Pin Messages who presses Review reads who may', async () => {
    const { scene } = await underReview();
    const { member } = scene;
    const told = await member.press(member.pins()[0] ?? { id: '' }, 'Review');
    expect(told.ephemeral).toBe(true);
    expect(words(shown(told))).toContain('for members with the permission “Pin Messages”');
  });

  test('/pins shows the same changes, and Unpin takes the pin away', async () => {
    const { scene } = await underReview();
    const { moderator, member } = scene;
    const panel = shown(await moderator.command('pins'));
    expect(words(panel)).toContain('Facts have changed; it waits for a review.');
    const changes = shown(await moderator.press(panel, 'Show changes'));
    expect(words(changes)).toContain('Changed: Start of the conflict');
    expect(words(shown(await moderator.press(changes, 'Unpin')))).toContain('Unpinned:');
    expect(member.pins()).toEqual([]);
  });
});

test('an unpinned pin under review says that it is no longer kept up to date, keeps Proof, and can be pinned again', async () => {
  const { scene } = await underReview();
  const { moderator, member, standin } = scene;
  const [pin] = member.pins();
  if (pin === undefined) throw new Error('Nothing is pinned.');
  await moderator.press(shown(await moderator.press(pin, 'Review')), 'Unpin');
  const left = member.sees().find(({ id }) => id === pin.id) ?? expect.fail('The message is gone.');
  expect(words(left)).toMatch(/\*\*No longer kept up to date\*\* since <t:\d+:f>\./);
  expect(words(left)).not.toContain('Moderators can review');
  expect(buttons(left)).toEqual(['Proof']);
  expect(words(shown(await member.press(left, 'Proof')))).toContain('paragraph');
  const builder = shown(await moderator.messageCommand('Pin this answer', left));
  expect(words(shown(await moderator.press(builder, 'Post and pin')))).toContain('Posted and pinned');
  expect(words(member.pins()[0])).toContain('Another report names another day.');
  expect(standin.auditLog().at(-2)?.reason).toBe(`Unpinned for moderator ${moderator.id}`);
  expect(checkTraffic(standin.traffic)).toEqual([]);
});

test('a sentence that is turned into its opposite waits for a review', async () => {
  const { scene, edit } = await openOnCopy({ updates: 'ask', standin: { botPermissions: BOT_WITH_PINS } });
  const { moderator, member } = scene;
  const before = 'Iran has held back from taking part directly in the conflict.';
  await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin');
  await edit(`text: ${before}`, 'text: Iran has taken part directly in the conflict.');
  await member.until(() => buttons(member.pins()[0]).includes('Review'));
  expect(words(member.pins()[0])).toContain(before);
});

describe('a brief under review', () => {
  const ANNOUNCED = '  label: Announcement of more U.S. strikes\n';
  const ATTACKS = '  label: Recent attacks on Iran-aligned groups\n';
  const disputed = (label: string, note: string) => `${label}  status: disputed\n  status_note: ${note}\n`;

  async function briefUnderReview(): Promise<EditedScene> {
    const edited = await openOnCopy({ updates: 'ask', standin: { botPermissions: BOT_WITH_PINS } });
    const { moderator, member } = edited.scene;
    await moderator.press(shown(await moderator.command('pin brief')), 'Post and pin');
    await edited.edit(ANNOUNCED, disputed(ANNOUNCED, 'Another report doubts it.'));
    await member.until(() => buttons(member.pins()[0]).includes('Review'));
    return edited;
  }

  test.each(['Leave', 'Refresh'])(
    '%s does nothing where facts changed again after the review was opened, and the new difference is shown',
    async (label) => {
      const { scene, edit } = await briefUnderReview();
      const { moderator, member } = scene;
      const review = shown(await moderator.press(member.pins()[0] ?? { id: '' }, 'Review'));
      expect(words(review)).not.toContain('Yemen was not attacked.');
      await edit(ATTACKS, disputed(ATTACKS, 'Yemen was not attacked.'));
      await vi.waitFor(
        () => expect(JSON.stringify(scene.live.current().knowledge.facts)).toContain('Yemen was not attacked.'),
        10_000,
      );
      const again = shown(await moderator.press(review, label));
      expect(words(again)).toContain('The facts have changed since this was shown, so nothing was done.');
      expect(words(again)).toContain('Yemen was not attacked.');
      expect(buttons(member.pins()[0])).toContain('Review');
      expect(words(member.pins()[0])).not.toContain('Another report doubts it.');
      const done = words(shown(await moderator.press(again, label)));
      expect(done).toContain(label === 'Leave' ? 'stays as it is.' : 'is up to date.');
      expect(buttons(member.pins()[0])).toEqual(['Proof']);
      expect(checkTraffic(scene.standin.traffic)).toEqual([]);
    },
  );

  test('a pin with a dismissed review is not listed as current', async () => {
    const { scene } = await briefUnderReview();
    const { moderator, member } = scene;
    const review = shown(await moderator.press(member.pins()[0] ?? { id: '' }, 'Review'));
    await moderator.press(review, 'Leave');
    const panel = shown(await moderator.command('pins'));
    expect(words(panel)).toContain('Facts have changed; a moderator left it as it was.');
    const changes = words(shown(await moderator.press(panel, 'Show changes')));
    expect(changes).toContain('Another report doubts it.');
    expect(changes).toContain('This was left as it was by a moderator.');
  });
});

describe('what Discord refused', () => {
  test('after a refused edit, /pins and Show changes are about the content that the message still shows', async () => {
    const { scene, edit } = await openOnCopy({ standin: { botPermissions: BOT_WITH_PINS } });
    const { moderator, member, standin } = scene;
    await moderator.press(shown(await moderator.command('pin brief', { topic: 'conflict' })), 'Post and pin');
    const { version } = scene.knowledge;
    const refused = vi.fn();
    standin.faults.rest({ method: 'PATCH', path: /^\/channels\//, times: Infinity, status: 403, answered: refused });
    await edit(LABEL, DISPUTED);
    await vi.waitFor(() => expect(refused).toHaveBeenCalled(), 10_000);
    await scene.pins.settled();
    expect(words(member.pins()[0])).not.toContain('Another report names another day.');
    const panel = shown(await moderator.command('pins'));
    expect(words(panel)).toContain(`version ${version} of the facts`);
    expect(words(panel)).toContain('Discord has not accepted the last change to its message yet.');
    expect(words(shown(await moderator.press(panel, 'Show changes')))).toContain('Another report names another day.');
  });

  test('a pin whose edit was refused follows the facts once the bot’s role gets the right, without a restart', async () => {
    const { scene, edit } = await openOnCopy({ standin: { botPermissions: BOT_WITH_PINS } });
    const { moderator, member, standin } = scene;
    const answer = shown(await member.command('when', { event: 'fact:conflict-began' }));
    const posted = shown(await member.press(answer, 'Share'));
    await moderator.press(shown(await moderator.messageCommand('Pin this answer', posted)), 'Post and pin');
    const refused = vi.fn();
    standin.faults.rest({ method: 'PATCH', path: /^\/channels\//, times: 2, status: 403, answered: refused });
    await edit(
      'label: Start of the conflict',
      'label: Start of the conflict\n  status: disputed\n  status_note: Doubted.',
    );
    await vi.waitFor(() => expect(refused).toHaveBeenCalledTimes(2), 5000);
    await scene.pins.settled();
    standin.setBotPermissions(BOT_WITH_PINS | PERMISSION.ManageMessages);
    await member.until(() => words(member.pins()[0]).includes('Doubted.'));
  });
});
