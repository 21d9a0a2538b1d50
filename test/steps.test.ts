import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildSitrep, createSitrep } from '../src/sitrep.ts';
import { atOnce, inTurns, type Steps } from '../src/steps.ts';
import { flood } from './flood.ts';

const never = new AbortController().signal;

function* slow(seen: string[]): Steps<string> {
  for (const step of ['one', 'two', 'three']) {
    const until = performance.now() + 12;
    while (performance.now() < until);
    seen.push(step);
    yield;
  }
  return 'done';
}

test('GIVEN steps that take long WHEN they are done in turns THEN others come in between', async () => {
  const seen: string[] = [];
  const other = (async () => {
    for (const each of ['a', 'b']) {
      await turn();
      seen.push(each);
    }
  })();
  expect(await inTurns(slow(seen), never)).toBe('done');
  await other;
  expect(seen.slice(0, 1)).toEqual(['one']);
  expect(seen.indexOf('a')).toBeLessThan(seen.indexOf('three'));
});

test('GIVEN steps WHEN they are done at once THEN nobody comes in between', () => {
  const seen: string[] = [];
  expect(atOnce(slow(seen))).toBe('done');
  expect(seen).toEqual(['one', 'two', 'three']);
});

test('GIVEN it is to stop WHEN a step is done THEN the rest is not', async () => {
  const seen: string[] = [];
  const stopping = new AbortController();
  stopping.abort();
  expect(await inTurns(slow(seen), stopping.signal)).toBeUndefined();
  expect(seen).toEqual(['one']);
});

test('GIVEN a situation that is being built in turns WHEN the one before is asked THEN it answers as ever', async () => {
  const before = createSitrep(flood);
  const [first, ...others] = flood.facts;
  if (!first) throw new Error('the flood has facts');
  const next = { ...flood, facts: [{ ...first, text: 'Zebras crossed the bridge.' }, ...others] };
  const told = before.ask('who opened the dam');
  const steps = buildSitrep(next, before);
  let result = steps.next();
  for (; result.done !== true; result = steps.next()) expect(before.ask('who opened the dam')).toEqual(told);
  expect(result.value.ask('who crossed the bridge')).toEqual(createSitrep(next).ask('who crossed the bridge'));
});
