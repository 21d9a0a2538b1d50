import { completed, type Answer as Found } from './answer/answer.ts';
import { type Brief, composeBrief } from './answer/brief.ts';
import { decide, unknown } from './answer/decide.ts';
import { type Identified, identify, topicWordForWord } from './answer/identify.ts';
import { namesBegunBy } from './answer/names-begun.ts';
import { type Asking, createSubjectAnswers } from './answer/subject-answers.ts';
import { createSubjects, refOf } from './answer/subjects.ts';
import { createSuggester, type Via } from './answer/suggest.ts';
import { keepUnchanged } from './knowledge/keep-unchanged.ts';
import type { Answer, Subject, SubjectRef, Suggestion } from './model/answer.ts';
import type { FactId, KnowledgeBase } from './model/knowledge.ts';
import { type FactWords, readFactWords } from './question/fact-words.ts';
import { createLexicon } from './question/lexicon.ts';
import type { Query } from './question/query.ts';
import { understand } from './question/understand.ts';
import { buildFactIndex, type FactIndex } from './search/fact-index.ts';
import type { FitContext } from './search/fit-context.ts';
import { rankFacts } from './search/rank-facts.ts';
import { atOnce, type Steps } from './steps.ts';

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
  /**
   * The state of play in at most ten facts, of a subject or of the situation as a whole. Composed once for each subject.
   *
   * @param chosen - facts to show instead of the most important
   * @returns `undefined` where the text names no one subject, or no fact on it holds
   */
  brief(about?: string, chosen?: readonly FactId[]): Brief | undefined;
  /** Autocomplete entries, best first; for empty text the most important. @param limit - at most 25, the default */
  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[];
  /** Parses a `SubjectRef`; undefined where the situation has no such subject. */
  subject(ref: string): Subject | undefined;
}

/** A fact that has less of what is typed is not offered for it. */
const SUGGESTED_COVERAGE = 0.5;
/** A name that was only begun. */
const BEGUN_CERTAINTY = 0.8;

/** What a later version of the same situation can use again. */
interface Parts {
  readonly factWords: FactWords;
  readonly factIndex: FactIndex;
}
const partsOf = new WeakMap<Sitrep, Parts>();

/**
 * Builds the indexes of a situation; takes milliseconds for hundreds of facts, seconds for a hundred thousand.
 *
 * @param previous - of the situation before it was reloaded: only what changed is read again, in a small part of the time. The
 *                   answers are those that come without it; it goes on serving and is not changed.
 */
export function createSitrep(next: KnowledgeBase, previous?: Sitrep): Sitrep {
  return atOnce(buildSitrep(next, previous));
}

/** The same in steps, for whoever must go on answering meanwhile. */
export function* buildSitrep(next: KnowledgeBase, previous?: Sitrep): Steps<Sitrep> {
  const earlier = previous && partsOf.get(previous);
  const knowledge = previous ? keepUnchanged(next, previous.knowledge) : next;
  yield;
  const factWords = readFactWords(knowledge.facts, earlier?.factWords);
  yield;
  const lexicon = createLexicon(knowledge, factWords);
  yield;
  const factIndex = yield* buildFactIndex(knowledge, earlier?.factIndex);
  yield;
  const subjects = createSubjects(knowledge);
  yield;
  const context: FitContext = { knowledge, lexicon, synonyms: factIndex.index.synonyms };
  const suggester = createSuggester({
    knowledge,
    nearest: lexicon.vocabulary.nearest,
    find: (text) =>
      rankFacts(understand(text, lexicon), factIndex, context)
        .candidates.filter(({ coverage }) => coverage >= SUGGESTED_COVERAGE)
        .map(({ fact }) => fact.id),
  });
  const answers = createSubjectAnswers(knowledge, subjects, context);

  const briefs = new Map<SubjectRef | null, Brief | undefined>();

  const chosen = (text: string): Subject | undefined => subjects.parse(text) ?? subjects.byLabel(text);

  /** Whom or what a text names that says nothing else. */
  const named = (via: Via, query: Query): Identified => {
    const topic = via === 'ask' || via === 'facts' ? topicWordForWord(query, knowledge) : null;
    if (topic && query.terms.every((term) => term.entities.length === 0)) return { kind: 'topic', topic };
    return query.definition ? identify(query, lexicon, knowledge) : null;
  };

  /** Nothing but a name, role or topic: the answer is all there is on it. */
  const identified = (via: Via, query: Query): Found | null => {
    const asking: Asking = { via, asked: query.asked };
    const found = named(via, query);
    if (!found) return null;
    // A topic happens at no one time; its words may still tell of an event that does.
    if (found.kind === 'topic')
      return via === 'when' ? null : answers.of(asking, { kind: 'topic', id: found.topic.id });
    const [first, second] = found.entities;
    if (!first) return null;
    if (second) return answers.choose(asking, found.entities, found.certainty);
    if (via === 'when') return answers.times(asking, first, query);
    return via === 'facts' ? answers.listOf(asking, first) : answers.profile(asking, first, found.certainty);
  };

  const answer = (via: Via, query: Query): Found => {
    // "help" asks how to ask, not who helps whom.
    if (query.incites || query.terms.length === 0 || query.stems.join(' ') === 'help')
      return unknown(via, query, subjects.entity);
    const known = identified(via, query);
    if (query.office && !known) return unknown(via, query, subjects.entity);
    return known ?? decide({ via, query, ranking: rankFacts(query, factIndex, context), entity: subjects.entity });
  };

  /** `ask` and `facts`: whoever names nothing and wants whatever there is gets the headlines. */
  const open = (via: Via, text: string): Found => {
    const subject = chosen(text);
    if (subject) return answers.of({ via, asked: 'list' }, subject);
    const query = understand(text, lexicon);
    return query.overview ? answers.headlines({ via, asked: query.asked }) : answer(via, query);
  };

  /** The one subject that a text means; `null` for the situation as a whole. */
  const meant = (text: string): Subject | null | undefined => {
    if (text.trim() === '') return null;
    const subject = chosen(text);
    if (subject) return subject;
    const query = understand(text, lexicon);
    if (query.overview) return null;
    const found = named('facts', query);
    if (found?.kind === 'topic') return { kind: 'topic', id: found.topic.id };
    const [entity, another] = found?.entities ?? [];
    return entity && !another ? { kind: 'entity', id: entity.id } : undefined;
  };

  const sitrep: Sitrep = {
    knowledge,
    ask: (question) => completed(open('ask', question)),
    who(name) {
      const subject = chosen(name);
      if (subject) return completed(answers.of({ via: 'who', asked: 'who' }, subject));
      const typed = understand(name, lexicon);
      const found = answer('who', typed.asked === 'list' ? { ...typed, asked: 'who', askedFor: 'doer' } : typed);
      if (found.kind !== 'unknown') return completed(found);
      // Whoever presses Enter before the name is whole means the entry that was offered.
      const [first, second, ...more] = namesBegunBy(name, knowledge);
      if (!first) return completed(found);
      const asking: Asking = { via: 'who', asked: 'who' };
      return completed(
        second
          ? answers.choose(asking, [first, second, ...more], BEGUN_CERTAINTY)
          : answers.profile(asking, first, BEGUN_CERTAINTY),
      );
    },
    when(event) {
      const subject = chosen(event);
      if (subject) return completed(answers.of({ via: 'when', asked: 'when' }, subject));
      const query = understand(event, lexicon);
      return completed(answer('when', { ...query, asked: 'when', doer: query.phraseDoer, speaker: null }));
    },
    facts: (about = '') =>
      completed(about.trim() === '' ? answers.headlines({ via: 'facts', asked: 'list' }) : open('facts', about)),
    brief(about = '', facts) {
      const subject = meant(about);
      if (subject === undefined) return undefined;
      if (facts) return composeBrief(knowledge, subject, facts);
      const key = subject && refOf(subject);
      if (!briefs.has(key)) briefs.set(key, composeBrief(knowledge, subject));
      return briefs.get(key);
    },
    suggest: (via, typed, limit) => suggester.suggest(via, typed, limit),
    subject: (ref) => subjects.parse(ref),
  };
  partsOf.set(sitrep, { factWords, factIndex });
  return sitrep;
}
