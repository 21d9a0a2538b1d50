import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { weightsFor } from '../ask/weights.ts';
import { openEncoder } from '../encoder/encoder.ts';
import { encoderSetting, vectorsFolder } from '../encoder/settings.ts';
import { openVectorCache, type VectorCache } from '../encoder/vector-cache.ts';
import { chooseSituation } from '../knowledge/choose-situation.ts';
import { freezeKnowledge } from '../knowledge/frozen.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { createSitrep, type Sitrep } from '../sitrep.ts';
import { type CliIo, knowledgeRoot } from './io.ts';

/** The situation that a command line names, and when its files were last written: these facts count as served from that time. */
export interface OpenedSituation {
  readonly knowledge: KnowledgeBase;
  readonly asOfMs: number;
}

interface Named {
  readonly knowledge?: string | undefined;
  readonly situation?: string | undefined;
}

/** The folder of the situation that a command line names; otherwise the settings do. */
export const folderOf = (named: Named, io: CliIo): Promise<string> =>
  chooseSituation(knowledgeRoot(named, io), named.situation ?? (io.env.SITREP_SITUATION || undefined));

export async function openSituation(named: Named, io: CliIo): Promise<OpenedSituation> {
  const dir = await folderOf(named, io);
  const loaded = await loadKnowledge(dir);
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yml'));
  const written = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mtimeMs));
  return { knowledge: loaded, asOfMs: Math.max(0, ...written) };
}

/** A situation's engine, ready for a command. */
export interface OpenedEngine {
  readonly sitrep: Sitrep;
  /** An engine that answers as if no fact had an `asked_as`. */
  withoutLines(): Promise<Sitrep>;
  /** Ends the encoder; until then the encoder keeps the process alive. */
  close(): Promise<void>;
}

/**
 * A situation's engine for a command. It waits for all vectors, so that the output is the same every time.
 *
 * @param setting - like SITREP_ENCODER, which it overrides
 */
export async function openEngine(
  knowledge: KnowledgeBase,
  setting: string | undefined,
  { env }: CliIo,
): Promise<OpenedEngine> {
  const folder = encoderSetting(setting ?? env.SITREP_ENCODER);
  const bare = () =>
    freezeKnowledge({ ...knowledge, facts: knowledge.facts.map((fact) => ({ ...fact, askedAs: [] })) });
  if (folder === undefined) {
    return { sitrep: createSitrep(knowledge), withoutLines: async () => createSitrep(bare()), close: async () => {} };
  }
  const log = pino({ level: 'warn' }, pino.destination(2));
  const encoder = openEncoder({ folder, log });
  const cache = openVectorCache({
    encoder,
    folder: vectorsFolder(env.SITREP_STORE, env.SITREP_CACHE),
    situation: knowledge.name,
    log,
  });
  let held: ReturnType<typeof cache.encodeFacts> | undefined;
  const vectors: VectorCache = {
    // The engine without lines needs a part of what the first one has encoded.
    encodeFacts: (all) => (held ??= cache.encodeFacts(all)),
    encodeQuestion: (text) => cache.encodeQuestion(text),
  };
  const open = async (served: KnowledgeBase): Promise<Sitrep> => {
    const options = { weights: weightsFor(folder), vectors, log, patienceMs: Number.POSITIVE_INFINITY };
    const sitrep = createSitrep(served, options);
    await sitrep.ready();
    return sitrep;
  };
  return { sitrep: await open(knowledge), withoutLines: () => open(bare()), close: () => encoder.stop() };
}
