/** `gaps`: what members asked the curators and reported as wrong, and what becomes of it. Works while Sitrep runs. */

import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { SitrepError } from '../errors.ts';
import { inspect, isSituation } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problem.ts';
import { ASKER_DAYS, INBOX_DAYS, type InboxGroup } from '../model/inbox.ts';
import type { Fact } from '../model/knowledge.ts';
import type { Store } from '../pins/store.ts';
import type { Sitrep } from '../sitrep.ts';
import { openConfiguredStoreBeside } from '../store/open-configured.ts';
import { acceptQuestion } from '../workshop/accept-question.ts';
import { type Gap, gapsOf } from '../workshop/gap-list.ts';
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
import { folderOf, openEngine } from './situation.ts';

const USAGE = `npm run -s gaps -- [NAME] [--store PATH] [--knowledge DIR] [--encoder off]
       npm run -s gaps -- [NAME] --accept ID FACT
       npm run -s gaps -- [NAME] --done ID | --ignore ID
       npm run -s gaps -- --purge [DAYS]
Lists the questions that members sent to the curators and the answers that they reported as wrong: alike ones together, most asked first,
with the nearest facts. --accept adds the question to the fact's asked_as and to questions.yml. --done: it is taken care of, such as a fact
that was corrected. --ignore deletes it. Each also applies to what is alike. --purge deletes what was sent more than DAYS days ago
(${INBOX_DAYS}, if left out), about every situation; 0 deletes everything. --store names the store; otherwise SITREP_STORE does.`;

const DAY_MS = 24 * 60 * 60_000;

export const run: Run = async (args, io) => {
  const options = {
    accept: { type: 'string' },
    done: { type: 'string' },
    ignore: { type: 'string' },
    purge: { type: 'boolean', default: false },
    store: { type: 'string' },
    encoder: { type: 'string' },
    knowledge: SITUATION_OPTIONS.knowledge,
  } as const;
  const parsed = readArgs(args, { usage: USAGE, positionals: true, options }, io);
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const { accept, done, ignore, purge } = values;
  if ([accept, done, ignore, purge || undefined].filter((given) => given !== undefined).length > 1)
    throw misuse('expected one of --accept, --done, --ignore and --purge', USAGE);
  const rest = [...positionals];
  const fact = accept === undefined ? undefined : rest.pop();
  const days = purge ? rest.pop() : undefined;
  const [name, ...more] = rest;
  if (more.length > 0 || (accept !== undefined && fact === undefined) || (purge && name !== undefined))
    throw misuse('expected a situation, and after --accept an id and a fact', USAGE);

  if (fact !== undefined && name === undefined && (await isSituation(join(knowledgeRoot(values, io), fact))))
    throw misuse(`expected a fact after "${fact} --accept ${accept}"`, USAGE);

  const { storePath } = readConfig({ SITREP_STORE: values.store ?? io.env.SITREP_STORE });
  const store = await openConfiguredStoreBeside(storePath);
  try {
    if (purge) return await purgeOlder(days ?? String(INBOX_DAYS), store, io);
    const folder = await folderOf({ ...values, situation: name }, io);
    const { knowledge, problems } = await inspect(folder);
    if (knowledge === null) throw new KnowledgeError('KNOWLEDGE_INVALID', problems);
    const engine = await openEngine(knowledge, values.encoder, io);
    try {
      const items = await store.inbox.waiting({ situation: knowledge.name });
      const groups = await engine.sitrep.groupItems(items);
      const id = accept ?? done ?? ignore;
      if (id === undefined) return await list(groups, engine.sitrep, io);
      const group = groups.find((each) => each.items.some((item) => item.id === id));
      if (group === undefined)
        throw new SitrepError(
          'USAGE',
          `nothing with the id "${id}" waits in "${knowledge.name}"; gaps lists what does`,
        );
      if (accept !== undefined && fact !== undefined) return await acceptGroup(group, { id, fact, folder, store }, io);
      const verdict = done === undefined ? ({ as: 'dropped' } as const) : ({ as: 'closed', fact: null } as const);
      const settled = await store.inbox.settle(idsOf(group), verdict);
      io.stderr.write(`${counted(settled.length)} ${done === undefined ? 'deleted' : 'closed'}\n`);
      return 0;
    } finally {
      await engine.close();
    }
  } finally {
    await store.close();
  }
};

const idsOf = ({ items }: InboxGroup): readonly string[] => items.map(({ id }) => id);
const counted = (count: number): string => `${count} ${count === 1 ? 'item' : 'items'}`;

async function purgeOlder(days: string, store: Store, io: CliIo): Promise<number> {
  if (!/^\d{1,5}$/.test(days)) throw misuse(`--purge expects a number of days, not "${days}"`, USAGE);
  const nowMs = Date.now();
  // What was sent in this very millisecond is from before the next one.
  const itemsMs = nowMs + 1 - Number(days) * DAY_MS;
  const deleted = await store.inbox.purge({ itemsMs, askersMs: Math.max(itemsMs, nowMs - ASKER_DAYS * DAY_MS) });
  io.stderr.write(`${counted(deleted)} deleted\n`);
  return 0;
}

async function acceptGroup(
  group: InboxGroup,
  {
    id,
    fact,
    folder,
    store,
  }: { readonly id: string; readonly fact: string; readonly folder: string; readonly store: Store },
  io: CliIo,
): Promise<number> {
  const item = group.items.find((each) => each.id === id) ?? group.items[0];
  if (item.kind === 'report')
    throw misuse(`"${id}" is a report, not a question; correct the fact, then close it with --done ${id}`, USAGE);
  const changed = await acceptQuestion(folder, item.text, fact);
  // The files come first: where this fails, the same command finds the question in them and closes the items.
  const settled = await store.inbox.settle(idsOf(group), { as: 'closed', fact: fact as Fact['id'] });
  for (const file of changed) io.stderr.write(`changed ${file}\n`);
  io.stderr.write(`${counted(settled.length)} closed by ${fact}\n`);
  return 0;
}

async function list(groups: readonly InboxGroup[], sitrep: Sitrep, io: CliIo): Promise<number> {
  const forPrograms = !isTerminal(io);
  for (const gap of await gapsOf(groups, sitrep)) {
    const { id, kind, alike, texts, firstMs, lastMs, named, nearest } = gap;
    if (forPrograms) {
      const times = { first: new Date(firstMs).toISOString(), last: new Date(lastMs).toISOString() };
      const ids = { id, kind, count: alike.length, ...times };
      writeJsonLine(io.stdout, { ...ids, texts, named, nearest: nearest.map((fact) => fact.id), alike });
    }
    io.stderr.write(`${describe(gap).join('\n')}\n\n`);
  }
  const total = groups.reduce((sum, { items }) => sum + items.length, 0);
  io.stderr.write(
    `${sitrep.knowledge.name}: ${counted(total)} in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}\n`,
  );
  return 0;
}

function describe({ id, kind, alike, texts: [text = '', ...others], firstMs, named, nearest }: Gap): readonly string[] {
  const times = alike.length === 1 ? '' : `${alike.length} times, `;
  return [
    `${id} ${kind === 'report' ? 'not right: ' : ''}${text === '' ? '(no words)' : JSON.stringify(text)} (${times}first on ${new Date(firstMs).toISOString().slice(0, 10)})`,
    ...others.map((other) => `    also ${JSON.stringify(other)}`),
    ...(named === null ? [] : [`    a moderator named ${named}`]),
    ...nearest.map((fact) => `    ${kind === 'report' ? 'about' : 'near'} ${fact.id}: ${fact.text}`),
  ];
}
