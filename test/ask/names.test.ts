import { describe, expect, test } from 'vitest';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';
import { type EntityDraft, situation } from '../situation.ts';
import {
  answeredBy,
  cardOf,
  choiceOf,
  closest,
  doneByAnother,
  type Expected,
  first,
  notAnswered,
  nothingHeld,
  only,
} from './expected.ts';

/** Names that are easily mistaken, each kind in a situation of its own; by words alone, so that nothing else helps. */
type Row = readonly [question: string, expected: Expected, because: string];

function check(sitrep: Sitrep, rows: readonly Row[]): void {
  test.each(rows)('"%s" – $2', async (question, expected) => {
    expected(only(await sitrep.ask(question)));
  });
}

describe('a line that drivers drive', () => {
  const drivers = createSitrep(
    situation({
      entities: [
        { id: 'drivers', kind: 'group', name: 'Drivers' },
        { id: 'northern-line', kind: 'thing', name: 'Northern Line' },
      ],
      facts: [
        {
          id: 'walked-out',
          text: 'Drivers on the Northern Line walked out on Monday.',
          label: 'Walkout on the Northern Line',
          actors: ['drivers'],
          about: ['northern-line'],
          time: 'Monday',
        },
        { id: 'trains-stand', text: 'All trains of the Northern Line stand still.', about: ['northern-line'] },
      ],
    }),
  );
  check(drivers, [
    ['when did the drivers walk out', answeredBy('walked-out'), 'the line is where, not who'],
    ['when did the Northern Line drivers walk out', answeredBy('walked-out'), 'a name before the doer is not the doer'],
    ['did the drivers on the Northern Line walk out', answeredBy('walked-out'), 'nor is one after it'],
  ]);

  test('--why does not say that a word was found in no fact when all were', async () => {
    const { evidence } = only(await drivers.ask('when did the drivers walk out'));
    expect(evidence.join('\n')).toContain('walked-out:');
    expect(evidence.join('\n')).not.toContain('found in no fact');
  });

  test('--why gives the best facts with their signals, the weightiest first', async () => {
    const { evidence } = only(await drivers.ask('when did the drivers walk out'));
    const lines = evidence.filter((line) => /^[a-z-]+: \d+\.\d% = /.test(line));
    expect(lines.map((line) => line.split(':')[0])).toEqual(['walked-out']);
    const parts = [...(lines[0] ?? '').matchAll(/(\w+) (-?\d\.\d\d) \(([+-]\d+\.\d\d)\)/g)];
    expect(parts.map(([, name]) => name)).toContain('coverage');
    const shares = parts.map(([, , , share]) => Math.abs(Number(share)));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    // "hearsay" is 0 here, and what is 0 decides nothing.
    expect(parts.map(([, name]) => name)).not.toContain('hearsay');
  });

  test('--why names the nearest facts, and the words that were found in no fact', async () => {
    const { evidence } = only(await drivers.ask('when did the zebras walk out'));
    expect(evidence.join('\n')).toMatch(/^nearest facts: [a-z-]+ \([\d.]+%\)/m);
    expect(evidence.join('\n')).toMatch(/1 of \d words found in no fact .*: zebras$/m);
  });
});

describe('names that are ordinary words', () => {
  const entities: readonly EntityDraft[] = [
    { id: 'us', kind: 'country', name: 'United States', aliases: ['US', 'U.S.'] },
    { id: 'who', kind: 'organisation', name: 'World Health Organization', aliases: ['WHO'] },
    { id: 'reading', kind: 'place', name: 'Reading' },
    { id: 'lodz', kind: 'place', name: 'Łódź' },
    { id: 'ronne', kind: 'place', name: 'Rønne' },
    { id: 'strasse', kind: 'place', name: 'Hauptstraße' },
    { id: 'oneill', kind: 'person', name: "Speaker O'Neill" },
    { id: 'red-cross', kind: 'organisation', name: 'Red Cross', aliases: ['helpers'] },
  ];
  const sitrep = createSitrep(
    situation({
      entities,
      facts: [
        { id: 'us-aid', text: 'The United States sent vaccines.', actors: ['us'] },
        { id: 'who-warns', text: 'The WHO warned of more cases.', saidBy: ['who'] },
        { id: 'reading-closed', text: 'Schools in Reading are closed.', places: ['reading'] },
        { id: 'lodz-open', text: 'Schools in Łódź are open.', places: ['lodz'] },
        { id: 'ronne-ferry', text: 'The ferry to Rønne is late.', places: ['ronne'] },
        { id: 'street-shut', text: 'The Hauptstraße is shut.', places: ['strasse'] },
        { id: 'oneill-resigned', text: "Speaker O'Neill resigned.", actors: ['oneill'] },
        { id: 'red-cross-tents', text: 'The Red Cross put up tents.', actors: ['red-cross'] },
      ],
    }),
  );
  check(sitrep, [
    ['U.S.', cardOf('us'), 'initials with dots'],
    ['what did the US send', answeredBy('us-aid'), 'initials without dots'],
    ['who told us', notAnswered, 'a pronoun is not a country'],
    ['who is WHO', cardOf('who'), 'in capitals it is a name'],
    ['is Reading open', first('reading-closed'), 'a capital makes it a name'],
    ['did you finish reading the paper', notAnswered, 'a verb is not a town'],
    ['Lodz', cardOf('lodz'), 'ł and accents are typed without'],
    ['łódź', cardOf('lodz'), 'in lower case'],
    ['Ronne', cardOf('ronne'), 'ø is typed as o'],
    ['hauptstrasse', cardOf('strasse'), 'ß is typed as ss'],
    ['oneill', cardOf('oneill'), 'an apostrophe is left out'],
    ['O’Neill', cardOf('oneill'), 'the other apostrophe'],
    ['red\u200b cross', cardOf('red-cross'), 'an invisible character'],
    ['RED CROSS', cardOf('red-cross'), 'in capitals'],
    ['who put up the tents', answeredBy('red-cross-tents'), 'no name is asked with'],
  ]);
});

describe('names within names', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'mexico', kind: 'country', name: 'Mexico' },
        { id: 'york', kind: 'place', name: 'York' },
        { id: 'new-york', kind: 'place', name: 'New York', aliases: ['NY'] },
        { id: 'york-hospital', kind: 'organisation', name: 'York Hospital' },
        { id: 'anna', kind: 'person', name: 'Nurse Anna Lee', aliases: ['Lee'] },
        { id: 'ben', kind: 'person', name: 'Nurse Ben Lee' },
      ],
      sharedAliases: [{ alias: 'nurse lee', entities: ['anna', 'ben'] }],
      facts: [
        { id: 'mexico-shut', text: 'Mexico shut its border.', actors: ['mexico'] },
        { id: 'york-flooded', text: 'York is under water.', places: ['york'] },
        { id: 'new-york-dark', text: 'New York is without power.', places: ['new-york'] },
        { id: 'hospital-full', text: 'York Hospital is full.', about: ['york-hospital'] },
        { id: 'anna-resigned', text: 'Nurse Anna Lee resigned.', actors: ['anna'] },
        { id: 'ben-stays', text: 'Nurse Ben Lee stays.', actors: ['ben'] },
      ],
    }),
  );
  check(sitrep, [
    ['York', cardOf('york'), 'the whole name'],
    ['New York', cardOf('new-york'), 'the longer name wins'],
    ['York Hospital', cardOf('york-hospital'), 'the longer name wins'],
    ['is York Hospital full', answeredBy('hospital-full'), 'not the fact on the town'],
    ['is New York without power', answeredBy('new-york-dark'), 'not the fact on the other town'],
    ['what happened in Mexico City', notAnswered, 'the city is not the country'],
    ['nurse lee', choiceOf('anna', 'ben'), 'a shared alias'],
    ['Anna Lee', cardOf('anna'), 'the alias "Lee" swallows no part of it'],
    ['Ben Lee', cardOf('ben'), 'the alias "Lee" of the other swallows no part of it'],
  ]);
});

describe('a shared alias that is an ordinary word', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'north-crew', kind: 'group', name: 'Northern Fire Crew' },
        { id: 'south-crew', kind: 'group', name: 'Southern Fire Crew' },
      ],
      sharedAliases: [{ alias: 'crew', entities: ['north-crew', 'south-crew'] }],
      facts: [
        { id: 'north-saves', text: 'The Northern Fire Crew saved a mill.', actors: ['north-crew'] },
        {
          id: 'ship-crew',
          text: 'The ship has a crew of 30 sailors.',
          numbers: [{ value: 30, of: 'crew sailors' }],
        },
      ],
    }),
  );
  check(sitrep, [
    ['crew', choiceOf('north-crew', 'south-crew'), 'nothing else is typed'],
    ['how many crew does the ship have', first('ship-crew'), 'the word is used, no choice is wanted'],
    ['what did the Northern Fire Crew save', answeredBy('north-saves'), 'the alias swallows no part of the name'],
  ]);
});

describe('the most of all, and the most somewhere', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'reds', kind: 'group', name: 'Reds' },
        { id: 'blues', kind: 'group', name: 'Blues' },
        { id: 'hill', kind: 'place', name: 'Hill District' },
      ],
      facts: [
        {
          id: 'blues-hill',
          text: 'The Blues won the most votes in Hill District.',
          actors: ['blues'],
          places: ['hill'],
        },
        { id: 'reds-seats', text: 'The Reds won the most votes of all parties.', actors: ['reds'], importance: 5 },
      ],
    }),
  );
  check(sitrep, [
    ['who won the most votes', first('reds-seats'), 'in one district is not of all'],
    ['who won the most votes in Hill District', first('blues-hill'), 'the district is named'],
  ]);
});

describe('who, of a name', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'carter', kind: 'person', name: 'Minister Carter', aliases: ['Carter'], roles: ['Foreign minister'] },
        { id: 'capital', kind: 'place', name: 'Port Blue' },
      ],
      facts: [
        {
          id: 'carter-trip',
          text: 'Minister Carter will travel to Port Blue.',
          actors: ['carter'],
          places: ['capital'],
        },
      ],
    }),
  );
  test.each<readonly [name: string, expected: Expected]>([
    ['Carter', cardOf('carter')],
    ['minister', cardOf('carter')],
    ['foreign minister', cardOf('carter')],
    ['cartr', cardOf('carter')],
    ["carter's trip", first('carter-trip')],
    ['Zorblax', nothingHeld],
    ['Kensington', nothingHeld],
    ['minister of finance', notAnswered],
    ['Port Red', notAnswered],
  ])('%s', async (name, expected) => {
    expected(only(await sitrep.who(name)));
  });

  test("who of a person's doing does not say that the sources do not say who", async () => {
    expect(only(await sitrep.who("carter's trip"))).not.toMatchObject({ missing: 'actor' });
  });
});

describe('doer and speaker', () => {
  const sitrep = createSitrep(
    situation({
      entities: [
        { id: 'army', kind: 'organisation', name: 'Army' },
        { id: 'rebels', kind: 'group', name: 'Rebels' },
        { id: 'envoy', kind: 'person', name: 'Envoy Stone', aliases: ['Stone'] },
      ],
      facts: [
        {
          id: 'envoy-blames',
          text: 'Envoy Stone said that the Army shelled the market.',
          saidBy: ['envoy'],
          actors: ['army'],
        },
        { id: 'rebels-left', text: 'The Rebels left the valley.', actors: ['rebels'] },
      ],
    }),
  );
  check(sitrep, [
    ['did the Army shell the market', closest('envoy-blames'), 'the envoy says so; nobody else does'],
    ['did Stone say that the Army shelled the market', answeredBy('envoy-blames'), 'the saying is asked about'],
    ['what did Envoy Stone say', answeredBy('envoy-blames'), 'the speaker is data'],
    ['did the Rebels leave the valley', answeredBy('rebels-left'), 'the doer is data'],
    ['did the Army leave the valley', doneByAnother('rebels-left'), 'the rebels did'],
  ]);
});
