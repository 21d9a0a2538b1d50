import type { Query } from '../question/query.ts';
import { askedKindOf, exactKindOf } from './asked-kind.ts';
import { beginsWith, opensGroup } from './beginnings.ts';
import { type Contribution, contribution, type Reason } from './contribution.ts';
import type { SearchTerm } from './expand.ts';
import type { FirstPlaces } from './first-places.ts';
import { HOLDS } from './holds.ts';
import { nearness } from './nearness.ts';
import type { SearchIndex } from './search-index.ts';
import type { Techniques } from './techniques.ts';

/** The sentence before gives context; chosen on questions about sentences of an encyclopedia. */
const CONTEXT_WEIGHT = 0.4;
/** What a word of the title is worth more to a text that refers back ("It …", "The tower …"). */
const REFERENCE_GAIN = 1.1;
const ASKED_KIND_BONUS = 0.2;
const NEAR_BONUS = 0.18;
/** Chosen on the same questions as one value for all, and kept where it helped in both halves of them. */
const ALL_WORDS_BONUS = 0.1;
const WHOLE_TITLE_BONUS = 0.1;
const EXACT_KIND_BONUS = 0.1;
const BEGINS_BONUS = 0.1;
const OPENS_BONUS = 0.1;
const LIST_COST = 0.1;

/**
 * Why a document fits a question: what each word brings, from the best place that has it, and what the text is as a whole.
 *
 * @param total - what all terms are worth together
 * @param named - titles of which the question has every word
 * @param places - of the terms in the document
 *
 * Term weight after Robertson & Zaragoza 2009 (BM25F, simplified: a word counts once, at the weight of the best field that
 * has it, and once for all its synonyms).
 */
export function contributionsTo(
  doc: number,
  query: Query,
  terms: readonly SearchTerm[],
  total: number,
  named: ReadonlySet<number>,
  places: FirstPlaces,
  index: SearchIndex,
  techniques: Techniques,
): readonly Contribution[] {
  const contributions: Contribution[] = [];
  const add = (reason: Reason, share: number, term: number | null = null): void => {
    if (share !== 0) contributions.push(contribution(reason, share, term));
  };
  let present = 0;
  terms.forEach((term, at) => {
    const found = placeOf(term, doc, index, techniques);
    if (!found) return;
    add(found.reason, found.worth / total, at);
    if (found.reason !== 'before') present += 1;
  });
  if (techniques.allWords && present === terms.length) add('all-words', ALL_WORDS_BONUS);
  if (techniques.namedTitles && named.has(index.titleOf(doc))) add('whole-title', WHOLE_TITLE_BONUS);
  if (techniques.askedKind) add('asked-kind', ASKED_KIND_BONUS * askedKindOf(doc, query, terms, index, techniques));
  if (techniques.exactKind) add('exact-kind', EXACT_KIND_BONUS * exactKindOf(doc, query, terms, index, techniques));
  if (techniques.nearness) add('nearness', NEAR_BONUS * nearness(places));
  if (techniques.beginnings) add('begins-with', BEGINS_BONUS * beginsWith(places, terms));
  if (techniques.openings) add('opens-group', OPENS_BONUS * opensGroup(doc, index));
  if (techniques.lists && has(HOLDS.list, doc, index)) add('announces-list', -LIST_COST);
  return contributions;
}

function has(bit: number, doc: number, index: SearchIndex): boolean {
  return ((index.holds[doc] ?? 0) & bit) !== 0;
}

/** The best place that has a term, and what the term is worth there. */
function placeOf(
  { term, expansions, idf, worth }: SearchTerm,
  doc: number,
  index: SearchIndex,
  { titles, context, reference }: Techniques,
): { readonly reason: 'text' | 'synonym' | 'spelling' | 'title' | 'before'; readonly worth: number } | null {
  for (const { id, quality, idf: own, via } of expansions) {
    const impact = index.impact(id, doc);
    if (impact === 0) continue;
    const reason = via === 'synonym' ? via : term.certainty < 1 || via === 'spelling' ? 'spelling' : 'text';
    return { reason, worth: own * quality * worth * impact };
  }
  const title = titles ? index.titleOf(doc) : -1;
  const named = expansions.find(({ id }) => index.titlesWith(id).includes(title));
  if (named) {
    const gain = reference && has(HOLDS.back, doc, index) ? REFERENCE_GAIN : 1;
    return { reason: 'title', worth: gain * index.titleWeight * idf * worth * named.quality };
  }
  if (!context || !index.followsOn(doc)) return null;
  const before = expansions.find(({ id }) => index.fieldWeight(id, doc - 1) > 0);
  return before ? { reason: 'before', worth: CONTEXT_WEIGHT * idf * worth * before.quality } : null;
}
