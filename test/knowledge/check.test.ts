import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { run } from '../../src/cli/check.ts';
import { runWith } from '../cli/run-with.ts';
import { BULLETIN, BULLETIN_SHA256, edited, type Files, SOUND, writeFolder } from './river-flood.ts';

const checkText = (...args: readonly string[]) => runWith(run, args);

async function check(...args: readonly string[]) {
  const { code, lines, err } = await checkText(...args);
  return { code, lines, err };
}

const inside = (name: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([file, content]) => [`${name}/${file}`, content]));
const summary = {
  situation: 'flood',
  facts: 3,
  entities: 3,
  sources: 1,
  citations: 4,
  questions: 4,
  problems: 0,
  verified: 0,
  warnings: 0,
  drafts: 0,
};
const withHash = edited('situation.yml', ['sha256: null', `sha256: ${BULLETIN_SHA256}`]);

describe('check', () => {
  it('sound situations give one summary line each and exit code 0', async () => {
    const root = await writeFolder({ ...inside('flood', SOUND), ...inside('again', SOUND), 'README.md': 'x' });
    const { code, lines, err } = await check('--knowledge', root);
    expect(lines).toEqual([{ ...summary, situation: 'again' }, summary]);
    expect(code).toBe(0);
    expect(err).toContain(
      'flood: 3 facts, 3 entities, 4 citations (quotes not compared: no text of its sources given), 4 questions: no problem\n',
    );
  });

  it('a given text that no citation rests on yet is not called missing', async () => {
    const nothing = { 'situation.yml': SOUND['situation.yml'], 'entities.yml': '[]\n', 'facts.yml': '[]\n' };
    const root = await writeFolder({ ...inside('flood', nothing), 'bulletin.txt': BULLETIN });
    const { err } = await check('--knowledge', root, '--situation', 'flood', '--source-text', root);
    expect(err).toContain('flood: 0 facts, 0 entities, no citation, 0 questions');
    expect(err).not.toContain('not compared');
  });

  it('each problem gives a line, exit code 1, and the same for people on stderr', async () => {
    const broken = edited('facts.yml', ['topic: repairs', 'topic: repiars'], ['importance: 5', 'importance: 6']);
    const root = await writeFolder({ ...inside('flood', broken), ...inside('sound', SOUND) });
    const { code, lines, err } = await check('--knowledge', root);
    const file = join(root, 'flood/facts.yml');
    expect(lines).toEqual([
      {
        situation: 'flood',
        file,
        line: 5,
        id: 'river-rose',
        message: '"importance" is the number 6',
        remedy: 'write a whole number from 1 to 5',
        level: 'problem',
      },
      {
        situation: 'flood',
        file,
        line: 25,
        id: 'barrier-removed',
        message: 'topic "repiars" is not in situation.yml',
        remedy: 'did you mean "repairs"?',
        level: 'problem',
      },
      { ...summary, problems: 2 },
      { ...summary, situation: 'sound' },
    ]);
    expect(code).toBe(1);
    expect(err).toContain(
      `${file}:25 barrier-removed: topic "repiars" is not in situation.yml; did you mean "repairs"?\n`,
    );
  });

  it('--situation checks one situation only', async () => {
    const root = await writeFolder({ ...inside('flood', SOUND), ...inside('broken', { 'facts.yml': '' }) });
    expect(await check('--knowledge', root, '--situation', 'flood')).toMatchObject({ code: 0, lines: [summary] });
  });

  it('the folder of a situation is checked as that situation', async () => {
    const root = await writeFolder(inside('flood', SOUND));
    expect(await check('--knowledge', join(root, 'flood'))).toMatchObject({ code: 0, lines: [summary] });
  });

  it('a folder with facts but without situation.yml is reported', async () => {
    const { 'situation.yml': _, ...files } = SOUND;
    const root = await writeFolder({ ...inside('flood', SOUND), ...inside('forgotten', files) });
    const { code, lines } = await check('--knowledge', root);
    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({ situation: 'forgotten', line: null, message: 'is missing' }),
    );
  });
});

describe('check --source-text', () => {
  it('the right text proves every citation', async () => {
    const root = await writeFolder({ ...inside('flood', withHash), 'b=1.txt': BULLETIN });
    const { code, lines } = await check(
      '--knowledge',
      join(root, 'flood'),
      '--source-text',
      `bulletin=${root}/b=1.txt`,
    );
    expect(lines).toEqual([{ ...summary, verified: 4 }]);
    expect(code).toBe(0);
  });

  const CITE = 'facts.yml:8 river-rose';
  test.each<readonly [what: string, edit: readonly [string, string], problem: string]>([
    [
      'a quote that stands in another sentence',
      ['sentence: 1, quote: rose on March 3', 'sentence: 2, quote: rose on March 3'],
      `${CITE}: the quote does not stand in paragraph 1, sentence 2, but in ¶1 sentence 1; write {paragraph: 1, sentence: 1}`,
    ],
    [
      'a quote that stands in another paragraph',
      ['paragraph: 1, sentence: 1, quote: rose on March 3', 'paragraph: 1, sentence: 1, quote: in the U.S. style'],
      `${CITE}: the quote does not stand in paragraph 1, sentence 1, but in ¶2 sentence 1; write {paragraph: 2, sentence: 1}`,
    ],
    [
      'a quote that stands nowhere',
      ['quote: rose on March 3', 'quote: fell on March 3'],
      `${CITE}: the quote does not stand in paragraph 1, sentence 1, nor anywhere in the text; copy a phrase of the sentence exactly`,
    ],
    [
      'a sentence that does not exist',
      ['sentence: 1, quote: rose on March 3', 'sentence: 7, quote: fell on March 3'],
      `${CITE}: sentence 7 of paragraph 1 does not exist: it has 2; name the sentence that holds the quote, and copy the quote exactly`,
    ],
    [
      'another case and other quotation marks',
      ['quote: rose on March 3', 'quote: Rose on march 3'],
      `${CITE}: the quote differs from paragraph 1, sentence 1 in case, accents, quotation marks or dashes; copy it from the source exactly as it stands`,
    ],
    [
      'a quote that cuts a word',
      ['quote: rose on March 3', 'quote: ose on Mar'],
      `${CITE}: the quote starts or ends within a word; quote whole words`,
    ],
    [
      'a quote over two sentences',
      ['quote: rose on March 3', 'quote: on March 3. The River'],
      `${CITE}: the quote runs over the end of a sentence; quote from one sentence, and cite the other beside it`,
    ],
  ])('%s is reported with its place', async (_what, edit, problem) => {
    const root = await writeFolder({ ...inside('flood', edited('facts.yml', edit)), 'bulletin.txt': BULLETIN });
    const { code, lines, err } = await check('--knowledge', root, '--source-text', `bulletin=${root}/bulletin.txt`);
    expect(err.split('\n')[0]?.replace(`${root}/flood/`, '')).toBe(problem);
    expect(lines.at(-1)).toEqual({ ...summary, problems: 1, verified: 3 });
    expect(code).toBe(1);
  });

  it('other paragraphs and another fingerprint are both reported', async () => {
    const root = await writeFolder({ ...inside('flood', withHash), 'bulletin.txt': `${BULLETIN}\nOne more.\n` });
    const { err } = await check('--knowledge', root, '--source-text', `bulletin=${root}/bulletin.txt`);
    expect(err).toMatch(
      /situation\.yml:15 bulletin: the text .* has another SHA-256 than the source; take the text that was curated/,
    );
    expect(err).toMatch(/situation\.yml:16 bulletin: "paragraphs" is 2, but .* has 3; write 3/);
  });

  it('a text that is not UTF-8 proves nothing, and the reason is given', async () => {
    const root = await writeFolder({
      ...inside('flood', SOUND),
      'bulletin.txt': Buffer.from([0xff, 0xfe, 0x41, 0x00]),
    });
    const { code, lines, err } = await check('--knowledge', root, '--source-text', `bulletin=${root}/bulletin.txt`);
    expect(err).toContain('is not UTF-8; save it as UTF-8');
    expect(lines.at(-1)).toEqual({ ...summary, problems: 1 });
    expect(code).toBe(1);
  });

  it('a text is used for the situation whose fingerprint it has', async () => {
    const other = edited('situation.yml', ['sha256: null', `sha256: ${'a'.repeat(64)}`]);
    const root = await writeFolder({ ...inside('flood', withHash), ...inside('other', other), 'b.txt': BULLETIN });
    const { code, lines } = await check('--knowledge', root, '--source-text', `bulletin=${root}/b.txt`);
    expect(lines).toEqual([
      { ...summary, verified: 4 },
      { ...summary, situation: 'other' },
    ]);
    expect(code).toBe(0);
  });
});

describe('misuse exits 2, says what was expected, and writes nothing to stdout', () => {
  test.each<readonly [what: string, args: (root: string) => readonly string[], message: string]>([
    ['an unknown option', () => ['--sources'], "Unknown option '--sources'"],
    ['an extra word', () => ['flood'], "Unexpected argument 'flood'"],
    ['an option without its value', () => ['--knowledge'], "'--knowledge <value>' argument missing"],
    ['a missing knowledge folder', (root) => ['--knowledge', `${root}/nowhere`], 'nowhere: there is no such folder'],
    ['an unknown situation', (root) => ['--knowledge', root, '--situation', 'floot'], 'there is no situation "floot"'],
    [
      'a text without "="',
      (root) => ['--knowledge', root, '--source-text', 'bulletin'],
      'expects SOURCE=PATH or a folder of texts, not "bulletin"',
    ],
    ['a text without a path', (root) => ['--knowledge', root, '--source-text', 'bulletin='], 'expects SOURCE=PATH'],
    ['a text without a source', (root) => ['--knowledge', root, '--source-text', '=x.txt'], 'expects SOURCE=PATH'],
    [
      'a text that is not there',
      (root) => ['--knowledge', root, '--source-text', `bulletin=${root}/no.txt`],
      'the text of the source "bulletin" cannot be read',
    ],
    [
      'a source that no situation has',
      (root) => ['--knowledge', root, '--source-text', `buletin=${root}/b.txt`],
      'no situation has a source "buletin"; did you mean "bulletin"? (flood: bulletin)',
    ],
    [
      'two texts for one source',
      (root) => [
        '--knowledge',
        root,
        '--source-text',
        `bulletin=${root}/b.txt`,
        '--source-text',
        `bulletin=${root}/b.txt`,
      ],
      'two texts were given for the source "bulletin"',
    ],
  ])('%s', async (_what, args, message) => {
    const root = await writeFolder({ ...inside('flood', SOUND), 'b.txt': BULLETIN });
    const { code, lines, err } = await check(...args(root));
    expect(err).toContain(message);
    expect(lines).toEqual([]);
    expect(code).toBe(2);
  });
});

describe('what check prints', () => {
  const files: Files = {
    ...edited('entities.yml', ['[the authority, R.A.]', '[the authority, Opponents]']),
    'facts.yml': `${SOUND['facts.yml']}- {id: "a, b: 100%", draft: true}\n`,
  };

  it('warnings and drafts leave the exit code 0, and --strict makes it 1 for warnings', async () => {
    const root = await writeFolder(inside('flood', files));
    const { code, lines, err } = await check('--knowledge', root);
    expect(code).toBe(0);
    expect(lines.map((line) => (line as { level?: string }).level)).toEqual(['warning', 'draft', undefined]);
    expect(lines.at(-1)).toEqual({ ...summary, warnings: 1, drafts: 1 });
    expect(err).toContain('warning: ');
    expect(err).toContain('4 questions: no problem, 1 warning, 1 draft\n');
    expect((await check('--knowledge', root, '--strict')).code).toBe(1);
    const drafts = await writeFolder(inside('flood', { ...SOUND, 'facts.yml': String(files['facts.yml']) }));
    expect((await check('--knowledge', drafts, '--strict')).code).toBe(0);
  });

  it('--format github writes workflow commands', async () => {
    const root = await writeFolder(inside('flood', files));
    const { out } = await checkText('--knowledge', root, '--format', 'github');
    expect(out.replaceAll(root, '').split('\n')).toEqual([
      expect.stringMatching(/^::warning file=\/flood\/entities\.yml,line=9::river-authority: the alias "Opponents"/),
      expect.stringMatching(
        /^::notice file=\/flood\/facts\.yml,line=29::a, b: 100%25: is a draft fact and is not served/,
      ),
      '',
    ]);
  });

  it('--format expects json or github', async () => {
    const root = await writeFolder(inside('flood', SOUND));
    expect(await checkText('--knowledge', root, '--format', 'xml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--format expects json or github, not "xml"'),
    });
  });
});
