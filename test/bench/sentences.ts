import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'acorn';
import { inCircles, ROOT, sources } from '../imports.ts';

/**
 * How the sources read. Draws sentences at random from comments, texts and pages, to be read with fresh eyes: of 200 at most four may need a second
 * reading.
 *
 *     node test/bench/sentences.ts [--count 200] [--seed 1] [FOLDER …]
 *
 * Prints one sentence a line with the file it stands in. The same seed gives the same sentences while the files stay the same.
 *
 *     node test/bench/sentences.ts --tree
 *
 * Prints lines and files of each folder, the longest functions, and the files that import each other.
 */
/** Functions may be longer, with a reason in a comment. */
const LONG_LINES = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    tree: { type: 'boolean', default: false },
  },
});

function printSentences(): void {
  const sentences = (positionals.length > 0 ? positionals : ['src', 'commands', 'README.md'])
    .flatMap(filesIn)
    .flatMap((file) => sentencesOf(file).map((sentence) => `${file}: ${sentence}`));
  const random = randomFrom(Number(values.seed));
  const drawn = sentences
    .map((sentence) => ({ sentence, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, Number(values.count));
  for (const { sentence } of drawn) console.log(sentence);
}

function filesIn(path: string): readonly string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|md)$/.test(name) && !name.includes('/en/'))
    .map((name) => join(path, name));
}

/** Comments of a source, or the prose of a page, in sentences of four words and more. */
function sentencesOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const prose = file.endsWith('.md')
    ? text.replace(/```[\s\S]*?```/g, '').replace(/^\|.*$/gm, '')
    : [...text.matchAll(/\/\*\*?([\s\S]*?)\*\/|(?:^|[ \t])\/\/ (.*(?:\n[ \t]*\/\/ .*)*)$/gm)]
        .map(([, block, lines]) => block ?? lines?.replace(/\n[ \t]*\/\/ /g, ' '))
        .join('.\n');
  return prose
    .replace(/^\s*\*/gm, ' ')
    .replace(/@(?:param|returns|throws) /g, '. ')
    .split(/(?<=[.?!])\s+/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence.split(' ').length >= 4);
}

/** Numbers in [0, 1) after a seed (mulberry32, Tommy Ettinger, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function printTree(): void {
  const files = [...sources('src'), ...sources('commands'), ...sources('test')];
  const folders = Map.groupBy(files, (file) => dirname(file).split('/').slice(0, 2).join('/'));
  for (const [folder, within] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = within.reduce((sum, file) => sum + linesOf(file), 0);
    console.log(`${String(lines).padStart(6)} lines ${String(within.length).padStart(4)} files  ${folder}`);
  }
  const own = files.filter((file) => !file.startsWith('test/'));
  console.log(`\nThe longest functions of src and commands (over ${LONG_LINES} lines):`);
  for (const { lines, place } of own.flatMap(functionsOf).sort((a, b) => b.lines - a.lines)) {
    if (lines > LONG_LINES) console.log(`${String(lines).padStart(6)}  ${place}`);
  }
  console.log(`\nFiles that import each other: ${inCircles(own).join(', ') || 'none'}`);
}

function linesOf(file: string): number {
  return readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
}

/** The functions of a source, also those within others, with their lengths. */
function functionsOf(file: string): readonly { readonly lines: number; readonly place: string }[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const found: { lines: number; place: string }[] = [];
  const visit = (node: unknown, name: string): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, name);
    if (!isNode(node)) return;
    const { id, key, loc } = node;
    const own = nameIn(id) ?? nameIn(key) ?? name;
    if (/Function/.test(node.type) && loc !== undefined)
      found.push({ lines: loc.end.line - loc.start.line + 1, place: `${file}:${loc.start.line} ${own}` });
    for (const [child, value] of Object.entries(node)) if (child !== 'loc') visit(value, own);
  };
  visit(parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module', locations: true }), '');
  return found;
}

interface SyntaxNode {
  readonly type: string;
  readonly id?: unknown;
  readonly key?: unknown;
  readonly loc?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}
const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const nameIn = (node: unknown): string | undefined =>
  isNode(node) && 'name' in node && typeof node.name === 'string' ? node.name : undefined;

if (values.tree) printTree();
else printSentences();
