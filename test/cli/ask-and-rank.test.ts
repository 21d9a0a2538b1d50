import { resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { run as ask } from '../../src/cli/ask.ts';
import { run as brief } from '../../src/cli/brief.ts';
import type { Run } from '../../src/cli/io.ts';
import { run as rank } from '../../src/cli/rank.ts';

const KNOWLEDGE = resolve(import.meta.dirname, '../../knowledge');

async function runWith(run: Run, args: readonly string[], input = '') {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await run(args, { stdin: Readable.from([input]), stdout, stderr, env: {} });
  const text = (stdout.read() as Buffer | null)?.toString('utf8') ?? '';
  const rows = text.split('\n').filter((line) => line !== '');
  return { code, text, rows };
}
const jsonRows = (rows: readonly string[]) => rows.map((row): unknown => JSON.parse(row));

describe('brief', () => {
  const folder = ['--knowledge', `${KNOWLEDGE}/us-iran-strikes`];

  test('prints the brief of a subject, and exits 1 where the text names none', async () => {
    const { code, rows } = await runWith(brief, [...folder, 'jake', 'sullivan']);
    expect(code).toBe(0);
    expect(rows.slice(0, 2)).toEqual(['Jake Sullivan', 'U.S. strikes on Iran-aligned groups']);
    expect(await runWith(brief, [...folder, 'king of Spain'])).toMatchObject({ code: 1, text: '' });
  });
});

describe('ask', () => {
  test('prints the plain answer of the bundled situation, or of the one that is named', async () => {
    const { code, text } = await runWith(ask, ['--knowledge', KNOWLEDGE, 'when did it start']);
    expect(code).toBe(0);
    expect(text).toContain('October 7');
    const elsewhere = ['--knowledge', KNOWLEDGE, '--situation', 'mpox-response-2024', 'what is TPOXX'];
    expect((await runWith(ask, elsewhere)).text).toContain('antiviral');
  });

  test('--jsonl answers every line in order, says which are wrong, and exits 1 for them', async () => {
    const input = [
      '{"id":"a","q":"oct 7","kind":"when"}',
      'no json',
      '{"id":7,"q":"best pizza in Rome"}',
      '{"id":"c"}',
      '{"id":"d","q":"who is the national security adviser"}',
    ].join('\n');
    const { code, rows } = await runWith(ask, ['--jsonl', '--knowledge', `${KNOWLEDGE}/us-iran-strikes`], input);
    expect(code).toBe(1);
    expect(jsonRows(rows)).toMatchObject([
      {
        id: 'a',
        kind: 'answered',
        confidence: expect.any(Number),
        subjects: [],
        facts: [{ id: 'conflict-began', status: 'reported', citations: [{ source: 'article', paragraph: 3 }] }],
      },
      { id: null, error: expect.stringContaining('line 2') },
      { id: 7, kind: 'unknown', confidence: 0, facts: [] },
      { id: 'c', error: expect.stringContaining('q') },
      { id: 'd', kind: 'choose', subjects: ['jake-sullivan', 'john-bolton'], facts: [] },
    ]);
  });

  test.each([[[]], [['--jsonl', 'question']], [['--nonsense']]])('%j is misuse', async (args) => {
    await expect(runWith(ask, args)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('a folder that is not there is named', async () => {
    await expect(runWith(ask, ['--knowledge', '/nowhere', 'x'])).rejects.toMatchObject({ code: 'KNOWLEDGE_MISSING' });
  });
});

describe('rank', () => {
  const index =
    '{"op":"index","docs":[{"id":"a","text":"The dam holds water.","title":"Dams","group":"g"},{"id":"b","text":"Cats sleep."}]}';

  test('indexes, searches, and replaces the corpus', async () => {
    const { code, rows } = await runWith(
      rank,
      [],
      [index, '{"op":"search","q":"dam","k":5}', '{"op":"index","docs":[]}', '{"op":"search","q":"dam","k":5}'].join(
        '\n',
      ),
    );
    expect(code).toBe(0);
    expect(jsonRows(rows)).toMatchObject([
      { ok: true },
      { hits: [{ id: 'a', score: expect.any(Number) }], confidence: expect.any(Number) },
      { ok: true },
      { hits: [], confidence: 0 },
    ]);
  });

  test('a line that is no request is answered with an error, and the next one is served', async () => {
    const { code, rows } = await runWith(
      rank,
      [],
      [
        '{"op":"search","q":"dam"}',
        'x',
        index,
        '{"op":"find"}',
        '{"op":"search","q":"???","k":3}',
        `{"op":"search","q":"${'dam '.repeat(2500)}"}`,
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(jsonRows(rows)).toMatchObject([
      { error: expect.stringContaining('line 1') },
      { error: expect.stringContaining('line 2') },
      { ok: true },
      { error: expect.stringContaining('line 4') },
      { hits: [] },
      { hits: [{ id: 'a' }] },
    ]);
  });
});
