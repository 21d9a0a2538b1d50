import type { Logger } from 'pino';
import type { FactId, KnowledgeBase, WithdrawnFact } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import type { FactPeriod, Store } from './store.ts';

/** What the store knows about the facts that were served: since when, their earlier wordings, and when they were withdrawn. */
export interface FactRecord {
  /** When this version of the facts was first served, in milliseconds since 1970. */
  sinceMs(knowledge: KnowledgeBase): number;
  /**
   * When a fact was withdrawn, for a fact that this version retracts or no longer has; `undefined` where no earlier version had it.
   */
  withdrawnAtMs(knowledge: KnowledgeBase, id: FactId): number | undefined;
  /** The wordings of each fact with their times, the oldest first. Facts without a record are left out. Never rejects. */
  periodsOf(knowledge: KnowledgeBase, ids: readonly FactId[]): Promise<FactPeriods>;
}
export type FactPeriods = ReadonlyMap<FactId, readonly FactPeriod[]>;

/** Records each version of the facts that is served, and reads the record. */
export class FactRecorder implements FactRecord {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #recordFacts: Store['recordFacts'];
  readonly #sinceMs = new WeakMap<KnowledgeBase, number>();
  readonly #withdrawnAtMs = new WeakMap<KnowledgeBase, ReadonlyMap<FactId, number>>();

  /**
   * @param now - milliseconds since 1970
   * @param recordFacts - replaces the store's own method where several processes serve facts and must agree which ones are the newest
   */
  constructor(
    store: Store,
    log: Logger,
    now: () => number = Date.now,
    recordFacts: Store['recordFacts'] = (served) => store.recordFacts(served),
  ) {
    this.#recordFacts = recordFacts;
    this.#store = store;
    this.#log = log;
    this.#now = now;
  }

  /**
   * Records that these facts are served from now on. Questions about facts that were taken out since then get an answer that says
   * so. Never rejects.
   */
  async record(sitrep: Sitrep): Promise<void> {
    const { knowledge } = sitrep;
    const { name: situation, version } = knowledge;
    const facts = knowledge.facts.map(({ id, text, status }) => ({ id, text, status }));
    try {
      await this.#recordFacts({ situation, version, sinceMs: this.sinceMs(knowledge), facts });
      // The same version may have been served before the last restart.
      const [newest] = await this.#store.factVersions(situation, 1);
      if (newest?.version === version) this.#sinceMs.set(knowledge, newest.sinceMs);
      await this.#readWithdrawals(sitrep);
    } catch (err) {
      this.#log.error({ err }, 'recording the served facts failed');
    }
  }

  sinceMs(knowledge: KnowledgeBase): number {
    const sinceMs = this.#sinceMs.get(knowledge) ?? this.#now();
    this.#sinceMs.set(knowledge, sinceMs);
    return sinceMs;
  }

  withdrawnAtMs(knowledge: KnowledgeBase, id: FactId): number | undefined {
    return this.#withdrawnAtMs.get(knowledge)?.get(id);
  }

  async periodsOf({ name }: KnowledgeBase, ids: readonly FactId[]): Promise<FactPeriods> {
    try {
      const periods = await Promise.all(
        [...new Set(ids)].map(async (id) => [id, await this.#store.factHistory(name, id)] as const),
      );
      return new Map(periods.filter(([, of]) => of.length > 0));
    } catch (err) {
      this.#log.error({ err }, 'reading the history of facts failed');
      return new Map();
    }
  }

  async #readWithdrawals(sitrep: Sitrep): Promise<void> {
    const { knowledge } = sitrep;
    const retired = [...knowledge.retired.values()].filter(({ movedTo }) => movedTo === null);
    const retracted = knowledge.facts.filter(({ status }) => status === 'retracted');
    const periods = await this.periodsOf(
      knowledge,
      [...retracted, ...retired].map(({ id }) => id),
    );
    const withdrawnAtMs = new Map<FactId, number>();
    const withdrawn: WithdrawnFact[] = [];
    for (const { id } of retracted) {
      const before = periods.get(id)?.findLast(({ status }) => status !== 'retracted');
      if (before?.untilMs != null) withdrawnAtMs.set(id, before.untilMs);
    }
    for (const { id, reason } of retired) {
      const last = periods.get(id)?.at(-1);
      if (last?.untilMs == null) continue;
      withdrawnAtMs.set(id, last.untilMs);
      withdrawn.push({ id, text: last.text, reason });
    }
    this.#withdrawnAtMs.set(knowledge, withdrawnAtMs);
    // The encoder may take a while, so nothing waits for it here.
    void sitrep.tellOf(withdrawn);
  }
}
