import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { jsonSchemas, schemaLine } from '../../src/knowledge/json-schema.ts';

test.each([...jsonSchemas()])('knowledge/schema/%s is what "npm run schema" writes', async (name, text) => {
  expect(await readFile(`knowledge/schema/${name}`, 'utf8')).toBe(text);
});

test('a schema describes each key with what to write', () => {
  const facts = JSON.parse(jsonSchemas().get('facts.schema.json') ?? '');
  expect(facts.items.properties.label.description).toBe('a noun phrase for menus and buttons');
  expect(facts.items.required).toEqual(['id', 'text', 'label', 'topic', 'importance', 'cites']);
  expect(facts.items.additionalProperties).toBe(false);
});

test('the first line of a file names the schema beside the situations', () => {
  expect(schemaLine('facts.yml')).toBe('# yaml-language-server: $schema=../schema/facts.schema.json');
});
