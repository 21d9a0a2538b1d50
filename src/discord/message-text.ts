import type { Embed, Message } from 'discord.js';

/** The part of a message that a person reads, also of one that was forwarded. */
type Readable = Pick<Message, 'content' | 'embeds' | 'components'>;

/** Everything that a person reads in a message: its text, what bots put into embeds and components, and what it forwards. */
export function textIn(message: Pick<Message, 'content' | 'embeds' | 'components' | 'messageSnapshots'>): string {
  return [message, ...(message.messageSnapshots?.values() ?? [])].flatMap(textsIn).join('\n').trim();
}

const textsIn = ({ content, embeds, components }: Readable): readonly string[] => [
  content ?? '',
  ...(embeds ?? []).flatMap(textsInEmbed),
  ...(components ?? []).flatMap((component) => textsInComponent(component.toJSON())),
];

/** What a link leads to is no part of the message: Discord makes embeds of that by itself. */
function textsInEmbed({ data }: Embed): readonly string[] {
  if (data.type !== undefined && data.type !== 'rich') return [];
  const { title = '', description = '', fields = [] } = data;
  return [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
}

/** @param value - a component as Discord's JSON has it */
function textsInComponent(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsInComponent);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'content' in value && typeof value.content === 'string' ? [value.content] : [];
  return [...own, ...Object.values(value).flatMap(textsInComponent)];
}
