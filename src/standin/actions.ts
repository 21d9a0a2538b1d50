import type { Commands } from './commands.ts';
import { everyComponent, isButton, isStringSelect } from './component-tree.ts';
import type { Choice, InteractionEvent, StartedInteraction } from './interaction-model.ts';
import type { Interactions } from './interactions.ts';
import { CHANNEL_DEFAULT } from './mentions.ts';
import { NEW_MESSAGE, readMessageBody } from './message-body.ts';
import { type Messages, replyTo, type StoredMessage } from './messages.ts';
import { createModals, readModalValues } from './modals.ts';
import type { Moderation } from './moderation.ts';
import { ActionError, readOptions } from './option-values.ts';
import { type PageState, pageState, pinsSeenBy, type SeenPin, type Situation } from './page-state.ts';
import { holds, PERMISSION, permissionNames } from './permissions.ts';
import type { Pins } from './pins.ts';
import { readChosen } from './select-values.ts';
import type { ButtonJson, CommandJson, ComponentJson, SeenMessage, SelectJson } from './shapes.ts';
import { type CommandLeaf, findLeaf } from './sub-commands.ts';
import { createUsableCommands } from './usable-commands.ts';
import { IDS, type Person, type Place, type World } from './world.ts';

export interface CommandRequest {
  readonly as: string;
  readonly channelId: string;
  readonly commandId: string;
  /** Names of the group and the sub-command below the command; `[]` for one that has none. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** A message that a person sees, and what is done with it. */
export interface MessageRequest {
  readonly as: string;
  readonly channelId: string;
  readonly messageId: string;
}

export interface SayRequest {
  readonly as: string;
  readonly channelId: string;
  /** With mentions in Discord's form: `<@id>`. */
  readonly content: string;
  /** The message that this one replies to. */
  readonly replyTo?: { readonly id: string } | undefined;
  /** Whether a reply notifies the author of the message that it replies to; true where absent, as in Discord's client. */
  readonly ping?: boolean | undefined;
}

/** Everything a person can do; the page's HTTP API and the `Person` driver both come through here. */
export interface Actions {
  /** @throws ActionError 404 for an id that is nobody's */
  person(id: string): Person;
  /** @param channelId - "situation" where absent */
  state(as: string, channelId?: string): PageState;
  commands(as: string, place: Place): readonly CommandJson[];
  place(as: string, channelId: string): Place;
  /** The person's direct messages with the bot. */
  directMessages(as: string): Place;
  command(request: CommandRequest): { readonly interactionId: string };
  /** @param focused - the option being typed; its value is the text so far */
  autocomplete(request: CommandRequest & { readonly focused: string }): Promise<readonly Choice[] | 'failed'>;
  press(request: MessageRequest & { readonly customId: string }): { readonly interactionId: string };
  /** Chooses in a select menu. */
  choose(request: MessageRequest & { readonly customId: string; readonly values: unknown }): {
    readonly interactionId: string;
  };
  /** Uses a command of a message's context menu. */
  messageCommand(request: MessageRequest & { readonly commandId: string }): { readonly interactionId: string };
  /** @param values - by custom_id or label, text or a list of chosen values */
  submit(as: string, modalId: string, values: Readonly<Record<string, unknown>>): { readonly interactionId: string };
  closeModal(as: string, modalId: string): void;
  /** Installs the app for the person alone. */
  installApp(as: string): void;
  /** Sets whether the bot may write to the person. */
  takeDirectMessages(as: string, takes: boolean): void;
  /** Writes a plain message or a reply. */
  say(request: SayRequest): SeenMessage;
  /** @throws ActionError 404 no such command, 403 not for this person */
  commandNamed(as: string, where: Place, name: string, type: 1 | 3): CommandJson;
  dismiss(as: string, messageId: string): void;
  /** Newest pin first; empty for who may not read the channel's history. */
  pins(as: string, where: Place): readonly SeenPin[];
  /** By hand, without any bot. */
  readonly moderation: Moderation;
}

export interface ActionParts {
  readonly world: World;
  readonly messages: Messages;
  readonly pins: Pins;
  readonly moderation: Moderation;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly isOnline: () => boolean;
  readonly examples: () => readonly string[];
  readonly situation: () => Situation | null;
  /** Sends INTERACTION_CREATE. */
  readonly dispatch: (started: StartedInteraction, ids: { readonly id: string; readonly token: string }) => void;
}

export function createActions(parts: ActionParts): Actions {
  const { world, messages, interactions } = parts;
  const modals = createModals(interactions.events);

  const person = (id: string): Person => {
    const found = world.person(id);
    if (found === undefined) throw new ActionError(404, `Expected the id of a person, got "${id}".`);
    return found;
  };
  const place = (as: string, channelId: string): Place => {
    const found = world.place(channelId);
    if (found === undefined || !world.mayEnter(as, found)) {
      throw new ActionError(404, `Expected the id of a channel that ${as} can see, got "${channelId}".`);
    }
    return found;
  };
  const usable = createUsableCommands(world, parts.commands);
  const needMessageBox = ({ channelId }: Place) => {
    const channel = world.channels.get(channelId);
    if (channel?.kind === 'forum') throw new ActionError(400, 'A forum has posts; open one of them to write.');
    if (channel?.archived) throw new ActionError(400, 'The thread is archived; nothing can be typed in it.');
  };
  const needToSend = (as: string, where: Place) => {
    needMessageBox(where);
    const isThread = world.channels.get(where.channelId)?.kind === 'thread';
    const needed = isThread ? PERMISSION.sendMessagesInThreads : PERMISSION.sendMessages;
    if (holds(world.permissions(as, where), needed)) return;
    throw new ActionError(403, `${as} may not write here: the permission ${permissionNames(needed)} is missing.`);
  };
  const slashCommand = (request: CommandRequest): { command: CommandJson; leaf: CommandLeaf; where: Place } => {
    person(request.as);
    const where = place(request.as, request.channelId);
    needMessageBox(where);
    const command = usable.find(
      request.as,
      where,
      request.commandId,
      (c) => c.id === request.commandId && c.type === 1,
    );
    return { command, leaf: findLeaf(command, request.path), where };
  };
  const visible = ({ as, channelId, messageId }: MessageRequest): { where: Place; message: StoredMessage } => {
    person(as);
    const where = place(as, channelId);
    const message = messages.find(messageId);
    if (message === undefined || !messages.sees(as, message) || message.place.channelId !== channelId) {
      throw new ActionError(404, `Expected the id of a message that ${as} sees, got "${messageId}".`);
    }
    return { where, message };
  };
  const begin = (started: StartedInteraction, beforeSending?: (interactionId: string) => void) => {
    const ids = interactions.start(started);
    beforeSending?.(ids.id);
    parts.dispatch(started, ids);
    return ids.id;
  };
  const commandData = (command: CommandJson, options: readonly Record<string, unknown>[]) => ({
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id !== undefined && { guild_id: command.guild_id }),
    ...(options.length > 0 && { options }),
  });

  return {
    moderation: parts.moderation,
    pins: (as, where) => pinsSeenBy(as, where, parts),
    person,
    place,
    directMessages(as) {
      const found = world.directMessages(person(as).user.id);
      if (found === undefined) throw new ActionError(404, `${as} has no direct messages with the bot.`);
      return found;
    },
    commands: usable.list,
    state(as, channelId = IDS.channel) {
      person(as);
      return pageState(as, place(as, channelId), { ...parts, usable });
    },
    command(request) {
      const { command, leaf, where } = slashCommand(request);
      const options = leaf.nest(readOptions(leaf.options, request.options));
      const interactionId = begin({
        type: 2,
        personId: request.as,
        place: where,
        data: commandData(command, options),
        commandName: leaf.name,
        source: null,
      });
      return { interactionId };
    },
    autocomplete(request) {
      const { command, leaf, where } = slashCommand(request);
      const focused = leaf.options.find((option) => option.name === request.focused);
      if (!focused?.autocomplete) {
        throw new ActionError(400, `Expected an option of /${leaf.name} with autocomplete, got "${request.focused}".`);
      }
      // While typing, required options may be missing and nothing is checked but that the options exist.
      const options = leaf.options.flatMap((option) => {
        const value = request.options[option.name];
        if (option === focused) return [{ name: option.name, type: option.type, value: value ?? '', focused: true }];
        return value === undefined || value === null ? [] : [{ name: option.name, type: option.type, value }];
      });
      const { promise, resolve } = Promise.withResolvers<readonly Choice[] | 'failed'>();
      const started: StartedInteraction = {
        type: 4,
        personId: request.as,
        place: where,
        data: commandData(command, leaf.nest(options)),
        commandName: leaf.name,
        source: null,
      };
      const ids = interactions.start(started);
      const stop = interactions.events.on((event: InteractionEvent) => {
        if (event.interactionId !== ids.id) return;
        if (event.kind === 'choices') resolve(event.choices);
        if (event.kind === 'failed') resolve('failed');
      });
      parts.dispatch(started, ids);
      return promise.finally(stop);
    },
    press(request) {
      const { where, message } = visible(request);
      const button = usableComponent(message, request.customId, isButton);
      const interactionId = begin({
        type: 3,
        personId: request.as,
        place: where,
        data: { custom_id: request.customId, component_type: button.type, id: button.id },
        commandName: null,
        source: message,
      });
      return { interactionId };
    },
    choose(request) {
      const { where, message } = visible(request);
      const select = usableComponent(message, request.customId, isStringSelect);
      const interactionId = begin({
        type: 3,
        personId: request.as,
        place: where,
        data: {
          custom_id: request.customId,
          component_type: 3,
          id: select.id,
          values: readChosen(select, request.values, select.placeholder ?? request.customId),
        },
        commandName: null,
        source: message,
      });
      return { interactionId };
    },
    messageCommand(request) {
      const { where, message } = visible(request);
      const command = usable.find(
        request.as,
        where,
        request.commandId,
        (c) => c.id === request.commandId && c.type === 3,
      );
      if (message.privateTo !== null) {
        throw new ActionError(400, 'Expected a message that everybody sees; private ones have no commands.');
      }
      const interactionId = begin({
        type: 2,
        personId: request.as,
        place: where,
        data: {
          ...commandData(command, []),
          target_id: message.json.id,
          resolved: { messages: { [message.json.id]: messages.json(message) } },
        },
        commandName: command.name,
        source: null,
      });
      return { interactionId };
    },
    submit(as, modalId, values) {
      person(as);
      const { shown, opener } = modals.get(as, modalId);
      const interactionId = begin(
        {
          type: 5,
          personId: as,
          place: opener.place,
          data: { custom_id: shown.custom_id, components: readModalValues(shown, values) },
          commandName: null,
          // As it is now: it may have changed since the dialog opened.
          source: opener.source && (messages.find(opener.source.json.id) ?? opener.source),
          openedBy: opener,
        },
        (id) => modals.closeWhenAnswered(as, id),
      );
      return { interactionId };
    },
    closeModal(as, modalId) {
      person(as);
      modals.close(as, modalId);
    },
    installApp: (as) => world.install(person(as).user.id),
    takeDirectMessages: (as, takes) => world.setTakesDirectMessages(person(as).user.id, takes),
    say({ as, channelId, content, replyTo: target, ping = true }) {
      const { user } = person(as);
      const where = place(as, channelId);
      needToSend(as, where);
      const reference = target && { message_reference: { message_id: target.id } };
      const input = readMessageBody({ content, ...reference }, NEW_MESSAGE);
      const { type, extra } = replyTo(messages.findReplied(input.replyTo, where));
      const message = messages.create({
        place: where,
        privateTo: null,
        type,
        input,
        defaultMentions: { ...CHANNEL_DEFAULT, replied_user: ping },
        attachments: [],
        extra: { ...extra, author: user },
      });
      return messages.seen(message);
    },
    commandNamed: (as, where, name, type) => usable.find(as, where, name, (c) => c.name === name && c.type === type),
    dismiss(as, messageId) {
      person(as);
      const message = messages.find(messageId);
      if (message === undefined || message.privateTo !== as) {
        throw new ActionError(404, `Expected the id of a message that only ${as} sees, got "${messageId}".`);
      }
      messages.dismiss(messageId);
    },
  };
}

/** @throws ActionError 404 where there is none of that kind with this custom_id, 400 where it is disabled */
function usableComponent<T extends ButtonJson | SelectJson>(
  { json }: StoredMessage,
  customId: string,
  isKind: (component: ComponentJson) => component is T,
): T {
  const found = [...everyComponent(json.components)].filter(isKind).find((c) => c.custom_id === customId);
  if (found === undefined) {
    throw new ActionError(404, `Expected the custom_id of such a component on message ${json.id}, got "${customId}".`);
  }
  if (found.disabled) throw new ActionError(400, `"${nameOf(found)}" is disabled.`);
  return found;
}

function nameOf(component: ButtonJson | SelectJson): string {
  return (component.type === 2 ? component.label : component.placeholder) ?? component.custom_id ?? '';
}
