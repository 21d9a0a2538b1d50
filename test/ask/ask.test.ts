import { describe, test } from 'vitest';
import {
  aboutSitrep,
  allOn,
  answeredBy,
  cardOf,
  choiceOf,
  closest,
  doneByAnother,
  type Expected,
  first,
  headlines,
  notAnswered,
  nothingHeld,
  only,
  withoutDetail,
} from './expected.ts';
import { openWorlds, type World } from './worlds.ts';

/** What is asked, what must come, and why. Every row holds with the encoder and without. */
type Row = readonly [world: World, question: string, expected: Expected, because: string];

const WHAT_IS_ASKED: readonly Row[] = [
  ['harbour', 'when did the dockers walk out', answeredBy('walkout-began'), 'the fact has the time as data'],
  ['flood', 'when did the flood begin', answeredBy('flood-began'), 'the fact has the time as data'],
  ['flood', 'when did it start', answeredBy('flood-began'), '"it" is the situation'],
  ['harbour', 'why did the dockers walk out', answeredBy('walkout-reason'), 'of two facts on it one has the reason'],
  ['flood', 'why was the dam opened', answeredBy('dam-opened'), 'the reason is data of the fact'],
  ['flood', 'what caused the flood', answeredBy('heavy-rain'), '"what caused" asks for the reason'],
  ['harbour', 'where were the dockers hurt', answeredBy('two-hurt'), 'the fact has a place'],
  ['flood', 'where did people die', answeredBy('two-died'), 'the fact has a place'],
  ['harbour', 'who called the talks', answeredBy('talks-called'), 'the doer is data'],
  ['harbour', 'who rejected the offer', answeredBy('offer-rejected'), 'the doer, not the one whose offer it was'],
  ['flood', 'who sent pumps', answeredBy('ortano-aid'), 'the doer is data'],
  ['harbour', 'who leads the union', first('walkout-reason'), 'its chair said it, and the role is data'],
  ['flood', 'will the dam be opened', closest('dam-opened'), 'what has been does not settle what will be'],
  ['harbour', 'how much was the pay rise', answeredBy('offer-made'), 'the number is of the pay rise'],
  ['harbour', 'how much does the walkout cost', answeredBy('losses-a-day'), 'the number is of crowns'],
  ['flood', 'how long did it rain', answeredBy('heavy-rain'), 'the number is of a unit of time'],
  ['flood', 'which country sent pumps', answeredBy('ortano-aid'), 'a country is asked for, and the fact has one'],
  ['flood', 'what did Rowan say about the gates', answeredBy('rowan-criticised'), 'the speaker is data'],
  ['flood', "what did the Farmers' Union call for", answeredBy('farmers-demand'), 'the speaker is data'],
];

const HOW_MANY_OF_WHAT: readonly Row[] = [
  ['harbour', 'how many dockers joined the walkout', answeredBy('members-joined'), 'two facts count dockers'],
  ['harbour', 'how many dockers were hurt', answeredBy('two-hurt'), 'two facts count dockers'],
  ['harbour', 'how many ships are waiting', answeredBy('ships-waiting'), 'two facts count ships; one was superseded'],
  ['harbour', 'how many ships were diverted', answeredBy('ships-diverted'), 'two facts count ships'],
  ['flood', 'how many homes were damaged', answeredBy('homes-damaged'), 'homes, not people'],
  ['flood', 'how many people died', answeredBy('two-died'), 'people, not homes; the retracted number never counts'],
  ['harbour', 'how many sailors were hurt', closest('two-hurt'), 'sailors are counted on board, the hurt are dockers'],
  ['harbour', 'how many dockers are waiting outside Kelder', closest('ships-waiting'), 'those who wait are ships'],
  [
    'harbour',
    'how many ships ran aground',
    withoutDetail('number', 'tanker-aground', 'certainty'),
    'the fact counts no ships',
  ],
  ['harbour', 'how many crew are on board the tanker', closest('tanker-crew'), 'sailors are not called crew anywhere'],
  [
    'flood',
    'how many pumps did Ortano send',
    withoutDetail('number', 'ortano-aid', 'certainty'),
    'of that very thing no number is held',
  ],
  ['flood', 'how many people died in Northford', notAnswered, 'they died elsewhere'],
];

const NUMBERS: readonly Row[] = [
  ['harbour', 'did three thousand dockers join the walkout', answeredBy('members-joined'), 'words against words'],
  ['harbour', 'did 3,000 dockers join the walkout', answeredBy('members-joined'), 'digits against words'],
  ['harbour', 'have 14 ships been waiting', answeredBy('ships-waiting'), 'digits against words'],
  ['harbour', 'are forty thousand containers stuck at East Quay', answeredBy('containers-stuck'), 'words against both'],
  [
    'harbour',
    'did five thousand dockers join the walkout',
    closest('members-joined'),
    'another number of the same thing',
  ],
  ['harbour', 'are 9 ships waiting outside Kelder', closest('ships-waiting'), 'nine is what was superseded'],
  ['flood', 'did 5 people die', notAnswered, 'five is what was retracted'],
  ['flood', 'did two people die in Southford', answeredBy('two-died'), 'words against words'],
];

const WHETHER: readonly Row[] = [
  ['harbour', 'did the dockers reject the offer', answeredBy('offer-rejected'), 'the doer is the one asked about'],
  ['harbour', "was the offer rejected by the Dockers' Union", answeredBy('offer-rejected'), 'the same, passive'],
  ['flood', 'was the dam opened by the Water Board', answeredBy('dam-opened'), 'the doer is the one asked about'],
  ['flood', 'did Ortano send pumps', answeredBy('ortano-aid'), 'the doer is the one asked about'],
  [
    'harbour',
    'did the Harbour Authority reject the offer',
    doneByAnother('offer-rejected'),
    'it was rejected by the dockers',
  ],
  ['harbour', 'was the offer rejected by the Harbour Authority', doneByAnother('offer-rejected'), 'the same, passive'],
  ['harbour', 'did Lind damage Crane Seven', doneByAnother('crane-damage-claimed'), 'he says that others did'],
  ['flood', 'did Northford open the dam', doneByAnother('dam-opened'), 'the Water Board did, for Northford'],
  ['flood', 'did Northford send pumps to Ortano', doneByAnother('ortano-aid'), 'the other way round'],
  ['harbour', 'did the Harbour Authority damage Crane Seven', closest('crane-damage-claimed'), 'only Lind says so'],
  ['flood', 'did the Water Board act in time', closest('ash-blames'), 'only Ash says so'],
  ['harbour', 'did Falk walk out', notAnswered, 'the facts name Falk, or the walkout, never both'],
  [
    'harbour',
    'did Quay Line damage Crane Seven',
    doneByAnother('crane-damage-claimed'),
    'Quay Line is named in another fact',
  ],
  ['flood', 'did Mayor Birch open the dam', notAnswered, 'the mayor is named in another fact'],
  ['flood', 'did Ash criticise the Water Board', closest('ash-blames'), 'he said that it acted in time'],
  ['flood', 'will the dam be opened', first('dam-opened'), 'the dam is not who opens it'],
  ['harbour', 'did the walkout begin on January 9', answeredBy('walkout-began'), 'that day'],
  ['harbour', 'did the walkout begin on January 12', closest('walkout-began'), 'another day of that month'],
  ['flood', 'did the flood begin on the 3rd of March', answeredBy('flood-began'), 'that day in other words'],
  ['flood', 'did the flood begin in April', closest('flood-began'), 'another month'],
];

const CLAIMS: readonly Row[] = [
  ['harbour', 'The dockers have rejected the offer. Is this true?', answeredBy('offer-rejected'), 'read as its claim'],
  ['flood', 'Ortano has sent pumps. Is this true?', answeredBy('ortano-aid'), 'read as its claim'],
  [
    'flood',
    'my neighbour says Mill Bridge collapsed, true?',
    answeredBy('bridge-collapsed'),
    'who says so does not matter',
  ],
  [
    'flood',
    'is it true that shops were looted',
    answeredBy('looting-alleged'),
    'the fact says itself that it is alleged',
  ],
  ['harbour', 'I heard that the dockers accepted the offer, true?', closest('offer-rejected'), 'they rejected it'],
];

const NOT_IN_THE_SOURCES: readonly Row[] = [
  ['flood', 'when did Ortano send pumps', withoutDetail('time', 'ortano-aid'), 'of that very thing no time is held'],
  ['flood', 'when did Mayor Birch thank the volunteers', withoutDetail('time', 'mayor-thanks'), 'no time is held'],
  ['flood', 'why did Ortano send pumps to Northford', withoutDetail('reason', 'ortano-aid'), 'no reason is held'],
  [
    'flood',
    'why did the bridge collapse',
    withoutDetail('reason', 'bridge-collapsed', 'certainty'),
    'no reason is held; whether of that bridge is not certain',
  ],
  [
    'harbour',
    'when were the dockers hurt',
    withoutDetail('time', 'two-hurt', 'certainty'),
    'no time is held; whether it is sure differs',
  ],
  ['harbour', 'how long will the walkout last', notAnswered, 'no fact tells an end'],
  ['flood', 'what does the mayor think', notAnswered, 'the mayor is held, no opinion is'],
  ['harbour', 'when will the ferries stop', closest('ferries-run'), 'they keep to their timetable'],
];

const NOTHING_NEAR: readonly Row[] = [
  ['harbour', 'best pizza in Rome', nothingHeld, 'nothing near'],
  ['flood', 'was the bridge built in 1900', notAnswered, 'the bridge is held, not when it was built'],
  ['harbour', 'who won the election in Kelder', notAnswered, 'the place alone is held'],
  ['flood', 'how do I make carbonara', nothingHeld, 'nothing near'],
  ['harbour', 'who painted the Mona Lisa', nothingHeld, 'nothing near'],
];

const NAMES_AND_TOPICS: readonly Row[] = [
  ['harbour', 'Kelder', cardOf('kelder'), 'the place, not the ferries that are named after it'],
  ['harbour', 'Kelder Ferries', cardOf('kelder-ferries'), 'the longest name wins'],
  ['harbour', 'kelder-ferries', cardOf('kelder-ferries'), 'a hyphen is a blank'],
  ['harbour', 'QL', cardOf('quay-line'), 'an alias of two letters'],
  ['harbour', 'dockers’ union', cardOf('dockers'), 'any apostrophe'],
  ['harbour', 'what happened to the Meridian Star', cardOf('meridian-star'), 'a thing has a card as a person has'],
  ['harbour', 'latest on the strike', cardOf('winter-walkout'), 'an event has a card'],
  ['harbour', 'who is the chair of the dockers union', cardOf('lind'), 'by role'],
  ['flood', 'who is the mayor', cardOf('mayor-birch'), 'by a word of the role that only one has'],
  ['flood', 'chief engineer', choiceOf('harbour-chief', 'elder-rowan'), 'two have had that role'],
  ['harbour', 'the crew', choiceOf('dockers', 'kelder-ferries'), 'a shared alias, and nothing else'],
  [
    'harbour',
    'cargo',
    allOn(
      'ships-waiting',
      'tanker-aground',
      'containers-stuck',
      'ships-diverted',
      'tanker-crew',
      'losses-a-day',
      'ferries-run',
    ),
    'an alias of a topic',
  ],
  [
    'flood',
    'destruction',
    allOn('homes-damaged', 'two-died', 'bridge-collapsed', 'looting-alleged'),
    'an alias of a topic',
  ],
  ['flood', 'who cleaned up the destruction', notAnswered, 'an alias of a topic in a question does not give the topic'],
  ['harbour', "what's the latest", headlines, 'the situation as a whole'],
  ['flood', 'summary please', headlines, 'the situation as a whole'],
];

const ABOUT_SITREP: readonly Row[] = [
  ['harbour', 'hello', aboutSitrep('greeting'), 'a greeting'],
  ['flood', 'thanks!', aboutSitrep('thanks'), 'small talk'],
  ['flood', 'who are you', aboutSitrep('bot'), 'the bot itself'],
  ['harbour', 'what are your sources', aboutSitrep('sources'), 'the sources'],
  ['harbour', 'help', aboutSitrep('help'), 'a command as a message'],
  ['harbour', 'wann begann der Streik und wer ist schuld', aboutSitrep('language', 'de'), 'German'],
  ['harbour', 'qui est Lind et pourquoi', aboutSitrep('language', 'fr'), 'French, though the name is held'],
  ['flood', '¿cuántas personas han muerto en la ciudad?', aboutSitrep('language', 'es'), 'Spanish'],
  ['flood', 'Сколько человек погибло?', aboutSitrep('language', 'ru'), 'another script'],
];

const MISSPELT: readonly Row[] = [
  ['harbour', 'how mny shps are watiing', first('ships-waiting'), 'a letter is left out, or two are exchanged'],
  ['harbour', 'who rejcted the ofer', answeredBy('offer-rejected'), 'letters are left out'],
  ['harbour', 'hurt dokers', answeredBy('two-hurt'), 'a letter is left out'],
  ['harbour', 'meridan star', cardOf('meridian-star'), 'a name'],
  ['harbour', 'when did the meridian satr run agroudn', first('tanker-aground'), 'two are exchanged'],
  ['harbour', 'how many contaners are stuk at east quey', first('containers-stuck'), 'three words'],
  ['flood', 'who oppened the granit dam', answeredBy('dam-opened'), 'one letter is doubled, one left out'],
  ['flood', 'when did teh flood bigin', answeredBy('flood-began'), 'a word of grammar'],
  ['flood', 'wether service', cardOf('weather-service'), 'another word of English is in between'],
  ['flood', 'elder rowen', cardOf('elder-rowan'), 'a surname'],
  ['flood', 'recued families', answeredBy('coast-guard-rescued'), 'a letter is left out'],
];

const KINDS: Readonly<Record<string, readonly Row[]>> = {
  'what is asked': WHAT_IS_ASKED,
  'how many of what': HOW_MANY_OF_WHAT,
  'numbers as words and as digits': NUMBERS,
  'whether somebody did something': WHETHER,
  'claims to be checked': CLAIMS,
  'what the sources leave open': NOT_IN_THE_SOURCES,
  'nothing near is held': NOTHING_NEAR,
  'names and topics': NAMES_AND_TOPICS,
  'about Sitrep itself': ABOUT_SITREP,
  'misspelt words': MISSPELT,
};

describe.each(await openWorlds())('%s', (how, engines) => {
  describe.each(Object.entries(KINDS))('%s', (_, rows) => {
    test.each(rows)('%s: "%s" – $3', async (world, question, expected) => {
      expected(only(await engines[world].ask(question)), how === 'with the encoder');
    });
  });
});
