/** One line of the server's audit log. */
export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  readonly action: 'messageDelete' | 'messagePin' | 'messageUnpin';
  /** Who did it: the bot or a person. */
  readonly userId: string;
  /** The author of the message. */
  readonly targetId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** `X-Audit-Log-Reason`, decoded; null where none was given. */
  readonly reason: string | null;
}

/** How many lines are kept, so that a long run needs no more memory; Discord keeps 45 days. */
const ENTRIES_KEPT = 5_000;

/** The record of what was done to messages in the server, and by whom. */
export class AuditLog {
  readonly #entries: AuditEntry[] = [];
  readonly #newId: () => string;
  readonly #now: () => number;

  constructor(newId: () => string, now: () => number) {
    this.#newId = newId;
    this.#now = now;
  }

  add(entry: Omit<AuditEntry, 'id' | 'atMs'>): void {
    this.#entries.push({ id: this.#newId(), atMs: this.#now(), ...entry });
    if (this.#entries.length > ENTRIES_KEPT) this.#entries.shift();
  }

  /** Oldest first. */
  list(): readonly AuditEntry[] {
    return [...this.#entries];
  }
}
