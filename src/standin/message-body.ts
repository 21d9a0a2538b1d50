import { MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { type ComponentInput, legacyComponents, treeProblems, v2Components } from './components.ts';
import { refusal } from './errors.ts';
import { formError, list, type Problem, parseForm, problem, snowflake, text } from './form.ts';

/** Platform reference §5.1. */
const CONTENT_MAX_CHARS = 2000;
const EMBEDS_MAX = 10;
const EMBED_TEXT_IN_TOTAL_MAX_CHARS = 6000;
const FILES_MAX = 10;

const embed = z.object({
  title: text(0, 256).nullish(),
  description: text(0, 4096).nullish(),
  url: text(0, 2048).nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  timestamp: z.string().nullish(),
  footer: z.object({ text: text(1, 2048), icon_url: text(0, 2048).nullish() }).nullish(),
  author: z.object({ name: text(1, 256), url: text(0, 2048).nullish() }).nullish(),
  fields: list(z.object({ name: text(1, 256), value: text(1, 1024), inline: z.boolean().nullish() }), 0, 25).nullish(),
});
type EmbedInput = z.output<typeof embed>;

/** Discord's `allowed_mentions`: each kind is either parsed from the text or listed. */
const allowedMentions = z
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

/** Who is mentioned by default in answers to interactions. */
export const INTERACTION_DEFAULT: AllowedMentions = { parse: ['users'] };
/** Who is mentioned by default in other messages; a reply notifies its target too unless the request has `allowed_mentions`. */
export const CHANNEL_DEFAULT: AllowedMentions = { parse: ['users', 'roles', 'everyone'], replied_user: true };

const body = z.object({
  content: text(0, CONTENT_MAX_CHARS).nullish(),
  embeds: list(embed, 0, EMBEDS_MAX).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.int().min(0).nullish(),
  tts: z.boolean().nullish(),
  nonce: z.union([text(0, 25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  attachments: list(z.object({ description: text(0, 1024).nullish() }), 0, FILES_MAX).nullish(),
  sticker_ids: z.array(z.unknown()).nullish(),
  poll: z.unknown().optional(),
  message_reference: z
    .object({
      // A reply; forwards (type 1) are not supported here.
      type: z.literal(0).nullish(),
      message_id: snowflake,
      channel_id: snowflake.nullish(),
      guild_id: snowflake.nullish(),
      fail_if_not_exists: z.boolean().nullish(),
    })
    .nullish(),
});

/** A checked message request. Fields that were not sent are undefined, so that an edit leaves them as they were. */
export interface MessageInput {
  readonly content: string | null | undefined;
  readonly embeds: readonly Record<string, unknown>[] | null | undefined;
  readonly components: readonly ComponentInput[] | null | undefined;
  readonly allowedMentions: AllowedMentions | null | undefined;
  readonly flags: number;
  readonly nonce: string | number | undefined;
  /** Whether a recent message of the author with the same nonce is returned instead of a new one. */
  readonly enforceNonce: boolean;
  readonly fileDescriptions: readonly (string | null | undefined)[];
  readonly replyTo: ReplyTarget | null;
}

/** The message that a request wants to reply to. */
export interface ReplyTarget {
  readonly messageId: string;
  readonly channelId: string | undefined;
  /** Whether the request fails where the message is gone, instead of becoming a plain message. */
  readonly mustExist: boolean;
}

export interface MessageRules {
  /** The place of the message in the request body: `[]`, or `['data']` in an interaction callback. */
  readonly at: readonly PropertyKey[];
  /** Whether the message that is edited already uses Components V2, which cannot be undone. */
  readonly alreadyV2: boolean;
  /** The content of the edited message, which is kept unless the request replaces it. */
  readonly kept: {
    readonly content: boolean;
    readonly embeds: boolean;
    readonly components: boolean;
    readonly files: boolean;
  };
  readonly files: number;
}

export const NEW_MESSAGE: MessageRules = {
  at: [],
  alreadyV2: false,
  kept: { content: false, embeds: false, components: false, files: false },
  files: 0,
};

/**
 * Checks a request to create or edit a message; all routes use it.
 *
 * @throws ApiError 50035 with every problem and its path; 50006 where the message would be empty
 */
export function readMessageBody(raw: unknown, rules: MessageRules): MessageInput {
  const input = parseForm(body, raw, rules.at);
  const flags = input.flags ?? 0;
  const v2 = rules.alreadyV2 || (flags & MessageFlags.IsComponentsV2) !== 0;
  const problems: Problem[] = [];

  if (v2) problems.push(...legacyFieldProblems(input, rules));
  if (input.poll != null) {
    problems.push({ path: [...rules.at, 'poll'], code: 'BASE_TYPE_INVALID', message: 'This stand-in knows no polls' });
  }
  if (input.enforce_nonce && input.nonce == null) {
    problems.push({ path: [...rules.at, 'nonce'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' });
  }
  problems.push(...embedTotalProblems(input.embeds ?? [], rules.at));

  const at = [...rules.at, 'components'];
  const components =
    input.components == null ? input.components : parseForm(v2 ? v2Components : legacyComponents, input.components, at);
  if (components) problems.push(...treeProblems(components, at));
  if (problems.length > 0) throw formError(problems);

  const shown = [
    input.content === undefined ? rules.kept.content : (input.content ?? '').trim() !== '',
    input.embeds === undefined ? rules.kept.embeds : (input.embeds ?? []).length > 0,
    components === undefined ? rules.kept.components : (components ?? []).length > 0,
    rules.kept.files || rules.files > 0,
  ];
  if (!shown.includes(true)) throw refusal(50006);

  return {
    content: input.content === null ? '' : input.content,
    embeds: input.embeds?.map(embedJson),
    components,
    allowedMentions: input.allowed_mentions,
    flags,
    nonce: input.nonce ?? undefined,
    enforceNonce: input.enforce_nonce === true,
    fileDescriptions: (input.attachments ?? []).map((file) => file.description),
    replyTo: replyTarget(input),
  };
}

function replyTarget({ message_reference: reference }: z.output<typeof body>): ReplyTarget | null {
  if (reference == null) return null;
  const { message_id: messageId, channel_id: channelId, fail_if_not_exists: mustExist } = reference;
  return { messageId, channelId: channelId ?? undefined, mustExist: mustExist ?? true };
}

function legacyFieldProblems(input: z.output<typeof body>, rules: MessageRules): Problem[] {
  const used = {
    content: input.content === undefined ? rules.kept.content : (input.content ?? '') !== '',
    embeds: input.embeds === undefined ? rules.kept.embeds : (input.embeds ?? []).length > 0,
    sticker_ids: (input.sticker_ids ?? []).length > 0,
    poll: input.poll != null,
  };
  return Object.entries(used).flatMap(([field, set]) => {
    if (!set) return [];
    const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
    const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    return [{ path: [...rules.at, field], code, message }];
  });
}

function embedTotalProblems(embeds: readonly EmbedInput[], at: readonly PropertyKey[]): Problem[] {
  const texts = embeds.flatMap((e) => [
    e.title,
    e.description,
    e.footer?.text,
    e.author?.name,
    ...(e.fields ?? []).flatMap((field) => [field.name, field.value]),
  ]);
  const total = texts.reduce((sum, value) => sum + [...(value ?? '').trim()].length, 0);
  if (total <= EMBED_TEXT_IN_TOTAL_MAX_CHARS) return [];
  const { code, message } = { code: 'MAX_EMBED_SIZE_EXCEEDED', message: 'Embed size exceeds maximum size of 6000' };
  return [{ path: [...at, 'embeds'], code, message }];
}

/** The API's answer leaves out null fields and names the type. */
function embedJson(input: EmbedInput): Record<string, unknown> {
  const fields = input.fields?.map((field) => ({ ...field, inline: field.inline ?? false }));
  const filled = { type: 'rich', ...input, ...(fields && { fields }) };
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value != null));
}

const deferral = z.object({ flags: z.int().min(0).nullish() }).nullish();

/**
 * `data` of a deferral (callback type 5).
 *
 * @returns whether the answer will be private
 * @throws ApiError 50035 for any flag but EPHEMERAL
 */
export function readDeferral(raw: unknown): boolean {
  const schema = deferral.superRefine((value, context) => {
    if (((value?.flags ?? 0) & ~MessageFlags.Ephemeral) !== 0) {
      context.addIssue(problem('BASE_TYPE_CHOICES', 'A deferral takes the EPHEMERAL flag only.', ['flags']));
    }
  });
  return ((parseForm(schema, raw, ['data'])?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}
