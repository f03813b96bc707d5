import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { OutsideClient } from '../http/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { type ReceivedRequest, startServer, type TestServer } from '../testing/server.ts';
import { createPkce, createSigningPort } from './index.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function answering(answer: (response: ServerResponse, request: ReceivedRequest) => void) {
  const server = await startServer(answer);
  servers.push(server);
  const log = new MemoryLog();
  const baseUrl = `${server.url}/csc/v2`;
  const client = new OutsideClient({
    service: 'signing',
    baseUrl,
    timeoutMs: 1000,
    maxAnswerBytes: 100_000,
    log,
    privateHosts: [],
  });
  return { port: createSigningPort(client, baseUrl, 'shirube'), server, log };
}

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status).end(JSON.stringify(body));
const digest = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());
const exchange = {
  redirectUri: 'https://clinic.example/callback',
  code: 'the-code',
  codeVerifier: 'the-verifier',
};
const signing = { token: 'the-token', credentialId: 'c-1', digests: [digest('a'), digest('b')] };

describe('PKCE', () => {
  it('makes a fresh verifier and its S256 challenge (RFC 7636)', () => {
    const { codeVerifier, codeChallenge } = createPkce();
    expect(codeVerifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
    expect(createPkce().codeVerifier).not.toBe(codeVerifier);
  });
});

describe('authorization', () => {
  // @proves V10.2.3
  it('sends the browser to the configured service only', async () => {
    const { port, server } = await answering(json(200, {}));
    const url = new URL(
      port.authorizationUrl({
        redirectUri: 'https://clinic.example/a?b=1&c=2',
        state: 's&t',
        codeChallenge: 'x',
        loginHint: 'doctor 1',
      }),
    );
    expect(url.origin + url.pathname).toBe(`${server.url}/csc/v2/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'shirube',
      redirect_uri: 'https://clinic.example/a?b=1&c=2',
      scope: 'service credential',
      state: 's&t',
      code_challenge: 'x',
      code_challenge_method: 'S256',
      login_hint: 'doctor 1',
    });
  });

  it('exchanges the code and knows when the token ends', async () => {
    const { port, server } = await answering(
      json(200, { access_token: 'the-token', token_type: 'Bearer', expires_in: 3600 }),
    );
    const before = Date.now();
    const { token, expiresAt } = await port.completeAuthorization(exchange);
    expect(token).toBe('the-token');
    expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body.toString()))).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'https://clinic.example/callback',
      client_id: 'shirube',
      code_verifier: 'the-verifier',
    });
  });

  it.each([
    ['a spent code', 400, { error: 'invalid_grant', error_description: '認可コードが無効です' }, 'auth'],
    ['an ended token', 401, { error: 'invalid_token' }, 'auth'],
    ['the credential of another', 403, { error: 'access_denied' }, 'auth'],
    ['a wrong request', 400, { error: 'invalid_request', error_description: 'hashes' }, 'user_fixable'],
    ['a failure', 500, { error: 'server_error' }, 'retryable'],
    ['a token without its end', 200, { access_token: 'x', token_type: 'Bearer' }, 'retryable'],
  ])('%s', async (_what, status, body, kind) => {
    const { port } = await answering(json(status, body));
    expect((await portErrorOf(port.completeAuthorization(exchange))).kind).toBe(kind);
  });
});

describe('signing of digests', () => {
  it('returns raw signatures in the order of the digests', async () => {
    const { port, server } = await answering((response, request) => {
      const { hashes } = JSON.parse(request.body.toString()) as { hashes: string[] };
      response.end(
        JSON.stringify({ signatures: hashes.map((hash) => Buffer.from(`S${hash}`).toString('base64')) }),
      );
    });
    const signatures = await port.signHashes(signing);
    expect(signatures.map((bytes) => Buffer.from(bytes).toString())).toEqual(
      signing.digests.map((bytes) => `S${Buffer.from(bytes).toString('base64')}`),
    );
    expect(server.requests[0]?.headers.authorization).toBe('Bearer the-token');
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toMatchObject({
      credentialID: 'c-1',
      SAD: 'the-token',
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      signAlgo: '1.2.840.113549.1.1.11',
    });
  });

  it.each([
    ['fewer signatures than digests', { signatures: ['QUJD'] }],
    ['something that is no signature', { signatures: ['QUJD', '@@@'] }],
    ['an empty signature', { signatures: ['QUJD', ''] }],
    ['nothing', {}],
  ])('does not accept %s', async (_what, body) => {
    const { port } = await answering(json(200, body));
    expect((await portErrorOf(port.signHashes(signing))).kind).toBe('retryable');
  });

  it('sends nothing that is not a SHA-256 digest', async () => {
    const { port, server } = await answering(json(200, {}));
    await expect(port.signHashes({ ...signing, digests: [new Uint8Array(20)] })).rejects.toThrow(RangeError);
    expect(await port.signHashes({ ...signing, digests: [] })).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

describe('the exchange log', () => {
  // @proves V16.2.5
  it('keeps what was said but no token, code or verifier', async () => {
    const { port, log } = await answering((response, { path }) => {
      if (path.endsWith('/token')) {
        response.end(JSON.stringify({ access_token: 'the-token', token_type: 'Bearer', expires_in: 60 }));
      } else response.end('{"signatures":["QUJD","REVG"],"access_token":"the-tok');
    });
    await port.completeAuthorization(exchange);
    await portErrorOf(port.signHashes(signing));
    const kept = log.exchanges
      .flatMap(({ request, response }) => [request, response ?? new Uint8Array()])
      .map((bytes) => new TextDecoder().decode(bytes))
      .join('\n');
    expect(kept).not.toMatch(/the-(?:tok|code|verifier)/);
    expect(kept).toContain('credentialID');
    expect(kept).toContain('clinic.example');
  });
});
