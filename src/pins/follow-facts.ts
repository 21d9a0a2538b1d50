import { createHash } from 'node:crypto';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Fact, KnowledgeBase } from '../knowledge/model.ts';
import type { Sitrep } from '../sitrep.ts';
import { compareFacts, correctionWord, type FactDifference, idOf } from './difference.ts';
import { consideredOn, frameOf } from './draft-pin.ts';
import { CHANGES_MAX, PIN_FACTS_MAX, type PinChange, type PinContent, type PinnedFact } from './pin.ts';

/** `auto`: pins follow by themselves. `ask`: they ask for a review, and only strike what was retracted. */
export type PinUpdates = 'auto' | 'ask';

/** How today's facts differ from those that a pin shows, without what a moderator has decided to leave. */
export function differencesOf(content: PinContent, sitrep: Sitrep): readonly FactDifference[] {
  return unsettled(
    content,
    content.facts.map(({ fact }) => fact),
    true,
    sitrep,
  );
}

/**
 * Whether a pin shows what a moderator would have it show today. A fact that newly belongs counts for briefs only: the facts of
 * the other kinds are a moderator's choice.
 */
export function isCurrent(content: PinContent, sitrep: Sitrep): boolean {
  const shown = content.facts.map(({ fact }) => fact);
  return (
    content.review === null &&
    unsettled(content, shown, content.kind === 'brief', sitrep).every(({ kind }) => kind === 'reworded')
  );
}

/** @returns the very content that came where nothing in it changes */
export function followFacts(content: PinContent, sitrep: Sitrep, updates: PinUpdates, nowMs: number): PinContent {
  const restored = content.facts.map((pinned) => withoutStrike(pinned, sitrep.knowledge));
  const standing = restored.flatMap(({ fact, struck }) => (struck === null ? [fact] : []));
  const applied = withRoom(
    unsettled({ ...content, facts: restored }, standing, content.kind === 'brief', sitrep),
    restored.length,
  ).filter(({ kind }) => updates === 'auto' || kind === 'reworded' || kind === 'retracted');
  const waits = updates === 'ask' && !isCurrent({ ...content, facts: restored, review: null }, sitrep);
  const facts = applied.reduce(apply, restored);
  const lines = applied.flatMap((difference) => lineOf(difference) ?? []);
  const ids = facts.map(({ fact }) => fact.id);
  const followed: PinContent = {
    ...content,
    facts,
    // A brief that waits for a review, or was left, stays as it was, its frame included.
    frame: waits || content.left.length > 0 ? content.frame : frameOf(content.kind, content.about, ids, sitrep),
    changes: newestFirst(lines, content.changes, nowMs),
    review: waits ? (content.review ?? sitrep.knowledge.version) : null,
    considered: updates === 'auto' ? [...new Set([...content.considered, ...applied.map(idOf)])] : content.considered,
  };
  if (JSON.stringify(followed) === JSON.stringify(content)) return content;
  return applied.length > 0 && !waits ? { ...followed, version: sitrep.knowledge.version } : followed;
}

/** All that has changed taken over: struck facts out, new ones in where the kind takes them, nothing waiting. */
export function refreshed(content: PinContent, sitrep: Sitrep): PinContent {
  const { kind, about } = content;
  const all = compareFacts(
    content.facts.map(({ fact }) => fact),
    sitrep.knowledge,
    belongingTo(content, kind === 'brief', sitrep),
  );
  const facts = all
    .filter(({ kind: what }) => what !== 'retracted')
    .reduce(
      apply,
      content.facts.flatMap(({ fact }) => {
        const gone = all.some((difference) => difference.kind === 'retracted' && difference.before.id === fact.id);
        return gone ? [] : [{ fact, struck: null }];
      }),
    );
  const ids = facts.map(({ fact }) => fact.id);
  return {
    ...content,
    facts,
    frame: frameOf(kind, about, ids, sitrep),
    version: sitrep.knowledge.version,
    changes: [],
    review: null,
    considered: consideredOn(kind, about, ids, sitrep),
    left: [],
  };
}

/** What waits for a review counts as decided: it does not ask again, and nothing else changes. */
export function leaving(content: PinContent, sitrep: Sitrep): PinContent {
  const keys = differencesOf(content, sitrep).map(changeKey);
  return { ...content, review: null, left: [...new Set([...content.left, ...keys])] };
}

/** The facts of a shared answer brought up to date; no fact is added to it. @returns no lines where nothing has changed in what it says */
export function corrected(
  pinned: readonly PinnedFact[],
  knowledge: KnowledgeBase,
): { readonly facts: readonly PinnedFact[]; readonly lines: readonly string[] } {
  const standing = pinned.flatMap(({ fact, struck }) => (struck === null ? [fact] : []));
  const differences = compareFacts(standing, knowledge).filter(({ kind }) => kind !== 'reworded');
  return {
    facts: differences.reduce(apply, pinned),
    lines: differences.flatMap((difference) => lineOf(difference) ?? []),
  };
}

export function newestFirst(
  lines: readonly string[],
  before: readonly PinChange[],
  nowMs: number,
): readonly PinChange[] {
  return [...lines.map((text) => ({ atMs: nowMs, text })), ...before].slice(0, CHANGES_MAX);
}

function unsettled(content: PinContent, before: readonly Fact[], withAdded: boolean, sitrep: Sitrep) {
  const found = compareFacts(before, sitrep.knowledge, belongingTo(content, withAdded, sitrep));
  return content.left.length === 0
    ? found
    : found.filter((difference) => !content.left.includes(changeKey(difference)));
}

/** Leaves out what newly belongs where a pin has no room for it: what is not shown must not be told as new. */
function withRoom(differences: readonly FactDifference[], taken: number): readonly FactDifference[] {
  const added = differences.filter(({ kind }) => kind === 'added');
  return [...differences.filter(({ kind }) => kind !== 'added'), ...added.slice(0, PIN_FACTS_MAX - taken)];
}

function belongingTo({ kind, about, considered, facts }: PinContent, withAdded: boolean, sitrep: Sitrep) {
  const brief = withAdded && kind !== 'answer' ? sitrep.brief(about ?? '') : undefined;
  const now = [...(brief?.facts ?? []), ...(brief?.disputed ?? [])].map(({ id }) => id);
  return { now, considered: [...considered, ...facts.map(({ fact }) => fact.id)] };
}

/** Names a change by the fact and what became of it, so that the next change of the same fact has another key. */
function changeKey(difference: FactDifference): string {
  const { kind } = difference;
  const became = kind === 'superseded' ? difference.successor : difference.after;
  const reason = kind === 'retracted' ? difference.reason : '';
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, became, reason]))
    .digest('base64url')
    .slice(0, 12);
  return `${idOf(difference)}:${hash}`;
}

/** A retraction that was taken back. */
function withoutStrike(pinned: PinnedFact, knowledge: KnowledgeBase): PinnedFact {
  const isBack = pinned.struck !== null && currentFact(pinned.fact.id, knowledge)?.id === pinned.fact.id;
  return isBack ? { ...pinned, struck: null } : pinned;
}

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
    case 'added': {
      const isThere = facts.some(({ fact }) => fact.id === difference.after.id);
      return isThere || facts.length >= PIN_FACTS_MAX ? facts : [...facts, { fact: difference.after, struck: null }];
    }
  }
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
    case 'added':
      return `New: ${difference.after.label}`;
  }
}
