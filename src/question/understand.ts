import { type AskedFor, findAsked, isPersonNoun } from './asked.ts';
import { askingPart } from './asking-part.ts';
import { correct, correctFunctionWords, type Word } from './correct.ts';
import type { Lexicon } from './lexicon.ts';
import { stripPadding } from './padding.ts';
import type { Query, Term } from './query.ts';
import { readTerms } from './read-terms.ts';
import {
  findPhraseDoer,
  findSpeaker,
  findStated,
  findSubject,
  isDoneTo,
  isParticiple,
  isPassive,
  whoRole,
} from './sentence.ts';
import { stem } from './stem.ts';
import { type Token, tokenize } from './tokens.ts';
import { findWanted } from './wanted.ts';
import { AUXILIARIES, BE_FORMS, FUNCTION_WORDS, MONTHS, NEGATIONS, SPEECH_VERBS, TALK_VERBS } from './word-classes.ts';
import { ORDINAL_DAYS } from './word-forms.ts';

const REALISED =
  /^(?:did|was|were|has|have|had|(?:is|are) there)\b|^(?:is|are) .*\b(?:going|heading|headed|travelling|traveling|flying) to (?!be\b)|^(?:is|are) .*\bfinished$/;
const INTENT_STEMS: ReadonlySet<string> = new Set(
  'call urge want plan announce confirm seek demand ask aim intend hope promise vow try refuse threaten warn talk negotiate discuss concern worry fear sign'
    .split(' ')
    .map(stem),
);

const SPEECH_STEMS: ReadonlySet<string> = new Set([...SPEECH_VERBS, ...TALK_VERBS].map(stem));

const FUTURE = /^(?:could|may|might)\b|\b(?:will|next|going to|planning to|future|upcoming|soon)\b/;
const PAST = /\b(?:did|was|were|happened|ago)\b/;

const ACCUSED =
  /^(?:who|whom|(?:what|which) \w+) (?:is|are|was|were|has been|have been|got|gets) (?:\w+ )?(?:responsible|to blame|at fault|blamed|accused|suspected)\b/;

const JUDGEMENT =
  /^(?:what |why |who |how )?do (?:you|u) (?:think|believe|expect|reckon|suppose)\b|^(?:(?:why|when|what|who|how|where) )?(?:should|ought)\b|\b(?:was|would|will) it (?:be )?right\b|\bis it right to\b|\b(?:is|was|would|will) (?:it|this|that) (?:be |\w+ly |a |so |very )*(?:wrong|good|bad|fair|unfair|wise|smart|stupid|legal|illegal|lawful|justified|acceptable|okay|ok|moral|ethical|worth|mistake)\b|^(?:is|are|was|were) .*\b(?:justified|right|wrong|fair|unfair|legal|illegal|lawful|moral|immoral|ethical|wise|stupid|worth it|a mistake|a (?:good|bad) (?:idea|thing)|(?:doing|done) (?:a )?(?:good|bad|great))\b/;

/** What somebody may do, a fact need not tell as their deed: "until when can victims claim". */
const MAY = /\bwhen (?:can|could|may|must)\b/;
const INCITES =
  /^(?:just |lets? |let us |please )?(?:(?:kill|bomb|nuke|destroy|murder|exterminate|annihilate|massacre|slaughter|burn|behead|shoot|hang|wipe out|get rid of) (?:all|every|the|them|those|these|more|iran|israel|usa|america)\b|(?:death|down) (?:to|with)\b)/;
const HYPOTHETICAL = /\b(?:would|could|might)\b.*\bif\b|\bif\b.*\b(?:would|could|might)\b|^what if\b/;

/** What no fact of one deed tells: which of two came first, and what a claim rests on. */
const COMPARISON =
  /\bbefore\b.*\bor after\b|\bafter\b.*\bor before\b|^(?:what|which) (?:proof|evidence)\b|^(?:is|are|was|were|did|do|does|has|have|had)\b.*\b(?:(?:more|fewer|less) (?!of\b|just\b|only\b)\S+ (?:\S+ )?than|(?:more|fewer|less) than \d|(?:worse|better|bigger|stronger|larger|smaller|higher|lower|older|younger|greater) than)\b/;

/** "should …", "is it right to …"; not where somebody's judgement is asked for ("does X think that …"). */
function isJudgement(text: string): boolean {
  return JUDGEMENT.test(text) || COMPARISON.test(text);
}

/**
 * Reads a question: what is asked, about whom, and which words remain to be searched for.
 *
 * @param question - any text at all; padding, chat noise and letter case do not matter much
 * @returns never throws; a text without any word gives a query without terms
 */
export function understand(question: string, lexicon: Lexicon): Query {
  const tokens = correctFunctionWords(settleOver(settleDays(settleUs(tokenize(askingPart(question))))), lexicon);
  const stripped = stripPadding(tokens);
  const asked = findAsked(stripped.tokens.map((token) => token.word));
  const words = correct(stripped.tokens, lexicon);
  const plain = words.map((word) => word.word);
  const text = plain.join(' ');
  const terms = readTerms(words, asked, lexicon, usesCapitals(tokens));
  const stated = asked.asked === 'list' ? findStated(terms, words) : null;
  const kind = asked.asked === 'list' && (stripped.isItTrue || stated) ? 'yes-no' : asked.asked;
  const passive = isPassive(plain, asked);
  const askedFor = kind === 'who' ? whoRole(plain, asked, passive, terms) : 'other';
  const did = kind === 'who' && askedFor === 'doer' && hasDone(plain.slice(asked.to));
  const found = askedFor === 'doer' ? null : (stated ?? findSubject(terms, words, asked));
  return {
    asked: kind,
    nouns: nounsOf(words, asked),
    nameKind: asked.nameKind,
    wanted: findWanted(words),
    stems: words.map((word) => word.stem),
    terms,
    askedFor,
    accused: kind === 'who' && ACCUSED.test(text),
    passive,
    judgement: isJudgement(tokens.map((token) => token.word).join(' ')),
    hypothetical: HYPOTHETICAL.test(text),
    doer: found?.acts === true && !passive && !(kind === 'when' && MAY.test(text)) ? found.subject : null,
    phraseDoer: asked.asked === 'list' ? findPhraseDoer(terms, words) : null,
    subject: found?.subject ?? null,
    undergoer: found?.acts === false && isDoneTo(plain, found.after) ? found.subject : null,
    speaker: findSpeaker(terms, words, asked),
    speech: words.some((word) => SPEECH_STEMS.has(word.stem)),
    negated: kind !== 'yes-no' && isNegated(plain),
    tense: PAST.test(text) || did ? 'past' : FUTURE.test(text) ? 'future' : null,
    incites: kind === 'list' && INCITES.test(text),
    generic: /^what (?:is|are|was|were) an? /.test(text),
    overview: isOverview(plain, terms),
    realised:
      ((kind === 'yes-no' && (REALISED.test(text) || isDone(plain, stated))) || did) &&
      !words.some((word) => INTENT_STEMS.has(word.stem)),
    office:
      kind === 'who' &&
      (OFFICE_VERBS.has(plain[asked.to] ?? '') || IN_CHARGE.test(text)) &&
      terms.every(
        ({ light, entities, from, word }) => light || entities.length > 0 || from === asked.to || CHARGE.has(word),
      ),
    definition: isDefinition(plain, asked, stripped.tellMe),
  };
}

/** "X attacked Y", "the hostages were freed": what is stated is said to have happened. */
function isDone(words: readonly string[], stated: { readonly after: number } | null): boolean {
  if (!stated) return false;
  return isParticiple(words[stated.after] ?? '') || /^(?:was|were|has|have|had)$/.test(words[stated.after - 1] ?? '');
}

/** "who **bombed** X", "who **has freed** Y": a deed that is done. @param rest - the words behind the asking phrase */
function hasDone(rest: readonly string[]): boolean {
  const verb = /^(?:has|have|had)$/.test(rest[0] ?? '') ? rest[1] : rest[0];
  return isParticiple(verb ?? '');
}

const OFFICE_VERBS: ReadonlySet<string> = new Set(
  'leads heads chairs runs commands directs manages governs'.split(' '),
);

const IN_CHARGE = /^who (?:is|are|was|were) (?:now |currently )?in (?:charge|command|control) of\b/;
const CHARGE: ReadonlySet<string> = new Set(['charge', 'command', 'control']);

const TELLS_PRONOUN =
  /^(?:tell|tells|told|give|gives|show|let|help|helps|remind|inform|update|brief|teach|catch|fill|ask|all|both|many|some|most|each|any|none|join|follow)$/;

/** The pronoun "us" and the country share their letters; neighbours tell them apart: "the us", "us troops" against "tell us". */
function settleUs(tokens: readonly Token[]): Token[] {
  return tokens.map((token, at) => {
    if (token.word !== 'us') return token;
    const before = tokens[at - 1]?.word ?? '';
    const after = tokens[at + 1]?.word ?? '';
    const pronoun =
      TELLS_PRONOUN.test(before) ||
      (/^(?:to|for|with|of|about|from|between|by|at)$/.test(before) && (after === '' || FUNCTION_WORDS.has(after)));
    return pronoun ? token : { ...token, word: 'usa' };
  });
}

/** "the seventh of October", "October the seventh": a day, not the seventh of something. */
function settleDays(tokens: readonly Token[]): Token[] {
  const isMonth = (at: number): boolean => MONTHS.has(tokens[at]?.word ?? '');
  return tokens.map((token, at) => {
    const day = ORDINAL_DAYS.get(token.word);
    if (day === undefined) return token;
    const after = tokens[at + 1]?.word === 'of' ? at + 2 : at + 1;
    const before = tokens[at - 1]?.word === 'the' ? at - 2 : at - 1;
    return isMonth(after) || isMonth(before) ? { ...token, word: day } : token;
  });
}

/** "is the war over" says that it has ended; everywhere else "over" is but a preposition. */
function settleOver(tokens: Token[]): Token[] {
  const last = tokens.at(-1);
  if (last?.word !== 'over' || !tokens.some(({ word }) => BE_FORMS.has(word))) return tokens;
  return [...tokens.slice(0, -1), { ...last, word: 'finished' }];
}

/** Capitals mean something only where the writer uses small letters too. */
function usesCapitals(tokens: readonly Token[]): boolean {
  const capitals = tokens.filter((token) => /^\p{Lu}/u.test(token.raw)).length;
  return tokens.some((token) => /^\p{Ll}/u.test(token.raw)) && capitals <= tokens.length * 0.7;
}

/** "how many **American servicemen** were", "which **groups**", "how **old**": what is counted, wanted or measured. */
function nounsOf(words: readonly Word[], asked: AskedFor): readonly string[] {
  if (asked.counts) {
    const rest = words.slice(asked.to);
    // "how many soldiers died": what they did is not what is counted.
    const end = rest.findIndex((word, at) => AUXILIARIES.has(word.word) || (at > 0 && isParticiple(word.word)));
    return rest
      .slice(0, end < 0 ? 3 : Math.min(end, 4))
      .filter((word) => !FUNCTION_WORDS.has(word.word) && word.word !== 'more' && word.word !== 'usa')
      .map((word) => word.stem);
  }
  if (asked.asked !== 'how-many' && asked.asked !== 'when' && asked.nameKind === null) return [];
  // "what are the hostages' names", "names of the militias": more is wanted than what they are called together.
  if (asked.nameKind === 'actor' && NAMES.test(words.map(({ word }) => word).join(' '))) return [stem('names')];
  if (asked.nameKind === 'actor') {
    const person = words.slice(asked.to, asked.to + 3).find(({ word }) => isPersonNoun(word));
    const before = words.slice(0, asked.to).some(({ word }) => isPersonNoun(word));
    if (person && !before) return [person.stem];
  }
  const noun = words.slice(0, asked.to).findLast((word) => !FUNCTION_WORDS.has(word.word));
  return noun === undefined ? [] : [noun.stem];
}

const NAMES =
  /^(?:(?:what|which) (?:is|are|was|were) )?(?:the )?(?:\w+ )?names of\b|^what (?:is|are|was|were) .*\b(?:names|called|named)$/;

const OVERVIEW =
  /\b(?:happen|happened|happening|going on|news|latest|update|updates|summary|summarize|summarise|overview|tldr|tl dr|recap|catch (?:me|us) up|situation|everything|headlines?|story|key facts|main facts|main points|facts)\b|^(?:what is (?:this|it|that|all this|all of this|all that)(?: all)? about|what is new|what is up)$/;

/** Asks for whatever there is, and names nothing. */
function isOverview(words: readonly string[], terms: readonly Term[]): boolean {
  const text = words.join(' ');
  return OVERVIEW.test(text) && terms.every((term) => term.light || OVERVIEW.test(term.word));
}

/** "not enough" and "not clear" say something; other negations ask what is not so. */
function isNegated(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      NEGATIONS.has(word) &&
      !/^(?:enough|clear|sure|certain|only|just)$/.test(words[at + 1] ?? '') &&
      !words.slice(at + 2, at + 5).includes('enough'),
  );
}

const EMPHASIS: ReadonlySet<string> = new Set(['even', 'exactly', 'actually', 'really', 'precisely', 'then']);

/** Nothing but a name or description is asked about: "who is …", "what is …", "tell me about …", "…". */
function isDefinition(words: readonly string[], asked: AskedFor, tellMe: boolean): boolean {
  if (asked.asked === 'list') return true;
  if (/\bname of$/.test(words.slice(0, asked.to).join(' '))) return true;
  if (asked.nameKind !== null) return false;
  if (asked.asked !== 'who' && asked.asked !== 'what') return tellMe && asked.asked !== 'yes-no';
  if (asked.from > 0 && asked.to === words.length) return false;
  // "what even is X", "who exactly is X"
  const rest = words.slice(asked.to + (EMPHASIS.has(words[asked.to] ?? '') ? 1 : 0));
  // "what job does X have" asks no deed either.
  const attribute =
    /^(?:what|which) (?:\w+ )?(?:role|job|title|position|post|office|function|capacity|rank) (?:does|did|do|has|had|is|was) .* (?:have|had|hold|held|holding|play|played|playing|occupy|occupied|fill|filled|serve in|served in)$/.test(
      words.join(' '),
    );
  return (
    rest.length === 0 ||
    attribute ||
    BE_FORMS.has(rest[0] ?? '') ||
    // As it stands within another question: "(tell me) who the mayor is".
    (asked.asked === 'who' && BE_FORMS.has(rest.at(-1) ?? '')) ||
    (asked.asked === 'who' && OFFICE_VERBS.has(rest[0] ?? ''))
  );
}
