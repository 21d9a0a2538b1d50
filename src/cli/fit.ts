import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { examplesOf, textExamplesOf } from '../ask/examples.ts';
import { createFactCorpus } from '../ask/fact-corpus.ts';
import { type Example, type FitOptions, fitWeights, leaveOneOut, type Outcome, thresholdsFor } from '../ask/fit.ts';
import type { WeightSet, Weights } from '../ask/weights.ts';
import { type Encoder, openEncoder } from '../encoder/encoder.ts';
import { encoderSetting } from '../encoder/settings.ts';
import { openVectorCache, type VectorCache } from '../encoder/vector-cache.ts';
import { SitrepError } from '../errors.ts';
import { english } from '../language/english.ts';
import { misuse, type Run, readArgs } from './io.ts';
import { type QuestionSet, questionSetsIn, readQuestions } from './question-sets.ts';

const USAGE = `npm run -s fit -- [--out FILE] [FOLDER …]
Fits the engine's weights on the questions of every situation in the folders (default: knowledge and, where it is there,
../shared/situations), each situation left out in turn, with and without asked_as, with the encoder and without. Prints what each
reaches when it is left out, and writes the weights (default: src/ask/weights.json).`;

const OWN_WEIGHTS = fileURLToPath(new URL('../ask/weights.json', import.meta.url));
/**
 * More questions on the bundled situation; their author had not seen the engine. The held-out table is never used for fitting.
 */
const TABLES = fileURLToPath(new URL('../../test/bench/questions', import.meta.url));
const TABLES_OF = 'us-iran-strikes';
const NEVER_FITTED = 'held-out.jsonl';
/**
 * The engine was tuned for long on situations with `asked_as` lines, so each of their questions counts half: once with these
 * lines and once without.
 */
const ASKED_AS_WEIGHT = 0.5;
const FOLDERS = ['knowledge', '../shared/situations'] as const;

/** `fit`: computes `weights.json` again. */
export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    { usage: USAGE, positionals: true, options: { out: { type: 'string', default: OWN_WEIGHTS } } },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const sets = await questionSetsIn(...(positionals.length > 0 ? positionals : FOLDERS));
  if (sets.length < 2) {
    throw misuse(`expected at least two situations with questions, found ${sets.length}`, USAGE);
  }
  const encoder = openEncoder({
    folder: encoderFolder(io.env.SITREP_ENCODER),
    log: pino({ level: 'warn' }, pino.destination(2)),
  });
  try {
    if ((await encoder.ready()) === 'failed') {
      throw new SitrepError(
        'ENCODER_UNAVAILABLE',
        'expected a working encoder to fit weights for; the log says what is wrong',
      );
    }
    const on = await measureAll(sets, encoder);
    const off = await measureAll(sets, null);
    const measured = [...new Set(on.filter(({ weight }) => weight === 1).map(({ situation }) => situation))];
    const fitted = (examples: readonly Example[], options: FitOptions) => {
      const outcomes = leaveOneOut(examples, measured, options);
      const set: WeightSet = { ...fitWeights(examples, options), thresholds: thresholdsFor(outcomes, options) };
      return { set, figures: figuresOf(outcomes, set) };
    };
    const withEncoder = fitted(on, { encoder: true });
    const without = fitted(off, { encoder: false });
    const ofTexts = fitted(measureTexts(sets), { encoder: false, texts: true });
    const leftOut = { encoder: withEncoder.figures, off: without.figures, texts: orderFigures(ofTexts.figures) };
    io.stdout.write(`${JSON.stringify(leftOut)}\n`);
    const weights = { encoder: encoder.name, on: withEncoder.set, off: without.set, texts: ofTexts.set };
    writeWeights(values.out, weights, {
      command: 'npm run -s fit',
      situations: sets.map(({ name }) => name),
      questions: on.length,
      leftOut,
    });
    io.stderr.write(`wrote ${values.out}\n`);
    return 0;
  } finally {
    await encoder.stop();
  }
};

function encoderFolder(setting: string | undefined): string {
  const folder = encoderSetting(setting);
  if (folder === undefined) throw new SitrepError('USAGE', 'fit needs the encoder; unset SITREP_ENCODER');
  return folder;
}

/** Measures every set with `asked_as`, and also without where there are such lines. */
export async function measureAll(sets: readonly QuestionSet[], encoder: Encoder | null): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for (const { name, fold, knowledge, questions } of sets) {
    const hasLines = knowledge.facts.some(({ askedAs }) => askedAs.length > 0);
    const all = name === TABLES_OF ? [...questions, ...tableQuestions()] : questions;
    for (const withAskedAs of hasLines ? [true, false] : [true]) {
      const corpus = createFactCorpus(knowledge, english, withAskedAs);
      const cache: VectorCache | null = encoder
        ? openVectorCache({ encoder, folder: undefined, situation: name, log: pino({ level: 'silent' }) })
        : null;
      const origin = { situation: name, fold, weight: hasLines ? ASKED_AS_WEIGHT : 1 };
      examples.push(...(await examplesOf(origin, corpus, all, cache)));
    }
  }
  return examples;
}

/** Measures every question against the sentences of the text that it is about. */
export const measureTexts = (sets: readonly QuestionSet[]): readonly Example[] =>
  sets.flatMap(({ name, fold, texts, questions }) =>
    textExamplesOf({ situation: name, fold, weight: 1 }, texts, questions),
  );

/** For plain texts, only the order is reported. */
const orderFigures = ({ answerable, rightFirst, rightInThree }: Readonly<Record<string, number>>) => ({
  answerable,
  rightFirst,
  rightInThree,
});

function tableQuestions() {
  if (!existsSync(TABLES)) return [];
  return readdirSync(TABLES)
    .filter((name) => name.endsWith('.jsonl') && name !== NEVER_FITTED)
    .sort()
    .flatMap((name) => readQuestions(join(TABLES, name)));
}

/** What readers would count, in percent of the questions of each kind. */
export function figuresOf(outcomes: readonly Outcome[], { thresholds }: WeightSet): Readonly<Record<string, number>> {
  const of = (want: Outcome['want']) => outcomes.filter((outcome) => outcome.want === want);
  const share = (list: readonly Outcome[], is: (outcome: Outcome) => boolean): number =>
    Math.round((1000 * list.filter(is).length) / Math.max(1, list.length)) / 10;
  const isAnswered = ({ confidence, mayBeCertain }: Outcome): boolean =>
    mayBeCertain && confidence >= thresholds.answer;
  const isRefused = (outcome: Outcome): boolean => !isAnswered(outcome) && outcome.near < thresholds.near;
  const answerable = of('answered');
  return {
    answerable: answerable.length,
    rightFirst: share(answerable, ({ isRightFirst }) => isRightFirst),
    rightInThree: share(answerable, ({ isRightShown }) => isRightShown),
    inAnswer: share(answerable, (outcome) => isAnswered(outcome) && outcome.isRightFirst),
    wrong: share(answerable, (outcome) => isAnswered(outcome) && !outcome.isRightShown),
    refused: share(answerable, isRefused),
    nearAnswered: share(of('near'), isAnswered),
    unknownAnswered: share(of('unknown'), isAnswered),
    unknownRefused: share(of('unknown'), isRefused),
  };
}

/** The date changes only when the weights change, so that fitting twice writes the same file. */
function writeWeights(file: string, weights: Omit<Weights, 'made'>, made: Weights['made']): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Weights) : null;
  const isSame = before !== null && JSON.stringify(withoutDate(before)) === JSON.stringify({ made, ...weights });
  const date = isSame ? before.made.date : new Date().toISOString().slice(0, 10);
  writeFileSync(file, `${JSON.stringify({ made: { ...made, date }, ...weights }, null, 2)}\n`);
}

function withoutDate({ made, ...weights }: Weights): unknown {
  const { date: _, ...rest } = made;
  return { made: rest, ...weights };
}
