import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/standin/person.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { words } from '../wire/scene.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { messagesIn, nameOf, openStage, type Stage, type Step } from './stage.ts';

/** More rooms than any operation has steps. */
const ROOMS = 80;
/** Requests that answer an interaction. Every other request makes, changes or ends a publication. */
const OF_A_REPLY = /^\/(interactions|webhooks)\//;
const KILLS_AT_LEAST = 200;
/** Each of these reaches another part of the store. */
const SHORT = new Set(['pin', 'share an answer']);

/** A row of the report: what was wrong after a kill at a step. */
interface Verdict {
  readonly step: string;
  readonly wrong: string;
}

const wholly = async (acts: AsyncGenerator<void>) => {
  for await (const _ of acts);
};

/** Acts until the process is dead. */
async function actUntil(dead: Promise<void>, acts: AsyncGenerator<void>): Promise<void> {
  let isDead = false;
  const acting = (async () => {
    for await (const _ of acts) if (isDead) return;
  })();
  // Discord tells people when a dead process does not answer them.
  acting.catch(() => undefined);
  await dead;
  isDead = true;
}

const privately = (person: Person) =>
  person
    .sees()
    .filter(({ type }) => type !== 0)
    .map(words);

/** From the first request to the channel on, the request is recorded and must be completed. */
function isRecorded(operation: Operation, step: Step, steps: readonly Step[]): boolean {
  if (operation.told === null) return true;
  const first = steps.findIndex((other) => other.kind === 'request' && !OF_A_REPLY.test(other.route));
  return step.kind === 'request' && first !== -1 && steps.indexOf(step) >= first;
}

async function run(
  operation: Operation,
  step: Step,
  steps: readonly Step[],
  after: readonly string[],
  stage: Stage,
): Promise<readonly Verdict[]> {
  const moderator = stage.enter();
  await operation.prepare(moderator, stage);
  const before = messagesIn(moderator);
  await actUntil(stage.killedAt(step), operation.act(moderator, stage));
  await stage.start();

  const wrongs: string[] = [];
  const found = messagesIn(moderator);
  await operation.lives?.(moderator, stage).catch((error: unknown) => wrongs.push(`it does not live: ${error}`));
  const is = (state: readonly string[]) => JSON.stringify(found) === JSON.stringify(state);
  if (isRecorded(operation, step, steps)) {
    if (!is(after)) wrongs.push(`expected what an undisturbed run leaves, found ${JSON.stringify(found)}`);
    const { told } = operation;
    if (told !== null && !privately(moderator).some((text) => told.test(text)))
      wrongs.push(`the moderator was not told; they see ${JSON.stringify(privately(moderator))}`);
  } else if (is(before) && !is(after)) {
    // Nothing was done. The same request made again must be done once.
    await wholly(operation.act(moderator, stage));
    if (JSON.stringify(messagesIn(moderator)) !== JSON.stringify(after))
      wrongs.push(`asked for again: ${JSON.stringify(messagesIn(moderator))}`);
  } else if (!is(after)) wrongs.push(`neither before nor after: ${JSON.stringify(found)}`);
  stage.leave();
  return wrongs.map((wrong) => ({ step: nameOf(step), wrong }));
}

describe('the process is killed at any step and started again', () => {
  let kills = 0;

  async function verdictsOf(operation: Operation, server?: PostgresServer): Promise<readonly Verdict[]> {
    const { updates, pinLimit } = operation;
    await using stage = await openStage({
      updates,
      rooms: ROOMS,
      server,
      ...(pinLimit === undefined ? {} : { pinLimit }),
    });
    await stage.start();
    const undisturbed = stage.enter();
    await operation.prepare(undisturbed, stage);
    const steps = await stage.stepsOf(() => wholly(operation.act(undisturbed, stage)));
    const after = messagesIn(undisturbed);
    const verdicts: Verdict[] = [];
    for (const step of steps) {
      verdicts.push(...(await run(operation, step, steps, after, stage)));
      kills += 1;
    }
    return verdicts;
  }

  test.concurrent.each(OPERATIONS)(
    '$name: one true pin or none, and the moderator is told which',
    async (operation) => {
      expect(await verdictsOf(operation)).toEqual([]);
    },
    600_000,
  );

  // Everything with the other store takes as long again; SITREP_CRASH=all runs it.
  const some = process.env.SITREP_CRASH === 'all' ? OPERATIONS : OPERATIONS.filter(({ name }) => SHORT.has(name));
  test.concurrent.each(some)(
    '$name, with pins in PostgreSQL: one true pin or none, and the moderator is told which',
    async (operation) => {
      await using server = await startPostgres();
      expect(await verdictsOf(operation, server)).toEqual([]);
    },
    600_000,
  );

  test('all steps together are so many kills', () => {
    expect(kills).toBeGreaterThanOrEqual(KILLS_AT_LEAST);
  });
});
