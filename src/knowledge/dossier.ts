/** One situation as its files give it: typed item by item, not yet checked against itself. */

import { join } from 'node:path';
import { type Item, readItem, readItems } from './item.ts';
import type { Place, Report } from './problem.ts';
import {
  answeredSchema,
  citationSchema,
  entitiesFileSchema,
  entitySchema,
  factSchema,
  questionsFileSchema,
  type RawAnswered,
  type RawCitation,
  type RawEntity,
  type RawFact,
  type RawRetired,
  type RawRole,
  type RawSharedAlias,
  type RawSituation,
  type RawSource,
  type RawTopic,
  type RawUnanswered,
  retiredSchema,
  roleSchema,
  sharedAliasSchema,
  situationSchema,
  sourceSchema,
  topicSchema,
  unansweredSchema,
} from './schema.ts';
import { readYamlFile, type YamlFile } from './yaml.ts';

/** The files of a situation; the last two may be left out. */
export const FILES = ['situation.yml', 'entities.yml', 'facts.yml', 'questions.yml', 'retired.yml'] as const;
type FileName = (typeof FILES)[number];

export type CitationItem = Item<RawCitation>;
export interface RoleItem extends Item<RawRole> {
  readonly cites: readonly CitationItem[];
}
export interface EntityItem extends Item<RawEntity> {
  readonly roles: readonly RoleItem[];
}
export interface FactItem extends Item<RawFact> {
  readonly cites: readonly CitationItem[];
}

/** `null` stands for "could not be read"; whoever refers to such a list cannot be judged. */
export interface Dossier {
  readonly folder: string;
  readonly situation: Item<RawSituation> | null;
  readonly sources: readonly Item<RawSource>[] | null;
  readonly topics: readonly Item<RawTopic>[] | null;
  readonly entities: readonly EntityItem[] | null;
  readonly sharedAliases: readonly Item<RawSharedAlias>[];
  readonly facts: readonly FactItem[] | null;
  readonly answered: readonly Item<RawAnswered>[];
  readonly unanswered: readonly Item<RawUnanswered>[];
  readonly retired: readonly Item<RawRetired>[];
  /** The files that are there, for the version. */
  readonly files: ReadonlyMap<string, YamlFile>;
}

/** Reads the files of a folder that exists. Every problem of shape goes to `report`. */
export async function readDossier(folder: string, report: Report): Promise<Dossier> {
  const files = new Map<string, YamlFile>();
  for (const name of FILES) {
    const file = await readYamlFile(join(folder, name), report);
    if (file !== undefined) files.set(name, file);
  }
  return {
    folder,
    files,
    ...readSituation(required(files, 'situation.yml', folder, report), report),
    ...readEntities(required(files, 'entities.yml', folder, report), report),
    facts: readFacts(required(files, 'facts.yml', folder, report), report),
    ...readQuestions(files.get('questions.yml'), report),
    retired: readRetired(files.get('retired.yml'), report),
  };
}

/** @returns the file, where it is there and holds something; the absence is reported */
function required(files: ReadonlyMap<string, YamlFile>, name: FileName, folder: string, report: Report) {
  const file = files.get(name);
  const whole: Place = { file: join(folder, name), line: null, id: null };
  const remedy = 'write it as knowledge/README.md shows';
  if (file === undefined) report(whole, 'is missing', remedy);
  else if (file.value === null) report(whole, 'is empty', remedy);
  return file?.value === null || file?.value === undefined ? undefined : file;
}

function readSituation(file: YamlFile | undefined, report: Report) {
  if (file === undefined) return { situation: null, sources: null, topics: null };
  const situation = readItem(situationSchema, file.value, file, [], report);
  const { sources, topics } = situation.value;
  return {
    situation,
    sources: sources === undefined ? null : readItems(sourceSchema, sources, file, ['sources'], report),
    topics: topics === undefined ? null : readItems(topicSchema, topics, file, ['topics'], report),
  };
}

function readEntities(file: YamlFile | undefined, report: Report) {
  if (file === undefined) return { entities: null, sharedAliases: [] };
  const { entities, shared_aliases } = readItem(entitiesFileSchema, file.value, file, [], report).value;
  return {
    sharedAliases: readItems(sharedAliasSchema, shared_aliases, file, ['shared_aliases'], report),
    entities:
      entities === undefined
        ? null
        : readItems(entitySchema, entities, file, ['entities'], report).map((entity) => ({
            ...entity,
            roles: readItems(roleSchema, entity.value.roles, file, [...entity.path, 'roles'], report, entity.id).map(
              (role) => ({ ...role, cites: readCitations(role, role.value.cites, report) }),
            ),
          })),
  };
}

function readFacts(file: YamlFile | undefined, report: Report): readonly FactItem[] | null {
  if (file === undefined) return null;
  const list = readList(file, report);
  return (
    list &&
    readItems(factSchema, list, file, [], report).map((fact) => ({
      ...fact,
      cites: readCitations(fact, fact.value.cites, report),
    }))
  );
}

function readCitations(owner: Item<unknown>, cites: readonly unknown[] | undefined, report: Report) {
  return readItems(citationSchema, cites, owner.file, [...owner.path, 'cites'], report, owner.id);
}

function readQuestions(file: YamlFile | undefined, report: Report) {
  if (file?.value === undefined || file.value === null) return { answered: [], unanswered: [] };
  const { answered, unanswered } = readItem(questionsFileSchema, file.value, file, [], report).value;
  return {
    answered: readItems(answeredSchema, answered, file, ['answered'], report),
    unanswered: readItems(unansweredSchema, unanswered, file, ['unanswered'], report),
  };
}

function readRetired(file: YamlFile | undefined, report: Report): readonly Item<RawRetired>[] {
  if (file?.value === undefined || file.value === null) return [];
  return readItems(retiredSchema, readList(file, report), file, [], report);
}

function readList(file: YamlFile, report: Report): readonly unknown[] | null {
  if (Array.isArray(file.value)) return file.value;
  report(file.place([]), 'must be a list', 'start each entry with "- id: …" at the start of a line');
  return null;
}
