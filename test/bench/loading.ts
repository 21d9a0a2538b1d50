import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadAside } from '../../src/knowledge/load-aside.ts';
import { formatProblem } from '../../src/knowledge/problem.ts';
import type { Fact, KnowledgeBase } from '../../src/model/knowledge.ts';
import { generateSituation } from './generated.ts';

/** Loads the files of a made-up situation in a thread, as the bot does after an edit. */
export async function measureLoading(size: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-bench-'));
  try {
    const knowledge = generateSituation(size);
    await writeFile(join(folder, 'situation.yml'), JSON.stringify(situationFile(knowledge)));
    await writeFile(join(folder, 'entities.yml'), JSON.stringify(entitiesFile(knowledge)));
    await writeFile(join(folder, 'facts.yml'), factsFile(knowledge.facts));
    const started = performance.now();
    const loaded = await loadAside(folder, new AbortController().signal);
    const seconds = (performance.now() - started) / 1000;
    if (!loaded.ok) throw new Error(loaded.problems.slice(0, 3).map(formatProblem).join('\n'));
    return `${size.toLocaleString('en').padStart(12)} facts ${seconds.toFixed(2).padStart(12)}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function situationFile({ topics }: KnowledgeBase): unknown {
  const unknown = { headline: null, publisher: null, author: null, published: null, url: null, archive_url: null };
  const source = { id: 'article', label: 'Made-up report', ...unknown, language: 'en', rights: 'quote-only' };
  const sources = [{ ...source, sha256: null, paragraphs: 9, accessed: null, note: null }];
  return { title: 'A made-up situation', scope: 'Made up for a measurement.', language: 'en', sources, topics };
}

function entitiesFile({ entities }: KnowledgeBase): unknown {
  const each = [...entities.values()];
  return { entities: each.map(({ id, kind, importance, name }) => ({ id, kind, importance, name })) };
}

/** Each key on a line of its own, its value as JSON, which is YAML. */
function factsFile(facts: readonly Fact[]): string {
  const cites = [{ source: 'article', paragraph: 1, sentence: 1, quote: 'made up' }];
  return facts
    .map(({ id, text, label, topic, importance, actors, about, time }) => {
      const written = {
        id,
        text,
        label,
        topic,
        importance,
        actors,
        about,
        time: time && { ...time, edtf: null },
        cites,
      };
      const lines = Object.entries(written).filter(([, value]) => value !== null);
      return lines.map(([key, value], at) => `${at === 0 ? '- ' : '  '}${key}: ${JSON.stringify(value)}\n`).join('');
    })
    .join('');
}
