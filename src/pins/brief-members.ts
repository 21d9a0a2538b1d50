import { BRIEF_FACTS_MAX, type Brief } from '../ask/brief.ts';
import { currentFact } from '../knowledge/current-fact.ts';
import type { SubjectRef } from '../model/answer.ts';
import type { Fact, FactId } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { PIN_FACTS_MAX, type PinContent, type PinnedFact } from './pin.ts';

type Kept = Pick<PinContent, 'kind' | 'about' | 'included' | 'excluded'>;

/**
 * Today's brief on a subject; `undefined` where the subject is no longer in the fact base, even if the name of another subject equals the removed id.
 */
export const briefOn = (about: SubjectRef | null, sitrep: Sitrep): Brief | undefined =>
  about === null || sitrep.subject(about) !== undefined ? sitrep.brief(about ?? '') : undefined;

/**
 * The facts that a pinned brief should show: those of today's brief in its order, without those that the moderator took out, and
 * then the facts that the moderator added.
 *
 * @returns `null` for the other kinds, which keep the chosen facts, and for a brief whose subject is no longer in the fact base
 */
export function membersOf({ kind, about, included, excluded }: Kept, sitrep: Sitrep): readonly Fact[] | null {
  if (kind !== 'brief' || (about !== null && sitrep.subject(about) === undefined)) return null;
  const today = (ids: readonly FactId[]) => ids.flatMap((id) => currentFact(id, sitrep.knowledge) ?? []);
  const brief = briefOn(about, sitrep);
  const added = today(included);
  const out = new Set([...excluded, ...today(excluded).map(({ id }) => id)]);
  // A fact that the moderator added may be the successor of one that they took out.
  for (const { id } of added) out.delete(id);
  const ofBrief = [...(brief?.facts ?? []), ...(brief?.disputed ?? [])].filter(({ id }) => !out.has(id));
  const members = new Map([...ofBrief, ...added].map((fact) => [fact.id, fact]));
  return [...members.values()].slice(0, PIN_FACTS_MAX);
}

/** How many facts a pin may show: those of a brief and those that the moderator added. */
export const roomOf = ({ kind, included }: Kept): number =>
  kind === 'brief' ? Math.min(PIN_FACTS_MAX, BRIEF_FACTS_MAX + included.length) : PIN_FACTS_MAX;

/** Sorts facts in the order of the brief; struck facts keep their places, and facts outside the brief come last. */
export function inOrder(facts: readonly PinnedFact[], members: readonly Fact[]): readonly PinnedFact[] {
  const places = new Map(members.map(({ id }, place) => [id, place]));
  const place = ({ fact }: PinnedFact) => places.get(fact.id) ?? members.length;
  const ordered = facts.filter(({ struck }) => struck === null).sort((a, b) => place(a) - place(b));
  for (const [i, pinned] of facts.entries()) if (pinned.struck !== null) ordered.splice(i, 0, pinned);
  return ordered;
}
