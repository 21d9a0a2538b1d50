/** The server of the curators' page, asked over HTTP as the page does, and as others should not. */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Checked, DeskState, Entry } from '../../src/workshop/curate/desk.ts';
import { FACTS, openStage, type Stage } from './curate-stage.ts';

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Not fetch, which sets Host and Origin itself. */
function send(
  stage: Stage,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const asked = request(new URL(stage.url), { method, path, headers }, async (response) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    const isJson = response.headers['content-type']?.includes('json') === true;
    resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text, headers: response.headers });
  });
  asked.on('error', reject);
  asked.end(body);
  return promise;
}

const fromPage = (stage: Stage) => ({ origin: new URL(stage.url).origin, 'content-type': 'application/json' });
const post = (stage: Stage, action: string, body: unknown): Promise<Reply> =>
  send(stage, 'POST', `/api/${action}`, fromPage(stage), JSON.stringify(body));
const stateOf = async (stage: Stage): Promise<DeskState> => (await send(stage, 'GET', '/api/state')).body as DeskState;
const factIn = (state: DeskState, key: string): Entry => {
  const found = state.facts?.find((fact) => fact.key === key);
  if (found === undefined) throw new Error(`no fact ${key}`);
  return found;
};
const factsOn = (stage: Stage): Promise<string> => readFile(stage.path('facts.yml'), 'utf8');

test('only the page itself may read and write', async () => {
  await using stage = await openStage();
  const { port } = new URL(stage.url);
  expect((await send(stage, 'GET', '/api/state', { host: `evil.example:${port}` })).status).toBe(403);
  expect((await send(stage, 'GET', '/api/state', { host: `localhost:${port}` })).status).toBe(200);
  const body = JSON.stringify({ kind: 'fact', key: 'river-rose', version: 'x', changes: {} });
  const json = { 'content-type': 'application/json' };
  for (const headers of [
    json,
    { ...json, origin: 'null' },
    { ...json, origin: 'http://evil.example' },
    { ...json, origin: `http://127.0.0.1:${Number(port) + 1}` },
  ]) {
    expect((await send(stage, 'POST', '/api/save', headers, body)).status).toBe(403);
  }
  expect(
    (await send(stage, 'POST', '/api/save', { ...fromPage(stage), 'content-type': 'text/plain' }, body)).status,
  ).toBe(400);
  const page = await send(stage, 'GET', '/');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers['x-frame-options']).toBe('DENY');
  expect(await factsOn(stage)).toBe(FACTS);
});

const REFUSED: readonly (readonly [what: string, action: string, body: unknown, status: number, error: string])[] = [
  [
    'a path in place of a key',
    'save',
    { kind: 'fact', key: '../../x', version: 'x', changes: {} },
    409,
    'is no longer in facts.yml',
  ],
  ['a file that is no kind', 'save', { kind: 'retired', key: 'x', version: 'x', changes: {} }, 400, 'kind'],
  [
    'a key that facts do not have',
    'save',
    { kind: 'fact', key: 'river-rose', version: 'x', changes: { extra: 1 } },
    400,
    'no key "extra"',
  ],
  [
    'the mark of a draft',
    'check',
    { kind: 'fact', key: 'river-rose', changes: { draft: true } },
    400,
    'no key "draft"',
  ],
  ['an id that is a path', 'add', { kind: 'fact', id: '../x', values: {} }, 400, 'id'],
  ['no JSON object', 'ask', 5, 400, 'Expected a JSON object'],
  [
    'more than fits',
    'check',
    { kind: 'fact', key: 'river-rose', changes: { text: 'x'.repeat(1_200_000) } },
    413,
    'at most 1024 kB',
  ],
  [
    'to discard a fact',
    'discard',
    { kind: 'fact', key: 'river-rose', version: 'VERSION' },
    422,
    'Only a draft can be discarded',
  ],
  [
    'a file outside the situation',
    'save',
    { kind: 'file', key: '../schema/x.json', version: 'x', changes: { text: '' } },
    422,
    'its files are situation.yml, entities.yml',
  ],
  [
    'a file without its text',
    'save',
    { kind: 'file', key: 'questions.yml', version: 'x', changes: { text: null } },
    422,
    'Expected the text',
  ],
  ['to discard a file', 'discard', { kind: 'file', key: 'questions.yml', version: 'x' }, 400, 'kind'],
  [
    'another id for a fact',
    'save',
    { kind: 'fact', key: 'river-rose', version: 'VERSION', changes: { id: 'x' } },
    422,
    'The id of a fact',
  ],
];

test('a request that makes no sense is refused with what was expected', async () => {
  await using stage = await openStage();
  const { version } = factIn(await stateOf(stage), 'river-rose');
  for (const [what, action, body, status, error] of REFUSED) {
    const given = JSON.parse(JSON.stringify(body).replace('VERSION', version));
    const refused = { status, body: { error: expect.stringContaining(error) } };
    expect(await post(stage, action, given), what).toMatchObject(refused);
  }
  expect(await factsOn(stage)).toBe(FACTS);
});

test('no address leads to a file outside the page', async () => {
  await using stage = await openStage();
  for (const path of [
    '/page/../desk.ts',
    '/page/..%2fdesk.ts',
    '/page/desk.ts',
    '/page/page.js%00',
    '/flood/facts.yml',
    '//etc/passwd',
  ])
    expect((await send(stage, 'GET', path)).status, path).toBe(404);
});

test('a change is checked before it is written, in the fact itself and in others', async () => {
  await using stage = await openStage();
  const checked = (key: string, changes: object) =>
    post(stage, 'check', { kind: 'fact', key, changes }).then(({ body }) => body as Checked);
  expect(await checked('river-rose', { text: 'It rose', topic: 'watr' })).toMatchObject({
    findings: [
      { level: 'problem', field: 'text', message: 'the text does not end like a sentence' },
      { level: 'problem', field: 'topic', remedy: 'did you mean "water"?' },
    ],
    elsewhere: [],
  });
  expect(await checked('river-rose', { label: 'Closing of the bridges' })).toMatchObject({
    findings: [],
    elsewhere: [{ id: 'bridges-closed', field: 'label' }],
  });
  expect(
    await checked('river-rose', {
      cites: [{ source: 'bulletin', paragraph: 1, sentence: 2, quote: 'rose on March 3' }],
    }),
  ).toMatchObject({
    findings: [{ field: 'cites.0.quote', remedy: 'write {paragraph: 1, sentence: 1}' }],
  });
  // A draft is checked as the fact that it will be.
  expect((await checked('bulletin-p2-s1', { text: 'Repairs take weeks.' })).findings).toMatchObject([
    { field: 'label', message: '"label" is empty' },
  ]);
  expect(await factsOn(stage)).toBe(FACTS);
});

test('an accepted draft loses its mark and the publisher’s sentence; one with a problem is refused', async () => {
  await using stage = await openStage();
  const { version } = factIn(await stateOf(stage), 'bulletin-p2-s1');
  const draft = { kind: 'fact', key: 'bulletin-p2-s1', version, accept: true };
  const text = 'Repairs take weeks.';
  expect(await post(stage, 'save', { ...draft, changes: { text } })).toMatchObject({
    status: 422,
    body: { error: 'Correct the problem first.' },
  });
  expect(
    (await post(stage, 'save', { ...draft, changes: { text, label: 'Time of repairs', id: 'repairs-take-weeks' } }))
      .status,
  ).toBe(204);
  expect(await factsOn(stage)).toBe(
    FACTS.replace(/# ¶2.*\n/, '').replace(
      '- id: bulletin-p2-s1\n  draft: true\n  text:\n  label:\n',
      '- id: repairs-take-weeks\n  text: Repairs take weeks.\n  label: Time of repairs\n',
    ),
  );
  expect(await stateOf(stage)).toMatchObject({ problems: 0 });
});

test('many writers at once: each change lands, and of two to one fact the second is told', async () => {
  await using stage = await openStage();
  const state = await stateOf(stage);
  const save = (key: string, changes: object) =>
    post(stage, 'save', { kind: 'fact', key, version: factIn(state, key).version, changes });
  const saved = await Promise.all([
    save('river-rose', { importance: 1 }),
    save('bridges-closed', { importance: 2 }),
    save('barrier-removed', { importance: 4 }),
    save('barrier-removed', { importance: 5 }),
  ]);
  expect(saved.map(({ status }) => status).sort()).toEqual([204, 204, 204, 409]);
  expect(saved.find(({ status }) => status === 409)?.body).toMatchObject({
    error: 'This was changed in the file meanwhile. Nothing has been written.',
    current: { key: 'barrier-removed', values: { importance: expect.any(Number) } },
  });
  expect(parse(await factsOn(stage)).map((fact: { importance: number }) => fact.importance)).toEqual([
    1,
    2,
    expect.toBeOneOf([4, 5]),
    3,
  ]);
  // A change beneath in another fact is no conflict: it stays, too.
  const { version } = factIn(await stateOf(stage), 'bridges-closed');
  await writeFile(
    stage.path('facts.yml'),
    (await factsOn(stage)).replace('label: Rise of the river', 'label: The rise'),
  );
  const later = { kind: 'fact', key: 'bridges-closed', version, changes: { importance: 3 } };
  expect((await post(stage, 'save', later)).status).toBe(204);
  expect(await factsOn(stage)).toContain('label: The rise');
});

test('a process that is killed while it saves leaves the old file or the new one', async () => {
  for (const round of [1, 2, 3]) {
    const stage = await openStage();
    const texts = new Set([FACTS]);
    let last = FACTS;
    const killed = stage.running.ended;
    let isOver = false;
    const saving = (async () => {
      for (let n = 1; !isOver; n += 1) {
        const state = await stateOf(stage);
        const { version } = factIn(state, 'river-rose');
        const text = `The river rose on March 3, in step ${n}.`;
        const next = FACTS.replace('The river rose on March 3.', text);
        texts.add(next);
        // The first saves succeed, so that the process is killed in the middle of work.
        if (n === 2 * round) setImmediate(() => stage.running.process.kill('SIGKILL'));
        const { status } = await post(stage, 'save', { kind: 'fact', key: 'river-rose', version, changes: { text } });
        if (status === 204) last = next;
      }
    })().catch(() => {});
    await killed;
    isOver = true;
    await saving;
    const now = await factsOn(stage);
    expect(texts).toContain(now);
    expect([...texts].indexOf(now)).toBeGreaterThanOrEqual([...texts].indexOf(last));
  }
});

test('what is broken on disk is told, and nothing is written over it', async () => {
  await using stage = await openStage();
  const before = factIn(await stateOf(stage), 'river-rose');
  const save = () =>
    post(stage, 'save', { kind: 'fact', key: before.key, version: before.version, changes: { label: 'x' } });
  await writeFile(stage.path('facts.yml'), '- id: [\n');
  expect(await stateOf(stage)).toMatchObject({
    facts: null,
    findings: [{ where: 'facts.yml:2', message: expect.stringContaining('not valid YAML') }],
  });
  expect(await save()).toMatchObject({ status: 409, body: { current: null } });
  expect(await factsOn(stage)).toBe('- id: [\n');
  await writeFile(stage.path('facts.yml'), Buffer.from([0x2d, 0x20, 0xff]));
  expect(await stateOf(stage)).toMatchObject({ facts: null, problems: 1 });
  await writeFile(stage.path('facts.yml'), `- id: a\n  text: [${'['.repeat(5000)}\n`);
  expect(await stateOf(stage)).toMatchObject({ facts: null });
  await writeFile(stage.path('facts.yml'), `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`);
  expect(await stateOf(stage)).toMatchObject({ facts: null });
  await rm(stage.path('facts.yml'));
  expect(await stateOf(stage)).toMatchObject({ facts: null, findings: [{ message: 'is missing' }] });
  expect(await save()).toMatchObject({ status: 409, body: { error: expect.stringContaining('facts.yml is gone') } });
  expect(await readdir(stage.folder)).not.toContain('facts.yml');
  await rm(stage.folder, { recursive: true });
  expect((await send(stage, 'GET', '/api/state')).status).toBe(422);
});

test('a file is written as a whole with its own line ends, never over one that is not shown', async () => {
  await using stage = await openStage();
  const fileIn = async (key: string): Promise<Entry> => {
    const found = (await stateOf(stage)).files.find((file) => file.key === key);
    if (found === undefined) throw new Error(`no file ${key}`);
    return found;
  };
  const save = (key: string, version: string, text: string) =>
    post(stage, 'save', { kind: 'file', key, version, changes: { text } });
  const path = stage.path('questions.yml');
  await writeFile(path, '\uFEFF# ours\r\nanswered: []\r\nunanswered: []\r\n');
  const shown = await fileIn('questions.yml');
  expect(shown.values).toEqual({ text: '\uFEFF# ours\nanswered: []\nunanswered: []\n' });
  const saved = await Promise.all([
    save('questions.yml', shown.version, '\uFEFF# mine\nanswered: []\n'),
    save('questions.yml', shown.version, '\uFEFF# mine\nanswered: []\n'),
  ]);
  expect(saved.map(({ status }) => status)).toEqual([204, 409]);
  expect(saved[1]?.body).toMatchObject({ current: { kind: 'file', values: { text: '\uFEFF# mine\nanswered: []\n' } } });
  expect(await readFile(path, 'utf8')).toBe('\uFEFF# mine\r\nanswered: []\r\n');

  const retired = await fileIn('retired.yml');
  expect(retired).toMatchObject({ fitsForm: true, values: { text: '' }, findings: [] });
  // Somebody else makes it, with bytes that are no text.
  await writeFile(stage.path('retired.yml'), Buffer.from([0x2d, 0x20, 0xff]));
  expect(await save('retired.yml', retired.version, '[]\n')).toMatchObject({ status: 422 });
  expect(await fileIn('retired.yml')).toMatchObject({
    fitsForm: false,
    values: {},
    findings: [{ message: 'is not UTF-8 text', field: 'text' }],
  });
  await writeFile(stage.path('retired.yml'), `# ${'x'.repeat(600_000)}\n[]\n`);
  expect(await fileIn('retired.yml')).toMatchObject({ fitsForm: false, values: {}, findings: [] });

  const situation = await readFile(stage.path('situation.yml'), 'utf8');
  const changes = { text: situation.replace('- id: water', '- id: watr') };
  expect((await post(stage, 'check', { kind: 'file', key: 'situation.yml', changes })).body).toMatchObject({
    findings: [],
    elsewhere: expect.arrayContaining([expect.objectContaining({ id: 'river-rose', remedy: 'did you mean "watr"?' })]),
  });
});

test('an entry that no form can show is given as its lines', async () => {
  await using stage = await openStage({
    facts: FACTS.replace('text: Opponents allegedly took a barrier away.', 'text: [a, b]'),
  });
  const { facts, problems } = await stateOf(stage);
  expect(facts?.map(({ fitsForm }) => fitsForm)).toEqual([true, true, false, true]);
  expect(problems).toBe(1);
});

test('without a store the gaps say so, and a decision that makes no sense is refused', async () => {
  await using stage = await openStage();
  expect(await send(stage, 'GET', '/api/gaps')).toMatchObject({
    status: 422,
    body: { error: expect.stringContaining('there is no store') },
  });
  const { status } = await post(stage, 'settle', { ids: [], verdict: { as: 'done' } });
  expect(status).toBe(400);
});

test('a member’s question is answered from what is saved, with the reasons; broken files are asked as they last were', async () => {
  await using stage = await openStage();
  const ask = () => post(stage, 'ask', { question: 'when did the river rise' });
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      text: expect.stringContaining('The river rose on March 3. [¶1]'),
      reasons: expect.arrayContaining([expect.stringMatching(/^river-rose: 99/)]),
      problems: 0,
    },
  });
  await writeFile(
    stage.path('facts.yml'),
    FACTS.replace('The river rose on March 3.', 'The river rose on March 3, at night.'),
  );
  expect(await ask()).toMatchObject({ body: { text: expect.stringContaining('at night') } });
  await writeFile(stage.path('facts.yml'), '- id: [\n');
  expect(await ask()).toMatchObject({ body: { text: expect.stringContaining('at night'), problems: 1 } });
});
