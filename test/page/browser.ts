/**
 * One headless Chromium for the browser tests and the README's picture, from npm packages alone: `@sparticuz/chromium`
 * ships the program, its fonts and the few system libraries that a bare machine may lack; `playwright-core` drives it.
 * Where that program cannot run (another processor, another C library) a Chromium of the system is used.
 */

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Started without asking anybody anything: no updates, no sync, no address but this machine's own. */
const ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  // Letters have the same shape and width on every machine.
  '--font-render-hinting=none',
  '--disable-lcd-text',
];

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

interface Candidate {
  readonly name: string;
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a browser; the caller closes it.
 *
 * @param env - the environment; `CHROMIUM_PATH` names a browser to use instead of all others
 * @throws Error saying what was tried, why each failed, and what to install
 */
export async function startBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const failures: string[] = [];
  for await (const candidate of candidates(env, failures)) {
    try {
      return await chromium.launch({
        executablePath: candidate.executablePath,
        args: ARGS,
        env: { ...definedOnly(env), ...candidate.env },
      });
    } catch (error) {
      failures.push(`${candidate.name}: ${reason(error)}`);
    }
  }
  throw new Error(
    [
      'No browser could be started for the tests of the page. Tried:',
      ...failures.map((failure) => `  - ${failure}`),
      'Install Chromium (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: Google Chrome),',
      'or set CHROMIUM_PATH to a Chromium or Chrome program.',
    ].join('\n'),
  );
}

async function* candidates(env: NodeJS.ProcessEnv, failures: string[]): AsyncGenerator<Candidate> {
  if (env.CHROMIUM_PATH) {
    yield { name: `CHROMIUM_PATH=${env.CHROMIUM_PATH}`, executablePath: env.CHROMIUM_PATH, env: {} };
    return;
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      const dir = await unpack();
      const bundled = { executablePath: join(dir, 'chromium'), env: { FONTCONFIG_PATH: dir } };
      const libraries = [join(dir, 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
      // The system's own libraries first: the bundled ones fit a particular C library.
      yield { name: '@sparticuz/chromium', ...bundled };
      yield {
        name: '@sparticuz/chromium with the libraries it ships',
        executablePath: bundled.executablePath,
        env: { ...bundled.env, LD_LIBRARY_PATH: libraries },
      };
    } catch (error) {
      failures.push(`@sparticuz/chromium could not be unpacked: ${reason(error)}`);
    }
  } else {
    failures.push(`@sparticuz/chromium is a program for Linux on x64; this is ${process.platform} on ${process.arch}`);
  }
  for (const executablePath of SYSTEM_BROWSERS) {
    if (existsSync(executablePath)) yield { name: executablePath, executablePath, env: {} };
  }
}

/**
 * Unpacks program, fonts and libraries once per version, about 220 MB in the system's folder for temporary files.
 * Several test files may ask at the same time, so it unpacks aside and moves the finished folder into place.
 *
 * @returns the folder
 */
async function unpack(): Promise<string> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
  const version = await packageVersion(bin);
  const dir = join(tmpdir(), `sitrep-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(join(dir, 'chromium'))) return dir;
  const aside = await mkdtemp(join(tmpdir(), 'sitrep-chromium-'));
  try {
    await inflateInto(
      aside,
      ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((file) => join(bin, file)),
    );
    await mkdir(join(aside, 'font-cache'), { recursive: true });
    await writeFile(join(aside, 'fonts.conf'), fontSettings(dir));
    await rename(aside, dir);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Somebody else was quicker.
    if (!existsSync(join(dir, 'chromium'))) throw error;
  }
  return dir;
}

/** The package always unpacks into the folder for temporary files; it reads which one that is when it is called. */
async function inflateInto(dir: string, files: readonly string[]): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = dir;
  let running: Promise<string>[];
  try {
    running = files.map((file) => inflate(file));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await Promise.all(running);
}

async function packageVersion(bin: string): Promise<string> {
  const manifest: unknown = createRequire(import.meta.url)(join(bin, '..', 'package.json'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'any';
}

/** The shipped font first, so that pictures look alike everywhere; the system's for letters that it lacks. */
function fontSettings(dir: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dir}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${dir}/font-cache</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The line that says why: of a browser's long report, the one about a missing library or file. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /error while loading|cannot open|not found|ENOENT|EACCES|GLIBC/i.test(line));
  return (telling ?? lines[0] ?? text).slice(0, 300);
}
