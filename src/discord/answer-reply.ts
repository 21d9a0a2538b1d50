import type { Answers, Via } from '../model/answer.ts';
import type { FactId } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import type { Card } from '../views/card.ts';
import { askCuratorsAction, type PageOf } from '../views/custom-id.ts';
import { CHOICE_NAME_MAX_CHARS, CHOICE_VALUE_MAX_CHARS, CHOICES_MAX } from '../views/limits.ts';
import { askedVia, present, type Showing } from '../views/present.ts';
import type { CommandChoice } from './command.ts';
import { homeOf } from './curators.ts';
import type { Actor, Audience, Reply } from './reply.ts';
import type { Services } from './services.ts';
import { otherTitles } from './situation-option.ts';
import { hasCuratorsBox } from './to-curators.ts';

/** Asks the engine the way the command named `via` does. Without text only `facts` gives an answer. */
export const askVia = (via: Via, asked: string | undefined, { sitrep }: Services): Promise<Answers> =>
  via === 'facts' ? sitrep.facts(asked) : sitrep[via](asked ?? '');

/** What the page buttons of this answer refer to: a subject by its code, or the text itself. */
export function pageOfText(asked: string | undefined, { sitrep, codes }: Services): PageOf {
  if (asked === undefined) return { by: 'nothing' };
  const subject = sitrep.subject(asked);
  return subject ? { by: 'subject', code: codes.encode(subject) } : { by: 'text', text: asked };
}

/** The reply to a question: the answer, to the asker or, where answers are public, to the channel. */
export async function answerReply(
  via: Via,
  asked: string | undefined,
  actor: Actor,
  services: Services,
): Promise<Reply> {
  const answers = await askVia(via, asked, services);
  return sayAnswers(answers, { via, of: pageOfText(asked, services) }, services.answersTo, actor, services);
}

/** What a message shows, and what its page buttons refer to. */
export interface Shown {
  readonly via: Via;
  readonly of: PageOf | null;
  readonly page?: number;
}

/** Answers as a new message. */
export const sayAnswers = (
  answers: Answers,
  shown: Shown,
  audience: Audience,
  actor: Actor,
  services: Services,
): Reply => ({
  do: 'say',
  audience,
  card: answersCard(
    answers,
    shown,
    { showing: showingTo(audience, actor, services), locale: actor.locale, guildId: homeOf(actor.place) },
    services,
  ),
});

/** Who sees a card, and the language in which they use Discord; `null` where Discord does not say. */
export interface Reader {
  readonly showing: Showing;
  readonly locale: string | null;
  /** The server that Sitrep was added to and in which they read it; `null` elsewhere. */
  readonly guildId: string | null;
}

/** Answers as they are shown in a message. */
export function answersCard(
  answers: Answers,
  shown: Shown,
  { showing, locale, guildId }: Reader,
  services: Services,
): Card {
  const { sitrep, situations, mention, asOfMs, curators, record } = services;
  const { knowledge } = sitrep;
  const curatorsBox = hasCuratorsBox(services, guildId);
  const asked = shown.of?.by === 'text' ? askedVia(shown.via, shown.of.text) : '';
  const isPublic = showing.to === 'channel';
  if (curatorsBox && (isPublic || askCuratorsAction(asked).key !== ''))
    curators?.keepQuestion(asked, isPublic ? showing.owner : null);
  const withdrawnAtMs = (id: FactId) => record?.withdrawnAtMs(knowledge, id);
  const own = {
    knowledge,
    otherTitles: otherTitles(knowledge, situations),
    mention,
    asOfMs,
    withdrawnAtMs,
    curatorsBox,
  };
  return present(answers, { ...shown, showing, locale, ...own });
}

/** The person who asked can delete a message that stays. */
export function showingTo(audience: Audience, { userId, place }: Actor, { ownerMarks }: Services): Showing {
  if (audience === 'asker') return { to: 'asker' };
  return { to: place.direct ? 'direct' : 'channel', owner: ownerMarks.make(userId) };
}

/** The engine's suggestions in Discord's form. */
export function completeVia(via: Via, typed: string, { sitrep }: Services): readonly CommandChoice[] {
  return sitrep
    .suggest(via, typed, CHOICES_MAX)
    .filter(({ value }) => value.length <= CHOICE_VALUE_MAX_CHARS)
    .slice(0, CHOICES_MAX)
    .map(({ label, value }) => ({ name: clip(label, CHOICE_NAME_MAX_CHARS), value }));
}
