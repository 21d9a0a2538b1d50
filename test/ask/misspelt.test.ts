import { expect, test, vi } from 'vitest';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';
import { withSlips } from '../bench/slips.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';

const emptied = vi.hoisted(() => ({ lists: false }));
vi.mock('fuse.js', async (importActual) => {
  const { default: Fuse } = await importActual<typeof import('fuse.js')>();
  return {
    default: class extends Fuse<string> {
      constructor(list: readonly string[], options?: ConstructorParameters<typeof Fuse<string>>[1]) {
        super(emptied.lists ? [] : list, options);
      }
    },
  };
});

const QUESTIONS = {
  flood: [
    ['when did the flood begin', 'flood-began'],
    ['who opened the gates of the Granite Dam', 'dam-opened'],
    ['which bridge in Southford collapsed', 'bridge-collapsed'],
    ['how many homes were damaged by water', 'homes-damaged'],
    ['who rescued families from roofs', 'coast-guard-rescued'],
    ['who thanked the volunteers', 'mayor-thanks'],
    ['which shops were allegedly looted', 'looting-alleged'],
    ['who has called for payments', 'farmers-demand'],
    ['did the Weather Service speak of heavy rain', 'heavy-rain'],
    ['volunteers', 'mayor-thanks'],
    ['helicopters rescued families', 'coast-guard-rescued'],
  ],
  harbour: [
    ['how many containers are stuck', 'containers-stuck'],
    ['who rejected the offer of a pay rise', 'offer-rejected'],
    ['where did the Meridian Star run aground', 'tanker-aground'],
    ['how many sailors are on board', 'tanker-crew'],
    ['who diverted ships to Sandport', 'ships-diverted'],
    ['does Kelder Ferries keep its timetable', 'ferries-run'],
    ['how many crowns does the walkout cost', 'losses-a-day'],
    ['who called both sides to talks', 'talks-called'],
    ['how many dockers were hurt at the gate', 'two-hurt'],
    ['diverted ships', 'ships-diverted'],
    ['timetable', 'ferries-run'],
    ['losses a day', 'losses-a-day'],
    ['crowns', 'losses-a-day'],
    ['joined dockers', 'members-joined'],
  ],
} as const;

async function rightFirst(): Promise<{ readonly clean: number; readonly misspelt: number }> {
  let [clean, misspelt] = [0, 0];
  const ask = async (sitrep: Sitrep, question: string, wanted: string): Promise<number> => {
    const [answer] = await sitrep.ask(question);
    return 'facts' in answer && answer.facts[0]?.id === wanted ? 1 : 0;
  };
  for (const [knowledge, rows] of [
    [flood, QUESTIONS.flood],
    [harbour, QUESTIONS.harbour],
  ] as const) {
    const sitrep = createSitrep(knowledge);
    for (const [question, wanted] of rows) {
      clean += await ask(sitrep, question, wanted);
      misspelt += await ask(sitrep, withSlips(question), wanted);
    }
  }
  return { clean, misspelt };
}

test('fuse.js earns its place: with its lists emptied clearly fewer misspelt questions get the right fact first', async () => {
  const whole = await rightFirst();
  emptied.lists = true;
  const without = await rightFirst();
  emptied.lists = false;
  expect(whole.clean).toBe(without.clean);
  expect(whole.misspelt).toBeGreaterThanOrEqual(21);
  expect(whole.misspelt - without.misspelt).toBeGreaterThanOrEqual(7);
});

test('without fuse.js no misspelt name is found', async () => {
  expect((await createSitrep(harbour).who('meridan star'))[0]).toMatchObject({ profile: { id: 'meridian-star' } });
  emptied.lists = true;
  expect((await createSitrep(harbour).who('meridan star'))[0]).not.toMatchObject({ profile: { id: 'meridian-star' } });
  emptied.lists = false;
});
