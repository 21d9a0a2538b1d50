/** Drafts facts and entities from an article, for a curator to reword, complete and accept. */

import { type Dossier, readDossier } from '../knowledge/dossier.ts';
import { fullDay } from '../knowledge/known-date.ts';
import { namesByEntity } from '../knowledge/rules/entities.ts';
import { ID_MAX_CHARS } from '../knowledge/schema.ts';
import { countWords, nameKey } from '../knowledge/wording.ts';
import type { Article } from './article.ts';
import { type Attribution, attributeInTurn, type NamedSpan } from './attribution.ts';
import type { Entry } from './edit-yaml.ts';
import { abbreviates, type FoundEntity, readNames, type Sentence } from './names.ts';
import { type FoundNumber, readNumbers } from './numbers.ts';
import { chooseQuote } from './quote.ts';
import { datesSomething, type FoundTime, readTimes } from './times.ts';

/** A sentence of the article, and what became of it. */
export interface ListedSentence extends Sentence {
  /** Ids of facts that cite it already. */
  readonly citedBy: readonly string[];
  /** The id of its draft; null where it is cited already or is not a statement. */
  readonly draft: string | null;
}

export interface Drafts {
  readonly sentences: readonly ListedSentence[];
  readonly facts: readonly Entry[];
  readonly entities: readonly Entry[];
}

/** Sentences with fewer words are headings and captions. */
const SENTENCE_MIN_WORDS = 4;
/** Longer sentences come from tables and broken pages, and reading them takes quadratic time. */
const SENTENCE_MAX_CHARS = 2000;

/** @param source - the id of the source whose text the article is */
export async function draftFacts(folder: string, source: string, article: Article): Promise<Drafts> {
  const dossier = await readDossier(folder, () => undefined);
  const sentences = article.paragraphs.flatMap((each, p) =>
    each.map((text, s): Sentence => ({ paragraph: p + 1, sentence: s + 1, text })),
  );
  const meta = dossier.sources?.find(({ id }) => id === source)?.value;
  const published = fullDay(meta?.published) ?? article.published;
  const language = meta?.language ?? dossier.situation?.value.language ?? 'en';
  // The names, times and numbers of other languages are for the curator to find.
  const isEnglish = /^en\b/i.test(language);
  const readable = sentences.filter(({ text }) => text.length <= SENTENCE_MAX_CHARS);
  const found = isEnglish ? readNames(readable) : [];
  const cast = castOf(found, dossier, source);
  const cited = citationsOf(dossier, source);
  const ids = new Set([...(dossier.facts ?? []), ...dossier.drafts.map(({ item }) => item)].map(({ id }) => id));
  const topic = dossier.topics?.[0]?.id ?? null;

  const listed: ListedSentence[] = [];
  const facts: Entry[] = [];
  const used = new Set<string>();
  const attribute = attributeInTurn();
  for (const sentence of sentences) {
    const names = cast.namesIn(sentence);
    const said = isEnglish ? attribute(sentence, names) : { saidBy: [], via: [] };
    const citedBy = cited.get(`${sentence.paragraph} ${sentence.sentence}`) ?? [];
    const isDrafted = citedBy.length === 0 && isStatement(sentence.text);
    const id = freeId(`${source}-p${sentence.paragraph}-s${sentence.sentence}`, ids);
    listed.push({ ...sentence, citedBy, draft: isDrafted ? id : null });
    if (!isDrafted) continue;
    ids.add(id);
    for (const { id: name } of names) used.add(name);
    for (const name of said.saidBy) used.add(name);
    facts.push(draftFact({ id, source, topic, sentence, names, said, published, isEnglish, kindOf: cast.kindOf }));
  }
  return { sentences: listed, facts, entities: cast.entries.filter(({ value }) => used.has(String(value.id))) };
}

const isStatement = (text: string): boolean =>
  text.length <= SENTENCE_MAX_CHARS && countWords(text) >= SENTENCE_MIN_WORDS && /[.!?。！？]["'”’)\]]*$/u.test(text);

interface FactParts {
  readonly id: string;
  readonly source: string;
  readonly topic: string | null;
  readonly sentence: Sentence;
  readonly names: readonly NamedSpan[];
  readonly said: Attribution;
  readonly published: string | null;
  readonly isEnglish: boolean;
  readonly kindOf: (id: string) => string | undefined;
}

function draftFact({ id, source, topic, sentence, names, said, published, isEnglish, kindOf }: FactParts): Entry {
  const { paragraph, sentence: number, text } = sentence;
  const times = isEnglish ? readTimes(text, published) : [];
  const numbers = isEnglish ? readNumbers(text, [...times.filter(datesSomething), ...names]) : [];
  const { saidBy, via } = said;
  const places = [...new Set(placesOf(text, names, kindOf).map((name) => name.id))];
  const about = [...new Set(names.map((name) => name.id))].filter(
    (each) => ![...saidBy, ...via, ...places].includes(each),
  );
  const time = times.find(({ edtf }) => edtf !== null) ?? times[0];
  const others = times.filter((each) => each !== time).map((each) => each.text);
  const value = {
    id,
    draft: true,
    text: null,
    label: null,
    topic,
    importance: 3,
    ...(saidBy.length > 0 && { said_by: saidBy }),
    ...(via.length > 0 && { via }),
    ...(places.length > 0 && { places }),
    ...(about.length > 0 && { about }),
    ...(time !== undefined && { time: timeValue(time) }),
    ...(numbers.length > 0 && { numbers: numbers.map(numberValue) }),
    cites: [{ source, paragraph, sentence: number, quote: chooseQuote(text, [...times, ...numbers, ...names]) }],
  };
  const further = others.length === 0 ? '' : `\nFurther times: ${others.join('; ')}`;
  return { value, comment: `¶${paragraph} sentence ${number}: ${text}${further}` };
}

/** Places after a preposition, and those that go on from one: "in Norway, Sweden and Finland". */
function placesOf(text: string, names: readonly NamedSpan[], kindOf: FactParts['kindOf']): readonly NamedSpan[] {
  const places: NamedSpan[] = [];
  for (const name of names) {
    if (!/^(?:place|country)$/.test(kindOf(name.id) ?? '')) continue;
    const before = text.slice(0, name.start);
    const since = before.slice(places.at(-1)?.end ?? 0);
    const goesOn = places.length > 0 && /^(?:,|,? (?:and|or))(?: the)? $/.test(since);
    if (goesOn || /\b(?:in|at|near|from|across|throughout|outside|to)(?: the)? $/i.test(before)) places.push(name);
  }
  return places;
}

function timeValue({ text, edtf, relation }: FoundTime): Readonly<Record<string, string>> {
  const key = relation ?? 'text';
  return { [key]: text, ...(edtf !== null && { edtf }) };
}

/** As the format writes it: `{at least: 3, of: …}`. */
function numberValue({ value, to, bound, of, unit, per }: FoundNumber): Readonly<Record<string, string | number>> {
  const given = to === undefined ? { [bound ?? 'value']: value } : { from: value, to };
  return { ...given, of, ...(unit !== undefined && { unit }), ...(per !== undefined && { per }) };
}

interface Cast {
  readonly namesIn: (sentence: Sentence) => readonly NamedSpan[];
  readonly kindOf: (id: string) => string | undefined;
  /** Those who are not in entities.yml yet. */
  readonly entries: readonly Entry[];
}

/** The entities that the article names: those that the situation already has, and drafts of the others. */
function castOf(found: readonly FoundEntity[], dossier: Dossier, source: string): Cast {
  const owners = new Map<string, string>();
  const kinds = new Map<string, string | undefined>();
  const ids = new Set<string | null>();
  for (const [id, names] of namesByEntity(dossier)) for (const name of names) owners.set(nameKey(name), id);
  for (const { id, value } of dossier.entities ?? []) if (id !== null) kinds.set(id, value.kind);
  for (const { kind, item } of dossier.drafts) {
    const { name, aliases, kind: drafted } = readDraftNames(item.value);
    if (kind !== 'entity' || item.id === null) continue;
    kinds.set(item.id, drafted);
    for (const each of [name, ...aliases]) if (each !== undefined) owners.set(nameKey(each), item.id);
  }
  for (const id of kinds.keys()) ids.add(id);

  const drafted: { readonly id: string; readonly entity: FoundEntity; readonly aliases: readonly string[] }[] = [];
  const mentions = new Map<Sentence, NamedSpan[]>();
  for (const entity of found) {
    const known = [entity.name, ...entity.aliases]
      .map((name) => owners.get(nameKey(name)))
      .find((id) => id !== undefined);
    const id = known ?? freeId(slug(entity.name), ids);
    for (const { at, start, end } of entity.mentions)
      mentions.set(at, [...(mentions.get(at) ?? []), { id, start, end }]);
    if (known !== undefined) continue;
    ids.add(id);
    kinds.set(id, entity.kind);
    const aliases = entity.aliases.filter((alias) => !owners.has(nameKey(alias)));
    for (const name of [entity.name, ...aliases]) owners.set(nameKey(name), id);
    drafted.push({ id, entity, aliases });
  }
  const entries = drafted.map(({ id, entity, aliases }): Entry => {
    const other = likelySame(entity.name, found, owners);
    const value = entityValue(id, entity, aliases, source);
    if (other === undefined || other === id) return { value };
    return {
      value,
      comment: `Perhaps the same as ${other}: then add this name to its aliases, and delete this draft.`,
    };
  });
  return {
    entries,
    kindOf: (id) => kinds.get(id),
    namesIn: (sentence) => (mentions.get(sentence) ?? []).sort((a, b) => a.start - b.start),
  };
}

/** Whom a name may name, too: "Texas" in "Texas A&M"; what an acronym that the text does not explain may stand for. */
function likelySame(
  name: string,
  found: readonly FoundEntity[],
  owners: ReadonlyMap<string, string>,
): string | undefined {
  const words = nameKey(name).split(' ');
  const starts = words.slice(1).map((_, at) => words.slice(0, words.length - 1 - at).join(' '));
  const shorter = starts.map((start) => owners.get(start)).find((id) => id !== undefined);
  if (shorter !== undefined || !/^\p{Lu}{2,}$/u.test(name)) return shorter;
  const meaning = found.find((other) => other.name.includes(' ') && abbreviates(name, other.name.split(' ')));
  return meaning && owners.get(nameKey(meaning.name));
}

function entityValue(id: string, entity: FoundEntity, aliases: readonly string[], source: string): Entry['value'] {
  const { kind, name, roles, mentions } = entity;
  const importance = mentions.length > 5 ? 4 : mentions.length > 2 ? 3 : 2;
  return {
    id,
    draft: true,
    kind,
    name,
    importance,
    ...(aliases.length > 0 && { aliases }),
    ...(roles.length > 0 && {
      roles: roles.map(({ title, former, quote, at }) => ({
        title,
        ...(former && { former }),
        cites: [{ source, paragraph: at.paragraph, sentence: at.sentence, quote }],
      })),
    }),
  };
}

function readDraftNames(value: object): { name?: string; kind?: string; aliases: readonly string[] } {
  const text = (key: string): string | undefined => {
    const found: unknown = Object.entries(value).find(([each]) => each === key)?.[1];
    return typeof found === 'string' ? found : undefined;
  };
  const aliases: unknown = 'aliases' in value ? value.aliases : [];
  const [name, kind] = [text('name'), text('kind')];
  return {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { kind }),
    aliases: Array.isArray(aliases) ? aliases.filter((each) => typeof each === 'string') : [],
  };
}

/** "paragraph sentence" → ids of the facts that cite it, drafts included. */
function citationsOf(dossier: Dossier, source: string): ReadonlyMap<string, readonly string[]> {
  const cited = new Map<string, string[]>();
  const note = (id: string | null, cite: unknown): void => {
    if (typeof cite !== 'object' || cite === null) return;
    const { source: of, paragraph, sentence } = { source: null, paragraph: null, sentence: null, ...cite };
    if (of !== source) return;
    const key = `${paragraph} ${sentence}`;
    cited.set(key, [...(cited.get(key) ?? []), id ?? 'a fact without id']);
  };
  for (const fact of dossier.facts ?? []) for (const { value } of fact.cites) note(fact.id, value);
  for (const { kind, item } of dossier.drafts) {
    const cites: unknown = 'cites' in item.value ? item.value.cites : [];
    if (kind === 'fact' && Array.isArray(cites)) for (const cite of cites) note(item.id, cite);
  }
  return cited;
}

/** "Jake Sullivan" → "jake-sullivan". */
export function slug(name: string): string {
  const plain = nameKey(name)
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return (plain === '' ? 'unnamed' : plain).slice(0, ID_MAX_CHARS).replace(/-+$/, '');
}

function freeId(wanted: string, taken: ReadonlySet<string | null>): string {
  const base = wanted.slice(0, ID_MAX_CHARS).replace(/-+$/, '');
  if (!taken.has(base)) return base;
  for (let n = 2; ; n += 1) {
    const id = `${base.slice(0, ID_MAX_CHARS - 4)}-${n}`;
    if (!taken.has(id)) return id;
  }
}
