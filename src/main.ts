/**
 * Entry point of `npm start`. It installs the signal handlers before it loads the other modules, which takes most of a second, and then runs Sitrep.
 */

// For whoever starts this file without npm.
import './node-version.cjs';

/** The interval at which the process checks whether npm is still running. */
const NPM_CHECK_INTERVAL_MS = 250;

/** Until the other modules are loaded there is nothing to close, so the process simply ends. */
let end = (_why: string): void => process.exit(0);

process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('Ctrl-C'));

// Under npm there is a shell between npm and this process, which does not pass SIGTERM on. When that shell has ended, this
// process ends as well. (`exec` in the script would help, but not on Windows.)
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end('npm has ended');
  }, NPM_CHECK_INTERVAL_MS).unref();
}

const { run } = await import('./run.ts');
await run((handler) => {
  end = handler;
});
