import type { ChatInputCommandInteraction } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flatErrors } from './flat-errors.ts';
import { call, openScene, type Scene } from './tiny-bot.ts';

const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (more: object = {}) => ({ type: 2, style: 1, label: 'A', custom_id: 'a', ...more });
const row = (...components: object[]) => ({ type: 1, components });
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const buttons = (count: number) => row(...many(count, (n) => button({ custom_id: `b${n}` })));
const section = (texts: number, accessory: object | null = button()) => ({
  type: 9,
  components: many(texts, () => text('x')),
  ...(accessory && { accessory }),
});
const select = (options: number, more: object = {}) => ({
  type: 3,
  custom_id: 's',
  options: many(options, (n) => ({ label: `o${n}`, value: `v${n}` })),
  ...more,
});
const v2 = (...components: object[]) => ({ flags: V2, components });
const embed = (more: object) => ({ embeds: [{ description: 'x', ...more }] });

let scene: Scene;
let taken: ((interaction: ChatInputCommandInteraction) => void) | undefined;
beforeAll(async () => {
  scene = await openScene({ command: (i) => taken?.(i) });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Answers a fresh interaction with this message and gives what Discord said to it. */
async function answerWith(data: object) {
  const { promise, resolve } = Promise.withResolvers<ChatInputCommandInteraction>();
  taken = resolve;
  void scene.standin.person('member').command('ask', { question: 'x' });
  const { id, token } = await promise;
  return await call(scene.standin, 'POST', `/interactions/${id}/${token}/callback`, { type: 4, data });
}

type Row = [limit: string, fits: object, over: object, error: string];
const rows: Row[] = [
  [
    'content of 2,000',
    { content: 'x'.repeat(2000) },
    { content: 'x'.repeat(2001) },
    'data.content[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'content counts characters, not code units',
    { content: '\u{1F5FA}'.repeat(2000) },
    { content: '\u{1F5FA}'.repeat(2001) },
    'data.content[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a text display of 4,000',
    v2(text('x'.repeat(4000))),
    v2(text('x'.repeat(4001))),
    'data.components[0].content[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'all text displays together 4,000',
    v2(text('x'.repeat(2000)), { type: 17, components: [text('y'.repeat(2000))] }),
    v2(text('x'.repeat(2000)), { type: 17, components: [text('y'.repeat(2001))] }),
    'data.components[COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED]',
  ],
  ['a text display is not empty', v2(text('x')), v2(text('')), 'data.components[0].content[BASE_TYPE_REQUIRED]'],
  [
    '40 components in total',
    v2({ type: 17, components: many(39, () => text('x')) }),
    v2({ type: 17, components: many(40, () => text('x')) }),
    'data.components[COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED]',
  ],
  [
    '40 on the outside',
    v2(...many(40, () => text('x'))),
    v2(...many(41, () => text('x'))),
    'data.components[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    '40 counts buttons and accessories',
    v2(...many(13, (n) => section(1, button({ custom_id: `c${n}` }))), text('x')),
    v2(...many(13, (n) => section(1, button({ custom_id: `c${n}` }))), row(button())),
    'data.components[COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED]',
  ],
  ['5 buttons in a row', v2(buttons(5)), v2(buttons(6)), 'data.components[0].components[BASE_TYPE_BAD_LENGTH]'],
  ['a row is not empty', v2(buttons(1)), v2(row()), 'data.components[0].components[BASE_TYPE_BAD_LENGTH]'],
  [
    'a custom_id of 100',
    v2(row(button({ custom_id: 'c'.repeat(100) }))),
    v2(row(button({ custom_id: 'c'.repeat(101) }))),
    'data.components[0].components[0].custom_id[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'a custom_id is not empty',
    v2(row(button({ custom_id: 'c' }))),
    v2(row(button({ custom_id: '' }))),
    'data.components[0].components[0].custom_id[BASE_TYPE_REQUIRED]',
  ],
  [
    'custom_ids are unique in a message',
    v2(row(button()), row(button({ custom_id: 'other' }))),
    v2(row(button()), { type: 17, components: [row(button())] }),
    'data.components[1].components[0].components[0].custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
  ],
  [
    'component ids are unique in a message',
    v2({ ...text('x'), id: 1 }, { ...text('x'), id: 2 }),
    v2({ ...text('x'), id: 1 }, { ...text('x'), id: 1 }),
    'data.components[1].id[COMPONENT_ID_DUPLICATED]',
  ],
  [
    'a label of 80',
    v2(row(button({ label: 'l'.repeat(80) }))),
    v2(row(button({ label: 'l'.repeat(81) }))),
    'data.components[0].components[0].label[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a button needs a custom_id',
    v2(row(button())),
    v2(row({ type: 2, style: 1, label: 'A' })),
    'data.components[0].components[0].custom_id[BUTTON_COMPONENT_CUSTOM_ID_REQUIRED]',
  ],
  [
    'a link button needs a url',
    v2(row({ type: 2, style: 5, label: 'A', url: 'https://example.org/' })),
    v2(row({ type: 2, style: 5, label: 'A' })),
    'data.components[0].components[0].url[BUTTON_COMPONENT_URL_REQUIRED]',
  ],
  [
    'a url of 512',
    v2(row({ type: 2, style: 5, label: 'A', url: `https://example.org/${'u'.repeat(492)}` })),
    v2(row({ type: 2, style: 5, label: 'A', url: `https://example.org/${'u'.repeat(493)}` })),
    'data.components[0].components[0].url[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'a link button takes no custom_id',
    v2(row({ type: 2, style: 5, label: 'A', url: 'https://example.org/' })),
    v2(row({ type: 2, style: 5, label: 'A', url: 'https://example.org/', custom_id: 'a' })),
    'data.components[0].components[0].custom_id[BUTTON_COMPONENT_CUSTOM_ID_MUTUALLY_EXCLUSIVE]',
  ],
  [
    'a button shows something',
    v2(row({ type: 2, style: 1, custom_id: 'a', emoji: { name: '\u{1F5FA}' } })),
    v2(row({ type: 2, style: 1, custom_id: 'a' })),
    'data.components[0].components[0].label[BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED]',
  ],
  [
    'styles 1 to 6',
    v2(row(button({ style: 4 }))),
    v2(row(button({ style: 7 }))),
    'data.components[0].components[0].style[BASE_TYPE_CHOICES]',
  ],
  ['3 texts in a section', v2(section(3)), v2(section(4)), 'data.components[0].components[BASE_TYPE_BAD_LENGTH]'],
  ['a section has texts', v2(section(1)), v2(section(0)), 'data.components[0].components[BASE_TYPE_BAD_LENGTH]'],
  [
    'a section has an accessory',
    v2(section(1)),
    v2(section(1, null)),
    'data.components[0].accessory[BASE_TYPE_REQUIRED]',
  ],
  [
    'an accessory is a button or thumbnail',
    v2(section(1, { type: 11, media: { url: 'https://example.org/a.png' } })),
    v2(section(1, text('x'))),
    'data.components[0].accessory.type[UNION_TYPE_CHOICES]',
  ],
  [
    'no container in a container',
    v2({ type: 17, components: [section(1)] }),
    v2({ type: 17, components: [{ type: 17, components: [text('x')] }] }),
    'data.components[0].components[0].type[UNION_TYPE_CHOICES]',
  ],
  [
    'a container is not empty',
    v2({ type: 17, components: [text('x')] }),
    v2({ type: 17, components: [] }),
    'data.components[0].components[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'an accent colour of 24 bits',
    v2({ type: 17, accent_color: 0xffffff, components: [text('x')] }),
    v2({ type: 17, accent_color: 0x1000000, components: [text('x')] }),
    'data.components[0].accent_color[NUMBER_TYPE_MAX]',
  ],
  [
    'a separator spaced 1 or 2',
    v2({ type: 14, spacing: 2 }),
    v2({ type: 14, spacing: 3 }),
    'data.components[0].spacing[BASE_TYPE_CHOICES]',
  ],
  ['known kinds of component only', v2(text('x')), v2({ type: 20 }), 'data.components[0].type[UNION_TYPE_CHOICES]'],
  [
    'nothing but rows without the V2 flag',
    { components: [buttons(1)] },
    { components: [text('x')] },
    'data.components[0].type[UNION_TYPE_CHOICES]',
  ],
  [
    '5 rows without the V2 flag',
    { components: many(5, (n) => row(button({ custom_id: `r${n}` }))) },
    { components: many(6, (n) => row(button({ custom_id: `r${n}` }))) },
    'data.components[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'no content beside Components V2',
    v2(text('x')),
    { ...v2(text('x')), content: 'y' },
    'data.content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
  ],
  [
    'no embeds beside Components V2',
    { ...v2(text('x')), embeds: [] },
    { ...v2(text('x')), ...embed({}) },
    'data.embeds[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
  ],
  [
    '25 options in a select',
    v2(row(select(25))),
    v2(row(select(26))),
    'data.components[0].components[0].options[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'a placeholder of 150',
    v2(row(select(1, { placeholder: 'p'.repeat(150) }))),
    v2(row(select(1, { placeholder: 'p'.repeat(151) }))),
    'data.components[0].components[0].placeholder[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a select fills its row',
    v2(row(select(1)), row(button())),
    v2(row(select(1), button())),
    'data.components[0].components[COMPONENT_LAYOUT_WIDTH_EXCEEDED]',
  ],
  [
    '10 embeds',
    { embeds: many(10, () => ({ title: 'x' })) },
    { embeds: many(11, () => ({ title: 'x' })) },
    'data.embeds[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'an embed title of 256',
    embed({ title: 'x'.repeat(256) }),
    embed({ title: 'x'.repeat(257) }),
    'data.embeds[0].title[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a description of 4,096',
    embed({ description: 'x'.repeat(4096) }),
    embed({ description: 'x'.repeat(4097) }),
    'data.embeds[0].description[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    '25 fields',
    embed({ fields: many(25, () => ({ name: 'n', value: 'v' })) }),
    embed({ fields: many(26, () => ({ name: 'n', value: 'v' })) }),
    'data.embeds[0].fields[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a field value of 1,024',
    embed({ fields: [{ name: 'n', value: 'v'.repeat(1024) }] }),
    embed({ fields: [{ name: 'n', value: 'v'.repeat(1025) }] }),
    'data.embeds[0].fields[0].value[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'embeds together 6,000',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'y'.repeat(2000) }] },
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'y'.repeat(2001) }] },
    'data.embeds[MAX_EMBED_SIZE_EXCEEDED]',
  ],
  [
    'mentions parsed or listed',
    { content: 'x', allowed_mentions: { parse: ['users'], users: [] } },
    { content: 'x', allowed_mentions: { parse: ['users'], users: ['1300000000000000005'] } },
    'data.allowed_mentions[MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE]',
  ],
  [
    '100 mentions listed',
    { content: 'x', allowed_mentions: { users: many(100, (n) => String(n + 1)) } },
    { content: 'x', allowed_mentions: { users: many(101, (n) => String(n + 1)) } },
    'data.allowed_mentions.users[BASE_TYPE_MAX_LENGTH]',
  ],
];

describe('a message at a limit is accepted, and one beyond it is refused with the path', () => {
  test.each(rows)('%s', async (_, fits, over, error) => {
    const refused = await answerWith(over);
    expect(flatErrors(refused.body.errors)).toEqual([error]);
    expect(refused).toMatchObject({ status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
    expect(await answerWith(fits)).toMatchObject({ status: 204 });
  });
});

describe('a message with nothing to show', () => {
  test.each([
    ['no fields', {}],
    ['blank content', { content: '  \n ' }],
    ['empty lists', { embeds: [], components: [] }],
    ['the V2 flag alone', { flags: V2 }],
  ])('%s is refused with 50006', async (_, data) => {
    expect(await answerWith(data)).toMatchObject({ status: 400, body: { code: 50006 } });
  });
});

test('all mistakes of a message are reported at once', async () => {
  const refused = await answerWith({ content: 'x'.repeat(2001), embeds: [{ title: 'x'.repeat(257) }] });
  expect(flatErrors(refused.body.errors)).toEqual([
    'data.content[BASE_TYPE_MAX_LENGTH]',
    'data.embeds[0].title[BASE_TYPE_MAX_LENGTH]',
  ]);
});

test('components without ids get unique ones', async () => {
  await answerWith(v2({ ...text('x'), id: 2 }, section(2), { type: 14 }, { type: 17, components: [buttons(2)] }));
  const shown = await scene.standin.person('member').until((seen) => seen.at(-1));
  const ids = JSON.stringify(shown.components).match(/"id":(\d+)/g) ?? [];
  expect(shown.components[0]).toMatchObject({ id: 2 });
  expect(ids).toHaveLength(10);
  expect(new Set(ids).size).toBe(10);
});
