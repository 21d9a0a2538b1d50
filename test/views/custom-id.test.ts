import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MISSING } from '../../src/model/answer.ts';
import { SETTING_NAMES } from '../../src/model/settings.ts';
import type { PinId } from '../../src/pins/pin.ts';
import {
  type ButtonAction,
  decodeAction,
  encodeAction,
  situationIn,
  situationMark,
} from '../../src/views/custom-id.ts';

const code = fc.stringMatching(/^[\w-]{8}$/);
const id12 = fc.stringMatching(/^[\w-]{12}$/);
const pinId = id12.map((id) => id as PinId);
const codes = fc.array(code, { maxLength: 5 });
const via = fc.constantFrom('ask' as const, 'who' as const, 'when' as const, 'facts' as const);
const profile = fc.oneof(fc.constant(''), code);
const page = fc.nat(9999);
const snowflake = fc.stringMatching(/^[1-9]\d{16,19}$/);
const shape = fc.constantFrom('point' as const, 'when' as const, 'list' as const, 'topics' as const);

const question = fc.record({
  stems: fc.array(fc.stringMatching(/^[\w-]{4}$/), { maxLength: 5 }),
  doers: fc.array(code, { maxLength: 1 }),
  subjects: fc.array(code, { maxLength: 1 }),
});
const understood = {
  asked: fc.constantFrom('who' as const, 'when' as const, 'how-many' as const, 'list' as const),
  dated: fc.boolean(),
  otherDoer: fc.boolean(),
  subjects: fc.array(code, { maxLength: 3 }),
};

const anyAction: fc.Arbitrary<ButtonAction> = fc.oneof(
  fc.record({
    type: fc.constant('share' as const),
    shape,
    part: fc.boolean(),
    missing: fc.constant('' as const),
    profile,
    facts: codes,
    understood: fc.option(fc.record({ ...understood, question: fc.constant(null) })),
  }),
  fc.record({
    type: fc.constant('share' as const),
    shape: fc.constant('related' as const),
    part: fc.boolean(),
    missing: fc.constantFrom(...MISSING),
    profile: fc.constant(''),
    facts: fc.array(code, { maxLength: 1 }),
    understood: fc.option(
      fc.record({ ...understood, subjects: fc.array(code, { maxLength: 1 }), question: fc.option(question) }),
    ),
  }),
  fc.record({ type: fc.constant('proof' as const), profile, facts: codes }),
  fc.record({ type: fc.constant('proof-page' as const), page, profile, facts: codes }),
  fc.record({
    type: fc.constant('page' as const),
    via,
    page,
    of: fc.oneof(
      fc.constant({ by: 'nothing' } as const),
      fc.record({ by: fc.constant('subject' as const), code }),
      fc.record({ by: fc.constant('text' as const), text: fc.string({ minLength: 1, maxLength: 80 }) }),
      fc.record({
        by: fc.constant('facts' as const),
        shape,
        profile,
        facts: fc.array(code, { minLength: 1, maxLength: 8 }),
      }),
    ),
  }),
  fc.record({ type: fc.constant('brief' as const), about: profile }),
  fc.record({ type: fc.constant('share-brief' as const), about: profile, facts: fc.array(code, { maxLength: 10 }) }),
  fc.record({ type: fc.constant('pick' as const), via, subject: code }),
  fc.record({
    type: fc.constant('ask-on' as const),
    detail: fc.constantFrom('when' as const, 'where' as const, 'said-by' as const, 'why' as const),
    fact: code,
  }),
  fc.record({
    type: fc.constant('share-check' as const),
    message: fc.stringMatching(/^[1-9]\d{16,19}$/),
    version: fc.stringMatching(/^[0-9a-f]{6}$/),
    found: fc.array(
      fc.record({ finding: fc.constantFrom('borne-out' as const, 'number' as const, 'who' as const), fact: code }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  fc.record({
    type: fc.constant('ask-curators' as const),
    key: profile,
    question: fc.string({ unit: 'grapheme', maxLength: 40 }),
  }),
  fc.record({
    type: fc.constantFrom('not-right' as const, 'send-report' as const),
    facts: fc.array(code, { maxLength: 11 }),
  }),
  fc.constantFrom({ type: 'send-question' } as const, { type: 'forget-me' } as const),
  fc.record({ type: fc.constant('inbox' as const), page }),
  fc.record({
    type: fc.constant('settle-item' as const),
    item: fc.stringMatching(/^[0-9a-f]{10}$/),
    as: fc.constantFrom('answered' as const, 'not-ours' as const, 'open' as const),
    page,
  }),
  fc.record({ type: fc.constant('name-fact' as const), item: fc.stringMatching(/^[0-9a-f]{10}$/), fact: code, page }),
  fc.record({ type: fc.constant('show-answer' as const), message: fc.stringMatching(/^[1-9]\d{16,19}$/) }),
  fc.record({
    type: fc.constant('delete' as const),
    salt: fc.stringMatching(/^[\w-]{12}$/),
    mark: fc.stringMatching(/^[\w-]{22}$/),
  }),
  fc.record({
    type: fc.constant('draft' as const),
    draft: id12,
    act: fc.constantFrom('choose' as const, 'line' as const, 'say' as const, 'unsay' as const),
  }),
  fc.record({ type: fc.constant('post' as const), draft: id12, preview: code }),
  fc.record({ type: fc.constant('replace' as const), draft: id12, pin: pinId, preview: code }),
  fc.record({
    type: fc.constant('pin' as const),
    pin: pinId,
    act: fc.constantFrom('open' as const, 'review' as const, 'refresh' as const, 'delete' as const),
  }),
  fc.record({
    type: fc.constant('settle' as const),
    pin: pinId,
    act: fc.constantFrom('refresh' as const, 'leave' as const),
    seen: fc.stringMatching(/^[\w-]{10}$/),
  }),
  fc.record({ type: fc.constant('pin-proof' as const), pin: pinId, page }),
  fc.record({ type: fc.constant('pins' as const), page }),
  fc.constant({ type: 'pins-choice' } as const),
  fc.record({ type: fc.constantFrom('settings' as const, 'setting-changes' as const), place: snowflake }),
  fc.record({
    type: fc.constant('setting' as const),
    place: snowflake,
    name: fc.option(fc.constantFrom(...SETTING_NAMES)),
    page,
  }),
  fc.record({ type: fc.constant('set' as const), place: snowflake, name: fc.constantFrom(...SETTING_NAMES) }),
);

describe('a button carries its whole state', () => {
  test('an id that names its situation reads back as the same action, and so does one without', () => {
    fc.assert(
      fc.property(anyAction, fc.constantFrom('river', 'us-iran-strikes'), (action, situation) => {
        const [id, before] = [encodeAction(action, situation), encodeAction(action)];
        fc.pre(id !== undefined && before !== undefined);
        expect(id.length).toBeLessThanOrEqual(100);
        expect([decodeAction(id), decodeAction(before)]).toEqual([action, action]);
        const found = situationIn(id);
        expect([undefined, situationMark(situation)]).toContain(found);
        expect(situationIn(before)).toBe(found === undefined ? undefined : null);
      }),
    );
  });

  test('any action that is written and read again is the same', () => {
    fc.assert(
      fc.property(anyAction, (action) => {
        const id = encodeAction(action);
        expect(id).toBeDefined();
        expect(id?.length).toBeLessThanOrEqual(100);
        expect(decodeAction(id ?? '')).toEqual(action);
      }),
    );
  });

  test('a Share button of an earlier version is understood, and written as it was', () => {
    const id = '1.sh.r.time..abcdefgh';
    const read = decodeAction(id);
    expect(read).toMatchObject({ type: 'share', shape: 'related', missing: 'time', understood: null });
    expect(read && encodeAction(read)).toBe(id);
  });

  test('a text too long for a custom_id is not written', () => {
    expect(
      encodeAction({ type: 'page', via: 'facts', page: 1, of: { by: 'text', text: 'x'.repeat(100) } }),
    ).toBeUndefined();
  });

  test('with one character changed, added or taken away it is another action of this version or none', () => {
    fc.assert(
      fc.property(anyAction, fc.nat(99), fc.constantFrom('', '.', 'x', '0', '+', '\u00e9'), (action, at, put) => {
        const id = encodeAction(action) ?? '';
        const changed = `${id.slice(0, at)}${put}${id.slice(at + 1)}`;
        const read = decodeAction(changed);
        if (read !== undefined) expect(encodeAction(read)).toBe(changed);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['an earlier grammar', '0.pk.a.abcdefgh'],
    ['a finding without its fact', '1.sk.1300000000000000002.abcdef.bn.abcdefgh'],
    ['a detail that no fact has', '1.ao.x.abcdefgh'],
    ['a message id with more in it', '1.sa.1300000000000000002/1'],
    ['an unknown action', '1.zz.a.abcdefgh'],
    ['an unknown command', '1.pk.z.abcdefgh'],
    ['a property of every object', '1.pk.constructor.abcdefgh'],
    ['codes of the wrong length', '1.pf..abcdefg'],
    ['a page that is no number', '1.pg.f.-1.h.'],
    ['a page past every list', '1.pg.f.99999.h.'],
    ['no codes where some must be', '1.pg.f.0.c.'],
    ['a number written with zeros before it', '1.pg.f.0001.h.'],
    ['something after the end', '1.pf..abcdefgh.more'],
    ['a detail that nothing lacks', '1.sh.r.colour..abcdefgh'],
    ['a missing detail of an answer that has it', '1.sh.p.time..abcdefgh'],
    ['a heading of no known question', '1.sh.p...abcdefgh.z.'],
    ['a heading with flags in another order', '1.sh.p...abcdefgh.wod.'],
    ['a pin without its whole id', '1.pn.abcdefghijk.r'],
    ['a step that no draft has', '1.dr.abcdefghijkl.z'],
    ['a post that names no preview', '1.po.abcdefghijkl'],
    ['a decision about nothing that was shown', '1.st.abcdefghijkl.l.'],
    ['a decision that there is not', '1.st.abcdefghijkl.u.abcdefghij'],
    ['nothing at all', ''],
  ])('%s is not understood', (_what, id) => {
    expect(decodeAction(id)).toBeUndefined();
  });
});
