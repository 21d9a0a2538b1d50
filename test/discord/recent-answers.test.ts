import { expect, test } from 'vitest';
import { createRecentAnswers } from '../../src/discord/recent-answers.ts';

const where = (channelId: string) => ({ channelId, guildId: '1', situation: 'river' });
const shows = (share: string, version = 'v') => ({ facts: [], questions: [], layout: `owner ${share}`, version });

test('an answer is recent for ten minutes, whoever asked, and only from the same version of the facts', () => {
  const clock = { ms: 0 };
  const recent = createRecentAnswers(() => clock.ms);
  recent.posted(where('c'), shows('a'), 'm');
  expect(recent.find(where('c'), { ...shows('a'), layout: 'somebody a' })).toEqual({ messageId: 'm', atMs: 0 });
  expect(recent.find(where('c'), shows('b'))).toBeUndefined();
  expect(recent.find(where('c'), shows('a', 'w'))).toBeUndefined();
  expect(recent.find({ ...where('c'), situation: 'storm' }, shows('a'))).toBeUndefined();
  clock.ms = 10 * 60_000;
  expect(recent.find(where('c'), shows('a'))).toBeDefined();
  clock.ms += 1;
  expect(recent.find(where('c'), shows('a'))).toBeUndefined();
});

test('the oldest answers are forgotten first', () => {
  const recent = createRecentAnswers(() => 0);
  for (let n = 0; n < 5001; n += 1) recent.posted(where(`c${n}`), shows('a'), `m${n}`);
  expect(recent.find(where('c0'), shows('a'))).toBeUndefined();
  expect(recent.find(where('c1'), shows('a'))?.messageId).toBe('m1');
  recent.deleted('m1');
  expect(recent.find(where('c1'), shows('a'))).toBeUndefined();
});
