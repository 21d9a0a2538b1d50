import type { Actions, SayRequest } from './actions.ts';
import { everyComponent, isButton, isStringSelect } from './component-tree.ts';
import type { Choice, InteractionEvent } from './interaction-model.ts';
import { DID_NOT_RESPOND, type Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { ActionError } from './option-values.ts';
import type { ButtonJson, ComponentJson, SeenMessage, SelectJson, ShownModal } from './shapes.ts';
import { IDS, type Place } from './world.ts';

/** What a person gets to see as the result of what they did. */
export interface Shown {
  /** The new or changed message; absent where it was deleted or nothing came. */
  readonly message?: SeenMessage;
  readonly ephemeral: boolean;
  /** The dialog that the bot opened instead of a message. */
  readonly modal?: ShownModal;
  /** Why nothing came: "did not respond". */
  readonly failed?: string;
  readonly deleted?: true;
}

/** Acts as a person without a browser, by the same code as the page's HTTP API. */
export interface Person {
  readonly id: string;
  /** Where the person is. */
  readonly channelId: string;
  /** Types `/name`, or `/name sub-command`, with options and waits for the bot's answer; past a deferral, for what comes after it. */
  command(name: string, options?: Readonly<Record<string, string | number | boolean>>): Promise<Shown>;
  /** @returns the suggestions; empty too where the bot missed the deadline */
  autocomplete(
    name: string,
    option: string,
    typed: string,
    others?: Readonly<Record<string, string | number | boolean>>,
  ): Promise<{ name: string; value: string | number }[]>;
  /** Presses a button that the person sees, found by its label or its custom_id. */
  press(message: { readonly id: string }, labelOrCustomId: string): Promise<Shown>;
  /** Chooses in a select menu, found by its custom_id or its placeholder. */
  choose(message: { readonly id: string }, customIdOrPlaceholder: string, values: readonly string[]): Promise<Shown>;
  /** Uses a command of the message's context menu. */
  messageCommand(name: string, message: { readonly id: string }): Promise<Shown>;
  /** Fills in a dialog and sends it; values by custom_id or label. It stays open where the bot does not answer. */
  submit(modal: ShownModal, values: Readonly<Record<string, string | readonly string[]>>): Promise<Shown>;
  /** Closes a dialog; the bot hears nothing of it. */
  closeModal(modal: ShownModal): void;
  /**
   * Writes a plain message into the channel, or a reply.
   *
   * @param content - with mentions in Discord's form: `<@id>`
   */
  say(content: string, options?: Pick<SayRequest, 'replyTo' | 'ping'>): SeenMessage;
  /** Sets whether the bot may write to this person; it may from the start. */
  takeDirectMessages(takes: boolean): void;
  /** Oldest first. */
  sees(): SeenMessage[];
  /** Waits until `look` finds something in what the person sees. @throws Error after `timeoutMs` */
  until<T>(look: (messages: readonly SeenMessage[]) => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  dismiss(message: { readonly id: string }): void;
  /** The channel's pinned messages, newest pin first. */
  pins(): readonly SeenMessage[];
  /** The same person in another channel. */
  in(channelId: string): Person;
  /** Installs the app for themselves: its commands with `integration_types` 1 work also where the bot is not. */
  installApp(): void;
  /** The same person in their direct messages with the bot. */
  inDirectMessages(): Person;
}

export interface PersonParts {
  readonly actions: Actions;
  readonly interactions: Interactions;
  readonly messages: Messages;
  /** How long a press that was only acknowledged may go on without showing anything. */
  readonly quietMs: number;
}

const UNTIL_TIMEOUT_MS = 10_000;
/** Discord would wait for 15 minutes; whoever drives a person here wants to know sooner. */
const THINKING_MAX_MS = 30_000;

export function createPerson(parts: PersonParts, id: string, channelId: string = IDS.channel): Person {
  const { actions, interactions, messages } = parts;
  actions.person(id);
  const place: Place = actions.place(id, channelId);

  const at = (message: { readonly id: string }) => ({ as: id, channelId, messageId: message.id });
  const sees = () => messages.seenBy(id).filter((m) => m.channel_id === channelId);
  /** `/pin brief` is the sub-command "brief" of the command "pin". */
  const slashCommand = (line: string) => {
    const [name = '', ...path] = line.replace(/^\//, '').split(' ');
    return { as: id, channelId, commandId: actions.commandNamed(id, place, name, 1).id, path };
  };
  /** Starts listening before the action, because the bot may answer before it returns. */
  const act = (start: () => { readonly interactionId: string }, sourceId: string | null): Promise<Shown> => {
    const { promise, resolve } = Promise.withResolvers<Shown>();
    const early: InteractionEvent[] = [];
    let mine: string | null = null;
    let quiet: NodeJS.Timeout | undefined;
    const consider = (event: InteractionEvent) => {
      switch (event.kind) {
        case 'shown':
          return resolve({ message: messages.seen(event.message), ephemeral: event.message.privateTo !== null });
        case 'modal':
          return resolve({ modal: event.modal, ephemeral: false });
        case 'removed':
          return resolve({ ephemeral: false, deleted: true });
        case 'failed':
          return resolve({ ephemeral: false, failed: event.error });
        case 'acknowledged':
          quiet =
            event.how === 'deferred-update'
              ? setTimeout(() => resolve(unchanged(sourceId)), parts.quietMs)
              : setTimeout(() => resolve({ ephemeral: false, failed: 'is still thinking' }), THINKING_MAX_MS);
          return undefined;
        default:
          return undefined;
      }
    };
    const stop = interactions.events.on((event) => {
      if (mine === null) early.push(event);
      else if (event.interactionId === mine) consider(event);
    });
    try {
      mine = start().interactionId;
    } catch (error) {
      stop();
      throw error;
    }
    for (const event of early) if (event.interactionId === mine) consider(event);
    return promise.finally(() => {
      clearTimeout(quiet);
      stop();
    });
  };
  const unchanged = (sourceId: string | null): Shown => {
    const message = sourceId === null ? undefined : messages.find(sourceId);
    return message === undefined
      ? { ephemeral: false, failed: DID_NOT_RESPOND }
      : { message: messages.seen(message), ephemeral: message.privateTo !== null };
  };

  return {
    id,
    channelId,
    sees,
    async command(name, options = {}) {
      const command = slashCommand(name);
      return await act(() => actions.command({ ...command, options }), null);
    },
    async autocomplete(name, option, typed, others = {}) {
      const options = { ...others, [option]: typed };
      const choices = await actions.autocomplete({ ...slashCommand(name), options, focused: option });
      return choices === 'failed' ? [] : choices.map(({ name: label, value }: Choice) => ({ name: label, value }));
    },
    async press(message, labelOrCustomId) {
      const button = buttonOn(sees(), message.id, labelOrCustomId);
      const request = { ...at(message), customId: button.custom_id ?? '' };
      return await act(() => actions.press(request), message.id);
    },
    async choose(message, customIdOrPlaceholder, values) {
      const { custom_id: customId } = selectOn(sees(), message.id, customIdOrPlaceholder);
      return await act(() => actions.choose({ ...at(message), customId, values }), message.id);
    },
    async messageCommand(name, message) {
      const { id: commandId } = actions.commandNamed(id, place, name, 3);
      return await act(() => actions.messageCommand({ ...at(message), commandId }), null);
    },
    async submit(modal, values) {
      return await act(() => actions.submit(id, modal.id, values), modal.id);
    },
    closeModal: (modal) => actions.closeModal(id, modal.id),
    say: (content, options = {}) => actions.say({ as: id, channelId, content, ...options }),
    takeDirectMessages: (takes) => actions.takeDirectMessages(id, takes),
    async until(look, timeoutMs = UNTIL_TIMEOUT_MS) {
      const now = look(sees());
      if (now) return now;
      const { promise, resolve, reject } = Promise.withResolvers<NonNullable<typeof now>>();
      const stop = messages.changes.on(() => {
        const found = look(sees());
        if (found) resolve(found);
      });
      const timer = setTimeout(() => {
        const seenTexts = sees().map((m) =>
          JSON.stringify(m.components.length > 0 ? m.components : m.content).slice(0, 200),
        );
        reject(new Error(`Not seen within ${timeoutMs} ms. Seen instead:\n${seenTexts.join('\n') || 'nothing'}`));
      }, timeoutMs);
      return promise.finally(() => {
        clearTimeout(timer);
        stop();
      }) as Promise<Exclude<typeof now, undefined | false | null>>;
    },
    dismiss: (message) => actions.dismiss(id, message.id),
    pins: () => actions.pins(id, place).map((pin) => pin.message),
    in: (elsewhereId) => createPerson(parts, id, elsewhereId),
    installApp: () => actions.installApp(id),
    inDirectMessages: () => createPerson(parts, id, actions.directMessages(id).channelId),
  };
}

function* componentsOn(visible: readonly SeenMessage[], messageId: string): Generator<ComponentJson> {
  const message = visible.find((m) => m.id === messageId);
  if (message === undefined) throw new ActionError(404, `The person does not see a message ${messageId}.`);
  yield* everyComponent(message.components);
}

function buttonOn(visible: readonly SeenMessage[], messageId: string, labelOrCustomId: string): ButtonJson {
  const buttons = [...componentsOn(visible, messageId)].filter(isButton);
  const button = onlyOne(
    buttons,
    'button',
    labelOrCustomId,
    (b) => [b.custom_id, b.label],
    (b) => b.label ?? b.custom_id,
  );
  if (button.custom_id === undefined)
    throw new ActionError(400, `"${labelOrCustomId}" is a link; it opens ${button.url}.`);
  return button;
}

function selectOn(visible: readonly SeenMessage[], messageId: string, customIdOrPlaceholder: string): SelectJson {
  const selects = [...componentsOn(visible, messageId)].filter(isStringSelect);
  const names = (select: SelectJson) => [select.custom_id, select.placeholder];
  return onlyOne(
    selects,
    'select menu',
    customIdOrPlaceholder,
    names,
    (select) => select.placeholder ?? select.custom_id,
  );
}

/** @throws ActionError 404 naming what there is */
function onlyOne<T>(
  all: readonly T[],
  kind: string,
  wanted: string,
  names: (one: T) => readonly (string | undefined)[],
  shown: (one: T) => string | undefined,
): T {
  const fitting = all.filter((one) => names(one).includes(wanted));
  const [found] = fitting;
  if (found !== undefined && fitting.length === 1) return found;
  const list = all.map((one) => `"${shown(one)}"`).join(', ') || 'none';
  throw new ActionError(404, `Expected one ${kind} "${wanted}", found ${fitting.length} among: ${list}.`);
}
