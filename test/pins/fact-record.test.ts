import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { FactRecorder } from '../../src/pins/fact-record.ts';
import { plainText } from '../../src/views/present.ts';
import { memoryStore } from '../memory-store.ts';
import { factId } from '../situation.ts';
import { base, served } from './world.ts';

const [one, two] = base;
if (one === undefined || two === undefined) throw new Error('two facts are needed');

test('a fact that was taken out of the facts is reported as withdrawn, with its last sentence, the day and the reason', async () => {
  let nowMs = 1000;
  const record = new FactRecorder(memoryStore(), pino({ level: 'silent' }), () => nowMs);
  await record.record(served(base));
  nowMs = 2000;
  const later = served([two], [{ id: 'one', reason: 'Nobody saw it.', movedTo: null }]);
  await record.record(later);
  // The record tells the engine of withdrawn facts without waiting for it.
  const answers = await vi.waitFor(async () => {
    const asked = await later.ask('Is the bridge closed?');
    expect(asked[0]).toMatchObject({ kind: 'unknown', withdrawn: { id: 'one' } });
    return asked;
  });
  expect(plainText(answers, later.knowledge, 0)).toMatch(
    /^A fact on this was withdrawn: The bridge is closed, because Nobody saw it\.\n/,
  );
  expect(record.withdrawnAtMs(later.knowledge, factId('one'))).toBe(2000);
  expect((await later.ask('Is the road open?'))[0]).toMatchObject({ kind: 'answered', facts: [{ id: 'two' }] });
});

test('a fact that moved to another id was not withdrawn', async () => {
  const record = new FactRecorder(memoryStore(), pino({ level: 'silent' }));
  await record.record(served(base));
  const moved = served([{ ...one, id: 'bridge' }, two], [{ id: 'one', reason: 'renamed', movedTo: 'bridge' }]);
  await record.record(moved);
  expect((await moved.ask('Is the bridge closed?'))[0]).toMatchObject({ kind: 'answered', facts: [{ id: 'bridge' }] });
});

test('a version that is served again keeps the time at which it was first served', async () => {
  let nowMs = 1000;
  const store = memoryStore();
  await new FactRecorder(store, pino({ level: 'silent' }), () => nowMs).record(served(base));
  nowMs = 5000;
  const restarted = new FactRecorder(store, pino({ level: 'silent' }), () => nowMs);
  const sitrep = served(base);
  await restarted.record(sitrep);
  expect(restarted.sinceMs(sitrep.knowledge)).toBe(1000);
});

test('a store that fails costs the history, not the answer', async () => {
  const fails = () => Promise.reject(new Error('disk full'));
  const store = { ...memoryStore(), recordFacts: fails, factHistory: fails };
  const record = new FactRecorder(store, pino({ level: 'silent' }), () => 7);
  const sitrep = served(base);
  await record.record(sitrep);
  expect(record.sinceMs(sitrep.knowledge)).toBe(7);
  expect(await record.periodsOf(sitrep.knowledge, [factId('one')])).toEqual(new Map());
});
