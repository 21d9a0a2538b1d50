import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/cli/lines.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 3): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(chunksOf(new TextEncoder().encode(text), size))) lines.push(line);
  return lines;
}

test.each([
  [
    'a line that holds what Unicode calls line ends',
    '{"q":"a\u2028b\u2029c\u0085d"}\n',
    ['{"q":"a\u2028b\u2029c\u0085d"}'],
  ],
  ['lines of another system', 'a\r\nb\r\n', ['a', 'b']],
  ['a return within a line', 'a\rb\n', ['a\rb']],
  ['a last line without its end', 'a\nb', ['a', 'b']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['nothing', '', []],
])('%s', async (_what, text, expected) => {
  expect(await read(text)).toEqual(expected);
});

test('the lines of any text, in chunks of any size, are the parts between line feeds', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const lines = text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      expect(await read(text, size)).toEqual(lines.map((line) => line.replace(/\r$/, '')));
    }),
  ));
