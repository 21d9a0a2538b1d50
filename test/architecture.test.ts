import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, inCircles, ROOT, sources } from './imports.ts';

/** Parts in the order in which they may use each other: a part imports only from itself and from parts before it. */
const ORDER = [
  'src/errors.ts src/log.ts src/config.ts src/env-file.ts src/model',
  'src/knowledge',
  'src/language src/encoder',
  'src/retrieve',
  'src/ask',
  'src/sitrep.ts',
  'src/live-sitrep.ts',
  'src/situations.ts',
  'src/pins src/store src/views',
  'src/workshop',
  'src/discord',
  'commands',
  'src/health.ts',
  'src/app.ts',
  'src/run.ts src/main.ts src/cli.ts src/cli',
].map((names) => names.split(' '));
const STANDIN = 'src/standin';
/** Joins the bot and the stand-in; nothing else may know both. */
const JOINS_STANDIN = new Set(['src/app.ts']);
const DOORS = new Set(['src/main.ts', 'src/cli.ts', 'src/knowledge/load-worker.ts', 'src/encoder/encode-worker.ts']);

const within = (file: string, part: string) => file === part || file.startsWith(`${part}/`);
const rankOf = (file: string) => ORDER.findIndex((parts) => parts.some((part) => within(file, part)));

/** Every import that goes the wrong way, as "file → imported: why". */
function violations(file: string, imports: readonly string[]): string[] {
  return imports.flatMap((imported) => {
    const arrow = `${file} → ${imported}`;
    if (DOORS.has(imported)) return [`${arrow}: nobody imports a door`];
    if (within(file, STANDIN))
      return within(imported, STANDIN) ? [] : [`${arrow}: the stand-in knows nothing of the bot`];
    if (within(imported, STANDIN)) {
      return JOINS_STANDIN.has(file) ? [] : [`${arrow}: the bot knows nothing of the stand-in`];
    }
    return rankOf(imported) <= rankOf(file) ? [] : [`${arrow}: a later part`];
  });
}

const files = [...sources('src'), ...sources('commands')];

test('the views know neither the engine nor the store nor Discord', () => {
  const known = ['src/views', 'src/model', 'src/knowledge', 'src/pins'];
  const strangers = sources('src/views').flatMap((file) =>
    importsOf(file).filter((imported) => !known.some((part) => within(imported, part))),
  );
  expect(strangers).toEqual([]);
});

test('no two files import each other, also by way of others', () => {
  expect(inCircles(files)).toEqual([]);
});

test('every Node.js that strips types can parse the sources', () => {
  // Node.js 22 does not know explicit resource management.
  const unknown = files.filter((file) => /^\s*(?:await )?using \w+ =/m.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(unknown).toEqual([]);
});

describe('imports run one way', () => {
  test.each(files)('%s', (file) => {
    if (!within(file, STANDIN))
      expect(rankOf(file), `${file} belongs to no part; add it to ORDER`).toBeGreaterThanOrEqual(0);
    expect(violations(file, importsOf(file))).toEqual([]);
  });

  test.each([
    ['src/ask/rank.ts', 'src/discord/bot.ts'],
    ['src/retrieve/vocabulary.ts', 'src/ask/query.ts'],
    ['src/language/english.ts', 'src/retrieve/synonyms.ts'],
    ['src/discord/bot.ts', 'src/standin/standin.ts'],
    ['src/standin/standin.ts', 'src/model/text.ts'],
    ['src/app.ts', 'src/main.ts'],
    ['src/knowledge/load.ts', 'src/sitrep.ts'],
  ])('the check notices %s importing %s', (file, imported) => {
    expect(violations(file, [imported])).toHaveLength(1);
  });
});
