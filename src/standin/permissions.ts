/** Discord's permission bits that play a part here. Numbers approach 2^53, therefore BigInt. */
export const PERMISSION = {
  administrator: 1n << 3n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
  moderateMembers: 1n << 40n,
  useExternalApps: 1n << 50n,
  pinMessages: 1n << 51n,
} as const;

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
  /** The @everyone role has the server's id. */
  readonly everyoneId: string;
  readonly everyone: bigint;
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
  readonly overwrites: readonly Overwrite[];
}

/**
 * Effective permissions of a member in a channel, in Discord's documented order: owner, roles, administrator, then the
 * channel's overwrites for @everyone, for all roles together (denials first), for the member.
 */
export function permissionsIn(question: PermissionQuestion): bigint {
  if (question.isOwner) return ALL;
  let bits = question.roles.reduce((sum, role) => sum | role.permissions, question.everyone);
  if (bits & PERMISSION.administrator) return ALL;

  const forEveryone = question.overwrites.filter((o) => o.type === 'role' && o.id === question.everyoneId);
  const held = new Set(question.roles.map((role) => role.id));
  const forRoles = question.overwrites.filter((o) => o.type === 'role' && held.has(o.id));
  const forMember = question.overwrites.filter((o) => o.type === 'member' && o.id === question.memberId);
  for (const step of [forEveryone, forRoles, forMember]) {
    const deny = step.reduce((sum, o) => sum | o.deny, 0n);
    const allow = step.reduce((sum, o) => sum | o.allow, 0n);
    bits = (bits & ~deny) | allow;
  }
  return bits;
}

export function holds(bits: bigint, wanted: bigint): boolean {
  return (bits & PERMISSION.administrator) !== 0n || (bits & wanted) === wanted;
}

/** As Discord's settings call them: "Pin Messages". */
export function permissionNames(bits: bigint): string {
  const held = Object.entries(PERMISSION).filter(([, bit]) => (bits & bit) !== 0n);
  const words = (key: string) => key.replace(/[A-Z]/g, (letter) => ` ${letter}`).replace(/^./, (c) => c.toUpperCase());
  return held.map(([key]) => words(key)).join(', ') || String(bits);
}
