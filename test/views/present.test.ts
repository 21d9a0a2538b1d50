import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { press } from '../../src/discord/buttons.ts';
import type { Answer } from '../../src/model/answer.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import { createSitrep } from '../../src/sitrep.ts';
import type { Card } from '../../src/views/card.ts';
import { codesOf } from '../../src/views/codes.ts';
import { decodeAction, encodeAction, type PageOf } from '../../src/views/custom-id.ts';
import { plainText } from '../../src/views/plain-text.ts';
import { present, presentShared } from '../../src/views/present.ts';
import { presentProof } from '../../src/views/present-proof.ts';
import { anyAnswer, anyKnowledge, anyText } from '../discord/hostile.ts';
import { someone } from '../discord/people.ts';
import { refusals } from '../discord/refusals.ts';
import { type FactDraft, situation } from '../situation.ts';

const anyPageOf: fc.Arbitrary<PageOf> = fc.oneof(
  fc.constant({ by: 'nothing' } as const),
  fc.record({ by: fc.constant('text' as const), text: anyText }),
  fc.record({ by: fc.constant('subject' as const), code: fc.constant('abcdefgh') }),
);
const scene = anyKnowledge.chain((knowledge) =>
  fc.record({ knowledge: fc.constant(knowledge), answer: anyAnswer(knowledge), of: anyPageOf, page: fc.nat(5) }),
);
const owner = { salt: 's'.repeat(12), mark: 'm'.repeat(22) };

describe('for any answer whatsoever no limit of Discord is exceeded', () => {
  test.each(['asker', 'channel'] as const)('shown to the %s', (to) => {
    fc.assert(
      fc.property(scene, ({ knowledge, answer, of, page }) => {
        const codes = codesOf(knowledge);
        const showing = to === 'asker' ? { to } : { to, owner };
        const card = present(answer, { knowledge, codes, showing, via: answer.via, of, page });
        expect(refusals(card)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shared, as the Share button of any card says', () => {
    let shared = 0;
    fc.assert(
      fc.property(scene, ({ knowledge, answer, of, page }) => {
        const codes = codesOf(knowledge);
        const card = present(answer, { knowledge, codes, showing: { to: 'asker' }, via: answer.via, of, page });
        const action = card.rows.flat().find((button) => button.action.type === 'share')?.action;
        if (action?.type !== 'share') return;
        shared += 1;
        const facts = knowledge.facts.filter(({ id }) => action.facts.includes(codes.encode({ kind: 'fact', id })));
        const profile = 'profile' in answer ? answer.profile : null;
        expect(refusals(presentShared(facts, profile, action, { knowledge, codes, owner }))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(shared).toBeGreaterThan(50);
  });

  test('its proof, on every page', () => {
    fc.assert(
      fc.property(anyKnowledge, fc.nat(9), ({ facts, ...rest }, page) => {
        const knowledge = { ...rest, facts };
        const [profile] = knowledge.entities.values();
        const codes = { profile: 'abcdefgh', facts: facts.slice(0, 5).map(() => 'abcdefgh') };
        const turnTo = (to: number) => ({ type: 'proof-page', page: to, ...codes }) as const;
        expect(refusals(presentProof(facts.slice(0, 5), profile ?? null, knowledge, page, turnTo))).toEqual([]);
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
          sitrep: createSitrep(knowledge),
          codes: codesOf(knowledge),
          ownerMarks: { make: () => owner, belongsTo: () => false },
          answersTo: 'asker' as const,
          pins: undefined,
          mention: (mentioned: string) => `</${mentioned}:123456789012345678>`,
        };
        const input = { sub: null, options: new Map(), actor: someone() };
        const reply = await command.run(input, services);
        expect(reply.do === 'say' && refusals(reply.card)).toEqual([]);
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

describe('no words are lost between Discord and the command line', () => {
  test('each fact on a page of a card stands in the plain text, and each fact of the plain text on a page', () => {
    const knowledge = situation({
      facts: Array.from({ length: 12 }, (_, i) => ({ id: `f${i}`, text: `Fact number ${i}.` })),
    });
    const answer: Answer = {
      kind: 'answered',
      via: 'facts',
      asked: 'list',
      confidence: 1,
      evidence: [],
      corrected: [],
      subjects: [],
      dated: false,
      facts: knowledge.facts,
      profile: null,
      layout: 'list',
    };
    const plain = plainText(answer, knowledge);
    const cards = [0, 1, 2].map((page) => words(cardOf(answer, knowledge, { by: 'nothing' }, page)));
    for (const fact of knowledge.facts) {
      expect(plain).toContain(fact.text);
      expect(cards.filter((text) => text.includes(fact.text))).toHaveLength(1);
    }
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
  const answer: Answer = {
    kind: 'answered',
    via: 'who',
    asked: 'when',
    confidence: 1,
    evidence: [],
    corrected: [],
    subjects: [],
    dated: false,
    facts: knowledge.facts,
    profile,
    layout: 'list',
  };

  test('GIVEN more facts than a button can name THEN the list says that these are the first, and each page keeps profile and times', () => {
    const first = cardOf(answer, knowledge, { by: 'text', text: 'long '.repeat(40) }, 0);
    expect(words(first)).toContain('Facts 1 to 5 of the first 8');
    const action = first.rows.flat().find((button) => button.label === 'Next')?.action;
    if (action?.type !== 'page') throw new Error('no next page');
    const id = encodeAction(action);
    expect(id && decodeAction(id)).toEqual(action);
    const services = {
      sitrep: createSitrep(knowledge),
      codes: codesOf(knowledge),
      ownerMarks: { make: () => owner, belongsTo: () => false },
      answersTo: 'asker' as const,
      pins: undefined,
      mention: (name: string) => name,
    };
    const actor = someone();
    const reply = press({ action, actor, onPrivateMessage: true }, services);
    if (reply.do !== 'update') throw new Error('the page did not turn');
    expect(words(reply.card)).toMatch(/^\*\*River Council\*\* – Flood authority/);
    expect(words(reply.card)).toContain('When, as the source gives it: day 7');
    expect(words(reply.card)).toContain('Facts 6 to 8 of the first 8');
  });
});

describe('what stands beside a fact', () => {
  const draft = {
    entities: [
      { id: 'council', kind: 'organisation' as const, name: 'River Council' },
      { id: 'lee', kind: 'person' as const, name: 'Kim Lee' },
    ],
  };
  const textOf = (fact: FactDraft) => {
    const knowledge = situation({ ...draft, facts: [fact] });
    const facts = knowledge.facts;
    const common = {
      via: 'ask',
      asked: 'what',
      confidence: 1,
      evidence: [],
      corrected: [],
      subjects: [],
      dated: false,
      profile: null,
    } as const;
    return words(cardOf({ ...common, kind: 'answered', layout: 'point', facts }, knowledge, { by: 'nothing' }, 0));
  };

  test.each([
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
    ['a time in the sentence', { text: 'The dam broke on Sunday.', time: 'Sunday' }, null],
    ['a time beside it', { text: 'The dam broke.', time: 'Sunday' }, 'When, as the source gives it: Sunday'],
    ['an allegation', { text: 'The gate was allegedly left open.', status: 'alleged' as const }, 'Alleged'],
  ])('%s', (_what, fact, note) => {
    const text = textOf({ id: 'f', ...fact });
    if (note === null) expect(text).not.toMatch(/Said by|When, as/);
    else expect(text).toContain(`-# ${note}`);
  });

  test('GIVEN a retracted fact THEN it is struck, with the reason, under Proof too', () => {
    const fact = {
      id: 'f',
      text: 'The dam broke.',
      status: 'retracted',
      statusNote: 'The authority took it back.',
    } as const;
    expect(textOf(fact)).toContain('~~The dam broke.~~ [1]\n-# Retracted · The authority took it back.');
    const knowledge = situation({ facts: [fact] });
    const proof = presentProof(knowledge.facts, null, knowledge, 0, () => ({ type: 'pins', page: 0 }));
    expect(words(proof)).toContain('~~**The dam broke.**~~\n-# Retracted · The authority took it back.');
  });
});

function cardOf(answer: Answer, knowledge: KnowledgeBase, of: PageOf, page: number): Card {
  const codes = codesOf(knowledge);
  return present(answer, { knowledge, codes, showing: { to: 'asker' }, via: answer.via, of, page });
}

function words(card: Card): string {
  return card.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
