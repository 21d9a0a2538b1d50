import { refOf } from '../ask/subjects.ts';
import type { Answers, SubjectRef } from '../model/answer.ts';
import { asShown } from '../pins/pin.ts';
import { notice } from '../views/card.ts';
import { type ButtonAction, decodeAction } from '../views/custom-id.ts';
import { subjectOf } from '../views/subject-codes.ts';
import { pageOfText, type Shown, sayAnswers } from './answer-reply.ts';
import { type PlainMessage, questionIn, type RepliedTo, repliedTo } from './plain-message.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** The answers to a message, and the references on their page buttons. */
export interface Answered {
  readonly answers: Answers;
  readonly shown: Shown;
}

/** How many earlier questions are read again to find out what this one refers to. */
const QUESTIONS_BEFORE_MAX = 3;

/**
 * Answers a message in free words. A reply to one of Sitrep's messages is a follow-up on its subjects. In direct messages people
 * seldom use replies, so "and when?" goes on from Sitrep's last message there.
 */
export async function answersTo(
  message: PlainMessage,
  services: Services,
  { before = QUESTIONS_BEFORE_MAX, isDirect = false } = {},
): Promise<Answered> {
  const { sitrep, botId } = services;
  const question = questionIn(message, botId());
  const contextOf = async (to: RepliedTo | undefined) =>
    to === undefined ? [] : await subjectsOn(to, message.channel_id, services, before);
  const replied = repliedTo(message, botId());
  let context = await contextOf(replied);
  let answers = await sitrep.ask(question, context);
  if (isDirect && replied === undefined && answers[0].kind === 'about' && answers[0].theme === 'reference') {
    context = await contextOf(await services.lastOwnMessage(message));
    if (context.length > 0) answers = await sitrep.ask(question, context);
  }
  // A page button asks the text again without the context of the question.
  const of = context.length > 0 || question === '' ? null : pageOfText(question, services);
  return { answers, shown: { via: 'ask', of } };
}

/** The subjects of one of Sitrep's messages, read from its buttons, the most specific first. */
async function subjectsOn(
  { customIds }: RepliedTo,
  channelId: string,
  services: Services,
  before: number,
): Promise<readonly SubjectRef[]> {
  const actions = customIds.map(decodeAction);
  const asked = actions.find((action) => action?.type === 'show-answer');
  if (asked?.type === 'show-answer') {
    const question = before > 0 ? await services.readMessage(channelId, asked.message) : 'gone';
    if (typeof question === 'string') return [];
    const { answers } = await answersTo(question, services, { before: before - 1 });
    return answers.flatMap(({ subjects }) => subjects.map(refOf));
  }
  // What the message shows comes before what it offers.
  const [offers, shown] = [
    actions.filter((each) => each?.type === 'pick'),
    actions.filter((each) => each?.type !== 'pick'),
  ];
  const refs = await Promise.all(
    [...shown, ...offers].map((action) => (action === undefined ? [] : refsIn(action, services))),
  );
  return [...new Set(refs.flat())];
}

async function refsIn(action: ButtonAction, { codes, pins }: Services): Promise<readonly SubjectRef[]> {
  switch (action.type) {
    case 'proof':
      return refsOf([action.profile, ...action.facts], codes);
    case 'pick':
      return refsOf([action.subject], codes);
    case 'pin-proof': {
      const pin = await pins?.pin(action.pin);
      return pin === undefined
        ? []
        : asShown(pin).content.facts.map(({ fact }) => refOf({ kind: 'fact', id: fact.id }));
    }
    default:
      return [];
  }
}

const refsOf = (listed: readonly string[], codes: Services['codes']): readonly SubjectRef[] =>
  listed.flatMap((code) => {
    const subject = subjectOf(code, codes);
    return subject === undefined ? [] : [refOf(subject)];
  });

/** Shows the answer to the question in a message to the person who presses. */
export async function showAnswer(messageId: string, actor: Actor, services: Services): Promise<Reply> {
  const message = await services.readMessage(actor.place.channelId, messageId);
  if (message === 'forbidden')
    return privately(
      notice(
        `Sitrep lacks the permission “Read Message History” in this channel, so it cannot read the question again. ${services.mention('ask')} takes it, too.`,
      ),
    );
  // Discord omits the text of a message that no longer mentions Sitrep.
  if (message === 'gone' || message.content === '')
    return privately(notice('The message with the question was deleted, or does not mention Sitrep any more.'));
  const { answers, shown } = await answersTo(message, services);
  return sayAnswers(answers, shown, 'asker', actor, services);
}
