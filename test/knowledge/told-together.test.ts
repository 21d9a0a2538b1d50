/** Disputes and figures: from the files to what is told. */

import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { plainText } from '../../src/views/present.ts';
import { type Files, problemsOf, SOUND, writeFolder } from './river-flood.ts';

const CITE = 'cites: [{source: bulletin, paragraph: 1, sentence: 2, quote: closed two bridges}]';
const fact = (id: string, text: string, more: string): string => `- id: ${id}
  text: ${text}
  label: ${id.replaceAll('-', ' ')}
  topic: water
  importance: 3
  ${more}
  ${CITE}
`;
const houses = (value: number, more = ''): string => `numbers: [{value: ${value}, of: houses lost}]${more}`;
const ENTITIES = `  - {id: mayor, kind: person, name: Anna Berg, importance: 3}
  - {id: opponents, kind: group, name: Opponents, importance: 2}
`;
const FACTS = [
  fact('dam-held', 'Anna Berg said that the old dam held.', 'said_by: [mayor]'),
  fact('dam-broke', 'Opponents said that the old dam broke in the night.', 'said_by: [opponents]'),
  fact(
    'three-houses',
    'Three houses were lost, as Anna Berg counted.',
    houses(3, '\n  time: {text: "March 3, 2024", edtf: 2024-03-03}\n  said_by: [mayor]'),
  ),
  fact('nine-houses', 'Nine houses were lost.', houses(9, '\n  time: {text: "March 7, 2024", edtf: 2024-03-07}')),
  fact(
    'five-houses',
    'Five houses were lost.',
    houses(5, '\n  status: superseded\n  status_note: A recount found nine.\n  superseded_by: nine-houses'),
  ),
];
const GROUPS = `disputes:
  - {title: Whether the old dam held, versions: [dam-held, dam-broke]}
figures: [houses lost]
`;
const flood = (groups = GROUPS, facts = FACTS): Files => ({
  ...SOUND,
  'situation.yml': `${SOUND['situation.yml']}${groups}`,
  'entities.yml': `${SOUND['entities.yml']}${ENTITIES}`,
  'facts.yml': `${SOUND['facts.yml']}${facts.join('')}`,
});
const open = async (files: Files) => createSitrep(await loadKnowledge(await writeFolder(files)));
const idsOf = (answer: object): readonly string[] =>
  'facts' in answer ? (answer.facts as readonly { id: string }[]).map(({ id }) => id) : [];

describe('a dispute', () => {
  test.each([
    ['did the old dam hold', ['dam-held', 'dam-broke']],
    ['did the old dam break in the night', ['dam-broke', 'dam-held']],
    ['fact:dam-broke', ['dam-broke', 'dam-held']],
  ])('"%s" is told with every version, the one asked for first', async (q, told) => {
    const [answer] = await (await open(flood())).ask(q);
    expect(idsOf(answer).slice(0, 2)).toEqual(told);
  });

  test('is shown under its title, with who says what', async () => {
    const sitrep = await open(flood());
    const text = plainText(await sitrep.ask('fact:dam-broke'), sitrep.knowledge, 0);
    expect(text).toMatch(/Disputed: Whether the old dam held\n.*Opponents said.*\n.*Anna Berg said/);
  });

  test('its versions are disputed, and need no note', async () => {
    const { factById } = (await open(flood())).knowledge;
    expect([...factById.values()].filter(({ status }) => status === 'disputed').map(({ id }) => id)).toEqual([
      'dam-held',
      'dam-broke',
    ]);
  });

  test('a list and a brief that hold one version hold the others beside it', async () => {
    const sitrep = await open(flood());
    const [card] = await sitrep.who('Anna Berg');
    expect(idsOf(card)).toEqual(['dam-held', 'dam-broke', 'three-houses']);
    const brief = sitrep.brief('Anna Berg');
    expect(brief?.disputed.map(({ id }) => id)).toEqual(['dam-held', 'dam-broke']);
  });
});

describe('a figure', () => {
  test.each(['how many houses were lost', 'fact:three-houses', 'fact:five-houses'])(
    '"%s" is told with all reports, the newest first',
    async (q) => {
      const [answer] = await (await open(flood())).ask(q);
      expect(idsOf(answer)).toEqual(['nine-houses', 'five-houses', 'three-houses']);
    },
  );

  test('earlier reports are shown as such, each with who gave it and when', async () => {
    const sitrep = await open(flood());
    const text = plainText(await sitrep.ask('how many houses were lost'), sitrep.knowledge, 0);
    expect(text).toContain('Houses lost, newest report first\nNine houses were lost.');
    expect(text).toMatch(/as Anna Berg counted\..*\n.*Earlier report · .*March 3/);
    expect(text).toMatch(/Five houses were lost\..*\n.*Superseded · A recount found nine\./);
  });

  test('dates without a year are compared with each other', async () => {
    const facts = FACTS.map((each) => each.replaceAll(', 2024', '').replaceAll('edtf: 2024', 'edtf: XXXX'));
    const { together } = (await open(flood(GROUPS, facts))).knowledge;
    expect(together.find(({ kind }) => kind === 'figure')?.facts).toEqual([
      'nine-houses',
      'five-houses',
      'three-houses',
    ]);
  });

  test('without dates, the later report in the file is newer, but never newer than its successor', async () => {
    const facts = FACTS.map((each) => each.replace(/\n {2}time: \{.*?\}/, ''));
    const { together } = (await open(flood(GROUPS, facts))).knowledge;
    expect(together.find(({ kind }) => kind === 'figure')?.facts).toEqual([
      'nine-houses',
      'five-houses',
      'three-houses',
    ]);
  });
});

describe('what is refused', () => {
  test.each<readonly [what: string, groups: string, problem: string]>([
    [
      'one version',
      'disputes: [{title: Dam, versions: [dam-held]}]',
      'a dispute has fewer than two versions; name the facts that contradict each other',
    ],
    [
      'an unknown fact',
      'disputes: [{title: Dam, versions: [dam-held, dam-brok]}]',
      'fact "dam-brok" is not in facts.yml; did you mean "dam-broke"?',
    ],
    [
      'a fact in two disputes',
      'disputes: [{title: Dam, versions: [dam-held, dam-broke]}, {title: Houses, versions: [dam-held, nine-houses]}]',
      'the fact "dam-held" is a version of "Dam", too; keep it in one of the two disputes',
    ],
    [
      'a superseded version',
      'disputes: [{title: Houses, versions: [nine-houses, five-houses]}]',
      'the fact "five-houses" is superseded; take it out of the dispute, or name the fact that holds',
    ],
    [
      'a figure that nothing counts',
      'figures: [house lost]',
      'no fact gives a number of "house lost"; did you mean "houses lost"?',
    ],
    [
      'a figure listed twice',
      'figures: [houses lost, Houses lost]',
      'the figure "Houses lost" is listed twice; remove one of the two',
    ],
  ])('%s', async (_what, groups, problem) => {
    expect(await problemsOf(flood(`${groups}\n`))).toEqual([expect.stringContaining(problem)]);
  });
});
