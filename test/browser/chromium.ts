/** A real browser for the tests, and an eye on what it does that no page of ours may cause. */
import { existsSync, writeSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator } from 'playwright-core';
import { describe, onTestFailed, onTestFinished, test } from 'vitest';

const places = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'].flatMap((name) =>
    ['/usr/bin', '/usr/local/bin', '/snap/bin', ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name)),
  ),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  // where Playwright puts its own
  chromium.executablePath(),
];

/** The file to run: `CHROMIUM_PATH` if it is set, whatever it says; else the first of the usual places that has one. */
export const chromiumPath: string | undefined = process.env.CHROMIUM_PATH || places.find((file) => existsSync(file));

const missing = 'there is no Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM_PATH';

/** `describe` for tests that need the browser. Where there is none they are skipped, with a line that says so; in CI they fail. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (chromiumPath && existsSync(chromiumPath)) {
    describe(name, { timeout: 300_000 }, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(missing);
    });
  } else {
    // past vitest, which takes a line of its own for stray output
    writeSync(2, `Skipped, for ${missing}: ${name}\n`);
    describe.skip(name, tests);
  }
}

/** Starts the browser. It finds no address but this machine's. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
      '--disable-dev-shm-usage',
    ],
  });

/** A window of its own, like a visitor's who was never here. */
export interface Visit {
  readonly context: BrowserContext;
  /**
   * What went wrong so far, each kind once: cookies, errors on the console (breaches of a content security policy among them),
   * uncaught exceptions, and requests to other machines.
   */
  readonly wrongs: () => Promise<readonly string[]>;
}

/** Opens a window for the rest of the running test. If that fails, what went wrong is printed: a page that never came seldom says why. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'nb-NO', ...options });
  context.setDefaultTimeout(20_000);
  const wrongs = new Set<string>();
  const pages = new Set<string>();
  context.on('console', (message) => {
    // Chromium remarks on every page whose status is an error, and so also on a form that comes back
    const isStatus = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    // it also asks every site for an icon, once and when it likes
    const isMeant = pages.has(message.location().url) || message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !(isStatus && isMeant)) wrongs.add(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => wrongs.add(`exception: ${error.error().message}`));
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isHere = /^(localhost|.*\.localhost|127\.0\.0\.1)$/.test(hostname) || ['data:', 'about:', 'blob:'].includes(protocol);
    if (request.isNavigationRequest()) pages.add(request.url());
    if (!isHere) wrongs.add(`request: ${request.url()}`);
  });
  onTestFailed(() => {
    if (wrongs.size > 0) writeSync(2, `In the browser:\n${[...wrongs].join('\n')}\n`);
  });
  onTestFinished(() => context.close());
  return {
    context,
    wrongs: async () => [...wrongs, ...(await context.cookies()).map(({ name }) => `cookie: ${name}`)],
  };
}

/** Clicks, and returns when the page that it leads to is there. */
export async function clickThrough(target: Locator): Promise<void> {
  await Promise.all([target.page().waitForEvent('load'), target.click()]);
}
