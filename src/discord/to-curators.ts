import { randomBytes } from 'node:crypto';
import { ITEM_MAX_CHARS, WAITING_MAX_ITEMS } from '../model/inbox.ts';
import type { FactId } from '../model/knowledge.ts';
import { notice } from '../views/card.ts';
import type { ButtonAction } from '../views/custom-id.ts';
import { askDialog, presentPrivacy, reportDialog } from '../views/present-inbox.ts';
import { subjectOf } from '../views/subject-codes.ts';
import { PRIVACY, SENDING } from '../views/wording.ts';
import { homeOf } from './curators.ts';
import type { Press } from './press.ts';
import { privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** Whether answers carry the buttons that send something to the curators. */
export const hasCuratorsBox = ({ curators }: Pick<Services, 'curators'>, guildId: string | null): boolean =>
  curators?.isOn(guildId) ?? false;

const OFF = privately(notice(SENDING.off));

/** Opens a dialog, which starts with the question where there is one. */
export function openDialog(
  action: Extract<ButtonAction, { type: 'ask-curators' | 'not-right' }>,
  { actor }: Press,
  services: Services,
): Reply {
  if (!hasCuratorsBox(services, homeOf(actor.place))) return OFF;
  if (action.type === 'not-right') return { do: 'ask', dialog: reportDialog(action.facts) };
  const { key, question } = action;
  return { do: 'ask', dialog: askDialog(services.curators?.keptQuestion(key, actor.userId) ?? question) };
}

/** Stores the text of a submitted dialog. By submitting it, the sender consented. */
export async function receive(
  action: Extract<ButtonAction, { type: 'send-question' | 'send-report' }>,
  { actor: { userId, place }, typed = '', ticked = false }: Press,
  services: Services,
): Promise<Reply> {
  const { curators, sitrep, codes } = services;
  const guildId = homeOf(place);
  if (curators === undefined || !curators.isOn(guildId)) return OFF;
  const text = typed.slice(0, ITEM_MAX_CHARS).trim();
  if (text === '') return privately(notice(SENDING.empty));
  const kind = action.type === 'send-question' ? 'question' : 'report';
  const facts = (action.type === 'send-question' ? [] : action.facts).flatMap((code): readonly FactId[] => {
    const subject = subjectOf(code, codes);
    return subject?.kind === 'fact' ? [subject.id] : [];
  });
  if (!curators.mayYetSend(userId, kind)) return privately(notice(SENDING.tooMany));
  try {
    const situation = sitrep.knowledge.name;
    if ((await curators.inbox.count({ situation, guildId })) >= WAITING_MAX_ITEMS) {
      curators.notSent(userId, kind);
      return privately(notice(SENDING.full));
    }
    await curators.inbox.add({
      id: randomBytes(5).toString('hex'),
      kind,
      state: 'open',
      situation,
      guildId,
      atMs: Date.now(),
      ...{ text, facts, fact: null, asker: ticked ? userId : null },
    });
  } catch (error) {
    curators.notSent(userId, kind);
    throw error;
  }
  return privately(notice(ticked ? SENDING.sentAndTold : SENDING.sent));
}

/** The reply to `/privacy`. */
export const privacyReply = (): Reply => privately(presentPrivacy());

/** Deletes everything that is stored about the person who pressed. */
export async function forgetPerson({ actor }: Press, { curators }: Services): Promise<Reply> {
  const deleted = (await curators?.forget(actor.userId)) ?? ([0, 0, 0] as const);
  return privately(notice(PRIVACY.deleted(...deleted)));
}
