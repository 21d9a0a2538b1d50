/**
 * What each signal brings: `npm run ablate -- [--encoder on|off] [--folder FOLDER] [SIGNAL …]`. The weights are fitted without the
 * signal, each situation left out in turn, and the figures are compared with those of all signals. A signal stays if leaving it out costs
 * answers on at least two situations.
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type Example, leaveOneOut, type Outcome, thresholdsFor } from '../../src/ask/fit.ts';
import { NEARNESS, NEARNESS_NEEDS_ENCODER, NEEDS_ENCODER, SIGNALS } from '../../src/ask/signals.ts';
import { figuresOf, measureAll } from '../../src/cli/fit.ts';
import { questionSetsIn } from '../../src/cli/question-sets.ts';
import { openEncoder } from '../../src/encoder/encoder.ts';
import { encoderSetting } from '../../src/encoder/settings.ts';
import { measuredIn } from './left-out.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    encoder: { type: 'string', default: 'on' },
    folder: { type: 'string', default: join(ROOT, '../shared/situations') },
  },
});

/** Figures come from outcomes; no weight is looked at. */
const NONE = { intercept: 0, weights: {} } as const;
/** Compared, as shares of the answerable (or unknown) questions in percent. */
const FIGURES = ['rightFirst', 'rightInThree', 'inAnswer', 'wrong', 'refused', 'unknownRefused'] as const;

async function ablate(): Promise<void> {
  const folder = encoderSetting(values.encoder);
  const needsEncoder: ReadonlySet<string> = new Set([...NEEDS_ENCODER, ...NEARNESS_NEEDS_ENCODER]);
  const names = [...Object.keys(SIGNALS), ...Object.keys(NEARNESS)].filter(
    (name) => folder !== undefined || !needsEncoder.has(name),
  );
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`expected names of signals, got ${unknown}; there are: ${names.join(', ')}`);
  const examples = await measured(folder);
  const run = (without: readonly string[]): readonly Outcome[] =>
    leaveOneOut(examples, measuredIn(examples), { encoder: folder !== undefined, without: new Set(without) });
  const thresholds = (outcomes: readonly Outcome[]) => thresholdsFor(outcomes, { encoder: folder !== undefined });
  const figures = (outcomes: readonly Outcome[]): Readonly<Record<string, number>> =>
    figuresOf(outcomes, { answer: NONE, near: NONE, thresholds: thresholds(outcomes) });
  const whole = run([]);
  console.log(
    `Encoder ${values.encoder}; change in points when one signal is left out, each situation left out in turn.\n`,
  );
  console.log(`| | ${FIGURES.join(' | ')} | situations: worse / better |`);
  console.log(`| --- |${' ---: |'.repeat(FIGURES.length + 1)}`);
  const all = figures(whole);
  console.log(`| all signals | ${FIGURES.map((name) => all[name]?.toFixed(1)).join(' | ')} | |`);
  for (const name of positionals.length > 0 ? positionals : names) {
    const without = run([name]);
    const changed = figures(without);
    const changes = FIGURES.map((figure) => signed((changed[figure] ?? 0) - (all[figure] ?? 0)));
    const { worse, better } = bySituation(whole, without, [thresholds(whole).near, thresholds(without).near]);
    console.log(`| ${name} | ${changes.join(' | ')} | ${worse} / ${better} |`);
  }
}

async function measured(folder: string | undefined): Promise<readonly Example[]> {
  const sets = await questionSetsIn(join(ROOT, 'knowledge'), values.folder);
  const encoder = folder === undefined ? null : openEncoder({ folder, log: pino({ level: 'silent' }) });
  try {
    return await measureAll(sets, encoder);
  } finally {
    await encoder?.stop();
  }
}

/** In how many situations fewer, or more, questions have a right fact first or something near told from nothing near. */
function bySituation(
  whole: readonly Outcome[],
  without: readonly Outcome[],
  near: readonly [whole: number, without: number],
): { readonly worse: number; readonly better: number } {
  const good = (outcomes: readonly Outcome[], threshold: number, situation: string): number =>
    outcomes.filter(
      (outcome) =>
        outcome.situation === situation &&
        (outcome.want === 'answered' ? outcome.isRightFirst : outcome.want === 'unknown' && outcome.near < threshold),
    ).length;
  const situations = [...new Set(whole.map(({ situation }) => situation))];
  const changes = situations.map((each) => good(without, near[1], each) - good(whole, near[0], each));
  return { worse: changes.filter((by) => by < 0).length, better: changes.filter((by) => by > 0).length };
}

const signed = (value: number): string => (Math.abs(value) < 0.05 ? '0' : `${value > 0 ? '+' : ''}${value.toFixed(1)}`);

if (!existsSync(values.folder)) {
  console.log(
    `Skipped: there is no folder ${resolve(values.folder)}; what a signal brings is told by situations nobody tuned to.`,
  );
} else await ablate();
