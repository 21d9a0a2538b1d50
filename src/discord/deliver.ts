import {
  ApplicationIntegrationType,
  type ButtonInteraction,
  DiscordAPIError,
  type InteractionEditReplyOptions,
  type Message,
  MessageFlags,
  type ModalMessageModalSubmitInteraction,
  RESTJSONErrorCodes,
  type RepliableInteraction,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import { type Card, type Dialog, notice, type ReplyKind } from '../views/card.ts';
import { encodeAction, type ShownAnswer } from '../views/custom-id.ts';
import { REPLY_DEADLINE_MS, REPLY_LIFE_MS } from '../views/limits.ts';
import { presentPointer } from '../views/present.ts';
import { toComponents, toModal } from './components.ts';
import { describeError } from './describe-error.ts';
import { switchedOff } from './message-buttons.ts';
import type { PostedWhere, RecentAnswer } from './recent-answers.ts';
import { remember, rememberLast } from './remember.ts';
import type { Reply } from './reply.ts';
import { isAlreadyAnswered, isTooLate, isUnconfirmed, retry } from './retry.ts';

/** How an interaction ended, as its log line says it. */
export type DeliveryOutcome = ReplyKind | 'shared' | 'deleted' | 'dialog' | 'failed' | 'answered elsewhere';

/** Sends replies: the only code that answers commands and buttons. */
export interface Delivery {
  /** @throws the error of Discord or of the network, when retrying did not help */
  send(interaction: RepliableInteraction, reply: Reply): Promise<DeliveryOutcome>;
  /** Tells Discord that a private answer is coming. */
  defer(interaction: RepliableInteraction): Promise<void>;
  /** Sends the asker one calm sentence with a reference, and logs everything. Never rejects. */
  apologise(interaction: RepliableInteraction, error: unknown, name: string): Promise<void>;
}

/** Records answers that are posted in channels. None of its methods rejects. */
export interface Postings {
  /**
   * Records that an answer is about to be posted.
   *
   * @param pressed - identifies the press of Share; `null` where the answer was posted without a press
   */
  begin(where: PostedWhere, shows: ShownAnswer, pressed: string | null): Promise<Posting>;
  /** Records that an answer was deleted by its asker or a moderator. */
  deleted(messageId: string): void;
}
export interface Posting {
  /**
   * `new`: the answer may be posted. `posted`: the same press has already posted it. `unknown`: the same press may have posted it.
   * Otherwise the channel already has the same answer.
   */
  readonly claim: 'new' | 'posted' | 'unknown' | RecentAnswer;
  posted(messageId: string): Promise<void>;
  /** Records that the answer was not posted, or that others do not see it. */
  notPosted(): Promise<void>;
  /** Records that it is unknown whether the answer was posted. */
  unconfirmed(): void;
}
/** How long an idempotent request is retried after Discord has accepted the first response. */
const RETRY_WITHIN_MS = 5000;

const MENTION_NOBODY = { parse: [] } as const;

const SHARE_UNCONFIRMED =
  'Discord did not confirm that the answer was posted. Look at the channel; if it is not there, ask again and share that answer.';

/** It is one closure, because sharing, deleting and turning pages use the same two caches. */
export function createDelivery(log: Logger, postings?: Postings): Delivery {
  /** The message and button of each answer that was (or may have been) shared. */
  const shared = new Set<string>();
  /** Message id → id of the interaction that changed it last. */
  const lastChangedBy = new Map<string, string>();

  async function send(interaction: RepliableInteraction, reply: Reply): Promise<DeliveryOutcome> {
    switch (reply.do) {
      case 'say':
        await say(interaction, reply.card, reply.audience === 'asker');
        return reply.card.kind;
      case 'update':
        await update(interaction, reply.card);
        return reply.card.kind;
      case 'share':
        if (interaction.isButton()) return share(interaction, reply.posted);
        return reply.posted.kind;
      case 'delete':
        return interaction.isButton() ? deleteMessage(interaction) : 'deleted';
      case 'ask':
        await ask(interaction, reply.dialog);
        return 'dialog';
      case 'work': {
        const card = await work(interaction, reply);
        return card.kind;
      }
    }
  }

  async function update(interaction: RepliableInteraction, card: Card): Promise<void> {
    if (!isOnMessage(interaction) || interaction.deferred) return say(interaction, card, true);
    rememberLast(lastChangedBy, interaction.message.id, interaction.id);
    await firstResponse(interaction, 'replied', () => interaction.update(body(card)));
  }

  async function ask(interaction: RepliableInteraction, dialog: Dialog): Promise<void> {
    if (interaction.isModalSubmit()) throw new Error('Discord opens no dialog from a dialog');
    await firstResponse(interaction, 'replied', () => interaction.showModal(toModal(dialog)));
  }

  /** Replaces a private message with the pressed button. Any other message stays as it is, and the reply becomes a new message. */
  async function work(interaction: RepliableInteraction, reply: Extract<Reply, { do: 'work' }>): Promise<Card> {
    if (isOnMessage(interaction) && interaction.message.flags.has(MessageFlags.Ephemeral)) {
      rememberLast(lastChangedBy, interaction.message.id, interaction.id);
      await firstResponse(interaction, 'deferred', () => interaction.deferUpdate());
    } else await defer(interaction);
    const { token, createdTimestamp } = interaction;
    const card = await reply.work({ token, untilMs: createdTimestamp + REPLY_LIFE_MS });
    await say(interaction, card, true).catch(async (error: unknown) => {
      // The work is done, so a failure here must not look like a failure of the work. For example, the asker may have dismissed
      // the message meanwhile.
      log.warn(
        { reference: referenceOf(interaction), ...describeError(error) },
        'outcome edit failed, sending a new message',
      );
      await tellPrivately(interaction, card);
    });
    return card;
  }

  async function say(interaction: RepliableInteraction, card: Card, isPrivate: boolean): Promise<void> {
    if (interaction.deferred) {
      const edit = { ...body(card), flags: MessageFlags.IsComponentsV2 } as const;
      await retry(() => interaction.editReply(edit), { withinMs: RETRY_WITHIN_MS });
      return;
    }
    const flags = MessageFlags.IsComponentsV2 | (isPrivate ? MessageFlags.Ephemeral : 0);
    const reply = { ...body(card), flags } as const;
    if (isPrivate || card.shows === undefined) {
      await firstResponse(interaction, 'replied', () => interaction.reply(reply));
      return;
    }
    // A later correction needs the message's id.
    const posted = await posting(interaction, card, null, async () => {
      let message: Message | null = null;
      await firstResponse(interaction, 'replied', async () => {
        const { resource } = await interaction.reply({ ...reply, withResponse: true });
        message = resource?.message ?? null;
      });
      return message ?? (await interaction.fetchReply().catch(() => null));
    });
    if (isRecent(posted)) await say(interaction, pointerTo(interaction, posted), true);
  }

  /**
   * Posts a message that others read; it is recorded before it is sent and again when its outcome is known.
   *
   * @param pressed - identifies the press of Share; `null` where the answer was posted without a press
   * @param post - returns the message; `null` where the message was posted but could not be read
   * @returns the message; where nothing was posted, the reason as a claim
   */
  async function posting<M extends Message | null>(
    { channelId, guildId, authorizingIntegrationOwners: owners }: RepliableInteraction,
    card: Card,
    pressed: string | null,
    post: () => Promise<M>,
  ): Promise<M | Exclude<Posting['claim'], 'new'>> {
    const shows = card.shows ?? withoutFacts(card);
    // Where only a person installed Sitrep, the bot can neither read nor edit what it posts, so recording would not help.
    const isAtHome = owners[ApplicationIntegrationType.GuildInstall] !== undefined;
    if (postings === undefined || shows === undefined || channelId === null || !isAtHome) return post();
    const recorded = await postings.begin({ channelId, guildId, situation: card.situation }, shows, pressed);
    if (recorded.claim !== 'new') return recorded.claim;
    let message: M;
    try {
      message = await post();
    } catch (error) {
      if (isUnconfirmed(error)) recorded.unconfirmed();
      else await recorded.notPosted();
      throw error;
    }
    if (message === null) recorded.unconfirmed();
    else if (message.flags.has(MessageFlags.Ephemeral)) await recorded.notPosted();
    else await recorded.posted(message.id);
    return message;
  }

  /**
   * Sends a first response, and retries it while that may help and the deadline allows. When an earlier attempt had arrived and
   * only its confirmation was lost, Discord refuses the next one; this counts as success.
   *
   * @throws Discord's error when the first
   * attempt is refused, because another process has answered
   */
  async function firstResponse(
    interaction: RepliableInteraction,
    done: 'replied' | 'deferred',
    respond: () => Promise<unknown>,
  ): Promise<void> {
    const reference = referenceOf(interaction);
    await retry(
      async (count) => {
        try {
          await respond();
        } catch (error) {
          if (count === 1 || !isAlreadyAnswered(error)) throw error;
          log.info({ reference }, 'first response had arrived earlier');
          // discord.js sets this flag only when the confirmation arrives, and refuses a follow-up without the flag.
          interaction[done] = true;
        }
      },
      {
        withinMs: REPLY_DEADLINE_MS,
        onFailure: (error) => log.warn({ ...describeError(error), reference }, 'first response failed, trying again'),
      },
    );
  }

  /**
   * Acknowledges, posts, then switches the Share button off. In that order, a crash in between leaves at worst a button that can
   * be pressed again, never a false "Shared". The post itself is never retried.
   */
  async function share(interaction: ButtonInteraction, posted: Card): Promise<DeliveryOutcome> {
    // A page button edits the message, so one message may hold several answers to share.
    const pressed = `${interaction.message.id} ${interaction.customId}`;
    const tell = async (card: Card): Promise<'notice'> => {
      await tellPrivately(interaction, card);
      return 'notice';
    };
    if (shared.has(pressed)) {
      await say(
        interaction,
        notice('This answer has been shared already, or was being shared when Discord failed.'),
        true,
      );
      return 'notice';
    }
    remember(shared, pressed);
    const page = lastChangedBy.get(interaction.message.id);
    let message: Message | Exclude<Posting['claim'], 'new'>;
    try {
      await firstResponse(interaction, 'deferred', () => interaction.deferUpdate());
      message = await posting(interaction, posted, pressed, () =>
        interaction.followUp({ ...body(posted), flags: MessageFlags.IsComponentsV2 }),
      );
    } catch (error) {
      if (isAlreadyAnswered(error)) throw error;
      if (interaction.deferred && isUnconfirmed(error)) {
        log.warn({ reference: referenceOf(interaction), ...describeError(error) }, 'share not confirmed');
        return tell(notice(SHARE_UNCONFIRMED));
      }
      shared.delete(pressed);
      if (!isRefusal(error)) throw error;
      log.warn({ reference: referenceOf(interaction), ...describeError(error) }, 'share refused');
      return tell(notice('Discord does not let Sitrep post in this channel. Nothing was posted.'));
    }
    const whyNot = whyNotPosted(interaction, message);
    if (whyNot !== undefined) {
      shared.delete(pressed);
      return tell(whyNot);
    }
    if (message === 'posted') await tell(notice('This answer has been shared already.'));
    // The pressed button no longer exists if the asker has turned the page meanwhile.
    if (lastChangedBy.get(interaction.message.id) === page) await switchOff(interaction);
    return 'shared';
  }

  async function switchOff(interaction: ButtonInteraction): Promise<void> {
    const components = switchedOff(interaction.message.components, interaction.customId, 'Shared');
    const edit = { components, allowedMentions: MENTION_NOBODY, flags: MessageFlags.IsComponentsV2 } as const;
    await retry(() => interaction.editReply(edit), { withinMs: RETRY_WITHIN_MS }).catch((error: unknown) => {
      // The answer is posted, so a button that still looks active is no failure for the asker.
      log.info({ reference: referenceOf(interaction), ...describeError(error) }, 'share button update failed');
    });
  }

  async function tellPrivately(interaction: RepliableInteraction, card: Card): Promise<void> {
    const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
    await interaction.followUp({ ...body(card), flags }).catch((error: unknown) => {
      log.error({ reference: referenceOf(interaction), ...describeError(error) }, 'error reply failed');
    });
  }

  async function deleteMessage(interaction: ButtonInteraction): Promise<DeliveryOutcome> {
    await firstResponse(interaction, 'deferred', () => interaction.deferUpdate());
    postings?.deleted(interaction.message.id);
    let attempts = 0;
    try {
      await retry(
        async (count) => {
          attempts = count;
          await interaction.deleteReply();
        },
        { withinMs: RETRY_WITHIN_MS },
      );
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.UnknownMessage) throw error;
      // On a retry this press itself deleted the message, and only the confirmation was lost.
      if (attempts === 1) await tellPrivately(interaction, notice('This answer has been deleted already.'));
    }
    return 'deleted';
  }

  function defer(interaction: RepliableInteraction): Promise<void> {
    return firstResponse(interaction, 'deferred', () => interaction.deferReply({ flags: MessageFlags.Ephemeral }));
  }

  async function apologise(interaction: RepliableInteraction, error: unknown, name: string): Promise<void> {
    const reference = referenceOf(interaction);
    log.error({ name, reference, ...describeError(error) }, 'interaction failed');
    if (isTooLate(error)) return;
    const card = notice(`That did not work this time. Please try again. Reference for the operator: ${reference}`);
    const message = { ...body(card), flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral } as const;
    try {
      if (interaction.replied || interaction.deferred) await interaction.followUp(message);
      else await interaction.reply(message);
    } catch (second) {
      log.error({ name, reference, ...describeError(second) }, 'error reply failed');
    }
  }

  return { send, defer, apologise };
}

function body(card: Card): Pick<InteractionEditReplyOptions, 'components' | 'allowedMentions'> {
  return { components: toComponents(card), allowedMentions: MENTION_NOBODY };
}

const isRecent = (posted: Message | null | Exclude<Posting['claim'], 'new'>): posted is RecentAnswer =>
  posted !== null && typeof posted === 'object' && 'messageId' in posted;

const pointerTo = ({ channelId, guildId }: RepliableInteraction, answer: RecentAnswer): Card =>
  presentPointer({ channelId: channelId ?? '', guildId }, answer);

/** What the asker reads where a shared answer was not posted, or may not have been; `undefined` where it was posted. */
function whyNotPosted(
  interaction: ButtonInteraction,
  message: Message | Exclude<Posting['claim'], 'new'>,
): Card | undefined {
  if (message === 'posted') return undefined;
  if (message === 'unknown') return notice(SHARE_UNCONFIRMED);
  if (isRecent(message)) return pointerTo(interaction, message);
  return message.flags.has(MessageFlags.Ephemeral)
    ? notice('Discord kept this answer private: in this channel you may not use external apps in public.')
    : undefined;
}

/** The record of an answer without facts; it prevents a second post. Its Delete button identifies it. */
function withoutFacts({ rows }: Card): ShownAnswer | undefined {
  const owner = rows.flat().find(({ action }) => action.type === 'delete');
  const layout = owner && encodeAction(owner.action);
  return layout === undefined ? undefined : { facts: [], layout, version: '', questions: [] };
}

/** Whether the interaction came from a message: a button, a menu, or a dialog that a button opened. */
function isOnMessage(
  interaction: RepliableInteraction,
): interaction is ButtonInteraction | StringSelectMenuInteraction | ModalMessageModalSubmitInteraction {
  return (
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    (interaction.isModalSubmit() && interaction.isFromMessage())
  );
}

/** The asker can give this reference to the operator, who finds the log line with it. The whole custom_id would reveal the asker. */
const referenceOf = (interaction: RepliableInteraction): string => interaction.id.slice(-6);

/** Discord refused: the request was not carried out. */
const isRefusal = (error: unknown): boolean => error instanceof DiscordAPIError && error.status === 403;
