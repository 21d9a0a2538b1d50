import { z } from 'zod';
import { refOf } from '../ask/subjects.ts';
import type { Answer, Answers, Choice, SubjectRef } from '../model/answer.ts';
import type { EntityId, Fact } from '../model/knowledge.ts';
import type { Sitrep } from '../sitrep.ts';
import { kindOf } from '../views/compose.ts';
import { plainText } from '../views/present.ts';
import { type CliIo, misuse, type Run, readArgs, SITUATION_OPTIONS, writeJsonLine } from './io.ts';
import { linesOf } from './lines.ts';
import { type OpenedSituation, openEngine, openSituation } from './situation.ts';

const USAGE = `npm run -s ask -- [--situation NAME] [--knowledge DIR] [--why] "question"
       npm run -s ask -- [--situation NAME] [--knowledge DIR] --jsonl < questions.jsonl
Each line of questions.jsonl: {"id": "1", "q": "who is sullivan", "kind": "ask"}; kind may be ask, who, when or facts; "context" may name the
id of an earlier line that the question goes on from. --encoder off answers by words alone.
--why adds the reasons for the answer, a line each.`;

const Row = z.object({
  id: z.union([z.string(), z.number()]).nullable().default(null),
  q: z.string(),
  kind: z
    .enum(['ask', 'who', 'when', 'facts'])
    .nullish()
    .transform((kind) => kind ?? 'ask'),
  context: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((id) => id ?? null),
});

/** `ask`: one question as plain text, or many as JSON lines, answered by the same engine as in Discord. */
export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        jsonl: { type: 'boolean', default: false },
        ...SITUATION_OPTIONS,
        why: { type: 'boolean', default: false },
        encoder: { type: 'string' },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  if (values.jsonl ? positionals.length > 0 : positionals.length === 0) {
    const problem = values.jsonl ? '--jsonl reads questions from standard input' : 'expected a question';
    throw misuse(problem, USAGE);
  }
  const situation = await openSituation(values, io);
  const { sitrep, close } = await openEngine(situation.knowledge, values.encoder, io);
  try {
    if (values.jsonl) return await answerLines(sitrep, situation, io);
    const answers = await sitrep.ask(positionals.join(' '));
    const reasons = answers.flatMap(({ evidence }) => evidence.map((reason) => `- ${reason}`));
    const why = values.why ? ['', 'Why:', ...reasons] : [];
    io.stdout.write(`${[plainText(answers, situation.knowledge, situation.asOfMs), ...why].join('\n')}\n`);
    return 0;
  } finally {
    await close();
  }
};

/**
 * Answers one JSON object on each line, in the same order. `context` names an earlier line; the question follows up on the subjects of
 * its answer.
 */
async function answerLines(sitrep: Sitrep, situation: OpenedSituation, io: CliIo): Promise<number> {
  const earlier = new Map<string | number, readonly SubjectRef[]>();
  let failures = 0;
  let line = 0;
  for await (const text of linesOf(io.stdin)) {
    line += 1;
    if (text.trim() === '') continue;
    const row = readRow(text);
    if ('problem' in row) {
      failures += 1;
      writeJsonLine(io.stdout, { id: row.id, error: `line ${line}: ${row.problem}` });
      continue;
    }
    const context = row.context === null ? [] : (earlier.get(row.context) ?? []);
    const answers = await (row.kind === 'ask' ? sitrep.ask(row.q, context) : sitrep[row.kind](row.q));
    if (row.id !== null)
      earlier.set(
        row.id,
        answers.flatMap(({ subjects }) => subjects.map(refOf)),
      );
    writeJsonLine(io.stdout, { id: row.id, ...answerRow(answers, situation) });
  }
  return failures > 0 ? 1 : 0;
}

type ReadRow = z.infer<typeof Row> | { readonly id: string | number | null; readonly problem: string };

function readRow(text: string): ReadRow {
  let value: unknown;
  try {
    // Editors on Windows begin a file with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { id: null, problem: 'expected one JSON object {"id","q","kind"?}' };
  }
  const parsed = Row.safeParse(value);
  if (parsed.success) return parsed.data;
  const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(value);
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
  return { id: id.success ? id.data.id : null, problem: `expected {"id","q","kind"?}: ${issues}` };
}

function answerRow(answers: Answers, { knowledge, asOfMs }: OpenedSituation): Readonly<Record<string, unknown>> {
  const kind = kindOf(answers);
  return {
    kind,
    confidence: answers.find((answer) => answer.kind === kind)?.confidence ?? 0,
    subjects: [...new Set(answers.flatMap(entitiesIn))],
    facts: answers.flatMap(factsIn).map(({ id, text, status, citations }) => ({
      id,
      text,
      status,
      citations: citations.map(({ source, paragraph, sentence, quote }) => ({ source, paragraph, sentence, quote })),
    })),
    text: plainText(answers, knowledge, asOfMs),
  };
}

const factsIn = (answer: Answer): readonly Fact[] =>
  answer.kind === 'answered' || answer.kind === 'related' ? answer.facts : [];

/** The entities whose cards an answer shows or offers. */
function entitiesIn(answer: Answer): readonly EntityId[] {
  const offered = (choices: readonly Choice[]) =>
    choices.flatMap(({ subject }) => (subject.kind === 'entity' ? [subject.id] : []));
  switch (answer.kind) {
    case 'answered':
      return answer.profile === null ? [] : [answer.profile.id];
    case 'choose':
      return offered(answer.choices);
    case 'unknown':
      return offered(answer.nearest);
    case 'related':
    case 'about':
      return [];
  }
}
