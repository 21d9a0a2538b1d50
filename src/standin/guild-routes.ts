/** The routes that tell the bot of its servers, their channels and its own membership. */

import { refusal } from './errors.ts';
import { botRoute, ok, type Route, type RouteRequest } from './routes.ts';
import { GUILD_NAME, IDS, type World } from './world.ts';
import { memberJson, restGuildJson, visibleChannels } from './world-json.ts';

export function guildRoutes(world: World): Route[] {
  /** @throws ApiError 10004 */
  const needGuild = (request: RouteRequest) => {
    if (request.param('guild_id') !== IDS.guild || !world.hasBot) throw refusal(10004);
  };
  return [
    botRoute('GET', '/users/@me/guilds', ({ query }) => {
      const isAfter = BigInt(query.get('after') ?? '0') < BigInt(IDS.guild);
      const permissions = world.roles.filter(({ id }) => id === IDS.guild || id === IDS.botRole);
      const guild = {
        id: IDS.guild,
        name: GUILD_NAME,
        icon: null,
        banner: null,
        owner: false,
        permissions: String(permissions.reduce((bits, role) => bits | role.permissions, 0n)),
        features: [],
      };
      return ok(world.hasBot && isAfter ? [guild] : []);
    }),
    botRoute('GET', '/guilds/{guild_id}', (request) => {
      needGuild(request);
      return ok(restGuildJson(world));
    }),
    botRoute('GET', '/guilds/{guild_id}/channels', (request) => {
      needGuild(request);
      return ok(visibleChannels(world));
    }),
    botRoute('GET', '/guilds/{guild_id}/members/{user_id}', (request) => {
      needGuild(request);
      const userId = request.param('user_id');
      if (world.user(userId) === undefined) throw refusal(10007);
      return ok(memberJson(world, userId));
    }),
  ];
}
