import { expect } from 'vitest';
import type { About, Answer, Answers, Missing } from '../../src/model/answer.ts';

/**
 * What an answer must be: the kind, and what stands first in it.
 *
 * @param isSure - the engine has its encoder; by words alone it is less sure, and may show as the closest what answers
 */
export type Expected = (answer: Answer, isSure?: boolean) => void;

/** The fact answers. */
export const answeredBy =
  (fact: string): Expected =>
  (answer, isSure = false) => {
    if (isSure) expect(answer).toMatchObject({ kind: 'answered', profile: null });
    first(fact)(answer);
  };

/** The fact stands first among the closest, and nothing is claimed to be missing from the sources. */
export const closest =
  (fact: string): Expected =>
  (answer) =>
    expect(answer).toMatchObject({
      kind: 'related',
      missing: 'certainty',
      otherDoer: false,
      facts: [{ id: fact }, ...rest(answer)],
    });

/** The fact stands first, in an answer or as the closest, and nothing is claimed: how sure the engine is may differ. */
export const first =
  (fact: string): Expected =>
  (answer) => {
    expect(['answered', 'related']).toContain(answer.kind);
    if (answer.kind === 'related') expect(answer).toMatchObject({ missing: 'certainty', otherDoer: false });
    expect('facts' in answer ? answer.facts[0]?.id : undefined).toBe(fact);
  };

/** The sources say nothing of one of these details of the fact's matter; `certainty` among them: or that is not certain. */
export const withoutDetail =
  (missing: Missing, fact: string, ...or: readonly Missing[]): Expected =>
  (answer) => {
    expect(answer).toMatchObject({ kind: 'related', facts: [{ id: fact }, ...rest(answer)] });
    expect([missing, ...or]).toContain('missing' in answer ? answer.missing : undefined);
  };

/** The sources say that another did it. */
export const doneByAnother =
  (fact: string): Expected =>
  (answer) =>
    expect(answer).toMatchObject({ kind: 'related', otherDoer: true, facts: [{ id: fact }, ...rest(answer)] });

/** All that is held on an entity. */
export const cardOf =
  (entity: string): Expected =>
  (answer) =>
    expect(answer).toMatchObject({ kind: 'answered', profile: { id: entity } });

export const choiceOf =
  (...entities: readonly string[]): Expected =>
  (answer) =>
    expect(answer).toMatchObject({ kind: 'choose', choices: entities.map((id) => ({ subject: { id } })) });

export const allOn =
  (...facts: readonly string[]): Expected =>
  (answer) => {
    expect(answer).toMatchObject({ kind: 'answered', layout: 'list', profile: null });
    expect('facts' in answer ? answer.facts.map(({ id }) => id) : []).toEqual(facts);
  };

/** The headline facts by topic. */
export const headlines: Expected = (answer) => expect(answer).toMatchObject({ kind: 'answered', layout: 'topics' });

export const nothingHeld: Expected = (answer) =>
  expect(answer).toMatchObject({ kind: 'unknown', confidence: 0, corrected: [] });

/** Nothing is held, or what is closest is shown without a claim: by words alone the two cannot always be told apart. */
export const notAnswered: Expected = (answer) => {
  expect(['unknown', 'related']).toContain(answer.kind);
  if (answer.kind === 'related') expect(answer).toMatchObject({ missing: 'certainty' });
};

export const aboutSitrep =
  (theme: About['theme'], language: string | null = null): Expected =>
  (answer) =>
    expect(answer).toMatchObject({ kind: 'about', theme, language });

/** The answer to a message with one question. */
export function only(answers: Answers): Answer {
  expect(answers).toHaveLength(1);
  return answers[0];
}

/** Further facts, which may be any. */
const rest = (answer: Answer): readonly unknown[] => ('facts' in answer ? answer.facts.slice(1) : []);
