import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckedStatement } from '../../src/model/answer.ts';
import type { Fact } from '../../src/model/knowledge.ts';
import { presentCheck, presentSharedCheck } from '../../src/views/present-check.ts';
import { anyKnowledge, anyText } from '../discord/hostile.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF_MS, owner } from '../discord/services.ts';
import { flood } from '../flood.ts';
import { button, buttonsOf, textOf } from './card-text.ts';

const MESSAGE_ID = '1300000000000000002';

const [start, rain] = flood.facts as unknown as readonly [Fact, Fact];
const options = { knowledge: flood, asOfMs: AS_OF_MS, messageId: MESSAGE_ID, isCut: false };

test('each statement is shown above its fact, with differences first and a title for each verdict', () => {
  const checked: readonly CheckedStatement[] = [
    { verdict: 'not-covered', statement: 'The mayor *resigned*.' },
    { verdict: 'borne-out', statement: 'Rain caused it.', fact: rain },
    { verdict: 'differs', statement: 'It began on March 4.', fact: start, detail: 'day' },
  ];
  const card = presentCheck(checked, options);
  const lines = textOf(card).split('\n');
  expect(lines.filter((line) => /^(?:\*\*|>|In the)/.test(line))).toEqual([
    '**The facts differ**',
    '> It began on March 4.',
    'In the day:',
    '**The facts say the same**',
    '> Rain caused it.',
    '**The facts do not cover this**',
    '> The mayor \\*resigned\\*.',
  ]);
  expect(textOf(card)).toContain(`In the day:\n${start.text} [¶1]`);
  expect(textOf(card)).not.toContain('does not fit');
  expect(button(card, 'Share').action).toMatchObject({
    type: 'share-check',
    message: MESSAGE_ID,
    found: [{ finding: 'borne-out' }, { finding: 'day' }],
  });
});

test('statements that do not fit are counted, and so is a message that is read in part', () => {
  const checked = Array.from(
    { length: 40 },
    (): CheckedStatement => ({ verdict: 'not-covered', statement: 'long words '.repeat(60) }),
  );
  const words = textOf(presentCheck(checked, { ...options, isCut: true }));
  const shown = words.match(/^> /gm)?.length ?? 0;
  expect(shown).toBeGreaterThan(3);
  expect(words).toContain(`${40 - shown} more statements do not fit here.`);
  expect(words).toContain('Only the beginning of the message was read.');
});

test('a shared result shows the differing detail, and the facts that say the same under their own title', () => {
  const found = [
    { finding: 'borne-out' as const, fact: rain },
    { finding: 'number' as const, fact: start },
  ];
  const words = textOf(
    presentSharedCheck(found, { knowledge: flood, asOfMs: AS_OF_MS, url: 'https://discord.com/1', owner }),
  );
  expect(words).toMatch(
    /The facts differ\*\*\nIn the number:\nThe flood began[\s\S]*The facts say the same\*\*\nThe Weather/,
  );
});

const anyChecked = (fact: Fact): fc.Arbitrary<CheckedStatement> =>
  fc.oneof(
    fc.record({ verdict: fc.constant('borne-out' as const), statement: anyText, fact: fc.constant(fact) }),
    fc.record({
      verdict: fc.constant('differs' as const),
      statement: anyText,
      fact: fc.constant(fact),
      detail: fc.constantFrom('number' as const, 'day' as const, 'place' as const, 'who' as const),
    }),
    fc.record({ verdict: fc.constant('not-covered' as const), statement: anyText }),
  );

const anyCheck = anyKnowledge
  .filter(({ facts }) => facts.length > 0)
  .chain((knowledge) =>
    fc.tuple(
      fc.constant(knowledge),
      fc.array(
        fc.nat().chain((at) => anyChecked(knowledge.facts[at % knowledge.facts.length] as Fact)),
        { minLength: 1, maxLength: 20 },
      ),
    ),
  );

test('for any statements and facts no limit of Discord is exceeded, and nothing pings', () => {
  fc.assert(
    fc.property(anyCheck, ([knowledge, checked]) => {
      const card = presentCheck(checked, { knowledge, asOfMs: AS_OF_MS, messageId: MESSAGE_ID, isCut: true });
      expect(refusals(card)).toEqual([]);
      expect(textOf(card)).not.toMatch(/@everyone|<@\d/);
      const isFound = checked.some(({ verdict }) => verdict !== 'not-covered');
      expect(buttonsOf(card).map(({ label }) => label)).toEqual(isFound ? ['Share', 'Proof'] : []);
    }),
    { numRuns: 60 },
  );
});

test('the shared result contains no word of the statements', () => {
  fc.assert(
    fc.property(anyCheck, ([knowledge, checked]) => {
      const found = checked.flatMap((each) =>
        each.verdict === 'not-covered'
          ? []
          : [{ finding: each.verdict === 'differs' ? each.detail : each.verdict, fact: each.fact }],
      );
      fc.pre(found.length > 0);
      const url = `https://discord.com/channels/@me/1/${MESSAGE_ID}`;
      const card = presentSharedCheck(found, { knowledge, asOfMs: AS_OF_MS, url, owner });
      expect(refusals(card)).toEqual([]);
      expect(textOf(card)).not.toMatch(/^> /m);
      expect(textOf(card)).toContain(MESSAGE_ID);
    }),
    { numRuns: 60 },
  );
});
