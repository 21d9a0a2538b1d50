import type { Embed, Message } from 'discord.js';

/** The parts of a message that people read; a forwarded message has the same parts. */
type Readable = Pick<Message, 'content' | 'embeds' | 'components'>;

/** Everything that a person reads in a message: its text, its embeds and components, and a forwarded message. */
export function textIn(message: Pick<Message, 'content' | 'embeds' | 'components' | 'messageSnapshots'>): string {
  return [message, ...(message.messageSnapshots?.values() ?? [])].flatMap(textsIn).join('\n').trim();
}

const textsIn = ({ content, embeds, components }: Readable): readonly string[] => [
  content ?? '',
  ...(embeds ?? []).flatMap(textsInEmbed),
  ...(components ?? []).flatMap((component) => textsInComponent(component.toJSON())),
];

/** Discord adds embeds for links by itself, so they are not part of the message. */
function textsInEmbed({ data }: Embed): readonly string[] {
  if (data.type !== undefined && data.type !== 'rich') return [];
  const { title = '', description = '', fields = [] } = data;
  return [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
}

/** @param value - a component in the form of Discord's JSON */
function textsInComponent(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsInComponent);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'content' in value && typeof value.content === 'string' ? [value.content] : [];
  return [...own, ...Object.values(value).flatMap(textsInComponent)];
}
