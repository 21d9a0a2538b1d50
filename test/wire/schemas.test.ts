import { expect, test } from 'vitest';
import { checkTraffic } from '../standin/conformity.ts';
import { openScene, shown } from './scene.ts';

test('every request of the bot and every payload of the stand-in fits the published schemas', async () => {
  await using scene = await openScene();
  const { member, moderator, standin } = scene;
  await member.autocomplete('who', 'name', '');
  await member.autocomplete('facts', 'about', 'sulivan');
  await member.command('help');
  await member.command('sources');
  await member.command('ask', { question: 'best pizza in Rome' });
  await member.command('when', { event: 'when did the three soldiers die' });
  const choose = shown(await member.command('who', { name: 'national security adviser' }));
  await member.press(choose, 'Jake Sullivan');
  const list = shown(await member.command('facts'));
  const answer = shown(await member.press(list, 'Next'));
  await member.press(answer, 'Proof');
  const posted = shown(await member.press(answer, 'Share'));
  await moderator.press(posted, 'Delete');
  await member.inDirectMessages().command('facts', { about: 'hostages' });

  const requests = standin.traffic.rest();
  expect(new Set(requests.map(({ method, route }) => `${method} ${route}`)).size).toBeGreaterThanOrEqual(6);
  expect(checkTraffic(standin.traffic)).toEqual([]);
});
