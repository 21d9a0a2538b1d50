import { ApplicationCommandType } from 'discord-api-types/v10';
import type { Actions, SayRequest, Started } from './actions.ts';
import { everyComponent, isButton, isStringSelect } from './components.ts';
import { ActionError } from './errors.ts';
import { DID_NOT_RESPOND, type InteractionEvent, type Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { pinsSeenBy, type SeenPin } from './page-state.ts';
import type { Pins } from './pins.ts';
import type { ButtonJson, ComponentJson, SeenMessage, SelectJson, ShownModal } from './shapes.ts';
import type { Place, World } from './world.ts';

/** The visible result of a person's action. */
export interface Shown {
  /** The new or changed message; absent where the message was deleted or there was no result. */
  readonly message?: SeenMessage;
  readonly ephemeral: boolean;
  /** The modal that the bot opened instead of a message. */
  readonly modal?: ShownModal;
  /** Why there was no result: "did not respond". */
  readonly failed?: string;
  readonly deleted?: true;
}

export type OptionValues = Readonly<Record<string, string | number | boolean>>;

interface WithId {
  readonly id: string;
}

export interface PersonParts {
  readonly world: World;
  readonly actions: Actions;
  readonly interactions: Interactions;
  readonly messages: Messages;
  readonly pins: Pins;
  /** How long to wait for a visible result after a press was only acknowledged. */
  readonly quietMs: number;
}

const UNTIL_TIMEOUT_MS = 60_000;
/** How long to wait for the end of a deferral. Discord would wait for 15 minutes, which is too long for a test. */
const THINKING_MAX_MS = 60_000;

/** Acts as a person in one place without a browser, by the same code as the page's HTTP API. */
export class Person {
  readonly id: string;
  /** Where the person is. */
  readonly channelId: string;
  readonly #parts: PersonParts;
  readonly #place: Place;

  /** @throws ActionError 404 for a channel that the person does not see */
  constructor(parts: PersonParts, id: string, channelId: string) {
    this.id = parts.actions.person(id).user.id;
    this.channelId = channelId;
    this.#parts = parts;
    this.#place = parts.actions.place(id, channelId);
  }

  /** The same person in another channel. */
  in(channelId: string): Person {
    return new Person(this.#parts, this.id, channelId);
  }

  /** The same person in their direct messages with the bot. */
  inDirectMessages(): Person {
    return this.in(this.#parts.actions.directMessages(this.id).channelId);
  }

  /** Oldest first. */
  sees(): SeenMessage[] {
    return this.#parts.messages.seenIn(this.channelId, this.id);
  }

  /**
   * Types `/name`, or `/name sub-command`, with options.
   *
   * @returns the bot's answer; after a deferral, the answer that follows it
   */
  async command(name: string, options: OptionValues = {}): Promise<Shown> {
    const command = this.#slashCommand(name);
    return await this.#act(() => this.#parts.actions.command({ ...command, options }), null);
  }

  /** @returns the suggestions; none where the bot missed the deadline */
  async autocomplete(
    name: string,
    option: string,
    typed: string,
    others: OptionValues = {},
  ): Promise<{ name: string; value: string | number }[]> {
    const options = { ...others, [option]: typed };
    const request = { ...this.#slashCommand(name), options, focused: option };
    const choices = await this.#parts.actions.autocomplete(request);
    return choices === 'failed' ? [] : choices.map(({ name: label, value }) => ({ name: label, value }));
  }

  /** Presses a button that the person sees, found by its label or its custom_id. */
  async press(message: WithId, labelOrCustomId: string): Promise<Shown> {
    const button = this.#button(message.id, labelOrCustomId);
    const request = { ...this.#on(message), customId: button.custom_id ?? '' };
    return await this.#act(() => this.#parts.actions.press(request), message.id);
  }

  /** Chooses in a select menu, found by its custom_id or its placeholder. */
  async choose(message: WithId, customIdOrPlaceholder: string, values: readonly string[]): Promise<Shown> {
    const { custom_id: customId } = this.#select(message.id, customIdOrPlaceholder);
    return await this.#act(() => this.#parts.actions.choose({ ...this.#on(message), customId, values }), message.id);
  }

  /** Uses a command of the message's context menu. */
  async messageCommand(name: string, message: WithId): Promise<Shown> {
    const { actions } = this.#parts;
    const { id: commandId } = actions.commandNamed(this.id, this.#place, name, ApplicationCommandType.Message);
    return await this.#act(() => actions.messageCommand({ ...this.#on(message), commandId }), null);
  }

  /** Fills in a modal, with values by custom_id or label, and sends it. The modal stays open where the bot does not answer. */
  async submit(
    modal: ShownModal,
    values: Readonly<Record<string, string | boolean | readonly string[]>>,
  ): Promise<Shown> {
    return await this.#act(() => this.#parts.actions.submit(this.id, modal.id, values), modal.id);
  }

  /** Closes a modal; Discord does not tell the bot. */
  closeModal(modal: ShownModal): void {
    this.#parts.actions.closeModal(this.id, modal.id);
  }

  /**
   * Writes a plain message, or a reply.
   *
   * @param content - with mentions in Discord's form: `<@id>`
   */
  say(content: string, options: Pick<SayRequest, 'replyTo' | 'ping'> = {}): SeenMessage {
    return this.#parts.actions.say({ as: this.id, channelId: this.channelId, content, ...options });
  }

  /** Forwards a message that the person sees in any place to this one. */
  forward(message: WithId): SeenMessage {
    return this.#parts.actions.forward(this.#on(message));
  }

  dismiss(message: WithId): void {
    this.#parts.actions.dismiss(this.id, message.id);
  }

  /** The channel's pinned messages, newest pin first. */
  pins(): readonly SeenMessage[] {
    return pinsSeenBy(this.id, this.#place, this.#parts).map(({ message }: SeenPin) => message);
  }

  /** Installs the app for this person: commands with `integration_types` 1 then work even where the bot is not. */
  installApp(): void {
    this.#parts.actions.installApp(this.id);
  }

  /** Sets whether the bot may write to this person; at first it may. */
  allowDirectMessages(allowed: boolean): void {
    this.#parts.actions.allowDirectMessages(this.id, allowed);
  }

  /** Waits until `look` finds something in the messages that the person sees. @throws Error after `timeoutMs` */
  async until<T>(
    look: (messages: readonly SeenMessage[]) => T | undefined | false | null,
    timeoutMs = UNTIL_TIMEOUT_MS,
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const check = () => {
      const found = look(this.sees());
      if (found) resolve(found);
    };
    const stop = this.#parts.messages.changes.on(check);
    const timer = setTimeout(() => {
      const texts = this.sees().map((m) =>
        JSON.stringify(m.components.length > 0 ? m.components : m.content).slice(0, 200),
      );
      reject(new Error(`Not seen within ${timeoutMs} ms. Seen instead:\n${texts.join('\n') || 'nothing'}`));
    }, timeoutMs);
    check();
    return await promise.finally(() => {
      clearTimeout(timer);
      stop();
    });
  }

  #on(message: WithId) {
    return { as: this.id, channelId: this.channelId, messageId: message.id };
  }

  /** `/pin brief` is the sub-command "brief" of the command "pin". */
  #slashCommand(line: string) {
    const [name = '', ...path] = line.replace(/^\//, '').split(' ');
    const command = this.#parts.actions.commandNamed(this.id, this.#place, name, ApplicationCommandType.ChatInput);
    return { as: this.id, channelId: this.channelId, commandId: command.id, path };
  }

  /**
   * Starts an interaction and waits for its visible result. It listens before it starts, because the bot may answer
   * before `start` returns.
   *
   * @param sourceId - the message whose component is used
   */
  #act(start: () => Started, sourceId: string | null): Promise<Shown> {
    const { interactions } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<Shown>();
    const early: InteractionEvent[] = [];
    let own: string | null = null;
    let timer: NodeJS.Timeout | undefined;
    const consider = (event: InteractionEvent) => {
      const shown = this.#shown(event);
      if (shown !== null) resolve(shown);
      if (event.kind !== 'acknowledged') return;
      timer =
        event.how === 'deferred-update'
          ? setTimeout(() => resolve(this.#unchanged(sourceId)), this.#parts.quietMs)
          : setTimeout(() => resolve({ ephemeral: false, failed: 'is still thinking' }), THINKING_MAX_MS);
    };
    const stop = interactions.events.on((event) => {
      if (own === null) early.push(event);
      else if (event.interactionId === own) consider(event);
    });
    try {
      own = start().interactionId;
    } catch (error) {
      stop();
      throw error;
    }
    for (const event of early) if (event.interactionId === own) consider(event);
    return promise.finally(() => {
      clearTimeout(timer);
      stop();
    });
  }

  /** @returns null for an event that is not a result */
  #shown(event: InteractionEvent): Shown | null {
    switch (event.kind) {
      case 'shown':
        return { message: this.#parts.messages.seen(event.message), ephemeral: event.message.privateTo !== null };
      case 'modal':
        return { modal: event.modal, ephemeral: false };
      case 'removed':
        return { ephemeral: false, deleted: true };
      case 'failed':
        return { ephemeral: false, failed: event.error };
      default:
        return null;
    }
  }

  #unchanged(sourceId: string | null): Shown {
    const { messages } = this.#parts;
    const message = sourceId === null ? undefined : messages.find(sourceId);
    return message === undefined
      ? { ephemeral: false, failed: DID_NOT_RESPOND }
      : { message: messages.seen(message), ephemeral: message.privateTo !== null };
  }

  #componentsOn(messageId: string): ComponentJson[] {
    const message = this.sees().find((m) => m.id === messageId);
    if (message === undefined) throw new ActionError(404, `The person does not see a message ${messageId}.`);
    return [...everyComponent(message.components)];
  }

  #button(messageId: string, wanted: string): ButtonJson {
    const buttons = this.#componentsOn(messageId).filter(isButton);
    const button = findOne(buttons, 'button', wanted, (b) => [b.label, b.custom_id]);
    if (button.custom_id !== undefined) return button;
    throw new ActionError(400, `"${wanted}" is a link; it opens ${button.url}.`);
  }

  #select(messageId: string, wanted: string): SelectJson {
    const selects = this.#componentsOn(messageId).filter(isStringSelect);
    return findOne(selects, 'select menu', wanted, (select) => [select.placeholder, select.custom_id]);
  }
}

/**
 * @param namesOf - the names by which it can be found; an error lists the first name of each
 * @throws ActionError 404
 */
function findOne<T>(
  all: readonly T[],
  kind: string,
  wanted: string,
  namesOf: (one: T) => readonly (string | undefined)[],
): T {
  const matching = all.filter((one) => namesOf(one).includes(wanted));
  const [found] = matching;
  if (found !== undefined && matching.length === 1) return found;
  const names = all.map((one) => `"${namesOf(one).find((name) => name !== undefined)}"`).join(', ') || 'none';
  throw new ActionError(404, `Expected one ${kind} "${wanted}", found ${matching.length} among: ${names}.`);
}
