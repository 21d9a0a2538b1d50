import type * as model from '../model/answer.ts';
import type { Asked } from '../question/asked.ts';

export type { Choice, Missing, Subject, SubjectRef, Suggestion } from '../model/answer.ts';
export { MISSING } from '../model/answer.ts';
export type { Asked };

type Added = 'subjects' | 'corrected' | 'dated' | 'otherDoer' | 'asked';
type Reduced<T> = T extends model.Answer ? Omit<T, Added> & { readonly asked: Asked } : never;
/** Answers as this engine makes them; `completed` adds what it does not know. */
export type Answer = Reduced<Exclude<model.Answer, model.About>>;

export function completed(answer: Answer): model.Answer {
  const asked: model.Asked = answer.asked === 'yes-no' ? 'whether' : answer.asked;
  const added = { asked, subjects: [], corrected: [], dated: false, otherDoer: false };
  return Object.assign({}, answer, added) as unknown as model.Answer;
}
