/**
 * Discord's JSON as the stand-in sends it, in the API's own field names.
 *
 * The types of discord-api-types are not used: they also describe everything that a bot may send, with most fields optional, so
 * code here would have to check fields that are always present.
 */

export interface UserJson {
  readonly id: string;
  readonly username: string;
  readonly discriminator: '0';
  readonly global_name: string | null;
  readonly avatar: null;
  readonly bot?: true;
  readonly public_flags: 0;
  readonly flags: 0;
  readonly primary_guild: null;
}

export interface EmojiJson {
  readonly id?: string;
  readonly name: string;
}
export interface ButtonJson {
  readonly type: 2;
  readonly id: number;
  readonly style: number;
  readonly custom_id?: string;
  readonly url?: string;
  readonly sku_id?: string;
  readonly label?: string;
  readonly emoji?: EmojiJson;
  readonly disabled?: true;
}
export interface SelectOptionJson {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly emoji?: EmojiJson;
  readonly default?: true;
}
export interface SelectJson {
  readonly type: 3 | 5 | 6 | 7 | 8;
  readonly id: number;
  readonly custom_id: string;
  readonly placeholder?: string;
  readonly min_values: number;
  readonly max_values: number;
  readonly disabled?: true;
  /** In modals only. */
  readonly required?: boolean;
  /** Type 3 only. */
  readonly options?: readonly SelectOptionJson[];
}
/** A line or a paragraph to type into, in a modal. */
export interface TextInputJson {
  readonly type: 4;
  readonly id: number;
  readonly custom_id: string;
  /** 1 a line, 2 a paragraph. */
  readonly style: 1 | 2;
  readonly min_length: number;
  readonly max_length: number;
  readonly required: boolean;
  /** Only in a row; inside a label, the label names the field. */
  readonly label?: string;
  readonly value?: string;
  readonly placeholder?: string;
}
/** A box to tick in a modal; it is never required. */
export interface CheckboxJson {
  readonly type: 23;
  readonly id: number;
  readonly custom_id: string;
  readonly default: boolean;
}
export interface LabelJson {
  readonly type: 18;
  readonly id: number;
  readonly label: string;
  readonly description?: string;
  readonly component: TextInputJson | SelectJson | CheckboxJson;
}
/** A row of a modal; deprecated by Discord in favour of the label. */
export interface ModalRowJson {
  readonly type: 1;
  readonly id: number;
  readonly components: readonly (TextInputJson | SelectJson)[];
}
/** A dialog that a bot opens. */
export interface ModalJson {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly (LabelJson | ModalRowJson | TextDisplayJson)[];
}
/** A dialog in the form that a person's page gets. */
export interface ShownModal extends ModalJson {
  /** The id for submitting or closing it. It is the id of the interaction that opened the dialog. */
  readonly id: string;
}
export interface ActionRowJson {
  readonly type: 1;
  readonly id: number;
  readonly components: readonly (ButtonJson | SelectJson)[];
}
export interface TextDisplayJson {
  readonly type: 10;
  readonly id: number;
  readonly content: string;
}
export interface MediaJson {
  readonly id: string;
  readonly url: string;
  readonly proxy_url: string;
  readonly width: null;
  readonly height: null;
}
export interface ThumbnailJson {
  readonly type: 11;
  readonly id: number;
  readonly media: MediaJson;
  readonly description: string | null;
  readonly spoiler: boolean;
}
export interface SectionJson {
  readonly type: 9;
  readonly id: number;
  readonly components: readonly TextDisplayJson[];
  readonly accessory: ButtonJson | ThumbnailJson;
}
export interface MediaGalleryJson {
  readonly type: 12;
  readonly id: number;
  readonly items: readonly {
    readonly media: MediaJson;
    readonly description: string | null;
    readonly spoiler: boolean;
  }[];
}
export interface SeparatorJson {
  readonly type: 14;
  readonly id: number;
  readonly spacing: 1 | 2;
  readonly divider: boolean;
}
export interface ContainerJson {
  readonly type: 17;
  readonly id: number;
  readonly accent_color: number | null;
  readonly spoiler: boolean;
  readonly components: readonly (ActionRowJson | SectionJson | TextDisplayJson | MediaGalleryJson | SeparatorJson)[];
}
export type TopLevelComponentJson =
  | ActionRowJson
  | SectionJson
  | TextDisplayJson
  | MediaGalleryJson
  | SeparatorJson
  | ContainerJson;
export type ComponentJson = TopLevelComponentJson | ButtonJson | SelectJson | ThumbnailJson;

export interface AttachmentJson {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly url: string;
  readonly proxy_url: string;
  readonly description?: string;
}

export type IntegrationOwners = Readonly<Record<string, string>>;

export interface InteractionMetadataJson {
  readonly id: string;
  readonly type: 2 | 3 | 5;
  /** Only for type 2: the command's name. Discord sends it although it is not documented. */
  readonly name?: string;
  readonly user: UserJson;
  readonly authorizing_integration_owners: IntegrationOwners;
  readonly original_response_message_id?: string;
  /** Only for type 3: the message whose component was pressed. */
  readonly interacted_message_id?: string;
  /** Only for type 2: the message on which the command was used. */
  readonly target_message_id?: string;
  /** Only for type 5: the interaction that opened the modal. */
  readonly triggering_interaction_metadata?: InteractionMetadataJson;
}

export interface MessageJson {
  readonly id: string;
  readonly channel_id: string;
  /** 0 plain, 6 "… pinned a message", 19 reply, 20 answer to a slash command, 23 answer to a command on a message. */
  readonly type: 0 | 6 | 19 | 20 | 23;
  readonly author: UserJson;
  readonly content: string;
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
  readonly tts: boolean;
  readonly mention_everyone: boolean;
  /** The people whom this message notifies after `allowed_mentions` was applied. */
  readonly mentions: readonly UserJson[];
  readonly mention_roles: readonly string[];
  readonly attachments: readonly AttachmentJson[];
  readonly embeds: readonly Record<string, unknown>[];
  readonly components: readonly TopLevelComponentJson[];
  readonly pinned: boolean;
  readonly flags: number;
  readonly nonce?: string | number;
  readonly webhook_id?: string;
  readonly application_id?: string;
  readonly interaction_metadata?: InteractionMetadataJson;
  /** The command's name; the API has deprecated this field but still sends it. */
  readonly interaction?: { readonly id: string; readonly type: 2; readonly name: string; readonly user: UserJson };
  readonly message_reference?: {
    /** 0 for a reply, an answer or a pin notice, 1 for a forward. */
    readonly type: 0 | 1;
    readonly message_id: string;
    readonly channel_id: string;
    readonly guild_id?: string;
  };
  /** The message that a reply (type 19) refers to; null where it has been deleted. */
  readonly referenced_message?: Omit<MessageJson, 'referenced_message'> | null;
  /** The forwarded message as it was when it was forwarded; a list of one. */
  readonly message_snapshots?: readonly { readonly message: SnapshotJson }[];
}

/** The parts of a message that a forward copies; the author is not among them. */
export type SnapshotJson = Pick<
  MessageJson,
  | 'type'
  | 'content'
  | 'timestamp'
  | 'edited_timestamp'
  | 'mentions'
  | 'mention_roles'
  | 'attachments'
  | 'embeds'
  | 'components'
  | 'flags'
>;

/** A message in the form that a person's page gets. */
export interface SeenMessage extends MessageJson {
  /** The one person who sees it; only on private (ephemeral) messages. */
  readonly ephemeral_for?: string;
}

export interface CommandOptionJson {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean | undefined;
  readonly autocomplete?: boolean | undefined;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | undefined;
  readonly options?: readonly CommandOptionJson[] | undefined;
  readonly min_length?: number | undefined;
  readonly max_length?: number | undefined;
  readonly min_value?: number | undefined;
  readonly max_value?: number | undefined;
  readonly [more: string]: unknown;
}

export interface CommandJson {
  readonly id: string;
  readonly application_id: string;
  readonly guild_id?: string;
  readonly version: string;
  /** 1 slash command, 2 on a user, 3 on a message. */
  readonly type: 1 | 2 | 3;
  readonly name: string;
  readonly name_localizations: Readonly<Record<string, string>> | null;
  readonly description: string;
  readonly description_localizations: Readonly<Record<string, string>> | null;
  readonly options?: readonly CommandOptionJson[];
  readonly default_member_permissions: string | null;
  readonly dm_permission?: boolean;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[];
  readonly nsfw: boolean;
}
