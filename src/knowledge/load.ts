/** Loads a situation: reads its files, checks everything, and gives either a KnowledgeBase or every problem at once. */

import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { buildKnowledge } from './build.ts';
import { closest } from './closest.ts';
import { allCitations, citationLists, type Dossier, type Draft, FILES, readDossier } from './dossier.ts';
import { KnowledgeError, type Problem, type Report } from './problem.ts';
import { prove, readOwnTexts, type SourceText } from './prove.ts';
import { checkCitations } from './rules/citations.ts';
import { checkEntities } from './rules/entities.ts';
import { checkFacts } from './rules/facts.ts';
import { checkQuestions, checkRetired } from './rules/questions.ts';
import { known } from './rules/references.ts';
import { checkSituation } from './rules/situation.ts';
import { findWarnings } from './warnings.ts';
import { visible } from './wording.ts';
import type { YamlFile } from './yaml.ts';

/** The contents of a situation's folder, even if it cannot be loaded. */
export interface Inspection {
  /** Folder name. */
  readonly situation: string;
  /** The problems in the order of files and lines; empty for a situation that can be served. */
  readonly problems: readonly Problem[];
  /** Probable mistakes, in the same order. */
  readonly warnings: readonly Problem[];
  /** Facts and entities that are not served yet, in the same order. */
  readonly drafts: readonly Problem[];
  readonly counts: {
    readonly facts: number;
    readonly entities: number;
    readonly sources: number;
    /** How many citations facts and roles have. */
    readonly citations: number;
    readonly questions: number;
    /** How many citations were found in their source's text. */
    readonly verified: number;
  };
  /** Source id → its text, where one is available: given by the caller, or found in the folder. */
  readonly texts: ReadonlyMap<string, SourceText>;
  /** Source id → the SHA-256 that the situation gives; null where situation.yml could not be read. */
  readonly sources: ReadonlyMap<string, string | null> | null;
  /** The situation; The situation; The situation; null where at least one problem was found. */
  readonly knowledge: KnowledgeBase | null;
  /** The files as they were read, so that later findings can give lines. */
  readonly dossier: Dossier;
}

/**
 * Loads the situation in a folder. To reload it, load it again; keep the old one if that fails.
 *
 * @param dir - `knowledge/us-iran-strikes`; messages show the path as given
 * @returns a deeply immutable KnowledgeBase
 * @throws KnowledgeError with every problem of the folder
 */
export async function loadKnowledge(dir: string): Promise<KnowledgeBase> {
  const { knowledge, problems } = await inspect(dir);
  if (knowledge === null) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  return knowledge;
}

export interface InspectOptions {
  /**
   * Source id → its text, against which citations are checked; the texts of full-text sources in the folder (`sources/<id>.txt`) are
   * added.
   */
  readonly texts?: ReadonlyMap<string, SourceText>;
  /** Whether to look for probable mistakes as well; serving does not need them. */
  readonly warnings?: boolean;
  /** File name → a text to check instead of the file, for a change that is not written yet. */
  readonly instead?: ReadonlyMap<string, string> | undefined;
  /** Today's date (2024-02-05); facts whose review is due by that day are reported. */
  readonly today?: string;
}

const isoToday = (): string => new Date().toISOString().slice(0, 10);

/**
 * Checks the situation in a folder.
 *
 * @throws KnowledgeError `KNOWLEDGE_MISSING` where there is no such folder, or where the folder has no file of a situation
 */
export async function inspect(
  dir: string,
  { texts = new Map(), warnings: withWarnings = false, instead, today = isoToday() }: InspectOptions = {},
): Promise<Inspection> {
  const names = await listFolder(dir);
  if (!names.some((name) => FILES.some((file) => file === name))) throw await missing(dir, 'holds no situation.yml');

  const problems = new ProblemList();
  const warnings = new ProblemList();
  const dossier = await readDossier(dir, problems.report, instead);
  reportStrayFiles(dir, names, problems.report);
  checkDossier(dossier, problems.report);
  const allTexts = new Map([...(await readOwnTexts(dossier, problems.report)), ...texts]);
  const verified = prove(dossier, allTexts, problems.report, warnings.report);
  if (withWarnings) findWarnings(dossier, names, today, warnings.report);

  const situation = basename(resolve(dir));
  const order = FILES.map((name) => join(dir, name));
  const { facts, entities, sources, answered, unanswered } = dossier;
  return {
    situation,
    problems: problems.inOrder(order),
    warnings: warnings.inOrder(order),
    drafts: listDrafts(dossier).inOrder(order),
    counts: {
      facts: facts?.length ?? 0,
      entities: entities?.length ?? 0,
      sources: sources?.length ?? 0,
      citations: allCitations(dossier).length,
      questions: answered.length + unanswered.length,
      verified,
    },
    texts: allTexts,
    sources: sources && new Map(sources.flatMap(({ id, value }) => (id === null ? [] : [[id, value.sha256 ?? null]]))),
    knowledge: problems.isEmpty ? buildKnowledge(dossier, situation, versionOf(dossier.files)) : null,
    dossier,
  };
}

/** Whether a folder is one situation, rather than a folder of situations. */
export function isSituation(dir: string): Promise<boolean> {
  return isThere(join(dir, 'situation.yml'));
}

/**
 * The situations in a folder: its sub-folders that have a situation.yml.
 *
 * @returns names in alphabetical order
 * @throws KnowledgeError `KNOWLEDGE_MISSING` where there is no such folder
 */
export async function listSituations(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await listFolder(root)) if (await isSituation(join(root, name))) found.push(name);
  return found;
}

function checkDossier(dossier: Dossier, report: Report): void {
  const draftsOf = (kind: Draft['kind']) =>
    dossier.drafts.filter((draft) => draft.kind === kind).map(({ item }) => item);
  const facts = known('fact', 'facts.yml', dossier.facts, draftsOf('fact'));
  const entities = known('entity', 'entities.yml', dossier.entities, draftsOf('entity'));
  const topics = known('topic', 'situation.yml', dossier.topics);
  const sources = known('source', 'situation.yml', dossier.sources);
  checkSituation(dossier, facts, report);
  checkEntities(dossier, entities, report);
  checkFacts(dossier, { facts, entities, topics }, report);
  checkQuestions(dossier, facts, entities, report);
  checkRetired(dossier, facts, report);
  const sourceById = new Map((dossier.sources ?? []).map((source) => [source.id ?? '', source]));
  for (const cites of citationLists(dossier)) checkCitations(cites, sourceById, sources, report);
}

/** Collects problems, and makes invisible characters in their texts visible. */
class ProblemList {
  readonly #problems: Problem[] = [];

  readonly report: Report = ({ file, line, id, path }, message, remedy) => {
    this.#problems.push({
      file: visible(file),
      line,
      id: id === null ? null : visible(id),
      message: visible(message),
      remedy: visible(remedy),
      ...(path !== undefined && { path }),
    });
  };

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** Sorts problems by file, then by line. */
  inOrder(files: readonly string[]): readonly Problem[] {
    return this.#problems.sort(
      (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
    );
  }
}

function listDrafts({ drafts }: Dossier): ProblemList {
  const list = new ProblemList();
  for (const { kind, item, todo } of drafts) {
    const missing = todo.length === 0 ? '' : ` (${todo.slice(0, 3).join(', ')}${todo.length > 3 ? ', …' : ''})`;
    const remedy = 'reword and complete it, then remove "draft: true"';
    list.report(item.place(), `is a draft ${kind} and is not served${missing}`, remedy);
  }
  return list;
}

/** Hashes names, lengths and bytes of the files, so that the version also changes when a line moves from one file to another. */
function versionOf(files: ReadonlyMap<string, YamlFile>): string {
  const hash = createHash('sha256');
  for (const [name, { bytes }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${bytes?.length ?? 0}\n`).update(bytes ?? new Uint8Array());
  }
  return hash.digest('hex').slice(0, 12);
}

/** Reports YAML files in the folder that Sitrep does not read: a misspelt file name would silently lose all facts of the file. */
function reportStrayFiles(folder: string, names: readonly string[], report: Report): void {
  for (const name of names) {
    // Hidden files are ignored, because editors use them for locks and copies.
    if (!/^[^.].*\.ya?ml$/i.test(name) || FILES.some((file) => file === name)) continue;
    const guess = closest(name, FILES);
    const remedy = guess === undefined ? `remove it; the files are ${FILES.join(', ')}` : `rename it to ${guess}?`;
    report({ file: `${folder}/${name}`, line: null, id: null }, 'is not a file that Sitrep reads', remedy);
  }
}

async function listFolder(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw await missing(dir, 'there is no such folder');
    throw await missing(dir, code === 'ENOTDIR' ? 'is not a folder' : `cannot be read (${String(code)})`);
  }
}

/** The error for a folder without a situation. It names the situations in it or beside it. */
async function missing(dir: string, message: string): Promise<KnowledgeError> {
  let remedy = 'name a folder with a situation.yml, as knowledge/README.md shows';
  for (const root of [dir, dirname(dir)]) {
    const situations: string[] = [];
    for (const name of (await readdir(root).catch(() => [])).sort()) {
      if (await isThere(join(root, name, 'situation.yml'))) situations.push(name);
    }
    if (situations.length === 0) continue;
    const guess = closest(basename(dir), situations);
    const advice = guess === undefined ? 'name one of the situations' : `did you mean "${guess}"?`;
    remedy = `${advice} (in ${root}: ${situations.join(', ')})`;
    break;
  }
  return new KnowledgeError('KNOWLEDGE_MISSING', [{ file: dir, line: null, id: null, message, remedy }]);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
