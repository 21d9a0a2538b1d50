import { currentFact } from '../knowledge/current-fact.ts';
import type { FactId } from '../model/knowledge.ts';
import { asShown } from '../pins/pin.ts';
import { decodeAction } from '../views/custom-id.ts';
import { readCodes } from '../views/subject-codes.ts';
import type { TargetMessage } from './command.ts';
import type { Place } from './reply.ts';
import type { Services } from './services.ts';

/**
 * The content of one of Sitrep's messages that a pin can take over. `outdated`: its facts or its pin no longer exist, or its
 * buttons are from another version.
 */
export type AnswerFacts =
  | { readonly kind: 'facts'; readonly facts: readonly FactId[] }
  | { readonly kind: 'living-pin' | 'outdated' | 'none' };

/**
 * Reads from the Proof button which facts an answer shows. A pin that was unpinned counts as an answer with today's version of
 * its facts.
 */
export async function factsOnAnswer(
  { customIds }: TargetMessage,
  { channelId }: Pick<Place, 'channelId'>,
  services: Services,
): Promise<AnswerFacts> {
  const { knowledge } = services.sitrep;
  const actions = customIds.map(decodeAction);
  for (const action of actions) {
    if (action?.type === 'pin' || action?.type === 'pin-proof') {
      const pin = await services.pins?.pin(action.pin);
      if (pin?.channelId !== channelId || pin.situation !== knowledge.name) return { kind: 'outdated' };
      if (pin.state !== 'ended') return { kind: 'living-pin' };
      return {
        kind: 'facts',
        facts: asShown(pin).content.facts.flatMap(({ fact }) => currentFact(fact.id, knowledge)?.id ?? []),
      };
    }
    if (action?.type !== 'proof' || action.facts.length === 0) continue;
    const named = readCodes(action, knowledge);
    return named === undefined ? { kind: 'outdated' } : { kind: 'facts', facts: named.facts.map(({ id }) => id) };
  }
  return { kind: actions.includes(undefined) ? 'outdated' : 'none' };
}
