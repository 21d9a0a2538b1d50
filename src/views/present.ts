import type { Answer, Answers, Choice, Subject, UnderstoodQuestion, Via } from '../model/answer.ts';
import { ASKED_BY_DETAIL, DETAILS, type Detail, holdsDetail } from '../model/fact-details.ts';
import type { Entity, Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, type CardPart, pageButtons, rule, text } from './card.ts';
import {
  citationsOf,
  composeAnswer,
  kindOf,
  PAGE_FACTS,
  type Section,
  sectionTexts,
  sourcesOf,
  sourcesText,
  subjectName,
  toldFirst,
  type WithdrawnAtMs,
  type Writing,
} from './compose.ts';
import {
  askCuratorsAction,
  type ButtonAction,
  encodeAction,
  type OwnerMark,
  type PageOf,
  type Shape,
  shownAnswer,
} from './custom-id.ts';
import { BUTTON_LABEL_MAX_CHARS, fitTexts, MESSAGE_TEXT_MAX_CHARS, ROW_BUTTONS_MAX, totalCost } from './limits.ts';
import { markdownStyle, plainStyle, type Style, subtext, withoutLinks } from './markdown.ts';
import { type AboutOptions, aboutWords, subjectsToOffer } from './present-about.ts';
import { type Codes, codesOf, type NamedSubjects, subjectOf } from './subject-codes.ts';
import {
  ALSO_NEAR,
  ASKED_FOR,
  answeredBefore,
  BUTTONS,
  moreFacts,
  PART_OF_LIST,
  PRIVATE_ANSWER,
  pageLine,
  shareOne,
} from './wording.ts';

/**
 * Who sees the card: only the asker, in a message that vanishes (with Share); the channel (with Delete, for the asker and
 * moderators); or the asker in direct messages with Sitrep, where the message stays (with Delete).
 */
export type Showing = { readonly to: 'asker' } | { readonly to: 'channel' | 'direct'; readonly owner: OwnerMark };

export interface PresentOptions {
  readonly knowledge: KnowledgeBase;
  readonly showing: Showing;
  /** The clickable form of a command. */
  readonly mention: (command: string) => string;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
  readonly via: Via;
  /** The subject or text to which the page buttons of a long list refer; `null` where the question cannot be asked again by its text. */
  readonly of: PageOf | null;
  /** From 0. */
  readonly page?: number;
  /** Whether questions and reports may be sent to the curators from here; by default they may not. */
  readonly curatorsBox?: boolean | undefined;
  readonly withdrawnAtMs?: WithdrawnAtMs | undefined;
  /** Titles of the other situations that are served; none where absent. */
  readonly otherTitles?: readonly string[];
  /** The asker's language as Discord tells it ("pt-BR"), for an answer to words in another language. */
  readonly locale?: string | null;
}

/** Parts of a message's text budget: facts come first; source lines get the rest, at least this much. */
const SOURCES_MIN_COST = 800;
/** Text budget for the lines that are neither facts nor sources. */
const FRAME_COST = 300;
/** How many facts a custom_id carries when the question itself is too long. */
const FACTS_IN_ID_MAX = 8;
/** How many facts one of several answers shows. */
const FACTS_OF_SEVERAL = 3;
/** How many subjects a Share button carries for the heading. */
const SUBJECTS_IN_ID_MAX = 3;
/** A heading on a button is cut, so that three buttons fit into one row. */
const SHARE_HEADING_MAX_CHARS = 40;

type ShareAction = Extract<ButtonAction, { type: 'share' }>;
type ProofAction = Extract<ButtonAction, { type: 'proof' }>;

/**
 * The answers to one message as a card, each under its heading. No limit of Discord's is exceeded for any answers: long texts are
 * cut with "…", and Proof shows the rest.
 */
export function present(given: Answers, options: PresentOptions): Card {
  const { knowledge, showing, via, curatorsBox = false } = options;
  const answers = distinctAnswers(given, options);
  const codes = codesOf(knowledge);
  const isOne = answers.length === 1;
  const { of, answers: pageable } = isOne ? asPageable(answers[0], options) : { of: options.of, answers };
  const paging = { index: isOne ? (options.page ?? 0) : 0, size: isOne ? PAGE_FACTS : FACTS_OF_SEVERAL };
  const sections = pageable.map((answer) => composeAnswer(answer, knowledge, paging, wordsAbout(answer, options)));
  const shares = sections.flatMap((section, i) => {
    const [answer] = pageable.slice(i);
    return answer === undefined || !isShareable(section) ? [] : [shareOf(answer, section, codes)];
  });
  const parts = partsOf(sections, options, isOne && of?.by === 'facts');
  const further = furtherButtons(
    pageable,
    via,
    knowledge,
    curatorsBox ? askButtons(pageable, sections, { via, of, showing }) : [],
  );
  const own = rowOf({
    first: [
      ...(showing.to === 'asker' ? shareButtons(shares, sections) : []),
      ...(shares.length > 0 ? [proofButton(sections, codes)] : []),
      ...(isOne ? turning(sections[0], via, of) : []),
    ],
    fitting: isOne ? askOnButtons(answers[0], codes) : [],
    last: [
      // What Sitrep says about itself is no fact, so there is nothing to report.
      ...(curatorsBox && answers.some(({ kind }) => kind !== 'about')
        ? [notRightButton(codesIn(sections, codes))]
        : []),
      ...(showing.to === 'asker' ? [] : [deleteButton(showing.owner)]),
    ],
  });
  return {
    kind: kindOf(answers),
    parts,
    rows: rowsOf(answers, further, own),
    ...showsTo(showing, sections.flatMap(factsIn), shares, knowledge),
  };
}

/** For places where answers are private: a button that shows the answer to a message's question to the person who presses. */
export function presentOffer(messageId: string): Card {
  const button: CardButton = {
    label: BUTTONS.showMe,
    style: 'primary',
    action: { type: 'show-answer', message: messageId },
  };
  return { kind: 'offer', parts: [text(PRIVATE_ANSWER)], rows: [[button]] };
}

/**
 * Points to the answer to the same question that the channel already has.
 *
 * @param messageId - the message with the question; given
 * where the asker can also get the answer alone
 */
export function presentPointer(
  { channelId, guildId }: { readonly channelId: string; readonly guildId: string | null },
  answer: { readonly messageId: string; readonly atMs: number },
  messageId?: string,
): Card {
  const url = `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${answer.messageId}`;
  const words = answeredBefore(url, `<t:${Math.floor(answer.atMs / 1000)}:R>`);
  return { kind: 'notice', parts: [text(words)], rows: messageId === undefined ? [] : presentOffer(messageId).rows };
}

/** An answer as its Share button describes it, with today's facts. */
export interface Shared {
  readonly action: ShareAction;
  readonly named: NamedSubjects;
}

/**
 * The facts of a pressed Share button as a post for the channel; the facts of several buttons, where a post showed several
 * answers.
 */
export function presentShared(
  shared: readonly [Shared, ...Shared[]],
  options: Pick<PresentOptions, 'knowledge' | 'mention' | 'asOfMs' | 'curatorsBox'> & { readonly owner: OwnerMark },
): Card {
  const { knowledge, owner, curatorsBox = false } = options;
  const codes = codesOf(knowledge);
  const showing: Showing = { to: 'channel', owner };
  const answers = shared.map((each) => answerOf(each, codes));
  const sections = answers.map((answer) => composeAnswer(answer, knowledge, UNPAGED, NOTHING));
  const [first] = answers;
  return {
    kind: first?.kind ?? 'answered',
    parts: [
      ...partsOf(sections, options, false),
      ...(shared.some(({ action }) => action.part) ? [text(subtext(PART_OF_LIST))] : []),
    ],
    rows: [
      rowOf({
        first: [
          proofButton(sections, codes),
          ...(curatorsBox ? askButtons(answers, sections, { via: 'ask', of: null, showing }) : []),
        ],
        fitting: answers.length === 1 ? answers.flatMap((answer) => askOnButtons(answer, codes)) : [],
        last: [...(curatorsBox ? [notRightButton(codesIn(sections, codes))] : []), deleteButton(owner)],
      }),
    ],
    ...showsTo(
      showing,
      sections.flatMap(factsIn),
      shared.map(({ action }) => action),
      knowledge,
    ),
  };
}

/**
 * The answers as plain text: the same content in the same order as in Discord, but without markdown, links, buttons and pages.
 *
 * @param asOfMs - when this version of the facts was first served
 */
export function plainText(
  answers: Answers,
  knowledge: KnowledgeBase,
  asOfMs: number,
  locale: string | null = null,
): string {
  const about = { knowledge, asOfMs, locale };
  const sections = distinctAnswers(answers, about).map((answer) =>
    composeAnswer(answer, knowledge, UNPAGED, wordsAbout(answer, about)),
  );
  const writing = writingOf(sections, knowledge, plainStyle);
  const texts = sections.flatMap((section) => [
    ...sectionTexts(section, writing),
    ...(section.closest.length === 0 ? [] : [ALSO_NEAR, ...section.closest.map(({ label }) => `- ${label}`)]),
  ]);
  return [...texts, ...(writing.sources.length === 0 ? [] : [sourcesText(writing, asOfMs)])].join('\n');
}

const NOTHING = { lead: [], body: [], closing: [] };
const UNPAGED = { index: 0, size: Number.POSITIVE_INFINITY };

/** A question asked twice in one message is answered once, and two questions on which nothing is held are refused once. */
function distinctAnswers(answers: Answers, about: AboutOptions): Answers {
  const { knowledge } = about;
  const wordsOf = (answer: Answer): string => {
    const section = composeAnswer(answer, knowledge, UNPAGED, wordsAbout(answer, about));
    return sectionTexts(section, writingOf([section], knowledge, plainStyle)).join('\n');
  };
  const [first, ...others] = answers;
  const said = new Set([wordsOf(first)]);
  const isNew = (answer: Answer): boolean => {
    const words = wordsOf(answer);
    const wasSaid = said.has(words);
    said.add(words);
    return !wasSaid;
  };
  return [first, ...others.filter(isNew)];
}

const wordsAbout = (answer: Answer, options: AboutOptions): Pick<Section, 'lead' | 'body' | 'closing'> =>
  answer.kind === 'about' ? aboutWords(answer, options) : NOTHING;

const factsIn = ({ groups }: Section): readonly Fact[] => groups.flatMap(({ facts }) => facts.map(({ fact }) => fact));
const isShareable = (section: Section): boolean => factsIn(section).length > 0 || section.profile !== null;

// ─── Text ───

const writingOf = (sections: readonly Section[], knowledge: KnowledgeBase, style: Style): Writing => ({
  knowledge,
  style,
  sources: sourcesOf(sections.flatMap(citationsOf)),
});

/** The answer itself comes first, because notification previews and screen readers begin with the first text. */
function partsOf(
  sections: readonly Section[],
  {
    knowledge,
    mention,
    asOfMs,
    withdrawnAtMs,
  }: Pick<PresentOptions, 'knowledge' | 'mention' | 'asOfMs' | 'withdrawnAtMs'>,
  isShortened: boolean,
): readonly CardPart[] {
  const style = markdownStyle(mention);
  const budget = MESSAGE_TEXT_MAX_CHARS - FRAME_COST;
  const textsIn = (writing: Writing) =>
    sections.map((section) => [...sectionTexts(section, writing), ...restOf(section)]);
  let writing: Writing = { ...writingOf(sections, knowledge, style), withdrawnAtMs };
  const forSources = writing.sources.length === 0 ? 0 : SOURCES_MIN_COST;
  if (totalCost(textsIn(writing).flat()) > budget - forSources) writing = { ...writing, style: withoutLinks(style) };
  const written = textsIn(writing);
  const fitted = fitTexts(written.flat(), budget - forSources);
  const sources = writing.sources.length === 0 ? '' : sourcesText(writing, asOfMs, budget - totalCost(fitted));
  const parts: CardPart[] = [];
  let at = 0;
  for (const texts of written) {
    if (at > 0) parts.push(rule);
    for (const part of fitted.slice(at, at + texts.length)) if (part !== '') parts.push(text(part));
    at += texts.length;
  }
  const [only] = sections;
  const { page } = only ?? {};
  if (sources !== '') parts.push(rule, text(sources));
  if (sections.length === 1 && page && page.pages > 1)
    parts.push(text(subtext(pageLine(page.from, page.to, page.total, isShortened))));
  return parts;
  /** Where there are several answers, each shows only a few facts and has no page buttons. */
  function restOf({ page: { to, total } }: Section): readonly string[] {
    return sections.length > 1 && to < total ? [subtext(moreFacts(total - to))] : [];
  }
}

// ─── Buttons ───

/**
 * What page buttons carry. A question that is too long for a custom_id is replaced by the facts that it found, and the list then
 * ends with the last fact that fits.
 */
function asPageable(
  answer: Answer,
  { of, via, knowledge }: PresentOptions,
): { readonly of: PageOf | null; readonly answers: Answers } {
  if (answer.kind !== 'answered' || answer.facts.length <= PAGE_FACTS) return { of, answers: [answer] };
  const isAskable = of !== null && encodeAction({ type: 'page', via, page: answer.facts.length, of }) !== undefined;
  if (isAskable) return { of, answers: [answer] };
  const { encode } = codesOf(knowledge);
  const facts = answer.facts.slice(0, FACTS_IN_ID_MAX);
  const profile = answer.profile === null ? '' : encode({ kind: 'entity', id: answer.profile.id });
  const listed = facts.map(({ id }) => encode({ kind: 'fact', id }));
  return { of: { by: 'facts', shape: shapeOf(answer), profile, facts: listed }, answers: [{ ...answer, facts }] };
}

const turning = (section: Section | undefined, via: Via, of: PageOf | null): readonly CardButton[] =>
  section === undefined || of === null
    ? []
    : pageButtons(section.page.index, section.page.pages, (page) => ({ type: 'page', via, page, of }));

function shapeOf(answer: Answer): Shape {
  if (answer.kind === 'related') return 'related';
  if (answer.asked === 'when' && answer.kind === 'answered') return 'when';
  return answer.kind === 'answered' ? answer.layout : 'list';
}

function shareOf(answer: Answer, section: Section, { encode }: Codes): ShareAction {
  const action: ShareAction = {
    type: 'share',
    shape: shapeOf(answer),
    part: section.page.pages > 1,
    missing: answer.kind === 'related' ? answer.missing : '',
    profile: section.profile === null ? '' : encode({ kind: 'entity', id: section.profile.id }),
    facts: factsIn(section).map(({ id }) => encode({ kind: 'fact', id })),
    understood: {
      asked: answer.asked,
      dated: answer.kind === 'answered' && answer.dated,
      otherDoer: answer.kind === 'related' && answer.otherDoer,
      subjects: answer.subjects.slice(0, SUBJECTS_IN_ID_MAX).map(encode),
      question: null,
    },
  };
  return answer.kind === 'related' && answer.question ? withQuestion(action, answer.question, encode) : action;
}

/** The button also carries the question, where it has room for it. */
function withQuestion(
  action: ShareAction,
  { stems, doers, subjects }: UnderstoodQuestion,
  encode: Codes['encode'],
): ShareAction {
  const isDoer = (subject: Subject) => doers.some((id) => id === subject.id);
  const question = {
    stems,
    doers: doers.map((id) => encode({ kind: 'entity', id })),
    subjects: subjects.filter((subject) => !isDoer(subject)).map(encode),
  };
  const asking = { ...action, understood: action.understood && { ...action.understood, question } };
  return encodeAction(asking) === undefined ? action : asking;
}

/**
 * The answer that a Share button stands for. A button of an earlier version carries no heading, so the heading is made from the
 * facts.
 */
function answerOf({ action, named: { facts, profiles } }: Shared, codes: Codes): Answer {
  const { shape, missing, understood } = action;
  const asked = understood?.asked ?? (shape === 'when' ? 'when' : shape === 'point' ? 'what' : 'list');
  const subjects =
    understood?.subjects.map((code) => subjectOf(code, codes)).filter((subject) => subject !== undefined) ?? [];
  const common = { via: 'ask', asked, subjects, confidence: 1, evidence: [], corrected: [] } as const;
  const dated = understood?.dated ?? false;
  const [profile = null] = profiles;
  if (shape !== 'related' || missing === '') {
    const layout = shape === 'topics' || shape === 'list' ? shape : 'point';
    return { ...common, kind: 'answered', facts, profile, layout, dated };
  }
  return { ...common, kind: 'related', facts, missing, otherDoer: understood?.otherDoer ?? false };
}

function shareButtons(shares: readonly ShareAction[], sections: readonly Section[]): readonly CardButton[] {
  const headings = sections.filter(isShareable).map(({ heading }) => heading ?? '');
  return shares.map((action, i) => {
    const heading = clip(headings[i] ?? '', SHARE_HEADING_MAX_CHARS);
    return {
      label: shares.length === 1 || heading === '' ? BUTTONS.share : shareOne(heading),
      style: 'primary',
      action,
    };
  });
}

/** As many of the facts and profiles as fit into the button's state. */
function proofButton(sections: readonly Section[], { encode }: Codes): CardButton {
  const profiles = sections.flatMap(({ profile }): readonly Entity[] => (profile === null ? [] : [profile]));
  const [first = '', ...others] = profiles.map(({ id }) => encode({ kind: 'entity', id }));
  const facts = codesIn(sections, { encode });
  let action: ProofAction = { type: 'proof', profile: first, facts: [...new Set([...others, ...facts])] };
  while (encodeAction(action) === undefined) action = { ...action, facts: action.facts.slice(0, -1) };
  return { label: BUTTONS.proof, style: 'secondary', action };
}

const codesIn = (sections: readonly Section[], { encode }: Pick<Codes, 'encode'>): readonly string[] =>
  sections.flatMap(factsIn).map(({ id }) => encode({ kind: 'fact', id }));

/** @param facts - codes of the facts that the answer shows; the report contains as many as fit */
export function notRightButton(facts: readonly string[]): CardButton {
  let action = { type: 'not-right', facts: [...new Set(facts)] } as const;
  while (encodeAction(action) === undefined) action = { ...action, facts: action.facts.slice(0, -1) };
  return { label: BUTTONS.notRight, style: 'secondary', action };
}

/** @param question - the text with which the dialog starts; @param instead - as for `askCuratorsAction` */
export const askCuratorsButton = (question: string, instead?: string): CardButton => ({
  label: BUTTONS.askCurators,
  style: 'secondary',
  action: askCuratorsAction(question, instead),
});

/**
 * The button under a refusal or an uncertain answer. Where the question is not available, the dialog starts with the heading,
 * unless that is the heading of another fact.
 */
function askButtons(
  answers: readonly Answer[],
  sections: readonly Section[],
  { via, of, showing }: Pick<PresentOptions, 'via' | 'of' | 'showing'>,
): readonly CardButton[] {
  const open = answers.findIndex(({ kind }) => kind === 'unknown' || kind === 'related');
  if (open < 0) return [];
  const answer = answers[open];
  const isOther = answer?.kind === 'related' && answer.missing === 'certainty';
  const heading = isOther ? '' : (sections[open]?.heading ?? '');
  if (of?.by !== 'text') return [askCuratorsButton(heading)];
  return [askCuratorsButton(askedVia(via, of.text), showing.to === 'channel' ? heading : undefined)];
}

/** The typed text as a full question: `/who` and `/when` imply its beginning. */
export const askedVia = (via: Via, typed: string): string =>
  via === 'who' || via === 'when' ? `${ASKED_FOR[via]}: ${typed}` : typed;

export const deleteButton = (owner: OwnerMark): CardButton => ({
  label: BUTTONS.delete,
  style: 'secondary',
  action: { type: 'delete', ...owner },
});

/** Buttons for closest facts have their own row; other buttons share the row of Share, Proof and Delete while it has room. */
function rowsOf(
  answers: readonly Answer[],
  further: readonly CardButton[],
  own: readonly CardButton[],
): readonly (readonly CardButton[])[] {
  const hasClosest = answers.some(({ kind }) => kind === 'related');
  const rows = hasClosest || further.length + own.length > ROW_BUTTONS_MAX ? [further, own] : [[...further, ...own]];
  return rows.filter((row) => row.length > 0);
}

/** One row of buttons: the others, and as many of `fitting` as there is room for. */
function rowOf({ first, fitting, last }: Readonly<Record<'first' | 'fitting' | 'last', readonly CardButton[]>>) {
  const before = distinctButtons(first);
  const room = Math.max(0, ROW_BUTTONS_MAX - before.length - last.length);
  return [...before, ...fitting.slice(0, room), ...last];
}

/**
 * The details of an answer's fact that were not asked. A list or a profile has no single fact, so it has no such details.
 */
function askOnButtons(answer: Answer, { encode }: Codes): readonly CardButton[] {
  const isAboutOne = answer.kind === 'related' || (answer.kind === 'answered' && isPoint(answer));
  const fact = isAboutOne ? answer.facts[0] : undefined;
  if (fact === undefined) return [];
  const details = DETAILS.filter((detail) => ASKED_BY_DETAIL[detail] !== answer.asked && holdsDetail(fact, detail));
  return details.map((detail) => ({
    label: BUTTONS.askOn[detail],
    style: 'secondary',
    action: { type: 'ask-on', detail, fact: encode({ kind: 'fact', id: fact.id }) },
  }));
}

const isPoint = ({ layout, profile, facts }: Extract<Answer, { kind: 'answered' }>): boolean =>
  profile === null && (layout === 'point' || facts.length === 1);

/** The answer to a button that asks for a detail: the fact, under a heading that says what was asked. */
export function answerOn(fact: Fact, detail: Detail): Answer {
  const common = { via: 'ask', asked: ASKED_BY_DETAIL[detail], confidence: 1, evidence: [], corrected: [] } as const;
  const subjects = [{ kind: 'fact', id: fact.id }] as const;
  return { ...common, kind: 'answered', facts: [fact], profile: null, layout: 'point', dated: false, subjects };
}

/**
 * One row of buttons: the subjects to choose from, the closest facts by their labels, or other commands where there is no fact;
 * and then `last`.
 */
function furtherButtons(
  answers: readonly Answer[],
  via: Via,
  knowledge: KnowledgeBase,
  last: readonly CardButton[],
): readonly CardButton[] {
  const distinct = distinctButtons(answers.flatMap((answer) => buttonsFor(answer, via, knowledge)));
  return [...distinct.slice(0, ROW_BUTTONS_MAX - last.length), ...last];
}

/** Discord refuses a message in which two buttons have the same custom_id. */
const distinctButtons = (buttons: readonly CardButton[]): readonly CardButton[] => [
  ...new Map(buttons.map((button) => [encodeAction(button.action), button])).values(),
];

function buttonsFor(answer: Answer, via: Via, knowledge: KnowledgeBase): readonly CardButton[] {
  const { encode } = codesOf(knowledge);
  const pick = (label: string, subject: Subject, by: Via): CardButton => ({
    label: clip(label, BUTTON_LABEL_MAX_CHARS),
    style: 'secondary',
    action: { type: 'pick', via: by, subject: encode(subject) },
  });
  const picks = (choices: readonly Choice[]) => choices.map(({ label, subject }) => pick(label, subject, via));
  switch (answer.kind) {
    case 'answered':
      return [];
    case 'choose':
      return picks(answer.choices);
    case 'related':
      return toldFirst(answer.facts, knowledge).closest.map(({ id, label }) =>
        pick(label, { kind: 'fact', id }, 'ask'),
      );
    case 'unknown':
      return [...picks(answer.nearest), ...(answer.nearest.length === 0 ? [ALL_FACTS] : []), STATE_OF_PLAY];
    case 'about':
      return answer.theme !== 'language'
        ? []
        : subjectsToOffer(answer.subjects, knowledge).flatMap((subject) =>
            subjectName(subject, knowledge).map((name) => pick(name, subject, 'ask')),
          );
  }
}
const ALL_FACTS: CardButton = {
  label: BUTTONS.allFacts,
  style: 'secondary',
  action: { type: 'page', via: 'facts', page: 0, of: { by: 'nothing' } },
};
const STATE_OF_PLAY: CardButton = {
  label: BUTTONS.stateOfPlay,
  style: 'secondary',
  action: { type: 'brief', about: '' },
};

/** What a card in a channel shows; `undefined` in direct messages, of which nothing is stored. */
function showsTo(
  showing: Showing,
  facts: readonly Fact[],
  shares: readonly ShareAction[],
  knowledge: KnowledgeBase,
): Pick<Card, 'shows'> {
  return showing.to !== 'channel' ? {} : { shows: shownAnswer(facts, { shares, owner: showing.owner }, knowledge) };
}
