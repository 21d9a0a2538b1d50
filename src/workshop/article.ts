/** Reads an article from a file: plain text, Markdown, or a web page that somebody saved. Nothing is fetched. */

import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { marked } from 'marked';
import { SitrepError } from '../errors.ts';
import { canonical } from '../knowledge/prove.ts';
import { splitParagraphs, splitSentences } from '../knowledge/sentences.ts';

/** What a file says about an article. */
export interface Article {
  /** The text, one paragraph on each line; citations count these lines. */
  readonly text: string;
  /** Paragraphs of sentences. */
  readonly paragraphs: readonly (readonly string[])[];
  /** Whether the text was extracted from Markdown or HTML, so that no file holds it yet. */
  readonly isExtracted: boolean;
  readonly headline: string | null;
  readonly author: string | null;
  readonly publisher: string | null;
  /** The full date, "2024-02-04". */
  readonly published: string | null;
}

/** Enough for the text of several books; a page with embedded pictures is refused. */
const ARTICLE_MAX_BYTES = 5 * 1024 * 1024;
/** Elements that are a paragraph of their own. */
const BLOCKS = 'p, li, h1, h2, h3, h4, h5, h6, blockquote, pre, td, th, figcaption, dt, dd';

/** @throws SitrepError `USAGE` where the file cannot be read as an article, saying what was expected */
export async function readArticle(path: string): Promise<Article> {
  const text = await readText(path);
  switch (extname(path).toLowerCase()) {
    case '.html':
    case '.htm':
    case '.xhtml':
      return fromHtml(path, text);
    case '.md':
    case '.markdown':
      return fromMarkdown(path, text);
    default:
      return article(path, text, { isExtracted: false });
  }
}

async function readText(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile())
    throw new SitrepError(
      'USAGE',
      `expected an article at ${path}, and ${found === null ? 'there is no such file' : 'that is no file'}`,
    );
  if (found.size > ARTICLE_MAX_BYTES) {
    throw new SitrepError(
      'USAGE',
      `${path} is larger than ${ARTICLE_MAX_BYTES / 1024 / 1024} MB; name the article alone`,
    );
  }
  const bytes = await readFile(path);
  if (!isUtf8(bytes))
    throw new SitrepError(
      'USAGE',
      `${path} is not UTF-8 text; save the article as plain text (UTF-8), Markdown or a web page`,
    );
  return new TextDecoder().decode(bytes);
}

function fromHtml(path: string, html: string): Article {
  const { document } = parseHTML(html);
  const page = new Readability(document).parse();
  if (page === null || !page.content) {
    throw new SitrepError('USAGE', `${path} holds no article that could be found; copy its text into a .txt file`);
  }
  return article(path, textOf(page.content), {
    isExtracted: true,
    headline: page.title || null,
    author: page.byline ?? null,
    publisher: page.siteName ?? null,
    published: /^\d{4}-\d\d-\d\d/.exec(page.publishedTime ?? '')?.[0] ?? null,
  });
}

function fromMarkdown(path: string, markdown: string): Article {
  const text = textOf(marked.parse(markdown.replace(/^---\n.*?\n---\n/s, ''), { async: false }));
  const headline = /^#\s+(.+)$/m.exec(markdown)?.[1] ?? null;
  return article(path, text, { isExtracted: true, headline });
}

/** The text of a piece of HTML, a block a line. */
function textOf(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  const lines: string[] = [];
  for (const block of document.querySelectorAll(BLOCKS)) {
    // A block that contains others leaves its text to them.
    if (block.querySelector(BLOCKS) === null) lines.push((block.textContent ?? '').replace(/\s+/g, ' ').trim());
  }
  return lines.filter((line) => line !== '').join('\n\n');
}

function article(
  path: string,
  text: string,
  known: Pick<Article, 'isExtracted'> & Partial<Omit<Article, 'text' | 'paragraphs'>>,
): Article {
  const plain = canonical(text);
  const paragraphs = splitParagraphs(plain).map(splitSentences);
  if (paragraphs.length === 0) throw new SitrepError('USAGE', `${path} holds no text; name the file of the article`);
  return { headline: null, author: null, publisher: null, published: null, ...known, text: plain, paragraphs };
}
