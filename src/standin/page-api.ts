import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actions } from './actions.ts';
import { ApiError } from './api-error.ts';
import type { Commands } from './commands.ts';
import { isRecord } from './form.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionEvent } from './interaction-model.ts';
import type { Interactions } from './interactions.ts';
import { isOurOrigin } from './loopback.ts';
import type { Messages } from './messages.ts';
import { ActionError, namesOf, optionsOf } from './option-values.ts';
import { pageFile } from './page-files.ts';
import type { Pins } from './pins.ts';
import { readBody } from './request-body.ts';
import { IDS, type World } from './world.ts';

/** What a page posts is small. */
const PAGE_REQUEST_MAX_BYTES = 64 * 1024;
/** Keeps proxies and browsers from closing a quiet stream. */
const STREAM_COMMENT_EVERY_MS = 15_000;

export interface PageParts {
  readonly world: World;
  readonly actions: Actions;
  readonly commands: Commands;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly log: (line: string) => void;
}

/**
 * The page's HTTP API. Bodies are JSON; a refusal is `{"error": "a sentence"}`; shapes in `page/types.ts`.
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
 * | POST /page/submit | as, modal_id, values (by custom_id: text, or list of a select) | interaction_id |
 * | POST /page/close-modal | as, modal_id | 204 |
 * | POST /page/dismiss, pin, unpin, delete | as, message_id | 204 |
 *
 * `channel_id` is the channel "situation" where absent; `channels` of the state are those the person sees.
 *
 * `reply_to` is the id of the message that is replied to; with `ping` false its author is not notified.
 *
 * Events: `hello`, `message`, `elsewhere` {channel_id: there is a new message in another channel}, `message_delete` {id}, `pins` (Pin[]: all of the channel, after each change), `commands`,
 * `bot` {online}, `interaction` (InteractionEvent), `modal` (Modal: the bot opened a dialog; its `id` is the `modal_id`).
 *
 * `path` names the group and sub-command: `["brief"]` for `/pin brief`. Of `commands`, types 2 and 3 belong to context
 * menus. A submitted dialog stays open until the bot has answered: `answered` of that interaction closes it, `failed`
 * leaves it for another try.
 */
export interface PageDoor {
  /** Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends all event streams. */
  close(): void;
}

export function createPageDoor(parts: PageParts): PageDoor {
  const { actions } = parts;
  const streams = new Set<ServerResponse>();

  const json = (response: ServerResponse, status: number, body: unknown) => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    });
    response.end(text);
  };

  const done = (response: ServerResponse) => {
    response.writeHead(204);
    response.end();
  };

  const file = async (response: ServerResponse, name: string) => {
    const found = await pageFile(name);
    if (found === null) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`The stand-in's page has no file "${name.slice(0, 100)}".\n`);
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    });
    response.end(found.bytes);
  };

  const stream = (response: ServerResponse, as: string, channelId: string) => {
    actions.person(as);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = (event: string, data: unknown) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const where = actions.place(as, channelId);
    send('hello', { as });
    const stops = [
      parts.messages.changes.on(({ kind, message }) => {
        if (message.place.channelId !== channelId) {
          const isNews = kind === 'created' && message.json.author.id !== as && parts.messages.sees(as, message);
          if (isNews) send('elsewhere', { channel_id: message.place.channelId });
          return;
        }
        if (kind === 'deleted' && (message.privateTo ?? as) === as) send('message_delete', { id: message.json.id });
        if (kind !== 'deleted' && parts.messages.sees(as, message)) send('message', parts.messages.seen(message));
      }),
      parts.pins.changes.on(({ place }) => {
        if (place.channelId === channelId) send('pins', actions.pins(as, where));
      }),
      parts.commands.changed.on(() => send('commands', actions.commands(as, where))),
      parts.gateway.online.on((online) => send('bot', { online })),
      parts.interactions.events.on((event) => {
        if (event.personId === as && event.kind === 'modal') send('modal', event.modal);
        const told = event.personId === as ? interactionNews(event) : null;
        if (told !== null) send('interaction', told);
      }),
    ];
    const beat = setInterval(() => response.write(': still here\n\n'), STREAM_COMMENT_EVERY_MS);
    beat.unref();
    streams.add(response);
    response.once('close', () => {
      clearInterval(beat);
      streams.delete(response);
      for (const stop of stops) stop();
    });
  };

  const post = async (action: string, request: IncomingMessage, response: ServerResponse) => {
    const { json: body } = await readBody(request, PAGE_REQUEST_MAX_BYTES);
    if (!isRecord(body)) throw new ActionError(400, 'Expected a JSON object.');
    const text = (name: string) => {
      const value = body[name];
      if (typeof value === 'string') return value;
      throw new ActionError(
        400,
        `Expected "${name}" to be text, got ${value === undefined ? 'nothing' : typeof value}.`,
      );
    };
    const command = () => ({
      as: text('as'),
      channelId: text('channel_id'),
      commandId: text('command_id'),
      path: namesOf(body.path),
      options: optionsOf(body.options),
    });
    const onMessage = () => ({ as: text('as'), channelId: text('channel_id'), messageId: text('message_id') });
    const started = ({ interactionId }: { readonly interactionId: string }) =>
      json(response, 200, { interaction_id: interactionId });
    switch (action) {
      case 'say': {
        const replyTo = body.reply_to === undefined ? undefined : { id: text('reply_to') };
        const said = { as: text('as'), channelId: text('channel_id'), content: text('content'), replyTo };
        return json(response, 200, { message_id: actions.say({ ...said, ping: body.ping !== false }).id });
      }
      case 'command':
        return started(actions.command(command()));
      case 'autocomplete': {
        const choices = await actions.autocomplete({ ...command(), focused: text('focused') });
        return json(response, 200, choices === 'failed' ? { choices: [], failed: true } : { choices });
      }
      case 'press':
        return started(actions.press({ ...onMessage(), customId: text('custom_id') }));
      case 'choose':
        return started(actions.choose({ ...onMessage(), customId: text('custom_id'), values: body.values }));
      case 'message-command':
        return started(actions.messageCommand({ ...onMessage(), commandId: text('command_id') }));
      case 'submit':
        return started(actions.submit(text('as'), text('modal_id'), optionsOf(body.values)));
      case 'close-modal':
        actions.closeModal(text('as'), text('modal_id'));
        return done(response);
      case 'dismiss':
        actions.dismiss(text('as'), text('message_id'));
        return done(response);
      case 'pin':
      case 'unpin':
        actions.person(text('as'));
        actions.moderation[action](text('as'), text('message_id'));
        return done(response);
      case 'delete':
        actions.person(text('as'));
        actions.moderation.deleteMessage(text('as'), text('message_id'));
        return done(response);
      default:
        throw new ActionError(404, `The page has no action "${action.slice(0, 100)}".`);
    }
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const params = new URLSearchParams(query);
    // Without a choice the page acts as the first of the people.
    const as = params.get('as') ?? parts.world.people[0]?.user.id ?? '';
    const channelId = params.get('channel_id') ?? IDS.channel;
    if (request.method === 'POST') {
      checkPost(request);
      return await post(path.replace(/^\/page\//, ''), request, response);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new ActionError(400, `Expected GET or POST, got ${request.method}.`);
    }
    if (path === '/') return await file(response, 'index.html');
    if (path === '/page/state') return json(response, 200, actions.state(as, channelId));
    if (path === '/page/pins') return json(response, 200, actions.pins(as, actions.place(as, channelId)));
    if (path === '/page/events') return stream(response, as, channelId);
    return await file(response, /^\/page\/([^/]+)$/.exec(path)?.[1] ?? path);
  };

  return {
    async answer(request, response) {
      try {
        await route(request, response);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else if (error instanceof ActionError) json(response, error.status, { error: error.message });
        else if (error instanceof ApiError) json(response, error.status, { error: error.reason() });
        else {
          parts.log(
            `stand-in: the page's request failed inside: ${error instanceof Error ? error.stack : String(error)}`,
          );
          json(response, 500, { error: 'The stand-in failed inside; its log says where.' });
        }
      }
    },
    close() {
      for (const response of streams) response.end();
    },
  };
}

/** Keeps other sites that the browser has open from acting here. */
function checkPost(request: IncomingMessage): void {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new ActionError(400, 'Expected the Content-Type application/json.');
  }
  if (!isOurOrigin(request)) {
    throw new ActionError(403, `Expected a request from this page, got one from "${request.headers.origin}".`);
  }
}

/** What the page shows of an interaction while it runs; null for steps it learns from messages. */
function interactionNews(event: InteractionEvent): Record<string, unknown> | null {
  // Suggestions have a request of their own; nothing of them shows in the channel.
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
