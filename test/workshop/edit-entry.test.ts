import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { editEntry, readEntries, removeComment, removeEntry } from '../../src/workshop/edit-entry.ts';

const FILE = `# yaml-language-server: $schema=../schema/facts.schema.json
# The water

- id: river-rose   # the first
  text: >-
    The river rose
    on March 3.

  label: "Rise of the river" # shown
  asked_as:
    - when did it rise  # typed often
    # from the forum
    - what day
    - since when
  cites: [{source: bulletin, paragraph: 1, sentence: 1, quote: rose on March 3}] # proven

# ¶1 sentence 2: The publisher's sentence.
# ask Ann about this
- draft: true
  id: bridges
  text:
  label:      # a noun phrase
  numbers:
    - of: bridges
      value: 2
    - {of: roads, value: 3}
`;
const KEYS = ['id', 'draft', 'text', 'label', 'time', 'numbers', 'asked_as', 'cites'];

/** The lines that an edit takes away and puts there. */
function difference(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}

describe('a change touches its own value only', () => {
  test.each<readonly [what: string, at: number, changes: Record<string, unknown>, lines: readonly string[]]>([
    [
      'a folded text stays folded',
      0,
      { text: 'The river rose on March 4.' },
      ['-     The river rose', '-     on March 3.', '+     The river rose on March 4.'],
    ],
    [
      'quotation marks and the comment behind stay',
      0,
      { label: 'Rise' },
      ['-   label: "Rise of the river" # shown', '+   label: "Rise" # shown'],
    ],
    [
      'a line of a list',
      0,
      { asked_as: ['when did it rise', 'which day', 'since when', 'a: b'] },
      ['-     - what day', '+     - which day', '+     - "a: b"'],
    ],
    ['a line that is removed', 0, { asked_as: ['when did it rise', 'since when'] }, ['-     - what day']],
    [
      'a value between braces',
      0,
      { cites: [{ source: 'bulletin', paragraph: 2, sentence: 1, quote: 'rose, it said' }] },
      [
        '-   cites: [{source: bulletin, paragraph: 1, sentence: 1, quote: rose on March 3}] # proven',
        '+   cites: [{source: bulletin, paragraph: 2, sentence: 1, quote: "rose, it said"}] # proven',
      ],
    ],
    [
      'a key between braces that comes and one that goes',
      0,
      { cites: [{ source: 'bulletin', sentence: 1, quote: 'rose on March 3', prefix: 'x' }] },
      [
        '-   cites: [{source: bulletin, paragraph: 1, sentence: 1, quote: rose on March 3}] # proven',
        '+   cites: [{source: bulletin, sentence: 1, quote: rose on March 3, prefix: x}] # proven',
      ],
    ],
    ['a new key stands in its place', 0, { time: { text: 'Sunday' } }, ['+   time: {text: Sunday}']],
    ['a key that goes', 0, { label: undefined }, ['-   label: "Rise of the river" # shown']],
    [
      'an empty value is filled',
      1,
      { label: 'Bridges' },
      ['-   label:      # a noun phrase', '+   label: Bridges      # a noun phrase'],
    ],
    [
      'the first key of an entry goes',
      1,
      { draft: undefined },
      ['- - draft: true', '-   id: bridges', '+ - id: bridges'],
    ],
    [
      'a group on lines of its own',
      1,
      {
        numbers: [
          { of: 'bridges', value: 4 },
          { of: 'roads', value: 3 },
        ],
      },
      ['-       value: 2', '+       value: 4'],
    ],
    ['a date that YAML would take for a number', 1, { text: '2023' }, ['-   text:', '+   text: "2023"']],
  ])('%s', (_what, at, changes, lines) => {
    expect(difference(FILE, editEntry(FILE, [at], changes, KEYS))).toEqual(lines);
  });

  test('in a file with the line ends of Windows and a byte order mark', () => {
    const windows = `\ufeff${FILE.replaceAll('\n', '\r\n')}`;
    const after = editEntry(
      windows,
      [0],
      { asked_as: ['when did it rise', 'what day', 'since when', 'new'], time: { text: 'x' } },
      KEYS,
    );
    expect(after.replaceAll('\r\n', '\n')).toBe(
      `\ufeff${editEntry(FILE, [0], { asked_as: ['when did it rise', 'what day', 'since when', 'new'], time: { text: 'x' } }, KEYS)}`,
    );
    expect(after.match(/(?<!\r)\n/)).toBeNull();
  });

  test('in a list that stands under a key', () => {
    const entities = `shared_aliases: []\nentities:\n  - id: a\n    name: A   # note\n  - {id: b, name: B}\n`;
    expect(editEntry(entities, ['entities', 0], { name: 'C', aliases: ['x'] }, ['id', 'name', 'aliases'])).toBe(
      `shared_aliases: []\nentities:\n  - id: a\n    name: C   # note\n    aliases: [x]\n  - {id: b, name: B}\n`,
    );
    expect(removeEntry(entities, ['entities', 0])).toBe('shared_aliases: []\nentities:\n  - {id: b, name: B}\n');
  });
});

test('any change of any layout gives the wanted values, and no comment of what stays is lost', () => {
  const word = fc.constantFrom(
    'a',
    'it is: so',
    '# 1',
    '- x',
    '"q"',
    "it's",
    '2023',
    'true',
    'a, b',
    '{a}',
    'ü ñ',
    '',
    'null',
    '~',
    '*a',
    '&b',
    '!c',
    '%d',
    'long '.repeat(40).trim(),
  );
  const row = fc.record({ of: word, value: fc.integer() }, { requiredKeys: [], noNullPrototype: true });
  const entry = fc.record(
    { text: word, label: word, asked_as: fc.array(word), numbers: fc.array(row), time: row },
    { requiredKeys: [], noNullPrototype: true },
  );
  const layout = fc.record({
    collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
    defaultStringType: fc.constantFrom(
      'PLAIN' as const,
      'QUOTE_SINGLE' as const,
      'QUOTE_DOUBLE' as const,
      'BLOCK_FOLDED' as const,
    ),
    indent: fc.constantFrom(2, 4),
    lineWidth: fc.constantFrom(0, 40),
  });
  fc.assert(
    fc.property(entry, entry, entry, layout, (before, after, other, style) => {
      const written = (value: object, n: number) =>
        `# above ${n}\n${stringify([{ id: `e${n}`, ...value }], style.collectionStyle === 'flow' ? { ...style, collectionStyle: 'any' } : style)}# below ${n}\n\n`;
      const file = written(other, 1) + written(before, 2) + written(other, 3);
      const gone = Object.keys(before).filter((key) => !(key in after));
      const changes = { ...Object.fromEntries(gone.map((key) => [key, undefined])), ...after };
      const result = editEntry(file, [1], changes, ['id', 'text', 'label', 'time', 'numbers', 'asked_as']);
      expect(parse(result)).toEqual([
        { id: 'e1', ...other },
        { id: 'e2', ...after },
        { id: 'e3', ...other },
      ]);
      expect(result.startsWith(written(other, 1))).toBe(true);
      expect(result.endsWith(`# below 2\n\n${written(other, 3)}`)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('an entry is removed with its comment, and what heads the file stays', () => {
  expect(difference(FILE, removeEntry(FILE, [1]))[0]).toBe("- # ¶1 sentence 2: The publisher's sentence.");
  expect(parse(removeEntry(FILE, [1]))).toEqual(parse(FILE).slice(0, 1));
  expect(removeEntry(FILE, [0])).toMatch(/^# yaml-language-server.*\n# The water\n\n# ¶1/);
  expect(parse(removeEntry('- id: a\n', [0]))).toEqual([]);
});

test('the publisher’s sentence above a draft is removed, and another comment stays', () => {
  expect(difference(FILE, removeComment(FILE, [1], /^# ¶/))).toEqual(["- # ¶1 sentence 2: The publisher's sentence."]);
});

test('entries are read with the lines that they stand on', () => {
  expect(readEntries(FILE, null)).toMatchObject([
    {
      value: { id: 'river-rose' },
      text: expect.stringMatching(/^- id: river-rose {3}# the first\n.*rose on March 3\}\]$/s),
      comment: '',
    },
    {
      value: { id: 'bridges', text: null },
      comment: "# ¶1 sentence 2: The publisher's sentence.\n# ask Ann about this\n",
    },
  ]);
  expect(readEntries('- id: [\n', null)).toBeNull();
  expect(readEntries('a: b\n', null)).toBeNull();
});

test('a layout that cannot be changed in place is refused, and says what to do', () => {
  expect(() => editEntry('- just a text\n', [0], { text: 'x' }, KEYS)).toThrow(
    'entry 1 of the list is laid out in a way that cannot be changed here',
  );
});
