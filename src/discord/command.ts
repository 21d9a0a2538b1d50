import type {
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Actor, Reply } from './reply.ts';
import type { Services } from './services.ts';

/** What someone typed: the values of the command's options. An option that was left out or holds only spaces is absent. */
export interface CommandInput {
  /** Which of the command's sub-commands, `null` where it has none. */
  readonly sub: string | null;
  readonly options: ReadonlyMap<string, string>;
  readonly actor: Actor;
}

/** An autocomplete entry in Discord's form. */
export interface CommandChoice {
  readonly name: string;
  readonly value: string;
}

/** One slash command: its definition in Discord's form, what it does, and what it suggests while a person types. */
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

/** One command in the menu "Apps" of a message: its definition and what it does. */
export interface MessageCommand {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  runOn(message: TargetMessage, actor: Actor, services: Services): Reply | Promise<Reply>;
}
