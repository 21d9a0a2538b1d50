import { currentFact, isRetracted } from '../knowledge/current-fact.ts';
import type { Language } from '../language/language.ts';
import type { Answer, Subject } from '../model/answer.ts';
import type { Entity, Fact, KnowledgeBase } from '../model/knowledge.ts';
import { factsAboutEntity, factsOfTopic, headlineFacts } from './facts-about.ts';
import { entityChoice, type Subjects } from './subjects.ts';
import { tellTogether, withAllVersions } from './tell-together.ts';

/** The command that asks, what it asks for, and what was understood of the text. */
export type Asking = Pick<Answer, 'via' | 'asked' | 'corrected'> & {
  /** Whether it asks for news ("latest", "today"): facts are then shown with their day. */
  readonly dated: boolean;
};

/** Answers to a question that is only a subject. They need no ranking, only the facts on the subject. */
export interface SubjectAnswers {
  of(asking: Asking, subject: Subject): Answer;
  /** @param order - facts that come first, in this order */
  profile(asking: Asking, entity: Entity, order?: readonly Fact[]): Answer;
  /** What an entity does, is going to do, or says; `null` where no fact tells it. */
  deeds(asking: Asking, entity: Entity, kind: 'deeds' | 'plans' | 'words'): Answer | null;
  choose(asking: Asking, entities: readonly Entity[]): Answer;
  headlines(asking: Asking): Answer;
}

/** The confidence of an answer whose fact or subject is certain, but for which the sources give no time. */
const WITHOUT_TIME = 0.5;
const RELATED_MAX = 3;
/** The number of buttons that Discord shows in a row. */
const CHOICES_MAX = 5;

// Over 60 lines: small answers that share the situation and each other.
export function createSubjectAnswers(knowledge: KnowledgeBase, subjects: Subjects, language: Language): SubjectAnswers {
  const isFuture = ({ text }: Fact): boolean => language.isFuture(language.words(text).map(({ text: word }) => word));
  const unknown = ({ dated: _, ...asking }: Asking, subject: Subject | null, evidence: string): Answer => ({
    ...asking,
    kind: 'unknown',
    confidence: 0,
    evidence: [evidence],
    subjects: subject ? [subject] : [],
    nearest: [],
  });

  const withdrawn = (asking: Asking, fact: Fact | undefined): Answer => ({
    ...unknown(asking, null, 'the fact was withdrawn'),
    ...(fact && isRetracted(fact) ? { withdrawn: fact } : {}),
  });

  const list = (
    asking: Asking,
    facts: readonly Fact[],
    subject: Subject | null,
    layout: 'list' | 'topics' | 'point',
  ): Answer => tellTogether(alone(asking, facts, subject, layout), knowledge);

  const alone = (
    asking: Asking,
    facts: readonly Fact[],
    subject: Subject | null,
    layout: 'list' | 'topics' | 'point',
  ): Answer =>
    facts.length === 0
      ? unknown(asking, subject, 'no fact on the subject may answer')
      : {
          ...asking,
          kind: 'answered',
          confidence: 1,
          evidence: ['all that is held on the subject'],
          subjects: subject ? [subject] : [],
          facts,
          profile: null,
          layout,
        };

  const timesOf = (asking: Asking, facts: readonly Fact[], subject: Subject): Answer => {
    const timed = facts.filter(({ time }) => time !== null);
    if (timed.length > 0 || facts.length === 0) return list(asking, timed, subject, 'list');
    const { dated: _, ...rest } = asking;
    return {
      ...rest,
      kind: 'related',
      confidence: WITHOUT_TIME,
      evidence: ['no fact on the subject has a time'],
      subjects: [subject],
      missing: 'time',
      otherDoer: false,
      facts: facts.slice(0, RELATED_MAX),
      question: { asked: asking.asked, subjects: [subject], doers: [], stems: [] },
    };
  };

  const profile: SubjectAnswers['profile'] = (asking, entity, order = []) => {
    const subject: Subject = { kind: 'entity', id: entity.id };
    const all = factsAboutEntity(entity, knowledge, true);
    const ordered = [...order.filter((fact) => all.includes(fact)), ...all.filter((fact) => !order.includes(fact))];
    const facts = withAllVersions(ordered, knowledge);
    if (facts.length === 0 && entity.roles.length === 0)
      return unknown(asking, subject, 'the sources say nothing of the entity');
    return {
      ...asking,
      kind: 'answered',
      confidence: 1,
      evidence: ['the name, alias or role of one entity'],
      subjects: [subject],
      facts,
      profile: entity,
      layout: 'list',
    };
  };

  return {
    profile,
    of(asking, subject) {
      switch (subject.kind) {
        case 'fact': {
          const fact = currentFact(subject.id, knowledge);
          if (!fact) return withdrawn(asking, knowledge.factById.get(subject.id));
          if (asking.asked === 'when') return timesOf(asking, [fact], subject);
          return list(asking, [fact], subject, 'point');
        }
        case 'topic': {
          const facts = factsOfTopic(subject.id, knowledge);
          return asking.asked === 'when' ? timesOf(asking, facts, subject) : list(asking, facts, subject, 'list');
        }
        case 'entity': {
          const entity = subjects.entity(subject.id);
          if (!entity) return unknown(asking, null, 'no such entity');
          const facts = factsAboutEntity(entity, knowledge, false);
          const lost = knowledge.facts.find((fact) => isRetracted(fact) && fact.about[0] === entity.id);
          if (facts.length === 0 && entity.roles.length === 0 && lost) return withdrawn(asking, lost);
          if (asking.asked === 'when') return timesOf(asking, facts, subject);
          return asking.via === 'facts' && facts.length > 0
            ? list(asking, facts, subject, 'list')
            : profile(asking, entity);
        }
      }
    },
    deeds(asking, entity, kind) {
      const facts = factsAboutEntity(entity, knowledge, false).filter((fact) =>
        kind === 'words'
          ? fact.saidBy.includes(entity.id)
          : fact.actors.includes(entity.id) && (kind === 'deeds' || isFuture(fact)),
      );
      return facts.length === 0 ? null : list(asking, facts, { kind: 'entity', id: entity.id }, 'list');
    },
    choose({ dated: _, ...asking }, entities) {
      const ordered = [...entities].sort((a, b) => b.importance - a.importance).slice(0, CHOICES_MAX);
      return {
        ...asking,
        kind: 'choose',
        confidence: 1,
        evidence: ['the name or role fits more than one'],
        subjects: ordered.map(({ id }) => ({ kind: 'entity', id })),
        choices: ordered.map(entityChoice),
      };
    },
    headlines: (asking) => list(asking, headlineFacts(knowledge), null, 'topics'),
  };
}
