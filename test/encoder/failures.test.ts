import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SitrepError } from '../../src/errors.ts';
import { gone, modelCopy, type Opened, OWN_MODEL, opened, temporaryFolder } from './stage.ts';

const TEXTS = Array.from({ length: 300 }, (_, number) => `This is fact number ${number} of many.`);
const UNAVAILABLE = { name: 'SitrepError', code: 'ENCODER_UNAVAILABLE' };
/** Gives back its input "pixels". */
const OTHER_NETWORK = Buffer.from(
  'CAhCBAoAEA06QQoVCgZwaXhlbHMSAXkiCElkZW50aXR5EgFnWhQKBnBpeGVscxIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggB',
  'base64',
);

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('a model that cannot be used', () => {
  test.each<[string, (folder: string) => void, RegExp]>([
    ['its model is absent', (folder) => rmSync(join(folder, 'model.onnx')), /expected an ONNX model in model\.onnx/],
    [
      'its model is cut short',
      (folder) => replace(folder, 'model.onnx', readFileSync(join(OWN_MODEL, 'model.onnx')).subarray(0, 5_000_000)),
      /expected an ONNX model in model\.onnx/,
    ],
    [
      'its model is a text',
      (folder) => replace(folder, 'model.onnx', 'version https://example.org/pointer'),
      /expected an ONNX model in model\.onnx/,
    ],
    [
      'its model is another network',
      (folder) => replace(folder, 'model.onnx', OTHER_NETWORK),
      /expected a sentence encoder in model\.onnx, but it wants the input "pixels"/,
    ],
    [
      'its model has other dimensions',
      (folder) => changeJson(folder, 'encoder.json', (settings) => ({ ...settings, dimensions: 512 })),
      /a row of 512 numbers a token.*1 × \d+ × 384/,
    ],
    [
      'its tokenizer is absent',
      (folder) => rmSync(join(folder, 'tokenizer.json')),
      /expected a tokenizer in tokenizer\.json/,
    ],
    [
      'its tokenizer does not parse',
      (folder) => replace(folder, 'tokenizer.json', '{"version": "1.0", "model": {'),
      /expected a tokenizer in tokenizer\.json/,
    ],
    [
      'its tokenizer adds no special tokens',
      (folder) => changeJson(folder, 'tokenizer.json', (tokenizer) => ({ ...tokenizer, post_processor: null })),
      /with one special token before and one after a text, but it is one with 0 special tokens/,
    ],
    [
      'its tokenizer has no word pieces',
      (folder) =>
        changeJson(folder, 'tokenizer.json', (tokenizer) => ({
          ...tokenizer,
          model: { type: 'BPE', vocab: {}, merges: [] },
        })),
      /expected in tokenizer\.json a WordPiece model .* but it is another kind/,
    ],
    ['it has no settings', (folder) => rmSync(join(folder, 'encoder.json')), /encoder\.json cannot be read/],
    [
      'its settings are no JSON',
      (folder) => replace(folder, 'encoder.json', '{'),
      /expected JSON in encoder\.json, but it cannot be parsed/,
    ],
    [
      'its settings are malformed',
      (folder) => changeJson(folder, 'encoder.json', (settings) => ({ ...settings, name: '../other', pooling: 'cls' })),
      /encoder\.json is malformed: name: .*; pooling: /,
    ],
    ['there is no such folder', (folder) => rmSync(folder, { recursive: true }), /encoder\.json cannot be read/],
  ])('one warning says that %s, and nothing is tried again', async (_, spoil, problem) => {
    using folder = modelCopy();
    spoil(folder.path);
    await using scene = opened(folder.path);
    expect(await scene.encoder.ready()).toBe('failed');
    expect(scene.encoder.state).toBe('failed');
    await expect(scene.encoder.encode(['a text'], 'fact')).rejects.toMatchObject(UNAVAILABLE);
    expect(scene.warnings()).toEqual([expect.stringMatching(problem)]);
    expect(scene.warnings()).toEqual([expect.stringMatching(/Answers go on without it\. .*SITREP_ENCODER/)]);
    await scene.encoder.stop();
  });

  test('texts that waited for it are rejected', async () => {
    using folder = modelCopy();
    rmSync(join(folder.path, 'tokenizer.json'));
    await using scene = opened(folder.path);
    await expect(scene.encoder.encode(TEXTS, 'fact')).rejects.toMatchObject(UNAVAILABLE);
  });

  test('a runtime that the system cannot load is told in one warning', async () => {
    using folder = temporaryFolder();
    preload(
      folder.path,
      `process.dlopen = () => { throw new Error('ld-linux-x86-64.so.2: cannot open shared object file') };`,
    );
    await using scene = opened();
    expect(await scene.encoder.ready()).toBe('failed');
    expect(scene.warnings()).toEqual([
      expect.stringMatching(/onnxruntime-node cannot be loaded on this machine \(\w+ \w+, ld-linux/),
    ]);
  });

  test('a runtime that ends the process as often as it is loaded is given up after three times, with one warning', async () => {
    using folder = temporaryFolder();
    preload(folder.path, `process.dlopen = () => process.kill(process.pid, 'SIGILL');`);
    await using scene = opened();
    expect(await scene.encoder.ready()).toBe('failed');
    expect(scene.warnings()).toEqual([expect.stringMatching(/its process ended 3 times before it was ready/)]);
    expect(scene.lines.filter(({ msg }) => msg.startsWith('encoder process ended'))).toHaveLength(2);
  });

  test.each([
    ['is not there', '/nowhere/node'],
    ['has no name that a system takes', 'node\0'],
  ])('a program for the process that %s is told in one warning', async (_, program) => {
    const { execPath } = process;
    process.execPath = program;
    try {
      await using scene = opened();
      expect(await scene.encoder.ready()).toBe('failed');
      expect(scene.warnings()).toEqual([expect.stringMatching(/its process ended 3 times before it was ready/)]);
    } finally {
      process.execPath = execPath;
    }
  });

  test('a runtime that ends the process now and then, but not three times in a row, is kept', async () => {
    using folder = temporaryFolder();
    const broken = join(folder.path, 'broken');
    preload(
      folder.path,
      `if (require('node:fs').existsSync(${JSON.stringify(broken)})) process.dlopen = () => process.kill(process.pid, 'SIGILL');`,
    );
    await using scene = opened();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const faultsBefore of [0, 3]) {
      expect(await scene.encoder.ready()).toBe('ready');
      writeFileSync(broken, '');
      process.kill(scene.pid(), 'SIGKILL');
      // The end of the process that was ready, and of two that do not come so far.
      for (const fault of [1, 2, 3]) {
        await until(() => pauses(scene).length === faultsBefore + fault);
        if (fault === 3) rmSync(broken);
        await vi.advanceTimersByTimeAsync(60_000);
      }
    }
    expect(await scene.encoder.ready()).toBe('ready');
  });
});

describe('a process that ends', () => {
  test.each(['SIGKILL', 'SIGSEGV'] as const)(
    'by %s in the middle of its work rejects what waits, and another one takes its place',
    async (signal) => {
      await using scene = opened();
      await scene.encoder.ready();
      const first = scene.pid();
      const work = scene.encoder.encode(TEXTS, 'fact');
      // A question goes first, so that the facts are under way when it is answered.
      await scene.encoder.encode(['are you busy?'], 'question');
      process.kill(first, signal);
      await expect(work).rejects.toThrow(SitrepError);
      await expect(work).rejects.toMatchObject(UNAVAILABLE);
      expect(scene.encoder.state).toBe('starting');
      expect(await scene.encoder.ready()).toBe('ready');
      expect(await scene.encoder.encode(['again'], 'question')).toHaveLength(1);
      expect(scene.pid()).not.toBe(first);
      expect(scene.warnings()).toEqual(['encoder process ended; it is started again']);
    },
  );

  test('again and again is started after longer and longer pauses, of a minute at most', async () => {
    await using scene = opened();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (let time = 0; time < 10; time += 1) {
      await scene.encoder.ready();
      process.kill(scene.pid(), 'SIGKILL');
      await until(() => scene.encoder.state === 'starting');
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(await scene.encoder.ready()).toBe('ready');
    expect(pauses(scene)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('after it has served for more than a minute is started after the first pause again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using scene = opened();
    for (let time = 0; time < 2; time += 1) {
      await scene.encoder.ready();
      vi.advanceTimersByTime(60_001);
      process.kill(scene.pid(), 'SIGKILL');
      await until(() => scene.encoder.state === 'starting');
    }
    expect(await scene.encoder.ready()).toBe('ready');
    expect(pauses(scene)).toEqual([250, 250]);
  });

  test('that is stuck is killed after a minute of silence, and what waits is rejected', async () => {
    await using scene = opened();
    await scene.encoder.ready();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    process.kill(scene.pid(), 'SIGSTOP');
    const work = expect(scene.encoder.encode(['is anybody there'], 'question')).rejects.toMatchObject(UNAVAILABLE);
    await vi.advanceTimersByTimeAsync(60_000);
    await work;
    await gone(scene.pid());
  });

  test('is not killed for its silence when nobody asks', async () => {
    await using scene = opened();
    await scene.encoder.ready();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await scene.encoder.encode(['a text'], 'question');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await scene.encoder.encode(['another text'], 'question')).toHaveLength(1);
    expect(scene.warnings()).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is not ended by a %s to the whole group', async (signal) => {
    await using scene = opened();
    await scene.encoder.ready();
    process.kill(scene.pid(), signal);
    expect(await scene.encoder.encode(['still there'], 'question')).toHaveLength(1);
    expect(scene.warnings()).toEqual([]);
  });

  test('with its parent, also where that is killed', async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, 'parent.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [printed] = await once(parent.stdout.setEncoding('utf8'), 'data');
      const pid = Number(printed);
      expect(pid).toBeGreaterThan(1);
      parent.kill('SIGKILL');
      await gone(pid);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

describe('an encoder that is stopped', () => {
  test('in the middle of its work rejects what waits and leaves no process', async () => {
    await using scene = opened();
    await scene.encoder.ready();
    const work = scene.encoder.encode(TEXTS, 'fact');
    const rejected = expect(work).rejects.toMatchObject({ code: 'ENCODER_STOPPED' });
    await Promise.all([scene.encoder.stop(), scene.encoder.stop()]);
    await rejected;
    await gone(scene.pid());
    expect(scene.encoder.state).toBe('stopped');
    expect(await scene.encoder.ready()).toBe('failed');
    await expect(scene.encoder.encode(['more'], 'fact')).rejects.toMatchObject({ code: 'ENCODER_STOPPED' });
    expect(scene.warnings()).toEqual([]);
  });

  test('while it waits to start again stays stopped', async () => {
    await using scene = opened();
    await scene.encoder.ready();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    process.kill(scene.pid(), 'SIGKILL');
    await until(() => scene.encoder.state === 'starting');
    expect(vi.getTimerCount()).toBe(1);
    await scene.encoder.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(await scene.encoder.ready()).toBe('failed');
    expect(scene.encoder.state).toBe('stopped');
  });
});

/** How long the encoder waited each time before it started another process. */
const pauses = ({ lines }: Opened) => lines.flatMap(({ pauseMs }) => pauseMs ?? []);

/** Looks again and again, by a clock that no test replaces. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

/** Also where the file is a link, which must not lead the writer to the real one. */
function replace(folder: string, name: string, content: string | Uint8Array): void {
  rmSync(join(folder, name));
  writeFileSync(join(folder, name), content);
}

function changeJson(folder: string, name: string, change: (content: object) => object): void {
  replace(folder, name, JSON.stringify(change(JSON.parse(readFileSync(join(folder, name), 'utf8')))));
}

/** Makes every process that is started from now on run this first. */
function preload(folder: string, script: string): void {
  const file = join(folder, 'preload.cjs');
  writeFileSync(file, script);
  vi.stubEnv('NODE_OPTIONS', `--require=${file}`);
}
