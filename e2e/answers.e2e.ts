import http from 'node:http';
import { expect } from '@playwright/test';
import { signInAnew, test } from './steps.ts';

/** What the running server answers, byte by byte: headers, addresses that no browser would send, and what stays after signing out. */
const home = new URL(process.env.SHIRUBE_PUBLIC_URL ?? 'http://localhost:3000');

interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A request whose path goes out as it is written. */
function raw(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: home.port,
        path,
        method: options.method ?? 'GET',
        headers: { host: home.host, ...options.headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.once('error', reject);
    request.end(options.body);
  });
}

// @proves V3.4.2 V3.4.3 V3.4.4 V3.4.6 V14.2.2 V14.3.2 V13.4.2
test('every kind of answer carries the headers, errors too', async () => {
  for (const path of [
    '/sign-in',
    '/',
    '/c/shirube/board',
    '/nothing/here',
    '/api/health',
    '/api/nothing',
    '/api/c/shirube/trpc/session.me',
    '/c/shirube/patients/x/prescriptions/y/copy',
    '/.well-known/security.txt',
    '/api/v1/me',
  ]) {
    const { headers, status } = await raw(path);
    expect([path, status < 500]).toEqual([path, true]);
    expect([path, headers['cache-control']]).toEqual([path, expect.stringContaining('no-store')]);
    expect([path, headers['x-content-type-options'], headers['x-frame-options']]).toEqual([
      path,
      'nosniff',
      'DENY',
    ]);
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`);
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect([path, headers['access-control-allow-origin'], headers['x-powered-by'], headers.server]).toEqual([
      path,
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test('each page has a nonce of its own, and a caller can not choose it', async () => {
  const chosen = { 'content-security-policy': `script-src 'nonce-chosen'`, 'x-nonce': 'chosen' };
  const [first, second] = await Promise.all([raw('/sign-in', { headers: chosen }), raw('/sign-in')]);
  const nonceOf = ({ headers }: RawAnswer) =>
    /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
  expect(nonceOf(first)).toMatch(/^[\w+/]{24}$/);
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(first.body).not.toContain('chosen');
  expect(first.body).toContain(`nonce="${nonceOf(first)}"`);
});

// @proves V5.3.2 V13.4.1 V13.4.3 V1.2.2
test('an address leads out of nowhere: no file of the machine, no other site, no header of its own', async () => {
  const hostile = [
    '/../../../../etc/passwd',
    '/_next/static/../../../package.json',
    '/_next/static/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/_next/static/..%5c..%5cpackage.json',
    '/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75',
    '/.env',
    '/.git/config',
    '/.next/BUILD_ID',
    '/package.json',
    '//evil.example/',
    '/\\evil.example/',
    '/%5cevil.example',
    '/c/..%2f..%2fapi%2fhealth/board',
    '/c/%E0%A4%A/board',
    '/c/x%00/board',
    '/c/x%0d%0aSet-Cookie:%20a=b/board',
    '/sign-in?next=//evil.example',
    '/sign-in?next=%0d%0aSet-Cookie:%20a=b',
    `/c/${'x'.repeat(3_000)}/board`,
    '/api/auth/signin?callbackUrl=https://evil.example',
    '/api/auth/callback/nothing?error=<script>',
    '/api/auth/error?error=<script>alert(1)</script>',
    '/api/c/shirube/trpc/..%2f..%2fhealth',
  ];
  for (const path of hostile) {
    const { status, headers, body } = await raw(path);
    expect([path, status >= 200 && status < 500]).toEqual([path, true]);
    expect([path, /root:|"private"|shirube_|<script>alert|at \w+ \(|node_modules/.test(body)]).toEqual([
      path,
      false,
    ]);
    const cookies = headers['set-cookie'] ?? [];
    expect([path, cookies.filter((each) => each.startsWith('a='))]).toEqual([path, []]);
    if (headers.location)
      expect([path, new URL(headers.location, home).hostname]).toEqual([
        path,
        expect.stringMatching(/^(localhost|127\.0\.0\.1)$/),
      ]);
  }
});

// @proves V13.4.4 V4.1.4 V15.2.2
test('methods that nobody needs and bodies that nobody sends are refused', async () => {
  for (const method of ['TRACE', 'PUT', 'DELETE', 'PROPFIND'])
    for (const path of ['/sign-in', '/api/health', '/api/c/shirube/trpc/session.me']) {
      const { status } = await raw(path, { method });
      expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
    }
  const json = { origin: home.origin, 'content-type': 'application/json' };
  const tooLong = await raw('/api/c/shirube/trpc/session.me', {
    method: 'POST',
    headers: json,
    body: 'x'.repeat(3_000_000),
  });
  expect([tooLong.status, JSON.parse(tooLong.body).error.data.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

// @proves V3.5.1 V3.5.2 G7
test('a foreign page starts nothing, with the cookie or without', async ({ page }) => {
  await signInAnew(page, 'sasaki');
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const headers of [
    { origin: 'https://evil.example', 'content-type': 'application/json' },
    { origin: 'null', 'content-type': 'application/json' },
    { 'content-type': 'application/json' },
    { origin: home.origin, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
    { origin: home.origin, 'content-type': 'text/plain' },
  ])
    for (const path of ['/api/c/shirube/trpc/session.me', '/api/account/trpc/lock', '/api/auth/signout']) {
      const { status } = await raw(path, {
        method: 'POST',
        headers: { ...headers, cookie } as never,
        body: '{}',
      });
      expect([path, headers, status === 403 || status === 415]).toEqual([path, headers, true]);
    }
  await page.reload();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
});

// @proves V3.3.2 V3.3.4 V14.3.1 V7.4.1 D5
test('the session lives in one cookie that no script reads, and ends with signing out', async ({ page }) => {
  await signInAnew(page, 'sasaki');
  const cookies = await page.context().cookies();
  const session = cookies.find((each) => each.name.endsWith('shirube.session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: home.hostname });
  expect(
    await page.evaluate(
      () => `${document.cookie} ${JSON.stringify(localStorage)} ${JSON.stringify(sessionStorage)}`,
    ),
  ).not.toContain(session?.value);
  const [answer] = await Promise.all([
    page.waitForResponse((each) => each.url().includes('/api/auth/signout')),
    page.getByRole('button', { name: 'ログアウト' }).click(),
  ]);
  expect(await answer.headerValue('clear-site-data')).toBe('"cache"');
  await expect(page.getByRole('button', { name: 'ログインする', exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'ログインする', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toHaveCount(0);
  const replayed = await raw('/api/c/shirube/trpc/session.me', {
    method: 'POST',
    headers: {
      origin: home.origin,
      'content-type': 'application/json',
      cookie: `${session?.name}=${session?.value}`,
    },
    body: '{}',
  });
  expect(replayed.status).toBe(401);
});

// @proves V16.5.1
test('pages of errors say what to do and nothing of the inside', async ({ page }) => {
  await page.goto('/nothing/here');
  await expect(page.getByText('このページは見つかりません')).toBeVisible();
  await expect(page.getByRole('link', { name: 'はじめの画面へ' })).toBeVisible();
  await signInAnew(page, 'sasaki');
  for (const address of ['/c/minato/board', '/c/nobody/board', '/c/shirube/nothing']) {
    const answer = await page.goto(address);
    expect([address, answer?.status()]).toEqual([address, 404]);
    await expect(page.getByText('このページは見つかりません')).toBeVisible();
    expect(await page.content()).not.toMatch(/stack|node_modules|みなと/);
  }
});
