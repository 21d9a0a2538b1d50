import type { APIMessageTopLevelComponent, Message } from 'discord.js';

/** The components of a message with the button of this custom_id disabled and renamed, and all others unchanged. */
export function switchedOff(
  components: Message['components'],
  customId: string,
  label: string,
): APIMessageTopLevelComponent[] {
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) copy[key] = change(inner);
    return copy.custom_id === customId ? { ...copy, disabled: true, label } : copy;
  };
  // The cast is safe, because the components come from Discord and only two fields of one button change.
  return change(components.map((component) => component.toJSON())) as APIMessageTopLevelComponent[];
}

/** The custom_ids of all buttons and menus of a message, in reading order. */
export function customIdsOn(components: Message['components']): readonly string[] {
  return customIdsIn(components.map((component) => component.toJSON()));
}

/** @param value - components in the form of Discord's JSON, possibly nested */
export function customIdsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(customIdsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'custom_id' in value && typeof value.custom_id === 'string' ? [value.custom_id] : [];
  return [...own, ...Object.values(value).flatMap(customIdsIn)];
}

/** The texts of a message, in reading order. @param value - components in the form of Discord's JSON, possibly nested */
export function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'content' in value && typeof value.content === 'string' ? [value.content] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}
