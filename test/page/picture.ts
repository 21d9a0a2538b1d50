/**
 * `npm run picture`: takes the README's picture of an answer, as the page shows it, from the real bot and the bundled facts.
 * Argument: where to write it, instead of src/standin/page/answer.png.
 */

import { resolve } from 'node:path';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBrowser } from './browser.ts';
import { openWindow } from './window.ts';

const LINE = '/who sullivan';
const WIDTH_PX = 900;
/** Twice as sharp, for screens that show it so. */
const SCALE = 2;

const file = resolve(process.argv[2] ?? resolve(import.meta.dirname, '../../src/standin/page/answer.png'));
const config = readConfig({ SITREP_PORT: '0', SITREP_LOG_LEVEL: 'warn' });
const app = await startApp(config, createLog(config));
const browser = await startBrowser();
try {
  const { page, messages } = await openWindow(browser, app.standin?.url ?? '', { width: WIDTH_PX, scale: SCALE });
  await page.keyboard.type(LINE);
  await page.keyboard.press('Enter');
  await messages.getByRole('button', { name: 'Proof' }).waitFor();
  // As high as the answer needs, and no empty channel above it.
  const missing = await page.evaluate(() => {
    const log = document.getElementById('log');
    const list = document.getElementById('messages');
    return (list?.offsetHeight ?? 0) + 32 - (log?.clientHeight ?? 0);
  });
  const height = (page.viewportSize()?.height ?? 800) + missing;
  await page.setViewportSize({ width: WIDTH_PX, height });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}: ${WIDTH_PX * SCALE} × ${height * SCALE} pixels\n`);
} finally {
  await browser.close();
  await app.stop();
}
