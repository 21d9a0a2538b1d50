import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encoderSetting, readSettings, vectorsFolder } from '../../src/encoder/settings.ts';
import { MODEL_FILES, OWN_MODEL } from './stage.ts';

test.each([
  ['nothing', undefined, OWN_MODEL],
  ['an empty value', '  ', OWN_MODEL],
  ['on', 'on', OWN_MODEL],
  ['ON', 'ON', OWN_MODEL],
  ['off', 'off', undefined],
  ['Off', ' Off ', undefined],
  ['a folder', '../models/e5-small-v2', '../models/e5-small-v2'],
  ['a folder named like a setting', './off', './off'],
])('SITREP_ENCODER with %s', (_, value, folder) => {
  expect(encoderSetting(value)).toBe(folder);
});

test.each([
  ['nothing set', undefined, undefined, 'sitrep.sqlite-vectors'],
  ['a file', '/data/a.sqlite', '', '/data/a.sqlite-vectors'],
  ['PostgreSQL', 'postgres://user:secret@host/sitrep', ' ', 'sitrep.sqlite-vectors'],
  ['PostgreSQL and a folder', 'postgres://user:secret@host/sitrep', '/var/cache/sitrep', '/var/cache/sitrep'],
  ['a file and a folder', 'a.sqlite', ' cache ', 'cache'],
])('vectors are kept, with %s, where the settings say', (_, store, cache, folder) => {
  expect(vectorsFolder(store, cache)).toBe(folder);
});

test('the own model has all its files and sound settings', () => {
  for (const name of MODEL_FILES) expect(existsSync(join(OWN_MODEL, name)), name).toBe(true);
  expect(readSettings(OWN_MODEL)).toMatchObject({ name: 'sitrep-encoder-1', dimensions: 384, max_tokens: 256 });
});
