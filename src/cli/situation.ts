import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseSituation } from '../knowledge/choose-situation.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import type { CliIo } from './io.ts';

/** The situation that a command line names, and when its files were last written: since then these facts can be served. */
export interface OpenedSituation {
  readonly knowledge: KnowledgeBase;
  readonly asOfMs: number;
}

export async function openSituation(
  { knowledge, situation }: { readonly knowledge?: string | undefined; readonly situation?: string | undefined },
  { env }: CliIo,
): Promise<OpenedSituation> {
  const dir = await chooseSituation(
    knowledge ?? (env.SITREP_KNOWLEDGE || 'knowledge'),
    situation ?? (env.SITREP_SITUATION || undefined),
  );
  const loaded = await loadKnowledge(dir);
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yml'));
  const written = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mtimeMs));
  return { knowledge: loaded, asOfMs: Math.max(0, ...written) };
}
