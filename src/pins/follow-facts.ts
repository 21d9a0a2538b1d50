import { createHash } from 'node:crypto';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { inOrder, membersOf, roomOf } from './belonging.ts';
import { compareFacts, correctionWord, type FactDifference, idOf } from './difference.ts';
import { frameOf, titleOf } from './draft-pin.ts';
import { CHANGES_MAX, type PinChange, type PinContent, type PinnedFact } from './pin.ts';

/** `auto`: pins follow by themselves. `ask`: they ask for a review, and only strike what was retracted. */
export type PinUpdates = 'auto' | 'ask';

/** How today's facts differ from those that a pin shows, without what a moderator has decided to leave. */
export function differencesOf(content: PinContent, sitrep: Sitrep): readonly FactDifference[] {
  return allDifferences(content, sitrep).filter((difference) => !content.left.includes(changeKey(difference)));
}

/** Whether a pin shows what a moderator would have it show today. */
export function isCurrent(content: PinContent, sitrep: Sitrep): boolean {
  return content.review === null && differencesOf(content, sitrep).every(({ kind }) => kind === 'reworded');
}

/**
 * A pin's content as it should be today. Once taken over it gives itself: nothing more is due until the facts change again.
 *
 * @returns the very content that came where nothing in it changes
 */
export function followFacts(content: PinContent, sitrep: Sitrep, updates: PinUpdates, nowMs: number): PinContent {
  const { knowledge } = sitrep;
  const struck = strikesOfToday(content.facts, knowledge, updates);
  const left = stillLeft(content, sitrep);
  const before: PinContent = { ...content, facts: struck.facts, left };
  const waits = updates === 'ask' && differencesOf(before, sitrep).some(({ kind }) => kind !== 'reworded');
  // Nothing more happens to what is struck before a moderator refreshes.
  const unstruck = { ...before, facts: before.facts.filter((pinned) => pinned.struck === null) };
  const applied = withRoom(
    before,
    differencesOf(unstruck, sitrep).filter(
      ({ kind }) => updates === 'auto' || kind === 'reworded' || kind === 'retracted',
    ),
  );
  const facts = applied.reduce(apply, struck.facts);
  // A brief that waits for a review, or was left, stays as it was; but nothing is told of a fact that is struck.
  const stays = waits || left.length > 0;
  const members = stays ? null : membersOf(content, sitrep);
  const shown = members === null ? facts : inOrder(facts, members);
  const lines = [...struck.lines, ...applied.flatMap((difference) => lineOf(difference) ?? [])];
  const followed: PinContent = {
    ...content,
    title: titleOf(content, standing(shown), sitrep),
    facts: shown,
    frame:
      stays && strikes(facts) === strikes(content.facts) ? content.frame : frameOf(content, standing(shown), sitrep),
    changes: newestFirst(lines, content.changes, nowMs),
    review: waits ? (content.review ?? knowledge.version) : null,
    left,
  };
  if (JSON.stringify(followed) === JSON.stringify(content)) return content;
  return stays ? followed : { ...followed, version: knowledge.version };
}

/** What was left and still stands. */
function stillLeft(content: PinContent, sitrep: Sitrep): readonly string[] {
  if (content.left.length === 0) return content.left;
  const keys = new Set(allDifferences(content, sitrep).map(changeKey));
  return content.left.filter((key) => keys.has(key));
}

/**
 * All that has changed taken over: struck facts out, new ones in where they belong, nothing waiting. What that changed is told, for
 * those who knew the pin before; the lines of earlier changes go.
 */
export function refreshed(content: PinContent, sitrep: Sitrep, nowMs: number): PinContent {
  const all = allDifferences(content, sitrep);
  const gone = new Set(all.filter(({ kind }) => kind === 'retracted').map(idOf));
  const kept = content.facts.flatMap(({ fact }) => (gone.has(fact.id) ? [] : [{ fact, struck: null }]));
  const others = withRoom(
    { ...content, facts: kept },
    all.filter(({ kind }) => kind !== 'retracted'),
  );
  const facts = others.reduce(apply, kept);
  const members = membersOf(content, sitrep);
  const shown = members === null ? facts : inOrder(facts, members);
  const takenOut = all.flatMap((each) => (each.kind === 'retracted' ? [takenOutLine(each)] : []));
  const lines = [...takenOut, ...others.flatMap((difference) => lineOf(difference) ?? [])];
  return {
    ...content,
    title: titleOf(content, standing(shown), sitrep),
    facts: shown,
    frame: frameOf(content, standing(shown), sitrep),
    version: sitrep.knowledge.version,
    // A second press of Refresh must not take away what the first one told.
    changes: lines.length > 0 ? newestFirst(lines, [], nowMs) : content.changes,
    review: null,
    left: [],
  };
}

/** What waits for a review counts as decided: it does not ask again, and nothing else changes. */
export function leaving(content: PinContent, sitrep: Sitrep): PinContent {
  const keys = differencesOf(content, sitrep).map(changeKey);
  return { ...content, review: null, left: [...new Set([...content.left, ...keys])] };
}

/**
 * The facts of a shared answer as they are today: corrected, struck or standing again. No fact is added to it.
 *
 * @returns the very facts that came, and no lines, where nothing has changed in what it says; another wording alone is
 *          taken over only together with something that has
 */
export function corrected(
  pinned: readonly PinnedFact[],
  knowledge: KnowledgeBase,
): { readonly facts: readonly PinnedFact[]; readonly lines: readonly string[] } {
  const struck = strikesOfToday(pinned, knowledge, 'auto');
  const differences = compareFacts(standing(struck.facts), knowledge);
  const lines = [...struck.lines, ...differences.flatMap((difference) => lineOf(difference) ?? [])];
  if (lines.length === 0 && strikes(struck.facts) === strikes(pinned)) return { facts: pinned, lines };
  return { facts: differences.reduce(apply, struck.facts), lines };
}

export function newestFirst(
  lines: readonly string[],
  before: readonly PinChange[],
  nowMs: number,
): readonly PinChange[] {
  return [...lines.map((text) => ({ atMs: nowMs, text })), ...before].slice(0, CHANGES_MAX);
}

/** First what became of the facts shown, then, for a brief, which of them no longer belong and which newly do. */
function allDifferences(content: PinContent, sitrep: Sitrep): readonly FactDifference[] {
  const changed = compareFacts(
    content.facts.map(({ fact }) => fact),
    sitrep.knowledge,
  );
  const members = membersOf(content, sitrep);
  if (members === null) return changed;
  const gone = new Set(changed.filter(({ kind }) => kind === 'retracted').map(idOf));
  const after = changed.reduce(apply, content.facts).filter(({ fact }) => !gone.has(fact.id));
  const [belong, there] = [members, after.map(({ fact }) => fact)].map((facts) => new Set(facts.map(({ id }) => id)));
  return [
    ...changed,
    ...after.flatMap(({ fact }): FactDifference[] => (belong?.has(fact.id) ? [] : [{ kind: 'dropped', before: fact }])),
    ...members.flatMap((fact): FactDifference[] => (there?.has(fact.id) ? [] : [{ kind: 'added', after: fact }])),
  ];
}

/** Leaves out what newly belongs where a pin has no room for it yet: what is not shown must not be told as new. */
function withRoom(content: PinContent, differences: readonly FactDifference[]): readonly FactDifference[] {
  const others = differences.filter(({ kind }) => kind !== 'added');
  const room = Math.max(0, roomOf(content) - others.reduce(apply, content.facts).length);
  return [...others, ...differences.filter(({ kind }) => kind === 'added').slice(0, room)];
}

/** Names a change by the fact and what became of it, so that the next change of the same fact has another key. */
function changeKey(difference: FactDifference): string {
  const { kind } = difference;
  // What comes into a brief or goes out of it does so whatever becomes of its words.
  const became =
    kind === 'superseded' ? difference.successor : kind === 'added' || kind === 'dropped' ? null : difference.after;
  const reason = kind === 'retracted' ? difference.reason : '';
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, became, reason]))
    .digest('base64url')
    .slice(0, 12);
  return `${idOf(difference)}:${hash}`;
}

/**
 * Struck facts as today's facts have them: a retraction that was taken back no longer strikes, and a reason follows the
 * curator's. Where pins ask, a fact that holds again as something else than what is shown stays struck until it is reviewed.
 */
function strikesOfToday(pinned: readonly PinnedFact[], knowledge: KnowledgeBase, updates: PinUpdates) {
  const lines: string[] = [];
  const facts = pinned.map((each): PinnedFact => {
    if (each.struck === null) return each;
    const [difference] = compareFacts([each.fact], knowledge);
    if (difference?.kind === 'retracted') return { ...each, struck: difference.reason };
    const today = currentFact(each.fact.id, knowledge);
    if (today?.id !== each.fact.id || (updates === 'ask' && difference?.kind === 'corrected')) return each;
    lines.push(`Holds again: ${today.label}`);
    return { ...each, struck: null };
  });
  return { facts, lines };
}

const standing = (pinned: readonly PinnedFact[]): readonly Fact[] =>
  pinned.flatMap(({ fact, struck }) => (struck === null ? [fact] : []));

/** Which facts are struck and why, comparable. */
const strikes = (pinned: readonly PinnedFact[]): string =>
  JSON.stringify(pinned.flatMap(({ fact, struck }) => (struck === null ? [] : [[fact.id, struck]])));

function apply(facts: readonly PinnedFact[], difference: FactDifference): readonly PinnedFact[] {
  const replace = (by: (pinned: PinnedFact) => readonly PinnedFact[]) =>
    facts.flatMap((pinned) => (pinned.fact.id === idOf(difference) ? by(pinned) : [pinned]));
  switch (difference.kind) {
    case 'corrected':
      return replace(() => [{ fact: difference.after, struck: null }]);
    case 'retracted':
      return replace(({ fact }) => [{ fact, struck: difference.reason }]);
    case 'reworded':
    case 'superseded': {
      const after = difference.kind === 'reworded' ? difference.after : difference.successor;
      const isThere = facts.some(({ fact }) => fact.id === after.id && after.id !== difference.before.id);
      return replace(() => (isThere ? [] : [{ fact: after, struck: null }]));
    }
    case 'dropped':
      return replace(() => []);
    case 'added': {
      const isThere = facts.some(({ fact }) => fact.id === difference.after.id);
      return isThere ? facts : [...facts, { fact: difference.after, struck: null }];
    }
  }
}

/** What Refresh takes out was struck before, or is retracted by now. */
function takenOutLine({ before, reason }: Extract<FactDifference, { kind: 'retracted' }>): string {
  return `Taken out, retracted: ${before.label} (${reason})`;
}

/** What happened to a fact, for "what changed"; wording alone is not worth a line. */
function lineOf(difference: FactDifference): string | null {
  const because = (reason: string | null) => (reason === null ? '' : ` (${reason})`);
  switch (difference.kind) {
    case 'reworded':
      return null;
    case 'corrected':
      return `${correctionWord(difference)}: ${difference.after.label}${because(difference.reason)}`;
    case 'retracted':
      return `Retracted: ${difference.before.label}${because(difference.reason)}`;
    case 'superseded':
      return `Replaced: ${difference.before.label}, by: ${difference.successor.label}${because(difference.reason)}`;
    case 'dropped':
      return `No longer in this brief: ${difference.before.label}`;
    case 'added':
      return `New: ${difference.after.label}`;
  }
}
