/** A long file is read entry by entry; nobody may notice, except by the time it takes. */

import { expect, test } from 'vitest';
import { formatProblem, type Problem } from '../../src/knowledge/problem.ts';
import { readYamlFile } from '../../src/knowledge/yaml.ts';

const ENTRIES = 3000;

/** A list with comments, blank lines, blocks and several ways to write a value. */
const entry = (n: number): string => `${n % 7 === 0 ? `# Entry ${n}\n\n` : ''}- id: fact-${n}
  text: >-
    Entry ${n} says something
    over two lines.
  cites: [{source: a, quote: "- id: ${n}"}]
  ${n % 5 === 0 ? 'note: |\n    - not an entry\n' : 'note: null\n'}`;
const LONG = `# yaml-language-server: $schema=x\n${Array.from({ length: ENTRIES }, (_, n) => entry(n)).join('')}`;

async function read(text: string) {
  const problems: Problem[] = [];
  const report = (place: Problem | object, message: string, remedy: string) =>
    void problems.push({ ...(place as Problem), message, remedy });
  const file = await readYamlFile('facts.yml', report, text);
  return { file, problems: problems.map(formatProblem) };
}

test('the values and their lines are those of the text', async () => {
  const { file, problems } = await read(LONG);
  const lines = LONG.split('\n');
  expect(problems).toEqual([]);
  const values = (file?.value ?? []) as readonly object[];
  expect(values).toHaveLength(ENTRIES);
  for (const n of [0, 1, 7, 1500, ENTRIES - 1]) {
    expect(values[n]).toMatchObject({
      id: `fact-${n}`,
      text: `Entry ${n} says something over two lines.`,
    });
    expect(lines[(file?.place([n]).line ?? 0) - 1]).toBe(`- id: fact-${n}`);
    expect(lines[(file?.place([n, 'cites', 0, 'quote']).line ?? 0) - 1]).toContain(`quote: "- id: ${n}"`);
  }
});

test.each([
  ['a key given twice', (text: string) => text.replace('- id: fact-2000\n', '- id: fact-2000\n  id: again\n')],
  ['a broken bracket', (text: string) => text.replace('quote: "- id: 2000"}]', 'quote: "- id: 2000"}')],
  [
    'an anchor and its alias',
    (text: string) => text.replace('- id: fact-2\n', '- id: &a fact-2\n').replace('id: fact-2000', 'id: *a'),
  ],
  ['a second document', (text: string) => text.replace('- id: fact-2000\n', '---\n- id: fact-2000\n')],
  ['a word before the list', (text: string) => `word\n${text}`],
])('%s is reported as in a short file', async (_what, broken) => {
  const long = await read(broken(LONG));
  expect(long.problems.length).toBeGreaterThan(0);
  // Entries that do not matter are left out, and the line numbers with them.
  const short = LONG.split(/^(?=- id)/m).filter((each) => /^#|fact-(?:2|2000)\n/.test(each));
  const shown = (problems: readonly string[]) => problems.map((each) => each.replace(/\d+/g, ''));
  expect(shown(long.problems)).toEqual(shown((await read(broken(short.join('')))).problems));
});
