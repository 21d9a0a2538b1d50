import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/views/present.ts';
import { openWorlds } from './worlds.ts';

const WITHDRAWN = 'A fact on this was withdrawn: Five people died in Southford, because the number was wrong.';

describe.each(await openWorlds())('%s', (_, { flood }) => {
  const answerTo = async (question: string) => {
    const answers = await flood.ask(question);
    return { answer: answers[0], text: plainText(answers, flood.knowledge, 0) };
  };

  test('a question about a retracted fact is told of its withdrawal, and of nothing that hints at the same', async () => {
    const { answer, text } = await answerTo('did five people die');
    expect(answer).toMatchObject({ kind: 'unknown', nearest: [] });
    expect(text).toMatch(new RegExp(`^${WITHDRAWN}\n`));
    expect(text).not.toContain('I have no fact on that.');
    expect(text.replace(WITHDRAWN, '')).not.toContain('died');
  });

  test('a standing fact that answers as well is shown beside the withdrawal', async () => {
    const { answer } = await answerTo('how many people died');
    expect(answer).toMatchObject({ kind: 'answered', facts: [{ id: 'two-died' }] });
  });

  test('the retracted fact itself, chosen from a menu, is told as withdrawn', async () => {
    expect((await answerTo('fact:five-died')).text).toMatch(new RegExp(`^${WITHDRAWN}\n`));
  });

  test.each(['who opened the dam', 'how many homes were damaged'])('"%s" is not told of it', async (question) => {
    expect((await answerTo(question)).text).not.toContain('withdrawn');
  });
});
