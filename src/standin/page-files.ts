import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const FOLDER = join(import.meta.dirname, 'page');

/**
 * A file of the page by its plain name.
 *
 * @returns null for everything that is not a listed file of that folder, so that no path leads out of it
 */
export async function pageFile(name: string): Promise<{ readonly type: string; readonly bytes: Buffer } | null> {
  const type = TYPES[name.split('.').at(-1) ?? ''];
  if (type === undefined) return null;
  const listed = await readdir(FOLDER).catch((): string[] => []);
  if (!listed.includes(name)) return null;
  return { type, bytes: await readFile(join(FOLDER, name)) };
}
