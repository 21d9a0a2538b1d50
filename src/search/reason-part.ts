import type { Fact } from '../model/knowledge.ts';
import type { Query, Term } from '../question/query.ts';
import { remembered } from '../question/remembered.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import type { FitContext } from './fit-context.ts';
import { nameUse, withoutLongerNames } from './name-position.ts';

/**
 * The reason that a fact gives is one for what its sentence tells beside it. What stands only within the reason is the cause
 * there ("restraint because of rising tensions" does not say why tensions rise).
 */
export function isReasonFor(query: Query, fact: Fact, context: FitContext): boolean {
  const { text, reason, about } = fact;
  if (reason === null) return false;
  const parts = partsWith(context.synonyms)(fact);
  if (parts === null) return true;
  if (namesOnlyReason(query, fact, context)) return false;
  const { inText, inReason } = parts;
  const has = (words: readonly string[], term: Term): boolean =>
    words.includes(term.stem) || context.synonyms.groupsOf(term.stem).some((group) => words.includes(`#${group}`));
  const plain = query.terms.filter((term) => term.entities.length === 0 && !term.light);
  if (plain.some((term) => has(inReason, term)) && !plain.some((term) => has(inText, term))) return false;
  // "why was X struck" wants a reason for what is done to X: nobody whom the sentence does not name there.
  const subject = query.undergoer === null ? undefined : query.terms[query.undergoer];
  const concerned = about.flatMap((id) => context.knowledge.entities.get(id) ?? []);
  const undergoer = concerned.filter(({ id }) => subject?.entities.includes(id));
  const told = text.replace(reason, ' ');
  if (undergoer.some((entity) => nameUse(withoutLongerNames(told, entity, concerned), entity) === null)) return false;
  return true;
}

/** Of the names in the question those that the sentence has stand in its reason only. */
function namesOnlyReason(
  query: Query,
  { text, reason, about }: Pick<Fact, 'text' | 'reason' | 'about'>,
  { knowledge }: FitContext,
): boolean {
  const at = reason === null ? -1 : text.toLowerCase().indexOf(reason.toLowerCase());
  if (reason === null || at < 0) return false;
  const concerned = about.flatMap((id) => knowledge.entities.get(id) ?? []);
  const named = concerned.filter(({ id }) => query.terms.some((term) => term.entities.includes(id)));
  const uses = (part: string): boolean =>
    named.some((entity) => nameUse(withoutLongerNames(part, entity, concerned), entity) !== null);
  return uses(reason) && !uses(text.slice(0, at)) && !uses(text.slice(at + reason.length));
}

/** "X complains because Y was struck" does not tell who struck Y: all that the question says is done stands in the reason. */
export function isOnlyInReason(query: Query, fact: Fact, context: FitContext): boolean {
  if (fact.reason === null) return false;
  const { main, reason } = stemsOf(fact);
  const words = query.terms.filter((term) => term.entities.length === 0);
  if (words.some((term) => main.includes(term.stem))) return false;
  const plain = words.filter((term) => !term.light);
  if (plain.length > 0 && plain.every((term) => reason.includes(term.stem))) return true;
  return namesOnlyReason(query, fact, context);
}

/** Stems of a fact's sentence without its reason, and of the reason. */
const stemsOf = remembered(({ text, reason }: Fact) => ({
  main: stemsIn(reason === null ? text : text.replace(reason, ' ')),
  reason: stemsIn(reason ?? ''),
}));

/**
 * Stems and groups of synonyms (`#3`) of a fact beside its reason, with and without the questions it is asked as, and of the
 * reason; null where the sentence does not have the reason word for word. The same for every question, so they are read once.
 */
const partsWith = remembered((synonyms: FitContext['synonyms']) =>
  remembered(({ text, reason, askedAs }: Fact) => {
    const at = reason === null ? -1 : text.toLowerCase().indexOf(reason.toLowerCase());
    if (reason === null || at < 0) return null;
    const wordsOf = (part: string): readonly string[] => {
      const stems = stemsIn(part);
      return [...stems, ...synonyms.find(stems).map(({ group }) => `#${group}`)];
    };
    const main = `${text.slice(0, at)} . ${text.slice(at + reason.length)}`;
    return { main, inMain: wordsOf(main), inText: wordsOf([main, ...askedAs].join(' . ')), inReason: wordsOf(reason) };
  }),
);

function stemsIn(text: string): readonly string[] {
  return tokenize(text).map(({ word }) => stem(word));
}

/**
 * Whether what a question says is done stands in one part of a fact and whom it is done to in the other: "blocked the guild,
 * because of the ambush on the navy" tells of no ambush on the guild.
 */
export function isTornApart(query: Query, fact: Fact, context: FitContext): boolean {
  const { reason, about } = fact;
  if (reason === null || query.doer === null) return false;
  const parts = partsWith(context.synonyms)(fact);
  if (parts === null) return false;
  const plain = query.terms.filter((term) => term.entities.length === 0 && !term.light);
  const concerned = about.flatMap((id) => context.knowledge.entities.get(id) ?? []);
  const objects = query.terms.filter((term, index) => term.entities.length > 0 && index !== query.doer);
  const uses = (part: string, term: Term): boolean =>
    concerned.some(
      (entity) =>
        term.entities.includes(entity.id) && nameUse(withoutLongerNames(part, entity, concerned), entity) !== null,
    );
  const deedIn = [parts.inMain, parts.inReason].map((words) => plain.some((term) => words.includes(term.stem)));
  const objectIn = [parts.main, reason].map((part) => objects.some((term) => uses(part, term)));
  return (
    (deedIn[0] === true && deedIn[1] === false && objectIn[0] === false && objectIn[1] === true) ||
    (deedIn[0] === false && deedIn[1] === true && objectIn[0] === true && objectIn[1] === false)
  );
}
