import { endCredential, rotateCredential, setClientState, sha256 } from '@shirube/core/api-clients';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import fc from 'fast-check';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminOf,
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
import { hostileTexts } from '../../testing/hostile.ts';
import { database } from '../database.ts';
import { serverMetadata } from './metadata.ts';
import { revokeToken } from './revoke.ts';
import { serveOauth } from './serve.ts';

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

const stateOf = async (token: string, address: string | null = null) =>
  (await database().apiAccess.resolveToken(sha256(token), address))?.state;
const refusals = async (client: TestClient) =>
  (
    await admin.query(
      `SELECT action, reason FROM audit_event WHERE api_client_id = $1 AND outcome = 'refused' ORDER BY seq`,
      [client.clientId],
    )
  ).rows as { action: string; reason: string }[];

describe('the clinic decides', () => {
  const change = (client: TestClient, state: 'active' | 'suspended' | 'retired', rowVersion: number) =>
    database().run(adminOf(ours), (uow) =>
      setClientState(uow, { clientId: client.clientId, state, rowVersion }),
    );

  // @proves D1 V10.4.9
  it('and a suspended client is out at once, with the tokens it has', async () => {
    const client = await registerClient(database(), ours);
    const token = await tokenOf(client);
    await change(client, 'suspended', 1);
    expect(await stateOf(token)).toBe('revoked');
    expect(await askToken(withSecret(client))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await refusals(client)).map((each) => each.reason)).toEqual(['suspended']);
    await change(client, 'active', 2);
    // the old token does not come back
    expect(await stateOf(token)).toBe('revoked');
    expect(await stateOf(await tokenOf(client))).toBe('live');
    await change(client, 'retired', 3);
    expect((await askToken(withSecret(client))).status).toBe(401);
    await expect(change(client, 'active', 4)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('from where: other addresses are refused, and so is an unknown one', async () => {
    const client = await registerClient(database(), ours, { ipRanges: ['203.0.113.0/24', '2001:db8::/32'] });
    for (const address of ['203.0.113.7', '2001:db8::7', '::ffff:203.0.113.7'])
      expect([address, (await askToken(withSecret(client), { address })).status]).toEqual([address, 200]);
    for (const address of ['203.0.114.7', '2001:db9::7', 'unknown', "203.0.113.7'; --", undefined])
      expect([address, (await askToken(withSecret(client), { address })).status]).toEqual([address, 401]);
    expect(await stateOf(await tokenOfFrom(client, '203.0.113.7'), '198.51.100.1')).toBe('address');
  });
  const tokenOfFrom = async (client: TestClient, address: string) =>
    (await askToken(withSecret(client), { address })).body.access_token as string;

  it('when a secret is replaced: both work, then the old one ends with its tokens', async () => {
    const client = await registerClient(database(), ours);
    const oldToken = await tokenOf(client);
    const rotated = await database().run(adminOf(ours), (uow) =>
      rotateCredential(uow, {
        clientId: client.clientId,
        credential: { method: { kind: 'secret' }, validDays: 30 },
        previousEndsInHours: 24,
      }),
    );
    const renewed = { ...client, secret: rotated.secret as string, credentialId: rotated.credentialId };
    const newToken = await tokenOf(renewed);
    expect([await stateOf(await tokenOf(client)), await stateOf(newToken)]).toEqual(['live', 'live']);
    // a third is one too many
    await expect(
      database().run(adminOf(ours), (uow) =>
        rotateCredential(uow, {
          clientId: client.clientId,
          credential: { method: { kind: 'secret' }, validDays: 30 },
          previousEndsInHours: 0,
        }),
      ),
    ).rejects.toMatchObject({ code: 'conflict' });
    await database().run(adminOf(ours), (uow) =>
      endCredential(uow, { clientId: client.clientId, credentialId: client.credentialId }),
    );
    expect((await askToken(withSecret(client))).status).toBe(401);
    expect([await stateOf(oldToken), await stateOf(newToken)]).toEqual(['revoked', 'live']);
    expect((await askToken(withSecret(renewed))).status).toBe(200);
  });

  it('and another clinic can not touch its clients', async () => {
    const client = await registerClient(database(), theirs);
    const as = adminOf(ours);
    const credential = { method: { kind: 'secret' as const }, validDays: 30 };
    for (const attempt of [
      () =>
        database().run(as, (uow) =>
          setClientState(uow, { clientId: client.clientId, state: 'suspended', rowVersion: 1 }),
        ),
      () =>
        database().run(as, (uow) =>
          endCredential(uow, { clientId: client.clientId, credentialId: client.credentialId }),
        ),
      () =>
        database().run(as, (uow) =>
          rotateCredential(uow, { clientId: client.clientId, credential, previousEndsInHours: 0 }),
        ),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    expect((await askToken(withSecret(client))).status).toBe(200);
  });
});

describe('revocation', () => {
  const revoke = (client: TestClient, token: string) =>
    serveOauth(
      new NextRequest(`${testIssuer}/api/oauth/revoke`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: basic(client.clientId, client.secret),
        },
        body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      }),
      revokeToken,
    );

  it('ends the client’s own token at once and nobody else’s, and answers the same', async () => {
    const client = await registerClient(database(), ours);
    const neighbour = await registerClient(database(), ours);
    const stranger = await registerClient(database(), theirs);
    const token = await tokenOf(client);
    for (const other of [neighbour, stranger]) expect((await revoke(other, token)).status).toBe(200);
    expect(await stateOf(token)).toBe('live');
    expect((await revoke(client, token)).status).toBe(200);
    expect(await stateOf(token)).toBe('revoked');
    expect((await revoke(client, 'no token of ours')).status).toBe(200);
    expect((await revoke({ ...client, secret: 'x' }, token)).status).toBe(401);
  });
});

describe('what has run out', () => {
  it('is no token any more, and is swept away; what lives stays', async () => {
    const client = await registerClient(database(), ours);
    const [expired, live] = [await tokenOf(client), await tokenOf(client)];
    await admin.query(
      `UPDATE identity.api_access_token SET issued_at = now() - interval '2 hours', expires_at = now() - interval '110 minutes'
        WHERE token_sha256 = $1`,
      [sha256(expired)],
    );
    const print = sha256('a proof');
    expect(await database().apiAccess.takeOnce(print, new Date(Date.now() - 60_000))).toBe(true);
    expect(await database().apiAccess.takeOnce(print, new Date(Date.now() + 60_000))).toBe(false);
    expect(await stateOf(expired)).toBe('expired');
    expect(await database().apiAccess.sweep()).toBe(2);
    expect(await database().apiAccess.takeOnce(print, new Date(Date.now() + 60_000))).toBe(true);
    expect([await stateOf(expired), await stateOf(live)]).toEqual([undefined, 'live']);
  });

  it('can not be written to live longer than 15 minutes', async () => {
    const client = await registerClient(database(), ours);
    const token = await tokenOf(client);
    await expect(
      admin.query(
        `UPDATE identity.api_access_token SET expires_at = now() + interval '1 day' WHERE token_sha256 = $1`,
        [sha256(token)],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
});

it('lets nobody in while the database does not answer', async () => {
  const client = await registerClient(database(), ours);
  await admin.query('ALTER FUNCTION identity.api_authenticate RENAME TO api_authenticate_gone');
  try {
    expect(await askToken(withSecret(client))).toMatchObject({
      status: 503,
      body: { error: 'temporarily_unavailable' },
    });
  } finally {
    await admin.query('ALTER FUNCTION identity.api_authenticate_gone RENAME TO api_authenticate');
  }
});

it('describes itself for programs', () => {
  expect(serverMetadata()).toMatchObject({
    issuer: testIssuer,
    token_endpoint: tokenUrl,
    grant_types_supported: ['client_credentials'],
    scopes_supported: [
      'clinic.read',
      'patient.identify',
      'reception.read',
      'system/Patient.rs',
      'system/Condition.rs',
      'system/AllergyIntolerance.rs',
      'system/Observation.rs',
      'system/MedicationRequest.rs',
      'system/Encounter.rs',
      'system/DocumentReference.rs',
    ],
  });
  expect(JSON.stringify(serverMetadata())).not.toMatch(/none|HS256|RS256/);
});

// @proves V2.2.1 V16.5.1
it('answers any form at all with a refusal that the rule knows, and never with what was sent', async () => {
  const client = await registerClient(database(), ours);
  const names = fc.constantFrom(
    ...[
      'grant_type',
      'client_id',
      'client_secret',
      'client_assertion',
      'client_assertion_type',
      'scope',
      'x',
    ],
  );
  const values = fc.oneof(
    fc.constantFrom(...hostileTexts.filter((text) => text.isWellFormed() && text.length < 2_000)),
    fc.constantFrom('client_credentials', client.clientId, assertionType, 'a.b.c', 'e30.e30.'),
    fc.string({ unit: 'binary', maxLength: 80 }).filter((text) => text.isWellFormed()),
  );
  const headers = fc.option(
    fc.oneof(
      fc.base64String({ maxLength: 80 }).map((text) => `Basic ${text}`),
      fc.constant(basic(client.clientId, 'x')),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(names, values), { maxLength: 8 }),
      headers,
      async (pairs, authorization) => {
        const reply = await askToken(
          new URLSearchParams(pairs).toString(),
          authorization === null ? {} : { headers: { authorization } },
        );
        expect([400, 401, 413, 429]).toContain(reply.status);
        expect(reply.body.error).toMatch(/^[a-z_]+$/);
        expect(reply.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
        expect(reply.headers.get('cache-control')).toBe('no-store');
      },
    ),
    { seed: 20261122, numRuns: 300 },
  );
});
