import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInContainer,
  APIContainerComponent,
  APILabelComponent,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
  APIStringSelectComponent,
} from 'discord.js';
import { ButtonStyle, ComponentType, TextInputStyle } from 'discord.js';
import { clip } from '../model/text.ts';
import type { Card, CardButton, CardMenu, CardPart, Dialog, ReplyKind } from '../views/card.ts';
import { encodeAction } from '../views/custom-id.ts';
import {
  DIALOG_DESCRIPTION_MAX_CHARS,
  DIALOG_TITLE_MAX_CHARS,
  MENU_OPTION_MAX_CHARS,
  MENU_OPTIONS_MAX,
  MENU_PLACEHOLDER_MAX_CHARS,
  MESSAGE_COMPONENTS_MAX,
} from '../views/limits.ts';

/** A colour bar beside the message. Its colour repeats what the first line says in words. */
const ACCENTS = {
  answered: 0x2f6f9f,
  choose: 0x6b5b95,
  related: 0xb07d2b,
  unknown: 0x6b7280,
  about: 0x2f6f9f,
  brief: 0x2f6f9f,
  proof: 0x3f7d58,
  sources: 0x3f7d58,
  help: 0x2f6f9f,
  notice: 0x6b7280,
  offer: 0x2f6f9f,
  check: 0x3f7d58,
  pin: 0x2f6f9f,
  draft: 0x6b5b95,
  pins: 0x6b5b95,
  difference: 0xb07d2b,
  inbox: 0x6b5b95,
  privacy: 0x3f7d58,
  settings: 0x6b5b95,
  status: 0x6b5b95,
} as const satisfies Record<ReplyKind, number>;

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** The custom_id of a dialog's text, and of its box where it has one. */
export const DIALOG_FIELD = 'text';
export const DIALOG_TICK = 'tick';

type Row = APIActionRowComponent<APIButtonComponent> | APIActionRowComponent<APIStringSelectComponent>;

/**
 * A card as Components V2: one container with its texts, its menu and the rows of buttons under them. A card with a preview
 * becomes two containers, of which the preview is the first; where both do not fit into one message, the texts of the second are
 * cut.
 */
export function toComponents(card: Card): APIMessageTopLevelComponent[] {
  if (card.preview === undefined) return [toContainer(card, MESSAGE_COMPONENTS_MAX)];
  const preview = toContainer(switchedOff(card.preview), MESSAGE_COMPONENTS_MAX - rowsOf(card).reduce(addSize, 1));
  return [preview, toContainer(card, MESSAGE_COMPONENTS_MAX - preview.components.reduce(addSize, 1))];
}

/** @param room - how many components the container may use, including itself */
function toContainer(card: Card, room: number): APIContainerComponent {
  const rows = rowsOf(card);
  const left = Math.max(0, room - rows.reduce(addSize, 1));
  const body: APIComponentInContainer[] = [];
  let used = 0;
  for (const part of card.parts) {
    const [component] = toPart(part, card.situation);
    if (component === undefined) continue;
    used = addSize(used, component);
    if (used > left) break;
    body.push(component);
  }
  return { type: ComponentType.Container, accent_color: ACCENTS[card.kind], components: [...body, ...rows] };
}

function toPart(part: CardPart, situation: string | undefined): readonly APIComponentInContainer[] {
  switch (part.type) {
    case 'text':
      return [{ type: ComponentType.TextDisplay, content: part.text }];
    case 'rule':
      return [{ type: ComponentType.Separator, divider: true }];
    case 'row':
      return [toRow(part.buttons, situation)].filter((row) => row.components.length > 0);
  }
}

const switchedOff = (card: Card): Card => ({
  ...card,
  rows: card.rows.map((row) => row.map((button) => ({ ...button, disabled: true }))),
});

const addSize = (sum: number, component: object): number =>
  sum + 1 + ('components' in component && Array.isArray(component.components) ? component.components.length : 0);

function rowsOf({ menu, rows, situation }: Card): Row[] {
  const menus = menu === undefined ? [] : toMenu(menu, situation);
  return [...menus.map(inRow), ...rows.map((row) => toRow(row, situation)).filter((row) => row.components.length > 0)];
}

const inRow = (menu: APIStringSelectComponent): Row => ({ type: ComponentType.ActionRow, components: [menu] });

function toRow(
  buttons: readonly CardButton[],
  situation: string | undefined,
): APIActionRowComponent<APIButtonComponent> {
  return { type: ComponentType.ActionRow, components: buttons.flatMap((button) => toButton(button, situation)) };
}

/** A button whose state does not fit into a custom_id is left out, because it would not work. */
function toButton(button: CardButton, situation: string | undefined): APIButtonComponent[] {
  const customId = encodeAction(button.action, situation);
  if (customId === undefined) return [];
  const { label, style, disabled = false } = button;
  return [{ type: ComponentType.Button, label, disabled, style: STYLES[style], custom_id: customId }];
}

function toMenu(menu: CardMenu, situation: string | undefined): APIStringSelectComponent[] {
  const customId = encodeAction(menu.action, situation);
  const options = menu.options.slice(0, MENU_OPTIONS_MAX).map(({ label, value, description, chosen = false }) => ({
    label: clip(label, MENU_OPTION_MAX_CHARS),
    value,
    default: chosen,
    ...(description ? { description: clip(description, MENU_OPTION_MAX_CHARS) } : {}),
  }));
  if (customId === undefined || options.length === 0) return [];
  return [
    {
      type: ComponentType.StringSelect,
      custom_id: customId,
      placeholder: clip(menu.placeholder, MENU_PLACEHOLDER_MAX_CHARS),
      min_values: Math.min(menu.min, options.length),
      max_values: Math.min(menu.max, options.length),
      options,
    },
  ];
}

/** A dialog as Discord's modal: a label with one line to type. */
export function toModal(dialog: Dialog): APIModalInteractionResponseCallbackData {
  const customId = encodeAction(dialog.action, dialog.situation);
  if (customId === undefined) throw new Error(`the state of a dialog of type ${dialog.action.type} does not fit`);
  const { title, intro, label, description, value, maxChars, isLong = false, tick } = dialog;
  return {
    custom_id: customId,
    title: clip(title, DIALOG_TITLE_MAX_CHARS),
    components: [
      ...(intro === undefined ? [] : [{ type: ComponentType.TextDisplay, content: intro } as const]),
      {
        type: ComponentType.Label,
        label: clip(label, DIALOG_TITLE_MAX_CHARS),
        description: clip(description, DIALOG_DESCRIPTION_MAX_CHARS),
        component: {
          type: ComponentType.TextInput,
          custom_id: DIALOG_FIELD,
          style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
          required: true,
          min_length: 1,
          max_length: maxChars,
          ...(value === '' ? {} : { value }),
        },
      },
      ...(tick === undefined ? [] : [tickBox(tick)]),
    ],
  };
}

const tickBox = ({ label, description }: NonNullable<Dialog['tick']>): APILabelComponent => ({
  type: ComponentType.Label,
  label: clip(label, DIALOG_TITLE_MAX_CHARS),
  description: clip(description, DIALOG_DESCRIPTION_MAX_CHARS),
  component: { type: ComponentType.Checkbox, custom_id: DIALOG_TICK },
});
