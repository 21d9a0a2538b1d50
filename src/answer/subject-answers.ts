import { currentFact } from '../knowledge/current-fact.ts';
import type { Entity, Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { Asked } from '../question/asked.ts';
import type { Query } from '../question/query.ts';
import { detailOf } from '../search/detail.ts';
import type { FitContext } from '../search/fit-context.ts';
import type { Answer, Subject } from './answer.ts';
import { factsAboutEntity, factsOfTopic, headlineFacts } from './facts-about.ts';
import { entityChoice, type Subjects } from './subjects.ts';

const RELATED_MAX = 3;
/** The sources have the fact and no time for it; the fact itself was meant for sure, or only its subject. */
const CHOSEN_WITHOUT_TIME = 0.6;
const SUBJECT_WITHOUT_TIME = 0.5;

/** Which command asks, and for what. */
export interface Asking {
  readonly via: Answer['via'];
  readonly asked: Asked;
}

/** Answers to "this subject": no search is needed, only what the situation has on it. */
export interface SubjectAnswers {
  readonly of: (asking: Asking, subject: Subject) => Answer;
  readonly profile: (asking: Asking, entity: Entity, certainty: number) => Answer;
  /** All that concerns an entity, as a list without its profile. */
  readonly listOf: (asking: Asking, entity: Entity) => Answer;
  readonly choose: (asking: Asking, entities: readonly Entity[], certainty: number) => Answer;
  readonly headlines: (asking: Asking) => Answer;
  /** The facts about an entity that have a time; where none has, the most important without. */
  readonly times: (asking: Asking, entity: Entity, query: Query) => Answer;
}

export function createSubjectAnswers(
  knowledge: KnowledgeBase,
  subjects: Subjects,
  context: FitContext,
): SubjectAnswers {
  const unknown = (asking: Asking, evidence: string, nearest: readonly Entity[] = []): Answer => ({
    ...asking,
    kind: 'unknown',
    confidence: 0,
    evidence: [evidence],
    nearest: nearest.map(entityChoice),
  });

  const list = (asking: Asking, facts: readonly Fact[], evidence: string): Answer => {
    if (facts.length === 0) return unknown(asking, 'no fact on the subject may answer');
    return { ...asking, kind: 'answered', confidence: 1, evidence: [evidence], facts, profile: null, layout: 'list' };
  };

  const profile: SubjectAnswers['profile'] = (asking, entity, certainty) => {
    const facts = factsAboutEntity(entity, knowledge, true);
    if (facts.length === 0 && entity.roles.length === 0) {
      return unknown(asking, 'an entity of which the sources say nothing', [entity]);
    }
    return {
      ...asking,
      kind: 'answered',
      confidence: certainty,
      evidence: ['the name, alias or role of one entity'],
      facts,
      profile: entity,
      layout: 'list',
    };
  };

  const withoutTime = (asking: Asking, facts: readonly Fact[], confidence: number): Answer => ({
    ...asking,
    kind: 'related',
    confidence,
    evidence: ['no fact on the subject has a time'],
    missing: 'time',
    facts: facts.slice(0, RELATED_MAX),
  });

  const timesOf = (asking: Asking, facts: readonly Fact[], hasTime: (fact: Fact) => boolean): Answer => {
    if (facts.length === 0) return unknown(asking, 'no fact on the subject may answer');
    const timed = facts.filter(hasTime);
    return timed.length > 0
      ? list(asking, timed, 'the facts on the subject that have a time')
      : withoutTime(asking, facts, SUBJECT_WITHOUT_TIME);
  };

  /** A fact chosen by its id or label; one that was replaced gives its successor. */
  const oneFact = (asking: Asking, fact: Fact): Answer => {
    const shown = currentFact(fact.id, knowledge);
    if (!shown) return unknown(asking, 'the fact was withdrawn');
    if (asking.asked === 'when' && shown.time === null) return withoutTime(asking, [shown], CHOSEN_WITHOUT_TIME);
    return {
      ...asking,
      kind: 'answered',
      confidence: 1,
      evidence: ['chosen by name'],
      facts: [shown],
      profile: null,
      layout: 'point',
    };
  };

  const has = (fact: Fact): boolean => fact.time !== null;

  return {
    profile,
    of(asking, subject) {
      switch (subject.kind) {
        case 'fact': {
          const fact = subjects.fact(subject.id);
          return fact ? oneFact(asking, fact) : unknown(asking, 'no such fact');
        }
        case 'topic': {
          const facts = factsOfTopic(subject.id, knowledge);
          return asking.asked === 'when' ? timesOf(asking, facts, has) : list(asking, facts, 'chosen by name');
        }
        case 'entity': {
          const entity = subjects.entity(subject.id);
          if (!entity) return unknown(asking, 'no such entity');
          if (asking.asked === 'when') return timesOf(asking, factsAboutEntity(entity, knowledge, false), has);
          return asking.via === 'facts' ? this.listOf(asking, entity) : profile(asking, entity, 1);
        }
      }
    },
    listOf: (asking, entity) => {
      const facts = factsAboutEntity(entity, knowledge, false);
      return facts.length > 0 ? list(asking, facts, 'the name of an entity') : profile(asking, entity, 1);
    },
    choose: (asking, entities, certainty) => ({
      ...asking,
      kind: 'choose',
      confidence: certainty,
      evidence: ['the name or role fits more than one'],
      choices: entities.map(entityChoice),
    }),
    headlines(asking) {
      const facts = headlineFacts(knowledge);
      if (facts.length === 0) return unknown(asking, 'the situation has no fact');
      return {
        ...asking,
        kind: 'answered',
        confidence: 1,
        evidence: ['the headline facts'],
        facts,
        profile: null,
        layout: 'topics',
      };
    },
    times: (asking, entity, query) =>
      timesOf(
        asking,
        factsAboutEntity(entity, knowledge, false),
        (fact) => detailOf({ ...query, asked: 'when' }, fact, context) === 'held',
      ),
  };
}
