import { PermissionFlagsBits } from 'discord-api-types/v10';

/** Discord's permission bits, BigInt because they reach beyond 2^53. */
export const PERMISSION = PermissionFlagsBits;

const ALL = (1n << 53n) - 1n;

export interface Overwrite {
  readonly id: string;
  readonly type: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface PermissionQuestion {
  readonly memberId: string;
  readonly isOwner: boolean;
  /** The id of the @everyone role, which is the server's id. */
  readonly everyoneId: string;
  readonly everyone: bigint;
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
  readonly overwrites: readonly Overwrite[];
}

/**
 * Computes a member's permissions in a channel in Discord's documented order: owner, roles, administrator, then the
 * channel's overwrites for @everyone, for all roles together (denials first), and for the member.
 */
export function permissionsIn(question: PermissionQuestion): bigint {
  if (question.isOwner) return ALL;
  let bits = question.roles.reduce((sum, role) => sum | role.permissions, question.everyone);
  if (bits & PERMISSION.Administrator) return ALL;

  const forEveryone = question.overwrites.filter((o) => o.type === 'role' && o.id === question.everyoneId);
  const roleIds = new Set(question.roles.map((role) => role.id));
  const forRoles = question.overwrites.filter((o) => o.type === 'role' && roleIds.has(o.id));
  const forMember = question.overwrites.filter((o) => o.type === 'member' && o.id === question.memberId);
  for (const step of [forEveryone, forRoles, forMember]) {
    const deny = step.reduce((sum, o) => sum | o.deny, 0n);
    const allow = step.reduce((sum, o) => sum | o.allow, 0n);
    bits = (bits & ~deny) | allow;
  }
  return bits;
}

/** Whether `bits` include all of `wanted`; administrators have every permission. */
export function hasPermission(bits: bigint, wanted: bigint): boolean {
  return (bits & PERMISSION.Administrator) !== 0n || (bits & wanted) === wanted;
}

/** Names permissions as Discord's settings do: "Pin Messages". */
export function permissionNames(bits: bigint): string {
  const keys = Object.entries(PERMISSION).flatMap(([key, bit]) => ((bits & bit) === 0n ? [] : [key]));
  return keys.map((key) => key.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`)).join(', ') || String(bits);
}
