import { type CheckedStatement, type DifferingDetail, STATEMENTS_MAX } from '../model/answer.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, rule, text } from './card.ts';
import { composeFact, factText, sourcesOf, sourcesText, type Writing } from './compose.ts';
import { type ButtonAction, encodeAction, type Finding, type OwnerMark } from './custom-id.ts';
import { costOf, fitText, MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { escapeLine, link, markdownStyle } from './markdown.ts';
import { deleteButton } from './present.ts';
import { codesOf } from './subject-codes.ts';
import { BUTTONS, CHECK } from './wording.ts';

export interface CheckOptions {
  readonly knowledge: KnowledgeBase;
  /** When this version of the facts was first served. */
  readonly asOfMs: number;
  /** The message that was checked. */
  readonly messageId: string;
  /** Whether only the beginning of the message was read. */
  readonly isCut: boolean;
}

/** How a fact compares with a statement: it says the same, or differs in a detail. */
export interface Found {
  readonly finding: Finding;
  readonly fact: Fact;
}

/** How many facts the Share and Proof buttons of a check can carry. */
const CARRIED_MAX = 7;
const STATEMENT_MAX_CHARS = 160;
/** Text budget for the heading, the titles, the last line and the sources. */
const FRAME_COST = 1300;
const SOURCES_COST = 700;
/** The text budget of one statement with its fact. */
const ITEM_COST = 900;

// The card names no command.
const STYLE = markdownStyle((command) => `/${command}`);

/**
 * The result of Check facts only for the asker, because it shows the statements of the message. Differences come first, so that
 * they are shown even where not everything fits.
 */
export function presentCheck(checked: readonly CheckedStatement[], options: CheckOptions): Card {
  const { knowledge, isCut } = options;
  const found = checked.flatMap(foundIn);
  const writing = writingOf(found, knowledge);
  const items = (verdict: CheckedStatement['verdict']) =>
    checked.filter((each) => each.verdict === verdict).map((each) => itemText(each, writing));
  const { texts, leftOut } = fitted([
    [CHECK.differs, items('differs')],
    [CHECK.borneOut, items('borne-out')],
    [CHECK.notCovered, items('not-covered')],
  ]);
  const notes = [
    CHECK.nothingElse,
    ...(leftOut > 0 ? [CHECK.moreStatements(leftOut)] : []),
    ...(checked.length === STATEMENTS_MAX ? [CHECK.atMost(STATEMENTS_MAX)] : []),
    ...(isCut ? [CHECK.onlyBeginning] : []),
  ];
  return {
    kind: 'check',
    parts: [
      text(STYLE.heading(CHECK.title)),
      ...texts.map(text),
      text(STYLE.small(notes.join('\n'))),
      ...sourceParts(writing, options.asOfMs),
    ],
    rows: [buttonsOf(found, options)].filter((row) => row.length > 0),
  };
}

/** The result for everybody: the facts that were found and a link to the message, but none of the member's words. */
export function presentSharedCheck(
  found: readonly Found[],
  {
    url,
    owner,
    ...options
  }: Pick<CheckOptions, 'knowledge' | 'asOfMs'> & { readonly url: string; readonly owner: OwnerMark },
): Card {
  const { knowledge, asOfMs } = options;
  const writing = writingOf(found, knowledge);
  const items = (isSame: boolean) =>
    found
      .filter(({ finding }) => (finding === 'borne-out') === isSame)
      .map(({ finding, fact }) => fitText([...differsNote(finding), factLine(fact, writing)].join('\n'), ITEM_COST));
  const { texts } = fitted([
    [CHECK.differs, items(false)],
    [CHECK.borneOut, items(true)],
  ]);
  return {
    kind: 'check',
    parts: [
      text(`${STYLE.heading(CHECK.title)}\n${link(CHECK.theMessage, url)}`),
      ...texts.map(text),
      text(STYLE.small(CHECK.nothingElse)),
      ...sourceParts(writing, asOfMs),
    ],
    rows: [[proofButton(found, knowledge), deleteButton(owner)]],
  };
}

/** The version of the facts, shortened for a button; the result is valid only for that version. */
export const versionMark = ({ version }: KnowledgeBase): string => version.slice(0, VERSION_CHARS);
const VERSION_CHARS = 6;

const foundIn = (checked: CheckedStatement): readonly Found[] =>
  checked.verdict === 'not-covered'
    ? []
    : [{ finding: checked.verdict === 'differs' ? checked.detail : 'borne-out', fact: checked.fact }];

const writingOf = (found: readonly Found[], knowledge: KnowledgeBase): Writing => ({
  knowledge,
  style: STYLE,
  sources: sourcesOf(found.flatMap(({ fact }) => fact.citations)),
});

function itemText(checked: CheckedStatement, writing: Writing): string {
  const statement = `> ${escapeLine(clip(checked.statement, STATEMENT_MAX_CHARS))}`;
  if (checked.verdict === 'not-covered') return statement;
  const note = checked.verdict === 'differs' ? differsNote(checked.detail) : [];
  return fitText([statement, ...note, factLine(checked.fact, writing)].join('\n'), ITEM_COST);
}

const differsNote = (finding: Finding): readonly string[] =>
  finding === 'borne-out' ? [] : [CHECK.in[finding satisfies DifferingDetail]];

const factLine = (fact: Fact, writing: Writing): string => factText(composeFact(fact, writing.knowledge), writing);

/** As many items as fit, in their order, with each group under its title. */
function fitted(groups: readonly (readonly [string, readonly string[]])[]): {
  readonly texts: readonly string[];
  readonly leftOut: number;
} {
  let left = MESSAGE_TEXT_MAX_CHARS - FRAME_COST;
  let leftOut = 0;
  const texts = groups.flatMap(([title, items]) => {
    const shown = items.filter((item) => {
      const cost = costOf(`${item}\n\n`);
      if (leftOut > 0 || cost > left) {
        leftOut += 1;
        return false;
      }
      left -= cost;
      return true;
    });
    return shown.length === 0 ? [] : [`${STYLE.bold(title)}\n${shown.join('\n')}`];
  });
  return { texts, leftOut };
}

const sourceParts = (writing: Writing, asOfMs: number) =>
  writing.sources.length === 0 ? [] : [rule, text(sourcesText(writing, asOfMs, SOURCES_COST))];

function buttonsOf(found: readonly Found[], { knowledge, messageId }: CheckOptions): readonly CardButton[] {
  if (found.length === 0) return [];
  const { encode } = codesOf(knowledge);
  const distinct = new Map(found.map((each) => [`${each.finding} ${each.fact.id}`, each]));
  const carried = [...distinct.values()]
    .slice(0, CARRIED_MAX)
    .map(({ finding, fact }) => ({ finding, fact: encode({ kind: 'fact', id: fact.id }) }));
  const version = versionMark(knowledge);
  const share: ButtonAction = { type: 'share-check', message: messageId, version, found: carried };
  return [{ label: BUTTONS.share, style: 'primary', action: share }, proofButton(found, knowledge)];
}

function proofButton(found: readonly Found[], knowledge: KnowledgeBase): CardButton {
  const { encode } = codesOf(knowledge);
  const facts = [...new Set(found.map(({ fact }) => encode({ kind: 'fact', id: fact.id })))];
  let action: ButtonAction = { type: 'proof', profile: '', facts };
  while (encodeAction(action) === undefined) action = { ...action, facts: action.facts.slice(0, -1) };
  return { label: BUTTONS.proof, style: 'secondary', action };
}
