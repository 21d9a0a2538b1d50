import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { SitrepError } from './errors.ts';

/** The settings in a `.env` file, and the problems with its lines. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** One sentence for each problem: where it is, what was expected, what to do. Values are not repeated. */
  readonly problems: readonly string[];
}

/** Whether a line seems meant to set one of Sitrep's settings. */
const SETTING = /^\s*(?:export\s+)?((?:SITREP|DISCORD)_\w+)/i;

/**
 * Reads a `.env` file. A missing file counts as empty.
 *
 * @throws SitrepError CONFIG_INVALID when the file is there and cannot be read
 */
export function readEnvFile(path: string): EnvFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { values: {}, problems: [] };
    throw new SitrepError('CONFIG_INVALID', `The file ${path} cannot be read. Check its permissions.`, { cause });
  }
  // Windows PowerShell writes UTF-16 unless told otherwise. UTF-8 text contains no zero byte.
  if (bytes.includes(0)) {
    return { values: {}, problems: [`${path}: expected UTF-8, got UTF-16; save the file as UTF-8`] };
  }
  // dotenv would take the byte order mark for a part of the first name.
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const values = parse(text);
  const problems = text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const name = SETTING.exec(line)?.[1];
    return name === undefined || name in values
      ? []
      : [`${path}:${index + 1}: expected ${name}=value; write the name, "=" and the value`];
  });
  return { values, problems };
}
