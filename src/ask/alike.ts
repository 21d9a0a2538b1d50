import { setImmediate } from 'node:timers/promises';
import type { InboxGroup, InboxItem } from '../model/inbox.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { Query } from './query.ts';
import { dot } from './signals.ts';
import { understand } from './understand.ts';

/**
 * Two questions that ask for the same detail of the same names are alike where they share at least this part of their words. Among 307
 * lines of `asked_as` of the bundled situation (2026-11-28), 15 of the 16 pairs that this joins are about one fact. A group is
 * settled by one press, so a wrong pair costs more than a pair that is missed.
 */
const SHARED_MEANINGS = 0.6;
/** They are also alike where the cosine of their vectors is at least this. */
const SAME_QUESTION_COSINE = 0.97;
/** Reading a text takes about a millisecond; after so many texts, other work gets its turn. */
const READ_AT_ONCE = 20;

/** The understood questions of a text. */
interface Gist {
  /** The part that must be equal in similar texts: the kind of question, names, numbers and days, for each question in the text. */
  readonly key: string;
  /** Names that the question gives as the doer. */
  readonly doers: readonly string[];
  /** The stems of its words, or the groups of synonyms that they belong to. */
  readonly meanings: ReadonlySet<string>;
  readonly vector: Float32Array | null;
}

/**
 * Groups items that are alike: questions that ask the same, and reports on the same fact. The group with the most items comes
 * first; of groups of equal size, the older one.
 *
 * @param encode - the vector of a question; `null` where there is none
 */
export async function groupItems(
  items: readonly InboxItem[],
  corpus: FactCorpus,
  encode: (query: Query) => Promise<Float32Array | null>,
): Promise<readonly InboxGroup[]> {
  const groups: { readonly gist: Gist; readonly items: [InboxItem, ...InboxItem[]] }[] = [];
  const byText = new Map<string, Gist>();
  for (const [at, item] of items.entries()) {
    if (at % READ_AT_ONCE === READ_AT_ONCE - 1) await setImmediate();
    const text = `${item.kind} ${item.facts[0] ?? ''} ${item.text}`;
    const gist = byText.get(text) ?? (await gistOf(item, corpus, encode));
    byText.set(text, gist);
    // An item is compared only with the first of a group, so that a group does not drift from one question to another.
    const group = groups.find((each) => isAlike(each.gist, gist));
    if (group) group.items.push(item);
    else groups.push({ gist, items: [item] });
  }
  return groups.map(({ items: alike }) => ({ items: alike })).sort((a, b) => b.items.length - a.items.length);
}

async function gistOf(
  { kind, text, facts: [reported] }: InboxItem,
  corpus: FactCorpus,
  encode: (query: Query) => Promise<Float32Array | null>,
): Promise<Gist> {
  const nothing = { doers: [], meanings: new Set<string>(), vector: null };
  if (kind === 'report' && reported !== undefined) return { ...nothing, key: `report ${reported}` };
  const message = understand(text, corpus.situation);
  const queries = message.kind === 'questions' ? message.queries : [];
  const [query] = queries;
  if (query === undefined) return { ...nothing, key: `${kind} text ${foldedText(text, corpus)}` };
  const meanings = new Set(queries.flatMap((each) => meaningsOf(each, corpus)));
  const names = queries.map(({ asked, mentions, numbers, days, dates }) => [
    ...[asked, mentions.flatMap(({ entities }) => entities).sort()],
    ...[numbers.map(({ value }) => value).sort(), [...days, ...dates].sort()],
  ]);
  const isBare = meanings.size === 0 && queries.every(({ mentions }) => mentions.length === 0);
  return {
    key: `${kind} ${JSON.stringify(names)}${isBare ? foldedText(text, corpus) : ''}`,
    doers: queries.flatMap(({ doers }) => doers).sort(),
    meanings,
    vector: queries.length === 1 ? await encode(query) : null,
  };
}

function meaningsOf({ words, terms }: Query, { synonyms }: FactCorpus): readonly string[] {
  const stems = words.map(({ stem }) => stem);
  const groupOf = new Map<string, string>();
  for (const { from, to, group } of synonyms.find(stems)) {
    for (const stem of stems.slice(from, to)) if (!groupOf.has(stem)) groupOf.set(stem, group);
  }
  return terms.flatMap(({ stem, mention }) => (mention === null ? [groupOf.get(stem) ?? stem] : []));
}

const foldedText = (text: string, { language }: FactCorpus): string =>
  language
    .words(text)
    .map(({ text: word }) => word)
    .join(' ');

function isAlike(a: Gist, b: Gist): boolean {
  if (a.key !== b.key) return false;
  // The doers are compared, because "Did Iran attack the U.S.?" has the same names and words as "Did the U.S. attack Iran?".
  const bothNameADoer = a.doers.length > 0 && b.doers.length > 0;
  if (bothNameADoer && a.doers.join() !== b.doers.join()) return false;
  if (a.vector !== null && b.vector !== null && dot(a.vector, b.vector) >= SAME_QUESTION_COSINE) return true;
  const all = new Set([...a.meanings, ...b.meanings]).size;
  const shared = [...a.meanings].filter((meaning) => b.meanings.has(meaning)).length;
  return all === 0 || shared / all >= SHARED_MEANINGS;
}
