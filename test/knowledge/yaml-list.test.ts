import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EntryMemory } from '../../src/knowledge/entry-memory.ts';
import { cutList, readEntries } from '../../src/knowledge/yaml-list.ts';
import type { LineOf } from '../../src/knowledge/yaml-syntax.ts';
import { type Note, type Path, readWhole, type Tree } from '../../src/knowledge/yaml-tree.ts';
import { SOUND } from './river-flood.ts';

/** Everything that a reading comes to: the value, the line of each part of it and around it, and the problems. */
interface Outcome {
  readonly value: unknown;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

function outcome(text: string, read: (lineOf: LineOf, note: Note) => Tree): Outcome {
  const lineOf: LineOf = (offset) => text.slice(0, offset).split('\n').length;
  const problems: string[] = [];
  const tree = read(lineOf, (offset, message, remedy) => problems.push(`${lineOf(offset)} ${message}; ${remedy}`));
  const places: readonly Path[] = [[], [99], [99, 'id'], ['id'], ...pathsIn(tree.value)];
  return {
    value: tree.value,
    lines: places.map((path) => `${path.join('.')} ${lineOf(tree.offsetOf(path))}`),
    problems,
  };
}

/** Of every part of a value, and of one that is not there in each. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const step = (key: string): string | number => (Array.isArray(value) ? Number(key) : key);
  return [path, [...path, 'nowhere'], ...parts.flatMap(([key, part]) => pathsIn(part, [...path, step(key)]))];
}

/** @returns null where the text must be read as a whole */
function byEntries(text: string, memory: EntryMemory | null = null): Outcome | null {
  const cut = cutList(text);
  let broken = false;
  const found = outcome(text, (lineOf, note) => {
    const read = 'pieces' in cut ? readEntries(cut, lineOf, note, memory) : { slips: [] };
    if (!('slips' in read)) return read;
    broken = true;
    return { value: undefined, offsetOf: () => 0 };
  });
  if (broken) expect(found.problems).toEqual([]);
  return broken ? null : found;
}

const asWhole = (text: string): Outcome => outcome(text, (lineOf, note) => readWhole(text, lineOf, note));

const FRAGMENTS = [
  ...['- id: a', '- a', '- id: "b"', '  text: It rose.', '  text: "x: y"', "  q: 'it''s'", '  n: 7', '- 1.50', '- ~'],
  ...[
    '  cites: [a, b]',
    '  cites:',
    '    - source: s',
    '      quote: made up',
    '  - b',
    '- - c',
    '  time: { text: t }',
  ],
  ...['- |', '- >-', '  note: |', '  note: >+', '  text: |2-', '    a line', '  a line', '   odd', ' x', '- note: |+'],
  ...[
    '# note',
    '#note',
    '  # note',
    '- # note',
    '',
    '',
    '   ',
    '- ',
    '-',
    '- a # b',
    '- a #b',
    '  "- a": b',
    '- -',
    '- - - d',
  ],
  ...[
    '- "open',
    '  closed"',
    "- 'open",
    "  closed'",
    '- [a,',
    '  b]',
    ']',
    '- {a: 1,',
    '  b: 2}',
    '}',
    '- "a',
    '- b"',
    '"',
  ],
  ...[
    '- &x a',
    '- *x',
    '- &x',
    '  r: *x',
    '- !t a',
    '- !!str 7',
    '- <<: *x',
    '&y',
    '!t',
    '- ? q',
    '  : r',
    '? z',
    ': z',
  ],
  ...[
    '---',
    '...',
    '%YAML 1.2',
    '--- |',
    '- ---',
    '  ---',
    '  ...',
    '- a: b: c',
    '  id: a',
    '  __proto__: 1',
    'top: 1',
    'top',
  ],
  ...[
    '\t- a',
    '- \ta',
    '  \tb',
    '- a\t# c',
    '[a, b]',
    '|',
    '  |',
    '  "',
    '  [a',
    '- \u2028x',
    '\ufeff- a',
    '- a\u0007b',
    '\r',
    '- a\rb',
  ],
];

/** Each is sound beside any other, and odd in a way of its own. */
const ENTRIES = [
  ...[
    '- note: |+\n    a line\n\n\n',
    '- \n\n# note\n',
    '- a\n  b\n\n  c',
    '- "a\n\n  b"',
    '- {a: 1,\n   a: 2}',
    '- >-\n  a\n  b\n',
  ],
  ...[
    '- - a\n  - - b\n    - ~',
    '- [&x a,\n  *x, *x]',
    '- *x',
    '- ? q\n  : r',
    '- a\n# note\n  # note',
    '- |\n\n  # text\n # note',
  ],
  ...[
    '-   id: a\n    b: c',
    "- 'it''s\n  - so'",
    '- # note\n  - a',
    '- a: \n    b: \u0007',
    '- |2\n   a\n\n  b',
    '- k: "- a"\n  __proto__: 1',
  ],
];

const lines = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 9 });
const ending = fc.constantFrom('\n', '\n', '\n', '\r\n');
const joined = (parts: fc.Arbitrary<string[]>): fc.Arbitrary<string> =>
  fc
    .tuple(parts, ending, fc.boolean())
    .map(([list, end, last]) => (list.join('\n') + (last ? '\n' : '')).replaceAll('\n', end));
const mixed = fc
  .tuple(
    fc.array(fc.constantFrom(...ENTRIES), { minLength: 1, maxLength: 5 }),
    fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 1 }),
    fc.nat(5),
  )
  .map(([entries, more, at]) => entries.toSpliced(at, 0, ...more));
const facts = String(SOUND['facts.yml']);
const damage = fc.tuple(
  fc.nat(facts.length),
  fc.nat(3),
  fc.constantFrom('', ...'-:#"\'[]{}|>&*!%@, \n\r\t', '\n- ', '\n', ': '),
);
const damaged = fc
  .tuple(fc.array(damage, { maxLength: 3 }), ending)
  .map(([edits, end]) =>
    edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), facts).replaceAll('\n', end),
  );

describe('a list read entry by entry', () => {
  test.each([
    ['lines put together', joined(lines), 30],
    ['odd entries put together', joined(mixed), 500],
    ['a damaged file', damaged, 100],
  ])('GIVEN %s WHEN no entry is broken THEN it is what parsing the whole gives', (_what, texts, atLeast) => {
    let split = 0;
    let memory = new EntryMemory();
    fc.assert(
      fc.property(texts, (text) => {
        const found = byEntries(text, memory);
        if (found === null) return;
        split += 1;
        memory = new EntryMemory(memory.store());
        expect(byEntries(text, memory)).toEqual(found);
        expect(found).toEqual(asWhole(text));
      }),
      { numRuns: 1000 },
    );
    expect(split).toBeGreaterThan(atLeast);
  });

  test.each([
    ['a sound file', facts],
    ['line ends of Windows', facts.replaceAll('\n', '\r\n')],
    ['comments and empty lines between entries', '# head\n\n- a\n\n# between\n- b: |+\n    text\n\n# end\n'],
    ['an alias of an anchor in another entry', '- &x a\n- *x\n'],
    ['comments in the first column within entries', '- a: 1\n# note\n  b: 2\n- c: 3\n# note\n  d: 4\n- e\n'],
    ['an entry that holds nothing', '- \n\n# note\n- b\n'],
    [
      'keys given twice, aliases within an entry, deep nesting',
      `- {a: 1, a: 2}\n- [&x a, *x, *x]\n- ${'['.repeat(21)}${']'.repeat(21)}\n`,
    ],
  ])('%s is cut', (_what, text) => {
    expect(byEntries(text)).toEqual(asWhole(text));
  });

  test.each([
    ['a quoted text that runs over lines', '- "a\n- b"\n'],
    ['a bracket that is closed in the next entry', '- [a,\n- b]\n'],
    ['a text that goes on in the next entry for the parser, because of a comment', '- a:\n#note\n   b\n- c\n'],
    ['a second document', '- a\n---\n- b\n'],
    ['an end of a document', '- a\n...\n- b\n'],
    ['a text over several lines that holds dashes', '|\n- a\n- b\n'],
    ['the same after blanks', '  |\n- a\n- b\n'],
    ['a list in brackets', '[a,\n- b]\n'],
    ['a tab', '- a:\tb\n'],
    ['a tag', '- !t a\n'],
    ['a dash alone', '-\n  a: b\n- c\n'],
    ['a key beside the list', '- a\nb: c\n'],
  ])('%s is read as a whole', (_what, text) => {
    expect(byEntries(text)).toBeNull();
  });
});
