import type { FactId } from '../knowledge/model.ts';
import { factsOf } from './coded-subjects.ts';
import type { TargetMessage } from './command.ts';
import { decodeAction } from './custom-id.ts';
import type { Services } from './services.ts';

/** What a message that Sitrep wrote holds for a pin. `outdated`: facts that are no longer there, or buttons of another version. */
export type AnswerFacts =
  | { readonly kind: 'facts'; readonly facts: readonly FactId[] }
  | { readonly kind: 'living-pin' | 'outdated' | 'none' };

/** Reads which facts an answer shows out of what its Proof button carries. */
export function factsOnAnswer({ customIds }: TargetMessage, services: Services): AnswerFacts {
  const actions = customIds.map(decodeAction);
  for (const action of actions) {
    if (action?.type === 'pin' || action?.type === 'pin-proof') return { kind: 'living-pin' };
    if (action?.type !== 'proof' || action.facts.length === 0) continue;
    const facts = factsOf(action.facts, services);
    return facts === undefined ? { kind: 'outdated' } : { kind: 'facts', facts: facts.map(({ id }) => id) };
  }
  return { kind: actions.includes(undefined) ? 'outdated' : 'none' };
}
