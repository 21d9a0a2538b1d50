import type { KnowledgeBase } from '../model/knowledge.ts';
import { clip, withoutBidi } from '../model/text.ts';
import type { Pin, PinContent } from '../pins/pin.ts';
import { type Card, type CardButton, rule, text } from './card.ts';
import { type ComposedFact, composeFacts } from './compose.ts';
import { factText, sourcesText } from './fact-text.ts';
import { costOf, fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine, escapeMarkdown, heading, subtext } from './markdown.ts';
import { member, moment } from './pin-words.ts';

/** Texts longer than these are cut. */
const TITLE_MAX_CHARS = 100;
const NOTE_MAX_CHARS = 300;
const REASON_MAX_CHARS = 200;
const CHANGE_MAX_CHARS = 160;
/** Most that these take of a message's text. */
const FRAME_MAX_COST = 500;
const CHANGES_MAX_COST = 700;
const FURTHER_MAX_COST = 400;
/** All facts are one text: so the builder can show the whole message beside its menu within Discord’s count of components. */
const FACT_GAP = '\n\n';
/** What is kept for source lines; they also get what the facts leave. */
const SOURCES_MIN_COST = 300;

/**
 * A living pin's message. For any content whatsoever no limit of Discord's is exceeded: facts that do not fit whole are named
 * by their labels, because the end of a sentence may be what makes it true.
 */
export function presentPin(pin: Pin, knowledge: KnowledgeBase): Card {
  const { lines, facts, budget } = layOut(pin, knowledge);
  const shown = facts.slice(0, fitting(facts, budget));
  const further = pin.content.facts
    .slice(shown.length)
    .map(({ fact, struck }) => (struck === null ? fact.label : `${fact.label} (retracted)`));
  const [more = ''] = fitTexts([escapeMarkdown(`Not shown in full: ${further.join(' · ')}`)], FURTHER_MAX_COST);
  const factLines = shown.map(factText).join(FACT_GAP);
  const body =
    pin.content.facts.length === 0
      ? ['Nothing is left to show here.']
      : [...(shown.length > 0 ? [factLines] : []), ...(further.length > 0 ? [more] : [])];
  const { citations } = composed(pin.content, knowledge, shown.length);
  const sources = sourcesText(citations, knowledge, budget + SOURCES_MIN_COST - costOf(factLines));
  const proof: CardButton = {
    label: 'Proof',
    style: 'secondary',
    action: { type: 'pin-proof', pin: pin.id, page: 0 },
  };
  const review: CardButton = { label: 'Review', style: 'primary', action: { type: 'pin', pin: pin.id, act: 'review' } };
  return {
    kind: 'pin',
    parts: [
      ...[lines.title, ...body, ...lines.beside].map(text),
      rule,
      ...(sources === '' ? [] : [text(sources)]),
      text(lines.asOf),
    ],
    rows: [pin.content.review === null ? [proof] : [proof, review]],
  };
}

/** Whether every fact of a pin fits into its message whole. */
export function fits(pin: Pin, knowledge: KnowledgeBase): boolean {
  const { facts, budget } = layOut(pin, knowledge);
  return fitting(facts, budget) === facts.length;
}

/** The lines beside the facts, and what they leave for the facts. */
function layOut({ content, updatedAtMs }: Pin, knowledge: KnowledgeBase) {
  const oneLine = (words: string, maxChars: number) => escapeLine(clip(words, maxChars));
  const { note, frame, changes, review, version, endedAtMs } = content;
  const title = [
    heading(oneLine(content.title, TITLE_MAX_CHARS)),
    subtext(oneLine(knowledge.title, TITLE_MAX_CHARS)),
    ...(endedAtMs === null
      ? []
      : [
          `${bold('No longer kept up to date')} since ${moment(endedAtMs)}. Later changes of the facts do not show here.`,
        ]),
  ].join('\n');
  const beside: string[] = [];
  if (note !== null)
    beside.push(`${bold('Moderator’s note')}, ${member(note.by)}: ${oneLine(withoutBidi(note.text), NOTE_MAX_CHARS)}`);
  if (frame.length > 0) beside.push(...fitTexts([subtext(escapeMarkdown(frame.join('\n')))], FRAME_MAX_COST));
  if (review !== null) beside.push(bold('Facts shown here have changed. Moderators can review what to show.'));
  if (changes.length > 0) {
    const dated = changes.map(({ atMs, text: what }) => `- ${moment(atMs)} ${oneLine(what, CHANGE_MAX_CHARS)}`);
    beside.push(...fitTexts([[bold('What changed'), ...dated].join('\n')], CHANGES_MAX_COST));
  }
  const asOf = subtext(`As of version ${version} of the facts · updated ${moment(updatedAtMs)}`);
  const taken = totalCost([title, ...beside, asOf]) + SOURCES_MIN_COST + FURTHER_MAX_COST;
  const facts = composed(content, knowledge, content.facts.length).facts;
  return { lines: { title, beside, asOf }, facts, budget: MESSAGE_TEXT_MAX_CHARS - taken };
}

/** The first `count` facts, those struck with the reason in the place of what else is noted. */
function composed({ facts }: PinContent, knowledge: KnowledgeBase, count: number) {
  const shown = facts.slice(0, count);
  const composition = composeFacts(
    shown.map(({ fact }) => fact),
    knowledge,
    { lead: null, showTime: 'where-not-plain', profile: null, byTopic: false, page: null },
  );
  const composedFacts = composition.groups.flatMap((group) => group.facts);
  return {
    citations: composition.citations,
    facts: composedFacts.map((each, i): ComposedFact => {
      const reason = shown[i]?.struck ?? null;
      return reason === null
        ? each
        : { ...each, struck: true, notes: [`Retracted: ${clip(reason, REASON_MAX_CHARS)}`] };
    }),
  };
}

/** How many facts fit, from the first on. */
function fitting(facts: readonly ComposedFact[], budget: number): number {
  let left = budget;
  const over = facts.findIndex((fact) => {
    left -= costOf(factText(fact)) + FACT_GAP.length;
    return left < 0;
  });
  return over < 0 ? facts.length : over;
}

const totalCost = (texts: readonly string[]): number => texts.reduce((total, each) => total + costOf(each), 0);
