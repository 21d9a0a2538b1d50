import { basename } from 'node:path';
import type { Logger } from 'pino';
import { changesBetween } from '../knowledge/changes.ts';
import type { JoinedHosts } from '../pins/hosts.ts';
import type { LiveSituations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { presentChanges, presentRefused, presentServed } from '../views/present-changes.ts';
import type { Bot } from './bot.ts';
import { describeError } from './describe-error.ts';

export interface CuratorsChannelOptions {
  /** `undefined`: there is no such channel. */
  readonly channelId: string | undefined;
  readonly bot: Pick<Bot, 'post'>;
  readonly situations: Pick<LiveSituations, 'onChange' | 'onRefused'>;
  /** The other processes, which read the same files. */
  readonly hosts: Pick<JoinedHosts, 'isFirst'> | undefined;
  readonly log: Logger;
}

/**
 * Tells a channel of the curators' which facts changed, and what is wrong with files that cannot be served. Of several processes
 * one does. A message that cannot be delivered is logged; nothing else depends on it.
 */
export function tellCuratorsChannel({ channelId, bot, situations, hosts, log }: CuratorsChannelOptions): void {
  if (channelId === undefined) return;
  /** Where the database does not say, it is told: better twice than not at all. */
  const isOurs = async (news: string): Promise<boolean> => (await hosts?.isFirst(news).catch(() => true)) ?? true;
  // One after the other, so that the channel reads in the order of the edits.
  let last: Promise<void> = Promise.resolve();
  const post = (situation: string, news: string, card: Card): void => {
    last = last
      .then(async () => {
        if (await isOurs(`tell ${situation} ${news}`)) await bot.post(channelId, card);
      })
      .catch((error: unknown) =>
        log.error({ ...describeError(error), situation, channel: channelId }, 'message to the curators channel failed'),
      );
  };
  situations.onChange(({ knowledge }, previous) => {
    const { name, title, version, facts } = knowledge;
    if (previous === undefined) return post(name, version, presentServed(title, facts.length));
    const changes = changesBetween(previous.knowledge.facts, facts);
    // An edit that no reader sees, such as a new way to ask, is in the log alone.
    if (changes.length > 0) post(name, version, presentChanges(title, changes));
  });
  situations.onRefused((name, problems) => {
    // The folder may lie elsewhere on another machine.
    const found = problems.map(({ file, line, message }) => [basename(file), line, message]);
    post(name, JSON.stringify(found), presentRefused(name, problems));
  });
}
