/** A situation on disk with drafts and comments, and the curators' page over it in a process of its own. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { InboxItem } from '../../src/model/inbox.ts';
import { openStore } from '../../src/store/open.ts';
import { BULLETIN, SOUND, writeFolder } from '../knowledge/river-flood.ts';
import { type Running, startSitrep } from '../process/running.ts';

export const FACTS = `# yaml-language-server: $schema=../schema/facts.schema.json
# What is known. Ask the desk before changing a label.

${SOUND['facts.yml'].replace('  label: Closing of the bridges\n', '  label: "Closing of the bridges"   # agreed with the desk\n')}
# ¶2 sentence 1: Repairs in the U.S. style take weeks.
- id: bulletin-p2-s1
  draft: true
  text:
  label:
  topic: repairs
  importance: 3
  time: {text: weeks}
  cites: [{source: bulletin, paragraph: 2, sentence: 1, quote: Repairs in the U.S. style take weeks}]
`;

export interface Stage extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  readonly running: Running;
  /** What still waits for the curators. */
  waiting(): Promise<readonly string[]>;
  path(file: string): string;
}

const ROOT = resolve(import.meta.dirname, '../..');

interface StageOptions {
  /** Whether the source's text is at hand. */
  readonly text?: boolean;
  readonly facts?: string;
  /** What members sent. The store is held open, as a running Sitrep does. */
  readonly sent?: readonly (Pick<InboxItem, 'text'> & Partial<InboxItem>)[];
}

export async function openStage({ text = true, facts = FACTS, sent = [] }: StageOptions = {}): Promise<Stage> {
  const root = await writeFolder({ 'bulletin.txt': BULLETIN });
  const folder = join(root, 'flood');
  await mkdir(folder);
  for (const [name, content] of Object.entries({ ...SOUND, 'facts.yml': facts }))
    await writeFile(join(folder, name), content);
  const args = ['flood', '--knowledge', root, '--port', '0', '--encoder', 'off'];
  if (text) args.push('--source-text', `bulletin=${join(root, 'bulletin.txt')}`);
  const storePath = join(root, 'sitrep.sqlite');
  args.push('--store', storePath);
  const store = sent.length === 0 ? undefined : openStore(storePath);
  for (const [at, item] of sent.entries()) {
    const usual = {
      kind: 'question',
      state: 'open',
      situation: 'flood',
      guildId: '1',
      facts: [],
      fact: null,
      asker: null,
    } as const;
    await store?.inbox.add({ ...usual, id: `000000000${at}`, atMs: Date.UTC(2024, 2, 3) + at, ...item });
  }
  const running = startSitrep({}, ROOT, [process.execPath, join(ROOT, 'src/cli.ts'), 'curate', ...args]);
  const [, url = ''] = await running.printed(/(http:\S+)/);
  return {
    url,
    folder,
    running,
    path: (file) => join(folder, file),
    waiting: async () => ((await store?.inbox.waiting({ situation: 'flood' })) ?? []).map((item) => item.text),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await store?.close();
    },
  };
}
