import { expect, test } from 'vitest';
import { hasPermission, type Overwrite, PERMISSION, permissionsIn } from '../../src/standin/permissions.ts';

const [A, B] = [1n << 10n, 1n << 11n];
const everyone = (allow: bigint, deny: bigint): Overwrite => ({ id: 'all', type: 'role', allow, deny });
const role = (id: string, allow: bigint, deny: bigint): Overwrite => ({ id, type: 'role', allow, deny });
const member = (allow: bigint, deny: bigint): Overwrite => ({ id: 'me', type: 'member', allow, deny });

const ask = (overwrites: readonly Overwrite[], more: { owner?: boolean; roles?: bigint[]; base?: bigint } = {}) =>
  permissionsIn({
    memberId: 'me',
    isOwner: more.owner ?? false,
    everyoneId: 'all',
    everyone: more.base ?? A,
    roles: (more.roles ?? [0n, 0n]).map((permissions, n) => ({ id: `r${n}`, permissions })),
    overwrites,
  });

test.each([
  ['nothing set: what everyone has', ask([]), A],
  ['roles add up', ask([], { roles: [B, 0n] }), A | B],
  ['everyone denied', ask([everyone(0n, A)]), 0n],
  ['a role allows what everyone is denied', ask([everyone(0n, A), role('r0', A, 0n)]), A],
  ['of two roles the allowing one wins', ask([role('r0', A, 0n), role('r1', 0n, A)]), A],
  ['in either order', ask([role('r0', 0n, A), role('r1', A, 0n)]), A],
  ['the member is denied what a role allows', ask([role('r0', B, 0n), member(0n, B)]), A],
  ['the member is allowed what a role denies', ask([role('r0', 0n, A), member(A, 0n)]), A],
  ['allowed and denied at once: allowed', ask([everyone(A, A)]), A],
  ['a role that is not held counts nothing', ask([role('other', B, A)]), A],
  ['another member’s overwrite counts nothing', ask([{ ...member(B, A), id: 'you' }]), A],
])('%s', (_, bits, expected) => {
  expect(bits).toBe(expected);
});

test('the owner and administrators hold everything, whatever the channel says', () => {
  for (const bits of [
    ask([everyone(0n, A)], { owner: true }),
    ask([member(0n, A)], { roles: [PERMISSION.Administrator] }),
  ]) {
    expect(hasPermission(bits, PERMISSION.PinMessages | PERMISSION.ViewChannel)).toBe(true);
  }
});

test('all bits asked for must be there', () => {
  expect(hasPermission(A, A | B)).toBe(false);
  expect(hasPermission(A | B, A | B)).toBe(true);
  expect(hasPermission(PERMISSION.Administrator, A | B)).toBe(true);
});
