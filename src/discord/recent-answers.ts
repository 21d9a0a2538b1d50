import type { ShownAnswer } from '../views/custom-id.ts';

export interface PostedWhere {
  readonly channelId: string;
  readonly guildId: string | null;
  /** Name of the answer's situation. */
  readonly situation: string | undefined;
}

/** An answer that was already posted in a channel. */
export interface RecentAnswer {
  readonly messageId: string;
  readonly atMs: number;
}

/** The answers that were posted lately, so that a person who asks the same again gets a link. They are kept only in memory. */
export interface RecentAnswers {
  /** The answer in the same channel to a question that was understood in the same way, from the same version of the facts. */
  find(where: PostedWhere, shows: ShownAnswer): RecentAnswer | undefined;
  posted(where: PostedWhere, shows: ShownAnswer, messageId: string): void;
  deleted(messageId: string): void;
}

/** How long an answer counts as recent. */
const RECENT_MS = 10 * 60_000;
/** How many answers are remembered; the oldest are forgotten first. */
const REMEMBERED_MAX = 5000;

/** @param nowMs - milliseconds since 1970 */
export function createRecentAnswers(nowMs: () => number): RecentAnswers {
  const answers = new Map<string, RecentAnswer>();
  const keys = new Map<string, string>();

  function forget(key: string): void {
    const answer = answers.get(key);
    answers.delete(key);
    if (answer !== undefined) keys.delete(answer.messageId);
  }

  return {
    find(where, shows) {
      const key = keyOf(where, shows);
      const answer = answers.get(key);
      if (answer === undefined || nowMs() - answer.atMs <= RECENT_MS) return answer;
      forget(key);
      return undefined;
    },
    posted(where, shows, messageId) {
      const key = keyOf(where, shows);
      forget(key);
      answers.set(key, { messageId, atMs: nowMs() });
      keys.set(messageId, key);
      const [oldest] = answers.keys();
      if (answers.size > REMEMBERED_MAX && oldest !== undefined) forget(oldest);
    },
    deleted(messageId) {
      const key = keys.get(messageId);
      if (key !== undefined) forget(key);
    },
  };
}

/** The layout begins with the owner's mark, which is left out here; the Share buttons after it say what was understood. */
function keyOf({ channelId, situation }: PostedWhere, { layout, version }: ShownAnswer): string {
  return [channelId, situation, version, ...layout.split(' ').slice(1)].join(' ');
}
