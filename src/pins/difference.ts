import type { Fact, FactId } from '../knowledge/model.ts';

/**
 * What happened to a fact between two states of the facts.
 *
 * - `reworded`: the wording, the label, citations or the order changed, nothing that the fact states as data
 * - `corrected`: what it states changed (status, time, numbers, who, where, who said it), or a curator marked it corrected
 * - `retracted`: a curator marked it retracted, or withdrew its id
 * - `superseded`: another fact replaces it (`successor`), by status or because its id moved there
 * - `added`: it newly belongs to the subject
 */
export type FactDifference =
  | { readonly kind: 'reworded'; readonly before: Fact; readonly after: Fact }
  | { readonly kind: 'corrected'; readonly before: Fact; readonly after: Fact; readonly reason: string | null }
  | { readonly kind: 'retracted'; readonly before: Fact; readonly after: Fact | null; readonly reason: string }
  | { readonly kind: 'superseded'; readonly before: Fact; readonly successor: Fact; readonly reason: string | null }
  | { readonly kind: 'added'; readonly after: Fact };

export const idOf = (difference: FactDifference): FactId =>
  difference.kind === 'added' ? difference.after.id : difference.before.id;
