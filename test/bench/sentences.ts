import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Draws sentences at random from comments, texts and pages, to be read with fresh eyes: of 200 at most four may need a second
 * reading.
 *
 *     node test/bench/sentences.ts [--count 200] [--seed 1] [FOLDER …]
 *
 * Prints one sentence a line with the file it stands in. The same seed gives the same sentences while the files stay the same.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});

const sentences = (positionals.length > 0 ? positionals : ['src', 'commands', 'README.md'])
  .flatMap(filesIn)
  .flatMap((file) => sentencesOf(file).map((sentence) => `${file}: ${sentence}`));
const random = randomFrom(Number(values.seed));
const drawn = sentences
  .map((sentence) => ({ sentence, at: random() }))
  .sort((a, b) => a.at - b.at)
  .slice(0, Number(values.count));
for (const { sentence } of drawn) console.log(sentence);

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
