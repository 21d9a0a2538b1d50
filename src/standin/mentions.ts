import { z } from 'zod';
import { list, problem, snowflake } from './form.ts';

/** Discord's `allowed_mentions`; a kind may be parsed or listed, not both. */
export const allowedMentions = z
  .object({
    parse: z.array(z.literal(['users', 'roles', 'everyone'])).nullish(),
    users: list(snowflake, 0, 100).nullish(),
    roles: list(snowflake, 0, 100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .superRefine((value, context) => {
    for (const kind of ['users', 'roles'] as const) {
      if (value.parse?.includes(kind) && (value[kind]?.length ?? 0) > 0) {
        context.addIssue(
          problem(
            'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
          ),
        );
      }
    }
  });

export type AllowedMentions = z.output<typeof allowedMentions>;

export interface Mentions {
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly everyone: boolean;
}

/** Mentions that interactions and webhooks make where the request does not say. */
export const INTERACTION_DEFAULT: AllowedMentions = { parse: ['users'] };
/** Without `allowed_mentions` a reply notifies the author of the message it replies to; with it, only where `replied_user` says so. */
export const CHANNEL_DEFAULT: AllowedMentions = { parse: ['users', 'roles', 'everyone'], replied_user: true };

/**
 * Who is really notified by the texts of a message: what they name, as far as `allowed` lets it.
 *
 * @param mayMentionEveryone - whether the author holds MENTION_EVERYONE
 */
export function mentionsIn(texts: readonly string[], allowed: AllowedMentions, mayMentionEveryone: boolean): Mentions {
  // Code is shown as it is written and notifies nobody.
  const text = texts.join('\n').replace(/```[\s\S]*?```|``[^`]*``|`[^`]*`/g, '');
  const parse = allowed.parse ?? [];
  const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []))];
  const users = named(/<@!?(\d+)>/g);
  const roles = named(/<@&(\d+)>/g);
  return {
    userIds: parse.includes('users') ? users : users.filter((id) => allowed.users?.includes(id)),
    roleIds: parse.includes('roles') ? roles : roles.filter((id) => allowed.roles?.includes(id)),
    everyone: mayMentionEveryone && parse.includes('everyone') && /@(everyone|here)\b/.test(text),
  };
}
