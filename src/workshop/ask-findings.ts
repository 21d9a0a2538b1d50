/** The findings of `check --ask`: lines that are not answered as their curator expects, and facts that no question finds. */

import type { Dossier } from '../knowledge/dossier.ts';
import type { Place, Problem } from '../knowledge/problem.ts';
import { nameKey } from '../knowledge/wording.ts';
import { shellWord } from './shell-word.ts';
import { type Engines, placeOf, type Tried, tryLines, unreachedFacts } from './trial.ts';

/** Asks everything, and reports what was not answered as expected, in the order of the files and lines. */
export async function findByAsking(dossier: Dossier, engines: Engines): Promise<readonly Problem[]> {
  const found: Problem[] = [];
  const report = (place: Place | null | undefined, message: string, remedy: string): void => {
    if (place) found.push({ ...place, message, remedy });
  };
  const tried = await tryLines(engines);
  const claimed = claimedByTwo(dossier);
  for (const each of tried) {
    // A line that several facts claim has one finding already.
    if ('fact' in each.place && claimed.has(wordsOf(each.q))) continue;
    const place = placeOf(each.place, dossier);
    const told = describe(each, dossier);
    if (told) report(place && { ...place, id: 'fact' in each.place ? each.place.fact : null }, ...told);
  }
  for (const { q, claims } of claimed.values()) {
    const [first, second] = claims;
    const message = `"${q}" is claimed by ${claims.map(({ id }) => id).join(' and ')}, so neither answers it surely`;
    if (first && second) report(second.place, message, 'keep it in the fact that answers it better');
  }
  for (const id of await unreachedFacts(engines.sitrep, tried)) {
    const place = dossier.facts?.find((fact) => fact.id === id)?.place();
    report(
      place,
      'no question reaches the fact, not even its label',
      'give it a clearer label, or ways to ask in "asked_as"',
    );
  }
  const files = [...dossier.files.values()].map(({ path }) => path);
  return found.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

const whyOf = (q: string, { folder }: Dossier): string =>
  `see why: npm run -s ask -- --knowledge ${shellWord(folder)} --why ${shellWord(q)}`;

/** @returns what is wrong with an answer, and the remedy; null where nothing is wrong */
function describe(tried: Tried, dossier: Dossier): readonly [message: string, remedy: string] | null {
  const { kind, verdict, q, expected, facts, got } = tried;
  if (verdict === 'right') return null;
  const asked = JSON.stringify(q);
  const wanted = expected.join(' or ');
  const other = facts[0] ?? 'something else';
  const isShown = facts.some((id) => expected.includes(id));
  const drawn = topicThatDraws(tried, dossier);
  if (drawn !== null && !isShown) {
    const remedy = 'take that alias from the topic, or expect one of the facts that it lists';
    return [`${asked} lists the topic "${drawn.id}", because of its name "${drawn.name}"`, remedy];
  }
  // It is no finding that a line is answered less surely when it is not listed, because asked_as exists for such lines.
  if (kind === 'wording') {
    if (got !== 'answered' || isShown) return null;
    const remedy = `add words to the label of ${wanted} that tell it from ${other}, or a few more ways to ask`;
    return [`${asked} works word for word only: where it is worded differently, ${other} answers`, remedy];
  }
  if (kind === 'choose')
    return [`${asked} does not offer ${expected.join(', ')}`, 'list the name in "shared_aliases" of entities.yml'];
  if (kind === 'far' && verdict === 'closest') {
    const remedy = 'remove "far", if the fact is near after all';
    return [`${asked} shows ${other} as the closest, though nothing is near`, remedy];
  }
  if (kind === 'far' || kind === 'near')
    return [`${asked} is answered by ${other}, though nothing should answer it`, whyOf(q, dossier)];
  if (verdict === 'answered')
    return [
      `${asked} is answered by ${other}, not only shown as close`,
      `if that answers it, write "kind: answered"; otherwise ${whyOf(q, dossier)}`,
    ];
  const remedy = `add words that people use to the label or to "asked_as" of ${wanted}, or as synonyms`;
  if (verdict === 'closest')
    return [`${asked} is not answered: ${wanted} is only among the closest (${facts.join(', ')})`, remedy];
  if (verdict === 'refused') return [`${asked} is not answered: nothing that is held seems near`, remedy];
  if (got === 'answered') {
    const apart = `tell the two apart by their labels or "asked_as", or expect ${other}, too`;
    return [`${asked} is answered by ${other}, not by ${wanted}`, apart];
  }
  return [`${asked} is not answered, and ${wanted} is not among the closest (${facts.join(', ') || got})`, remedy];
}

/** A question that consists only of a topic's name lists the facts of that topic. */
function topicThatDraws(
  { topic, q }: Tried,
  { topics }: Dossier,
): { readonly id: string; readonly name: string } | null {
  const found = topics?.find(({ id }) => id === topic);
  if (topic === null || found === undefined) return null;
  const names = [found.value.title ?? '', ...(found.value.aliases ?? [])];
  const [name = topic] = names.toSorted((a, b) => likeness(b, q) - likeness(a, q));
  return { id: topic, name };
}

/**
 * How well a question covers a name. Each word of the name is compared with all words of the question, and keeps the most first
 * letters that it shares with one of them: "negotiations" and "negotiating" share nine. The word with the fewest decides.
 */
function likeness(name: string, q: string): number {
  const words = nameKey(q).split(' ');
  const begun = (a: string, b: string): number => {
    const at = [...a].findIndex((letter, i) => letter !== b[i]);
    return at < 0 ? a.length : at;
  };
  return Math.min(
    ...nameKey(name)
      .split(' ')
      .map((part) => Math.max(...words.map((word) => begun(part, word)))),
  );
}

interface Claim {
  readonly id: string;
  readonly place: Place;
}

/** A line without case, punctuation and articles. */
const wordsOf = (q: string): string =>
  nameKey(q)
    .split(' ')
    .filter((word) => !['a', 'an', 'the'].includes(word))
    .join(' ');

/** The words of those lines of `asked_as` that several facts have. */
function claimedByTwo({
  facts,
}: Dossier): ReadonlyMap<string, { readonly q: string; readonly claims: readonly Claim[] }> {
  const byWords = new Map<string, { readonly q: string; readonly claims: Claim[] }>();
  for (const fact of facts ?? []) {
    if (fact.value.status === 'superseded' || fact.value.status === 'retracted') continue;
    for (const [i, q] of (fact.value.asked_as ?? []).entries()) {
      const held = byWords.get(wordsOf(q)) ?? { q, claims: [] };
      if (!held.claims.some(({ id }) => id === fact.id))
        held.claims.push({ id: fact.id ?? '', place: fact.place('asked_as', i) });
      byWords.set(wordsOf(q), held);
    }
  }
  return new Map([...byWords].filter(([, { claims }]) => claims.length > 1));
}
