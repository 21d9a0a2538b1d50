import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type InteractionEditReplyOptions,
  MessageFlags,
  RESTJSONErrorCodes,
  type RepliableInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import { outdated, press } from './buttons.ts';
import { type Card, notice, type ReplyKind } from './card.ts';
import type { Command, CommandInput } from './command.ts';
import { toComponents } from './components.ts';
import { decodeAction } from './custom-id.ts';
import { describeError, isConnectionError } from './describe-error.ts';
import { DEFER_AFTER_MS, REPLY_DEADLINE_MS } from './limits.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { switchedOff } from './switched-off.ts';

export interface DispatchOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly log: Logger;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** Handles interactions and knows which are still under way. */
export interface Dispatch {
  /** Never rejects: what fails inside is told to the asker and logged. */
  handle(interaction: Interaction): Promise<void>;
  /** Resolves when everything under way has been answered. */
  settled(): Promise<void>;
}

/** How many interaction ids are remembered against repeated delivery; far more than arrive within the 3 s in which one repeats. */
const SEEN_MAX = 1000;

/** Between attempts when connections break. */
const RETRY_PAUSE_MS = 100;

const MENTION_NOBODY = { parse: [] } as const;

/** The only place that answers interactions: it knows the deadline, deferral, and the one catch-all. */
export function createDispatch({ commands, services, log, now = () => performance.now() }: DispatchOptions): Dispatch {
  const byName = new Map(commands.map((command) => [command.definition.name, command]));
  const seen = new Set<string>();
  const sharing = new Set<string>();
  const underWay = new Set<Promise<void>>();

  async function handle(interaction: Interaction): Promise<void> {
    if (isRepeated(interaction.id)) return;
    if (interaction.isChatInputCommand()) {
      await answering(interaction, `/${interaction.commandName}`, () => runCommand(interaction));
    } else if (interaction.isButton()) {
      const action = decodeAction(interaction.customId);
      await answering(interaction, `button ${action?.type ?? 'unknown'}`, () =>
        action === undefined
          ? outdated(services)
          : press(
              {
                action,
                actor: actorOf(interaction),
                onPrivateMessage: interaction.message.flags.has(MessageFlags.Ephemeral),
              },
              services,
            ),
      );
    } else if (interaction.isAutocomplete()) {
      await complete(interaction);
    } else if (interaction.isRepliable()) {
      await answering(interaction, 'unknown', () => outdated(services));
    }
  }

  function runCommand(interaction: ChatInputCommandInteraction): Reply | Promise<Reply> {
    const command = byName.get(interaction.commandName);
    if (command === undefined) {
      return privately(notice(`Sitrep no longer has this command. ${services.mention('help')} lists what it has.`));
    }
    const options = new Map<string, string>();
    for (const { name, value } of interaction.options.data) {
      if (typeof value === 'string' && value.trim() !== '') options.set(name, value.trim());
    }
    return command.run({ options, actor: actorOf(interaction) } satisfies CommandInput, services);
  }

  async function answering(
    interaction: RepliableInteraction,
    name: string,
    makeReply: () => Reply | Promise<Reply>,
  ): Promise<void> {
    const started = now();
    let kind: ReplyKind | 'shared' | 'deleted' | 'failed' = 'failed';
    try {
      const reply = await inTime(interaction, makeReply);
      kind = await send(interaction, reply);
    } catch (error) {
      await apologise(interaction, error, name);
    }
    log.info({ name, kind, ms: Math.round((now() - started) * 10) / 10 }, 'interaction');
  }

  /** Makes the reply; when that takes long, tells Discord first that one is coming. */
  async function inTime(interaction: RepliableInteraction, makeReply: () => Reply | Promise<Reply>): Promise<Reply> {
    const made = makeReply();
    if (!(made instanceof Promise)) return made;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), DEFER_AFTER_MS);
    });
    // The rejection is taken by whichever await comes to it; this only keeps it from counting as unhandled meanwhile.
    made.catch(() => undefined);
    const first = await Promise.race([made, late]).finally(() => clearTimeout(timer));
    if (first === 'late') {
      await persistently(interaction, 'deferred', () => interaction.deferReply({ flags: MessageFlags.Ephemeral }));
    }
    return first === 'late' ? made : first;
  }

  async function send(interaction: RepliableInteraction, reply: Reply): Promise<ReplyKind | 'shared' | 'deleted'> {
    switch (reply.do) {
      case 'say':
        await say(interaction, reply.card, reply.audience === 'asker');
        return reply.card.kind;
      case 'update':
        if (interaction.isButton() && !interaction.deferred) {
          await persistently(interaction, 'replied', () => interaction.update(body(reply.card)));
        } else await say(interaction, reply.card, true);
        return reply.card.kind;
      case 'share':
        if (interaction.isButton()) return share(interaction, reply.posted);
        return reply.posted.kind;
      case 'delete':
        if (interaction.isButton()) {
          await persistently(interaction, 'deferred', () => interaction.deferUpdate());
          await interaction.deleteReply();
        }
        return 'deleted';
    }
  }

  async function say(interaction: RepliableInteraction, card: Card, isPrivate: boolean): Promise<void> {
    if (interaction.deferred) {
      await interaction.editReply({ ...body(card), flags: MessageFlags.IsComponentsV2 });
      return;
    }
    const flags = MessageFlags.IsComponentsV2 | (isPrivate ? MessageFlags.Ephemeral : 0);
    await persistently(interaction, 'replied', () =>
      interaction.reply({ components: toComponents(card), allowedMentions: MENTION_NOBODY, flags }),
    );
  }

  /**
   * Makes a first response, again while connections break and the deadline allows (discord.js repeats after 5xx answers
   * only). Repeating is safe: where an earlier attempt had arrived and only its confirmation was lost, Discord refuses the next
   * one, and that counts as done.
   */
  async function persistently(
    interaction: RepliableInteraction,
    done: 'replied' | 'deferred',
    respond: () => Promise<unknown>,
  ): Promise<void> {
    const deadline = now() + REPLY_DEADLINE_MS - RETRY_PAUSE_MS;
    for (;;) {
      try {
        await respond();
        return;
      } catch (error) {
        if (isAlreadyAnswered(error)) {
          log.info({ reference: referenceOf(interaction) }, 'an earlier attempt to answer had arrived');
          // discord.js sets this only when the confirmation arrives, and refuses to follow up without it.
          interaction[done] = true;
          return;
        }
        if (!isConnectionError(error) || now() > deadline) throw error;
        log.warn({ ...describeError(error), reference: referenceOf(interaction) }, 'connection broke; answering again');
        await setTimeoutPromise(RETRY_PAUSE_MS);
      }
    }
  }

  /**
   * Acknowledges, posts, then switches the Share button off. In that order a crash in between leaves at worst a button
   * that can be pressed again, never a "Shared" that is not true.
   */
  async function share(interaction: ButtonInteraction, posted: Card): Promise<ReplyKind | 'shared'> {
    const pressedOn = interaction.message.id;
    if (sharing.has(pressedOn)) {
      await persistently(interaction, 'deferred', () => interaction.deferUpdate());
      return 'notice';
    }
    sharing.add(pressedOn);
    try {
      await persistently(interaction, 'deferred', () => interaction.deferUpdate());
      const message = await interaction.followUp({ ...body(posted), flags: MessageFlags.IsComponentsV2 });
      if (message.flags.has(MessageFlags.Ephemeral)) {
        await interaction.followUp({
          ...body(notice('Discord kept this answer private: in this channel you may not use external apps in public.')),
          flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
        });
        return 'notice';
      }
      const components = switchedOff(interaction.message.components, interaction.customId, 'Shared');
      await interaction.editReply({ components, allowedMentions: MENTION_NOBODY, flags: MessageFlags.IsComponentsV2 });
      return 'shared';
    } finally {
      sharing.delete(pressedOn);
    }
  }

  async function complete(interaction: AutocompleteInteraction): Promise<void> {
    const command = byName.get(interaction.commandName);
    try {
      const typed = interaction.options.getFocused();
      await interaction.respond([...(command?.complete?.(typed, services) ?? [])]);
    } catch (error) {
      // Late and superseded answers are normal: people type faster than networks. Nothing can be shown to the user here.
      log.debug({ name: `/${interaction.commandName}`, ...describeError(error) }, 'autocomplete not delivered');
    }
  }

  /** The catch-all: one calm sentence and a reference for the asker, everything for the log. */
  async function apologise(interaction: RepliableInteraction, error: unknown, name: string): Promise<void> {
    const reference = referenceOf(interaction);
    log.error({ name, reference, ...describeError(error) }, 'interaction failed');
    if (isGone(error)) return;
    const card = notice(
      `Sitrep could not answer this time. Please try again. Reference for the operator: ${reference}`,
    );
    const message = {
      components: toComponents(card),
      allowedMentions: MENTION_NOBODY,
      flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
    } as const;
    try {
      if (interaction.replied || interaction.deferred) await interaction.followUp(message);
      else await interaction.reply(message);
    } catch (second) {
      log.error({ name, reference, ...describeError(second) }, 'the asker could not be told');
    }
  }

  function isRepeated(id: string): boolean {
    if (seen.has(id)) return true;
    seen.add(id);
    if (seen.size > SEEN_MAX) {
      const [oldest] = seen;
      if (oldest !== undefined) seen.delete(oldest);
    }
    return false;
  }

  return {
    handle(interaction) {
      const work = handle(interaction).catch((error: unknown) => {
        log.error(describeError(error), 'interaction failed outside its handler');
      });
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },
    async settled() {
      await Promise.allSettled([...underWay]);
    },
  };
}

function body(card: Card): Pick<InteractionEditReplyOptions, 'components' | 'allowedMentions'> {
  return { components: toComponents(card), allowedMentions: MENTION_NOBODY };
}

function actorOf(interaction: RepliableInteraction): Actor {
  return {
    userId: interaction.user.id,
    permissions: interaction.memberPermissions?.bitfield ?? null,
    inThread: interaction.channel?.isThread() ?? false,
  };
}

/** What the asker can tell the operator to find the log line; not the id itself, which leads to the asker. */
const referenceOf = (interaction: RepliableInteraction): string => interaction.id.slice(-6);

/** Discord answers a second attempt so when the first had arrived and only its confirmation was lost. */
const isAlreadyAnswered = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;

/** Nobody is left to tell: the deadline passed, or the token has expired. */
const isGone = (error: unknown): boolean =>
  error instanceof DiscordAPIError &&
  (error.code === RESTJSONErrorCodes.UnknownInteraction || error.code === RESTJSONErrorCodes.InvalidWebhookToken);
