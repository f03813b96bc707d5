import type { BrowserContext, Page } from 'playwright-core';
import { PdfError } from './errors.ts';
import { withBrowserContext } from './shared-browser.ts';

const PAGE_TIMEOUT_MS = 20_000;

export type PaperFormat = 'A4' | 'A5';

export interface HtmlToPdfOptions {
  /** When omitted, the page's own `@page { size }` decides, and A4 where it says nothing. */
  format?: PaperFormat;
  landscape?: boolean;
  /** http(s) address that relative links are resolved against, and the only place the page may load from. */
  baseUrl?: string;
}

export interface PrintCookie {
  name: string;
  value: string;
}

export interface UrlToPdfOptions {
  /** Sent to the origin of the URL only. */
  cookies?: PrintCookie[];
  format?: PaperFormat;
}

/**
 * Prints an HTML document to PDF. Scripts do not run, and nothing is loaded from the network except under `baseUrl`;
 * fonts and pictures come as data: URIs (see embeddedFontCss).
 *
 * @throws PdfError font_failed when a font of the page does not load: a form is not printed in a substitute font
 *   that may lack characters of a name; timeout (20 s); render_failed; no_browser; browser_failed.
 */
export function htmlToPdf(html: string, options: HtmlToPdfOptions = {}): Promise<Uint8Array> {
  return withHtmlPage(html, options, (page) => print(page, options.format, options.landscape ?? false));
}

/**
 * The page that htmlToPdf prints, in print media, with its fonts loaded. For pixel tests of forms: what `use` sees
 * is what goes to paper.
 */
export function withHtmlPage<Result>(
  html: string,
  options: Pick<HtmlToPdfOptions, 'baseUrl'>,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const base = options.baseUrl === undefined ? null : webAddress(options.baseUrl);
  return withBrowserContext(
    { javaScriptEnabled: false, serviceWorkers: 'block', offline: base === null },
    async (context) => {
      await allowOnly(context, (url) => base !== null && isUnder(url, base));
      const page = await printPage(context);
      const content = base === null ? html : withBase(html, base);
      await guard('render_failed', () => page.setContent(content, { waitUntil: 'load' }));
      await fontsReady(page);
      return guard('render_failed', () => use(page));
    },
  );
}

/** What a form's own rows measure on the page, in CSS pixels (96 an inch), by the value of `data-measure`. */
export type Measured = ReadonlyMap<string, { width: number; height: number }>;

/**
 * Prints a form whose sheets depend on how high its rows come out. `draft` holds every row once, marked with `data-measure`;
 * `compose` gets what they measure and returns the sheets. Then each box marked `data-fit` takes the first of its sizes
 * (classes `fit-0`, `fit-1` … of the form's style sheet) in which its text fits.
 *
 * @throws PdfError does_not_fit, naming the boxes (`data-fit`, `data-within`, `data-sheet`), when something would be cut off or stand outside
 *   of its sheet; otherwise as htmlToPdf.
 */
export function fittedPdf(draft: string, compose: (measured: Measured) => string): Promise<Uint8Array> {
  return withHtmlPage(draft, {}, async (page) => {
    const rows = await page.evaluate<[string, { width: number; height: number }][]>(MEASURE);
    await page.setContent(compose(new Map(rows)), { waitUntil: 'load' });
    await fontsReady(page);
    const tooLarge = await page.evaluate<string[]>(FIT);
    if (tooLarge.length > 0) throw new PdfError('does_not_fit', [...new Set(tooLarge)].join(', '));
    return print(page, undefined, false);
  });
}

/** As text: these run in the page, not here. */
const MEASURE = `[...document.querySelectorAll('[data-measure]')].map((row) => {
  const { width, height } = row.getBoundingClientRect();
  return [row.dataset.measure, { width, height }];
})`;

const FIT = `(() => {
  const fits = (box) => box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1;
  const tooLarge = [];
  for (const box of document.querySelectorAll('[data-fit]')) {
    const own = box.className;
    for (let step = 0; step < 7; step += 1) {
      box.className = own + ' fit-' + step;
      if (fits(box)) break;
    }
    if (!fits(box)) tooLarge.push(box.dataset.fit);
  }
  for (const box of document.querySelectorAll('[data-within]')) if (!fits(box)) tooLarge.push(box.dataset.within);
  for (const sheet of document.querySelectorAll('[data-sheet]')) {
    const paper = sheet.getBoundingClientRect();
    for (const part of sheet.querySelectorAll('*')) {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      if (left < paper.left - 1 || right > paper.right + 1 || top < paper.top - 1 || bottom > paper.bottom + 1)
        tooLarge.push(sheet.dataset.sheet + ' ' + (part.getAttribute('class') ?? part.tagName));
    }
  }
  return tooLarge;
})()`;

/**
 * Prints a page of our own web application to PDF, signed in with the given cookies. The page may load from its own
 * origin only.
 *
 * @throws PdfError page_refused when the answer is not 2xx, is a redirect or leads to another path (for example to
 *   the sign-in page, which must not be printed in place of the form); otherwise as htmlToPdf.
 */
export function urlToPdf(url: string, options: UrlToPdfOptions = {}): Promise<Uint8Array> {
  const target = webAddress(url);
  return withBrowserContext({ serviceWorkers: 'block' }, async (context) => {
    await context.addCookies(
      (options.cookies ?? []).map(({ name, value }) => ({ name, value, url: target.origin, httpOnly: true })),
    );
    await allowOnly(context, (requested) => requested.origin === target.origin);
    const page = await printPage(context);
    const response = await guard('page_refused', () => page.goto(target.href, { waitUntil: 'load' }));
    if (response === null || !response.ok())
      throw new PdfError('page_refused', `the print page answered ${response?.status() ?? 'nothing'}`);
    await fontsReady(page);
    // A script of the page may have gone elsewhere, for example to the sign-in page.
    if (new URL(page.url()).pathname !== target.pathname)
      throw new PdfError('page_refused', 'the print page led to another page');
    return print(page, options.format, false);
  });
}

async function printPage(context: BrowserContext): Promise<Page> {
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const page = await guard('browser_failed', () => context.newPage());
  // Before the content: rules and fonts of `@media print` are then part of what is waited for.
  await page.emulateMedia({ media: 'print' });
  return page;
}

/**
 * Closes the network but for the allowed addresses. The requests are made by us and redirects are refused, because a
 * redirect would pass by the check (and would put a sign-in page in the place of a form).
 */
async function allowOnly(context: BrowserContext, allowed: (url: URL) => boolean): Promise<void> {
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === 'data:' || url.protocol === 'about:') return route.continue();
    if (!allowed(url)) return route.abort('blockedbyclient');
    const response = await route.fetch({ maxRedirects: 0, timeout: PAGE_TIMEOUT_MS }).catch(() => null);
    if (response === null) return route.abort('failed');
    if (response.status() >= 300 && response.status() < 400) return route.abort('blockedbyclient');
    return route.fulfill({ response });
  });
}

/** Waits until every font in use is loaded; a font that failed ends the printing. */
async function fontsReady(page: Page): Promise<void> {
  const failed = await guard('render_failed', () =>
    withTimeout(
      // As text: this runs in the page, not here.
      page.evaluate<string[]>(
        `(document.documentElement.offsetHeight, document.fonts.ready.then((fonts) =>
          [...fonts].filter((font) => font.status === 'error').map((font) => font.family)))`,
      ),
    ),
  );
  if (failed.length > 0) throw new PdfError('font_failed', [...new Set(failed)].join(', '));
}

async function print(page: Page, format: PaperFormat | undefined, landscape: boolean): Promise<Uint8Array> {
  return guard('render_failed', () =>
    withTimeout(
      page.pdf({
        format: format ?? 'A4',
        landscape,
        preferCSSPageSize: format === undefined,
        printBackground: true,
        // Headings and tables stay readable for a screen reader.
        tagged: true,
      }),
    ),
  );
}

/** Playwright has no timeout of its own for evaluate and pdf. */
async function withTimeout<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PdfError('timeout', 'the page did not finish')), PAGE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Turns whatever the browser throws into a PdfError without its text, which may quote the page. */
async function guard<Result>(
  kind: 'render_failed' | 'page_refused' | 'browser_failed',
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PdfError) throw error;
    const name = error instanceof Error ? error.name : 'unknown';
    throw new PdfError(name === 'TimeoutError' ? 'timeout' : kind, name);
  }
}

function webAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new PdfError('page_refused', 'not an http(s) address');
  return url;
}

function isUnder(url: URL, base: URL): boolean {
  return url.origin === base.origin && url.pathname.startsWith(new URL('.', base).pathname);
}

/** The <base> goes first into the head, so that it counts for every link after it. */
function withBase(html: string, base: URL): string {
  const tag = `<base href="${base.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`;
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (head === null) return tag + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + tag + html.slice(end);
}
