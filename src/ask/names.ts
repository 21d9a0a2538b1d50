import type { Language, Word } from '../language/language.ts';
import type { Entity, EntityId, KnowledgeBase, TopicId } from '../model/knowledge.ts';

/** A sequence of words in a question that names something in the situation. */
export interface Mention {
  /** Indexes into the question's words: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** One entity, or several where the name is shared ("national security adviser"). */
  readonly entities: readonly EntityId[];
}

/** The names of a situation. */
export interface Names {
  /** The names in a question, the longest first where they overlap, in the question's order. */
  find(words: readonly Word[]): readonly Mention[];
  /** Entities whose name, alias or role consists of exactly these words, in upper or lower case. */
  named(words: readonly Word[]): readonly EntityId[];
  /** The topic whose title or alias consists of exactly these words. */
  topic(words: readonly Word[]): TopicId | null;
  /** Whether a stem is that of a word in one of the names. */
  has(stem: string): boolean;
  /** Every name and alias, folded, with the entities that it names; spelling correction and suggestions use it. */
  readonly all: ReadonlyMap<string, readonly EntityId[]>;
}

interface Name {
  readonly words: readonly Word[];
  readonly key: string;
  readonly entities: readonly EntityId[];
  /** Whether the name is an ordinary word that counts as a name only when it is written with a capital: "Reading", "WHO". */
  readonly needsCapital: boolean;
  /** Whether it counts as a name only when it is written in capitals, as initials: "WHO", "US". */
  readonly isInitials: boolean;
}

/**
 * Collects the names of a situation: entities by name, alias and role, shared aliases, and persons also by surname and
 * first name.
 */
// Over 60 lines: each kind of name is added to the same table.
export function createNames(knowledge: KnowledgeBase, language: Language): Names {
  const entitiesOf = new Map<string, Set<EntityId>>();
  const written = new Map<string, string>();
  const add = (text: string, ids: readonly EntityId[]): void => {
    const words = withoutArticle(language.words(text), language);
    if (words.length === 0) return;
    const key = keyOf(words);
    const known = entitiesOf.get(key) ?? new Set();
    for (const id of ids) known.add(id);
    entitiesOf.set(key, known);
    if (!written.has(key)) written.set(key, text);
  };
  const entities = [...knowledge.entities.values()];
  for (const entity of entities) {
    for (const name of [entity.name, ...entity.aliases]) add(name, [entity.id]);
    for (const role of entity.roles) add(role.title, [entity.id]);
  }
  for (const { alias, entities: ids } of knowledge.sharedAliases) add(alias, ids);
  for (const [part, ids] of partsOfNames(entities, language)) {
    if (!entitiesOf.has(keyOf(language.words(part)))) add(part, ids);
  }

  const byFirst = new Map<string, Name[]>();
  const all = new Map<string, readonly EntityId[]>();
  for (const [key, ids] of entitiesOf) {
    const text = written.get(key) ?? key;
    const words = withoutArticle(language.words(text), language);
    const name: Name = {
      words,
      key,
      entities: [...ids],
      needsCapital: words.length === 1 && /\p{Lu}/u.test(text) && isOrdinary(words[0]?.text ?? '', language),
      isInitials: words.length === 1 && /^[\p{Lu}.]+$/u.test(text),
    };
    const first = words[0]?.stem ?? '';
    byFirst.set(first, [...(byFirst.get(first) ?? []), name]);
    all.set(words.map(({ text: word }) => word).join(' '), name.entities);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  const topics = new Map<string, TopicId>();
  for (const topic of knowledge.topics) {
    for (const title of [topic.title, ...topic.aliases]) {
      const key = keyOf(withoutArticle(language.words(title), language));
      if (!topics.has(key)) topics.set(key, topic.id);
    }
  }

  const find = (words: readonly Word[]): readonly Mention[] => {
    const mentions: Mention[] = [];
    for (let from = 0; from < words.length; ) {
      const name = byFirst
        .get(words[from]?.stem ?? '')
        ?.find(
          (each) => each.words.every(({ stem }, at) => words[from + at]?.stem === stem) && mayStand(each, words, from),
        );
      if (!name) {
        from += 1;
        continue;
      }
      const to = from + name.words.length;
      if (!isPartOfLongerName(words, from, to)) mentions.push({ from, to, entities: name.entities });
      from = to;
    }
    return mentions;
  };

  /** "Mexico" within "Mexico City" is another name, unless the situation knows "City". */
  const vocabulary = new Set(
    [...byFirst.values()].flatMap((list) => list.flatMap(({ words }) => words.map(({ stem }) => stem))),
  );
  const isPartOfLongerName = (words: readonly Word[], from: number, to: number): boolean => {
    if (words[from]?.isCapital !== true || words.every(({ isCapital }) => isCapital)) return false;
    const after = words[to];
    return (
      words[to - 1]?.ends === '' &&
      after !== undefined &&
      after.isCapital &&
      after.raw !== words[to - 1]?.raw &&
      !language.isFunctionWord(after.text) &&
      !vocabulary.has(after.stem)
    );
  };

  return {
    find,
    named: (words) => [...(entitiesOf.get(keyOf(withoutArticle(words, language))) ?? [])],
    has: (stem) => vocabulary.has(stem),
    topic: (words) => topics.get(keyOf(withoutArticle(words, language))) ?? null,
    all,
  };
}

/**
 * An ordinary word written with a capital counts where the question writes it so; the capital of a sentence's first word proves
 * nothing.
 */
function mayStand(name: Name, words: readonly Word[], from: number): boolean {
  if (!name.needsCapital) return true;
  const word = words[from];
  if (word === undefined) return false;
  if (name.isInitials) return /^[\p{Lu}.]{2,}$/u.test(word.raw) && !words.every(({ raw }) => raw === raw.toUpperCase());
  const opensSentence = from === 0 || words[from - 1]?.ends !== '';
  return word.isCapital && !opensSentence;
}

const isOrdinary = (word: string, language: Language): boolean =>
  word.length < 2 || language.isFunctionWord(word) || language.isLightWord(word) || language.isCommonWord(word);

const keyOf = (words: readonly Word[]): string => words.map(({ stem }) => stem).join(' ');

function withoutArticle(words: readonly Word[], language: Language): readonly Word[] {
  const [first] = words;
  return words.length > 1 && first && language.sets.articles.has(first.text) ? words.slice(1) : words;
}

/**
 * Surnames and first names of persons, the last two words of longer names ("Nurse Ben Lee"), and the initials of names of three
 * words and more, where only one entity has them.
 */
function partsOfNames(entities: readonly Entity[], language: Language): ReadonlyMap<string, readonly EntityId[]> {
  const parts = new Map<string, Set<EntityId>>();
  const add = (part: string | undefined, id: EntityId): void => {
    if (part === undefined || part.length < 3 || language.isFunctionWord(part.toLowerCase())) return;
    parts.set(part, (parts.get(part) ?? new Set()).add(id));
  };
  for (const { kind, name, id } of entities) {
    const words = name.split(/\s+/);
    if (kind === 'person' && words.length > 1) {
      add(words.at(-1), id);
      add(words[0], id);
      if (words.length > 2) add(words.slice(-2).join(' '), id);
    } else if (words.length > 2) {
      add(
        words
          .filter((word) => /^\p{Lu}/u.test(word))
          .map((word) => word[0])
          .join(''),
        id,
      );
    }
  }
  return new Map([...parts].filter(([, ids]) => ids.size === 1).map(([part, ids]) => [part, [...ids]]));
}
