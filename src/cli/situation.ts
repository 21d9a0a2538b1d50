import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { weightsFor } from '../ask/weights.ts';
import { DEFAULT_STORE } from '../config.ts';
import { openEncoder } from '../encoder/encoder.ts';
import { encoderSetting, vectorsFolder } from '../encoder/settings.ts';
import { openVectorCache } from '../encoder/vector-cache.ts';
import { chooseSituation } from '../knowledge/choose-situation.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { createSitrep, type Sitrep } from '../sitrep.ts';
import { type CliIo, knowledgeRoot } from './io.ts';

/** The situation that a command line names, and when its files were last written: these facts count as served from that time. */
export interface OpenedSituation {
  readonly knowledge: KnowledgeBase;
  readonly asOfMs: number;
}

export async function openSituation(
  named: { readonly knowledge?: string | undefined; readonly situation?: string | undefined },
  io: CliIo,
): Promise<OpenedSituation> {
  const dir = await chooseSituation(
    knowledgeRoot(named, io),
    named.situation ?? (io.env.SITREP_SITUATION || undefined),
  );
  const loaded = await loadKnowledge(dir);
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yml'));
  const written = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mtimeMs));
  return { knowledge: loaded, asOfMs: Math.max(0, ...written) };
}

/**
 * A situation's engine for a command. It waits for all vectors, so that the output is the same every time.
 *
 * @param setting - like SITREP_ENCODER, which it overrides
 * @returns `close` ends the encoder; until then the encoder keeps the process alive
 */
export async function openEngine(
  knowledge: KnowledgeBase,
  setting: string | undefined,
  { env }: CliIo,
): Promise<{ readonly sitrep: Sitrep; readonly close: () => Promise<void> }> {
  const folder = encoderSetting(setting ?? env.SITREP_ENCODER);
  if (folder === undefined) return { sitrep: createSitrep(knowledge), close: async () => {} };
  const log = pino({ level: 'warn' }, pino.destination(2));
  const encoder = openEncoder({ folder, log });
  const vectors = openVectorCache({
    encoder,
    folder: vectorsFolder(env.SITREP_STORE || DEFAULT_STORE),
    situation: knowledge.name,
    log,
  });
  const sitrep = createSitrep(knowledge, {
    weights: weightsFor(folder),
    vectors,
    log,
    patienceMs: Number.POSITIVE_INFINITY,
  });
  await sitrep.ready();
  return { sitrep, close: () => encoder.stop() };
}
