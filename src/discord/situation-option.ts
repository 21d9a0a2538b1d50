import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord.js';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { clip, fold } from '../model/text.ts';
import type { Sitrep } from '../sitrep.ts';
import type { Situations } from '../situations.ts';
import { type Card, notice } from '../views/card.ts';
import { decodeAction, situationIn, situationMark } from '../views/custom-id.ts';
import { CHOICE_NAME_MAX_CHARS, CHOICE_VALUE_MAX_CHARS, CHOICES_MAX } from '../views/limits.ts';
import { escapeMarkdown } from '../views/markdown.ts';
import type { CommandChoice } from './command.ts';
import type { Services } from './services.ts';

/** The name of the option that asks about another situation than the one of the channel. */
export const SITUATION_OPTION = 'in';

/** Asks about another situation for once. `dispatch.ts` reads it, so a command only lists it among its options. */
export const situationOption: APIApplicationCommandStringOption = {
  type: ApplicationCommandOptionType.String,
  name: SITUATION_OPTION,
  description: 'Another situation than the one of this channel',
  autocomplete: true,
  max_length: CHOICE_VALUE_MAX_CHARS,
};

/** The situations whose title or name holds what was typed. */
export const completeSituations = (typed: string, situations: Situations): readonly CommandChoice[] =>
  situations
    .all()
    .filter(({ knowledge: { title, name } }) => fold(`${title} ${name}`).includes(fold(typed.trim())))
    .slice(0, CHOICES_MAX)
    .map(({ knowledge: { title, name } }) => ({ name: clip(title, CHOICE_NAME_MAX_CHARS), value: name }));

/** The situation that somebody typed: its name, its title, or words that only one name or title contains. */
export function situationNamed(typed: string, situations: Situations): Sitrep | undefined {
  const exact = situations.get(typed);
  if (exact !== undefined) return exact;
  const wanted = fold(typed);
  const all = situations.all();
  const titled = all.find(({ knowledge: { title, name } }) => fold(title) === wanted || fold(name) === wanted);
  if (titled !== undefined) return titled;
  const [only, another] = completeSituations(typed, situations);
  return only === undefined || another !== undefined ? undefined : situations.get(only.value);
}

/** The titles of the situations beside one. */
export const otherTitles = ({ name }: KnowledgeBase, situations: Situations): readonly string[] =>
  situations.all().flatMap(({ knowledge }) => (knowledge.name === name ? [] : [knowledge.title]));

const LISTED_MAX = 10;

/** Says which situations there are. */
export function unknownSituation(typed: string, situations: Situations): Card {
  const titles = situations.all().map(({ knowledge: { title } }) => `- ${escapeMarkdown(title)}`);
  const more = titles.length > LISTED_MAX ? [`- and ${titles.length - LISTED_MAX} more`] : [];
  return notice(
    `Sitrep has no situation named “${escapeMarkdown(clip(typed, CHOICE_VALUE_MAX_CHARS))}”. It has:`,
    [...titles.slice(0, LISTED_MAX), ...more].join('\n'),
  );
}

/** What a button says when the situation that it is about is no longer served. */
export const NOT_SERVED = notice(
  'This is about a situation that Sitrep does not serve at the moment. Please ask again about another one.',
);

/**
 * Reads from a message's custom_ids which situation its facts belong to. The first id that is about facts decides. An id of an
 * earlier version names none and stands for the default situation.
 *
 * @returns its name; `null` where it is not served; `undefined` where none of the ids is about facts
 */
export function situationOn(customIds: readonly string[], situations: Situations): string | null | undefined {
  const [mark] = customIds.map(situationIn).filter((found) => found !== undefined);
  if (mark === undefined) return undefined;
  if (mark === null) return situations.defaultName;
  return situations.all().find(({ knowledge: { name } }) => situationMark(name) === mark)?.knowledge.name ?? null;
}

/**
 * The situation of one of Sitrep's messages, which its buttons tell; for a living pin its record tells it.
 *
 * @returns as `situationOn`
 */
export async function situationOfMessage(
  customIds: readonly string[],
  { situations, pins }: Pick<Services, 'situations' | 'pins'>,
): Promise<string | null | undefined> {
  for (const action of customIds.map(decodeAction)) {
    if (action?.type !== 'pin-proof') continue;
    const pin = await pins?.pin(action.pin);
    if (pin !== undefined) return situations.get(pin.situation)?.knowledge.name ?? null;
  }
  return situationOn(customIds, situations);
}
