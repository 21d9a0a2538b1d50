import Fuse from 'fuse.js';
import type { FactId, KnowledgeBase } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';
import { BegunWords } from '../search/begun-words.ts';
import { mayAnswer } from '../search/fact-index.ts';
import type { Suggestion } from './answer.ts';
import { entityLabel, factLabel, refOf, topicLabel } from './subjects.ts';

export type Via = 'ask' | 'who' | 'when' | 'facts';

/** Discord shows at most this many; also the default here. */
export const SUGGESTIONS_MAX = 25;
/** Nobody types more to find an entry; longer input is a question and gets none. */
const TYPED_MAX_CHARS = 100;
/** fuse.js scores count downwards: 0 is exact. Above this, measured on misspelt names, it finds anything in anything. */
const FUSE_THRESHOLD = 0.34;

/** Fewer letters are too near to everything. */
const MISSPELT_MIN_CHARS = 3;
/** Above every `Entry.order`. */
const ORDER_RANGE = 10_000;
/** fuse.js looks at every entry and takes long for long texts: it gets short ones, and at most this many entities and topics. */
const FUSE_MAX_ENTRIES = 1000;
/** From here on what is typed is a question rather than a name. */
const QUESTION_MIN_WORDS = 3;

interface Entry {
  readonly suggestion: Suggestion;
  /** Names, aliases, roles, label: folded. */
  readonly names: readonly string[];
  /** Lower comes first, for each option. */
  readonly order: Readonly<Record<Via, number>>;
}

export interface Suggester {
  suggest(via: Via, typed: string, limit?: number): readonly Suggestion[];
}

/** Typed words are many only in a question; of so many that fit, those that count most are looked at closely. */
const CLOSE_LOOK = 2000;
/** Facts that a question half typed is offered. */
const FOUND_MAX = 5;

export interface SuggesterParts {
  readonly knowledge: KnowledgeBase;
  /** Known words that a misspelt one may be, the likeliest first. */
  readonly nearest: (word: string) => readonly { readonly word: string }[];
  /** The facts that a text is about, best first: what is typed may be a question rather than a name. */
  readonly find: (text: string) => readonly FactId[];
}

/**
 * Autocomplete: one entry per subject, the most important first. Words may be begun, in any order, or misspelt; where no name has
 * them, the facts come that a search for them finds.
 *
 * Everything is made when first asked for, so that a reload does not wait for it.
 */
export function createSuggester({ knowledge, nearest, find }: SuggesterParts): Suggester {
  const entries = once(() => collect(knowledge));
  const begun = once(() => new BegunWords(entries().map(({ names }) => names)));
  const byValue = once(() => new Map(entries().map((entry) => [entry.suggestion.value, entry])));
  const inTexts = once(() => new BegunWords(knowledge.facts.map((fact) => (mayAnswer(fact) ? [key(fact.text)] : []))));
  const fuse = once(() => fuseOver(entries().filter(({ suggestion }) => !suggestion.value.startsWith('fact:'))));

  /** The entries that have all words, nearest first. */
  const named = (via: Via, wanted: string, count: number): readonly Entry[] => {
    const words = wanted.split(' ');
    const { items, opening } = begun().find(words);
    const found = items
      .map((item) => ({ entry: entries()[item], item }))
      .flatMap(({ entry, item }) => (entry ? [{ entry, item }] : []));
    const close = words.length === 1 ? found : least(found, CLOSE_LOOK, ({ entry }) => entry.order[via]);
    // A single word tells by itself whether a name begins with it; of several, their order in the names must be looked at.
    const distanceOf = ({ entry, item }: { readonly entry: Entry; readonly item: number }): number =>
      words.length > 1 ? prefixDistance(entry, words, wanted) : opening.has(item) ? 0 : 1;
    return least(close, count, (each) => distanceOf(each) * ORDER_RANGE + each.entry.order[via]).map(
      ({ entry }) => entry,
    );
  };

  /** Words that no name has, as the situation spells them. */
  const respelt = (wanted: string): string =>
    wanted
      .split(' ')
      .map((word) => (begun().find([word]).items.length > 0 ? word : (nearest(word)[0]?.word ?? word)))
      .join(' ');

  const factsOf = (via: Via, ids: readonly FactId[]): readonly Entry[] =>
    via === 'who' ? [] : ids.flatMap((id) => byValue().get(refOf({ kind: 'fact', id })) ?? []);

  /** Facts whose sentence has the words. */
  const told = (via: Via, wanted: string, count: number): readonly Entry[] => {
    const found = inTexts()
      .find(wanted.split(' '))
      .items.flatMap((item) => knowledge.facts[item]?.id ?? []);
    return least(factsOf(via, found), count, ({ order }) => order[via]);
  };

  /** What is typed is a question: its last word is taken for the commonest that begins so. */
  const searched = (via: Via, wanted: string): readonly Entry[] => {
    const words = wanted.split(' ');
    if (via === 'who' || words.length < QUESTION_MIN_WORDS) return [];
    const last = words.pop() ?? '';
    const whole = begun().commonest(last) ?? inTexts().commonest(last) ?? last;
    return factsOf(via, find([...words, whole].join(' '))).slice(0, FOUND_MAX);
  };

  /** What is not yet typed to its end is misspelt in another way than a word is. */
  const alike = (wanted: string, count: number): readonly Entry[] =>
    wanted.length < MISSPELT_MIN_CHARS || wanted.split(' ').length >= QUESTION_MIN_WORDS
      ? []
      : fuse()
          .search(wanted, { limit: count })
          .map(({ item }) => item.entry);

  return {
    suggest(via, typed, limit = SUGGESTIONS_MAX) {
      const wanted = key(typed.slice(0, TYPED_MAX_CHARS * 2));
      const count = Math.max(0, Math.min(limit, SUGGESTIONS_MAX));
      const first = (found: readonly Entry[]): readonly Suggestion[] =>
        found.slice(0, count).map(({ suggestion }) => suggestion);
      if (wanted === '') return first(least(entries(), count, ({ order }) => order[via]));
      if (typed.length > TYPED_MAX_CHARS) return [];
      const ways = [
        () => named(via, wanted, count),
        () => named(via, respelt(wanted), count),
        () => told(via, wanted, count),
        () => searched(via, wanted),
        () => alike(wanted, count),
      ];
      for (const find of ways) {
        const found = find();
        if (found.length > 0) return first(found);
      }
      return [];
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The few that come first by a number, in order; ties as they stand. Cost grows with the list, not with its order. */
function least<T>(list: readonly T[], count: number, numberOf: (each: T) => number): readonly T[] {
  const kept: { readonly each: T; readonly number: number }[] = [];
  for (const each of list) {
    const number = numberOf(each);
    if (kept.length >= count && number >= (kept.at(-1)?.number ?? Number.POSITIVE_INFINITY)) continue;
    let at = kept.length;
    while (at > 0 && (kept[at - 1]?.number ?? 0) > number) at -= 1;
    kept.splice(at, 0, { each, number });
    if (kept.length > count) kept.pop();
  }
  return kept.map(({ each }) => each);
}

function fuseOver(entries: readonly Entry[]): Fuse<{ entry: Entry; names: string[] }> {
  return new Fuse(
    entries.slice(0, FUSE_MAX_ENTRIES).map((entry) => ({
      entry,
      names: entry.names.flatMap((name) => [name, ...name.split(' ').filter((word) => word.length > 3)]),
    })),
    {
      keys: ['names'],
      threshold: FUSE_THRESHOLD,
      ignoreLocation: false,
      distance: 30,
      includeScore: true,
      minMatchCharLength: 2,
    },
  );
}

/** 0: a name begins as typed; 1: every typed word begins a word of one name; 2: of the names together. */
function prefixDistance({ names }: Entry, words: readonly string[], wanted: string): 0 | 1 | 2 {
  if (names.some((name) => name.startsWith(wanted))) return 0;
  return names.some((name) => words.every((word) => ` ${name}`.includes(` ${word}`))) ? 1 : 2;
}

/** As names and typed text are compared: folded, words separated by single blanks. */
function key(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const KIND_ORDER = { person: 0, group: 1, organisation: 2, country: 3, place: 4, thing: 5, event: 6 } as const;

function collect(knowledge: KnowledgeBase): readonly Entry[] {
  const entries: Entry[] = [];
  // One number for the order: band (100 apart), importance within it, then place in the file.
  const order = (band: number, importance: number, at: number): number => band * 100 + (5 - importance) * 10 + at / 1e6;
  [...knowledge.entities.values()].forEach((entity, at) => {
    const shared = knowledge.sharedAliases
      .filter((each) => each.entities.includes(entity.id))
      .map((each) => each.alias);
    entries.push({
      suggestion: { value: refOf({ kind: 'entity', id: entity.id }), label: entityLabel(entity) },
      names: [
        ...new Set(
          [
            entity.name,
            ...entity.aliases,
            ...entity.roles.map((role) => role.title),
            ...shared,
            entityLabel(entity),
          ].map(key),
        ),
      ],
      order: {
        who: order(KIND_ORDER[entity.kind], entity.importance, at),
        when: order(6, entity.importance, at),
        facts: order(1, entity.importance, at),
        ask: order(2, entity.importance, at),
      },
    });
  });
  knowledge.topics.forEach((topic, at) => {
    entries.push({
      suggestion: { value: refOf({ kind: 'topic', id: topic.id }), label: topicLabel(topic) },
      names: [...new Set([topic.title, ...topic.aliases, topicLabel(topic)].map(key))],
      order: { who: order(9, 3, at), when: order(8, 3, at), facts: order(0, 5, at), ask: order(3, 3, at) },
    });
  });
  knowledge.facts.forEach((fact, at) => {
    if (!mayAnswer(fact)) return;
    entries.push({
      suggestion: { value: refOf({ kind: 'fact', id: fact.id }), label: factLabel(fact) },
      names: [key(factLabel(fact))],
      order: {
        who: order(10, fact.importance, at),
        when: order(fact.time ? 0 : 1, fact.importance, at),
        facts: order(2, fact.importance, at),
        ask: order(fact.headline ? 0 : 1, fact.importance, at),
      },
    });
  });
  return entries;
}
