import type { ButtonAction } from '../views/custom-id.ts';
import type { Actor } from './reply.ts';

/** A press, a choice or a submitted dialog: what it means, whose it is, and whether the message it is on is private to them. */
export interface Press {
  readonly action: ButtonAction;
  readonly actor: Actor;
  readonly onPrivateMessage: boolean;
  /** What was chosen in a menu. */
  readonly chosen?: readonly string[];
  /** What was typed into a dialog. */
  readonly typed?: string;
}
