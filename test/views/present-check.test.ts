import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckedStatement } from '../../src/model/answer.ts';
import type { Fact } from '../../src/model/knowledge.ts';
import { presentCheck, presentSharedCheck } from '../../src/views/present-check.ts';
import { anyKnowledge, anyText } from '../discord/hostile.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF_MS, owner } from '../discord/services.ts';
import { buttonsOf, textOf } from './card-text.ts';

const MESSAGE_ID = '1300000000000000002';

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

test('what is shared holds no word of the statements', () => {
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
