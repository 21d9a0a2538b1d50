import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';
import { canal } from '../canal.ts';
import { flood } from '../flood.ts';
import { situation } from '../situation.ts';

const sitrep = createSitrep(canal);
const facts = (answer: Answer): readonly string[] =>
  answer.kind === 'answered' || answer.kind === 'related' ? answer.facts.map(({ id }) => id) : [];
const missing = (answer: Answer) => (answer.kind === 'related' ? answer.missing : answer.kind);

describe('GIVEN "who" did a thing THEN only a doer whom the fact holds and the question does not name answers', () => {
  test.each([
    ['who seized Taland', 'guild-seized'],
    ['who will block more ferries', 'oak-confirmed'],
    ['who confirmed the plan to block more ferries', 'oak-confirmed'],
    ['who called for a tribunal', 'elm-unhappy'],
    ['who did the guild seize', 'guild-seized'],
    ['who died', 'pilots-died'],
  ])('%s', (question, expected) => {
    const answer = sitrep.ask(question);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', expected]);
  });

  test.each([
    'who ambushed the Velmar navy',
    'who assaulted the navy',
    'who blocked ferries in Sorin',
    'who blocked Sorin',
    'who ambushed Velmar',
    'who killed the pilots',
    'who is responsible for the ambush',
    'who was blamed for the ambush',
  ])('%s: nobody is named', (question) => {
    expect(sitrep.ask(question).kind).not.toBe('answered');
  });
});

describe('GIVEN "did X do it to Y" THEN what is done to another is no answer', () => {
  test.each([
    'did Velmar ambush the guild',
    'did Sorin seize Velmar',
    'did Velmar block the Low Coast',
    'did the navy ambush the Low Coast',
  ])('%s', (question) => {
    expect(sitrep.ask(question).kind).not.toBe('answered');
  });
  test('a deed to somebody else is not even near', () => {
    expect(sitrep.ask('did the Ferry Guild seize Sorin').kind).toBe('unknown');
  });
});

describe('GIVEN a time at which somebody spoke', () => {
  test.each(['when did Oak confirm the plan', 'when was the plan to block ferries confirmed', 'when did oak speak'])(
    '%s: it answers when they spoke',
    (question) => {
      const answer = sitrep.ask(question);
      expect([answer.kind, facts(answer)[0]]).toEqual(['answered', 'oak-confirmed']);
    },
  );
  test('a bare name stands for all its times', () => {
    expect(facts(sitrep.when('Oak'))).toEqual(['oak-confirmed']);
  });
  test.each([
    'ferries of the guild blocked',
    'when did Velmar block ferries',
    'when will more ferries of the guild be blocked',
  ])('%s: it does not answer when the thing happened', (event) => {
    expect(missing(sitrep.when(event))).toBe('time');
  });
});

describe('GIVEN a number of some', () => {
  test('those are asked for THEN it answers', () => {
    expect(facts(sitrep.ask('how many pilots died'))).toEqual(['pilots-died']);
    expect(sitrep.ask('how many pilots died').kind).toBe('answered');
  });
  test.each(['how many people died', 'number of people who died'])('%s: it is only the closest', (question) => {
    const answer = sitrep.ask(question);
    expect([missing(answer), facts(answer)[0]]).toEqual(['certainty', 'pilots-died']);
  });
});

describe('GIVEN another number or day than the fact has THEN it is no plain answer', () => {
  test.each([
    'did four pilots die',
    'did 3 Velmar pilots die',
    'did the Ferry Guild seize Taland on May 3',
    'did the Ferry Guild seize Taland on Friday',
    'did the Ferry Guild seize Taland in June',
  ])('%s', (question) => {
    expect(sitrep.ask(question).kind).not.toBe('answered');
  });
});

describe('GIVEN "why"', () => {
  test.each([
    ['why did Velmar block the guild', ['block-reason', 'oak-goes-on']],
    ['why were ferries in Taland blocked', ['block-reason', 'ferries-blocked']],
  ])('%s: every reason for the same, what has been before what is to come', (question, expected) => {
    const answer = sitrep.ask(question);
    expect([answer.kind, facts(answer)]).toEqual(['answered', expected]);
  });
  test.each(['why are fares rising', 'why was the navy ambushed', 'why was Velmar blocked'])(
    '%s: what stands in a reason is a cause, not what is explained',
    (question) => {
      expect(sitrep.ask(question).kind).not.toBe('answered');
    },
  );
});

describe('GIVEN a judgement or a prediction is asked for THEN nothing is a plain answer', () => {
  test.each([
    'should Velmar block the guild',
    'is it right to block the guild',
    'was it right that ferries were blocked',
    'is it a good idea to block ferries',
    'was it legal to block the ferries',
    'will the guild seize Taland',
    'will pilots die',
    'could the guild seize Taland',
    'do you think pilots have died',
  ])('%s', (question) => {
    expect(sitrep.ask(question).kind).not.toBe('answered');
  });
  test('what is announced answers', () => {
    expect(sitrep.ask('will Velmar block the guild again').kind).toBe('answered');
  });
});

describe('GIVEN the words of a topic, one for one', () => {
  test.each([
    ['what it cost?', 'navy-ambushed'],
    ['What is hurt by it', null],
  ])('%s', (question, expected) => {
    const answer = sitrep.ask(question);
    expect(answer.kind === 'answered' ? facts(answer)[0] : null).toBe(expected);
  });
});

describe('GIVEN /who with a name that is only begun', () => {
  test.each([
    ['ferr', 'ferry-guild'],
    ['inspector el', 'elm'],
    ['SORI', 'sorin'],
  ])('%s', (typed, expected) => {
    const answer = sitrep.who(typed);
    expect(answer.kind === 'answered' && answer.profile?.id).toBe(expected);
  });
  test('several names begin so THEN they are offered, the most important first', () => {
    const answer = sitrep.who('velm');
    expect(answer.kind === 'choose' && answer.choices.map(({ label }) => label)).toEqual([
      'Velmar',
      'Velmar navy',
      'Two Velmar pilots',
    ]);
  });
  test.each(['so', 'or', 'king of Sor', 'orin'])('%s begins no name', (typed) => {
    expect(sitrep.who(typed).kind).toBe('unknown');
  });
});

test.each([
  ['was a tribunal set up because of ferries in Sorin', 'elm-unhappy'],
  ['did Velmar block more ferries of the guild', 'oak-confirmed'],
  ['has Velmar blocked more ferries of the Ferry Guild', 'oak-confirmed'],
])('GIVEN what somebody only wants or plans: "%s" is no yes', (question, expected) => {
  const answer = sitrep.ask(question);
  expect([missing(answer), facts(answer)[0]]).toEqual(['certainty', expected]);
});

test('GIVEN a number of those to whom it happens THEN those who do it are not counted', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'raiders', kind: 'group', name: 'Raiders', aliases: ['raider'] },
        { id: 'miners', kind: 'group', name: 'Miners' },
      ],
      facts: [
        {
          id: 'killed',
          text: 'Raiders killed three miners.',
          actors: ['raiders'],
          about: ['miners'],
          numbers: [{ value: 3, of: 'miners killed by raiders' }],
        },
      ],
    }),
  );
  expect(engine.ask('how many miners were killed').kind).toBe('answered');
  expect(engine.ask('how many raiders died').kind).not.toBe('answered');
  expect(engine.ask('how many raiders killed').kind).not.toBe('answered');
});

test.each(['who leads Taland', 'who commands the Velmar navy', 'who runs the guild'])(
  'GIVEN an office that nobody is known to hold: %s THEN it is unknown',
  (question) => {
    expect(sitrep.ask(question).kind).toBe('unknown');
  },
);

test('GIVEN any answer THEN each fact and each subject stands in it once', () => {
  for (const situation of [canal, flood]) {
    const engine = createSitrep(situation);
    const texts = situation.facts.flatMap((fact) => [fact.text, fact.label, fact.reason ?? '', ...fact.askedAs]);
    const names = [...situation.entities.values()].flatMap(({ name, aliases }) => [name, ...aliases]);
    const questions = [...texts, ...names].flatMap((text) =>
      ['', 'why ', 'who ', 'when ', 'is it true that ', 'how many ', 'where ', `${names[0]} and `].map(
        (asking) => asking + text,
      ),
    );
    for (const question of questions) {
      for (const via of ['ask', 'who', 'when', 'facts'] as const) {
        const answer = engine[via](question);
        const shown =
          answer.kind === 'choose'
            ? answer.choices.map(({ subject }) => subject.id)
            : answer.kind === 'unknown'
              ? answer.nearest.map(({ subject }) => subject.id)
              : answer.kind === 'about'
                ? []
                : answer.facts.map(({ id }) => id);
        expect(new Set(shown).size, `${via} ${question}`).toBe(shown.length);
      }
    }
  }
});

describe('GIVEN a sentence that gives somebody right before the verb', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        { id: 'velmar', kind: 'country', name: 'Velmar' },
        { id: 'ferry-guild', kind: 'group', name: 'Ferry Guild', aliases: ['the guild'] },
        { id: 'low-coast', kind: 'place', name: 'Low Coast' },
        { id: 'crews', kind: 'group', name: 'Crews' },
      ],
      facts: [
        {
          id: 'guild',
          text: 'The Ferry Guild is a league of pilots that Sorin supports.',
          about: ['ferry-guild', 'sorin'],
        },
        {
          id: 'raid',
          text: 'The Ferry Guild raided Velmar from the Low Coast on May 2.',
          actors: ['ferry-guild'],
          places: ['velmar', 'low-coast'],
          time: { text: 'May 2', edtf: 'XXXX-05-02' },
        },
        { id: 'quarrel', text: 'The quarrel began on May 2.', about: ['velmar', 'ferry-guild'], time: 'May 2' },
        { id: 'peace', text: 'Velmar believes that Sorin wants peace.', saidBy: ['velmar'], about: ['sorin'] },
        { id: 'crews', text: 'Velmar has faced trouble since crews died.', about: ['velmar', 'crews'] },
        { id: 'harvest', text: 'The harvest in Sorin failed.', places: ['sorin'] },
        { id: 'aid', text: 'Sorin praises merchants that have left the market.', actors: ['sorin'] },
      ],
    }),
  );
  test.each([
    'does the Ferry Guild support Sorin',
    'who supports Sorin',
    'who raided the Low Coast',
    'did Velmar start the quarrel',
    'did Sorin say that it wants peace',
    'did Velmar kill crews',
    'has Sorin left the market',
  ])('%s: another does it', (question) => {
    expect(engine.ask(question).kind).not.toBe('answered');
  });
  test.each([
    ['does Sorin support the Ferry Guild', 'guild'],
    ['who supports the Ferry Guild', 'guild'],
    ['who raided Velmar', 'raid'],
  ])('%s', (question, expected) => {
    const answer = engine.ask(question);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', expected]);
  });
  test.each([
    'Velmar raided the Ferry Guild',
    'raid by Velmar',
    'the guild raided by Velmar',
    'Velmar raids the Low Coast',
  ])('when: %s', (event) => {
    expect(engine.when(event).kind).not.toBe('answered');
  });
  test.each(['the Ferry Guild raided Velmar', 'raid by the Ferry Guild', 'raid on Velmar'])('when: %s', (event) => {
    const answer = engine.when(event);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', 'raid']);
  });
});

describe('GIVEN a plan, a call, a hope or the reverse of what is asked', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        { id: 'elm', kind: 'person', name: 'Inspector Elm', aliases: ['Elm'] },
        { id: 'crews', kind: 'group', name: 'Captured crews', aliases: ['crews'] },
        { id: 'low-coast', kind: 'place', name: 'Low Coast' },
      ],
      facts: [
        {
          id: 'crew-talks',
          text: 'The talks of Inspector Elm are to cover the freeing of the captured crews.',
          actors: ['elm'],
          about: ['crews'],
        },
        {
          id: 'truce-talks',
          text: 'The talks are to cover a truce on the Low Coast.',
          about: ['low-coast'],
          actors: ['elm'],
        },
        { id: 'no-feud', text: 'Sorin has said that it wants to avoid a feud.', saidBy: ['sorin'], actors: ['sorin'] },
        { id: 'signs', text: 'Merchants watch for signs of cheaper freight.' },
        {
          id: 'mines',
          text: 'Inspector Elm wants the Sorin mines flooded.',
          saidBy: ['elm'],
          actors: ['elm'],
          about: ['sorin'],
        },
        {
          id: 'pumping',
          text: 'Inspector Elm said that Sorin will drain more harbours.',
          saidBy: ['elm'],
          actors: ['sorin'],
        },
      ],
    }),
  );
  test.each([
    'who freed the crews',
    'is there a truce on the Low Coast',
    'who wants a feud',
    'is the feud over',
    'is freight cheaper',
    'was Sorin flooded',
    'were the Sorin mines flooded',
    'was there a flood in the Sorin mines',
    'who flooded the Sorin mines',
    'who drained the harbours',
    'is Elm going to the Low Coast',
    'will Sorin flood the mines',
  ])('%s: it is no plain answer', (question) => {
    expect(engine.ask(question).kind).not.toBe('answered');
  });
  test.each([
    ['who wants to avoid a feud', 'no-feud'],
    ['are there talks on a truce', 'truce-talks'],
    ['who wants the mines flooded', 'mines'],
    ['who will drain harbours', 'pumping'],
    ['will Sorin drain more harbours', 'pumping'],
    ['are there signs of cheaper freight', 'signs'],
  ])('%s', (question, expected) => {
    const answer = engine.ask(question);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', expected]);
  });
});

describe('GIVEN weaker words than those of the question, or the number of others', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        { id: 'velmar', kind: 'country', name: 'Velmar' },
        { id: 'taland', kind: 'country', name: 'Taland' },
        { id: 'low-coast', kind: 'place', name: 'Low Coast' },
        { id: 'guild', kind: 'group', name: 'Ferry Guild', aliases: ['the guild'] },
        { id: 'smugglers', kind: 'group', name: 'Smugglers', aliases: ['smuggler'] },
        { id: 'oak', kind: 'person', name: 'Minister Oak', aliases: ['Oak'] },
      ],
      facts: [
        { id: 'support', text: 'Sorin supports the Ferry Guild.', actors: ['sorin'], about: ['guild'] },
        {
          id: 'wardens',
          text: 'Smugglers killed three wardens.',
          actors: ['smugglers'],
          numbers: [{ value: 3, of: 'wardens killed by smugglers' }],
        },
        {
          id: 'route',
          text: 'The route of Minister Oak includes Velmar and Taland.',
          actors: ['oak'],
          places: ['velmar', 'taland'],
        },
        {
          id: 'landing',
          text: 'The Ferry Guild entered Taland from the Low Coast.',
          actors: ['guild'],
          places: ['taland', 'low-coast'],
        },
      ],
    }),
  );
  test.each([
    'does Sorin arm the Ferry Guild',
    'who arms the Ferry Guild',
    'who funds the guild',
    'does Sorin finance the Ferry Guild',
    'did three smugglers die',
    'which country does the route of Oak include first',
    'is the Low Coast part of Taland',
    'is the Low Coast in Taland',
    'what is the area of the Low Coast',
    'what is the capital of Taland',
  ])('%s: it is no plain answer', (question) => {
    expect(engine.ask(question).kind).not.toBe('answered');
  });
  test.each([
    ['does Sorin back the Ferry Guild', 'support'],
    ['who helps the guild', 'support'],
    ['did three wardens die', 'wardens'],
    ['which countries does the route of Oak include', 'route'],
    ['did the guild enter Taland', 'landing'],
  ])('%s', (question, expected) => {
    const answer = engine.ask(question);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', expected]);
  });
});

describe('GIVEN a cause, a speaker or a date that is asked for', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        { id: 'velmar', kind: 'country', name: 'Velmar' },
        { id: 'elm', kind: 'person', name: 'Inspector Elm', aliases: ['Elm'] },
      ],
      facts: [
        {
          id: 'envoys',
          text: 'Envoys work, beside the blockade, to lessen the fallout of the drought.',
          reason: 'to lessen the fallout of the drought',
        },
        { id: 'shortage', text: 'The blockade has led to a shortage of grain.' },
        { id: 'held-back', text: 'Sorin has stayed out of the dispute and avoided a quarrel.', actors: ['sorin'] },
        { id: 'open', text: 'Whether more searches of barges are called off is left open.', about: ['velmar'] },
        { id: 'calls', text: 'Velmar has called for patience.', actors: ['velmar'], saidBy: ['velmar'] },
        {
          id: 'mines',
          text: 'Elm wants Velmar mines closed because they leak.',
          saidBy: ['elm'],
          actors: ['elm'],
          about: ['velmar'],
          reason: 'because they leak',
        },
        { id: 'truce', text: 'A truce is discussed by envoys of Velmar.', about: ['velmar'] },
      ],
    }),
  );
  test.each([
    'did the blockade cause the drought',
    'did the blockade cause envoys to work',
    'did Sorin say that it avoids a quarrel',
    'which countries called for searches of barges',
    'why was Velmar closed',
    'what is the date of the truce',
    'help',
  ])('%s: it is no plain answer', (question) => {
    expect(engine.ask(question).kind).not.toBe('answered');
  });
  test.each([
    ['did the blockade cause a shortage of grain', 'shortage'],
    ['which countries called for patience', 'calls'],
    ['did Velmar call for patience', 'calls'],
    ['why does Elm want mines closed', 'mines'],
  ])('%s', (question, expected) => {
    const answer = engine.ask(question);
    expect([answer.kind, facts(answer)[0]]).toEqual(['answered', expected]);
  });
});

describe('GIVEN a deed that a fact has only within the name of somebody', () => {
  const engine = createSitrep(
    situation({
      entities: [
        { id: 'sorin', kind: 'country', name: 'Sorin' },
        {
          id: 'crews',
          kind: 'group',
          name: 'Velmar-aligned crews',
          aliases: ['Velmar-backed crews', 'crews backed by Velmar'],
        },
      ],
      facts: [{ id: 'raids', text: 'Sorin raids Velmar-aligned crews.', actors: ['sorin'], about: ['crews'] }],
    }),
  );
  test('THEN it is no answer', () => {
    expect(engine.ask('does Sorin back Velmar-backed crews').kind).not.toBe('answered');
    expect(engine.ask('does Sorin support the Velmar-backed crews').kind).not.toBe('answered');
  });
  test('THEN other deeds are', () => {
    expect(engine.ask('does Sorin raid Velmar-backed crews').kind).toBe('answered');
  });
});

test('GIVEN nothing but a month in common THEN a number is unknown', () => {
  expect(createSitrep(flood).ask('how many days are in March').kind).toBe('unknown');
});
