import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { press } from '../../src/discord/buttons.ts';
import type { Answer, Answers } from '../../src/model/answer.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import type { Card } from '../../src/views/card.ts';
import { decodeAction, encodeAction, type PageOf } from '../../src/views/custom-id.ts';
import { type PresentOptions, plainText, present, presentShared } from '../../src/views/present.ts';
import { presentProof } from '../../src/views/present-proof.ts';
import { codesOf, readCodes } from '../../src/views/subject-codes.ts';
import { anyAnswers, anyKnowledge, anyText } from '../discord/hostile.ts';
import { someone } from '../discord/people.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF, AS_OF_MS, owner, servicesOf } from '../discord/services.ts';
import { entityId, type FactDraft, factId, situation, topicId } from '../situation.ts';
import { buttonsOf, cardOf, textOf } from './card-text.ts';

const anyPageOf: fc.Arbitrary<PageOf> = fc.oneof(
  fc.constant({ by: 'nothing' } as const),
  fc.record({ by: fc.constant('text' as const), text: anyText }),
  fc.record({ by: fc.constant('subject' as const), code: fc.constant('abcdefgh') }),
);
const scene = anyKnowledge.chain((knowledge) =>
  fc.record({
    knowledge: fc.constant(knowledge),
    // A person may ask the same twice in one message.
    answers: fc
      .tuple(anyAnswers(knowledge), fc.boolean())
      .map(([answers, again]): Answers => (again ? [...answers, ...answers] : answers)),
    of: anyPageOf,
    page: fc.nat(5),
  }),
);

function show(answers: Answers, knowledge: KnowledgeBase, more: Partial<PresentOptions> = {}): Card {
  return present(answers, {
    knowledge,
    showing: { to: 'asker' },
    mention: (name) => `/${name}`,
    asOfMs: AS_OF_MS,
    via: answers[0].via,
    of: { by: 'nothing' },
    ...more,
  });
}
const labels = (card: Card): readonly string[] => buttonsOf(card).map(({ label }) => label);
const plain = (answers: Answers, knowledge: KnowledgeBase): string => plainText(answers, knowledge, AS_OF_MS);

describe('for any answers whatsoever no limit of Discord is exceeded', () => {
  test.each(['asker', 'channel'] as const)('shown to the %s', (to) => {
    fc.assert(
      fc.property(scene, ({ knowledge, answers, of, page }) => {
        const showing = to === 'asker' ? { to } : { to, owner };
        for (const curatorsBox of [false, true]) {
          const card = show(answers, knowledge, { showing, of, page, curatorsBox });
          expect(refusals(card)).toEqual([]);
          const hasClosest = answers.some(({ kind }) => kind === 'related');
          expect(card.rows.length).toBeLessThanOrEqual(hasClosest || buttonsOf(card).length > 5 ? 2 : 1);
          const saysFacts = answers.some(({ kind }) => kind !== 'about');
          expect(labels(card).filter((label) => label === 'Not right?')).toHaveLength(curatorsBox && saysFacts ? 1 : 0);
          const isOpen = answers.some(({ kind }) => kind === 'unknown' || kind === 'related');
          expect(labels(card).includes('Ask the curators')).toBe(curatorsBox && isOpen);
          const [last] = buttonsOf(card).slice(-1);
          if (to === 'channel') expect(last).toMatchObject({ label: 'Delete', style: 'secondary' });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nothing in it is markdown of a curator’s, mentions anybody or is a command, and the only moments are those of the facts', () => {
    fc.assert(
      fc.property(scene, ({ knowledge, answers, of }) => {
        const text = textOf(show(answers, knowledge, { of }));
        expect(text).not.toMatch(/<(?:@|#|\/|:|a:)|@everyone|@here/);
        expect(text).not.toMatch(/(?<!\\)[|`]|\[x\]\(/);
        expect((text.match(/<t:[^>]*>/g) ?? []).filter((moment) => moment !== AS_OF)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shared, as each Share button of any card says', () => {
    let [runs, shared] = [0, 0];
    fc.assert(
      fc.property(scene, ({ knowledge, answers, of, page }) => {
        runs += 1;
        for (const { action } of buttonsOf(show(answers, knowledge, { of, page }))) {
          if (action.type !== 'share') continue;
          shared += 1;
          expect(encodeAction(action)).toBeDefined();
          const named = readCodes(action, knowledge);
          if (named === undefined) throw new Error('the button names what is not there');
          const options = { knowledge, mention: (n: string) => n, asOfMs: AS_OF_MS, owner };
          for (const curatorsBox of [false, true]) {
            expect(refusals(presentShared([{ action, named }], { ...options, curatorsBox }))).toEqual([]);
          }
        }
      }),
      { numRuns: 300 },
    );
    // One in six of many inputs has the button; of few inputs there may be none.
    expect(shared).toBeGreaterThan(runs / 6 - 10);
  });

  test('its proof, on every page', () => {
    fc.assert(
      fc.property(anyKnowledge, fc.nat(9), anyText, (knowledge, page, line) => {
        const facts = knowledge.facts.slice(0, 5);
        const codes = { profile: 'abcdefgh', facts: facts.map(() => 'abcdefgh') };
        const proof = presentProof(facts, [...knowledge.entities.values()], {
          knowledge,
          page,
          turnTo: (to) => ({ type: 'proof-page', page: to, ...codes }),
          asOfMs: AS_OF_MS,
          periods: new Map(
            facts.map(({ id, status }, i) => [
              id,
              Array.from({ length: 9 }, (_, at) => ({
                id,
                text: `${line}${at}`,
                status,
                sinceMs: at + i,
                untilMs: at,
              })),
            ]),
          ),
        });
        expect(refusals(proof)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['sources', 'help'])('/%s over any facts', async (name) => {
    const command = commands.find((c) => c.definition.name === name);
    if (command === undefined) throw new Error(`no command ${name}`);
    await fc.assert(
      fc.asyncProperty(anyKnowledge, async (knowledge) => {
        const services = {
          ...servicesOf(knowledge),
          mention: (mentioned: string) => `</${mentioned}:123456789012345678>`,
        };
        const reply = await command.run({ sub: null, options: new Map(), actor: someone() }, services);
        expect(refusals(cardOf(reply))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('the check notices what Discord would refuse', () => {
    const text = (content: string) => ({ type: 'text', text: content }) as const;
    expect(refusals({ kind: 'notice', parts: [text('x'.repeat(4001))], rows: [] })).toEqual(['4001 characters']);
    expect(refusals({ kind: 'notice', parts: [text(' ')], rows: [] })).toEqual(['an empty text']);
    const button = {
      label: 'Same',
      style: 'primary',
      action: { type: 'pick', via: 'ask', subject: 'abcdefgh' },
    } as const;
    expect(refusals({ kind: 'notice', parts: [text('x')], rows: [[button, button]] })).toEqual([
      'custom_id twice: 1.pk.a.abcdefgh',
    ]);
  });
});

/** A small quarrel over a dam. */
const dam = situation({
  topics: [
    { id: 'dam', title: 'The dam' },
    { id: 'talks', title: 'Talks' },
  ],
  entities: [
    { id: 'council', kind: 'organisation', name: 'River Council', roles: ['Flood authority'] },
    { id: 'guild', kind: 'group', name: 'Ferry Guild', roles: ['Guild of ferrymen that the council supports'] },
    { id: 'lee', kind: 'person', name: 'Kim Lee', roles: ['Engineer'] },
    { id: 'crew', kind: 'group', name: 'dam crew' },
    { id: 'hague', kind: 'place', name: 'The Hague' },
  ],
  facts: [
    { id: 'break', text: 'The dam broke on Sunday.', label: 'Break of the dam', topic: 'dam', time: 'Sunday' },
    {
      id: 'visit',
      text: 'Lee is going to the dam.',
      label: "Lee's visit",
      topic: 'talks',
      actors: ['lee'],
      about: ['lee'],
    },
    {
      id: 'gate',
      text: 'The crew allegedly left the gate open.',
      label: 'Who allegedly left the gate open',
      topic: 'dam',
      status: 'alleged',
      actors: ['crew'],
      about: ['crew'],
    },
    {
      id: 'seen',
      text: 'The crew was seen with Lee.',
      topic: 'dam',
      actors: ['crew'],
      about: ['crew', 'lee'],
    },
    { id: 'guild-is', text: 'The Ferry Guild is a guild of ferrymen that the council supports.', topic: 'talks' },
    {
      id: 'pressure',
      text: 'The pressure on the council is growing.',
      label: 'Pressure on the council',
      topic: 'talks',
    },
    { id: 'wish', text: 'The council wants peace.', label: 'The council on peace', topic: 'talks', about: ['hague'] },
    { id: 'hague', text: 'The Hague offers help.', label: "The Hague's offer", topic: 'talks', about: ['hague'] },
    { id: 'dated', text: 'The talks began.', topic: 'talks', time: { text: 'May 2', edtf: 'XXXX-05-02' } },
  ],
});
const fact = (id: string) => {
  const found = dam.factById.get(factId(id));
  if (found === undefined) throw new Error(`no fact ${id}`);
  return found;
};
const entity = (id: string) => {
  const found = dam.entities.get(entityId(id));
  if (found === undefined) throw new Error(`no entity ${id}`);
  return found;
};
const common = { via: 'ask', asked: 'what', subjects: [], confidence: 1, evidence: [], corrected: [] } as const;
type Part<Kind extends Answer['kind']> = Partial<Extract<Answer, { kind: Kind }>>;
const answered = (ids: readonly string[], more: Part<'answered'> = {}): Answer => ({
  ...common,
  kind: 'answered',
  facts: ids.map(fact),
  profile: null,
  layout: 'point',
  dated: false,
  ...more,
});
const related = (ids: readonly string[], more: Part<'related'> = {}): Answer => ({
  ...common,
  kind: 'related',
  missing: 'certainty',
  otherDoer: false,
  facts: ids.map(fact),
  ...more,
});
const about = (theme: Extract<Answer, { kind: 'about' }>['theme'], more: Part<'about'> = {}): Answer => ({
  ...common,
  kind: 'about',
  theme,
  language: null,
  ...more,
});
const asEntity = (id: string) => ({ kind: 'entity', id: entityId(id) }) as const;

describe('the heading says what was understood, never what was typed', () => {
  test.each<[string, Answer, string]>([
    ['a time, of the fact', answered(['break'], { asked: 'when' }), 'When: break of the dam'],
    ['a name at the start of a label stays a name', answered(['visit'], { asked: 'why' }), "Why: Lee's visit"],
    [
      'an article at the start of a label, though a name holds one, too',
      answered(['wish'], { asked: 'when' }),
      'When: the council on peace',
    ],
    [
      'the same where the sources lack it',
      related(['wish'], { missing: 'time', subjects: [{ kind: 'fact', id: factId('wish') }] }),
      'When: the council on peace',
    ],
    ['an article of a name', answered(['hague'], { asked: 'why' }), "Why: The Hague's offer"],
    ['a claim, by the fact alone', answered(['break'], { asked: 'whether' }), 'Break of the dam'],
    ['a label that asks by itself', answered(['gate'], { asked: 'who' }), 'Who allegedly left the gate open'],
    ['a profile', answered([], { asked: 'who', profile: entity('lee') }), 'Who: Kim Lee'],
    ['a list on somebody', answered(['visit', 'break'], { layout: 'list', subjects: [asEntity('lee')] }), 'Kim Lee'],
    [
      'a list on a topic',
      answered(['visit', 'pressure'], { layout: 'list', subjects: [{ kind: 'topic', id: topicId('talks') }] }),
      'Talks',
    ],
    ['a list on one topic, where nothing was understood', answered(['visit', 'pressure'], { layout: 'list' }), 'Talks'],
    ['a list on the whole', answered(['visit', 'break'], { layout: 'list' }), 'Test situation'],
    ['what is closest', related(['pressure'], { subjects: [asEntity('lee')] }), 'Closest: pressure on the council'],
    [
      'a number that the sources lack, of somebody',
      related(['visit'], { asked: 'how-many', missing: 'number', subjects: [asEntity('crew'), asEntity('lee')] }),
      'How many: dam crew and Kim Lee',
    ],
    [
      'a time that the sources lack, of an event',
      related(['visit'], { missing: 'time', subjects: [asEntity('lee'), { kind: 'fact', id: factId('visit') }] }),
      "When: Lee's visit",
    ],
    [
      'at most three names',
      related(['visit'], { missing: 'time', subjects: ['lee', 'crew', 'guild', 'council'].map(asEntity) }),
      'When: Kim Lee, dam crew and Ferry Guild',
    ],
    ['a place that the sources lack', related(['visit'], { missing: 'place' }), "Where: Lee's visit"],
  ])('%s', (_what, answer, heading) => {
    expect(textOf(show([answer], dam)).split('\n')[0]).toBe(`### ${heading}`);
    expect(plain([answer], dam).split('\n')[0]).toBe(heading);
  });

  test('headline facts stand under the titles of their topics, each once', () => {
    const text = textOf(show([answered(['break', 'gate', 'visit'], { layout: 'topics' })], dam));
    expect(text).toMatch(/^### Test situation\n\*\*The dam\*\*\nThe dam broke.*\nThe crew.*\n\*\*Talks\*\*\nLee is/);
    expect(text.match(/\*\*/g)).toHaveLength(4);
  });

  test('a private answer that is shared has the same words in the channel', () => {
    for (const answer of [
      answered(['break'], { asked: 'when' }),
      answered(['break', 'dated'], { layout: 'list', dated: true, subjects: [asEntity('council')] }),
      answered(['visit'], { asked: 'who', profile: entity('lee') }),
      related(['visit', 'break'], { missing: 'time', subjects: [asEntity('lee')] }),
      related(['gate'], { otherDoer: true, subjects: [asEntity('guild')] }),
    ]) {
      const card = show([answer], dam);
      const id = encodeAction(
        buttonsOf(card).find(({ label }) => label === 'Share')?.action ?? { type: 'pins-choice' },
      );
      const action = decodeAction(id ?? '');
      const named = action?.type === 'share' ? readCodes(action, dam) : undefined;
      if (action?.type !== 'share' || named === undefined) throw new Error('no Share button');
      const posted = presentShared([{ action, named }], { knowledge: dam, mention: (n) => n, asOfMs: AS_OF_MS, owner });
      expect(textOf(posted)).toBe(textOf(card));
      expect(labels(posted)).toEqual(['Proof', 'Delete']);
    }
  });

  test('a misspelt name that was corrected is told', () => {
    const answer = answered(['visit'], { asked: 'who', profile: entity('lee'), corrected: ['Kim Lee'] });
    expect(textOf(show([answer], dam))).toMatch(/^### Who: Kim Lee\n-# Showing: Kim Lee\n/);
    expect(plain([answer], dam)).toMatch(/^Who: Kim Lee\nShowing: Kim Lee\n/);
  });
});

describe('marks and sources', () => {
  const source = { ...[...dam.sources.values()][0] };
  const cited = (over: Partial<KnowledgeBase['sources'] extends ReadonlyMap<infer _, infer S> ? S : never>) => ({
    ...dam,
    sources: new Map([...dam.sources].map(([id, each]) => [id, { ...each, ...over }])),
  });

  test('a sentence carries the paragraph, and the card ends in one line for the source and one for the day', () => {
    expect(textOf(show([answered(['break'])], dam))).toBe(
      `### Break of the dam\nThe dam broke on Sunday. [¶1]\n-# Source: Report (headline, author and date not given)\n-# Facts as of ${AS_OF}`,
    );
    expect(plain([answered(['break'])], dam)).toBe(
      'Break of the dam\nThe dam broke on Sunday. [¶1]\nSource: Report (headline, author and date not given)\nFacts as of 2023-11-14T22:13Z',
    );
  });

  test('the line of the source tells its day where that is known, else what is known of it', () => {
    const sourceLine = (published: string) =>
      plain([answered(['break'])], {
        ...dam,
        sources: new Map([...dam.sources].map(([id, source]) => [id, { ...source, label: 'Report', published }])),
      });
    expect(sourceLine('2024-12-19')).toContain('\nSource: Report, December 19, 2024 (');
    expect(sourceLine('2024-12')).toContain('\nSource: Report, 2024-12 (');
  });

  test('the source and the day stand below facts that fill the message all the same', () => {
    const long = { ...fact('break'), text: 'A long sentence. '.repeat(300) };
    const text = textOf(show([answered([], { facts: [long] })], dam));
    expect(text).toMatch(/…\n-# Source: Report \(.*\)\n-# Facts as of <t:\d+:f>$/);
  });

  test('what a label says is missing is not said twice', () => {
    const named = cited({ label: 'Article (headline not given)', author: 'Somebody', published: '2024-02-05' });
    expect(textOf(show([answered(['break'])], named))).toContain(
      '-# Source: Article, February 5, 2024 (headline not given)\n',
    );
  });

  test('marks lead to the passage of a source with an address, and the source’s line to its archived copy', () => {
    const linked = cited({ url: 'https://example.org/a', archiveUrl: 'https://archive.example/a' });
    const text = textOf(show([answered(['break'])], linked));
    expect(text).toContain('\\[[¶1](https://example.org/a#:~:text=a%20phrase)\\]');
    expect(text).toContain('Source: [Report](https://archive.example/a) (');
  });

  test('marks name several sources by number, and two quotes of one paragraph make one mark', () => {
    const [, other] = ['report', 'paper'];
    const paper = { ...source, id: other, label: 'Paper' } as never;
    const at = (id: string, paragraph: number, quote: string) =>
      ({ source: id, paragraph, sentence: 1, quote }) as never;
    const both = {
      ...fact('break'),
      citations: [at('paper', 3, 'one'), at('paper', 3, 'two'), at('report', 1, 'three')],
    };
    const knowledge = { ...dam, sources: new Map([...dam.sources, [other as never, paper]]) };
    const text = textOf(show([answered([], { facts: [both] })], knowledge));
    expect(text).toContain('The dam broke on Sunday. [1 ¶3] [2 ¶1]\n');
    expect(text).toMatch(/-# \[1\] Paper \(.*\)\n-# \[2\] Report \(/);
  });

  test('Proof holds quote, paragraph and sentence, the source, the version, since when a fact is held, and its last changes', () => {
    const was = { id: factId('break'), status: 'reported' } as const;
    const proof = presentProof([fact('break')], [entity('lee')], {
      knowledge: dam,
      page: 0,
      turnTo: () => ({ type: 'pins', page: 0 }),
      asOfMs: AS_OF_MS,
      periods: new Map([
        [
          factId('break'),
          [
            {
              ...was,
              text: 'The dam broke.',
              status: 'alleged',
              sinceMs: 1_600_000_000_000,
              untilMs: 1_650_000_000_000,
            },
            { ...was, text: 'The dam broke on Sunday.', sinceMs: 1_650_000_000_000, untilMs: 1_660_000_000_000 },
            { ...was, text: 'The dam broke on Sunday.', sinceMs: 1_670_000_000_000, untilMs: null },
          ],
        ],
      ]),
    });
    expect(textOf(proof)).toBe(
      [
        '**Kim Lee: Engineer**\n- Report, paragraph 1, sentence 1: “a phrase”',
        '**The dam broke on Sunday.**\n-# Held since <t:1600000000:f>\n-# <t:1670000000:f> held again\n-# <t:1660000000:f> no longer held\n-# <t:1650000000:f> status: reported; before: alleged\n- Report, paragraph 1, sentence 1: “a phrase”',
        '-# Report. Headline: not given. Publisher: not given. Author: not given. Published: not given. Link: not given.',
        `-# Version 000000000000 of the facts · Facts as of ${AS_OF}`,
      ].join('\n'),
    );
  });
});

describe('nothing is said twice', () => {
  const noted = (draft: FactDraft, more: Part<'answered'> = {}) => {
    const knowledge = situation({
      entities: [
        { id: 'council', kind: 'organisation', name: 'River Council' },
        { id: 'lee', kind: 'person', name: 'Kim Lee' },
      ],
      facts: [draft],
    });
    return textOf(show([answered([], { facts: knowledge.facts, ...more })], knowledge));
  };

  test.each<[string, Omit<FactDraft, 'id'>, string | null]>([
    ['a sentence that says who tells it', { text: 'Lee said that the dam held.', saidBy: ['lee'] }, null],
    [
      'a party’s word about itself',
      { text: 'The River Council broke no rule.', saidBy: ['council'] },
      'Said by River Council',
    ],
    [
      'a word of the name that is only a word',
      { text: 'A council said it rained.', saidBy: ['council'] },
      'Said by River Council',
    ],
    ['what nobody has confirmed', { text: 'The gate was left open.', status: 'unconfirmed' }, 'Unconfirmed'],
    [
      'what the sentence calls unconfirmed itself',
      { text: 'An unconfirmed report says that the gate was open.', status: 'unconfirmed' },
      null,
    ],
    [
      'who passed the words on',
      { text: 'Lee said that the dam held.', saidBy: ['lee'], via: [entityId('council')] },
      'Passed on by River Council',
    ],
    [
      'the limit of a number that the sentence leaves out',
      { text: 'Homes were flooded.', numbers: [{ value: 3000, of: 'flooded homes', bound: 'at least' }] },
      'At least 3,000 (flooded homes)',
    ],
    [
      'a limit that the sentence tells',
      { text: 'More than 3,000 homes were flooded.', numbers: [{ value: 3000, of: 'homes', bound: 'at least' }] },
      null,
    ],
    [
      'a range',
      { text: 'The repair takes days.', numbers: [{ value: 3, to: 5, of: 'the repair', unit: 'days' }] },
      'Three to five days (the repair)',
    ],
    ['a time in the sentence', { text: 'The dam broke on Sunday.', time: 'Sunday' }, null],
    ['a time beside it', { text: 'The dam broke.', time: 'Sunday' }, 'When, as the source gives it: Sunday'],
    ['an allegation that says so', { text: 'The gate was allegedly left open.', status: 'alleged' }, null],
    ['an allegation that does not', { text: 'The gate was left open.', status: 'alleged' }, 'Alleged'],
    [
      'a dispute that does not',
      { text: 'The gate was left open.', status: 'disputed', statusNote: 'Lee denies it.' },
      'Disputed · Lee denies it.',
    ],
  ])('%s', (_what, draft, note) => {
    const small = noted({ id: 'f', ...draft })
      .split('\n')
      .filter((line) => line.startsWith('-# '));
    expect(small).toEqual([
      ...(note === null ? [] : [`-# ${note}`]),
      '-# Source: Report (headline, author and date not given)',
      `-# Facts as of ${AS_OF}`,
    ]);
  });

  test('asked when, a sentence that tells the time stands alone', () => {
    expect(noted({ id: 'f', text: 'The dam broke on Sunday.', time: 'Sunday' }, { asked: 'when' })).not.toContain(
      'When, as',
    );
  });

  test('a role and the fact that says the same are one; a role that no fact says stays', () => {
    const guild = textOf(show([answered(['guild-is'], { asked: 'who', profile: entity('guild') })], dam));
    expect(guild).toMatch(
      /^### Who: Ferry Guild\nThe Ferry Guild is a guild of ferrymen that the council supports\. \[¶1\]\n/,
    );
    const lee = textOf(show([answered(['visit'], { asked: 'who', profile: entity('lee') })], dam));
    expect(lee).toMatch(/^### Who: Kim Lee\nEngineer \[¶1\]\nLee is going to the dam\. \[¶1\]\n/);
  });

  test('a retracted fact is struck, with the reason, under Proof too', () => {
    const draft = { id: 'f', text: 'The dam broke.', status: 'retracted', statusNote: 'It was taken back.' } as const;
    expect(noted(draft)).toContain('~~The dam broke.~~ [¶1]\n-# Retracted · It was taken back.');
    const knowledge = situation({ facts: [draft] });
    const proof = presentProof(knowledge.facts, [], { knowledge, page: 0, turnTo: () => ({ type: 'pins', page: 0 }) });
    expect(textOf(proof)).toContain('~~**The dam broke.**~~\n-# Retracted · It was taken back.');
  });

  test('asked for the latest, each fact has its day, or that the source gives none', () => {
    const answer = answered(['break', 'visit', 'dated'], { layout: 'list', dated: true });
    for (const text of [textOf(show([answer], dam)), plain([answer], dam)]) {
      expect(text).toMatch(/The dam broke on Sunday\. \[¶1\]\n(?:-# )?Sunday: date not given/);
      expect(text).toMatch(/Lee is going to the dam\. \[¶1\]\n(?:-# )?Day not given/);
      expect(text).toMatch(/The talks began\. \[¶1\]\n(?:-# )?May 2: year not given/);
    }
  });
});

describe('the closest facts', () => {
  test('the first is shown whole, the others are buttons with their labels; plain text lists the labels', () => {
    const answer = related(['pressure', 'visit', 'gate']);
    const card = show([answer], dam);
    expect(card.rows.map((row) => row.map(({ label }) => label))).toEqual([
      ["Lee's visit", 'Who allegedly left the gate open'],
      ['Share', 'Proof'],
    ]);
    expect(textOf(card)).not.toContain('Lee is going');
    expect(plain([answer], dam)).toContain("Also near:\n- Lee's visit\n- Who allegedly left the gate open\n");
  });

  test('a closest fact that is pressed is shown', async () => {
    const services = servicesOf(dam);
    const card = show([related(['pressure', 'visit'])], dam);
    const action = buttonsOf(card)[0]?.action;
    if (action === undefined) throw new Error('no button');
    const reply = await press({ action, actor: someone(), onPrivateMessage: true }, services);
    expect(textOf(cardOf(reply))).toContain('Lee is going to the dam.');
  });

  test.each([
    ['time', 'visit', 'The sources do not say when.'],
    ['time', 'break', 'The sources do not give that time.'],
    ['place', 'visit', 'The sources do not say where.'],
    ['number', 'visit', 'The sources do not say how many.'],
    ['reason', 'visit', 'The sources do not say why.'],
    ['actor', 'visit', 'The sources do not say who.'],
    ['manner', 'visit', 'The sources do not say how.'],
  ] as const)('where the %s of %s is not given, a line says so before the fact', (missing, id, line) => {
    const answer = related([id], { missing });
    expect(textOf(show([answer], dam)).split('\n')[1]).toBe(`**${line}**`);
    expect(plain([answer], dam).split('\n')[1]).toBe(line);
  });

  test('of somebody who is not the doer it says first that the sources do not say that they did it', () => {
    const answer = related(['gate'], { otherDoer: true, subjects: [asEntity('guild'), asEntity('crew')] });
    expect(plain([answer], dam)).toMatch(
      /^Closest: who allegedly left the gate open\nThe sources do not say that Ferry Guild did it\.\nWhat they do say:\nThe crew allegedly/,
    );
    expect(textOf(show([answer], dam))).toContain('**The sources do not say that Ferry Guild did it.**');
  });

  test.each([
    ['a stranger to the fact beside somebody whom it concerns', ['guild', 'lee'], 'Ferry Guild'],
    ['somebody whom it concerns beside its doer', ['lee', 'crew'], 'Kim Lee'],
    ['two strangers', ['guild', 'council', 'crew'], 'Ferry Guild or River Council'],
  ])('of %s the right one is named', (_what, ids, name) => {
    const answer = related(['seen'], { otherDoer: true, subjects: ids.map(asEntity) });
    expect(plain([answer], dam)).toContain(`The sources do not say that ${name} did it.\n`);
  });

  test('where the doer was not recognised, nobody is named', () => {
    expect(plain([related(['gate'], { otherDoer: true })], dam)).toContain(
      'The sources do not say that they did it.\n',
    );
  });
});

describe('no fact, and which one', () => {
  const choice = (id: string, detail: string) => ({ subject: asEntity(id), label: entity(id).name, detail });

  test.each([
    ['number', 'The sources say three.'],
    ['day', 'The sources say Sunday.'],
    ['place', 'The sources say Northford.'],
  ] as const)('where a claim differs in the %s, what the sources say of it stands first', (differing, line) => {
    const knowledge = situation({
      entities: [{ id: 'northford', kind: 'place', name: 'Northford' }],
      facts: [
        {
          id: 'f',
          text: 'Three gates broke on Sunday in Northford.',
          label: 'Broken gates',
          time: 'Sunday',
          numbers: [{ value: 3, of: 'gates' }],
          places: ['northford'],
        },
      ],
    });
    const answer = related([], { facts: knowledge.facts, differing });
    expect(textOf(show([answer], knowledge))).toContain(`Closest: broken gates\n**${line}**\nThree gates`);
  });

  test('with nothing near it says so, shows no fact, and gives two ways on', () => {
    const answer: Answer = { ...common, kind: 'unknown', nearest: [] };
    const card = show([answer], dam);
    expect(textOf(card)).toBe(
      '**I have no fact on that.**\nTry other words, or a name: /who.\nSee what is held: /facts lists it, /brief sums it up.',
    );
    expect(labels(card)).toEqual(['What is held', 'State of play']);
    expect(plain([answer], dam)).toBe(textOf(card).replaceAll('**', ''));
  });

  test('a name that /who did not find is not sent to /who again', () => {
    const text = textOf(show([{ ...common, via: 'who', kind: 'unknown', nearest: [] }], dam));
    expect(text).toContain('Try another spelling of the name, or ask in your own words: /ask.');
    expect(text).not.toContain('/who');
  });

  test('near subjects are offered, and the state of play', () => {
    const card = show([{ ...common, kind: 'unknown', nearest: [choice('lee', 'Engineer')], subjects: [] }], dam);
    expect(textOf(card)).toContain('There are facts on:\n- Kim Lee – Engineer\nOr see the state of play: /brief.');
    expect(labels(card)).toEqual(['Kim Lee', 'State of play']);
  });

  test.each(['What is held', 'State of play'])('the way on %s works', async (label) => {
    const action = buttonsOf(show([{ ...common, kind: 'unknown', nearest: [] }], dam)).find(
      (b) => b.label === label,
    )?.action;
    if (action === undefined) throw new Error('no button');
    const reply = await press({ action, actor: someone(), onPrivateMessage: true }, servicesOf(dam));
    expect(textOf(cardOf(reply))).toContain('dam');
  });

  test('of two subjects it asks which one, with a button for each', () => {
    const answer: Answer = { ...common, kind: 'choose', choices: [choice('lee', 'Engineer'), choice('guild', '')] };
    const card = show([answer], dam);
    expect(textOf(card)).toBe('**Which one?**\n- Kim Lee – Engineer\n- Ferry Guild');
    expect(labels(card)).toEqual(['Kim Lee', 'Ferry Guild']);
  });
});

describe('an answer about Sitrep itself', () => {
  const withExamples = { ...dam, examples: ['/who lee'] };

  test.each(['greeting', 'thanks', 'help', 'bot'] as const)('%s: a short answer and three things to try', (theme) => {
    const card = show([about(theme)], withExamples);
    expect(card.kind).toBe('about');
    expect(labels(card)).toEqual([]);
    const [, tried = ''] = textOf(card).split('Three things to try:\n');
    expect(tried.split('\n')).toEqual(['- /who lee', '- /brief', '- /facts']);
    expect(plain([about(theme)], withExamples)).toContain('Three things to try:\n- /who lee\n- /brief\n- /facts');
  });

  test.each(['greeting', 'help'] as const)('%s names the other situations, and how to ask about them', (theme) => {
    const otherTitles = ['Harbour *fire*', ...Array.from({ length: 9 }, (_, at) => `Flood ${at}`)];
    const text = textOf(show([about(theme)], withExamples, { otherTitles }));
    expect(text).toContain(
      'There are also facts on: Harbour \\*fire\\*; Flood 0; Flood 1; Flood 2; Flood 3; 5 more. To ask about them, add the option “in” to a command, such as /facts.',
    );
    expect(textOf(show([about(theme)], withExamples))).not.toContain('There are also');
  });

  test('sources: publisher, author, day, how reliable, and when the facts are of', () => {
    for (const text of [textOf(show([about('sources')], dam)), plain([about('sources')], dam)]) {
      for (const detail of ['Headline', 'Publisher', 'Author', 'Published'])
        expect(text).toContain(`- ${detail}: not given`);
      expect(text).toContain('How reliable is this');
      expect(text).toContain('“Alleged”: the source gives it as an allegation.');
      expect(text).toContain('Facts as of ');
    }
  });

  test.each([
    ['de', null, 'Englisch'],
    ['fr', null, 'anglais'],
    ['es', null, 'inglés'],
    ['pt', null, 'inglês'],
    ['it', null, 'inglese'],
    ['nl', null, 'Engels'],
    ['pl', null, 'angielsku'],
    ['ru', null, 'английском'],
    ['uk', null, 'англійською'],
    ['tr', null, 'İngilizce'],
    ['ja', null, '英語'],
    ['ko', null, '영어'],
    [null, 'pt-BR', 'inglês'],
    ['xx', 'de', 'Englisch'],
    [null, null, 'I understand questions in English only so far.'],
  ])(
    'words in %s (asker’s Discord in %s) are answered with %s, in English too, and the names that work',
    (language, locale, word) => {
      const answer = about('language', { language, subjects: [asEntity('lee')] });
      const card = show([answer], dam, { locale });
      expect(textOf(card)).toContain(word);
      expect(textOf(card)).toContain('I understand questions in English only so far. Names work: Kim Lee');
      expect(labels(card)).toEqual(['Kim Lee']);
      expect(plainText([answer], dam, AS_OF_MS, locale)).toBe(textOf(card));
    },
  );
});

describe('several answers to one message', () => {
  const three: Answers = [
    answered(['visit'], { asked: 'who', profile: entity('lee') }),
    answered(['break'], { asked: 'when' }),
    { ...common, kind: 'unknown', nearest: [] },
  ];

  test('each stands under its heading, with the sources once, and each can be shared', () => {
    const card = show(three, dam);
    expect(card.kind).toBe('answered');
    const text = textOf(card);
    expect(text).toMatch(
      /^### Who: Kim Lee\n[\s\S]*### When: break of the dam\n[\s\S]*\*\*I have no fact on that\.\*\*/,
    );
    expect(text.match(/Source:/g)).toHaveLength(1);
    expect(labels(card)).toEqual([
      'What is held',
      'State of play',
      'Share “Who: Kim Lee”',
      'Share “When: break of the dam”',
      'Proof',
    ]);
    const proof = buttonsOf(card).find(({ label }) => label === 'Proof')?.action;
    expect(proof?.type === 'proof' && readCodes(proof, dam)).toMatchObject({
      facts: [{ id: 'visit' }, { id: 'break' }],
      profiles: [{ id: 'lee' }],
    });
  });

  test('Proof names as many facts as its state holds', () => {
    const knowledge = situation({
      entities: ['a', 'b', 'c'].map((id) => ({ id, kind: 'group' as const, name: id, roles: ['Role'] })),
      facts: Array.from({ length: 9 }, (_, i) => ({ id: `f${i}`, text: `Fact ${i}.` })),
    });
    const [a, b, c] = [...knowledge.entities.values()].map((profile, i) =>
      answered([], { profile, facts: knowledge.facts.slice(3 * i, 3 * i + 3) }),
    );
    const card = show([a as Answer, b as Answer, c as Answer], knowledge);
    const proof = buttonsOf(card).find(({ label }) => label === 'Proof')?.action;
    const named = proof?.type === 'proof' ? readCodes(proof, knowledge) : undefined;
    expect(named?.profiles.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(named?.facts.map(({ id }) => id)).toEqual(knowledge.facts.slice(0, 8).map(({ id }) => id));
  });

  test('a question asked twice is answered once, and two refusals are one', () => {
    const [who, when, nothing] = three;
    const twice: Answers = [
      who,
      nothing as Answer,
      who,
      when as Answer,
      { ...common, asked: 'where', kind: 'unknown', nearest: [] },
    ];
    const once: Answers = [who, nothing as Answer, when as Answer];
    expect(show(twice, dam)).toEqual(show(once, dam));
    expect(plain(twice, dam)).toBe(plain(once, dam));
  });

  test('plain text says the same in the same order', () => {
    expect(plain(three, dam)).toMatch(
      /^Who: Kim Lee\nEngineer \[¶1\]\nLee is .*\nWhen: break of the dam\nThe dam broke .*\nI have no fact on that\./,
    );
  });

  test('a long list beside another answer says how many more facts there are', () => {
    const list = answered(['break', 'visit', 'gate', 'pressure', 'dated'], { layout: 'list' });
    expect(textOf(show([list, three[1] as Answer], dam))).toContain('-# And 2 more facts.');
  });
});

describe('no words are lost between Discord and the command line', () => {
  test('each fact on a page of a card stands in the plain text, and each fact of the plain text on a page', () => {
    const knowledge = situation({
      facts: Array.from({ length: 12 }, (_, i) => ({ id: `f${i}`, text: `Fact number ${i}.` })),
    });
    const answers: Answers = [answered([], { asked: 'list', layout: 'list', facts: knowledge.facts })];
    const whole = plain(answers, knowledge);
    const cards = [0, 1, 2].map((page) => textOf(show(answers, knowledge, { page })));
    for (const { text } of knowledge.facts) {
      expect(whole).toContain(text);
      expect(cards.filter((card) => card.includes(text))).toHaveLength(1);
    }
    expect(labels(show(answers, knowledge, { page: 1 }))).toEqual(['Share', 'Proof', 'Previous', 'Next']);
  });
});

describe('pages of an answer to a question too long for a button', () => {
  const knowledge = situation({
    entities: [{ id: 'council', kind: 'organisation', name: 'River Council', roles: ['Flood authority'] }],
    facts: Array.from({ length: 12 }, (_, i) => ({
      id: `f${i}`,
      text: `The council met ${i} times.`,
      about: ['council'],
      time: `day ${i}`,
    })),
  });
  const [profile = null] = knowledge.entities.values();
  const answer = answered([], { asked: 'when', layout: 'list', facts: knowledge.facts, profile });

  test('a list of more facts than a button can name says that these are the first, and each page keeps profile and times', async () => {
    const first = show([answer], knowledge, { via: 'who', of: { by: 'text', text: 'long '.repeat(40) } });
    expect(textOf(first)).toContain('Facts 1 to 5 of the first 8');
    const action = buttonsOf(first).find(({ label }) => label === 'Next')?.action;
    if (action?.type !== 'page') throw new Error('no next page');
    const id = encodeAction(action);
    expect(id && decodeAction(id)).toEqual(action);
    const second = cardOf(await press({ action, actor: someone(), onPrivateMessage: true }, servicesOf(knowledge)));
    expect(textOf(second)).toMatch(/^### When: River Council\nFlood authority/);
    expect(textOf(second)).toContain('When, as the source gives it: day 7');
    expect(textOf(second)).toContain('Facts 6 to 8 of the first 8');
  });
});

describe('buttons of earlier versions', () => {
  const code = (id: string) => codesOf(dam).encode({ kind: 'fact', id: factId(id) });

  test.each([
    [`1.sh.r.time..${code('visit')}`, /^### When: Lee's visit\n\*\*The sources do not say when\.\*\*\nLee is/],
    [`1.sh.w...${code('break')}`, /^### When: break of the dam\nThe dam broke/],
    [`1.sh.l+...${code('break')}${code('gate')}`, /^### The dam\n[\s\S]*Part of a longer list\.$/],
  ])('%s still posts its facts', async (id, text) => {
    const action = decodeAction(id);
    if (action === undefined) throw new Error('not understood');
    const reply = await press({ action, actor: someone(), onPrivateMessage: true }, servicesOf(dam));
    expect(reply.do === 'share' && textOf(reply.posted)).toMatch(text);
  });
});
