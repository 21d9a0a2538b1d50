import type { Language, Word } from '../language/language.ts';
import type { EntityId, EntityKind, Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { Field } from '../retrieve/inverted-index.ts';
import type { Synonyms } from '../retrieve/synonyms.ts';
import type { Names } from './names.ts';
import type { TimeGrain } from './query.ts';
import { datesIn, daysIn, isYear, numbersIn } from './understand.ts';

/** A fact, or a text of `rank`, in the form with which questions are compared: its words and its data. */
export interface FactDoc {
  readonly fields: readonly Field[];
  /** Stems and groups of synonyms, with the weight of the best field that has them, in (0, 1]. */
  readonly stems: ReadonlyMap<string, number>;
  /** The label and each line of `asked_as`, as the stems of the words that carry meaning. */
  readonly lines: readonly ReadonlySet<string>[];
  readonly entities: ReadonlySet<EntityId>;
  readonly actors: ReadonlySet<EntityId>;
  readonly speakers: ReadonlySet<EntityId>;
  /** Every number in the text or the data. */
  readonly numbers: ReadonlySet<number>;
  /** Numbers that the fact has as data, with the stems of the things that are counted. */
  readonly counts: readonly { readonly value: number; readonly of: ReadonlySet<string> }[];
  /** Months, weekdays and years of its time. */
  readonly days: ReadonlySet<string>;
  /** Days of a month, as "january 9". */
  readonly dates: ReadonlySet<string>;
  readonly hasTime: boolean;
  readonly hasDuration: boolean;
  /** `null`: not known. */
  readonly hasReason: boolean | null;
  /** How precise its time is: a year, a month, a day. */
  readonly grains: ReadonlySet<TimeGrain>;
  /**
   * The places and countries that the fact is about. For a plain text, this property and the next three hold the stems of words that are
   * written as names.
   */
  readonly places: ReadonlySet<EntityId | string>;
  /** Whoever acts or speaks. */
  readonly doers: ReadonlySet<EntityId | string>;
  /** Persons, groups and organisations that it is about, and whoever acts or speaks. */
  readonly persons: ReadonlySet<EntityId | string>;
  /** Persons by name. */
  readonly named: ReadonlySet<EntityId | string>;
  /** The stems of its sentence in order, without function words. */
  readonly order: readonly string[];
  /** How early in its group a text stands: 1 for the first, a half for the second; 0 outside of groups. */
  readonly opens: number;
  readonly isDenied: boolean;
  /** Whether it is about the future. */
  readonly isFuture: boolean;
}

/** How much a word counts in each part of a fact. The values were set once, on the eight situations with each left out in turn. */
const FIELD_WEIGHTS = { text: 1, label: 1, askedAs: 0.8, time: 0.8, names: 0.6, quotes: 0.4, topic: 0.3 } as const;

/** How much a word counts in each part of a plain text. */
const TEXT_WEIGHTS = { title: 0.8, before: 0.4 } as const;

/** The language, names and synonyms with which facts are read. */
export interface FactReading {
  readonly knowledge: KnowledgeBase;
  readonly language: Language;
  readonly names: Names;
  readonly synonyms: Synonyms;
}

/** @param withAskedAs - `false` to fit weights as if the curator had written no `asked_as` */
// Over 60 lines: one value for each property of a FactDoc, in its order.
export function readFact(fact: Fact, reading: FactReading, withAskedAs = true): FactDoc {
  const { knowledge, language, names, synonyms } = reading;
  const stemsOf = (text: string): readonly string[] => {
    const stems = language.words(text).map(({ stem }) => stem);
    return [...stems, ...synonyms.find(stems).map(({ group }) => group)];
  };
  const contentOf = (text: string): ReadonlySet<string> =>
    new Set(
      language
        .words(text)
        .filter(({ text: word }) => !language.isFunctionWord(word))
        .map(({ stem }) => stem),
    );
  const askedAs = withAskedAs ? fact.askedAs : [];
  const words = language.words(fact.text);
  const texts = words.map(({ text }) => text);
  const { sets } = language;
  const entities = new Set<EntityId>(fact.about);
  for (const { entities: ids } of names.find(words)) if (ids.length === 1 && ids[0]) entities.add(ids[0]);
  const entityNames = fact.about.flatMap((id) => {
    const entity = knowledge.entities.get(id);
    return entity ? [entity.name, ...entity.aliases, ...entity.roles.map(({ title }) => title)] : [];
  });
  const topic = knowledge.topics.find(({ id }) => id === fact.topic);
  const fields: Field[] = [
    { stems: stemsOf(fact.text), weight: FIELD_WEIGHTS.text },
    { stems: stemsOf(fact.label), weight: FIELD_WEIGHTS.label },
    { stems: [...new Set(askedAs.flatMap(stemsOf))], weight: FIELD_WEIGHTS.askedAs },
    { stems: stemsOf(fact.time?.text ?? ''), weight: FIELD_WEIGHTS.time },
    { stems: [...new Set(entityNames.flatMap(stemsOf))], weight: FIELD_WEIGHTS.names },
    { stems: [...new Set(fact.citations.flatMap(({ quote }) => stemsOf(quote)))], weight: FIELD_WEIGHTS.quotes },
    {
      stems: [...new Set([topic?.title ?? '', ...(topic?.aliases ?? [])].flatMap(stemsOf))],
      weight: FIELD_WEIGHTS.topic,
    },
  ];
  const stems = new Map<string, number>();
  for (const field of fields)
    for (const stem of field.stems) stems.set(stem, Math.max(stems.get(stem) ?? 0, field.weight));
  const timeWords = language.words(fact.time?.text ?? '');
  const dayWords = [...timeWords, ...words].map(({ text }) => text);
  const counts = fact.numbers.map(({ value, of, unit }) => ({ value, of: contentOf(`${of} ${unit ?? ''}`) }));
  const kindOf = (id: EntityId): EntityKind | undefined => knowledge.entities.get(id)?.kind;
  return {
    fields,
    stems,
    lines: [fact.label, ...askedAs].map(contentOf),
    entities,
    actors: new Set(fact.actors),
    speakers: new Set(fact.saidBy),
    numbers: new Set([
      ...fact.numbers.map(({ value }) => value),
      ...numbersIn(words, language).map(({ value }) => value),
    ]),
    counts,
    days: new Set(daysIn(dayWords, language)),
    dates: new Set([
      ...datesIn(
        timeWords.map(({ text }) => text),
        language,
      ),
      ...datesIn(texts, language),
    ]),
    hasTime: fact.time !== null,
    hasDuration: [...timeWords, ...fact.numbers.flatMap(({ of }) => language.words(of))].some(({ text }) =>
      sets.timeUnits.has(text),
    ),
    hasReason: fact.reason !== null,
    grains: grainsOf([...timeWords, ...words], language),
    places: new Set([...fact.places, ...fact.about.filter((id) => isPlace(kindOf(id)))]),
    doers: new Set([...fact.actors, ...fact.saidBy]),
    persons: new Set([...fact.actors, ...fact.saidBy, ...[...entities].filter((id) => isActor(kindOf(id)))]),
    named: new Set([...entities].filter((id) => kindOf(id) === 'person')),
    order: orderOf(words, language),
    opens: 0,
    isDenied: texts.some((word) => sets.negations.has(word)),
    isFuture: language.isFuture(texts),
  };
}

/** A text, its title and the text before it; `title` and `before` are empty where there is none. */
export interface TextInGroup {
  readonly text: string;
  readonly title: string;
  readonly before: string;
  /** See `FactDoc.opens`. */
  readonly opens: number;
}

/** Reads a plain text, as `rank` searches. It counts as holding a time, a number or a name where its words contain one. */
export function readText(
  { text, title, before, opens }: TextInGroup,
  { language, synonyms }: Pick<FactReading, 'language' | 'synonyms'>,
): FactDoc {
  const { sets } = language;
  const words = language.words(text);
  const texts = words.map(({ text: word }) => word);
  const names = new Set(
    words.flatMap((word, at) => (isWrittenAsName(word, words[at - 1], language) ? [word.stem] : [])),
  );
  const grains = grainsOf(words, language);
  const numbers = numbersIn(words, language);
  const stems = new Map<string, number>();
  for (const [part, weight] of [
    [text, FIELD_WEIGHTS.text],
    [title, TEXT_WEIGHTS.title],
    [before, TEXT_WEIGHTS.before],
  ] as const) {
    const own = language.words(part).map(({ stem }) => stem);
    for (const stem of [...own, ...synonyms.find(own).map(({ group }) => group)]) {
      stems.set(stem, Math.max(stems.get(stem) ?? 0, weight));
    }
  }
  return {
    fields: [],
    stems,
    lines: [new Set(language.words(title).map(({ stem }) => stem))],
    entities: new Set(),
    actors: new Set(),
    speakers: new Set(),
    numbers: new Set(numbers.map(({ value }) => value)),
    counts: numbers.map(({ value, of }) => ({ value, of: new Set(of) })),
    days: new Set(daysIn(texts, language)),
    dates: new Set(datesIn(texts, language)),
    hasTime: grains.size > 0,
    hasDuration: texts.some((word) => sets.timeUnits.has(word)),
    hasReason: null,
    grains,
    places: names,
    doers: names,
    persons: names,
    named: names,
    order: orderOf(words, language),
    opens,
    isDenied: texts.some((word) => sets.negations.has(word)),
    isFuture: language.isFuture(texts),
  };
}

const orderOf = (words: readonly Word[], language: Language): readonly string[] =>
  words.filter(({ text }) => !language.isFunctionWord(text)).map(({ stem }) => stem);

/** Whether a word within a sentence has a capital letter and is neither a day nor a month. */
const isWrittenAsName = (
  { isCapital, text }: Word,
  before: Word | undefined,
  { isFunctionWord, sets }: Language,
): boolean =>
  isCapital && before?.ends === '' && !isFunctionWord(text) && !sets.months.has(text) && !sets.weekdays.has(text);

const isActor = (kind: EntityKind | undefined): boolean =>
  kind === 'person' || kind === 'organisation' || kind === 'group';
const isPlace = (kind: EntityKind | undefined): boolean => kind === 'place' || kind === 'country';

function grainsOf(words: readonly Word[], { sets }: Language): ReadonlySet<TimeGrain> {
  const grains = new Set<TimeGrain>();
  words.forEach((word, at) => {
    const isDay = (other: Word | undefined): boolean => /^\d{1,2}$/.test(other?.text ?? '');
    if (sets.months.has(word.text)) {
      grains.add('month');
      if (isDay(words[at + 1]) || isDay(words[at - 1])) grains.add('day');
    } else if (sets.weekdays.has(word.text)) grains.add('weekday').add('day');
    else if (isYear(word.text)) grains.add('year');
    else if (sets.clock.has(word.text)) grains.add('clock');
    // A time of day such as "22:30" is two numbers with one character between them.
    else if (isDay(word) && /^\d\d$/.test(words[at + 1]?.text ?? '') && words[at + 1]?.from === word.to + 1)
      grains.add('clock');
  });
  return grains;
}
