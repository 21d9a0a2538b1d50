import { expect, test } from 'vitest';
import { answerReply } from '../../src/discord/answer-reply.ts';
import { flood } from '../flood.ts';
import { cardOf, textOf } from '../views/card-text.ts';
import { someone } from './people.ts';
import { servicesOf } from './services.ts';

test.each([
  ['fr', 'Pour l’instant'],
  ['pt-BR', 'Por enquanto'],
  ['sv-SE', 'I understand questions in English only so far.'],
])('a question in a language without words of its own is answered in the asker’s: %s', async (locale, words) => {
  const actor = { ...someone(), locale };
  const reply = await answerReply('ask', '冲突什么时候开始？', actor, servicesOf(flood));
  expect(textOf(cardOf(reply))).toContain(words);
});
