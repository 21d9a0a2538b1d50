/** Discord remembers for "a few minutes"; nothing more exact is documented. */
export const NONCE_MEMORY_MS = 180_000;

/** The messages that each author lately sent with a nonce. */
export interface Nonces {
  remember(authorId: string, nonce: string | number, messageId: string): void;
  /** The message that this author sent with this nonce, while it is remembered. */
  recall(authorId: string, nonce: string | number): string | undefined;
}

export function createNonces(memoryMs: number, now: () => number): Nonces {
  const sent = new Map<string, { readonly messageId: string; readonly atMs: number }>();
  const key = (authorId: string, nonce: string | number) => `${authorId} ${nonce}`;
  const forgetOld = () => {
    for (const [name, { atMs }] of sent) {
      if (now() - atMs <= memoryMs) break;
      sent.delete(name);
    }
  };
  return {
    remember(authorId, nonce, messageId) {
      forgetOld();
      // Re-inserted, so that the oldest stand first.
      sent.delete(key(authorId, nonce));
      sent.set(key(authorId, nonce), { messageId, atMs: now() });
    },
    recall(authorId, nonce) {
      forgetOld();
      return sent.get(key(authorId, nonce))?.messageId;
    },
  };
}
