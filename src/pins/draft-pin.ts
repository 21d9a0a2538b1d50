import { randomBytes } from 'node:crypto';
import type { FactId } from '../knowledge/model.ts';
import { mayAnswer } from '../search/fact-index.ts';
import type { Sitrep } from '../sitrep.ts';
import { clip } from '../text.ts';
import { type Draft, PIN_FACTS_MAX, type Pin, type PinContent, pinIdOf } from './pin.ts';
import type { DraftRequest } from './pins.ts';

/** Bytes of a draft's id and of a nonce: 12 characters of base64url. */
const ID_BYTES = 9;
const TITLE_MAX_CHARS = 80;

export const newId = (): string => randomBytes(ID_BYTES).toString('base64url');

/** @returns `undefined` where the situation holds no fact on it */
export function draftFor(request: DraftRequest, sitrep: Sitrep, nowMs: number): Draft | undefined {
  const { kind, guildId, channelId, about, by } = request;
  const choice = kind === 'answer' ? chosenFrom(request.facts ?? [], sitrep) : offeredOn(request, sitrep);
  if (choice === undefined) return undefined;
  const situation = sitrep.knowledge.name;
  return { id: newId(), kind, guildId, channelId, situation, about, ...choice, note: null, by, createdAtMs: nowMs };
}

type Choice = Pick<Draft, 'title' | 'offered' | 'chosen'>;

function chosenFrom(ids: readonly FactId[], { knowledge }: Sitrep): Choice | undefined {
  const facts = [...new Set(ids)].flatMap((id) => knowledge.factById.get(id) ?? []).filter(mayAnswer);
  const [first, ...more] = facts;
  if (first === undefined) return undefined;
  const offered = facts.slice(0, PIN_FACTS_MAX).map(({ id }) => id);
  return { title: answerTitle(first.label, more.length), offered, chosen: offered };
}

/** Named after its first fact, so that several pinned answers can be told apart in a list. */
function answerTitle(first: string, more: number): string {
  const rest = more === 0 ? '' : ` and ${more} more`;
  return `${clip(first, TITLE_MAX_CHARS - rest.length)}${rest}`;
}

/** The brief's facts, which are chosen at first, then the others on the subject, the most important first. */
function offeredOn({ kind, about }: DraftRequest, sitrep: Sitrep): Choice | undefined {
  const brief = sitrep.brief(about ?? '');
  if (brief === undefined) return undefined;
  const chosen = [...brief.facts, ...brief.disputed].map(({ id }) => id);
  const title = kind === 'facts' && about === null ? 'Facts' : clip(brief.title, TITLE_MAX_CHARS);
  return { title, chosen, offered: [...new Set([...chosen, ...brief.considered])].slice(0, PIN_FACTS_MAX) };
}

/** What a draft would show now. Facts that no longer hold are left out. */
export function contentOf(draft: Draft, sitrep: Sitrep): PinContent {
  const { knowledge } = sitrep;
  const facts = draft.chosen.flatMap((id) => knowledge.factById.get(id) ?? []).filter(mayAnswer);
  const { kind, about, title, note, by } = draft;
  return {
    kind,
    about,
    title,
    facts: facts.map((fact) => ({ fact, struck: null })),
    note: note === null ? null : { text: note, by },
    frame: frameOf(
      kind,
      about,
      facts.map(({ id }) => id),
      sitrep,
    ),
    version: knowledge.version,
    changes: [],
    review: null,
    considered: consideredOn(kind, about, draft.offered, sitrep),
    left: [],
  };
}

/** The lines of a brief beside these facts; the other kinds have none. */
export function frameOf(
  kind: PinContent['kind'],
  about: PinContent['about'],
  facts: readonly FactId[],
  sitrep: Sitrep,
): readonly string[] {
  return kind === 'brief' && facts.length > 0 ? (sitrep.brief(about ?? '', facts)?.frame ?? []) : [];
}

/** All that was there to choose from, so that what comes later can be told from it. */
export function consideredOn(
  kind: PinContent['kind'],
  about: PinContent['about'],
  further: readonly FactId[],
  sitrep: Sitrep,
): readonly FactId[] {
  if (kind === 'answer') return [];
  return [...new Set([...(sitrep.brief(about ?? '')?.considered ?? []), ...further])];
}

/** The pin that a draft gives. It has the draft's id, so that one draft can give one pin only. */
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
    shown: null,
    shows: null,
    createdBy: draft.by,
    actingBy: draft.by,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    replies: [],
  };
}
