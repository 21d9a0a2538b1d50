/** The messages between Sitrep and the encoder's process. */

import type { EncoderSettings } from './settings.ts';

/** The kind of a text: questions and facts have different prefixes. */
export type TextKind = 'question' | 'fact';

/** What is wanted of a text: its vector alone, or the vectors of its pieces as well, which take ten times the memory. */
export type Wanted = 'vector' | 'pieces';

/** A text as the model sees it. Where the vector alone was wanted, there are no pieces. */
export interface Encoded {
  /** Unit vector of the whole text (mean over its tokens). */
  readonly vector: Float32Array;
  /** Word pieces in order, without the model's prefix and special tokens; "##ing" continues the piece before it. */
  readonly pieces: readonly string[];
  /** Unit vectors of these pieces, one after another: pieces.length × dimensions. */
  readonly pieceVectors: Float32Array;
}

export type ToProcess =
  | { readonly kind: 'load'; readonly folder: string; readonly settings: EncoderSettings }
  | {
      readonly kind: 'encode';
      readonly id: number;
      readonly text: string;
      readonly as: TextKind;
      readonly wanted: Wanted;
    };

export type FromProcess =
  | { readonly kind: 'ready' }
  /** The model or its runtime cannot be used; another try would fail as well. */
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'encoded'; readonly id: number; readonly encoded: Encoded }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string };
