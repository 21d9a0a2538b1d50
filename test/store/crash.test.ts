import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STORE_VERSION } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { surveyPostgres } from '../../src/store/postgres-survey.ts';
import { surveyStore } from '../../src/store/survey.ts';
import { temporaryFolder } from './folder.ts';
import { startPostgres } from './postgres-server.ts';
import { runChild } from './run-child.ts';
import { event, pin } from './values.ts';

describe('kill -9', () => {
  test('at any moment of writing leaves all that was confirmed, and nothing by halves', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.sqlite');
    for (const writes of [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]) {
      await using child = runChild('write', path);
      await child.hasSaid(1 + writes);
      await child.kill();
      const confirmed = child.said.at(-1);

      const { pins, history } = surveyStore(path);
      expect(pins.posting + pins.pinned).toBeGreaterThan(Number(confirmed));
      // One event came with the pin, the other with its change of state.
      expect(history).toBe(pins.posting + 2 * pins.pinned);
    }
  });

  test('at any moment of writing to PostgreSQL leaves all that was confirmed, and nothing by halves', async () => {
    await using server = await startPostgres();
    const address = await server.database();
    for (const writes of [1, 5, 21]) {
      await using child = runChild('write', address);
      await child.hasSaid(1 + writes);
      await child.kill();
      const confirmed = child.said.at(-1);

      const { pins, history } = await surveyPostgres(address);
      expect(pins.posting + pins.pinned).toBeGreaterThan(Number(confirmed));
      expect(history).toBe(pins.posting + 2 * pins.pinned);
    }
  });

  test('at any moment of making a store leaves a file that the next start can use', async () => {
    using folder = temporaryFolder();
    for (let round = 0; round < 5; round += 1) {
      const path = join(folder.path, `${round}.sqlite`);
      await using child = runChild('write', path);
      await child.hasSaid(1);
      await child.kill();
      await openStore(path).close();
      expect(surveyStore(path).version).toBe(STORE_VERSION);
    }
  });

  test('in the middle of a change that is half in the file is undone by the next start', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.sqlite');
    const before = Array.from({ length: 40 }, (_, number) => pin(String(number)));
    const store = openStore(path);
    for (const added of before) await store.addPin(added, event(added));
    await store.close();
    await using child = runChild('break-off', path);
    await child.ended;

    const again = openStore(path);
    expect(await again.livingPins()).toEqual(before);
    await again.close();
  });
});
