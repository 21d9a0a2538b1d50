import type { Asked } from './answer.ts';
import type { Fact } from './knowledge.ts';

/** The details that a reader can ask for after reading a fact, in the order of their buttons. */
export const DETAILS = ['when', 'where', 'said-by', 'why'] as const;
export type Detail = (typeof DETAILS)[number];

/** The kind of question that asks for the detail. */
export const ASKED_BY_DETAIL = {
  when: 'when',
  where: 'where',
  'said-by': 'who',
  why: 'why',
} as const satisfies Record<Detail, Asked>;

/** Whether the fact has the detail as data. */
export function holdsDetail({ time, places, saidBy, reason }: Fact, detail: Detail): boolean {
  switch (detail) {
    case 'when':
      return time !== null;
    case 'where':
      return places.length > 0;
    case 'said-by':
      return saidBy.length > 0;
    case 'why':
      return reason !== null;
  }
}
