import { describe, expect, test } from 'vitest';
import { type Standin, startStandin } from '../../src/standin/standin.ts';
import { flatErrors } from './flat-errors.ts';
import { call } from './tiny-bot.ts';

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const command = (more: object = {}) => ({ name: 'ask', description: 'Asks', ...more });
const option = (more: object = {}) => ({ type: 3, name: 'q', description: 'Question', ...more });
const withOptions = (...options: object[]) => command({ options });
const choices = (count: number) => many(count, (n) => ({ name: `n${n}`, value: `v${n}` }));

/** A stand-in without rate limits in the way: each group of requests gets its own. */
async function open(): Promise<Standin & AsyncDisposable> {
  const standin = await startStandin();
  return Object.assign(standin, { [Symbol.asyncDispose]: () => standin.close() });
}
const at = (standin: Standin) => `/applications/${standin.ids.application}/commands`;

type Row = [limit: string, fits: object, over: object, error: string];
const rows: Row[] = [
  ['a name of 32', command({ name: 'n'.repeat(32) }), command({ name: 'n'.repeat(33) }), 'name[BASE_TYPE_BAD_LENGTH]'],
  ['a name is needed', command(), { description: 'x' }, 'name[BASE_TYPE_REQUIRED]'],
  [
    'a name in lower case',
    command({ name: 'ask_2-b' }),
    command({ name: 'Ask' }),
    'name[APPLICATION_COMMAND_INVALID_NAME]',
  ],
  [
    'a name without spaces',
    command({ name: 'наука' }),
    command({ name: 'a b' }),
    'name[APPLICATION_COMMAND_INVALID_NAME]',
  ],
  [
    'a description of 100',
    command({ description: 'd'.repeat(100) }),
    command({ description: 'd'.repeat(101) }),
    'description[BASE_TYPE_BAD_LENGTH]',
  ],
  ['a description is needed', command(), { name: 'ask' }, 'description[BASE_TYPE_REQUIRED]'],
  [
    'a command on a message has no description',
    { type: 3, name: 'Keep this' },
    { type: 3, name: 'Keep', description: 'x' },
    'description[APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID]',
  ],
  [
    '25 options',
    withOptions(...many(25, (n) => option({ name: `o${n}` }))),
    withOptions(...many(26, (n) => option({ name: `o${n}` }))),
    'options[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'required options first',
    withOptions(option({ name: 'a', required: true }), option({ name: 'b' })),
    withOptions(option({ name: 'a' }), option({ name: 'b', required: true })),
    'options[1][APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID]',
  ],
  [
    'option names are unique',
    withOptions(option({ name: 'a' }), option({ name: 'b' })),
    withOptions(option(), option()),
    'options[1].name[APPLICATION_COMMAND_OPTIONS_NAME_INVALID]',
  ],
  [
    'known kinds of option',
    withOptions(option({ type: 11 })),
    withOptions(option({ type: 12 })),
    'options[0].type[UNION_TYPE_CHOICES]',
  ],
  [
    '25 choices',
    withOptions(option({ choices: choices(25) })),
    withOptions(option({ choices: choices(26) })),
    'options[0].choices[BASE_TYPE_MAX_LENGTH]',
  ],
  [
    'a choice named in 100',
    withOptions(option({ choices: [{ name: 'n'.repeat(100), value: 'v'.repeat(100) }] })),
    withOptions(option({ choices: [{ name: 'n'.repeat(101), value: 'v' }] })),
    'options[0].choices[0].name[BASE_TYPE_BAD_LENGTH]',
  ],
  [
    'choices or autocomplete',
    withOptions(option({ autocomplete: true })),
    withOptions(option({ autocomplete: true, choices: choices(1) })),
    'options[0].autocomplete[APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID]',
  ],
  [
    'max_length of 6,000',
    withOptions(option({ min_length: 0, max_length: 6000 })),
    withOptions(option({ max_length: 6001 })),
    'options[0].max_length[NUMBER_TYPE_MAX]',
  ],
  [
    'subcommands alone',
    withOptions({ type: 1, name: 'a', description: 'x' }, { type: 1, name: 'b', description: 'x' }),
    withOptions({ type: 1, name: 'a', description: 'x' }, option({ name: 'b' })),
    'options[APPLICATION_COMMAND_OPTIONS_TYPE_INVALID]',
  ],
  [
    '8,000 characters in all',
    withOptions(
      ...many(25, (n) =>
        option({
          name: `opt_${String(n).padStart(2, '0')}`,
          description: 'd'.repeat(93),
          choices: many(2, (c) => ({ name: `${c}${'n'.repeat(49)}`, value: 'v'.repeat(58) })),
        }),
      ),
    ),
    withOptions(
      ...many(25, (n) =>
        option({
          name: `opt_${String(n).padStart(2, '0')}`,
          description: 'd'.repeat(100),
          choices: many(2, (c) => ({ name: `${c}${'n'.repeat(49)}`, value: 'v'.repeat(60) })),
        }),
      ),
    ),
    '[APPLICATION_COMMAND_TOO_LARGE]',
  ],
  [
    'known languages',
    command({ description_localizations: { de: 'Fragt' } }),
    command({ description_localizations: { xx: 'Fragt' } }),
    'description_localizations.xx[BASE_TYPE_CHOICES]',
  ],
  [
    'contexts without repetition',
    command({ contexts: [0, 1, 2] }),
    command({ contexts: [0, 0] }),
    'contexts[BASE_TYPE_BAD_LENGTH]',
  ],
  ['contexts not empty', command({ contexts: [0] }), command({ contexts: [] }), 'contexts[BASE_TYPE_BAD_LENGTH]'],
];

describe('a command at a limit is accepted, and one beyond it is refused with the path', () => {
  test.each(rows)('%s', async (_, fits, over, error) => {
    await using standin = await open();
    const refused = await call(standin, 'PUT', at(standin), [over]);
    expect(flatErrors(refused.body.errors)).toEqual([error.startsWith('[') ? `[0]${error}` : `[0].${error}`]);
    expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(await call(standin, 'PUT', at(standin), [fits])).toMatchObject({ status: 200 });
    expect(flatErrors((await call(standin, 'POST', at(standin), over)).body.errors)).toEqual([error]);
  });
});

describe('registered commands', () => {
  test('keep their ids when the list is overwritten, and only changed ones get a new version', async () => {
    await using standin = await open();
    const put = async (...list: object[]) => {
      const { body } = await call(standin, 'PUT', at(standin), list);
      return body as unknown as { id: string; name: string; version: string }[];
    };
    const [ask, who] = await put(command(), command({ name: 'who' }));
    const [whoAgain, askChanged, help] = await put(
      command({ name: 'who' }),
      command({ description: 'Asks anything' }),
      command({ name: 'help' }),
    );
    expect(whoAgain).toEqual(who);
    expect(askChanged?.id).toBe(ask?.id);
    expect(askChanged?.version).not.toBe(ask?.version);
    expect([ask?.id, who?.id]).not.toContain(help?.id);
  });

  test('are not changed by a list in which two share name and type', async () => {
    await using standin = await open();
    await call(standin, 'PUT', at(standin), [command()]);
    const refused = await call(standin, 'PUT', at(standin), [command({ name: 'x' }), command({ name: 'x' })]);
    expect(flatErrors(refused.body.errors)).toEqual(['[1].name[APPLICATION_COMMANDS_DUPLICATE_NAME]']);
    expect((await call(standin, 'GET', at(standin))).body).toMatchObject([{ name: 'ask' }]);
  });

  test('can be posted, read, patched and deleted one by one', async () => {
    await using standin = await open();
    const created = await call(standin, 'POST', at(standin), command());
    expect(created.status).toBe(201);
    expect((await call(standin, 'POST', at(standin), command({ description: 'Other' }))).status).toBe(200);
    const one = `${at(standin)}/${created.body.id}`;
    expect((await call(standin, 'GET', one)).body).toMatchObject({ name: 'ask', description: 'Other' });
    expect((await call(standin, 'PATCH', one, { description: 'Third' })).body).toMatchObject({ description: 'Third' });
    expect((await call(standin, 'DELETE', one)).status).toBe(204);
    expect(await call(standin, 'GET', one)).toMatchObject({ status: 404, body: { code: 10063 } });
  });

  test('cannot take the name of another (40041)', async () => {
    await using standin = await open();
    await call(standin, 'POST', at(standin), command());
    const other = await call(standin, 'POST', at(standin), command({ name: 'other' }));
    const renamed = await call(standin, 'PATCH', `${at(standin)}/${other.body.id}`, { name: 'ask' });
    expect(renamed).toMatchObject({ status: 400, body: { code: 40041 } });
  });

  test('are listed with translations only on request', async () => {
    await using standin = await open();
    await call(standin, 'PUT', at(standin), [
      command({ description_localizations: { de: 'Fragt' }, options: [option()] }),
    ]);
    const [plain] = (await call(standin, 'GET', at(standin))).body as unknown as object[];
    const [whole] = (await call(standin, 'GET', `${at(standin)}?with_localizations=true`)).body as unknown as object[];
    expect(plain).not.toHaveProperty('description_localizations');
    expect(whole).toHaveProperty('description_localizations', { de: 'Fragt' });
  });

  test('are at most 100 (30032)', async () => {
    await using standin = await open();
    const list = many(100, (n) => command({ name: `c${n}` }));
    expect((await call(standin, 'PUT', at(standin), list)).status).toBe(200);
    expect(await call(standin, 'POST', at(standin), command({ name: 'more' }))).toMatchObject({
      status: 400,
      body: { code: 30032 },
    });
  });

  test('can be created 200 times a day (30034)', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const standin = await startStandin({ now: () => nowMs });
    await using _ = { [Symbol.asyncDispose]: () => standin.close() };
    await call(
      standin,
      'PUT',
      at(standin),
      many(100, (n) => command({ name: `a${n}` })),
    );
    await call(
      standin,
      'PUT',
      at(standin),
      many(100, (n) => command({ name: `b${n}` })),
    );
    expect(await call(standin, 'PUT', at(standin), [command()])).toMatchObject({ status: 400, body: { code: 30034 } });
    nowMs += 86_400_001;
    expect(await call(standin, 'PUT', at(standin), [command()])).toMatchObject({ status: 200 });
  });

  test('carry the server’s id where registered for it; another server gives 50001', async () => {
    await using standin = await open();
    const inGuild = (guild: string) => `/applications/${standin.ids.application}/guilds/${guild}/commands`;
    const { body } = await call(standin, 'PUT', inGuild(standin.ids.guild), [command()]);
    expect(body).toMatchObject([{ guild_id: standin.ids.guild }]);
    expect(body).not.toMatchObject([{ contexts: expect.anything() }]);
    expect((await call(standin, 'GET', at(standin))).body).toEqual([]);
    expect(await call(standin, 'GET', inGuild('1300000000000000099'))).toMatchObject({
      status: 403,
      body: { code: 50001 },
    });
  });
});
