/** Setup of the unit tests: a test that starts a process or opens a socket fails, so that these tests stay quick and quiet. */

import { ChildProcess } from 'node:child_process';
import { Server, Socket } from 'node:net';
import fc from 'fast-check';

const refuse = (what: string) => () => {
  throw new Error(`A unit test must not ${what}; move it to a folder that vitest.config.ts does not list among them.`);
};

Object.assign(ChildProcess.prototype, { spawn: refuse('start a process') });
Object.assign(Socket.prototype, { connect: refuse('open a socket') });
Object.assign(Server.prototype, { listen: refuse('listen on a socket') });

// `npm run test:unit` answers soon: a property is tried on as many inputs as half a second allows, at least on one. `npm test` tries all.
if (process.env.MODE === 'quick') fc.configureGlobal({ interruptAfterTimeLimit: 500 });
