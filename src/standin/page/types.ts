/**
 * The data that the page gets from the stand-in, with Discord's own field names. The file contains only types: the browser never
 * loads it, and the page's modules refer to it in their JSDoc.
 */

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly moderator: boolean;
  /** The id of the channel of this person's direct messages with the bot. */
  readonly direct_id: string;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** `type`: 0 text, 1 direct messages, 2 voice, 5 announcements, 11 thread, 15 forum. */
export interface Channel extends Named {
  readonly type: number;
}

/**
 * One option of a command. `type`: 1 sub-command and 2 group, with `options` of their own; 3 text, 4 integer, 5 yes/no, 10
 * number; all others are sent as text.
 */
export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly options?: readonly CommandOption[];
  readonly choices?: readonly Choice[];
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_value?: number;
  readonly max_value?: number;
}

export interface Command {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** 1 is a command that is typed into the box; 2 and 3 are in context menus. */
  readonly type?: number;
  readonly options?: readonly CommandOption[];
  /** Only on the page's own entries for sub-commands ("pin brief"): the names below the command. */
  readonly path?: readonly string[];
}

export interface Choice {
  readonly name: string;
  readonly value: string | number | boolean;
}

export type OptionValue = string | number | boolean;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name?: string | null;
  readonly bot?: boolean;
}

export interface Media {
  readonly url?: string;
}

/** A message component of any type; each type uses some of the fields (see Discord's component reference). */
export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  readonly content?: string;
  readonly accent_color?: number | null;
  readonly spoiler?: boolean;
  readonly divider?: boolean;
  readonly spacing?: number;
  readonly style?: number;
  readonly label?: string;
  readonly custom_id?: string;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly emoji?: { readonly id?: string | null; readonly name?: string | null };
  readonly media?: Media;
  readonly file?: Media;
  readonly name?: string;
  readonly description?: string | null;
  /** For a select menu (type 3). */
  readonly options?: readonly SelectOption[];
  readonly placeholder?: string;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly items?: readonly { readonly media?: Media; readonly description?: string | null }[];
}

export interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly color?: number;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
}

export interface Message {
  readonly id: string;
  readonly channel_id: string;
  /** 6: "… pinned a message", about the message of `message_reference`; everything else is shown by its content. */
  readonly type: number;
  readonly pinned: boolean;
  readonly message_reference?: { readonly message_id?: string };
  /** The message that a reply (type 19) refers to; null where it was deleted. */
  readonly referenced_message?: Message | null;
  /** The forwarded message, in a list of one. */
  readonly message_snapshots?: readonly { readonly message: Pick<Message, 'content' | 'embeds' | 'components'> }[];
  readonly author: User;
  readonly content: string;
  readonly timestamp: string;
  readonly edited_timestamp?: string | null;
  readonly flags?: number;
  readonly components?: readonly Component[];
  readonly embeds?: readonly Embed[];
  readonly attachments?: readonly { readonly id: string; readonly filename: string; readonly description?: string }[];
  readonly interaction_metadata?: {
    readonly id: string;
    readonly type: number;
    readonly user: User;
    readonly name?: string;
  } | null;
  /** The one person who sees a message with flag 64. */
  readonly ephemeral_for?: string;
}

/** A field of a dialog: type 4 is a text input (style 1 a line, 2 a paragraph), 3 a select menu, 23 a checkbox. */
export interface ModalField {
  readonly type: number;
  readonly custom_id: string;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly style?: number;
  readonly value?: string;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly options?: readonly SelectOption[];
  /** For a checkbox: whether it is ticked at first. */
  readonly default?: boolean;
  /** Only in a row; inside a label, the label names the field. */
  readonly label?: string;
}

/** Type 18: a label with its field in `component`; 10: text in `content`; 1: a row with its field in `components`. */
export interface ModalPart {
  readonly type: number;
  readonly label?: string;
  readonly description?: string;
  readonly component?: ModalField;
  readonly content?: string;
  readonly components?: readonly ModalField[];
}

/** A dialog that the bot opened for this person; `id` goes into /page/submit and /page/close-modal. */
export interface Modal {
  readonly id: string;
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly ModalPart[];
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

/** One pinned message; GET /page/pins and the event `pins` give all pins of a channel, the newest first. */
export interface Pin {
  readonly pinned_at: string;
  readonly message: Message;
}

/** `others`: titles of the other situations that the bot can be asked about. */
export interface Situation {
  readonly title: string;
  readonly scope: string;
  readonly others: readonly string[];
}

export interface PageState {
  readonly guild: Named;
  readonly channel: Channel;
  readonly channels: readonly Channel[];
  readonly people: readonly Person[];
  readonly bot: Named & { readonly online: boolean };
  readonly commands: readonly Command[];
  readonly messages: readonly Message[];
  readonly pins: readonly Pin[];
  readonly roles?: readonly Named[];
  /** Lines that a newcomer can try first, such as "/who sullivan"; shown while the channel is empty. */
  readonly examples?: readonly string[];
  /** What the bot is asked about in the channel. */
  readonly situation?: Situation | null;
}

export interface InteractionEvent {
  readonly id: string;
  readonly state: 'pending' | 'answered' | 'failed';
  readonly message_id?: string;
  readonly command?: string;
  readonly error?: string;
}
