import Fuse from 'fuse.js';
import type { KnowledgeBase } from '../knowledge/model.ts';
import { mayAnswer } from '../search/fact-index.ts';
import { fold } from '../text.ts';
import type { Suggestion } from './answer.ts';
import { entityLabel, factLabel, refOf, topicLabel } from './subjects.ts';

export type Via = 'ask' | 'who' | 'when' | 'facts';

/** Discord shows at most this many; also the default here. */
export const SUGGESTIONS_MAX = 25;
/** Nobody types more to find an entry; longer input is a question and gets none. */
const TYPED_MAX_CHARS = 100;
/** fuse.js scores count downwards: 0 is exact. Above this, measured on misspelt names, it finds anything in anything. */
const FUSE_THRESHOLD = 0.34;

/** fuse.js looks at every entry; a misspelling is looked for among this many: entities and topics come first. */
const FUSE_MAX_ENTRIES = 3000;

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

/** Autocomplete: one entry per subject, the most important first; words may be begun, in any order, or misspelt. */
export function createSuggester(knowledge: KnowledgeBase): Suggester {
  const entries = collect(knowledge);
  const fuse = new Fuse(
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
  return {
    suggest(via, typed, limit = SUGGESTIONS_MAX) {
      const wanted = fold(typed.slice(0, TYPED_MAX_CHARS * 2))
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
      const byOrder = (a: Entry, b: Entry): number => a.order[via] - b.order[via];
      const count = Math.max(0, Math.min(limit, SUGGESTIONS_MAX));
      if (wanted === '')
        return [...entries]
          .sort(byOrder)
          .slice(0, count)
          .map((entry) => entry.suggestion);
      if (typed.length > TYPED_MAX_CHARS) return [];
      const words = wanted.split(' ');
      const ranked = entries
        .map((entry) => ({ entry, distance: prefixDistance(entry, words, wanted) }))
        .filter(({ distance }) => distance < 3)
        .sort((a, b) => a.distance - b.distance || byOrder(a.entry, b.entry))
        .map(({ entry }) => entry);
      const found =
        ranked.length > 0
          ? ranked
          : wanted.length > 2
            ? fuse.search(wanted, { limit: count }).map(({ item }) => item.entry)
            : [];
      return found.slice(0, count).map((entry) => entry.suggestion);
    },
  };
}

/** 0: a name begins as typed; 1: every typed word begins a word of one name; 2: of the names together; 3: no match. */
function prefixDistance({ names }: Entry, words: readonly string[], wanted: string): 0 | 1 | 2 | 3 {
  if (names.some((name) => name.startsWith(wanted))) return 0;
  const begins = (name: string): boolean => words.every((word) => ` ${name}`.includes(` ${word}`));
  if (names.some(begins)) return 1;
  return begins(names.join(' ')) ? 2 : 3;
}

const KIND_ORDER = { person: 0, group: 1, organisation: 2, country: 3, place: 4 } as const;

function collect(knowledge: KnowledgeBase): readonly Entry[] {
  const entries: Entry[] = [];
  const key = (text: string): string =>
    fold(text)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
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
