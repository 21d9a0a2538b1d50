/** What a curator does to the files of one situation: look, check while typing, save; accept and discard drafts of facts and entities. */

import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Mutex } from 'async-mutex';
import { parse } from 'yaml';
import { z } from 'zod';
import { SitrepError } from '../../errors.ts';
import { FILES } from '../../knowledge/dossier.ts';
import { type Inspection, inspect } from '../../knowledge/load.ts';
import type { Problem } from '../../knowledge/problem.ts';
import type { SourceText } from '../../knowledge/prove.ts';
import { entitySchema, factSchema } from '../../knowledge/schema.ts';
import { stampOf } from '../../knowledge/watch.ts';
import { type Path, readRegularFile } from '../../knowledge/yaml.ts';
import { type EntryText, editEntry, readEntries, removeComment, removeEntry } from '../edit-entry.ts';
import { appendEntries, replaceFile } from '../edit-yaml.ts';

/** What stands in a list of a file. */
export const LISTED_KINDS = ['fact', 'entity'] as const;
type ListedKind = (typeof LISTED_KINDS)[number];
/** A file as a whole is edited like an entry: its key is its name, and its only value is its text. */
export const ENTRY_KINDS = [...LISTED_KINDS, 'file'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Finding {
  readonly level: 'problem' | 'warning';
  /** Names of keys and positions in lists, joined by dots: `cites.0.quote`; null where it concerns more than one field. */
  readonly field: string | null;
  readonly message: string;
  readonly remedy: string;
  /** `facts.yml:12`, or the file alone. */
  readonly where: string;
  /** Id of what it concerns, where it has one. */
  readonly id: string | null;
}

export interface Entry {
  readonly kind: EntryKind;
  /** Its id; with "~2" behind it for a second entry of that id. */
  readonly key: string;
  /** As the file gives them. Of a file: its `text`, whose lines end in "\n"; empty where there is no such file. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Changes with every change of the entry's text. */
  readonly version: string;
  /** Its lines in the file; empty for a file, whose value they are. */
  readonly text: string;
  /** Comment lines above it: of a draft, the sentence that it was drafted from. */
  readonly comment: string;
  /** Whether every value has the shape that a form can show; of a file, whether it can be read and is short enough. */
  readonly fitsForm: boolean;
  readonly findings: readonly Finding[];
}

export interface SourceView {
  readonly id: string;
  readonly label: string;
  /** Paragraphs of sentences; null where the text is not at hand. */
  readonly paragraphs: readonly (readonly string[])[] | null;
}

export interface DeskState {
  readonly situation: string;
  readonly title: string;
  /** Changes with every change of a file. */
  readonly version: string;
  readonly sources: readonly SourceView[];
  readonly topics: readonly { readonly id: string; readonly title: string }[];
  /** null where the file cannot be read. */
  readonly facts: readonly Entry[] | null;
  readonly entities: readonly Entry[] | null;
  /** All that a situation may have, in the order of knowledge/README.md. */
  readonly files: readonly Entry[];
  /** What is wrong outside the facts and entities. */
  readonly findings: readonly Finding[];
  /** Of the whole situation. With a problem, Sitrep goes on with the earlier facts. */
  readonly problems: number;
  readonly warnings: number;
}

interface ListedRef {
  readonly kind: ListedKind;
  readonly key: string;
}

export interface Change {
  readonly kind: EntryKind;
  readonly key: string;
  /** Key → new value; null empties it. */
  readonly changes: Readonly<Record<string, unknown>>;
}

export interface Checked {
  /** Of the entry as it would be; a draft is checked as if it were accepted. */
  readonly findings: readonly Finding[];
  /** New in other entries because of this change. */
  readonly elsewhere: readonly Finding[];
}

/** The entry is not what the change was made from: somebody else has changed or removed it. */
export class ConflictError extends Error {
  /** As it is now; null where it is gone. */
  readonly current: Entry | null;

  constructor(message: string, current: Entry | null) {
    super(message);
    this.current = current;
  }
}

type FileName = (typeof FILES)[number];

interface EntryFile {
  readonly file: FileName;
  /** The key of the list; null where the file is the list. */
  readonly list: string | null;
  readonly keys: readonly string[];
  /** Keys that a draft keeps even when they are empty, so that it shows what is missing. */
  readonly kept: readonly string[];
}

const KINDS: Readonly<Record<ListedKind, EntryFile>> = {
  fact: {
    file: 'facts.yml',
    list: null,
    // "draft" stands below the id.
    keys: ['id', 'draft', ...Object.keys(factSchema.shape).filter((key) => key !== 'id' && key !== 'draft')],
    kept: ['text', 'label', 'topic', 'importance'],
  },
  entity: {
    file: 'entities.yml',
    list: 'entities',
    keys: ['id', 'draft', ...Object.keys(entitySchema.shape).filter((key) => key !== 'id' && key !== 'draft')],
    kept: ['name', 'kind', 'importance'],
  },
};

/** About 1,300 facts. A longer file is slow in a browser. */
const SHOWN_FILE_MAX_CHARS = 512 * 1024;

/** The lines that `draft` puts above its drafts. */
const DRAFTED_FROM = /^[ \t]*# (?:¶\d+ sentence \d+|Further times|Perhaps the same as [a-z\d-]+): /;

/** Texts of a moment: file name → content. Files that are missing or unreadable are left out. */
type Texts = ReadonlyMap<string, string>;

export class Desk {
  readonly #folder: string;
  readonly #sourceTexts: () => Promise<ReadonlyMap<string, SourceText>>;
  readonly #writing = new Mutex();
  readonly #parsed = new Map<ListedKind, { readonly text: string; readonly entries: readonly EntryText[] | null }>();
  #last: { readonly version: string; readonly inspection: Promise<Inspection> } | null = null;

  /**
   * @param folder - of the situation
   * @param sourceTexts - the texts of sources that lie elsewhere: source id → text
   */
  constructor(folder: string, sourceTexts: () => Promise<ReadonlyMap<string, SourceText>> = async () => new Map()) {
    this.#folder = folder;
    this.#sourceTexts = sourceTexts;
  }

  get folder(): string {
    return this.#folder;
  }

  /** @throws KnowledgeError where the folder is gone */
  async state(): Promise<DeskState> {
    const texts = await this.#read();
    const version = versionOf([await stampOf(this.#folder), ...[...texts].flat()].join('\0'));
    const inspection = await this.#inspect(texts);
    const all = findingsOf(inspection);
    const facts = this.#entries('fact', texts, all);
    const entities = this.#entries('entity', texts, all);
    const { title, sources, topics } = situationOf(texts);
    const held = new Set([...(facts ?? []), ...(entities ?? [])].flatMap(({ findings }) => findings));
    return {
      situation: basename(resolve(this.#folder)),
      title: title ?? basename(resolve(this.#folder)),
      version,
      sources: sources.map(({ id, label }) => ({
        id,
        label,
        paragraphs: inspection.texts.get(id)?.paragraphs ?? null,
      })),
      topics,
      facts,
      entities,
      files: await Promise.all(FILES.map((name) => this.#file(name, texts, all))),
      findings: all.map(({ finding }) => finding).filter((finding) => !held.has(finding)),
      problems: inspection.problems.length,
      warnings: inspection.warnings.length,
    };
  }

  /**
   * Checks a change that is not written yet.
   *
   * @throws ConflictError where the entry is gone
   */
  async check(change: Change): Promise<Checked> {
    const texts = await this.#read();
    const { file, path, after } = this.#changed(texts, change);
    const before = findingsOf(await this.#inspect(texts));
    const changed = await inspect(this.#folder, {
      texts: await this.#sourceTexts(),
      warnings: true,
      instead: new Map(texts).set(file, after),
    });
    const told = new Set(before.map(({ finding }) => wordingOf(finding)));
    const own: Finding[] = [];
    const elsewhere: Finding[] = [];
    for (const placed of findingsOf(changed)) {
      if (placed.file === file && path === null) own.push(ofFile(placed.finding));
      else if (placed.file === file && startsWith(placed.path, path ?? [])) own.push(placed.finding);
      else if (!told.has(wordingOf(placed.finding))) elsewhere.push(placed.finding);
    }
    return { findings: own, elsewhere };
  }

  /** @returns the file's text with the change, checked as it will be served; `path` is null where the whole file is changed */
  #changed(
    texts: Texts,
    { kind, key, changes }: Change,
  ): { readonly file: FileName; readonly path: Path | null; readonly after: string } {
    if (kind === 'file') {
      const file = fileNamed(key);
      return { file, path: null, after: newText(changes, texts.get(file)) };
    }
    const { at } = this.#find(texts, { kind, key });
    const { file } = KINDS[kind];
    return { file, path: pathOf(kind, at), after: edit(kind, texts.get(file) ?? '', at, { ...changes, draft: null }) };
  }

  /**
   * Writes a change.
   *
   * @param version - of the entry that the change was made from
   * @param accept - whether a draft becomes a fact with this
   * @throws ConflictError where the entry is another now; SitrepError `USAGE` where the layout does not allow the change, or a draft
   *         with problems is to be accepted
   */
  async save({
    accept = false,
    ...change
  }: Change & { readonly version: string; readonly accept?: boolean }): Promise<void> {
    const { kind, key, changes } = change;
    if (accept) {
      const { findings, elsewhere } = await this.check(change);
      const problems = [...findings, ...elsewhere].filter(({ level }) => level === 'problem').length;
      if (problems > 0)
        throw new SitrepError('USAGE', `Correct the ${problems === 1 ? 'problem' : `${problems} problems`} first.`);
    }
    if (kind === 'file') return this.#saveFile(fileNamed(key), change.version, changes);
    await this.#write({ kind, key }, change.version, (text, at, { value }) => {
      if (changes.id !== undefined && value?.draft !== true)
        throw new SitrepError('USAGE', 'The id of a fact that may have been served stays: buttons and pins carry it.');
      const edited = edit(kind, text, at, accept ? { ...changes, draft: null } : changes);
      return accept ? removeComment(edited, pathOf(kind, at), DRAFTED_FROM) : edited;
    });
  }

  /** Removes a draft. @throws ConflictError; SitrepError `USAGE` where it is no draft */
  async discard(ref: ListedRef & { readonly version: string }): Promise<void> {
    await this.#write(ref, ref.version, (text, at, entry) => {
      if (entry.value?.draft !== true)
        throw new SitrepError(
          'USAGE',
          'Only a draft can be discarded. Correct a fact, or retire it as knowledge/README.md shows.',
        );
      return removeEntry(text, pathOf(ref.kind, at));
    });
  }

  /**
   * Adds a draft after the others.
   *
   * @param idStem - its id, or the start of it where that is taken
   * @returns its key
   */
  async add(kind: ListedKind, idStem: string, values: Readonly<Record<string, unknown>>): Promise<string> {
    return this.#writing.runExclusive(async () => {
      const { file, list } = KINDS[kind];
      const texts = await this.#read();
      const text = texts.get(file);
      if (text === undefined) throw new ConflictError(`${file} cannot be read.`, null);
      const taken = new Set((this.#parse(kind, texts) ?? []).map(({ value }) => value?.id));
      let id = idStem;
      for (let n = 2; taken.has(id); n += 1) id = `${idStem}-${n}`;
      const { id: _, ...rest } = values;
      const value = { id, draft: true, ...rest };
      await replaceFile(join(this.#folder, file), text, appendEntries(file, text, list, [{ value }]));
      return id;
    });
  }

  /** Does something else that writes the files, while nothing of the desk does. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#writing.runExclusive(work);
  }

  async #saveFile(name: FileName, version: string, changes: Change['changes']): Promise<void> {
    await this.#writing.runExclusive(async () => {
      const texts = await this.#read();
      const before = texts.get(name);
      const after = newText(changes, before);
      if (versionOf(before ?? '') !== version) {
        const now = await this.#file(name, texts, findingsOf(await this.#inspect(texts)));
        throw new ConflictError(CHANGED_MEANWHILE, now);
      }
      if (after !== before) await replaceFile(join(this.#folder, name), before ?? null, after);
    });
  }

  async #write(
    ref: ListedRef,
    version: string,
    change: (text: string, at: number, entry: EntryText) => string,
  ): Promise<void> {
    const { file } = KINDS[ref.kind];
    await this.#writing.runExclusive(async () => {
      const texts = await this.#read();
      const { at, entry } = this.#find(texts, ref);
      if (versionOf(entry.text) !== version) {
        const current = this.#entries(ref.kind, texts, findingsOf(await this.#inspect(texts)))?.[at] ?? null;
        throw new ConflictError(CHANGED_MEANWHILE, current);
      }
      const text = texts.get(file) ?? '';
      const after = change(text, at, entry);
      if (after !== text) await replaceFile(join(this.#folder, file), text, after);
    });
  }

  /** @throws ConflictError */
  #find(texts: Texts, { kind, key }: ListedRef): { readonly at: number; readonly entry: EntryText } {
    const { file } = KINDS[kind];
    if (!texts.has(file)) throw new ConflictError(`${file} is gone or cannot be read. Nothing has been written.`, null);
    const entries = this.#parse(kind, texts);
    if (entries === null) throw new ConflictError(`${file} is not valid now. Nothing has been written.`, null);
    const at = keysOf(entries).indexOf(key);
    const entry = entries[at];
    if (entry === undefined)
      throw new ConflictError(`"${key}" is no longer in ${file}. Nothing has been written.`, null);
    return { at, entry };
  }

  #entries(kind: ListedKind, texts: Texts, found: readonly Placed[]): readonly Entry[] | null {
    const entries = this.#parse(kind, texts);
    return entries && viewsOf(kind, entries, found);
  }

  async #file(name: FileName, texts: Texts, found: readonly Placed[]): Promise<Entry> {
    const text = texts.get(name);
    const isMissing = text === undefined && (await lstat(join(this.#folder, name)).catch(() => null)) === null;
    const fitsForm = isMissing || (text !== undefined && text.length <= SHOWN_FILE_MAX_CHARS);
    return {
      kind: 'file',
      key: name,
      values: fitsForm ? { text: (text ?? '').replaceAll('\r\n', '\n') } : {},
      version: versionOf(text ?? ''),
      text: '',
      comment: '',
      fitsForm,
      findings: found.filter(({ file }) => file === name).map(({ finding }) => ofFile(finding)),
    };
  }

  /** Parsing takes most of the time, and most requests are about the same texts. */
  #parse(kind: ListedKind, texts: Texts): readonly EntryText[] | null {
    const { file, list } = KINDS[kind];
    const text = texts.get(file);
    if (text === undefined) return null;
    const last = this.#parsed.get(kind);
    const entries = last?.text === text ? last.entries : readEntries(text, list);
    this.#parsed.set(kind, { text, entries });
    return entries;
  }

  async #read(): Promise<Texts> {
    const texts = new Map<string, string>();
    for (const name of FILES) {
      const read = await readRegularFile(join(this.#folder, name));
      if (read === undefined || 'message' in read) continue;
      try {
        texts.set(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.bytes));
      } catch {
        // Not UTF-8: the inspection says so.
      }
    }
    return texts;
  }

  /** The files as they are; remembered, because every keystroke asks for it. */
  async #inspect(texts: Texts): Promise<Inspection> {
    const sourceTexts = await this.#sourceTexts();
    // The stamp tells of what is in no text: a file that cannot be read, and sources in the folder.
    const stamp = await stampOf(this.#folder);
    const version = versionOf(
      [stamp, ...[...texts].flat(), ...[...sourceTexts].flatMap(([id, { sha256 }]) => [id, sha256])].join('\0'),
    );
    if (this.#last?.version !== version || texts.size === 0)
      this.#last = {
        version,
        inspection: inspect(this.#folder, { texts: sourceTexts, warnings: true, instead: texts }),
      };
    try {
      return await this.#last.inspection;
    } catch (error) {
      this.#last = null;
      throw error;
    }
  }
}

const CHANGED_MEANWHILE = 'This was changed in the file meanwhile. Nothing has been written.';

/** @throws SitrepError `USAGE` */
function fileNamed(key: string): FileName {
  const name = FILES.find((each) => each === key);
  if (name === undefined)
    throw new SitrepError('USAGE', `A situation has no file "${key.slice(0, 60)}"; its files are ${FILES.join(', ')}.`);
  return name;
}

/** The text that the page sends, with the line ends of the file. @throws SitrepError `USAGE` */
function newText({ text }: Change['changes'], before: string | undefined): string {
  if (typeof text !== 'string') throw new SitrepError('USAGE', 'Expected the text of the file.');
  return before?.includes('\r\n') === true ? text.replace(/\r?\n/g, '\r\n') : text;
}

/** A file has one field. */
const ofFile = (finding: Finding): Finding => ({ ...finding, field: 'text' });

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const pathOf = (kind: ListedKind, at: number): Path => (kind === 'fact' ? [at] : ['entities', at]);

function edit(kind: ListedKind, text: string, at: number, changes: Readonly<Record<string, unknown>>): string {
  const { keys, kept } = KINDS[kind];
  const isEmpty = (value: unknown): boolean =>
    value === null || value === '' || (Array.isArray(value) && value.length === 0);
  const values = Object.entries(changes).map(([key, value]) => [
    key,
    !isEmpty(value) ? value : kept.includes(key) ? null : undefined,
  ]);
  return editEntry(text, pathOf(kind, at), Object.fromEntries(values), keys);
}

interface Placed {
  readonly file: string;
  readonly path: Path | undefined;
  readonly finding: Finding;
}

function findingsOf({ problems, warnings }: Inspection): readonly Placed[] {
  const placed = (level: Finding['level'], { file, line, id, path, message, remedy }: Problem): Placed => {
    const name = basename(file);
    const within = path?.slice(name === 'entities.yml' ? 2 : 1) ?? [];
    const field = within.length === 0 ? null : within.join('.');
    const where = line === null ? name : `${name}:${line}`;
    // The page puts the quotation marks of YAML itself.
    const said = remedy.replace(/ \(and put quotes around text that holds .*?\)/, '');
    return { file: name, path, finding: { level, field, message, remedy: said, where, id } };
  };
  return [
    ...problems.map((problem) => placed('problem', problem)),
    ...warnings.map((warning) => placed('warning', warning)),
  ];
}

/** A line number moves with each line that is added above, and tells nothing new. */
const wordingOf = ({ id, message }: Finding): string => `${id} ${message.replace(/\(line \d+\)/g, '')}`;

const startsWith = (path: Path | undefined, start: Path): boolean =>
  path !== undefined && start.every((step, at) => path[at] === step);

function keysOf(entries: readonly EntryText[]): readonly string[] {
  const seen = new Map<string, number>();
  return entries.map(({ value }) => {
    const id = typeof value?.id === 'string' ? value.id.trim() : '';
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 && id !== '' ? id : `${id}~${count}`;
  });
}

function viewsOf(kind: ListedKind, entries: readonly EntryText[], found: readonly Placed[]): readonly Entry[] {
  const { file } = KINDS[kind];
  const keys = keysOf(entries);
  const byEntry = Map.groupBy(
    found.filter((placed) => placed.file === file),
    ({ path }) => (kind === 'fact' ? path?.[0] : path?.[0] === 'entities' ? path[1] : undefined),
  );
  return entries.map(({ value, text: own, comment }, at) => ({
    kind,
    key: keys[at] ?? '',
    values: value ?? {},
    version: versionOf(own),
    text: own,
    comment,
    fitsForm: value !== null && FORMS[kind].safeParse(value).success,
    findings: (byEntry.get(at) ?? []).map(({ finding }) => finding),
  }));
}

const text = z.string().nullish();
const number = z.number().nullish();
const texts = z.array(z.string()).nullish();
const cites = z.array(z.looseObject({ source: text, paragraph: number, sentence: number, quote: text })).nullish();
const yesNo = z.boolean().nullish();

/** The shapes that the forms can show; wider than the schemas, because a form also shows what is wrong. */
const FORMS = {
  fact: z.looseObject({
    ...Object.fromEntries(
      ['id', 'text', 'label', 'topic', 'status', 'status_note', 'superseded_by', 'reason', 'review_by'].map((key) => [
        key,
        text,
      ]),
    ),
    ...Object.fromEntries(['said_by', 'via', 'actors', 'places', 'about', 'asked_as'].map((key) => [key, texts])),
    importance: number,
    headline: yesNo,
    draft: yesNo,
    time: z.record(z.string(), text).nullish(),
    numbers: z.array(z.record(z.string(), z.union([z.string(), z.number()]).nullish())).nullish(),
    cites,
  }),
  entity: z.looseObject({
    ...Object.fromEntries(['id', 'kind', 'name'].map((key) => [key, text])),
    importance: number,
    draft: yesNo,
    aliases: texts,
    roles: z.array(z.looseObject({ title: text, former: yesNo, cites })).nullish(),
  }),
} as const;

const Situation = z.object({
  title: z.string().nullish().catch(null),
  sources: z.array(z.object({ id: z.string(), label: z.string().catch('') })).catch([]),
  topics: z.array(z.object({ id: z.string(), title: z.string().catch('') })).catch([]),
});

/** As much of situation.yml as can be read: a slip there must not keep a curator from the facts. */
function situationOf(texts: Texts): z.output<typeof Situation> {
  try {
    return Situation.parse(parse(texts.get('situation.yml') ?? ''));
  } catch {
    return { title: null, sources: [], topics: [] };
  }
}

/** The keys that a change may name. */
export const CHANGEABLE: Readonly<Record<EntryKind, readonly string[]>> = {
  fact: KINDS.fact.keys.filter((key) => key !== 'draft'),
  entity: KINDS.entity.keys.filter((key) => key !== 'draft'),
  file: ['text'],
};
