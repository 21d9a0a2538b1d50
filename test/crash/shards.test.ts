import { expect, test } from 'vitest';
import { runCluster } from './cluster.ts';

test('two processes with two shards each lose no pin and post none twice, whichever is killed; every pin follows the newest facts', async () => {
  const report = await runCluster({ servers: 6, pinsEach: 2, rounds: 1, kills: 2, seed: 14 });
  expect(report).toMatchObject({ kills: 3, lost: [], doubled: [], refusedIdentifies: 0, registrations: 1 });
  expect(report.pins).toBeGreaterThanOrEqual(10);
});
