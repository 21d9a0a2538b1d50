import { z } from 'zod';
import { FILE_SCHEMAS } from './schema.ts';

/** The path from a file of a situation to its schema, as the file's first line gives it. */
export const schemaLine = (file: string): string => `# yaml-language-server: $schema=../schema/${schemaName(file)}`;

const schemaName = (file: string): string => file.replace(/yml$/, 'schema.json');

/** A JSON Schema for each file of a situation: the schema's file name in knowledge/schema → its text. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(FILE_SCHEMAS).map(([file, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input' });
      return [schemaName(file), `${JSON.stringify({ title: `Sitrep ${file}`, ...json }, null, 2)}\n`];
    }),
  );
}
