import type { Answer, Choice, Missing } from '../model/answer.ts';
import type { Entity, Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, type CardPart, rule, text } from './card.ts';
import type { Codes } from './codes.ts';
import { type Composition, compose, composeFacts, notSaid, PAGE_FACTS } from './compose.ts';
import { type ButtonAction, encodeAction, type PageOf, type Shape, type Via } from './custom-id.ts';
import { factText, marksText, sourcesText } from './fact-text.ts';
import { costOf, fitTexts } from './fit.ts';
import { BUTTON_LABEL_MAX_CHARS, MESSAGE_TEXT_MAX_CHARS, ROW_BUTTONS_MAX } from './limits.ts';
import { bold, escapeMarkdown, heading, subtext } from './markdown.ts';
import type { OwnerMark } from './owner-mark.ts';
import { type Layout, shownAnswer } from './shown-answer.ts';

/** Who sees the card: the asker alone (with Share), or the channel (with Delete for the asker and moderators). */
export type Showing = { readonly to: 'asker' } | { readonly to: 'channel'; readonly owner: OwnerMark };

export interface PresentOptions {
  readonly knowledge: KnowledgeBase;
  readonly codes: Codes;
  readonly showing: Showing;
  readonly via: Via;
  /** What the pages of a long list are pages of. */
  readonly of: PageOf;
  /** From 0. */
  readonly page?: number;
}

/** Parts of a message's text budget: facts come first, source lines get what is left, at least this much. */
const SOURCES_MIN_COST = 800;
/** A little room for the lines that are not facts or sources. */
const FRAME_COST = 500;
/** How many facts fit into a custom_id when the question itself does not. */
const FACTS_IN_ID_MAX = 8;

/**
 * An answer as a card. For any answer whatsoever no limit of Discord's is exceeded: long texts are cut with "…",
 * and Proof holds what did not fit.
 */
export function present(answer: Answer, options: PresentOptions): Card {
  const { knowledge, codes, via } = options;
  const { of, facts } = pageable(answer, options);
  const whole = facts === null ? answer : { ...answer, facts };
  const composition = compose(whole as Answer, knowledge, { index: options.page ?? 0, size: PAGE_FACTS });
  const shown = composition.groups.flatMap((group) => group.facts.map((composed) => composed.fact));
  const buttons: CardButton[] = [];
  const { page, profile } = composition;
  if (page) {
    buttons.push(
      pageButton('Previous', { type: 'page', via, page: Math.max(0, page.index - 1), of }, page.index === 0),
      pageButton(
        'Next',
        { type: 'page', via, page: Math.min(page.pages - 1, page.index + 1), of },
        page.index === page.pages - 1,
      ),
    );
  }
  const layout = {
    shape: shapeOf(answer),
    part: page !== null,
    missing: answer.kind === 'related' ? answer.missing : '',
  } as const;
  if (shown.length > 0 || profile) {
    buttons.push(...factButtons(shown, profile?.entity ?? null, options, layout));
  } else if (options.showing.to === 'channel') {
    buttons.push(deleteButton(options.showing.owner));
  }
  const choices = choiceButtons(composition.choices, via, codes);
  return {
    kind: answer.kind,
    parts: partsOf(composition, knowledge, of.by === 'facts' ? 'the first ' : ''),
    rows: [...(choices.length > 0 ? [choices] : []), ...(buttons.length > 0 ? [buttons] : [])],
    ...showsTo(options.showing, shown, shareOf(shown, profile?.entity ?? null, codes, layout), knowledge),
  };
}

/** The facts of a pressed Share button as a post for the channel. */
export function presentShared(
  facts: readonly Fact[],
  profile: Entity | null,
  action: Extract<ButtonAction, { type: 'share' }>,
  context: { readonly knowledge: KnowledgeBase; readonly codes: Codes; readonly owner: OwnerMark },
): Card {
  const { knowledge } = context;
  const composition = composeFacts(facts, knowledge, {
    lead: action.missing === '' ? null : notSaid(action.missing, facts),
    showTime: action.shape === 'when' ? 'always' : action.missing === 'time' ? 'never' : 'where-not-plain',
    profile,
    byTopic: action.shape === 'topics',
    page: null,
  });
  const showing: Showing = { to: 'channel', owner: context.owner };
  return {
    kind: action.shape === 'related' ? 'related' : 'answered',
    parts: [...partsOf(composition, knowledge), ...(action.part ? [text(subtext('Part of a longer list.'))] : [])],
    rows: [factButtons(facts, profile, { codes: context.codes, showing }, action)],
    ...showsTo(showing, facts, action, knowledge),
  };
}

function shapeOf(answer: Answer): Shape {
  if (answer.kind === 'related') return 'related';
  if (answer.asked === 'when' && answer.kind === 'answered') return 'when';
  return answer.kind === 'answered' ? answer.layout : 'list';
}

/**
 * What page buttons can carry. A question too long for a custom_id is replaced by the facts it gave, and the list then
 * ends with those that fit.
 */
function pageable(
  answer: Answer,
  { of, via, codes }: PresentOptions,
): { readonly of: PageOf; readonly facts: readonly Fact[] | null } {
  if (answer.kind !== 'answered' || answer.facts.length <= PAGE_FACTS) return { of, facts: null };
  if (encodeAction({ type: 'page', via, page: answer.facts.length, of }) !== undefined) return { of, facts: null };
  const facts = answer.facts.slice(0, FACTS_IN_ID_MAX);
  const profile = answer.profile === null ? '' : codes.encode({ kind: 'entity', id: answer.profile.id });
  const listed = facts.map((fact) => codes.encode({ kind: 'fact', id: fact.id }));
  return { of: { by: 'facts', shape: shapeOf(answer), profile, facts: listed }, facts };
}

interface FactsLayout {
  readonly shape: Shape;
  readonly part: boolean;
  readonly missing: Missing | '';
}

function factButtons(
  facts: readonly Fact[],
  profile: Entity | null,
  { codes, showing }: Pick<PresentOptions, 'codes' | 'showing'>,
  layout: FactsLayout,
): CardButton[] {
  const share = shareOf(facts, profile, codes, layout);
  const proof: CardButton = {
    label: 'Proof',
    style: 'secondary',
    action: { type: 'proof', profile: share.profile, facts: share.facts },
  };
  if (showing.to === 'channel') return [proof, deleteButton(showing.owner)];
  return [{ label: 'Share', style: 'primary', action: share }, proof];
}

function shareOf(facts: readonly Fact[], profile: Entity | null, codes: Codes, { shape, part, missing }: FactsLayout) {
  return {
    type: 'share',
    shape,
    part,
    missing,
    profile: profile === null ? '' : codes.encode({ kind: 'entity', id: profile.id }),
    facts: facts.map((fact) => codes.encode({ kind: 'fact', id: fact.id })),
  } as const satisfies ButtonAction;
}

/** For a card that others read, what it shows. */
export function showsTo(
  showing: Showing,
  facts: readonly Fact[],
  share: Layout['share'],
  { version }: KnowledgeBase,
): Pick<Card, 'shows'> {
  return showing.to === 'asker' ? {} : { shows: shownAnswer(facts, { share, owner: showing.owner }, version) };
}

const deleteButton = (owner: OwnerMark): CardButton => ({
  label: 'Delete',
  style: 'danger',
  action: { type: 'delete', ...owner },
});

const pageButton = (label: string, action: ButtonAction, disabled: boolean): CardButton => ({
  label,
  style: 'secondary',
  action,
  disabled,
});

function choiceButtons(choices: readonly Choice[], via: Via, codes: Codes): CardButton[] {
  return choices.slice(0, ROW_BUTTONS_MAX).map(({ label, subject }) => ({
    label: clip(label, BUTTON_LABEL_MAX_CHARS),
    style: 'secondary',
    action: { type: 'pick', via, subject: codes.encode(subject) },
  }));
}

/** The answer itself comes first: it is what notification previews and screen readers begin with. */
function partsOf(composition: Composition, knowledge: KnowledgeBase, ofThe = ''): readonly CardPart[] {
  const body: string[] = [];
  if (composition.lead !== null) body.push(bold(composition.lead));
  if (composition.profile) {
    const { entity, roles } = composition.profile;
    const titles = roles.map((role) => `${escapeMarkdown(role.text)}${marksText(role.marks)}`).join('; ');
    body.push(`${bold(escapeMarkdown(entity.name))}${titles === '' ? '' : ` – ${titles}`}`);
  }
  for (const group of composition.groups) {
    for (const [i, fact] of group.facts.entries()) {
      const title = i === 0 && group.title !== null ? `${heading(escapeMarkdown(group.title))}\n` : '';
      body.push(`${title}${factText(fact)}`);
    }
  }
  if (composition.choicesTitle !== null) body.push(composition.choicesTitle);
  if (composition.choices.length > 0) {
    body.push(
      composition.choices
        .map(({ label, detail }) => `- ${escapeMarkdown(label)}${detail === '' ? '' : ` – ${escapeMarkdown(detail)}`}`)
        .join('\n'),
    );
  }
  const fitted = fitTexts(body, MESSAGE_TEXT_MAX_CHARS - SOURCES_MIN_COST - FRAME_COST).filter((part) => part !== '');
  const left = MESSAGE_TEXT_MAX_CHARS - FRAME_COST - fitted.reduce((total, part) => total + costOf(part), 0);
  const sources = sourcesText(composition.citations, knowledge, left);
  const page = composition.page;
  return [
    ...fitted.map(text),
    ...(sources === '' ? [] : [rule, text(sources)]),
    ...(page ? [text(subtext(`Facts ${page.from} to ${page.to} of ${ofThe}${page.total}`))] : []),
  ];
}
