import { situation } from './situation.ts';

/**
 * A quarrel over a canal that never happened, built for what is easily confused: who does a thing and who speaks of it, what
 * was done and why, a number of some and a number of all, a name and a name within another. Offices stand for people.
 */
export const canal = situation({
  topics: [
    { id: 'blockade', title: 'The blockade', aliases: ['blockade'] },
    { id: 'losses', title: 'Losses', aliases: ['what it cost', 'who is hurt by it'] },
    { id: 'talks', title: 'Talks', aliases: ['mediation'] },
  ],
  entities: [
    { id: 'velmar', kind: 'country', name: 'Velmar', aliases: ['Velmari'], importance: 5 },
    { id: 'sorin', kind: 'country', name: 'Sorin', importance: 4 },
    { id: 'taland', kind: 'country', name: 'Taland', importance: 3 },
    { id: 'low-coast', kind: 'place', name: 'Low Coast', importance: 3 },
    { id: 'velmar-navy', kind: 'organisation', name: 'Velmar navy', aliases: ['the navy'], importance: 4 },
    { id: 'ferry-guild', kind: 'group', name: 'Ferry Guild', aliases: ['the guild'], importance: 4 },
    { id: 'pilots', kind: 'group', name: 'Two Velmar pilots', aliases: ['pilots', 'Velmar pilots'], importance: 3 },
    { id: 'oak', kind: 'person', name: 'Minister Oak', aliases: ['Oak'], roles: ['Minister of Transport'] },
    { id: 'elm', kind: 'person', name: 'Inspector Elm', aliases: ['Elm'], importance: 3 },
  ],
  synonyms: [
    ['ambush', 'assault'],
    ['block', 'blockade'],
  ],
  facts: [
    {
      id: 'oak-confirmed',
      text: 'On Friday, Minister Oak confirmed that Velmar is going to block more ferries of the Ferry Guild.',
      topic: 'blockade',
      importance: 4,
      saidBy: ['oak'],
      actors: ['oak'],
      about: ['velmar', 'ferry-guild'],
      time: 'Friday',
    },
    {
      id: 'ferries-blocked',
      text: 'Ferries of the Ferry Guild in Sorin and Taland were blocked recently.',
      topic: 'blockade',
      importance: 5,
      places: ['sorin', 'taland'],
      about: ['ferry-guild', 'velmar'],
    },
    {
      id: 'block-reason',
      text: 'The ferries of the Ferry Guild were blocked in answer to an ambush on the Velmar navy at the Low Coast.',
      topic: 'blockade',
      importance: 4,
      about: ['ferry-guild', 'velmar-navy', 'low-coast', 'velmar'],
      reason: 'in answer to an ambush on the Velmar navy at the Low Coast',
    },
    {
      id: 'oak-goes-on',
      text: 'Oak said that Velmar will block the Ferry Guild again, so that ships are safe.',
      topic: 'blockade',
      importance: 3,
      saidBy: ['oak'],
      actors: ['velmar'],
      about: ['ferry-guild'],
      reason: 'so that ships are safe',
    },
    {
      id: 'navy-ambushed',
      text: 'The Velmar navy at the Low Coast was the target of an ambush.',
      topic: 'losses',
      importance: 5,
      places: ['low-coast'],
      about: ['velmar-navy', 'velmar'],
    },
    {
      id: 'pilots-died',
      text: 'Two Velmar pilots have died.',
      topic: 'losses',
      importance: 5,
      about: ['pilots', 'velmar'],
      numbers: [{ value: 2, of: 'Velmar pilots who died' }],
    },
    {
      id: 'guild-seized',
      text: 'The Ferry Guild seized Taland on May 2.',
      topic: 'losses',
      importance: 4,
      actors: ['ferry-guild'],
      places: ['taland'],
      time: { text: 'May 2', edtf: 'XXXX-05-02' },
    },
    {
      id: 'elm-unhappy',
      text: 'Inspector Elm has called for a tribunal because ferries in Sorin were blocked.',
      topic: 'talks',
      saidBy: ['elm'],
      actors: ['elm'],
      about: ['sorin'],
      reason: 'because ferries in Sorin were blocked',
    },
    {
      id: 'prices-rise',
      text: 'Taland has asked for patience because of rising fares.',
      topic: 'talks',
      actors: ['taland'],
      reason: 'because of rising fares',
    },
  ],
});
