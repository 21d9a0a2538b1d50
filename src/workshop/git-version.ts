/** A situation's files as git knows them. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SitrepError } from '../errors.ts';
import { FILES } from '../knowledge/dossier.ts';
import { type Inspection, inspect } from '../knowledge/load.ts';

const run = promisify(execFile);
/** The limit for git's output: about twice the largest file that Sitrep reads. */
const OUTPUT_MAX_BYTES = 50 * 1024 * 1024;

/**
 * Reads a situation as it was in a commit.
 *
 * @param ref - a commit, branch or tag ("main", "HEAD~3")
 * @returns null where the commit has no such situation
 * @throws SitrepError `USAGE` where there is no git, no repository or no such commit
 */
export async function inspectAt(folder: string, ref: string): Promise<Inspection | null> {
  const git = (...args: readonly string[]) =>
    run('git', ['-C', folder, ...args], { maxBuffer: OUTPUT_MAX_BYTES }).then(({ stdout }) => stdout);
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).catch((cause) => {
    const why = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'git is not installed' : null;
    const message = why ?? `git knows no commit "${ref}" for ${folder}; name a commit, branch or tag ("HEAD~1")`;
    throw new SitrepError('USAGE', message, { cause });
  });
  const files = new Map<string, string>();
  for (const file of FILES) {
    const text = await git('show', `${commit.trim()}:./${file}`).catch(() => null);
    files.set(file, text ?? '');
    if (text === null && file === 'facts.yml') return null;
  }
  return inspect(folder, { instead: files });
}
