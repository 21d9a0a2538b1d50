/** Discord's numbers of what is logged. */
export const AUDIT_ACTION = { messageDelete: 72, messagePin: 74, messageUnpin: 75 } as const;

/** One line of the server's audit log. */
export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  readonly action: keyof typeof AUDIT_ACTION;
  /** Who did it: the bot or a person. */
  readonly userId: string;
  /** Whose message it was. */
  readonly targetId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** `X-Audit-Log-Reason`, decoded; null where none was given. */
  readonly reason: string | null;
}

export interface AuditLog {
  add(entry: Omit<AuditEntry, 'id' | 'atMs'>): void;
  /** Oldest first. */
  list(): readonly AuditEntry[];
}

/** Discord keeps 45 days; here the newest entries are kept, so that a long run does not grow. */
const ENTRIES_KEPT = 5_000;

export function createAuditLog(newId: () => string, now: () => number): AuditLog {
  const entries: AuditEntry[] = [];
  return {
    add(entry) {
      entries.push({ id: newId(), atMs: now(), ...entry });
      if (entries.length > ENTRIES_KEPT) entries.splice(0, entries.length - ENTRIES_KEPT);
    },
    list: () => [...entries],
  };
}
