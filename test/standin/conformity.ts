/**
 * Checks what went over the wire against the Zod schemas that `discord-api-spec` generates from Discord's own OpenAPI
 * file: every body that the bot sent, every answer of the stand-in, and the parts of gateway payloads that the file
 * describes. A route or event that is not listed here is a problem, never silently fine.
 */

import { z } from 'zod';
import type { GatewayPayload, RestExchange, TrafficEntry, TrafficLog } from '../../src/standin/traffic.ts';

/** The part of a schema that is used here; the package ships its Zod entry without types. */
interface Schema {
  safeParse(
    value: unknown,
  ): { success: true; data: unknown } | { success: false; error: { issues: z.core.$ZodIssue[] } };
}
const SPEC_ENTRY: string = 'discord-api-spec/zod';
const spec: Record<string, Schema | undefined> = await import(SPEC_ENTRY);

function named(name: string): Schema {
  const found = spec[`${name}Schema`];
  if (found === undefined) throw new Error(`discord-api-spec has no schema "${name}Schema".`);
  return found;
}

/** One of several schemas, a list of one, or no body at all. */
type Shape = string | readonly string[] | { readonly listOf: string } | 'nothing';
interface RouteShapes {
  readonly request: Shape;
  /** By status. */
  readonly answers: Readonly<Record<number, Shape>>;
}

const command = { answers: { 200: 'ApplicationCommandResponse' } } as const;
const message = { answers: { 200: 'MessageResponse' } } as const;

const COMMAND_ROUTES = (base: string): Record<string, RouteShapes> => ({
  [`GET ${base}`]: { request: 'nothing', answers: { 200: { listOf: 'ApplicationCommandResponse' } } },
  [`PUT ${base}`]: {
    request: { listOf: 'ApplicationCommandUpdateRequest' },
    answers: { 200: { listOf: 'ApplicationCommandResponse' } },
  },
  [`POST ${base}`]: {
    request: 'ApplicationCommandCreateRequest',
    answers: { 200: 'ApplicationCommandResponse', 201: 'ApplicationCommandResponse' },
  },
  [`GET ${base}/{command_id}`]: { request: 'nothing', ...command },
  [`PATCH ${base}/{command_id}`]: { request: 'ApplicationCommandPatchRequestPartial', ...command },
  [`DELETE ${base}/{command_id}`]: { request: 'nothing', answers: { 204: 'nothing' } },
});

const WEBHOOK_MESSAGE_ROUTES = (path: string): Record<string, RouteShapes> => ({
  [`GET ${path}`]: { request: 'nothing', ...message },
  [`PATCH ${path}`]: { request: 'IncomingWebhookUpdateRequestPartial', ...message },
  [`DELETE ${path}`]: { request: 'nothing', answers: { 204: 'nothing' } },
});

const ROUTES: Readonly<Record<string, RouteShapes>> = {
  'GET /gateway/bot': { request: 'nothing', answers: { 200: 'GatewayBotResponse' } },
  'GET /users/@me': { request: 'nothing', answers: { 200: 'UserPIIResponse' } },
  'GET /applications/@me': { request: 'nothing', answers: { 200: 'PrivateApplicationResponse' } },
  ...COMMAND_ROUTES('/applications/{application_id}/commands'),
  ...COMMAND_ROUTES('/applications/{application_id}/guilds/{guild_id}/commands'),
  'POST /interactions/{interaction_id}/{interaction_token}/callback': {
    request: [
      'ApplicationCommandAutocompleteCallbackRequest',
      'CreateMessageInteractionCallbackRequest',
      'ModalInteractionCallbackRequest',
      'UpdateMessageInteractionCallbackRequest',
    ],
    answers: { 200: 'InteractionCallbackResponse', 204: 'nothing' },
  },
  'POST /webhooks/{webhook_id}/{webhook_token}': { request: 'IncomingWebhookRequestPartial', ...message },
  ...WEBHOOK_MESSAGE_ROUTES('/webhooks/{webhook_id}/{webhook_token}/messages/@original'),
  ...WEBHOOK_MESSAGE_ROUTES('/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}'),
  'GET /users/@me/guilds': { request: 'nothing', answers: { 200: { listOf: 'MyGuildResponse' } } },
  'GET /guilds/{guild_id}': { request: 'nothing', answers: { 200: 'GuildWithCountsResponse' } },
  'GET /guilds/{guild_id}/channels': { request: 'nothing', answers: { 200: { listOf: 'GuildChannelResponse' } } },
  'GET /guilds/{guild_id}/members/{user_id}': { request: 'nothing', answers: { 200: 'GuildMemberResponse' } },
  'POST /users/@me/channels': { request: 'CreatePrivateChannelRequest', answers: { 200: 'PrivateChannelResponse' } },
  'GET /channels/{channel_id}': {
    request: 'nothing',
    answers: { 200: ['GuildChannelResponse', 'PrivateChannelResponse', 'ThreadResponse'] },
  },
  'GET /channels/{channel_id}/messages': { request: 'nothing', answers: { 200: { listOf: 'MessageResponse' } } },
  'POST /channels/{channel_id}/messages': { request: 'MessageCreateRequest', ...message },
  'GET /channels/{channel_id}/messages/pins': { request: 'nothing', answers: { 200: 'PinnedMessagesResponse' } },
  'PUT /channels/{channel_id}/messages/pins/{message_id}': { request: 'nothing', answers: { 204: 'nothing' } },
  'DELETE /channels/{channel_id}/messages/pins/{message_id}': { request: 'nothing', answers: { 204: 'nothing' } },
  'GET /channels/{channel_id}/messages/{message_id}': { request: 'nothing', ...message },
  'PATCH /channels/{channel_id}/messages/{message_id}': { request: 'MessageEditRequestPartial', ...message },
  'DELETE /channels/{channel_id}/messages/{message_id}': { request: 'nothing', answers: { 204: 'nothing' } },
};

/** Where the OpenAPI file and what Discord and discord.js really do differ; each with the reason why it is let pass. */
export const KNOWN_GAPS: readonly {
  readonly side: 'request' | 'answer' | 'event';
  readonly reason: string;
  /** Brings a value into the form that the file describes; undefined leaves the key out. */
  readonly mend: (key: string, value: unknown) => unknown;
}[] = [
  {
    side: 'answer',
    reason: 'Discord writes times with the offset +00:00; the generated schema takes only Z.',
    mend: (_, value) => withZ(value),
  },
  {
    side: 'event',
    reason: 'The same in gateway payloads.',
    mend: (_, value) => withZ(value),
  },
  {
    side: 'event',
    reason:
      'A forward has a reference of type 1, as the documentation says; the generated schema knows replies (0) only.',
    mend: asReply,
  },
  {
    side: 'answer',
    reason: 'The same in answers of REST.',
    mend: asReply,
  },
  {
    side: 'request',
    reason: 'discord.js sends permissions as a decimal string, as the documentation says; the file says number.',
    mend: (key, value) =>
      key === 'default_member_permissions' && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  },
  {
    side: 'request',
    reason:
      'discord.js sends enforce_nonce and tts with every message body; Discord ignores them where they mean nothing.',
    mend: (key, value) => ((key === 'enforce_nonce' || key === 'tts') && value === false ? undefined : value),
  },
];

function asReply(key: string, value: unknown): unknown {
  const isForward = key === 'message_reference' && typeof value === 'object' && value !== null && 'type' in value;
  return isForward && value.type === 1 ? { ...value, type: 0 } : value;
}

function withZ(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/.test(value)
    ? value.replace(/\+00:00$/, 'Z')
    : value;
}

function mended(side: 'request' | 'answer' | 'event', value: unknown): unknown {
  const mends = KNOWN_GAPS.filter((gap) => gap.side === side).map((gap) => gap.mend);
  const json: unknown = JSON.parse(JSON.stringify(value));
  return walk('', json);

  function walk(key: string, node: unknown): unknown {
    const own = mends.reduce((current, mend) => mend(key, current), node);
    if (Array.isArray(own)) return own.map((entry) => walk('', entry));
    if (typeof own !== 'object' || own === null) return own;
    return Object.fromEntries(
      Object.entries(own).flatMap(([k, v]) => {
        const kept = walk(k, v);
        return kept === undefined ? [] : [[k, kept]];
      }),
    );
  }
}

/**
 * @returns one line per problem, empty when all is well; a log that has forgotten entries is a problem too, because
 *          what it forgot was not checked
 */
export function checkTraffic(traffic: TrafficLog | readonly TrafficEntry[]): string[] {
  const isList = (given: typeof traffic): given is readonly TrafficEntry[] => Array.isArray(given);
  const entries = isList(traffic) ? traffic : traffic.list();
  const forgotten = isList(traffic) ? 0 : traffic.forgotten;
  const lost = forgotten > 0 ? [`${forgotten} entries were forgotten and not checked; raise trafficLimit`] : [];
  return [
    ...lost,
    ...entries.flatMap((entry) => {
      if (entry.kind === 'rest') return restProblems(entry);
      return entry.kind === 'gateway' ? gatewayProblems(entry) : [];
    }),
  ];
}

function restProblems(exchange: RestExchange): string[] {
  const key = `${exchange.method} ${exchange.route ?? exchange.path}`;
  const shapes = ROUTES[key];
  if (shapes === undefined) return [`${key}: no schema is known for this route`];
  const at = (side: string) => (text: string) => `${key} ${side}: ${text}`;
  const request = shapeProblems(shapes.request, exchange.body, 'request').map(at('request'));
  if (exchange.status === null || exchange.fault !== undefined) return request;
  const answer = answerProblems(shapes, exchange.status, exchange.response);
  return [...request, ...answer.map(at(`answer ${exchange.status}`))];
}

function answerProblems(shapes: RouteShapes, status: number, response: unknown): string[] {
  if (status === 429) return shapeProblems('RatelimitedResponse', response, 'answer');
  if (status >= 400) return shapeProblems('ErrorResponse', response, 'answer');
  const shape = shapes.answers[status];
  return shape === undefined ? ['this status is not described'] : shapeProblems(shape, response, 'answer');
}

function shapeProblems(shape: Shape, value: unknown, side: 'request' | 'answer' | 'event'): string[] {
  if (shape === 'nothing') return value === undefined ? [] : ['a body where none belongs'];
  if (value === undefined) return ['no body'];
  const whole = mended(side, value);
  if (typeof shape === 'object' && 'listOf' in shape) {
    if (!Array.isArray(whole)) return ['expected a list'];
    return whole.flatMap((entry, index) => against([shape.listOf], entry, side).map((text) => `[${index}]${text}`));
  }
  return against(typeof shape === 'string' ? [shape] : shape, whole, side);
}

function against(names: readonly string[], value: unknown, side: 'request' | 'answer' | 'event'): string[] {
  const results = names.map((name) => named(name).safeParse(value));
  const fitting = results.find((result) => result.success);
  // Unknown keys are looked for in requests only: Discord's answers may always hold more than the file says.
  if (fitting?.success) return side === 'request' ? unknownKeys(value, fitting.data, '') : [];
  const failed = results.flatMap((result) =>
    result.success ? [] : [result.error.issues.flatMap((i) => explain(i, ''))],
  );
  return closest(failed).map((text) => `${text}${names.length > 1 ? ` (of ${names.join(' | ')})` : ''}`);
}

/**
 * Of a union's failures, those of the branch that was most likely meant: where a literal `type` fits on the outside,
 * the branch is right and the fault lies further in.
 */
function closest(branches: readonly (readonly string[])[]): readonly string[] {
  const firstWrongType = (texts: readonly string[]) =>
    Math.min(...texts.flatMap((text) => (/\.type: /.test(text) ? [text.split(': ')[0]?.length ?? 0] : [])));
  const order = (a: readonly string[], b: readonly string[]) => {
    const [wrongA, wrongB] = [firstWrongType(a), firstWrongType(b)];
    return wrongA === wrongB ? a.length - b.length : wrongB - wrongA;
  };
  return branches.toSorted(order)[0] ?? ['fits no schema'];
}

function explain(issue: z.core.$ZodIssue, at: string): string[] {
  const path = at + issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  if (issue.code !== 'invalid_union') return [`${path}: ${issue.message}`];
  return [...closest(issue.errors.map((branch) => branch.flatMap((inner) => explain(inner, path))))];
}

/** Keys that the schema dropped. */
function unknownKeys(given: unknown, parsed: unknown, at: string): string[] {
  if (Array.isArray(given) && Array.isArray(parsed)) {
    return given.flatMap((entry, index) => unknownKeys(entry, parsed[index], `${at}[${index}]`));
  }
  if (typeof given !== 'object' || given === null || typeof parsed !== 'object' || parsed === null) return [];
  const kept = new Map<string, unknown>(Object.entries(parsed));
  return Object.entries(given).flatMap(([key, value]) =>
    kept.has(key) ? unknownKeys(value, kept.get(key), `${at}.${key}`) : [`${at}.${key}: no such field is described`],
  );
}

const id = z.string().regex(/^\d{17,20}$/);
const bits = z.string().regex(/^\d+$/);
/** The envelope of INTERACTION_CREATE, which the OpenAPI file leaves out; after the documentation's field list. */
const interactionEnvelope = z
  .object({
    id,
    application_id: id,
    type: z.literal([2, 3, 4, 5]),
    token: z.string().regex(/^[\w-]{20,}$/),
    version: z.literal(1),
    channel_id: id,
    channel: z.object({ id, type: z.literal([0, 1, 2, 5, 11]) }),
    guild_id: id.optional(),
    member: z.object({ permissions: bits }).optional(),
    user: z.object({ id }).optional(),
    message: z.object({ id }).optional(),
    app_permissions: bits,
    locale: z.string(),
    entitlements: z.array(z.unknown()),
    authorizing_integration_owners: z.strictObject({ '0': z.string().optional(), '1': z.string().optional() }),
    context: z.literal([0, 1, 2]),
    attachment_size_limit: z.int(),
    data: z.object({}),
  })
  .refine((d) => (d.member === undefined) !== (d.user === undefined), 'either member or user')
  .refine((d) => d.type !== 3 || d.message !== undefined, 'a message with components')
  .refine((d) => d.type === 3 || d.type === 5 || d.message === undefined, 'no message with commands');

/** The described parts of each event: where in `d`, and which schema. */
const EVENTS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  READY: { user: 'UserResponse' },
  RESUMED: {},
  GUILD_CREATE: {
    roles: { listOf: 'GuildRoleResponse' },
    members: { listOf: 'GuildMemberResponse' },
    channels: { listOf: 'GuildChannelResponse' },
    threads: { listOf: 'ThreadResponse' },
  },
  GUILD_DELETE: {},
  GUILD_ROLE_UPDATE: { role: 'GuildRoleResponse' },
  CHANNEL_DELETE: { '': 'GuildChannelResponse' },
  THREAD_UPDATE: { '': 'ThreadResponse' },
  THREAD_DELETE: {},
  CHANNEL_UPDATE: { '': 'GuildChannelResponse' },
  MESSAGE_CREATE: { '': 'MessageResponse' },
  MESSAGE_UPDATE: { '': 'MessageResponse' },
  MESSAGE_DELETE: {},
  CHANNEL_PINS_UPDATE: {},
  INTERACTION_CREATE: {
    member: 'GuildMemberResponse',
    user: 'UserResponse',
    message: 'MessageResponse',
    channel: ['GuildChannelResponse', 'PrivateChannelResponse', 'ThreadResponse'],
  },
};
const CLIENT_OPS = [1, 2, 3, 6, 8];

function gatewayProblems({ from, payload }: GatewayPayload): string[] {
  if (from === 'bot') return CLIENT_OPS.includes(payload.op) ? [] : [`gateway: the bot sent op ${payload.op}`];
  if (payload.op !== 0) return [];
  const event = payload.t ?? '';
  const parts = EVENTS[event];
  if (parts === undefined) return [`gateway ${event}: no schema is known for this event`];
  if (typeof payload.s !== 'number') return [`gateway ${event}: not numbered`];
  const d = new Map<string, unknown>(Object.entries(payload.d ?? {}));
  const problems = Object.entries(parts).flatMap(([key, shape]) => {
    const value = key === '' ? payload.d : d.get(key);
    const optional = event === 'INTERACTION_CREATE' && value === undefined;
    return optional ? [] : shapeProblems(shape, value, 'event').map((text) => `gateway ${event} ${key}: ${text}`);
  });
  if (event !== 'INTERACTION_CREATE') return problems;
  const envelope = interactionEnvelope.safeParse(payload.d);
  const more = envelope.success ? [] : envelope.error.issues.flatMap((issue) => explain(issue, ''));
  return [...problems, ...more.map((text) => `gateway ${event}: ${text}`)];
}
