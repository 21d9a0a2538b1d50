import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { Handled } from './discord/dispatch.ts';
import type { GatewayState } from './discord/gateway.ts';
import { SitrepError } from './errors.ts';

/** A situation as it is served now. */
export interface ServedSituation {
  readonly name: string;
  readonly version: string;
  readonly facts: number;
}

/** The state of a running Sitrep; called for each request. */
export interface HealthSources {
  /** `undefined` until the bot is connected. */
  readonly gateway: () => GatewayState | undefined;
  readonly situations: () => readonly ServedSituation[];
}

/** What `/ready` answers: with HTTP 200 where `ready` is true, otherwise with 503. */
export interface Readiness {
  readonly ready: boolean;
  readonly gateway: 'starting' | 'up' | 'down';
  readonly situations: readonly ServedSituation[];
}

/** Counts what Sitrep does, and answers monitoring requests where the settings name a port for them. */
export interface Health {
  /** The address where it answers; `undefined` where the settings name no port. */
  readonly url: string | undefined;
  readonly onHandled: (handled: Handled) => void;
  close(): Promise<void>;
}

/** Upper bounds in seconds. Discord's deadline for a first response is 3 s. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];

/**
 * Opens the endpoint for monitoring: `/ready`, and `/metrics` in the Prometheus format. Neither contains text that people wrote, or ids.
 *
 * @throws SitrepError PORT_TAKEN
 */
export async function openHealth(where: Config['health'], sources: HealthSources): Promise<Health> {
  const { registry, onHandled } = createMetrics(sources);
  if (where === undefined) return { url: undefined, onHandled, close: async () => registry.clear() };

  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET') send(405, 'text/plain', 'Only GET is answered here.\n');
    else if (path === '/ready') {
      const readiness = readinessOf(sources);
      send(readiness.ready ? 200 : 503, 'application/json', `${JSON.stringify(readiness)}\n`);
    } else if (path === '/metrics') {
      void registry.metrics().then((text) => send(200, registry.contentType, text));
    } else send(404, 'text/plain', 'There are /ready and /metrics.\n');
  });
  const { address, family, port } = await listen(server, where);
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    onHandled,
    async close() {
      registry.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readinessOf({ gateway, situations }: HealthSources): Readiness {
  const state = gateway();
  const isUp = state?.isUp() ?? false;
  return { ready: isUp, gateway: state === undefined ? 'starting' : isUp ? 'up' : 'down', situations: situations() };
}

function createMetrics(sources: HealthSources): { readonly registry: Registry; onHandled(handled: Handled): void } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'sitrep_ready',
    help: 'Whether Sitrep is connected to Discord and answers',
    registers,
    collect() {
      this.set(readinessOf(sources).ready ? 1 : 0);
    },
  });
  new Counter({
    name: 'sitrep_gateway_losses_total',
    help: 'Connections to the gateway that ended, failed attempts to reconnect included',
    registers,
    collect() {
      this.reset();
      this.inc(sources.gateway()?.losses() ?? 0);
    },
  });
  new Gauge({
    name: 'sitrep_facts',
    help: 'Facts that are served, by situation and version',
    labelNames: ['situation', 'version'],
    registers,
    collect() {
      this.reset();
      for (const { name, version, facts } of sources.situations()) this.set({ situation: name, version }, facts);
    },
  });
  const handled = new Histogram({
    name: 'sitrep_handled_seconds',
    help: 'Interactions and messages that were handled, and how long each took',
    labelNames: ['name', 'kind'],
    buckets: BUCKETS,
    registers,
  });
  return { registry, onHandled: ({ name, kind, ms }) => handled.observe({ name, kind }, ms / 1000) };
}

/** @throws SitrepError PORT_TAKEN */
function listen(server: Server, { host, port }: NonNullable<Config['health']>): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  server.once('error', (cause) => {
    const what = `Cannot listen on ${host} port ${port} for monitoring: ${cause.message}.`;
    reject(new SitrepError('PORT_TAKEN', `${what} Set SITREP_HEALTH_PORT to a free port of this machine.`, { cause }));
  });
  // A server that listens on TCP has an address of this form.
  server.listen(port, host, () => resolve(server.address() as AddressInfo));
  return promise;
}
