import type { About, Subject } from '../model/answer.ts';
import type { KnowledgeBase, Source } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import { type Card, text } from './card.ts';
import { type Section, subjectName } from './compose.ts';
import { fitText, leading, MESSAGE_TEXT_MAX_CHARS, totalCost } from './limits.ts';
import { markdownStyle, type Style } from './markdown.ts';
import {
  ABOUT,
  ARCHIVED_COPY,
  asOf,
  COMMON_EXAMPLES,
  citedBy,
  englishOnly,
  factsAndVersion,
  HELP,
  LEGEND,
  LEGEND_TITLE,
  moreSources,
  OPEN_SOURCE,
  otherSituations,
  type Say,
  sourceDetails,
} from './wording.ts';

/** A situation's title longer than this is cut, so that the rest fits beside it. */
const TITLE_MAX_CHARS = 200;
/** How much of a message the situation's own text, or one source, may take. */
const PART_COST = 900;
const EXAMPLES = 3;
/** How many other situations are named. */
const OTHERS = 5;
const OTHER_TITLE_MAX_CHARS = 80;
/** Names that are offered to a person who asks in another language. */
const NAMES = 3;

export interface AboutOptions {
  readonly knowledge: KnowledgeBase;
  readonly asOfMs: number;
  /** The asker's language as Discord tells it ("pt-BR"). */
  readonly locale?: string | null;
  /** Titles of the other situations that are served; none where absent. */
  readonly otherTitles?: readonly string[];
}

export function aboutWords(
  answer: About,
  { knowledge, asOfMs, locale = null, otherTitles = [] }: AboutOptions,
): Pick<Section, 'lead' | 'body' | 'closing'> {
  const closing = [toTry(knowledge)];
  const title = clip(knowledge.title, TITLE_MAX_CHARS);
  switch (answer.theme) {
    case 'greeting':
      return { lead: [], body: [own(ABOUT.greeting(title)), ...others(otherTitles)], closing };
    case 'thanks':
      return { lead: [], body: [own(ABOUT.thanks)], closing };
    case 'reference':
      return { lead: [], body: [own(ABOUT.reference)], closing };
    case 'bot':
      return { lead: [], body: [own(...ABOUT.bot)], closing };
    case 'help':
      return {
        lead: [HELP.first],
        body: [own(HELP.holds(knowledge.facts.length, title)), ...others(otherTitles), helpCommands],
        closing,
      };
    case 'sources':
      return {
        lead: [ABOUT.sources],
        body: sourcesTexts(knowledge, asOfMs).map((written) => (style: Style) => written(style)),
        closing: [],
      };
    case 'language': {
      const lines = englishOnly([answer.language, locale], namesToOffer(answer.subjects, knowledge));
      return { lead: [], body: lines.map((line) => own(line)), closing: [] };
    }
  }
}

/** The names that a person who asks in another language can press: those recognised in the text, or else the most important. */
export function subjectsToOffer(subjects: readonly Subject[], { entities }: KnowledgeBase): readonly Subject[] {
  if (subjects.length > 0) return subjects.slice(0, NAMES);
  return [...entities.values()]
    .toSorted((a, b) => b.importance - a.importance)
    .slice(0, NAMES)
    .map(({ id }) => ({ kind: 'entity', id }));
}

const namesToOffer = (subjects: readonly Subject[], knowledge: KnowledgeBase): readonly string[] =>
  subjectsToOffer(subjects, knowledge).flatMap((subject) => subjectName(subject, knowledge));

const own =
  (...lines: readonly string[]): Say =>
  (style) =>
    lines.map(style.line).join('\n');

/** @returns nothing where no other situation is served */
const others = (titles: readonly string[]): readonly Say[] =>
  titles.length === 0
    ? []
    : [
        otherSituations(
          titles.slice(0, OTHERS).map((title) => clip(title, OTHER_TITLE_MAX_CHARS)),
          titles.length - OTHERS,
        ),
      ];

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const helpCommands: Say = (style) => bullets(HELP.commands.map((say) => say(style)));

const toTry =
  ({ examples }: KnowledgeBase): Say =>
  (style) =>
    [
      ABOUT.tryThese,
      ...[...examples, ...COMMON_EXAMPLES].slice(0, EXAMPLES).map((line) => `- ${style.line(line)}`),
    ].join('\n');

/** The sources, with everything known and unknown about them, and what the marks mean. */
export function presentSources(knowledge: KnowledgeBase, asOfMs: number): Card {
  // This card names no command.
  const style = markdownStyle((command) => `/${command}`);
  return { kind: 'sources', parts: sourcesTexts(knowledge, asOfMs).map((say) => text(say(style))), rows: [] };
}

function sourcesTexts(knowledge: KnowledgeBase, asOfMs: number): readonly Say[] {
  const { title, scope, facts, version, sources } = knowledge;
  const about: Say = (style) => fitted(`${style.bold(style.line(title))}\n${style.text(scope)}`);
  const legend: Say = (style) => `${style.bold(LEGEND_TITLE)}\n${bullets(LEGEND)}`;
  const state: Say = (style) =>
    `${style.small(factsAndVersion(facts.length, version))}\n${style.small(asOf(asOfMs, style))}`;
  const listedSources: Say = (style) => {
    const all = [...sources.values()].map((source) => fitted(describe(source, knowledge, style)));
    const beside = [...[about, legend, state].map((say) => say(style)), moreSources(all.length)];
    const shown = leading(all, MESSAGE_TEXT_MAX_CHARS - totalCost(beside), '\n\n');
    const rest = all.length - shown.length;
    return [...shown, ...(rest > 0 ? [moreSources(rest)] : [])].join('\n\n');
  };
  return [about, listedSources, legend, state];
}

/** A text that is cut to its share of the message. */
const fitted = (part: string): string => fitText(part, PART_COST);

function describe(source: Source, { facts }: KnowledgeBase, style: Style): string {
  const count = facts.filter(({ citations }) => citations.some((citation) => citation.source === source.id)).length;
  const address = ([words, url]: readonly [string, string | null]) => (url === null ? [] : [style.link(words, url)]);
  return [
    style.bold(style.line(source.label)),
    ...sourceDetails(source).map((line) => `- ${style.line(line)}`),
    `- ${citedBy(count)}`,
    ...(
      [
        [OPEN_SOURCE, source.url],
        [ARCHIVED_COPY, source.archiveUrl],
      ] as const
    ).flatMap(address),
  ].join('\n');
}

/** What Sitrep can and cannot do. @param answersTo - who sees an answer at first */
export function presentHelp(
  { knowledge, otherTitles = [] }: Pick<AboutOptions, 'knowledge' | 'otherTitles'>,
  answersTo: 'asker' | 'channel',
  mention: (command: string) => string,
): Card {
  const style = markdownStyle(mention);
  const title = style.line(clip(knowledge.title, TITLE_MAX_CHARS));
  const rendered = (lines: readonly Say[]) => lines.map((say) => say(style));
  const first = [style.bold(HELP.first), HELP.holds(knowledge.facts.length, title), ...rendered(others(otherTitles))];
  const parts = [
    `${first.join('\n')}\n\n${helpCommands(style)}`,
    HELP.seen[answersTo],
    `${style.bold(HELP.talking)}\n${bullets(HELP.talkingWays)}`,
    `${style.bold(HELP.pinning)}\n${bullets(rendered(HELP.pinningCommands))}`,
    `${style.bold(HELP.managing)}\n${bullets(rendered(HELP.managingCommands))}`,
    `${style.bold(HELP.not)}\n${bullets(HELP.limits)}`,
  ];
  return { kind: 'help', parts: parts.map(text), rows: [] };
}
