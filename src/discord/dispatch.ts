import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  type RepliableInteraction,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Sitrep } from '../sitrep.ts';
import { notice } from '../views/card.ts';
import { type ButtonAction, decodeAction } from '../views/custom-id.ts';
import { DEFER_AFTER_MS } from '../views/limits.ts';
import { actorOf, type PayloadChannel } from './actor.ts';
import { outdated, press } from './buttons.ts';
import type { Command, CommandInput, MessageCommand } from './command.ts';
import { DIALOG_FIELD, DIALOG_TICK } from './components.ts';
import { createCooldown } from './cooldown.ts';
import { createDelivery, type DeliveryOutcome, type Postings } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { customIdsOn } from './message-buttons.ts';
import { textIn } from './message-text.ts';
import type { Press } from './press.ts';
import { remember } from './remember.ts';
import { type Actor, aboutSituation, privately, type Reply } from './reply.ts';
import { isAlreadyAnswered } from './retry.ts';
import type { AskedIn, Services, ServicesAt } from './services.ts';
import {
  completeSituations,
  NOT_SERVED,
  SITUATION_OPTION,
  situationNamed,
  situationOfMessage,
  situationOn,
  unknownSituation,
} from './situation-option.ts';

export interface DispatchOptions {
  readonly commands: readonly Command[];
  readonly messageCommands: readonly MessageCommand[];
  readonly servicesAt: ServicesAt;
  /** Called for each answer that is posted in a channel. */
  readonly postings?: Postings;
  readonly log: Logger;
  /** Called after each interaction that was handled. */
  readonly onHandled?: OnHandled;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** What monitoring counts for an interaction or a message: no text that anybody wrote, and no id. */
export interface Handled {
  /** `/pin brief`, `button share`, `mention`. The names of commands are Sitrep's own. */
  readonly name: string;
  /** The kind of answer, or how it failed. */
  readonly kind: string;
  readonly ms: number;
}
export type OnHandled = (handled: Handled) => void;

/** Handles interactions and keeps track of those in flight. */
export interface Dispatch {
  /**
   * Never rejects: a failure is logged, and the asker is told about it.
   *
   * @param channel - the channel in the payload, because discord.js knows only channels that it has cached
   */
  handle(interaction: Interaction, channel: PayloadChannel | undefined): Promise<void>;
  /** Resolves when everything in flight has been answered. */
  settled(): Promise<void>;
}

/**
 * Turns interactions into replies within the deadline, and contains the only catch-all for their errors. It is one closure,
 * because all functions use the same tables of commands and the same delivery.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { commands, messageCommands, servicesAt, postings, log, now = () => performance.now() } = options;
  const slash = new Map(commands.map((command) => [command.definition.name, command]));
  const onMessages = new Map(messageCommands.map((command) => [command.definition.name, command]));
  const seen = new Set<string>();
  const cooldown = createCooldown(now);
  const delivery = createDelivery(log, postings);
  const inFlight = new Set<Promise<void>>();

  async function handle(interaction: Interaction, channel: PayloadChannel | undefined): Promise<void> {
    if (isDuplicate(interaction.id)) return;
    if (interaction.isAutocomplete()) return autocomplete(interaction);
    if (!interaction.isRepliable()) return;
    const actor = actorOf(interaction, channel);
    if (interaction.isChatInputCommand()) {
      const sub = interaction.options.getSubcommand(false);
      await answerCommand(interaction, { sub, options: optionsOf(interaction.options.data), actor });
    } else if (interaction.isMessageContextMenuCommand()) {
      await answer(interaction, `message command ${interaction.commandName}`, () => runOnMessage(interaction, actor));
    } else if (interaction.isButton()) {
      await answerPress(interaction, 'button', { actor });
    } else if (interaction.isStringSelectMenu()) {
      await answerPress(interaction, 'menu', { actor, chosen: interaction.values });
    } else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const typed = fields.fields.has(DIALOG_FIELD) ? fields.getTextInputValue(DIALOG_FIELD) : '';
      const ticked = fields.fields.has(DIALOG_TICK) && fields.getCheckbox(DIALOG_TICK);
      await answerPress(interaction, 'dialog', { actor, typed: typed.trim(), ticked });
    } else await answer(interaction, 'unknown', () => unknownCommand('this', servicesAt(actor.place)));
  }

  async function answerCommand(interaction: ChatInputCommandInteraction, input: CommandInput): Promise<void> {
    const { commandName } = interaction;
    const { sub, options: typed, actor } = input;
    const here = servicesAt(actor.place);
    const named = typed.get(SITUATION_OPTION);
    const services = named === undefined ? here : servicesOver(situationNamed(named, here.situations), actor.place);
    await answer(interaction, sub === null ? `/${commandName}` : `/${commandName} ${sub}`, () => {
      if (services === undefined) return privately(unknownSituation(named ?? '', here.situations));
      const command = slash.get(commandName);
      if (command === undefined) return unknownCommand('this command', services);
      if (isAboutFacts(command) && isSilentIn(services)) return NOT_HERE;
      return about(services, command.run(input, calmed(services, actor)));
    });
  }

  const servicesOver = (sitrep: Sitrep | undefined, where: AskedIn): Services | undefined =>
    sitrep && servicesAt(where, sitrep.knowledge.name);

  /** A message of Sitrep's own is read with the facts of its own situation, not with those of the channel's situation. */
  async function runOnMessage(interaction: MessageContextMenuCommandInteraction, actor: Actor): Promise<Reply> {
    const here = servicesAt(actor.place);
    const { targetMessage: message } = interaction;
    const target = {
      id: message.id,
      text: textIn(message),
      own: message.author?.id === interaction.client.user.id,
      isPrivate: message.flags.has(MessageFlags.Ephemeral),
      customIds: customIdsOn(message.components),
    };
    const situation = target.own ? await situationOfMessage(target.customIds, here) : undefined;
    const services = situation === null ? undefined : servicesAt(actor.place, situation);
    if (services === undefined) return privately(NOT_SERVED);
    const command = onMessages.get(interaction.commandName);
    if (command?.definition.default_member_permissions == null && isSilentIn(services)) return NOT_HERE;
    return about(services, command?.runOn(target, actor, services) ?? unknownCommand('this command', services));
  }

  const unknownCommand = (what: string, { mention }: Services): Reply =>
    privately(notice(`Sitrep does not have ${what} (any more). ${mention('help')} lists what it has.`));

  /** A person who got a public answer a moment ago gets the next one privately. */
  function calmed(services: Services, { userId, place: { guildId } }: Actor): Services {
    const isPublic = services.answersTo === 'channel' && guildId !== null;
    const isWaiting = isPublic && cooldown.isWaiting(guildId, userId, services.settings.cooldownSeconds);
    return isWaiting ? { ...services, answersTo: 'asker' } : services;
  }

  function noteAnswer({ guildId, user }: RepliableInteraction, reply: Reply): void {
    if (guildId !== null && reply.do === 'say' && reply.audience === 'channel') cooldown.answered(guildId, user.id);
  }

  async function answerPress(
    interaction: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction,
    what: 'button' | 'menu' | 'dialog',
    by: Pick<Press, 'actor' | 'chosen' | 'typed' | 'ticked'>,
  ): Promise<void> {
    const { place } = by.actor;
    const here = servicesAt(place);
    const action = decodeAction(interaction.customId);
    const onPrivateMessage = interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false;
    const situation = situationOn([interaction.customId], here.situations);
    const services = situation === null ? undefined : servicesAt(place, situation);
    await answer(interaction, `${what} ${nameOf(action)}`, () => {
      if (services === undefined) return privately(NOT_SERVED);
      if (action === undefined) return outdated(services);
      if (situation !== undefined && !SOURCES.has(action.type) && isSilentIn(services)) return NOT_HERE;
      return about(services, press({ ...by, action, onPrivateMessage }, calmed(services, by.actor)));
    });
  }

  async function answer(
    interaction: RepliableInteraction,
    name: string,
    makeReply: () => Reply | Promise<Reply>,
  ): Promise<void> {
    const started = now();
    let kind: DeliveryOutcome = 'failed';
    try {
      const reply = await replyInTime(interaction, makeReply);
      noteAnswer(interaction, reply);
      kind = await delivery.send(interaction, reply);
    } catch (error) {
      if (isAlreadyAnswered(error)) kind = 'answered elsewhere';
      else await delivery.apologise(interaction, error, name);
    }
    const handled = { name, kind, ms: Math.round((now() - started) * 10) / 10 };
    log.info(handled, 'interaction');
    options.onHandled?.(handled);
  }

  /** Makes the reply. When that takes long, Discord is told first that a reply is coming. */
  async function replyInTime(
    interaction: RepliableInteraction,
    makeReply: () => Reply | Promise<Reply>,
  ): Promise<Reply> {
    const made = makeReply();
    if (!(made instanceof Promise)) return made;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), DEFER_AFTER_MS);
    });
    // A later await handles the rejection; until then it must not count as unhandled.
    made.catch(() => undefined);
    const first = await Promise.race([made, late]).finally(() => clearTimeout(timer));
    if (first === 'late') {
      await delivery.defer(interaction);
    }
    return first === 'late' ? made : first;
  }

  async function autocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const { guildId, channelId, options: typed } = interaction;
    const where = { guildId, channelId };
    const here = servicesAt(where);
    const { name, value } = typed.getFocused(true);
    const named = typed.getString(SITUATION_OPTION);
    const services = named === null ? here : (servicesOver(situationNamed(named, here.situations), where) ?? here);
    const complete = slash.get(interaction.commandName)?.complete;
    try {
      await interaction.respond([
        ...(name === SITUATION_OPTION
          ? completeSituations(value, here.situations)
          : (complete?.(value, services) ?? [])),
      ]);
    } catch (error) {
      // Late and superseded answers are normal, because people type faster than networks. Nothing can be shown to the user here.
      log.debug({ name: `/${interaction.commandName}`, ...describeError(error) }, 'autocomplete reply failed');
    }
  }

  function isDuplicate(id: string): boolean {
    if (seen.has(id)) return true;
    remember(seen, id);
    return false;
  }

  return {
    handle(interaction, channel) {
      const work = handle(interaction, channel).catch((error: unknown) => {
        log.error(describeError(error), 'interaction failed outside its handler');
      });
      inFlight.add(work);
      return work.finally(() => inFlight.delete(work));
    },
    async settled() {
      await Promise.allSettled([...inFlight]);
    },
  };
}

/** Whether moderators have switched answers off there. */
const isSilentIn = ({ settings }: Services): boolean => settings.answering === 'off';
const isAboutFacts = ({ definition }: Command): boolean =>
  definition.options?.some(({ name }) => name === SITUATION_OPTION) ?? false;
/** Buttons under a public message: everybody who reads the message may also see its sources. */
const SOURCES: ReadonlySet<ButtonAction['type']> = new Set(['proof', 'proof-page']);
const NOT_HERE = privately(
  notice('Members who manage this server have decided that Sitrep does not answer in this channel.'),
);

/** The reply, with buttons that name the situation whose facts it shows. */
function about({ sitrep }: Services, made: Reply | Promise<Reply>): Reply | Promise<Reply> {
  const { name } = sitrep.knowledge;
  return made instanceof Promise ? made.then((reply) => aboutSituation(reply, name)) : aboutSituation(made, name);
}

/** The typed options, also those of a sub-command. An option that holds only spaces counts as left out. */
function optionsOf(data: readonly CommandInteractionOption[]): ReadonlyMap<string, string> {
  const typed = data.flatMap((option) => option.options ?? [option]);
  return new Map(
    typed.flatMap(({ name, value }) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
    ),
  );
}

/** An action's name for the log: its type and, for types with several acts, the act. */
function nameOf(action: ButtonAction | undefined): string {
  if (action === undefined) return 'unknown';
  return 'act' in action ? `${action.type} ${action.act}` : action.type;
}
