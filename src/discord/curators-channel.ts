import type { Logger } from 'pino';
import { changesBetween } from '../knowledge/changes.ts';
import type { LiveSituations } from '../situations.ts';
import type { Card } from '../views/card.ts';
import { presentChanges, presentRefused, presentServed } from '../views/present-changes.ts';
import type { Bot } from './bot.ts';
import { describeError } from './describe-error.ts';

/**
 * Posts in the curators' channel which facts changed, and what is wrong with files that cannot be served. A message that cannot be
 * delivered is logged; nothing else depends on it.
 *
 * @param channelId - `undefined` where there is no such channel
 */
export function tellCuratorsChannel(
  channelId: string | undefined,
  bot: Pick<Bot, 'post'>,
  situations: Pick<LiveSituations, 'onChange' | 'onRefused'>,
  log: Logger,
): void {
  if (channelId === undefined) return;
  // One after the other, so that the channel reads in the order of the edits.
  let last: Promise<void> = Promise.resolve();
  const post = (situation: string, card: Card): void => {
    last = last
      .then(() => bot.post(channelId, card))
      .catch((error: unknown) =>
        log.error({ ...describeError(error), situation, channel: channelId }, 'message to the curators channel failed'),
      );
  };
  situations.onChange(({ knowledge }, previous) => {
    if (previous === undefined) return post(knowledge.name, presentServed(knowledge.title, knowledge.facts.length));
    const changes = changesBetween(previous.knowledge.facts, knowledge.facts);
    // An edit that no reader sees, such as a new way to ask, is in the log alone.
    if (changes.length > 0) post(knowledge.name, presentChanges(knowledge.title, changes));
  });
  situations.onRefused((name, problems) => post(name, presentRefused(name, problems)));
}
