/**
 * The lines of a stream. Only a line feed ends a line: JSON may contain the other characters that Unicode calls line ends
 * (U+2028, U+2029), and `readline` would split at them.
 *
 * @param input - chunks of UTF-8; a character may be divided between two
 */
export async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // The parts of an incomplete line are kept in a list, because joining a long line at each part would take quadratic time.
  let begun: string[] = [];
  for await (const chunk of input) {
    const lines = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield withoutReturn([...begun, line].join(''));
      begun = [];
    }
    if (last !== '') begun.push(last);
  }
  const rest = begun.join('') + decoder.decode();
  if (rest !== '') yield withoutReturn(rest);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
