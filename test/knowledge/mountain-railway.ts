import type { Files } from './river-flood.ts';

/**
 * A stopped railway that never existed: two sources that contradict each other, one of which later corrects itself and takes a
 * statement back. It shows what the bundled situations, each of one source, cannot. Offices stand for people.
 */
export const MOUNTAIN_RAILWAY: Files = {
  'situation.yml': `title: Stop of the Torvik railway
scope: A rack railway that stopped on its way up, as its operator and a newspaper tell it.
language: en
sources:
  - {id: operator, label: Notice of the operator, publisher: Torvik Railway, published: 2031-05-06, rights: full-text, paragraphs: 2}
  - {id: courier, label: Valley Courier, publisher: Valley Courier, published: 2031-05-08, rights: full-text, paragraphs: 3}
topics:
  - {id: stop, title: The stop}
  - {id: passengers, title: Passengers}
disputes:
  - {title: Why the train stopped, versions: [brake-blamed, snow-blamed]}
figures: [passengers brought down]
`,
  'sources/operator.txt': `The noon train stopped below Torvik Summit on May 5. Torvik Railway said that snow on the track stopped it.

By evening 40 passengers had been brought down. A second train will run on Thursday.
`,
  'sources/courier.txt': `The drivers' union said that a worn brake stopped the train.

By Tuesday 62 passengers had been brought down. The train carried 65 people, not 56 as this paper wrote on Monday.

We withdraw our report that a passenger was missing. Halden, the inspector, told Radio Torvik that the line may reopen in June.
`,
  'entities.yml': `entities:
  - {id: torvik-railway, kind: organisation, name: Torvik Railway, importance: 4, aliases: [the operator]}
  - {id: drivers-union, kind: group, name: drivers' union, importance: 3, aliases: [train drivers]}
  - {id: torvik-summit, kind: place, name: Torvik Summit, importance: 4, aliases: [the summit]}
  - {id: radio-torvik, kind: organisation, name: Radio Torvik, importance: 1}
  - id: inspector
    kind: person
    name: Inspector Halden
    importance: 3
    aliases: [Halden]
    roles: [{title: inspector, cites: [{source: courier, paragraph: 3, sentence: 2, quote: "Halden, the inspector"}]}]
`,
  'facts.yml': `- id: train-stopped
  text: The noon train stopped below Torvik Summit on May 5.
  label: Stop of the noon train
  topic: stop
  importance: 5
  headline: true
  places: [torvik-summit]
  time: {text: May 5, edtf: 2031-05-05}
  cites: [{source: operator, paragraph: 1, sentence: 1, quote: stopped below Torvik Summit on May 5}]

- id: snow-blamed
  text: Torvik Railway said that snow on the track stopped the train.
  label: Snow as the cause
  topic: stop
  importance: 4
  said_by: [torvik-railway]
  reason: snow on the track
  cites: [{source: operator, paragraph: 1, sentence: 2, quote: snow on the track stopped it}]

- id: brake-blamed
  text: The drivers' union said that a worn brake stopped the train.
  label: A brake as the cause
  topic: stop
  importance: 4
  said_by: [drivers-union]
  reason: a worn brake
  cites: [{source: courier, paragraph: 1, sentence: 1, quote: a worn brake stopped the train}]

- id: forty-brought-down
  text: By evening 40 passengers had been brought down.
  label: First count of passengers brought down
  topic: passengers
  importance: 3
  numbers: [{value: 40, of: passengers brought down}]
  cites: [{source: operator, paragraph: 2, sentence: 1, quote: 40 passengers had been brought down}]

- id: sixty-two-brought-down
  text: By Tuesday 62 passengers had been brought down.
  label: Later count of passengers brought down
  topic: passengers
  importance: 4
  numbers: [{value: 62, of: passengers brought down}]
  cites: [{source: courier, paragraph: 2, sentence: 1, quote: 62 passengers had been brought down}]

- id: people-aboard
  text: The train carried 65 people.
  label: Number of people aboard
  topic: passengers
  importance: 4
  status: corrected
  status_note: The Valley Courier first wrote 56.
  numbers: [{value: 65, of: people aboard}]
  cites: [{source: courier, paragraph: 2, sentence: 2, quote: The train carried 65 people}]

- id: passenger-missing
  text: A passenger was missing.
  label: Missing passenger
  topic: passengers
  importance: 3
  status: retracted
  status_note: The Valley Courier withdrew its report.
  cites: [{source: courier, paragraph: 3, sentence: 1, quote: our report that a passenger was missing}]

- id: line-reopens
  text: Inspector Halden reportedly told Radio Torvik that the line may reopen in June.
  label: Reopening of the line
  topic: stop
  importance: 3
  status: unconfirmed
  said_by: [inspector]
  via: [radio-torvik]
  time: {text: June, edtf: 2031-06}
  cites: [{source: courier, paragraph: 3, sentence: 2, quote: the line may reopen in June}]
`,
  'retired.yml': `- {id: fifty-six-aboard, reason: the Valley Courier corrected the number, moved_to: people-aboard}
`,
};
