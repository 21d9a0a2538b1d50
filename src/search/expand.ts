import type { Query, Term } from '../question/query.ts';
import type { SearchIndex } from './search-index.ts';

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
  readonly via: 'word' | 'synonym' | 'name';
}

const LIGHT_WORTH = 0.5;
/** A description such as "the soldiers" may also be met by its words alone. */
const DESCRIPTION_QUALITY = 0.8;
/** A phrase ("remains to be seen") is less ambiguous than a word. */
const PHRASE_QUALITY = 0.85;

/** Looks up what each term of a query may be called in the index. */
export function expand(query: Query, index: SearchIndex): readonly SearchTerm[] {
  const concepts = index.synonyms.find(query.stems);
  const merged = new Set<Term>();
  const result: SearchTerm[] = [];
  for (const term of query.terms) {
    if (merged.has(term)) continue;
    const expansions = new Map<number, Expansion>();
    const add = (name: string, quality: number, via: Expansion['via']): void => {
      const id = index.term(name);
      if (id < 0) return;
      if (index.frequency(id) === 0 && index.titlesWith(id).length === 0) return;
      const known = expansions.get(id);
      if (!known || known.quality < quality) expansions.set(id, { id, quality, via });
    };
    for (const entity of term.entities) add(`@${entity}`, 1, 'name');
    const proper = term.via === 'name';
    const groups: number[] = [];
    let weighty = !term.light;
    let phrase = false;
    if (!term.foreign && !proper) {
      if (term.entities.length === 0) add(term.stem, 1, 'word');
      else if (term.to - term.from === 1) add(term.stem, DESCRIPTION_QUALITY, 'word');
      for (const concept of concepts) {
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
    if (phrase) expansions.delete(index.term(term.stem));
    const places = new Set<number>();
    for (const name of [term.stem, ...groups.flatMap((group) => index.synonyms.members(group))]) {
      const id = index.term(name);
      if (id >= 0) places.add(id);
    }
    const list = [...expansions.values()].sort((a, b) => b.quality - a.quality || a.id - b.id);
    const own = list.filter((each) => each.quality === list[0]?.quality);
    const frequency = own.reduce((sum, each) => sum + index.frequency(each.id), 0);
    result.push({
      term: weighty === !term.light ? term : { ...term, light: false },
      places,
      expansions: list,
      frequency,
      idf: index.idf(Math.min(frequency, index.size)),
      worth: (weighty ? 1 : LIGHT_WORTH) * term.certainty,
    });
  }
  return result;
}
