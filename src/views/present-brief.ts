import type { SubjectRef } from '../model/answer.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, rule, text } from './card.ts';
import { composeFact, factText, frameOf, type Group, sourcesOf, sourcesText, type Writing } from './compose.ts';
import { shownAnswer } from './custom-id.ts';
import { fitTexts, MESSAGE_TEXT_MAX_CHARS, totalCost } from './limits.ts';
import { markdownStyle, plainStyle, type Style, withoutLinks } from './markdown.ts';
import { deleteButton, notRightButton, type Showing } from './present.ts';
import { codesOf } from './subject-codes.ts';
import { BUTTONS, DOUBTFUL, notFitting } from './wording.ts';

/** A title longer than this is cut. */
const TITLE_MAX_CHARS = 100;
/** How much of a message's text the lines beside the facts may take. */
const FRAME_MAX_COST = 700;
/** The minimum budget that is reserved for source lines; they also get what the facts do not use. */
const SOURCES_MIN_COST = 500;
/** Room for the line that says how many facts did not fit. */
const SPARE_COST = 100;

/** The parts of a brief that are shown. */
export interface BriefFacts {
  /** `null` stands for the situation as a whole. */
  readonly about: SubjectRef | null;
  readonly title: string;
  /** Together with the disputed facts at most ten, the most important first. */
  readonly facts: readonly Fact[];
  /** The facts that are alleged or disputed. */
  readonly disputed: readonly Fact[];
}

interface BriefContext {
  readonly knowledge: KnowledgeBase;
  readonly showing: Showing;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
  /** As in `PresentOptions`. */
  readonly curatorsBox?: boolean | undefined;
}

/**
 * A brief as a card. No limit of Discord's is exceeded for any brief: the least important facts are left out instead of cut,
 * because the end of a sentence may decide whether it is true.
 */
export function presentBrief(brief: BriefFacts, context: BriefContext): Card {
  const { knowledge, showing, asOfMs } = context;
  // No command is mentioned in a brief.
  const style = markdownStyle((command) => `/${command}`);
  const title = titleText(brief, knowledge, style);
  const budget = MESSAGE_TEXT_MAX_CHARS - SPARE_COST - totalCost([title]);
  const linked = fitted(brief, knowledge, style, budget);
  const { shown, body, frame, leftOut } =
    linked.leftOut === 0 ? linked : fitted(brief, knowledge, withoutLinks(style), budget);
  const sources = sourcesText(writingOf(shown, knowledge, style), asOfMs, budget - totalCost([...body, ...frame]));
  const share = shareOf(shown, knowledge);
  const facts = [...shown.facts, ...shown.disputed];
  return {
    kind: 'brief',
    parts: [
      ...[title, ...body, ...frame, ...(leftOut === 0 ? [] : [style.small(notFitting(leftOut))])].map(text),
      rule,
      text(sources),
    ],
    rows: [buttonsOf(share, context)],
    ...(showing.to !== 'channel'
      ? {}
      : { shows: shownAnswer(facts, { shares: [share], owner: showing.owner }, knowledge) }),
  };
}

/** A brief as plain text. @param asOfMs - when this version of the facts was first served */
export function plainBrief(brief: BriefFacts, knowledge: KnowledgeBase, asOfMs: number): string {
  const writing = writingOf(brief, knowledge, plainStyle);
  return [
    titleText(brief, knowledge, plainStyle),
    ...factTexts(brief, writing),
    ...frameOf([...brief.facts, ...brief.disputed]),
    sourcesText(writing, asOfMs),
  ].join('\n');
}

function titleText({ title }: BriefFacts, knowledge: KnowledgeBase, style: Style): string {
  const line = (words: string) => style.line(clip(words, TITLE_MAX_CHARS));
  return `${style.heading(line(title))}\n${style.small(line(knowledge.title))}`;
}

const writingOf = ({ facts, disputed }: BriefFacts, knowledge: KnowledgeBase, style: Style): Writing => ({
  knowledge,
  style,
  sources: sourcesOf([...facts, ...disputed].flatMap(({ citations }) => citations)),
});

/** First the facts that the sources report, then those that they allege or disagree on. */
function groupsOf({ facts, disputed }: BriefFacts, knowledge: KnowledgeBase): readonly Group[] {
  const [status, other] = new Set(disputed.map((fact) => fact.status));
  // The status in the heading is not repeated below it.
  const statusAbove = other === undefined && (status === 'alleged' || status === 'disputed') ? status : null;
  const title = statusAbove === null ? DOUBTFUL.both : DOUBTFUL[statusAbove];
  return [
    { title: null, facts: facts.map((fact) => composeFact(fact, knowledge)) },
    { title, facts: disputed.map((fact) => composeFact(fact, knowledge, { statusAbove })) },
  ];
}

const factTexts = (brief: BriefFacts, writing: Writing): readonly string[] =>
  groupsOf(brief, writing.knowledge).flatMap(({ title, facts }) =>
    facts.map((fact, i) => {
      const above = i === 0 && title !== null ? `${writing.style.bold(title)}\n` : '';
      return `${above}${factText(fact, writing)}`;
    }),
  );

/** As many whole facts as fit; a fact is cut only if it is the only one. */
function fitted(
  brief: BriefFacts,
  knowledge: KnowledgeBase,
  style: Style,
  budget: number,
): {
  readonly shown: BriefFacts;
  readonly body: readonly string[];
  readonly frame: readonly string[];
  readonly leftOut: number;
} {
  let shown = brief;
  for (let leftOut = 0; ; leftOut += 1) {
    const lines = frameOf([...shown.facts, ...shown.disputed]);
    const frame = lines.length === 0 ? [] : fitTexts([style.small(style.text(lines.join('\n')))], FRAME_MAX_COST);
    const body = factTexts(shown, writingOf(shown, knowledge, style));
    const left = budget - SOURCES_MIN_COST - totalCost(frame);
    if (totalCost(body) <= left || body.length <= 1) return { shown, body: fitTexts(body, left), frame, leftOut };
    shown = withoutLast(shown);
  }
}

/** Disputed facts are left out last, so that a shortened brief never looks more certain than the whole one. */
function withoutLast(brief: BriefFacts): BriefFacts {
  return brief.facts.length > 1 || brief.disputed.length === 0
    ? { ...brief, facts: brief.facts.slice(0, -1) }
    : { ...brief, disputed: brief.disputed.slice(0, -1) };
}

function shareOf({ about, facts, disputed }: BriefFacts, knowledge: KnowledgeBase) {
  const { encode } = codesOf(knowledge);
  return {
    type: 'share-brief',
    about: about === null ? '' : encode(about),
    facts: [...facts, ...disputed].map(({ id }) => encode({ kind: 'fact', id })),
  } as const;
}

function buttonsOf(
  share: ReturnType<typeof shareOf>,
  { showing, curatorsBox = false }: BriefContext,
): readonly CardButton[] {
  const proof: CardButton = {
    label: BUTTONS.proof,
    style: 'secondary',
    action: { type: 'proof', profile: '', facts: share.facts },
  };
  const report = curatorsBox ? [notRightButton(share.facts)] : [];
  if (showing.to !== 'asker') return [proof, ...report, deleteButton(showing.owner)];
  return [{ label: BUTTONS.share, style: 'primary', action: share }, proof, ...report];
}
