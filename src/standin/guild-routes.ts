/** The routes about the bot's servers, their channels and its own membership. */

import { refusal } from './errors.ts';
import { botRoute, ok, type Route, type RouteRequest } from './routes.ts';
import { type Guild, IDS, type World } from './world.ts';
import { memberJson, restGuildJson, visibleChannels } from './world-json.ts';

/** The limit of servers on one page of the list. */
const GUILDS_MAX = 200;

export function guildRoutes(world: World): Route[] {
  /** @throws ApiError 10004 */
  const needGuild = (request: RouteRequest): Guild => {
    const guild = world.guilds.find(({ id }) => id === request.param('guild_id'));
    if (guild === undefined || !world.hasBot(guild.id)) throw refusal(10004);
    return guild;
  };
  return [
    botRoute('GET', '/users/@me/guilds', ({ query }) => {
      const after = BigInt(query.get('after') ?? '0');
      const limit = Number(query.get('limit') ?? GUILDS_MAX);
      const permissions = world.roles.filter(({ id }) => id === IDS.guild || id === IDS.botRole);
      const guilds = world.guilds.filter(({ id }) => world.hasBot(id) && BigInt(id) > after).slice(0, limit);
      const json = guilds.map(({ id, name }) => ({
        id,
        name,
        icon: null,
        banner: null,
        owner: false,
        permissions: String(permissions.reduce((bits, role) => bits | role.permissions, 0n)),
        features: [],
      }));
      return ok(json);
    }),
    botRoute('GET', '/guilds/{guild_id}', (request) => {
      return ok(restGuildJson(world, needGuild(request)));
    }),
    botRoute('GET', '/guilds/{guild_id}/channels', (request) => {
      return ok(visibleChannels(world, needGuild(request).id));
    }),
    botRoute('GET', '/guilds/{guild_id}/members/{user_id}', (request) => {
      needGuild(request);
      const userId = request.param('user_id');
      if (world.user(userId) === undefined) throw refusal(10007);
      return ok(memberJson(world, userId));
    }),
  ];
}
