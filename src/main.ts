/**
 * Door: `npm start`. Listens for the end of the process before it loads the rest, which takes most of a second, and then
 * runs Sitrep.
 */

// For whoever starts this file without npm.
import './node-version.cjs';

/** How often the process checks whether npm is still there. */
const NPM_CHECK_INTERVAL_MS = 250;

/** Until the rest is loaded there is nothing to close, so the process simply ends. */
let end = (_why: string): void => process.exit(0);

process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('Ctrl-C'));

// Under npm a shell stands between npm and this process, and does not pass SIGTERM on. When it is gone, this process ends as
// well. (`exec` in the script would help, but not on Windows.)
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
