import { expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { openQuestions } from '../../src/pins/open-questions.ts';
import type { FactDraft } from '../situation.ts';
import { factId } from '../situation.ts';
import { base, change, served, share, shareOf, type World, world } from './world.ts';

const BRIDGE: FactDraft = { id: 'bridge', text: 'The old bridge was closed.', label: 'Closure of the old bridge' };
const OTHERS: readonly FactDraft[] = base.filter(({ id }) => id === 'two');

/** An answer to the question is shared, as far as the facts have one. */
async function sharedAnswer(at: World, question: string): Promise<Answer> {
  const [answer] = await at.facts.now.ask(question);
  if (answer.kind !== 'related' || answer.question === undefined) throw new Error(`${answer.kind} is kept no question`);
  const [fact] = answer.facts;
  if (fact === undefined) throw new Error('no fact is shown');
  const shown = [{ at: 0, question: answer.question, fact: fact.id, missing: answer.missing }];
  const facts = [{ fact, struck: null }];
  await share(at, { ...shareOf(at), facts, questions: openQuestions(shown, at.facts.now) });
  return answer;
}

const lines = ({ channels }: World) => channels.corrected.at(-1)?.changes.map(({ text }) => text);
const factsOf = ({ channels }: World) => channels.corrected.at(-1)?.facts.map(({ fact }) => fact.text);

async function withQuestion(question: string, missing: string): Promise<World> {
  const at = world();
  at.facts.now = served([BRIDGE, ...OTHERS]);
  expect(await sharedAnswer(at, question)).toMatchObject({ kind: 'related', missing });
  return at;
}

test('a shared answer that says that the sources do not say when is corrected when its fact gains a time', async () => {
  const at = await withQuestion('When was the old bridge closed?', 'time');
  await change(at, [{ ...BRIDGE, text: 'The old bridge was closed on Sunday.', time: 'Sunday' }, ...OTHERS]);
  expect(lines(at)).toEqual(['The sources now say when: Closure of the old bridge']);
  expect(factsOf(at)).toEqual(['The old bridge was closed on Sunday.']);
  expect(at.channels.corrected.at(-1)?.questions).toMatchObject([{ missing: null }]);
});

test('a shared answer is corrected when its fact gains a time only as data', async () => {
  const at = await withQuestion('When was the old bridge closed?', 'time');
  await change(at, [{ ...BRIDGE, time: 'Sunday' }, ...OTHERS]);
  expect(lines(at)).toEqual(['The sources now say when: Closure of the old bridge']);
});

test('another fact that answers takes the place of the closest one', async () => {
  const at = await withQuestion('Is there a ferry at the old bridge?', 'certainty');
  const text = 'A ferry beside the old bridge carries cars.';
  await change(at, [BRIDGE, ...OTHERS, { id: 'ferry', text, label: 'Ferry beside the old bridge' }]);
  expect(lines(at)).toEqual(['A fact now answers this: Ferry beside the old bridge']);
  expect(factsOf(at)).toEqual([text]);
});

test('a change of other facts changes nothing in the message, and the question is compared once for each version', async () => {
  const at = await withQuestion('When was the old bridge closed?', 'time');
  await change(at, [BRIDGE, { id: 'three', text: 'A ferry runs at noon.' }]);
  expect(at.channels.corrected).toEqual([]);
  const { name, version } = at.facts.now.knowledge;
  expect(await at.store.sharesAsking(name, version)).toEqual([]);
  expect(await at.store.sharesAsking(name, 'another')).toEqual(['mine']);
});

test('a retracted closest fact is struck and never replaced by another', async () => {
  const at = await withQuestion('When was the old bridge closed?', 'time');
  const retracted: FactDraft = { ...BRIDGE, status: 'retracted', statusNote: 'It is open.' };
  const other: FactDraft = { id: 'hint', text: 'The old bridge was closed on Sunday.', time: 'Sunday' };
  await change(at, [retracted, other, ...OTHERS]);
  expect(at.channels.corrected.at(-1)?.facts).toMatchObject([
    { fact: { id: factId('bridge') }, struck: 'It is open.' },
  ]);
});

test('once a fact answers, later changes are corrections of that fact', async () => {
  const at = await withQuestion('When was the old bridge closed?', 'time');
  const dated: FactDraft = { ...BRIDGE, text: 'The old bridge was closed on Sunday.', time: 'Sunday' };
  await change(at, [dated, ...OTHERS]);
  await change(at, [{ ...dated, text: 'The old bridge was closed on Monday.', time: 'Monday' }, ...OTHERS]);
  expect(lines(at)?.[0]).toBe('Changed: Closure of the old bridge');
});
