import type { Entity, EntityId, Fact } from '../model/knowledge.ts';
import type { Query, Term } from '../question/query.ts';
import { MONTHS, WEEKDAYS } from '../question/word-classes.ts';
import type { Candidate, Ranking } from '../search/rank-facts.ts';
import type { Answer, Choice } from './answer.ts';
import { evidenceOf } from './evidence.ts';
import { covers, type Gaps, gapsOf, isNear, isRelated, isTelling, REAL_MATCH } from './gaps.ts';
import { isHelpful, missingOf } from './missing.ts';
import { isReserved } from './reservations.ts';
import { entityChoice } from './subjects.ts';

/** Further facts are shown when they fit nearly as well as the first. */
const SUPPORT_SHARE = 0.8;
const SUPPORT_MAX = 3;
const LIST_SHARE = 0.5;
const CHOOSE_SHARE = 0.9;
/** The same between people who bear one name or role: whoever asks means one of them, whoever has the nearer fact. */
const CHOOSE_PERSON_SHARE = 0.6;
/** How much less of the question a fact may cover than another that lacks the detail. */
const DETAIL_SLACK = 0.1;
/** And what share of that fact's worth it must reach by its words alone. */
const DETAIL_SHARE = 0.65;

export interface DecideInput {
  readonly via: Answer['via'];
  readonly query: Query;
  readonly ranking: Ranking;
  readonly entity: (id: EntityId) => Entity | undefined;
}

/**
 * From ranked facts to an answer. Structure decides, never the score: a score says which fact is nearest, and something is
 * always nearest. First the facts that cover the question and hold the detail asked for; then those that cover it and lack
 * the detail; then the closest one, if it is close at all.
 */
export function decide({ via, query, ranking, entity }: DecideInput): Answer {
  if (query.generic && query.terms.every((term) => term.entities.length === 0)) return unknown(via, query, entity);
  // "is it Monday" asks the calendar.
  if (query.asked === 'yes-no' && query.terms.every(isTimeWord)) return unknown(via, query, entity);
  const judged = ranking.candidates.map((candidate) => ({ candidate, gaps: gapsOf(candidate, ranking, query) }));
  const covering = judged.filter(({ candidate, gaps }) => covers(candidate, gaps));
  // A fact that has the detail but is less about the thing asked does not answer in place of the one that is.
  const fullest = covering.reduce<Candidate | null>(
    (most, { candidate }) => (most === null || candidate.aboutness > most.aboutness ? candidate : most),
    null,
  );
  const answering = covering.filter(
    ({ candidate, gaps }) =>
      !isReserved({ query, candidate, gaps, ranking, entity }) &&
      (fullest === null ||
        candidate.coverage >= fullest.coverage ||
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
    // Of one event the sources may give several reasons; whoever asks why wants them all.
    const alike = ({ fact, fit }: Candidate): boolean =>
      query.asked === 'why' && fit.detail === 'held' && isSameEvent(fact, best.fact, entity);
    const shown = (query.asked === 'why' ? covering : answering)
      .filter(({ candidate }) => candidate === best || candidate.score >= share * best.score || alike(candidate))
      .filter(({ candidate }) => query.asked !== 'why' || candidate.fit.detail === 'held')
      .sort((a, b) =>
        query.asked === 'why' ? Number(a.candidate.fit.otherTense) - Number(b.candidate.fit.otherTense) : 0,
      )
      .map(({ candidate }) => candidate);
    const leading = shown[0] ?? best;
    const facts = shown.map(({ fact }) => fact);
    return {
      ...common,
      kind: 'answered',
      confidence: round(leading.coverage),
      evidence: evidenceOf(leading, ranking),
      facts: list || via === 'facts' ? facts : facts.slice(0, SUPPORT_MAX),
      profile: null,
      layout: list || via === 'facts' ? 'list' : 'point',
    };
  }
  const deed = covering[0]?.candidate;
  if (query.asked === 'why' && deed && !query.negated && !query.judgement) {
    const reasons = reasonsBehind(judged, deed, ranking);
    const [reason] = reasons;
    if (reason) {
      return {
        ...common,
        kind: 'answered',
        confidence: round(reason.coverage),
        evidence: [...evidenceOf(reason, ranking), 'the reason for what the last fact tells'],
        facts: [...reasons.map(({ fact }) => fact).slice(0, SUPPORT_MAX - 1), deed.fact],
        profile: null,
        layout: 'point',
      };
    }
    // That the sources give no reason is not to be said where one for nearly the same is given.
    const nearly = judged.find(
      ({ candidate, gaps }) =>
        candidate.fit.detail === 'held' &&
        isSameEvent(candidate.fact, deed.fact, entity) &&
        gaps.matched > gaps.named &&
        gaps.unknown + gaps.unknownNames + gaps.numbers === 0,
    );
    if (nearly) {
      return {
        ...common,
        kind: 'related',
        confidence: round(nearly.candidate.coverage * 0.5),
        evidence: [...evidenceOf(nearly.candidate, ranking), 'a reason for nearly the same'],
        missing: 'certainty',
        facts: [nearly.candidate.fact, deed.fact],
      };
    }
  }
  // Without the detail, a fact that shares only the commonest words is no help.
  const lacking = covering
    .filter(({ candidate, gaps }) => isTelling(gaps) && isHelpful(query, gaps, candidate.fit.detail))
    .sort((a, b) => b.candidate.aboutness - a.candidate.aboutness);
  const near = lacking[0]?.candidate;
  if (near) {
    const unsure =
      query.negated ||
      query.judgement ||
      query.hypothetical ||
      query.accused ||
      near.fit.detail === 'partly' ||
      near.fit.detail === 'held';
    const others = query.asked === 'why' && !unsure ? reasonsOfSpeaker(judged, near) : [];
    const facts = lacking
      .filter(({ candidate }) => candidate.aboutness >= SUPPORT_SHARE * near.aboutness)
      .map(({ candidate }) => candidate.fact);
    const shown = [...new Set([near.fact, ...others, ...facts])].slice(0, SUPPORT_MAX);
    const missing = unsure || others.length > 0 ? 'certainty' : missingOf(query, shown);
    return {
      ...common,
      kind: 'related',
      confidence: round(near.coverage * 0.6),
      evidence: [...evidenceOf(near, ranking), `the fact does not hold what is asked (${missing})`],
      missing,
      facts: shown,
    };
  }
  const closest =
    judged.find(
      ({ candidate, gaps }) => isHelpful(query, gaps, candidate.fit.detail) && isRelated(candidate, gaps, query),
    ) ??
    judged.find(
      ({ candidate, gaps }) => isHelpful(query, gaps, candidate.fit.detail) && isNear(candidate, gaps, query),
    );
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

function isTimeWord(term: Term): boolean {
  return term.light || term.number || WEEKDAYS.has(term.word) || MONTHS.has(term.word);
}

/**
 * "why did the US attack groups in Iraq and Syria": a fact with the reason need not repeat where it happened when the fact
 * that tells of the deed does. Nothing but such places may be missing.
 */
function reasonsBehind(
  judged: readonly { readonly candidate: Candidate; readonly gaps: Gaps }[],
  deed: Candidate,
  { terms }: Ranking,
): readonly Candidate[] {
  return judged.flatMap(({ candidate, gaps }) => {
    const { fact, fit, matches } = candidate;
    if (fit.detail !== 'held' || fact === deed.fact || fact.topic !== deed.fact.topic) return [];
    if (gaps.words + gaps.minor + gaps.unknown + gaps.unknownNames + gaps.numbers > 0) return [];
    if (gaps.matched === 0 || gaps.weakest < REAL_MATCH || fit.otherTense) return [];
    const met = terms.every(
      ({ term }, at) =>
        (matches[at] ?? 0) >= REAL_MATCH ||
        term.light ||
        (term.entities.length > 0 && term.entities.every((id) => deed.fact.places.includes(id))),
    );
    return met && fact.about.some((id) => deed.fact.about.includes(id) && !deed.fact.places.includes(id))
      ? [candidate]
      : [];
  });
}

/** Reasons that whoever speaks in a fact gives elsewhere, of the same topic: that no reason is known is not to be said then. */
function reasonsOfSpeaker(judged: readonly { readonly candidate: Candidate }[], { fact }: Candidate): readonly Fact[] {
  return judged.flatMap(({ candidate: { fact: other, fit } }) =>
    fit.detail === 'held' &&
    other !== fact &&
    other.topic === fact.topic &&
    other.saidBy.some((id) => fact.saidBy.includes(id))
      ? [other]
      : [],
  );
}

/** Of one topic, and about somebody in common who is more than a country or a place. */
function isSameEvent(a: Fact, b: Fact, entity: DecideInput['entity']): boolean {
  return (
    a !== b &&
    a.topic === b.topic &&
    a.about.some((id) => {
      const kind = entity(id)?.kind;
      return b.about.includes(id) && kind !== 'country' && kind !== 'place';
    })
  );
}

export function unknown(via: Answer['via'], query: Query, entity: (id: EntityId) => Entity | undefined): Answer {
  const named = new Set(query.terms.flatMap((term) => term.entities));
  const nearest = [...named]
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
  const share = term.entities.every((id) => entity(id)?.kind === 'person') ? CHOOSE_PERSON_SHARE : CHOOSE_SHARE;
  const close = answering.filter((candidate) => candidate.score >= share * first.score);
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

function round(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 100) / 100;
}
