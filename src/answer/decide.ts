import type { Entity, EntityId } from '../knowledge/model.ts';
import type { Query, Term } from '../question/query.ts';
import type { Candidate, Ranking } from '../search/rank-facts.ts';
import type { Answer, Choice, Missing } from './answer.ts';
import { entityChoice } from './subjects.ts';

/**
 * Whether the best facts answer. Structure decides, never the score: a score says which fact is nearest, and something is
 * always nearest. Thresholds were set on the question tables of the bundled situation and of the test situation
 * (test/answer/decide.test.ts): higher, and questions worded otherwise than the facts fall to `related`; lower, and
 * tempting questions that the facts do not answer pass.
 */
const ANSWER_COVERAGE = 0.62;
/** Without any name of the situation in the question, and with a word of it missing, more must be there. */
const NAMELESS_COVERAGE = 0.62;
const ONE_WORD_COVERAGE = 0.36;
const RELATED_COVERAGE = 0.5;
/** A plain word that weighs less is too common for its absence to change what is asked. */
const MINOR_WEIGHT = 0.4;
/** A match below this is only a hint (a word of the topic's title), not the thing itself. */
/** A name that half of the facts concern says nothing by being absent. */
/** Together the words found say enough. */
const TELLING_TOTAL = 0.7;
/** A word met by a general synonym only. */
const LOOSE_MATCH = 0.8;
const UBIQUITOUS_WEIGHT = 0.3;
const REAL_MATCH = 0.62;
/** With this much covered, one uncovered common word is a matter of wording. */
const NEARLY_ALL = 0.8;
/** Further facts are shown when they fit nearly as well as the first. */
const SUPPORT_SHARE = 0.8;
const SUPPORT_MAX = 3;
const LIST_SHARE = 0.5;
/** How much less of the question a fact may cover than another that lacks the detail. */
const DETAIL_SLACK = 0.1;
/** And what share of that fact's worth it must reach by its words alone. */
const DETAIL_SHARE = 0.65;
const CHOOSE_SHARE = 0.9;

/** What a candidate lacks of the question. */
export interface Gaps {
  /** Names and roles that the question gives and the fact does not concern. */
  readonly names: number;
  /** Words that no fact of the situation knows. */
  readonly unknown: number;
  readonly numbers: number;
  /** Spelled as names, and not in the fact. */
  readonly unknownNames: number;
  /** Words that other facts know and this one does not have. */
  readonly words: number;
  /** The same, for words that most facts know. */
  readonly minor: number;
  /** Names that the fact does concern. */
  readonly named: number;
  /** Content words and names that the fact does have. */
  readonly matched: number;
  /** The best weight among them, and all their weights. */
  readonly strongest: number;
  readonly total: number;
  /** The poorest match among the plain words of them, in [0, 1]. */
  readonly weakest: number;
}

export function gapsOf(candidate: Candidate, { terms, weights }: Ranking, query: Query): Gaps {
  let names = 0;
  let unknown = 0;
  let unknownNames = 0;
  let numbers = 0;
  let words = 0;
  let minor = 0;
  let named = 0;
  let matched = 0;
  let strongest = 0;
  let total = 0;
  let weakest = 1;
  terms.forEach(({ term, expansions }, at) => {
    const match = candidate.matches[at] ?? 0;
    const weight = weights[at] ?? 0;
    if (match >= REAL_MATCH) {
      if (!term.light) {
        matched += 1;
        if (term.entities.length > 0) named += 1;
        strongest = Math.max(strongest, weight);
        total += weight;
        if (term.entities.length === 0) weakest = Math.min(weakest, match);
      }
    } else if (term.light) return;
    else if (term.entities.length > 0) names += weight < UBIQUITOUS_WEIGHT && !isRestrictive(term, query) ? 0 : 1;
    else if (term.number) numbers += 1;
    else if (term.unknownName || term.foreign) unknownNames += 1;
    else if (expansions.length === 0) unknown += 1;
    else if (weight >= MINOR_WEIGHT) words += 1;
    else minor += 1;
  });
  return { names, unknown, unknownNames, numbers, words, minor, named, matched, strongest, total, weakest };
}

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
const ARTICLE_STEMS: ReadonlySet<string> = new Set(['the', 'a', 'an']);

/** A single word, met by a general synonym only, may mean another thing: "role" in a server, "part" in a war. */
function isLoose(gaps: Gaps): boolean {
  return gaps.matched === 1 && gaps.named === 0 && gaps.weakest < LOOSE_MATCH;
}

/** The fact is about exactly what the question says, whether or not it holds the detail asked for. */
function covers(candidate: Candidate, gaps: Gaps): boolean {
  if (gaps.matched === 0 || gaps.names > 0 || gaps.unknownNames > 0 || gaps.numbers > 0 || gaps.unknown > 0)
    return false;
  if (candidate.fit.doer === 'other' || candidate.fit.otherSpeaker) return false;
  if (gaps.words > 0 && (gaps.words > 1 || gaps.matched < 3 || candidate.coverage < NEARLY_ALL)) return false;
  if (gaps.minor > 0 && gaps.matched < 3) return false;
  if (isLoose(gaps)) return false;
  return candidate.coverage >= ANSWER_COVERAGE;
}

const MISSING: Readonly<Record<Query['asked'], Missing>> = {
  when: 'time',
  where: 'place',
  'how-many': 'number',
  why: 'reason',
  who: 'actor',
  how: 'manner',
  'yes-no': 'certainty',
  what: 'certainty',
  list: 'certainty',
};

export interface DecideInput {
  readonly via: Answer['via'];
  readonly query: Query;
  readonly ranking: Ranking;
  readonly entity: (id: EntityId) => Entity | undefined;
}

export function decide({ via, query, ranking, entity }: DecideInput): Answer {
  if (query.generic && query.terms.every((term) => term.entities.length === 0)) return unknown(via, query, entity);
  const judged = ranking.candidates.map((candidate) => ({ candidate, gaps: gapsOf(candidate, ranking, query) }));
  const covering = judged.filter(({ candidate, gaps }) => covers(candidate, gaps));
  // A fact that has the detail but is less about the thing asked does not answer in place of the one that is.
  const fullest = covering.reduce<Candidate | null>(
    (most, { candidate }) => (most === null || candidate.aboutness > most.aboutness ? candidate : most),
    null,
  );
  const answering = covering.filter(
    ({ candidate, gaps }) =>
      candidate.fit.detail !== 'lacking' &&
      // "who will X meet" wants the deed itself: whom X talks about is no answer.
      !(query.asked === 'who' && query.askedFor === 'other' && gaps.weakest < LOOSE_MATCH) &&
      !query.negated &&
      (fullest === null ||
        (candidate.coverage >= fullest.coverage - DETAIL_SLACK &&
          candidate.aboutness >= DETAIL_SHARE * fullest.aboutness)),
  );
  const common = { via, asked: query.asked };
  const best = answering[0]?.candidate;
  if (best) {
    const choices = choicesBetween(
      query,
      answering.map(({ candidate }) => candidate),
      entity,
    );
    if (choices.length > 1) {
      return {
        ...common,
        kind: 'choose',
        confidence: round(best.coverage),
        evidence: ['the name or role fits more than one'],
        choices,
      };
    }
    const list = query.asked === 'list';
    const share = list || via === 'facts' ? LIST_SHARE : SUPPORT_SHARE;
    const shown = answering
      .filter(({ candidate }) => candidate.score >= share * best.score)
      .map(({ candidate }) => candidate.fact);
    return {
      ...common,
      kind: 'answered',
      confidence: round(best.coverage),
      evidence: evidenceOf(best, ranking),
      facts: list || via === 'facts' ? shown : shown.slice(0, SUPPORT_MAX),
      profile: null,
      layout: list || via === 'facts' ? 'list' : 'point',
    };
  }
  const reason = query.asked === 'why' ? reasonBehind(judged, covering[0]?.candidate, ranking) : undefined;
  if (reason && covering[0]) {
    return {
      ...common,
      kind: 'answered',
      confidence: round(reason.coverage),
      evidence: [...evidenceOf(reason, ranking), 'the reason for what the second fact tells'],
      facts: [reason.fact, covering[0].candidate.fact],
      profile: null,
      layout: 'point',
    };
  }
  // Without the detail, a fact that shares only the commonest words is no help.
  const lacking = covering
    .filter(({ gaps }) => isTelling(gaps))
    .sort((a, b) => b.candidate.aboutness - a.candidate.aboutness);
  const near = lacking[0]?.candidate;
  if (near) {
    const missing = query.negated ? 'certainty' : MISSING[query.asked];
    const facts = lacking
      .filter(({ candidate }) => candidate.aboutness >= SUPPORT_SHARE * near.aboutness)
      .map(({ candidate }) => candidate.fact);
    return {
      ...common,
      kind: 'related',
      confidence: round(near.coverage * 0.6),
      evidence: [...evidenceOf(near, ranking), `the fact does not hold what is asked (${missing})`],
      missing,
      facts: facts.slice(0, SUPPORT_MAX),
    };
  }
  const closest = judged.find(({ candidate, gaps }) => isRelated(candidate, gaps));
  if (closest) {
    return {
      ...common,
      kind: 'related',
      confidence: round(closest.candidate.coverage * 0.5),
      evidence: [...evidenceOf(closest.candidate, ranking), 'close, but part of the question is not in the fact'],
      missing: 'certainty',
      facts: [closest.candidate.fact],
    };
  }
  return unknown(via, query, entity);
}

/**
 * "why did the US attack groups in Iraq and Syria": the fact with the reason need not repeat where it happened when the fact
 * that tells of the deed does. Nothing but such places may be missing.
 */
function reasonBehind(
  judged: readonly { readonly candidate: Candidate; readonly gaps: Gaps }[],
  deed: Candidate | undefined,
  { terms }: Ranking,
): Candidate | undefined {
  if (!deed) return undefined;
  return judged.find(({ candidate, gaps }) => {
    if (candidate.fit.detail !== 'held' || candidate.fact.topic !== deed.fact.topic) return false;
    if (gaps.words + gaps.minor + gaps.unknown + gaps.unknownNames + gaps.numbers > 0 || gaps.matched < 2) return false;
    return terms.every(
      ({ term }, at) =>
        (candidate.matches[at] ?? 0) >= REAL_MATCH ||
        term.light ||
        (term.entities.length > 0 && term.entities.every((id) => deed.fact.places.includes(id))),
    );
  })?.candidate;
}

function isTelling(gaps: Gaps): boolean {
  return gaps.strongest >= MINOR_WEIGHT || gaps.total >= TELLING_TOTAL;
}

/** Close enough to be worth showing: most of what the question says, and not merely its common words. */
function isRelated(candidate: Candidate, gaps: Gaps): boolean {
  // Of the names in the question one at least must be in the fact.
  if (isLoose(gaps) || (gaps.names > 0 && gaps.named === 0)) return false;
  // One word of everyday English that the facts do not use, beside a name and a word that they do.
  const oneWord =
    gaps.unknown === 1 && gaps.unknownNames === 0 && gaps.names === 0 && gaps.named > 0 && gaps.matched > gaps.named;
  if (oneWord && candidate.coverage >= ONE_WORD_COVERAGE) return true;
  const enough = gaps.named === 0 && gaps.words + gaps.unknown > 0 ? NAMELESS_COVERAGE : RELATED_COVERAGE;
  return candidate.coverage >= enough && gaps.matched > 0 && isTelling(gaps) && gaps.unknownNames === 0;
}

export function unknown(via: Answer['via'], query: Query, entity: (id: EntityId) => Entity | undefined): Answer {
  const nearest = query.terms
    .flatMap((term) => term.entities)
    .flatMap((id) => entity(id) ?? [])
    .slice(0, 3)
    .map(entityChoice);
  return {
    via,
    asked: query.asked,
    kind: 'unknown',
    confidence: 0,
    evidence: ['no fact holds enough of the question'],
    nearest,
  };
}

/** Where a shared name decides between facts that fit equally well, the asker must say whom they mean. */
function choicesBetween(
  query: Query,
  answering: readonly Candidate[],
  entity: (id: EntityId) => Entity | undefined,
): readonly Choice[] {
  const shared = query.terms.filter((term) => term.entities.length > 1);
  const first = answering[0];
  const term = shared[0];
  if (!first || !term || shared.length > 1) return [];
  const close = answering.filter((candidate) => candidate.score >= CHOOSE_SHARE * first.score);
  const meant = term.entities.filter((id) => close.some(({ fact }) => fact.about.includes(id)));
  const apart = meant.every((id) =>
    close.some(
      ({ fact }) => fact.about.includes(id) && !meant.some((other) => other !== id && fact.about.includes(other)),
    ),
  );
  if (meant.length < 2 || !apart) return [];
  return meant
    .flatMap((id) => entity(id) ?? [])
    .slice(0, 5)
    .map(entityChoice);
}

function evidenceOf(candidate: Candidate, { terms }: Ranking): readonly string[] {
  const found = candidate.matches.filter((match) => match >= REAL_MATCH).length;
  const lines = [
    `${found} of ${terms.length} words of the question found`,
    `coverage ${candidate.coverage.toFixed(2)}`,
  ];
  if (candidate.fit.detail === 'held') lines.push('holds the detail asked for');
  if (terms.some(({ term }) => term.certainty < 1)) lines.push('a misspelt word was corrected');
  return lines;
}

function round(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 100) / 100;
}
