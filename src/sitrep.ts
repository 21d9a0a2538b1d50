import type { Logger } from 'pino';
import { groupItems } from './ask/alike.ts';
import { type Brief, composeBrief } from './ask/brief.ts';
import { checkJoined, checkStatement, readStatements } from './ask/check-claims.ts';
import { closest, decide } from './ask/decide.ts';
import { textOf } from './ask/examples.ts';
import { type FactCorpus, factCorpusSteps } from './ask/fact-corpus.ts';
import { namesBegunBy } from './ask/names-begun.ts';
import type { Query } from './ask/query.ts';
import { type Encodings, rank } from './ask/rank.ts';
import type { FactVectors } from './ask/signals.ts';
import { type Asking, createSubjectAnswers } from './ask/subject-answers.ts';
import { createSubjects, refOf, type Subjects } from './ask/subjects.ts';
import { createSuggester, questionsOf, type Suggester } from './ask/suggest.ts';
import { tellTogether } from './ask/tell-together.ts';
import { understand, understandSubject } from './ask/understand.ts';
import { queryOf } from './ask/understood-question.ts';
import { ownWeights, type Weights } from './ask/weights.ts';
import { tellWithdrawal, type WithdrawnFacts, withdrawalOf, withdrawnFactsSteps } from './ask/withdrawn.ts';
import type { Encoded } from './encoder/encoder.ts';
import type { VectorCache } from './encoder/vector-cache.ts';
import { SitrepError } from './errors.ts';
import { currentFact, isRetracted } from './knowledge/current-fact.ts';
import { english } from './language/english.ts';
import {
  type About,
  type Answer,
  type Answers,
  type Asked,
  type CheckedStatement,
  STATEMENTS_MAX,
  type Subject,
  type SubjectRef,
  type Suggestion,
  type UnderstoodQuestion,
  type Via,
} from './model/answer.ts';
import { ASKED_BY_DETAIL, DETAILS, holdsDetail } from './model/fact-details.ts';
import type { InboxGroup, InboxItem } from './model/inbox.ts';
import type { Entity, EntityId, Fact, FactId, KnowledgeBase, WithdrawnFact } from './model/knowledge.ts';
import { atOnce, inSteps, type Steps } from './model/steps.ts';

/**
 * The public interface of the engine: everything that commands and entry points may ask of one situation. The same question gets
 * the same answer. Every text may be a `SubjectRef` ("entity:jake-sullivan"), the label of a suggestion, or any other text; no
 * input ever throws.
 */
export interface Sitrep {
  readonly knowledge: KnowledgeBase;
  /**
   * Any message in free words: one to three answers, one for each question in it.
   *
   * @param context - for a follow-up ("and when?"): the subjects of the answer before
   */
  ask(message: string, context?: readonly SubjectRef[]): Promise<Answers>;
  /** A person, group, organisation, country, place, thing or event by name, role or description. */
  who(name: string): Promise<Answers>;
  /** When something happened: `answered` only by facts that have a time. */
  when(event: string): Promise<Answers>;
  /** All facts on a subject, the most important first; without a subject, the headline facts by topic. */
  facts(about?: string): Promise<Answers>;
  /**
   * The state of play of a subject, or of the whole situation, in at most ten facts. It is composed only once for each subject.
   *
   * @param chosen - facts to show instead of the most important
   * @returns `undefined` where the text names no single subject, or no fact on it holds
   */
  brief(about?: string, chosen?: readonly FactId[]): Brief | undefined;
  /** What the facts say about each statement of a text, in its order; at most `STATEMENTS_MAX` of them. */
  check(text: string): Promise<readonly CheckedStatement[]>;
  /**
   * From now on, people who ask about one of these facts are told that it was withdrawn. Never rejects: without an encoder, the
   * facts are found by their words.
   */
  tellOf(takenOut: readonly WithdrawnFact[]): Promise<void>;
  /**
   * What was sent to the curators, in groups of items that ask or report the same. The largest group comes first; of groups of
   * equal size, the older one.
   */
  groupItems(items: readonly InboxItem[]): Promise<readonly InboxGroup[]>;
  /** Up to three facts that are closest to a text, even if none is near; for small talk and other languages, none. */
  nearest(text: string): Promise<readonly Fact[]>;
  /** Decides a stored question again, without the encoder. */
  decideAgain(question: UnderstoodQuestion): Answer;
  /** Autocomplete entries, best first; for empty text the most important. @param limit - at most 25, the default */
  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[];
  /** Parses a `SubjectRef`; undefined where the situation has no such subject. */
  subject(ref: string): Subject | undefined;
  /**
   * Resolves when the vectors of all facts are there, or when it is certain that there will be none. Questions before that are answered without
   * them.
   */
  ready(): Promise<void>;
}

export interface SitrepOptions {
  /** The vectors of facts and questions; where absent, the engine answers by words alone. */
  readonly vectors?: VectorCache | undefined;
  readonly log?: Logger | undefined;
  /** Weights to use instead of Sitrep's own; `fit` passes weights from other situations to measure them. */
  readonly weights?: Weights;
  /** How long a question waits for its own vector. Commands whose output must be the same every time wait without a limit. */
  readonly patienceMs?: number;
}

/** How long a question waits for its vector; after that it is answered by words alone. */
const PATIENCE_MS = 150;
/** The limit of texts: more would take minutes to encode and a gigabyte of memory. */
const ENCODED_TEXTS_MAX = 20_000;
/** How many of the closest facts are returned, even if none is near. */
const NEAREST_MAX = 3;
/** For a follow-up such as "and when?", the facts of the answer before are considered first. */
const FOLLOW_UP_MAX_TERMS = 1;

/**
 * Builds a situation's engine; takes about 0.2 ms for each fact. The vectors of its facts are computed in the background, if
 * there is an encoder.
 */
export const createSitrep = (knowledge: KnowledgeBase, options: SitrepOptions = {}): Sitrep =>
  atOnce(sitrepSteps(knowledge, options));

/** The same in short steps, between which other engines go on answering. */
export const createSitrepAside = (knowledge: KnowledgeBase, options: SitrepOptions = {}): Promise<Sitrep> =>
  inSteps(sitrepSteps(knowledge, options));

function* sitrepSteps(knowledge: KnowledgeBase, options: SitrepOptions): Steps<Sitrep> {
  const corpus = yield* factCorpusSteps(knowledge, english);
  const withdrawn = yield* withdrawnFactsSteps(knowledge, english, []);
  const subjects = createSubjects(knowledge);
  yield;
  const suggester = createSuggester(knowledge, corpus.situation.vocabulary, english);
  yield;
  const byLine = new Map<string, Set<Fact>>();
  for (const fact of (withdrawn?.corpus ?? corpus).facts) {
    for (const line of [...fact.askedAs, ...questionsOf(fact, english)]) {
      const key = lineKey(line);
      byLine.set(key, (byLine.get(key) ?? new Set()).add(fact));
    }
    yield;
  }
  return new Engine(knowledge, { corpus, withdrawn, subjects, suggester, byLine }, options);
}

/** What an engine is built of. */
interface Parts {
  readonly corpus: FactCorpus;
  readonly withdrawn: WithdrawnFacts | null;
  readonly subjects: Subjects;
  readonly suggester: Suggester;
  /**
   * Suggested questions and lines of `asked_as`, folded → their facts. A question that equals such a line word for word is
   * answered by its own fact.
   */
  readonly byLine: ReadonlyMap<string, ReadonlySet<Fact>>;
}

class Engine implements Sitrep {
  readonly knowledge: KnowledgeBase;
  readonly #corpus: FactCorpus;
  #withdrawn: WithdrawnFacts | null;
  readonly #subjects: Subjects;
  readonly #answers;
  readonly #suggester: Suggester;
  readonly #weights: Weights;
  readonly #patienceMs: number;
  readonly #vectors: VectorCache | undefined;
  readonly #ready: Promise<void>;
  readonly #briefs = new Map<SubjectRef | null, Brief | undefined>();
  readonly #byLine: Parts['byLine'];
  #texts: readonly FactVectors[] | null = null;

  constructor(
    knowledge: KnowledgeBase,
    { corpus, withdrawn, subjects, suggester, byLine }: Parts,
    { vectors, log, weights = ownWeights(), patienceMs = PATIENCE_MS }: SitrepOptions,
  ) {
    this.knowledge = knowledge;
    this.#weights = weights;
    this.#patienceMs = patienceMs;
    this.#corpus = corpus;
    this.#withdrawn = withdrawn;
    this.#subjects = subjects;
    this.#answers = createSubjectAnswers(knowledge, subjects, english);
    this.#suggester = suggester;
    this.#byLine = byLine;
    const { views } = this.#corpus.toEncode;
    this.#vectors = views.flat().length > ENCODED_TEXTS_MAX ? undefined : vectors;
    this.#ready = this.#vectors ? this.#encodeFacts(this.#vectors, log) : Promise.resolve();
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async ask(message: string, context: readonly SubjectRef[] = []): Promise<Answers> {
    const chosen = this.#chosen(message);
    if (chosen) return [this.#answers.of(asking('ask', 'list'), chosen)];
    const byLine = this.#askedWordForWord(message);
    if (byLine) return [byLine];
    const understood = understand(message, this.#corpus.situation);
    switch (understood.kind) {
      case 'talk':
        if (understood.isCheck && context[0] !== undefined) return this.ask(context[0]);
        return [about('ask', understood.theme, null, [])];
      case 'foreign': {
        const named = understood.mentions.flatMap(({ entities }) =>
          entities.map((id): Subject => ({ kind: 'entity', id })),
        );
        return [about('ask', 'language', understood.language, named)];
      }
      case 'questions': {
        const before = context.flatMap((ref) => this.subject(ref) ?? []);
        const { queries } = understood;
        if (before.length === 0 && queries.length > 0 && queries.every(onlyGoesOn))
          return [about('ask', 'reference', null, [])];
        const answers = await Promise.all(
          queries.map((query) => (before.length > 0 ? this.#goOn(query, before) : this.#answer('ask', query))),
        );
        const [first, ...more] = answers;
        return first ? [first, ...more] : [about('ask', 'help', null, [])];
      }
    }
  }

  async who(name: string): Promise<Answers> {
    const chosen = this.#chosen(name);
    if (chosen) return [this.#answers.of(asking('who', 'who'), chosen)];
    const query = understandSubject(name, this.#corpus.situation);
    const talk = this.#talk('who', name, query);
    if (talk) return [talk];
    if (query.subject) return [await this.#answer('who', query.asked === 'list' ? { ...query, asked: 'who' } : query)];
    const begun = this.#namedAlike(query, name);
    if (begun) return [begun];
    // A question about a name without facts must not be answered with the facts of a similar name.
    const { vocabulary } = this.#corpus.situation;
    const typed = new Set(english.words(name).map(({ text }) => text));
    const isUnknown = ({ word }: Query['terms'][number]): boolean => !vocabulary.has(word) || !typed.has(word);
    if (query.asked === 'list' && query.terms.every(isUnknown)) return [UNKNOWN_NAME];
    return [await this.#answer('who', query)];
  }

  async when(event: string): Promise<Answers> {
    const chosen = this.#chosen(event);
    if (chosen) return [this.#answers.of(asking('when', 'when'), chosen)];
    const query = understandSubject(event, this.#corpus.situation);
    const talk = this.#talk('when', event, query);
    if (talk) return [talk];
    const isEvent = query.asked !== 'when';
    return [
      await this.#answer('when', { ...query, asked: 'when', text: isEvent ? `when did ${query.text}` : query.text }),
    ];
  }

  async facts(text = ''): Promise<Answers> {
    if (text.trim() === '') return [this.#answers.headlines(asking('facts', 'list'))];
    const chosen = this.#chosen(text);
    if (chosen) return [this.#answers.of(asking('facts', 'list'), chosen)];
    const query = understandSubject(text, this.#corpus.situation);
    return [this.#talk('facts', text, query) ?? (await this.#answer('facts', query))];
  }

  brief(text = '', chosen?: readonly FactId[]): Brief | undefined {
    const subject = this.#meant(text);
    if (subject === undefined) return undefined;
    if (chosen) return composeBrief(this.knowledge, subject, chosen);
    const key = subject && refOf(subject);
    if (!this.#briefs.has(key)) this.#briefs.set(key, composeBrief(this.knowledge, subject));
    return this.#briefs.get(key);
  }

  async check(text: string): Promise<readonly CheckedStatement[]> {
    const checking = { corpus: this.#corpus, knowledge: this.knowledge };
    const read = readStatements(text, checking).slice(0, STATEMENTS_MAX);
    const checked = await Promise.all(read.map((each) => checkJoined(each, (query) => this.#encode(query), checking)));
    return checked.flat().slice(0, STATEMENTS_MAX);
  }

  async tellOf(takenOut: readonly WithdrawnFact[]): Promise<void> {
    if (takenOut.length === 0) return;
    this.#withdrawn = await inSteps(withdrawnFactsSteps(this.knowledge, english, takenOut));
    await this.#ready;
    if (this.#vectors) await this.#encodeWithdrawn(this.#vectors).catch(() => undefined);
  }

  groupItems(items: readonly InboxItem[]): Promise<readonly InboxGroup[]> {
    return groupItems(items, this.#corpus, async (query) => (await this.#encode(query))?.question.vector ?? null);
  }

  async nearest(text: string): Promise<readonly Fact[]> {
    const understood = understand(text, this.#corpus.situation);
    if (understood.kind !== 'questions') return [];
    const near = await Promise.all(understood.queries.map((query) => this.#nearestTo(query)));
    return [...new Set(near.flat())].slice(0, NEAREST_MAX);
  }

  async #nearestTo(query: Query): Promise<readonly Fact[]> {
    const known = this.#subjectAnswer('ask', query);
    if (known?.kind === 'answered') return known.facts.slice(0, NEAREST_MAX);
    const encodings = await this.#encode(query);
    const { ranked } = rank(query, this.#corpus, encodings, encodings ? this.#weights.on : this.#weights.off);
    return closest(ranked).flatMap(({ at }) => this.#corpus.facts[at] ?? []);
  }

  decideAgain(question: UnderstoodQuestion): Answer {
    const { asked, subjects, stems } = question;
    const [subject, another] = subjects;
    if (stems.length === 0 && subject && !another)
      return this.#answers.of(asking(asked === 'when' ? 'when' : 'ask', asked), subject);
    const { entities } = this.knowledge;
    const query = queryOf(question, this.#corpus, entities);
    const weights = this.#weights.off;
    const ranking = rank(query, this.#corpus, null, weights);
    return decide({ query, via: 'ask', ranking, corpus: this.#corpus, weights, entities });
  }

  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[] {
    return this.#suggester.suggest(via, typed, limit);
  }

  subject(ref: string): Subject | undefined {
    return this.#subjects.parse(ref);
  }

  #chosen(text: string): Subject | undefined {
    return this.#subjects.parse(text) ?? this.#subjects.byLabel(text);
  }

  /** What is said to the bot or about it, typed into a command that takes a subject. */
  #talk(via: Via, typed: string, { subject }: Query): Answer | null {
    if (subject !== null || typed.trim() === '') return null;
    const understood = understand(typed, this.#corpus.situation);
    return understood.kind === 'talk' ? about(via, understood.theme, null, []) : null;
  }

  async #answer(via: Via, query: Query): Promise<Answer> {
    const known = this.#subjectAnswer(via, query);
    if (known) return known;
    const encodings = await this.#encode(query);
    const weights = encodings ? this.#weights.on : this.#weights.off;
    const ranking = rank(query, this.#corpus, encodings, weights);
    const { entities } = this.knowledge;
    const decided = decide({ query, via, ranking, corpus: this.#corpus, weights, entities });
    const answer = this.#withDifference(tellTogether(decided, this.knowledge), query, encodings);
    if (this.#withdrawn === null) return answer;
    const { corpus, texts } = this.#withdrawn;
    const own = encodings && texts ? { question: encodings.question, texts } : null;
    const by = own ? this.#weights.on : this.#weights.off;
    return tellWithdrawal(answer, rank(query, corpus, own, by), corpus, by);
  }

  /** Where a claim or a statement differs from a shown fact in a number, a day or a place, that fact comes first. */
  #withDifference(answer: Answer, query: Query, encodings: Encodings | null): Answer {
    const mayClaim = query.asked === 'whether' || query.asked === 'list';
    if (!mayClaim || (answer.kind !== 'related' && answer.kind !== 'answered')) return answer;
    const checked = checkStatement(query.text, query, encodings, { corpus: this.#corpus, knowledge: this.knowledge });
    if (checked.verdict !== 'differs' || checked.detail === 'who' || checked.detail === 'certainty') return answer;
    const { fact, detail: differing } = checked;
    if (!answer.facts.includes(fact)) return answer;
    const facts = [fact, ...answer.facts.filter((other) => other !== fact)];
    const { via, asked, confidence, evidence, corrected } = answer;
    const common = { via, asked, confidence, evidence, corrected, facts, differing } as const;
    // Words that claim nothing are answered all the same; a claim that differs is not borne out.
    if (answer.kind === 'answered' && query.asked === 'list')
      return { ...answer, ...common, subjects: [{ kind: 'fact', id: fact.id }] };
    return {
      ...common,
      kind: 'related',
      missing: 'certainty',
      otherDoer: false,
      subjects: [{ kind: 'fact', id: fact.id }],
      ...(answer.kind === 'related'
        ? { otherDoer: answer.otherDoer, missing: answer.missing, question: answer.question }
        : {}),
    };
  }

  /** Whether the text asks only for a name, role or topic, or for the situation as a whole. */
  #subjectAnswer(via: Via, query: Query): Answer | null {
    // The heading shows the known name that replaced a misspelt one.
    const ask: Asking = { via, asked: query.asked, corrected: [], dated: query.isNow };
    if (query.isWhole && via !== 'when') return this.#answers.headlines(ask);
    const { subject, deeds } = query;
    const doer = deeds && this.knowledge.entities.get(deeds.id);
    if (deeds && doer) return this.#answers.deeds(ask, doer, deeds.kind);
    if (subject === null) return null;
    if (subject.kind === 'topic') return via === 'when' ? null : this.#answers.of(ask, subject);
    const entities = subject.ids.flatMap((id) => this.knowledge.entities.get(id) ?? []);
    const [first, second] = entities;
    if (!first) return null;
    return second ? this.#answers.choose(ask, entities) : this.#answers.of(ask, { kind: 'entity', id: first.id });
  }

  /**
   * "And when?", "what about him?", "more": the question is about the subjects of the answer before. A pronoun is read as the name
   * that it stands for; otherwise the fact before lends its label. A question that names something else, or is answered by itself,
   * does not go on.
   */
  async #goOn(query: Query, before: readonly Subject[]): Promise<Answer> {
    const { sets } = english;
    const refers = query.words.some(({ text }) => sets.followUps.has(text));
    const isShort = query.terms.length <= FOLLOW_UP_MAX_TERMS && query.mentions.length === 0;
    const facts = before.flatMap((subject) => this.#factsOf(subject));
    const [fact] = facts;
    const aside = fact && before[0]?.kind === 'fact' ? await this.#sameOf(query, fact) : null;
    if (aside) return aside;
    if (!fact || (!refers && !isShort)) return this.#answer('ask', query);
    const isBare = query.terms.length === 0 && query.mentions.length === 0;
    if (isBare && before[0]?.kind === 'fact' && DETAILS.some((it) => it === query.asked && holdsDetail(fact, it))) {
      return this.#answers.of(asking('ask', query.asked), before[0]);
    }
    const named = before.flatMap((subject) => (subject.kind === 'entity' ? [subject.id] : []));
    const [entity] = [...named, ...fact.about];
    if (query.terms.length === 0 && query.asked === 'list' && entity) {
      return this.#answers.of(asking('ask', 'list'), { kind: 'entity', id: entity });
    }
    const itself = await this.#askedByItself(
      query,
      named.length > 0 ? named : [...new Set([...fact.actors, ...fact.saidBy, ...fact.about])],
    );
    if (itself) return itself;
    const described = understandSubject(`${query.text} ${fact.label}`, this.#corpus.situation);
    const answer = await this.#answer('ask', {
      ...described,
      asked: query.asked,
      subject: null,
      isWhole: false,
      text: `${fact.label}. ${query.text}`,
    });
    // "Since when?" asks for the time of that fact, and of no other.
    const isWithoutTime = isBare && query.asked === 'when' && before[0]?.kind === 'fact' && answer.kind !== 'answered';
    return isWithoutTime
      ? this.#answers.of(asking('ask', 'when'), { kind: 'fact', id: fact.id })
      : holdingFirst(answer, query.asked);
  }

  /** "And in Berlin?": what the fact before tells is asked of another name. @returns `null` where nothing of that kind is held */
  async #sameOf(query: Query, fact: Fact): Promise<Answer | null> {
    const { words, terms, mentions } = query;
    const opens = words[0] !== undefined && english.isFunctionWord(words[0].text) && mentions[0]?.from === 1;
    if (!opens || query.asked === 'what' || terms.some(({ mention }) => mention === null)) return null;
    const ids = mentions.flatMap(({ entities }) => entities);
    const described = understandSubject(`${fact.label} ${query.text}`, this.#corpus.situation);
    const answer = await this.#answer('ask', { ...described, subject: null, isWhole: false });
    if (answer.kind !== 'answered' && answer.kind !== 'related') return null;
    const facts = answer.facts.filter(({ about: concerned, places }) =>
      ids.some((id) => concerned.includes(id) || places.includes(id)),
    );
    const [first] = facts;
    return first ? { ...answer, facts, subjects: [{ kind: 'fact', id: first.id }] } : null;
  }

  /**
   * The answer to the question with names in place of its pronouns.
   *
   * @returns `null` where that is no answer, or where the question
   * says too little by itself
   */
  async #askedByItself(query: Query, entities: readonly EntityId[]): Promise<Answer | null> {
    const known = entities.flatMap((id) => this.knowledge.entities.get(id) ?? []);
    const names = query.words.map(({ text }) => {
      const kinds = english.pronouns.get(text);
      const [only, another] = known.filter(({ kind }) => kinds?.has(kind));
      return another ? undefined : only?.name;
    });
    const isNamed = names.some((name) => name !== undefined);
    const isOpen = query.words.some(({ text }, at) => !names[at] && english.sets.followUps.has(text));
    if (isOpen || !(isNamed || query.terms.some(({ weight }) => weight === 1))) return null;
    const text = query.words.map(({ raw, ends }, at) => `${names[at] ?? raw}${ends}`).join(' ');
    const understood = understand(text, this.#corpus.situation);
    const [only, another] = understood.kind === 'questions' ? understood.queries : [];
    if (!only || another) return null;
    const answer = await this.#answer('ask', only);
    return answer.kind === 'answered' || (isNamed && answer.kind === 'related') ? answer : null;
  }

  #factsOf(subject: Subject): readonly Fact[] {
    switch (subject.kind) {
      case 'fact':
        return [currentFact(subject.id, this.knowledge)].filter((fact) => fact !== undefined);
      case 'entity':
        return this.#corpus.facts.filter(({ about: ids }) => ids[0] === subject.id).slice(0, 1);
      case 'topic':
        return this.#corpus.facts.filter(({ topic }) => topic === subject.id).slice(0, 1);
    }
  }

  #askedWordForWord(message: string): Answer | null {
    const facts = this.#byLine.get(lineKey(message));
    const [fact, another] = facts ?? [];
    if (!fact || another) return null;
    if (isRetracted(fact)) return withdrawalOf(asking('ask', 'what'), fact);
    return this.#answers.of(asking('ask', 'what'), { kind: 'fact', id: fact.id });
  }

  /** A person who presses Enter after an incomplete or misspelt name means the suggested entry. */
  #namedAlike(query: Query, typed: string): Answer | null {
    if (query.terms.length > 3 || query.asked === 'when' || query.asked === 'why') return null;
    const begun = namesBegunBy(typed, this.knowledge);
    const found: readonly Entity[] =
      begun.length > 0 ? begun : this.#suggester.alike(typed).flatMap((id) => this.knowledge.entities.get(id) ?? []);
    const [first, second] = found;
    if (!first) return null;
    const ask: Asking = { via: 'who', asked: 'who', corrected: begun.length > 0 ? [] : [first.name], dated: false };
    return second && begun.length > 1 ? this.#answers.choose(ask, found) : this.#answers.profile(ask, first);
  }

  /** The one subject that a text means; `null` for the situation as a whole. */
  #meant(text: string): Subject | null | undefined {
    if (text.trim() === '') return null;
    const chosen = this.#chosen(text);
    if (chosen) return chosen;
    const query = understandSubject(text, this.#corpus.situation);
    if (query.isWhole) return null;
    if (query.subject?.kind === 'topic') return query.subject;
    const [id, another] = query.subject?.ids ?? [];
    return id !== undefined && another === undefined ? { kind: 'entity', id } : undefined;
  }

  async #encodeFacts(vectors: VectorCache, log: Logger | undefined): Promise<void> {
    try {
      this.#texts = this.#corpus.vectors(await vectors.encodeFacts(this.#corpus.toEncode));
      await this.#encodeWithdrawn(vectors);
    } catch (err) {
      // Sitrep is ending.
      if (err instanceof SitrepError && err.code === 'ENCODER_STOPPED') return;
      log?.warn({ err, situation: this.knowledge.name }, 'encoder unavailable; questions are answered by words alone');
    }
  }

  async #encodeWithdrawn(vectors: VectorCache): Promise<void> {
    if (this.#withdrawn === null) return;
    const { corpus } = this.#withdrawn;
    const texts = corpus.vectors(await vectors.encodeFacts(corpus.toEncode));
    // While this ran, further facts may have been added.
    if (this.#withdrawn.corpus === corpus) this.#withdrawn = { corpus, texts };
  }

  /** The question's vector with those of the facts; `null` where one of these vectors is not ready in time. */
  async #encode(query: Query): Promise<Encodings | null> {
    const texts = this.#texts;
    if (!texts || !this.#vectors) return null;
    const question = await inTime(this.#vectors.encodeQuestion(textOf(query)), this.#patienceMs);
    return question && { question, texts };
  }
}

const asking = (via: Via, asked: Asked): Asking => ({ via, asked, corrected: [], dated: false });

/** "And when?", "more": without an answer before, nobody can tell what is asked. */
const onlyGoesOn = ({ terms, mentions, numbers, days, subject, deeds, isWhole, isNow }: Query): boolean =>
  subject === null &&
  !deeds &&
  !isWhole &&
  !isNow &&
  [...mentions, ...numbers, ...days].length === 0 &&
  terms.every(({ word }) => english.sets.followUps.has(word));

function about(via: Via, theme: About['theme'], language: string | null, subjects: readonly Subject[]): Answer {
  return {
    kind: 'about',
    via,
    asked: 'what',
    confidence: 1,
    evidence: [`about Sitrep: ${theme}`],
    corrected: [],
    subjects,
    theme,
    language,
  };
}

const UNKNOWN_NAME: Answer = {
  kind: 'unknown',
  via: 'who',
  asked: 'who',
  confidence: 0,
  evidence: ['a name that no fact has'],
  // The list is empty, because the corrected name is not shown.
  corrected: [],
  subjects: [],
  nearest: [],
};

/** The fact before, which has all words of the question, may lack what is asked now: facts that hold it come first. */
function holdingFirst(answer: Answer, asked: Asked): Answer {
  if (answer.kind !== 'answered' && answer.kind !== 'related') return answer;
  const holds = (fact: Fact): boolean =>
    asked === 'who'
      ? fact.actors.length > 0 || fact.saidBy.length > 0
      : DETAILS.every((detail) => ASKED_BY_DETAIL[detail] !== asked || holdsDetail(fact, detail));
  const facts = [...answer.facts.filter(holds), ...answer.facts.filter((fact) => !holds(fact))];
  const [first] = facts;
  return first === answer.facts[0] || !first
    ? answer
    : { ...answer, facts, subjects: [{ kind: 'fact', id: first.id }] };
}

const lineKey = (line: string): string =>
  english
    .words(line)
    .map(({ text }) => text)
    .join(' ');

/** @returns null where it fails or takes longer; `Infinity` waits without a limit */
async function inTime(promise: Promise<Encoded>, patienceMs: number): Promise<Encoded | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    if (Number.isFinite(patienceMs)) timer = setTimeout(() => resolve(null), patienceMs);
  });
  return Promise.race([promise.catch(() => null), late]).finally(() => clearTimeout(timer));
}
