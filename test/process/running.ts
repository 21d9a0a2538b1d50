import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A whole Sitrep process and what it has printed. */
export interface Running extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Everything on stdout and stderr so far. */
  output(): string;
  /** Resolves when the output matches. @throws Error with the output when the process ends first */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/**
 * Starts `src/main.ts` as npm start does, with nothing of this machine's settings but the path.
 *
 * @param cwd - where knowledge/ and .env are looked for
 * @param command - what to start instead, as program and arguments
 * @param stdout - where its log goes; where it is a file descriptor, `output()` holds only stderr
 * @param user - runs it as another user
 */
export function startSitrep(
  env: Readonly<Record<string, string>>,
  cwd = ROOT,
  [program, ...args]: readonly [string, ...string[]] = [
    process.execPath,
    '--max-semi-space-size=4',
    '--heap-growing-percent=20',
    resolve(ROOT, 'src/main.ts'),
  ],
  stdout: 'pipe' | number = 'pipe',
  user: { readonly uid?: number; readonly gid?: number } = {},
): Running {
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-store-'));
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: process.env.PATH ?? '',
      // A store of its own: one file takes one process.
      SITREP_STORE: join(folder, 'sitrep.sqlite'),
      // An encoder takes seconds of processor time at each start. Who examines it switches it on.
      SITREP_ENCODER: 'off',
      ...env,
    },
    stdio: ['ignore', stdout, 'pipe'],
    ...user,
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    output: () => text,
    ended,
    async printed(pattern) {
      const { promise, resolve: found, reject } = Promise.withResolvers<RegExpExecArray>();
      const look = () => {
        const match = pattern.exec(text);
        if (match) found(match);
      };
      listeners.add(look);
      look();
      void ended.then((code) => reject(new Error(`ended with ${code} before printing ${pattern}:\n${text}`)));
      return promise.finally(() => listeners.delete(look));
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
