/** `draft`: lists the sentences of an article as citations count them, and writes draft facts and entities into a situation. */

import { stat, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { SitrepError } from '../errors.ts';
import { chooseSituation } from '../knowledge/choose-situation.ts';
import { inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import { type Article, readArticle } from '../workshop/article.ts';
import { draftFacts } from '../workshop/draft.ts';
import { shellWord } from '../workshop/shell-word.ts';
import { writeDrafts } from '../workshop/write-drafts.ts';
import {
  type CliIo,
  isTerminal,
  knowledgeRoot,
  misuse,
  type Run,
  readArgs,
  sameKnowledge,
  writeJsonLine,
} from './io.ts';

const USAGE = `npm run -s draft -- NAME ARTICLE [--source ID] [--list] [--knowledge DIR]
ARTICLE is plain text, Markdown (.md) or a saved web page (.html). --source names its source; the only one may be left out.
--list writes nothing, and lists the sentences alone.`;

export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        source: { type: 'string' },
        list: { type: 'boolean', default: false },
        knowledge: { type: 'string' },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const [name, path, ...more] = positionals;
  if (name === undefined || path === undefined || more.length > 0)
    throw misuse('expected a situation and an article', USAGE);
  const folder = await chooseSituation(knowledgeRoot(values, io), name);
  const { problems, sources } = await inspect(folder);
  if (problems.length > 0) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
  const source = chooseSource(values.source, [...(sources?.keys() ?? [])]);
  const article = await readArticle(path);
  const drafts = await draftFacts(folder, source, article);

  for (const { paragraph, sentence, text, draft, citedBy } of drafts.sentences) {
    if (!isTerminal(io))
      writeJsonLine(io.stdout, { paragraph, sentence, text, draft: values.list ? null : draft, citedBy });
    const state = citedBy.length > 0 ? ` (cited by ${citedBy.join(', ')})` : '';
    io.stderr.write(`¶${paragraph} sentence ${sentence}: ${text}${state}\n`);
  }
  if (values.list) return 0;
  await writeDrafts(folder, source, article, drafts);
  const text = article.isExtracted ? keptPath(path) : path;
  if (text !== path) await keepText(text, article, io);
  const proven = `--source-text ${shellWord(`${source}=${text}`)}${sameKnowledge(values)}`;
  io.stderr.write(
    `Drafts written into ${folder}: ${drafts.facts.length} facts, ${drafts.entities.length} entities.
Reword and complete each, then remove its comment and "draft: true": in a text editor, or on a page:
  npm run -s curate -- ${name} ${proven}
Then check them:
  npm run -s check -- --situation ${name} ${proven} --ask
`,
  );
  return 0;
};

function chooseSource(named: string | undefined, known: readonly string[]): string {
  const source = named ?? (known.length === 1 ? known[0] : undefined);
  if (source !== undefined && known.includes(source)) return source;
  const wanted = named === undefined ? 'several sources: name one with --source' : `no source "${named}"`;
  throw new SitrepError('USAGE', `the situation has ${wanted} (sources: ${known.join(', ')})`);
}

function keptPath(path: string): string {
  const { dir, name } = parse(path);
  return join(dir, `${name}.txt`);
}

/** Citations count the paragraphs of the text extracted from the page, so that text is kept beside it. */
async function keepText(kept: string, article: Article, io: CliIo): Promise<void> {
  if ((await stat(kept).catch(() => null)) !== null) {
    io.stderr.write(`${kept} is there already and was left alone; check it against what the citations count\n`);
    return;
  }
  await writeFile(kept, article.text);
  io.stderr.write(`Wrote ${kept}: the text whose paragraphs the citations count, for check --source-text\n`);
}
