import type { Query } from '../question/query.ts';
import { coverageWeight } from './coverage.ts';
import { HOLDS } from './holds.ts';
import type { Found } from './search.ts';
import type { SearchIndex } from './search-index.ts';

/**
 * How sure it is, in [0, 1], that the first hit answers, for texts about which nothing more is known. The weighted share of
 * the question's words that the hit has does nearly all of it; a missing name or number, and a missing time where one is
 * asked for, take away what words alone would promise. No score enters: it says what is best, not what is good.
 */
export function confidence(query: Query, found: Found, index: SearchIndex): number {
  const hit = found.hits[0];
  if (!hit || found.terms.length === 0) return 0;
  let covered = 0;
  let all = 0;
  let missing = 1;
  found.terms.forEach((term, at) => {
    const weight = coverageWeight(term, index);
    const match = (hit.matches[at] ?? 0) * (term.term.certainty < 1 ? 0.5 : 1);
    covered += weight * match;
    all += weight;
    if ((hit.matches[at] ?? 0) === 0 && (term.term.unknownName || term.term.number)) missing *= 0.85;
  });
  const holds = index.holds[hit.doc] ?? 0;
  const lacks =
    (query.asked === 'when' && (holds & HOLDS.time) === 0) ||
    (query.asked === 'how-many' && (holds & HOLDS.number) === 0) ||
    (query.asked === 'who' && (holds & HOLDS.name) === 0);
  const share = all > 0 ? covered / all : 0;
  return Math.max(0, Math.min(1, share * missing * (lacks ? 0.85 : 1)));
}
