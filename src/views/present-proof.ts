import type { Citation, Entity, Fact, KnowledgeBase, SourceId } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, type CardButton, rule, text } from './card.ts';
import { composeFacts, roleText } from './compose.ts';
import type { ButtonAction } from './custom-id.ts';
import { costOf, fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeMarkdown, link, struck, subtext } from './markdown.ts';
import { NOT_GIVEN, passageUrl, placeIn } from './source-line.ts';

/** Room for one page of proof; the rest of a message's budget is for the page line. */
const PAGE_COST = MESSAGE_TEXT_MAX_CHARS - 300;
/** Most of a page that one citation, or what is known of one source, may take. */
const ITEM_COST = PAGE_COST / 4;

/** Texts longer than these are cut before markup is put around them, so that no mark is left open. */
const CLAIM_MAX_CHARS = 400;
const QUOTE_MAX_CHARS = 300;
const URL_MAX_CHARS = 400;

/** One claim with some of its citations, and the sources that these name. */
interface Claim {
  readonly text: string;
  readonly sources: readonly SourceId[];
}

/**
 * Every citation of some facts, and of a profile's roles, in full: what is claimed, where it stands, the words, and once on each
 * page what is known of the sources.
 *
 * @param page - from 0; one past the end gives the last
 * @param turnTo - what the button to another page carries
 */
export function presentProof(
  facts: readonly Fact[],
  profile: Entity | null,
  knowledge: KnowledgeBase,
  page: number,
  turnTo: (page: number) => ButtonAction,
): Card {
  const composed = composeFacts(facts, knowledge, {
    lead: null,
    profile,
    byTopic: false,
    page: null,
    showTime: 'always',
  });
  const claims = [
    ...(profile?.roles ?? []).map((role) => ({
      text: bold(escapeMarkdown(clip(`${profile?.name}: ${roleText(role)}`, CLAIM_MAX_CHARS))),
      citations: role.citations,
    })),
    ...composed.groups.flatMap((group) =>
      group.facts.map(({ fact, notes, struck: isStruck }) => {
        const claim = bold(escapeMarkdown(clip(fact.text, CLAIM_MAX_CHARS)));
        const noted = notes.length > 0 ? `\n${subtext(escapeMarkdown(clip(notes.join(' · '), CLAIM_MAX_CHARS)))}` : '';
        return { text: `${isStruck ? struck(claim) : claim}${noted}`, citations: fact.citations };
      }),
    ),
  ].flatMap((claim) => claimsOf(claim.text, claim.citations, knowledge));
  const pages = paginate(claims, knowledge);
  const at = Math.min(page, Math.max(0, pages.length - 1));
  const shown = pages[at] ?? { claims: ['This entry holds no citation.'], sources: [] };
  const turn = (label: string, to: number, disabled: boolean): CardButton => ({
    label,
    style: 'secondary',
    disabled,
    action: turnTo(to),
  });
  return {
    kind: 'proof',
    parts: [
      ...shown.claims.map(text),
      ...(shown.sources.length > 0 ? [rule, ...shown.sources.map(text)] : []),
      ...(pages.length > 1 ? [text(subtext(`Proof, page ${at + 1} of ${pages.length}`))] : []),
    ],
    rows:
      pages.length > 1
        ? [[turn('Previous', Math.max(0, at - 1), at === 0), turn('Next', at + 1, at === pages.length - 1)]]
        : [],
  };
}

/** A claim whose citations fill more than a page is continued in another. */
function claimsOf(claim: string, citations: readonly Citation[], knowledge: KnowledgeBase): readonly Claim[] {
  const [title = ''] = fitTexts([claim], ITEM_COST);
  const claims: Claim[] = [];
  let current = title;
  let sources: SourceId[] = [];
  for (const citation of citations) {
    const [cited = ''] = fitTexts([citationText(citation, knowledge)], ITEM_COST);
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
  const url = source ? passageUrl(citation, source) : null;
  const words = `- ${escapeMarkdown(source?.label ?? citation.source)}, ${placeIn(citation)}: “${escapeMarkdown(clip(citation.quote, QUOTE_MAX_CHARS))}”`;
  // Half a link would be worse than none.
  return url === null || url.length > URL_MAX_CHARS ? words : `${words} · ${link('passage', url)}`;
}

function sourceText(id: SourceId, knowledge: KnowledgeBase): string {
  const source = knowledge.sources.get(id);
  const known = (value: string | null | undefined) => escapeMarkdown(value ?? NOT_GIVEN);
  const archive = source?.archiveUrl ? ` ${link('Archived copy', source.archiveUrl)}` : '';
  const details = `Headline: ${known(source?.headline)}. Publisher: ${known(source?.publisher)}. Author: ${known(source?.author)}. Published: ${known(source?.published)}. Link: ${source?.url ? 'with each quote' : NOT_GIVEN}.`;
  const [fitted = ''] = fitTexts([subtext(`${escapeMarkdown(source?.label ?? id)}. ${details}${archive}`)], ITEM_COST);
  return fitted;
}

interface ProofPage {
  readonly claims: string[];
  readonly sources: string[];
}

/** Fills pages in order; a claim that brings a source that the page has not named yet also costs that source's line. */
function paginate(claims: readonly Claim[], knowledge: KnowledgeBase): readonly ProofPage[] {
  const pages: ProofPage[] = [];
  let left = 0;
  for (const claim of claims) {
    const sources = claim.sources.map((id) => sourceText(id, knowledge));
    const fresh = sources.filter((source) => !pages.at(-1)?.sources.includes(source));
    const cost = (texts: readonly string[]) => costOf(claim.text) + texts.reduce((sum, line) => sum + costOf(line), 0);
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
