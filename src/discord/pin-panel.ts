import type { PinId } from '../pins/pin.ts';
import type { Acting, Outcome, PinStanding, Pins } from '../pins/pins.ts';
import { type PinPlace, whereAllowed } from './allowed-pins.ts';
import type { Press } from './buttons.ts';
import { type Card, type CardButton, notice, text } from './card.ts';
import { type ButtonAction, isPinId, type PinAct } from './custom-id.ts';
import { presentHistory, presentList, presentStanding } from './pin-list.ts';
import { type Asked, outcomeWords, PIN_GONE } from './pin-outcome.ts';
import type { PinDeed } from './pin-rights.ts';
import { titleOf } from './pin-words.ts';
import { presentDifference } from './present-difference.ts';
import { presentProof } from './present-proof.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** More than one message shows; as many as may fit are asked for. */
const HISTORY_MAX = 40;

/** The channel's living pins: the one that there is, with what can be done, or the list. */
export function showPins(actor: Actor, services: Services): Reply {
  return whereAllowed(actor, 'read', services, (pins, place) => privately(overview(pins, place, 0, services)));
}

/** Who did what to the channel's pins, and when. */
export function showHistory(actor: Actor, services: Services): Reply {
  return whereAllowed(actor, 'read', services, (pins, { channelId }) => {
    return privately(presentHistory(pins.history(channelId, HISTORY_MAX)));
  });
}

/** Another page of the list, or all pins again. */
export function pressList({ page }: Extract<ButtonAction, { type: 'pins' }>, press: Press, services: Services): Reply {
  return whereAllowed(press.actor, 'read', services, (pins, place) =>
    inPlace(overview(pins, place, page, services), press),
  );
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
    const { knowledge } = services.sitrep;
    const doing = (asked: Asked, start: (acting: Acting) => Promise<Outcome>): Reply => ({
      do: 'work',
      work: async (reply) => ended(...outcomeWords(asked, await start({ by: place.userId, reply }))),
    });
    switch (act) {
      case 'open':
        return inPlace(about(standing, pins, place, services), press);
      case 'review':
      case 'changes': {
        if (standing.pin.situation !== knowledge.name) return inPlace(about(standing, pins, place, services), press);
        const difference = pins.difference(id);
        if (difference === undefined) return inPlace(ended(PIN_GONE), press);
        const parts = presentDifference(difference, knowledge);
        return inPlace({ kind: 'difference', parts, rows: [afterReading(standing)] }, press);
      }
      case 'refresh':
        return doing('refresh', (acting) => pins.refresh(id, acting));
      case 'leave':
        return doing('leave', (acting) => pins.leave(id, acting));
      case 'unpin':
        return doing('unpin', (acting) => pins.unpin(id, acting));
      case 'delete':
        return inPlace(confirmDelete(standing), press);
      case 'delete-now':
        return doing('remove', (acting) => pins.remove(id, acting));
    }
  });
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
  const facts = pin.content.facts.map(({ fact }) => fact);
  const turnTo = (to: number): ButtonAction => ({ type: 'pin-proof', pin: id, page: to });
  return inPlace(presentProof(facts, null, sitrep.knowledge, page, turnTo), press);
}

const DEEDS = {
  open: 'read',
  review: 'read',
  changes: 'read',
  refresh: 'edit',
  leave: 'edit',
  unpin: 'unpin',
  delete: 'read',
  'delete-now': 'delete',
} as const satisfies Record<PinAct, PinDeed>;

/** A private message changes in place; beside one that others read, the reader gets a private one. */
const inPlace = (card: Card, { onPrivateMessage }: Press): Reply =>
  onPrivateMessage ? { do: 'update', card } : privately(card);

function overview(pins: Pins, place: PinPlace, page: number, services: Services): Card {
  const standings = pins.inChannel(place.channelId);
  const [only] = standings;
  if (only === undefined) {
    const { mention } = services;
    return notice(`There are no living pins in this channel. ${mention('pin brief')} makes one.`);
  }
  if (standings.length === 1) return about(only, pins, place, services);
  return presentList(standings, page, services.sitrep.knowledge.name);
}

/** One pin and what can be done to it. */
function about(standing: PinStanding, pins: Pins, { channelId }: PinPlace, { sitrep }: Services): Card {
  const { id } = standing.pin;
  const others = pins.inChannel(channelId).length > 1;
  return {
    kind: 'pins',
    parts: [text(presentStanding(standing, sitrep.knowledge.name))],
    rows: [
      [
        button('Refresh', id, 'refresh', standing.current ? 'secondary' : 'primary'),
        button('Show changes', id, 'changes'),
        button('Unpin', id, 'unpin'),
        button('Delete', id, 'delete', 'danger'),
        ...(others ? [allPins] : []),
      ],
    ],
  };
}

/** What can be decided once the difference has been read. */
function afterReading({ pin, current }: PinStanding): readonly CardButton[] {
  return [
    button('Refresh', pin.id, 'refresh', current ? 'secondary' : 'primary'),
    ...(pin.content.review === null ? [] : [button('Leave', pin.id, 'leave')]),
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

const allPins: CardButton = { label: 'All pins', style: 'secondary', action: { type: 'pins', page: 0 } };

const button = (label: string, pin: PinId, act: PinAct, style: CardButton['style'] = 'secondary'): CardButton => ({
  label,
  style,
  action: { type: 'pin', pin, act },
});
