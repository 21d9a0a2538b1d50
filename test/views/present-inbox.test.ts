import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toModal } from '../../src/discord/components.ts';
import { INBOX_KINDS, type InboxItem } from '../../src/model/inbox.ts';
import { askCuratorsAction, decodeAction, encodeAction } from '../../src/views/custom-id.ts';
import { present } from '../../src/views/present.ts';
import {
  askDialog,
  INBOX_PAGE_GROUPS,
  presentInbox,
  presentPrivacy,
  presentTold,
  reportDialog,
} from '../../src/views/present-inbox.ts';
import { anyAnswers, anyKnowledge, anyText } from '../discord/hostile.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF_MS, owner } from '../discord/services.ts';
import { item } from '../store/values.ts';
import { textOf } from './card-text.ts';

const anyItem = fc
  .record({ text: anyText, kind: fc.constantFrom(...INBOX_KINDS), id: fc.stringMatching(/^[0-9a-f]{10}$/) })
  .map(({ id, ...parts }): InboxItem => item(id, parts));
const anyGroup = fc
  .array(anyItem, { minLength: 1, maxLength: 6 })
  .map(([first = item('0'), ...more]) => [first, ...more] as const);

const NO_MARKDOWN = /<(?:@|#|\/|:|a:)|@everyone|@here|(?<!\\)[|`]|\[masked\]\(/;

describe('for any texts whatsoever no limit of Discord is exceeded, and none of them is markdown or mentions anybody', () => {
  test('the inbox, on every page', () => {
    fc.assert(
      fc.property(
        anyKnowledge,
        fc.uniqueArray(anyGroup, { maxLength: INBOX_PAGE_GROUPS, selector: ([first]) => first.id }),
        fc.integer({ min: 1, max: 400 }),
        (knowledge, groups, pages) => {
          const nearest = knowledge.facts.slice(0, 3);
          const reported = knowledge.facts.slice(0, 1).map(({ id }) => id);
          const shown = groups.map(([first, ...more]) => ({
            items: [{ ...first, facts: first.kind === 'report' ? reported : [] }, ...more] as const,
            nearest,
            knowledge,
          }));
          const counts = { page: pages - 1, pages, items: 999, different: 900, isOneSituation: false };
          const card = presentInbox({ groups: shown, ...counts, notes: ['Noted.', 'Switched off.'] });
          expect(refusals(card)).toEqual([]);
          expect(textOf(card)).not.toMatch(NO_MARKDOWN);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('what a sender is told, above any answer', () => {
    const scene = anyKnowledge.chain((knowledge) => fc.tuple(fc.constant(knowledge), anyAnswers(knowledge), anyItem));
    fc.assert(
      fc.property(scene, ([knowledge, answers, sent]) => {
        const answer = present(answers, {
          knowledge,
          showing: { to: 'direct', owner },
          mention: (name) => `/${name}`,
          asOfMs: AS_OF_MS,
          via: 'ask',
          of: null,
          curatorsBox: true,
        });
        const told = presentTold(sent, answer);
        expect(refusals(told)).toEqual([]);
        expect(textOf(told)).not.toMatch(NO_MARKDOWN);
      }),
      { numRuns: 200 },
    );
  });

  test('the dialogs', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.stringMatching(/^[\w-]{8}$/), { maxLength: 11 }), (question, facts) => {
        for (const dialog of [askDialog(question), askDialog(''), reportDialog(facts)]) {
          const { title, components } = toModal(dialog);
          expect([...title].length).toBeLessThanOrEqual(45);
          expect(components).toHaveLength(3);
          for (const part of components) {
            if (!('label' in part) || !('component' in part)) continue;
            expect([...part.label].length).toBeLessThanOrEqual(45);
            expect([...(part.description ?? '')].length).toBeLessThanOrEqual(100);
            if ('value' in part.component) expect(part.component.value?.length ?? 0).toBeLessThanOrEqual(500);
          }
        }
      }),
    );
  });

  test('the button that carries a question', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), (question, instead) => {
        const action = askCuratorsAction(question, instead);
        const id = encodeAction(action);
        expect(decodeAction(id ?? '')).toEqual(action);
      }),
    );
  });
});

test('/privacy fits into a message', () => {
  expect(refusals(presentPrivacy())).toEqual([]);
});
