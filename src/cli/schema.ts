/** `schema`: writes a JSON Schema for each file of a situation, so that editors can complete and check while a person types. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonSchemas } from '../knowledge/json-schema.ts';
import { type Run, readArgs } from './io.ts';

const USAGE = 'npm run -s schema -- [--knowledge DIR]';

export const run: Run = async (args, io) => {
  const parsed = readArgs(args, { usage: USAGE, options: { knowledge: { type: 'string', default: 'knowledge' } } }, io);
  if (parsed === null) return 0;
  const { values } = parsed;
  const folder = join(values.knowledge, 'schema');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of jsonSchemas()) {
    await writeFile(join(folder, name), text);
    io.stdout.write(`${join(folder, name)}\n`);
  }
  return 0;
};
