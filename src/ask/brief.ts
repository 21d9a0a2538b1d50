import { currentFact, mayAnswer } from '../knowledge/current-fact.ts';
import { groupOf } from '../knowledge/told-together.ts';
import type { Subject, SubjectRef } from '../model/answer.ts';
import type { Fact, FactId, KnowledgeBase } from '../model/knowledge.ts';
import { frameOf } from './brief-frame.ts';
import { factsAboutEntity, factsByHeadline, factsOfTopic } from './facts-about.ts';
import { refOf } from './subjects.ts';
import { withAllVersions } from './tell-together.ts';

/**
 * The state of play: what moderators pin and `/brief` shows. It is composed from facts: every line about the situation is a
 * fact's own text or data.
 */
export interface Brief {
  readonly about: SubjectRef | null;
  /** "State of play", or the name of the subject. */
  readonly title: string;
  /** At most ten together with `disputed`, the most important first. */
  readonly facts: readonly Fact[];
  /** The facts of the brief that are alleged or disputed. */
  readonly disputed: readonly Fact[];
  /** Lines from the facts' data beside the facts: the time frame, what the sources do not say. */
  readonly frame: readonly string[];
  /** All facts on the subject, including those not shown here, the most important first; at most `CONSIDERED_MAX`. */
  readonly considered: readonly FactId[];
  readonly version: string;
}

/** A brief should be readable at one glance, and the state of a button can name only ten facts. */
export const BRIEF_FACTS_MAX = 10;
/** This many lines are reserved for alleged or disputed facts, if there are so many. */
const DISPUTED_KEPT = 3;
const CONSIDERED_MAX = 200;

/**
 * Composes a brief. It never contains retracted or superseded facts.
 *
 * @param about - `null` for the situation as a whole
 * @param chosen - facts to show instead of the most important, in this order
 * @returns `undefined` where the subject has no fact that may be shown, or none of the chosen facts may
 *
 * Cost grows with the facts of the situation.
 */
export function composeBrief(
  knowledge: KnowledgeBase,
  about: Subject | null,
  chosen?: readonly FactId[],
): Brief | undefined {
  const { title, facts: onSubject } = subjectOf(about, knowledge);
  const shown =
    chosen?.flatMap((id) => knowledge.factById.get(id) ?? []).filter(mayAnswer) ??
    withinLimit(withAllVersions(choose(onSubject), knowledge), knowledge);
  if (onSubject.length === 0 || shown.length === 0) return undefined;
  return {
    about: about && refOf(about),
    title,
    facts: shown.filter((fact) => !isDisputed(fact)),
    disputed: shown.filter(isDisputed),
    frame: frameOf(shown, onSubject, knowledge),
    considered: onSubject.slice(0, CONSIDERED_MAX).map(({ id }) => id),
    version: knowledge.version,
  };
}

/** The lines beside the given facts in a brief on the subject. The facts are taken as given, even if they have changed since. */
export const frameOver = (
  knowledge: KnowledgeBase,
  about: Subject | null,
  shown: readonly Fact[],
): readonly string[] => (shown.length === 0 ? [] : frameOf(shown, subjectOf(about, knowledge).facts, knowledge));

export const isDisputed = ({ status }: Fact): boolean => status === 'alleged' || status === 'disputed';

/** Every fact on a subject that may be shown, the most important first. */
function subjectOf(
  about: Subject | null,
  knowledge: KnowledgeBase,
): { readonly title: string; readonly facts: readonly Fact[] } {
  switch (about?.kind) {
    case undefined:
      return { title: 'State of play', facts: factsByHeadline(knowledge) };
    case 'topic': {
      const topic = knowledge.topics.find(({ id }) => id === about.id);
      return { title: topic?.title ?? about.id, facts: factsOfTopic(about.id, knowledge) };
    }
    case 'entity': {
      const entity = knowledge.entities.get(about.id);
      return { title: entity?.name ?? about.id, facts: entity ? factsAboutEntity(entity, knowledge, false) : [] };
    }
    case 'fact': {
      const fact = currentFact(about.id, knowledge);
      return { title: fact?.label ?? about.id, facts: fact ? [fact] : [] };
    }
  }
}

/** The most important facts, including some disputed ones, so that a brief never looks more certain than the facts are. */
function choose(facts: readonly Fact[]): readonly Fact[] {
  const first = facts.slice(0, BRIEF_FACTS_MAX);
  const missing = DISPUTED_KEPT - first.filter(isDisputed).length;
  if (missing <= 0) return first;
  const further = firstFew(facts.slice(BRIEF_FACTS_MAX), isDisputed, missing);
  const leaving = new Set(firstFew(first.toReversed(), (fact) => !isDisputed(fact), further.length));
  return [...first.filter((fact) => !leaving.has(fact)), ...further];
}

/** Other facts give way, so that no version of a dispute is left out. */
function withinLimit(facts: readonly Fact[], knowledge: KnowledgeBase): readonly Fact[] {
  const surplus = facts.length - BRIEF_FACTS_MAX;
  if (surplus <= 0) return facts;
  const isSingle = ({ id }: Fact): boolean => groupOf(id, knowledge)?.kind !== 'dispute';
  const leaving = new Set(firstFew(facts.toReversed(), isSingle, surplus));
  return facts.filter((fact) => !leaving.has(fact)).slice(0, BRIEF_FACTS_MAX);
}

function firstFew(facts: readonly Fact[], fits: (fact: Fact) => boolean, count: number): readonly Fact[] {
  const found: Fact[] = [];
  for (const fact of facts) {
    if (found.length >= count) break;
    if (fits(fact)) found.push(fact);
  }
  return found;
}
