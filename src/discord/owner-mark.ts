import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { OwnerMark } from '../views/custom-id.ts';

/**
 * Identifies the owner of a shared answer without revealing who it is: the Delete button of a post carries a salt and a keyed
 * hash of salt and user id. Readers of the message learn nothing from it, and cannot find out that two posts have the same owner.
 */
export interface OwnerMarks {
  make(userId: string): OwnerMark;
  /** @returns whether `mark` was made for this user; false for a malformed mark */
  belongsTo(mark: OwnerMark, userId: string): boolean;
}

/** @param secret - must be the same after a restart, or askers lose the right to delete what they shared earlier */
export function createOwnerMarks(secret: string): OwnerMarks {
  const hash = (salt: string, userId: string) =>
    createHmac('sha256', `sitrep owner mark ${secret}`).update(`${salt} ${userId}`).digest('base64url').slice(0, 22);
  return {
    make: (userId) => {
      const salt = randomBytes(9).toString('base64url');
      return { salt, mark: hash(salt, userId) };
    },
    belongsTo: ({ salt, mark }, userId) => {
      const expected = Buffer.from(hash(salt, userId));
      const given = Buffer.from(mark);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
