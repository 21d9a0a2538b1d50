import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startStandin } from '../../src/standin/standin.ts';
import { words } from '../wire/scene.ts';
import { startSitrep } from './running.ts';

const HEALTH_URL = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;

async function openStandin() {
  const standin = await startStandin();
  onTestFinished(() => standin.close());
  const env = { DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl, SITREP_LOG_FORMAT: 'json' };
  return { standin, env: { ...env, SITREP_HEALTH_PORT: '0' } };
}

test('monitoring learns readiness, the version of the facts and counts, but nothing that anybody wrote', async () => {
  const { standin, env } = await openStandin();
  await using sitrep = startSitrep(env);
  const [, url = ''] = await sitrep.printed(HEALTH_URL);
  await sitrep.printed(/Ctrl-C ends/);
  const [, version] = await sitrep.printed(/version ([0-9a-f]{12})/);

  const ready = await fetch(`${url}/ready`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({
    ready: true,
    gateway: 'up',
    situations: [
      { name: 'us-iran-strikes', version, facts: expect.any(Number) },
      { name: 'mpox-response-2024', version: expect.any(String), facts: expect.any(Number) },
    ],
  });

  const answer = await standin.person('member').command('who', { name: 'sesame sullivan' });
  expect(words(answer.message)).not.toBe('');
  await sitrep.printed(/"name":"\/who"/);
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await metrics.text();
  expect(text).toMatch(/^sitrep_handled_seconds_count\{name="\/who",kind="\w+"\} 1$/m);
  expect(text).toMatch(/^sitrep_ready 1$/m);
  expect(text).toMatch(/^sitrep_gateway_losses_total 0$/m);
  expect(text).toMatch(new RegExp(`^sitrep_facts\\{situation="us-iran-strikes",version="${version}"\\} \\d+$`, 'm'));
  for (const secret of ['sesame', ...Object.values(standin.ids)]) expect(text).not.toContain(secret);

  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/ready`, { method: 'POST' })).status).toBe(405);
});

test('while the gateway is down, Sitrep is not ready, and the losses are counted', async () => {
  const { standin, env } = await openStandin();
  await using sitrep = startSitrep(env);
  const [, url = ''] = await sitrep.printed(HEALTH_URL);
  await sitrep.printed(/Ctrl-C ends/);
  await standin.close();
  await sitrep.printed(/gateway lost/);
  const ready = await fetch(`${url}/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ ready: false, gateway: 'down' });
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^sitrep_gateway_losses_total [1-9]/m);
});

test('a port for monitoring that is taken ends the start with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  await using sitrep = startSitrep({ SITREP_PORT: '0', SITREP_HEALTH_PORT: String(port) });
  expect(await sitrep.ended).toBe(1);
  expect(sitrep.output()).toMatch(/port \d+ for monitoring: .*Set SITREP_HEALTH_PORT to a free port/);
});
