/** What the encoder's tests share: a log that can be read, and folders with models that are broken in one way. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Encoder, openEncoder } from '../../src/encoder/encoder.ts';
import { encoderSetting } from '../../src/encoder/settings.ts';

/** Sitrep's own model. */
export const OWN_MODEL = encoderSetting('on') ?? '';
export const MODEL_FILES = ['model.onnx', 'tokenizer.json', 'encoder.json'] as const;

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly pid?: number;
  readonly pauseMs?: number;
}

export const WARN = 40;

export function readableLog(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

export interface Opened extends AsyncDisposable {
  readonly encoder: Encoder;
  readonly log: Logger;
  readonly lines: readonly LogLine[];
  warnings(): readonly string[];
  /** The process that became ready last. */
  pid(): number;
}

/** An encoder that ends with the block. */
export function opened(folder: string = OWN_MODEL): Opened {
  const { log, lines } = readableLog();
  const encoder = openEncoder({ folder, log });
  return {
    encoder,
    log,
    lines,
    warnings: () => lines.filter(({ level }) => level >= WARN).map(({ msg }) => msg),
    pid: () => lines.findLast(({ msg }) => msg === 'encoder ready')?.pid ?? Number.NaN,
    [Symbol.asyncDispose]: () => encoder.stop(),
  };
}

/** A folder that goes at the end of the block. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'sitrep-encoder-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Sitrep's own model in a folder of its own, where a test may spoil it. */
export function modelCopy(): { readonly path: string } & Disposable {
  const folder = temporaryFolder();
  for (const name of MODEL_FILES) {
    // The large one is not copied; who spoils it writes another file.
    if (name === 'model.onnx') symlinkSync(join(OWN_MODEL, name), join(folder.path, name));
    else copyFileSync(join(OWN_MODEL, name), join(folder.path, name));
  }
  return folder;
}

/** Resolves when there is no such process; one that its parent has not yet buried counts as gone. */
export async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await pause(10);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
