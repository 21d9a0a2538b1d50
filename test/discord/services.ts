import type { Services } from '../../src/discord/services.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { codesOf } from '../../src/views/subject-codes.ts';
import { SETTINGS, serverSettings } from '../settings.ts';
import { situationsOf } from '../situations.ts';

/** The time at which the facts of tests were first served, and how Discord shows it. */
export const AS_OF_MS = 1_700_000_000_000;
export const AS_OF = '<t:1700000000:f>';

export const owner = { salt: 's'.repeat(12), mark: 'm'.repeat(22) };

/** What commands and buttons work with, over these facts and without pins. */
export function servicesOf(knowledge: KnowledgeBase): Services {
  const sitrep = createSitrep(knowledge);
  return {
    sitrep,
    situations: situationsOf(() => sitrep),
    codes: codesOf(knowledge),
    asOfMs: AS_OF_MS,
    record: undefined,
    ownerMarks: { make: () => owner, belongsTo: () => false },
    answersTo: 'asker',
    settings: SETTINGS,
    serverSettings: serverSettings(),
    placesOf: () => [],
    pins: undefined,
    curators: undefined,
    connection: () => ({ sinceMs: AS_OF_MS, lostMs: null, pingMs: 40 }),
    mention: (name) => `/${name}`,
    botId: () => '1',
    readMessage: async () => 'gone',
    lastOwnMessage: async () => undefined,
  };
}
