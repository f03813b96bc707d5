import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { PdfError } from './errors.ts';
import { findBrowser } from './find-browser.ts';

/** Pages rendered at the same time. Each needs about 100 MB; more only makes all of them slower. */
const CONCURRENCY = 2;
/** How long a request may wait for its turn. */
const QUEUE_TIMEOUT_MS = 60_000;
/** The browser is closed after this long without work. */
const IDLE_CLOSE_MS = 60_000;
const LAUNCH_TIMEOUT_MS = 30_000;

let launching: Promise<Browser> | null = null;
let idleTimer: NodeJS.Timeout | null = null;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs `work` in a fresh, isolated browser context of the one shared browser, which is started on first use and
 * closed when idle. The context is always closed afterwards.
 *
 * @throws PdfError timeout when its turn does not come in time; no_browser or browser_failed when none can be started.
 */
export async function withBrowserContext<Result>(
  options: BrowserContextOptions,
  work: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  await takeTurn();
  try {
    const context = await openContext(options);
    try {
      return await work(context);
    } finally {
      // A context of a crashed browser cannot be closed any more, and need not be.
      await context.close().catch(() => undefined);
    }
  } finally {
    giveTurn();
  }
}

/** Closes the shared browser. For an orderly shutdown and for tests; the next PDF starts a new one. */
export async function closeSharedBrowser(): Promise<void> {
  if (idleTimer) clearTimeout(idleTimer);
  idleTimer = null;
  const current = launching;
  launching = null;
  const browser = await current?.catch(() => null);
  await browser?.close().catch(() => undefined);
}

async function openContext(options: BrowserContextOptions): Promise<BrowserContext> {
  const browser = await sharedBrowser();
  try {
    return await browser.newContext(options);
  } catch (error) {
    // The browser may have died while idle; the second start is the last attempt.
    if (browser.isConnected()) throw new PdfError('browser_failed', (error as Error).name);
    launching = null;
    return (await sharedBrowser()).newContext(options);
  }
}

function sharedBrowser(): Promise<Browser> {
  launching ??= launch().catch((error: unknown) => {
    launching = null;
    throw error;
  });
  return launching;
}

async function launch(): Promise<Browser> {
  const { executablePath, args, source } = await findBrowser();
  try {
    const browser = await chromium.launch({
      executablePath,
      args,
      timeout: LAUNCH_TIMEOUT_MS,
      // Signals belong to the program that uses us; the browser ends with its pipe.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    browser.once('disconnected', () => {
      launching = null;
    });
    return browser;
  } catch {
    throw new PdfError('browser_failed', `the ${source} Chromium does not start`);
  }
}

function takeTurn(): Promise<void> {
  if (idleTimer) clearTimeout(idleTimer);
  idleTimer = null;
  if (running < CONCURRENCY) {
    running += 1;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const turn = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(new PdfError('timeout', 'too many PDFs are waiting'));
    }, QUEUE_TIMEOUT_MS);
    waiting.push(turn);
  });
}

function giveTurn(): void {
  const next = waiting.shift();
  if (next) {
    // The turn passes on: `running` stays as it is.
    next();
    return;
  }
  running -= 1;
  if (running > 0) return;
  idleTimer = setTimeout(() => void closeSharedBrowser(), IDLE_CLOSE_MS);
  idleTimer.unref();
}
