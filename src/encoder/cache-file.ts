/**
 * The file that keeps vectors of facts over restarts. It can always be rebuilt, so any error in it is a reason to drop the whole
 * file.
 *
 * ```
 * {"format":"sitrep-vectors-2","model":"…","dimensions":384}␠…⏎    filled with spaces to a multiple of 4 bytes
 * key: 32 bytes │ length: u32 │ PackedEncoding                                 for each fact
 * crc32 of all before: u32
 * ```
 */

import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { PackedEncoding } from './packed-encoding.ts';

/** The model that made the vectors; those of another model are useless. */
export interface Maker {
  readonly name: string;
  readonly dimensions: number;
}

const FORMAT = 'sitrep-vectors-2';
const headerSchema = z.object({
  format: z.literal(FORMAT),
  model: z.string(),
  dimensions: z.int(),
});
const HEADER_MAX_BYTES = 1_024;
const KEY_BYTES = 32;
const U32_BYTES = 4;
/** The event loop gets a turn after this many bytes: a checksum of them takes about a millisecond. */
const STEP_BYTES = 4 * 1_048_576;

/**
 * Reads the file. All of it stays in memory while any of the encodings is in use.
 *
 * @returns encodings by key (64 hexadecimal digits)
 * @throws Error that says what was expected and what came; ENOENT where there is no file
 */
export async function readCacheFile(path: string, maker: Maker): Promise<Map<string, PackedEncoding>> {
  const bytes = await readWhole(path);
  const end = bytes.length - U32_BYTES;
  const headerEnd = bytes.subarray(0, HEADER_MAX_BYTES).indexOf('\n') + 1;
  const header = headerSchema.safeParse(parseJson(bytes.toString('utf8', 0, headerEnd)));
  if (!header.success) throw new Error(`expected a file of the format ${FORMAT}, but it is another`);
  const { model, dimensions } = header.data;
  if (model !== maker.name || dimensions !== maker.dimensions) {
    throw new Error(`expected vectors of ${maker.name}, but they are of ${model}`);
  }
  if ((await checksum(bytes.subarray(0, end))) !== bytes.readUInt32LE(end)) throw new Error('its checksum is wrong');
  const found = new Map<string, PackedEncoding>();
  for (let at = headerEnd; at < end; ) {
    const lengthAt = at + KEY_BYTES;
    const from = lengthAt + U32_BYTES;
    const to = from + bytes.readUInt32LE(lengthAt);
    found.set(bytes.toString('hex', at, lengthAt), new PackedEncoding(bytes.subarray(from, to), dimensions));
    at = to;
  }
  return found;
}

/**
 * Writes the file beside its place and moves it there, so that a crash leaves the old file or the new one. Two processes that
 * write at the same time may corrupt it; the checksum detects that at the next start.
 */
export async function writeCacheFile(
  path: string,
  { name: model, dimensions }: Maker,
  encodings: ReadonlyMap<string, PackedEncoding>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w');
  try {
    let sum = 0;
    let step: Uint8Array[] = [];
    let stepBytes = 0;
    const flush = async () => {
      const chunk = Buffer.concat(step);
      sum = crc32(chunk, sum);
      await file.writeFile(chunk);
      step = [];
      stepBytes = 0;
    };
    const put = (...parts: readonly Uint8Array[]) => {
      step.push(...parts);
      for (const part of parts) stepBytes += part.length;
    };
    put(header(JSON.stringify({ format: FORMAT, model, dimensions })));
    for (const [key, { bytes }] of encodings) {
      put(Buffer.from(key, 'hex'), u32(bytes.length), bytes);
      if (stepBytes >= STEP_BYTES) await flush();
    }
    await flush();
    await file.writeFile(u32(sum));
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path);
  // Never from Node's buffer pool, because vectors must lie at multiples of 4 bytes.
  let bytes: Buffer;
  try {
    bytes = Buffer.alloc((await file.stat()).size);
    await file.read(bytes);
  } finally {
    await file.close();
  }
  if (bytes.length < U32_BYTES) throw new Error('it is empty');
  return bytes;
}

async function checksum(bytes: Uint8Array): Promise<number> {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    sum = crc32(bytes.subarray(at, at + STEP_BYTES), sum);
    await turn();
  }
  return sum;
}

function header(json: string): Buffer {
  const length = Buffer.byteLength(json) + 1;
  return Buffer.from(`${json}${' '.repeat((4 - (length % 4)) % 4)}\n`);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(U32_BYTES);
  bytes.writeUInt32LE(value);
  return bytes;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
