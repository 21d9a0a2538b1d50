import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Actions, Started } from './actions.ts';
import type { Commands } from './commands.ts';
import { ActionError, ApiError } from './errors.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionEvent, Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { type PageStateParts, pageState, pinsSeenBy, situationShown } from './page-state.ts';
import type { Pins } from './pins.ts';
import type { NodeEnv } from './rest.ts';
import type { Signal } from './signal.ts';
import { IDS, type World } from './world.ts';

export interface PageParts {
  readonly world: World;
  readonly actions: Actions;
  readonly commands: Commands;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly examples: PageStateParts['examples'];
  readonly situation: PageStateParts['situation'];
  readonly situationChanged: Signal<void>;
  readonly log: (line: string) => void;
}

export interface Page {
  readonly routes: Hono<NodeEnv>;
  /** Ends all event streams. */
  close(): void;
}

/** What a page posts is small. */
const REQUEST_MAX_BYTES = 64 * 1024;
/** Keeps proxies and browsers from closing a quiet stream. */
const STREAM_COMMENT_EVERY_MS = 15_000;

const FOLDER = join(import.meta.dirname, 'page');
const FILE_TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;
const SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";

/**
 * The page's HTTP API. Bodies are JSON; an error is `{"error": "a sentence"}`; shapes in `page/types.ts`.
 *
 * | request | takes | gives |
 * |---|---|---|
 * | GET /page/state | `as`, `channel_id` | PageState of that channel |
 * | GET /page/pins | `as`, `channel_id` | Pin[], newest pin first |
 * | GET /page/events | `as`, `channel_id` | the event stream below |
 * | POST /page/say | as, channel_id, content, reply_to?, ping? | message_id |
 * | POST /page/command | as, channel_id, command_id, path?, options | interaction_id |
 * | POST /page/autocomplete | the same and `focused` | choices, failed? |
 * | POST /page/press | as, channel_id, message_id, custom_id | interaction_id |
 * | POST /page/choose | the same and `values` (list) | interaction_id |
 * | POST /page/message-command | as, channel_id, message_id, command_id | interaction_id |
 * | POST /page/forward | as, channel_id (where to), message_id | message_id |
 * | POST /page/submit | as, modal_id, values (by custom_id: text, list of a select, or true or false of a checkbox) | interaction_id |
 * | POST /page/close-modal | as, modal_id | 204 |
 * | POST /page/dismiss, pin, unpin, delete | as, message_id | 204 |
 *
 * `as` is the first person where absent, `channel_id` the channel "situation". `path` names the group and sub-command:
 * `["brief"]` for `/pin brief`. `reply_to` is the id of the message that is replied to; with `ping` false its author is not
 * notified. Of `commands`, types 2 and 3 belong to context menus.
 *
 * Events: `hello`, `message`, `message_delete` {id}, `elsewhere` {channel_id: another channel has a new message}, `pins`
 * (Pin[]: all of the channel, after each change), `commands`, `bot` {online}, `situation` {situation, examples: those of the
 * channel, after a change}, `interaction` (InteractionEvent), `modal`
 * (Modal: the bot opened a dialog; its `id` is the `modal_id`). A submitted dialog stays open until the bot has answered:
 * `answered` of that interaction closes it, `failed` leaves it for another try.
 */
export function createPage(parts: PageParts): Page {
  const { actions, log } = parts;
  const routes = new Hono<NodeEnv>();
  const streams = new Set<() => void>();
  const view = (c: Context) => {
    const as = c.req.query('as') ?? parts.world.people[0]?.user.id ?? '';
    actions.person(as);
    return { as, place: actions.place(as, c.req.query('channel_id') ?? IDS.channel) };
  };
  const stateParts = { ...parts, usable: actions.usable, isOnline: () => parts.gateway.isOnline };

  routes.get('/page/state', (c) => {
    const { as, place } = view(c);
    return c.json(pageState(as, place, stateParts), { headers: { 'cache-control': 'no-store' } });
  });
  routes.get('/page/pins', (c) => {
    const { as, place } = view(c);
    return c.json(pinsSeenBy(as, place, parts), { headers: { 'cache-control': 'no-store' } });
  });
  routes.get('/page/events', (c) => {
    const { as, place } = view(c);
    return streamEvents(c, as, place.channelId, parts, streams);
  });

  const tooLarge = (c: Context) => c.json({ error: `Expected at most ${REQUEST_MAX_BYTES} bytes.` }, 413);
  const limit = bodyLimit({ maxSize: REQUEST_MAX_BYTES, onError: tooLarge });
  routes.post('/page/:action', limit, async (c) => {
    checkPost(c);
    const action = ACTIONS[c.req.param('action')];
    if (action === undefined)
      throw new ActionError(404, `The page has no action "${c.req.param('action').slice(0, 100)}".`);
    const result = await action(await c.req.json().catch(() => undefined), actions);
    return result === undefined ? c.body(null, 204) : c.json(result, { headers: { 'cache-control': 'no-store' } });
  });

  routes.get('/', () => file('index.html'));
  routes.get('/page/:name{[a-z-]+\\.(?:js|css)}', (c) => file(c.req.param('name')));
  routes.all('*', (c) => {
    const { method, path } = c.req;
    if (method === 'GET' || method === 'HEAD') {
      return c.text(`The stand-in's page has no file "${path.slice(0, 100)}".\n`, 404);
    }
    throw new ActionError(400, `Expected GET or POST below /page/, got ${method} ${path.slice(0, 100)}.`);
  });
  routes.onError((error, c) => {
    if (error instanceof ActionError) return c.json({ error: error.message }, error.status);
    if (error instanceof ApiError) return c.json({ error: error.reason() }, error.status as 400);
    log(`stand-in: page request failed: ${error.stack ?? String(error)}`);
    return c.json({ error: 'The stand-in failed inside; its log says where.' }, 500);
  });
  return {
    routes,
    close() {
      for (const end of streams) end();
    },
  };
}

/** @throws ActionError; keeps other sites that the browser has open from acting here */
function checkPost(c: Context): void {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ActionError(400, 'Expected the Content-Type application/json.');
  }
  const origin = c.req.header('origin');
  if (!isOwnOrigin(origin, c.req.header('host'))) {
    throw new ActionError(403, `Expected a request from this page, got one from "${origin}".`);
  }
}

/** Browsers let any site post to this machine or open a WebSocket, and say in `Origin` which site it was. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** @param name - letters and hyphens, so that no path leads out of the folder */
async function file(name: string): Promise<Response> {
  const bytes = await readFile(join(FOLDER, name)).catch(() => null);
  if (bytes === null) return new Response(`The stand-in's page has no file "${name}".\n`, { status: 404 });
  const type = FILE_TYPES[name.split('.').at(-1) as keyof typeof FILE_TYPES];
  return new Response(bytes, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': SECURITY_POLICY,
    },
  });
}

type Action = (body: unknown, actions: Actions) => unknown;

function action<T extends z.ZodRawShape>(
  shape: T,
  run: (body: z.output<z.ZodObject<T>>, actions: Actions) => unknown,
): Action {
  const schema = z.object(shape);
  return (body, actions) => {
    const parsed = schema.safeParse(body, { reportInput: true });
    if (parsed.success) return run(parsed.data, actions);
    throw new ActionError(400, expected(parsed.error.issues[0]));
  };
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  record: 'an object of name and value',
  array: 'a list of names',
  boolean: 'true or false',
};

function expected(issue: z.core.$ZodIssue | undefined): string {
  const name = issue?.path[0];
  if (issue === undefined || name === undefined) return 'Expected a JSON object.';
  const wanted = issue.code === 'invalid_type' ? (EXPECTED[issue.expected] ?? issue.expected) : issue.message;
  return `Expected "${String(name)}" to be ${wanted}, got ${issue.input === undefined ? 'nothing' : typeof issue.input}.`;
}

const text = z.string();
const values = z.record(z.string(), z.unknown());
const onChannel = { as: text, channel_id: text };
const onMessage = { ...onChannel, message_id: text };
const command = { ...onChannel, command_id: text, path: z.array(text).nullish(), options: values.nullish() };

const commandRequest = (body: z.output<z.ZodObject<typeof command>>) => ({
  as: body.as,
  channelId: body.channel_id,
  commandId: body.command_id,
  path: body.path ?? [],
  options: body.options ?? {},
});
const messageRequest = (body: z.output<z.ZodObject<typeof onMessage>>) => ({
  as: body.as,
  channelId: body.channel_id,
  messageId: body.message_id,
});
const started = ({ interactionId }: Started) => ({ interaction_id: interactionId });
const byHand = (act: 'pin' | 'unpin' | 'deleteMessage') =>
  action({ as: text, message_id: text }, (body, actions) => {
    actions.moderation[act](actions.person(body.as).user.id, body.message_id);
  });

/** What a person does, by the last part of the path. */
const ACTIONS: Readonly<Record<string, Action>> = {
  say: action(
    { ...onChannel, content: text, reply_to: text.nullish(), ping: z.boolean().nullish() },
    ({ as, channel_id, content, reply_to, ping }, actions) => {
      const replyTo = reply_to == null ? undefined : { id: reply_to };
      return { message_id: actions.say({ as, channelId: channel_id, content, replyTo, ping: ping ?? true }).id };
    },
  ),
  command: action(command, (body, actions) => started(actions.command(commandRequest(body)))),
  autocomplete: action({ ...command, focused: text }, async (body, actions) => {
    const choices = await actions.autocomplete({ ...commandRequest(body), focused: body.focused });
    return choices === 'failed' ? { choices: [], failed: true } : { choices };
  }),
  press: action({ ...onMessage, custom_id: text }, (body, actions) =>
    started(actions.press({ ...messageRequest(body), customId: body.custom_id })),
  ),
  choose: action({ ...onMessage, custom_id: text, values: z.unknown() }, (body, actions) =>
    started(actions.choose({ ...messageRequest(body), customId: body.custom_id, values: body.values })),
  ),
  'message-command': action({ ...onMessage, command_id: text }, (body, actions) =>
    started(actions.messageCommand({ ...messageRequest(body), commandId: body.command_id })),
  ),
  forward: action(onMessage, (body, actions) => ({ message_id: actions.forward(messageRequest(body)).id })),
  submit: action({ as: text, modal_id: text, values: values.nullish() }, (body, actions) =>
    started(actions.submit(body.as, body.modal_id, body.values ?? {})),
  ),
  'close-modal': action({ as: text, modal_id: text }, (body, actions) => actions.closeModal(body.as, body.modal_id)),
  dismiss: action({ as: text, message_id: text }, (body, actions) => actions.dismiss(body.as, body.message_id)),
  pin: byHand('pin'),
  unpin: byHand('unpin'),
  delete: byHand('deleteMessage'),
};

/** Streams what happens in a channel, as far as the person sees it. */
function streamEvents(
  c: Context<NodeEnv>,
  as: string,
  channelId: string,
  parts: PageParts,
  streams: Set<() => void>,
): Response {
  return streamSSE(c, async (stream) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    stream.onAbort(end);
    streams.add(end);
    const send = (event: string, data: unknown) => void stream.writeSSE({ event, data: JSON.stringify(data) });
    send('hello', { as });
    const stops = listen(as, channelId, parts, send);
    const beat = setInterval(() => void stream.write(': still here\n\n'), STREAM_COMMENT_EVERY_MS);
    beat.unref();
    await ended;
    clearInterval(beat);
    for (const stop of stops) stop();
    streams.delete(end);
  });
}

function listen(
  as: string,
  channelId: string,
  { actions, messages, pins, commands, gateway, interactions, situationChanged, ...parts }: PageParts,
  send: (event: string, data: unknown) => void,
): readonly (() => void)[] {
  const place = actions.place(as, channelId);
  return [
    messages.changes.on(({ kind, message }) => {
      const { json, privateTo } = message;
      if (message.place.channelId !== channelId) {
        const isNews = kind === 'created' && json.author.id !== as && messages.sees(as, message);
        if (isNews) send('elsewhere', { channel_id: message.place.channelId });
      } else if (kind === 'deleted') {
        if ((privateTo ?? as) === as) send('message_delete', { id: json.id });
      } else if (messages.sees(as, message)) send('message', messages.seen(message));
    }),
    pins.changes.on((change) => {
      if (change.place.channelId === channelId) send('pins', pinsSeenBy(as, place, { ...parts, messages, pins }));
    }),
    commands.changed.on(() => send('commands', actions.usable.list(as, place))),
    gateway.online.on((online) => send('bot', { online })),
    situationChanged.on(() => send('situation', situationShown(place, parts))),
    interactions.events.on((event) => {
      if (event.personId !== as) return;
      if (event.kind === 'modal') send('modal', event.modal);
      const state = interactionState(event);
      if (state !== null) send('interaction', state);
    }),
  ];
}

/** What the page shows of an interaction while it runs; null for steps that it learns from messages. */
function interactionState(event: InteractionEvent): Record<string, unknown> | null {
  // Suggestions have a request of their own and show nothing in the channel.
  if (event.type === 4) return null;
  const { interactionId: id } = event;
  switch (event.kind) {
    case 'pending':
      return { id, state: 'pending', ...(event.command !== null && { command: event.command }) };
    case 'acknowledged':
    case 'modal':
      return { id, state: 'answered' };
    case 'shown':
      return { id, state: 'answered', message_id: event.message.json.id };
    case 'failed':
      return { id, state: 'failed', error: event.error };
    case 'removed':
    case 'choices':
      return null;
  }
}
