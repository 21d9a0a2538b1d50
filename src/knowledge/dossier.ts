/** One situation as it is written in its files: each item has its type, but the rules have not been checked yet. */

import { join } from 'node:path';
import type { z } from 'zod';
import { type Item, readItem, readItems, type Spot } from './item.ts';
import type { Place, Report } from './problem.ts';
import {
  answeredSchema,
  citationSchema,
  disputeSchema,
  entitiesFileSchema,
  entitySchema,
  factSchema,
  questionsFileSchema,
  type RawAnswered,
  type RawCitation,
  type RawDispute,
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
import { type Path, readYamlFile, type YamlFile } from './yaml.ts';

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

/**
 * A fact or entity that is still being written: it is never served, and its problems do not stop the situation from being served.
 */
export interface Draft {
  readonly kind: 'fact' | 'entity';
  readonly item: Item<unknown>;
  /** The problems that the schema finds in it, as messages: `"label" is missing`. */
  readonly todo: readonly string[];
}

/** `null` means that a list could not be read; then references to its items are not checked. */
export interface Dossier {
  readonly folder: string;
  readonly situation: Item<RawSituation> | null;
  readonly sources: readonly Item<RawSource>[] | null;
  readonly topics: readonly Item<RawTopic>[] | null;
  readonly disputes: readonly Item<RawDispute>[];
  readonly entities: readonly EntityItem[] | null;
  readonly sharedAliases: readonly Item<RawSharedAlias>[];
  readonly facts: readonly FactItem[] | null;
  readonly answered: readonly Item<RawAnswered>[];
  readonly unanswered: readonly Item<RawUnanswered>[];
  readonly retired: readonly Item<RawRetired>[];
  readonly drafts: readonly Draft[];
  /** The files that exist, from which the version is computed. */
  readonly files: ReadonlyMap<string, YamlFile>;
}

/**
 * Reads the files of a folder that exists. Every value of the wrong shape goes to `report`.
 *
 * @param instead - file name → a text
 * to read instead of the file
 */
export async function readDossier(
  folder: string,
  report: Report,
  instead: ReadonlyMap<string, string> = new Map(),
): Promise<Dossier> {
  const files = new Map<string, YamlFile>();
  for (const name of FILES) {
    const file = await readYamlFile(join(folder, name), report, instead.get(name));
    if (file !== undefined) files.set(name, file);
  }
  const drafts: Draft[] = [];
  return {
    folder,
    files,
    drafts,
    ...readSituation(required(files, 'situation.yml', folder, report), report),
    ...readEntities(required(files, 'entities.yml', folder, report), drafts, report),
    facts: readFacts(required(files, 'facts.yml', folder, report), drafts, report),
    ...readQuestions(files.get('questions.yml'), report),
    retired: readRetired(files.get('retired.yml'), report),
  };
}

/** @returns the file where it exists and is not empty; otherwise the problem is reported */
function required(files: ReadonlyMap<string, YamlFile>, name: FileName, folder: string, report: Report) {
  const file = files.get(name);
  const whole: Place = { file: join(folder, name), line: null, id: null };
  const remedy = 'write it as knowledge/README.md shows';
  if (file === undefined) report(whole, 'is missing', remedy);
  else if (file.value === null) report(whole, 'is empty', remedy);
  return file?.value === null || file?.value === undefined ? undefined : file;
}

function readSituation(file: YamlFile | undefined, report: Report) {
  if (file === undefined) return { situation: null, sources: null, topics: null, disputes: [] };
  const situation = readItem(situationSchema, file.value, { file, path: [] }, report);
  const { sources, topics, disputes } = situation.value;
  return {
    situation,
    sources: sources === undefined ? null : readItems(sourceSchema, sources, { file, path: ['sources'] }, report),
    topics: topics === undefined ? null : readItems(topicSchema, topics, { file, path: ['topics'] }, report),
    disputes: readItems(disputeSchema, disputes, { file, path: ['disputes'] }, report),
  };
}

function readEntities(file: YamlFile | undefined, drafts: Draft[], report: Report) {
  if (file === undefined) return { entities: null, sharedAliases: [] };
  const { entities, shared_aliases } = readItem(entitiesFileSchema, file.value, { file, path: [] }, report).value;
  const readEntity = (raw: unknown, path: Path): EntityItem => {
    const entity = readItem(entitySchema, raw, { file, path }, report);
    const roles = readItems(
      roleSchema,
      entity.value.roles,
      { file, path: [...path, 'roles'], owner: entity.id },
      report,
    );
    return {
      ...entity,
      roles: roles.map((role) => ({ ...role, cites: readCitations(role, role.value.cites, report) })),
    };
  };
  return {
    sharedAliases: readItems(sharedAliasSchema, shared_aliases, { file, path: ['shared_aliases'] }, report),
    entities:
      entities === undefined
        ? null
        : entities.flatMap((raw, i) => {
            const path = ['entities', i];
            if (!isDraft(raw)) return [readEntity(raw, path)];
            drafts.push(readDraft('entity', entitySchema, raw, { file, path }));
            return [];
          }),
  };
}

function readFacts(file: YamlFile | undefined, drafts: Draft[], report: Report): readonly FactItem[] | null {
  if (file === undefined) return null;
  const list = readList(file, report);
  return (
    list?.flatMap((raw, i) => {
      if (isDraft(raw)) {
        drafts.push(readDraft('fact', factSchema, raw, { file, path: [i] }));
        return [];
      }
      const fact = readItem(factSchema, raw, { file, path: [i] }, report);
      return [{ ...fact, cites: readCitations(fact, fact.value.cites, report) }];
    }) ?? null
  );
}

const isDraft = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && 'draft' in raw && raw.draft === true;

function readDraft(kind: Draft['kind'], schema: z.ZodObject, raw: unknown, spot: Spot): Draft {
  const todo: string[] = [];
  const item = readItem(schema, raw, spot, (_place, message) => todo.push(message));
  return { kind, item, todo };
}

function readCitations(owner: Item<unknown>, cites: readonly unknown[] | undefined, report: Report) {
  return readItems(
    citationSchema,
    cites,
    { file: owner.file, path: [...owner.path, 'cites'], owner: owner.id },
    report,
  );
}

function readQuestions(file: YamlFile | undefined, report: Report) {
  if (file?.value === undefined || file.value === null) return { answered: [], unanswered: [] };
  const { answered, unanswered } = readItem(questionsFileSchema, file.value, { file, path: [] }, report).value;
  return {
    answered: readItems(answeredSchema, answered, { file, path: ['answered'] }, report),
    unanswered: readItems(unansweredSchema, unanswered, { file, path: ['unanswered'] }, report),
  };
}

function readRetired(file: YamlFile | undefined, report: Report): readonly Item<RawRetired>[] {
  if (file?.value === undefined || file.value === null) return [];
  return readItems(retiredSchema, readList(file, report), { file, path: [] }, report);
}

function readList(file: YamlFile, report: Report): readonly unknown[] | null {
  if (Array.isArray(file.value)) return file.value;
  report(file.place([]), 'must be a list', 'start each entry with "- id: …" at the start of a line');
  return null;
}

/** The citations of each fact and each role. */
export function citationLists({ facts, entities }: Dossier): readonly (readonly CitationItem[])[] {
  const ofRoles = (entities ?? []).flatMap(({ roles }) => roles.map(({ cites }) => cites));
  return [...ofRoles, ...(facts ?? []).map(({ cites }) => cites)];
}

export function allCitations(dossier: Dossier): readonly CitationItem[] {
  return citationLists(dossier).flat();
}
