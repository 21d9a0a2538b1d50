/** Asks a situation everything that its curator expects it to answer, as a member would, and judges the answers. */

import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Dossier } from '../knowledge/dossier.ts';
import type { Place } from '../knowledge/problem.ts';
import type { Answer, AnswerKind, Answers } from '../model/answer.ts';
import type { FactId, KnowledgeBase, QuestionVia, TopicId } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { kindOf } from '../views/compose.ts';

/**
 * The expectation for a line. `asked_as`: its own fact answers. `wording`: the same line when it is not listed in `asked_as`,
 * which shows what a member gets for a wording that nobody has foreseen.
 */
export const LINE_KINDS = ['answered', 'related', 'choose', 'near', 'far', 'asked_as', 'wording'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/**
 * `closest`: the expected fact is only among the closest facts, or closest facts are shown for a far question. `another`: another
 * fact is shown in its place. `refused`: the answer says that there is no fact. `answered`: the question was answered although it
 * must not be.
 */
export const VERDICTS = ['right', 'closest', 'another', 'refused', 'answered'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The place of a line: a row of questions.yml, counted over the whole file, or a line of a fact's `asked_as`. */
export type LinePlace = { readonly question: number } | { readonly fact: FactId; readonly line: number };

/** One line with its answer and verdict. */
export interface Tried {
  readonly kind: LineKind;
  readonly q: string;
  readonly via: QuestionVia;
  readonly place: LinePlace;
  /** Ids of facts of which any may come first; for `choose`, of the entities that must be offered. */
  readonly expected: readonly string[];
  readonly verdict: Verdict;
  readonly got: AnswerKind;
  /** The facts in the answer, in their order. */
  readonly facts: readonly FactId[];
  /** The topic whose facts were listed, because the question is the topic's title or alias. */
  readonly topic: TopicId | null;
  /** The reasons, as `ask --why` prints them. */
  readonly reasons: readonly string[];
}

/** Two engines with the same situation. */
export interface Engines {
  readonly sitrep: Sitrep;
  /** The engine that answers as if no fact had an `asked_as`. */
  readonly withoutLines: Sitrep;
}

interface Line extends Pick<Tried, 'kind' | 'q' | 'via' | 'place' | 'expected'> {}

/** Asks every row of questions.yml and every line of `asked_as`, in the order of the files. */
export async function tryLines({ sitrep, withoutLines }: Engines): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const line of linesOf(sitrep.knowledge)) {
    const engine = line.kind === 'wording' ? withoutLines : sitrep;
    tried.push(judge(line, await engine[line.via](line.q)));
  }
  return tried;
}

function linesOf({ questions, facts }: KnowledgeBase): readonly Line[] {
  const rows = questions.map((row, question): Line => {
    const common = { q: row.q, via: row.via, place: { question } };
    if (!row.answerable) return { ...common, kind: row.far ? 'far' : 'near', expected: [] };
    return { ...common, kind: row.kind, expected: row.kind === 'choose' ? row.choices : row.first };
  });
  const lines = facts.filter(mayAnswer).flatMap(({ id, askedAs }) =>
    askedAs.flatMap((q, line) =>
      (['asked_as', 'wording'] as const).map((kind): Line => {
        return { kind, q, via: 'ask', place: { fact: id, line }, expected: [id] };
      }),
    ),
  );
  return [...rows, ...lines];
}

function judge(line: Line, answers: Answers): Tried {
  const facts = answers.flatMap(factsIn);
  const got = kindOf(answers);
  const [first] = answers;
  const listed =
    first.kind === 'answered' && first.layout === 'list' && first.profile === null ? first.subjects[0] : null;
  return {
    ...line,
    verdict: verdictOn(line, answers, got, facts),
    got,
    facts,
    topic: listed?.kind === 'topic' ? listed.id : null,
    reasons: answers.flatMap(({ evidence }) => evidence),
  };
}

const factsIn = (answer: Answer): readonly FactId[] =>
  answer.kind === 'answered' || answer.kind === 'related' ? answer.facts.map(({ id }) => id) : [];

function verdictOn({ kind, expected }: Line, answers: Answers, got: AnswerKind, facts: readonly FactId[]): Verdict {
  const isRefused = got === 'unknown' || got === 'about';
  switch (kind) {
    case 'far':
      return isRefused ? 'right' : got === 'related' ? 'closest' : 'answered';
    case 'near':
      return got === 'answered' || got === 'choose' ? 'answered' : 'right';
    case 'choose': {
      const offered = answers.flatMap((answer): readonly string[] =>
        answer.kind === 'choose' ? answer.choices.map(({ subject }) => subject.id) : [],
      );
      return expected.every((id) => offered.includes(id)) ? 'right' : isRefused ? 'refused' : 'another';
    }
    case 'related':
    case 'answered':
    case 'asked_as':
    case 'wording': {
      const wanted = kind === 'related' ? 'related' : 'answered';
      const isFirst = facts[0] !== undefined && expected.includes(facts[0]);
      if (got === wanted && isFirst) return 'right';
      if (got === 'answered' && wanted === 'related' && isFirst) return 'answered';
      if (got === 'related' && facts.some((id) => expected.includes(id))) return 'closest';
      return isRefused ? 'refused' : 'another';
    }
  }
}

/** The facts that may answer but that no question has shown, not even a question with the fact's own label. */
export async function unreachedFacts(sitrep: Sitrep, tried: readonly Tried[]): Promise<readonly FactId[]> {
  const shown = new Set(tried.filter(({ kind }) => kind !== 'asked_as').flatMap(({ facts }) => facts));
  const unreached: FactId[] = [];
  for (const { id, label } of sitrep.knowledge.facts.filter(mayAnswer)) {
    if (shown.has(id)) continue;
    const answers = await sitrep.ask(`what about ${label}`);
    if (!answers.flatMap(factsIn).includes(id)) unreached.push(id);
  }
  return unreached;
}

/** How many lines of each kind got each verdict. */
export type Rates = Readonly<Record<LineKind, Readonly<Record<Verdict, number>>>>;

export function ratesOf(tried: readonly Pick<Tried, 'kind' | 'verdict'>[]): Rates {
  const count = (kind: LineKind) =>
    VERDICTS.map((verdict) => [verdict, tried.filter((each) => each.kind === kind && each.verdict === verdict).length]);
  return Object.fromEntries(LINE_KINDS.map((kind) => [kind, Object.fromEntries(count(kind))])) as Rates;
}

/** The file and line number of a line. */
export function placeOf(place: LinePlace, { answered, unanswered, facts }: Dossier): Place | null {
  if ('question' in place) return [...answered, ...unanswered][place.question]?.place('q') ?? null;
  return facts?.find(({ id }) => id === place.fact)?.place('asked_as', place.line) ?? null;
}
