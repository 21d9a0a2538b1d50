import type { Answer, Choice, Subject, Suggestion } from './answer/answer.ts';
import { decide, unknown } from './answer/decide.ts';
import { factsAboutEntity, factsOfTopic, headlineFacts } from './answer/facts-about.ts';
import { identify } from './answer/identify.ts';
import { createSubjects, entityChoice } from './answer/subjects.ts';
import { createSuggester, type Via } from './answer/suggest.ts';
import type { Entity, Fact, KnowledgeBase } from './knowledge/model.ts';
import type { Asked } from './question/asked.ts';
import { createLexicon } from './question/lexicon.ts';
import type { Query } from './question/query.ts';
import { understand } from './question/understand.ts';
import { createFactIndex, mayAnswer } from './search/fact-index.ts';
import { type FitContext, fitOf } from './search/fit.ts';
import { rankFacts } from './search/rank-facts.ts';

/**
 * The engine's front: everything that commands and doors may ask of one situation. Deterministic, without clock, files or
 * network. Every text may be a `SubjectRef` ("entity:jake-sullivan"), the label of a suggestion, or any other text; no input
 * whatsoever throws.
 */
export interface Sitrep {
  readonly knowledge: KnowledgeBase;
  /** Any question in free words. */
  ask(question: string): Answer;
  /** A person, group, organisation, country or place by name, role or description. */
  who(name: string): Answer;
  /** When something happened: `answered` only by facts that have a time. */
  when(event: string): Answer;
  /** All facts on a subject, most important first; without a subject the headline facts by topic. */
  facts(about?: string): Answer;
  /** Autocomplete entries, best first; for empty text the most important. @param limit - at most 25, the default */
  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[];
  /** Parses a `SubjectRef`; undefined where the situation has no such subject. */
  subject(ref: string): Subject | undefined;
}

/** Builds the indexes of a situation; takes milliseconds for hundreds of facts, seconds for a hundred thousand. */
export function createSitrep(knowledge: KnowledgeBase): Sitrep {
  const lexicon = createLexicon(knowledge);
  const factIndex = createFactIndex(knowledge);
  const subjects = createSubjects(knowledge);
  const suggester = createSuggester(knowledge);
  const context: FitContext = { knowledge, lexicon, synonyms: factIndex.index.synonyms };
  const entity = subjects.entity;

  const subjectOf = (text: string): Subject | undefined => subjects.parse(text) ?? subjects.byLabel(text);

  const general = (via: Via, query: Query): Answer =>
    decide({ via, query, ranking: rankFacts(query, factIndex, context), entity });

  const profile = (via: Via, asked: Asked, found: Entity, certainty: number): Answer => ({
    via,
    asked,
    kind: 'answered',
    confidence: certainty,
    evidence: ['the name, alias or role of one entity'],
    facts: factsAboutEntity(found, knowledge, true),
    profile: found,
    layout: 'list',
  });

  const choose = (via: Via, asked: Asked, found: readonly Entity[], certainty: number): Answer => ({
    via,
    asked,
    kind: 'choose',
    confidence: certainty,
    evidence: ['the name or role fits more than one'],
    choices: found.map(entityChoice),
  });

  const list = (via: Via, asked: Asked, facts: readonly Fact[], evidence: string): Answer =>
    facts.length === 0
      ? { via, asked, kind: 'unknown', confidence: 0, evidence: [evidence, 'no fact on it may answer'], nearest: [] }
      : { via, asked, kind: 'answered', confidence: 1, evidence: [evidence], facts, profile: null, layout: 'list' };

  const headlines = (via: Via, asked: Asked): Answer => {
    const facts = headlineFacts(knowledge);
    if (facts.length === 0) return list(via, asked, [], 'the headline facts');
    return {
      via,
      asked,
      kind: 'answered',
      confidence: 1,
      evidence: ['the headline facts'],
      facts,
      profile: null,
      layout: 'topics',
    };
  };

  /** One fact by its id or label, shown with what replaced it if it was withdrawn. */
  const oneFact = (via: Via, asked: Asked, fact: Fact): Answer => {
    const current = fact.supersededBy === null ? undefined : subjects.fact(fact.supersededBy);
    const shown = mayAnswer(fact) ? fact : current && mayAnswer(current) ? current : undefined;
    if (!shown)
      return { via, asked, kind: 'unknown', confidence: 0, evidence: ['the fact was withdrawn'], nearest: [] };
    if (asked === 'when' && shown.time === null) {
      return {
        via,
        asked,
        kind: 'related',
        confidence: 0.6,
        evidence: ['the fact has no time'],
        missing: 'time',
        facts: [shown],
      };
    }
    return {
      via,
      asked,
      kind: 'answered',
      confidence: 1,
      evidence: ['chosen by name'],
      facts: [shown],
      profile: null,
      layout: 'point',
    };
  };

  /** The facts on a subject that have a time, or, where none has, the most important ones without. */
  const timesOf = (via: Via, facts: readonly Fact[], nearest: readonly Choice[], query?: Query): Answer => {
    const timed = facts.filter((fact) =>
      query ? fitOf({ ...query, asked: 'when' }, fact, context).detail === 'held' : fact.time !== null,
    );
    const first = facts[0];
    if (timed.length > 0) return list(via, 'when', timed, 'the facts on the subject that have a time');
    if (!first)
      return { via, asked: 'when', kind: 'unknown', confidence: 0, evidence: ['no fact on it may answer'], nearest };
    return {
      via,
      asked: 'when',
      kind: 'related',
      confidence: 0.5,
      evidence: ['no fact on the subject has a time'],
      missing: 'time',
      facts: facts.slice(0, 3),
    };
  };

  const factsOn = (subject: Subject): readonly Fact[] => {
    switch (subject.kind) {
      case 'entity': {
        const found = entity(subject.id);
        return found ? factsAboutEntity(found, knowledge, false) : [];
      }
      case 'topic':
        return factsOfTopic(subject.id, knowledge);
      case 'fact': {
        const found = subjects.fact(subject.id);
        return found && mayAnswer(found) ? [found] : [];
      }
    }
  };

  const ofSubject = (via: Via, asked: Asked, subject: Subject): Answer => {
    if (subject.kind === 'fact') {
      const found = subjects.fact(subject.id);
      return found ? oneFact(via, asked, found) : list(via, asked, [], 'chosen by name');
    }
    if (asked === 'when') return timesOf(via, factsOn(subject), []);
    const found = subject.kind === 'entity' ? entity(subject.id) : undefined;
    if (found && via !== 'facts') return profile(via, asked, found, 1);
    return list(via, asked, factsOn(subject), 'chosen by name');
  };

  const identified = (via: Via, query: Query): Answer | null => {
    const found = identify(query, lexicon, knowledge);
    if (!found) return null;
    if (found.kind === 'topic')
      return list(via, query.asked, factsOfTopic(found.topic.id, knowledge), 'the name of a topic');
    const [first] = found.entities;
    if (!first) return null;
    if (found.entities.length > 1) return choose(via, query.asked, found.entities, found.certainty);
    if (via === 'facts')
      return list(via, query.asked, factsAboutEntity(first, knowledge, false), 'the name of an entity');
    return profile(via, query.asked, first, found.certainty);
  };

  const ask = (question: string): Answer => {
    const subject = subjectOf(question);
    if (subject) return ofSubject('ask', 'list', subject);
    const query = understand(question, lexicon);
    if (query.overview) return headlines('ask', query.asked);
    if (query.terms.length === 0) return unknown('ask', query, entity);
    return (query.definition ? identified('ask', query) : null) ?? general('ask', query);
  };

  return {
    knowledge,
    ask,
    who(name) {
      const subject = subjectOf(name);
      if (subject) return ofSubject('who', 'who', subject);
      const typed = understand(name, lexicon);
      const query: Query = typed.asked === 'list' ? { ...typed, asked: 'who', askedFor: 'doer' } : typed;
      if (query.terms.length === 0) return unknown('who', query, entity);
      return (query.definition ? identified('who', query) : null) ?? general('who', query);
    },
    when(event) {
      const subject = subjectOf(event);
      if (subject) return ofSubject('when', 'when', subject);
      const query: Query = { ...understand(event, lexicon), asked: 'when', doer: null, speaker: null };
      if (query.terms.length === 0) return unknown('when', query, entity);
      const found = query.definition ? identify(query, lexicon, knowledge) : null;
      if (found?.kind === 'entities') {
        const [first] = found.entities;
        if (first && found.entities.length === 1)
          return timesOf('when', factsAboutEntity(first, knowledge, false), [entityChoice(first)], query);
        return choose('when', 'when', found.entities, found.certainty);
      }
      return general('when', query);
    },
    facts(about) {
      if (about === undefined || about.trim() === '') return headlines('facts', 'list');
      const subject = subjectOf(about);
      if (subject) return ofSubject('facts', 'list', subject);
      const query = understand(about, lexicon);
      if (query.overview) return headlines('facts', query.asked);
      if (query.terms.length === 0) return unknown('facts', query, entity);
      return (query.definition ? identified('facts', query) : null) ?? general('facts', query);
    },
    suggest: (via, typed, limit) => suggester.suggest(via, typed, limit),
    subject: (ref) => subjects.parse(ref),
  };
}
