/** Which source imports which, read from the import lines. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** The TypeScript files below a folder, from the top of the repository. */
export function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** Local files that a source names in import, export … from, or import(). */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((match) =>
    relative(ROOT, resolve(ROOT, dirname(file), match[1] ?? '')),
  );
}

/** The files that import themselves by way of others. */
export const inCircles = (files: readonly string[]): readonly string[] =>
  files.filter((file) => reachable(file).has(file));

/** Every file that one imports, directly or by way of others. */
function reachable(file: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const imported of importsOf(next)) {
      if (!seen.has(imported)) open.push(imported);
      seen.add(imported);
    }
  }
  return seen;
}
