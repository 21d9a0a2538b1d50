/** A browser window at the stand-in's page, watched for what must never happen. */

import type { Browser, Locator, Page } from 'playwright-core';

export interface Window extends AsyncDisposable {
  readonly page: Page;
  /** Script errors, dialogs, and requests to anything but the stand-in. A test expects none. */
  readonly faults: readonly string[];
  /** The message box as one line of text. */
  readonly line: Locator;
  field(name: string): Locator;
  /** Messages in the channel, oldest first. */
  readonly messages: Locator;
  readonly options: Locator;
}

export interface WindowOptions {
  readonly as?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** What the system prefers; dark where absent. */
  readonly colorScheme?: 'light' | 'dark';
  /** Whether to wait until a command can be sent; true where absent. */
  readonly ready?: boolean;
}

/** @param url - the stand-in's */
export async function openWindow(browser: Browser, url: string, options: WindowOptions = {}): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1100, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    locale: 'en-GB',
    colorScheme: options.colorScheme ?? 'dark',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // Within a test's own time limit, so that a failure names the element it waited for.
  page.setDefaultTimeout(120_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`);
  });
  const query = options.as === undefined ? '' : `?as=${options.as}`;
  await page.goto(`${url}${query}`);
  if (options.ready ?? true) await page.locator('#send:enabled').waitFor();
  return {
    page,
    faults,
    line: page.getByRole('combobox', { name: 'Message, or a command that starts with a slash' }),
    field: (name) => page.getByRole('combobox', { name: new RegExp(`^${name}:`) }),
    messages: page.getByRole('log').getByRole('article'),
    options: page.getByRole('listbox').getByRole('option'),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
