import { clip } from '../model/text.ts';

/**
 * Discord's limits, each with the page of Discord's developer documentation that states it (state of August 2026).
 * Lengths are compared in UTF-16 units, a safe upper bound wherever Discord counts code points.
 */

/** resources/message: text displays of one message together; the documented limit of one text display is the same. */
export const MESSAGE_TEXT_MAX_CHARS = 4000;
/**
 * Discord answered HTTP 500 above about 10,170 UTF-8 bytes of text displays (with 12 bytes overhead each), although the character
 * limit was kept. This limit is well below that.
 */
export const MESSAGE_TEXT_MAX_BYTES = 9000;
/** components/reference: components of one message, nested ones included. */
export const MESSAGE_COMPONENTS_MAX = 40;
/** components/reference: buttons of one action row. */
export const ROW_BUTTONS_MAX = 5;
/** components/reference: a button's label. */
export const BUTTON_LABEL_MAX_CHARS = 80;
/** components/reference: a button's custom_id. */
export const CUSTOM_ID_MAX_CHARS = 100;
/** components/reference: options of one string select. */
export const MENU_OPTIONS_MAX = 25;
/** components/reference: a string select's placeholder. */
export const MENU_PLACEHOLDER_MAX_CHARS = 150;
/** components/reference: the label, and the description, of a string select's option. */
export const MENU_OPTION_MAX_CHARS = 100;
/** interactions/receiving-and-responding: the title of a modal; components/reference: the label of a field in it. */
export const DIALOG_TITLE_MAX_CHARS = 45;
/** components/reference: the description under a label in a modal. */
export const DIALOG_DESCRIPTION_MAX_CHARS = 100;
/** topics/oauth2, interactions/receiving-and-responding: how long a reply may be edited after the interaction. */
export const REPLY_LIFE_MS = 15 * 60_000;
/** interactions/receiving-and-responding: choices of one autocomplete answer. */
export const CHOICES_MAX = 25;
/** interactions/application-commands: a choice's name. */
export const CHOICE_NAME_MAX_CHARS = 100;
/** interactions/application-commands: a choice's string value. */
export const CHOICE_VALUE_MAX_CHARS = 100;
/** interactions/application-commands: a string option's value. */
export const OPTION_TEXT_MAX_CHARS = 6000;
/** interactions/receiving-and-responding: the first response must arrive within this time of the interaction. */
export const REPLY_DEADLINE_MS = 3000;
/** How many characters of a message Check facts reads: as many as a message may have. */
export const CHECK_TEXT_MAX_CHARS = 4000;
/** After this time without a reply, dispatch defers; the rest of the deadline is left for the network. */
export const DEFER_AFTER_MS = 1500;

/** Bytes that Discord adds for each text display when it counts bytes (observed, not documented). */
const BYTES_PER_TEXT = 12;
const CHARS_PER_BYTE = MESSAGE_TEXT_MAX_CHARS / MESSAGE_TEXT_MAX_BYTES;

/** How much of a message's budget (`MESSAGE_TEXT_MAX_CHARS`) a text uses, by characters or by bytes, whichever is more. */
export function costOf(text: string): number {
  return Math.max(text.length, Math.ceil((Buffer.byteLength(text) + BYTES_PER_TEXT) * CHARS_PER_BYTE));
}

/**
 * Shortens texts so that together they cost at most `budget`. Only the longest texts are cut, all of them to the same cost; the
 * shorter ones stay whole.
 *
 * @returns as many texts as were given; a text that was cut to nothing is empty
 */
export function fitTexts(texts: readonly string[], budget: number): readonly string[] {
  const costs = texts.map(costOf);
  if (sum(costs) <= budget) return texts;
  // The highest limit such that all texts fit when each is cut to it; computed by giving room to the texts from the cheapest to the most expensive.
  let left = budget;
  let level = 0;
  const ascending = [...costs].sort((a, b) => a - b);
  for (const [i, cost] of ascending.entries()) {
    level = Math.floor(left / (ascending.length - i));
    if (cost > level) break;
    left -= cost;
  }
  return texts.map((text, i) => ((costs[i] ?? 0) <= level ? text : cutToCost(text, level)));
}

/** The first texts that fit whole into a budget, with a gap after each. */
export function leading(texts: readonly string[], budget: number, gap = '\n'): readonly string[] {
  let left = budget;
  const over = texts.findIndex((text) => {
    left -= costOf(`${text}${gap}`);
    return left < 0;
  });
  return over < 0 ? texts : texts.slice(0, over);
}

/** Shortens a text so that it costs at most `budget`. */
export const fitText = (text: string, budget: number): string =>
  costOf(text) <= budget ? text : cutToCost(text, budget);

function cutToCost(text: string, cost: number): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (costOf(clip(text, middle)) <= cost) low = middle;
    else high = middle - 1;
  }
  // A cut must not leave half of an escape, because the remaining backslash would hide the ellipsis.
  return clip(text, low).replace(/\\…$/, '…');
}

export const totalCost = (texts: readonly string[]): number => sum(texts.map(costOf));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
