import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { z } from 'zod';
import { damaged } from './store-error.ts';

/** A table whose rows are values as JSON. */
export interface Table<T> {
  /**
   * Prepares a query.
   *
   * @param rest - SQL from WHERE on
   * @returns what runs it; rows come back checked
   * @throws (what runs it) SitrepError STORE_CORRUPT naming table and row where one does not fit
   */
  select(rest: string): (...values: readonly SQLInputValue[]) => readonly T[];
  /** The same, with the number of each row. */
  rows(rest: string): (...values: readonly SQLInputValue[]) => readonly { readonly seq: number; readonly value: T }[];
}

export function readTable<T>(db: DatabaseSync, path: string, name: string, schema: z.ZodType<T>): Table<T> {
  const read = (seq: unknown, body: unknown): T => {
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`);
    throw damaged(path, `row ${String(seq)} of table ${name} is not as expected: ${issues.join('; ')}`);
  };
  const rows: Table<T>['rows'] = (rest) => {
    const statement = db.prepare(`SELECT seq, body FROM ${name} ${rest}`);
    return (...values) =>
      statement.all(...values).map(({ seq, body }) => ({ seq: Number(seq), value: read(seq, body) }));
  };
  return {
    rows,
    select(rest) {
      const found = rows(rest);
      return (...values) => found(...values).map(({ value }) => value);
    },
  };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
