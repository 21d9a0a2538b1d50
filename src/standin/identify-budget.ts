/** Identifies per day, as `GET /gateway/bot` announces them. */
const PER_DAY = 1000;
const DAY_MS = 86_400_000;

export interface IdentifyBudget {
  left(): number;
  /** @returns false where the last identify was too short a time ago */
  spend(): boolean;
}

/** @param intervalMs - time that must lie between two identifies; Discord has 5,000 */
export function createIdentifyBudget(intervalMs: number, now: () => number): IdentifyBudget {
  let spentAtMs: number[] = [];
  return {
    left: () => PER_DAY - spentAtMs.filter((at) => now() - at < DAY_MS).length,
    spend() {
      const last = spentAtMs.at(-1);
      if (last !== undefined && now() - last < intervalMs) return false;
      spentAtMs = [...spentAtMs.filter((at) => now() - at < DAY_MS), now()];
      return true;
    },
  };
}
