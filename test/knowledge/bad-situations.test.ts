/**
 * Broken situations first: a checker that accepts everything looks exactly like one that works. Every row gives ALL problems that
 * its folder must have, so a rule that fires once too often fails as surely as one that stays silent.
 */

import { mkdir, rm, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { inspect, loadKnowledge } from '../../src/knowledge/load.ts';
import { KnowledgeError } from '../../src/knowledge/problem.ts';
import { FILE_MAX_BYTES } from '../../src/knowledge/yaml.ts';
import { edited, type Files, problemsOf, SOUND, writeFolder } from './river-flood.ts';

type Rows = readonly (readonly [what: string, files: Files, problems: readonly string[]])[];
const without = (name: keyof typeof SOUND): Files =>
  Object.fromEntries(Object.entries(SOUND).filter(([file]) => file !== name));
const README = 'write it as knowledge/README.md shows';
const IDS = 'an id of lower-case letters, digits and single hyphens, at most 60 characters ("conflict-began")';

function table(rows: Rows): void {
  test.each(rows)('%s', async (_what, files, expected) => {
    expect(await problemsOf(files)).toEqual(expected);
  });
}

describe('files', () => {
  table([
    ['facts.yml is missing', without('facts.yml'), [`facts.yml: is missing; ${README}`]],
    ['entities.yml is missing', without('entities.yml'), [`entities.yml: is missing; ${README}`]],
    ['situation.yml is missing', without('situation.yml'), [`situation.yml: is missing; ${README}`]],
    ['facts.yml is empty', { ...SOUND, 'facts.yml': '' }, [`facts.yml: is empty; ${README}`]],
    ['facts.yml holds comments only', { ...SOUND, 'facts.yml': '# later\n' }, [`facts.yml: is empty; ${README}`]],
    ['entities.yml is empty', { ...SOUND, 'entities.yml': '\n\n' }, [`entities.yml: is empty; ${README}`]],
    [
      'facts.yml is a list without facts',
      { ...SOUND, 'facts.yml': '[]\n', 'questions.yml': '' },
      ['facts.yml:1: there is no fact; add one'],
    ],
    [
      'facts.yml is a group of keys',
      { ...SOUND, 'facts.yml': 'facts:\n  - id: x\n' },
      ['facts.yml:1: must be a list; start each entry with "- id: …" at the start of a line'],
    ],
    [
      'a file has a name that nothing reads',
      { ...SOUND, 'question.yml': 'answered: []\n' },
      ['question.yml: is not a file that Sitrep reads; rename it to questions.yml?'],
    ],
    [
      'a file has the other ending of YAML',
      { ...SOUND, 'retired.yaml': '[]\n' },
      ['retired.yaml: is not a file that Sitrep reads; rename it to retired.yml?'],
    ],
    [
      'bytes that are not UTF-8',
      {
        ...SOUND,
        'questions.yml': Buffer.concat([Buffer.from('answered: []\n# caf'), Buffer.from([0xe9]), Buffer.from('\n')]),
      },
      ['questions.yml:2: is not UTF-8 text; save the file as UTF-8 in your editor'],
    ],
    [
      'UTF-16, as some editors save',
      { ...SOUND, 'questions.yml': Buffer.from('\ufeffanswered: []\n', 'utf16le') },
      ['questions.yml:1: is not UTF-8 text; save the file as UTF-8 in your editor'],
    ],
    [
      'a file of more than 20 MB',
      { ...SOUND, 'questions.yml': Buffer.alloc(FILE_MAX_BYTES + 1024 * 1024, '#') },
      ['questions.yml: is 21.0 MB large, at most 20 MB are read; split the situation'],
    ],
  ]);

  it('reports a folder where a file should be', async () => {
    const folder = await writeFolder(without('facts.yml'));
    await mkdir(join(folder, 'facts.yml'));
    const { problems } = await inspect(folder);
    expect(problems.map(({ message }) => message)).toEqual(['is not a file']);
  });

  it('does not even open a file of 50 MB', async () => {
    const folder = await writeFolder(SOUND);
    await truncate(join(folder, 'facts.yml'), 50 * 1024 * 1024);
    const { problems } = await inspect(folder);
    expect(problems.map(({ message }) => message)).toEqual(['is 50.0 MB large, at most 20 MB are read']);
  });

  it('refuses a link to a file outside the folder, and follows one inside it', async () => {
    const elsewhere = await writeFolder({ 'facts.yml': SOUND['facts.yml'] });
    const folder = await writeFolder({ ...without('facts.yml'), '..data/facts.yml': SOUND['facts.yml'] });
    await symlink(join('..data', 'facts.yml'), join(folder, 'facts.yml'));
    expect((await inspect(folder)).problems).toEqual([]);
    await rm(join(folder, 'facts.yml'));
    await symlink(join(elsewhere, 'facts.yml'), join(folder, 'facts.yml'));
    const { problems } = await inspect(folder);
    expect(problems.map(({ message }) => message)).toEqual(['is a link out of the folder']);
  });

  it('reports a link that leads in a circle', async () => {
    const folder = await writeFolder(without('facts.yml'));
    await symlink('facts.yml', join(folder, 'facts.yml'));
    const { problems } = await inspect(folder);
    expect(problems.map(({ message }) => message)).toEqual(['cannot be read (ELOOP)']);
  });

  it('names the situations beside a folder that is not there', async () => {
    const root = await writeFolder({ 'river-flood/situation.yml': SOUND['situation.yml'] });
    const error = await loadKnowledge(join(root, 'river-floot')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KnowledgeError);
    expect(error).toMatchObject({ code: 'KNOWLEDGE_MISSING' });
    expect(String(error)).toContain('river-floot: there is no such folder; did you mean "river-flood"? (in ');
  });

  test.each([
    ['an empty folder', {}],
    ['a folder with other things', { 'README.md': 'nothing here' }],
  ])('%s is KNOWLEDGE_MISSING', async (_what, files) => {
    const folder = await writeFolder(files);
    await expect(loadKnowledge(folder)).rejects.toMatchObject({
      code: 'KNOWLEDGE_MISSING',
      problems: [{ file: folder, line: null, id: null, message: 'holds no situation.yml' }],
    });
  });

  it('a file in place of the folder is KNOWLEDGE_MISSING', async () => {
    const folder = await writeFolder({ 'facts.yml': '[]' });
    const error = loadKnowledge(join(folder, 'facts.yml'));
    await expect(error).rejects.toMatchObject({
      code: 'KNOWLEDGE_MISSING',
      problems: [{ message: 'is not a folder' }],
    });
  });
});

describe('YAML', () => {
  const TWO_COLONS = 'not valid YAML: a second ":" stands in the line; put quotes around a text that holds ": "';
  table([
    [
      'a text with a colon and no quotes, twice',
      edited(
        'facts.yml',
        ['text: The river rose on March 3.', 'text: The river: it rose on March 3.'],
        ['label: Removal of a barrier', 'label: Removal: a barrier'],
      ),
      [`facts.yml:2: ${TWO_COLONS}`, `facts.yml:24: ${TWO_COLONS}`],
    ],
    [
      'broken YAML in two files at once',
      {
        ...SOUND,
        'questions.yml': 'answered: [\n',
        'retired.yml': '- id: "x\n',
      },
      [
        'questions.yml:2: not valid YAML: a quote or bracket opened here or before is not closed; close every quote, bracket and brace',
        'retired.yml:2: not valid YAML: a quote or bracket opened here or before is not closed; close every quote, bracket and brace',
      ],
    ],
    [
      'a tab at the start of a line',
      edited('facts.yml', ['  label: Rise of the river', '\tlabel: Rise of the river']),
      ['facts.yml:3: not valid YAML: the line starts with a tab; indent with spaces'],
    ],
    [
      'keys out of line, twice',
      edited(
        'facts.yml',
        ['  label: Rise of the river', '   label: Rise of the river'],
        ['  label: Removal of a barrier', ' label: Removal of a barrier'],
      ),
      [
        'facts.yml:2: not valid YAML: this line and those around it are not indented alike; give the keys of one group the same number of spaces',
        'facts.yml:24: not valid YAML: this line and those around it are not indented alike; give the keys of one group the same number of spaces',
      ],
    ],
    [
      'a merge of git that was not finished',
      {
        ...SOUND,
        'facts.yml': SOUND['facts.yml'].replace(
          '  headline: true\n',
          `${'<'.repeat(7)} HEAD\n  headline: true\n${'='.repeat(7)}\n`,
        ),
      },
      [
        'facts.yml:6: not valid YAML: the line is a conflict marker of git; keep one of the two versions, and remove the lines that start with <<<<<<<, ======= and >>>>>>>',
      ],
    ],
    [
      'two documents',
      { ...SOUND, 'questions.yml': 'answered: []\n---\nunanswered: []\n' },
      ['questions.yml:2: not valid YAML: a second document starts here; remove the line "---"'],
    ],
    [
      'a key given twice',
      edited('facts.yml', [
        '  label: Closing of the bridges',
        '  text: Two bridges were shut.\n  label: Closing of the bridges',
      ]),
      ['facts.yml:11: the key "text" was given before, in line 10; keep one of the two'],
    ],
    [
      'a key __proto__',
      edited('facts.yml', ['  headline: true', '  __proto__: {headline: true}\n  headline: true']),
      ['facts.yml:6: the key "__proto__" is not known; remove it'],
    ],
    [
      'anchors and aliases, as in an alias bomb',
      { ...SOUND, 'questions.yml': 'a: &a [x, x]\nb: &b [*a, *a]\nanswered: [*b]\n' },
      [
        'questions.yml:2: *a refers to an anchor; write the value out; anchors and aliases are not supported',
        'questions.yml:3: *b refers to an anchor; write the value out; anchors and aliases are not supported',
      ],
    ],
    [
      'lists in lists in lists',
      { ...SOUND, 'questions.yml': `answered: ${'['.repeat(30)}${']'.repeat(30)}\n` },
      ['questions.yml:1: is nested more than 20 levels deep; keep to the keys that knowledge/README.md shows'],
    ],
    [
      'a hundred thousand brackets',
      { ...SOUND, 'questions.yml': '['.repeat(100_000) },
      [
        'questions.yml:1: not valid YAML: lists or groups are nested far too deep; keep to the keys that knowledge/README.md shows',
      ],
    ],
    [
      'a tag',
      { ...SOUND, 'questions.yml': 'answered: !!set {a, b}\n' },
      [
        'questions.yml:1: not valid YAML: a tag ("!…") is not supported; remove it, or put quotes around a text that starts with "!"',
      ],
    ],
    [
      'a key with an invisible character',
      edited('facts.yml', ['  label: Rise of the river', '  "la\u200bbel": Rise of the river']),
      [
        'facts.yml:1 river-rose: "label" is missing; write a noun phrase for menus and buttons',
        'facts.yml:3: the key "la<U+200B>bel" holds an invisible character (U+200B); type the key again',
        'facts.yml:3 river-rose: the key "la<U+200B>bel" is not known; did you mean "label"?',
      ],
    ],
    [
      'a list as a key',
      { ...SOUND, 'questions.yml': '? [answered]\n: []\n' },
      ['questions.yml:1: not valid YAML: a key is not plain text; write the key as a word before ":"'],
    ],
  ]);
});

describe('shape', () => {
  table([
    [
      'a misspelt key and a missing one',
      edited('facts.yml', ['  label: Rise of the river', '  lable: Rise of the river']),
      [
        'facts.yml:1 river-rose: "label" is missing; write a noun phrase for menus and buttons',
        'facts.yml:3 river-rose: the key "lable" is not known; did you mean "label"?',
      ],
    ],
    [
      'an unknown key that is near none',
      edited('questions.yml', ['{q: Who built the bridges?}', '{q: Who built the bridges?, weight: 3}']),
      ['questions.yml:5: the key "weight" is not known; remove it; the keys here are q, via, far'],
    ],
    [
      'a text that ends at a comma of its own',
      edited('facts.yml', ['time: {text: Sunday}', 'time: {text: Sunday, as the report says}']),
      [
        'facts.yml:18 bridges-closed: the key "as the report says" is not known; put quotes around the text before it: in { } and [ ] a comma ends a text',
      ],
    ],
    [
      'an unknown key within a time',
      edited('facts.yml', ['time: {text: Sunday}', 'time: {txt: Sunday}']),
      ['facts.yml:18 bridges-closed: the key "txt" is not known; did you mean "text"?'],
    ],
    [
      'importance out of range, and one that is no number',
      edited('facts.yml', ['importance: 5', 'importance: 6'], ['importance: 3', 'importance: high']),
      [
        'facts.yml:5 river-rose: "importance" is the number 6; write a whole number from 1 to 5',
        'facts.yml:26 barrier-removed: "importance" is "high"; write a whole number from 1 to 5',
      ],
    ],
    [
      'a number that must be text',
      edited('facts.yml', ['edtf: XXXX-03-03', 'edtf: 2024']),
      [
        'facts.yml:7 river-rose: "edtf" is the number 2024; put it in quotes, or write a date such as "XXXX-10-07", or null',
      ],
    ],
    [
      'an empty text',
      edited('facts.yml', ['text: The river rose on March 3.', 'text: " "']),
      ['facts.yml:2 river-rose: "text" is empty; write one sentence that stands alone'],
    ],
    [
      'a fact that is no group of keys',
      { ...SOUND, 'facts.yml': `${SOUND['facts.yml']}- just words\n` },
      ['facts.yml:29: this entry is "just words"; write the keys that knowledge/README.md shows'],
    ],
    [
      'ids with capitals, spaces, or too long',
      edited('facts.yml', ['id: river-rose', 'id: River Rose'], ['id: barrier-removed', `id: ${'a'.repeat(61)}`]),
      [
        `facts.yml:1 River Rose: "id" is "River Rose"; write ${IDS}`,
        `facts.yml:22 ${'a'.repeat(61)}: "id" is "${'a'.repeat(59)}…"; write ${IDS}`,
        'questions.yml:2: fact "river-rose" is not in facts.yml; did you mean "River Rose"?',
      ],
    ],
    [
      'an unknown status',
      edited('facts.yml', ['status: alleged', 'status: rumoured']),
      [
        'facts.yml:27 barrier-removed: "status" is "rumoured"; write one of reported, alleged, unconfirmed, confirmed, disputed, corrected, retracted, superseded',
      ],
    ],
    [
      'a number without end',
      edited('facts.yml', ['value: 2,', 'value: .inf,']),
      ['facts.yml:19 bridges-closed: "value" is the number Infinity; write a number in digits'],
    ],
    [
      'a source with a label only',
      {
        ...SOUND,
        'situation.yml': SOUND['situation.yml'].replace(/label: Bulletin\n(?: {4}.*\n)*/, 'label: Bulletin\n'),
      },
      ['situation.yml:5 bulletin: "rights" is missing; write one of quote-only, full-text'],
    ],
    [
      'numbers that are given in no way, in two ways, and as a range that is upside down',
      edited('facts.yml', [
        'numbers: [{value: 2, of: bridges closed}]',
        'numbers: [{of: bridges}, {value: 2, about: 2, of: bridges}, {from: 2, to: 2, of: bridges}]',
      ]),
      ['', '', ''].map(
        () =>
          'facts.yml:19 bridges-closed: an entry of "numbers" is a group of keys; write a number as {value: 3, of: soldiers killed}, with about, at least, up to, or from and to instead of value',
      ),
    ],
    [
      'a time that is given in two ways',
      edited('facts.yml', ['time: {text: Sunday}', 'time: {since: Sunday, until: Monday}']),
      [
        'facts.yml:18 bridges-closed: "time" is a group of keys; write the time as {text: Sunday, edtf: …}, with since, until or as of instead of text, or null',
      ],
    ],
    [
      'a link that is no web address, a hash that is none, rights that are none',
      edited(
        'situation.yml',
        ['    url: null', '    url: "javascript:alert(1)"'],
        ['sha256: null', 'sha256: ABC'],
        ['rights: quote-only', 'rights: free'],
      ),
      [
        'situation.yml:11 bulletin: "url" is "javascript:alert(1)"; write a web address that starts with https:// or http://, or null',
        'situation.yml:14 bulletin: "rights" is "free"; write one of quote-only, full-text',
        'situation.yml:15 bulletin: "sha256" is "ABC"; write the SHA-256 of the text file in lower-case hex (64 characters), or null',
      ],
    ],
    [
      'a broken key does not hide what else is wrong with the fact',
      edited(
        'facts.yml',
        ['importance: 5', 'importance: 0'],
        ['headline: true', 'headline: maybe'],
        ['text: March 3, edtf: XXXX-03-03', 'text: March 3, edtf: 2024-03-33'],
      ),
      [
        'facts.yml:5 river-rose: "importance" is the number 0; write a whole number from 1 to 5',
        'facts.yml:6 river-rose: "headline" is "maybe"; write true or false',
        'facts.yml:7 river-rose: "edtf" "2024-03-33" is no EDTF date: day 33 does not exist; write a date such as "2023-10-07", "2023-10" or "XXXX-10-07"',
      ],
    ],
    [
      'a right-to-left override, an invisible character, a bell',
      edited(
        'facts.yml',
        ['text: The river rose on March 3.', 'text: "The river \\u202Erose on March 3."'],
        ['label: Closing of the bridges', 'label: "Closing of\\u200b the bridges"'],
        ['label: Removal of a barrier', 'label: "Removal of a barrier\\a!"'],
      ),
      [
        'facts.yml:2: "text" holds a character that turns text around (U+202E); type the text instead of pasting it',
        'facts.yml:11: "label" holds an invisible character (U+200B); type the text instead of pasting it',
        'facts.yml:24: "label" holds a control character (U+0007); type the text instead of pasting it',
      ],
    ],
    [
      'an id that would turn its own message around, or break it in two lines',
      edited('facts.yml', ['id: river-rose', 'id: "river\\u202E\\nrose"']),
      [
        'facts.yml:1: "id" holds a character that turns text around (U+202E); type the text instead of pasting it',
        `facts.yml:1 river<U+202E><U+000A>rose: "id" is "river<U+202E>\\nrose"; write ${IDS}`,
        'questions.yml:2: fact "river-rose" is not in facts.yml; did you mean "river<U+202E><U+000A>rose"?',
      ],
    ],
    [
      'a line break in a label, half a character in a topic',
      edited(
        'facts.yml',
        ['label: Rise of the river', 'label: "Rise of\\nthe river"'],
        ['asked_as: [which bridges are shut]', 'asked_as: ["\\ud83d bridges"]'],
      ),
      [
        'facts.yml:3: "label" holds a line break; write it on one line',
        'facts.yml:20: "asked_as" holds half a character (a lone surrogate); type the text instead of pasting it',
      ],
    ],
  ]);
});

describe('ids and references', () => {
  table([
    [
      'a misspelt topic',
      edited('facts.yml', ['topic: repairs', 'topic: repiars']),
      ['facts.yml:25 barrier-removed: topic "repiars" is not in situation.yml; did you mean "repairs"?'],
    ],
    [
      'a topic that is near none',
      edited('facts.yml', ['topic: repairs', 'topic: sport']),
      [
        'facts.yml:25 barrier-removed: topic "sport" is not in situation.yml; add it to situation.yml, or name one that is there',
      ],
    ],
    [
      'entities that are not there, and one named twice',
      edited(
        'facts.yml',
        ['said_by: [river-authority]', 'said_by: [river-autority]'],
        ['about: [lower-town]', 'about: [lower-town, lower-town, town-hall]'],
      ),
      [
        'facts.yml:14 bridges-closed: entity "river-autority" is not in entities.yml; did you mean "river-authority"?',
        'facts.yml:17 bridges-closed: "about" names "lower-town" twice; remove one of the two',
        'facts.yml:17 bridges-closed: entity "town-hall" is not in entities.yml; add it to entities.yml, or name one that is there',
      ],
    ],
    [
      'a source that is not there, in a fact and in a role',
      {
        ...edited('facts.yml', ['{source: bulletin, paragraph: 2', '{source: buletin, paragraph: 2']),
        'entities.yml': SOUND['entities.yml'].replace('source: bulletin', 'source: x'),
      },
      [
        'entities.yml:12 river-authority: source "x" is not in situation.yml; add it to situation.yml, or name one that is there',
        'facts.yml:28 barrier-removed: source "buletin" is not in situation.yml; did you mean "bulletin"?',
      ],
    ],
    [
      'ids used twice, of every kind',
      {
        'situation.yml': SOUND['situation.yml']
          .replace('- id: repairs', '- id: water')
          .replace('topics:', `${secondSource()}topics:`),
        'entities.yml': SOUND['entities.yml']
          .replace('- id: upper-town', '- id: river-authority')
          .replaceAll('upper-town', 'river-authority'),
        'facts.yml': SOUND['facts.yml']
          .replace('- id: barrier-removed', '- id: river-rose')
          .replace('topic: repairs', 'topic: water'),
        'questions.yml': '',
      },
      [
        'situation.yml:19 bulletin: the source id "bulletin" is already used in line 5; give one of the two another id',
        'situation.yml:37 water: the topic id "water" is already used in line 34; give one of the two another id',
        'entities.yml:17 river-authority: the entity id "river-authority" is already used in line 5; give one of the two another id',
        'facts.yml:22 river-rose: the fact id "river-rose" is already used in line 1; give one of the two another id',
      ],
    ],
    [
      'a fact whose id is retired; a retired id moved to nowhere, to itself, to another retired one; twice retired',
      {
        ...SOUND,
        'retired.yml': `- {id: river-rose, reason: wrong day, moved_to: null}
- {id: old-a, reason: merged, moved_to: river-roze}
- {id: old-b, reason: merged, moved_to: old-a}
- {id: old-b, reason: again, moved_to: bridges-closed}
- {id: old-c, reason: "", moved_to: null}
`,
      },
      [
        'facts.yml:1 river-rose: the id "river-rose" is retired (retired.yml, line 1); give the fact another id: an id that was withdrawn is never used again',
        'retired.yml:2 old-a: fact "river-roze" is not in facts.yml; did you mean "river-rose"?',
        'retired.yml:3 old-b: "old-a" is retired itself; name the fact that it became, or null',
        'retired.yml:4 old-b: the retired id "old-b" is already used in line 3; give one of the two another id',
        'retired.yml:5 old-c: "reason" is empty; write why the fact was withdrawn or moved',
      ],
    ],
    [
      'a broken entities.yml is reported alone: what refers to it cannot be judged',
      { ...SOUND, 'entities.yml': 'entities: [\n' },
      [
        'entities.yml:2: not valid YAML: a quote or bracket opened here or before is not closed; close every quote, bracket and brace',
      ],
    ],
    [
      'an entity with a slip still counts as there',
      edited('entities.yml', ['kind: organisation', 'kind: organization']),
      [
        'entities.yml:6 river-authority: "kind" is "organization"; write one of person, organisation, group, country, place, thing, event',
      ],
    ],
  ]);
});

/** A second source with the id of the first. */
function secondSource(): string {
  const [, source = ''] = /sources:\n((?: {2}.*\n)+)/.exec(SOUND['situation.yml']) ?? [];
  return source;
}

describe('names', () => {
  table([
    [
      'an alias that leads to two entities',
      edited('entities.yml', ['    aliases: []', '    aliases: [The  Authority]']),
      [
        'entities.yml:21 upper-town: the alias "The  Authority" already leads to river-authority (line 9); remove it from one of the two, or add it to shared_aliases with [river-authority, upper-town]',
      ],
    ],
    [
      'an alias that is the name of another, but for dots and accents',
      edited('entities.yml', ['    aliases: []', '    aliases: ["RÁ", Lówer-Town]']),
      [
        'entities.yml:21 upper-town: the alias "RÁ" already leads to river-authority (line 9); remove it from one of the two, or add it to shared_aliases with [river-authority, upper-town]',
        'entities.yml:21 upper-town: the alias "Lówer-Town" already leads to lower-town (line 15); remove it from one of the two, or add it to shared_aliases with [lower-town, upper-town]',
      ],
    ],
    [
      'an alias listed twice, and one that repeats the name',
      edited('entities.yml', [
        'aliases: [the authority, R.A.]',
        'aliases: [the authority, river authority, The Authority]',
      ]),
      [
        'entities.yml:9 river-authority: the alias "river authority" is listed twice; remove one of the two',
        'entities.yml:9 river-authority: the alias "The Authority" is listed twice; remove one of the two',
      ],
    ],
    [
      'a shared alias that a third entity has too',
      edited('entities.yml', ['aliases: [the authority, R.A.]', 'aliases: [the authority, the town]']),
      [
        'entities.yml:9 river-authority: the alias "the town" is a shared alias of lower-town, upper-town only; add river-authority to that shared alias, or remove the name here',
      ],
    ],
    [
      'shared aliases of one, of one twice, of nobody known, of symbols, and repeated',
      edited('entities.yml', [
        'entities:\n  - id: river-authority',
        `  - {alias: port, entities: [lower-town]}
  - {alias: quay, entities: [lower-town, lower-town]}
  - {alias: pier, entities: [lower-town, uper-town]}
  - {alias: "!?", entities: [lower-town, upper-town]}
  - {alias: The Town, entities: [lower-town, upper-town]}
entities:
  - id: river-authority`,
      ]),
      [
        'entities.yml:4: the shared alias "port" names fewer than two entities; name two entities or more, or make it an alias of the one',
        'entities.yml:5: "entities" names "lower-town" twice; remove one of the two',
        'entities.yml:5: the shared alias "quay" names fewer than two entities; name two entities or more, or make it an alias of the one',
        'entities.yml:6: entity "uper-town" is not in entities.yml; did you mean "upper-town"?',
        'entities.yml:7: the shared alias "!?" holds no letter or digit; write a name that people type',
        'entities.yml:8: the shared alias "The Town" is listed twice; join the two entries',
      ],
    ],
    [
      'a topic alias that leads to two topics',
      edited('situation.yml', [
        '    title: Repairs',
        '    title: Repairs\n    aliases: [the water, Flood, mending, Mending]',
      ]),
      [
        'situation.yml:25 repairs: "the water" already leads to the topic "water"; keep it in one of the two topics',
        'situation.yml:25 repairs: "Flood" already leads to the topic "water"; keep it in one of the two topics',
        'situation.yml:25 repairs: the alias "Mending" is listed twice; remove one of the two',
      ],
    ],
    [
      'synonyms: a group of one, and a word twice',
      edited('situation.yml', ['  - [closed, shut]', '  - [closed]\n  - [bridge, span, Bridge]']),
      [
        'situation.yml:26: a group of synonyms has fewer than two words; add a word, or remove the group',
        'situation.yml:27: the synonym "Bridge" is listed twice; remove one of the two',
      ],
    ],
    [
      'no source and no topic',
      {
        ...SOUND,
        'situation.yml': 'title: River flood\nscope: None.\nlanguage: en\nsources: []\ntopics: []\n',
        'entities.yml': SOUND['entities.yml'].replace(/ {4}roles:\n.*\n.*\n/, ''),
        'facts.yml': '[]\n',
        'questions.yml': '',
      },
      [
        'situation.yml:4: there is no source; add the source that the facts cite',
        'situation.yml:5: there is no topic; add one: every fact belongs to one',
        'facts.yml:1: there is no fact; add one',
      ],
    ],
    [
      'a language that is no code',
      edited('situation.yml', ['language: en\nsources', 'language: English!\nsources']),
      ['situation.yml:3: "English!" is no language code; write a code such as "en" or "pt-BR"'],
    ],
    [
      'a day that does not exist',
      edited('situation.yml', ['accessed: 2024-03-05', 'accessed: 2023-02-29']),
      [
        'situation.yml:17 bulletin: "accessed" "2023-02-29" is no EDTF date: day 29 does not exist in month 02; write a date such as "2023-10-07", "2023-10" or "XXXX-10-07"',
      ],
    ],
  ]);
});

describe('citations', () => {
  const thirteen = 'one two three four five six seven eight nine ten eleven twelve thirteen';
  table([
    [
      'a fact that cites nothing, and a role',
      {
        ...edited('facts.yml', [
          'cites: [{source: bulletin, paragraph: 2, sentence: 2, quote: allegedly removed a barrier}]',
          'cites: []',
        ]),
        'entities.yml': SOUND['entities.yml'].replace(/cites: .*/, 'cites: []'),
      },
      [
        'entities.yml:11 river-authority: the role "Flood office" cites nothing; add the passage that gives the role, or remove it',
        'facts.yml:28 barrier-removed: the fact cites nothing; add the passage that says it, or remove the fact',
      ],
    ],
    [
      'a paragraph that the source does not have, and sentence 0',
      edited('facts.yml', ['paragraph: 2, sentence: 2', 'paragraph: 3, sentence: 0']),
      [
        'facts.yml:28 barrier-removed: "sentence" is the number 0; write the number of the sentence in its paragraph, from 1',
        'facts.yml:28 barrier-removed: paragraph 3 does not exist: "bulletin" has 2; name a paragraph from 1 to 2',
      ],
    ],
    [
      'a quote of thirteen words from a quote-only source',
      edited('facts.yml', ['quote: closed two bridges', `quote: ${thirteen}`]),
      [
        'facts.yml:21 bridges-closed: the quote has 13 words; "bulletin" allows 12 (rights: quote-only); quote the 12 words or fewer that carry the statement',
      ],
    ],
    [
      'an empty quote, and one without a word',
      edited('facts.yml', ['quote: closed two bridges', 'quote: ""'], ['quote: rose on March 3', 'quote: "…"']),
      [
        'facts.yml:8 river-rose: the quote holds no word; quote a phrase of the sentence',
        'facts.yml:21 bridges-closed: "quote" is empty; write a short exact phrase of the sentence',
      ],
    ],
    [
      'the same passage cited twice',
      edited('facts.yml', [
        'quote: rose on March 3}]',
        'quote: rose on March 3}, {source: bulletin, paragraph: 1, sentence: 1, quote: rose on March 3}]',
      ]),
      ['facts.yml:8 river-rose: this passage is cited twice; remove one of the two'],
    ],
  ]);
});

describe('facts', () => {
  const note = (status: string): string =>
    `facts.yml:27 barrier-removed: the status is ${status}, but status_note is not given; say in status_note why`;
  table([
    [
      'no full stop, as when a comment sign cuts the text',
      edited('facts.yml', ['text: The river rose on March 3.', 'text: The river rose #3 on the list.']),
      [
        'facts.yml:2 river-rose: the text does not end like a sentence; end it with a full stop (and put quotes around text that holds " #" or ": ")',
      ],
    ],
    [
      'two sentences',
      edited('facts.yml', ['text: The river rose on March 3.', 'text: The river rose in the U.S. It fell on March 4.']),
      ['facts.yml:2 river-rose: the text has 2 sentences; write one sentence, and a fact for each other statement'],
    ],
    [
      'a text of 301 characters and a label of 81',
      edited(
        'facts.yml',
        ['text: The river rose on March 3.', `text: R${'o'.repeat(299)}.`],
        ['label: Rise of the river', `label: R${'i'.repeat(80)}`],
      ),
      [
        'facts.yml:2 river-rose: the text has 301 characters, at most 300 are allowed; split it into two facts',
        'facts.yml:3 river-rose: the label has 81 characters, at most 80 fit a button; shorten it to a noun phrase',
      ],
    ],
    [
      'a text and a label that another fact has',
      edited(
        'facts.yml',
        ['text: Opponents allegedly took a barrier away.', 'text: the RIVER rose, on March 3!'],
        ['label: Removal of a barrier', 'label: Closing of the Bridges'],
        ['status: alleged', 'status: reported'],
      ),
      [
        'facts.yml:23 barrier-removed: the text is the same as that of "river-rose" (line 2); remove one of the two facts',
        'facts.yml:24 barrier-removed: the label is the same as that of "bridges-closed" (line 11); tell the two facts apart by their labels',
      ],
    ],
    [
      'an allegation told as certain',
      edited('facts.yml', ['Opponents allegedly took a barrier away.', 'Opponents took a barrier away.']),
      [
        'facts.yml:23 barrier-removed: the status is alleged, but the text states it as certain; say so in the text: "allegedly", "accused of", "suspected"',
      ],
    ],
    [
      'a speaker whom the text does not name',
      edited('facts.yml', [
        'text: The River Authority said on Sunday that it had shut two bridges.',
        'text: Two bridges were shut.',
      ]),
      [
        'facts.yml:14 bridges-closed: the text does not name "river-authority", who said it; name the speaker in the text ("River Authority said …"), or add the name that the text uses to its aliases',
      ],
    ],
    [
      'a reason that is not in the text',
      edited('facts.yml', ['status: alleged', 'status: alleged\n  reason: because of the noise']),
      ['facts.yml:28 barrier-removed: the reason is not a phrase of the text; copy it from the text word for word'],
    ],
    [
      'a number that the text does not state',
      edited('facts.yml', ['{value: 2, of: bridges closed}', '{value: 5, of: bridges closed}']),
      [
        'facts.yml:19 bridges-closed: the text does not state the number 5; write the number that the text states, or state it in the text',
      ],
    ],
    ['disputed without a note', edited('facts.yml', ['status: alleged', 'status: disputed']), [note('disputed')]],
    ['corrected without a note', edited('facts.yml', ['status: alleged', 'status: corrected']), [note('corrected')]],
    ['retracted without a note', edited('facts.yml', ['status: alleged', 'status: retracted']), [note('retracted')]],
    [
      'superseded by nothing, without a note',
      edited('facts.yml', ['status: alleged', 'status: superseded']),
      [
        'facts.yml:27 barrier-removed: the status is superseded, but superseded_by is not given; name the fact that replaces it',
        note('superseded'),
      ],
    ],
    [
      'superseded by itself, and by a fact that is not there',
      edited(
        'facts.yml',
        ['  status: alleged', '  status: superseded\n  status_note: newer report\n  superseded_by: barrier-removed'],
        ['  headline: true', '  status: superseded\n  status_note: newer report\n  superseded_by: bridges-close'],
      ),
      [
        'facts.yml:8 river-rose: fact "bridges-close" is not in facts.yml; did you mean "bridges-closed"?',
        'facts.yml:31 barrier-removed: the fact is superseded by itself; name the newer fact',
      ],
    ],
    [
      'superseded in a ring',
      edited(
        'facts.yml',
        ['  status: alleged', '  status: superseded\n  status_note: newer report\n  superseded_by: river-rose'],
        ['  headline: true', '  status: superseded\n  status_note: newer report\n  superseded_by: barrier-removed'],
      ),
      [
        'facts.yml:8 river-rose: the facts river-rose, barrier-removed supersede each other in a ring; name the newest one',
      ],
    ],
    [
      'a successor for a fact that still holds',
      edited('facts.yml', ['  headline: true', '  superseded_by: bridges-closed']),
      [
        'facts.yml:6 river-rose: superseded_by is given, but the status is reported; write "status: superseded", or remove superseded_by',
      ],
    ],
    [
      'a year that the source does not give',
      edited('facts.yml', ['edtf: XXXX-03-03', 'edtf: 2024-03-03']),
      [
        'facts.yml:7 river-rose: the date states the year 2024, but the time "March 3" does not; write XXXX for the year unless the source gives it; then give it in the text, too',
      ],
    ],
    [
      'a date that is not the day that the text means, although the source has a date',
      {
        ...edited('facts.yml', ['time: {text: Sunday}', 'time: {text: Sunday, edtf: 2024-03-02}']),
        'situation.yml': SOUND['situation.yml'].replace('published: null', 'published: 2024-03-04'),
      },
      [
        'facts.yml:18 bridges-closed: the date 2024-03-02 is not "Sunday" in a text of 2024-03-04; write 2024-03-03 or 2024-03-10, or leave edtf out',
      ],
    ],
    [
      'a year far from that of the source',
      {
        ...edited('facts.yml', ['edtf: XXXX-03-03', 'edtf: 2014-03-03']),
        'situation.yml': SOUND['situation.yml'].replace('published: null', 'published: 2024-03-04'),
      },
      [
        'facts.yml:7 river-rose: the date 2014-03-03 is not "March 3" in a text of 2024-03-04; write a date of 2024, or leave edtf out',
      ],
    ],
    [
      'an upper end of a range that the text does not state',
      edited('facts.yml', ['{value: 2, of: bridges closed}', '{from: 2, to: 4, of: bridges closed}']),
      [
        'facts.yml:19 bridges-closed: the text does not state the number 4; write the number that the text states, or state it in the text',
      ],
    ],
    [
      'an unconfirmed fact told as certain, passed on by somebody who is not there',
      edited(
        'facts.yml',
        ['status: alleged', 'status: unconfirmed\n  via: [river-autority]'],
        ['Opponents allegedly took', 'Opponents took'],
      ),
      [
        'facts.yml:23 barrier-removed: the status is unconfirmed, but the text states it as certain; say so in the text: "unconfirmed", "reportedly", "said to have"',
        'facts.yml:28 barrier-removed: entity "river-autority" is not in entities.yml; did you mean "river-authority"?',
      ],
    ],
    [
      'a fact that is served and names a draft entity',
      {
        ...SOUND,
        'entities.yml': SOUND['entities.yml'].replace('name: Lower Town', 'name: Lower Town\n    draft: true'),
      },
      ['entities.yml:3', 'facts.yml:16 bridges-closed', 'facts.yml:17 bridges-closed', 'questions.yml:3'].map(
        (place) => `${place}: entity "lower-town" is a draft; check it in entities.yml, and remove "draft: true" there`,
      ),
    ],
    [
      'two different years',
      edited('facts.yml', ['text: March 3, edtf: XXXX-03-03', 'text: March 2023, edtf: 2024-03']),
      [
        'facts.yml:7 river-rose: the date states the year 2024, the time "March 2023" another; correct the one that is wrong',
      ],
    ],
    [
      'the same way of asking twice',
      edited('facts.yml', [
        'asked_as: [which bridges are shut]',
        'asked_as: [which bridges are shut, "Which bridges are shut?"]',
      ]),
      ['facts.yml:20 bridges-closed: "Which bridges are shut?" is listed twice; remove one of the two'],
    ],
  ]);
});

describe('questions', () => {
  table([
    [
      'facts and entities that are not there',
      edited(
        'questions.yml',
        ['[river-rose]', '[river-rise]'],
        ['[lower-town, upper-town]', '[lower-town, upper-twon]'],
      ),
      [
        'questions.yml:2: fact "river-rise" is not in facts.yml; did you mean "river-rose"?',
        'questions.yml:3: entity "upper-twon" is not in entities.yml; did you mean "upper-town"?',
      ],
    ],
    [
      'an empty question, an unknown command and kind',
      edited(
        'questions.yml',
        ['{q: best pizza, far: true}', '{q: "", far: yes}'],
        ['via: when}', 'via: wen, kind: answer}'],
      ),
      [
        'questions.yml:2: "via" is "wen"; write one of ask, who, when, facts',
        'questions.yml:2: "kind" is "answer"; write one of answered, choose, related',
        'questions.yml:6: "q" is empty; write a question as people type it',
        'questions.yml:6: "far" is "yes"; write true or false',
      ],
    ],
    [
      'a question without a fact, one with choices, a choice without enough, one with facts',
      {
        ...SOUND,
        'questions.yml': `answered:
  - {q: how high is it}
  - {q: who shut them, first: [bridges-closed], choices: [lower-town]}
  - {q: which town, kind: choose, choices: [lower-town]}
  - {q: what town, kind: choose, choices: [lower-town, upper-town], first: [river-rose]}
`,
      },
      [
        'questions.yml:2: "first" names no fact; name the fact that must come first',
        'questions.yml:3: only a question of kind choose has "choices"; remove them, or write "kind: choose"',
        'questions.yml:4: a question of kind choose names fewer than two choices; list the entities in "choices"',
        'questions.yml:5: a question of kind choose has no "first"; remove it',
      ],
    ],
    [
      'a question that repeats another but for case, articles and signs, even across the lists',
      {
        ...SOUND,
        'questions.yml': `answered:
  - {q: when did the river rise, first: [river-rose]}
  - {q: "When did river rise?", first: [river-rose]}
  - {q: when did the river rise, first: [river-rose], via: when}
unanswered:
  - {q: "When did a river rise!"}
`,
      },
      [
        'questions.yml:3: "When did river rise?" nearly repeats the question in line 2; remove one of the two',
        'questions.yml:6: "When did a river rise!" nearly repeats the question in line 2; remove one of the two',
      ],
    ],
  ]);
});

it('one error lists the slips of all files, in the order of files and lines', async () => {
  const folder = await writeFolder({
    'situation.yml': SOUND['situation.yml'].replace('accessed: 2024-03-05', 'accessed: 2024-13'),
    'entities.yml': SOUND['entities.yml'].replace('importance: 4', 'importance: 9'),
    'facts.yml': SOUND['facts.yml']
      .replace('topic: repairs', 'topic: repiars')
      .replace('topic: water', 'topic: weather'),
    'questions.yml': SOUND['questions.yml'].replace('[river-rose]', '[]'),
    'retired.yml': '- {id: gone, reason: error}\n',
  });
  const error = await loadKnowledge(folder).catch((caught: unknown) => caught);
  if (!(error instanceof KnowledgeError)) throw new Error(`a KnowledgeError was expected, not ${String(error)}`);
  expect(error.code).toBe('KNOWLEDGE_INVALID');
  expect(error.problems.map(({ file, line }) => `${file.replace(`${folder}/`, '')}:${line}`)).toEqual([
    'situation.yml:17',
    'entities.yml:8',
    'facts.yml:4',
    'facts.yml:25',
    'questions.yml:2',
    'retired.yml:1',
  ]);
  expect(error.message.split('\n')).toHaveLength(6);
  expect(error.message).toContain(
    `${folder}/facts.yml:25 barrier-removed: topic "repiars" is not in situation.yml; did you mean "repairs"?`,
  );
});
