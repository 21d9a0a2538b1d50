import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { logFormatOf, readConfig, unknownSettings } from '../src/config.ts';
import { readEnvFile } from '../src/env-file.ts';
import { SitrepError } from '../src/errors.ts';

const problemsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    if (error instanceof SitrepError && error.code === 'CONFIG_INVALID') return error.message;
    throw error;
  }
};

describe('configuration', () => {
  test('without settings Sitrep runs on this machine with private answers', () => {
    expect(readConfig({})).toEqual({
      token: undefined,
      apiUrl: undefined,
      guildId: undefined,
      knowledgeDir: 'knowledge',
      situation: undefined,
      answersTo: 'asker',
      correctionReplies: false,
      port: undefined,
      health: undefined,
      storePath: 'sitrep.sqlite',
      encoder: 'on',
      sharedDays: 30,
      pinUpdates: 'auto',
      curatorsBox: 'on',
      logLevel: 'info',
      logFormat: 'pretty',
    });
  });

  test('empty values count as missing ones', () => {
    expect(readConfig({ DISCORD_TOKEN: '', DISCORD_API_URL: ' ', SITREP_PORT: '' })).toEqual(readConfig({}));
  });

  test.each([
    ['a token with the prefix that some guides show', { DISCORD_TOKEN: 'Bot abc.def' }, { token: 'abc.def' }],
    ['a token of another form', { DISCORD_TOKEN: 'anything' }, { token: 'anything' }],
    [
      'an address with version and slash',
      { DISCORD_API_URL: 'http://127.0.0.1:1/api/v10/' },
      { apiUrl: 'http://127.0.0.1:1/api' },
    ],
    ['no sending to the curators', { SITREP_CURATORS_BOX: 'Off' }, { curatorsBox: 'off' }],
    ['public answers', { SITREP_ANSWERS: 'Public' }, { answersTo: 'channel' }],
    ['pins that ask', { SITREP_PIN_UPDATES: 'ASK' }, { pinUpdates: 'ask' }],
    ['corrections as replies', { SITREP_CORRECTIONS: 'reply' }, { correctionReplies: true }],
    ['no memory of shared answers', { SITREP_SHARED_DAYS: '0' }, { sharedDays: 0 }],
    ['any free port', { SITREP_PORT: '0' }, { port: 0 }],
    ['monitoring on this machine alone', { SITREP_HEALTH_PORT: '9464' }, { health: { host: '127.0.0.1', port: 9464 } }],
    ['monitoring for others', { SITREP_HEALTH_PORT: '0.0.0.0:9464' }, { health: { host: '0.0.0.0', port: 9464 } }],
    ['monitoring over IPv6', { SITREP_HEALTH_PORT: '[::]:9464' }, { health: { host: '::', port: 9464 } }],
  ])('%s', (_what, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  test.each([
    [
      'a placeholder for a token',
      { DISCORD_TOKEN: 'your-token-here' },
      'DISCORD_TOKEN: expected a bot token, got a placeholder',
    ],
    ['a token with a space', { DISCORD_TOKEN: 'abc def' }, 'DISCORD_TOKEN: expected a bot token without spaces'],
    ['no address', { DISCORD_API_URL: 'discord' }, 'DISCORD_API_URL: expected an address'],
    [
      'an address with a password',
      { DISCORD_API_URL: 'http://user:secret@127.0.0.1/api' },
      'DISCORD_API_URL: expected an address without user name, password',
    ],
    ['no server id', { DISCORD_GUILD_ID: 'newsroom' }, 'DISCORD_GUILD_ID: expected a server id'],
    ['no port', { SITREP_PORT: '70000' }, 'SITREP_PORT: expected a port'],
    ['no port for monitoring', { SITREP_HEALTH_PORT: 'x' }, 'SITREP_HEALTH_PORT: expected a port'],
    ['a host name for monitoring', { SITREP_HEALTH_PORT: 'here:9464' }, 'SITREP_HEALTH_PORT: expected an IP address'],
    [
      'a port that is too high',
      { SITREP_HEALTH_PORT: '70000' },
      'SITREP_HEALTH_PORT: expected an IP address and a port',
    ],
    ['no days', { SITREP_SHARED_DAYS: '-1' }, 'SITREP_SHARED_DAYS: expected a number of days'],
    ['no way to answer', { SITREP_ANSWERS: 'loud' }, 'SITREP_ANSWERS: expected private or public'],
    ['no level', { SITREP_LOG_LEVEL: 'much' }, 'SITREP_LOG_LEVEL: expected trace or debug'],
  ])('%s is told with what was expected', (_what, env, problem) => {
    expect(problemsOf(env)).toContain(problem);
  });

  test('several problems are all named at once, and no value is repeated', () => {
    const message = problemsOf({ DISCORD_TOKEN: 'se cret', SITREP_PORT: 'x', SITREP_ANSWERS: 'y' });
    expect(message).toContain('3 problems');
    expect(message).not.toContain('se cret');
  });

  test('values that are still in quotes are reported, and their content is not checked as well', () => {
    const message = problemsOf({ DISCORD_TOKEN: '"se cret"', SITREP_ANSWERS: "'public'" });
    expect(message).toContain('2 problems');
    expect(message).toContain('DISCORD_TOKEN: expected a value without quotes');
    expect(message).toContain('SITREP_ANSWERS: expected a value without quotes');
    expect(message).not.toContain('se cret');
  });

  test('problems of the .env file are reported together with those of its values', () => {
    expect(() => readConfig({ SITREP_PORT: 'x' }, ['.env:3: expected SITREP_STORE=value'])).toThrow(
      /2 problems[\s\S]*\.env:3: expected SITREP_STORE=value[\s\S]*SITREP_PORT/,
    );
  });

  test.each([
    ['json', 'json'],
    [' JSON ', 'json'],
    ['pretty', 'pretty'],
    ['xml', 'pretty'],
    [undefined, 'pretty'],
  ])('with the log format %j, problems of the configuration are logged as %s', (value, format) => {
    expect(logFormatOf({ SITREP_LOG_FORMAT: value })).toBe(format);
  });
});

describe('shards', () => {
  const POSTGRES = { SITREP_STORE: 'postgres://sitrep@db/sitrep' };
  test.each([
    ['', undefined],
    ['auto', undefined],
    ['0-3/4', { ids: [0, 1, 2, 3], count: 4 }],
    ['4-7/16', { ids: [4, 5, 6, 7], count: 16 }],
    ['5/16', { ids: [5], count: 16 }],
    ['ordinal:4/16', { ids: [8, 9, 10, 11], count: 16 }],
    ['ordinal:7/16', { ids: [14, 15], count: 16 }],
  ])('%j on the machine sitrep-2', (value, shards) => {
    expect(readConfig({ ...POSTGRES, SITREP_SHARDS: value, HOSTNAME: 'sitrep-2' }).shards).toEqual(shards);
  });

  test.each([
    ['16', /expected shards such as/],
    ['0-3', /expected shards such as/],
    ['0-3/0', /expected shards such as/],
    ['3-0/4', /from 0 to 3/],
    ['0-4/4', /from 0 to 3/],
    ['ordinal:0/4', /expected shards such as/],
    ['ordinal:8/16', /machines up to number 1, this one is "sitrep-2"/],
  ])('%j on the machine sitrep-2 is refused', (value, words) => {
    expect(() => readConfig({ ...POSTGRES, SITREP_SHARDS: value, HOSTNAME: 'sitrep-2' })).toThrow(words);
  });

  test('a machine without a number has no ordinal', () => {
    expect(() => readConfig({ ...POSTGRES, SITREP_SHARDS: 'ordinal:4/16', HOSTNAME: 'sitrep' })).toThrow(
      /number at the end of this machine's name, as in sitrep-2, got "sitrep"/,
    );
  });

  test('a part of them needs a database; all of them do not', () => {
    expect(() => readConfig({ SITREP_SHARDS: '0-1/4' })).toThrow(/needs SITREP_STORE=postgres/);
    expect(readConfig({ SITREP_SHARDS: '0-3/4' }).shards?.ids).toHaveLength(4);
  });
});

describe('unknown settings', () => {
  test.each([
    ['SITREP_ANSWER', 'SITREP_ANSWERS'],
    ['SITREP_TOKEN', 'DISCORD_TOKEN'],
    ['DISCORD_GUILD', 'DISCORD_GUILD_ID'],
    ['SITREP_PINUPDATES', 'SITREP_PIN_UPDATES'],
    ['sitrep_store', 'SITREP_STORE'],
    ['DISCORD_WEBHOOK', undefined],
    ['SITREP_FOO', undefined],
  ])('%s: did you mean %s?', (name, didYouMean) => {
    expect(unknownSettings({ [name]: 'x' })).toEqual([{ name, ...(didYouMean && { didYouMean }) }]);
  });

  test('settings of Sitrep and variables of others are not among them', () => {
    expect(unknownSettings({ SITREP_STORE: 'x', DISCORD_TOKEN: '', PATH: '/bin', NODE_ENV: 'test' })).toEqual([]);
  });
});

describe('the .env file', () => {
  const written = (content: string | Buffer) => {
    const folder = mkdtempSync(join(tmpdir(), 'sitrep-env-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, '.env');
    writeFileSync(path, content);
    return readEnvFile(path);
  };

  test('no file sets nothing', () => {
    expect(readEnvFile('/nowhere/.env')).toEqual({ values: {}, problems: [] });
  });

  test('comments, quotes and a byte order mark are understood', () => {
    const file = written('\uFEFFDISCORD_TOKEN=abc\r\n# a comment\r\nexport SITREP_STORE="a b.sqlite"\r\n');
    expect(file).toEqual({ values: { DISCORD_TOKEN: 'abc', SITREP_STORE: 'a b.sqlite' }, problems: [] });
  });

  test.each([
    ['with a byte order mark', '\uFEFF'],
    ['without one', ''],
  ])('UTF-16 %s is named', (_what, mark) => {
    const file = written(Buffer.from(`${mark}DISCORD_TOKEN=abc`, 'utf16le'));
    expect(file.values).toEqual({});
    expect(file.problems).toEqual([expect.stringContaining('expected UTF-8, got UTF-16')]);
  });

  test('a line that sets nothing is reported without its content', () => {
    const { problems } = written('SITREP_PORT=0\nDISCORD_TOKEN secret\n');
    expect(problems).toEqual([expect.stringMatching(/\.env:2: expected DISCORD_TOKEN=value/)]);
    expect(problems.join()).not.toContain('secret');
  });

  test('a file that cannot be read is named', () => {
    expect(() => readEnvFile(tmpdir())).toThrow(/cannot be read/);
  });
});
