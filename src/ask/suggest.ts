import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Language } from '../language/language.ts';
import type { Subject, Suggestion, Via } from '../model/answer.ts';
import type { Entity, EntityId, Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip, fold } from '../model/text.ts';
import { BegunWords } from '../retrieve/begun-words.ts';
import { createFuzzyList } from '../retrieve/fuzzy-list.ts';
import type { Vocabulary } from '../retrieve/vocabulary.ts';
import { entityLabel, factLabel, LABEL_MAX_CHARS, refOf, topicLabel } from './subjects.ts';

/** Discord shows at most this many; also the default here. */
export const SUGGESTIONS_MAX = 25;
/** Nobody types more to find an entry; longer input is a question and gets none. */
const TYPED_MAX_CHARS = 100;
/** Above this share of wrong characters fuse.js finds anything in anything; measured on misspelt names. */
const NAME_THRESHOLD = 0.4;
/** Two letters of five make another name: "Larch" is not "Birch". */
const NAME_DISTANCE_MAX = 0.35;
const MISSPELT_MIN_CHARS = 3;

/** Autocomplete: words may be begun, in any order, or misspelt. `/ask` is offered questions, the others subjects. */
export interface Suggester {
  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[];
  /** The entity whose name is nearest to a misspelt one; empty where none is near enough. */
  alike(typed: string): readonly EntityId[];
}

interface Entry {
  readonly suggestion: Suggestion;
  /** What it may be found by, folded. */
  readonly names: readonly string[];
  /** Lower comes first. */
  readonly order: number;
}

/** What one command offers: made when it is first asked for, so that a reload does not wait for it. */
interface Offer {
  readonly entries: readonly Entry[];
  readonly begun: BegunWords;
}

// Over 60 lines: the ways to find an entry share the lists that are made once.
export function createSuggester(knowledge: KnowledgeBase, vocabulary: Vocabulary, language: Language): Suggester {
  const offers = new Map<Via, Offer>();
  const offerOf = (via: Via): Offer => {
    const known = offers.get(via);
    if (known) return known;
    const entries = entriesFor(via, knowledge).sort((a, b) => a.order - b.order);
    const offer = { entries, begun: new BegunWords(entries.map(({ names }) => names)) };
    offers.set(via, offer);
    return offer;
  };
  const namesOfEntities = new Map(
    [...knowledge.entities.values()].flatMap((entity) => namesOf(entity).map((name) => [name, entity.id] as const)),
  );
  let fuzzy: ReturnType<typeof createFuzzyList> | undefined;

  const found = ({ entries, begun }: Offer, words: readonly string[]): readonly Entry[] => {
    const { items, opening } = begun.find(words);
    const typed = words.join(' ');
    const rankOf = (item: number): number => {
      const names = entries[item]?.names ?? [];
      // What stands in the entry as shown comes before what it is only found by.
      const label = ` ${key(entries[item]?.suggestion.label ?? '')}`;
      if (!words.every((word) => label.includes(` ${word}`))) return 2;
      if (words.length === 1) return opening.has(item) ? 0 : 1;
      return names.some((name) => name.startsWith(typed)) ? 0 : 1;
    };
    return [...items].sort((a, b) => rankOf(a) - rankOf(b) || a - b).flatMap((item) => entries[item] ?? []);
  };

  const alike = (typed: string): readonly EntityId[] => {
    const wanted = key(typed);
    if (wanted.length < MISSPELT_MIN_CHARS) return [];
    fuzzy ??= createFuzzyList([...namesOfEntities.keys()], NAME_THRESHOLD);
    const nearest = fuzzy.nearest(wanted);
    if (nearest === null || nearest.distance > NAME_DISTANCE_MAX) return [];
    // A word that the situation knows is not misspelt: the mayor of one town is not the mayor of another.
    const own = new Set(nearest.entry.split(' '));
    const names = wanted.split(' ').filter((word) => vocabulary.has(word) && !language.isFunctionWord(word));
    const id = names.every((word) => own.has(word)) ? namesOfEntities.get(nearest.entry) : undefined;
    return id === undefined ? [] : [id];
  };

  return {
    alike,
    suggest(via, typed, limit = SUGGESTIONS_MAX) {
      const count = Math.max(0, Math.min(limit, SUGGESTIONS_MAX));
      const first = (list: readonly Entry[]): readonly Suggestion[] =>
        list.slice(0, count).map(({ suggestion }) => suggestion);
      const wanted = key(typed.slice(0, TYPED_MAX_CHARS * 2));
      const offer = offerOf(via);
      if (wanted === '') return first(offer.entries);
      if (typed.length > TYPED_MAX_CHARS) return [];
      const words = wanted.split(' ');
      const respelt = words.map((word) => {
        const meant = language.words(word)[0];
        return (offer.begun.find([word]).items.length === 0 && meant && vocabulary.correct(meant)) || word;
      });
      const telling = words.filter((word, at) => at === words.length - 1 || !language.isFunctionWord(word));
      for (const list of [words, respelt, telling]) {
        const entries = list.length > 0 ? found(offer, list) : [];
        if (entries.length > 0) return first(entries);
      }
      const ids = new Set(alike(typed).map((id) => refOf({ kind: 'entity', id })));
      return first(offer.entries.filter(({ suggestion }) => ids.has(suggestion.value as ReturnType<typeof refOf>)));
    },
  };
}

const KIND_ORDER = {
  person: 0,
  group: 1,
  organisation: 2,
  country: 3,
  place: 4,
  thing: 5,
  event: 6,
} as const satisfies Record<Entity['kind'], number>;

function entriesFor(via: Via, knowledge: KnowledgeBase): Entry[] {
  const entities = [...knowledge.entities.values()];
  const facts = knowledge.facts.filter(mayAnswer);
  const entityEntries = (band: (entity: Entity) => number) =>
    entities.map((entity, at) =>
      entry(
        { kind: 'entity', id: entity.id },
        entityLabel(entity),
        namesOf(entity),
        band(entity),
        entity.importance,
        at,
      ),
    );
  const topics = (band: number) =>
    knowledge.topics.map((topic, at) =>
      entry({ kind: 'topic', id: topic.id }, topicLabel(topic), [topic.title, ...topic.aliases].map(key), band, 5, at),
    );
  const factEntries = (band: (fact: Fact) => number, labelled = factLabel) =>
    facts.map((fact, at) =>
      entry(
        { kind: 'fact', id: fact.id },
        labelled(fact),
        [key(fact.label), key(fact.text)],
        band(fact),
        fact.importance,
        at,
      ),
    );
  switch (via) {
    case 'who':
      return entityEntries(({ kind }) => KIND_ORDER[kind]);
    case 'when':
      return [...factEntries(({ time }) => (time ? 0 : 1)), ...entityEntries(() => 2)];
    case 'facts':
      return [...topics(0), ...entityEntries(() => 1), ...factEntries(() => 2)];
    case 'ask':
      return [
        ...facts.map((fact, at) => questionEntry(fact, at)),
        ...entityEntries(() => 2).map((each, at) => asQuestion(each, entities[at] as Entity)),
      ];
  }
}

/** A fact as the question that it answers: a line of `asked_as` that is one, else what its data answers. */
function questionEntry(fact: Fact, at: number): Entry {
  const line = fact.askedAs.find((each) => each.trim().split(/\s+/).length >= 3 && each.length < LABEL_MAX_CHARS);
  const label = line
    ? `${line.slice(0, 1).toUpperCase()}${line.slice(1).replace(/\?$/, '')}?`
    : `${askedOf(fact)}: ${fact.label}`;
  const names = [label, fact.label, fact.text, ...fact.askedAs].map(key);
  return entry({ kind: 'fact', id: fact.id }, label, names, fact.headline ? 0 : 1, fact.importance, at);
}

function askedOf({ time, numbers, reason, askedAs: _ }: Fact): string {
  if (numbers.length > 0) return 'How many';
  if (reason !== null) return 'Why';
  return time ? 'When' : 'What';
}

function asQuestion(each: Entry, { kind, name }: Entity): Entry {
  const isPerson = kind === 'person' || kind === 'group';
  const label = clip(`${isPerson ? 'Who' : 'What'} is ${name}?`, LABEL_MAX_CHARS);
  return { ...each, suggestion: { ...each.suggestion, label }, names: [...each.names, key(label)] };
}

const IMPORTANCE_MAX = 5;
/** One number for the order: band, importance within it, then place in the file. */
function entry(
  subject: Subject,
  label: string,
  names: readonly string[],
  band: number,
  importance: number,
  at: number,
): Entry {
  return {
    suggestion: { value: refOf(subject), label: clip(label, LABEL_MAX_CHARS) },
    names: [...new Set([...names, key(label)])],
    order: band * 100 + (IMPORTANCE_MAX - importance) * 10 + at / 1e6,
  };
}

const namesOf = ({ name, aliases, roles }: Entity): readonly string[] =>
  [name, ...aliases, ...roles.map(({ title }) => title)].map(key);

/** As names and typed text are compared: folded, words separated by single blanks. */
const key = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
