import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BUNDLED_DIR, openScene, type Scene, type SceneOptions } from './scene.ts';

export interface EditedScene {
  readonly scene: Scene;
  /** Replaces a text that stands once in facts.yml. */
  edit(from: string, to: string): Promise<void>;
}

/** A scene over a copy of the bundled facts, and a way to edit them; both go when the test has finished. */
export async function openOnCopy(options: SceneOptions = {}): Promise<EditedScene> {
  const dir = join(await mkdtemp(join(tmpdir(), 'sitrep-reload-')), 'us-iran-strikes');
  onTestFinished(() => rm(join(dir, '..'), { recursive: true }));
  await cp(BUNDLED_DIR, dir, { recursive: true });
  const scene = await openScene({ ...options, dir, lookEveryMs: 20 });
  onTestFinished(() => scene[Symbol.asyncDispose]());
  return {
    scene,
    async edit(from, to) {
      const path = join(dir, 'facts.yml');
      const text = await readFile(path, 'utf8');
      if (text.split(from).length !== 2) throw new Error(`${from} must stand once in facts.yml`);
      await writeFile(
        path,
        text.replace(from, () => to),
      );
    },
  };
}
