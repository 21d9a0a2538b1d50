/** The routes that belong to no channel: gateway address, application, commands, interactions. */

import type { Commands, Scope } from './commands.ts';
import { refusal } from './errors.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import { botRoute, isTrue, NO_CONTENT, ok, type Route, type RouteRequest } from './routes.ts';
import type { CommandJson, CommandOptionJson } from './shapes.ts';
import { IDS, type World } from './world.ts';

export interface RouteParts {
  readonly world: World;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly gatewayUrl: () => string;
}

export function restRoutes(parts: RouteParts): Route[] {
  return [
    ...startRoutes(parts),
    ...commandRoutes(parts.commands, '/applications/{application_id}/commands', () => null),
    ...commandRoutes(parts.commands, '/applications/{application_id}/guilds/{guild_id}/commands', (request) => {
      const { world } = parts;
      const guild = world.guilds.find(({ id }) => id === request.param('guild_id'));
      // Discord answers the same for every server that the app is not in.
      if (guild === undefined || !world.hasBot(guild.id)) throw refusal(50001);
      return guild.id;
    }),
    ...interactionRoutes(parts.interactions),
  ];
}

function startRoutes({ world, gateway, gatewayUrl }: RouteParts): Route[] {
  return [
    botRoute('GET', '/gateway/bot', () =>
      ok({
        url: gatewayUrl(),
        shards: gateway.recommendedShards,
        session_start_limit: {
          total: 1000,
          remaining: gateway.identifiesLeft,
          reset_after: 14_400_000,
          max_concurrency: gateway.maxConcurrency,
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
      // The permissions that the install link in the bot's log asks for.
      '0': { oauth2_install_params: { scopes: ['applications.commands', 'bot'], permissions: '2252074691660800' } },
      '1': { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } },
    },
    approximate_guild_count: world.guilds.filter(({ id }) => world.hasBot(id)).length,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    owner: { ...world.bot, id: IDS.owner, username: 'owner', bot: false },
    team: null,
  };
}

function commandRoutes(commands: Commands, base: string, scopeOf: (request: RouteRequest) => Scope): Route[] {
  const route = (
    method: string,
    tail: string,
    handle: (request: RouteRequest, scope: Scope) => ReturnType<Route['handle']>,
  ) =>
    botRoute(method, `${base}${tail}`, (request) => {
      if (request.param('application_id') !== IDS.application) throw refusal(50001);
      return handle(request, scopeOf(request));
    });
  const id = (request: RouteRequest) => request.param('command_id');
  return [
    route('GET', '', ({ query }, scope) => {
      const all = commands.list(scope);
      return ok(isTrue(query.get('with_localizations')) ? all : all.map(withoutTranslations));
    }),
    route('PUT', '', ({ body }, scope) => ok(commands.overwrite(scope, body))),
    route('POST', '', ({ body }, scope) => {
      const { command, created } = commands.upsert(scope, body);
      return { status: created ? 201 : 200, body: command };
    }),
    route('GET', '/{command_id}', (request, scope) => ok(commands.get(scope, id(request)))),
    route('PATCH', '/{command_id}', (request, scope) => ok(commands.patch(scope, id(request), request.body))),
    route('DELETE', '/{command_id}', (request, scope) => {
      commands.remove(scope, id(request));
      return NO_CONTENT;
    }),
  ];
}

function interactionRoutes(interactions: Interactions): Route[] {
  const webhook = (method: string, tail: string, handle: Route['handle']): Route => ({
    method,
    template: `/webhooks/{webhook_id}/{webhook_token}${tail}`,
    access: 'webhook',
    handle,
  });
  const target = (request: RouteRequest) => ({
    applicationId: request.param('webhook_id'),
    token: request.param('webhook_token'),
    messageId: request.param('message_id') || '@original',
  });
  const messageRoutes = (tail: string): Route[] => [
    webhook('GET', tail, (request) => ok(interactions.read(target(request)))),
    webhook('PATCH', tail, (request) => ok(interactions.edit(target(request), request.body, request.files))),
    webhook('DELETE', tail, (request) => {
      interactions.remove(target(request));
      return NO_CONTENT;
    }),
  ];
  return [
    {
      method: 'POST',
      template: '/interactions/{interaction_id}/{interaction_token}/callback',
      access: 'callback',
      handle: (request) => {
        const [id, token] = [request.param('interaction_id'), request.param('interaction_token')];
        const withResponse = isTrue(request.query.get('with_response'));
        const body = interactions.callback(id, token, request.body, request.files, withResponse);
        return body === undefined ? NO_CONTENT : ok(body);
      },
    },
    webhook('POST', '', (request) => {
      const { applicationId, token } = target(request);
      return ok(interactions.followUp(applicationId, token, request.body, request.files));
    }),
    ...messageRoutes('/messages/@original'),
    ...messageRoutes('/messages/{message_id}'),
  ];
}

/** A list has translations only where `with_localizations` asks for them. */
function withoutTranslations(worded: CommandJson | CommandOptionJson): Record<string, unknown> {
  const { name_localizations: _name, description_localizations: _description, options, ...rest } = worded;
  return { ...rest, ...(options && { options: options.map(withoutTranslations) }) };
}
