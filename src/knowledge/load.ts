/** Loads a situation: reads its files, checks everything, and gives either a KnowledgeBase or every problem at once. */

import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { buildKnowledge } from './build.ts';
import { closest } from './closest.ts';
import { type CitationItem, type Dossier, type Draft, FILES, readDossier } from './dossier.ts';
import { KnowledgeError, type Place, type Problem, type Report } from './problem.ts';
import { proveCitation, proveSource, readSourceText, type SourceText } from './prove.ts';
import { checkCitations } from './rules/citations.ts';
import { checkEntities } from './rules/entities.ts';
import { checkFacts } from './rules/facts.ts';
import { checkQuestions, checkRetired } from './rules/questions.ts';
import { known } from './rules/references.ts';
import { checkSituation } from './rules/situation.ts';
import { visible } from './wording.ts';
import { readRegularFile, type YamlFile } from './yaml.ts';

/** What a situation's folder holds, good or not. */
export interface Inspection {
  /** Folder name. */
  readonly situation: string;
  /** In the order of files and lines; empty for a situation that can serve. */
  readonly problems: readonly Problem[];
  readonly counts: {
    readonly facts: number;
    readonly entities: number;
    readonly sources: number;
    /** Of facts and roles. */
    readonly citations: number;
    readonly questions: number;
    /** Citations that were found in their source's text. */
    readonly verified: number;
  };
  /** Id → SHA-256 that the situation gives; null where situation.yml could not be read. */
  readonly sources: ReadonlyMap<string, string | null> | null;
  /** null where there is any problem. */
  readonly knowledge: KnowledgeBase | null;
}

/**
 * Loads the situation in a folder. Pure but for the reading: to reload, load again and swap, or keep the old one on failure.
 *
 * @param dir - `knowledge/us-iran-strikes`; messages show it as given
 * @returns a deeply immutable KnowledgeBase
 * @throws KnowledgeError with every problem of the folder
 */
export async function loadKnowledge(dir: string): Promise<KnowledgeBase> {
  const { knowledge, problems } = await inspect(dir);
  if (knowledge === null) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  return knowledge;
}

/**
 * Checks the situation in a folder.
 *
 * @param texts - source id → its text, to prove citations against; the texts of full-text sources that lie in the folder
 *                (`sources/<id>.txt`) are added
 * @throws KnowledgeError `KNOWLEDGE_MISSING` where there is no such folder or nothing of a situation in it
 */
export async function inspect(dir: string, texts: ReadonlyMap<string, SourceText> = new Map()): Promise<Inspection> {
  const names = await listFolder(dir);
  if (!names.some((name) => FILES.some((file) => file === name))) throw await missing(dir, 'holds no situation.yml');

  const problems: Problem[] = [];
  const report: Report = ({ file, line, id }, message, remedy) =>
    problems.push({
      file: visible(file),
      line,
      id: id === null ? null : visible(id),
      message: visible(message),
      remedy: visible(remedy),
    });
  const dossier = await readDossier(dir, report);
  reportStrayFiles(dir, names, report);
  checkDossier(dossier, report);
  const verified = prove(dossier, new Map([...(await ownTexts(dossier, report)), ...texts]), report);

  const situation = basename(resolve(dir));
  const order = FILES.map((name) => join(dir, name));
  problems.sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
  const { facts, entities, sources, answered, unanswered } = dossier;
  return {
    situation,
    problems,
    counts: {
      facts: facts?.length ?? 0,
      entities: entities?.length ?? 0,
      sources: sources?.length ?? 0,
      citations: allCitations(dossier).length,
      questions: answered.length + unanswered.length,
      verified,
    },
    sources: sources && new Map(sources.flatMap(({ id, value }) => (id === null ? [] : [[id, value.sha256 ?? null]]))),
    knowledge: problems.length === 0 ? buildKnowledge(dossier, situation, versionOf(dossier.files)) : null,
  };
}

/** Whether a folder is a situation's own, rather than a folder of situations. */
export function isSituation(dir: string): Promise<boolean> {
  return isThere(join(dir, 'situation.yml'));
}

/**
 * The situations in a folder: its sub-folders that hold a situation.yml.
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
  checkSituation(dossier, report);
  checkEntities(dossier, entities, report);
  checkFacts(dossier, { facts, entities, topics }, report);
  checkQuestions(dossier, facts, entities, report);
  checkRetired(dossier, facts, report);
  const sourceById = new Map((dossier.sources ?? []).map((source) => [source.id ?? '', source]));
  for (const cites of citationLists(dossier)) checkCitations(cites, sourceById, sources, report);
}

/** The citations of each fact and each role. */
function citationLists({ facts, entities }: Dossier): readonly (readonly CitationItem[])[] {
  const ofRoles = (entities ?? []).flatMap(({ roles }) => roles.map(({ cites }) => cites));
  return [...ofRoles, ...(facts ?? []).map(({ cites }) => cites)];
}

function allCitations(dossier: Dossier): readonly CitationItem[] {
  return citationLists(dossier).flat();
}

/** @returns how many citations are proven */
function prove(dossier: Dossier, texts: ReadonlyMap<string, SourceText>, report: Report): number {
  for (const source of dossier.sources ?? []) {
    const text = source.id === null ? undefined : texts.get(source.id);
    if (text !== undefined) proveSource(source, text, report);
  }
  let verified = 0;
  for (const cite of allCitations(dossier)) {
    const text = cite.value.source === undefined ? undefined : texts.get(cite.value.source);
    if (text !== undefined && proveCitation(cite, text, report)) verified += 1;
  }
  return verified;
}

/** Texts that lie in the folder. Only a full-text source may have one: anything else would ship a publisher's text. */
async function ownTexts({ folder, sources }: Dossier, report: Report): Promise<ReadonlyMap<string, SourceText>> {
  const texts = new Map<string, SourceText>();
  const inner = join(folder, 'sources');
  for (const name of await readdir(inner).catch(() => [])) {
    const path = join(inner, name);
    const whole: Place = { file: path, line: null, id: null };
    const source = sources?.find(({ id }) => name === `${id}.txt`);
    if (sources === null) continue;
    if (source === undefined) {
      const wanted = sources.map(({ id }) => `${id}.txt`);
      const guess = closest(name, wanted);
      report(whole, 'belongs to no source', guess === undefined ? 'remove it' : `rename it to ${guess}?`);
    } else if (source.value.rights === 'quote-only') {
      report(
        whole,
        `is the text of "${source.id}", which is quote-only`,
        'remove it; check with --source-text instead',
      );
    } else {
      const read = (await readRegularFile(path)) ?? { message: 'cannot be read', remedy: 'put the text there again' };
      if ('message' in read) report(whole, read.message, read.remedy);
      else if (source.id !== null) texts.set(source.id, readSourceText(path, read.bytes));
    }
  }
  return texts;
}

/** Over names, lengths and bytes, so that moving a line from one file to another counts as a change. */
function versionOf(files: ReadonlyMap<string, YamlFile>): string {
  const hash = createHash('sha256');
  for (const [name, { bytes }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${bytes?.length ?? 0}\n`).update(bytes ?? new Uint8Array());
  }
  return hash.digest('hex').slice(0, 12);
}

/** Reports YAML files in the folder that nothing reads: a misspelt name would lose all its facts without a word. */
function reportStrayFiles(folder: string, names: readonly string[], report: Report): void {
  for (const name of names) {
    // Editors put their locks and copies into hidden files.
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

/** The error for a folder that is none, with the situations that lie in it or beside it. */
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
