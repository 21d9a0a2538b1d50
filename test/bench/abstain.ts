import { resolve } from 'node:path';
import { createTextSearch } from '../../src/ask/text-search.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { english } from '../../src/language/english.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { loadSquad, type Squad, type SquadArticle } from './squad.ts';

/** Of the right answers, the share that a threshold is to keep. */
const KEPT = 0.95;
const BINS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

/** How sure the search was of its first hit, by what the question was. */
interface Confidences {
  readonly right: number[];
  readonly wrong: number[];
  /** No text answers. */
  readonly impossible: number[];
  /** About another article. */
  readonly foreign: number[];
}

/** `abstain`: whether the confidence tells questions that are answered from those that are not, for texts and for facts. */
export async function runAbstain(): Promise<void> {
  const squad = await loadSquad();
  if (squad !== null) {
    const whole = await ask(squad, ({ docs, questions }) => [{ docs, questions }]);
    const paragraphs = await ask(squad, byParagraph);
    console.log('SQuAD 2.0 dev, eight articles, percent.\n');
    console.log(
      '| texts | hit@1 | impossible: AUROC | other article: AUROC | answered falsely, 95% of right ones kept |',
    );
    console.log('| --- | ---: | ---: | ---: | ---: |');
    printSeparation('an article', whole);
    printSeparation('a paragraph', paragraphs);
    console.log('\nHow often the first hit answers, by confidence; questions about the article, possible or not.\n');
    const { right, wrong, impossible } = whole;
    printReliability([
      ...right.map((confidence) => ({ confidence, right: true })),
      ...[...wrong, ...impossible].map((confidence) => ({ confidence, right: false })),
    ]);
  }
  await printFacts();
}

type Base = Pick<SquadArticle, 'docs' | 'questions'>;

function byParagraph({ docs, questions }: SquadArticle): readonly Base[] {
  return [...new Set(docs.map(({ group }) => group))]
    .map((group) => ({
      docs: docs.filter((doc) => doc.group === group),
      questions: questions.filter(({ paragraph }) => paragraph === group),
    }))
    .filter((base) => base.questions.length > 0);
}

/** Asks every question of the article, and as many of other articles as it has possible ones. */
async function ask(
  { articles, random }: Squad,
  basesOf: (article: SquadArticle) => readonly Base[],
): Promise<Confidences> {
  const result: Confidences = { right: [], wrong: [], impossible: [], foreign: [] };
  for (const article of articles) {
    const next = random(`ood:${article.title}`);
    const others = articles
      .filter((other) => other !== article)
      .flatMap(({ questions }) => questions.filter(({ impossible }) => !impossible));
    for (const { docs, questions } of basesOf(article)) {
      const engine = createTextSearch(docs, { language: english });
      for (const { question, impossible, relevant } of questions) {
        const { hits, confidence } = await engine.search(question, 2);
        const kind = impossible ? 'impossible' : relevant.has(hits[0]?.id ?? '') ? 'right' : 'wrong';
        result[kind].push(confidence);
        if (impossible) continue;
        const foreign = others[Math.floor(next() * others.length)]?.question ?? '';
        result.foreign.push((await engine.search(foreign, 2)).confidence);
      }
    }
  }
  return result;
}

function printSeparation(name: string, { right, wrong, impossible, foreign }: Confidences): void {
  const threshold = [...right].sort((a, b) => b - a)[Math.ceil(KEPT * right.length) - 1] ?? 0;
  const passing = foreign.filter((each) => each >= threshold).length;
  const figures = [
    right.length / (right.length + wrong.length),
    areaUnderCurve(right, impossible),
    areaUnderCurve(right, foreign),
    passing / foreign.length,
  ];
  console.log(`| ${name} | ${figures.map((figure) => (100 * figure).toFixed(1)).join(' | ')} |`);
}

/** How often one of the first is above one of the second; ties count one half (Mann–Whitney). */
function areaUnderCurve(above: readonly number[], below: readonly number[]): number {
  let wins = 0;
  for (const high of above) for (const low of below) wins += high > low ? 1 : high === low ? 0.5 : 0;
  return wins / (above.length * below.length);
}

interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

function printReliability(rows: readonly Judged[]): void {
  console.log('| confidence | answers | mean | right, percent |');
  console.log('| --- | ---: | ---: | ---: |');
  BINS.slice(1).forEach((to, at) => {
    const from = BINS[at] ?? 0;
    const within = rows.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1));
    if (within.length === 0) return;
    const mean = within.reduce((sum, { confidence }) => sum + confidence, 0) / within.length;
    const right = within.filter((each) => each.right).length / within.length;
    console.log(`| ${from} to ${to} | ${within.length} | ${mean.toFixed(2)} | ${(100 * right).toFixed(0)} |`);
  });
}

/** The same for the answers to the bundled situation's own questions: what each kind of answer is worth. */
async function printFacts(): Promise<void> {
  const knowledge = await loadKnowledge(resolve(import.meta.dirname, '../../knowledge/us-iran-strikes'));
  const sitrep = createSitrep(knowledge);
  const asked = knowledge.questions.map(async (row) => {
    const [answer] = await sitrep[row.via](row.q);
    const shown = answer.kind === 'answered' || answer.kind === 'related' ? answer.facts[0]?.id : undefined;
    const wanted = row.answerable && row.kind !== 'choose' ? row.first : [];
    return { row, answer, right: shown !== undefined && wanted.includes(shown) };
  });
  const answers = await Promise.all(asked);
  console.log('\nThe bundled situation, its own questions: what each kind of answer was given to.\n');
  console.log('| kind | answers | fact wanted is first | question has no answer |');
  console.log('| --- | ---: | ---: | ---: |');
  for (const kind of ['answered', 'choose', 'related', 'about', 'unknown'] as const) {
    const given = answers.filter(({ answer }) => answer.kind === kind);
    const right = given.filter((each) => each.right).length;
    const none = given.filter(({ row }) => !row.answerable).length;
    console.log(`| ${kind} | ${given.length} | ${right} | ${none} |`);
  }
  console.log('\nHow often the fact shown first is the one wanted, by confidence; answered and related.\n');
  printReliability(
    answers
      .filter(({ answer }) => answer.kind === 'answered' || answer.kind === 'related')
      .map(({ answer, right }) => ({ confidence: answer.confidence, right })),
  );
}
