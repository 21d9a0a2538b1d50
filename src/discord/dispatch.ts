import {
  type AutocompleteInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  type Interaction,
  MessageFlags,
  type RepliableInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import { outdated, press } from './buttons.ts';
import { notice } from './card.ts';
import type { Command, CommandInput } from './command.ts';
import { decodeAction } from './custom-id.ts';
import { createDelivery, type Outcome } from './deliver.ts';
import { describeError } from './describe-error.ts';
import { DEFER_AFTER_MS } from './limits.ts';
import { remember } from './remember.ts';
import { isAlreadyAnswered } from './repeat.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

export interface DispatchOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly log: Logger;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** Handles interactions and knows which are still under way. */
export interface Dispatch {
  /**
   * Never rejects: what fails inside is told to the asker and logged.
   *
   * @param channelType - from the payload; discord.js knows only the channels that it has cached
   */
  handle(interaction: Interaction, channelType: ChannelType | undefined): Promise<void>;
  /** Resolves when everything under way has been answered. */
  settled(): Promise<void>;
}

/** From an interaction to its reply: what was asked, by whom, within the deadline; and the one catch-all. */
export function createDispatch({ commands, services, log, now = () => performance.now() }: DispatchOptions): Dispatch {
  const byName = new Map(commands.map((command) => [command.definition.name, command]));
  const seen = new Set<string>();
  const delivery = createDelivery(log, now);
  const underWay = new Set<Promise<void>>();

  async function handle(interaction: Interaction, channelType: ChannelType | undefined): Promise<void> {
    if (isRepeated(interaction.id)) return;
    if (interaction.isChatInputCommand()) {
      await answering(interaction, `/${interaction.commandName}`, () =>
        runCommand(interaction, actorOf(interaction, channelType)),
      );
    } else if (interaction.isButton()) {
      const action = decodeAction(interaction.customId);
      await answering(interaction, `button ${action?.type ?? 'unknown'}`, () =>
        action === undefined
          ? outdated(services)
          : press(
              {
                action,
                actor: actorOf(interaction, channelType),
                onPrivateMessage: interaction.message.flags.has(MessageFlags.Ephemeral),
              },
              services,
            ),
      );
    } else if (interaction.isAutocomplete()) {
      await complete(interaction);
    } else if (interaction.isRepliable()) {
      await answering(interaction, 'unknown', () =>
        privately(notice(`Sitrep does not have this (any more). ${services.mention('help')} lists what it has.`)),
      );
    }
  }

  function runCommand(interaction: ChatInputCommandInteraction, actor: Actor): Reply | Promise<Reply> {
    const command = byName.get(interaction.commandName);
    if (command === undefined) {
      return privately(notice(`Sitrep no longer has this command. ${services.mention('help')} lists what it has.`));
    }
    const options = new Map<string, string>();
    for (const { name, value } of interaction.options.data) {
      if (typeof value === 'string' && value.trim() !== '') options.set(name, value.trim());
    }
    return command.run({ options, actor } satisfies CommandInput, services);
  }

  async function answering(
    interaction: RepliableInteraction,
    name: string,
    makeReply: () => Reply | Promise<Reply>,
  ): Promise<void> {
    const started = now();
    let kind: Outcome = 'failed';
    try {
      const reply = await inTime(interaction, makeReply);
      kind = await delivery.send(interaction, reply);
    } catch (error) {
      if (isAlreadyAnswered(error)) kind = 'answered elsewhere';
      else await delivery.apologise(interaction, error, name);
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
      await delivery.defer(interaction);
    }
    return first === 'late' ? made : first;
  }

  async function complete(interaction: AutocompleteInteraction): Promise<void> {
    const command = byName.get(interaction.commandName);
    try {
      const focused = interaction.options.data.find((option) => option.focused);
      const typed = typeof focused?.value === 'string' ? focused.value : '';
      await interaction.respond([...(command?.complete?.(typed, services) ?? [])]);
    } catch (error) {
      // Late and superseded answers are normal: people type faster than networks. Nothing can be shown to the user here.
      log.debug({ name: `/${interaction.commandName}`, ...describeError(error) }, 'autocomplete not delivered');
    }
  }

  function isRepeated(id: string): boolean {
    if (seen.has(id)) return true;
    remember(seen, id);
    return false;
  }

  return {
    handle(interaction, channelType) {
      const work = handle(interaction, channelType).catch((error: unknown) => {
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

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

function actorOf(interaction: RepliableInteraction, channelType: ChannelType | undefined): Actor {
  return {
    userId: interaction.user.id,
    // In a server, permissions that were not sent count as none.
    permissions: interaction.memberPermissions?.bitfield ?? (interaction.guildId === null ? null : 0n),
    inThread: channelType === undefined ? undefined : THREADS.has(channelType),
  };
}
