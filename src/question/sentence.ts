import type { AskedFor } from './asked.ts';
import type { Word } from './correct.ts';
import type { Term } from './query.ts';
import { AUXILIARIES, BE_FORMS, FUNCTION_WORDS, SPEECH_VERBS } from './word-classes.ts';

/** Who does what in a question, read off word order: no grammar, only the few patterns that questions are made of. */

const IRREGULAR_PARTICIPLES: ReadonlySet<string> = new Set(
  'died hit struck killed shot held taken hurt known given shown seen said told sent built made found left lost broken chosen driven hidden thrown written stolen sunk cut put set paid bought sold brought caught fought born'.split(
    ' ',
  ),
);

export function isParticiple(word: string): boolean {
  return (/ed$/.test(word) && word.length > 4) || IRREGULAR_PARTICIPLES.has(word);
}

/** "was killed by", "were soldiers attacked", "got released": a form of be, and a participle behind it. */
export function isPassive(words: readonly string[], asked: AskedFor): boolean {
  const be = words.findIndex((word, at) => at >= asked.from && BE_FORMS.has(word));
  if (be < 0) return words.includes('by') && words.some((word) => /ed$/.test(word));
  return words.slice(be + 1).some(isParticiple);
}

/** Participles that tell what somebody does or is, not what is done to them: "is Blinken headed", "expected to". */
const OF_ONES_OWN: ReadonlySet<string> = new Set(
  'headed expected supposed scheduled concerned interested involved worried engaged located based called named linked related prepared determined committed opposed allied gone mixed drawn dragged caught engaged aligned tied affiliated finished done satisfied worried divided split stationed confined contained pleased convinced aware'.split(
    ' ',
  ),
);

/** Right behind the subject stands what is done to it: "was X **attacked**". @param at - index of the word behind the subject */
export function isDoneTo(words: readonly string[], at: number): boolean {
  const next = words[at] ?? '';
  return isParticiple(next) && !OF_ONES_OWN.has(next) && words[at + 1] !== 'to';
}

/** "who attacked X" asks for the doer; "who did X attack" and "who was attacked" ask for somebody else. */
export function whoRole(
  words: readonly string[],
  asked: AskedFor,
  passive: boolean,
  terms: readonly Term[],
): 'doer' | 'other' {
  const text = words.join(' ');
  if (/\bby (?:who|whom)\b|\b(?:who|whom)\b.*\bby$/.test(text)) return 'doer';
  if (words.slice(asked.from, asked.to).includes('whose')) return 'other';
  const next = words[asked.to] ?? '';
  const second = words[asked.to + 1] ?? '';
  if (/^(?:did|does|do)$/.test(next)) return 'other';
  // "who will visit Egypt" has no subject between: the next word is the verb. In "who will Blinken meet" it is a name.
  if (/^(?:will|would|can|could|should)$/.test(next)) {
    const named = terms.some((term) => term.from === asked.to + 1 && term.entities.length > 0);
    return named || (FUNCTION_WORDS.has(second) && second !== 'be' && second !== 'have') ? 'other' : 'doer';
  }
  // "who have the strikes hit" against "who has called for restraint"
  if (/^(?:has|have|had)$/.test(next)) {
    return FUNCTION_WORDS.has(second) && second !== 'been' && words.slice(asked.to + 1).some(isParticiple)
      ? 'other'
      : 'doer';
  }
  if (BE_FORMS.has(next) && passive)
    return /\b(?:responsible|behind|blamed|accused|suspected)\b/.test(text) ? 'doer' : 'other';
  return 'doer';
}

const DETERMINERS: ReadonlySet<string> = new Set(
  'the a an this that these those any some all both other new former current'.split(' '),
);

/**
 * Index of the term that is the subject: the name right behind the auxiliary. It acts in "did **Iran** attack" and
 * "is **Blinken** visiting", and not in "are the **hostages** Israeli".
 */
export function findSubject(
  terms: readonly Term[],
  words: readonly Word[],
  asked: AskedFor,
): { readonly subject: number; readonly acts: boolean; readonly after: number } | null {
  const start = asked.asked === 'yes-no' ? asked.from : asked.to;
  const aux = words.findIndex((word, at) => at >= start && at <= start + 1 && AUXILIARIES.has(word.word));
  if (aux < 0) return null;
  const index = terms.findIndex((term) => term.from > aux && !term.light);
  const term = terms[index];
  if (!term || term.entities.length === 0) return null;
  // "is the Israel-Hamas conflict …": the name is part of something else.
  const next = terms[index + 1];
  const isPart = next?.from === term.to && next.entities.length > 0 && terms[index + 2]?.from === next.to;
  if (isPart) return null;
  if (!words.slice(aux + 1, term.from).every((word) => DETERMINERS.has(word.word))) return null;
  // "did the soldiers' deaths lead to": what is theirs does it, not they.
  if (/s['\u2019]$|['\u2019]s$/i.test(words[term.to - 1]?.token.raw ?? '')) return null;
  return {
    subject: index,
    after: term.to,
    acts: !BE_FORMS.has(words[aux]?.word ?? '') || words.slice(term.to).some((word) => /ing$/.test(word.word)),
  };
}

/**
 * The name that a sentence without question mark or question word says something of: "**X** attacked Y", "the **hostages** were
 * freed". Whoever types that wants to know whether it is so. In "X strikes" nothing tells a verb from a noun.
 */
export function findStated(
  terms: readonly Term[],
  words: readonly Word[],
): { readonly subject: number; readonly acts: boolean; readonly after: number } | null {
  const subject = terms.findIndex((term) => !term.light);
  const term = terms[subject];
  if (!term || term.entities.length === 0) return null;
  if (!words.slice(0, term.from).every((word) => DETERMINERS.has(word.word))) return null;
  const verb = words[term.to]?.word ?? '';
  const behind = words[term.to + 1]?.word;
  if (AUXILIARIES.has(verb) && behind !== undefined)
    return { subject, after: term.to + 1, acts: !BE_FORMS.has(verb) || /ing$/.test(behind) };
  return isParticiple(verb) && behind !== 'by' ? { subject, after: term.to, acts: true } : null;
}

/** Index of the term whose words are asked for: the name or description right before a verb of speech, "what did **Bolton** say". */
export function findSpeaker(terms: readonly Term[], words: readonly Word[], asked: AskedFor): number | null {
  if (asked.asked === 'who' || asked.asked === 'list' || asked.asked === 'yes-no') return null;
  const verb = words.findIndex((word, at) => SPEECH_VERBS.has(word.word) && !claimsThing(words, at));
  if (verb < 0) return null;
  // "were the plans confirmed": nobody speaks in a passive.
  if (words.slice(0, verb).some((word) => BE_FORMS.has(word.word))) return null;
  for (let index = terms.length - 1; index >= 0; index--) {
    const term = terms[index];
    if (!term || term.to > verb || verb - term.to > 1) continue;
    if (!term.light) return index;
  }
  return null;
}

/** "claim compensation" asks for a thing, "claim that" speaks. */
function claimsThing(words: readonly Word[], at: number): boolean {
  const next = words[at + 1]?.word ?? '';
  return (
    /^claim/.test(words[at]?.word ?? '') &&
    next !== '' &&
    (!FUNCTION_WORDS.has(next) || DETERMINERS.has(next)) &&
    next !== 'that'
  );
}

const PRESENT = /(?:[^s]s|es)$/;

/**
 * Index of the term that a phrase without a question word makes the doer: "attack **by X**", "**X** attacked Y", "**X** opens
 * the gates". In "X strikes" nothing tells a verb from a noun.
 */
export function findPhraseDoer(terms: readonly Term[], words: readonly Word[]): number | null {
  const by = terms.findIndex((term) => term.entities.length > 0 && behindBy(words, term.from));
  if (by >= 0) return by;
  const first = terms.findIndex((term) => !term.light);
  const name = terms[first];
  if (!name || name.entities.length === 0) return null;
  if (!words.slice(0, name.from).every((word) => DETERMINERS.has(word.word))) return null;
  const verb = words[name.to]?.word ?? '';
  const more = terms.some((term) => term.from > name.to);
  return more && words[name.to + 1]?.word !== 'by' && (isParticiple(verb) || /ed$/.test(verb) || PRESENT.test(verb))
    ? behindVerb(words, name.to + 1)
      ? first
      : null
    : null;
}

function behindBy(words: readonly Word[], from: number): boolean {
  const at = DETERMINERS.has(words[from - 1]?.word ?? '') ? from - 2 : from - 1;
  return words[at]?.word === 'by';
}

/** What the verb is done to, and no preposition: "strikes on Sunday" is no verb. */
function behindVerb(words: readonly Word[], at: number): boolean {
  const next = words[at]?.word ?? '';
  return next !== '' && (!FUNCTION_WORDS.has(next) || DETERMINERS.has(next));
}
