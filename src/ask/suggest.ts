import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Language } from '../language/language.ts';
import type { Subject, Suggestion, Via } from '../model/answer.ts';
import type { Entity, EntityId, Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip, fold, sentenceCase } from '../model/text.ts';
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
  /** The question who somebody is. */
  readonly isPerson?: boolean;
}

const ASKS_WHO = /^who (?:is|are|was|were)\b/;

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
    const entries = entriesFor(via, knowledge, language).sort((a, b) => a.order - b.order);
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
      // Matches in the words that are shown come before matches in hidden ones.
      const label = ` ${key(entries[item]?.suggestion.label ?? '')}`;
      if (!words.every((word) => label.includes(` ${word}`))) return 2;
      if (words.length === 1) return opening.has(item) ? 0 : 1;
      return names.some((name) => name.startsWith(typed)) ? 0 : 1;
    };
    const sorted = [...items].sort((a, b) => rankOf(a) - rankOf(b) || a - b).flatMap((item) => entries[item] ?? []);
    // "Who is" begins the question for a person first, and then other questions.
    const [people, others] = [true, false].map((wanted) =>
      sorted.filter(({ isPerson = false }) => isPerson === wanted),
    );
    return ASKS_WHO.test(typed) ? [...(people ?? []), ...(others ?? [])] : sorted;
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
      const first = (list: readonly Entry[]): readonly Suggestion[] => {
        // Of several questions that one fact answers the best is offered.
        const distinct = new Map<string, Suggestion>();
        for (const { suggestion } of list) {
          if (distinct.size === count) break;
          if (!distinct.has(suggestion.value)) distinct.set(suggestion.value, suggestion);
        }
        return [...distinct.values()];
      };
      const wanted = key(typed.slice(0, TYPED_MAX_CHARS * 2));
      const offer = offerOf(via);
      if (wanted === '') return first(offer.entries);
      if (typed.length > TYPED_MAX_CHARS) return [];
      const words = wanted.split(' ');
      // "whos" is "who is".
      const written = words.flatMap((word) => language.words(word).map(({ text }) => text));
      const respelt = words.map((word) => {
        const meant = language.words(word)[0];
        return (offer.begun.find([word]).items.length === 0 && meant && vocabulary.correct(meant)) || word;
      });
      const telling = words.filter((word, at) => at === words.length - 1 || !language.isFunctionWord(word));
      for (const list of [words, written, respelt, telling]) {
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

function entriesFor(via: Via, knowledge: KnowledgeBase, language: Language): Entry[] {
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
    case 'ask': {
      const restoreNames = namesRestorer(knowledge, language);
      return [
        ...facts.flatMap((fact, at) => questionEntries(fact, at, questionsOf(fact, language).map(restoreNames))),
        ...entityEntries(() => 2).map((each, at) => asQuestion(each, entities[at] as Entity)),
      ];
    }
  }
}

/** So many questions are offered for one fact: what it is asked for by, and what its data answers. */
const QUESTIONS_MAX = 6;

/** The questions that a fact answers, the best first: lines of `asked_as`, and what its data answers. */
export function questionsOf({ label, time, numbers, askedAs }: Fact, language: Language): readonly string[] {
  const own = askedAs
    .filter((line) => line.length < LABEL_MAX_CHARS && isQuestion(line, language))
    .map((line) => `${sentenceCase(line).replace(/\?$/, '')}?`);
  // Only these forms fit any words of a curator: "How many money that was pledged?" and "When did it happen: Number of cases?" do not.
  const counted = numbers.map(({ of, unit }) => question(unit === undefined ? ASKS_NUMBER : ASKS_AMOUNT, of));
  const dated = time === null || own.some((line) => line.startsWith('When')) ? [] : [question('When: “', label, '”')];
  const questions = [...own.slice(0, 1), ...counted, ...dated, ...own.slice(1)].slice(0, QUESTIONS_MAX);
  return questions.length > 0 ? questions : [question('What is known of “', label, '”')];
}

const ASKS_NUMBER = 'What is the number of ';
const ASKS_AMOUNT = 'What is the amount of ';
/** A question for a number is also found by the words that people begin it with. */
const asTyped = (line: string): string =>
  line.replace(ASKS_NUMBER, 'how many ').replace(ASKS_AMOUNT, 'how much how many ');

const question = (before: string, words: string, after = ''): string =>
  `${before}${clip(words, LABEL_MAX_CHARS - before.length - after.length - 1)}${after}?`;

/**
 * Gives names that a curator typed in small letters the capitals that they have in the situation. A name that is also an ordinary
 * word there, or a word of grammar ("WHO"), is left as it is.
 */
function namesRestorer({ entities, facts }: KnowledgeBase, language: Language): (line: string) => string {
  const wordsInUse = new Set(facts.flatMap(({ label, text }) => `${label} ${text}`.split(NOT_WORD)));
  const forms = new Map(
    [...entities.values()]
      .flatMap(({ kind, name, aliases }) => [name, ...aliases, ...(kind === 'person' ? name.split(' ') : [])])
      .map((form) => [form.toLowerCase(), form] as const)
      .filter(([small, form]) => small !== form && !wordsInUse.has(small) && !language.isFunctionWord(small)),
  );
  const longest = new Map<string, number>();
  for (const small of forms.keys()) {
    const words = small.split(' ');
    longest.set(words[0] ?? '', Math.max(words.length, longest.get(words[0] ?? '') ?? 0));
  }
  return (line) => {
    // Words at even places, and what stands between them at odd ones.
    const pieces = line.split(BETWEEN_WORDS);
    for (let at = 0; at < pieces.length; at += 2) {
      for (let words = longest.get(pieces[at] ?? '') ?? 0; words > 0; words -= 1) {
        const form = forms.get(pieces.slice(at, at + words * 2 - 1).join(''));
        if (form === undefined) continue;
        pieces.splice(at, words * 2 - 1, form);
        break;
      }
    }
    return pieces.join('');
  };
}
const NOT_WORD = /[^\p{L}\p{N}]+/u;
const BETWEEN_WORDS = /([^\p{L}\p{N}]+)/u;

/** A fact as questions. The first can also be found by the fact's other words. */
function questionEntries(fact: Fact, at: number, questions: readonly string[]): readonly Entry[] {
  const { label, text, askedAs, headline, importance } = fact;
  const [first = '', ...more] = questions;
  const asEntry = (label: string, names: readonly string[], band: number) =>
    entry({ kind: 'fact', id: fact.id }, label, names.map(key), band, importance, at);
  return [
    asEntry(first, [asTyped(first), label, text, ...askedAs], headline ? 0 : 1),
    ...more.map((each) => asEntry(each, [asTyped(each), label], 1)),
  ];
}

/** It begins with a question word or an auxiliary verb, and says something. */
function isQuestion(line: string, language: Language): boolean {
  const words = language.words(line).map(({ text }) => text);
  const [first = ''] = words;
  // "Number of" asks, too, but is no question.
  const asks = language.asking(words)?.from === 0 && language.isFunctionWord(first);
  return words.length >= 3 && (asks || language.sets.auxiliaries.has(first));
}

function asQuestion(each: Entry, { kind, name }: Entity): Entry {
  const isPerson = PEOPLE.has(kind);
  const label = clip(`${isPerson ? 'Who' : 'What'} ${isPlural(name) ? 'are' : 'is'} ${name}?`, LABEL_MAX_CHARS);
  return { ...each, isPerson, suggestion: { ...each.suggestion, label }, names: [...each.names, key(label)] };
}
const PEOPLE: ReadonlySet<Entity['kind']> = new Set(['person', 'group']);

/** "Iran-backed groups", "Militias in Iraq": a name whose noun is an ordinary word in the plural. */
const isPlural = (name: string): boolean => /\s\p{Ll}+[^s\s]s$|^\p{Lu}\p{Ll}+[^s\s]s \p{Ll}/u.test(name);

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

/** The form in which names and typed text are compared: folded, with single blanks between words. */
const key = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
