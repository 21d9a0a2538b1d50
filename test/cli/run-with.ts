import { Readable, Writable } from 'node:stream';
import { exitCodeOf, type Run } from '../../src/cli/io.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The values of standard output, a line each. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Runs a sub-command as the door does, with streams that remember what was written. */
export async function runWith(
  command: Run,
  args: readonly string[],
  {
    input = [],
    env = {},
  }: { readonly input?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const io = { stdin: Readable.from(input), stdout: into('out'), stderr: into('err'), env };
  const code = await command(args, io).catch((error: unknown) => exitCodeOf(error, 'test', io));
  const lines = written.out.split('\n').filter((line) => line.startsWith('{'));
  return { code, ...written, lines: lines.map((line) => JSON.parse(line)) };
}
