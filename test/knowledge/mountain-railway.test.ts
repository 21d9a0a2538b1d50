/** From the files to what is told: several sources that contradict, correct and take back what they wrote. */

import { describe, expect, test } from 'vitest';
import { inspect, loadKnowledge } from '../../src/knowledge/load.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { plainText } from '../../src/views/present.ts';
import { MOUNTAIN_RAILWAY } from './mountain-railway.ts';
import { writeFolder } from './river-flood.ts';

const open = async () => createSitrep(await loadKnowledge(await writeFolder(MOUNTAIN_RAILWAY)));
const told = async (q: string): Promise<string> => {
  const sitrep = await open();
  return plainText(await sitrep.ask(q), sitrep.knowledge, 0);
};

test('every quote is proven against the texts in the folder, and nothing is warned of', async () => {
  const { problems, warnings, counts } = await inspect(await writeFolder(MOUNTAIN_RAILWAY));
  expect([...problems, ...warnings].map(formatProblem)).toEqual([]);
  expect(counts).toMatchObject({ sources: 2, citations: 9, verified: 9 });
});

describe('what members read', () => {
  test('both versions of a dispute, each with its own source', async () => {
    const text = await told('why did the train stop');
    expect(text).toMatch(/Disputed: Why the train stopped/);
    expect(text).toContain('snow on the track stopped the train');
    expect(text).toContain('a worn brake stopped the train');
    expect(text).toContain('Notice of the operator');
    expect(text).toContain('Valley Courier');
  });

  test('of two reports of a figure the one whose source is newer comes first', async () => {
    expect(await told('how many passengers were brought down')).toMatch(
      /62 passengers[\s\S]*40 passengers[\s\S]*Earlier/,
    );
  });

  test('a corrected number with what was wrong', async () => {
    const text = await told('how many people were aboard');
    expect(text).toContain('The train carried 65 people.');
    expect(text).toContain('Corrected · The Valley Courier first wrote 56.');
  });

  test('that a report was withdrawn, not the report as a fact', async () => {
    const text = await told('is a passenger missing');
    expect(text).toContain(
      'A fact on this was withdrawn: Missing passenger, because the Valley Courier withdrew its report.',
    );
    expect(text).not.toContain('A passenger was missing');
  });

  test('who said something that is not confirmed, and through whom', async () => {
    expect(await told('when will the line reopen')).toContain('reportedly told Radio Torvik');
  });

  test('an id that was retired, as the fact that took its place', async () => {
    expect(await told('fact:fifty-six-aboard')).toContain('The train carried 65 people.');
  });
});
