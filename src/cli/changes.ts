/** `changes`: which facts changed between two versions that the store or git knows, with their old and new texts. */

import { readConfig } from '../config.ts';
import { changeLines, changesBetween, countsOf, type ToldFact } from '../knowledge/changes.ts';
import { type Inspection, inspect } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import type { Store } from '../pins/store.ts';
import { openConfiguredStoreBeside } from '../store/open-configured.ts';
import { inspectAt } from '../workshop/git-version.ts';
import { type CliIo, isTerminal, misuse, type Run, readArgs, SITUATION_OPTIONS, writeJsonLine } from './io.ts';
import { folderOf } from './situation.ts';

const USAGE = `npm run -s changes -- [NAME] [--since DATE|VERSION] [--until DATE|VERSION] [--store PATH]
       npm run -s changes -- [NAME] --against GITREF | --against GITREF..GITREF
Tells which facts changed, with old and new text. --since and --until name what Sitrep served: a day ("2024-02-05", its beginning in UTC), a
time ("2024-02-05T14:00Z"), or a version as the log names it. --against names a commit, branch or tag. Without --until, or one ref alone:
up to the files as they are. Without both: since the version before the newest that Sitrep served.`;

/** How many versions are searched for the one that the caller names. */
const VERSIONS_MAX = 100_000;

/** Facts, and the name of their version in the output. */
interface Version {
  readonly name: string;
  readonly facts: readonly ToldFact[];
}

export const run: Run = async (args, io) => {
  const options = {
    since: { type: 'string' },
    until: { type: 'string' },
    against: { type: 'string' },
    store: { type: 'string' },
    knowledge: SITUATION_OPTIONS.knowledge,
  } as const;
  const parsed = readArgs(args, { usage: USAGE, positionals: true, options }, io);
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (more.length > 0) throw misuse('expected one situation', USAGE);
  if (values.against !== undefined && (values.since ?? values.until) !== undefined)
    throw misuse('--against names versions of git, --since and --until what was served; give one or the other', USAGE);
  const folder = await folderOf({ ...values, situation: name }, io);
  const onDisk = await inspect(folder);

  const [before, after] =
    values.against === undefined
      ? await servedVersions(onDisk, values, io)
      : await versionsInGit(folder, values.against, onDisk);
  const changes = changesBetween(before.facts, after.facts);
  if (!isTerminal(io))
    for (const change of changes) writeJsonLine(io.stdout, { situation: onDisk.situation, ...change });
  for (const change of changes) io.stderr.write(`${changeLines(change).join('\n')}\n`);
  io.stderr.write(`${onDisk.situation}: ${countsOf(changes)} (${before.name} → ${after.name})\n`);
  return 0;
};

async function versionsInGit(folder: string, refs: string, onDisk: Inspection): Promise<readonly [Version, Version]> {
  const [from = '', to] = refs.split('..');
  const at = async (ref: string): Promise<Version> => {
    const inspection = await inspectAt(folder, ref);
    return { name: ref, facts: inspection === null ? [] : factsIn(inspection) };
  };
  return [await at(from), to === undefined ? filesNow(onDisk) : await at(to)];
}

const filesNow = (onDisk: Inspection): Version => {
  if (onDisk.knowledge === null) throw new KnowledgeError('KNOWLEDGE_INVALID', onDisk.problems);
  return { name: `files, version ${onDisk.knowledge.version}`, facts: onDisk.knowledge.facts };
};

/** The facts of a version, even if it has problems, because a comparison should still show them. */
const factsIn = ({ knowledge, dossier }: Inspection): readonly ToldFact[] =>
  knowledge?.facts ??
  (dossier.facts ?? []).map(({ id, value }) => {
    return { id: id ?? '', text: value.text ?? '', status: value.status ?? 'reported' };
  });

/** The facts that Sitrep served at two moments, from the store's record. */
async function servedVersions(
  onDisk: Inspection,
  { since, until, store: path }: { readonly since?: string; readonly until?: string; readonly store?: string },
  io: CliIo,
): Promise<readonly [Version, Version]> {
  const { storePath } = readConfig({ SITREP_STORE: path ?? io.env.SITREP_STORE });
  const store = await openConfiguredStoreBeside(storePath);
  try {
    const versions = await store.factVersions(onDisk.situation, VERSIONS_MAX);
    const at = (wanted: string): Promise<Version> =>
      versionServed(wanted, { store, versions, situation: onDisk.situation });
    if (versions.length === 0)
      throw misuse(
        `the store ${storePath} knows no version of "${onDisk.situation}"; compare with --against GITREF`,
        USAGE,
      );
    const [newest, previous] = versions;
    const isNewest = onDisk.knowledge?.version === newest?.version;
    const usual = (isNewest ? previous : newest)?.version ?? newest?.version ?? '';
    return [await at(since ?? usual), until === undefined ? filesNow(onDisk) : await at(until)];
  } finally {
    await store.close();
  }
}

interface Served {
  readonly store: Store;
  readonly versions: Awaited<ReturnType<Store['factVersions']>>;
  readonly situation: string;
}

async function versionServed(wanted: string, { store, versions, situation }: Served): Promise<Version> {
  const isVersion = /^[0-9a-f]{6,12}$/.test(wanted) && !/^\d{4}-/.test(wanted);
  const named = isVersion ? versions.find(({ version }) => version.startsWith(wanted)) : undefined;
  const atMs =
    named?.sinceMs ?? (/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(wanted) ? Date.parse(wanted) : Number.NaN);
  if (Number.isNaN(atMs)) {
    const known = versions
      .slice(0, 5)
      .map(({ version, sinceMs }) => `${version} since ${new Date(sinceMs).toISOString()}`);
    throw misuse(`expected a day or a version that was served, not "${wanted}" (newest: ${known.join(', ')})`, USAGE);
  }
  const label = named === undefined ? `served at ${new Date(atMs).toISOString()}` : `version ${named.version}`;
  return { name: label, facts: await store.factsAt(situation, atMs) };
}
