/** The curators' page: its HTTP API and files, on this machine only. Shapes of answers are those of desk.ts. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { SitrepError } from '../../errors.ts';
import { stampOf } from '../../knowledge/watch.ts';
import type { Gap } from '../gap-list.ts';
import { CHANGEABLE, ConflictError, type Desk, ENTRY_KINDS, LISTED_KINDS } from './desk.ts';

/** What a member would read, and why. */
export interface Asked {
  readonly text: string;
  /** One line for each reason, as `ask --why` prints them. */
  readonly reasons: readonly string[];
  /** What keeps the facts on disk from being asked; the answer is then from the last ones that could be. */
  readonly problems: number;
}

/** What members asked or reported, alike ones together. */
export interface GapView extends Pick<Gap, 'id' | 'kind' | 'alike' | 'texts' | 'firstMs' | 'named'> {
  /** Ids of the nearest facts, or of the one that a report is about. */
  readonly nearest: readonly string[];
}

/** What becomes of a gap: its question is added to a fact, it is taken care of, or it is nothing for curators. */
export type GapVerdict =
  | { readonly as: 'accepted'; readonly fact: string; readonly question: string }
  | { readonly as: 'done' }
  | { readonly as: 'ignored' };

/** Both throw SitrepError where there is no store, or it cannot be used. */
export interface Gaps {
  /** Most asked first. */
  list(): Promise<readonly GapView[]>;
  settle(ids: readonly string[], verdict: GapVerdict): Promise<void>;
}

export interface CurateOptions {
  readonly desk: Desk;
  /** Asks as a member would. */
  readonly ask: (question: string) => Promise<Asked>;
  readonly gaps: Gaps;
  /** 0 for any free one. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** How often the files are looked at while a page is open. */
  readonly lookEveryMs?: number;
}

export interface CurateServer {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** Twice the longest file that the page shows. */
const REQUEST_MAX_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 1000;
const FOLDER = join(import.meta.dirname, 'page');
const FILE_TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;

type Env = { Bindings: HttpBindings };

/**
 * Starts the page.
 *
 * | request | takes | gives |
 * |---|---|---|
 * | GET /api/state | | DeskState |
 * | GET /api/events | | event stream: `changed` after each change of a file |
 * | POST /api/check | kind, key, changes | Checked |
 * | POST /api/save | the same, version, accept? | 204 |
 * | POST /api/discard | kind, key, version | 204 |
 * | POST /api/add | kind, id, values | {key} |
 * | POST /api/ask | question | Asked |
 * | GET /api/gaps | | GapView[] |
 * | POST /api/settle | ids, verdict | 204 |
 *
 * `kind` is fact, entity or, to check and save, file; the key of a file is its name, and its one change is `text`.
 * An error is `{"error": "a sentence"}`: 400 and 413 a request that makes no sense, 403 one that does not come from the page, 422
 * a change that is refused, 409 an entry or file that somebody else has changed (with `current`).
 *
 * @throws SitrepError `PORT_TAKEN`
 */
export async function startCurate(options: CurateOptions): Promise<CurateServer> {
  const closing = new AbortController();
  const app = routesOf(options, closing.signal);
  const server = createServer(getRequestListener(app.fetch));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const what = cause.code === 'EADDRINUSE' ? 'it is taken; choose another with --port' : cause.message;
    reject(
      new SitrepError('PORT_TAKEN', `Expected to listen on ${HOST} port ${options.port}, but ${what}.`, { cause }),
    );
  });
  server.listen(options.port, HOST, () => resolve((server.address() as AddressInfo).port));
  const port = await promise;
  return {
    url: `http://${HOST}:${port}/`,
    async close() {
      closing.abort();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const listed = z.enum(LISTED_KINDS);
const changes = z.record(z.string(), z.json());
const onEntry = { kind: z.enum(ENTRY_KINDS), key: z.string() };
const Bodies = {
  check: z.object({ ...onEntry, changes }),
  save: z.object({ ...onEntry, changes, version: z.string(), accept: z.boolean().default(false) }),
  discard: z.object({ kind: listed, key: z.string(), version: z.string() }),
  add: z.object({
    kind: listed,
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      .max(50),
    values: changes,
  }),
  ask: z.object({ question: z.string().max(2000) }),
  settle: z.object({
    ids: z.array(z.string()).min(1),
    verdict: z.discriminatedUnion('as', [
      z.object({ as: z.literal('accepted'), fact: z.string(), question: z.string() }),
      z.object({ as: z.enum(['done', 'ignored']) }),
    ]),
  }),
} as const;

// Over 60 lines: the table of routes, each with the few lines that answer it.
function routesOf(
  { desk, ask, gaps, log, lookEveryMs = LOOK_EVERY_MS }: CurateOptions,
  closing: AbortSignal,
): Hono<Env> {
  const app = new Hono<Env>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  // A name that a foreign site lets point to this machine would otherwise be that site's own address.
  app.use(async (c, next) => {
    const { localPort } = c.env.incoming.socket;
    const hosts = [HOST, 'localhost'].map((name) => `${name}:${localPort}`);
    if (!hosts.includes(c.req.header('host') ?? '')) return refuse(c, 403, `Open the page at http://${hosts[0]}/.`);
    c.header('cache-control', 'no-store');
    return next();
  });

  app.get('/api/state', async (c) => c.json(await desk.state()));
  app.get('/api/events', (c) => streamChanges(c, desk, lookEveryMs, closing));

  // A foreign site can neither name this page as its origin nor send JSON without asking the browser first.
  app.post('/api/*', async (c, next) => {
    if (c.req.header('origin') !== `http://${c.req.header('host')}`)
      return refuse(c, 403, 'Expected a request from the page itself.');
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      return refuse(c, 400, 'Expected the Content-Type application/json.');
    return next();
  });
  app.post(
    '/api/*',
    bodyLimit({
      maxSize: REQUEST_MAX_BYTES,
      async onError(c) {
        // Read to its end and dropped: a browser that is still sending would take the early answer for a broken connection.
        await c.req.raw.body?.pipeTo(new WritableStream()).catch(() => {});
        return refuse(c, 413, `This is too long: at most ${REQUEST_MAX_BYTES / 1024} kB can be sent at once.`);
      },
    }),
  );
  app.post('/api/check', async (c) => c.json(await desk.check(onlyKnown(await body(c, 'check')))));
  app.post('/api/save', async (c) => {
    await desk.save(onlyKnown(await body(c, 'save')));
    return c.body(null, 204);
  });
  app.post('/api/discard', async (c) => {
    await desk.discard(await body(c, 'discard'));
    return c.body(null, 204);
  });
  app.post('/api/add', async (c) => {
    const { kind, id, values } = await body(c, 'add');
    onlyKnown({ kind, changes: values });
    return c.json({ key: await desk.add(kind, id, values) });
  });
  app.post('/api/ask', async (c) => c.json(await ask((await body(c, 'ask')).question)));

  app.get('/api/gaps', async (c) => c.json(await gaps.list()));
  app.post('/api/settle', async (c) => {
    const { ids, verdict } = await body(c, 'settle');
    await desk.alone(() => gaps.settle(ids, verdict));
    return c.body(null, 204);
  });

  app.get('/', () => file('index.html'));
  app.get('/page/:name{[a-z-]+\\.(?:js|css)}', (c) => file(c.req.param('name')));
  app.notFound((c) => refuse(c, 404, `There is nothing at ${c.req.path.slice(0, 100)}.`));
  app.onError((error, c) => {
    if (error instanceof BadRequest) return refuse(c, 400, error.message);
    if (error instanceof ConflictError) return c.json({ error: error.message, current: error.current }, 409);
    if (error instanceof SitrepError) return refuse(c, 422, error.message);
    if ('syscall' in error && 'code' in error)
      return refuse(c, 422, `A file cannot be read or written (${error.code}). Nothing has been changed.`);
    log(`The curators' page failed: ${error.stack ?? String(error)}`);
    return refuse(c, 500, 'The page failed inside; the terminal where it was started says where.');
  });
  return app;
}

const refuse = (c: Context, status: 400 | 403 | 404 | 413 | 422 | 500, error: string) => c.json({ error }, status);

class BadRequest extends Error {}

async function body<K extends keyof typeof Bodies>(c: Context, action: K): Promise<z.output<(typeof Bodies)[K]>> {
  const parsed = Bodies[action].safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data as z.output<(typeof Bodies)[K]>;
  const [issue] = parsed.error.issues;
  throw new BadRequest(
    `Expected a JSON object that fits "${action}"; ${issue?.path.join('.') || 'it'}: ${issue?.message}.`,
  );
}

/** @throws BadRequest for a key that facts or entities do not have, and for "draft", which has its own button */
function onlyKnown<T extends Pick<z.output<typeof Bodies.check>, 'kind' | 'changes'>>(change: T): T {
  const unknown = Object.keys(change.changes).find((key) => !CHANGEABLE[change.kind].includes(key));
  if (unknown !== undefined)
    throw new BadRequest(`A ${change.kind} has no key "${unknown.slice(0, 60)}" that can be changed.`);
  return change;
}

/** Tells the page of each change of the files, whoever makes it. */
function streamChanges(c: Context, desk: Desk, lookEveryMs: number, closing: AbortSignal): Response {
  return streamSSE(c, async (stream) => {
    const ending = new AbortController();
    stream.onAbort(() => ending.abort());
    const signal = AbortSignal.any([closing, ending.signal]);
    const look = (): Promise<string> => stampOf(desk.folder).catch(() => 'gone');
    let before = await look();
    await stream.writeSSE({ event: 'hello', data: '' });
    try {
      for await (const _ of every(lookEveryMs, undefined, { signal })) {
        const now = await look();
        if (now !== before) await stream.writeSSE({ event: 'changed', data: '' });
        before = now;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
}

/** @param name - letters and hyphens, so that no path leads out of the folder */
async function file(name: string): Promise<Response> {
  const bytes = await readFile(join(FOLDER, name)).catch(() => null);
  if (bytes === null) return Response.json({ error: `The page has no file "${name}".` }, { status: 404 });
  const type = FILE_TYPES[name.split('.').at(-1) as keyof typeof FILE_TYPES];
  return new Response(bytes, { headers: { 'content-type': `${type}; charset=utf-8` } });
}
