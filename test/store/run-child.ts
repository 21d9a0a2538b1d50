import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The file that the process runs. */
export const CHILD = resolve(import.meta.dirname, 'child.ts');

export type Deed = 'open' | 'hold' | 'write' | 'break-off';

/** A process that does something to a store; see child.ts. */
export interface Child extends AsyncDisposable {
  /** Everything that it has said. */
  readonly said: readonly unknown[];
  /** Resolves when it has said so many things, or has ended. */
  hasSaid(count: number): Promise<void>;
  /** SIGKILL. Resolves when it has ended and all that it said has arrived. */
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

/** @param user - the id of another user to run as, which only root may do */
export function runChild(deed: Deed, path: string, user?: number): Child {
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'inherit'], ...(user === undefined ? {} : { uid: user }) };
  const child: ChildProcess = spawn(process.execPath, [CHILD, deed, path], options);
  const said: unknown[] = [];
  let listener = () => {};
  if (child.stdout === null) throw new Error('expected a pipe from the child');
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(JSON.parse(line));
    listener();
  });
  const ended = once(child, 'close').then(() => undefined);
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return {
    said,
    ended,
    kill,
    hasSaid(count) {
      const { promise, resolve: done } = Promise.withResolvers<void>();
      listener = () => {
        if (said.length >= count) done();
      };
      listener();
      return Promise.race([promise, ended]);
    },
    [Symbol.asyncDispose]: kill,
  };
}
