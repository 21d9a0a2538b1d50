import { PermissionFlagsBits } from 'discord.js';
import type { InboxGroup, InboxItem, Verdict } from '../model/inbox.ts';
import type { Fact } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { type Card, notice } from '../views/card.ts';
import type { ButtonAction, ItemVerdict } from '../views/custom-id.ts';
import { INBOX_PAGE_GROUPS, type InboxPage, presentInbox } from '../views/present-inbox.ts';
import { codesOf, subjectOf } from '../views/subject-codes.ts';
import { INBOX } from '../views/wording.ts';
import { may } from './actor.ts';
import { type Curators, homeOf } from './curators.ts';
import type { Press } from './press.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

type SettleAction = Extract<ButtonAction, { type: 'settle-item' | 'name-fact' }>;

/** A server's inbox, as a moderator of it works on it. */
interface Desk {
  readonly curators: Curators;
  readonly guildId: string;
}

/** The reply to `/inbox`. */
export function showInbox(actor: Actor, services: Services): Promise<Reply> {
  return atDesk(actor, services, async (desk) => privately(await pageOf(desk, 0, {}, services)));
}

/** Turns to a page. The first answer to `/inbox` is private, so it is changed in place. */
export function turnInbox(page: number, { actor }: Press, services: Services): Promise<Reply> {
  return atDesk(actor, services, async (desk) => ({ do: 'update', card: await pageOf(desk, page, {}, services) }));
}

/** Settles an item and those that are alike, and shows the page again. */
export function settle(action: SettleAction, { actor }: Press, services: Services): Promise<Reply> {
  return atDesk(actor, services, async (desk) => {
    const { item, page } = action;
    const from = action.type === 'settle-item' && action.as === 'open' ? 'named' : 'open';
    const found = (await groupsAt(desk, services, from)).find(({ items }) => items.some(({ id }) => id === item));
    const verdict = found && verdictOf(action, found.sitrep);
    const pressed = found?.items.find(({ id }) => id === item);
    // Alike ones of which another fact was named stay named.
    const ids = found?.items.flatMap(({ id, fact }) => (fact === pressed?.fact ? [id] : [])) ?? [];
    const settled = verdict === undefined ? [] : await desk.curators.inbox.settle(ids, verdict);
    if (settled.some(({ asker }) => asker !== null)) desk.curators.tellSoon();
    const [first] = settled;
    const note = INBOX.settled[first === undefined ? 'gone' : doneBy(action, first)];
    const undo =
      first && action.type === 'name-fact' ? ({ type: 'settle-item', item, as: 'open', page } as const) : undefined;
    return { do: 'update', card: await pageOf(desk, page, { notes: [note], undo }, services) };
  });
}

const doneBy = (action: SettleAction, { kind }: InboxItem) =>
  action.type === 'name-fact' ? 'named' : action.as === 'answered' ? kind : action.as;

const VERDICTS = {
  answered: { as: 'closed', fact: null },
  'not-ours': { as: 'dropped' },
  open: { as: 'open', fact: null },
} as const satisfies Record<ItemVerdict, Verdict>;

function verdictOf(action: SettleAction, { knowledge }: Sitrep): Verdict | undefined {
  if (action.type === 'settle-item') return VERDICTS[action.as];
  const subject = subjectOf(action.fact, codesOf(knowledge));
  return subject?.kind === 'fact' ? { as: 'named', fact: subject.id } : undefined;
}

/** Rights are checked at every press, because they may have been taken away since the message appeared. */
async function atDesk(
  { permissions, place }: Actor,
  { curators }: Services,
  makeReply: (desk: Desk) => Promise<Reply>,
): Promise<Reply> {
  const guildId = homeOf(place);
  if (guildId === null || permissions === null) return privately(notice(INBOX.notHere));
  if (!may(permissions, PermissionFlagsBits.ManageGuild)) return privately(notice(INBOX.notYou));
  return curators === undefined ? privately(notice(INBOX.noStore)) : makeReply({ curators, guildId });
}

interface SituationGroup extends InboxGroup {
  readonly sitrep: Sitrep;
}

/**
 * Of all situations that are served, the group with the most items first.
 *
 * @param state - `named`: items of which a moderator has said which fact answers them
 */
async function groupsAt(
  { curators: { inbox }, guildId }: Desk,
  { situations }: Services,
  state: 'open' | 'named' = 'open',
): Promise<readonly SituationGroup[]> {
  const groups: SituationGroup[] = [];
  for (const sitrep of situations.all()) {
    const { name: situation } = sitrep.knowledge;
    const waiting =
      state === 'open'
        ? await inbox.waiting({ situation, guildId })
        : (await inbox.waiting({ situation })).filter((item) => item.state === state && item.guildId === guildId);
    groups.push(...(await sitrep.groupItems(waiting)).map((group) => ({ ...group, sitrep })));
  }
  return groups.sort((a, b) => b.items.length - a.items.length);
}

/** @param page - from 0; one past the end gives the last */
async function pageOf(
  desk: Desk,
  page: number,
  { notes = [], undo }: Pick<InboxPage, 'undo'> & { readonly notes?: readonly string[] },
  services: Services,
): Promise<Card> {
  const groups = await groupsAt(desk, services);
  const pages = Math.max(1, Math.ceil(groups.length / INBOX_PAGE_GROUPS));
  const at = Math.min(page, pages - 1);
  const shown = groups.slice(at * INBOX_PAGE_GROUPS, (at + 1) * INBOX_PAGE_GROUPS);
  return presentInbox({
    groups: await Promise.all(
      shown.map(async (group) => ({
        items: group.items,
        knowledge: group.sitrep.knowledge,
        nearest: await nearestTo(group),
      })),
    ),
    page: at,
    pages,
    different: groups.length,
    isOneSituation: services.situations.all().length === 1,
    items: groups.reduce((sum, { items }) => sum + items.length, 0),
    notes: desk.curators.isOn(desk.guildId) ? notes : [...notes, INBOX.switchedOff],
    undo,
  });
}

/** With two more buttons they fill a row. */
const NEAREST_MAX = 3;

/** For a report what it is about, as it is today. */
async function nearestTo({ items: [first], sitrep }: SituationGroup): Promise<readonly Fact[]> {
  const { kind, facts, text } = first;
  const near =
    kind === 'report' ? facts.flatMap((id) => sitrep.knowledge.factById.get(id) ?? []) : await sitrep.nearest(text);
  return near.slice(0, NEAREST_MAX);
}
