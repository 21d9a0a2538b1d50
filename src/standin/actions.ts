import { ApplicationCommandType, ComponentType, InteractionType } from 'discord-api-types/v10';
import type { Moderation } from './administration.ts';

import { type Commands, UsableCommands } from './commands.ts';
import { everyComponent, isButton, isStringSelect } from './components.ts';
import { ActionError } from './errors.ts';
import type { Choice, InteractionEvent, Interactions, LiveInteraction, StartedInteraction } from './interactions.ts';
import { CHANNEL_DEFAULT, NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { forwardOf, type Messages, replyTo, type StoredMessage } from './messages.ts';
import { PERMISSION, permissionNames } from './permissions.ts';
import { type CommandLeaf, findLeaf, readChosen, readModalValues, readOptions } from './person-input.ts';
import type { ButtonJson, CommandJson, ComponentJson, SeenMessage, SelectJson, ShownModal } from './shapes.ts';
import type { Signal } from './signal.ts';
import type { Member, Place, World } from './world.ts';

export interface CommandRequest {
  readonly as: string;
  readonly channelId: string;
  readonly commandId: string;
  /** Names of the group and the sub-command below the command; `[]` for a command that has none. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** A person's action on a message that they see. */
export interface MessageRequest {
  readonly as: string;
  readonly channelId: string;
  readonly messageId: string;
}

export interface SayRequest {
  readonly as: string;
  readonly channelId: string;
  /** The text, with mentions in Discord's form: `<@id>`. */
  readonly content: string;
  /** The message that this one replies to. */
  readonly replyTo?: { readonly id: string } | undefined;
  /** Whether a reply notifies the author of the message that it replies to; by default it does, as in Discord's client. */
  readonly ping?: boolean | undefined;
}

export interface Started {
  readonly interactionId: string;
}

export interface ActionParts {
  readonly world: World;
  readonly messages: Messages;
  readonly moderation: Moderation;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Sends INTERACTION_CREATE. */
  readonly dispatch: (started: StartedInteraction, ids: { readonly id: string; readonly token: string }) => void;
}

/**
 * Everything that a person can do. The page's HTTP API and the `Person` driver both call these functions.
 *
 * All throw ActionError: 404 for a missing or hidden thing, 403 for a forbidden action, 400 for other misuse.
 */
export class Actions {
  /** Changes of messages that a person makes by hand. */
  readonly moderation: Moderation;
  readonly usable: UsableCommands;
  readonly #parts: ActionParts;
  readonly #modals: OpenModals;

  constructor(parts: ActionParts) {
    this.moderation = parts.moderation;
    this.usable = new UsableCommands(parts.world, parts.commands);
    this.#parts = parts;
    this.#modals = new OpenModals(parts.interactions.events);
  }

  person(id: string): Member {
    const found = this.#parts.world.person(id);
    if (found === undefined) throw new ActionError(404, `Expected the id of a person, got "${id}".`);
    return found;
  }

  place(as: string, channelId: string): Place {
    const { world } = this.#parts;
    const found = world.place(channelId);
    if (found === undefined || !world.mayEnter(as, found)) {
      throw new ActionError(404, `Expected the id of a channel that ${as} can see, got "${channelId}".`);
    }
    return found;
  }

  /** The person's direct messages with the bot. */
  directMessages(as: string): Place {
    const found = this.#parts.world.directMessagesOf(this.person(as).user.id);
    if (found === undefined) throw new ActionError(404, `${as} has no direct messages with the bot.`);
    return found;
  }

  commandNamed(as: string, place: Place, name: string, type: ApplicationCommandType): CommandJson {
    return this.usable.find(as, place, name, (command) => command.name === name && command.type === type);
  }

  command(request: CommandRequest): Started {
    const { command, leaf, place } = this.#slashCommand(request);
    const options = leaf.nest(readOptions(leaf.options, request.options));
    return this.#start({
      type: InteractionType.ApplicationCommand,
      personId: request.as,
      place,
      data: commandData(command, options),
      commandName: leaf.name,
      source: null,
    });
  }

  /**
   * @param request - `focused` is the option that is being typed; its value is the text so far
   * @returns "failed" where the bot did not answer in time
   */
  async autocomplete(request: CommandRequest & { readonly focused: string }): Promise<readonly Choice[] | 'failed'> {
    const { command, leaf, place } = this.#slashCommand(request);
    const focused = leaf.options.find((option) => option.name === request.focused);
    if (!focused?.autocomplete) {
      throw new ActionError(400, `Expected an option of /${leaf.name} with autocomplete, got "${request.focused}".`);
    }
    // While a person types, required options may be missing; only the options' names are checked.
    const options = leaf.options.flatMap((option) => {
      const value = request.options[option.name];
      if (option === focused) return [{ name: option.name, type: option.type, value: value ?? '', focused: true }];
      return value === undefined || value === null ? [] : [{ name: option.name, type: option.type, value }];
    });
    const { interactions } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<readonly Choice[] | 'failed'>();
    let id: string | undefined;
    const stop = interactions.events.on((event) => {
      if (event.interactionId !== id) return;
      if (event.kind === 'choices') resolve(event.choices);
      if (event.kind === 'failed') resolve('failed');
    });
    this.#start(
      {
        type: InteractionType.ApplicationCommandAutocomplete,
        personId: request.as,
        place,
        data: commandData(command, leaf.nest(options)),
        commandName: leaf.name,
        source: null,
      },
      (interactionId) => {
        id = interactionId;
      },
    );
    return await promise.finally(stop);
  }

  press(request: MessageRequest & { readonly customId: string }): Started {
    const { place, message } = this.#visible(request);
    const button = enabledComponent(message, request.customId, isButton);
    return this.#startComponent(request.as, place, message, {
      custom_id: request.customId,
      component_type: ComponentType.Button,
      id: button.id,
    });
  }

  /** Chooses in a select menu. */
  choose(request: MessageRequest & { readonly customId: string; readonly values: unknown }): Started {
    const { place, message } = this.#visible(request);
    const select = enabledComponent(message, request.customId, isStringSelect);
    return this.#startComponent(request.as, place, message, {
      custom_id: request.customId,
      component_type: ComponentType.StringSelect,
      id: select.id,
      values: readChosen(select, request.values, select.placeholder ?? request.customId),
    });
  }

  /** Uses a command of a message's context menu. */
  messageCommand(request: MessageRequest & { readonly commandId: string }): Started {
    const { place, message } = this.#visible(request);
    const { as, commandId } = request;
    const isMeant = ({ id, type }: CommandJson) => id === commandId && type === ApplicationCommandType.Message;
    const command = this.usable.find(as, place, commandId, isMeant);
    if (message.privateTo !== null) {
      throw new ActionError(400, 'Expected a message that everybody sees; private ones have no commands.');
    }
    const { id } = message.json;
    const resolved = { messages: { [id]: this.#parts.messages.json(message) } };
    return this.#start({
      type: InteractionType.ApplicationCommand,
      personId: as,
      place,
      data: { ...commandData(command, []), target_id: id, resolved },
      commandName: command.name,
      source: null,
    });
  }

  /** @param values - the values of the fields (a text, or a list of choices), by custom_id or label */
  submit(as: string, modalId: string, values: Readonly<Record<string, unknown>>): Started {
    this.person(as);
    const { shown, opener } = this.#modals.get(as, modalId);
    const { source } = opener;
    return this.#start(
      {
        type: InteractionType.ModalSubmit,
        personId: as,
        place: opener.place,
        data: { custom_id: shown.custom_id, components: readModalValues(shown, values) },
        commandName: null,
        // The message as it is now, because it may have changed since the modal was opened.
        source: source && (this.#parts.messages.find(source.json.id) ?? source),
        openedBy: opener,
      },
      (id) => this.#modals.closeWhenAnswered(as, id),
    );
  }

  closeModal(as: string, modalId: string): void {
    this.person(as);
    this.#modals.close(as, modalId);
  }

  /** Installs the app for this person only. */
  installApp(as: string): void {
    this.#parts.world.install(this.person(as).user.id);
  }

  /** Sets whether the bot may send direct messages to the person. */
  allowDirectMessages(as: string, allowed: boolean): void {
    this.#parts.world.allowDirectMessages(this.person(as).user.id, allowed);
  }

  /** Writes a plain message or a reply. @throws ApiError as for a message of the bot */
  say({ as, channelId, content, replyTo: target, ping = true }: SayRequest): SeenMessage {
    const { messages } = this.#parts;
    const { user } = this.person(as);
    const place = this.place(as, channelId);
    this.#needToSend(as, place);
    const reference = target && { message_reference: { message_id: target.id } };
    const input = readMessageBody({ content, ...reference }, NEW_MESSAGE);
    const { type, extra } = replyTo(messages.findReplied(input.replyTo, place));
    const message = messages.create({
      place,
      privateTo: null,
      type,
      input,
      defaultMentions: { ...CHANNEL_DEFAULT, replied_user: ping },
      attachments: [],
      extra: { ...extra, author: user },
    });
    return messages.seen(message);
  }

  /** Forwards a message that the person sees in any place into a channel. */
  forward({ as, channelId, messageId }: MessageRequest): SeenMessage {
    const { messages } = this.#parts;
    const { user } = this.person(as);
    const place = this.place(as, channelId);
    this.#needToSend(as, place);
    const message = messages.find(messageId);
    if (message === undefined || message.privateTo !== null || !messages.sees(as, message)) {
      throw new ActionError(
        404,
        `Expected the id of a message that everybody in its channel sees, got "${messageId}".`,
      );
    }
    const { type, extra } = forwardOf(message);
    return messages.seen(messages.createBare({ place, privateTo: null, type, extra: { ...extra, author: user } }));
  }

  /** Hides a private message from the person who sees it. */
  dismiss(as: string, messageId: string): void {
    this.person(as);
    const { messages } = this.#parts;
    if (messages.find(messageId)?.privateTo !== as) {
      throw new ActionError(404, `Expected the id of a message that only ${as} sees, got "${messageId}".`);
    }
    messages.dismiss(messageId);
  }

  /** @param beforeSending - called with the interaction's id before the bot receives the interaction */
  #start(started: StartedInteraction, beforeSending?: (interactionId: string) => void): Started {
    const ids = this.#parts.interactions.start(started);
    beforeSending?.(ids.id);
    this.#parts.dispatch(started, ids);
    return { interactionId: ids.id };
  }

  #startComponent(personId: string, place: Place, source: StoredMessage, data: Record<string, unknown>): Started {
    return this.#start({ type: InteractionType.MessageComponent, personId, place, data, commandName: null, source });
  }

  #slashCommand(request: CommandRequest): { command: CommandJson; leaf: CommandLeaf; place: Place } {
    this.person(request.as);
    const place = this.place(request.as, request.channelId);
    this.#needMessageBox(place);
    const isMeant = ({ id, type }: CommandJson) =>
      id === request.commandId && type === ApplicationCommandType.ChatInput;
    const command = this.usable.find(request.as, place, request.commandId, isMeant);
    return { command, leaf: findLeaf(command, request.path), place };
  }

  #visible({ as, channelId, messageId }: MessageRequest): { place: Place; message: StoredMessage } {
    this.person(as);
    const { messages } = this.#parts;
    const place = this.place(as, channelId);
    const message = messages.find(messageId);
    if (message === undefined || !messages.sees(as, message) || message.place.channelId !== channelId) {
      throw new ActionError(404, `Expected the id of a message that ${as} sees, got "${messageId}".`);
    }
    return { place, message };
  }

  #needMessageBox({ channelId }: Place): void {
    const channel = this.#parts.world.channel(channelId);
    if (channel?.kind === 'forum') throw new ActionError(400, 'A forum has posts; open one of them to write.');
    if (channel?.archived) throw new ActionError(400, 'The thread is archived; nothing can be typed in it.');
  }

  #needToSend(as: string, place: Place): void {
    this.#needMessageBox(place);
    const { world } = this.#parts;
    const isThread = world.channel(place.channelId)?.kind === 'thread';
    const needed = isThread ? PERMISSION.SendMessagesInThreads : PERMISSION.SendMessages;
    if (world.may(as, place, needed)) return;
    throw new ActionError(403, `${as} may not write here: the permission ${permissionNames(needed)} is missing.`);
  }
}

interface OpenModal {
  readonly shown: ShownModal;
  readonly opener: LiveInteraction;
}

/** The modals that people have open: at most one for each person, as in Discord's client. */
class OpenModals {
  readonly #byPerson = new Map<string, OpenModal>();
  /** Interaction id of a submission → the person who submitted. */
  readonly #submitted = new Map<string, string>();

  constructor(events: Signal<InteractionEvent>) {
    events.on((event) => {
      if (event.kind === 'modal') {
        this.#byPerson.set(event.personId, { shown: event.modal, opener: event.opener });
      } else if (this.#submitted.get(event.interactionId) === event.personId && event.kind !== 'pending') {
        this.#submitted.delete(event.interactionId);
        if (event.kind !== 'failed') this.#byPerson.delete(event.personId);
      }
    });
  }

  /** @throws ActionError 404 where this person does not have that modal open */
  get(as: string, modalId: string): OpenModal {
    const open = this.#byPerson.get(as);
    if (open?.shown.id !== modalId) {
      throw new ActionError(404, `Expected the id of a dialog that ${as} has open, got "${modalId}".`);
    }
    return open;
  }

  /** Keeps the modal open until the bot has answered its submission, so that the person can submit it again. */
  closeWhenAnswered(as: string, interactionId: string): void {
    this.#submitted.set(interactionId, as);
  }

  close(as: string, modalId: string): void {
    this.get(as, modalId);
    this.#byPerson.delete(as);
  }
}

function commandData(command: CommandJson, options: readonly Record<string, unknown>[]): Record<string, unknown> {
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id !== undefined && { guild_id: command.guild_id }),
    ...(options.length > 0 && { options }),
  };
}

/** @throws ActionError 404 where the message has no such component, 400 where it is disabled */
function enabledComponent<T extends ButtonJson | SelectJson>(
  { json }: StoredMessage,
  customId: string,
  isKind: (component: ComponentJson) => component is T,
): T {
  const found = [...everyComponent(json.components)].filter(isKind).find((c) => c.custom_id === customId);
  if (found === undefined) {
    throw new ActionError(404, `Expected the custom_id of such a component on message ${json.id}, got "${customId}".`);
  }
  const name = (found.type === 2 ? found.label : found.placeholder) ?? customId;
  if (found.disabled) throw new ActionError(400, `"${name}" is disabled.`);
  return found;
}
