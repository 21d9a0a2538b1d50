/**
 * Discord's limits, each with the page of Discord's developer documentation that states it (state of August 2026).
 * Lengths are compared in UTF-16 units, a safe upper bound wherever Discord counts code points.
 */

/** resources/message: text displays of one message together; the documented limit of one text display is the same. */
export const MESSAGE_TEXT_MAX_CHARS = 4000;
/**
 * Several servers answered HTTP 500 above about 10,170 UTF-8 bytes of text displays (12 bytes overhead each), although
 * the character limit held. Staying well below costs nothing.
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
/** When a reply has not been made by then, dispatch defers; the rest of the deadline is for the network. */
export const DEFER_AFTER_MS = 1500;
