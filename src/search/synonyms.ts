import { memoize } from '../question/memo.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { GENERAL_SYNONYMS } from './general-synonyms.ts';

/** A stretch of a text that stands for a group of words with one meaning. */
export interface Concept {
  readonly from: number;
  /** After its last word. */
  readonly to: number;
  readonly group: number;
}

/** Groups of words and phrases that mean the same. A text is indexed under the groups that it mentions, so phrases cost a search nothing. */
export interface Synonyms {
  /** All stretches that are members of a group; of those that start at one word, the longest only for each group. */
  find(stems: readonly string[]): readonly Concept[];
  /** The members of groups that begin with a stem, the longest first. */
  startingWith(stem: string): readonly Member[];
  /** The groups of which a word by itself is a member. */
  groupsOf(stem: string): readonly number[];
  /** In (0, 1): how much a synonym counts of what the word itself would. */
  quality(group: number): number;
  /** The stems of a group's words, and the first of each of its phrases: where in a text the group begins. */
  members(group: number): readonly string[];
}

/** The curator said that they mean the same here; the general list only says so of most situations. */
const CURATED_QUALITY = 0.95;
const GENERAL_QUALITY = 0.7;
const NO_MEMBERS: readonly Member[] = [];
const NO_GROUPS: readonly number[] = [];

/** A word or phrase of a group. */
export interface Member {
  /** At least one. */
  readonly stems: readonly string[];
  readonly group: number;
}

export function createSynonyms(
  curated: readonly (readonly string[])[],
  general: readonly (readonly string[])[] = GENERAL_SYNONYMS,
): Synonyms {
  const own = curated.map(membersOf);
  const byFirst = new Map<string, Member[]>();
  const firsts: string[][] = [];
  [...own, ...keptApart(general.map(membersOf), own)].forEach((members, group) => {
    const starts = new Set<string>();
    for (const stems of members.values()) {
      const [first = ''] = stems;
      const list = byFirst.get(first);
      if (list) list.push({ stems, group });
      else byFirst.set(first, [{ stems, group }]);
      starts.add(first);
    }
    firsts.push([...starts]);
  });
  for (const list of byFirst.values()) list.sort((a, b) => b.stems.length - a.stems.length || a.group - b.group);
  const groupsOf = new Map(
    Array.from(byFirst, ([first, list]) => [
      first,
      list.filter(({ stems }) => stems.length === 1).map(({ group }) => group),
    ]),
  );
  const startingWith = (stem: string): readonly Member[] => byFirst.get(stem) ?? NO_MEMBERS;
  const findAt = (stems: readonly string[], from: number): readonly Concept[] =>
    startingWith(stems[from] ?? '')
      .filter(({ stems: wanted }) => wanted.every((each, offset) => stems[from + offset] === each))
      .map(({ stems: wanted, group }) => ({ from, to: from + wanted.length, group }));
  return {
    find: (stems) => stems.flatMap((_, from) => findAt(stems, from)),
    startingWith,
    groupsOf: (stem) => groupsOf.get(stem) ?? NO_GROUPS,
    members: (group) => firsts[group] ?? [],
    quality: (group) => (group < curated.length ? CURATED_QUALITY : GENERAL_QUALITY),
  };
}

/** The members of a group by their stems, so that forms of one word are one member. */
type Members = ReadonlyMap<string, readonly string[]>;

function membersOf(words: readonly string[]): Members {
  const members = words.map(stemsOf).filter((stems) => stems.length > 0);
  return new Map(members.map((stems) => [stems.join(' '), stems]));
}

/** Remembered: the general groups are the same for every situation. */
const stemsOf = memoize((member: string): readonly string[] => tokenize(member).map((token) => stem(token.word)));

/**
 * What a situation has in different groups stays apart: a general group that would join two of its groups becomes one group
 * for each of them, all with the members about which the situation says nothing.
 */
function keptApart(general: readonly Members[], curated: readonly Members[]): readonly Members[] {
  const groupOf = new Map<string, number>();
  curated.forEach((members, group) => {
    for (const key of members.keys()) groupOf.set(key, group);
  });
  return general.flatMap((members) => {
    const groups = new Set([...members.keys()].flatMap((key) => groupOf.get(key) ?? []));
    if (groups.size < 2) return [members];
    return [...groups].map((group) => new Map([...members].filter(([key]) => (groupOf.get(key) ?? group) === group)));
  });
}
