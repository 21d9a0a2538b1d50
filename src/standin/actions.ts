import type { Commands } from './commands.ts';
import { everyComponent } from './component-tree.ts';
import type { Choice, InteractionEvent, StartedInteraction } from './interaction-model.ts';
import type { Interactions } from './interactions.ts';
import { isoTime, type Messages, type StoredMessage, seen } from './messages.ts';
import type { Moderation } from './moderation.ts';
import { ActionError, readOptions } from './option-values.ts';
import { holds, PERMISSION } from './permissions.ts';
import type { Pins } from './pins.ts';
import type { ButtonJson, CommandJson, SeenMessage } from './shapes.ts';
import { IDS, type Person, type Place, type World } from './world.ts';

export interface PageState {
  readonly guild: { readonly id: string; readonly name: string };
  readonly channel: { readonly id: string; readonly name: string; readonly type: number };
  readonly channels: readonly { readonly id: string; readonly name: string; readonly type: number }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly moderator: boolean }[];
  readonly bot: { readonly id: string; readonly name: string; readonly online: boolean };
  readonly commands: readonly CommandJson[];
  readonly messages: readonly SeenMessage[];
  /** Pinned messages of the channel, newest pin first. */
  readonly pins: readonly SeenPin[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** What to type first. */
  readonly examples: readonly string[];
}

export interface SeenPin {
  readonly pinned_at: string;
  readonly message: SeenMessage;
}

export interface CommandRequest {
  readonly as: string;
  readonly channelId: string;
  readonly commandId: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Everything a person can do; the page's HTTP API and the `Person` driver both come through here. */
export interface Actions {
  /** @throws ActionError 404 for an id that is nobody's */
  person(id: string): Person;
  state(as: string): PageState;
  commands(as: string, place: Place): readonly CommandJson[];
  place(as: string, channelId: string): Place;
  command(request: CommandRequest): { readonly interactionId: string };
  /** @param focused - the option being typed; its value is the text so far */
  autocomplete(request: CommandRequest & { readonly focused: string }): Promise<readonly Choice[] | 'failed'>;
  press(as: string, channelId: string, messageId: string, customId: string): { readonly interactionId: string };
  dismiss(as: string, messageId: string): void;
  /** Newest pin first; empty for who may not read the channel's history. */
  pins(as: string, channelId: string): readonly SeenPin[];
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
  readonly examples: readonly string[];
  /** Sends INTERACTION_CREATE. */
  readonly dispatch: (started: StartedInteraction, ids: { readonly id: string; readonly token: string }) => void;
}

export function createActions(parts: ActionParts): Actions {
  const { world, messages, interactions } = parts;

  const person = (id: string): Person => {
    const found = world.person(id);
    if (found === undefined) throw new ActionError(404, `Expected the id of a person, got "${id}".`);
    return found;
  };
  const place = (as: string, channelId: string): Place => {
    const found = world.place(channelId);
    if (found === undefined || (found.kind === 'dm' && found.personId !== as)) {
      throw new ActionError(404, `Expected the id of a channel that ${as} can see, got "${channelId}".`);
    }
    return found;
  };
  const commands = (as: string, where: Place): readonly CommandJson[] => {
    const bits = world.permissions(as, where);
    const mayUse = (command: CommandJson) => {
      if (where.kind === 'dm') return true;
      if (!holds(bits, PERMISSION.useApplicationCommands)) return false;
      const needed = command.default_member_permissions;
      if (needed === null) return true;
      // "0" stands for administrators only.
      return needed === '0' ? holds(bits, PERMISSION.administrator) : holds(bits, BigInt(needed));
    };
    return parts.commands.usable(where.kind === 'dm').filter(mayUse);
  };
  const slashCommand = (request: CommandRequest): { command: CommandJson; where: Place } => {
    person(request.as);
    const where = place(request.as, request.channelId);
    const command = commands(request.as, where).find((c) => c.id === request.commandId);
    if (command?.type !== 1) {
      throw new ActionError(
        404,
        `Expected the id of a slash command that ${request.as} may use, got "${request.commandId}".`,
      );
    }
    return { command, where };
  };
  const begin = (started: StartedInteraction) => {
    const ids = interactions.start(started);
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

  const pins = (as: string, channelId: string): readonly SeenPin[] => {
    if (!holds(world.permissions(as, place(as, channelId)), PERMISSION.readMessageHistory)) return [];
    return parts.pins
      .inChannel(channelId)
      .map(({ message, pinnedAtMs }) => ({ pinned_at: isoTime(pinnedAtMs), message: seen(message) }));
  };

  return {
    moderation: parts.moderation,
    pins,
    person,
    place,
    commands,
    state(as) {
      person(as);
      const home: Place = { kind: 'guild', channelId: IDS.channel };
      const channel = { id: IDS.channel, name: 'situation', type: 0 };
      return {
        guild: { id: IDS.guild, name: 'Newsroom' },
        channel,
        channels: [channel],
        people: world.people.map(({ user, roles }) => ({
          id: user.id,
          name: user.global_name ?? user.username,
          moderator: roles.includes(IDS.moderatorRole),
        })),
        bot: { id: world.bot.id, name: world.bot.username, online: parts.isOnline() },
        commands: commands(as, home),
        messages: messages.seenBy(as).filter((m) => m.channel_id === IDS.channel),
        pins: pins(as, IDS.channel),
        roles: world.roles,
        examples: parts.examples,
      };
    },
    command(request) {
      const { command, where } = slashCommand(request);
      const options = readOptions(command.options ?? [], request.options);
      const interactionId = begin({
        type: 2,
        personId: request.as,
        place: where,
        data: commandData(command, options),
        commandName: command.name,
        source: null,
      });
      return { interactionId };
    },
    autocomplete(request) {
      const { command, where } = slashCommand(request);
      const focused = (command.options ?? []).find((option) => option.name === request.focused);
      if (!focused?.autocomplete) {
        throw new ActionError(
          400,
          `Expected an option of /${command.name} with autocomplete, got "${request.focused}".`,
        );
      }
      // While typing, required options may be missing and nothing is checked but that the options exist.
      const options = (command.options ?? []).flatMap((option) => {
        const value = request.options[option.name];
        if (option === focused) return [{ name: option.name, type: option.type, value: value ?? '', focused: true }];
        return value === undefined || value === null ? [] : [{ name: option.name, type: option.type, value }];
      });
      const { promise, resolve } = Promise.withResolvers<readonly Choice[] | 'failed'>();
      const started: StartedInteraction = {
        type: 4,
        personId: request.as,
        place: where,
        data: commandData(command, options),
        commandName: command.name,
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
    press(as, channelId, messageId, customId) {
      person(as);
      const where = place(as, channelId);
      const source = messages.find(messageId);
      if (source === undefined || !messages.sees(as, source) || source.place.channelId !== channelId) {
        throw new ActionError(404, `Expected the id of a message that ${as} sees, got "${messageId}".`);
      }
      const button = pressable(source, customId);
      const interactionId = begin({
        type: 3,
        personId: as,
        place: where,
        data: { custom_id: customId, component_type: button.type, id: button.id },
        commandName: null,
        source,
      });
      return { interactionId };
    },
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

function pressable(message: StoredMessage, customId: string): ButtonJson {
  const buttons = [...everyComponent(message.json.components)].filter((c) => c.type === 2);
  const button = buttons.find((b) => b.custom_id === customId);
  if (button === undefined) {
    throw new ActionError(404, `Expected the custom_id of a button on message ${message.json.id}, got "${customId}".`);
  }
  if (button.disabled) throw new ActionError(400, `The button "${button.label ?? customId}" is disabled.`);
  return button;
}
