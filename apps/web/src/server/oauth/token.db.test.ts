import { randomUUID } from 'node:crypto';
import { apiScopeNames, sha256 } from '@shirube/core/api-clients';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  newKey,
  signAssertion,
  signProof,
  type TestKey,
} from '../../../../../packages/core/src/api-clients/testing/signing.ts';
import {
  askToken,
  assertionType,
  basic,
  registerClient,
  type TestClient,
  testIssuer,
  tokenOf,
  tokenUrl,
  withSecret,
} from '../../testing/api-clients.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import { database } from '../database.ts';

let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let ours: ClinicFixture;
let theirs: ClinicFixture;

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  admin = await test.connect('admin');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, 'よそ');
  useTestEnvironment(test.urls.app);
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

const grant = { grant_type: 'client_credentials' };
const withAssertion = (assertion: string, more: Record<string, string> = {}) => ({
  ...grant,
  client_assertion_type: assertionType,
  client_assertion: assertion,
  ...more,
});
const stateOf = async (token: string, address: string | null = null) =>
  (await database().apiAccess.resolveToken(sha256(token), address))?.state;
const refusals = async (client: TestClient) =>
  (
    await admin.query(
      `SELECT action, reason FROM audit_event WHERE api_client_id = $1 AND outcome = 'refused' ORDER BY seq`,
      [client.clientId],
    )
  ).rows as { action: string; reason: string }[];

describe('a client with a secret', () => {
  it('gets a short token by Basic and by form, for what it asks or for all it has', async () => {
    const client = await registerClient(database(), ours);
    const byHeader = await askToken(
      { ...grant, scope: 'clinic.read' },
      { headers: { authorization: basic(client.clientId, client.secret) } },
    );
    expect(byHeader).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 600, scope: 'clinic.read' },
    });
    expect([byHeader.headers.get('cache-control'), byHeader.headers.get('pragma')]).toEqual([
      'no-store',
      'no-cache',
    ]);
    const byForm = await askToken(withSecret(client));
    expect(byForm.body.scope).toBe(apiScopeNames.join(' '));
    expect(byForm.body.access_token).toMatch(/^shirube_token_[\w-]{43}$/);
    expect(await stateOf(byForm.body.access_token as string)).toBe('live');
  });

  it('leaves nothing in the database that would open anything', async () => {
    const client = await registerClient(database(), ours);
    const token = await tokenOf(client);
    const { rows } = await admin.query(
      `SELECT (SELECT json_agg(t)::text FROM identity.api_access_token t) || (SELECT json_agg(c)::text FROM identity.api_client_credential c)
              || (SELECT json_agg(e)::text FROM audit_event e) AS everything`,
    );
    expect(rows[0].everything).toContain(client.clientId);
    expect(rows[0].everything).not.toContain(token);
    expect(rows[0].everything).not.toContain(client.secret);
    const app = await test.connect('app');
    for (const table of [
      'api_client_credential',
      'api_access_token',
      'api_assertion_seen',
      'api_rate_window',
    ])
      await expect(app.query(`SELECT * FROM identity.${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('is written into the audit trail under its own name', async () => {
    const client = await registerClient(database(), ours);
    await askToken(withSecret(client), { address: '203.0.113.9' });
    const { rows } = await admin.query(
      `SELECT action, actor_id, actor_role, client, ip, authentication, outcome FROM audit_event WHERE api_client_id = $1`,
      [client.clientId],
    );
    expect(rows).toEqual([
      {
        action: 'api.token',
        actor_id: null,
        actor_role: 'api',
        client: 'api',
        ip: '203.0.113.9',
        authentication: 'client_secret',
        outcome: 'success',
      },
    ]);
  });

  // @proves V10.4.11
  it('gets no scope that its clinic did not give', async () => {
    const client = await registerClient(database(), ours, { scopes: ['clinic.read'] });
    for (const scope of ['patient.identify', 'clinic.read patient.identify', 'admin', '*', 'clinic.read  ']) {
      const reply = await askToken(withSecret(client, { scope }));
      expect([scope, reply.status, reply.body.error]).toEqual([scope, 400, 'invalid_scope']);
    }
    expect((await refusals(client)).map((each) => each.reason)).toEqual(['scope', 'scope']);
  });
});

describe('what is not a proper request', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await registerClient(database(), ours);
  });

  // @proves V10.4.4
  it.each([
    'password',
    'authorization_code',
    'refresh_token',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ])('asks for the grant %s', async (grant_type) => {
    expect(await askToken({ ...withSecret(client), grant_type })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
  });

  it.each([
    [
      'names a parameter twice',
      (c: TestClient) => `${new URLSearchParams(withSecret(c))}&scope=clinic.read&scope=patient.identify`,
    ],
    [
      'names the client twice',
      (c: TestClient) => `${new URLSearchParams(withSecret(c))}&client_id=${randomUUID()}`,
    ],
    [
      'has no grant_type',
      (c: TestClient) => new URLSearchParams({ client_id: c.clientId, client_secret: c.secret }).toString(),
    ],
    ['has a secret for nobody', (c: TestClient) => `grant_type=client_credentials&client_secret=${c.secret}`],
    [
      'authenticates twice',
      (c: TestClient) =>
        new URLSearchParams({
          ...withSecret(c),
          client_assertion: 'a.b.c',
          client_assertion_type: assertionType,
        }).toString(),
    ],
    [
      'has an assertion of another type',
      (c: TestClient) =>
        new URLSearchParams({
          ...grant,
          client_id: c.clientId,
          client_assertion: 'a.b.c',
          client_assertion_type: 'x',
        }).toString(),
    ],
  ])('%s', async (_, body) => {
    expect(await askToken(body(client))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('carries its secret in the address, is JSON, or is endless', async () => {
    const url = `${tokenUrl}?${new URLSearchParams(withSecret(client))}`;
    expect(await askToken('', { url })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(
      await askToken(JSON.stringify(withSecret(client)), { headers: { 'content-type': 'application/json' } }),
    ).toMatchObject({ status: 415, body: { error: 'invalid_request' } });
    expect(await askToken(withSecret(client, { x: 'x'.repeat(20_000) }))).toMatchObject({ status: 413 });
    expect(await askToken({ ...grant, client_id: 'a\u0000b', client_secret: 'x' })).toMatchObject({
      status: 400,
    });
  });

  it('differs between header and body', async () => {
    const authorization = basic(client.clientId, client.secret);
    expect(
      await askToken({ ...grant, client_id: randomUUID() }, { headers: { authorization } }),
    ).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
});

describe('who does not prove to be the client', () => {
  // @proves V10.4.10
  it.each([
    ['nothing at all', () => ({}), undefined],
    ['only a name', (c: TestClient) => ({ client_id: c.clientId }), undefined],
    [
      'a wrong secret',
      (c: TestClient) => ({ client_id: c.clientId, client_secret: `${c.secret}x` }),
      undefined,
    ],
    ['an empty secret by header', (_c: TestClient) => ({}), (c: TestClient) => basic(c.clientId, '')],
    [
      'the hash of the secret',
      (c: TestClient) => ({ client_id: c.clientId, client_secret: 'a'.repeat(64) }),
      undefined,
    ],
    [
      'the secret under another name',
      (c: TestClient) => ({ client_id: randomUUID(), client_secret: c.secret }),
      undefined,
    ],
    [
      'a name that is no id',
      (c: TestClient) => ({ client_id: "x' OR '1'='1", client_secret: c.secret }),
      undefined,
    ],
    ['a broken header', () => ({}), () => 'Basic !!!'],
    ['a header of another scheme', () => ({}), (c: TestClient) => `Bearer ${c.secret}`],
  ])('with %s', async (_, form, header) => {
    const client = await registerClient(database(), ours);
    const reply = await askToken(
      { ...grant, ...form(client) },
      header ? { headers: { authorization: header(client) } } : {},
    );
    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(reply.headers.get('www-authenticate')?.startsWith('Basic') ?? false).toBe(header !== undefined);
    expect(JSON.stringify(reply.body)).not.toContain(client.secret);
  });

  it('is refused by whatever name an assertion claims', async () => {
    for (const sub of ['a\u0000b', '\ud800', '', 'x'.repeat(5_000), '../..', ours.tenantId]) {
      const claim = Buffer.from(JSON.stringify({ sub })).toString('base64url');
      const reply = await askToken(withAssertion(`e30.${claim}.AAAA`));
      expect([sub.slice(0, 10), reply.status]).toEqual([sub.slice(0, 10), 401]);
    }
  });

  it('gets the same answer whether the client exists or not', async () => {
    const client = await registerClient(database(), ours);
    const known = await askToken({ ...grant, client_id: client.clientId, client_secret: 'x' });
    const unknown = await askToken({ ...grant, client_id: randomUUID(), client_secret: 'x' });
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  });

  // @proves D4 V6.3.1
  it('is locked out after ten failures from one address, with the right secret too, and nobody else is', async () => {
    const client = await registerClient(database(), ours);
    const other = await registerClient(database(), theirs);
    const address = '203.0.113.20';
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(
        (
          await askToken(
            { ...grant, client_id: client.clientId, client_secret: `guess ${attempt}` },
            { address },
          )
        ).status,
      ).toBe(401);
    const locked = await askToken(withSecret(client), { address });
    expect(locked).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await askToken(withSecret(client), { address: '203.0.113.21' })).status).toBe(200);
    expect((await askToken(withSecret(other), { address })).status).toBe(200);
    // ten refusals, the last of which closed the door; what knocks on a closed door fills no audit trail
    expect((await refusals(client)).map((each) => each.reason)).toEqual([
      ...Array(9).fill('credential'),
      'locking',
    ]);
  });

  it('is locked out under a name that does not exist as well', async () => {
    const form = { ...grant, client_id: randomUUID(), client_secret: 'x' };
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await askToken(form)).status).toBe(401);
    expect((await askToken(form)).status).toBe(429);
  });

  it('can not race the lock', async () => {
    const client = await registerClient(database(), ours);
    const replies = await Promise.all(
      Array.from({ length: 30 }, () =>
        askToken({ ...grant, client_id: client.clientId, client_secret: 'guess' }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 401)).toHaveLength(10);
    expect(replies.filter((reply) => reply.status === 429)).toHaveLength(20);
  });
});

describe('a client with a key', () => {
  let key: TestKey;
  let client: TestClient;
  beforeAll(async () => {
    key = await newKey('ES256');
    client = await registerClient(database(), ours, { publicKey: key.pem });
  });
  const sign = (claims: Record<string, unknown> = {}, by = key) =>
    signAssertion(by, { clientId: client.clientId, issuer: testIssuer, claims });

  // @proves V10.4.16
  it('gets a token with a signed assertion, without naming itself twice', async () => {
    expect(await askToken(withAssertion(await sign()))).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer' },
    });
    expect((await askToken(withAssertion(await sign(), { client_id: client.clientId }))).status).toBe(200);
    expect(await askToken(withAssertion(await sign(), { client_id: randomUUID() }))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('is refused when the assertion was used before, by two at the same moment too', async () => {
    const assertion = await sign();
    const both = await Promise.all([askToken(withAssertion(assertion)), askToken(withAssertion(assertion))]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
    expect((await askToken(withAssertion(assertion))).status).toBe(401);
    expect((await refusals(client)).at(-1)?.reason).toBe('replayed');
  });

  it('is refused for a forged, foreign, late or misdirected assertion, and the clinic sees why', async () => {
    const victim = await registerClient(database(), ours, { publicKey: key.pem });
    const stranger = await newKey('ES256');
    const sent: [string, string][] = [];
    const send = async (reason: string, assertion: Promise<string>) => {
      expect([reason, (await askToken(withAssertion(await assertion))).status]).toEqual([reason, 401]);
      sent.push(['api.token', `assertion_${reason}`]);
    };
    const of = (claims: Record<string, unknown>, by = key) =>
      signAssertion(by, { clientId: victim.clientId, issuer: testIssuer, claims });
    const seconds = Math.floor(Date.now() / 1000);
    await send('signature', of({}, stranger));
    await send('expired', of({ exp: seconds - 60 }));
    await send('exp', of({ exp: seconds + 3600 }));
    await send('iat', of({ iat: seconds + 600, exp: seconds + 200 }));
    await send('aud', of({ aud: 'https://other.example' }));
    await send('aud', of({ aud: [testIssuer] }));
    await send('iss', of({ iss: client.clientId }));
    expect((await refusals(victim)).map((each) => [each.action, each.reason])).toEqual(sent);
  });

  it('can not use the public key as a secret, nor a secret client an assertion', async () => {
    expect((await askToken({ ...grant, client_id: client.clientId, client_secret: key.pem })).status).toBe(
      401,
    );
    const secretClient = await registerClient(database(), ours);
    const assertion = await signAssertion(key, { clientId: secretClient.clientId, issuer: testIssuer });
    expect((await askToken(withAssertion(assertion))).status).toBe(401);
  });
});

describe('a token bound to a key (DPoP)', () => {
  it('is what a client gets that shows a key, and all that a client gets that must', async () => {
    const key = await newKey('ES256');
    const client = await registerClient(database(), ours, { requireDpop: true });
    expect(await askToken(withSecret(client))).toMatchObject({
      status: 400,
      body: { error: 'invalid_dpop_proof' },
    });
    const dpop = await signProof(key, { method: 'POST', url: tokenUrl });
    expect(await askToken(withSecret(client), { headers: { dpop } })).toMatchObject({
      status: 200,
      body: { token_type: 'DPoP' },
    });
    // the same proof again, and one for another address
    for (const again of [dpop, await signProof(key, { method: 'POST', url: `${testIssuer}/api/v1/me` }), 'x'])
      expect(await askToken(withSecret(client), { headers: { dpop: again } })).toMatchObject({
        status: 400,
        body: { error: 'invalid_dpop_proof' },
      });
  });
});
