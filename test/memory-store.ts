import type { InboxItem } from '../src/model/inbox.ts';
import type { Draft, Pin, PinEvent, SharedAnswer } from '../src/pins/pin.ts';
import {
  type FactPeriod,
  HISTORY_MAX_ROWS,
  type PlacedSetting,
  SETTING_CHANGES_MAX_ROWS,
  type ServedFacts,
  type SettingChange,
  type Store,
} from '../src/pins/store.ts';

interface Version extends Pick<ServedFacts, 'situation' | 'version' | 'sinceMs'> {}
interface Period extends FactPeriod {
  readonly situation: string;
}

/** The plainest store: what any other must do as well. It forgets everything at the end of the process. */
export function memoryStore(): Store {
  const drafts = new Map<string, Draft>();
  const pins = new Map<string, Pin>();
  const shares = new Map<string, SharedAnswer>();
  const versions: Version[] = [];
  let periods: Period[] = [];
  let history: PinEvent[] = [];
  let items: InboxItem[] = [];
  const leftServers = new Map<string, number>();
  const settings = new Map<string, PlacedSetting>();
  let settingChanges: SettingChange[] = [];
  const keyOf = ({ guildId, placeId, name }: Pick<PlacedSetting, 'guildId' | 'placeId' | 'name'>) =>
    `${guildId} ${placeId} ${name}`;

  const hasEnded = (id: string) => (pins.get(id)?.state ?? 'ended') === 'ended';
  const forgetAskers = (whose: (item: InboxItem) => boolean) => {
    items = items.flatMap((item) => {
      if (!whose(item)) return [item];
      return item.state === 'closed' ? [] : [{ ...item, asker: null }];
    });
  };
  const periodOf = ({ situation: _, ...period }: Period): FactPeriod => period;

  return {
    saveDraft: async (draft) => void drafts.set(draft.id, draft),
    draft: async (id) => drafts.get(id),
    removeDraft: async (id) => void drafts.delete(id),
    async removeDraftsOf(userId) {
      const theirs = [...drafts.values()].filter(({ by }) => by === userId);
      for (const { id } of theirs) drafts.delete(id);
      return theirs.length;
    },

    async addPin(pin, event) {
      const first = [...pins.values()].find(({ draftId }) => draftId === pin.draftId);
      if (first !== undefined) return first;
      pins.set(pin.id, pin);
      history.push(event);
      return pin;
    },
    async savePin(pin, ...events) {
      if (!pins.has(pin.id)) throw new Error(`there is no pin ${pin.id} to replace`);
      pins.set(pin.id, pin);
      history.push(...events);
    },
    pin: async (id) => pins.get(id),
    livingPins: async ({ channelId, guildId } = {}) =>
      [...pins.values()].filter(
        (pin) =>
          pin.state !== 'ended' &&
          (channelId === undefined || pin.channelId === channelId) &&
          (guildId === undefined || pin.guildId === guildId),
      ),
    pinsWithReplies: async () => [...pins.values()].filter(({ replies }) => replies.length > 0),
    history: async (channelId, limit) =>
      history
        .filter((event) => event.channelId === channelId)
        .reverse()
        .slice(0, limit),

    async addShare(share) {
      const isFirst = ({ pressed }: SharedAnswer) => pressed !== null && pressed === share.pressed;
      const first = [...shares.values()].find(isFirst);
      if (first !== undefined) return first;
      shares.set(share.id, share);
      return share;
    },
    async saveShare(share, before = share.id) {
      if (!shares.has(before)) return;
      // It keeps its place among the others.
      const all = [...shares].map(([id, each]) =>
        id === before ? ([share.id, share] as const) : ([id, each] as const),
      );
      shares.clear();
      for (const [id, each] of all) shares.set(id, each);
    },
    removeShare: async (id) => void shares.delete(id),
    share: async (id) => shares.get(id),
    postedShares: async () => [...shares.values()].filter(({ state }) => state === 'shared').map(({ id }) => id),
    unconfirmedShares: async () => [...shares.values()].filter(({ state }) => state === 'sharing'),
    sharesShowing: async (situation, isSuch) =>
      [...shares.values()].flatMap((share) =>
        share.state === 'shared' && share.situation === situation && share.facts.some(isSuch) ? [share.id] : [],
      ),

    sharesAsking: async (situation, version) =>
      [...shares.values()].flatMap((share) =>
        share.state === 'shared' &&
        share.situation === situation &&
        share.version !== version &&
        share.questions.length > 0
          ? [share.id]
          : [],
      ),

    async recordFacts({ situation, version, sinceMs, facts }) {
      if (versions.findLast((each) => each.situation === situation)?.version === version) return;
      versions.push({ situation, version, sinceMs });
      const isServed = ({ id, text, status }: Period) =>
        facts.some((fact) => fact.id === id && fact.text === text && fact.status === status);
      const isOpen = (period: Period) => period.situation === situation && period.untilMs === null;
      periods = periods.map((period) =>
        isOpen(period) && !isServed(period) ? { ...period, untilMs: sinceMs } : period,
      );
      const begun = facts.filter(({ id }) => !periods.some((period) => isOpen(period) && period.id === id));
      periods.push(...begun.map((fact) => ({ ...fact, situation, sinceMs, untilMs: null })));
    },
    factVersions: async (situation, limit) =>
      versions
        .filter((each) => each.situation === situation)
        .reverse()
        .slice(0, limit)
        .map(({ version, sinceMs }) => ({ version, sinceMs })),
    factHistory: async (situation, id) =>
      periods.filter((period) => period.situation === situation && period.id === id).map(periodOf),
    factsAt: async (situation, atMs) =>
      periods
        .filter((period) => period.situation === situation)
        .filter(({ sinceMs, untilMs }) => sinceMs <= atMs && (untilMs === null || untilMs > atMs))

        .map(periodOf)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),

    inbox: {
      add: async (item) => void items.push(item),
      waiting: async ({ situation, guildId }) =>
        items.filter(
          (item) =>
            item.situation === situation &&
            (guildId === undefined ? item.state !== 'closed' : item.state === 'open' && item.guildId === guildId),
        ),
      count: async ({ situation, guildId }) =>
        items.filter((item) => item.situation === situation && item.state !== 'closed' && item.guildId === guildId)
          .length,
      async settle(ids, verdict) {
        const settles = ({ id, state }: InboxItem) =>
          ids.includes(id) &&
          (verdict.as === 'named' ? state === 'open' : verdict.as === 'open' ? state === 'named' : state !== 'closed');
        const settled = items.filter(settles);
        items = items.flatMap((item) => {
          if (!settles(item)) return [item];
          if (verdict.as === 'dropped' || (verdict.as === 'closed' && item.asker === null)) return [];
          return [{ ...item, state: verdict.as, fact: verdict.fact }];
        });
        return settled;
      },
      awaited: async (situation) => items.filter((item) => item.situation === situation && item.asker !== null),
      told: async (id) => forgetAskers((item) => item.id === id),
      async forgetAsker(userId) {
        const theirs = items.filter(({ asker }) => asker === userId);
        forgetAskers(({ asker }) => asker === userId);
        return theirs.length;
      },
      async purge({ itemsMs, askersMs }) {
        const before = items.length;
        items = items.filter(({ atMs }) => atMs >= itemsMs);
        const deleted = before - items.length;
        forgetAskers(({ atMs, asker }) => asker !== null && atMs < askersMs);
        return deleted;
      },
    },

    serversHeld: async () =>
      [
        ...new Set(
          [...pins.values(), ...drafts.values(), ...history, ...shares.values(), ...items, ...settingChanges].flatMap(
            ({ guildId }) => guildId ?? [],
          ),
        ),
      ].sort(),
    async serverLeft(guildId, atMs) {
      if (!leftServers.has(guildId)) leftServers.set(guildId, atMs);
    },
    serverJoined: async (guildId) => void leftServers.delete(guildId),
    async forgetServers(leftBeforeMs) {
      const left = [...leftServers].flatMap(([guildId, atMs]) => (atMs < leftBeforeMs ? [guildId] : [])).sort();
      const isLeft = ({ guildId }: { readonly guildId: string | null }) => guildId !== null && left.includes(guildId);
      for (const kept of [pins, drafts, shares, settings]) {
        for (const [id, value] of kept) if (isLeft(value)) kept.delete(id);
      }
      history = history.filter((event) => !isLeft(event));
      items = items.filter((item) => !isLeft(item));
      settingChanges = settingChanges.filter((change) => !isLeft(change));
      for (const guildId of left) leftServers.delete(guildId);
      return left;
    },
    settings: async (guildId) =>
      [...settings.values()]
        .filter((setting) => guildId === undefined || setting.guildId === guildId)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    async changeSetting(change) {
      const { guildId, placeId, name, value } = change;
      if (value === null) settings.delete(keyOf(change));
      else settings.set(keyOf(change), { guildId, placeId, name, value });
      const others = settingChanges.filter((each) => each.guildId !== guildId);
      const own = [...settingChanges.filter((each) => each.guildId === guildId), change];
      settingChanges = [...others, ...own.slice(-SETTING_CHANGES_MAX_ROWS)];
    },
    settingChanges: async (guildId, limit) =>
      settingChanges
        .filter((change) => change.guildId === guildId)
        .reverse()
        .slice(0, limit),

    async purge({ sharedMs, draftsMs, nowMs }) {
      for (const { id, createdAtMs } of drafts.values()) if (createdAtMs < draftsMs) drafts.delete(id);
      for (const { id, atMs } of shares.values()) if (atMs < sharedMs) shares.delete(id);
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
    verify: async () => {},
    close: async () => {},
  };
}
