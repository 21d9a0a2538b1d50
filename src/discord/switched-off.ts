import type { APIMessageTopLevelComponent, Message } from 'discord.js';

/** The components of a message with the button of this custom_id disabled and renamed; all else as it was. */
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
  // The shape is Discord's own, unchanged but for two fields of one button.
  return change(components.map((component) => component.toJSON())) as APIMessageTopLevelComponent[];
}
