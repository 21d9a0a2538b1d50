import type { Query, Term } from '../question/query.ts';
import { ASKERS_OWN, MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import type { Candidate, Ranking } from '../search/rank-facts.ts';

/**
 * What separates a fact that answers from one that is merely near: which words of the question it lacks, and of what kind they
 * are. The thresholds were set on the question tables of the bundled situation and of the test situation
 * (test/answer/decide.test.ts): higher, and questions worded otherwise than the facts fall to `related`; lower, and tempting
 * questions that the facts do not answer pass.
 */

/** Least coverage of a fact that answers. */
const ANSWER_COVERAGE = 0.6;
/** Least coverage of a fact that is worth showing as the closest. */
const RELATED_COVERAGE = 0.5;
/** The same where the question has no name of the situation, and a word of it is missing. */
const NAMELESS_COVERAGE = 0.62;
/** The same where one everyday word is missing beside a name and a word that are found. */
const ONE_WORD_COVERAGE = 0.36;
/** A match below this is only a hint (a word of the topic's title, a synonym in another name), not the thing itself. */
export const REAL_MATCH = 0.62;
/** A match below this is by a general synonym only. */
export const LOOSE_MATCH = 0.8;
/** A plain word that weighs less is too common for its absence to change what is asked. */
const MINOR_WEIGHT = 0.4;
/** Together the words found say enough. */
const TELLING_TOTAL = 0.7;
/** Words found without any name must weigh as much together. */
const NEAR_TOTAL = 1.4;
/** A match by what the fact says, not only by a way to ask for it. */
const ASKED_MATCH = 0.9;
/** A single one must weigh as much. */
const NEAR_ONE = 0.45;
/** And as much where the fact lacks the detail asked for, so that the word alone is in common. */
const NEAR_ALONE = 0.8;
/** A name that half of the facts concern may go without saying. */
const UBIQUITOUS_WEIGHT = 0.3;
/** With this much covered, one uncovered common word is a matter of wording. */
const NEARLY_ALL = 0.8;

/** What a candidate lacks of the question. */
export interface Gaps {
  /** Names and roles that the question gives and the fact does not concern. */
  readonly names: number;
  /** Words that no fact of the situation knows. */
  readonly unknown: number;
  /** Numbers that the fact does not have. */
  readonly numbers: number;
  /** Spelled as names, and not in the fact. */
  readonly unknownNames: number;
  /** What the asker says of themself, which no fact has. */
  readonly own: number;
  /** Words that other facts know and this one does not have. */
  readonly words: number;
  /** The same, for words that most facts know. */
  readonly minor: number;
  /** Names that the fact does concern. */
  readonly named: number;
  /** Content words and names that the fact does have. */
  readonly matched: number;
  /** Days and months among them. */
  readonly days: number;
  /** The best weight among them, and all their weights. */
  readonly strongest: number;
  readonly total: number;
  /** The poorest match among the plain words of them, in [0, 1]. */
  readonly weakest: number;
}

export function gapsOf(candidate: Candidate, { terms, weights, granted }: Ranking, query: Query): Gaps {
  let names = 0;
  let unknown = 0;
  let unknownNames = 0;
  let own = 0;
  let numbers = 0;
  let words = 0;
  let minor = 0;
  let named = 0;
  let matched = 0;
  let days = 0;
  let strongest = 0;
  let total = 0;
  let weakest = 1;
  // What is taken for granted may be missing where another plain word of the question is there.
  const elsewhere = terms.some(
    ({ term }, at) => !term.light && term.entities.length === 0 && (candidate.matches[at] ?? 0) >= REAL_MATCH,
  );
  terms.forEach(({ term, expansions }, at) => {
    const match = candidate.matches[at] ?? 0;
    const weight = weights[at] ?? 0;
    // "first" is no 1.
    if (match >= (term.number ? LOOSE_MATCH : REAL_MATCH)) {
      if (!term.light) {
        matched += 1;
        if (term.entities.length > 0) named += 1;
        if (isDay(term)) days += 1;
        strongest = Math.max(strongest, weight);
        total += weight;
        if (term.entities.length === 0) weakest = Math.min(weakest, match);
      }
    } else if (term.light || (granted[at] && elsewhere)) return;
    else if (term.entities.length > 0)
      names +=
        weight < UBIQUITOUS_WEIGHT &&
        !isRestrictive(term, query) &&
        !isYesNoSubject(term, query) &&
        !isAmong(term, query)
          ? 0
          : 1;
    // Another day than the fact gives, like another number, makes it another thing.
    else if (term.number || isDay(term)) numbers += 1;
    else if (ASKERS_OWN.has(term.word)) own += 1;
    else if (term.unknownName || term.foreign) unknownNames += 1;
    else if (expansions.length === 0) unknown += 1;
    else if (weight >= MINOR_WEIGHT) words += 1;
    else minor += 1;
  });
  return { names, unknown, unknownNames, own, numbers, words, minor, named, matched, days, strongest, total, weakest };
}

const isDay = ({ word }: Term): boolean => WEEKDAYS.has(word) || MONTHS.has(word);

/**
 * Right behind a verb or before a noun a name says which is meant ("attack the US", "American hostages"); elsewhere one that
 * concerns half of the facts may go without saying ("war with the US").
 */
function isRestrictive(term: Term, query: Query): boolean {
  const beside = (other: Term): boolean => other !== term && other.entities.length === 0 && !other.light;
  if (query.terms.some((other) => other.from === term.to && other !== term && !other.light)) return true;
  let before = term.from - 1;
  while (ARTICLE_STEMS.has(query.stems[before] ?? '')) before -= 1;
  return query.terms.some((other) => other.to === before + 1 && beside(other));
}
/** "is **X** at war with Y" is not answered by a fact about Y alone, however often X is named elsewhere. */
function isYesNoSubject(term: Term, { asked, subject, terms }: Query): boolean {
  return asked === 'yes-no' && subject !== null && terms[subject] === term;
}

/** "are there **X** among them": that there are is what is asked. */
function isAmong(term: Term, { asked, stems }: Query): boolean {
  return asked === 'yes-no' && (stems[term.to] === 'among' || stems[term.to] === 'amongst');
}

const ARTICLE_STEMS: ReadonlySet<string> = new Set(['the', 'a', 'an']);

/** A single word, met by a general synonym only, may mean another thing: "role" in a server, "part" in a war. */
function isLoose(gaps: Gaps): boolean {
  return gaps.matched === 1 && gaps.named === 0 && gaps.weakest < LOOSE_MATCH;
}

/** The fact is about exactly what the question says, whether or not it holds the detail asked for. */
export function covers(candidate: Candidate, gaps: Gaps): boolean {
  if (gaps.matched === 0 || gaps.names + gaps.unknownNames + gaps.own + gaps.numbers + gaps.unknown > 0) return false;
  if (candidate.fit.doer === 'other' || candidate.fit.otherSpeaker) return false;
  if (gaps.words > 0 && (gaps.words > 1 || gaps.matched < 3 || candidate.coverage < NEARLY_ALL)) return false;
  if (gaps.minor > 0 && (gaps.minor > 1 || gaps.matched < 2 || gaps.matched === gaps.named)) return false;
  if (isLoose(gaps)) return false;
  return candidate.coverage >= ANSWER_COVERAGE;
}

/** The words found are more than the commonest ones. */
export function isTelling(gaps: Gaps): boolean {
  return gaps.strongest >= MINOR_WEIGHT || gaps.total >= TELLING_TOTAL;
}

/** Close enough to be worth showing: most of what the question says, and not merely its common words. */
export function isRelated(candidate: Candidate, gaps: Gaps, query: Query): boolean {
  // "did X strike Y": what X did to somebody else would read like a yes.
  if (query.asked === 'yes-no' && query.doer !== null && (gaps.names > 0 || gaps.matched === gaps.named)) return false;
  // Of the names in the question one at least must be in the fact.
  if (isLoose(gaps) || (gaps.names > 0 && gaps.named === 0)) return false;
  // One word of everyday English that the facts do not use, beside a name and a word that they do.
  const oneWord =
    gaps.unknown === 1 &&
    gaps.unknownNames + gaps.own === 0 &&
    gaps.names === 0 &&
    gaps.named > 0 &&
    gaps.matched > gaps.named;
  if (oneWord && candidate.coverage >= ONE_WORD_COVERAGE) return true;
  const enough =
    gaps.named === 0 && gaps.words + gaps.unknown + gaps.numbers > 0 ? NAMELESS_COVERAGE : RELATED_COVERAGE;
  return candidate.coverage >= enough && gaps.matched > 0 && isTelling(gaps) && gaps.unknownNames + gaps.own === 0;
}

/**
 * Near enough to be shown rather than nothing, whatever else the question says: a fact about somebody of whom it speaks that has
 * another word of it or a detail of the kind asked for, or one that has two telling words of it. What is said of others, or of
 * another day or number, is not near.
 */
export function isNear({ fit }: Candidate, gaps: Gaps, query: Query): boolean {
  if (fit.doer === 'other' || fit.otherSpeaker || gaps.unknownNames > 0 || gaps.numbers > 0) return false;
  if (gaps.names > 0 && gaps.named === 0) return false;
  if (query.asked === 'yes-no' && query.doer !== null && (gaps.names > 0 || gaps.matched === gaps.named)) return false;
  const plain = gaps.matched - gaps.named - gaps.days;
  if (gaps.named > 0) return plain > 0 || fit.detail === 'held';
  // Every word of the question is met, if only by others that mean the same.
  if (plain > 0 && gaps.words + gaps.unknown + gaps.minor + gaps.own + gaps.names === 0)
    return gaps.strongest >= NEAR_ONE;
  if (gaps.weakest < LOOSE_MATCH) return false;
  if (plain > 1) return gaps.total >= NEAR_TOTAL;
  // One word of the fact itself, and one that no fact uses.
  return (
    plain === 1 &&
    gaps.weakest > ASKED_MATCH &&
    gaps.own === 0 &&
    gaps.unknown + gaps.words <= 1 &&
    gaps.strongest >= (fit.detail === 'lacking' ? NEAR_ALONE : NEAR_ONE)
  );
}
