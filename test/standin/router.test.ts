import { expect, test } from 'vitest';
import { findRoute, type Route } from '../../src/standin/router.ts';

const route = (method: string, template: string): Route => ({
  method,
  template,
  interaction: null,
  handle: () => ({ status: 204 }),
});
const byParameter = route('GET', '/messages/{message_id}');
const byName = route('GET', '/messages/@original');

test('GIVEN a literal and a parameter that both fit THEN the literal wins in any order of the table', () => {
  for (const table of [
    [byParameter, byName],
    [byName, byParameter],
  ]) {
    for (const path of ['/messages/@original', '/messages/%40original']) {
      expect(findRoute(table, 'GET', path)).toMatchObject({ kind: 'route', route: byName });
    }
    expect(findRoute(table, 'GET', '/messages/17')).toMatchObject({ route: byParameter, params: { message_id: '17' } });
  }
});

test.each([
  ['PUT', '/messages/17', 'other-method'],
  ['GET', '/messages', 'none'],
  ['GET', '/messages/17/', 'none'],
  ['GET', '/Messages/17', 'none'],
  ['GET', '/messages%2F17', 'none'],
  ['GET', '/messages/%', 'none'],
])('%s %s: %s', (method, path, kind) => {
  expect(findRoute([byParameter, byName], method, path)).toEqual({ kind });
});
