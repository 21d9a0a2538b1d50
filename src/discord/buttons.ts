import { messageLink, PermissionFlagsBits } from 'discord.js';
import { refOf } from '../ask/subjects.ts';
import type { Answers, Via } from '../model/answer.ts';
import { holdsDetail } from '../model/fact-details.ts';
import { notice } from '../views/card.ts';
import type { ButtonAction, PageOf } from '../views/custom-id.ts';
import { escapeMarkdown } from '../views/markdown.ts';
import { answerOn, presentShared, type Showing } from '../views/present.ts';
import { presentSharedCheck, versionMark } from '../views/present-check.ts';
import { presentProof } from '../views/present-proof.ts';
import { type NamedSubjects, readCodes, subjectOf } from '../views/subject-codes.ts';
import { isThread, may } from './actor.ts';
import { answersCard, askVia, pageOfText, type Shown, sayAnswers, showingTo } from './answer-reply.ts';
import { briefCard, sayBrief } from './brief-reply.ts';
import { showAnswer } from './conversation.ts';
import { homeOf } from './curators.ts';
import { settle, turnInbox } from './inbox.ts';
import { pressDraft, pressPost } from './pin-builder.ts';
import { chooseInList, pressList, pressPin, pressSettle, pressUnknown, proofOfPin } from './pin-panel.ts';
import type { Press } from './press.ts';
import { type Actor, type Audience, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { pressSettings } from './settings-panel.ts';
import { forgetPerson, hasCuratorsBox, openDialog, receive } from './to-curators.ts';

/** The effect of a press, a choice or a submission. An action that no longer fits today's facts gets a friendly, private reply. */
// Over 60 lines: one branch for each type of action.
export function press(pressed: Press, services: Services): Reply | Promise<Reply> {
  const { action, actor, onPrivateMessage } = pressed;
  switch (action.type) {
    case 'brief':
      return turnToBrief(action.about, pressed, services);
    case 'share':
    case 'share-brief':
      return share(action, actor, services);
    case 'share-check':
      return shareCheck(action, actor, services);
    case 'proof':
    case 'proof-page':
      return proof(action, onPrivateMessage, services);
    case 'page':
      return turnPage(action, pressed, services);
    case 'pick':
      return pick(action, pressed, services);
    case 'ask-on':
      return askOn(action, actor, services);
    case 'show-answer':
      return showAnswer(action.message, actor, services);
    case 'delete':
      return mayDelete(action, actor, services)
        ? { do: 'delete' }
        : privately(
            notice('Only the person who asked for this answer, and members who may manage messages, can delete it.'),
          );
    case 'ask-curators':
    case 'not-right':
      return openDialog(action, pressed, services);
    case 'send-question':
    case 'send-report':
      return receive(action, pressed, services);
    case 'inbox':
      return turnInbox(action.page, pressed, services);
    case 'settle-item':
    case 'name-fact':
      return settle(action, pressed, services);
    case 'forget-me':
      return forgetPerson(pressed, services);
    case 'draft':
      return pressDraft(action, pressed, services);
    case 'post':
    case 'replace':
      return pressPost(action, pressed, services);
    case 'pin':
      return pressPin(action, pressed, services);
    case 'settle':
      return pressSettle(action, pressed, services);
    case 'pin-proof':
      return proofOfPin(action, pressed, services);
    case 'pins':
      return pressList(action, pressed, services);
    case 'pins-choice':
      return chooseInList(pressed, services);
    case 'unknown-pin':
      return pressUnknown(action, pressed, services);
    case 'settings':
    case 'setting':
    case 'set':
    case 'setting-changes':
      return pressSettings(action, pressed, services);
  }
}

/** The answer to a button whose id this version cannot read, or whose facts no longer exist. */
export function outdated(services: Pick<Services, 'mention'>): Reply {
  return privately(
    notice(
      `This button is from an earlier version of the facts. Please ask again, for example with ${services.mention('ask')}.`,
    ),
  );
}

function share(
  action: Extract<ButtonAction, { type: 'share' | 'share-brief' }>,
  actor: Actor,
  services: Services,
): Reply {
  if (!maySend(actor)) return NOT_FOR_YOU;
  const found = lookUp({ profile: '', ...action }, services);
  if ('reply' in found) return found.reply;
  const owner = services.ownerMarks.make(actor.userId);
  if (action.type === 'share-brief') {
    const subject = subjectOrWhole(action.about, services);
    const ids = found.facts.map(({ id }) => id);
    const brief = subject === undefined ? undefined : services.sitrep.brief(subject, ids);
    // One of the shown facts no longer holds, so they may not be posted as the state of play.
    if (brief === undefined || brief.facts.length + brief.disputed.length < ids.length) return outdated(services);
    return { do: 'share', posted: briefCard(brief, { to: 'channel', owner }, services, homeOf(actor.place)) };
  }
  const { mention, asOfMs, sitrep } = services;
  const posted = presentShared([{ action, named: found }], {
    knowledge: sitrep.knowledge,
    mention,
    asOfMs,
    owner,
    curatorsBox: hasCuratorsBox(services, homeOf(actor.place)),
  });
  return { do: 'share', posted };
}

const NOT_FOR_YOU = privately(
  notice('You may not send messages in this channel, so Sitrep does not post here for you.'),
);

function shareCheck(
  { message, version, found: carried }: Extract<ButtonAction, { type: 'share-check' }>,
  actor: Actor,
  services: Services,
): Reply {
  if (!maySend(actor)) return NOT_FOR_YOU;
  if (version !== versionMark(services.sitrep.knowledge))
    return privately(notice('The facts have changed since. Please check the message again.'));
  const named = lookUp({ profile: '', facts: carried.map(({ fact }) => fact) }, services);
  if ('reply' in named) return named.reply;
  const found = carried.flatMap(({ finding }, i) => {
    const fact = named.facts[i];
    return fact === undefined ? [] : [{ finding, fact }];
  });
  const { guildId, channelId } = actor.place;
  const url = messageLink(channelId, message, guildId ?? '@me');
  const { asOfMs, sitrep, ownerMarks } = services;
  const owner = ownerMarks.make(actor.userId);
  return { do: 'share', posted: presentSharedCheck(found, { knowledge: sitrep.knowledge, asOfMs, url, owner }) };
}

async function proof(
  action: Extract<ButtonAction, { type: 'proof' | 'proof-page' }>,
  onPrivateMessage: boolean,
  services: Services,
): Promise<Reply> {
  const found = lookUp(action, services);
  if ('reply' in found) return found.reply;
  const page = action.type === 'proof' ? 0 : action.page;
  const { profile, facts } = action;
  const turnTo = (to: number): ButtonAction => ({ type: 'proof-page', page: to, profile, facts });
  const { asOfMs, sitrep, record } = services;
  const { knowledge } = sitrep;
  const ids = found.facts.map(({ id }) => id);
  const periods = await record?.periodsOf(knowledge, ids);
  const card = presentProof(found.facts, found.profiles, { knowledge, page, turnTo, asOfMs, periods });
  return action.type === 'proof-page' && onPrivateMessage ? { do: 'update', card } : privately(card);
}

/**
 * On a message that only the presser reads, the page turns in place; on one that others read, the presser gets the page
 * privately.
 */
async function turnPage(
  { via, of, page }: Extract<ButtonAction, { type: 'page' }>,
  pressed: Press,
  services: Services,
): Promise<Reply> {
  const answers = await answersOf(via, of, services);
  if (answers === undefined) return outdated(services);
  const shown = { via, of, page };
  return updated(answers, shown, pressed, services) ?? sayAnswers(answers, shown, 'asker', pressed.actor, services);
}

/** The id of the message that the answer replaces: the one with the pressed button. `undefined` where others read that message. */
function updated(answers: Answers, shown: Shown, pressed: Press, services: Services): Reply | undefined {
  const showing = showingInPlace(pressed, services);
  if (showing === undefined) return undefined;
  const { locale, place } = pressed.actor;
  return { do: 'update', card: answersCard(answers, shown, { showing, locale, guildId: homeOf(place) }, services) };
}

function showingInPlace({ actor, onPrivateMessage }: Press, services: Services): Showing | undefined {
  if (onPrivateMessage) return { to: 'asker' };
  return actor.place.direct ? showingTo('channel', actor, services) : undefined;
}

/** Who sees a new answer to a press. In direct messages the answer stays, like the message with the pressed button. */
function audienceOf(actor: Actor, { answersTo }: Services): Audience {
  if (actor.place.direct) return 'channel';
  return maySend(actor) ? answersTo : 'asker';
}

async function answersOf(via: Via, of: PageOf, services: Services): Promise<Answers | undefined> {
  switch (of.by) {
    case 'nothing':
      return askVia(via, undefined, services);
    case 'text':
      return askVia(via, of.text, services);
    case 'subject': {
      const subject = subjectOf(of.code, services.codes);
      return subject && askVia(via, refOf(subject), services);
    }
    case 'facts': {
      const found = readCodes(of, services.sitrep.knowledge);
      if (found === undefined || of.shape === 'related') return undefined;
      const { facts, profiles } = found;
      const [profile = null] = profiles;
      const layout = of.shape === 'when' ? 'list' : of.shape;
      const asked = of.shape === 'when' ? 'when' : 'list';
      const common = { via, asked, confidence: 1, evidence: [], corrected: [], subjects: [] } as const;
      return [{ ...common, kind: 'answered', dated: false, facts, profile, layout }];
    }
  }
}

async function pick(
  { via, subject: code }: Extract<ButtonAction, { type: 'pick' }>,
  pressed: Press,
  services: Services,
): Promise<Reply> {
  const decoded = services.codes.decode(code);
  if (decoded?.kind === 'retired') return withdrawn(decoded.retired.reason);
  if (decoded === undefined) return outdated(services);
  const ref = refOf(decoded.subject);
  const answers = await askVia(via, ref, services);
  const shown = { via, of: pageOfText(ref, services) };
  const { actor } = pressed;
  return (
    updated(answers, shown, pressed, services) ??
    sayAnswers(answers, shown, audienceOf(actor, services), actor, services)
  );
}

/** Shows one detail of a fact that was shown. */
function askOn(
  { detail, fact: code }: Extract<ButtonAction, { type: 'ask-on' }>,
  actor: Actor,
  services: Services,
): Reply {
  const found = lookUp({ profile: '', facts: [code] }, services);
  if ('reply' in found) return found.reply;
  const [fact] = found.facts;
  if (fact === undefined || !holdsDetail(fact, detail)) return outdated(services);
  return sayAnswers([answerOn(fact, detail)], { via: 'ask', of: null }, audienceOf(actor, services), actor, services);
}

function turnToBrief(about: string, pressed: Press, services: Services): Reply {
  const subject = subjectOrWhole(about, services);
  const brief = subject === undefined ? undefined : services.sitrep.brief(subject);
  if (brief === undefined) return outdated(services);
  const showing = showingInPlace(pressed, services);
  return showing === undefined
    ? sayBrief(brief, audienceOf(pressed.actor, services), pressed.actor, services)
    : { do: 'update', card: briefCard(brief, showing, services, homeOf(pressed.actor.place)) };
}

type Found = NamedSubjects | { readonly reply: Reply };

/** The facts that a button names, as they are today; a message to the asker where one of them was withdrawn. */
function lookUp(codes: { readonly facts: readonly string[]; readonly profile: string }, services: Services): Found {
  for (const code of codes.facts) {
    const decoded = services.codes.decode(code);
    if (decoded?.kind === 'retired') return { reply: withdrawn(decoded.retired.reason) };
  }
  const found = readCodes(codes, services.sitrep.knowledge);
  const isEmpty = found === undefined || found.facts.length + found.profiles.length === 0;
  return isEmpty ? { reply: outdated(services) } : found;
}

const withdrawn = (reason: string): Reply =>
  privately(
    notice(
      `A fact of this answer has been withdrawn: ${escapeMarkdown(reason)}`,
      'Please ask again to see today’s facts.',
    ),
  );

/** A subject as text that every command accepts; empty for the situation as a whole. */
function subjectOrWhole(code: string, services: Services): string | undefined {
  const subject = code === '' ? undefined : subjectOf(code, services.codes);
  return code === '' ? '' : subject && refOf(subject);
}

/** Share must not bypass a channel's rules. Outside servers there are no permissions to check. */
function maySend({ permissions, place }: Actor): boolean {
  if (permissions === null) return true;
  const inChannel = may(permissions, PermissionFlagsBits.SendMessages);
  const inThreads = may(permissions, PermissionFlagsBits.SendMessagesInThreads);
  if (place.channelType === undefined) return inChannel && inThreads;
  return isThread(place.channelType) ? inThreads : inChannel;
}

function mayDelete(
  action: Extract<ButtonAction, { type: 'delete' }>,
  { userId, permissions }: Actor,
  { ownerMarks }: Services,
): boolean {
  if (ownerMarks.belongsTo(action, userId)) return true;
  return permissions !== null && may(permissions, PermissionFlagsBits.ManageMessages);
}
