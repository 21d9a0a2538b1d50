import { expect, test } from 'vitest';
import { situationOn } from '../../src/discord/situation-option.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { encodeAction } from '../../src/views/custom-id.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import { situationsOf } from '../situations.ts';

const served = [createSitrep({ ...flood, name: 'flood' }), createSitrep({ ...harbour, name: 'harbour' })] as const;
const situations = situationsOf(...(served.map((sitrep) => () => sitrep) as [() => (typeof served)[0]]));
const PROOF = { type: 'proof', profile: '', facts: ['aaaaaaaa'] } as const;
const idOf = (situation?: string) => encodeAction(PROOF, situation) ?? '';

test.each([
  ['names its situation', [idOf('harbour')], 'harbour'],
  ['is of an earlier version, so it is about the default one', [idOf()], 'flood'],
  ['is about no facts', [encodeAction({ type: 'pins', page: 0 }) ?? ''], undefined],
  ['names a situation that is not served', [idOf('storm')], null],
  ['comes after one that is about no facts', ['not ours', idOf('harbour')], 'harbour'],
])('the situation of a button that %s', (_, ids, expected) => {
  expect(situationOn(ids, situations)).toBe(expected);
});
