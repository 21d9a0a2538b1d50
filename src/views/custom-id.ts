import { hash } from 'node:crypto';
import { type Asked, type DifferingDetail, MISSING, type Missing, type Subject, type Via } from '../model/answer.ts';
import type { Detail } from '../model/fact-details.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import type { SettingName } from '../model/settings.ts';
import { clip } from '../model/text.ts';
import type { PinId, ShownQuestion } from '../pins/pin.ts';
import { CUSTOM_ID_MAX_CHARS } from './limits.ts';
import { CODE_CHARS, type Codes, codesOf, subjectOf } from './subject-codes.ts';

/** Characters that stand for a stem (`UnderstoodQuestion.stems`). */
const STEM_CODE_CHARS = 4;

/** How an answer is shown; this decides the first line and the headings. */
export type Shape = 'point' | 'when' | 'list' | 'topics' | 'related';

/** The parts of a shared answer's heading that a button can carry. */
export interface Understood {
  readonly asked: Asked;
  readonly dated: boolean;
  readonly otherDoer: boolean;
  /** Codes of the subjects, the most specific first. */
  readonly subjects: readonly string[];
  /** For an answer that is not sure: the question in a form that can be decided again. `null` where it is not stored. */
  readonly question: QuestionCodes | null;
}

/** An `UnderstoodQuestion` with its subjects as codes; `asked` is a property of the surrounding object. */
export interface QuestionCodes {
  readonly stems: readonly string[];
  readonly doers: readonly string[];
  readonly subjects: readonly string[];
}

/**
 * The action behind a button, a menu or a dialog. Its whole state is in the custom_id, so it works after a restart. A custom_id
 * is read back as untrusted input.
 */
export type ButtonAction =
  /** Post these facts in the channel. */
  | {
      readonly type: 'share';
      readonly shape: Shape;
      /** For `related`: the detail that the sources do not give. */
      readonly missing: Missing | '';
      /** Whether these facts are one page of a longer list. */
      readonly part: boolean;
      readonly profile: string;
      readonly facts: readonly string[];
      /**
       * How the question was understood; `null` on buttons of earlier versions.
       */
      readonly understood: Understood | null;
    }
  /** Show the brief of a subject … */
  | { readonly type: 'brief'; readonly about: string }
  /** … or post these facts of it in the channel. An empty code stands for the situation as a whole. */
  | { readonly type: 'share-brief'; readonly about: string; readonly facts: readonly string[] }
  /** Show every citation of these facts (and of the profile's roles) in full. Where there are several profiles, `facts` names the others. */
  | { readonly type: 'proof'; readonly profile: string; readonly facts: readonly string[] }
  /** Turn to another page of a long proof. */
  | { readonly type: 'proof-page'; readonly page: number; readonly profile: string; readonly facts: readonly string[] }
  /** Show another page of a command's answer about a subject … */
  | { readonly type: 'page'; readonly via: Via; readonly page: number; readonly of: PageOf }
  /** Show one of the subjects that "Which one?" offers, or a near one. */
  | { readonly type: 'pick'; readonly via: Via; readonly subject: string }
  /** Show one detail of a fact that was shown. */
  | { readonly type: 'ask-on'; readonly detail: Detail; readonly fact: string }
  /** Show the answer to the question in this message to the person who presses; Sitrep then reads the text again. */
  | { readonly type: 'show-answer'; readonly message: string }
  /** Post the result of Check facts: how the message compares with each fact. The result is valid for this version of the facts. */
  | {
      readonly type: 'share-check';
      readonly message: string;
      readonly version: string;
      readonly found: readonly FoundCode[];
    }
  /** Delete a shared answer. `salt` and `mark` identify its owner without containing their user id. */
  | { readonly type: 'delete'; readonly salt: string; readonly mark: string }
  /**
   * Open the dialog that sends a question to the curators, with the question in it. Where the question does not fit on the
   * button, `key` identifies it (`questionKey`) and `question` is a substitute; otherwise `key` is empty.
   */
  | { readonly type: 'ask-curators'; readonly key: string; readonly question: string }
  /** Open the dialog that reports a mistake in an answer; `facts` are the facts of that answer, as many as fit. */
  | { readonly type: 'not-right'; readonly facts: readonly string[] }
  /** Send what was typed into one of these dialogs. */
  | { readonly type: 'send-question' }
  | { readonly type: 'send-report'; readonly facts: readonly string[] }
  /** Show moderators a page of what was sent in their server. */
  | { readonly type: 'inbox'; readonly page: number }
  /** Settle an item and all items like it, and show the page again. */
  | { readonly type: 'settle-item'; readonly item: string; readonly as: ItemVerdict; readonly page: number }
  /** Record that this fact answers an item and all items like it. */
  | { readonly type: 'name-fact'; readonly item: string; readonly fact: string; readonly page: number }
  /** Delete everything that is stored about the person who presses. */
  | { readonly type: 'forget-me' }
  /** A step in the builder of a pin. */
  | { readonly type: 'draft'; readonly draft: string; readonly act: DraftAct }
  /** Post a draft as it was previewed … */
  | { readonly type: 'post'; readonly draft: string; readonly preview: string }
  /** … or in the place of an older pin, where the channel holds as many as Discord allows. */
  | { readonly type: 'replace'; readonly draft: string; readonly pin: PinId; readonly preview: string }
  /** An action on one living pin. */
  | { readonly type: 'pin'; readonly pin: PinId; readonly act: PinAct }
  /** Decide about the difference that was shown; `seen` is its key. */
  | { readonly type: 'settle'; readonly pin: PinId; readonly act: SettleAct; readonly seen: string }
  /** Show every citation of a living pin in full. */
  | { readonly type: 'pin-proof'; readonly pin: PinId; readonly page: number }
  /** Show a page of the channel's living pins. */
  | { readonly type: 'pins'; readonly page: number }
  /** Show the pin that was chosen in the list. */
  | { readonly type: 'pins-choice' }
  /** Adopt or unpin a pinned message of the bot that the store does not know. */
  | { readonly type: 'unknown-pin'; readonly pin: PinId; readonly message: string; readonly act: UnknownAct }
  /** Show the settings of a place: a server, a category or a channel, by its id … */
  | { readonly type: 'settings'; readonly place: string }
  /** … the values of the setting chosen in the menu, or of this one on a page of its values … */
  | { readonly type: 'setting'; readonly place: string; readonly name: SettingName | null; readonly page: number }
  /** … set the value chosen in the menu … */
  | { readonly type: 'set'; readonly place: string; readonly name: SettingName }
  /** … or show who changed what in the server. */
  | { readonly type: 'setting-changes'; readonly place: string };

/** `choose` comes with the values chosen in the menu, `say` with the text typed into the dialog that `line` opens. */
export type DraftAct = (typeof DRAFT_ACTS)[keyof typeof DRAFT_ACTS];
/** `delete` asks for confirmation; `delete-now` deletes. */
export type PinAct = (typeof PIN_ACTS)[keyof typeof PIN_ACTS];
export type SettleAct = (typeof SETTLE_ACTS)[keyof typeof SETTLE_ACTS];
export type ItemVerdict = (typeof ITEM_VERDICTS)[keyof typeof ITEM_VERDICTS];
export type UnknownAct = (typeof UNKNOWN_ACTS)[keyof typeof UNKNOWN_ACTS];

/** How a fact compares with a statement: it says the same, or differs in a detail. */
export type Finding = (typeof FINDINGS)[keyof typeof FINDINGS];
export interface FoundCode {
  readonly finding: Finding;
  readonly fact: string;
}

/** The code of a subject, or a short text itself, or nothing (for the headline facts). */
export type PageOf =
  | { readonly by: 'subject'; readonly code: string }
  | { readonly by: 'text'; readonly text: string }
  | { readonly by: 'facts'; readonly shape: Shape; readonly profile: string; readonly facts: readonly string[] }
  | { readonly by: 'nothing' };

/**
 * First character of every custom_id. Raise it when the grammar changes: older buttons then get a friendly answer. Where the
 * action is about the facts of a situation, the situation's mark follows; ids of earlier versions have no mark.
 */
const GRAMMAR = '1';
/** Characters of a situation's mark. They hold 24 bits, and the longest Share button has room for no more. */
const MARK_CHARS = 4;
const MARKED_GRAMMAR = new RegExp(`^${GRAMMAR}([\\w-]{${MARK_CHARS}})$`);
/** Whether an action is about the facts of one situation. The other actions name a pin or a draft, and its record names the situation. */
const IS_ABOUT_FACTS = {
  ...{ share: true, brief: true, 'share-brief': true, proof: true, 'proof-page': true, page: true, pick: true },
  ...{ 'ask-on': true, 'show-answer': true, 'share-check': true },
  ...{ 'ask-curators': true, 'not-right': true, 'send-question': true, 'send-report': true },
  // The record of an item names its situation.
  ...{ inbox: false, 'settle-item': false, 'name-fact': false, 'forget-me': false },
  ...{ delete: false, draft: false, post: false, replace: false, pin: false, settle: false, 'pin-proof': false },
  ...{ pins: false, 'pins-choice': false, 'unknown-pin': false },
  ...{ settings: false, setting: false, set: false, 'setting-changes': false },
} as const satisfies Record<ButtonAction['type'], boolean>;
const SHAPES = { p: 'point', w: 'when', l: 'list', t: 'topics', r: 'related' } as const satisfies Record<string, Shape>;
const ASKED = {
  w: 'who',
  n: 'when',
  r: 'where',
  y: 'why',
  m: 'how-many',
  l: 'how-long',
  h: 'how',
  t: 'whether',
  a: 'what',
  i: 'list',
} as const satisfies Record<string, Asked>;
/** These letters follow the letter that stands for `asked`. */
const DATED = 'd';
const OTHER_DOER = 'o';
/** This letter follows the shape's letter where the facts are one page of several. */
const PART = '+';
const FINDINGS = {
  b: 'borne-out',
  n: 'number',
  d: 'day',
  p: 'place',
  w: 'who',
  c: 'certainty',
} as const satisfies Record<string, DifferingDetail | 'borne-out'>;
const DETAILS = { n: 'when', r: 'where', s: 'said-by', y: 'why' } as const satisfies Record<string, Detail>;
const DRAFT_ACTS = { o: 'open', c: 'choose', l: 'line', s: 'say', u: 'unsay', x: 'cancel' } as const;
const PIN_ACTS = {
  o: 'open',
  v: 'review',
  c: 'changes',
  r: 'refresh',
  u: 'unpin',
  d: 'delete',
  x: 'delete-now',
} as const;
const SETTLE_ACTS = { r: 'refresh', l: 'leave' } as const;
const SETTING_KEYS = {
  s: 'situation',
  a: 'answers',
  w: 'answering',
  c: 'cooldownSeconds',
  p: 'pinUpdates',
  r: 'correctionReplies',
  b: 'curatorsBox',
  m: 'moderatorsChannel',
} as const satisfies Record<string, SettingName>;
const UNKNOWN_ACTS = { a: 'adopt', u: 'unpin' } as const;
/** `open`: a fact that was named does not answer it after all. */
const ITEM_VERDICTS = { a: 'answered', n: 'not-ours', o: 'open' } as const;
/** The pattern of an item's id (`InboxItem.id`). */
const ITEM_ID = /^[0-9a-f]{10}$/;
/** A message's id. */
const SNOWFLAKE = /^\d{1,20}$/;
/** The pattern of a difference's key (`PinDifference.key`). */
const SEEN = /^[\w-]{10}$/;
/** The pattern of Discord's message ids. */
const MESSAGE_ID = /^\d{15,20}$/;
/** Characters of a pin's and of a draft's id: base64url. */
const PIN_ID = /^[\w-]{12}$/;
/** Characters of a preview's mark, as `previewMark` gives it. */
const PREVIEW = /^[\w-]{8}$/;
const VIAS = { a: 'ask', w: 'who', n: 'when', f: 'facts' } as const satisfies Record<string, Via>;
/** Page numbers are limited, because an invented custom_id could ask for page one million. */
const PAGE_MAX = 9999;

/**
 * @param situation - name of the situation that the action is about; absent in ids that are stored together with the situation's name
 * @returns at most 100 characters; `undefined` when the action does not fit (too many facts, too long a text), with or without a
 *          situation
 */
export function encodeAction(action: ButtonAction, situation?: string): string | undefined {
  const fields = body(action);
  const isAboutFacts = IS_ABOUT_FACTS[action.type];
  const room = CUSTOM_ID_MAX_CHARS - (isAboutFacts ? MARK_CHARS : 0);
  if (`${GRAMMAR}.${fields}`.length > room) return undefined;
  return `${GRAMMAR}${isAboutFacts && situation !== undefined ? situationMark(situation) : ''}.${fields}`;
}

/** Names a situation on a button: the first 24 bits of the SHA-256 of its name in base64url. */
export const situationMark = (situation: string): string => hash('sha256', situation, 'base64url').slice(0, MARK_CHARS);

/**
 * The situation that a custom_id names.
 *
 * @returns its mark; `null` where the action is about the facts of a situation, but the id is of an earlier version, which served
 *          one situation only; `undefined` where the id is about no situation, or cannot be read
 */
export function situationIn(customId: string): string | null | undefined {
  const action = decodeAction(customId);
  if (action === undefined || !IS_ABOUT_FACTS[action.type]) return undefined;
  const [grammar = ''] = customId.split('.', 1);
  return MARKED_GRAMMAR.exec(grammar)?.[1] ?? null;
}

/** Long, because the whole grammar is written in one place: one branch for each type of action, as in `parse`. */
function body(action: ButtonAction): string {
  switch (action.type) {
    case 'share':
      return `sh.${keyOf(SHAPES, action.shape)}${action.part ? PART : ''}.${action.missing}.${action.profile}.${action.facts.join('')}${understoodOf(action.understood)}`;
    case 'brief':
      return `br.${action.about}`;
    case 'share-brief':
      return `sb.${action.about}.${action.facts.join('')}`;
    case 'proof':
      return `pf.${action.profile}.${action.facts.join('')}`;
    case 'proof-page':
      return `pp.${action.page}.${action.profile}.${action.facts.join('')}`;
    case 'page':
      return `pg.${keyOf(VIAS, action.via)}.${action.page}.${pageOf(action.of)}`;
    case 'pick':
      return `pk.${keyOf(VIAS, action.via)}.${action.subject}`;
    case 'ask-on':
      return `ao.${keyOf(DETAILS, action.detail)}.${action.fact}`;
    case 'show-answer':
      return `sa.${action.message}`;
    case 'share-check':
      return `sk.${action.message}.${action.version}.${action.found.map(({ finding }) => keyOf(FINDINGS, finding)).join('')}.${action.found.map(({ fact }) => fact).join('')}`;
    case 'delete':
      return `dl.${action.salt}.${action.mark}`;
    case 'ask-curators':
      return `ac.${action.key}.${action.question}`;
    case 'not-right':
      return `nr.${action.facts.join('')}`;
    case 'send-question':
      return 'sq';
    case 'send-report':
      return `sr.${action.facts.join('')}`;
    case 'inbox':
      return `ib.${action.page}`;
    case 'settle-item':
      return `si.${action.item}.${keyOf(ITEM_VERDICTS, action.as)}.${action.page}`;
    case 'name-fact':
      return `nf.${action.item}.${action.fact}.${action.page}`;
    case 'forget-me':
      return 'fm';
    case 'draft':
      return `dr.${action.draft}.${keyOf(DRAFT_ACTS, action.act)}`;
    case 'replace':
      return `rp.${action.draft}.${action.pin}.${action.preview}`;
    case 'post':
      return `po.${action.draft}.${action.preview}`;
    case 'pin':
      return `pn.${action.pin}.${keyOf(PIN_ACTS, action.act)}`;
    case 'settle':
      return `st.${action.pin}.${keyOf(SETTLE_ACTS, action.act)}.${action.seen}`;
    case 'pin-proof':
      return `pr.${action.pin}.${action.page}`;
    case 'pins':
      return `ps.${action.page}`;
    case 'pins-choice':
      return 'pc';
    case 'unknown-pin':
      return `up.${action.pin}.${action.message}.${keyOf(UNKNOWN_ACTS, action.act)}`;
    case 'settings':
      return `se.${action.place}`;
    case 'setting':
      return `sn.${action.place}.${action.name === null ? '' : keyOf(SETTING_KEYS, action.name)}.${action.page}`;
    case 'set':
      return `sv.${action.place}.${keyOf(SETTING_KEYS, action.name)}`;
    case 'setting-changes':
      return `sc.${action.place}`;
  }
}

/** The result is empty for a button of an earlier version, so that the button's id stays the same when it is written again. */
function understoodOf(understood: Understood | null): string {
  if (understood === null) return '';
  const { asked, dated, otherDoer, subjects, question } = understood;
  const flags = `${keyOf(ASKED, asked)}${dated ? DATED : ''}${otherDoer ? OTHER_DOER : ''}`;
  const kept = question && [question.stems, question.doers, question.subjects].map((codes) => `.${codes.join('')}`);
  return `.${flags}.${subjects.join('')}${kept?.join('') ?? ''}`;
}

function pageOf(of: PageOf): string {
  switch (of.by) {
    case 'subject':
      return `s.${of.code}`;
    case 'text':
      return `q.${of.text}`;
    case 'facts':
      return `c.${keyOf(SHAPES, of.shape)}.${of.profile}.${of.facts.join('')}`;
    case 'nothing':
      return 'h.';
  }
}

/**
 * The button that opens the dialog with this question.
 *
 * @param instead - for a message that others read: neutral words in place of the question, because a button must not reveal the
 * asker's words there; where absent, the button carries the question, or its beginning where it does not fit
 */
export function askCuratorsAction(question: string, instead?: string): Extract<ButtonAction, { type: 'ask-curators' }> {
  const whole = { type: 'ask-curators', key: '', question: oneLine(question) } as const;
  if (question !== '' && instead === undefined && encodeAction(whole) !== undefined) return whole;
  const key = question === '' ? '' : questionKey(question);
  const room = CUSTOM_ID_MAX_CHARS - MARK_CHARS - `${GRAMMAR}.${body({ ...whole, key, question: '' })}`.length;
  return { ...whole, key, question: clip(oneLine(instead ?? question), room) };
}

/** Identifies a question that does not fit on a button. */
export const questionKey = (question: string): string =>
  hash('sha256', oneLine(question), 'base64url').slice(0, CODE_CHARS);

const oneLine = (typed: string): string => typed.replace(/\s+/g, ' ').trim();

/** @returns `undefined` for anything that this version did not write */
export function decodeAction(customId: string): ButtonAction | undefined {
  if (customId.length > CUSTOM_ID_MAX_CHARS) return undefined;
  const [grammar = '', ...fields] = customId.split('.');
  const isMarked = MARKED_GRAMMAR.test(grammar);
  if (grammar !== GRAMMAR && !isMarked) return undefined;
  const action = parse(fields);
  if (action === undefined || (isMarked && !IS_ABOUT_FACTS[action.type])) return undefined;
  // A custom_id that reads back differently has extra or doubled fields, which this version does not write.
  return body(action) === fields.join('.') ? action : undefined;
}

/** Long, because the whole grammar is parsed in one place: one branch for each type of action. */
function parse([type, ...fields]: readonly string[]): ButtonAction | undefined {
  switch (type) {
    case 'sh': {
      const [shape, missing, profile, facts, ...heading] = fields;
      const part = shape?.endsWith(PART) ?? false;
      const known = named(SHAPES, part ? shape?.slice(0, -PART.length) : shape);
      const codes = codesIn(facts);
      const understood = readUnderstood(heading);
      if (known === undefined || !isMissing(known, missing) || !isCodeOrEmpty(profile)) return undefined;
      if (codes === undefined || understood === undefined) return undefined;
      return { type: 'share', shape: known, part, missing, profile, facts: codes, understood };
    }
    case 'br': {
      const [about] = fields;
      return isCodeOrEmpty(about) ? { type: 'brief', about } : undefined;
    }
    case 'sb': {
      const [about, facts] = fields;
      const codes = codesIn(facts);
      return isCodeOrEmpty(about) && codes !== undefined ? { type: 'share-brief', about, facts: codes } : undefined;
    }
    case 'pf': {
      const [profile, facts] = fields;
      const codes = codesIn(facts);
      if (!isCodeOrEmpty(profile) || codes === undefined) return undefined;
      return { type: 'proof', profile, facts: codes };
    }
    case 'pp': {
      const [page, profile, facts] = fields;
      const number = pageNumber(page);
      const codes = codesIn(facts);
      if (number === undefined || !isCodeOrEmpty(profile) || codes === undefined) return undefined;
      return { type: 'proof-page', page: number, profile, facts: codes };
    }
    case 'pg': {
      const [via, page, by, ...rest] = fields;
      const known = named(VIAS, via);
      const number = pageNumber(page);
      const of = readPageOf(by, rest.join('.'));
      if (known === undefined || number === undefined || of === undefined) return undefined;
      return { type: 'page', via: known, page: number, of };
    }
    case 'pk': {
      const [via, subject] = fields;
      const known = named(VIAS, via);
      if (known === undefined || !isCodeOrEmpty(subject) || subject === '') return undefined;
      return { type: 'pick', via: known, subject };
    }
    case 'ao': {
      const [key, fact] = fields;
      const detail = named(DETAILS, key);
      if (detail === undefined || !isCodeOrEmpty(fact) || fact === '') return undefined;
      return { type: 'ask-on', detail, fact };
    }
    case 'sa': {
      const [message] = fields;
      return message !== undefined && MESSAGE_ID.test(message) ? { type: 'show-answer', message } : undefined;
    }
    case 'sk': {
      const [message, version, findings = '', facts] = fields;
      const found = codesIn(facts)?.flatMap((fact, i): readonly FoundCode[] => {
        const finding = named(FINDINGS, findings[i]);
        return finding === undefined ? [] : [{ finding, fact }];
      });
      if (message === undefined || !MESSAGE_ID.test(message) || !found?.length) return undefined;
      return version === undefined ? undefined : { type: 'share-check', message, version, found };
    }
    case 'dl': {
      const [salt, mark] = fields;
      return salt && mark ? { type: 'delete', salt, mark } : undefined;
    }
    case 'ac': {
      const [key, ...question] = fields;
      return isCodeOrEmpty(key) ? { type: 'ask-curators', key, question: question.join('.') } : undefined;
    }
    case 'nr':
    case 'sr': {
      const facts = codesIn(fields[0]);
      if (facts === undefined) return undefined;
      return { type: type === 'nr' ? 'not-right' : 'send-report', facts };
    }
    case 'sq':
      return { type: 'send-question' };
    case 'ib': {
      const page = pageNumber(fields[0]);
      return page === undefined ? undefined : { type: 'inbox', page };
    }
    case 'si': {
      const [item, key, field] = fields;
      const as = named(ITEM_VERDICTS, key);
      const page = pageNumber(field);
      if (!isItemId(item) || as === undefined || page === undefined) return undefined;
      return { type: 'settle-item', item, as, page };
    }
    case 'nf': {
      const [item, fact, field] = fields;
      const page = pageNumber(field);
      if (!isItemId(item) || !isCodeOrEmpty(fact) || fact === '' || page === undefined) return undefined;
      return { type: 'name-fact', item, fact, page };
    }
    case 'fm':
      return { type: 'forget-me' };
    case 'dr': {
      const [draft, key] = fields;
      const act = named(DRAFT_ACTS, key);
      return isDraftId(draft) && act !== undefined ? { type: 'draft', draft, act } : undefined;
    }
    case 'rp': {
      const [draft, pin, preview] = fields;
      if (!isDraftId(draft) || !isPinId(pin) || !isPreview(preview)) return undefined;
      return { type: 'replace', draft, pin, preview };
    }
    case 'po': {
      const [draft, preview] = fields;
      return isDraftId(draft) && isPreview(preview) ? { type: 'post', draft, preview } : undefined;
    }
    case 'pn': {
      const [pin, key] = fields;
      const act = named(PIN_ACTS, key);
      return isPinId(pin) && act !== undefined ? { type: 'pin', pin, act } : undefined;
    }
    case 'st': {
      const [pin, key, seen] = fields;
      const act = named(SETTLE_ACTS, key);
      if (!isPinId(pin) || act === undefined || seen === undefined || !SEEN.test(seen)) return undefined;
      return { type: 'settle', pin, act, seen };
    }
    case 'pr': {
      const [pin, field] = fields;
      const page = pageNumber(field);
      return isPinId(pin) && page !== undefined ? { type: 'pin-proof', pin, page } : undefined;
    }
    case 'ps': {
      const page = pageNumber(fields[0]);
      return page === undefined ? undefined : { type: 'pins', page };
    }
    case 'pc':
      return { type: 'pins-choice' };
    case 'up': {
      const [pin, message, key] = fields;
      const act = named(UNKNOWN_ACTS, key);
      if (!isPinId(pin) || message === undefined || !SNOWFLAKE.test(message) || act === undefined) return undefined;
      return { type: 'unknown-pin', pin, message, act };
    }
    case 'se':
    case 'sc': {
      const [place] = fields;
      return isSnowflake(place) ? { type: type === 'se' ? 'settings' : 'setting-changes', place } : undefined;
    }
    case 'sn': {
      const [place, key, field] = fields;
      const name = key === '' ? null : named(SETTING_KEYS, key);
      const page = pageNumber(field);
      if (!isSnowflake(place) || name === undefined || page === undefined) return undefined;
      return { type: 'setting', place, name, page };
    }
    case 'sv': {
      const [place, key] = fields;
      const name = named(SETTING_KEYS, key);
      return isSnowflake(place) && name !== undefined ? { type: 'set', place, name } : undefined;
    }
    default:
      return undefined;
  }
}

function readUnderstood([flags, subjects, ...kept]: readonly string[]): Understood | null | undefined {
  if (flags === undefined) return null;
  const asked = named(ASKED, flags.slice(0, 1));
  const codes = codesIn(subjects);
  const question = readQuestion(kept);
  if (asked === undefined || codes === undefined || question === undefined) return undefined;
  return { asked, dated: flags.includes(DATED), otherDoer: flags.includes(OTHER_DOER), subjects: codes, question };
}

function readQuestion(kept: readonly string[]): QuestionCodes | null | undefined {
  if (kept.length === 0) return null;
  const [stems, doers, subjects] = [codesIn(kept[0], STEM_CODE_CHARS), codesIn(kept[1]), codesIn(kept[2])];
  return stems && doers && subjects && kept.length === 3 ? { stems, doers, subjects } : undefined;
}

function readPageOf(by: string | undefined, rest: string): PageOf | undefined {
  if (by === 's') return isCodeOrEmpty(rest) && rest !== '' ? { by: 'subject', code: rest } : undefined;
  if (by === 'q') return rest === '' ? undefined : { by: 'text', text: rest };
  if (by === 'h') return { by: 'nothing' };
  if (by !== 'c') return undefined;
  const [key, profile, facts, ...more] = rest.split('.');
  const shape = named(SHAPES, key);
  const codes = codesIn(facts);
  if (shape === undefined || !isCodeOrEmpty(profile) || codes === undefined || more.length > 0) return undefined;
  return codes.length > 0 ? { by: 'facts', shape, profile, facts: codes } : undefined;
}

/** Only an answer of the shape `related` names a missing detail; for the other shapes the field is empty. */
function isMissing(shape: Shape, field: string | undefined): field is Missing | '' {
  return shape === 'related' ? MISSING.some((missing) => missing === field) : field === '';
}

function keyOf<V extends string>(table: Readonly<Record<string, V>>, value: V): string {
  return Object.keys(table).find((key) => table[key] === value) ?? '';
}

function named<V extends string>(table: Readonly<Record<string, V>>, key: string | undefined): V | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

function pageNumber(field: string | undefined): number | undefined {
  if (field === undefined || !/^\d{1,4}$/.test(field)) return undefined;
  const page = Number(field);
  return page <= PAGE_MAX ? page : undefined;
}

function isCodeOrEmpty(field: string | undefined): field is string {
  return field === '' || (field !== undefined && field.length === CODE_CHARS && /^[\w-]+$/.test(field));
}

const isItemId = (field: string | undefined): field is string => field !== undefined && ITEM_ID.test(field);
const isSnowflake = (field: string | undefined): field is string => field !== undefined && SNOWFLAKE.test(field);
const isPreview = (field: string | undefined): field is string => field !== undefined && PREVIEW.test(field);
const isDraftId = (field: string | undefined): field is string => field !== undefined && PIN_ID.test(field);
/** Reads a pin's id from a custom_id in a message. The text is untrusted, so the pin need not exist. */
export const isPinId = (field: string | undefined): field is PinId => field !== undefined && PIN_ID.test(field);

function codesIn(field: string | undefined, chars = CODE_CHARS): readonly string[] | undefined {
  if (field === undefined || field.length % chars !== 0 || !/^[\w-]*$/.test(field)) return undefined;
  return Array.from({ length: field.length / chars }, (_, i) => field.slice(i * chars, (i + 1) * chars));
}

/** The layout of an answer in a channel: the meaning of its Share buttons, one for each question, and its owner. */
export interface Layout {
  readonly shares:
    | readonly [Extract<ButtonAction, { type: 'share-brief' }>]
    | readonly Extract<ButtonAction, { type: 'share' }>[];
  readonly owner: OwnerMark;
}

/** Identifies the asker of a shared answer without containing their user id. */
export interface OwnerMark {
  readonly salt: string;
  readonly mark: string;
}

/** The content of an answer in a channel, stored so that the answer can be corrected later. */
export interface ShownAnswer {
  readonly facts: readonly Fact[];
  /** The custom_id of its Delete button, then those of its former Share buttons; opaque to the store. */
  readonly layout: string;
  readonly version: string;
  /** The questions that it could not answer for sure. */
  readonly questions: readonly ShownQuestion[];
}

/** @returns `undefined` where no correction is possible later: there is no fact, or there are more facts than a button can carry */
export function shownAnswer(facts: readonly Fact[], layout: Layout, knowledge: KnowledgeBase): ShownAnswer | undefined {
  const ids = [{ type: 'delete', ...layout.owner } as const, ...layout.shares].map((action) => encodeAction(action));
  if (facts.length === 0 || ids.includes(undefined)) return undefined;
  return {
    facts,
    layout: ids.join(' '),
    version: knowledge.version,
    questions: questionsIn(layout, codesOf(knowledge)),
  };
}

function questionsIn({ shares }: Layout, codes: Codes): readonly ShownQuestion[] {
  return shares.flatMap((action, at): readonly ShownQuestion[] => {
    if (action.type !== 'share' || action.missing === '' || !action.understood?.question) return [];
    const { asked, question } = action.understood;
    const [fact] = subjectsOf(action.facts, codes);
    const [doers, subjects] = [question.doers, question.subjects].map((list) => subjectsOf(list, codes));
    if (fact?.kind !== 'fact' || !doers || !subjects) return [];
    const doing = doers.flatMap((doer) => (doer.kind === 'entity' ? [doer.id] : []));
    const understood = { asked, stems: question.stems, doers: doing, subjects: [...doers, ...subjects] };
    return [{ at, fact: fact.id, missing: action.missing, question: understood }];
  });
}

const subjectsOf = (listed: readonly string[], codes: Codes): readonly Subject[] =>
  listed.flatMap((code) => subjectOf(code, codes) ?? []);

/** @returns `undefined` for what this version did not write */
export function readLayout(layout: string): Layout | undefined {
  const [owner, ...shown] = layout.split(' ').map(decodeAction);
  if (owner?.type !== 'delete') return undefined;
  const { salt, mark } = owner;
  const [first] = shown;
  if (first?.type === 'share-brief' && shown.length === 1) return { shares: [first], owner: { salt, mark } };
  const shares = shown.flatMap((action) => (action?.type === 'share' ? [action] : []));
  return shares.length === 0 || shares.length < shown.length ? undefined : { shares, owner: { salt, mark } };
}
