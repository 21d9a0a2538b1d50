import type { KnowledgeBase } from '../model/knowledge.ts';
import { nameStems } from '../question/lexicon.ts';
import { FUNCTION_WORDS } from '../question/word-classes.ts';
import { longNames } from './fact-doc.ts';
import { type Readings, withoutFlag } from './reader.ts';
import type { TermTable } from './term-table.ts';

/** A word of the situation's title counts as taken for granted while at most this share of the facts has it. */
const AMBIENT_SHARE = 0.15;

/** Stems of what the title names and the facts hardly repeat, and of what only the one-word name of a topic says. */
export function findAmbient(knowledge: KnowledgeBase, readings: Readings, table: TermTable): ReadonlySet<string> {
  const uses = countUses(readings, table, namesByFirst(knowledge, table));
  const usesOf = (stem: string): number => uses[table.term(stem)] ?? 0;
  const inTitle = nameStems(knowledge.title).filter((each) => usesOf(each) <= AMBIENT_SHARE * readings.count);
  const inTopics = knowledge.topics
    .flatMap((topic) => [topic.title, ...topic.aliases].map(nameStems))
    .flatMap((stems) => (stems.length === 1 ? stems : []));
  return new Set([...inTitle, ...inTopics.filter((each) => usesOf(each) === 0)]);
}

/** Names of two words and more as terms, function words left out, by their first: looking for every name in every fact would take long. */
function namesByFirst(knowledge: KnowledgeBase, table: TermTable): ReadonlyMap<number, readonly (readonly number[])[]> {
  const names = new Map<number, (readonly number[])[]>();
  for (const name of [...knowledge.entities.values()].flatMap(longNames)) {
    const terms = name.filter((each) => !FUNCTION_WORDS.has(each)).map((each) => table.term(each));
    const known = names.get(terms[0] ?? -1);
    if (known) known.push(terms);
    else if (terms[0] !== undefined) names.set(terms[0], [terms]);
  }
  return names;
}

/** @returns by term: how many texts have it outside of longer names */
function countUses(
  { order, count }: Readings,
  table: TermTable,
  names: ReadonlyMap<number, readonly (readonly number[])[]>,
): Uint32Array {
  const uses = new Uint32Array(table.termCount);
  /** By term: the last text, from 1, in which it was counted. */
  const countedIn = new Uint32Array(table.termCount);
  for (let doc = 0; doc < count; doc++) {
    const terms = order.list(doc);
    let nameEnd = 0;
    for (let at = 0; at < terms.length; at++) {
      const term = withoutFlag(terms[at] ?? 0);
      for (const name of names.get(term) ?? []) {
        if (name.every((each, offset) => withoutFlag(terms[at + offset] ?? 0) === each))
          nameEnd = Math.max(nameEnd, at + name.length);
      }
      if (at < nameEnd || countedIn[term] === doc + 1) continue;
      countedIn[term] = doc + 1;
      uses[term] = (uses[term] ?? 0) + 1;
    }
  }
  return uses;
}
