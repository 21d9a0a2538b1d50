import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, KnowledgeBase } from '../../src/model/knowledge.ts';

/** Writes a generated situation as a curator's files, without what the rules would not accept of generated sentences. */
export function writeSituation(folder: string, knowledge: KnowledgeBase): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'situation.yml'), JSON.stringify(situationFile(knowledge)));
  writeFileSync(join(folder, 'entities.yml'), JSON.stringify(entitiesFile(knowledge)));
  writeFileSync(join(folder, 'facts.yml'), factsFile(knowledge.facts));
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
    .map(({ id, text, label, topic, importance, actors, about, time, askedAs }) => {
      const written = {
        id,
        text,
        label,
        topic,
        importance,
        actors,
        about,
        time: time && { ...time, edtf: null },
        asked_as: askedAs,
        cites,
      };
      const lines = Object.entries(written).filter(([, value]) => value !== null);
      return lines.map(([key, value], at) => `${at === 0 ? '- ' : '  '}${key}: ${JSON.stringify(value)}\n`).join('');
    })
    .join('');
}
