import type { Entity, KnowledgeBase } from '../model/knowledge.ts';
import { fold } from '../model/text.ts';

/** Shorter input would match the beginning of nearly every name. */
const BEGUN_MIN_CHARS = 3;
const NAMES_MAX = 5;

/**
 * The entities whose name matches the typed words: the last one begins a word of the name, and the ones before it are whole words
 * ("sul", "jake sul"). Where no name matches, the entities whose alias matches, and then those whose role contains the typed
 * words ("engineer"). The most important first, at most five.
 */
export function namesBegunBy(typed: string, { entities }: KnowledgeBase): readonly Entity[] {
  const words = wordsOf(typed.slice(0, 200));
  if (words.length === 0 || words.length > 4 || words.every((word) => word.length < BEGUN_MIN_CHARS)) return [];
  const all = [...entities.values()];
  const namesOf: readonly ((entity: Entity) => readonly string[])[] = [
    ({ name }) => [name],
    ({ aliases }) => aliases,
    ({ roles }) => roles.map(({ title }) => title),
  ];
  const found = namesOf
    .map((of) => all.filter((entity) => of(entity).some((name) => isBegun(wordsOf(name), words))))
    .find((list) => list.length > 0);
  return [...(found ?? [])].sort((a, b) => b.importance - a.importance).slice(0, NAMES_MAX);
}

function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether each typed word begins a word of the name, in the same order; all typed words but the last must be whole. */
function isBegun(name: readonly string[], typed: readonly string[]): boolean {
  return name.some((_, from) =>
    typed.every((word, offset) => {
      const own = name[from + offset];
      return own !== undefined && (offset < typed.length - 1 ? own === word : own.startsWith(word));
    }),
  );
}
