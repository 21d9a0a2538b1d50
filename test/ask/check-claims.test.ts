import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { statementsIn } from '../../src/ask/check-claims.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { type CheckedStatement, type DifferingDetail, STATEMENTS_MAX } from '../../src/model/answer.ts';
import { createSitrep } from '../../src/sitrep.ts';

interface Row {
  readonly statement: string;
  readonly verdict: CheckedStatement['verdict'];
  readonly detail?: DifferingDetail;
  /** Any of them. */
  readonly facts?: readonly string[];
}

const sitrep = createSitrep(await loadKnowledge(resolve(import.meta.dirname, '../../knowledge/us-iran-strikes')));
const rows = readFileSync(join(import.meta.dirname, 'check-claims.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line));
/** Of twenty statements of one kind. */
const WRONG_MAX = 1;

async function isRight({ statement, verdict, detail, facts }: Row): Promise<boolean> {
  const [checked] = await sitrep.check(statement);
  if (checked?.verdict !== verdict) return false;
  if (checked.verdict === 'differs' && checked.detail !== detail) return false;
  return checked.verdict === 'not-covered' || facts?.includes(checked.fact.id) === true;
}

describe('a table of sixty statements', () => {
  test.each(['borne-out', 'differs', 'not-covered'] as const)('%s: at most 1 in 20 is wrong', async (verdict) => {
    const own = rows.filter((row) => row.verdict === verdict);
    expect(own).toHaveLength(20);
    const right = await Promise.all(own.map(isRight));
    const wrong = own.filter((_, i) => !right[i]).map(({ statement }) => statement);
    expect(wrong.slice(WRONG_MAX), wrong.join('\n')).toEqual([]);
  });
});

describe('a statement', () => {
  const check = async (statement: string) => (await sitrep.check(statement))[0];

  test.each([
    ['Iran-backed militants killed the three U.S. soldiers.', 'certainty'],
    ['Israel attacked Hamas on October 7.', 'who'],
    ['Hamas attacked Israel on November 7.', 'day'],
    // A place is never another doer; one of the facts on the beginning names a place.
    ['The conflict began in Lebanon.', 'place'],
    // A place or day of which the fact says nothing does not make another number something else.
    ['Five U.S. soldiers died in Jordan.', 'number'],
    ['Four US soldiers were killed in Jordan on Monday.', 'number'],
  ])('%s differs from the facts in one detail: %s', async (statement, detail) => {
    expect(await check(statement)).toMatchObject({ verdict: 'differs', detail });
  });

  test('in a fact’s own words is borne out, whatever the fact', async () => {
    for (const { text } of sitrep.knowledge.facts) {
      expect(await check(text), text).toMatchObject({ verdict: 'borne-out' });
    }
  });

  test.each(['The rain may stop on Monday.', 'Groups of tourists are heading home in May.'])(
    'of another story is not covered: %s',
    async (statement) => {
      expect(await check(statement)).toMatchObject({ verdict: 'not-covered' });
    },
  );

  test.each([
    'Three U.S. soldiers died in Jordan.',
    'Three U.S. soldiers died on Monday.',
    'U.S. soldiers died on January 28.',
  ])('with a place or a day of which the fact says nothing is not covered: %s', async (statement) => {
    expect(await check(statement)).toMatchObject({ verdict: 'not-covered' });
  });

  test('that denies what a fact says is not covered, and never borne out', async () => {
    expect(await check('Hamas is not holding Israeli hostages.')).toMatchObject({ verdict: 'not-covered' });
  });

  test('that says as an allegation what is alleged is borne out', async () => {
    expect(await check('Iran-backed militants allegedly killed the three U.S. soldiers.')).toMatchObject({
      verdict: 'borne-out',
      fact: { id: 'soldiers-deaths-alleged' },
    });
  });

  test('that a fact can be found by, but does not say, is not borne out', async () => {
    // The last is a line that people ask for a fact by.
    expect(await check('The Secretary of State is on his way somewhere nice.')).toMatchObject({
      verdict: 'not-covered',
    });
  });
});

describe('a sentence that joins statements', () => {
  const check = async (sentence: string) =>
    (await sitrep.check(sentence)).map((checked) => [
      checked.statement,
      checked.verdict === 'differs' ? checked.detail : checked.verdict,
    ]);

  test.each([
    [
      'Three U.S. soldiers died and Hamas attacked Israel on October 9.',
      [
        ['Three U.S. soldiers died', 'borne-out'],
        ['Hamas attacked Israel on October 9.', 'day'],
      ],
    ],
    [
      'Hamas holds Israeli hostages, but Hezbollah has joined the conflict.',
      [
        ['Hamas holds Israeli hostages', 'borne-out'],
        ['Hezbollah has joined the conflict.', 'borne-out'],
      ],
    ],
    [
      'Iran has attacked Israel and killed nine people.',
      [
        ['Iran has attacked Israel', 'who'],
        ['killed nine people.', 'number'],
      ],
    ],
  ])('%s is checked part by part', async (sentence, parts) => {
    expect(await check(sentence)).toEqual(parts);
  });

  test.each([
    'Blinken will visit Egypt and Qatar.',
    'Militias in Iraq and Syria that Iran backs have joined the conflict.',
  ])('that only joins names is one statement: %s', async (sentence) => {
    expect(await check(sentence)).toEqual([[sentence, 'borne-out']]);
  });
});

describe('a text', () => {
  test.each([
    ['Hamas holds hostages. The war began!', ['Hamas holds hostages.', 'The war began!']],
    ['> quoted line\n- item of a list\n## heading', ['quoted line', 'item of a list', 'heading']],
    ['**Breaking**: see [the report](https://example.org/a) https://example.org', ['Breaking: see the report']],
    ['Is it true? It is.', ['It is.']],
    ['U.S. forces in Jordan were attacked.', ['U.S. forces in Jordan were attacked.']],
    ['<@1300000000000000002> <:flag:1300000000000000002> 👍', []],
  ])('%j holds the statements %j', (text, statements) => {
    expect(statementsIn(text)).toEqual(statements);
  });

  test.each(['', 'lol', '???', '𝕏'.repeat(2000), '('.repeat(4000), 'a. '.repeat(2000)])(
    'of any kind is checked without failing',
    async (text) => {
      expect(await sitrep.check(text)).toEqual([]);
    },
  );

  test('of many statements is checked as far as the limit goes', async () => {
    const text = Array.from({ length: 40 }, (_, i) => `Hamas is holding ${i + 2} Israeli hostages.`).join(' ');
    expect(await sitrep.check(text)).toHaveLength(STATEMENTS_MAX);
  });
});
