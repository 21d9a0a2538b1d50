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
import { PRIVACY } from '../../src/views/wording.ts';
import { anyAnswers, anyKnowledge, anyText } from '../discord/hostile.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF_MS, owner } from '../discord/services.ts';
import { flood } from '../flood.ts';
import { item } from '../store/values.ts';
import { button, textOf } from './card-text.ts';

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

describe('the inbox as moderators read it', () => {
  const [start, rain] = flood.facts.slice(0, 2);
  if (start === undefined || rain === undefined) throw new Error('no facts');
  const asked = (id: string, text: string, atMs = AS_OF_MS) => item(id, { text, atMs });
  const page = (
    groups: Parameters<typeof presentInbox>[0]['groups'],
    parts: Partial<Parameters<typeof presentInbox>[0]> = {},
  ) =>
    presentInbox({
      groups,
      page: 0,
      pages: 1,
      items: 7,
      different: groups.length,
      isOneSituation: true,
      notes: [],
      ...parts,
    });
  const group = (items: readonly [InboxItem, ...InboxItem[]], nearest = [rain]) => ({
    items,
    knowledge: flood,
    nearest,
  });

  test('a group shows how often it was sent, its wordings once each, and the nearest facts', () => {
    const items = ['What *now*?', 'What  *now*?', 'And then?', 'Why?', 'Where?', 'Who?'].map((text, i) =>
      asked(`${i}`, text, AS_OF_MS + i * 1000),
    );
    const [first = asked('0', ''), ...more] = items;
    const card = page([group([first, ...more])]);
    expect(textOf(card).split('\n').slice(0, -1)).toEqual([
      '**7 waiting, 1 different**',
      '**Asked 6 times** · last <t:1700000005:f>',
      '> What \\*now\\*?',
      '> And then?',
      '> Why?',
      '-# and 2 more in other words',
      '-# Nearest facts',
      `1\\. ${rain.text}`,
    ]);
    const row = card.parts.find((part) => part.type === 'row');
    expect(row?.type === 'row' && row.buttons.map(({ label, action }) => [label, action.type])).toEqual([
      ['1 answers it', 'name-fact'],
      ['Answered', 'settle-item'],
      ['Remove unanswered', 'settle-item'],
    ]);
  });

  test('a report names its fact, a group without near facts says so, and several situations are told apart', () => {
    const report = item('a', { kind: 'report', text: 'Wrong day.', facts: [start.id, rain.id] });
    const card = page([group([report], []), group([asked('b', 'Why?')], [])], { isOneSituation: false, items: 2 });
    expect(textOf(card)).toContain('**2 waiting**\n');
    expect(textOf(card)).toContain(
      `**Reported once** · on “${start.label}” · last <t:1700000000:f> · ${flood.title}\n> Wrong day.\n-# No fact of the answer is held today.`,
    );
    expect(textOf(card)).toContain('> Why?\n-# No fact is near.');
    expect(textOf(page([group([asked('b', 'Why?')])]))).not.toContain(flood.title);
  });

  test('pages have a number and buttons; an empty inbox keeps its notes', () => {
    const card = page([group([asked('a', 'Why?')])], { page: 1, pages: 3 });
    expect(textOf(card)).toContain('Page 2 of 3');
    expect(button(card, 'Previous').action).toEqual({ type: 'inbox', page: 0 });
    expect(button(card, 'Next').action).toEqual({ type: 'inbox', page: 2 });
    expect(textOf(page([group([asked('a', 'Why?')])]))).not.toContain('Page');
    expect(textOf(page([], { notes: ['Noted.'] }))).toMatch(/^-# Noted\.\nNothing is waiting/);
  });
});

test('what was deleted for a person is counted, or nothing was stored', () => {
  expect(PRIVACY.deleted(0, 0, 0)).toBe('Nothing that concerns you was stored.');
  expect(PRIVACY.deleted(1, 2, 1)).toBe(
    'Deleted: your id from 1 sent text, your mark from 2 shared answers, 1 unposted pin.',
  );
  expect(PRIVACY.deleted(2, 1, 0)).toContain('2 sent texts, your mark from 1 shared answer, 0 unposted pins');
});
