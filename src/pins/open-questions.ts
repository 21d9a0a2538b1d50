import { currentFact } from '../knowledge/current-fact.ts';
import type { Answer, Missing } from '../model/answer.ts';
import type { Sitrep } from '../sitrep.ts';
import type { News, OpenQuestion, SharedAnswer, ShownQuestion } from './pin.ts';

/** The questions of an answer that is about to be shared, with how they are decided today. */
export const openQuestions = (shown: readonly ShownQuestion[], sitrep: Sitrep): readonly OpenQuestion[] =>
  shown.map((each) => ({ ...each, decided: comparable(sitrep.decideAgain(each.question)) }));

/** A shared answer after its questions were decided again, and the lines that tell readers about it. */
export interface DecidedAgain {
  readonly share: SharedAnswer;
  readonly news: readonly News[];
}

/**
 * Decides the open questions of a shared answer again. Where a fact answers now, it takes the place of the closest fact; where the
 * sources can no longer be said to lack a detail, the answer stops saying so. The answer stays as it is where the decision is the
 * same as before, or where it names a retracted fact.
 */
export function decideAgain(share: SharedAnswer, sitrep: Sitrep): DecidedAgain {
  const news: News[] = [];
  let { facts } = share;
  const questions = share.questions.map((open): OpenQuestion => {
    const shown = currentFact(open.fact, sitrep.knowledge);
    const at = facts.findIndex(({ fact }) => fact.id === open.fact || fact.id === shown?.id);
    if (open.missing === null || shown === undefined || at < 0) return open;
    const answer = sitrep.decideAgain(open.question);
    const decided = comparable(answer);
    const line = decided === open.decided ? undefined : newsOf(answer, open.missing);
    const [fact] = line !== undefined && 'facts' in answer ? answer.facts : [];
    if (line === undefined || fact === undefined) return { ...open, decided };
    facts = facts.with(at, { fact, struck: null });
    news.push({ fact: fact.id, text: line });
    return { ...open, decided, fact: fact.id, missing: answer.kind === 'related' ? answer.missing : null };
  });
  return { share: { ...share, facts, questions }, news };
}

/** The line for readers; `undefined` where the message is still right. @param said - the detail that the message calls missing */
function newsOf(answer: Answer, said: Missing): string | undefined {
  if (answer.kind === 'answered') return `${NOW_SAID[said]}: ${answer.facts[0]?.label ?? ''}`;
  if (answer.kind === 'related' && answer.missing === 'certainty' && said !== 'certainty') return NO_LONGER_SURE[said];
  return undefined;
}

const NOW_SAID = {
  time: 'The sources now say when',
  place: 'The sources now say where',
  number: 'The sources now say how many',
  reason: 'The sources now say why',
  actor: 'The sources now say who',
  manner: 'The sources now say how',
  certainty: 'A fact now answers this',
} as const satisfies Record<Missing, string>;
const NO_LONGER_SURE = {
  time: 'The sources may now say when',
  place: 'The sources may now say where',
  number: 'The sources may now say how many',
  reason: 'The sources may now say why',
  actor: 'The sources may now say who',
  manner: 'The sources may now say how',
} as const satisfies Record<Exclude<Missing, 'certainty'>, string>;

function comparable(answer: Answer): string {
  const facts = answer.kind === 'answered' || answer.kind === 'related' ? answer.facts.map(({ id }) => id) : [];
  const missing = answer.kind === 'related' ? answer.missing : '';
  return [answer.kind, missing, ...facts].join(' ');
}
