import type { Answer } from '../model/answer.ts';
import { clip } from '../model/text.ts';
import type { PageOf, Via } from '../views/custom-id.ts';
import { CHOICE_NAME_MAX_CHARS, CHOICE_VALUE_MAX_CHARS, CHOICES_MAX } from '../views/limits.ts';
import { present } from '../views/present.ts';
import type { CommandChoice } from './command.ts';
import type { Actor, Audience, Reply } from './reply.ts';
import type { Services } from './services.ts';

/** Asks the engine the way the command named `via` does. Without text only `facts` has something to say. */
export function askVia(via: Via, asked: string | undefined, { sitrep }: Services): Answer {
  switch (via) {
    case 'ask':
      return sitrep.ask(asked ?? '');
    case 'who':
      return sitrep.who(asked ?? '');
    case 'when':
      return sitrep.when(asked ?? '');
    case 'facts':
      return sitrep.facts(asked);
  }
}

/** What the pages of the answer to this text are pages of: a subject by its code, or the text itself. */
export function pageOfText(asked: string | undefined, { sitrep, codes }: Services): PageOf {
  if (asked === undefined) return { by: 'nothing' };
  const subject = sitrep.subject(asked);
  return subject ? { by: 'subject', code: codes.encode(subject) } : { by: 'text', text: asked };
}

/** The reply to a question: the answer, to the asker or, where answers are public, to the channel. */
export function answerReply(via: Via, asked: string | undefined, actor: Actor, services: Services): Reply {
  const answer = askVia(via, asked, services);
  return sayAnswer(answer, via, pageOfText(asked, services), services.answersTo, actor, services);
}

export function sayAnswer(
  answer: Answer,
  via: Via,
  of: PageOf,
  audience: Audience,
  actor: Actor,
  services: Services,
): Reply {
  const showing =
    audience === 'asker'
      ? ({ to: 'asker' } as const)
      : ({ to: 'channel', owner: services.ownerMarks.make(actor.userId) } as const);
  const card = present(answer, { knowledge: services.sitrep.knowledge, codes: services.codes, showing, via, of });
  return { do: 'say', audience, card };
}

/** The engine's suggestions as Discord takes them. */
export function completeVia(via: Via, typed: string, { sitrep }: Services): readonly CommandChoice[] {
  return sitrep
    .suggest(via, typed, CHOICES_MAX)
    .filter(({ value }) => value.length <= CHOICE_VALUE_MAX_CHARS)
    .slice(0, CHOICES_MAX)
    .map(({ label, value }) => ({ name: clip(label, CHOICE_NAME_MAX_CHARS), value }));
}
