import { describe, expect, test } from 'vitest';
import { PERMISSION } from '../../src/standin/standin.ts';
import { checkTraffic } from '../standin/conformity.ts';
import { BOT_WITH_PINS, buttons, openScene, shown, words } from './scene.ts';

const open = () => openScene({ standin: { botPermissions: BOT_WITH_PINS } });
const CLAIM = 'Five American soldiers have died. Hamas is holding Israeli hostages! Oil prices have risen sharply.';

describe('Check facts on a message', () => {
  test('shows only the asker which statements the facts bear out, contradict or do not cover', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const message = member.say(CLAIM);
    const { message: card, ephemeral } = await moderator.messageCommand('Check facts', message);
    expect(ephemeral).toBe(true);
    expect(words(card).split('\n')).toEqual([
      '### Compared with the facts',
      '**The facts differ**',
      '> Five American soldiers have died.',
      'In the number:',
      'Three U.S. soldiers have died. [¶6]',
      '**The facts say the same**',
      '> Hamas is holding Israeli hostages!',
      'Hamas is holding Israeli hostages. [¶5]',
      '**The facts do not cover this**',
      '> Oil prices have risen sharply.',
      expect.stringMatching(/^-# Only the statements in the message were compared\. Nothing else about it is judged/),
      '-# Source: News article (headline, author and date not given)',
      expect.stringMatching(/^-# Facts as of <t:\d+:f>$/),
    ]);
    expect(buttons(card)).toEqual(['Share', 'Proof']);
    expect(member.sees().map(({ id }) => id)).toEqual([message.id]);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('shared, it shows the facts and a link to the message, and not what the member wrote', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const message = member.say(CLAIM);
    const card = shown(await moderator.messageCommand('Check facts', message));
    const shared = shown(await moderator.press(card, 'Share'));
    const text = words(shared);
    // The link leads to the server that the bot is connected to.
    const { guild, channel } = standin.ids;
    expect(text).toContain(`(${standin.url}channels/${guild}/${channel}/${message.id})`);
    expect(text).toContain('In the number:\nThree U.S. soldiers have died. [¶6]');
    expect(text).not.toMatch(/Five|Oil/);
    expect(member.sees().map(({ id }) => id)).toContain(shared.id);
    expect(words(shown(await member.press(shared, 'Proof')))).toContain('paragraph 6');
    expect(await moderator.press(shared, 'Delete')).toMatchObject({ deleted: true });
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('is not shared by a member who may not send messages there', async () => {
    await using scene = await open();
    const { member, moderator, standin } = scene;
    const message = moderator.say(CLAIM);
    standin.overwrite({ id: standin.ids.member, type: 'member', allow: 0n, deny: PERMISSION.SendMessages });
    const card = shown(await member.messageCommand('Check facts', message));
    expect(words(shown(await member.press(card, 'Share')))).toContain('You may not send messages in this channel');
  });

  test('reads embeds of another bot and forwarded messages', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const embeds = [{ title: 'Hezbollah has joined the conflict', description: 'Four U.S. soldiers have died.' }];
    const posted = standin.postAsOtherBot(standin.ids.channel, { embeds });
    const text = words(shown(await member.messageCommand('Check facts', posted)));
    expect(text).toContain('Three U.S. soldiers have died.');
    expect(text).toContain('Hezbollah, an Iran-backed group in Lebanon, has joined the conflict.');
    const direct = member.inDirectMessages();
    const forwarded = direct.forward(member.say('Hamas is holding Israeli hostages.'));
    expect(words(shown(await direct.messageCommand('Check facts', forwarded)))).toContain('The facts say the same');
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('works in direct messages, and where a member has brought Sitrep along', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const direct = member.inDirectMessages();
    expect(words(shown(await direct.messageCommand('Check facts', direct.say(CLAIM))))).toContain('In the number:');
    standin.removeBot();
    member.installApp();
    const card = shown(await member.messageCommand('Check facts', member.say(CLAIM)));
    expect(words(shown(await member.press(card, 'Share')))).toContain('Three U.S. soldiers have died.');
  });

  test('shows markup of the message as it stands, and pings nobody', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const message = member.say('# Hamas is holding @everyone **Israeli** hostages [x](https://evil.example) ||now||.');
    const text = words(shown(await member.messageCommand('Check facts', message)));
    expect(text).not.toMatch(/@everyone|evil\.example|\|\|/);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test.each([
    ['a question', 'Where is Blinken going?'],
    ['nothing', '👍'],
  ])('says so where the message holds %s', async (_, content) => {
    await using scene = await open();
    const { member } = scene;
    const text = words(shown(await member.messageCommand('Check facts', member.say(content))));
    expect(text).toContain('holds no statement that could be compared');
  });

  test('does not check what Sitrep wrote', async () => {
    await using scene = await open();
    const { member } = scene;
    const shared = shown(await member.press(shown(await member.command('who', { name: 'hamas' })), 'Share'));
    expect(words(shown(await member.messageCommand('Check facts', shared)))).toContain('Sitrep wrote this message');
  });

  test('reads no more than the beginning of what is longer than a message, and shows what fits', async () => {
    await using scene = await open();
    const { member, standin } = scene;
    const bread =
      'the bakers of the town sold bread with raisins, butter, honey, nuts, apples, pears, plums and cherries';
    const sentences = Array.from({ length: 24 }, (_, i) => `In week ${i} of that long and very cold winter ${bread}.`);
    const [description, value] = [sentences.join(' '), 'Four U.S. soldiers have died. '.repeat(30)];
    const embeds = [{ title: 'Four U.S. soldiers have died.', description, fields: [{ name: 'x', value }] }];
    const posted = standin.postAsOtherBot(standin.ids.channel, { embeds });
    const text = words(shown(await member.messageCommand('Check facts', posted)));
    expect(text).toContain('Only the beginning of the message was read.');
    expect(text).toContain('At most 20 statements of a message are compared.');
    expect(text).toContain('Three U.S. soldiers have died.');
    expect(text).toMatch(/\d+ more statements do not fit here\./);
    expect(checkTraffic(standin.traffic)).toEqual([]);
  });

  test('leaves neither words of the message nor user ids in the log', async () => {
    await using scene = await open();
    const { member, logged } = scene;
    await member.messageCommand('Check facts', member.say(CLAIM));
    await expect
      .poll(() => logged)
      .toContainEqual(expect.objectContaining({ name: 'message command Check facts', kind: 'check' }));
    expect(JSON.stringify(logged)).not.toMatch(/soldiers|Oil/);
    expect(JSON.stringify(logged)).not.toContain(member.id);
  });
});
