import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { NextRequest } from 'next/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import {
  admit,
  isForeign,
  screenApiRule,
  screenApiRuleOf,
  screenRefusal,
  signInRule,
} from './request-guard.ts';

const ours = 'http://localhost:3000';
const address = `${ours}/api/c/ours/trpc/reception.receive`;

beforeAll(() => useTestEnvironment('postgresql://nobody@127.0.0.1:9/none'));

function post(body: BodyInit | null, headers: Record<string, string> = {}): NextRequest {
  return new NextRequest(address, {
    method: 'POST',
    headers: { origin: ours, 'content-type': 'application/json', ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
}

/** The code of the refusal, or 'admitted'. */
async function outcome(request: NextRequest, rule = screenApiRule): Promise<string> {
  const result = await admit(request, rule);
  return 'refusal' in result ? result.refusal.code : 'admitted';
}

describe('a request that may change something', () => {
  it('comes in from our own page, with its body unchanged', async () => {
    const result = await admit(post('{"a":"あ"}', { 'sec-fetch-site': 'same-origin' }), screenApiRule);
    expect('request' in result && (await result.request.json())).toEqual({ a: 'あ' });
  });

  // @proves V5.2.1
  it('may be as large as a file only where a file is taken, whatever else stands in the address', async () => {
    const large = 2 * 1024 * 1024;
    const sent = (pathname: string, length: number) =>
      admit(post('x'.repeat(length)), screenApiRuleOf(pathname)).then((result) =>
        'refusal' in result ? result.refusal.code : 'in',
      );
    expect(await sent('/api/c/x/trpc/documents.attach', large)).toBe('in');
    expect(await sent('/api/c/x/trpc/documents.attach', 11 * 1024 * 1024)).toBe('PAYLOAD_TOO_LARGE');
    for (const other of ['documents.save', 'documents.attach,documents.save', 'documents.attach/x', ''])
      expect([other, await sent(`/api/c/x/trpc/${other}`, large)]).toEqual([other, 'PAYLOAD_TOO_LARGE']);
  });

  // @proves V3.5.1 V3.5.3 G7
  it.each([
    ['no origin', null],
    ['a sandboxed page', 'null'],
    ['another site', 'https://evil.example'],
    ['another scheme', 'https://localhost:3000'],
    ['another port', 'http://localhost:3001'],
    ['a longer name', 'http://localhost:3000.evil.example'],
    ['a name that ends like ours', 'http://notlocalhost:3000'],
    ['our origin and more', 'http://localhost:3000/'],
    ['two origins', 'http://localhost:3000, https://evil.example'],
    ['a user before the name', 'http://localhost:3000@evil.example'],
    ['capital letters', 'HTTP://LOCALHOST:3000'],
    ['nothing', ''],
  ])('is refused from %s', async (_, origin) => {
    const request = post('{}');
    if (origin === null) request.headers.delete('origin');
    else request.headers.set('origin', origin);
    expect(await outcome(request)).toBe('FORBIDDEN');
  });

  // @proves V3.5.1
  it('is refused from any origin but exactly ours', () => {
    const lookAlike = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: 'grapheme-ascii' }).map((text) => `${ours}${text}x`),
      fc.string({ unit: 'grapheme-ascii' }).map((text) => `x${text}${ours}`),
      fc.nat(ours.length - 1).map((at) => ours.slice(0, at) + ours.slice(at + 1)),
    );
    fc.assert(
      fc.property(lookAlike, (origin) => {
        const headers = new Headers();
        try {
          headers.set('origin', origin);
        } catch {
          return;
        }
        expect(isForeign(headers)).toBe(true);
      }),
    );
  });

  // @proves V3.5.1 V3.5.8
  it.each(['cross-site', 'same-site', 'none'])('is refused where the browser says %s', async (site) => {
    expect(await outcome(post('{}', { 'sec-fetch-site': site }))).toBe('FORBIDDEN');
  });

  // @proves V3.5.3 V14.2.1
  it('and a query too is never a GET, whose address would hold what was typed', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])
      expect([
        method,
        await outcome(new NextRequest(address, { method, headers: { origin: ours } })),
      ]).toEqual([method, 'METHOD_NOT_SUPPORTED']);
  });

  // @proves V4.1.1
  it.each([
    undefined,
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
  ])('is refused as %s: a foreign form could send that', async (type) => {
    const request = post('{}');
    if (type === undefined) request.headers.delete('content-type');
    else request.headers.set('content-type', type);
    expect(await outcome(request)).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('a long body', () => {
  const tooLong = new Uint8Array(screenApiRule.maxBytes + 1).fill(0x20);

  // @proves V15.2.2
  it('is refused when it says so, when it does not, and when it lies', async () => {
    expect(await outcome(post('{}', { 'content-length': String(tooLong.byteLength) }))).toBe(
      'PAYLOAD_TOO_LARGE',
    );
    expect(await outcome(post(tooLong))).toBe('PAYLOAD_TOO_LARGE');
    expect(await outcome(post(tooLong, { 'content-length': '2' }))).toBe('PAYLOAD_TOO_LARGE');
    expect(await outcome(post(tooLong.slice(1)))).toBe('admitted');
  });

  it('is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect(await outcome(post(endless))).toBe('PAYLOAD_TOO_LARGE');
    expect(sent).toBeLessThan(screenApiRule.maxBytes * 2);
  });

  it('that breaks off is refused', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('gone'));
      },
    });
    expect(await outcome(post(broken))).toBe('BAD_REQUEST');
  });

  it('is answered with a sentence that a screen can show', async () => {
    const result = await admit(post(tooLong), screenApiRule);
    if (!('refusal' in result)) throw new Error('admitted');
    const answer = screenRefusal(result.refusal);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      error: {
        message: expect.stringContaining('長すぎて'),
        data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 },
      },
    });
  });
});

describe('the sign-in form', () => {
  it.each([
    ['a name and a password', 'loginId=x&password=y', 'admitted'],
    ['U+0000 in a field', 'loginId=x%00&password=y', 'BAD_REQUEST'],
    ['U+0000 in the name of a field', 'loginId=x&pass%00word=y', 'BAD_REQUEST'],
    ['more than anybody types', `loginId=${'x'.repeat(20_000)}`, 'PAYLOAD_TOO_LARGE'],
  ])('with %s', async (_, body, expected) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await outcome(post(body, headers), signInRule)).toBe(expected);
  });
});

describe('every route', () => {
  // @proves V3.5.1 V4.1.1
  it('that takes anything but GET asks the guard first', () => {
    const app = path.join(import.meta.dirname, '../../app');
    const read = (file: string) => fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    /** Whether a file of ours, or what it imports of ours up to three steps deep, asks the guard. */
    const asks = (file: string, steps = 3): boolean => {
      const source = read(file);
      if (/\badmit\(/.test(source)) return true;
      return (
        steps > 0 &&
        [...source.matchAll(/from '(~|\.{1,2})(\/[^']+\.ts)'/g)].some(([, from = '', rest = '']) =>
          asks(
            from === '~' ? path.join(app, '../src', rest) : path.join(path.dirname(file), from, rest),
            steps - 1,
          ),
        )
      );
    };
    const writes = (file: string) => /\b(POST|PUT|PATCH|DELETE)\b/.test(read(file));
    const unguarded = fs
      .globSync('**/route.ts', { cwd: app })
      .filter((file) => writes(path.join(app, file)) && !asks(path.join(app, file)));
    expect(unguarded).toEqual([]);
  });
});
