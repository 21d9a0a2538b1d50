/** A situation on disk with drafts and comments, and the curators' page over it in a process of its own. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
  path(file: string): string;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** @param text - whether the source's text is at hand */
export async function openStage({ text = true, facts = FACTS } = {}): Promise<Stage> {
  const root = await writeFolder({ 'bulletin.txt': BULLETIN });
  const folder = join(root, 'flood');
  await mkdir(folder);
  for (const [name, content] of Object.entries({ ...SOUND, 'facts.yml': facts }))
    await writeFile(join(folder, name), content);
  const args = ['flood', '--knowledge', root, '--port', '0', '--encoder', 'off'];
  if (text) args.push('--source-text', `bulletin=${join(root, 'bulletin.txt')}`);
  const running = startSitrep({}, ROOT, [process.execPath, join(ROOT, 'src/cli.ts'), 'curate', ...args]);
  const [, url = ''] = await running.printed(/(http:\S+)/);
  return {
    url,
    folder,
    running,
    path: (file) => join(folder, file),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
