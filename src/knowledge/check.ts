/** Checks every situation of a folder, and checks citations against texts outside the folders. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SitrepError } from '../errors.ts';
import { closest } from './closest.ts';
import { FILES } from './dossier.ts';
import { type Inspection, inspect, listSituations } from './load.ts';
import { readSourceText, type SourceText } from './prove.ts';

export interface CheckRequest {
  /** A folder of situations, or one situation's own folder. */
  readonly root: string;
  /** Only this situation. */
  readonly situation?: string | undefined;
  /** Texts against which citations are checked. */
  readonly sourceTexts: readonly { readonly source: string; readonly path: string }[];
  /** Folders with such texts as `<source>.txt`, or `<situation>/<source>.txt`; other files in them are ignored. */
  readonly textFolders?: readonly string[];
}

/**
 * Checks situations one after the other.
 *
 * @returns the findings, in alphabetical order of the situations; never empty
 * @throws SitrepError `USAGE` for a source that no situation has, a source named twice, or a text that cannot be read;
 *         `KNOWLEDGE_MISSING` where there is no situation
 */
export async function checkKnowledge(request: CheckRequest): Promise<readonly Inspection[]> {
  const folders = await situationFolders(request.root, request.situation);
  const named = await readTexts(request.sourceTexts);
  const plain: Inspection[] = [];
  for (const folder of folders) plain.push(await inspect(folder, { warnings: true }));
  for (const id of named.keys()) refuseUnknown(id, plain);

  const proven: Inspection[] = [];
  for (const [i, folder] of folders.entries()) {
    const found = plain[i];
    const texts = new Map(found && (await textsInFolders(request.textFolders ?? [], found)));
    for (const [id, text] of named) if (isMeant(id, text, found, plain)) texts.set(id, text);
    proven.push(found !== undefined && texts.size === 0 ? found : await inspect(folder, { texts, warnings: true }));
  }
  return proven;
}

/** The texts in these folders that belong to a situation's sources: id → text. */
export async function textsInFolders(
  roots: readonly string[],
  of: Inspection,
): Promise<ReadonlyMap<string, SourceText>> {
  const texts = new Map<string, SourceText>();
  for (const root of roots) {
    if ((await stat(root).catch(() => null))?.isDirectory() !== true)
      throw new SitrepError('USAGE', `--source-text expects SOURCE=PATH or a folder of texts, not "${root}"`);
    for (const id of of.sources?.keys() ?? []) {
      for (const path of [join(root, of.situation, `${id}.txt`), join(root, `${id}.txt`)]) {
        const bytes = texts.has(id) ? null : await readFile(path).catch(() => null);
        if (bytes !== null) texts.set(id, readSourceText(path, bytes));
      }
    }
  }
  return texts;
}

/** A folder with any of the YAML files counts as a situation, so that a missing situation.yml is reported. */
async function situationFolders(root: string, wanted: string | undefined): Promise<readonly string[]> {
  if (await holdsSituation(root)) {
    if (wanted === undefined || wanted === basename(resolve(root))) return [root];
    throw new SitrepError(
      'USAGE',
      `${root} is the situation "${basename(resolve(root))}", not "${wanted}"; leave out --situation`,
    );
  }
  const situations = await listSituations(root);
  if (wanted !== undefined) {
    if (await holdsSituation(join(root, wanted))) return [join(root, wanted)];
    const guess = closest(wanted, situations);
    const advice = guess === undefined ? 'name one that is there' : `did you mean "${guess}"?`;
    const there = situations.length === 0 ? 'none' : situations.join(', ');
    throw new SitrepError('USAGE', `there is no situation "${wanted}" in ${root}; ${advice} (situations: ${there})`);
  }
  const folders: string[] = [];
  for (const name of (await readdir(root)).sort())
    if (await holdsSituation(join(root, name))) folders.push(join(root, name));
  // inspect() reports what is missing, and where.
  return folders.length > 0 ? folders : [root];
}

async function holdsSituation(folder: string): Promise<boolean> {
  for (const file of FILES) if ((await stat(join(folder, file)).catch(() => null)) !== null) return true;
  return false;
}

/** @throws SitrepError `USAGE` where a text cannot be read, or a source is named twice */
export async function readTexts(sourceTexts: CheckRequest['sourceTexts']): Promise<ReadonlyMap<string, SourceText>> {
  const texts = new Map<string, SourceText>();
  for (const { source, path } of sourceTexts) {
    if (texts.has(source)) throw new SitrepError('USAGE', `two texts were given for the source "${source}"; give one`);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      const message = `the text of the source "${source}" cannot be read: ${path} (${code}); name the file of the text`;
      throw new SitrepError('USAGE', message, { cause });
    }
    texts.set(source, readSourceText(path, bytes));
  }
  return texts;
}

function refuseUnknown(id: string, inspections: readonly Inspection[]): void {
  // Where a situation.yml could not be read, its sources are unknown; its own problems report that.
  if (inspections.some(({ sources }) => sources === null || sources.has(id))) return;
  const known = [...new Set(inspections.flatMap(({ sources }) => [...(sources?.keys() ?? [])]))];
  const guess = closest(id, known);
  const advice = guess === undefined ? 'name a source that is there' : `did you mean "${guess}"?`;
  const situations = inspections.map(({ situation }) => situation).join(', ');
  throw new SitrepError(
    'USAGE',
    `no situation has a source "${id}"; ${advice} (${situations}: ${known.join(', ') || 'no source'})`,
  );
}

/**
 * Several situations may have a source of the same id. A text belongs to the sources that state its SHA-256. Where no hash
 * matches, it belongs to all sources with that id, and each of them reports that the text differs.
 */
function isMeant(id: string, text: SourceText, of: Inspection | undefined, all: readonly Inspection[]): boolean {
  if (of?.sources?.has(id) !== true) return false;
  const isOf = ({ sources }: Inspection): boolean => text.equivalents.has(sources?.get(id) ?? '');
  return isOf(of) || !all.some(isOf);
}
