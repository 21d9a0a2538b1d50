import type { EntityId, Fact } from '../model/knowledge.ts';
import type { Query, Term } from '../question/query.ts';
import { remembered } from '../question/remembered.ts';
import { stem } from '../question/stem.ts';
import { tokenize } from '../question/tokens.ts';
import { SPEECH_VERBS } from '../question/word-classes.ts';
import { countsOthers } from './counted.ts';
import { type Detail, detailOf, tellsOfFuture } from './detail.ts';
import type { FitContext } from './fit-context.ts';
import { isAgent, isTarget, nameUse, withoutLongerNames } from './name-position.ts';
import { isTornApart } from './reason-part.ts';
import { doersOfVerb, isOnlyInNames } from './verb-doer.ts';

/** How the data of a fact fit what a question asks, beside its words. */
export interface Fit {
  readonly detail: Detail;
  /** Whom the question makes the doer: `same` in the fact, `other` is the doer there ("did Israel attack Hamas"), or nothing tells. */
  readonly doer: 'same' | 'other' | null;
  /** Whom the question is about is also whom the fact is about, as its subject. */
  readonly subject: boolean;
  /** The question asks for the words of somebody who, in the fact, does not speak. */
  readonly otherSpeaker: boolean;
  /** The question asks about the past and the fact tells of what is to come, or the reverse. */
  readonly otherTense: boolean;
  /** The fact tells of what is to come, is wanted or is left open: only such a fact can answer "will …". */
  readonly ahead: boolean;
  /** The fact tells of what somebody calls for, plans or talks about, not of what has happened. */
  readonly onlyMeant: boolean;
  /** The question says that a thing has been done which, in the fact, is on a plan. */
  readonly onlyPlanned: boolean;
  /** The fact tells of avoiding or not wanting what the question says is wanted or done. */
  readonly reverse: boolean;
  /** The question says that one thing causes another, and the fact tells of no cause. */
  readonly noCause: boolean;
  /** The number in the question is, in the fact, that of others. */
  readonly countsOthers: boolean;
  /** The fact tells of signs of a thing only, and the question asks for the thing. */
  readonly onlySigns: boolean;
}

const REVERSE = /\b(?:avoid|prevent|avert|held back|not (?:seek|want))\b/;
const REVERSE_STEMS: ReadonlySet<string> = new Set(
  'not avoid prevent avert stop refrain oppose stay steer keep hold restrain deter limit against'.split(' ').map(stem),
);
const CAUSE_STEMS: ReadonlySet<string> = new Set('cause trigger provoke spark prompt'.split(' ').map(stem));
const TELLS_CAUSE =
  /\b(?:caus\w+|led to|leads? to|trigger\w*|provok\w+|spark\w*|prompt\w*|because|due to|result\w*|retaliation|in response|since)\b/;
/** That there are none is said of the thing itself. */
const SIGNS_OF = /(?<!\b(?:no|any|without) )\bsigns? of\b/;
const SIGN = stem('sign');

/** What stands on one of these is still to come. */
const PLAN = /\b(?:itinerary|schedule|timetable|agenda|programme)\b/;

const ONLY_MEANT =
  /\b(?:calls? (?:to|for)|called (?:for|on)|urge[ds]?|demand(?:s|ed)?|wants? (?:to|(?:\w+ ){1,4}\w+ed)|plans? (?:to|more)|intends? to|(?:is|are) (?:also |now )?to (?:cover|\w+e)\b|(?:is|are) going to)/;

const AHEAD =
  /\b(?:leaves? open|open whether|seeks?|wants?|avoid|hopes?|aims?|promise[ds]?|vow(?:s|ed)|refuse[ds]?|rule[ds] out|call(?:s|ed)? (?:for|on)|urge[ds]?|demand(?:s|ed)?|talks? (?:on|about)|due|next|itinerary|agenda|schedule|timetable|trip|programme)\b/;

/** What the sentence of a fact tells by its words alone. */
const tellingOf = remembered((fact: Fact) => ({
  future: tellsOfFuture(fact),
  planned: PLAN.test(fact.text),
  cause: TELLS_CAUSE.test(fact.text),
  reverse: REVERSE.test(fact.text),
  onlySigns: SIGNS_OF.test(fact.text),
  onlyMeant: ONLY_MEANT.test(fact.text),
  ahead: AHEAD.test(fact.text),
}));

export function fitOf(query: Query, fact: Fact, context: FitContext): Fit {
  const { future, planned, cause, reverse, onlySigns, onlyMeant, ahead } = tellingOf(fact);
  return {
    detail: detailOf(query, fact, context),
    doer: query.asked === 'yes-no' && isTornApart(query, fact, context) ? 'other' : doerOf(query, fact, context),
    subject: isSubject(query, fact, context),
    otherSpeaker: isOtherSpeaker(query, fact, context),
    otherTense: (query.tense === 'past' && future && !query.speech) || (query.tense === 'future' && !future),
    noCause: query.stems.some((each) => CAUSE_STEMS.has(each)) && !cause,
    countsOthers: countsOthers(query, fact, context),
    reverse: reverse && !query.stems.some((each) => REVERSE_STEMS.has(each)),
    onlySigns: onlySigns && !query.stems.includes(SIGN),
    onlyMeant: !query.speech && onlyMeant,
    onlyPlanned: planned && saysDone(query),
    ahead: future || ahead,
  };
}

function termOf(query: Query, index: number | null): Term | undefined {
  return index === null ? undefined : query.terms[index];
}

function isSubject(query: Query, fact: Fact, { knowledge }: FitContext): boolean {
  const subject = termOf(query, query.subject);
  if (!subject) return false;
  return subject.entities.some((id) => {
    if (fact.actors.length > 0) return fact.actors.includes(id);
    const entity = knowledge.entities.get(id);
    return entity !== undefined && fact.about.includes(id) && nameUse(fact.text, entity) === 'subject';
  });
}

function doerOf(query: Query, fact: Fact, context: FitContext): Fit['doer'] {
  const { knowledge } = context;
  const doer = termOf(query, query.doer);
  if (!doer) return isUndergoer(query, fact) ? 'other' : null;
  const concerned = fact.about.flatMap((id) => knowledge.entities.get(id) ?? []);
  if (query.asked === 'who' && isOnlyInNames(query, doer.to, fact, concerned, context)) return 'other';
  if (query.asked === 'yes-no' || query.asked === 'when') {
    // "did X say": what others say of X is not said by X.
    if (SPEECH_VERB_STEMS.has(query.stems[BESIDE.has(query.stems[doer.to] ?? '') ? doer.to + 1 : doer.to] ?? ''))
      return doer.entities.some((id) => speaksIn(fact, id)) ? 'same' : 'other';
    if (isOnlyInNames(query, doer.to, fact, concerned, context)) return 'other';
    // "when did the plant close": in the fact somebody closed it.
    if (query.asked === 'when' && isChange(query, doer) && doer.entities.some((id) => fact.about.includes(id)))
      return null;
    const told = doersOfVerb(query, doer.to, fact, concerned, context);
    if (told && !doer.entities.some((id) => told.has(id) || fact.saidBy.includes(id))) return 'other';
  }
  if (doer.entities.some((id) => fact.actors.includes(id) || fact.saidBy.includes(id))) return 'same';
  // A fact that reports somebody's words tells of others too; one that tells of a deed has its doer as data.
  if (fact.actors.length > 0 && fact.saidBy.length === 0) return 'other';
  const uses = doer.entities.map((id) => {
    const entity = knowledge.entities.get(id);
    if (!entity || !concerned.includes(entity)) return null;
    if (isTarget(fact.text, entity)) return 'object';
    return nameUse(withoutLongerNames(fact.text, entity, concerned), entity);
  });
  const deed = query.asked === 'yes-no' || query.asked === 'when' || query.asked === 'how';
  const doers = concerned.filter(({ id }) => doer.entities.includes(id));
  // In the words of others, "Iranian assets" and "Iran-backed groups" do not make Iran act.
  if (deed && fact.saidBy.length > 0 && !doers.some((entity) => isAgent(fact.text, entity, true))) return 'other';
  if (uses.includes('subject')) return 'same';
  if (uses.includes('object')) return 'other';
  // A sentence that does not even name them tells of no deed of theirs.
  return deed && fact.saidBy.length === 0 ? 'other' : null;
}

/** What things do by themselves in one sentence, and somebody does to them in another. */
const CHANGES: ReadonlySet<string> = new Set(
  'close shut open reopen start begin end stop finish change break move spread grow increase rise fall drop burn resume continue expand launch crash explode collapse sink split restart halt'
    .split(' ')
    .map(stem),
);

/** Nothing that something is done to stands behind the verb. */
function isChange({ terms, stems }: Query, doer: Term): boolean {
  return CHANGES.has(stems[doer.to] ?? '') && terms.every(({ from, light }) => light || from <= doer.to);
}

/** "has X **itself** said", "did X **ever** say" */
const BESIDE: ReadonlySet<string> = new Set(
  'itself himself herself themselves ever also actually already publicly'.split(' ').map(stem),
);

const HAVE: ReadonlySet<string> = new Set(['has', 'have', 'had'].map(stem));

/** "did X visit", "has X arrived"; not "is X going to". */
function saysDone({ tense, realised, stems }: Query): boolean {
  return tense === 'past' || (realised && HAVE.has(stems[0] ?? ''));
}

const SPEECH_VERB_STEMS: ReadonlySet<string> = new Set([...SPEECH_VERBS].map(stem));

/** "why was X attacked": a fact in which X attacks tells of something else. */
function isUndergoer(query: Query, fact: Fact): boolean {
  const subject = termOf(query, query.undergoer);
  if (subject === undefined) return false;
  // "was X arrested": that X tells of arrests is another thing.
  const only = (ids: readonly EntityId[]): boolean => subject.entities.some((id) => ids.includes(id));
  return (fact.actors.length > 0 && only(fact.actors)) || (query.asked === 'yes-no' && only(fact.saidBy));
}

function isOtherSpeaker(query: Query, fact: Fact, { lexicon }: FitContext): boolean {
  const speaker = termOf(query, query.speaker);
  if (!speaker || query.asked === 'yes-no') return false;
  if (speaker.entities.length === 0) return !fact.saidBy.some((id) => lexicon.identity(id).has(speaker.stem));
  return !speaker.entities.some((id) => speaksIn(fact, id));
}

function speaksIn({ saidBy, actors, text }: Fact, id: EntityId): boolean {
  return (
    saidBy.includes(id) ||
    (saidBy.length === 0 && actors.includes(id) && tokenize(text).some((token) => SPEECH_VERBS.has(token.word)))
  );
}
