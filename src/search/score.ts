import type { Query } from '../question/query.ts';
import { askedKindOf } from './asked-kind.ts';
import { type Contribution, contribution } from './contribution.ts';
import type { SearchTerm } from './expand.ts';
import { nearness } from './nearness.ts';
import type { SearchIndex } from './search-index.ts';
import type { Techniques } from './techniques.ts';

/** The sentence before gives context; chosen on questions about sentences of an encyclopedia. */
const CONTEXT_WEIGHT = 0.4;
const ASKED_KIND_BONUS = 0.2;
const NEAR_BONUS = 0.18;

/**
 * Why a document fits a question: what each word brings, from the best place that has it, and what the text is as a whole.
 *
 * @param total - what all terms are worth together
 *
 * Term weight after Robertson & Zaragoza 2009 (BM25F, simplified: a word counts once, at the weight of the best field that
 * has it, and once for all its synonyms).
 */
export function contributionsTo(
  doc: number,
  query: Query,
  terms: readonly SearchTerm[],
  total: number,
  index: SearchIndex,
  techniques: Techniques,
): readonly Contribution[] {
  const contributions: Contribution[] = [];
  terms.forEach((term, at) => {
    const found = placeOf(term, doc, index, techniques);
    if (found) contributions.push(contribution(found.reason, found.worth / total, at));
  });
  if (techniques.askedKind) {
    const kind = askedKindOf(doc, query, terms, index, techniques.news);
    if (kind > 0) contributions.push(contribution('asked-kind', ASKED_KIND_BONUS * kind));
  }
  if (techniques.nearness) {
    const near = nearness(doc, terms, index);
    if (near > 0) contributions.push(contribution('nearness', NEAR_BONUS * near));
  }
  return contributions;
}

/** The best place that has a term, and what the term is worth there. */
function placeOf(
  { expansions, idf, worth }: SearchTerm,
  doc: number,
  index: SearchIndex,
  { titles, context }: Techniques,
): { readonly reason: 'text' | 'title' | 'before'; readonly worth: number } | null {
  for (const { id, quality, idf: own } of expansions) {
    const impact = index.impact(id, doc);
    if (impact > 0) return { reason: 'text', worth: own * quality * worth * impact };
  }
  const title = titles ? index.titleOf(doc) : -1;
  const named = expansions.find(({ id }) => index.titlesWith(id).includes(title));
  if (named) return { reason: 'title', worth: index.titleWeight * idf * worth * named.quality };
  if (!context || !index.followsOn(doc)) return null;
  const before = expansions.find(({ id }) => index.fieldWeight(id, doc - 1) > 0);
  return before ? { reason: 'before', worth: CONTEXT_WEIGHT * idf * worth * before.quality } : null;
}
