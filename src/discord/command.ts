import type {
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Actor, Reply } from './reply.ts';
import type { Services } from './services.ts';

/** The values that a person typed into the command's options. An option that was left out or holds only spaces is absent. */
export interface CommandInput {
  /** The chosen sub-command; `null` where the command has none. */
  readonly sub: string | null;
  readonly options: ReadonlyMap<string, string>;
  readonly actor: Actor;
}

/** An autocomplete entry in Discord's form. */
export interface CommandChoice {
  readonly name: string;
  readonly value: string;
}

/** One slash command: its definition in Discord's form, its behaviour, and its suggestions while a person types. */
export interface Command {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  run(input: CommandInput, services: Services): Reply | Promise<Reply>;
  /** @param typed - the text of the option being typed; may be empty */
  complete?(typed: string, services: Services): readonly CommandChoice[];
}

/** The message that a message command was chosen on. */
export interface TargetMessage {
  readonly id: string;
  /** Everything that a person reads in it. */
  readonly text: string;
  /** Sitrep wrote it. */
  readonly own: boolean;
  /** Whether only one person sees the message. */
  readonly isPrivate: boolean;
  /** The custom_ids of its buttons and menus, in reading order. */
  readonly customIds: readonly string[];
}

/** One command in the menu "Apps" of a message: its definition and its behaviour. */
export interface MessageCommand {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  runOn(message: TargetMessage, actor: Actor, services: Services): Reply | Promise<Reply>;
}
