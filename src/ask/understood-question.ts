import { hash } from 'node:crypto';
import type { UnderstoodQuestion } from '../model/answer.ts';
import type { Entity, EntityId } from '../model/knowledge.ts';
import type { FactCorpus } from './fact-corpus.ts';
import type { Mention } from './names.ts';
import type { Query, Term } from './query.ts';
import type { Understanding } from './understand.ts';

/** Characters of a stem's hash: 24 bits, so that a button has room for the stems of a long question. */
const STEM_CODE_CHARS = 4;

const codeOf = (stem: string): string => hash('sha256', stem, 'base64url').slice(0, STEM_CODE_CHARS);

/**
 * What is stored of a question so that it can be decided again.
 *
 * @returns `undefined` where the answer depends on details that are not stored: a denial, or the precision of a time or measure
 */
export function understoodOf(query: Query, situation: Understanding): UnderstoodQuestion | undefined {
  const { asked, mentions, doers, terms, isDenied, grain, units, wantsNames } = query;
  if (isDenied || grain !== null || units !== null || wantsNames) return undefined;
  const named = new Set(mentions.flatMap(({ entities }) => entities));
  const counted = terms.filter(({ mention, weight }) => mention === null && weight === 1);
  const stems = counted.map((term) => codeOf(typedStem(term, query, situation)));
  return { asked, doers, subjects: [...named].map((id) => ({ kind: 'entity', id })), stems };
}

/** A word that no fact has may have been corrected to another word, and a later fact may have the word as typed. */
function typedStem({ word, stem }: Term, { words }: Query, { language, vocabulary }: Understanding): string {
  const typed = vocabulary.has(word) ? undefined : words.find(({ text }) => text === word);
  const [own, another] = typed ? language.words(typed.raw) : [];
  return own && !another ? own.stem : stem;
}

/** The stored question in a form that can be decided again without the encoder. Stems that the facts do not have stay unknown. */
export function queryOf(
  { asked, subjects, doers, stems }: UnderstoodQuestion,
  corpus: FactCorpus,
  entities: ReadonlyMap<EntityId, Entity>,
): Query {
  const known = stemsByCode(corpus);
  const mentions = subjects.flatMap((subject): readonly Mention[] =>
    subject.kind === 'entity' ? [{ from: -1, to: -1, entities: [subject.id] }] : [],
  );
  const names = mentions.flatMap((mention): readonly Term[] => {
    const [id] = mention.entities;
    const last = corpus.language.words((id && entities.get(id)?.name) ?? '').at(-1);
    return last ? [{ word: last.text, stem: last.stem, weight: 1, mention }] : [];
  });
  const words = stems.map((code): Term => {
    const stem = known.get(code) ?? code;
    return { word: stem, stem, weight: 1, mention: null };
  });
  const numbers = words.flatMap(({ stem }) => (/^\d+$/.test(stem) ? [{ value: Number(stem), of: [] }] : []));
  return {
    asked,
    text: '',
    context: '',
    words: words.map(({ word, stem }) => ({ ...NOWHERE, text: word, stem })),
    terms: [...words, ...names],
    mentions,
    wanted: [],
    wantedKind: asked === 'where' ? 'place' : asked === 'who' ? 'actor' : null,
    units: null,
    wantsNames: false,
    grain: null,
    subject: null,
    isWhole: false,
    isNow: false,
    doers,
    deeds: null,
    speaks: false,
    numbers,
    days: [],
    dates: [],
    isDenied: false,
    tense: null,
    isClaim: asked === 'whether',
    corrected: [],
  };
}

/** The position given to words, because the original positions are not stored. */
const NOWHERE = { raw: '', from: 0, to: 0, isCapital: false, ends: '' } as const;

/** A cache: one entry for each corpus that is still in use. */
const codes = new WeakMap<FactCorpus, ReadonlyMap<string, string>>();

function stemsByCode(corpus: FactCorpus): ReadonlyMap<string, string> {
  const before = codes.get(corpus);
  if (before) return before;
  const made = new Map(
    corpus.facts.flatMap((_, at) => [...corpus.doc(at).stems.keys()]).map((stem) => [codeOf(stem), stem]),
  );
  codes.set(corpus, made);
  return made;
}
