import { derivedStems } from '../question/derived-words.ts';
import type { Query, Term } from '../question/query.ts';
import type { SearchIndex } from './search-index.ts';
import type { Techniques } from './techniques.ts';

/** A word or name of the question as the index knows it. */
export interface SearchTerm {
  readonly term: Term;
  /** Index terms that stand for it, the best first. Empty: the index knows nothing of the kind. */
  readonly expansions: readonly Expansion[];
  /** In how many documents it occurs, roughly. */
  readonly frequency: number;
  readonly idf: number;
  /** Terms of a text at which it may stand: the word itself, its synonyms, the first word of a name. */
  readonly places: ReadonlySet<number>;
  /** Share of its full worth: 1, less for light words and for corrected ones. */
  readonly worth: number;
}

export interface Expansion {
  readonly id: number;
  /** In (0, 1]: how well it stands for the word. */
  readonly quality: number;
  /** Of the expansion or of the word itself, whichever is less: a rare synonym makes no word rare. */
  readonly idf: number;
  readonly via: 'word' | 'spelling' | 'synonym' | 'name';
}

const LIGHT_WORTH = 0.5;
/** A description such as "the soldiers" may also be met by its words alone. */
const DESCRIPTION_QUALITY = 0.8;
/** "director" for "directed": as much as any other word that means the same. */
const DERIVED_QUALITY = 0.7;
/** A phrase ("remains to be seen") is less ambiguous than a word. */
const PHRASE_QUALITY = 0.85;

/** Looks up what each term of a query may be called in the index. */
export function expand(query: Query, index: SearchIndex, techniques: Techniques): readonly SearchTerm[] {
  const concepts = techniques.synonyms ? index.synonyms.find(query.stems) : [];
  const idfOf = (frequency: number): number => (techniques.rarity ? index.idf(Math.min(frequency, index.size)) : 1);
  const merged = new Set<Term>();
  const result: SearchTerm[] = [];
  for (const term of query.terms) {
    if (merged.has(term)) continue;
    const expansions = new Map<number, Omit<Expansion, 'idf'>>();
    const add = (name: string, quality: number, via: Expansion['via']): void => {
      const id = index.term(name);
      if (id < 0) return;
      if (index.frequency(id) === 0 && index.titlesWith(id).length === 0) return;
      const known = expansions.get(id);
      if (!known || known.quality < quality) expansions.set(id, { id, quality, via });
    };
    for (const entity of term.entities) add(`@${entity}`, 1, 'name');
    const proper = term.via === 'name';
    const formOf = (word: { readonly word: string; readonly stem: string }): string =>
      techniques.stemming ? word.stem : word.word;
    const own = formOf(term);
    const groups: number[] = [];
    let weighty = !term.light;
    let phrase = false;
    if (!term.foreign && !proper) {
      if (term.entities.length === 0) add(own, 1, 'word');
      else if (term.to - term.from === 1) add(own, DESCRIPTION_QUALITY, 'word');
      for (const other of term.alternatives) add(formOf(other), other.likelihood, 'spelling');
      if (techniques.synonyms && techniques.stemming && term.entities.length === 0) {
        for (const derived of derivedStems(own)) add(derived, DERIVED_QUALITY, 'synonym');
      }
      // What asks ("the names of") is no subject whose other names could stand in a text.
      for (const concept of term.asking ? [] : concepts) {
        const covers = concept.from <= term.from && concept.to >= term.to;
        const within = term.entities.length === 0 && concept.from >= term.from && concept.to <= term.to;
        if (!covers && !within) continue;
        groups.push(concept.group);
        const quality = Math.max(
          index.synonyms.quality(concept.group),
          concept.to - concept.from > 1 ? PHRASE_QUALITY : 0,
        );
        add(`#${concept.group}`, quality * (term.entities.length > 0 ? DESCRIPTION_QUALITY : 1), 'synonym');
        if (concept.to - concept.from < 2 || concept.from !== term.from || index.term(`#${concept.group}`) < 0)
          continue;
        // "lost their lives" is one thing to find, not two.
        for (const other of query.terms) {
          if (other === term || other.entities.length > 0 || other.from < concept.from || other.to > concept.to)
            continue;
          merged.add(other);
          phrase = true;
          if (!other.light) weighty = true;
        }
      }
    }
    // Of "get worse" the first word alone says nothing.
    if (phrase) expansions.delete(index.term(own));
    const places = new Set<number>();
    const spellings = term.alternatives.map(formOf);
    for (const name of [own, ...spellings, ...groups.flatMap((group) => index.synonyms.members(group))]) {
      const id = index.term(name);
      if (id >= 0) places.add(id);
    }
    const list = [...expansions.values()].sort((a, b) => b.quality - a.quality || a.id - b.id);
    const best = list.filter((each) => each.quality === list[0]?.quality);
    const frequency = best.reduce((sum, each) => sum + index.frequency(each.id), 0);
    const idf = idfOf(frequency);
    result.push({
      term: weighty === !term.light ? term : { ...term, light: false },
      places,
      expansions: list.map((each) => ({ ...each, idf: Math.min(idf, idfOf(index.frequency(each.id))) })),
      frequency,
      idf,
      worth: (weighty ? 1 : LIGHT_WORTH) * term.certainty,
    });
  }
  return result;
}
