/** Turns plain values into typed items, and reports values that do not fit. One broken key does not hide other problems. */

import { z } from 'zod';
import { didYouMean } from './closest.ts';
import { type Place, type Report, show } from './problem.ts';
import type { Path, YamlFile } from './yaml.ts';

/** The readable part of a value: every key that fits its schema. Other keys are reported and left out. */
export type Readable<T> = { readonly [K in keyof T]?: T[K] | undefined };

export interface Item<T> {
  /** The id as written, even where it is malformed; null where there is none. */
  readonly id: string | null;
  readonly value: Readable<T>;
  /** The whole value, if nothing is wrong with it. */
  readonly whole: T | null;
  readonly file: YamlFile;
  readonly path: Path;
  /** The place of a key, or of a value inside it. */
  place(...within: Path): Place;
}

/** The place of a value. */
export interface Spot {
  readonly file: YamlFile;
  readonly path: Path;
  /** The id that problems name where a value has no id of its own: for a citation, the id of its fact. */
  readonly owner?: string | null;
}

/** Reads one value. Keys that do not fit the schema go to `report`. */
export function readItem<S extends z.ZodObject>(
  schema: S,
  raw: unknown,
  { file, path, owner = null }: Spot,
  report: Report,
): Item<z.output<S>> {
  const id = isGroup(raw) && typeof raw.id === 'string' && raw.id !== '' ? raw.id : owner;
  const place = (...within: Path): Place => file.place([...path, ...within], id);
  const result = schema.safeParse(raw);
  if (result.success) return { id, value: result.data as Readable<z.output<S>>, whole: result.data, file, path, place };

  // A group with an unknown key gets no further check, because that key explains its problems.
  const explained = new Set(
    result.error.issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join()),
  );
  for (const issue of result.error.issues) {
    if (issue.code !== 'custom' || !explained.has(issue.path.join()))
      reportIssue(issue, { schema, raw, place }, report);
  }
  const broken = new Set(result.error.issues.map((issue) => issue.path[0]));
  const rest = isGroup(raw)
    ? Object.fromEntries(Object.entries(raw).filter(([key]) => Object.hasOwn(schema.shape, key) && !broken.has(key)))
    : {};
  const partly = schema.partial().safeParse(rest);
  const value = (partly.success ? withoutDefaults(partly.data, rest) : {}) as Readable<z.output<S>>;
  return { id, value, whole: null, file, path, place };
}

/** Reads each element of a list that is a key of an item or of a file. */
export function readItems<S extends z.ZodObject>(
  schema: S,
  elements: readonly unknown[] | null | undefined,
  spot: Spot,
  report: Report,
): readonly Item<z.output<S>>[] {
  return (elements ?? []).map((raw, i) => readItem(schema, raw, { ...spot, path: [...spot.path, i] }, report));
}

/** Leaves out default values, because the rules would otherwise check the default of a broken key as if a person had written it. */
function withoutDefaults(data: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => Object.hasOwn(given, key)));
}

/** "quote: Rowan, a former mayor" within braces: YAML reads the words after the comma as a key without a value. */
function isCutOff(key: string, given: unknown): boolean {
  return isContainer(given) && given[key] === null && /\s|^\d/.test(key);
}

interface Checked {
  readonly schema: z.ZodType;
  readonly raw: unknown;
  readonly place: (...within: Path) => Place;
}

function reportIssue(issue: z.core.$ZodIssue, { schema, raw, place }: Checked, report: Report): void {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    const given = path.reduce<unknown>((within, step) => (isContainer(within) ? within[step] : undefined), raw);
    for (const key of issue.keys) {
      const remedy = isCutOff(key, given)
        ? `put quotes around the text before it: in { } and [ ] a comma ends a text`
        : didYouMean(key, known, `remove it; the keys here are ${known.join(', ')}`);
      report(place(...path, key), `the key "${key}" is not known`, remedy);
    }
    return;
  }
  if (path.length === 0) {
    report(place(), `this entry is ${show(raw)}`, 'write the keys that knowledge/README.md shows');
    return;
  }
  const value = path.reduce<unknown>((within, step) => (isContainer(within) ? within[step] : undefined), raw);
  const key = path.findLast((step) => typeof step === 'string');
  const subject = typeof path.at(-1) === 'number' ? `an entry of "${key}"` : `"${key}"`;
  if (value === undefined) report(place(...path), `${subject} is missing`, `write ${issue.message}`);
  else if (value === null || value === '') report(place(...path), `${subject} is empty`, `write ${issue.message}`);
  else {
    const unquoted = issue.code === 'invalid_type' && issue.expected === 'string' && !isContainer(value);
    const remedy = unquoted ? `put it in quotes, or write ${issue.message}` : `write ${issue.message}`;
    report(place(...path), `${subject} is ${show(value)}`, remedy);
  }
}

/** The keys of the group that a path leads to. */
function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  let at: unknown = schema;
  const inner = (): unknown => {
    for (;;) {
      if (at instanceof z.ZodDefault || at instanceof z.ZodNullable || at instanceof z.ZodOptional) at = at.unwrap();
      else if (at instanceof z.ZodPipe) at = at.in;
      else return at;
    }
  };
  for (const step of path) {
    const here = inner();
    if (here instanceof z.ZodArray) at = here.element;
    else if (here instanceof z.ZodObject) at = here.shape[step];
  }
  const here = inner();
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
