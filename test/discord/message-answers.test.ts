import { type APIUser, MessageType, REST } from 'discord.js';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createMessageAnswers } from '../../src/discord/message-answers.ts';
import type { PlainMessage } from '../../src/discord/plain-message.ts';
import type { Services } from '../../src/discord/services.ts';
import { flood } from '../flood.ts';
import { servicesOf } from './services.ts';

const BOT = '1300000000000000002';
const user = (id: string): APIUser => ({ id, username: 'x', discriminator: '0', global_name: null, avatar: null });
const mention = (id: string, parts: Partial<PlainMessage> = {}): PlainMessage => ({
  id,
  channel_id: '1300000000000000004',
  guild_id: '1300000000000000003',
  author: user('1300000000000000005'),
  content: `<@${BOT}> when was the dam opened?`,
  type: MessageType.Default,
  mentions: [user(BOT)],
  ...parts,
});

/** Answers messages over a Discord that takes everything; `posts` are the texts that it was sent. */
function answering(parts: Partial<Services> = {}) {
  const posts: string[] = [];
  const rest = new REST({
    makeRequest: async (_, { body }) => {
      posts.push(String(body));
      const json = { id: '1' };
      return {
        status: 200,
        statusText: 'OK',
        ok: true,
        bodyUsed: false,
        body: null,
        headers: new Headers({ 'content-type': 'application/json' }),
        json: async () => json,
        text: async () => JSON.stringify(json),
        arrayBuffer: async () => new ArrayBuffer(0),
      };
    },
  }).setToken('token');
  let atMs = 0;
  const services: Services = { ...servicesOf(flood), botId: () => BOT, answersTo: 'channel', ...parts };
  const answers = createMessageAnswers({
    rest,
    servicesAt: () => services,
    log: pino({ level: 'silent' }),
    now: () => atMs,
  });
  return {
    posts,
    handle: answers.handle,
    tick: (ms: number) => {
      atMs += ms;
    },
  };
}

test('an internal failure is reported in the channel of the question', async () => {
  const sitrep = { ...servicesOf(flood).sitrep, ask: () => Promise.reject(new Error('broken')) };
  const { posts, handle } = answering({ sitrep });
  await handle(mention('1300000000000000101'));
  expect(posts).toHaveLength(1);
  expect(posts[0]).toContain('That did not work this time. Please ask again. Reference for the operator: 000101');
});

test('a message that arrives twice is answered once', async () => {
  const { posts, handle, tick } = answering();
  await handle(mention('1300000000000000101'));
  tick(5000);
  await handle(mention('1300000000000000101'));
  expect(posts).toHaveLength(1);
});

test.each([
  ['hello', 'Hello. I am Sitrep.'],
  ['thanks!', 'You are welcome.'],
])('small talk (%s) is answered at once, also where answers are private', async (words, reply) => {
  const { posts, handle } = answering({ answersTo: 'asker' });
  await handle(mention('1300000000000000101', { content: `<@${BOT}> ${words}` }));
  expect(posts[0]).toContain(reply);
  expect(posts[0]).not.toContain('Show me');
});

test.each<[string, Partial<PlainMessage>]>([
  ['of a bot', { author: { ...user('1300000000000000007'), bot: true } }],
  ['of Discord itself', { type: MessageType.ChannelPinnedMessage }],
  ['of a webhook', { webhook_id: '1300000000000000008' }],
  ['that mentions somebody else', { mentions: [user('1300000000000000009')] }],
])('a message %s is passed over', async (_, parts) => {
  const { posts, handle } = answering();
  await handle(mention('1300000000000000101', parts));
  expect(posts).toEqual([]);
});
