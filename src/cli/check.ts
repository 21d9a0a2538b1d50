/**
 * `check`: validates all knowledge. Findings and one summary per situation go to stdout for programs, and as sentences to stderr
 * for people.
 */

import { checkKnowledge } from '../knowledge/check.ts';
import type { Inspection } from '../knowledge/load.ts';
import { formatProblem, type Problem } from '../knowledge/problem.ts';
import { findByAsking } from '../workshop/ask-findings.ts';
import { findLost } from '../workshop/lost-facts.ts';
import {
  type CliIo,
  isTerminal,
  knowledgeRoot,
  misuse,
  type Run,
  readArgs,
  SITUATION_OPTIONS,
  writeJsonLine,
} from './io.ts';
import { openEngine } from './situation.ts';

const USAGE = `npm run -s check -- [--knowledge DIR] [--situation NAME] [--source-text SOURCE=PATH | --source-text DIR]… [--ask] [--against GITREF] [--format json|github] [--strict]
--against GITREF also tells which facts of that commit, branch or tag are neither here nor in retired.yml.
--ask also asks every question of questions.yml and every line of asked_as, and tells which are not answered as expected.
--strict ends with exit code 1 for warnings and for what --ask finds, too.`;

/**
 * A problem stops the situation from being served; a warning is probably a slip; `ask`: a question is not answered as expected; a
 * draft is not served yet.
 */
const LEVELS = ['problem', 'warning', 'ask', 'draft'] as const;
type Level = (typeof LEVELS)[number];

interface Checked extends Inspection {
  /** What asking found; null where nothing was asked. */
  readonly asked: readonly Problem[] | null;
}

export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      options: {
        ...SITUATION_OPTIONS,
        'source-text': { type: 'string', multiple: true, default: [] },
        format: { type: 'string' },
        against: { type: 'string' },
        ask: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values } = parsed;
  const { format } = values;
  if (format !== undefined && format !== 'json' && format !== 'github') {
    throw misuse(`--format expects json or github, not "${format}"`, USAGE);
  }
  const texts = values['source-text'];
  const inspections = await checkKnowledge({
    root: knowledgeRoot(values, io),
    situation: values.situation,
    sourceTexts: texts.filter(namesSource).map(readSourceTextOption),
    textFolders: texts.filter((option) => !namesSource(option)),
  });

  // A terminal shows both streams, so only the lines for people are written there, unless the caller asks for the others.
  const write = format === 'github' ? writeGithub : format === 'json' || !isTerminal(io) ? writeJson : null;
  let isClean = true;
  for (const inspection of inspections) {
    const lost = values.against === undefined ? [] : await findLost(inspection, values.against);
    const asked = values.ask ? await askEverything(inspection, io) : null;
    const checked = { ...inspection, warnings: [...inspection.warnings, ...lost], asked };
    write?.(checked, io);
    writeForPeople(checked, values.ask, io);
    const slips = checked.warnings.length + (checked.asked?.length ?? 0);
    if (checked.problems.length > 0 || (values.strict && slips > 0)) isClean = false;
  }
  return isClean ? 0 : 1;
};

/** @returns null for a situation with problems, which nobody can ask */
async function askEverything({ knowledge, dossier }: Inspection, io: CliIo): Promise<readonly Problem[] | null> {
  if (knowledge === null) return null;
  const engine = await openEngine(knowledge, undefined, io);
  try {
    return await findByAsking(dossier, { sitrep: engine.sitrep, withoutLines: await engine.withoutLines() });
  } finally {
    await engine.close();
  }
}

function findings({ problems, warnings, asked, drafts }: Checked): readonly (Problem & { readonly level: Level })[] {
  const byLevel = { problem: problems, warning: warnings, ask: asked ?? [], draft: drafts };
  return LEVELS.flatMap((level) => byLevel[level].map((problem) => ({ ...problem, level })));
}

function writeJson(inspection: Checked, io: CliIo): void {
  const { situation, problems, warnings, asked, drafts, counts } = inspection;
  for (const { file, line, id, message, remedy, level } of findings(inspection)) {
    writeJsonLine(io.stdout, { situation, file, line, id, message, remedy, level });
  }
  const { facts, entities, sources, citations, questions, verified } = counts;
  const held = { facts, entities, sources, citations, questions };
  const found = { problems: problems.length, verified, warnings: warnings.length, drafts: drafts.length };
  writeJsonLine(io.stdout, { situation, ...held, ...found, ...(asked !== null && { asked: asked.length }) });
}

const GITHUB_COMMANDS = {
  problem: 'error',
  warning: 'warning',
  ask: 'warning',
  draft: 'notice',
} as const satisfies Record<Level, string>;

/** Workflow commands of GitHub Actions, which show each finding beside its line. */
function writeGithub(inspection: Checked, io: CliIo): void {
  const escapeData = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  for (const { file, line, id, message, remedy, level } of findings(inspection)) {
    const place = `file=${escapeProperty(file)}${line === null ? '' : `,line=${line}`}`;
    const text = `${id === null ? '' : `${id}: `}${message}; ${remedy}`;
    io.stdout.write(`::${GITHUB_COMMANDS[level]} ${place}::${escapeData(text)}\n`);
  }
}

const PREFIXES = { problem: '', warning: 'warning: ', ask: 'asked: ', draft: '' } as const satisfies Record<
  Level,
  string
>;

function writeForPeople(inspection: Checked, wasAsked: boolean, io: CliIo): void {
  const { situation, problems, warnings, asked, drafts, counts, texts } = inspection;
  for (const finding of findings(inspection)) {
    io.stderr.write(`${PREFIXES[finding.level]}${formatProblem(finding)}\n`);
  }
  const { facts, entities, citations, questions, verified } = counts;
  const proven = texts.size === 0 ? 'quotes not compared: no text of its sources given' : `${verified} proven`;
  const cited = citations === 0 ? 'no citation' : `${citations} citations (${proven})`;
  const held = `${facts} facts, ${entities} entities, ${cited}, ${questions} questions`;
  const outcome = [
    problems.length === 0 ? 'no problem' : counted(problems.length, 'problem'),
    ...(warnings.length === 0 ? [] : [counted(warnings.length, 'warning')]),
    ...(asked === null ? [] : [`${counted(asked.length, 'finding')} by asking`]),
    ...(drafts.length === 0 ? [] : [counted(drafts.length, 'draft')]),
    ...(wasAsked && asked === null ? ['no question was asked, because of the problems'] : []),
  ];
  io.stderr.write(`${situation}: ${held}: ${outcome.join(', ')}\n`);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `article=../texts/article.txt` names a source, `../texts` a folder. */
export const namesSource = (option: string): boolean => option.includes('=') || option === '';

/** A path may contain more "=" signs. */
export function readSourceTextOption(option: string): { readonly source: string; readonly path: string } {
  const at = option.indexOf('=');
  if (at <= 0 || at === option.length - 1) {
    throw misuse(`--source-text expects SOURCE=PATH, not "${option}"`, USAGE);
  }
  return { source: option.slice(0, at), path: option.slice(at + 1) };
}
