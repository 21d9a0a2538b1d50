import { createHash } from 'node:crypto';
import { currentFact } from '../knowledge/current-fact.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { inOrder, membersOf, roomOf } from './brief-members.ts';
import { compareFacts, correctionWord, type FactDifference, idOf } from './difference.ts';
import { frameOf, titleOf } from './draft-pin.ts';
import { CHANGES_MAX, type News, type PinChange, type PinContent, type PinnedFact } from './pin.ts';

/** `auto`: pins follow the facts by themselves. `ask`: they ask for a review; by themselves they only strike retracted facts. */
export type PinUpdates = 'auto' | 'ask';

/** How today's facts differ from those that a pin shows, without the changes that a moderator dismissed. */
export function differencesOf(content: PinContent, sitrep: Sitrep): readonly FactDifference[] {
  return allDifferences(content, sitrep).filter((difference) => !content.dismissed.includes(changeKey(difference)));
}

/** Whether a pin shows today's facts, apart from changes that a moderator dismissed. */
export function isCurrent(content: PinContent, sitrep: Sitrep): boolean {
  return content.review === null && differencesOf(content, sitrep).every(({ kind }) => kind === 'reworded');
}

/**
 * A pin's content as it should be today. The function is idempotent: nothing is due until the facts change again.
 *
 * @returns the same object where nothing changes
 */
export function followFacts(content: PinContent, sitrep: Sitrep, updates: PinUpdates, nowMs: number): PinContent {
  const { knowledge } = sitrep;
  const struck = strikesOfToday(content.facts, knowledge, updates);
  const dismissed = stillDismissed(content, sitrep);
  const before: PinContent = { ...content, facts: struck.facts, dismissed };
  const waits = updates === 'ask' && differencesOf(before, sitrep).some(({ kind }) => kind !== 'reworded');
  // Struck facts stay as they are until a moderator refreshes.
  const withoutStruck = { ...before, facts: before.facts.filter((pinned) => pinned.struck === null) };
  const applied = withRoom(
    before,
    differencesOf(withoutStruck, sitrep).filter(
      ({ kind }) => updates === 'auto' || kind === 'reworded' || kind === 'retracted',
    ),
  );
  const facts = applied.reduce(apply, struck.facts);
  // A brief that waits for a review, or whose changes were dismissed, keeps its facts; only its frame must not mention struck
  // facts.
  const stays = waits || dismissed.length > 0;
  const members = stays ? null : membersOf(content, sitrep);
  const shown = members === null ? facts : inOrder(facts, members);
  const news = [...struck.news, ...applied.flatMap((difference) => newsOf(difference) ?? [])];
  const followed: PinContent = {
    ...content,
    title: titleOf(content, { before: unstruck(content.facts), facts: unstruck(shown) }, sitrep),
    facts: shown,
    frame:
      stays && strikes(facts) === strikes(content.facts) ? content.frame : frameOf(content, unstruck(shown), sitrep),
    changes: addChanges(news, content.changes, nowMs),
    review: waits ? (content.review ?? knowledge.version) : null,
    dismissed,
  };
  if (JSON.stringify(followed) === JSON.stringify(content)) return content;
  return stays ? followed : { ...followed, version: knowledge.version };
}

/** Keys of the dismissed changes that have not been undone since. */
function stillDismissed(content: PinContent, sitrep: Sitrep): readonly string[] {
  if (content.dismissed.length === 0) return content.dismissed;
  const keys = new Set(allDifferences(content, sitrep).map(changeKey));
  return content.dismissed.filter((key) => keys.has(key));
}

/**
 * A pin's content with every change applied: struck facts are removed, new ones are added, and no review is pending. Its lines
 * say what this changed, for readers who knew the pin before. Of the earlier lines those of the day stay.
 */
export function refreshContent(content: PinContent, sitrep: Sitrep, nowMs: number): PinContent {
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
  const takenOut = all.flatMap((each) => (each.kind === 'retracted' ? [takenOutNews(each)] : []));
  const news = [...takenOut, ...others.flatMap((difference) => newsOf(difference) ?? [])];
  return {
    ...content,
    title: titleOf(content, { before: unstruck(content.facts), facts: unstruck(shown) }, sitrep),
    facts: shown,
    frame: frameOf(content, unstruck(shown), sitrep),
    version: sitrep.knowledge.version,
    changes: news.length > 0 ? addChanges(news, newsOfToday(content.changes, nowMs), nowMs) : content.changes,
    review: null,
    dismissed: [],
  };
}

/**
 * Dismisses every change that waits for a review, so that none of them asks for one again. The facts stay as they are shown, and
 * the lines say so.
 */
export function dismissChanges(content: PinContent, sitrep: Sitrep, nowMs: number): PinContent {
  const waiting = differencesOf(content, sitrep).filter(({ kind }) => kind !== 'reworded');
  const keys = waiting.map(changeKey);
  const changed = waiting.flatMap((each) =>
    isOtherToday(each) ? [{ fact: idOf(each), text: leftLine(each.before) }] : [],
  );
  const news = changed.length > 0 || waiting.length === 0 ? changed : [{ text: LEFT_MEMBERS }];
  return {
    ...content,
    review: null,
    dismissed: [...new Set([...content.dismissed, ...keys])],
    changes: addChanges(news, content.changes, nowMs),
  };
}

type OtherToday = Extract<FactDifference, { kind: 'corrected' | 'superseded' }>;
const isOtherToday = (difference: FactDifference): difference is OtherToday =>
  difference.kind === 'corrected' || difference.kind === 'superseded';

/**
 * Whether a fact that a pin shows says something else today: `reviewed`: a moderator has yet to decide; `left`: one decided that
 * the pin keeps it. `null` for every other fact.
 */
export function standingOf(fact: Fact, content: PinContent, knowledge: KnowledgeBase): 'reviewed' | 'left' | null {
  const [difference] = content.endedAtMs === null ? compareFacts([fact], knowledge) : [];
  if (difference === undefined || !isOtherToday(difference)) return null;
  if (content.dismissed.includes(changeKey(difference))) return 'left';
  return content.review === null ? null : 'reviewed';
}

/**
 * The facts of a shared answer as they are today: corrected, struck, or no longer struck. No fact is added.
 *
 * @returns the same object and no lines where nothing of substance has changed; a mere rewording is adopted only
 *          together with such a change
 */
export function correctFacts(
  pinned: readonly PinnedFact[],
  knowledge: KnowledgeBase,
): { readonly facts: readonly PinnedFact[]; readonly news: readonly News[] } {
  const struck = strikesOfToday(pinned, knowledge, 'auto');
  const differences = compareFacts(unstruck(struck.facts), knowledge);
  const news = [...struck.news, ...differences.flatMap((difference) => newsOf(difference) ?? [])];
  if (news.length === 0 && strikes(struck.facts) === strikes(pinned)) return { facts: pinned, news };
  return { facts: differences.reduce(apply, struck.facts), news };
}

/** Adds lines to "what changed", newest first. All changes of a fact on one day (UTC) are one line, which tells the last of them. */
export function addChanges(news: readonly News[], before: readonly PinChange[], nowMs: number): readonly PinChange[] {
  const isSameDay = sameDayAs(nowMs);
  const fresh = news.map((each): PinChange => {
    const earlier = before.find((change) => each.fact !== undefined && change.fact === each.fact && isSameDay(change));
    // Readers who did not see the fact before need only know that it is new.
    const isStillNew = earlier?.text.startsWith(NEW) && CORRECTIONS.some((start) => each.text.startsWith(start));
    return { ...each, text: earlier !== undefined && isStillNew ? earlier.text : each.text, atMs: nowMs };
  });
  const told = new Set(news.flatMap(({ fact }) => fact ?? []));
  const others = before.filter((change) => change.fact === undefined || !told.has(change.fact) || !isSameDay(change));
  return [...fresh, ...others].slice(0, CHANGES_MAX);
}
const DAY_MS = 24 * 60 * 60_000;
/** Days of UTC. */
const sameDayAs =
  (nowMs: number) =>
  ({ atMs }: PinChange): boolean =>
    Math.floor(atMs / DAY_MS) === Math.floor(nowMs / DAY_MS);
/** The lines that a Refresh keeps: what was left as it was is left no longer. */
const newsOfToday = (changes: readonly PinChange[], nowMs: number): readonly PinChange[] =>
  changes.filter(sameDayAs(nowMs)).filter(({ text }) => !text.startsWith(LEFT));

/** The corrections among the lines that readers of the earlier ones have not seen. */
export const correctionsSince = (changes: readonly PinChange[], before: readonly PinChange[]): readonly PinChange[] =>
  changes.filter(
    ({ atMs, text }) =>
      !NO_CORRECTIONS.some((start) => text.startsWith(start)) &&
      !before.some((earlier) => earlier.atMs === atMs && earlier.text === text),
  );

/** First what happened to the facts shown; then, for a brief, the facts that left it and those that entered it. */
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

/** Leaves out new facts that a pin has no room for, because only shown facts may be announced. */
function withRoom(content: PinContent, differences: readonly FactDifference[]): readonly FactDifference[] {
  const others = differences.filter(({ kind }) => kind !== 'added');
  const room = Math.max(0, roomOf(content) - others.reduce(apply, content.facts).length);
  return [...others, ...differences.filter(({ kind }) => kind === 'added').slice(0, room)];
}

/** Identifies a change by the fact and what happened to it, so that the next change of the same fact has another key. */
function changeKey(difference: FactDifference): string {
  const { kind } = difference;
  // Whether a fact enters or leaves a brief does not depend on its wording.
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
 * Updates struck facts: a fact whose retraction was withdrawn is no longer struck, and reasons follow the curator's. Where pins
 * ask for reviews, a fact that holds again but states something else stays struck until it is reviewed.
 */
function strikesOfToday(pinned: readonly PinnedFact[], knowledge: KnowledgeBase, updates: PinUpdates) {
  const news: News[] = [];
  const facts = pinned.map((each): PinnedFact => {
    if (each.struck === null) return each;
    const [difference] = compareFacts([each.fact], knowledge);
    if (difference?.kind === 'retracted') return { ...each, struck: difference.reason };
    const today = currentFact(each.fact.id, knowledge);
    if (today?.id !== each.fact.id || (updates === 'ask' && difference?.kind === 'corrected')) return each;
    news.push({ fact: today.id, text: `Holds again: ${today.label}` });
    return { ...each, struck: null };
  });
  return { facts, news };
}

const unstruck = (pinned: readonly PinnedFact[]): readonly Fact[] =>
  pinned.flatMap(({ fact, struck }) => (struck === null ? [fact] : []));

/** Which facts are struck and why, ready to compare. */
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

/** Refresh takes out facts that were struck before or have been retracted since. */
const takenOutNews = ({ before, reason }: Extract<FactDifference, { kind: 'retracted' }>): News => ({
  fact: before.id,
  text: `${TAKEN_OUT}${before.label} (${reason})`,
});

/** What readers are told about a difference; a mere rewording is not told. */
function newsOf(difference: FactDifference): News | null {
  const text = lineOf(difference);
  return text === null ? null : { fact: idOf(difference), text };
}

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
      return `${MADE_ROOM}${difference.before.label}`;
    case 'added':
      return `${NEW}${difference.after.label}`;
  }
}

const NEW = 'New: ';
const CORRECTIONS = ['Corrected: ', 'Changed: '];
/** Worded differently from a withdrawal, because the fact still holds. */
const MADE_ROOM = 'Made room for others, and still holds: ';
const TAKEN_OUT = 'Taken out, retracted: ';
const LEFT = 'Left as it was by a moderator: ';
const LEFT_MEMBERS = `${LEFT}which facts are shown`;
const leftLine = ({ label }: Fact): string => `${LEFT}${label}`;
/** The beginnings of lines that report no correction. */
const NO_CORRECTIONS = [NEW, MADE_ROOM, TAKEN_OUT, LEFT];
