import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Card } from '../../src/discord/card.ts';
import { createCodes } from '../../src/discord/codes.ts';
import { toComponents } from '../../src/discord/components.ts';
import type { PageOf } from '../../src/discord/custom-id.ts';
import { plainText } from '../../src/discord/plain-text.ts';
import { present, presentShared } from '../../src/discord/present.ts';
import { presentProof } from '../../src/discord/present-proof.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { anyAnswer, anyKnowledge, anyText } from './hostile.ts';

/** Everything about a message that Discord would refuse, by Discord's own numbers (not by the bot's limits.ts). */
function refusals(card: Card): string[] {
  const problems: string[] = [];
  let components = 0;
  let chars = 0;
  let bytes = 0;
  const ids = new Set<string>();
  const visit = (component: Record<string, unknown>): void => {
    components += 1;
    if (component.type === ComponentType.TextDisplay) {
      const content = String(component.content);
      if (content.trim() === '') problems.push('an empty text');
      chars += [...content].length;
      bytes += Buffer.byteLength(content) + 12;
    }
    if (component.type === ComponentType.ActionRow) {
      const buttons = component.components as unknown[];
      if (buttons.length < 1 || buttons.length > 5) problems.push(`${buttons.length} buttons in a row`);
    }
    if (component.type === ComponentType.Button) {
      const label = String(component.label);
      if (label.trim() === '' || [...label].length > 80) problems.push(`a label of ${label.length}`);
      const id = String(component.custom_id);
      if (id.length < 1 || id.length > 100) problems.push(`a custom_id of ${id.length}`);
      if (ids.has(id)) problems.push(`custom_id twice: ${id}`);
      ids.add(id);
    }
    for (const inner of (component.components as Record<string, unknown>[] | undefined) ?? []) visit(inner);
  };
  for (const top of toComponents(card)) visit(top as unknown as Record<string, unknown>);
  if (components > 40) problems.push(`${components} components`);
  if (chars < 1 || chars > 4000) problems.push(`${chars} characters`);
  if (bytes > 10_170) problems.push(`${bytes} bytes`);
  return problems;
}

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
        const codes = createCodes(knowledge);
        const showing = to === 'asker' ? { to } : { to, owner };
        const card = present(answer, { knowledge, codes, showing, via: answer.via, of, page });
        expect(refusals(card)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shared', () => {
    fc.assert(
      fc.property(scene, ({ knowledge, answer }) => {
        const facts = 'facts' in answer ? answer.facts.slice(0, 5) : knowledge.facts.slice(0, 1);
        const profile = 'profile' in answer ? answer.profile : null;
        const action = { type: 'share', shape: 'list', part: true, missing: '', profile: '', facts: [] } as const;
        const card = presentShared(facts, profile, action, { knowledge, codes: createCodes(knowledge), owner });
        expect(refusals(card)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('its proof, on every page', () => {
    fc.assert(
      fc.property(anyKnowledge, fc.nat(9), ({ facts, ...rest }, page) => {
        const knowledge = { ...rest, facts };
        const [profile] = knowledge.entities.values();
        const codes = { profile: 'abcdefgh', facts: facts.slice(0, 5).map(() => 'abcdefgh') };
        expect(refusals(presentProof(facts.slice(0, 5), profile ?? null, knowledge, page, codes))).toEqual([]);
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
          codes: createCodes(knowledge),
          ownerMarks: { make: () => owner, belongsTo: () => false },
          answersTo: 'asker' as const,
          mention: (mentioned: string) => `</${mentioned}:123456789012345678>`,
        };
        const input = { options: new Map(), actor: { userId: '1', permissions: null, inThread: false } };
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
  test('each fact that a card shows whole stands in the plain text', () => {
    fc.assert(
      fc.property(scene, ({ knowledge, answer }) => {
        const plain = plainText(answer, knowledge);
        for (const fact of 'facts' in answer ? answer.facts : []) expect(plain).toContain(fact.text);
      }),
      { numRuns: 100 },
    );
  });
});
