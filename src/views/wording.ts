import type { Asked, DifferingDetail, Missing, Via } from '../model/answer.ts';
import type { FactNumber, FactStatus, Role, Source } from '../model/knowledge.ts';
import { sentenceCase } from '../model/text.ts';
import type { Style } from './markdown.ts';

/** All texts of the views themselves. The sentences of the facts are not among them. */

/** A text of the views that contains a command or a moment, rendered in a style. */
export type Say = (style: Style) => string;

export const BUTTONS = {
  share: 'Share',
  proof: 'Proof',
  previous: 'Previous',
  next: 'Next',
  delete: 'Delete',
  review: 'Review',
  stateOfPlay: 'State of play',
  allFacts: 'What is held',
  showMe: 'Show me',
  askCurators: 'Ask the curators',
  notRight: 'Not right?',
  settled: { question: 'Answered', report: 'Looked at' },
  notOurs: 'Remove unanswered',
  undo: 'Undo',
  forgetMe: 'Delete what concerns me',
  askOn: { when: 'When?', where: 'Where?', 'said-by': 'Who said it?', why: 'Why?' },
} as const;

/** "Share “Who: Jake Sullivan”", where one message holds several answers. */
export const shareOne = (heading: string): string => `${BUTTONS.share} “${heading}”`;

// ─── Headings ───

/** The start of a heading; '' where the label alone says it. */
export const ASKED_FOR = {
  who: 'Who',
  when: 'When',
  where: 'Where',
  why: 'Why',
  'how-many': 'How many',
  'how-long': 'How long',
  how: 'How',
  whether: '',
  what: '',
  list: '',
} as const satisfies Record<Asked, string>;
export const ASKED_BY_MISSING = {
  time: 'When',
  place: 'Where',
  number: 'How many',
  reason: 'Why',
  actor: 'Who',
  manner: 'How',
  certainty: 'Closest',
} as const satisfies Record<Missing, string>;
/** A label that begins with one of these is a question by itself. */
export const ASKING = /^(?:who|whom|when|where|why|how|what|which|whether)\b/i;

/** "Iran", "Iran and Hamas", "Iran, Hamas and Israel"; the last two joined by `word`. */
export const listed = (names: readonly string[], word = 'and'): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

// ─── Answers ───

/** The first line where the sources lack the detail that was asked for. */
const NOT_SAID = {
  time: 'The sources do not say when.',
  place: 'The sources do not say where.',
  number: 'The sources do not say how many.',
  reason: 'The sources do not say why.',
  actor: 'The sources do not say who.',
  manner: 'The sources do not say how.',
} as const satisfies Record<Exclude<Missing, 'certainty'>, string>;
/** Where the fact below has a time, "no time is given" would be wrong: only the time that was asked for is missing. */
const NO_SUCH_TIME = 'The sources do not give that time.';
/** @param hasTime - the fact below it has a time */
export const notSaid = (missing: Exclude<Missing, 'certainty'>, hasTime: boolean): string =>
  missing === 'time' && hasTime ? NO_SUCH_TIME : NOT_SAID[missing];

/** @param names - empty where nobody was recognised */
export const notTheirDeed = (names: readonly string[]): string =>
  names.length === 0
    ? 'The sources do not say that they did it.'
    : `The sources do not say that ${listed(names, 'or')} did it.`;
/** The first line where the sources have another number, day or place than the claim in the question. */
export const theSourcesSay = (what: string): string => `The sources say ${what}${/[.!?]$/.test(what) ? '' : '.'}`;
export const WHAT_THEY_SAY = 'What they do say:';

/**
 * The line about a retracted fact that would have answered the question.
 *
 * @param atMs - when it was withdrawn; `undefined` where that is not known
 */
export function withdrawnBecause(label: string, reason: string, atMs: number | undefined, { day }: Style): string {
  const when = atMs === undefined ? '' : ` on ${day(atMs)}`;
  const [what, why] = [label, reason].map((words) => words.replace(/[.\s]+$/, ''));
  const because = why?.replace(SENTENCE_START, (word) => word.toLowerCase()) ?? '';
  return `A fact on this was withdrawn${when}: ${what}${because === '' ? '' : `, because ${because}`}.`;
}
/** Words that have a capital letter only at the beginning of a sentence. */
const SENTENCE_START = /^(?:An?|Another|He|In|Its?|Later|No|She|That|The|There|These|They|This|Those)\b/;

export const WHICH_ONE = 'Which one?';
export const NO_FACT = 'I have no fact on that.';
export const NEAR_SUBJECTS = 'There are facts on:';
export const ALSO_NEAR = 'Also near:';
export const showing = (names: readonly string[]): string => `Showing: ${listed(names)}`;
/** @param via - the command that found nothing; it is not recommended again */
export const waysOn = (via: Via): readonly Say[] => [
  ({ command }) =>
    via === 'who'
      ? `Try another spelling of the name, or ask in your own words: ${command('ask')}.`
      : `Try other words, or a name: ${command('who')}.`,
  ({ command }) => `See what is held: ${command('facts')} lists it, ${command('brief')} sums it up.`,
];
export const WAY_ON_BESIDE_NAMES: Say = ({ command }) => `Or see the state of play: ${command('brief')}.`;
export const moreFacts = (count: number): string => (count === 1 ? 'And 1 more fact.' : `And ${count} more facts.`);
/** @param first - whether the list leaves out some facts on the subject */
export const pageLine = (from: number, to: number, total: number, first: boolean): string =>
  `Facts ${from} to ${to} of ${first ? 'the first ' : ''}${total}`;
export const PART_OF_LIST = 'Part of a longer list.';

/** Under a mention, where answers are private. */
export const PRIVATE_ANSWER = `Answers are private here. Press “${BUTTONS.showMe}” to see the answer; nobody else will see yours.`;

// ─── Check facts ───

export const CHECK = {
  title: 'Compared with the facts',
  theMessage: 'The message that was compared',
  differs: 'The facts differ',
  borneOut: 'The facts say the same',
  notCovered: 'The facts do not cover this',
  in: {
    number: 'In the number:',
    day: 'In the day:',
    place: 'In the place:',
    who: 'In who it is:',
    certainty: 'In how certain it is:',
  } satisfies Record<DifferingDetail, string>,
  nothingElse:
    'Only the statements in the message were compared. Nothing else about it is judged, and what is not covered is not therefore false.',
  moreStatements: (count: number): string =>
    count === 1 ? '1 more statement does not fit here.' : `${count} more statements do not fit here.`,
  atMost: (count: number): string => `At most ${count} statements of a message are compared.`,
  onlyBeginning: 'Only the beginning of the message was read.',
} as const;

// ─── Beside a fact ───

/** "three", "about 3,000", "three to five days" */
export function numberWords({ value, bound, to, unit, per }: FactNumber): string {
  const first = bound === undefined ? '' : `${bound} `;
  const last = to === undefined ? '' : ` to ${inWords(to)}`;
  return `${first}${inWords(value)}${last}${unit === undefined ? '' : ` ${unit}`}${per === undefined ? '' : ` a ${per}`}`;
}
const SMALL_NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const inWords = (value: number): string => SMALL_NUMBERS[value] ?? value.toLocaleString('en-US');

/** The source's limit of a number with the thing that is counted ("at least 3 deaths"); `null` where the source gives an exact number. */
export const numberLimit = (number: FactNumber): string | null =>
  number.bound === undefined && number.to === undefined
    ? null
    : `${numberWords(number).replace(/^./, (letter) => letter.toUpperCase())} (${number.of})`;
/** Words by which a sentence already states the limit. */
const TELLS_LIMIT = {
  about: /\b(?:about|almost|approximately|around|estimated|more or less|nearly|roughly|some)\b/i,
  'at least': /\b(?:at least|more than|no fewer|no less|not fewer|or more|over)\b/i,
  'up to': /\b(?:as (?:many|much) as|at most|no more than|or fewer|or less|up to)\b/i,
} as const satisfies Record<NonNullable<FactNumber['bound']>, RegExp>;
const TELLS_RANGE = /\b(?:between .+ and|to|or)\b|[-–]/i;
export const tellsLimit = ({ bound, to }: FactNumber, sentence: string): boolean =>
  (bound === undefined || TELLS_LIMIT[bound].test(sentence)) && (to === undefined || TELLS_RANGE.test(sentence));

export const passedOnBy = (names: readonly string[]): string => `Passed on by ${names.join(', ')}`;
export const saidBy = (names: readonly string[]): string => `Said by ${names.join(', ')}`;
export const timeGiven = (words: string): string => `When, as the source gives it: ${words}`;
export const DAY_NOT_GIVEN = 'Day not given';
export const dateNotGiven = (words: string): string => `${words}: date not given`;
export const yearNotGiven = (words: string): string => `${words}: year not given`;
/** The headings above the versions of a dispute and above the reports of a figure. */
export const inDispute = (title: string): string => `Disputed: ${title}`;
export const newestFigureFirst = (of: string): string => `${sentenceCase(of)}, newest report first`;
export const EARLIER_FIGURE = 'Earlier report';
export const replacedBy = (label: string): string => `Replaced by: ${label}`;
export const retractedBecause = (reason: string): string => `Retracted: ${reason}`;
export const roleText = ({ title, former }: Role): string => (former ? `former ${title}` : title);
/** Words by which a sentence already states its status. */
export const TELLS_STATUS = {
  alleged: /\balleg/i,
  disputed: /\bdisput/i,
  confirmed: /\bconfirm/i,
  unconfirmed: /\bunconfirmed|\b(?:no|not|without)\b.*\bconfirm/i,
} as const satisfies Partial<Record<FactStatus, RegExp>>;
/** Words by which a sentence shows that it repeats what somebody said or thinks. */
export const TELLS_SPEECH =
  /\b(?:accord|add|announc|argu|ask|assert|believ|call|claim|confirm|declar|den(?:y|ie)|emphasi|express|insist|order|promis|repeat|report|sa(?:y|id)|state[ds]|stress|suggest|t(?:ell|old)|think|thought|urg|vow|want|warn)\w*/i;

// ─── Sources ───

/** Replaces a detail that the available material does not give. */
export const NOT_GIVEN = 'not given';
/** The ending of a curator's label that already says that a detail is missing. */
const LABEL_SAYS = /\s*\([^()]*not given\)\s*$/i;
export const sourceName = ({ label }: Source): string => label.replace(LABEL_SAYS, '') || label;
/** "December 19, 2024"; a less exact date is shown as the curator wrote it. */
export const publishedOn = (published: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(published)
    ? new Date(`${published}T00:00:00Z`).toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
    : published;
/** "headline, author and date not given", or '' where all of them are given. */
export function notGiven({ headline, author, published }: Source): string {
  const details = { headline, author, date: published };
  const missing = Object.entries(details).flatMap(([name, value]) => (value === null ? [name] : []));
  return missing.length === 0 ? '' : `${listed(missing)} ${NOT_GIVEN}`;
}
export const ONE_SOURCE = 'Source: ';
export const MORE_SOURCES = 'More sources under Proof.';
export const asOf = (atMs: number, { moment }: Style): string => `Facts as of ${moment(atMs)}`;

/** "paragraph 3, sentence 1" */
export const placeIn = (paragraph: number, sentence: number): string => `paragraph ${paragraph}, sentence ${sentence}`;

/** Everything known and unknown about a source, with one line for each detail. */
export function sourceDetails(source: Source): readonly string[] {
  const or = (value: string | null) => value ?? NOT_GIVEN;
  return [
    `Headline: ${or(source.headline)}`,
    `Publisher: ${or(source.publisher)}`,
    `Author: ${or(source.author)}`,
    `Published: ${or(source.published)}`,
    // An address is shown as a link next to these lines.
    ...(source.url === null ? [`Link: ${NOT_GIVEN}`] : []),
    `Read by the curator: ${source.accessed ?? 'day not recorded'}`,
    `Length: ${source.paragraphs === null ? NOT_GIVEN : `${source.paragraphs} paragraphs`}; language: ${source.language}`,
    ...(source.note === null ? [] : [source.note]),
  ];
}
/** Everything known and unknown about a source as one paragraph, for Proof. */
export const sourceInShort = ({ headline, publisher, author, published, url }: Source): string =>
  `Headline: ${headline ?? NOT_GIVEN}. Publisher: ${publisher ?? NOT_GIVEN}. Author: ${author ?? NOT_GIVEN}. Published: ${published ?? NOT_GIVEN}. Link: ${url === null ? NOT_GIVEN : 'with each quote'}.`;
export const OPEN_SOURCE = 'Open the source';
export const ARCHIVED_COPY = 'Archived copy';
export const PASSAGE = 'passage';
export const citedBy = (facts: number): string => `${facts} ${facts === 1 ? 'fact cites' : 'facts cite'} it.`;
export const moreSources = (count: number): string =>
  `And ${count} more. Proof on an answer shows the sources of that answer.`;
export const factsAndVersion = (facts: number, version: string): string => `${facts} facts; version ${version}.`;

/** How reliable a fact is, and what the marks mean. */
export const LEGEND_TITLE = 'How reliable is this, and what do the marks mean?';
export const LEGEND: readonly string[] = [
  'A fact says no more than its source. Sitrep does not check whether the source is right; Proof shows the words it rests on.',
  '[¶3]: the third paragraph of the source; [2 ¶3]: that of the second source named below the answer.',
  'Said by …: who made the statement. It is theirs, not the source’s and not Sitrep’s.',
  '“Alleged”: the source gives it as an allegation. “Disputed”: sources contradict each other. “Unconfirmed”: the source says that nobody has confirmed it. “Confirmed”: another source holds it too, or the source says that it was confirmed.',
  '“Corrected”, “retracted”, “superseded”: the fact has changed, and the reason stands with it. No such word: the source reports it.',
  'When, as the source gives it: never completed. “Sunday” has no date where the source gives none.',
];

// ─── Briefs ───

export const STATE_OF_PLAY = 'State of play';
/** The title of a brief whose subject has been removed from the facts. */
export const BRIEF = 'Brief';
export const DOUBTFUL = { both: 'Disputed or alleged', alleged: 'Alleged', disputed: 'Disputed' } as const;
export const notFitting = (count: number): string =>
  count === 1 ? '1 further fact does not fit here.' : `${count} further facts do not fit here.`;
export const quoted = (words: string): string => `“${words}”`;
export const timeFrame = (ends: readonly string[]): string => `Time frame: ${ends.map(quoted).join(' to ')}.`;
/** Which details of time the sources leave open. `years` and `dates` are in the sources' own words. */
export function gaps(years: readonly string[], dates: readonly string[], withoutTime: number): string | null {
  const of = (what: string, times: readonly string[]) => (times.length === 0 ? [] : [`no ${what} for ${few(times)}`]);
  const facts = withoutTime === 1 ? 'one of these facts' : `${withoutTime} of these facts`;
  const missing = [...of('year', years), ...of('date', dates), ...(withoutTime === 0 ? [] : [`no time for ${facts}`])];
  return missing.length === 0 ? null : `The sources give ${missing.join('; ')}.`;
}
const NAMED_MAX = 3;
const few = (words: readonly string[]): string => {
  const more = words.length - NAMED_MAX;
  return listed([...words.slice(0, NAMED_MAX).map(quoted), ...(more > 0 ? [`${more} more`] : [])]);
};

// ─── Proof ───

export const NO_CITATION = 'This entry holds no citation.';
export const proofPage = (page: number, pages: number): string => `Proof, page ${page} of ${pages}`;
export const versionLine = (version: string): string => `Version ${version} of the facts`;
export const heldSince = (atMs: number, { moment }: Style): string => `Held since ${moment(atMs)}`;
/** What happened to a fact; the time is put before these words. */
export const changedFrom = (sentence: string): string => `changed; before: ${quoted(sentence)}`;
export const statusChanged = (before: FactStatus, after: FactStatus): string => `status: ${after}; before: ${before}`;
export const NO_LONGER_HELD = 'no longer held';
export const HELD_AGAIN = 'held again';
export const roleOf = (name: string, role: Role): string => `${name}: ${roleText(role)}`;

// ─── About Sitrep ───

export const ABOUT = {
  greeting: (title: string) => `Hello. I am Sitrep. I answer questions from cited facts. The situation here: ${title}.`,
  thanks: 'You are welcome.',
  reference: 'I cannot tell which answer you mean. Reply to that answer, or name what you ask about.',
  bot: [
    'I am Sitrep, a bot and not a person.',
    'I answer from facts that a person has curated and cited, and from nothing else. No language model writes what I say about the situation: each sentence is a fact’s own text.',
    'I speak only when I am asked.',
  ],
  sources: 'Where the facts come from',
  tryThese: 'Three things to try:',
} as const;
/**
 * The situations beside the one of the place, and how to ask about them.
 *
 * @param titles - as they may stand in a line.
 * @param more - how many are not named
 */
export const otherSituations =
  (titles: readonly string[], more: number): Say =>
  ({ command, line }) =>
    `There are also facts on: ${[...titles.map(line), ...(more > 0 ? [`${more} more`] : [])].join('; ')}. To ask about them, add the option “in” to a command, such as ${command('facts')}.`;
/** What may be tried where a situation names fewer examples. */
export const COMMON_EXAMPLES = ['/brief', '/facts', '/sources'] as const;

/** The sentence "I understand questions in English only so far. Names work: …" in other languages. */
const IN_ENGLISH: OfNames = (names) => `I understand questions in English only so far. Names work: ${names}`;
type OfNames = (names: string) => string;
const ENGLISH_ONLY: Readonly<Record<string, OfNames>> = {
  de: (names) => `Ich verstehe Fragen bisher nur auf Englisch (English). Namen funktionieren: ${names}`,
  fr: (names) =>
    `Pour l’instant, je ne comprends que les questions en anglais (English). Les noms fonctionnent : ${names}`,
  es: (names) => `Por ahora solo entiendo preguntas en inglés (English). Los nombres funcionan: ${names}`,
  pt: (names) => `Por enquanto, só entendo perguntas em inglês (English). Os nomes funcionam: ${names}`,
  it: (names) => `Per ora capisco solo domande in inglese (English). I nomi funzionano: ${names}`,
  nl: (names) => `Ik begrijp voorlopig alleen vragen in het Engels (English). Namen werken wel: ${names}`,
  pl: (names) => `Na razie rozumiem tylko pytania po angielsku (English). Nazwy i nazwiska działają: ${names}`,
  ru: (names) => `Пока я понимаю вопросы только на английском (English). Имена и названия работают: ${names}`,
  uk: (names) => `Поки що я розумію запитання лише англійською (English). Імена та назви працюють: ${names}`,
  tr: (names) => `Şimdilik yalnızca İngilizce (English) soruları anlıyorum. İsimler işe yarıyor: ${names}`,
  ja: (names) => `今のところ、理解できるのは英語（English）の質問だけです。名前は使えます：${names}`,
  ko: (names) => `아직은 영어(English) 질문만 이해합니다. 이름은 사용할 수 있습니다: ${names}`,
};
/**
 * In the first of these languages for which there is a translation, then in English.
 *
 * @param languages - ISO 639-1 codes or locales ("pt-BR"); `null` and `undefined` where unknown
 */
export function englishOnly(
  languages: readonly (string | null | undefined)[],
  names: readonly string[],
): readonly string[] {
  const known = languages.map((language) => language?.slice(0, 2).toLowerCase() ?? '');
  const first = known.find((code) => code === 'en' || Object.hasOwn(ENGLISH_ONLY, code)) ?? 'en';
  const said = names.join(', ');
  return [...(ENGLISH_ONLY[first] === undefined ? [] : [ENGLISH_ONLY[first](said)]), IN_ENGLISH(said)];
}

const HELP_COMMANDS: readonly Say[] = [
  ({ command }) => `${command('facts')} the facts on a subject; without a subject, the headline facts`,
  ({ command }) => `${command('who')} a person, group or institution`,
  ({ command }) => `${command('when')} when something happened, as the source gives it`,
  ({ command }) => `${command('ask')} any question in your own words`,
  ({ command }) => `${command('brief')} the state of play in at most ten facts, on a subject or on the whole`,
  ({ command }) => `${command('sources')} where the facts come from, and what the marks mean`,
  ({ command }) => `${command('privacy')} what is stored about you, and a button that deletes it`,
];
const HELP_PINNING: readonly Say[] = [
  ({ command }) =>
    `${command('pin brief')} and ${command('pin facts')} pin a message that follows the facts; you choose what goes in and see it before it is posted`,
  () => '“Pin this answer”, under Apps in the menu of a shared answer, pins the facts of that answer',
  ({ command }) => `${command('pins')} what is pinned here, what has changed, and who did what`,
  ({ command }) => `${command('status')} how old the facts are, the server’s pins, and the connection`,
];
const HELP_MANAGING: readonly Say[] = [
  ({ command }) =>
    `${command('settings')} the situation, who sees answers, and where Sitrep answers, for the server, a category or a channel`,
  ({ command }) => `${command('inbox')} questions without an answer, and reports, that members have sent`,
];

/** What Sitrep can and cannot do. The caller renders `title` and the rest. */
export const HELP = {
  first: 'Sitrep answers from facts that a person has curated and cited, and from nothing else.',
  holds: (facts: number, title: string) => `It now holds ${facts} facts on: ${title}.`,
  commands: HELP_COMMANDS,
  seen: {
    asker:
      'Answers are private to you. Share posts one in the channel without naming you; you and members who may manage messages can delete it again.',
    channel: 'Answers appear in the channel. You and members who may manage messages can delete them.',
  },
  talking: 'Without a command',
  talkingWays: [
    'Mention Sitrep with a question, and it answers in a reply; where answers are private, “Show me” under it shows yours to you alone.',
    'Reply to one of its messages to ask on: “and when?”, “what about him?”, “more”. The buttons under an answer ask on, too.',
    'In direct messages just write.',
    '“Ask the curators” and “Not right?”, under an answer, send a question or a report to the people who curate the facts.',
    '“Check facts”, under Apps in the menu of a message, compares the statements in it with the facts, for you alone.',
    'Where you have installed Sitrep for yourself only, use commands and menus: it gets no messages from that server.',
  ],
  pinning: 'For members with the permission “Pin Messages”',
  pinningCommands: HELP_PINNING,
  managing: 'For members with the permission “Manage Server”',
  managingCommands: HELP_MANAGING,
  not: 'What it does not do',
  limits: [
    'It does not search the web, and no language model writes its answers: each sentence about the situation is a fact’s own text.',
    `When the facts do not hold an answer it says “${NO_FACT}” That does not mean that something is false.`,
    'It does not complete dates, judge claims or predict. Who said something stands with it.',
    'It reads only commands, and messages that mention it, reply to it or are written to it directly. It never speaks unasked.',
  ],
} as const;

// ─── What members send to the curators ───

const KEPT =
  'kept for the people who curate the facts, and in a server for its moderators: without your name, for 90 days at most. Please write nothing personal.';
/** The texts of both dialogs, and the replies to a sent dialog. */
export const SENDING = {
  question: {
    title: BUTTONS.askCurators,
    consent: `By sending it you agree that this text is ${KEPT}`,
    label: 'Your question',
    description: 'Send it as it is, or change it.',
  },
  report: {
    title: BUTTONS.notRight,
    consent: `By sending it you agree that this text and the facts of the answer are ${KEPT}`,
    label: 'What is wrong?',
    description: 'In a sentence or two.',
  },
  tell: {
    label: 'Tell me',
    description: 'Keeps your id until it is answered, 30 days at most, and sends you a direct message.',
  },
  sent: 'Sent. The text is kept without your name.',
  sentAndTold:
    'Sent. The text is kept without your name. Your id stays with it until Sitrep has sent you the answer in a direct message, 30 days at most.',
  empty: 'There was no text, so nothing was sent.',
  tooMany: 'You have sent as much as one person may in an hour. Please try again later. Nothing was kept.',
  full: 'So much is waiting here that no more is taken just now. Nothing was kept.',
  off: 'Sending to the curators is switched off here. Nothing was kept.',
} as const;

/** The direct message to a sender who wanted to be told, with the sender's own text, escaped. */
export const TOLD = {
  question: (asked: string) => `You asked the curators:\n> ${asked}\nThe answer:`,
  report: (said: string) => `You reported:\n> ${said}\nIt was looked at. What the facts say now:`,
} as const;

/** What moderators see of the items. */
export const INBOX = {
  title: (items: number, groups: number) =>
    items === groups ? `${items} waiting` : `${items} waiting, ${groups} different`,
  none: 'Nothing is waiting: no question without an answer and no report was sent in this server.',
  question: (count: number) => (count === 1 ? 'Asked once' : `Asked ${count} times`),
  report: (count: number) => (count === 1 ? 'Reported once' : `Reported ${count} times`),
  latest: (moment: string) => `last ${moment}`,
  awaited: (count: number) => (count === 1 ? '1 person waits for the answer' : `${count} people wait for the answer`),
  about: (label: string) => `on “${label}”`,
  alsoWorded: (count: number) => `and ${count} more in other words`,
  nearest: 'Nearest facts',
  noneNear: 'No fact is near.',
  reported: 'The facts of the answer, as they are today',
  noneReported: 'No fact of the answer is held today.',
  answers: (place: number) => `${place} answers it`,
  how: '“1 answers it” tells the curators which fact answers. “Answered”, for a report “Looked at”, takes it off the list. With each of them whoever waits is told. “Remove unanswered” deletes it, and nobody is told.',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  settled: {
    named:
      'Noted: the curators see which fact answers it. Whoever waits gets it in half a minute, unless you press Undo before.',
    question: 'Taken off the list as answered.',
    report: 'Taken off the list as looked at.',
    'not-ours': 'Deleted without an answer; nobody is told.',
    open: 'Back on the list. Whoever waits got nothing, unless the fact was named more than half a minute ago.',
    gone: 'This was settled already, or is no longer kept.',
  },
  switchedOff: 'Sending is switched off in this server; what was sent before is shown.',
  notHere: 'The inbox belongs to a server that Sitrep was added to. Use the command there.',
  notYou: 'The inbox is for members with the permission “Manage Server”, which you do not have.',
  noStore: 'This Sitrep keeps nothing that members send.',
} as const;

/** The description of what is stored, in plain words. */
export const PRIVACY = {
  title: 'What Sitrep stores',
  not: 'Questions are answered and forgotten. Neither their text nor your id is written to a log. Messages that do not concern Sitrep are dropped unread.',
  stored: [
    'What you send to the curators: the text, the server and the time, for a report also the facts of the answer, for 90 days at most. No name. A curator may take the wording of a question into the facts. With “Tell me” also your user id, until you were told, 30 days at most.',
    'Answers that are shared or shown to a channel: their facts, what was understood of the question but not its words, where they are and when they were posted, so that corrections reach them, for 30 days unless the operator has set another time. Instead of your name a mark that only Sitrep can check, so that you can delete the answer.',
    'Pins and settings: the user ids of the members who made and changed them, for the server’s moderators. A pin that is being put together is kept for a day.',
    'In memory alone, until Sitrep ends at the latest: when people were last answered, how often they sent something to the curators in the last hour, a question that its button cannot carry, and the words of recent questions without who asked them.',
  ],
  leaving: 'When Sitrep is removed from a server, all data of that server is deleted after 30 days.',
  button:
    'The button deletes your id from what you sent, your marks on shared answers, and pins that you have not posted yet. Shared answers stay; their Delete button then no longer knows you once Sitrep has edited them. Who made a pin or changed a setting stays on record for the server’s moderators.',
  deleted: (told: number, marks: number, drafts: number) =>
    told + marks + drafts === 0
      ? 'Nothing that concerns you was stored.'
      : `Deleted: your id from ${told} sent ${told === 1 ? 'text' : 'texts'}, your mark from ${marks} shared ${marks === 1 ? 'answer' : 'answers'}, ${drafts} unposted ${drafts === 1 ? 'pin' : 'pins'}.`,
} as const;

// ─── Messages that follow the facts: living pins and shared answers ───

export const NOTHING_LEFT = 'Nothing is left to show here.';
/** The line with the labels of the facts that did not fit. */
export const notInFull = (labels: readonly string[]): string => `Not shown in full: ${labels.join(' · ')}`;
export const labelRetracted = (label: string): string => `${label} (retracted)`;
export const noLongerFollowed = (sinceMs: number, { bold, moment }: Style): string =>
  `${bold('No longer kept up to date')} since ${moment(sinceMs)}. Later changes of the facts do not show here.`;
/** @param by - the member's name, rendered like `line` */
export const moderatorsNote = (by: string, line: string, { bold }: Style): string =>
  `${bold('Moderator’s note')}, ${by}: ${line}`;
export const REVIEW_WAITS = 'Facts shown here have changed. Moderators can review what to show.';
/** The notes beside a fact of a pin that says something else today. */
export const CHANGED_SINCE = {
  reviewed: 'Being reviewed: the facts have changed',
  left: 'The facts have changed; a moderator left this sentence as it was',
} as const;
export const RETRACTED = 'Retracted';
export const WHAT_CHANGED = 'What changed';
/** @param line - the line about the correction, as the message shows it */
export const correctedLine = (atMs: number, line: string, { bold, moment }: Style): string =>
  `${bold('Corrected')} ${moment(atMs)} · ${line}`;

// ─── What moderators see of living pins ───

export const PINS = {
  kinds: { brief: 'Brief', facts: 'Facts', answer: 'Answer' },
  inChannel: (count: number) => `${count} living pins in this channel`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  choose: 'Choose a pin to work on',
  since: (moment: string, member: string) => `since ${moment} by ${member}`,
  ofVersion: (version: string, moment: string) => `version ${version} of the facts, of ${moment}`,
  posting: 'Being posted; Discord has not confirmed it yet.',
  unpinning: 'Being unpinned; Discord has not confirmed it yet.',
  unpinned: 'Unpinned; Discord has not confirmed yet that its message says so.',
  leftStanding: 'Could not be pinned, and is deleted when Discord lets Sitrep.',
  deleting: 'Being deleted; Discord has not confirmed it yet.',
  away: 'Waits until Sitrep is back in this server.',
  otherSituation: (name: string) => `Belongs to another situation, “${name}”, which is not served now.`,
  withdrawn: (count: number) => (count === 0 ? '' : ` ${count} of its facts ${count === 1 ? 'is' : 'are'} struck.`),
  reviewWaits: 'Facts have changed; it waits for a review.',
  left: 'Facts have changed; a moderator left it as it was.',
  current: 'Current.',
  currentWhenSeen: 'Current when last seen.',
  changed: 'Facts have changed since.',
  struckUntilRefresh: (count: number) =>
    `Facts have changed; ${count} of them ${count === 1 ? 'is' : 'are'} struck until Refresh is pressed.`,
  editDue: 'Discord has not accepted the last change to its message yet.',
  cannotSee: (permission: string) =>
    `Sitrep cannot see whether it is still pinned: it lacks the permission “${permission}” in this channel.`,
  noAnswer: 'Discord did not answer just now, so it is not known whether it is still pinned.',
  historyTitle: 'What was done to the pins of this channel',
  noHistory: 'Nothing has been pinned here with Sitrep.',
  sitrep: 'Sitrep',
  version: (version: string) => `version ${version}`,
} as const;

export const PIN_EVENTS = {
  asked: 'asked for the pin',
  posted: 'posted',
  pinned: 'pinned',
  updated: 'updated',
  'review-asked': 'marked for review',
  refreshed: 'refreshed',
  left: 'left as it was',
  unpinned: 'unpinned',
  deleted: 'deleted',
  ended: 'ended',
  returned: 'resumed',
} as const;

/** How today's facts differ from those that a pin shows. */
export const DIFFERENCE = {
  title: (pin: string) => `What has changed for ${pin}`,
  none: 'Nothing: it shows the facts as they are today.',
  more: (count: number) => `And ${count} more.`,
  sameVersion: (version: string) => `It shows version ${version} of the facts, which is today’s.`,
  versions: (shown: string, today: string) => `It shows version ${shown} of the facts; today’s is ${today}.`,
  before: 'Before',
  after: 'After',
  reason: 'Reason',
  reworded: 'Worded differently',
  retracted: 'Retracted',
  replaced: 'Replaced',
  dropped: 'Made room for others, and still holds',
  added: 'New',
  struckUntilRefresh: 'It is struck in the pin until Refresh is pressed.',
} as const;

// ─── Settings ───

export const SETTINGS = {
  labels: {
    situation: 'Situation',
    answers: 'Who sees an answer',
    answering: 'Answering',
    cooldownSeconds: 'Cooldown of a person',
    pinUpdates: 'Living pins',
    correctionReplies: 'Replies with corrections',
    curatorsBox: 'The curators’ box',
    moderatorsChannel: 'Moderators’ channel',
  },
  /** In the menu, at most 100 characters. */
  about: {
    situation: 'What questions are about',
    answers: 'The asker alone, or everybody in the channel',
    answering: 'Whether Sitrep answers there at all',
    cooldownSeconds: 'How long a person waits for the next public answer',
    pinUpdates: 'Follow the facts by themselves, or ask for a review',
    correctionReplies: 'Whether a correction is also posted as a reply',
    curatorsBox: 'Whether members may send questions to the curators',
    moderatorsChannel: 'Where moderators hear about living pins',
  },
  explained: {
    situation:
      'What questions, briefs and new pins are about. The option “in” of a command asks about another situation just once.',
    answers: 'Private answers can be shared with a button. Public answers are posted in the channel at once.',
    answering:
      'Where it is off, Sitrep answers no command and no mention. Its pins, and Proof under its messages, keep working.',
    cooldownSeconds:
      'A person who mentions Sitrep again within this time gets no answer, and a command gets its answer privately. It does not count in direct messages.',
    pinUpdates:
      'With a review, only retracted facts are struck through by themselves; everything else waits for a moderator.',
    correctionReplies: 'A correction always changes the answer itself. The reply tells those who have read it before.',
    curatorsBox:
      'Members can send a question that the facts do not answer, or report a mistake. Moderators see them with /inbox.',
    moderatorsChannel:
      'Sitrep says there when a pin waits for a review, and when a pin has ended and no moderator ended it.',
  },
  values: {
    answers: { private: 'The asker alone', public: 'Everybody in the channel' },
    answering: { on: 'On', off: 'Off' },
    pinUpdates: { auto: 'Follow the facts by themselves', ask: 'Ask for a review' },
    correctionReplies: { on: 'On', off: 'Off' },
    curatorsBox: { on: 'On', off: 'Off' },
  },
  seconds: (seconds: number) =>
    seconds === 0
      ? 'None'
      : seconds < 60
        ? `${seconds} seconds`
        : `${seconds / 60} ${seconds === 60 ? 'minute' : 'minutes'}`,
  noChannel: 'No channel',
  thisChannel: (name: string | null) => (name === null ? 'This channel' : `This channel, #${name}`),
  channelAsNow: 'The channel that is set now',
  title: (place: string) => `Settings of ${place}`,
  settingTitle: (label: string, place: string) => `${label}: ${place}`,
  wholeServer: 'the whole server',
  category: (name: string) => `the category ${name}`,
  places: { server: 'Whole server', category: 'This category', channel: 'This channel' },
  choose: 'Choose a setting to change',
  chooseValue: 'Choose a value; it counts at once',
  now: 'Now',
  back: 'All settings',
  changes: 'Who changed what',
  changesTitle: 'Who changed which setting',
  noChanges: 'Nothing has been changed yet.',
  asTheOperator: 'As Sitrep’s operator has set it',
  asAbove: 'As the place above it',
  noOwnValue: 'no value of its own',
  fromOperator: {
    all: 'Every value is as Sitrep’s operator has set it.',
    others: 'The other values are as Sitrep’s operator has set them.',
  },
  setFor: (place: string) => `Set for ${place}.`,
  notServed: (situation: string) => `“${situation}” is set here, but Sitrep does not serve it now.`,
  elsewhere: 'With settings of their own:',
  morePlaces: (count: number) => `and ${count} more`,
  placeGone: 'the channel is gone',
  saved: (label: string, value: string | null) =>
    value === null ? `Saved. ${label} has no value of its own here now.` : `Saved. ${label}: ${value}.`,
  notHere: 'Settings belong to a server that Sitrep was added to.',
  notForYou: 'Settings are for members with the permission “Manage Server”, which you do not have.',
  placeNotHere: 'This channel has moved since, so nothing was changed. Type the command again.',
  cannotPost:
    'Sitrep may not post in this channel, so it cannot become the moderators’ channel. Grant “View Channel” and “Send Messages” first.',
} as const;

// ─── For moderators ───

export const NOTICES = {
  title: 'Living pins',
  review: (title: string) => `${title} waits for a review, because facts have changed.`,
  ended: (title: string, channel: string, why: string) => `${title} in ${channel} is no longer a living pin: ${why}.`,
  more: (count: number) => `and ${count} more; /pins in a channel lists them`,
} as const;

export const STATUS = {
  title: 'Status',
  facts: 'Facts',
  version: (facts: number, version: string, ago: string) => `${facts} facts, version ${version}, first served ${ago}`,
  pins: 'Living pins',
  pinCount: (pins: number, channels: number) =>
    pins === 0 ? 'none in this server' : `${pins} in ${channels} ${channels === 1 ? 'channel' : 'channels'}`,
  reviews: (count: number) => `${count} ${count === 1 ? 'waits' : 'wait'} for a review`,
  waits: (count: number) => `${count} ${count === 1 ? 'waits' : 'wait'} for Discord`,
  connection: 'Connection',
  up: (ago: string) => `established ${ago}`,
  down: 'down at the moment',
  ping: (ms: number) => `Discord answers in ${ms} ms`,
  lost: (ago: string) => `It was last lost ${ago}`,
  notHere: 'The status belongs to a server that Sitrep was added to.',
  notForYou: 'The status is for members with the permission “Pin Messages” in this channel, which you do not have.',
} as const;

/** The reply where the same question was answered in the channel a moment ago. */
export const answeredBefore = (url: string, ago: string): string =>
  `This was [answered in this channel](${url}) ${ago}.`;
