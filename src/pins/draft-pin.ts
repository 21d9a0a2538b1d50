import { hash, randomBytes } from 'node:crypto';
import { frameOver } from '../ask/brief.ts';
import { currentFact, mayAnswer } from '../knowledge/current-fact.ts';
import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { clip, fold } from '../model/text.ts';
import type { Sitrep } from '../sitrep.ts';
import { briefOn, membersOf } from './brief-members.ts';
import { type Draft, PIN_FACTS_MAX, type Pin, type PinContent, pinIdOf } from './pin.ts';
import type { DraftRequest } from './requests.ts';

/** Bytes of a draft's id and of a nonce: 12 characters of base64url. */
const ID_BYTES = 9;
const TITLE_MAX_CHARS = 80;

export const newId = (): string => randomBytes(ID_BYTES).toString('base64url');

/** @returns `undefined` where the situation holds no fact on the subject */
export function draftFor(request: DraftRequest, sitrep: Sitrep, nowMs: number): Draft | undefined {
  const { kind, guildId, channelId, about, by } = request;
  const choice = kind === 'answer' ? chosenFrom(request, sitrep) : offeredOn(request, sitrep);
  if (choice === undefined) return undefined;
  const situation = sitrep.knowledge.name;
  return { id: newId(), kind, guildId, channelId, situation, about, ...choice, note: null, by, createdAtMs: nowMs };
}

type Choice = Pick<Draft, 'title' | 'preset' | 'offered' | 'chosen'>;

function chosenFrom({ facts: ids = [], title }: DraftRequest, { knowledge }: Sitrep): Choice | undefined {
  const facts = heldOf([...new Set(ids)], knowledge);
  if (facts.length === 0) return undefined;
  const offered = facts.slice(0, PIN_FACTS_MAX);
  const chosen = offered.map(({ id }) => id);
  return { title: clip(title ?? nameOf(offered), TITLE_MAX_CHARS), preset: [], offered: chosen, chosen };
}

/** Facts without a heading are named after the first, so that several pins can be told apart in a list. */
function nameOf([first, ...more]: readonly Fact[]): string {
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${clip(first?.label ?? '', TITLE_MAX_CHARS - rest.length)}${rest}`;
}

/** Offers the brief's facts, which are chosen at first, then the others on the subject, the most important first. */
function offeredOn({ kind, about }: DraftRequest, sitrep: Sitrep): Choice | undefined {
  const brief = briefOn(about, sitrep);
  if (brief === undefined) return undefined;
  const chosen = [...brief.facts, ...brief.disputed].map(({ id }) => id);
  const offered = [...new Set([...chosen, ...brief.considered])].slice(0, PIN_FACTS_MAX);
  const title = clip(brief.title, TITLE_MAX_CHARS);
  return { title, preset: kind === 'brief' ? chosen : [], chosen, offered };
}

/** Brings a draft of a brief up to date: facts that now belong to the brief are offered and chosen; the moderator's choices stay. */
export function renewed(draft: Draft, sitrep: Sitrep): Draft {
  const brief = draft.kind === 'brief' ? briefOn(draft.about, sitrep) : undefined;
  if (brief === undefined) return draft;
  const { included, excluded: out } = choiceOf(draft);
  // The successor of a fact that was taken out is out as well, until a moderator chooses it.
  // Where the moderator added that successor, it stays in.
  const successors = out.map((id) => currentFact(id, sitrep.knowledge)?.id ?? id);
  const excluded = successors.filter((id) => !included.includes(id));
  const today = [...brief.facts, ...brief.disputed].map(({ id }) => id);
  const chosen = [...new Set([...today.filter((id) => !excluded.includes(id)), ...included])];
  const offered = [...new Set([...today, ...included, ...brief.considered])].slice(0, PIN_FACTS_MAX);
  return {
    ...draft,
    preset: [...new Set([...today, ...excluded])],
    offered,
    chosen: offered.filter((id) => chosen.includes(id)),
  };
}

/** The facts that a moderator added to the brief, and those that they took out of it. */
const choiceOf = ({ preset, chosen }: Draft) => ({
  included: chosen.filter((id) => !preset.includes(id)),
  excluded: preset.filter((id) => !chosen.includes(id)),
});

/** What a draft would show now, without facts that no longer hold. */
export function contentOf(draft: Draft, sitrep: Sitrep): PinContent {
  const { knowledge } = sitrep;
  const { kind, about, note, by } = draft;
  const choice = kind === 'brief' ? choiceOf(draft) : { included: [], excluded: [] };
  const facts = membersOf({ kind, about, ...choice }, sitrep) ?? heldOf(draft.chosen, knowledge);
  return {
    kind,
    about,
    title: titleOf(draft, { before: heldOf(draft.offered, knowledge), facts }, sitrep),
    facts: facts.map((fact) => ({ fact, struck: null })),
    note: note === null ? null : { text: note, by },
    frame: frameOf(draft, facts, sitrep),
    version: knowledge.version,
    changes: [],
    review: null,
    ...choice,
    dismissed: [],
    endedAtMs: null,
  };
}

/** Identifies what a preview shows, so that its button posts nothing else. 48 bits, as a button has little room. */
export const previewMark = (content: PinContent): string =>
  hash('sha256', JSON.stringify(content), 'base64url').slice(0, 8);

const heldOf = (ids: readonly FactId[], { factById }: KnowledgeBase): readonly Fact[] =>
  ids.flatMap((id) => factById.get(id) ?? []).filter(mayAnswer);

/**
 * The heading over these facts. The one of a subject stays as it was where the subject has been removed; the one of an answer
 * stays as long as the facts that it names are there.
 *
 * @param shown - `before`: the facts under the heading as it was
 */
export function titleOf(
  { kind, about, title }: Pick<PinContent, 'kind' | 'about' | 'title'>,
  { before, facts }: { readonly before: readonly Fact[]; readonly facts: readonly Fact[] },
  sitrep: Sitrep,
): string {
  if (kind === 'brief' || about !== null) return clip(briefOn(about, sitrep)?.title ?? title, TITLE_MAX_CHARS);
  if (facts.length === 0) return title;
  const isGone = ({ id, label }: Fact) => fold(title).includes(fold(label)) && !facts.some((fact) => fact.id === id);
  return kind === 'facts' || title === nameOf(before) || before.some(isGone) ? nameOf(facts) : title;
}

/** The lines of a brief beside these facts; the other kinds have none. */
export function frameOf(
  { kind, about }: Pick<PinContent, 'kind' | 'about'>,
  facts: readonly Fact[],
  sitrep: Sitrep,
): readonly string[] {
  const subject = about === null ? null : sitrep.subject(about);
  return kind === 'brief' && subject !== undefined ? frameOver(sitrep.knowledge, subject, facts) : [];
}

/** The pin that a draft gives. It has the draft's id, so one draft can give only one pin. */
export function pinOf(draft: Draft, sitrep: Sitrep, nowMs: number): Pin {
  return {
    id: pinIdOf(draft.id),
    draftId: draft.id,
    guildId: draft.guildId,
    channelId: draft.channelId,
    situation: draft.situation,
    content: contentOf(draft, sitrep),
    state: 'posting',
    end: null,
    messageId: null,
    nonce: newId(),
    sentAtMs: null,
    fingerprint: null,
    confirmed: null,
    createdBy: draft.by,
    actingBy: draft.by,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    replies: [],
  };
}

/**
 * The pin that an unknown message becomes when a moderator adopts it. A brief on the whole situation is recognised by its
 * heading. Any other message becomes a pin of the facts recognised in it, because nothing in it tells its origin.
 */
export function adoptedPin(
  place: Pick<Pin, 'id' | 'guildId' | 'channelId'> & { readonly messageId: string; readonly by: string },
  shown: { readonly title: string; readonly facts: readonly Fact[] },
  sitrep: Sitrep,
  nowMs: number,
): Pin {
  const { id, guildId, channelId, messageId, by } = place;
  const { knowledge } = sitrep;
  const brief = briefOn(null, sitrep);
  const isBrief = brief?.title === shown.title;
  const chosen = [...new Set(shown.facts.flatMap((fact) => currentFact(fact.id, knowledge)?.id ?? []))];
  const preset = isBrief ? [...brief.facts, ...brief.disputed].map((fact) => fact.id) : [];
  const offered = chosen.slice(0, PIN_FACTS_MAX);
  const kind = isBrief ? 'brief' : 'facts';
  const from: Draft = {
    id,
    kind,
    guildId,
    channelId,
    situation: knowledge.name,
    about: null,
    title: shown.title,
    preset,
    offered,
    chosen: offered,
    note: null,
    by,
    createdAtMs: nowMs,
  };
  return { ...pinOf(from, sitrep, nowMs), state: 'pinned', messageId, sentAtMs: nowMs };
}
