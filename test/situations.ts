import type { Sitrep } from '../src/sitrep.ts';
import type { Situations } from '../src/situations.ts';

/** Situations of which the first is the default one. Without others, only one is served. */
export function situationsOf(first: () => Sitrep, ...others: readonly (() => Sitrep)[]): Situations {
  const all = () => [first, ...others].map((current) => current());
  return {
    get defaultName() {
      return first().knowledge.name;
    },
    byDefault: first,
    get: (name) => all().find(({ knowledge }) => knowledge.name === name),
    all,
  };
}
