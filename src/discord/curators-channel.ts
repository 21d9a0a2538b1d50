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
  // Messages are posted one after another, so that the channel shows the edits in their order.
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
    // An edit that readers cannot see, such as a new line of `asked_as`, is only in the log.
    if (changes.length > 0) post(knowledge.name, presentChanges(knowledge.title, changes));
  });
  situations.onRefused((name, problems) => post(name, presentRefused(name, problems)));
}
