import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pin } from '../../src/pins/pin.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { present } from '../../src/views/present.ts';
import { presentBrief } from '../../src/views/present-brief.ts';
import { fits, presentCorrected, presentPin } from '../../src/views/present-pin.ts';
import { codesOf } from '../../src/views/subject-codes.ts';
import { pinOf } from '../discord/fake-pins.ts';
import { anyAnswers, anyKnowledge, anyText } from '../discord/hostile.ts';
import { refusals } from '../discord/refusals.ts';
import { AS_OF_MS as AT_MS, owner } from '../discord/services.ts';
import { flood } from '../flood.ts';
import { buttonsOf, textOf } from './card-text.ts';

const sitrep = createSitrep(flood);

const withContent = (pin: Pin, content: Partial<Pin['content']>): Pin => ({
  ...pin,
  content: { ...pin.content, ...content },
});

describe('a living pin as a message', () => {
  const pin = pinOf(
    sitrep,
    flood.facts.slice(0, 3).map(({ id }) => id),
  );

  test('struck facts keep their words and say why; what changed is dated; the note names whose it is', () => {
    const [first] = pin.content.facts;
    if (first === undefined) throw new Error('no fact');
    const card = presentPin(
      withContent(pin, {
        facts: [{ ...first, struck: 'the gauge was broken' }],
        changes: [{ atMs: AT_MS, text: 'Retracted: Start of the flood' }],
        note: { text: 'Stay away\r\u2028from \u202e@everyone', by: '42' },
      }),
      flood,
    );
    const words = textOf(card);
    expect(words).toContain(`~~${first.fact.text}~~ [¶1]\n-# Retracted: the gauge was broken`);
    expect(words).toContain('- <t:1700000000:f> Retracted: Start of the flood');
    expect(words.indexOf('What changed')).toBeLessThan(words.indexOf(first.fact.text));
    expect(words).toContain('**Moderator’s note**, <@42>: Stay away from @\u200beveryone');
    expect(words).toMatch(/-# Source: Report \(headline, author and date not given\)\n-# Facts as of <t:\d+:f>$/);
  });

  test('the reason of a retraction is told once', () => {
    const [first] = pin.content.facts;
    if (first === undefined) throw new Error('no fact');
    const changes = [{ atMs: AT_MS, text: 'Retracted: Start of the flood (the gauge was broken)' }];
    const words = textOf(
      presentPin(withContent(pin, { facts: [{ ...first, struck: 'the gauge was broken' }], changes }), flood),
    );
    expect(words).toContain(`~~${first.fact.text}~~ [¶1]\n-# Retracted\n`);
    expect(words.match(/the gauge was broken/g)).toHaveLength(1);
  });

  test('a struck fact that does not fit is named as retracted', () => {
    const [first] = pin.content.facts;
    if (first === undefined) throw new Error('no fact');
    const facts = Array.from({ length: 25 }, (_, i) => ({
      fact: { ...first.fact, label: `Label ${i}`, text: `Fact ${i} ${'is long '.repeat(40)}and ends here.` },
      struck: i === 12 ? 'nobody saw it' : null,
    }));
    expect(textOf(presentPin(withContent(pin, { facts }), flood))).toContain('Label 12 (retracted) · Label 13 ·');
  });

  test('a review that waits is said in words, and has a button', () => {
    const labels = (content: Partial<Pin['content']>) =>
      buttonsOf(presentPin(withContent(pin, content), flood)).map(({ label }) => label);
    expect(labels({ review: null })).toEqual(['Proof']);
    expect(labels({ review: 'x' })).toEqual(['Proof', 'Review']);
    expect(textOf(presentPin(withContent(pin, { review: 'x' }), flood))).toContain('have changed');
  });

  test('a review that waits is said once: beside the sentence, or below all where no sentence is meant', () => {
    const facts = pin.content.facts.map(({ fact }, i) => ({
      fact: i === 0 ? { ...fact, status: 'disputed' as const } : fact,
      struck: null,
    }));
    const words = textOf(presentPin(withContent(pin, { review: 'x', facts }), flood));
    expect(words).toContain('Being reviewed: the facts have changed');
    expect(words).not.toContain('Moderators can review');
    const struck = facts.map((each, i) => ({ ...each, struck: i === 0 ? 'nobody saw it' : null }));
    const below = textOf(presentPin(withContent(pin, { review: 'x', facts: struck }), flood));
    expect(below).toContain('Moderators can review');
    expect(below).not.toContain('Being reviewed');
  });

  test('a pin that was unpinned says since when it is no longer kept up to date, and keeps Proof', () => {
    const card = presentPin(withContent(pin, { endedAtMs: AT_MS }), flood);
    expect(textOf(card)).toContain('**No longer kept up to date** since <t:1700000000:f>.');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Proof']);
  });

  test('of more facts than fit some are shown whole and the others by name, and fits says so', () => {
    const [first] = pin.content.facts;
    if (first === undefined) throw new Error('no fact');
    const facts = Array.from({ length: 25 }, (_, i) => ({
      fact: { ...first.fact, label: `Label ${i}`, text: `Fact ${i} ${'is long '.repeat(40)}and ends here.` },
      struck: null,
    }));
    const full = withContent(pin, { facts });
    const words = textOf(presentPin(full, flood));
    const whole = words.match(/and ends here\. \[¶1\]/g)?.length ?? 0;
    expect(whole).toBeGreaterThan(2);
    expect(words).toContain(`Not shown in full: Label ${whole} · `);
    expect(fits(full, flood)).toBe(false);
    expect(fits(withContent(pin, { facts: facts.slice(0, whole) }), flood)).toBe(true);
  });

  test('for any content whatsoever no limit of Discord is exceeded', () => {
    const change = fc.record({ atMs: fc.constant(AT_MS), text: anyText });
    fc.assert(
      fc.property(
        anyKnowledge.chain((knowledge) =>
          fc.record({
            knowledge: fc.constant(knowledge),
            facts: fc.array(fc.record({ fact: fc.constantFrom(...knowledge.facts), struck: fc.option(anyText) }), {
              maxLength: 25,
            }),
          }),
        ),
        fc.record({
          title: anyText,
          frame: fc.array(anyText, { maxLength: 5 }),
          note: fc.option(fc.record({ text: anyText, by: fc.constant('123456789012345678') })),
          changes: fc.array(change, { maxLength: 5 }),
          review: fc.option(fc.constant('version')),
          endedAtMs: fc.option(fc.constant(AT_MS)),
        }),
        ({ knowledge, facts }, rest) => {
          expect(refusals(presentPin(withContent(pin, { facts, ...rest }), knowledge))).toEqual([]);
        },
      ),
    );
  });
});

describe('an answer in a channel that is corrected', () => {
  test('for any answer and any corrections no limit of Discord is exceeded, and its buttons stay', () => {
    fc.assert(
      fc.property(
        anyKnowledge.chain((knowledge) => fc.tuple(fc.constant(knowledge), anyAnswers(knowledge))),
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.option(anyText),
        ([knowledge, answers], lines, struck) => {
          const of = { by: 'nothing' } as const;
          const mention = (name: string) => name;
          const showing = { to: 'channel', owner } as const;
          const card = present(answers, { knowledge, showing, mention, asOfMs: AT_MS, via: 'facts', of });
          if (card.shows === undefined) return;
          const shared = {
            messageId: 'm',
            channelId: 'c',
            guildId: null,
            situation: knowledge.name,
            atMs: AT_MS,
            facts: card.shows.facts.map((fact) => ({ fact, struck })),
            changes: lines.map((text) => ({ atMs: AT_MS, text })),
            layout: card.shows.layout,
            questions: [],
            version: card.shows.version,
          };
          const corrected = presentCorrected(shared, createSitrep(knowledge));
          if (corrected === undefined) throw new Error('the layout cannot be read');
          expect(refusals(corrected)).toEqual([]);
          const labels = buttonsOf(corrected).map(({ label }) => label);
          expect([labels[0], labels.at(-1)]).toEqual(['Proof', 'Delete']);
          expect(textOf(corrected)).toContain('**Corrected** <t:');
        },
      ),
    );
  });

  test('for any brief and any corrections no limit of Discord is exceeded, also where its subject is gone', () => {
    fc.assert(
      fc.property(
        anyKnowledge,
        anyKnowledge,
        fc.constantFrom('', 'topic:a', 'entity:one'),
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.option(anyText),
        (knowledge, later, about, lines, struck) => {
          const before = createSitrep(knowledge);
          const brief = before.brief(about);
          if (brief === undefined) return;
          const context = { knowledge, asOfMs: AT_MS, showing: { to: 'channel', owner } as const };
          const { shows } = presentBrief(brief, context);
          if (shows === undefined) return;
          const shared = {
            messageId: 'm',
            channelId: 'c',
            guildId: null,
            situation: knowledge.name,
            atMs: AT_MS,
            facts: shows.facts.map((fact, i) => ({ fact, struck: i % 2 === 0 ? struck : null })),
            changes: lines.map((text) => ({ atMs: AT_MS, text })),
            layout: shows.layout,
            questions: [],
            version: shows.version,
          };
          for (const today of [
            before,
            createSitrep(later),
            createSitrep({ ...later, topics: [], entities: new Map() }),
          ]) {
            const corrected = presentCorrected(shared, today);
            if (corrected === undefined) throw new Error('the layout cannot be read');
            expect(refusals(corrected)).toEqual([]);
            expect(textOf(corrected)).toContain('**Corrected** <t:1700000000:f>');
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('each of two answers in one message keeps its heading and its facts when a fact of the second is retracted', () => {
    const [first, second] = flood.facts;
    const [profile = null] = flood.entities.values();
    if (first === undefined || second === undefined) throw new Error('no facts');
    const common = { via: 'ask', subjects: [], confidence: 1, evidence: [], corrected: [], dated: false } as const;
    const card = present(
      [
        { ...common, asked: 'who', kind: 'answered', layout: 'point', facts: [first], profile },
        { ...common, asked: 'when', kind: 'answered', layout: 'point', facts: [second], profile: null },
      ],
      {
        knowledge: flood,
        showing: { to: 'channel', owner },
        mention: (name) => name,
        asOfMs: AT_MS,
        via: 'ask',
        of: { by: 'nothing' },
      },
    );
    if (card.shows === undefined) throw new Error('nothing to correct');
    const corrected = presentCorrected(
      {
        messageId: 'm',
        channelId: 'c',
        guildId: null,
        situation: flood.name,
        atMs: 0,
        facts: card.shows.facts.map((fact) => ({ fact, struck: fact === second ? 'nobody saw it' : null })),
        changes: [{ atMs: AT_MS, text: 'Retracted: it (nobody saw it)' }],
        layout: card.shows.layout,
        questions: [],
        version: flood.version,
      },
      { knowledge: flood },
    );
    const text = textOf(corrected ?? { kind: 'notice', parts: [], rows: [] });
    expect(text).toMatch(
      /^\*\*Corrected\*\* <t:1700000000:f> · Retracted: it \(nobody saw it\)\n### Who: .*\n[\s\S]*### When: .*\n~~.*~~ \[¶1\]\n-# Retracted\n/,
    );
    expect(text.match(/nobody saw it/g)).toHaveLength(1);
    expect(text).toContain(`### Who: ${profile?.name}\n`);
    expect(text).toMatch(/Facts as of <t:1700000000:f>$/);
  });

  test('a fact that the facts of two answers have become stands once, under the first heading', () => {
    const [first, second, now] = flood.facts;
    if (first === undefined || second === undefined || now === undefined) throw new Error('no facts');
    const codes = [first, second].map(({ id }) => codesOf(flood).encode({ kind: 'fact', id }));
    const card = presentCorrected(
      {
        messageId: 'm',
        channelId: 'c',
        guildId: null,
        situation: flood.name,
        atMs: AT_MS,
        facts: [{ fact: now, struck: null }],
        changes: [],
        layout: `1.dl.${owner.salt}.${owner.mark} 1.sh.p...${codes[0]}.n. 1.sh.p...${codes[1]}.r.`,
        questions: [],
        version: flood.version,
      },
      { knowledge: flood },
    );
    const text = textOf(card ?? { kind: 'notice', parts: [], rows: [] });
    expect(text.split(now.text)).toHaveLength(2);
    expect(text.match(/###/g)).toHaveLength(1);
  });

  test('an answer whose layout an earlier version wrote is still corrected', () => {
    const [first] = flood.facts;
    if (first === undefined) throw new Error('no fact');
    const code = codesOf(flood).encode({ kind: 'fact', id: first.id });
    const shared = {
      messageId: 'm',
      channelId: 'c',
      guildId: null,
      situation: flood.name,
      atMs: AT_MS,
      facts: [{ fact: first, struck: null }],
      changes: [],
      layout: `1.dl.${owner.salt}.${owner.mark} 1.sh.r.time..${code}`,
      questions: [],
      version: flood.version,
    };
    const card = presentCorrected(shared, { knowledge: flood });
    expect(card && textOf(card)).toContain(`The sources do not give that time.**\n${first.text}`);
    expect(presentCorrected({ ...shared, layout: '1.dl.s.m 9.xx' }, { knowledge: flood })).toBeUndefined();
  });
});
