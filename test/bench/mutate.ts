/**
 * Which constants and branches no test holds: `npm run mutate -- [--sample N] [--seed S] [--list] [FOLDER or FILE …]`. In a copy of the
 * tree it changes one number or one condition at a time and runs the tests that concern it; a change that leaves them green survives.
 * Without a folder it takes the engine: src/ask, src/retrieve and src/language without its tables. All of the engine takes hours.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Node, parse } from 'acorn';
import { randomFrom } from './generated.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ENGINE = ['src/ask', 'src/retrieve', 'src/language'] as const;
const ENGINE_TESTS = [
  'test/ask',
  'test/retrieve',
  'test/language',
  'test/questions.test.ts',
  'test/sitrep.test.ts',
] as const;
/** The tests of a folder, in stages: the quick ones find most changes, so the slow ones run only when those stay green. */
const STAGES: readonly (readonly [folder: string, stages: readonly (readonly string[])[]])[] = [
  ...ENGINE.map((folder) => {
    const quick = [
      'test/retrieve',
      'test/language',
      'test/sitrep.test.ts',
      'test/ask/names.test.ts',
      'test/ask/messages.test.ts',
      'test/ask/fit.test.ts',
      'test/ask/signals.test.ts',
      'test/ask/brief.test.ts',
      'test/ask/text-search.test.ts',
    ];
    return [folder, [quick, ENGINE_TESTS]] as const;
  }),
  ['src/pins', [['test/pins'], ['test/store/store.test.ts', 'test/discord']]],
  ['src/views', [['test/views'], ['test/discord']]],
];
/** Tables of words are judged by reading them. */
const TABLES = 'src/language/en/';
const COPIED = ['src', 'test', 'commands', 'knowledge', 'package.json', 'tsconfig.json', 'vitest.config.ts'] as const;
/** A change that makes a loop endless is noticed by this. */
const TIMEOUT_FACTOR = 5;
const TIMEOUT_LEAST_MS = 60_000;

/** One change of a source: the text from one offset to another becomes another. */
interface Change {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
  },
});
function sourcesIn(path: string): readonly string[] {
  const whole = join(ROOT, path);
  const found = statSync(whole).isDirectory()
    ? readdirSync(whole, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
  return found.filter((file) => file.endsWith('.ts') && !file.startsWith(TABLES)).sort();
}

function changesIn(file: string): readonly Change[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  // Types become blanks, so that offsets are those of the source.
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' });
  const changes: Change[] = [];
  const add = ({ start, end }: Pick<Node, 'start' | 'end'>, after: (before: string) => string): void => {
    const before = source.slice(start, end);
    const line = source.slice(0, start).split('\n').length;
    changes.push({ file, line, from: start, to: end, before, after: after(before) });
  };
  const negated = (before: string): string => `!(${before})`;
  /** What the compiler wants where an index is always in range. */
  const fallbacks = new Set<unknown>();
  walk(program, (node) => {
    if (node.operator === '??') {
      fallbacks.add(node.right);
      if (isNode(node.right)) fallbacks.add(node.right.argument);
    }
    if (fallbacks.has(node)) return;
    if (node.type === 'Literal' && typeof node.value === 'number') add(node, () => `${moved(node.value as number)}`);
    else if (isNode(node.test) && (node.type === 'IfStatement' || node.type === 'ConditionalExpression')) {
      add(node.test, negated);
    } else if (isNode(node.left) && isNode(node.right) && (node.operator === '&&' || node.operator === '||')) {
      const between = { start: node.left.end, end: node.right.start };
      add(between, (before) => before.replace(/&&|\|\|/, (operator) => (operator === '&&' ? '||' : '&&')));
    }
  });
  return changes;
}

interface AnyNode extends Node {
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value;

function walk(node: unknown, visit: (node: AnyNode) => void): void {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (isNode(node)) {
    visit(node);
    for (const child of Object.values(node)) if (typeof child === 'object') walk(child, visit);
  }
}

/** Small whole numbers by one, others by a quarter. */
function moved(value: number): number {
  if (!Number.isInteger(value)) return Number((value * 1.25).toPrecision(6));
  return value < 4 ? value + 1 : Math.ceil(value * 1.25);
}

function sampleOf(changes: readonly Change[], count: number, seed: number): readonly Change[] {
  const random = randomFrom(seed);
  return changes
    .map((change) => ({ change, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ change }) => change);
}

async function mutate(changes: readonly Change[]): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'sitrep-mutate-'));
  try {
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const survivors: Change[] = [];
    const limits = await limitsOf(changes, copy);
    for (const [at, change] of changes.entries()) {
      const path = join(copy, change.file);
      const source = readFileSync(path, 'utf8');
      writeFileSync(path, source.slice(0, change.from) + change.after + source.slice(change.to));
      const isNoticed = !(await passes(stagesFor(change.file), copy, limits));
      writeFileSync(path, source);
      if (!isNoticed) survivors.push(change);
      console.log(`${at + 1}/${changes.length} ${isNoticed ? 'noticed' : 'SURVIVES'} ${describe(change)}`);
    }
    const noticed = changes.length - survivors.length;
    console.log(
      `\nNoticed: ${noticed} of ${changes.length} (${((100 * noticed) / Math.max(1, changes.length)).toFixed(1)}%)`,
    );
    const kinds = [...new Set(changes.map(({ file }) => file))].sort();
    for (const file of kinds) {
      const of = (list: readonly Change[]) => list.filter((change) => change.file === file).length;
      console.log(`  ${file}: ${of(changes) - of(survivors)} of ${of(changes)}`);
    }
    console.log(survivors.length > 0 ? '\nSurvivors:' : '');
    for (const change of survivors) console.log(`  ${describe(change)}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

type Stages = readonly (readonly string[])[];

function stagesFor(file: string): Stages {
  const found = STAGES.find(([folder]) => file.startsWith(`${folder}/`));
  if (!found) throw new Error(`expected a file in ${STAGES.map(([folder]) => folder).join(', ')}, got ${file}`);
  return found[1];
}

/** How long a stage may take, by its tests: several times what it takes unchanged. @throws where it fails unchanged */
async function limitsOf(changes: readonly Change[], copy: string): Promise<ReadonlyMap<string, number>> {
  const limits = new Map<string, number>();
  const stages = new Set(changes.flatMap(({ file }) => stagesFor(file)).map((tests) => tests.join(' ')));
  for (const tests of stages) {
    const started = performance.now();
    if (!(await runs(tests.split(' '), copy, Number.POSITIVE_INFINITY)))
      throw new Error(`expected green tests before any change: ${tests}`);
    limits.set(tests, Math.max(TIMEOUT_LEAST_MS, TIMEOUT_FACTOR * (performance.now() - started)));
  }
  return limits;
}

async function passes(stages: Stages, copy: string, limits: ReadonlyMap<string, number>): Promise<boolean> {
  for (const tests of stages)
    if (!(await runs(tests, copy, limits.get(tests.join(' ')) ?? TIMEOUT_LEAST_MS))) return false;
  return true;
}

async function runs(tests: readonly string[], copy: string, limitMs: number): Promise<boolean> {
  const args = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...tests,
    '--bail',
    '1',
    '--maxWorkers',
    '1',
    '--reporter',
    'dot',
    '--passWithNoTests',
  ];
  // In a group of its own, so that what it has started ends with it.
  const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore', detached: true });
  const timer = Number.isFinite(limitMs)
    ? setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), limitMs)
    : undefined;
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code === 0;
}

function describe({ file, line, before, after }: Change): string {
  const short = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 60);
  return `${relative('.', file)}:${line} ${short(before)} → ${short(after)}`;
}

const files = (positionals.length > 0 ? positionals : ENGINE).flatMap(sourcesIn);
const all = files.flatMap(changesIn);
const chosen = sampleOf(all, Number(values.sample ?? all.length), Number(values.seed));
console.log(
  `${all.length} numbers and conditions in ${files.length} files; ${chosen.length} are changed, one at a time.`,
);
if (values.list) for (const change of chosen) console.log(describe(change));
else await mutate(chosen);
