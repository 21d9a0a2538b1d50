import type { Citation, Entity, Fact, KnowledgeBase, SourceId } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import type { FactPeriods } from '../pins/fact-record.ts';
import type { FactPeriod } from '../pins/store.ts';
import { type Card, pageButtons, rule, text } from './card.ts';
import { composeFact, passageUrl } from './compose.ts';
import type { ButtonAction } from './custom-id.ts';
import { costOf, fitText, MESSAGE_TEXT_MAX_CHARS, totalCost } from './limits.ts';
import { markdownStyle } from './markdown.ts';
import {
  ARCHIVED_COPY,
  asOf,
  changedFrom,
  HELD_AGAIN,
  heldSince,
  NO_CITATION,
  NO_LONGER_HELD,
  PASSAGE,
  placeIn,
  proofPage,
  quoted,
  roleOf,
  sourceInShort,
  sourceName,
  statusChanged,
  versionLine,
} from './wording.ts';

/** Text budget for one page of proof; the rest of a message's budget is for the lines about the version and the page. */
const PAGE_COST = MESSAGE_TEXT_MAX_CHARS - 300;
/** How much of a page one citation, or the details of one source, may take. */
const ITEM_COST = PAGE_COST / 4;

/** Longer texts are cut before markup is added, so that no markup is left open. */
const CLAIM_MAX_CHARS = 400;
const NOTES_MAX_CHARS = 300;
const QUOTE_MAX_CHARS = 300;
/** How many changes of a fact Proof shows. */
const HISTORY_MAX = 3;
const HISTORY_LINE_MAX_CHARS = 160;

export interface ProofOptions {
  readonly knowledge: KnowledgeBase;
  /** The page to show, from 0; a number past the end gives the last page. */
  readonly page: number;
  /** The action of the button that turns to another page. */
  readonly turnTo: (page: number) => ButtonAction;
  /** The version of the facts shown; absent where it is today's version. */
  readonly version?: string;
  /** When that version of the facts was first served, where that is known. */
  readonly asOfMs?: number;
  /** The earlier wordings of each fact with their times, as far as they were recorded. */
  readonly periods?: FactPeriods | undefined;
}

/** One claim with some of its citations, and the sources of those citations. */
interface Claim {
  readonly text: string;
  readonly sources: readonly SourceId[];
}

// No command is mentioned in Proof.
const STYLE = markdownStyle((command) => `/${command}`);

/**
 * Every citation of some facts, and of the roles of profiles, in full: the claim, its place in the source, the quoted words, and,
 * once on each page, the details of the sources.
 */
export function presentProof(facts: readonly Fact[], profiles: readonly Entity[], options: ProofOptions): Card {
  const { knowledge, page, turnTo, version = knowledge.version, asOfMs } = options;
  const claims = [
    ...profiles.flatMap(({ name, roles }) =>
      roles.map((role) => ({ text: claimText(roleOf(name, role)), citations: role.citations })),
    ),
    ...facts.map((fact) => ({ text: factClaim(fact, options), citations: fact.citations })),
  ].flatMap((claim) => claimsOf(claim.text, claim.citations, knowledge));
  const pages = paginate(claims, knowledge);
  const at = Math.min(page, pages.length - 1);
  const shown = pages[at] ?? { claims: [NO_CITATION], sources: [] };
  const state = [versionLine(STYLE.line(version)), ...(asOfMs === undefined ? [] : [asOf(asOfMs, STYLE)])].join(' · ');
  const last = [state, ...(pages.length > 1 ? [proofPage(at + 1, pages.length)] : [])];
  return {
    kind: 'proof',
    parts: [...shown.claims.map(text), rule, ...shown.sources.map(text), text(STYLE.small(last.join('\n')))],
    rows: pages.length > 1 ? [pageButtons(at, pages.length, turnTo)] : [],
  };
}

const claimText = (words: string): string => STYLE.bold(STYLE.line(clip(words, CLAIM_MAX_CHARS)));

/** A fact's sentence, its status, attribution and time, since when it has been in the facts, and its earlier wordings. */
function factClaim(fact: Fact, { knowledge, periods }: ProofOptions): string {
  const { notes, struck } = composeFact(fact, knowledge);
  const claim = claimText(fact.text);
  const lines = [
    ...(notes.length === 0 ? [] : [STYLE.line(clip(notes.join(' · '), NOTES_MAX_CHARS))]),
    ...historyOf(periods?.get(fact.id) ?? []),
  ];
  return [struck ? STYLE.struck(claim, fact.status) : claim, ...lines.map(STYLE.small)].join('\n');
}

/** The time since which a fact has been served, and its latest changes, newest first. @param periods - oldest first */
function historyOf(periods: readonly FactPeriod[]): readonly string[] {
  const [first] = periods;
  if (first === undefined) return [];
  const changes = periods.flatMap((period, i) => {
    const before = periods[i - 1];
    return before === undefined ? [] : changesBetween(before, period);
  });
  const last = periods.at(-1);
  const gone = last?.untilMs == null ? [] : [`${STYLE.moment(last.untilMs)} ${NO_LONGER_HELD}`];
  return [heldSince(first.sinceMs, STYLE), ...[...changes, ...gone].toReversed().slice(0, HISTORY_MAX)];
}

function changesBetween(before: FactPeriod, after: FactPeriod): readonly string[] {
  const wasGone = before.untilMs !== null && before.untilMs < after.sinceMs;
  const said = STYLE.line(clip(before.text, HISTORY_LINE_MAX_CHARS));
  return [
    ...(wasGone && before.untilMs !== null ? [`${STYLE.moment(before.untilMs)} ${NO_LONGER_HELD}`] : []),
    ...(wasGone ? [`${STYLE.moment(after.sinceMs)} ${HELD_AGAIN}`] : []),
    ...(before.text === after.text ? [] : [`${STYLE.moment(after.sinceMs)} ${changedFrom(said)}`]),
    ...(before.status === after.status
      ? []
      : [`${STYLE.moment(after.sinceMs)} ${statusChanged(before.status, after.status)}`]),
  ];
}

/** A claim whose citations fill more than one page continues on the next page. */
function claimsOf(claim: string, citations: readonly Citation[], knowledge: KnowledgeBase): readonly Claim[] {
  const title = fitText(claim, ITEM_COST);
  const claims: Claim[] = [];
  let current = title;
  let sources: SourceId[] = [];
  for (const citation of citations) {
    const cited = fitText(citationText(citation, knowledge), ITEM_COST);
    if (costOf(`${current}\n${cited}`) > PAGE_COST / 2) {
      claims.push({ text: current, sources });
      current = title;
      sources = [];
    }
    current = `${current}\n${cited}`;
    sources = [...new Set([...sources, citation.source])];
  }
  claims.push({ text: current, sources });
  return claims;
}

function citationText(citation: Citation, knowledge: KnowledgeBase): string {
  const source = knowledge.sources.get(citation.source);
  const name = source === undefined ? citation.source : sourceName(source);
  const where = `${name}, ${placeIn(citation.paragraph, citation.sentence)}`;
  const words = `- ${STYLE.line(where)}: ${quoted(STYLE.line(clip(citation.quote, QUOTE_MAX_CHARS)))}`;
  const url = passageUrl(citation, knowledge);
  return url === null ? words : `${words} · ${STYLE.link(PASSAGE, url)}`;
}

function sourceText(id: SourceId, knowledge: KnowledgeBase): string {
  const source = knowledge.sources.get(id);
  if (source === undefined) return STYLE.small(STYLE.line(id));
  const archive = source.archiveUrl === null ? '' : ` ${STYLE.link(ARCHIVED_COPY, source.archiveUrl)}`;
  const words = `${STYLE.line(sourceName(source))}. ${STYLE.line(sourceInShort(source))}${archive}`;
  return fitText(STYLE.small(words), ITEM_COST);
}

interface ProofPage {
  readonly claims: string[];
  readonly sources: string[];
}

/** Fills pages in order. A claim also uses room for the line of a source that its page has not listed yet. */
function paginate(claims: readonly Claim[], knowledge: KnowledgeBase): readonly ProofPage[] {
  const pages: ProofPage[] = [];
  let left = 0;
  for (const claim of claims) {
    const sources = claim.sources.map((id) => sourceText(id, knowledge));
    const fresh = sources.filter((source) => !pages.at(-1)?.sources.includes(source));
    const cost = (texts: readonly string[]) => costOf(claim.text) + totalCost(texts);
    const page = pages.at(-1);
    if (page === undefined || cost(fresh) > left) {
      pages.push({ claims: [claim.text], sources });
      left = PAGE_COST - cost(sources);
    } else {
      page.claims.push(claim.text);
      page.sources.push(...fresh);
      left -= cost(fresh);
    }
  }
  return pages;
}
