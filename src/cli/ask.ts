import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Answer } from '../answer/answer.ts';
import { plainText } from '../discord/plain-text.ts';
import { SitrepError } from '../errors.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { createSitrep, type Sitrep } from '../sitrep.ts';
import { type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = 'ask [--situation NAME] [--knowledge DIR] ("question" | --jsonl < questions.jsonl)';
const KNOWLEDGE_ROOT = 'knowledge';
const DEFAULT_SITUATION = 'us-iran-strikes';

const Row = z.object({
  id: z.union([z.string(), z.number()]).nullable().default(null),
  q: z.string(),
  kind: z.enum(['ask', 'who', 'when', 'facts']).default('ask'),
});

/** `ask`: one question as plain text, or many as JSON lines, answered by the same engine as in Discord. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(
    args,
    {
      jsonl: { type: 'boolean', default: false },
      situation: { type: 'string' },
      knowledge: { type: 'string' },
    },
    USAGE,
    true,
  );
  if (values.jsonl ? positionals.length > 0 : positionals.length === 0) {
    const problem = values.jsonl ? '--jsonl reads questions from standard input' : 'expected a question';
    throw new SitrepError('USAGE', `${problem}\nUsage: ${USAGE}`);
  }
  const knowledge = await loadKnowledge(situationFolder(values.knowledge, values.situation));
  const sitrep = createSitrep(knowledge);
  if (!values.jsonl) {
    io.stdout.write(`${plainText(sitrep.ask(positionals.join(' ')), knowledge)}\n`);
    return 0;
  }
  let failures = 0;
  let line = 0;
  for await (const text of createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const row = readRow(text);
    if ('problem' in row) {
      failures += 1;
      writeJsonLine(io.stdout, { id: row.id, error: `line ${line}: ${row.problem}` });
      continue;
    }
    writeJsonLine(io.stdout, { id: row.id, ...answerRow(sitrep[row.kind](row.q), sitrep) });
  }
  return failures > 0 ? 1 : 0;
};

/** A folder of one situation, or a root that holds several; without any option the bundled situation. */
export function situationFolder(knowledge: string | undefined, situation: string | undefined): string {
  const root = knowledge ?? KNOWLEDGE_ROOT;
  if (situation !== undefined) return join(root, situation);
  if (existsSync(join(root, 'situation.yml'))) return root;
  if (existsSync(join(root, DEFAULT_SITUATION, 'situation.yml'))) return join(root, DEFAULT_SITUATION);
  const only =
    existsSync(root) && statSync(root).isDirectory()
      ? readdirSync(root).filter((name) => existsSync(join(root, name, 'situation.yml')))
      : [];
  return only.length === 1 && only[0] !== undefined ? join(root, only[0]) : root;
}

type ReadRow = z.infer<typeof Row> | { readonly id: string | number | null; readonly problem: string };

function readRow(text: string): ReadRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: null, problem: 'expected one JSON object {"id","q","kind"?}' };
  }
  const parsed = Row.safeParse(value);
  if (parsed.success) return parsed.data;
  const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(value);
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
  return { id: id.success ? id.data.id : null, problem: `expected {"id","q","kind"?}: ${issues}` };
}

function answerRow(answer: Answer, { knowledge }: Sitrep): Readonly<Record<string, unknown>> {
  const facts = answer.kind === 'answered' || answer.kind === 'related' ? answer.facts : [];
  return {
    kind: answer.kind,
    facts: facts.map(({ id, text, status, citations }) => ({
      id,
      text,
      status,
      citations: citations.map(({ source, paragraph, sentence, quote }) => ({ source, paragraph, sentence, quote })),
    })),
    text: plainText(answer, knowledge),
  };
}
