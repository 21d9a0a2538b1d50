import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Fact } from '../../src/model/knowledge.ts';
import type { Sitrep } from '../../src/sitrep.ts';
import { kindOf } from '../../src/views/compose.ts';
import { plainText } from '../../src/views/present.ts';

const Row = z.object({
  q: z.string(),
  want: z.enum(['answered', 'near', 'unknown', 'related', 'choose']),
  /** Any fact that cites one of these answers: "paragraph.sentence". */
  sentences: z.array(z.string()).default([]),
  /** Ids of facts that answer. */
  facts: z.array(z.string()).default([]),
  /** In tables that do not tell `near` from `unknown`: nothing near is held. */
  far: z.boolean().default(true),
  /** `two`: two things are asked in one message. */
  kind: z.string().default(''),
});

/** A question that was written without sight of the engine. */
export type BlindQuestion = z.infer<typeof Row>;

/** @param file - JSON lines; rows that want a choice or closest facts are left out: no reader's count is made of them */
export function readBlindQuestions(file: string): readonly BlindQuestion[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)))
    .filter(({ want }) => want !== 'related' && want !== 'choose')
    .map((row) => (row.want === 'unknown' && !row.far ? { ...row, want: 'near' } : row));
}

const COUNTED = [
  'answerable',
  'rightFirst',
  'inAnswer',
  'inThree',
  'wrong',
  'refused',
  'falseAbsences',
  'near',
  'nearAnswered',
  'unknown',
  'unknownAnswered',
  'unknownClosest',
  'two',
  'twoBoth',
] as const;
export type Counts = Readonly<Record<(typeof COUNTED)[number], number>>;

const citedIn = ({ citations }: Fact): readonly string[] =>
  citations.map(({ paragraph, sentence }) => `${paragraph}.${sentence}`);

/** Asks every question and counts what a reader would count, as `score.mjs` beside the situations does. */
export async function countAnswers(sitrep: Sitrep, questions: readonly BlindQuestion[]): Promise<Counts> {
  const counts: Record<keyof Counts, number> = { ...addUp([]) };
  const count = (name: keyof Counts, isSo: boolean): void => {
    if (isSo) counts[name] += 1;
  };
  for (const { q, want, sentences, facts: ids, kind: sort } of questions) {
    const answers = await sitrep.ask(q);
    const kind = kindOf(answers);
    const facts = answers.flatMap((answer) =>
      answer.kind === 'answered' || answer.kind === 'related' ? answer.facts : [],
    );
    const isRight = (fact: Fact): boolean =>
      ids.includes(fact.id) || citedIn(fact).some((cited) => sentences.includes(cited));
    const isAnswered = kind === 'answered';
    switch (want) {
      case 'answered': {
        const isFirst = facts.slice(0, 1).some(isRight);
        counts.answerable += 1;
        count('rightFirst', isFirst);
        count('inAnswer', isFirst && isAnswered);
        count('inThree', facts.slice(0, 3).some(isRight));
        count('wrong', isAnswered && !facts.some(isRight));
        count('refused', kind === 'unknown');
        count('falseAbsences', /^The sources do not\b/m.test(plainText(answers, sitrep.knowledge, 0)));
        const held = new Set(facts.flatMap(citedIn).filter((cited) => sentences.includes(cited)));
        count('two', sort === 'two');
        count('twoBoth', sort === 'two' && held.size >= 2);
        break;
      }
      case 'near':
        counts.near += 1;
        count('nearAnswered', isAnswered);
        break;
      default:
        counts.unknown += 1;
        count('unknownAnswered', isAnswered);
        count('unknownClosest', kind === 'related');
    }
  }
  return counts;
}

export const addUp = (all: readonly Counts[]): Counts =>
  Object.fromEntries(COUNTED.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0)])) as Counts;

export type Figures = Readonly<Record<string, string | number>>;

/** Shares of the answerable questions in percent; of the others how many of how many. */
export function figuresOf(counts: Counts): Figures {
  const share = (part: number): number => Math.round((1000 * part) / Math.max(1, counts.answerable)) / 10;
  return {
    answerable: counts.answerable,
    rightFirst: share(counts.rightFirst),
    inThree: share(counts.inThree),
    inAnswer: share(counts.inAnswer),
    wrong: share(counts.wrong),
    refused: share(counts.refused),
    falseAbsences: counts.falseAbsences,
    nearAnswered: `${counts.nearAnswered}/${counts.near}`,
    unknownAnswered: `${counts.unknownAnswered}/${counts.unknown}`,
    unknownClosest: `${counts.unknownClosest}/${counts.unknown}`,
    bothOfTwo: `${counts.twoBoth}/${counts.two}`,
  };
}

const HEADS = {
  answerable: 'answerable',
  rightFirst: 'right first %',
  inThree: 'in first 3 %',
  inAnswer: 'in an answer %',
  wrong: 'wrong %',
  refused: 'refused %',
  falseAbsences: 'false "do not say"',
  nearAnswered: 'near answered',
  unknownAnswered: 'unknown answered',
  unknownClosest: 'unknown, closest shown',
  bothOfTwo: 'two in one',
} as const satisfies Record<string, string>;

export function printFigures(rows: readonly (readonly [name: string, figures: Figures])[]): void {
  const heads = Object.entries(HEADS);
  console.log(`| | ${heads.map(([, head]) => head).join(' | ')} |`);
  console.log(`| --- |${' ---: |'.repeat(heads.length)}`);
  for (const [name, figures] of rows) {
    console.log(`| ${name} | ${heads.map(([key]) => figures[key] ?? '').join(' | ')} |`);
  }
}
