import type { Brief } from '../ask/brief.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, text } from '../views/card.ts';
import { BUTTON_LABEL_MAX_CHARS, ROW_BUTTONS_MAX } from '../views/limits.ts';
import { bold } from '../views/markdown.ts';
import { askCuratorsButton, type Showing } from '../views/present.ts';
import { presentBrief } from '../views/present-brief.ts';
import { NO_FACT, WHICH_ONE } from '../views/wording.ts';
import { completeVia, showingTo } from './answer-reply.ts';
import type { CommandChoice } from './command.ts';
import { homeOf } from './curators.ts';
import { type Actor, type Audience, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { hasCuratorsBox } from './to-curators.ts';

/** The reply to `/brief`: the brief, or a choice of the subjects that the text may mean. */
export function briefReply(topic: string | undefined, actor: Actor, services: Services): Reply {
  const brief = services.sitrep.brief(topic);
  return brief
    ? sayBrief(brief, services.answersTo, actor, services)
    : privately(noBrief(topic ?? '', actor, services));
}

export function sayBrief(brief: Brief, audience: Audience, actor: Actor, services: Services): Reply {
  const showing = showingTo(audience, actor, services);
  return { do: 'say', audience, card: briefCard(brief, showing, services, homeOf(actor.place)) };
}

/** A brief in the form that a message shows. @param guildId - as in `Reader` */
export function briefCard(brief: Brief, showing: Showing, services: Services, guildId: string | null): Card {
  const { sitrep, asOfMs } = services;
  const curatorsBox = hasCuratorsBox(services, guildId);
  return presentBrief(brief, { knowledge: sitrep.knowledge, showing, asOfMs, curatorsBox });
}

/** The subjects that an ambiguous, incomplete or misspelt name may mean. */
function noBrief(typed: string, { place }: Actor, services: Services): Card {
  const { sitrep, codes, mention } = services;
  const near = sitrep.suggest('facts', typed).filter(({ value }) => isSubject(value) && sitrep.brief(value));
  const buttons = near.slice(0, ROW_BUTTONS_MAX).flatMap(({ value, label }): readonly CardButton[] => {
    const subject = sitrep.subject(value);
    if (subject === undefined) return [];
    const action = { type: 'brief', about: codes.encode(subject) } as const;
    return [{ label: clip(label, BUTTON_LABEL_MAX_CHARS), style: 'secondary', action }];
  });
  if (buttons.length > 0) return { kind: 'choose', parts: [text(bold(WHICH_ONE))], rows: [buttons] };
  const whatFor = `A brief is about a topic, a person, a group or a place, or about the situation as a whole. ${mention('ask')} takes any question.`;
  return {
    kind: 'unknown',
    parts: [text(bold(NO_FACT)), text(whatFor)],
    rows: hasCuratorsBox(services, homeOf(place)) ? [[askCuratorsButton(typed)]] : [],
  };
}

/** Subjects that a brief may be about. Single facts are not among them, because a fact needs no summary. */
export function completeBrief(typed: string, services: Services): readonly CommandChoice[] {
  return completeVia('facts', typed, services).filter(({ value }) => isSubject(value));
}

const isSubject = (ref: string): boolean => !ref.startsWith('fact:');
