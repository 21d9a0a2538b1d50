import { asShown, type PinAsk, type PinId } from '../pins/pin.ts';
import type { Acting, Outcome, PinDifference, PinStanding, Pins } from '../pins/pins.ts';
import { type Card, type CardButton, notice, text } from '../views/card.ts';
import { type ButtonAction, isPinId, type PinAct, type SettleAct } from '../views/custom-id.ts';
import { escapeMarkdown } from '../views/markdown.ts';
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
import type { Press } from './buttons.ts';
import { allPins, FACTS_CHANGED, outcomeCard, PIN_GONE } from './pin-outcome.ts';
import type { PinDeed } from './pin-rights.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** More than one message shows; as many as may fit are asked for. */
const HISTORY_MAX = 40;

/** The channel's living pins: the one that there is, with what can be done, or the list. */
export function showPins(actor: Actor, services: Services): Reply | Promise<Reply> {
  return whereAllowed(actor, 'read', services, async (pins, { channelId }): Promise<Reply> => {
    return privately(overview(await pins.look(channelId), 0, services));
  });
}

/** Who did what to the channel's pins, and when. */
export function showHistory(actor: Actor, services: Services): Reply {
  return whereAllowed(actor, 'read', services, (pins, { channelId }) => {
    return privately(presentHistory(pins.history(channelId, HISTORY_MAX)));
  });
}

/** Another page of the list, or all pins again. */
export function pressList({ page }: Extract<ButtonAction, { type: 'pins' }>, press: Press, services: Services): Reply {
  return whereAllowed(press.actor, 'read', services, (pins, { channelId }) => ({
    do: 'work',
    work: async () => overview(await pins.look(channelId), page, services),
  }));
}

/** The pin chosen in the list. */
export function chooseInList(press: Press, services: Services): Reply {
  const [id] = press.chosen ?? [];
  if (!isPinId(id)) return privately(notice(PIN_GONE));
  return pressPin({ type: 'pin', pin: id, act: 'open' }, press, services);
}

/** Something about one living pin of the channel, whoever made it. */
export function pressPin(
  { pin: id, act }: Extract<ButtonAction, { type: 'pin' }>,
  press: Press,
  services: Services,
): Reply {
  return whereAllowed(press.actor, DEEDS[act], services, (pins, place) => {
    const standing = pins.inChannel(place.channelId).find(({ pin }) => pin.id === id);
    if (standing === undefined) return inPlace(ended(PIN_GONE), press);
    const doing = (asked: Exclude<PinAsk, 'publish'>, start: (acting: Acting) => Promise<Outcome>): Reply => ({
      do: 'work',
      work: async (reply) => outcomeCard(asked, await start({ by: place.userId, reply })),
    });
    switch (act) {
      case 'open':
        return looking(id, pins, place, (now, all) => about(now, all.length > 1, services));
      case 'review':
      case 'changes':
        return looking(id, pins, place, (now, all) => {
          const isServed = now.pin.situation === services.sitrep.knowledge.name;
          return isServed ? differenceCard(now, pins, services) : about(now, all.length > 1, services);
        });
      case 'refresh':
        return doing('refresh', (acting) => pins.refresh(id, acting));
      case 'unpin':
        return doing('unpin', (acting) => pins.unpin(id, acting));
      case 'delete':
        return inPlace(confirmDelete(standing), press);
      case 'delete-now':
        return doing('remove', (acting) => pins.remove(id, acting));
    }
  });
}

/** A decision about the difference that was shown; where it is another by now, that one is shown instead. */
export function pressSettle(
  { pin: id, act, seen }: Extract<ButtonAction, { type: 'settle' }>,
  press: Press,
  services: Services,
): Reply {
  return whereAllowed(press.actor, 'edit', services, (pins, place) => {
    const standing = () => pins.inChannel(place.channelId).find(({ pin }) => pin.id === id);
    if (standing() === undefined) return inPlace(ended(PIN_GONE), press);
    return {
      do: 'work',
      work: async (reply) => {
        const outcome = await pins[act](id, { by: place.userId, reply }, seen);
        if (outcome.kind !== 'changed') return outcomeCard(act, outcome);
        const now = standing();
        return now === undefined ? ended(PIN_GONE) : differenceCard(now, pins, services, FACTS_CHANGED);
      },
    };
  });
}

/** What is told of a pin after a look at the channel. */
const looking = (
  id: PinId,
  pins: Pins,
  { channelId }: PinPlace,
  tell: (standing: PinStanding, all: readonly PinStanding[]) => Card,
): Reply => ({
  do: 'work',
  work: async () => {
    const all = await pins.look(channelId);
    const standing = all.find(({ pin }) => pin.id === id);
    return standing === undefined ? ended(PIN_GONE) : tell(standing, all);
  },
});

/** How today's facts differ from what the message shows, and what can be decided about just that. */
function differenceCard(standing: PinStanding, pins: Pins, { sitrep }: Services, ...first: readonly string[]): Card {
  const difference = pins.difference(standing.pin.id);
  if (difference === undefined) return ended(PIN_GONE);
  const further = [leftWords(difference), reserveWords(standing)].filter((words) => words !== '');
  return {
    kind: 'difference',
    parts: [
      ...first.map(text),
      ...presentDifference(difference, sitrep.knowledge),
      ...further.map((words) => text(escapeMarkdown(words))),
    ],
    rows: [afterReading(standing, difference)],
  };
}

function leftWords({ facts, left }: PinDifference): string {
  if (left === 0) return '';
  const those = left === facts.length ? (left === 1 ? 'This' : 'All of this') : `${left} of these`;
  return `${those} ${left === 1 || left === facts.length ? 'was' : 'were'} left as it was by a moderator.`;
}

/** Every citation of a pin in full, as its message shows it, also after it was unpinned; for everybody who sees it. */
export function proofOfPin(
  { pin: id, page }: Extract<ButtonAction, { type: 'pin-proof' }>,
  press: Press,
  { pins, sitrep }: Services,
): Reply {
  const pin = pins?.pin(id);
  if (pin?.channelId !== press.actor.place.channelId)
    return privately(notice('This message is no longer kept up to date, and its sources are not kept.'));
  if (pin.situation !== sitrep.knowledge.name)
    return privately(notice('This is about another situation than the one that is served now, which has its sources.'));
  const { facts: shown, version } = asShown(pin).content;
  const facts = shown.map(({ fact }) => fact);
  const turnTo = (to: number): ButtonAction => ({ type: 'pin-proof', pin: id, page: to });
  return inPlace(presentProof(facts, [], { knowledge: sitrep.knowledge, page, turnTo, version }), press);
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

/** A private message changes in place; beside one that others read, the reader gets a private one. */
const inPlace = (card: Card, { onPrivateMessage }: Press): Reply =>
  onPrivateMessage ? { do: 'update', card } : privately(card);

function overview(standings: readonly PinStanding[], page: number, services: Services): Card {
  const [only] = standings;
  if (only === undefined) {
    const { mention } = services;
    return notice(`There are no living pins in this channel. ${mention('pin brief')} makes one.`);
  }
  if (standings.length === 1) return about(only, false, services);
  return presentList(standings, page, services.sitrep.knowledge.name);
}

/** One pin and what can be done to it. */
function about(standing: PinStanding, hasOthers: boolean, { sitrep }: Services): Card {
  const { id } = standing.pin;
  return {
    kind: 'pins',
    parts: [text(presentStanding(standing, sitrep.knowledge.name))],
    rows: [
      [
        button('Refresh', id, 'refresh', standing.current ? 'secondary' : 'primary'),
        button('Show changes', id, 'changes'),
        button('Unpin', id, 'unpin'),
        button('Delete', id, 'delete', 'danger'),
        ...(hasOthers ? [allPins] : []),
      ],
    ],
  };
}

/** What can be decided once the difference has been read. */
function afterReading({ pin, current }: PinStanding, { key: seen }: PinDifference): readonly CardButton[] {
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

function confirmDelete({ pin }: PinStanding): Card {
  const question = `Delete ${titleOf(pin)} for everybody? The message goes; what was done to it stays in the history.`;
  return {
    ...notice(question),
    rows: [[button('Delete it', pin.id, 'delete-now', 'danger'), button('Keep it', pin.id, 'open')]],
  };
}

/** What became of a request, with the way back to the list. */
const ended = (...sentences: readonly string[]): Card => ({ ...notice(...sentences), rows: [[allPins]] });

const button = (label: string, pin: PinId, act: PinAct, style: CardButton['style'] = 'secondary'): CardButton => ({
  label,
  style,
  action: { type: 'pin', pin, act },
});
