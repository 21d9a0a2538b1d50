import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArticle } from '../../src/workshop/article.ts';
import { writeFolder } from '../knowledge/river-flood.ts';

const PARAGRAPH =
  'The river rose on March 3, and the water stood in the streets of the lower town for a whole week after that.';
const PAGE = `<!doctype html><html lang="en"><head><title>The flood</title>
<meta property="og:site_name" content="The Bulletin"><meta name="author" content="Staff">
<meta property="article:published_time" content="2024-03-05T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>The flood</h1>${`<p>${PARAGRAPH}</p><p>The <b>River Authority</b> closed&nbsp;two bridges. It said so on Sunday, and again on Monday evening.</p>`.repeat(4)}</article>
<footer>Subscribe to our newsletter</footer><script>alert(1)</script></body></html>`;

async function read(name: string, content: string | Uint8Array) {
  return readArticle(join(await writeFolder({ [name]: content }), name));
}

test('plain text is taken as it stands, without its byte order mark and the line ends of Windows', async () => {
  const article = await read('a.txt', '\ufeffOne here. Two here.\r\n\r\nThree.\r\n');
  expect(article).toMatchObject({
    paragraphs: [['One here.', 'Two here.'], ['Three.']],
    text: 'One here. Two here.\n\nThree.\n',
    isExtracted: false,
  });
});

test('a saved web page gives its article, and what it tells of itself', async () => {
  const article = await read('a.html', PAGE);
  expect(article).toMatchObject({
    headline: 'The flood',
    publisher: 'The Bulletin',
    published: '2024-03-05',
    isExtracted: true,
  });
  expect(article.paragraphs).toContainEqual([PARAGRAPH]);
  expect(article.paragraphs).toContainEqual([
    'The River Authority closed two bridges.',
    'It said so on Sunday, and again on Monday evening.',
  ]);
  expect(article.text).not.toMatch(/Sport|newsletter|alert/);
});

test('Markdown gives its text without marks, front matter and addresses', async () => {
  const article = await read(
    'a.md',
    '---\ndate: x\n---\n# The flood\n\nThe **river** [rose](https://example.org).\n\n- One\n- Two\n',
  );
  expect(article.headline).toBe('The flood');
  expect(article.paragraphs).toEqual([['The flood'], ['The river rose.'], ['One'], ['Two']]);
});

test.each<readonly [what: string, name: string, content: string | Uint8Array, message: string]>([
  ['a text that is not UTF-8', 'a.txt', Buffer.from([0xff, 0xfe]), 'is not UTF-8 text; save the article as plain text'],
  ['an empty file', 'a.txt', ' \n', 'holds no text'],
  ['a page without an article', 'a.html', '<html><body></body></html>', 'holds no'],
  ['a file that is too large', 'a.txt', Buffer.alloc(6 * 1024 * 1024, 'a'), 'is larger than 5 MB'],
])('%s is refused', async (_what, name, content, message) => {
  await expect(read(name, content)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining(message) });
});

test('a file that is not there is refused', async () => {
  await expect(readArticle('/nowhere/a.txt')).rejects.toThrow('there is no such file');
  await expect(readArticle(import.meta.dirname)).rejects.toThrow('that is no file');
});
