import { deepFreeze } from '../../src/knowledge/frozen.ts';
import type { FactDraft } from '../situation.ts';
import { situation } from '../situation.ts';

/**
 * Corpora of any size without any data: words made of syllables, drawn as often as words of English are (the n-th commonest
 * about 1/n times as often as the first), in sentences with names, numbers, years and function words. The same seed gives the
 * same corpus in every run.
 */

/** Numbers in [0, 1), the same after every start with the same seed (xorshift, Marsaglia 2003). */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}

/** Kinds of words that all corpora share. */
const FUNCTION_WORDS = 'the of and in to a was is on for with as by at from that his were it an'.split(' ');
const ASKING = ['when did', 'who', 'how many', 'what is', 'where was', 'why did', 'which', 'did', 'what', 'how did'];
const ONSETS = 'b br c ch d dr f fl g gr h k l m n p pl pr qu r s sh sl st str t tr v w z'.split(' ');
const VOWELS = 'a e i o u ai ea ee io ou'.split(' ');
const CODAS = ['', '', '', 'l', 'm', 'n', 'nd', 'nt', 'r', 'rk', 's', 'st', 't', 'ck'];
const ENDINGS = ['', '', '', '', 's', 'ed', 'ing', 'er', 'tion', 'ly'];
/** Shares as in English prose: nearly every second word is a function word. */
const FUNCTION_SHARE = 0.42;
const NAME_SHARE = 0.12;
const NUMBER_SHARE = 0.03;

function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

/** About as many different words as English text of this many sentences has (Heaps' law). */
function vocabularySize(sentences: number): number {
  return Math.round(40 * Math.sqrt(17 * sentences));
}

function makeVocabulary(size: number, random: () => number): readonly string[] {
  const words = new Set<string>();
  while (words.size < size) {
    let word = '';
    for (let syllables = 1 + Math.floor(random() * 3); syllables > 0; syllables--)
      word += pick(ONSETS, random) + pick(VOWELS, random) + pick(CODAS, random);
    if (word.length > 2) words.add(word + pick(ENDINGS, random));
  }
  return [...words];
}

/** Few words often, most words seldom. */
function zipf(words: readonly string[], random: () => number): string {
  return words[Math.floor(words.length ** random()) - 1] ?? words[0] ?? '';
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function sentence(words: readonly string[], maxChars: number, random: () => number): string {
  const parts: string[] = [];
  let chars = 0;
  while (chars < maxChars) {
    const draw = random();
    const part =
      draw < FUNCTION_SHARE
        ? zipf(FUNCTION_WORDS, random)
        : draw < FUNCTION_SHARE + NAME_SHARE
          ? capital(zipf(words, random))
          : draw < FUNCTION_SHARE + NAME_SHARE + NUMBER_SHARE
            ? String(random() < 0.5 ? 1900 + Math.floor(random() * 125) : Math.floor(random() * 1000))
            : zipf(words, random);
    parts.push(part);
    chars += part.length + 1;
  }
  return `${capital(parts.join(' '))}.`;
}

/** @param meanChars - sentences have half to one and a half times as many */
export function generateTexts(count: number, meanChars = 110, seed = 1): readonly string[] {
  const random = randomFrom(seed);
  const words = makeVocabulary(vocabularySize(count), random);
  return Array.from({ length: count }, () => sentence(words, meanChars * (0.5 + random()), random));
}

/** Questions after two to four words of a text, in its order. */
export function generateQuestions(texts: readonly string[], count: number, seed = 2): readonly string[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const content = (pick(texts, random).match(/\p{L}{4,}/gu) ?? []).filter((word) => !FUNCTION_WORDS.includes(word));
    const wanted = 2 + Math.floor(random() * 3);
    const kept = content.filter((_, at) => random() < wanted / (content.length - at || 1)).slice(0, wanted);
    return `${pick(ASKING, random)} ${(kept.length > 0 ? kept : content).join(' ')}?`;
  });
}

/** One slip of the finger in each of the two longest words. */
export function misspell(question: string, random: () => number): string {
  const longest = [...(question.match(/\p{L}{5,}/gu) ?? [])].sort((a, b) => b.length - a.length).slice(0, 2);
  return longest.reduce((text, word) => {
    const at = 1 + Math.floor(random() * (word.length - 2));
    const [before, here, next, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)];
    const slips = [before + next + after, before + next + here + after, before + here + here + next + after];
    return text.replace(word, pick(slips, random));
  }, question);
}

/**
 * A situation of this many facts, with names, times, numbers and reasons as data.
 *
 * @param vocabulary - words to draw from, the commonest first; words made of syllables where absent
 */
export function generateSituation(
  count: number,
  seed = 3,
  vocabulary?: readonly string[],
): ReturnType<typeof situation> {
  const random = randomFrom(seed);
  const words = vocabulary ?? makeVocabulary(vocabularySize(count), random);
  const topics = Array.from({ length: Math.min(100, 3 + Math.floor(count / 50)) }, (_, at) => ({
    id: `topic-${at}`,
    title: `The ${zipf(words, random)} ${pick(words, random)}`,
    aliases: [pick(words, random)],
  }));
  const entities = Array.from({ length: Math.min(2000, 8 + Math.floor(count / 20)) }, (_, at) => ({
    id: `entity-${at}`,
    kind: pick(['person', 'organisation', 'group', 'country', 'place'] as const, random),
    name: `${capital(pick(words, random))} ${capital(pick(words, random))}${at}`,
    roles: random() < 0.3 ? [`${pick(words, random)} of ${pick(words, random)}`] : [],
  }));
  const facts = Array.from({ length: count }, (_, at): FactDraft => {
    const [actor, other] = [pick(entities, random), pick(entities, random)];
    const rest = sentence(words, 60 * (0.5 + random()), random);
    const day = `March ${1 + Math.floor(random() * 28)}`;
    const value = 2 + Math.floor(random() * 900);
    const [timed, counted, reasoned, foreseen] = [random() < 0.4, random() < 0.3, random() < 0.2, random() < 0.3];
    const reason = `because of ${zipf(words, random)} ${pick(words, random)}`;
    return {
      id: `fact-${at}`,
      text: `${timed ? `On ${day}, ` : ''}${actor.name} ${zipf(words, random)} ${counted ? `${value} ` : ''}${rest.slice(0, -1)} ${other.name}${reasoned ? ` ${reason}` : ''}.`,
      label: `${capital(zipf(words, random))} ${pick(words, random)} ${at}`,
      topic: pick(topics, random).id,
      importance: pick([1, 2, 3, 3, 4, 5] as const, random),
      actors: [actor.id],
      about: [other.id],
      ...(timed ? { time: day } : {}),
      ...(counted ? { numbers: [{ value, of: zipf(words, random) }] } : {}),
      ...(reasoned ? { reason } : {}),
      ...(foreseen ? { askedAs: [`when did ${actor.name} ${zipf(words, random)} ${pick(words, random)}`] } : {}),
    };
  });
  return deepFreeze(situation({ topics, entities, facts, synonyms: [words.slice(40, 43), words.slice(60, 62)] }));
}
