import type { Citation, Entity, Fact, KnowledgeBase } from '../knowledge/model.ts';
import { type Card, type CardButton, text } from './card.ts';
import { roleText } from './compose.ts';
import type { ButtonAction } from './custom-id.ts';
import { costOf, fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeMarkdown, link } from './markdown.ts';
import { NOT_GIVEN, passageUrl, placeIn } from './source-line.ts';

/** Room for one page of proof; the rest of a message's budget is for the page line. */
const PAGE_COST = MESSAGE_TEXT_MAX_CHARS - 300;

/**
 * Every citation of some facts, and of a profile's roles, in full: what is claimed, who published it, where it stands, the words.
 *
 * @param page - from 0; one past the end gives the last
 */
export function presentProof(
  facts: readonly Fact[],
  profile: Entity | null,
  knowledge: KnowledgeBase,
  page: number,
  codes: { readonly profile: string; readonly facts: readonly string[] },
): Card {
  const claims = [
    ...(profile?.roles ?? []).map((role) => ({
      text: `${profile?.name}: ${roleText(role)}`,
      citations: role.citations,
    })),
    ...facts.map((fact) => ({ text: fact.text, citations: fact.citations })),
  ];
  const pages = paginate(claims.flatMap((claim) => claimTexts(claim.text, claim.citations, knowledge)));
  const at = Math.min(page, pages.length - 1);
  const shown = pages[at] ?? ['Nothing here needs proof.'];
  const turn = (label: string, to: number, disabled: boolean): CardButton => ({
    label,
    style: 'secondary',
    disabled,
    action: { type: 'proof-page', page: to, ...codes } satisfies ButtonAction,
  });
  return {
    kind: 'proof',
    parts: [...shown.map(text), ...(pages.length > 1 ? [text(`-# Proof, page ${at + 1} of ${pages.length}`)] : [])],
    rows:
      pages.length > 1
        ? [[turn('Previous', Math.max(0, at - 1), at === 0), turn('Next', at + 1, at === pages.length - 1)]]
        : [],
  };
}

/** One text for each claim with its citations; a claim whose citations fill more than a page is continued. */
function claimTexts(claim: string, citations: readonly Citation[], knowledge: KnowledgeBase): readonly string[] {
  const title = bold(escapeMarkdown(claim));
  const texts: string[] = [];
  let current = title;
  for (const citation of citations) {
    const [cited = ''] = fitTexts([citationText(citation, knowledge)], PAGE_COST / 2);
    if (costOf(`${current}\n${cited}`) > PAGE_COST) {
      texts.push(current);
      current = `${title} (continued)`;
    }
    current = `${current}\n${cited}`;
  }
  texts.push(current);
  return texts;
}

function citationText(citation: Citation, knowledge: KnowledgeBase): string {
  const source = knowledge.sources.get(citation.source);
  const known = (value: string | null | undefined) => escapeMarkdown(value ?? NOT_GIVEN);
  const url = source ? passageUrl(citation, source) : null;
  const lines = [
    `- ${escapeMarkdown(source?.label ?? citation.source)}, ${placeIn(citation)}: “${escapeMarkdown(citation.quote)}”`,
    `  Publisher: ${known(source?.publisher)}. Published: ${known(source?.published)}. Address: ${url === null ? NOT_GIVEN : link('passage', url)}.`,
  ];
  if (source?.archiveUrl) lines.push(`  ${link('Archived copy', source.archiveUrl)}`);
  return lines.join('\n');
}

function paginate(texts: readonly string[]): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let left = 0;
  for (const item of texts) {
    const [fitted = ''] = fitTexts([item], PAGE_COST);
    const cost = costOf(fitted);
    const page = pages.at(-1);
    if (page === undefined || cost > left) {
      pages.push([fitted]);
      left = PAGE_COST - cost;
    } else {
      page.push(fitted);
      left -= cost;
    }
  }
  return pages;
}
