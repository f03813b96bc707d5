import { afterEach, describe, expect, it } from 'vitest';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { closedAddress, startServer, type TestServer } from '../testing/server.ts';
import { OutsideClient } from './client.ts';
import type { Effect } from './failures.ts';
import { parseJsonObject, requiredString } from './json.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters);
  servers.push(server);
  return server;
}

const EFFECTS: Effect[] = ['repeatable', 'once'];

function call(baseUrl: string, effect: Effect, log = new MemoryLog(), path: string[] = ['thing']) {
  const client = new OutsideClient({
    service: 'eprescription',
    baseUrl,
    timeoutMs: 300,
    maxAnswerBytes: 10_000,
    log,
    privateHosts: [],
  });
  return client.call({
    operation: 'try',
    correlationId: 'request-1',
    effect,
    method: 'POST',
    path,
    body: new TextEncoder().encode('{"patient":"山田"}'),
    read: ({ body }) => requiredString(parseJsonObject(body), 'id'),
  });
}

describe('a call that succeeds', () => {
  it('returns what was read and records both sides', async () => {
    const server = await serve((response) => response.end('{"id":"7"}'));
    const log = new MemoryLog();
    expect(await call(`${server.url}/base`, 'once', log)).toBe('7');
    expect(server.requests[0]?.path).toBe('/base/thing');
    const [exchange] = log.exchanges;
    expect(exchange).toMatchObject({
      service: 'eprescription',
      operation: 'try',
      correlationId: 'request-1',
      outcome: 'ok',
    });
    expect(new TextDecoder().decode(exchange?.request)).toBe('{"patient":"山田"}');
    expect(new TextDecoder().decode(exchange?.response ?? undefined)).toBe('{"id":"7"}');
  });

  // @proves V16.5.3
  it('is not taken for done when it cannot be recorded', async () => {
    const server = await serve((response) => response.end('{"id":"7"}'));
    const broken = new MemoryLog();
    broken.record = () => Promise.reject(new Error('no database'));
    for (const effect of EFFECTS) {
      const error = await portErrorOf(call(server.url, effect, broken));
      expect([error.kind, error.code]).toEqual([effect === 'once' ? 'unknown' : 'retryable', 'not_recorded']);
    }
  });
});

describe('a call that fails', () => {
  it('is retryable for every effect when nothing was sent', async () => {
    const url = await closedAddress();
    for (const effect of EFFECTS) {
      const log = new MemoryLog();
      const error = await portErrorOf(call(url, effect, log));
      expect([error.kind, error.code]).toEqual(['retryable', 'unreachable']);
      expect(error.userMessage).toContain('電子処方箋管理サービスに接続できません');
      expect(log.exchanges[0]).toMatchObject({ response: null, outcome: 'retryable unreachable' });
    }
  });

  it('is retryable when the name of the host is not known', async () => {
    const error = await portErrorOf(call('http://gateway.invalid', 'once'));
    expect([error.kind, error.code]).toEqual(['retryable', 'unreachable']);
  });

  // @proves V16.5.2
  it.each<[string, Parameters<typeof startServer>[0], string]>([
    ['no answer within the time', () => {}, 'timeout'],
    [
      'an answer that never ends',
      (response) => {
        response.writeHead(200);
        response.write('{"id":');
      },
      'timeout',
    ],
    ['a connection closed without an answer', (response) => response.destroy(), 'disconnected'],
    [
      'a connection closed in the middle of the answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"id":"7"');
        setTimeout(() => response.destroy(), 30);
      },
      'disconnected',
    ],
    ['half an answer', (response) => response.end('{"id":"7'), 'malformed:json'],
    ['an answer without its parts', (response) => response.end('{}'), 'malformed:id'],
    ['an answer beyond the limit', (response) => response.end(`{"id":"${'7'.repeat(20_000)}"}`), 'too_large'],
    ['HTTP 500', (response) => response.writeHead(500).end('{"id":"7"}'), 'http_500'],
    ['HTTP 504', (response) => response.writeHead(504).end(), 'http_504'],
  ])(
    'after it was sent, %s: unknown for what may be done twice, retryable for the rest',
    async (_what, answer, code) => {
      const server = await serve(answer);
      for (const effect of EFFECTS) {
        const log = new MemoryLog();
        const error = await portErrorOf(call(server.url, effect, log));
        const kind = effect === 'once' ? 'unknown' : 'retryable';
        expect([error.kind, error.code]).toEqual([kind, code]);
        expect(log.exchanges.map((exchange) => exchange.outcome)).toEqual([`${kind} ${code}`]);
      }
    },
  );

  // @proves V5.2.1
  it('stops an endless answer at the limit instead of holding it', async () => {
    let written = 0;
    const server = await serve((response) => {
      const chunk = Buffer.alloc(4096, 'x');
      const timer = setInterval(() => {
        if (response.destroyed) return clearInterval(timer);
        written += chunk.length;
        response.write(chunk);
      }, 1);
      response.on('close', () => clearInterval(timer));
    });
    expect((await portErrorOf(call(server.url, 'repeatable'))).code).toBe('too_large');
    expect(written).toBeLessThan(1_000_000);
  });

  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [409, 'status_conflict'],
    [400, 'user_fixable'],
    [404, 'user_fixable'],
  ])('HTTP %i is %s', async (status, kind) => {
    const server = await serve((response) => response.writeHead(status).end('{"id":"7"}'));
    for (const effect of EFFECTS) expect((await portErrorOf(call(server.url, effect))).kind).toBe(kind);
  });

  // @proves D6 V16.2.5
  it('carries nothing of what was sent or answered in its words', async () => {
    const answers: Parameters<typeof startServer>[0][] = [
      (response) => response.end('{"name":"山田"'),
      (response) => response.writeHead(500).end('山田'),
      (response) => response.writeHead(400).end('山田'),
      (response) => response.destroy(),
    ];
    for (const answer of answers) {
      const server = await serve(answer);
      const error = await portErrorOf(call(server.url, 'once'));
      expect(`${error.message} ${error.userMessage} ${error.code}`).not.toContain('山田');
      expect(error.userMessage).toMatch(/[ぁ-ん].*。$/);
    }
  });
});

describe('the address space', () => {
  it('does not follow a redirect', async () => {
    const elsewhere = await serve((response) => response.end('{"id":"stolen"}'));
    const server = await serve((response) =>
      response.writeHead(307, { location: `${elsewhere.url}/thing` }).end(),
    );
    expect((await portErrorOf(call(server.url, 'repeatable'))).code).toBe('http_307');
    expect(elsewhere.requests).toEqual([]);
  });

  // @proves V1.2.2 V1.3.6
  it.each([['..'], ['.'], ['a/b'], ['a?b'], ['//host'], ['a%2fb'], ['']])(
    'refuses the segment "%s"',
    async (segment) => {
      const server = await serve((response) => response.end('{"id":"7"}'));
      const error = await portErrorOf(call(`${server.url}/base`, 'once', new MemoryLog(), [segment]));
      expect([error.kind, error.code]).toEqual(['user_fixable', 'address']);
      expect(server.requests).toEqual([]);
    },
  );
});
