import type { Logger } from 'pino';
import type { FactId, KnowledgeBase } from '../model/knowledge.ts';
import type { FactPeriod, Store } from './store.ts';

/** What the store knows about the facts that were served: since when, what they said before, and when they were withdrawn. */
export interface FactRecord {
  /** When this version of the facts was first served, in milliseconds since 1970. */
  sinceMs(knowledge: KnowledgeBase): number;
  /** When a fact that is retracted in this version was withdrawn; `undefined` where it was never served before that. */
  withdrawnAtMs(knowledge: KnowledgeBase, id: FactId): number | undefined;
  /** What each fact said and when, oldest period first. Facts without a record are left out. Never rejects. */
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
   * @param recordFacts - where several processes serve facts and agree which are the newest; the store's own where absent
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

  /** These facts are served from now on. Never rejects. */
  async record(knowledge: KnowledgeBase): Promise<void> {
    const { name: situation, version } = knowledge;
    const facts = knowledge.facts.map(({ id, text, status }) => ({ id, text, status }));
    try {
      await this.#recordFacts({ situation, version, sinceMs: this.sinceMs(knowledge), facts });
      // The same version may have been served before the last restart.
      const [newest] = await this.#store.factVersions(situation, 1);
      if (newest?.version === version) this.#sinceMs.set(knowledge, newest.sinceMs);
      this.#withdrawnAtMs.set(knowledge, await this.#withdrawals(knowledge));
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

  async #withdrawals(knowledge: KnowledgeBase): Promise<ReadonlyMap<FactId, number>> {
    const retracted = knowledge.facts.filter(({ status }) => status === 'retracted').map(({ id }) => id);
    const withdrawals = new Map<FactId, number>();
    for (const [id, periods] of await this.periodsOf(knowledge, retracted)) {
      const before = periods.findLastIndex(({ status }) => status !== 'retracted');
      const withdrawn = before < 0 ? undefined : periods[before + 1];
      if (withdrawn !== undefined) withdrawals.set(id, withdrawn.sinceMs);
    }
    return withdrawals;
  }
}
