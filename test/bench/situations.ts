/**
 * What readers would count, on questions written without sight of the engine: `npm run bench:situations -- [--misspelt]
 * [--encoder off] [--fuse off] [FOLDER …]`. It asks the questions about the bundled situation, and those of each situation in the folders (default:
 * ../shared/situations), of the engine as it is and of one with weights that were fitted without that situation: the last is what to
 * expect of a situation that nobody has seen.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Fuse from 'fuse.js';
import { pino } from 'pino';
import type { Weights } from '../../src/ask/weights.ts';
import { questionSetsIn } from '../../src/cli/question-sets.ts';
import { type Encoder, openEncoder } from '../../src/encoder/encoder.ts';
import { encoderSetting } from '../../src/encoder/settings.ts';
import { openVectorCache } from '../../src/encoder/vector-cache.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import { createSitrep, type SitrepOptions } from '../../src/sitrep.ts';
import before from './before.json' with { type: 'json' };
import { weightsWithoutEach } from './left-out.ts';
import { BUNDLED, TABLES } from './question-tables.ts';
import {
  addUp,
  type BlindQuestion,
  type Counts,
  countAnswers,
  figuresOf,
  printFigures,
  readBlindQuestions,
} from './reader-figures.ts';
import { withSlips } from './slips.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misspelt: { type: 'boolean', default: false },
    encoder: { type: 'string', default: 'on' },
    fuse: { type: 'string', default: 'on' },
  },
});
const folders = (positionals.length > 0 ? positionals : [join(ROOT, '../shared/situations')]).map((each) =>
  resolve(each),
);

interface Asked {
  readonly name: string;
  readonly knowledge: KnowledgeBase;
  readonly questions: readonly BlindQuestion[];
}

const sets = await questionSetsIn(join(ROOT, 'knowledge'), ...folders);
const bundled = sets.find(({ name }) => name === BUNDLED);
if (!bundled) throw new Error(`expected the bundled situation in knowledge/${BUNDLED}`);
const own = new Set(readdirSync(join(ROOT, 'knowledge')));
const unseen = sets.filter(({ name }) => !own.has(name));
for (const folder of folders) if (!existsSync(folder)) console.log(`Skipped: there is no folder ${folder}.`);
const tables = TABLES.map(
  (name): Asked => ({
    name,
    knowledge: bundled.knowledge,
    questions: readBlindQuestions(join(ROOT, `test/bench/questions/${name}.jsonl`)),
  }),
);
const situations = unseen.flatMap(({ name, knowledge }): readonly Asked[] => {
  const file = folders.map((folder) => join(folder, name, 'questions.jsonl')).find(existsSync);
  return file ? [{ name, knowledge, questions: readBlindQuestions(file) }] : [];
});

// What fuse.js is worth is the difference to a run with its lists emptied.
if (values.fuse === 'off') Fuse.prototype.search = () => [];

const log = pino({ level: 'silent' });
const folder = encoderSetting(values.encoder);
const encoder = folder === undefined ? null : openEncoder({ folder, log });
try {
  if (encoder && (await encoder.ready()) === 'failed') throw new Error('expected a working encoder');
  const how = [
    encoder ? 'encoder on' : 'encoder off',
    ...(values.misspelt ? ['misspelt'] : []),
    ...(values.fuse === 'off' ? ['fuse.js finds nothing'] : []),
  ].join(', ');
  const weights = unseen.length > 0 ? await weightsWithoutEach(sets, encoder) : null;
  const leftOut = weights?.get(bundled.name);
  console.log(`\nThe bundled situation, ${how}\n`);
  await report(tables, () => leftOut, []);
  if (situations.length > 0) {
    console.log(`\nSituations that nobody tuned to, ${how}\n`);
    const known = values.misspelt ? before.misspelt : before.situations;
    await report(situations, ({ name }) => weights?.get(name), [['all, the engine before', known]]);
  }
} finally {
  await encoder?.stop();
}

async function report(
  all: readonly Asked[],
  weightsFor: (asked: Asked) => Weights | undefined,
  known: Parameters<typeof printFigures>[0],
): Promise<void> {
  const own: [string, Counts][] = [];
  const left: [string, Counts][] = [];
  for (const asked of all) {
    own.push([asked.name, await countWith(asked, encoder, {})]);
    const weights = weightsFor(asked);
    if (weights) left.push([`${asked.name}, left out`, await countWith(asked, encoder, { weights })]);
  }
  const total = (name: string, rows: readonly [string, Counts][]): readonly [string, Counts][] =>
    rows.length > 0 ? [...rows, [name, addUp(rows.map(([, counts]) => counts))]] : [];
  printFigures([
    ...total('all', own).map(([name, counts]) => [name, figuresOf(counts)] as const),
    ...total('all, each left out', left).map(([name, counts]) => [name, figuresOf(counts)] as const),
    ...known,
  ]);
}

async function countWith(
  { name, knowledge, questions }: Asked,
  encoder: Encoder | null,
  options: Pick<SitrepOptions, 'weights'>,
): Promise<Counts> {
  const vectors = encoder ? openVectorCache({ encoder, folder: undefined, situation: name, log }) : undefined;
  const sitrep = createSitrep(knowledge, { ...options, vectors, patienceMs: Number.POSITIVE_INFINITY });
  await sitrep.ready();
  return countAnswers(
    sitrep,
    values.misspelt ? questions.map((each) => ({ ...each, q: withSlips(each.q) })) : questions,
  );
}
