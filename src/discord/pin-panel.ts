import { asShown, factAsShown, type PinAsk, type PinId } from '../pins/pin.ts';
import type {
  Acting,
  ChannelPins,
  PinDifference,
  PinOutcome,
  PinRequests,
  PinStatus,
  UnknownPin,
} from '../pins/requests.ts';
import { type Card, type CardButton, notice, text } from '../views/card.ts';
import { type ButtonAction, isPinId, type PinAct, type SettleAct, type UnknownAct } from '../views/custom-id.ts';
import { escapeMarkdown, link } from '../views/markdown.ts';
import {
  presentDifference,
  presentHistory,
  presentList,
  presentStanding,
  reserveWords,
  titleOf,
} from '../views/pin-list.ts';
import { presentProof } from '../views/present-proof.ts';
import { type PinPlace, whereAllowed } from './allowed-pins.ts';
import { allPins, FACTS_CHANGED, outcomeCard, outcomeWords, PIN_GONE, refusalWords } from './pin-outcome.ts';
import type { PinDeed } from './pin-rights.ts';
import type { Press } from './press.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** As many as one message may hold. */
const HISTORY_MAX = 40;

/** The channel's living pins: a single one with its buttons, or the list. */
export function showPins(actor: Actor, services: Services): Promise<Reply> {
  return whereAllowed(actor, 'read', services, async (pins, place) => {
    return privately(overview(await pins.look(place.channelId), 0, place, services));
  });
}

/** Who did what to the channel's pins, and when. */
export function showHistory(actor: Actor, services: Services): Promise<Reply> {
  return whereAllowed(actor, 'read', services, async (pins, { channelId }) => {
    return privately(presentHistory(await pins.history(channelId, HISTORY_MAX)));
  });
}

/** Another page of the list, or all pins again. */
export function pressList(
  { page }: Extract<ButtonAction, { type: 'pins' }>,
  press: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(press.actor, 'read', services, (pins, place) => ({
    do: 'work',
    work: async () => overview(await pins.look(place.channelId), page, place, services),
  }));
}

/** The pin chosen in the list. */
export async function chooseInList(press: Press, services: Services): Promise<Reply> {
  const [id] = press.chosen ?? [];
  if (!isPinId(id)) return privately(notice(PIN_GONE));
  return pressPin({ type: 'pin', pin: id, act: 'open' }, press, services);
}

/** A button about one living pin of the channel, no matter who made the pin. */
export function pressPin(
  { pin: id, act }: Extract<ButtonAction, { type: 'pin' }>,
  press: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(press.actor, DEEDS[act], services, async (pins, place) => {
    const status = (await pins.inChannel(place.channelId)).find(({ pin }) => pin.id === id);
    if (status === undefined) return inPlace(ended(PIN_GONE), press);
    const doing = (asked: Exclude<PinAsk, 'publish'>, start: (acting: Acting) => Promise<PinOutcome>): Reply => ({
      do: 'work',
      work: async (reply) => outcomeCard(asked, await start({ by: place.userId, reply })),
    });
    switch (act) {
      case 'open':
        return looking(id, pins, place, (now, all) => about(now, all.length > 1, services));
      case 'review':
      case 'changes':
        return looking(id, pins, place, (now, all) => {
          const isServed = services.situations.get(now.pin.situation) !== undefined;
          return isServed ? differenceCard(now, pins, services) : about(now, all.length > 1, services);
        });
      case 'refresh':
        return doing('refresh', (acting) => pins.refresh(id, acting));
      case 'unpin':
        return doing('unpin', (acting) => pins.unpin(id, acting));
      case 'delete':
        return inPlace(confirmDelete(status), press);
      case 'delete-now':
        return doing('remove', (acting) => pins.remove(id, acting));
    }
  });
}

/** A decision about the difference that was shown. If the facts have changed since, the new difference is shown instead. */
export function pressSettle(
  { pin: id, act, seen }: Extract<ButtonAction, { type: 'settle' }>,
  press: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(press.actor, 'edit', services, async (pins, place) => {
    const statusNow = async () => (await pins.inChannel(place.channelId)).find(({ pin }) => pin.id === id);
    if ((await statusNow()) === undefined) return inPlace(ended(PIN_GONE), press);
    return {
      do: 'work',
      work: async (reply) => {
        const outcome = await pins[act](id, { by: place.userId, reply }, seen);
        if (outcome.kind !== 'changed') return outcomeCard(act, outcome);
        const now = await statusNow();
        return now === undefined ? ended(PIN_GONE) : differenceCard(now, pins, services, FACTS_CHANGED);
      },
    };
  });
}

/** A card about a pin, made after Sitrep has read the channel. */
const looking = (
  id: PinId,
  pins: PinRequests,
  { channelId }: PinPlace,
  cardOf: (status: PinStatus, all: readonly PinStatus[]) => Card | Promise<Card>,
): Reply => ({
  do: 'work',
  work: async () => {
    const { living } = await pins.look(channelId);
    const status = living.find(({ pin }) => pin.id === id);
    return status === undefined ? ended(PIN_GONE) : cardOf(status, living);
  },
});

/** How today's facts differ from those in the message, with buttons to decide about this difference. */
async function differenceCard(
  status: PinStatus,
  pins: PinRequests,
  { situations }: Services,
  ...first: readonly string[]
): Promise<Card> {
  const difference = await pins.difference(status.pin.id);
  const sitrep = situations.get(status.pin.situation);
  if (difference === undefined || sitrep === undefined) return ended(PIN_GONE);
  const further = [dismissedWords(difference), reserveWords(status)].filter((words) => words !== '');
  return {
    kind: 'difference',
    parts: [
      ...first.map(text),
      ...presentDifference(difference, sitrep.knowledge),
      ...further.map((words) => text(escapeMarkdown(words))),
    ],
    rows: [afterReading(status, difference)],
  };
}

function dismissedWords({ facts, dismissed }: PinDifference): string {
  if (dismissed === 0) return '';
  const isAll = dismissed === facts.length;
  const those = isAll ? (dismissed === 1 ? 'This' : 'All of this') : `${dismissed} of these`;
  return `${those} ${dismissed === 1 || isAll ? 'was' : 'were'} left as it was by a moderator.`;
}

/**
 * Every citation of a pin in full, as its message shows it, even after it was unpinned. Everybody who sees the message may read
 * them.
 */
export async function proofOfPin(
  { pin: id, page }: Extract<ButtonAction, { type: 'pin-proof' }>,
  press: Press,
  { pins, situations, record }: Services,
): Promise<Reply> {
  const pin = await pins?.pin(id);
  if (pin?.channelId !== press.actor.place.channelId)
    return privately(notice('This message is no longer kept up to date, and its sources are not kept.'));
  const sitrep = situations.get(pin.situation);
  if (sitrep === undefined)
    return privately(notice('This is about a situation that is not served now, so its sources are not at hand.'));
  const { facts: shown, version } = asShown(pin).content;
  const facts = shown.map(factAsShown);
  const turnTo = (to: number): ButtonAction => ({ type: 'pin-proof', pin: id, page: to });
  const { knowledge } = sitrep;
  const ids = facts.map((fact) => fact.id);
  const periods = await record?.periodsOf(knowledge, ids);
  return inPlace(presentProof(facts, [], { knowledge, page, turnTo, version, periods }), press);
}

const DEEDS = {
  open: 'read',
  review: 'read',
  changes: 'read',
  refresh: 'edit',
  unpin: 'unpin',
  delete: 'read',
  'delete-now': 'delete',
} as const satisfies Record<PinAct, PinDeed>;

/** A private message changes in place. Where others read the message, the reader gets a private one instead. */
const inPlace = (card: Card, { onPrivateMessage }: Press): Reply =>
  onPrivateMessage ? { do: 'update', card } : privately(card);

function overview({ living, unknown }: ChannelPins, page: number, { guildId }: PinPlace, services: Services): Card {
  const card = overviewOfLiving(living, page, services);
  const [first, ...others] = unknown;
  if (first === undefined) return card;
  const notices = aboutUnknown(first, others.length, guildId);
  return living.length === 0
    ? { ...notices, kind: 'pins' }
    : { ...card, parts: [...card.parts, ...notices.parts], rows: [...card.rows, ...notices.rows] };
}

function overviewOfLiving(living: readonly PinStatus[], page: number, services: Services): Card {
  const [only] = living;
  if (only === undefined) {
    const { mention } = services;
    return notice(`There are no living pins in this channel. ${mention('pin brief')} makes one.`);
  }
  if (living.length === 1) return about(only, false, services);
  return presentList(living, page, isServedBy(services));
}

/** A pinned message that the store does not know. The next one is shown once this one is dealt with. */
function aboutUnknown(
  { id, channelId, messageId }: UnknownPin,
  othersCount: number,
  guildId: string,
): Pick<Card, 'parts' | 'rows'> {
  const url = `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
  const others = ['', ' One more is shown after it.'][othersCount] ?? ` ${othersCount} more are shown after it.`;
  const words =
    `${link('A pinned message of Sitrep’s', url)} is not in its records, so it does not follow the facts. ` +
    `Adopt makes it a living pin again; Unpin message leaves it in the channel.${others}`;
  const act = (label: string, what: UnknownAct): CardButton => ({
    label,
    style: 'secondary',
    action: { type: 'unknown-pin', pin: id, message: messageId, act: what },
  });
  return { parts: [text(words)], rows: [[act('Adopt', 'adopt'), act('Unpin message', 'unpin')]] };
}

/** Adopts or unpins a pinned message that the store does not know. */
export function pressUnknown(
  { pin: id, message: messageId, act }: Extract<ButtonAction, { type: 'unknown-pin' }>,
  { actor }: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(actor, act === 'adopt' ? 'edit' : 'unpin', services, (pins, { guildId, channelId, userId }) => {
    const unknown = { id, channelId, messageId };
    return {
      do: 'work',
      async work(reply) {
        const acting = { by: userId, reply };
        if (act === 'adopt') return adoptedCard(await pins.adopt(unknown, guildId, acting));
        const refusal = await pins.unpinUnknown(unknown, acting);
        return ended(refusal === null ? 'Unpinned. The message stays in the channel.' : refusalWords(refusal));
      },
    };
  });
}

function adoptedCard(outcome: PinOutcome): Card {
  switch (outcome.kind) {
    case 'gone':
      return ended(
        'This message is no longer pinned, or none of its facts is in the fact base, so it was not adopted.',
      );
    case 'done':
      return ended(`Adopted: ${titleOf(outcome.pin)}. It follows the facts that it shows from now on.`);
    default:
      return ended(...outcomeWords('publish', outcome));
  }
}

const isServedBy =
  ({ situations }: Services) =>
  (situation: string): boolean =>
    situations.get(situation) !== undefined;

/** One pin with its buttons. */
function about(status: PinStatus, hasOthers: boolean, services: Services): Card {
  const { id } = status.pin;
  return {
    kind: 'pins',
    parts: [text(presentStanding(status, isServedBy(services)))],
    rows: [
      [
        button('Refresh', id, 'refresh', status.current ? 'secondary' : 'primary'),
        button('Show changes', id, 'changes'),
        button('Unpin', id, 'unpin'),
        button('Delete', id, 'delete', 'danger'),
        ...(hasOthers ? [allPins] : []),
      ],
    ],
  };
}

/** The buttons below a difference. */
function afterReading({ pin, current }: PinStatus, { key: seen }: PinDifference): readonly CardButton[] {
  const settle = (label: string, act: SettleAct, style: CardButton['style'] = 'secondary'): CardButton => ({
    label,
    style,
    action: { type: 'settle', pin: pin.id, act, seen },
  });
  return [
    settle('Refresh', 'refresh', current ? 'secondary' : 'primary'),
    ...(pin.content.review === null ? [] : [settle('Leave', 'leave')]),
    button('Unpin', pin.id, 'unpin'),
    button('Back', pin.id, 'open'),
  ];
}

function confirmDelete({ pin }: PinStatus): Card {
  const question = `Delete ${titleOf(pin)} for everybody? The message goes; what was done to it stays in the history.`;
  return {
    ...notice(question),
    rows: [[button('Delete it', pin.id, 'delete-now', 'danger'), button('Keep it', pin.id, 'open')]],
  };
}

/** Sentences with a button back to the list. */
const ended = (...sentences: readonly string[]): Card => ({ ...notice(...sentences), rows: [[allPins]] });

const button = (label: string, pin: PinId, act: PinAct, style: CardButton['style'] = 'secondary'): CardButton => ({
  label,
  style,
  action: { type: 'pin', pin, act },
});
