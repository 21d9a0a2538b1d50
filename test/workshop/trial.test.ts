/** What counts as right, and what a curator is told where an answer is not. */

import { describe, expect, test } from 'vitest';
import { inspect } from '../../src/knowledge/load.ts';
import type { Answer } from '../../src/model/answer.ts';
import type { Fact, KnowledgeBase } from '../../src/model/knowledge.ts';
import type { Sitrep } from '../../src/sitrep.ts';
import { findByAsking } from '../../src/workshop/ask-findings.ts';
import { tryLines, unreachedFacts } from '../../src/workshop/trial.ts';
import { SOUND, writeFolder } from '../knowledge/river-flood.ts';

const COMMON = { via: 'ask', asked: 'what', subjects: [], confidence: 1, evidence: [], corrected: [] } as const;
type Said = (knowledge: KnowledgeBase) => Answer;

const factsOf = (ids: readonly string[], { facts }: KnowledgeBase): readonly Fact[] =>
  ids.flatMap((id) => facts.filter((fact) => fact.id === id));
const answered =
  (...ids: readonly string[]): Said =>
  (knowledge) => ({
    ...COMMON,
    kind: 'answered',
    facts: factsOf(ids, knowledge),
    profile: null,
    layout: 'point',
    dated: false,
  });
const related =
  (...ids: readonly string[]): Said =>
  (knowledge) => ({
    ...COMMON,
    kind: 'related',
    facts: factsOf(ids, knowledge),
    missing: 'certainty',
    otherDoer: false,
  });
const unknown: Said = () => ({ ...COMMON, kind: 'unknown', nearest: [] });
const choose: Said = () => ({
  ...COMMON,
  kind: 'choose',
  choices: ['lower-town', 'upper-town'].map((id) => ({
    subject: { kind: 'entity', id } as never,
    label: id,
    detail: '',
  })),
});

/** An engine that says the same to everything. */
function saying(said: Said, knowledge: KnowledgeBase): Sitrep {
  const answer = async () => [said(knowledge)] as const;
  return { knowledge, ask: answer, who: answer, when: answer, facts: answer } as unknown as Sitrep;
}

/** @param row - the only row of questions.yml */
async function situation(row: string) {
  const list = /far|q: x}/.test(row) ? 'unanswered' : 'answered';
  const folder = await writeFolder({ ...SOUND, 'questions.yml': `${list}:\n  - ${row}\n` });
  const { knowledge, dossier } = await inspect(folder);
  if (knowledge === null) throw new Error('expected a sound situation');
  return { knowledge, dossier };
}

const ROSE = '{q: when, first: [river-rose]}';
const ROSE_RELATED = '{q: when, kind: related, first: [river-rose]}';
const CHOICE = '{q: town, kind: choose, choices: [lower-town, upper-town]}';

describe('a row of questions.yml', () => {
  test.each<readonly [row: string, what: string, said: Said, verdict: string, told: string | null]>([
    [ROSE, 'answered by its fact', answered('river-rose', 'bridges-closed'), 'right', null],
    [
      ROSE,
      'answered by another',
      answered('bridges-closed', 'river-rose'),
      'another',
      'is answered by bridges-closed, not by river-rose',
    ],
    [ROSE, 'among the closest', related('bridges-closed', 'river-rose'), 'closest', 'is only among the closest'],
    [
      ROSE,
      'not even among the closest',
      related('bridges-closed'),
      'another',
      'is not among the closest (bridges-closed)',
    ],
    [ROSE, 'refused', unknown, 'refused', 'nothing that is held seems near'],
    [ROSE_RELATED, 'shown as the closest', related('river-rose'), 'right', null],
    [ROSE_RELATED, 'answered', answered('river-rose'), 'answered', 'not only shown as close'],
    [CHOICE, 'offered', choose, 'right', null],
    [CHOICE, 'not offered', answered('river-rose'), 'another', 'does not offer lower-town, upper-town'],
    ['{q: x}', 'answered', answered('river-rose'), 'answered', 'though nothing should answer it'],
    ['{q: x}', 'shown as the closest', related('river-rose'), 'right', null],
    ['{q: x, far: true}', 'refused', unknown, 'right', null],
    ['{q: x, far: true}', 'shown as the closest', related('river-rose'), 'closest', 'though nothing is near'],
  ])('%s %s', async (row, _what, said, verdict, told) => {
    const { knowledge, dossier } = await situation(row);
    const sitrep = saying(said, knowledge);
    const [tried] = await tryLines({ sitrep, withoutLines: sitrep });
    expect(tried?.verdict).toBe(verdict);
    const found = await findByAsking(dossier, { sitrep, withoutLines: sitrep });
    const own = found.filter(({ file }) => file.endsWith('questions.yml')).map(({ message }) => message);
    expect(own).toEqual(told === null ? [] : [expect.stringContaining(told)]);
  });
});

test('a line of asked_as that another fact would answer without it works word for word only', async () => {
  const { knowledge, dossier } = await situation(ROSE);
  const sitrep = saying(answered('bridges-closed'), knowledge);
  const withoutLines = saying(answered('river-rose'), knowledge);
  const found = await findByAsking(dossier, { sitrep, withoutLines });
  expect(found.map(({ message }) => message)).toContain(
    '"which bridges are shut" works word for word only: where it is worded differently, river-rose answers',
  );
});

test('a fact is unreached that no line and not its own label shows', async () => {
  const { knowledge } = await situation(ROSE);
  const sitrep = saying(answered('river-rose'), knowledge);
  expect(await unreachedFacts(sitrep, [])).toEqual(['bridges-closed', 'barrier-removed']);
  const tried = await tryLines({ sitrep, withoutLines: saying(related('bridges-closed'), knowledge) });
  expect(await unreachedFacts(sitrep, tried)).toEqual(['barrier-removed']);
});
