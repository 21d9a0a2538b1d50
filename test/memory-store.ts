import type { AwaitedShare, Draft, Pin, PinEvent, SharedAnswer } from '../src/pins/pin.ts';
import { HISTORY_MAX_ROWS, type PinStore } from '../src/pins/pin-store.ts';

/** The plainest PinStore: what any other must do as well. Forgets everything when it goes. */
export function memoryStore(): PinStore {
  const drafts = new Map<string, Draft>();
  const pins = new Map<string, Pin>();
  const shared = new Map<string, SharedAnswer>();
  const awaited = new Map<string, AwaitedShare>();
  let history: PinEvent[] = [];

  const hasEnded = (id: string) => (pins.get(id)?.state ?? 'ended') === 'ended';

  return {
    saveDraft: (draft) => void drafts.set(draft.id, draft),
    draft: (id) => drafts.get(id),
    removeDraft: (id) => void drafts.delete(id),

    addPin(pin, event) {
      const first = [...pins.values()].find(({ draftId }) => draftId === pin.draftId);
      if (first !== undefined) return first;
      pins.set(pin.id, pin);
      history.push(event);
      return pin;
    },
    savePin(pin, ...events) {
      if (!pins.has(pin.id)) throw new Error(`there is no pin ${pin.id} to replace`);
      pins.set(pin.id, pin);
      history.push(...events);
    },
    pin: (id) => pins.get(id),
    livingPins: ({ channelId, guildId } = {}) =>
      [...pins.values()].filter(
        (pin) =>
          pin.state !== 'ended' &&
          (channelId === undefined || pin.channelId === channelId) &&
          (guildId === undefined || pin.guildId === guildId),
      ),
    untold: () => [...pins.values()].filter(({ replies }) => replies.length > 0),

    history: (channelId, limit) =>
      history
        .filter((event) => event.channelId === channelId)
        .reverse()
        .slice(0, limit),

    awaitShare: (share) => void awaited.set(share.layout, share),
    forgetAwaited: (layout) => void awaited.delete(layout),
    awaitedShares: () => [...awaited.values()],
    addShared(answer) {
      awaited.delete(answer.layout);
      shared.set(answer.messageId, answer);
    },
    saveShared(answer) {
      if (shared.has(answer.messageId)) shared.set(answer.messageId, answer);
    },
    removeShared: (messageId) => void shared.delete(messageId),
    shared: (messageId) => shared.get(messageId),
    sharedShowing: (situation, isSuch) =>
      [...shared.values()].flatMap((answer) =>
        answer.situation === situation && answer.facts.some(isSuch) ? [answer.messageId] : [],
      ),

    purge({ sharedMs, draftsMs, nowMs }) {
      for (const { id, createdAtMs } of drafts.values()) if (createdAtMs < draftsMs) drafts.delete(id);
      for (const { messageId, atMs } of shared.values()) if (atMs < sharedMs) shared.delete(messageId);
      for (const { layout, atMs } of awaited.values()) if (atMs < sharedMs) awaited.delete(layout);
      for (const pin of pins.values()) {
        pins.set(pin.id, { ...pin, replies: pin.replies.filter(({ untilMs }) => untilMs > nowMs) });
      }
      for (const guildId of new Set(history.map((event) => event.guildId))) {
        const rows = history.filter((event) => event.guildId === guildId);
        const oldestFirst = [
          ...rows.filter(({ pinId }) => hasEnded(pinId)),
          ...rows.filter(({ pinId }) => !hasEnded(pinId)),
        ];
        const surplus = new Set(oldestFirst.slice(0, Math.max(0, rows.length - HISTORY_MAX_ROWS)));
        history = history.filter((event) => !surplus.has(event));
      }
      for (const { id, state } of pins.values()) {
        if (state === 'ended' && !history.some(({ pinId }) => pinId === id)) pins.delete(id);
      }
    },
    close() {},
  };
}
