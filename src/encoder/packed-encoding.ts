import type { Encoded } from './messages.ts';

/**
 * A text's vectors in few bytes, in memory and in the file. The text's vector is exact. Each piece vector is stored as 8-bit
 * numbers with its own scale: its direction stays within a cosine of 0.9999, at a quarter of the size.
 *
 * ```
 * u32 pieces │ u32 bytes of their names │ f32 × dimensions: vector │ f32 × pieces: scales │ i8 × pieces × dimensions │ names
 * ```
 * Numbers are in the machine's byte order. Names are UTF-8, separated by spaces. The whole is padded to a multiple of 4 bytes.
 */
export class PackedEncoding implements Encoded {
  readonly vector: Float32Array;
  readonly bytes: Uint8Array;

  /**
   * @param bytes - begins at a multiple of 4 in its buffer, and is not copied
   * @throws RangeError where the bytes do not match the lengths that they state
   */
  constructor(bytes: Uint8Array, dimensions: number) {
    this.bytes = bytes;
    this.vector = new Float32Array(bytes.buffer, bytes.byteOffset + COUNTS_BYTES, dimensions);
    const { names } = this.#parts();
    if (names.byteOffset + names.byteLength > bytes.byteOffset + bytes.byteLength) throw new RangeError('cut short');
  }

  /** Decoded at each access: read it once. */
  get pieces(): readonly string[] {
    const { count, names } = this.#parts();
    return count === 0 ? [] : new TextDecoder().decode(names).split(' ');
  }

  /** Computed at each access: read it once. */
  get pieceVectors(): Float32Array {
    const { scales, rows } = this.#parts();
    const dimensions = this.vector.length;
    // Plain loops, because the best facts of every question are unpacked: `Float32Array.from` took sixty times as long.
    const vectors = new Float32Array(rows.length);
    for (let piece = 0, at = 0; piece < scales.length; piece += 1) {
      const scale = scales[piece] ?? 0;
      for (const end = at + dimensions; at < end; at += 1) vectors[at] = (rows[at] ?? 0) * scale;
    }
    return vectors;
  }

  #parts() {
    const { buffer, byteOffset } = this.bytes;
    const [count = 0, nameBytes = 0] = new Uint32Array(buffer, byteOffset, 2);
    const scalesAt = this.vector.byteOffset + this.vector.byteLength;
    const scales = new Float32Array(buffer, scalesAt, count);
    const rows = new Int8Array(buffer, scalesAt + scales.byteLength, count * this.vector.length);
    const names = new Uint8Array(buffer, rows.byteOffset + rows.byteLength, nameBytes);
    return { count, scales, rows, names };
  }
}

const COUNTS_BYTES = 8;
const INT8_MAX = 127;

export function pack({ vector, pieces, pieceVectors }: Encoded): PackedEncoding {
  const dimensions = vector.length;
  const names = new TextEncoder().encode(pieces.join(' '));
  const rows = new Int8Array(pieceVectors.length);
  const scales = Float32Array.from(pieces, (_, piece) => round(pieceVectors, rows, piece * dimensions, dimensions));
  const parts = [Uint32Array.of(pieces.length, names.length), vector, scales, rows, names];
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(Math.ceil(length / 4) * 4);
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return new PackedEncoding(bytes, dimensions);
}

/**
 * Rounds one vector of `from` into `to`, its largest number to 127 or −127.
 *
 * @returns the factor that gives the rounded vector the length 1. Plain loops, because this runs on the event loop: 10,000
 *          numbers a fact.
 */
function round(from: Float32Array, to: Int8Array, start: number, length: number): number {
  const end = start + length;
  let most = 0;
  for (let at = start; at < end; at += 1) most = Math.max(most, Math.abs(from[at] ?? 0));
  let squares = 0;
  for (let at = start; at < end; at += 1) {
    const rounded = Math.round(((from[at] ?? 0) / (most || 1)) * INT8_MAX);
    to[at] = rounded;
    squares += rounded * rounded;
  }
  return 1 / (Math.sqrt(squares) || 1);
}
