import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSituations, loadKnowledge } from '../../src/knowledge/load.ts';
import { BULLETIN, BULLETIN_SHA256, edited, problemsOf, SOUND, writeFolder } from './river-flood.ts';

describe('a sound situation', () => {
  it('is loaded with everything in its files', async () => {
    const folder = await writeFolder({ ...SOUND, 'retired.yml': '- {id: old, reason: wrong, moved_to: river-rose}\n' });
    const knowledge = await loadKnowledge(folder);
    expect(knowledge).toMatchObject({
      name: basename(folder),
      title: 'River flood',
      scope: 'The flood of one river.',
      language: 'en',
      topics: [
        { id: 'water', title: 'The water', aliases: ['flood', 'river level'] },
        { id: 'repairs', title: 'Repairs', aliases: [] },
      ],
      sharedAliases: [{ alias: 'the town', entities: ['lower-town', 'upper-town'] }],
      synonyms: [['closed', 'shut']],
      examples: ['/when road closed'],
    });
    expect(knowledge.version).toMatch(/^[0-9a-f]{12}$/);
    expect([...knowledge.sources.values()]).toEqual([
      {
        id: 'bulletin',
        label: 'Bulletin',
        headline: null,
        publisher: null,
        author: null,
        published: null,
        url: null,
        archiveUrl: null,
        language: 'en',
        rights: 'quote-only',
        sha256: null,
        paragraphs: 2,
        accessed: '2024-03-05',
        note: null,
      },
    ]);
    expect([...knowledge.entities.values()]).toEqual([
      {
        id: 'river-authority',
        kind: 'organisation',
        name: 'River Authority',
        importance: 4,
        aliases: ['the authority', 'R.A.'],
        roles: [
          {
            title: 'Flood office',
            former: false,
            citations: [{ source: 'bulletin', paragraph: 1, sentence: 2, quote: 'The River Authority' }],
          },
        ],
      },
      { id: 'lower-town', kind: 'place', name: 'Lower Town', importance: 2, aliases: [], roles: [] },
      { id: 'upper-town', kind: 'place', name: 'Upper Town', importance: 1, aliases: [], roles: [] },
    ]);
    expect(knowledge.facts.map(({ id }) => id)).toEqual(['river-rose', 'bridges-closed', 'barrier-removed']);
    expect(knowledge.facts[1]).toEqual({
      id: 'bridges-closed',
      text: 'The River Authority said on Sunday that it had shut two bridges.',
      label: 'Closing of the bridges',
      topic: 'water',
      importance: 4,
      headline: false,
      status: 'reported',
      statusNote: null,
      supersededBy: null,
      saidBy: ['river-authority'],
      actors: ['river-authority'],
      places: ['lower-town'],
      // As given, then whoever speaks, acts or is the place and was not given.
      about: ['lower-town', 'river-authority'],
      time: { text: 'Sunday', edtf: null },
      numbers: [{ value: 2, of: 'bridges closed' }],
      reason: null,
      askedAs: ['which bridges are shut'],
      citations: [{ source: 'bulletin', paragraph: 1, sentence: 2, quote: 'closed two bridges' }],
    });
    expect([...knowledge.factById]).toEqual(knowledge.facts.map((fact) => [fact.id, fact]));
    expect([...knowledge.retired.values()]).toEqual([{ id: 'old', reason: 'wrong', movedTo: 'river-rose' }]);
    expect(knowledge.questions).toEqual([
      {
        answerable: true,
        q: 'when did the river rise',
        via: 'when',
        kind: 'answered',
        first: ['river-rose'],
        choices: [],
      },
      { answerable: true, q: 'the town', via: 'ask', kind: 'choose', first: [], choices: ['lower-town', 'upper-town'] },
      { answerable: false, q: 'Who built the bridges?', via: 'ask', far: false },
      { answerable: false, q: 'best pizza', via: 'ask', far: true },
    ]);
  });

  it('needs no questions.yml', async () => {
    const { 'questions.yml': _, ...files } = SOUND;
    expect((await loadKnowledge(await writeFolder(files))).questions).toEqual([]);
    expect((await loadKnowledge(await writeFolder({ ...files, 'questions.yml': '\n' }))).questions).toEqual([]);
    expect(
      (await loadKnowledge(await writeFolder({ ...files, 'questions.yml': 'answered:\nunanswered:\n' }))).questions,
    ).toEqual([]);
  });

  it('cannot be changed in any part', async () => {
    const knowledge = await loadKnowledge(await writeFolder(SOUND));
    const seen = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      expect(Object.isFrozen(value), JSON.stringify(value)).toBe(true);
      for (const part of value instanceof Map ? value.values() : Object.values(value)) visit(part);
    };
    visit(knowledge);
    expect(seen.size).toBeGreaterThan(40);
    for (const map of [knowledge.entities, knowledge.sources, knowledge.factById, knowledge.retired]) {
      // The type offers no way to write; a cast or plain JavaScript would.
      const writable: unknown = map;
      if (!(writable instanceof Map)) throw new Error('a Map was expected');
      expect(() => writable.set('x', {})).toThrow('cannot be changed');
      expect(() => writable.delete('river-authority')).toThrow('cannot be changed');
      expect(() => writable.clear()).toThrow('cannot be changed');
    }
  });

  it('reads the same with Windows line ends and a byte order mark', async () => {
    const plain = await loadKnowledge(await writeFolder(SOUND));
    const files = Object.fromEntries(
      Object.entries(SOUND).map(([name, text]) => [name, `\ufeff${text.replaceAll('\n', '\r\n')}`]),
    );
    const other = await loadKnowledge(await writeFolder(files));
    expect(other.facts).toEqual(plain.facts);
    expect(other.questions).toEqual(plain.questions);
  });

  it('holds a text that is folded over lines as one line', async () => {
    const files = edited(
      'facts.yml',
      ['text: The river rose on March 3.', 'text: >-\n    The river rose\n    on March 3.'],
      ['status: alleged', 'status: disputed\n  status_note: |\n    Two reports\n    differ.'],
    );
    const { facts } = await loadKnowledge(await writeFolder(files));
    expect(facts[0]?.text).toBe('The river rose on March 3.');
    expect(facts[2]?.statusNote).toBe('Two reports differ.');
  });

  it('takes empty keys for keys that are left out', async () => {
    const files = edited('facts.yml', [
      '  headline: true',
      '  headline:\n  status:\n  said_by:\n  reason:\n  numbers:',
    ]);
    const { facts } = await loadKnowledge(await writeFolder(files));
    expect(facts[0]).toMatchObject({ headline: false, status: 'reported', saidBy: [], reason: null, numbers: [] });
  });

  it('accepts ids that are also names of object properties', async () => {
    const files = {
      ...SOUND,
      'facts.yml': SOUND['facts.yml'].replace('id: barrier-removed', 'id: constructor'),
      'questions.yml': SOUND['questions.yml'].replace('[river-rose]', '[constructor]'),
    };
    const { factById } = await loadKnowledge(await writeFolder(files));
    expect([...factById.keys()]).toContain('constructor');
    expect(await problemsOf(edited('questions.yml', ['[river-rose]', '[constructor]']))).toHaveLength(1);
  });
});

describe('version', () => {
  it('the same files in another folder have the same version', async () => {
    const [a, b] = [await loadKnowledge(await writeFolder(SOUND)), await loadKnowledge(await writeFolder(SOUND))];
    expect(a.version).toBe(b.version);
  });

  it('any change in a YAML file changes the version, and other files do not', async () => {
    const folder = await writeFolder(SOUND);
    const versions = new Set([(await loadKnowledge(folder)).version]);
    for (const name of Object.keys(SOUND)) {
      await writeFile(join(folder, name), `${await readFile(join(folder, name), 'utf8')}# a remark\n`);
      versions.add((await loadKnowledge(folder)).version);
    }
    await writeFile(join(folder, 'retired.yml'), '');
    const last = (await loadKnowledge(folder)).version;
    versions.add(last);
    expect(versions.size).toBe(6);
    await writeFile(join(folder, 'README.md'), 'For editors.');
    expect((await loadKnowledge(folder)).version).toBe(last);
  });
});

describe('a text in the folder', () => {
  const fullText = edited(
    'situation.yml',
    ['rights: quote-only', 'rights: full-text'],
    ['sha256: null', `sha256: ${BULLETIN_SHA256}`],
  );

  it('the text of a full-text source in the folder proves its quotes', async () => {
    expect(await problemsOf({ ...fullText, 'sources/bulletin.txt': BULLETIN })).toEqual([]);
    const changed = BULLETIN.replace('rose on', 'fell on');
    expect(await problemsOf({ ...fullText, 'sources/bulletin.txt': changed })).toEqual([
      expect.stringMatching(
        /^situation\.yml:15 bulletin: the text sources\/bulletin\.txt has another SHA-256 than the source; /,
      ),
      'facts.yml:8 river-rose: the quote does not stand in paragraph 1, sentence 1, nor anywhere in the text; copy a phrase of the sentence exactly',
    ]);
  });

  it('a full-text source may be quoted at length', async () => {
    const quote = 'The River Authority closed two bridges, it said on Sunday';
    const long = `${quote}, ${quote}`;
    const files = {
      ...fullText,
      'facts.yml': SOUND['facts.yml'].replace('quote: closed two bridges', `quote: "${long}"`),
    };
    expect(await problemsOf(files)).toEqual([]);
  });

  it('the text of a quote-only source must not lie in the folder', async () => {
    expect(await problemsOf({ ...SOUND, 'sources/bulletin.txt': BULLETIN })).toEqual([
      'sources/bulletin.txt: is the text of "bulletin", which is quote-only; remove it; check with --source-text instead',
    ]);
  });

  it('a folder in place of the text is reported', async () => {
    expect(await problemsOf({ ...fullText, 'sources/bulletin.txt/part.txt': BULLETIN })).toEqual([
      'sources/bulletin.txt: is not a file; put a file of that name in its place',
    ]);
  });

  it('a text that belongs to no source is reported with a guess', async () => {
    expect(await problemsOf({ ...fullText, 'sources/buletin.txt': BULLETIN, 'sources/notes.txt': '' })).toEqual([
      'sources/buletin.txt: belongs to no source; rename it to bulletin.txt?',
      'sources/notes.txt: belongs to no source; remove it',
    ]);
  });
});

describe('listSituations', () => {
  it('folders with a situation.yml are listed in alphabetical order', async () => {
    const root = await writeFolder({
      'zebra/situation.yml': 'x',
      'alpha/situation.yml': 'x',
      'drafts/facts.yml': 'x',
      'README.md': 'x',
    });
    expect(await listSituations(root)).toEqual(['alpha', 'zebra']);
    await rename(join(root, 'alpha'), join(root, 'zz'));
    expect(await listSituations(root)).toEqual(['zebra', 'zz']);
  });

  it('listing a folder that is not there is KNOWLEDGE_MISSING', async () => {
    const root = await writeFolder({});
    await expect(listSituations(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'KNOWLEDGE_MISSING' });
  });
});
