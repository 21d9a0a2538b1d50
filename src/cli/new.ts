/** `new`: makes the files of a new situation, and asks for each value that no option gives. */

import { createInterface } from 'node:readline/promises';
import { SitrepError } from '../errors.ts';
import { createSituation, type NewSource, nameProblem } from '../workshop/new-situation.ts';
import { type CliIo, knowledgeRoot, misuse, type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = `npm run -s new -- NAME [--title TEXT] [--scope TEXT] [--language CODE] [--source ID=LABEL]… [--full-text ID]… [--knowledge DIR]
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
    const title = values.title ?? (await asker.ask('Title, as a heading ("U.S. strikes on Iran-aligned groups")'));
    const scope = values.scope ?? (await asker.ask('Scope: what is covered, and what is not, in a sentence or two'));
    const language = values.language ?? (await asker.ask('Language', 'en'));
    const given = values.source ?? [
      `article=${await asker.ask('The first source, as readers see it', 'News article (headline not given)')}`,
    ];
    const sources = given.map((option) => readSource(option, values['full-text']));
    const unknown = values['full-text'].find((id) => !sources.some((source) => source.id === id));
    if (unknown !== undefined) throw new SitrepError('USAGE', `--full-text names "${unknown}", which is no --source`);
    const root = knowledgeRoot(values, io);
    const folder = await createSituation(root, { name, title, scope, language, sources });
    writeJsonLine(io.stdout, { situation: name, folder });
    io.stderr.write(
      `Made ${folder}. Next: write into situation.yml what you know of the source, above all "published: 2024-02-04" (dates such as "Sunday" follow from it), then npm run -s draft -- ${name} ARTICLE.txt, or write facts.yml yourself.\n`,
    );
    return 0;
  } finally {
    asker.close();
  }
};

/** `article=News article` */
function readSource(option: string, fullText: readonly string[]): NewSource {
  const at = option.indexOf('=');
  if (at <= 0 || at === option.length - 1) throw misuse(`--source expects ID=LABEL, not "${option}"`, USAGE);
  const id = option.slice(0, at);
  return { id, label: option.slice(at + 1), rights: fullText.includes(id) ? 'full-text' : 'quote-only' };
}

interface Asker {
  /** @param usual - the value that an empty answer gives */
  ask(question: string, usual?: string): Promise<string>;
  close(): void;
}

/** Opens the input only at the first question, because a program that gives all options may leave it closed. */
function createAsker(io: CliIo): Asker {
  let lines: AsyncIterator<string> | null = null;
  let reader: ReturnType<typeof createInterface> | null = null;
  return {
    async ask(question, usual) {
      reader ??= createInterface({ input: io.stdin });
      lines ??= reader[Symbol.asyncIterator]();
      for (;;) {
        io.stderr.write(`${question}${usual === undefined ? '' : ` [${usual}]`}: `);
        const { value, done } = await lines.next();
        if (done === true) {
          throw misuse(`the input ended before this was answered: ${question}`, USAGE);
        }
        const answer = value.trim() || usual;
        if (answer !== undefined && answer !== '') return answer;
      }
    },
    close: () => reader?.close(),
  };
}
