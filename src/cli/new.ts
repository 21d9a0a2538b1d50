/** `new`: makes the files of a new situation, and asks for each value that no option gives. */

import { createInterface } from 'node:readline/promises';
import type { z } from 'zod';
import { SitrepError } from '../errors.ts';
import { edtfProblem } from '../knowledge/edtf.ts';
import { situationSchema, sourceSchema } from '../knowledge/schema.ts';
import { createSituation, type NewSource, nameProblem } from '../workshop/new-situation.ts';
import { type CliIo, knowledgeRoot, misuse, type Run, readArgs, sameKnowledge, writeJsonLine } from './io.ts';

const USAGE = `npm run -s new -- NAME [--title TEXT] [--scope TEXT] [--language CODE] [--source ID=LABEL]… [--published ID=DATE]… [--full-text ID]… [--knowledge DIR]
--published gives the day of a source, such as article=2024-02-04, where it is known: dates such as "Sunday" follow from it.
A source may be quoted in at most 12 words, unless --full-text says that its whole text may be published.`;

export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        title: { type: 'string' },
        scope: { type: 'string' },
        language: { type: 'string' },
        source: { type: 'string', multiple: true },
        published: { type: 'string', multiple: true, default: [] },
        'full-text': { type: 'string', multiple: true, default: [] },
        knowledge: { type: 'string' },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw misuse('expected one name', USAGE);
  const problem = nameProblem(name);
  if (problem !== null) throw new SitrepError('USAGE', problem);

  const asker = createAsker(io);
  try {
    const { title: aTitle, scope: aScope } = situationSchema.shape;
    const heading = 'Title, as a heading ("U.S. strikes on Iran-aligned groups")';
    const title = values.title ?? (await asker.ask(heading, undefined, problemBy(aTitle)));
    const covered = 'Scope: what is covered, and what is not, in a sentence or two';
    const scope = values.scope ?? (await asker.ask(covered, undefined, problemBy(aScope)));
    const language = values.language ?? (await asker.ask('Language', 'en'));
    const sources = values.source === undefined ? [await askSource(asker, values)] : readSources(values);
    const root = knowledgeRoot(values, io);
    const folder = await createSituation(root, { name, title, scope, language, sources });
    writeJsonLine(io.stdout, { situation: name, folder });
    const texts = sources.filter(({ rights }) => rights === 'full-text').map(({ id }) => `sources/${id}.txt`);
    io.stderr.write(
      `Made ${folder}. What else you know of a source goes into its situation.yml.
${texts.length === 0 ? '' : `Put the whole text into ${texts.join(' and ')} there; it is published with the facts.\n`}Next: npm run -s draft -- ${name} ARTICLE.txt${sameKnowledge(values)}, or write facts.yml yourself.
`,
    );
    return 0;
  } finally {
    asker.close();
  }
};

interface SourceOptions {
  readonly source?: readonly string[] | undefined;
  readonly published: readonly string[];
  readonly 'full-text': readonly string[];
}

/** The first source: what no option gives is asked. */
async function askSource(asker: Asker, options: SourceOptions): Promise<NewSource> {
  const id = 'article';
  const { label: aLabel } = sourceSchema.shape;
  const usual = 'News article (headline not given)';
  const label = await asker.ask('The first source, as readers see it', usual, problemBy(aLabel));
  const [given] = readSources({ ...options, source: [`${id}=${label}`] });
  const day = 'The day it was published, such as 2024-02-04 (Enter: not known)';
  const published = given?.published ?? ((await asker.ask(day, '', dateProblem)) || null);
  const rights = 'Whether its whole text may be published here, yes or no; if not, quotes have at most 12 words';
  const isFull = options['full-text'].includes(id) || /^y/i.test(await asker.ask(rights, 'no', yesNoProblem));
  return { id, label, published, rights: isFull ? 'full-text' : 'quote-only' };
}

/** What a schema says against an answer. */
const problemBy =
  (schema: z.ZodType) =>
  (answer: string): string | null => {
    const { error } = schema.safeParse(answer);
    return error === undefined ? null : `expected ${error.issues[0]?.message}`;
  };
const dateProblem = (answer: string): string | null => (answer === '' ? null : edtfProblem(answer));
const yesNoProblem = (answer: string): string | null => (/^(?:y|yes|n|no)$/i.test(answer) ? null : 'yes or no?');

function readSources(options: SourceOptions): readonly NewSource[] {
  const sources = (options.source ?? []).map((option) => readPair('--source', 'LABEL', option));
  const days = options.published.map((option) => readPair('--published', 'DATE', option));
  for (const [option, ids] of [
    ['--published', days.map(([id]) => id)],
    ['--full-text', options['full-text']],
  ] as const) {
    const unknown = ids.find((id) => !sources.some(([source]) => source === id));
    if (unknown !== undefined) throw new SitrepError('USAGE', `${option} names "${unknown}", which is no --source`);
  }
  return sources.map(([id, label]) => ({
    id,
    label,
    published: new Map(days).get(id) ?? null,
    rights: options['full-text'].includes(id) ? 'full-text' : 'quote-only',
  }));
}

/** `article=News article` */
function readPair(option: string, what: string, given: string): readonly [id: string, value: string] {
  const at = given.indexOf('=');
  if (at <= 0 || at === given.length - 1) throw misuse(`${option} expects ID=${what}, not "${given}"`, USAGE);
  return [given.slice(0, at), given.slice(at + 1)];
}

interface Asker {
  /**
   * @param usual - the value for an empty answer
   * @param problemOf - what is wrong with an answer; it is asked for again then
   */
  ask(question: string, usual?: string, problemOf?: (answer: string) => string | null): Promise<string>;
  close(): void;
}

/** Opens the input only at the first question, because a program that gives all options may leave it closed. */
function createAsker(io: CliIo): Asker {
  let lines: AsyncIterator<string> | null = null;
  let reader: ReturnType<typeof createInterface> | null = null;
  return {
    async ask(question, usual, problemOf = () => null) {
      reader ??= createInterface({ input: io.stdin });
      lines ??= reader[Symbol.asyncIterator]();
      for (;;) {
        io.stderr.write(`${question}${usual ? ` [${usual}]` : ''}: `);
        const { value, done } = await lines.next();
        if (done === true) {
          throw misuse(`the input ended before this was answered: ${question}`, USAGE);
        }
        const answer = value.trim() || usual;
        if (answer === undefined) continue;
        const problem = problemOf(answer);
        if (problem === null) return answer;
        io.stderr.write(`${problem}\n`);
      }
    },
    close: () => reader?.close(),
  };
}
