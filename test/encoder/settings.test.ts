import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encoderSetting, readSettings } from '../../src/encoder/settings.ts';
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

test('the own model has all its files and sound settings', () => {
  for (const name of MODEL_FILES) expect(existsSync(join(OWN_MODEL, name)), name).toBe(true);
  expect(readSettings(OWN_MODEL)).toMatchObject({ name: 'sitrep-encoder-1', dimensions: 384, max_tokens: 256 });
});
