/** `check`: validates all knowledge. Problems and one summary per situation as JSON lines; the same for people on stderr. */

import { SitrepError } from '../errors.ts';
import { checkKnowledge } from '../knowledge/check.ts';
import { formatProblem } from '../knowledge/problem.ts';
import { type Run, readArgs, writeJsonLine } from './io.ts';

const USAGE = 'npm run -s check -- [--knowledge DIR] [--situation NAME] [--source-text SOURCE=PATH]…';

export const run: Run = async (args, io) => {
  const { values } = readArgs(
    args,
    {
      knowledge: { type: 'string' },
      situation: { type: 'string' },
      'source-text': { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  );
  if (values.help === true) {
    io.stderr.write(`Usage: ${USAGE}\n`);
    return 0;
  }
  const inspections = await checkKnowledge({
    root: values.knowledge ?? (io.env.SITREP_KNOWLEDGE || 'knowledge'),
    situation: values.situation,
    sourceTexts: values['source-text'].map(readSourceTextOption),
  });

  // On a terminal both streams meet; there the lines for people are enough.
  const forPrograms = !('isTTY' in io.stdout && io.stdout.isTTY === true);
  let problemCount = 0;
  for (const { situation, problems, counts } of inspections) {
    for (const problem of problems) {
      const { file, line, id, message, remedy } = problem;
      if (forPrograms) writeJsonLine(io.stdout, { situation, file, line, id, message, remedy });
      io.stderr.write(`${formatProblem(problem)}\n`);
    }
    const { facts, entities, sources, citations, questions, verified } = counts;
    const summary = { situation, facts, entities, sources, citations, questions, problems: problems.length, verified };
    if (forPrograms) writeJsonLine(io.stdout, summary);
    const proven = verified === 0 ? 'quotes not compared: no text given' : `${verified} proven`;
    const held = `${facts} facts, ${entities} entities, ${citations} citations (${proven}), ${questions} questions`;
    const outcome =
      problems.length === 0 ? 'no problem' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
    io.stderr.write(`${situation}: ${held}: ${outcome}\n`);
    problemCount += problems.length;
  }
  return problemCount === 0 ? 0 : 1;
};

/** `article=../texts/article.txt`; a path may hold further "=". */
function readSourceTextOption(option: string): { readonly source: string; readonly path: string } {
  const at = option.indexOf('=');
  if (at <= 0 || at === option.length - 1) {
    throw new SitrepError('USAGE', `--source-text expects SOURCE=PATH, not "${option}"\nUsage: ${USAGE}`);
  }
  return { source: option.slice(0, at), path: option.slice(at + 1) };
}
