/** `score`: asks all questions of a situation, and reports how many of each kind are answered as expected and why the others are not. */

import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { SitrepError } from '../errors.ts';
import { inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import {
  LINE_KINDS,
  type LineKind,
  placeOf,
  ratesOf,
  type Tried,
  tryLines,
  VERDICTS,
  type Verdict,
} from '../workshop/trial.ts';
import { isTerminal, misuse, type Run, readArgs, writeJsonLine } from './io.ts';
import { folderOf, openEngine } from './situation.ts';

const USAGE = `npm run -s score -- [NAME] [--save FILE] [--against FILE] [--all] [--encoder off] [--knowledge DIR]
Asks every question of questions.yml and every line of asked_as. --save keeps the run; --against FILE compares with a kept one: then only
what has changed is listed. --all lists everything that is not as expected.`;

/** The title of each row of the table. */
const NAMES: Readonly<Record<LineKind, string>> = {
  answered: 'to be answered',
  related: 'to show the closest',
  choose: 'to ask "which one?"',
  near: 'near, not to be answered',
  far: 'far, nothing to be shown',
  asked_as: 'asked_as, word for word',
  wording: 'asked_as, as if not listed',
};

/** A run that was saved to a file. */
const savedSchema = z.object({
  situation: z.string(),
  version: z.string(),
  lines: z.array(
    z.object({
      kind: z.enum(LINE_KINDS),
      via: z.string(),
      q: z.string(),
      /** For a line of `asked_as`: the id of its fact, because two facts may have the same line. */
      fact: z.string().optional(),
      verdict: z.enum(VERDICTS),
      got: z.string(),
      facts: z.array(z.string()),
    }),
  ),
});
type Saved = z.infer<typeof savedSchema>;

export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        save: { type: 'string' },
        against: { type: 'string' },
        all: { type: 'boolean', default: false },
        encoder: { type: 'string' },
        knowledge: { type: 'string' },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (more.length > 0) throw misuse('expected one situation', USAGE);
  const earlier = values.against === undefined ? null : await readSaved(values.against);
  const { knowledge, problems, dossier } = await inspect(await folderOf({ ...values, situation: name }, io));
  if (knowledge === null) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  if (earlier !== null && earlier.situation !== knowledge.name) {
    throw misuse(`${values.against} is a run of "${earlier.situation}", not of "${knowledge.name}"`, USAGE);
  }

  const engine = await openEngine(knowledge, values.encoder, io);
  const tried = await engine
    .withoutLines()
    .then((withoutLines) => tryLines({ sitrep: engine.sitrep, withoutLines }))
    .finally(engine.close);
  const of = { situation: knowledge.name, version: knowledge.version };
  if (values.save !== undefined) await save(values.save, of, tried);

  const rows = listed(tried, earlier, values.all).map((row) => ({ ...row, place: placeOf(row.line.place, dossier) }));
  if (!isTerminal(io)) {
    const rates = ratesOf(tried);
    for (const kind of LINE_KINDS) writeJsonLine(io.stdout, { ...of, kind, ...rates[kind] });
    for (const { line, place, before } of rows) {
      const { kind, q, via, expected, verdict, got, facts, reasons } = line;
      const at = { file: place?.file, line: place?.line };
      writeJsonLine(io.stdout, { ...of, kind, q, via, ...at, expected, verdict, before, got, facts, reasons });
    }
  }
  io.stderr.write(
    `${knowledge.name}, version ${knowledge.version}${earlier === null ? '' : `, against ${earlier.version}`}\n`,
  );
  io.stderr.write(`${table(tried, earlier)}\n`);
  for (const row of rows) io.stderr.write(`\n${describe(row)}\n`);
  return 0;
};

/** The lines to show: those whose verdict has changed and, without an earlier run or with `--all`, all that have a fault. */
function listed(tried: readonly Tried[], earlier: Saved | null, all: boolean) {
  const verdictBefore = new Map(earlier?.lines.map((line) => [keyOf(line), line.verdict]));
  // Most lines of asked_as would not be found if they were not listed, so such a line alone is no fault.
  const isFault = ({ kind, verdict }: Tried): boolean => verdict !== 'right' && (kind !== 'wording' || all);
  return tried.flatMap((line) => {
    const before = verdictBefore.get(keyOf(asSaved(line)));
    const isChanged = before !== undefined && before !== line.verdict;
    return isChanged || ((earlier === null || all) && isFault(line)) ? [{ line, before }] : [];
  });
}

type SavedLine = Saved['lines'][number];
const keyOf = ({ kind, via, q, fact }: SavedLine): string => JSON.stringify([kind, via, q, fact]);
const asSaved = ({ kind, via, q, verdict, got, facts, place }: Tried): SavedLine => {
  return { kind, via, q, ...('fact' in place && { fact: place.fact }), verdict, got, facts: [...facts] };
};

async function readSaved(file: string): Promise<Saved> {
  try {
    return savedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new SitrepError('USAGE', `expected a run that "npm run score -- --save FILE" wrote in ${file}`, { cause });
  }
}

/** The file has one line for each asked line, so that two runs can also be compared as texts. */
async function save(file: string, of: Pick<Saved, 'situation' | 'version'>, tried: readonly Tried[]): Promise<void> {
  const lines = tried.map((line) => JSON.stringify(asSaved(line)));
  const head = `"situation": ${JSON.stringify(of.situation)}, "version": ${JSON.stringify(of.version)}`;
  await writeFile(file, `{${head}, "lines": [\n${lines.join(',\n')}\n]}\n`);
}

function table(tried: readonly Tried[], earlier: Saved | null): string {
  const rates = ratesOf(tried);
  const before = earlier && ratesOf(earlier.lines);
  const width = Math.max(...Object.values(NAMES).map((name) => name.length));
  const head = ['', 'lines', ...VERDICTS, '% right'];
  const rows = LINE_KINDS.flatMap((kind) => {
    const counts = VERDICTS.map((verdict) => rates[kind][verdict]);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return [];
    const cells = VERDICTS.map((verdict) => cell(rates[kind][verdict], before?.[kind][verdict]));
    return [[NAMES[kind], String(total), ...cells, ((100 * rates[kind].right) / total).toFixed(1)]];
  });
  if (rows.length === 0) return 'There is nothing to ask: questions.yml has no question, and no fact has asked_as.';
  return [head, ...rows]
    .map(([name = '', ...cells]) => name.padEnd(width) + cells.map((each) => each.padStart(12)).join(''))
    .join('\n');
}

const cell = (now: number, before: number | undefined): string =>
  before === undefined || before === now
    ? String(now)
    : `${now} (${now > before ? '+' : '−'}${Math.abs(now - before)})`;

const TOLD: Readonly<Record<Verdict, string>> = {
  right: 'as expected',
  closest: 'only the closest facts are shown',
  another: 'something else is told',
  refused: 'nothing is held, it says',
  answered: 'it is answered',
};

interface Row {
  readonly line: Tried;
  readonly place: ReturnType<typeof placeOf>;
  readonly before: Verdict | undefined;
}

function describe({ line, place, before }: Row): string {
  const { kind, q, via, expected, verdict, facts, reasons } = line;
  const change =
    before === undefined || before === verdict
      ? ''
      : `${verdict === 'right' ? 'better' : before === 'right' ? 'worse' : 'other'}: `;
  const where = place === null ? '' : `${place.file}:${place.line} `;
  const wanted = expected.length === 0 ? 'no answer' : expected.join(' or ');
  const shown = facts.length === 0 ? '' : `: ${facts.slice(0, 3).join(', ')}`;
  return [
    `${change}${where}${JSON.stringify(q)}${via === 'ask' ? '' : ` (/${via})`}, ${NAMES[kind]}`,
    `    expected ${wanted}; ${TOLD[verdict]}${shown}${before === undefined || before === verdict ? '' : `; before: ${TOLD[before]}`}`,
    // The signals of each fact are left out; `ask --why` shows them.
    ...reasons.filter((reason) => !/^[a-z0-9-]+: \d/.test(reason)).map((reason) => `    ${reason}`),
  ].join('\n');
}
