import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadAside } from '../../src/knowledge/load-aside.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';
import { generateSituation } from './generated.ts';
import { writeSituation } from './situation-files.ts';

/** Loads the files of a made-up situation in a thread, as the bot does after an edit. */
export async function measureLoading(size: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-bench-'));
  try {
    writeSituation(folder, generateSituation(size));
    const started = performance.now();
    const loaded = await loadAside(folder, new AbortController().signal);
    const seconds = (performance.now() - started) / 1000;
    if (!loaded.ok) throw new Error(loaded.problems.slice(0, 3).map(formatProblem).join('\n'));
    return `${size.toLocaleString('en').padStart(12)} facts ${seconds.toFixed(2).padStart(12)}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}
