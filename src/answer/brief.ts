import type { Fact, FactId } from '../knowledge/model.ts';
import type { SubjectRef } from './answer.ts';

/** The state of play: what moderators pin and `/brief` shows. Composed from facts; every line about the situation is a fact's own text or data. */
export interface Brief {
  readonly about: SubjectRef | null;
  /** "State of play", or the label of the subject. */
  readonly title: string;
  /** At most ten together with `disputed`, the most important first. */
  readonly facts: readonly Fact[];
  /** Those of the brief that are alleged or disputed. */
  readonly disputed: readonly Fact[];
  /** Lines from the facts' data beside the facts: the time frame, what the sources do not say. */
  readonly frame: readonly string[];
  /** All facts on the subject, chosen or not, in file order. */
  readonly considered: readonly FactId[];
  readonly version: string;
}
