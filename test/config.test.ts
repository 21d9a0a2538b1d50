import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
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
  test('GIVEN nothing THEN Sitrep runs on this machine with private answers', () => {
    expect(readConfig({})).toEqual({
      token: undefined,
      apiUrl: undefined,
      guildId: undefined,
      knowledgeDir: 'knowledge',
      situation: undefined,
      answersTo: 'asker',
      port: undefined,
      storePath: 'sitrep.sqlite',
      sharedDays: 30,
      pinUpdates: 'auto',
      logLevel: 'info',
      logFormat: 'pretty',
    });
  });

  test('GIVEN .env.example as it is, with empty values, THEN it counts as nothing', () => {
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
    ['public answers', { SITREP_ANSWERS: 'Public' }, { answersTo: 'channel' }],
    ['pins that ask', { SITREP_PIN_UPDATES: 'ASK' }, { pinUpdates: 'ask' }],
    ['no memory of shared answers', { SITREP_SHARED_DAYS: '0' }, { sharedDays: 0 }],
    ['any free port', { SITREP_PORT: '0' }, { port: 0 }],
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
    ['no days', { SITREP_SHARED_DAYS: '-1' }, 'SITREP_SHARED_DAYS: expected a number of days'],
    ['no way to answer', { SITREP_ANSWERS: 'loud' }, 'SITREP_ANSWERS: expected private or public'],
    ['no level', { SITREP_LOG_LEVEL: 'much' }, 'SITREP_LOG_LEVEL: expected trace or debug'],
  ])('%s is told with what was expected', (_what, env, problem) => {
    expect(problemsOf(env)).toContain(problem);
  });

  test('GIVEN several problems THEN all are told at once, and no value is repeated', () => {
    const message = problemsOf({ DISCORD_TOKEN: 'se cret', SITREP_PORT: 'x', SITREP_ANSWERS: 'y' });
    expect(message).toContain('3 problems');
    expect(message).not.toContain('se cret');
  });
});
