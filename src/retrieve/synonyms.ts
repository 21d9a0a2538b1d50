import type { Language } from '../language/language.ts';

/** Groups of words and phrases that mean the same, found by their stems. */
export interface Synonyms {
  /**
   * The groups that a text mentions, with the positions of their words. A text is indexed under its groups, so that a search need
   * not look for phrases.
   */
  find(stems: readonly string[]): readonly Meaning[];
}
export interface Meaning {
  readonly from: number;
  /** The index after the last word. */
  readonly to: number;
  /** The term under which the group is indexed; it can never equal a real word. */
  readonly group: string;
  /** In (0, 1): how much a synonym counts, compared with the word itself. */
  readonly quality: number;
}

/** A curator's group holds in this situation; a group of the language's own list holds in most situations. */
const CURATED_QUALITY = 0.8;
const GENERAL_QUALITY = 0.5;

interface Member {
  readonly stems: readonly string[];
  readonly group: string;
  readonly quality: number;
}

/** @param curated - of the situation; one language's general groups are added */
export function createSynonyms(curated: readonly (readonly string[])[], language: Language): Synonyms {
  const byFirst = new Map<string, Member[]>();
  const add = (groups: readonly (readonly string[])[], prefix: string, quality: number): void =>
    groups.forEach((members, at) => {
      const seen = new Set<string>();
      for (const member of members) {
        const stems = language.words(member).map(({ stem }) => stem);
        const [first] = stems;
        if (first === undefined || seen.has(stems.join(' '))) continue;
        seen.add(stems.join(' '));
        const list = byFirst.get(first);
        const entry = { stems, group: `${prefix}${at}`, quality };
        if (list) list.push(entry);
        else byFirst.set(first, [entry]);
      }
    });
  add(curated, '~c', CURATED_QUALITY);
  add(language.synonyms, '~g', GENERAL_QUALITY);
  return {
    find: (stems) =>
      stems.flatMap((first, from) =>
        (byFirst.get(first) ?? [])
          .filter((member) => member.stems.every((stem, offset) => stems[from + offset] === stem))
          .map(({ stems: { length }, group, quality }) => ({ from, to: from + length, group, quality })),
      ),
  };
}
