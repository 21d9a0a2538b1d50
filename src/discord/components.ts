import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInContainer,
  APIMessageTopLevelComponent,
} from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Card, CardButton, ReplyKind } from './card.ts';
import { encodeAction } from './custom-id.ts';
import { MESSAGE_COMPONENTS_MAX } from './limits.ts';

/** A bar of colour beside the message. It repeats what the first line says in words, for those who see colours. */
const ACCENTS = {
  answered: 0x2f6f9f,
  choose: 0x6b5b95,
  related: 0xb07d2b,
  unknown: 0x6b7280,
  proof: 0x3f7d58,
  sources: 0x3f7d58,
  help: 0x2f6f9f,
  notice: 0x6b7280,
} as const satisfies Record<ReplyKind, number>;

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** A card as Components V2: one container with its texts, and the rows of buttons under it, inside the same container. */
export function toComponents(card: Card): APIMessageTopLevelComponent[] {
  const rows = card.rows.map(toRow).filter((row) => row.components.length > 0);
  const room = MESSAGE_COMPONENTS_MAX - 1 - rows.reduce((count, row) => count + 1 + row.components.length, 0);
  const body: APIComponentInContainer[] = card.parts
    .slice(0, room)
    .map((part) =>
      part.type === 'text'
        ? { type: ComponentType.TextDisplay, content: part.text }
        : { type: ComponentType.Separator, divider: true },
    );
  return [{ type: ComponentType.Container, accent_color: ACCENTS[card.kind], components: [...body, ...rows] }];
}

function toRow(buttons: readonly CardButton[]): APIActionRowComponent<APIButtonComponent> {
  return { type: ComponentType.ActionRow, components: buttons.flatMap(toButton) };
}

/** A button whose state does not fit into a custom_id is left out rather than sent broken. */
function toButton(button: CardButton): APIButtonComponent[] {
  const customId = encodeAction(button.action);
  if (customId === undefined) return [];
  const { label, style, disabled = false } = button;
  return [{ type: ComponentType.Button, label, disabled, style: STYLES[style], custom_id: customId }];
}
