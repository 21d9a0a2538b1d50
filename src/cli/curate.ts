/** `curate`: a page on this machine where a situation's facts are read beside their sources, checked while typing, and asked. */

import { once } from 'node:events';
import pino from 'pino';
import { weightsFor } from '../ask/weights.ts';
import { readConfig } from '../config.ts';
import { openEncoder } from '../encoder/encoder.ts';
import { encoderSetting, vectorsFolder } from '../encoder/settings.ts';
import { openVectorCache } from '../encoder/vector-cache.ts';
import { SitrepError } from '../errors.ts';
import { readTexts, textsInFolders } from '../knowledge/check.ts';
import { inspect } from '../knowledge/load.ts';
import type { Inbox } from '../model/inbox.ts';
import type { FactId } from '../model/knowledge.ts';
import { createSitrep, type Sitrep, type SitrepOptions } from '../sitrep.ts';
import { openConfiguredStoreBeside } from '../store/open-configured.ts';
import { plainText } from '../views/present.ts';
import { acceptQuestion } from '../workshop/accept-question.ts';
import { Desk } from '../workshop/curate/desk.ts';
import { type Asked, type Gaps, startCurate } from '../workshop/curate/server.ts';
import { gapsOf } from '../workshop/gap-list.ts';
import { namesSource, readSourceTextOption } from './check.ts';
import { type CliIo, misuse, type Run, readArgs } from './io.ts';
import { folderOf } from './situation.ts';

const DEFAULT_PORT = 3220;
const USAGE = `npm run -s curate [-- NAME] [--source-text SOURCE=PATH | --source-text DIR]… [--port N] [--store PATH] [--knowledge DIR] [--encoder off]
Opens a page for curators at http://127.0.0.1:${DEFAULT_PORT}/. --source-text shows the sources' texts beside the facts, and proves the quotes.
--store names the store with the questions and reports of members; otherwise SITREP_STORE does.`;

export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        'source-text': { type: 'string', multiple: true, default: [] },
        port: { type: 'string' },
        knowledge: { type: 'string' },
        store: { type: 'string' },
        encoder: { type: 'string' },
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (more.length > 0) throw misuse('expected one situation', USAGE);
  const { port = String(DEFAULT_PORT) } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw misuse(`--port expects a number from 0 to 65535, not "${port}"`, USAGE);
  const folder = await folderOf({ ...values, situation: name }, io);
  const texts = await openSourceTexts(folder, values['source-text']);
  const member = openMember(folder, values.encoder, io);
  const server = await startCurate({
    desk: new Desk(folder, texts),
    ask: member.ask,
    gaps: openGaps(folder, member, values.store ?? io.env.SITREP_STORE),
    port: Number(port),
    log: (line) => io.stderr.write(`${line}\n`),
  });
  try {
    io.stdout.write(`${server.url}\n`);
    io.stderr.write(`Open this address in a browser on this machine. Ctrl-C ends the page.\n`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await server.close();
    await member.close();
  }
  return 0;
};

/** The texts are read again for each look, because a curator may correct one while the page is open. */
async function openSourceTexts(folder: string, options: readonly string[]) {
  const named = options.filter(namesSource).map(readSourceTextOption);
  const folders = options.filter((option) => !namesSource(option));
  const inspection = await inspect(folder);
  const stranger = named.find(({ source }) => inspection.sources?.has(source) === false);
  if (stranger !== undefined) {
    const known = [...(inspection.sources?.keys() ?? [])].join(', ');
    throw new SitrepError('USAGE', `the situation has no source "${stranger.source}" (sources: ${known})`);
  }
  const read = async () => new Map([...(await textsInFolders(folders, inspection)), ...(await readTexts(named))]);
  // Tells at the start what cannot be read.
  await read();
  return read;
}

/** Asks the facts as they are on disk; where these cannot be served, the last ones that could be. */
function openMember(folder: string, setting: string | undefined, { env }: CliIo) {
  const model = encoderSetting(setting ?? env.SITREP_ENCODER);
  const log = pino({ level: 'warn' }, pino.destination(2));
  const encoder = model === undefined ? undefined : openEncoder({ folder: model, log });
  let served: { readonly sitrep: Sitrep; readonly atMs: number } | undefined;
  const optionsFor = (situation: string): SitrepOptions => {
    if (encoder === undefined || model === undefined) return {};
    const vectors = openVectorCache({
      encoder,
      folder: vectorsFolder(env.SITREP_STORE, env.SITREP_CACHE),
      situation,
      log,
    });
    return { weights: weightsFor(model), vectors, log, patienceMs: Number.POSITIVE_INFINITY };
  };
  const current = async () => {
    const { knowledge, problems, situation } = await inspect(folder);
    if (knowledge !== null && knowledge.version !== served?.sitrep.knowledge.version) {
      served = { sitrep: createSitrep(knowledge, optionsFor(situation)), atMs: Date.now() };
      await served.sitrep.ready();
    }
    if (served === undefined) {
      const count = problems.length === 1 ? 'the problem' : `the ${problems.length} problems`;
      throw new SitrepError('KNOWLEDGE_INVALID', `The facts can be asked once ${count} in the files are corrected.`);
    }
    return { ...served, problems: problems.length };
  };
  return {
    current,
    async ask(question: string): Promise<Asked> {
      const { sitrep, atMs, problems } = await current();
      const answers = await sitrep.ask(question);
      const reasons = answers.flatMap(({ evidence }) => evidence);
      return { text: plainText(answers, sitrep.knowledge, atMs), reasons, problems };
    },
    close: async () => encoder?.stop(),
  };
}

/** The store is opened for each look alone, so that a page that stays open for days keeps nothing of it. */
function openGaps(folder: string, member: ReturnType<typeof openMember>, setting: string | undefined): Gaps {
  const { storePath } = readConfig({ SITREP_STORE: setting });
  const withInbox = async <T>(work: (inbox: Inbox) => Promise<T>): Promise<T> => {
    const store = await openConfiguredStoreBeside(storePath);
    try {
      return await work(store.inbox);
    } finally {
      await store.close();
    }
  };
  return {
    list: () =>
      withInbox(async (inbox) => {
        const { sitrep } = await member.current();
        const groups = await sitrep.groupItems(await inbox.waiting({ situation: sitrep.knowledge.name }));
        const gaps = await gapsOf(groups, sitrep);
        return gaps.map(({ lastMs: _, nearest, ...gap }) => ({ ...gap, nearest: nearest.map(({ id }) => id) }));
      }),
    settle: (ids, verdict) =>
      withInbox(async (inbox) => {
        // The files come first: where this fails, the items still wait.
        if (verdict.as === 'accepted') await acceptQuestion(folder, verdict.question, verdict.fact);
        const fact = verdict.as === 'accepted' ? (verdict.fact as FactId) : null;
        await inbox.settle(ids, verdict.as === 'ignored' ? { as: 'dropped' } : { as: 'closed', fact });
      }),
  };
}
