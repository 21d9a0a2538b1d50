import type { ButtonAction } from '../views/custom-id.ts';
import type { Actor } from './reply.ts';

/** A press, a choice or a submitted dialog: its meaning, who did it, and whether its message is private to them. */
export interface Press {
  readonly action: ButtonAction;
  readonly actor: Actor;
  readonly onPrivateMessage: boolean;
  /** The values that were chosen in a menu. */
  readonly chosen?: readonly string[];
  /** The text that was typed into a dialog. */
  readonly typed?: string;
  /** Whether the box in the dialog was ticked. */
  readonly ticked?: boolean;
}
