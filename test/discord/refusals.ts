import { ComponentType } from 'discord.js';
import { toComponents } from '../../src/discord/components.ts';
import type { Card } from '../../src/views/card.ts';

/** Everything about a message that Discord would refuse, by Discord's own numbers (not by the bot's limits.ts). */
export function refusals(card: Card): string[] {
  const problems: string[] = [];
  let components = 0;
  let chars = 0;
  let bytes = 0;
  const ids = new Set<string>();
  const visit = (component: Record<string, unknown>): void => {
    components += 1;
    if (component.type === ComponentType.TextDisplay) {
      const content = String(component.content);
      if (content.trim() === '') problems.push('an empty text');
      chars += [...content].length;
      bytes += Buffer.byteLength(content) + 12;
    }
    if (component.type === ComponentType.ActionRow) {
      const buttons = component.components as unknown[];
      if (buttons.length < 1 || buttons.length > 5) problems.push(`${buttons.length} buttons in a row`);
    }
    if (component.type === ComponentType.StringSelect) {
      const options = component.options as { label: string; value: string; description?: string }[];
      const [min, max] = [Number(component.min_values), Number(component.max_values)];
      if (options.length < 1 || options.length > 25) problems.push(`${options.length} options`);
      if (min < 0 || max < 1 || min > max || max > options.length)
        problems.push(`${min} to ${max} of ${options.length}`);
      if (new Set(options.map(({ value }) => value)).size < options.length) problems.push('a value twice');
      if ([...String(component.placeholder)].length > 150) problems.push('a long placeholder');
      for (const { label, value, description = 'none' } of options) {
        for (const field of [label, value, description]) {
          if (field.trim() === '' || [...field].length > 100) problems.push(`an option with a text of ${field.length}`);
        }
      }
      if (ids.has(String(component.custom_id))) problems.push(`custom_id twice: ${component.custom_id}`);
      ids.add(String(component.custom_id));
    }
    if (component.type === ComponentType.Button) {
      const label = String(component.label);
      if (label.trim() === '' || [...label].length > 80) problems.push(`a label of ${label.length}`);
      const id = String(component.custom_id);
      if (id.length < 1 || id.length > 100) problems.push(`a custom_id of ${id.length}`);
      if (ids.has(id)) problems.push(`custom_id twice: ${id}`);
      ids.add(id);
    }
    for (const inner of (component.components as Record<string, unknown>[] | undefined) ?? []) visit(inner);
  };
  for (const top of toComponents(card)) visit(top as unknown as Record<string, unknown>);
  if (components > 40) problems.push(`${components} components`);
  if (chars < 1 || chars > 4000) problems.push(`${chars} characters`);
  if (bytes > 10_170) problems.push(`${bytes} bytes`);
  return problems;
}
