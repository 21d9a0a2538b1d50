import type { PinsContext } from './context.ts';
import { ALONE, type Hosts } from './hosts.ts';
import type { Pin } from './pin.ts';
import { PinWork } from './pin-work.ts';
import { Reconciliation, type Servers } from './reconcile.ts';
import { RequestDesk } from './request-desk.ts';
import type { PinRequests } from './requests.ts';
import { Runner, type RunnerOptions } from './runner.ts';
import { SharedAnswers } from './shared-answers.ts';

export interface LivingPinsOptions extends Omit<PinsContext, 'absentFrom' | 'hosts'>, Omit<RunnerOptions, 'hosts'> {
  /** The other processes that use the same store; none where absent. */
  readonly hosts?: Hosts;
  /** For how many days shared answers are remembered; 0 means not at all. */
  readonly sharedDays: number;
  /** The events of a channel within this time count as one, and two reads of a channel are at least this far apart. Tests use 0. */
  readonly quietMs?: number;
}

/** Living pins and shared answers: carries out what moderators ask for, and reacts to events in Discord and to changes of the facts. */
export interface LivingPins {
  readonly requests: PinRequests;
  readonly shares: Pick<SharedAnswers, 'claim' | 'posted' | 'notPosted' | 'unconfirmed'>;
  /**
   * Call it when facts have changed. Resolves when the pins and shared answers show them, or wait for Discord.
   *
   * @param situation - the situation whose facts changed; any where absent
   */
  knowledgeChanged(situation?: string): Promise<void>;
  /**
   * Resumes all unfinished work and compares the store with Discord: after a start, after a lost connection, and when another
   * process has ended.
   *
   * @param servers - the servers that the bot is in
   * @param isMeant - selects pins; by default those that this process takes care of
   */
  reconcile(servers: Servers, isMeant?: (pin: Pin) => boolean): Promise<void>;
  /** Call it when somebody pinned or unpinned something in the channel. */
  pinsChangedIn(channelId: string): void;
  /** Call it when the bot's permissions in the server's channels have changed. */
  rightsChangedIn(guildId: string): void;
  channelGone(channelId: string): Promise<void>;
  serverLeft(guildId: string): Promise<void>;
  serverBack(guildId: string): Promise<void>;
  /** Resolves when no work is in progress; work that waits for Discord does not count. */
  settled(): Promise<void>;
  /** From then on, no further work starts by itself. */
  stop(): void;
}

/** One press in Discord's own pin menu causes several events, and a poor connection is resumed again and again. */
const CHANNEL_QUIET_MS = 1_000;

/** None of the methods rejects, apart from `requests`. */
export function createLivingPins(options: LivingPinsOptions): LivingPins {
  const { store, hosts = ALONE, log, sharedDays, quietMs = CHANNEL_QUIET_MS } = options;
  const isOurs = ({ guildId, situation }: Pick<Pin, 'guildId' | 'situation'>) => hosts.takesCareOf(guildId, situation);
  const context: PinsContext = { ...options, hosts, absentFrom: new Set() };
  const runner = new Runner({ ...options, hosts });
  const work = new PinWork(context, runner);
  const reconciliation = new Reconciliation(context, runner, work, quietMs);
  const shares = new SharedAnswers(context, runner, sharedDays);
  return {
    requests: new RequestDesk(context, runner, work, reconciliation),
    shares,
    knowledgeChanged: (situation) =>
      runner.untilDone(`facts ${situation ?? ''}`, async () => {
        const living = (await store.livingPins()).filter((pin) => [undefined, pin.situation].includes(situation));
        await Promise.all([work.resumeDue(living.filter(isOurs)), shares.correctAll()]);
      }),
    reconcile: (servers, isMeant = isOurs) =>
      runner.untilDone(isMeant === isOurs ? 'compare all' : 'compare those taken over', async () => {
        runner.resetWaits();
        await reconciliation.all(servers, isMeant);
        await shares.findUnconfirmed();
        await shares.correctAll();
        const waiting = (await store.pinsWithReplies()).filter(isMeant);
        await Promise.all(waiting.map(({ id }) => work.resume(id)));
        log.debug('pins compared with Discord');
      }),
    pinsChangedIn: (channelId) =>
      runner.later(`channel ${channelId}`, quietMs, () => reconciliation.channel(channelId)),
    rightsChangedIn: (guildId) => runner.later(`server ${guildId}`, quietMs, () => reconciliation.serverBack(guildId)),
    channelGone: (channelId) => runner.logged(() => reconciliation.channelGone(channelId)),
    serverLeft: (guildId) => runner.logged(() => reconciliation.serverLeft(guildId)),
    serverBack: (guildId) => runner.logged(() => reconciliation.serverBack(guildId)),
    settled: () => runner.settled(),
    stop: () => runner.stop(),
  };
}
