import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Opens nothing to anybody but this machine: loopback only. */
export const HOST = '127.0.0.1';

/** The stand-in could not start; `code` is EADDRINUSE where the port is taken. */
export class StandinError extends Error {
  override readonly name = 'StandinError';
  readonly code: string;
  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Other sites can point a name at 127.0.0.1; they cannot make the browser send our name. */
export function isOurHost(request: IncomingMessage, port: number): boolean {
  const { host } = request.headers;
  return host === `${HOST}:${port}` || host === `localhost:${port}`;
}

/** Browsers let any site open a WebSocket or post to this machine, and say in `Origin` which site it was. */
export function isOurOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** @returns the port; @throws StandinError */
export function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    const what = taken ? 'it is taken; choose another port or end the program that holds it' : error.message;
    reject(
      new StandinError(error.code ?? 'UNKNOWN', `Expected to listen on ${HOST} port ${port}, but ${what}.`, {
        cause: error,
      }),
    );
  });
  server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  return promise;
}
