import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brief as briefCommand } from '../../commands/brief.ts';
import { press } from '../../src/discord/buttons.ts';
import type { Reply } from '../../src/discord/reply.ts';
import type { Services } from '../../src/discord/services.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Subject } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import type { Card } from '../../src/views/card.ts';
import { type ButtonAction, decodeAction, encodeAction } from '../../src/views/custom-id.ts';
import { plainBrief, presentBrief } from '../../src/views/present-brief.ts';
import { anyKnowledge } from '../discord/hostile.ts';
import { someone } from '../discord/people.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF, AS_OF_MS, owner, servicesOf } from '../discord/services.ts';
import { flood } from '../flood.ts';
import { type FactDraft, situation } from '../situation.ts';
import { textOf } from './card-text.ts';

const actor = someone();

function run(topic: string | undefined, services: Services): Card {
  const options = new Map(topic === undefined ? [] : [['topic', topic]]);
  return cardOf(briefCommand.run({ sub: null, options, actor }, services) as Reply);
}

function cardOf(reply: Reply): Card {
  if (reply.do === 'share') return reply.posted;
  if (reply.do === 'say' || reply.do === 'update') return reply.card;
  throw new Error(`no card: ${reply.do}`);
}

const labels = (card: Card): readonly string[] => card.rows.flat().map(({ label }) => label);

/** What the button of this label does, as read back from its custom_id. */
function actionOf(card: Card, label: string): ButtonAction {
  const action = card.rows.flat().find((button) => button.label === label)?.action;
  const id = action && encodeAction(action);
  const read = id && decodeAction(id);
  if (!read) throw new Error(`the button ${label} is not there or does not fit`);
  return read;
}

describe('a brief as a card', () => {
  test('title and situation, facts with marks, allegations apart, the frame, sources, and which version of the facts', () => {
    const knowledge = situation({
      topics: [{ id: 'dam', title: 'The dam' }],
      facts: [
        { id: 'a', text: 'The dam broke on Sunday.', label: 'Break of the dam', importance: 5, time: 'Sunday' },
        { id: 'b', text: 'The gate was allegedly left open.', label: 'Open gate', status: 'alleged' },
      ],
    });
    const text = textOf(run('the dam', servicesOf(knowledge)));
    expect(text).toBe(
      [
        '### The dam\n-# Test situation',
        'The dam broke on Sunday. [¶1]',
        '**Alleged**\nThe gate was allegedly left open. [¶1]',
        '-# The sources give no date for “Sunday”; no time for one of these facts.',
        `-# Source: Report (headline, author and date not given)\n-# Facts as of ${AS_OF}`,
      ].join('\n'),
    );
  });

  test('where some facts are alleged and some disputed, each sentence that does not say so has its word', () => {
    const facts: readonly FactDraft[] = [
      { id: 'a', text: 'The gate was allegedly left open.', status: 'alleged' },
      { id: 'b', text: 'The dam is safe.', status: 'disputed' },
    ];
    const text = textOf(run(undefined, servicesOf(situation({ facts }))));
    expect(text).toContain(
      '**Disputed or alleged**\nThe gate was allegedly left open. [¶1]\nThe dam is safe. [¶1]\n-# Disputed\n',
    );
  });

  test('days with their year make the time frame, from the earliest to the latest; what is open is one line', () => {
    const facts: readonly FactDraft[] = [
      { id: 'a', text: 'The dam broke.', time: { text: '5 May 2021', edtf: '2021-05-05' } },
      { id: 'b', text: 'Rain began.', time: { text: '1 May 2021', edtf: '2021-05-01' } },
      { id: 'c', text: 'Talks began on October 7.', time: { text: 'October 7', edtf: 'XXXX-10-07' } },
      { id: 'd', text: 'Boats came on Sunday.', time: 'Sunday' },
      { id: 'e', text: 'Food is short.' },
      { id: 'f', text: 'Water is short.' },
    ];
    expect(textOf(run(undefined, servicesOf(situation({ facts }))))).toContain(
      '-# Time frame: “1 May 2021” to “5 May 2021”.\n-# The sources give no year for “October 7”; no date for “Sunday”; no time for 2 of these facts.\n',
    );
  });

  test('of many open times some are named and the others are counted', () => {
    const facts = Array.from(
      { length: 9 },
      (_, i): FactDraft => ({ id: `f${i}`, text: `Boat ${i} came.`, time: `day ${i}` }),
    );
    const words = textOf(run(undefined, servicesOf(situation({ facts }))));
    const named = words.match(/“day \d”/g)?.length ?? 0;
    expect(named).toBeGreaterThan(1);
    expect(words).toContain(`“day ${named - 1}” and ${9 - named} more.`);
  });

  test('the bundled situation takes at most 1,300 characters', async () => {
    const services = servicesOf(await loadKnowledge('knowledge/us-iran-strikes'));
    expect(textOf(run(undefined, services)).length).toBeLessThanOrEqual(1300);
  });

  test('of facts too long for one message the least important are left out whole, and it says so', () => {
    const facts = Array.from(
      { length: 10 },
      (_, i): FactDraft => ({
        id: `f${i}`,
        label: `Label ${i}`,
        text: `Fact ${i} ${'is long '.repeat(60)}and ends here.`,
        status: i === 9 ? 'alleged' : 'reported',
      }),
    );
    const card = run(undefined, servicesOf(situation({ facts })));
    const text = textOf(card);
    const shown = [...text.matchAll(/Fact (\d)/g)].map((match) => match[1]);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.length).toBeLessThan(10);
    expect(shown).toEqual(
      [...facts.keys()]
        .map(String)
        .slice(0, shown.length - 1)
        .concat('9'),
    );
    expect(text.match(/ends here\. \[¶1\]/g)).toHaveLength(shown.length);
    expect(text).toContain(`${10 - shown.length} further facts do not fit here.`);
    const share = actionOf(card, 'Share');
    expect(share.type === 'share-brief' && share.facts).toHaveLength(shown.length);
  });

  test('where two long facts and a long allegation do not fit, a fact is left out before the allegation', () => {
    const long = (what: string) => `${what} ${'is long '.repeat(180)}.`;
    const facts: readonly FactDraft[] = [
      { id: 'a', text: long('First'), importance: 5 },
      { id: 'b', text: long('Second') },
      { id: 'c', text: long('Third'), status: 'alleged', importance: 1 },
    ];
    const text = textOf(run(undefined, servicesOf(situation({ facts }))));
    expect(text.match(/First|Second|Third/g)).toEqual(['First', 'Third']);
    expect(text).toContain('1 further fact does not fit here.');
  });

  test('the command line prints the same facts and lines', () => {
    const brief = createSitrep(flood).brief('southford');
    if (brief === undefined) throw new Error('no brief');
    const plain = plainBrief(brief, flood, AS_OF_MS);
    for (const { text } of brief.facts) expect(plain).toContain(text);
    expect(plain).toMatch(/\nThe sources give no .*\nSource: Report \(.*\)\nFacts as of 2023-11-14T22:13Z$/);
  });

  test.each(['asker', 'channel'] as const)(
    'for any facts whatsoever no limit of Discord is exceeded: shown to the %s',
    (to) => {
      let [runs, briefs] = [0, 0];
      fc.assert(
        fc.property(anyKnowledge, fc.constantFrom('', 'topic:a', 'entity:one', 'fact:fact-1'), (knowledge, about) => {
          const services = servicesOf(knowledge);
          const brief = services.sitrep.brief(about);
          runs += 1;
          if (brief === undefined) return;
          briefs += 1;
          const card = presentBrief(brief, {
            knowledge,
            showing: to === 'asker' ? { to } : { to, owner },
            asOfMs: AS_OF_MS,
          });
          expect(refusals(card)).toEqual([]);
          for (const label of labels(card)) actionOf(card, label);
        }),
        { numRuns: 200 },
      );
      // At least a quarter of many inputs gives a brief; of few inputs there may be none.
      expect(briefs).toBeGreaterThan(runs / 4 - 10);
    },
  );
});

describe('/brief', () => {
  const services = servicesOf(flood);

  test('for a role that two people have it asks which one, and picking one gives the brief in place', async () => {
    const question = run('chief engineer', services);
    expect(textOf(question)).toBe('**Which one?**');
    const [first = ''] = labels(question);
    expect(first).toMatch(/Harbour Chief Ash|Elder Rowan/);
    const reply = await press({ action: actionOf(question, first), actor, onPrivateMessage: true }, services);
    expect(reply.do).toBe('update');
    expect(textOf(cardOf(reply))).toMatch(/^### (Harbour Chief Ash|Elder Rowan)\n/);
  });

  test('for a text that is no subject, it says what a brief can be about, and where to ask', () => {
    expect(textOf(run('the king of Spain', services))).toBe(
      '**I have no fact on that.**\nA brief is about a topic, a person, a group or a place, or about the situation as a whole. /ask takes any question.',
    );
  });

  test('while someone types, topics come first, and no single fact', () => {
    const empty = briefCommand.complete?.('', services) ?? [];
    expect(empty.slice(0, 3).map(({ name }) => name.slice(0, 6))).toEqual(['Topic:', 'Topic:', 'Topic:']);
    expect(empty.length).toBeGreaterThan(3);
    for (const typed of ['', 'flood', 'start'])
      expect(briefCommand.complete?.(typed, services).filter(({ value }) => value.startsWith('fact:'))).toEqual([]);
  });
});

describe('sharing a brief', () => {
  const facts: readonly FactDraft[] = Array.from({ length: 12 }, (_, i) => ({
    id: `f${i}`,
    text: `Fact ${i} happened.`,
    importance: i === 11 ? 1 : 3,
  }));
  const before = servicesOf(situation({ facts }));
  const share = (services: Services, about?: string) =>
    press({ action: actionOf(run(about, before), 'Share'), actor, onPrivateMessage: true }, services);

  test('posts what was shown, with Delete instead of Share', async () => {
    const shown = run(undefined, before);
    const posted = cardOf(await share(before));
    expect(textOf(posted)).toBe(textOf(shown));
    expect(labels(posted)).toEqual(['Proof', 'Delete']);
  });

  test('it posts the facts that were shown, even if another fact has become more important meanwhile', async () => {
    const risen = facts.map((fact) => (fact.id === 'f11' ? { ...fact, importance: 5 as const } : fact));
    const posted = textOf(cardOf(await share(servicesOf(situation({ facts: risen })))));
    expect(posted).toContain('Fact 0 happened.');
    expect(posted).not.toContain('Fact 11 happened.');
  });

  test.each<[string, Partial<FactDraft>]>([
    ['retracted', { status: 'retracted', statusNote: 'Wrong.' }],
    ['superseded', { status: 'superseded', statusNote: 'Old.', supersededBy: 'f11' }],
  ])('nothing is posted and the asker is told where one of its facts was %s meanwhile', async (_status, change) => {
    const changed = facts.map((fact) => (fact.id === 'f3' ? { ...fact, ...change } : fact));
    const reply = await share(servicesOf(situation({ facts: changed })));
    expect(reply).toMatchObject({ do: 'say', audience: 'asker', card: { kind: 'notice' } });
    expect(textOf(cardOf(reply))).toContain('earlier version of the facts');
  });

  test('nothing is posted where the subject is gone', async () => {
    const unknown: Subject = { kind: 'topic', id: 'volcano' as never };
    const shown = actionOf(run(undefined, before), 'Share');
    if (shown.type !== 'share-brief') throw new Error('not a brief');
    const action = { ...shown, about: before.codes.encode(unknown) };
    expect(await press({ action, actor, onPrivateMessage: true }, before)).toMatchObject({
      do: 'say',
      card: { kind: 'notice' },
    });
  });
});
