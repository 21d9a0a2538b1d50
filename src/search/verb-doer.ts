import type { Entity, EntityId, Fact } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';
import { nameStems } from '../question/lexicon.ts';
import type { Query, Term } from '../question/query.ts';
import { remembered } from '../question/remembered.ts';
import { isParticiple } from '../question/sentence.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import type { FitContext } from './fit-context.ts';

/** May stand between a name and the verb that it does: "Iran **has** backed". */
const BETWEEN: ReadonlySet<string> = new Set(
  'has have had is are was were be been will would also not allegedly reportedly still now'.split(' ').map(stem),
);

const RELATIVE: ReadonlySet<string> = new Set(['that', 'which', 'who']);

/** Stands for a hyphen among the stems. */
const JOINED_STEM = 'hyphen';
const JOINED = ` ${JOINED_STEM} `;

/** Behind these a name is none that does anything: "the bridge **in** Southford collapsed". */
const NO_SUBJECT: ReadonlySet<string> = new Set('in of at on near from to with for against across and or'.split(' '));

/**
 * Whom a sentence gives, right before the verb of the question, as the ones who do it: "a group **that Iran supports**" and "an
 * **Iran-backed** group" both tell of Iran's support, whatever the subject of the sentence is.
 *
 * @param after - index of the word of the question behind which its verb stands
 * @returns null where no verb of the question stands right behind a name, so that nothing is told
 */
export function doersOfVerb(
  { terms }: Query,
  after: number,
  fact: Fact,
  concerned: readonly Entity[],
  { synonyms }: FitContext,
): ReadonlySet<EntityId> | null {
  const isVerb = verbOf(terms, after, synonyms);
  if (!isVerb) return null;
  const { words, stems } = sentenceOf(fact);
  const names = concerned.flatMap(namesOf);
  const result = new Set<EntityId>();
  let isTold = false;
  stems.forEach((each, at) => {
    if (!isVerb(each)) return;
    let end = at;
    // "attacks on Iran-backed groups": within a compound no preposition counts.
    const compound = stems[end - 1] === JOINED_STEM;
    if (compound) {
      end -= 1;
      // Somebody does it there, even if the fact is not about them.
      isTold ||= isParticiple(words[at] ?? '');
    }
    while (BETWEEN.has(stems[end - 1] ?? '')) end -= 1;
    // "those **that** have joined": whoever stands before, it is not the subject of the sentence.
    if (RELATIVE.has(words[end - 1] ?? '')) {
      end -= 1;
      isTold = true;
    }
    for (const name of names) {
      const from = end - name.stems.length;
      if (from < 0 || (!compound && NO_SUBJECT.has(stems[from - 1] ?? ''))) continue;
      if (name.stems.length > 0 && name.stems.every((part, offset) => stems[from + offset] === part))
        result.add(name.id);
    }
  });
  return isTold || result.size > 0 ? result : null;
}

/** Words and stems of a fact's sentence, hyphens included: the same for every question, so they are read once. */
const sentenceOf = remembered(({ text }: Fact) => {
  const words = tokenize(text.replaceAll('-', JOINED)).map(({ word }) => word);
  return { words, stems: words.map(stem) };
});

const namesOf = remembered(({ id, name, aliases }: Entity) =>
  [name, ...aliases].map((each) => ({ id, name: each, stems: nameStems(each.replaceAll('-', JOINED)) })),
);

/** Recognises the verb that stands behind a word of the question, and its synonyms, by their stems. */
function verbOf(
  terms: readonly Term[],
  after: number,
  synonyms: FitContext['synonyms'],
): ((each: string) => boolean) | null {
  const verb = terms.find((term) => term.from >= after && term.entities.length === 0);
  // Behind "wants" stands what is wanted, not what is done.
  // "back" there is what somebody does, no adverb.
  if (!verb || (verb.light && verb.word !== 'back')) return null;
  const groups = synonyms.groupsOf(verb.stem);
  if (groups.length === 0) return (each) => verb.stem === each;
  return (each) => verb.stem === each || synonyms.groupsOf(each).some((group) => groups.includes(group));
}

/**
 * Whether a fact has the verb of the question within a name only: "strikes on Iran-aligned groups" tells of no support for
 * "Iran-backed groups", though both are one.
 */
export function isOnlyInNames(
  { terms }: Query,
  after: number,
  { text, label, askedAs, numbers }: Fact,
  concerned: readonly Entity[],
  { synonyms }: FitContext,
): boolean {
  const isVerb = verbOf(terms, after, synonyms);
  if (!isVerb) return false;
  const stemsOf = (each: string): readonly string[] =>
    tokenize(each.replaceAll('-', ' ')).map(({ word }) => stem(word));
  const names = concerned
    .flatMap(namesOf)
    .filter(({ name, stems }) => name.includes(' ') && stems.some(isVerb))
    .map(({ name }) => name);
  if (names.length === 0) return false;
  const told = [text, label, ...askedAs, ...numbers.map(({ of }) => of)].map((each) =>
    names.reduce((rest, name) => rest.replaceAll(fold(name), ' '), fold(each)),
  );
  return !told.some((each) => stemsOf(each).some(isVerb));
}
