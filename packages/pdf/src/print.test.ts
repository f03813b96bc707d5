import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  closeSharedBrowser,
  embeddedFontCss,
  findBrowser,
  htmlToPdf,
  PdfError,
  urlToPdf,
  withHtmlPage,
} from './index.ts';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let server: Server;
let origin: string;
let requests: { path: string; cookie: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, cookie: request.headers.cookie });
    if (path.endsWith('.png')) return response.setHeader('content-type', 'image/png').end(PICTURE);
    if (path === '/away') return response.writeHead(302, { location: '/sign-in' }).end();
    if (path === '/script-away') return response.end('<script>location.replace("/sign-in")</script>');
    if (path === '/gone') return response.writeHead(404).end();
    if (path === '/slow') return;
    response.setHeader('content-type', 'text/html; charset=utf-8').end(`<p>処方箋</p><img src="/logo.png">`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  requests = [];
});

afterAll(async () => {
  await closeSharedBrowser();
  server.closeAllConnections();
  server.close();
});

describe('htmlToPdf', () => {
  it('prints one page in the size asked for, with the embedded font in it', async () => {
    const css = await embeddedFontCss('髙﨑𠮷', { families: ['BIZ UDPGothic'], weights: [400] });
    const html = `<style>${css} body{font-family:'BIZ UDPGothic'}</style>髙﨑𠮷`;
    const a5 = text(await htmlToPdf(html, { format: 'A5' }));
    expect(a5.startsWith('%PDF-')).toBe(true);
    expect(pageSizesInMillimetres(a5)).toEqual([[148, 210]]);
    expect(a5).toContain('BIZUDPGothic');
    expect(pageSizesInMillimetres(text(await htmlToPdf('', { landscape: true, format: 'A4' })))).toEqual([
      [297, 210],
    ]);
  });

  it('lets the page decide its size when none is asked for', async () => {
    const html = '<style>@page{size:A5 landscape}</style>';
    expect(pageSizesInMillimetres(text(await htmlToPdf(html)))).toEqual([[210, 148]]);
    expect(pageSizesInMillimetres(text(await htmlToPdf('<p>a')))).toEqual([[210, 297]]);
  });

  // @proves V13.2.5
  it('loads nothing from the network, unless it is under the base address', async () => {
    const html = `<head></head><img src="${origin}/forms/a.png"><img src="b.png"><img src="${origin}/other/c.png">`;
    await htmlToPdf(html);
    expect(requests).toEqual([]);
    await htmlToPdf(html, { baseUrl: `${origin}/forms/` });
    expect(requests.map(({ path }) => path).sort()).toEqual(['/forms/a.png', '/forms/b.png']);
  });

  it('runs no script of the document', async () => {
    const html = '<p>before</p><script>document.querySelector("p").textContent = "after"</script>';
    expect(await withHtmlPage(html, {}, (page) => page.locator('p').textContent())).toBe('before');
  });

  it('refuses to print with a substitute when a font does not load', async () => {
    const html =
      '<style>@font-face{font-family:F;src:url(data:font/woff2;base64,AAAA)} p{font-family:F}</style><p>氏名</p>';
    await expect(htmlToPdf(html)).rejects.toMatchObject({ kind: 'font_failed' });
  });

  it('prints many at once with one browser, and after the browser was closed', async () => {
    const many = await Promise.all(Array.from({ length: 6 }, (_, index) => htmlToPdf(`<p>${index}`)));
    expect(many.every((pdf) => text(pdf).startsWith('%PDF-'))).toBe(true);
    await closeSharedBrowser();
    expect(text(await htmlToPdf('<p>again')).startsWith('%PDF-')).toBe(true);
  });
});

describe('urlToPdf', () => {
  it('prints the page with what it loads, sending the cookies to its origin', async () => {
    const pdf = await urlToPdf(`${origin}/print/1`, {
      cookies: [{ name: 'session', value: 'abc' }],
      format: 'A5',
    });
    expect(pageSizesInMillimetres(text(pdf))).toEqual([[148, 210]]);
    expect(requests).toEqual([
      { path: '/print/1', cookie: 'session=abc' },
      { path: '/logo.png', cookie: 'session=abc' },
    ]);
  });

  it.each(['/away', '/script-away', '/gone'])('never prints another page in its place: %s', async (path) => {
    await expect(urlToPdf(origin + path)).rejects.toMatchObject({ kind: 'page_refused' });
  });

  it('takes web addresses only', () => {
    expect(() => urlToPdf('file:///etc/passwd')).toThrow(PdfError);
  });
});

describe('findBrowser', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes the configured browser first, and reports a wrong setting instead of passing it over', async () => {
    vi.stubEnv('SHIRUBE_CHROMIUM', process.execPath);
    expect(await findBrowser()).toMatchObject({ executablePath: process.execPath, source: 'environment' });
    vi.stubEnv('SHIRUBE_CHROMIUM', '/nonexistent/chromium');
    await expect(findBrowser()).rejects.toMatchObject({ kind: 'no_browser' });
  });

  it('never starts the browser as a single process', async () => {
    expect((await findBrowser()).args).not.toContain('--single-process');
  });

  it('says in words what to do when the browser does not start', async () => {
    await closeSharedBrowser();
    vi.stubEnv('SHIRUBE_CHROMIUM', '/bin/false');
    const error = await htmlToPdf('<p>').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'browser_failed' });
    expect((error as PdfError).userMessage).toContain('起動できません');
  });
});

function text(pdf: Uint8Array): string {
  return Buffer.from(pdf).toString('latin1');
}

function pageSizesInMillimetres(pdf: string): number[][] {
  return [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
    [width, height].map((points) => Math.round((Number(points) / 72) * 25.4)),
  );
}
