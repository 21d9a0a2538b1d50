import { ApplicationIntegrationType, OAuth2Routes, OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

/**
 * The permissions that living pins need in a server. Answers need none, because they go through the interaction; a server that
 * denies some of these loses only its pins.
 */
export const PIN_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.PinMessages;

/**
 * The link that adds the bot to a server, with the permissions that it asks for there.
 *
 * @param apiUrl - the API that the bot is connected to; the invite page is on the same server. `undefined` stands for Discord itself
 */
export function inviteLink(applicationId: string, apiUrl: string | undefined): string {
  const page = apiUrl === undefined ? OAuth2Routes.authorizationURL : new URL('/oauth2/authorize', apiUrl).href;
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(PIN_PERMISSIONS),
    integration_type: String(ApplicationIntegrationType.GuildInstall),
  });
  return `${page}?${query}`;
}
