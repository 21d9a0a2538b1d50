import { refusal } from './api-error.ts';
import { botRoute } from './channel-access.ts';
import type { Commands, Scope } from './commands.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { Route, RouteRequest } from './router.ts';
import type { CommandJson, CommandOptionJson } from './shapes.ts';
import { IDS, type World } from './world.ts';

export interface RouteParts {
  readonly world: World;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly gatewayUrl: () => string;
}

const ok = (body: unknown) => ({ status: 200, body });
const DONE = { status: 204 } as const;
const param = (request: RouteRequest, name: string) => request.params[name] ?? '';

/** Gateway address, application, commands and interactions; the channel's messages have their own file. */
export function restRoutes(parts: RouteParts): Route[] {
  return [
    ...startRoutes(parts),
    ...commandRoutes(parts.commands, parts.world),
    ...interactionRoutes(parts.interactions),
  ];
}

function startRoutes({ world, gateway, gatewayUrl }: RouteParts): Route[] {
  return [
    botRoute('GET', '/gateway/bot', () =>
      ok({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: {
          total: 1000,
          remaining: gateway.identifiesLeft(),
          reset_after: 14_400_000,
          max_concurrency: 1,
        },
      }),
    ),
    botRoute('GET', '/users/@me', () =>
      ok({ ...world.bot, mfa_enabled: false, locale: 'en-US', verified: true, email: null }),
    ),
    botRoute('GET', '/applications/@me', () => ok(applicationJson(world))),
  ];
}

function applicationJson(world: World): Record<string, unknown> {
  return {
    id: IDS.application,
    name: 'Sitrep',
    icon: null,
    description: '',
    type: null,
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    flags: 0,
    flags_new: '0',
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    integration_types_config: {
      '0': { oauth2_install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' } },
    },
    approximate_guild_count: world.hasBot() ? 1 : 0,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    owner: { ...world.bot, id: IDS.owner, username: 'owner', bot: false },
    team: null,
  };
}

function commandRoutes(commands: Commands, world: World): Route[] {
  const own = (request: RouteRequest) => {
    if (param(request, 'application_id') !== IDS.application) throw refusal(50001);
  };
  const scoped = (base: string, scopeOf: (request: RouteRequest) => Scope): Route[] => {
    const route = (
      method: string,
      tail: string,
      handle: (request: RouteRequest, scope: Scope) => ReturnType<Route['handle']>,
    ) =>
      botRoute(method, `${base}${tail}`, (request) => {
        own(request);
        return handle(request, scopeOf(request));
      });
    return [
      route('GET', '', (request, scope) => {
        const translated = isTrue(request.query.get('with_localizations'));
        return ok(commands.list(scope).map((command) => (translated ? command : withoutTranslations(command))));
      }),
      route('PUT', '', (request, scope) => ok(commands.overwrite(scope, request.body))),
      route('POST', '', (request, scope) => {
        const { command, created } = commands.upsert(scope, request.body);
        return { status: created ? 201 : 200, body: command };
      }),
      route('GET', '/{command_id}', (request, scope) => ok(commands.get(scope, param(request, 'command_id')))),
      route('PATCH', '/{command_id}', (request, scope) =>
        ok(commands.patch(scope, param(request, 'command_id'), request.body)),
      ),
      route('DELETE', '/{command_id}', (request, scope) => {
        commands.remove(scope, param(request, 'command_id'));
        return DONE;
      }),
    ];
  };
  return [
    ...scoped('/applications/{application_id}/commands', () => null),
    ...scoped('/applications/{application_id}/guilds/{guild_id}/commands', (request) => {
      // Discord answers so for every server that the app is not in.
      if (param(request, 'guild_id') !== IDS.guild || !world.hasBot()) throw refusal(50001);
      return IDS.guild;
    }),
  ];
}

function interactionRoutes(interactions: Interactions): Route[] {
  const webhook = (method: string, tail: string, handle: Route['handle']): Route => ({
    method,
    template: `/webhooks/{webhook_id}/{webhook_token}${tail}`,
    interaction: 'webhook',
    handle,
  });
  const access = (request: RouteRequest) => [param(request, 'webhook_id'), param(request, 'webhook_token')] as const;
  const onMessage = (tail: string, messageId: (request: RouteRequest) => string): Route[] => [
    webhook('GET', tail, (r) => ok(interactions.read(...access(r), messageId(r)))),
    webhook('PATCH', tail, (r) => ok(interactions.edit(...access(r), messageId(r), r.body, r.files))),
    webhook('DELETE', tail, (r) => {
      interactions.remove(...access(r), messageId(r));
      return DONE;
    }),
  ];
  return [
    {
      method: 'POST',
      template: '/interactions/{interaction_id}/{interaction_token}/callback',
      interaction: 'callback',
      handle: (r) =>
        interactions.callback(
          param(r, 'interaction_id'),
          param(r, 'interaction_token'),
          r.body,
          r.files,
          isTrue(r.query.get('with_response')),
        ),
    },
    webhook('POST', '', (r) => {
      const message = interactions.followUp(...access(r), r.body, r.files);
      return ok(message);
    }),
    ...onMessage('/messages/@original', () => '@original'),
    ...onMessage('/messages/{message_id}', (r) => param(r, 'message_id')),
  ];
}

/** The list leaves the translations out unless `with_localizations` asks for them. */
function withoutTranslations(worded: CommandJson | CommandOptionJson): Record<string, unknown> {
  const { name_localizations: _name, description_localizations: _description, options, ...rest } = worded;
  return { ...rest, ...(options && { options: options.map(withoutTranslations) }) };
}

/** The API accepts these spellings. */
function isTrue(value: string | null): boolean {
  return value === 'true' || value === 'True' || value === '1';
}
