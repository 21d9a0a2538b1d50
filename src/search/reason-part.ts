import type { Fact } from '../knowledge/model.ts';
import type { Query, Term } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import type { FitContext } from './fit-context.ts';
import { nameUse, withoutLongerNames } from './name-position.ts';

/**
 * The reason that a fact gives is one for what its sentence tells beside it. What stands only within the reason is the cause
 * there ("restraint because of rising tensions" does not say why tensions rise).
 */
export function isReasonFor(query: Query, { text, reason, askedAs, about }: Fact, context: FitContext): boolean {
  if (reason === null) return false;
  const at = text.toLowerCase().indexOf(reason.toLowerCase());
  if (at < 0) return true;
  if (namesOnlyReason(query, { text, reason, about }, context)) return false;
  const inText = wordsOf([text.slice(0, at), text.slice(at + reason.length), ...askedAs].join(' . '), context);
  const inReason = wordsOf(reason, context);
  const has = (words: ReadonlySet<string>, term: Term): boolean =>
    words.has(term.stem) || context.synonyms.find([term.stem]).some(({ group }) => words.has(`#${group}`));
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
  const stemsOf = (text: string): ReadonlySet<string> => new Set(tokenize(text).map((token) => stem(token.word)));
  const main = stemsOf(fact.text.replace(fact.reason, ' '));
  const reason = stemsOf(fact.reason);
  const words = query.terms.filter((term) => term.entities.length === 0);
  if (words.some((term) => main.has(term.stem))) return false;
  const plain = words.filter((term) => !term.light);
  if (plain.length > 0 && plain.every((term) => reason.has(term.stem))) return true;
  return namesOnlyReason(query, fact, context);
}

/** Stems of a text and the groups of synonyms in it (`#3`). */
function wordsOf(text: string, { synonyms }: FitContext): ReadonlySet<string> {
  const stems = tokenize(text).map((token) => stem(token.word));
  return new Set([...stems, ...synonyms.find(stems).map(({ group }) => `#${group}`)]);
}

/**
 * Whether what a question says is done stands in one part of a fact and whom it is done to in the other: "blocked the guild,
 * because of the ambush on the navy" tells of no ambush on the guild.
 */
export function isTornApart(query: Query, { text, reason, about }: Fact, context: FitContext): boolean {
  const at = reason === null ? -1 : text.toLowerCase().indexOf(reason.toLowerCase());
  if (reason === null || at < 0 || query.doer === null) return false;
  const main = `${text.slice(0, at)} . ${text.slice(at + reason.length)}`;
  const parts = [wordsOf(main, context), wordsOf(reason, context)] as const;
  const plain = query.terms.filter((term) => term.entities.length === 0 && !term.light);
  const concerned = about.flatMap((id) => context.knowledge.entities.get(id) ?? []);
  const objects = query.terms.filter((term, index) => term.entities.length > 0 && index !== query.doer);
  const uses = (part: string, term: Term): boolean =>
    concerned.some(
      (entity) =>
        term.entities.includes(entity.id) && nameUse(withoutLongerNames(part, entity, concerned), entity) !== null,
    );
  const deedIn = parts.map((words) => plain.some((term) => words.has(term.stem)));
  const objectIn = [main, reason].map((part) => objects.some((term) => uses(part, term)));
  return (
    (deedIn[0] === true && deedIn[1] === false && objectIn[0] === false && objectIn[1] === true) ||
    (deedIn[0] === false && deedIn[1] === true && objectIn[0] === true && objectIn[1] === false)
  );
}
