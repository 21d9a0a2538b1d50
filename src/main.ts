/**
 * Door: `npm start`. Listens for the end of the process before it loads the rest, which takes most of a second, and then
 * runs Sitrep.
 */

/** How often it is looked whether npm is still there. */
const LOOK_FOR_NPM_MS = 250;

/** Until the rest is loaded there is nothing to end but the process. */
let end = (_why: string): void => process.exit(0);

process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('Ctrl-C'));

// Under npm a shell stands between npm and this process, and does not hand SIGTERM on: when it is gone, this process is
// to end as well. (`exec` in the script would do, but not on Windows.)
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end('npm has ended');
  }, LOOK_FOR_NPM_MS).unref();
}

const { run } = await import('./run.ts');
await run((handler) => {
  end = handler;
});
