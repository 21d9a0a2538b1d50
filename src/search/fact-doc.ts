import type { Entity, EntityId, EntityKind, Fact, FactStatus, KnowledgeBase } from '../model/knowledge.ts';
import { isProper, nameStems } from '../question/lexicon.ts';
import { HOLDS } from './holds.ts';
import { nameUse } from './name-position.ts';
import type { Extra, IndexDoc } from './reader.ts';

const LABEL_WEIGHT = 0.9;
const ASKED_AS_WEIGHT = 0.9;
const NUMBER_WEIGHT = 0.9;
/** Concerned, but not named in the sentence itself. */
const CONCERNED_WEIGHT = 0.8;
/** Roles and other names of those whom a fact concerns: they say whom it is about, not what it says. */
const IDENTITY_WEIGHT = 0.6;

/** What people ask about how sure a fact is: "is it proven that …". */
const STATUS_WORDS: Readonly<Record<FactStatus, string>> = {
  reported: '',
  alleged: 'alleged suspected proven confirmed sure',
  confirmed: 'confirmed proven verified sure',
  disputed: 'disputed denied doubted proven confirmed sure',
  corrected: 'corrected wrong mistake',
  retracted: '',
  superseded: '',
};
/** What an entity may be called by its kind alone: "did the **company** pay". */
const KIND_WORDS: Readonly<Record<EntityKind, string>> = {
  person: '',
  // Not "organisation": its stem is that of "organised", which is a deed.
  organisation: 'company firm agency',
  group: 'group',
  country: 'country',
  place: 'place area',
  thing: '',
  event: '',
};
const KIND_WEIGHT = 0.65;
const STATUS_WEIGHT = 0.8;

/** What every fact that concerns an entity is found by. */
interface Concerned {
  readonly entity: Entity;
  readonly identity: Extra;
  readonly kind: Extra;
  readonly names: readonly (readonly string[])[];
}

/** Turns facts into documents: what each is found by, beside its sentence, and at which weight. */
export function createFactDocs({ entities }: KnowledgeBase): (fact: Fact) => IndexDoc {
  // Worked out once for each entity, not for each of its facts.
  const known = new Map<EntityId, Concerned>();
  const concerned = (id: EntityId): Concerned | [] => {
    const before = known.get(id);
    if (before) return before;
    const entity = entities.get(id);
    if (!entity) return [];
    const result: Concerned = {
      entity,
      identity: { text: identityText(entity), weight: IDENTITY_WEIGHT, shared: true },
      kind: { text: KIND_WORDS[entity.kind], weight: KIND_WEIGHT, shared: true },
      names: longNames(entity),
    };
    known.set(id, result);
    return result;
  };
  return (fact) => {
    const about = fact.about.flatMap(concerned);
    return {
      id: fact.id,
      text: fact.text,
      extras: [
        { text: fact.label, weight: LABEL_WEIGHT },
        ...fact.askedAs.map((text) => ({ text, weight: ASKED_AS_WEIGHT })),
        ...fact.numbers.map(({ value, of }) => ({ text: `${value} ${of}`, weight: NUMBER_WEIGHT })),
        { text: STATUS_WORDS[fact.status], weight: STATUS_WEIGHT, shared: true },
        ...about.map(({ identity }) => identity),
        ...about.map(({ kind }) => kind),
      ],
      marks: about.map(({ entity }) => ({
        term: `@${entity.id}`,
        weight: nameUse(fact.text, entity) === null ? CONCERNED_WEIGHT : 1,
      })),
      names: about.flatMap(({ names }) => names),
      holds: heldBits(fact),
    };
  };
}

function identityText(entity: Entity): string {
  return [entity.name, ...entity.aliases, ...entity.roles.map((role) => role.title)].join(' . ');
}

/** Proper names of two words and more. */
export function longNames(entity: Entity): readonly (readonly string[])[] {
  return [entity.name, ...entity.aliases]
    .filter((name) => isProper(name))
    .map(nameStems)
    .filter((stems) => stems.length > 1);
}

function heldBits(fact: Fact): number {
  return (
    (fact.time ? HOLDS.time : 0) |
    (fact.numbers.length > 0 ? HOLDS.number : 0) |
    (fact.actors.length + fact.saidBy.length > 0 ? HOLDS.name : 0) |
    (fact.places.length > 0 ? HOLDS.place : 0) |
    (fact.reason !== null ? HOLDS.reason : 0)
  );
}
