import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeKnowledge } from '../src/knowledge/frozen.ts';
import { keepUnchanged } from '../src/knowledge/keep-unchanged.ts';
import type { Entity, Fact, KnowledgeBase } from '../src/model/knowledge.ts';
import { createSitrep, type Sitrep } from '../src/sitrep.ts';
import { flood } from './flood.ts';
import { harbour } from './harbour.ts';
import { factId } from './situation.ts';

/** As a loader makes it: every object is new, whether it changed or not. */
function reloaded(knowledge: KnowledgeBase, changes: Partial<KnowledgeBase>): KnowledgeBase {
  const next = structuredClone({ ...knowledge, ...changes });
  return { ...next, factById: new Map(next.facts.map((fact) => [fact.id, fact])) };
}

const sentences = [...flood.facts, ...harbour.facts].map(({ text }) => text);
const words = [...new Set(sentences.flatMap((text) => text.match(/\p{L}{3,}/gu) ?? []))];
const someWords = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const place = fc.nat({ max: 100 });

/** As it comes from the thread that loads it. */
const crossed = (knowledge: KnowledgeBase): KnowledgeBase => freezeKnowledge(structuredClone(knowledge));

type Edit = (knowledge: KnowledgeBase) => KnowledgeBase;
const changed = <T>(list: readonly T[], at: number, change: (item: T) => T): readonly T[] =>
  list.map((item, index) => (index === at % list.length ? change(item) : item));
const editFact =
  (at: number, change: (fact: Fact) => Fact): Edit =>
  (knowledge) =>
    reloaded(knowledge, { facts: changed(knowledge.facts, at, change) });
const editEntity =
  (at: number, change: (entity: Entity) => Entity): Edit =>
  (knowledge) =>
    reloaded(knowledge, {
      entities: new Map(changed([...knowledge.entities.values()], at, change).map((entity) => [entity.id, entity])),
    });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...sentences)).map(([at, text]) => editFact(at, (fact) => ({ ...fact, text }))),
  fc.tuple(place, someWords).map(([at, label]) => editFact(at, (fact) => ({ ...fact, label }))),
  fc.tuple(place, someWords).map(([at, asked]) => editFact(at, (fact) => ({ ...fact, askedAs: [asked] }))),
  fc.tuple(place, someWords).map(([at, of]) => editFact(at, (fact) => ({ ...fact, numbers: [{ value: 7, of }] }))),
  place.map((at) => editFact(at, (fact) => ({ ...fact, status: 'retracted' }))),
  fc.tuple(place, someWords).map(([at, alias]) => editEntity(at, (entity) => ({ ...entity, aliases: [alias] }))),
  fc.tuple(place, someWords).map(([at, name]) => editEntity(at, (entity) => ({ ...entity, name }))),
  place.map(
    (at): Edit =>
      (knowledge) => {
        const facts = knowledge.facts.filter((_, index) => index !== at % knowledge.facts.length);
        return reloaded(knowledge, { facts });
      },
  ),
  fc.tuple(place, fc.constantFrom(...sentences)).map(
    ([at, text]): Edit =>
      (knowledge) => {
        const like = knowledge.facts[at % knowledge.facts.length];
        const facts = like ? [{ ...like, id: factId(`new-${at}-${text.length}`), text }, ...knowledge.facts] : [];
        return reloaded(knowledge, {
          facts: facts.filter(({ id }, index) => facts.findIndex((f) => f.id === id) === index),
        });
      },
  ),
  someWords.map(
    (title): Edit =>
      (knowledge) =>
        reloaded(knowledge, { title }),
  ),
  someWords.map(
    (title): Edit =>
      (knowledge) =>
        reloaded(knowledge, { topics: changed(knowledge.topics, 0, (topic) => ({ ...topic, title })) }),
  ),
  fc.array(someWords, { minLength: 2, maxLength: 3 }).map(
    (group): Edit =>
      (knowledge) =>
        reloaded(knowledge, { synonyms: [...knowledge.synonyms, group] }),
  ),
);

function answers(sitrep: Sitrep, questions: readonly string[]): Promise<unknown> {
  return Promise.all(
    questions.map(async (question) => [
      await sitrep.ask(question),
      await sitrep.who(question),
      await sitrep.when(question),
      await sitrep.facts(question),
      sitrep.suggest('ask', question),
    ]),
  );
}

test('after any edits a reloaded situation answers like one that was built anew', () => {
  const question = fc.oneof(
    fc.constantFrom(...sentences),
    someWords.map((some) => `who ${some}`),
    someWords.map((some) => `how many ${some}`),
    someWords.map((some) => some.replace(/(.)(.)(.)/, '$1$3$2')),
    fc.constantFrom('when did the flood begin', 'why did the dockers walk out', 'what happened', 'mediator falk'),
  );
  return fc.assert(
    fc.asyncProperty(
      fc.constantFrom(flood, harbour),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      fc.array(question, { minLength: 3, maxLength: 3 }),
      async (start, edits, questions) => {
        let knowledge = start;
        let sitrep = createSitrep(start);
        for (const apply of edits) {
          knowledge = apply(knowledge);
          const next = keepUnchanged(crossed(knowledge), sitrep.knowledge);
          expect(next).toEqual(knowledge);
          sitrep = createSitrep(next);
        }
        expect(await answers(sitrep, questions)).toEqual(await answers(createSitrep(knowledge), questions));
      },
    ),
    { numRuns: 40 },
  );
});

test('a reload leaves the earlier version as it was', async () => {
  const before = createSitrep(flood);
  const asked = ['when did the flood begin', 'who opened the dam', 'granit dam'];
  const first = await answers(before, asked);
  const [fact, ...others] = flood.facts;
  if (!fact) throw new Error('the flood has facts');
  const after = createSitrep(
    keepUnchanged(reloaded(flood, { facts: [{ ...fact, text: 'Zebras crossed the bridge.' }, ...others] }), flood),
  );
  expect(await answers(before, asked)).toEqual(first);
  expect(await answers(after, asked)).not.toEqual(first);
});

test('a reload with new synonyms finds unchanged facts by them', async () => {
  const confidence = async (sitrep: Sitrep) => (await sitrep.ask('who opened the sluice'))[0].confidence;
  const next = keepUnchanged(reloaded(flood, { synonyms: [...flood.synonyms, ['dam', 'sluice']] }), flood);
  expect(await confidence(createSitrep(next))).toBeGreaterThan((await confidence(createSitrep(flood))) + 0.1);
});

test('what did not change is the same object after a reload', () => {
  const [first, ...others] = flood.facts;
  if (!first) throw new Error('the flood has facts');
  const after = keepUnchanged(reloaded(flood, { facts: [{ ...first, importance: 1 }, ...others] }), flood);
  expect(after.facts.filter((fact) => !flood.facts.includes(fact)).map(({ id }) => id)).toEqual([first.id]);
});
