import { describe, expect, test } from 'vitest';
import type { GatewayPayload, RestExchange, TrafficEntry } from '../../src/standin/traffic.ts';
import { checkTraffic, KNOWN_GAPS } from './conformity.ts';
import { openScene } from './tiny-bot.ts';

const CALLBACK = '/interactions/{interaction_id}/{interaction_token}/callback';

/** A real exchange of each kind, to break. */
async function sample(): Promise<readonly TrafficEntry[]> {
  await using scene = await openScene({ command: (i) => i.reply({ content: 'Answer', withResponse: true }) });
  await scene.standin.person('member').command('ask', { question: 'war' });
  return [...scene.standin.traffic.list()];
}
const entries = await sample();

function rest(method: string, route: string, change: (exchange: RestExchange) => Partial<RestExchange>): TrafficEntry {
  const found = entries.find((e): e is RestExchange => e.kind === 'rest' && e.method === method && e.route === route);
  if (found === undefined) throw new Error(`The sample has no ${method} ${route}.`);
  return { ...found, ...change(structuredClone(found)) };
}

function event(name: string, change: (d: Record<string, unknown>) => Record<string, unknown>): TrafficEntry {
  const found = entries.find((e): e is GatewayPayload => e.kind === 'gateway' && e.payload.t === name);
  if (found === undefined) throw new Error(`The sample has no ${name}.`);
  const d: Record<string, unknown> = JSON.parse(JSON.stringify(found.payload.d));
  return { ...found, payload: { ...found.payload, d: change(d) } };
}

const reply = (data: unknown) => rest('POST', CALLBACK, () => ({ body: { type: 4, data } }));
const COMMANDS = '/applications/{application_id}/commands';

describe('traffic that conforms', () => {
  test('has no problems', () => {
    expect(checkTraffic(entries)).toEqual([]);
  });

  test('every gap that is let pass has a reason', () => {
    for (const gap of KNOWN_GAPS) expect(gap.reason.length).toBeGreaterThan(20);
  });
});

describe('the check reports exactly', () => {
  const broken: [name: string, entry: TrafficEntry, says: RegExp][] = [
    ['a content of 2,001 characters', reply({ content: 'x'.repeat(2001) }), /request: \.data\.content/],
    ['content that is no text', reply({ content: 7 }), /request: \.data\.content/],
    ['an unknown field in the message', reply({ content: 'x', colour: 1 }), /request: \.data\.colour: no such field/],
    ['an unknown kind of component', reply({ components: [{ type: 99 }] }), /request: \.data\.components\[0\]/],
    [
      'a label of 81 characters',
      reply({ components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'a', label: 'x'.repeat(81) }] }] }),
      /request: \.data\.components\[0\]\.components\[0\]\.label/,
    ],
    [
      'a section of four texts',
      reply({
        components: [
          {
            type: 9,
            components: Array.from({ length: 4 }, () => ({ type: 10, content: 'x' })),
            accessory: { type: 2, style: 1, custom_id: 'a', label: 'A' },
          },
        ],
      }),
      /request: \.data\.components\[0\]\.components/,
    ],
    [
      'an unknown field in a component',
      reply({ components: [{ type: 10, content: 'x', bold: true }] }),
      /\.bold: no such/,
    ],
    ['a kind of answer that does not exist', rest('POST', CALLBACK, () => ({ body: { type: 77 } })), /request:/],
    ['no body', rest('POST', CALLBACK, () => ({ body: undefined })), /request: no body/],
    ['a body on GET', rest('GET', '/gateway/bot', () => ({ body: {} })), /a body where none belongs/],
    [
      'a command without a name',
      rest('PUT', COMMANDS, () => ({ body: [{ description: 'x' }] })),
      /request: \[0\]\.name/,
    ],
    [
      'a command answer without a version',
      rest('PUT', COMMANDS, ({ response }) => ({ response: [{ ...first(response), version: undefined }] })),
      /answer 200: \[0\]\.version/,
    ],
    [
      'a message answer without an author',
      rest('POST', CALLBACK, ({ response }) => {
        const { interaction, resource } = response as { interaction: unknown; resource: { message: object } };
        return {
          response: { interaction, resource: { type: 4, message: { ...resource.message, author: undefined } } },
        };
      }),
      /answer 200: \.resource\.message\.author/,
    ],
    ['a status that is not described', rest('GET', '/gateway/bot', () => ({ status: 202 })), /not described/],
    [
      'an error without a code',
      rest('GET', '/gateway/bot', () => ({ status: 404, response: { message: 'x' } })),
      /\.code/,
    ],
    [
      'a 429 without retry_after',
      rest('GET', '/gateway/bot', () => ({ status: 429, response: { message: 'x', code: 0, global: false } })),
      /answer 429: \.retry_after/,
    ],
    [
      'a route without a schema',
      rest('GET', '/gateway/bot', () => ({ route: '/voice/regions' })),
      /no schema is known/,
    ],
    ['an unknown route', rest('GET', '/gateway/bot', () => ({ route: null, path: '/nowhere' })), /no schema is known/],
    [
      'an event without a schema',
      rename(
        event('READY', (d) => d),
        'TYPING_START',
      ),
      /no schema is known for this event/,
    ],
    [
      'READY with half a user',
      event('READY', (d) => ({
        ...d,
        user: {
          id: '1',
          username: 'x',
          discriminator: '0',
          public_flags: 0,
          flags: 0,
          global_name: null,
          primary_guild: null,
        },
      })),
      /READY user: \.avatar/,
    ],
    [
      'a role with numeric permissions',
      event('GUILD_CREATE', (d) => ({ ...d, roles: [{ ...first(d.roles), permissions: 8 }] })),
      /permissions/,
    ],
    [
      'an interaction without entitlements',
      event('INTERACTION_CREATE', (d) => ({ ...d, entitlements: undefined })),
      /entitlements/,
    ],
    ['an interaction without a channel', event('INTERACTION_CREATE', (d) => ({ ...d, channel: undefined })), /channel/],
    ['an interaction of nobody', event('INTERACTION_CREATE', (d) => ({ ...d, member: undefined })), /member or user/],
  ];
  test.each(broken)('%s', (_, entry, says) => {
    const problems = checkTraffic([entry]);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(says);
  });

  test('a log that has forgotten entries', async () => {
    await using scene = await openScene({}, { standin: { trafficLimit: 1 } });
    for (let n = 0; n < 12; n += 1) await scene.client.application.fetch();
    expect(checkTraffic(scene.standin.traffic)).toEqual([expect.stringMatching(/forgotten and not checked/)]);
  });
});

function first(list: unknown): object {
  const [entry]: unknown[] = Array.isArray(list) ? list : [];
  if (typeof entry !== 'object' || entry === null) throw new Error('Expected a list with an object.');
  return entry;
}

function rename(entry: TrafficEntry, event: string): TrafficEntry {
  if (entry.kind !== 'gateway') throw new Error('Expected a gateway payload.');
  return { ...entry, payload: { ...entry.payload, t: event } };
}
