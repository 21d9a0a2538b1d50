import { POINTS } from '../search/contribution.ts';
import type { Candidate, FactContribution, FactReason, Ranking } from '../search/rank-facts.ts';
import { REAL_MATCH } from './gaps.ts';

const DIGITS = Math.log10(POINTS);

/**
 * Why a fact was chosen, one line for each reason, without a word of the question: how much of the question it has, then its
 * score and all that adds up to it. The amounts are exact to their last digit.
 */
export function evidenceOf(candidate: Candidate, { terms }: Ranking): readonly string[] {
  const found = candidate.matches.filter((match) => match >= REAL_MATCH).length;
  const lines = [
    `${found} of ${terms.length} words of the question found`,
    `coverage ${candidate.coverage.toFixed(2)}`,
  ];
  if (candidate.fit.detail === 'held') lines.push('holds the detail asked for');
  if (terms.some(({ term }) => term.certainty < 1)) lines.push('a misspelt word was corrected');
  lines.push(`${candidate.fact.id} scores ${candidate.score.toFixed(DIGITS)}, the sum of`);
  return [...lines, ...candidate.contributions.filter(({ points }) => points !== 0).map(lineOf)];
}

function lineOf({ reason, term, points }: FactContribution): string {
  const amount = (points / POINTS).toFixed(DIGITS);
  const about = term === null ? '' : `word ${term + 1}: `;
  return `${points > 0 ? '+' : ''}${amount} ${about}${REASONS[reason]}`;
}

const REASONS = {
  text: 'is in the fact, its names or the ways to ask for it',
  synonym: 'is met by a word that means the same',
  spelling: 'is met, taken for misspelt',
  title: 'is in the topic only',
  'whole-title': 'the question has every word of the topic',
  before: 'is in the sentence before only',
  'asked-kind': 'holds the kind of thing asked for',
  'exact-kind': 'holds it exactly',
  'all-words': 'every word of the question is there',
  'begins-with': 'begins with what the question is about',
  'opens-group': 'stands at the beginning of its group',
  'announces-list': 'only announces a list',
  nearness: 'words of the question stand together',
  'other-means': 'is met by the topic, the speaker or an alternative',
  'missing-name': 'is a name that the fact lacks',
  'same-doer': 'is about whom the question is about',
  'other-doer': 'somebody else does it in the fact',
  'other-tense': 'is past where the future is asked for, or the reverse',
  acts: 'somebody named in the question acts or speaks in the fact',
  'other-speaker': 'somebody else speaks in the fact',
  importance: 'importance of the fact',
  foreseen: 'the question is given with the fact',
  'holds-detail': 'holds the detail asked for',
  'lacks-detail': 'lacks the detail asked for',
} as const satisfies Record<FactReason, string>;
