import type { SubjectRef } from '../model/answer.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip, withoutBidi } from '../model/text.ts';
import { standingOf } from '../pins/follow-facts.ts';
import {
  factAsShown,
  type OpenQuestion,
  type Pin,
  type PinChange,
  type PinContent,
  type PinnedFact,
  type SharedAnswer,
} from '../pins/pin.ts';
import { type Card, type CardButton, notice, rule, text } from './card.ts';
import {
  type ComposedFact,
  composeFact,
  factText,
  frameOf,
  isDoubtful,
  sourcesOf,
  sourcesText,
  subjectName,
  type Writing,
} from './compose.ts';
import { type ButtonAction, type Layout, readLayout } from './custom-id.ts';
import { costOf, fitTexts, MESSAGE_TEXT_MAX_CHARS, totalCost } from './limits.ts';
import { markdownStyle, member } from './markdown.ts';
import { presentShared, type Shared } from './present.ts';
import { presentBrief } from './present-brief.ts';
import { codesOf, readCodes, subjectOf } from './subject-codes.ts';
import {
  BRIEF,
  BUTTONS,
  CHANGED_SINCE,
  correctedLine,
  labelRetracted,
  moderatorsNote,
  NOTHING_LEFT,
  noLongerFollowed,
  notInFull,
  RETRACTED,
  REVIEW_WAITS,
  retractedBecause,
  STATE_OF_PLAY,
  WHAT_CHANGED,
} from './wording.ts';

/** Texts longer than these are cut. */
const TITLE_MAX_CHARS = 100;
const NOTE_MAX_CHARS = 300;
const REASON_MAX_CHARS = 200;
const CHANGE_MAX_CHARS = 160;
/** How much of a message's text each of these may take. */
const FRAME_MAX_COST = 500;
const CHANGES_MAX_COST = 700;
const FURTHER_MAX_COST = 400;
/** All facts are one text, so that the builder can show the whole message and its menu within Discord’s count of components. */
const FACT_GAP = '\n\n';
/** Characters that are reserved for source lines. They also get the room that the facts leave. */
const SOURCES_MIN_COST = 300;

// Neither a pin nor a corrected answer names a command.
const plainMention = (command: string): string => `/${command}`;
const STYLE = markdownStyle(plainMention);
const REVIEW_LINE = STYLE.bold(REVIEW_WAITS);

/**
 * A living pin's message. No limit of Discord's is exceeded for any content: facts that do not fit whole are named by their
 * labels, because the end of a sentence may decide whether it is true.
 */
export function presentPin(pin: Pin, knowledge: KnowledgeBase): Card {
  const { lines, facts, budget } = layOut(pin, knowledge);
  const shown = facts.slice(0, fitting(facts, budget));
  const further = pin.content.facts
    .slice(shown.length)
    .map(({ fact, struck }) => (struck === null ? fact.label : labelRetracted(fact.label)));
  const [more = ''] = fitTexts([STYLE.text(notInFull(further))], FURTHER_MAX_COST);
  const factLines = shown.join(FACT_GAP);
  const body =
    pin.content.facts.length === 0
      ? [NOTHING_LEFT]
      : [...(shown.length > 0 ? [factLines] : []), ...(further.length > 0 ? [more] : [])];
  const inFull = pin.content.facts.slice(0, shown.length);
  // Where a sentence is marked as being reviewed, that has been said.
  const isMarked = inFull.some(
    ({ fact, struck }) => struck === null && standingOf(fact, pin.content, knowledge) === 'reviewed',
  );
  const waits = pin.content.review === null || isMarked ? [] : [REVIEW_LINE];
  const writing = writingOf(inFull, knowledge);
  const sources = sourcesText(writing, pin.updatedAtMs, budget + SOURCES_MIN_COST - costOf(factLines));
  const proof: CardButton = {
    label: BUTTONS.proof,
    style: 'secondary',
    action: { type: 'pin-proof', pin: pin.id, page: 0 },
  };
  const review: CardButton = {
    label: BUTTONS.review,
    style: 'primary',
    action: { type: 'pin', pin: pin.id, act: 'review' },
  };
  return {
    kind: 'pin',
    parts: [...[...lines.above, ...body, ...lines.beside, ...waits].map(text), rule, text(sources)],
    rows: [pin.content.review === null ? [proof] : [proof, review]],
  };
}

/** Whether every fact of a pin fits into its message whole. */
export function fits(pin: Pin, knowledge: KnowledgeBase): boolean {
  const { facts, budget } = layOut(pin, knowledge);
  return fitting(facts, budget) === facts.length;
}

/** The lines beside the facts, the facts as text, and the budget that the lines leave for the facts. */
function layOut({ content }: Pin, knowledge: KnowledgeBase) {
  const line = (words: string, maxChars: number) => STYLE.line(clip(words, maxChars));
  const { kind, note, changes, endedAtMs } = content;
  const title = [
    STYLE.heading(line(content.title, TITLE_MAX_CHARS)),
    STYLE.small(line(knowledge.title, TITLE_MAX_CHARS)),
    ...(endedAtMs === null ? [] : [noLongerFollowed(endedAtMs, STYLE)]),
  ].join('\n');
  const [changed = ''] = changes.length === 0 ? [] : fitTexts([changesText(changes)], CHANGES_MAX_COST);
  const beside: string[] = [];
  if (note !== null) beside.push(moderatorsNote(member(note.by), line(withoutBidi(note.text), NOTE_MAX_CHARS), STYLE));
  const frame = kind === 'brief' ? frameOf(standing(content.facts)) : [];
  if (frame.length > 0) beside.push(...fitTexts([STYLE.small(STYLE.text(frame.join('\n')))], FRAME_MAX_COST));
  const taken = totalCost([title, changed, ...beside, REVIEW_LINE]) + SOURCES_MIN_COST + FURTHER_MAX_COST;
  const writing = writingOf(content.facts, knowledge);
  const facts = content.facts.map((each) => factText(composed(each, content, knowledge), writing));
  return {
    lines: { above: changed === '' ? [title] : [title, changed], beside },
    facts,
    budget: MESSAGE_TEXT_MAX_CHARS - taken,
  };
}

const writingOf = (facts: PinContent['facts'], knowledge: KnowledgeBase): Writing => ({
  knowledge,
  style: STYLE,
  sources: sourcesOf(facts.flatMap(({ fact }) => fact.citations)),
});

const standing = (facts: readonly PinnedFact[]): readonly Fact[] =>
  facts.flatMap(({ fact, struck }) => (struck === null ? [fact] : []));

function changesText(changes: readonly PinChange[]): string {
  const dated = changes.map(
    ({ atMs, text: what }) => `- ${STYLE.moment(atMs)} ${STYLE.line(clip(what, CHANGE_MAX_CHARS))}`,
  );
  return [STYLE.bold(WHAT_CHANGED), ...dated].join('\n');
}

/**
 * A struck fact shows the reason in place of its other notes, unless a line above tells it. A fact that says something else today
 * is marked until a moderator has decided, and afterwards where it stays.
 */
function composed({ fact, struck }: PinnedFact, content: PinContent, knowledge: KnowledgeBase): ComposedFact {
  if (struck !== null) {
    const isTold = content.changes.some((change) => change.text.includes(struck));
    const note = isTold ? RETRACTED : retractedBecause(clip(struck, REASON_MAX_CHARS));
    return { fact, struck: true, notes: [note] };
  }
  const shown = composeFact(fact, knowledge);
  const standing = standingOf(fact, content, knowledge);
  return standing === null ? shown : { ...shown, notes: [CHANGED_SINCE[standing], ...shown.notes] };
}

/** Corrections as a message of their own, a reply to the message that was corrected. */
export function presentCorrections(corrections: readonly PinChange[]): Card {
  const dated = corrections.map(({ atMs, text: what }) =>
    correctedLine(atMs, STYLE.line(clip(what, CHANGE_MAX_CHARS)), STYLE),
  );
  return notice(dated.join('\n'));
}

/** How many facts fit, counted from the first. */
function fitting(facts: readonly string[], budget: number): number {
  let left = budget;
  const over = facts.findIndex((fact) => {
    left -= costOf(fact) + FACT_GAP.length;
    return left < 0;
  });
  return over < 0 ? facts.length : over;
}

type ShareAction = Extract<ButtonAction, { type: 'share' }>;

/** What the message of a shared answer is rendered from. */
type Posted = Omit<SharedAnswer, 'id' | 'state' | 'pressed'>;

/**
 * An answer in a channel as it was laid out, with its facts corrected or struck. Dated lines at its top say so.
 *
 * @returns `undefined` where its layout cannot be read
 */
export function presentCorrected(
  shared: Posted,
  { knowledge, curatorsBox }: { readonly knowledge: KnowledgeBase; readonly curatorsBox?: boolean },
): Card | undefined {
  const layout = readLayout(shared.layout);
  if (layout === undefined) return undefined;
  const [latest] = shared.changes;
  const card = cardOf(shared, layout, { knowledge, curatorsBox, asOfMs: latest?.atMs ?? shared.atMs });
  const dated = shared.changes.map(({ atMs, text: what }) =>
    correctedLine(atMs, STYLE.line(clip(what, CHANGE_MAX_CHARS)), STYLE),
  );
  if (dated.length === 0) return card;
  const [lines = ''] = fitTexts([dated.join('\n')], CHANGES_MAX_COST);
  const texts = card.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const fitted = fitTexts(texts, MESSAGE_TEXT_MAX_CHARS - costOf(lines))[Symbol.iterator]();
  const parts = card.parts.map((part) => (part.type === 'text' ? text(fitted.next().value || '…') : part));
  return { ...card, parts: [text(lines), ...parts] };
}

/** The reason of a struck fact is given once, at the top where a line tells it. */
const asShown = (pinned: PinnedFact, { changes }: Posted): Fact => {
  const { struck } = pinned;
  const isTold = struck !== null && changes.some((change) => change.text.includes(struck));
  return isTold ? { ...factAsShown(pinned), statusNote: null } : factAsShown(pinned);
};

function cardOf(
  shared: Posted,
  { shares, owner }: Layout,
  context: { readonly knowledge: KnowledgeBase; readonly curatorsBox: boolean | undefined; readonly asOfMs: number },
): Card {
  const { knowledge } = context;
  const facts = shared.facts.map((pinned) => asShown(pinned, shared));
  const [first, ...others] = shares;
  if (first?.type === 'share-brief') {
    const [about, title] = subjectOfBrief(first.about, knowledge);
    const brief = {
      about,
      title,
      facts: facts.filter((fact) => !isDoubtful(fact)),
      disputed: facts.filter(isDoubtful),
    };
    return presentBrief(brief, { ...context, showing: { to: 'channel', owner } });
  }
  const answers = [first, ...others].flatMap((action, at) =>
    action?.type === 'share'
      ? [
          asDecided(
            action,
            shared.questions.find((open) => open.at === at),
          ),
        ]
      : [],
  );
  const counted = answers.reduce((sum, action) => sum + action.facts.length, 0) === facts.length;
  let at = 0;
  const parts = answers.map((action, i): Shared => {
    // Where two facts have become one, it is unknown which answer each belonged to, so the first answer shows them all.
    const own = counted ? facts.slice(at, at + action.facts.length) : i === 0 ? facts : [];
    at += action.facts.length;
    const profiles = readCodes({ profile: action.profile, facts: [] }, knowledge)?.profiles ?? [];
    return { action, named: { facts: own, profiles } };
  });
  const [one, ...more] = parts.filter(({ named }, i) => i === 0 || named.facts.length > 0 || named.profiles.length > 0);
  if (one === undefined) throw new Error('a layout without an answer was read');
  return presentShared([one, ...more], { ...context, owner, mention: plainMention });
}

/** An answer whose question was decided otherwise since is laid out by that decision. */
function asDecided(action: ShareAction, open: OpenQuestion | undefined): ShareAction {
  if (open === undefined || open.missing === action.missing) return action;
  if (open.missing !== null) return { ...action, shape: 'related', missing: open.missing };
  return { ...action, shape: action.understood?.asked === 'when' ? 'when' : 'point', missing: '' };
}

/** A subject may have been removed from the facts since. */
function subjectOfBrief(code: string, knowledge: KnowledgeBase): readonly [SubjectRef | null, string] {
  if (code === '') return [null, STATE_OF_PLAY];
  const subject = subjectOf(code, codesOf(knowledge));
  if (subject === undefined) return [null, BRIEF];
  return [`${subject.kind}:${subject.id}`, subjectName(subject, knowledge)[0] ?? BRIEF];
}
