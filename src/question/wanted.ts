import type { Word } from './correct.ts';
import { isParticiple } from './sentence.ts';
import { stem } from './stem.ts';
import { AUXILIARIES, FUNCTION_WORDS } from './word-classes.ts';

/** The kind of thing that the noun of a question names: "what **year**", "what was the **attendance**", "which **composer**", "what **song**". */
export type Wanted = 'time' | 'number' | 'name' | 'title';

/** Common nouns that name a kind of answer, not the ones of any one field. */
const NOUNS = {
  time: 'year century decade date month era period day season',
  number:
    'attendance price cost rate percentage percent age score rating runtime latitude longitude temperature gross population speed ranking salary budget revenue distance number amount length height weight size depth width area capacity duration value',
  name: 'person individual man woman actor actress director author writer artist composer singer musician poet painter critic emperor king queen president minister leader member candidate band group team tribe company firm entity organization organisation body agency network studio party player scientist philosopher character country city state university school club court church law award battle war language religion faith sport',
  title:
    'song album film movie show series episode book novel poem play title name phrase term word single magazine newspaper painting game nickname synonym quote saying slogan website',
} as const satisfies Record<Wanted, string>;

const WANTED: ReadonlyMap<string, Wanted> = new Map(
  (Object.keys(NOUNS) as Wanted[]).flatMap((wanted) =>
    NOUNS[wanted].split(' ').map((noun): [string, Wanted] => [stem(noun), wanted]),
  ),
);

/** Words between "which" and its noun: "which famous French composer". */
const NOUN_PHRASE_MAX_WORDS = 4;
const BEFORE_NOUN: ReadonlySet<string> = new Set('is are was were has have the its his her their'.split(' '));

/** What the noun behind "what" or "which" wants, wherever in the question they stand; null where it names no kind that is known. */
export function findWanted(words: readonly Word[]): Wanted | null {
  let at = words.findIndex(({ word }) => word === 'what' || word === 'which') + 1;
  if (at === 0) return null;
  while (BEFORE_NOUN.has(words[at]?.word ?? '')) at += 1;
  let wanted: Wanted | null = null;
  for (const { word, stem: stemmed } of words.slice(at, at + NOUN_PHRASE_MAX_WORDS)) {
    // "which band played": what is done is not what is wanted.
    if (FUNCTION_WORDS.has(word) || AUXILIARIES.has(word) || isParticiple(word)) break;
    wanted = WANTED.get(stemmed) ?? wanted;
  }
  return wanted;
}
