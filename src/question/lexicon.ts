import type { Entity, EntityId, KnowledgeBase } from '../model/knowledge.ts';
import { demonyms } from './demonyms.ts';
import { EVERYDAY_FORMS, isEverydayForm, isRealWord } from './everyday-words.ts';
import { type FactWords, readFactWords } from './fact-words.ts';
import { createSpeller, likeliest, type Nearest, type Speller } from './spelling.ts';
import { stem } from './stem.ts';
import { tokenize } from './tokens.ts';
import { FUNCTION_WORDS, LIGHT_WORDS } from './word-classes.ts';

/** The words that a situation uses. */
export interface Vocabulary {
  has(word: string): boolean;
  hasStem(stem: string): boolean;
  /** Part of a name, rather than a word of the facts only. */
  inName(word: string): boolean;
  /**
   * The words of the situation and of everyday English that an unknown one may be, the likeliest first; none for words of
   * everyday English, which are no misspellings.
   */
  nearest(word: string): readonly Nearest[];
}

/** A way to name entities, as stems without articles. */
export interface NamePhrase {
  readonly stems: readonly string[];
  readonly entities: readonly EntityId[];
  /** `name`: a name or alias; `role`: what somebody is ("secretary of state"); `part`: the core of a role ("secretary"). */
  readonly via: 'name' | 'role' | 'part';
  /** Spelled with capitals in the situation: a proper name rather than a description. */
  readonly proper: boolean;
}

export interface Lexicon {
  readonly vocabulary: Vocabulary;
  /** Longest phrases first, by their first stem. */
  phrasesFrom(stem: string): readonly NamePhrase[];
  /** Every stem of an entity's names, aliases and roles. */
  identity(id: EntityId): ReadonlySet<string>;
  /** Whether one of an entity's names stands, whole, among these stems: "US secretary of state" names the United States. */
  namedIn(id: EntityId, stems: ReadonlySet<string>): boolean;
  readonly entities: ReadonlyMap<EntityId, Entity>;
}

/** Collects words and how often they occur. */
export class WordCounts {
  readonly counts = new Map<string, number>();
  add(text: string): void {
    for (const { word } of tokenize(text)) this.addWord(word, 1);
  }
  addWord(word: string, times: number): void {
    this.counts.set(word, (this.counts.get(word) ?? 0) + times);
  }
}

/** "happend" is a misspelt light word; shorter ones are too near to everything. */
const LIGHT_MIN_CHARS = 6;

/** A word of the situation is likelier than one of everyday English that is as near. */
const EVERYDAY_COST = 0.3;
let everydaySpeller: Speller | null = null;

function everydayNear(word: string): readonly Nearest[] {
  everydaySpeller ??= createSpeller(EVERYDAY_FORMS, () => 0);
  return everydaySpeller.nearest(word).map((near) => ({ ...near, cost: near.cost + EVERYDAY_COST }));
}

export function createVocabulary(
  counts: ReadonlyMap<string, number>,
  nameWords: ReadonlySet<string> | null = null,
): Vocabulary {
  const words = [...new Set([...counts.keys(), ...[...LIGHT_WORDS].filter((word) => word.length >= LIGHT_MIN_CHARS)])];
  const stems = new Set([...counts.keys()].map(stem));
  // Made for the first unknown word: a reload need not wait for it. A misspelt word is never a function word: those that are
  // misspelt have their own table.
  let speller: Speller | null = null;
  const openSpeller = (): Speller =>
    createSpeller(
      words.map((word) => (FUNCTION_WORDS.has(word) ? '' : word)),
      (index) => counts.get(words[index] ?? '') ?? 0,
    );
  return {
    has: (word) => counts.has(word),
    hasStem: (wanted) => stems.has(wanted),
    inName: (word) => nameWords === null || nameWords.has(word),
    nearest(word) {
      if (isEverydayForm(word) || FUNCTION_WORDS.has(word) || LIGHT_WORDS.has(word)) return [];
      speller ??= openSpeller();
      // A rare word is seldom a slip. Where facts decide, only two letters changed over make "solider" the word that they use;
      // in plain texts the risk of another letter is worth it.
      if (isRealWord(word)) {
        const near = likeliest(speller.nearest(word)).filter(({ distance, sameStart }) => distance === 1 && sameStart);
        return nameWords === null ? near : near.filter(({ word: known }) => isTransposed(word, known));
      }
      return likeliest([...speller.nearest(word), ...everydayNear(word)]);
    },
  };
}

/** Two neighbouring letters have changed places, and nothing else differs. */
function isTransposed(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

export function isEverydayWord(word: string): boolean {
  return isRealWord(word) || FUNCTION_WORDS.has(word) || LIGHT_WORDS.has(word);
}

const ARTICLES: ReadonlySet<string> = new Set(['the', 'a', 'an']);

/** The stems of a name without articles: "The Pentagon" → `pentagon`. */
export function nameStems(name: string): string[] {
  return tokenize(name)
    .filter((token) => !ARTICLES.has(token.word))
    .map((token) => stem(token.word));
}

/** @param factWords - of the situation's facts */
export function createLexicon(
  knowledge: KnowledgeBase,
  factWords: FactWords = readFactWords(knowledge.facts),
): Lexicon {
  const counts = new WordCounts();
  const collected = new Map<
    string,
    { stems: readonly string[]; entities: Set<EntityId>; via: NamePhrase['via']; proper: boolean }
  >();
  const rankOf = { name: 2, role: 1, part: 0 } as const;
  const add = (stems: readonly string[], id: EntityId, via: NamePhrase['via'], proper: boolean): void => {
    const key = stems.join(' ');
    if (!key) return;
    const known = collected.get(key);
    // An explicit name beats a role, and a role and the core of another role stand side by side: both people are that.
    if (!known || (rankOf[via] === 2 && rankOf[known.via] < 2))
      collected.set(key, { stems, entities: new Set([id]), via, proper });
    else if (rankOf[known.via] === 2 && rankOf[via] < 2) return;
    else known.entities.add(id);
  };

  for (const shared of knowledge.sharedAliases) {
    for (const id of shared.entities) add(nameStems(shared.alias), id, 'name', false);
    counts.add(shared.alias);
  }
  const entities = [...knowledge.entities.values()];
  for (const entity of entities) {
    for (const name of [entity.name, ...entity.aliases]) {
      add(nameStems(name), entity.id, 'name', isProper(name));
      counts.add(name);
    }
  }
  for (const entity of entities) {
    for (const role of entity.roles) {
      counts.add(role.title);
      for (const { stems, whole } of roleParts(role.title)) add(stems, entity.id, whole ? 'role' : 'part', false);
    }
    // "Sullivan" for Jake Sullivan and "Syrian" for Syria need no alias, unless they are somebody else's.
    for (const derived of derivedNames(entity)) {
      counts.add(derived);
      const stems = nameStems(derived);
      if (!collected.has(stems.join(' '))) add(stems, entity.id, 'name', true);
    }
  }
  for (const [word, count] of factWords.counts) counts.addWord(word, count);
  for (const topic of knowledge.topics) for (const text of [topic.title, ...topic.aliases]) counts.add(text);
  for (const group of knowledge.synonyms) for (const text of group) counts.add(text);

  const nameWords = new Set(
    entities
      .flatMap((entity) => [entity.name, ...entity.aliases, ...derivedNames(entity)])
      .flatMap((name) => tokenize(name).map((token) => token.word)),
  );
  const byFirst = new Map<string, NamePhrase[]>();
  for (const { stems, entities: ids, via, proper } of collected.values()) {
    const first = stems[0] ?? '';
    const list = byFirst.get(first) ?? [];
    list.push({ stems, entities: [...ids], via, proper });
    byFirst.set(first, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.stems.length - a.stems.length);

  const identities = new Map<EntityId, ReadonlySet<string>>();
  const namesAsStems = new Map<EntityId, readonly (readonly string[])[]>();
  return {
    vocabulary: createVocabulary(counts.counts, nameWords),
    phrasesFrom: (first) => byFirst.get(first) ?? [],
    identity(id) {
      const known = identities.get(id);
      if (known) return known;
      const entity = knowledge.entities.get(id);
      const names = entity
        ? [entity.name, ...entity.aliases, ...entity.roles.map((role) => role.title), ...derivedNames(entity)]
        : [];
      const shared = knowledge.sharedAliases.filter((s) => s.entities.includes(id)).map((s) => s.alias);
      const result = new Set([...names, ...shared].flatMap(nameStems));
      identities.set(id, result);
      return result;
    },
    namedIn(id, stems) {
      const entity = knowledge.entities.get(id);
      if (!entity) return false;
      const known = namesAsStems.get(id) ?? [entity.name, ...entity.aliases].map(nameStems);
      namesAsStems.set(id, known);
      return known.some((wanted) => wanted.length > 0 && wanted.every((each) => stems.has(each)));
    },
    entities: knowledge.entities,
  };
}

/** Every word but articles and prepositions begins with a capital or a digit: "Saudi Arabia", but not "Palestinian group". */
export function isProper(name: string): boolean {
  return tokenize(name).every((token) => FUNCTION_WORDS.has(token.word) || /^[\p{Lu}\p{N}]/u.test(token.raw));
}

const NAME_PART_MIN_CHARS = 3;

function derivedNames(entity: Entity): readonly string[] {
  if (entity.kind === 'country' || entity.kind === 'place') return demonyms(entity.name);
  if (entity.kind !== 'person') return [];
  const parts = entity.name.split(/\s+/).filter((part) => part.length >= NAME_PART_MIN_CHARS && /^\p{Lu}/u.test(part));
  const [first = '', ...others] = parts;
  const last = others.at(-1);
  if (last === undefined) return [];
  // In a chat people are called by their first name; "Will" and "Grant" are words far more often.
  return isEverydayForm(first.toLowerCase()) ? [last] : [last, first];
}

/** Words before a role that change it into another role: a deputy director is no director. */
const CHANGES_ROLE: ReadonlySet<string> = new Set(
  'deputy vice assistant associate acting interim under junior shadow sub pro co honorary elect designate'.split(' '),
);
const PREPOSITIONS: ReadonlySet<string> = new Set(['of', 'for', 'in', 'at', 'to', 'on', 'from']);

/** "White House National Security Adviser" is also a national security adviser, a security adviser and an adviser. */
function roleParts(title: string): readonly { readonly stems: readonly string[]; readonly whole: boolean }[] {
  const words = tokenize(title)
    .map((token) => token.word)
    .filter((word) => !ARTICLES.has(word));
  const cut = words.findIndex((word, at) => at > 0 && PREPOSITIONS.has(word));
  const head = cut < 0 ? words : words.slice(0, cut);
  const rest = cut < 0 ? [] : words.slice(cut);
  const parts = [{ stems: words.map(stem), whole: true }];
  for (let start = 0; start < head.length; start++) {
    if (start > 0 && CHANGES_ROLE.has(head[start - 1] ?? '')) break;
    const part = head.slice(start);
    if (start > 0) parts.push({ stems: [...part, ...rest].map(stem), whole: false });
    if (rest.length > 0) parts.push({ stems: part.map(stem), whole: false });
  }
  return parts;
}
