import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { apiScopeNames, setClientState, sha256 } from '@shirube/core/api-clients';
import { auditActionLabels } from '@shirube/core/audit';
import { kanaKeyOf } from '@shirube/core/patients';
import { type Database, openDatabase } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  adminOf,
  callRest,
  type RestReply,
  registerClient,
  type TestClient,
  tokenOf,
} from '../../testing/api-clients.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import { restInputs } from '../../testing/rest-inputs.ts';
import { database } from '../database.ts';
import { fhirRoutes } from '../fhir/table.ts';
import { type AnyRestDeclaration, defineRoute } from './declaration.ts';
import { restRoutes } from './table.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/**
 * Walks every route for outside systems: each is declared in full, opens for nobody but a living token with its scope from an allowed
 * address, and gives nothing away of another clinic. A new route without an entry in `restInputs` fails here.
 */
const secret = 'ヨソノカンジャ';
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let unprotected: Database;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let client: TestClient;
let token: string;

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  admin = await test.connect('admin');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, secret);
  await admin.query('UPDATE patient SET kana_key = $1', [kanaKeyOf('ケンショウ', 'ハナコ')]);
  useTestEnvironment(test.urls.app);
  // the control: the same calls by a role that row-level security does not bind
  unprotected = openDatabase({ url: test.urls.admin, poolSize: 2 });
  client = await registerClient(database(), ours, { quotaPerMinute: 6000 });
  token = await tokenOf(client);
});
afterAll(async () => {
  await unprotected?.close();
  await database().close();
  await test?.drop();
});

type Options = NonNullable<Parameters<typeof callRest>[2]>;

/** A valid call of a route that names the rows of `clinic` wherever it can name one. */
const call = (
  route: AnyRestDeclaration,
  clinic: ClinicFixture,
  options: Options = {},
  over = database(),
): Promise<RestReply> => {
  const input = restInputs(clinic)[route.name];
  if (!input) throw new Error(`${route.name} has no input`);
  return callRest(over, input.path, { method: route.method, body: input.body, ...options });
};
const refusedFor = async (of: TestClient) =>
  (
    await admin.query(
      `SELECT action, reason FROM audit_event WHERE api_client_id = $1 AND outcome = 'refused' AND action <> 'api.token' ORDER BY seq`,
      [of.clientId],
    )
  ).rows;

describe('every route for outside systems', () => {
  it('is declared in full, once, and in the table', async () => {
    const declared: AnyRestDeclaration[] = [];
    const folder = path.join(import.meta.dirname, 'routes');
    for (const file of fs.globSync('**/*.ts', { cwd: folder }))
      declared.push(
        ...Object.values((await import(path.join(folder, file))) as Record<string, AnyRestDeclaration>),
      );
    expect(declared.map((route) => route.name).sort()).toEqual(restRoutes.map((route) => route.name).sort());
    expect(Object.keys(restInputs(ours)).sort()).toEqual(restRoutes.map((route) => route.name).sort());
    expect(new Set(restRoutes.map((route) => `${route.method} ${route.path}`)).size).toBe(restRoutes.length);
    for (const route of restRoutes) {
      expect([route.name, route.scope === null || apiScopeNames.includes(route.scope)]).toEqual([
        route.name,
        true,
      ]);
      if (route.audit !== null) expect(Object.keys(auditActionLabels)).toContain(route.audit);
      expect(route.summary).toMatch(/[ぁ-ん]/);
      // even the smallest minute a clinic can give has room for one call
      expect([route.name, route.weight >= 1 && route.weight <= 10]).toEqual([route.name, true]);
      expect([route.name, (route.body === null) === (route.method === 'GET')]).toEqual([route.name, true]);
    }
  });

  it('has a scope that something uses: none is promised for later', () => {
    const every = [...restRoutes, ...fhirRoutes];
    expect(apiScopeNames.filter((scope) => !every.some((route) => route.scope === scope))).toEqual([]);
  });

  it('works, is not kept anywhere, and says what is left of the minute', async () => {
    for (const route of restRoutes) {
      const reply = await call(route, ours, { token });
      expect([route.name, reply.status]).toEqual([route.name, 200]);
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('ratelimit-policy')).toBe('"client";q=6000;w=60');
      expect(reply.headers.get('ratelimit')).toMatch(/^"client";r=\d+;t=\d+$/);
    }
  });

  // @proves V10.3.1 V10.3.2 V8.3.1
  it.each([
    ['no token', {}],
    ['a cookie instead of a token', { headers: { cookie: 'shirube.session=TOKEN' } }],
    ['the token as a name and password', { headers: { authorization: 'Basic TOKEN' } }],
    ['a token nobody issued', { token: 'shirube_token_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['a token and something behind it', { headers: { authorization: 'Bearer TOKEN x' } }],
    ['the token under the wrong scheme', { headers: { authorization: 'DPoP TOKEN' } }],
    ['the client secret', { headers: { authorization: 'Bearer SECRET' } }],
    ['the stored hash of the token', { headers: { authorization: 'Bearer HASH' } }],
  ] as [string, Options][])('opens for nobody with %s', async (_, options) => {
    const filled = JSON.parse(
      JSON.stringify(options)
        .replace('TOKEN', token)
        .replace('SECRET', client.secret)
        .replace('HASH', Buffer.from(sha256(token)).toString('base64url')),
    ) as Options;
    for (const route of restRoutes) {
      const reply = await call(route, ours, filled);
      expect([route.name, reply.status, reply.body.type]).toEqual([
        route.name,
        401,
        'urn:shirube:problem:invalid-token',
      ]);
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      expect(reply.headers.get('www-authenticate')).toMatch(/^(Bearer|DPoP) realm="shirube"/);
      expect(reply.text).not.toContain(token);
    }
  });

  it('takes no token from the address', async () => {
    const reply = await callRest(database(), `/me?access_token=${token}`);
    expect(reply.status).toBe(401);
    expect((await callRest(database(), `/me?access_token=${token}`, { token })).status).toBe(400);
  });

  it('is closed to an expired, a revoked and a suspended token, and to one of a clinic that is not in use', async () => {
    const another = await registerClient(database(), ours);
    const [expired, revoked, suspended] = [
      await tokenOf(another),
      await tokenOf(another),
      await tokenOf(client),
    ];
    await admin.query(
      `UPDATE identity.api_access_token SET issued_at = now() - interval '11 minutes', expires_at = now() - interval '1 second'
        WHERE token_sha256 = $1`,
      [sha256(expired)],
    );
    await admin.query(`UPDATE identity.api_access_token SET revoked_at = now() WHERE token_sha256 = $1`, [
      sha256(revoked),
    ]);
    const away = await insertClinic(await test.connect('app'), '休み');
    const awayToken = await tokenOf(await registerClient(database(), away));
    await admin.query(`UPDATE tenant SET state = 'suspended', state_reason = 'x' WHERE id = $1`, [
      away.tenantId,
    ]);
    for (const route of restRoutes)
      for (const dead of [expired, revoked, awayToken])
        expect([route.name, (await call(route, ours, { token: dead })).status]).toEqual([route.name, 401]);
    expect((await callRest(database(), '/me', { token: suspended })).status).toBe(200);
    // a suspended client's living token: put back as if it had been issued a moment later
    await database().run(adminOf(ours), (uow) =>
      setClientState(uow, { clientId: another.clientId, state: 'suspended', rowVersion: 1 }),
    );
    await admin.query(
      `UPDATE identity.api_access_token SET revoked_at = NULL, issued_at = now(), expires_at = now() + interval '5 minutes'
        WHERE token_sha256 = $1`,
      [sha256(revoked)],
    );
    for (const route of restRoutes)
      expect([route.name, (await call(route, ours, { token: revoked })).status]).toEqual([route.name, 401]);
    expect(await refusedFor(another)).toEqual(
      restRoutes.map((route) => ({ action: route.audit ?? 'api.call', reason: 'suspended' })),
    );
  });

  it('is closed to other addresses, and the clinic reads of it', async () => {
    const tied = await registerClient(database(), ours, {
      ipRanges: ['203.0.113.0/24'],
      quotaPerMinute: 6000,
    });
    await admin.query(`UPDATE api_client SET ip_ranges = '{}' WHERE id = $1`, [tied.clientId]);
    const tiedToken = await tokenOf(tied);
    await admin.query(`UPDATE api_client SET ip_ranges = '{203.0.113.0/24}' WHERE id = $1`, [tied.clientId]);
    for (const route of restRoutes) {
      expect([
        route.name,
        (await call(route, ours, { token: tiedToken, address: '203.0.113.9' })).status,
      ]).toEqual([route.name, 200]);
      for (const address of ['198.51.100.7', 'unknown', undefined])
        expect([route.name, (await call(route, ours, { token: tiedToken, address })).status]).toEqual([
          route.name,
          403,
        ]);
      // the first entry is the caller's own claim; the proxy's is the last
      expect(
        (await call(route, ours, { token: tiedToken, address: '203.0.113.9, 198.51.100.7' })).status,
      ).toBe(403);
    }
    expect(await refusedFor(tied)).toHaveLength(4 * restRoutes.length);
  });

  // @proves D7 V8.2.1 V8.3.2 V10.3.2
  it('is closed without its scope, also when the clinic takes the scope away from a token that is out', async () => {
    const scoped = restRoutes.filter((route) => route.scope !== null);
    for (const route of scoped) {
      const others = apiScopeNames.filter((scope) => scope !== route.scope);
      const narrow = await registerClient(database(), ours, { scopes: others, quotaPerMinute: 6000 });
      const reply = await call(route, ours, { token: await tokenOf(narrow) });
      expect([route.name, reply.status, reply.body.scope]).toEqual([route.name, 403, route.scope]);
      expect(reply.headers.get('www-authenticate')).toContain(
        `error="insufficient_scope", scope="${route.scope}"`,
      );
      expect(await refusedFor(narrow)).toEqual([{ action: route.audit ?? 'api.call', reason: 'scope' }]);
      const asked = await tokenOf(client, others[0]);
      expect((await call(route, ours, { token: asked })).status).toBe(403);
      const wide = await registerClient(database(), ours);
      const out = await tokenOf(wide);
      await admin.query(`UPDATE api_client SET scopes = $2 WHERE id = $1`, [wide.clientId, others]);
      expect((await call(route, ours, { token: out })).status).toBe(403);
    }
    expect(scoped.length).toBeGreaterThan(3);
  });

  // @proves D11 V8.4.1
  it("gives nothing away of another clinic's rows", async () => {
    for (const route of restRoutes) {
      const reply = await call(route, theirs, { token });
      expect([route.name, reply.text.includes(secret)]).toEqual([route.name, false]);
      expect([route.name, [200, 404].includes(reply.status)]).toEqual([route.name, true]);
    }
  });

  // @proves E1
  it('leaves an event that names the program and the patient, or none where no patient is touched', async () => {
    for (const route of restRoutes) {
      const fresh = await registerClient(database(), ours);
      const living = await tokenOf(fresh);
      await call(route, ours, { token: living, address: '203.0.113.5' });
      const { rows } = await admin.query(
        `SELECT action, actor_name LIKE '検査センター%' AS named, client, ip, outcome, patient_id FROM audit_event
          WHERE api_client_id = $1 AND action <> 'api.token'`,
        [fresh.clientId],
      );
      const patient = ['patients.byNumber', 'patients.match', 'receptions.read'].includes(route.name)
        ? ours.patientId
        : null;
      expect([route.name, rows]).toEqual([
        route.name,
        route.audit === null
          ? []
          : [
              {
                action: route.audit,
                named: true,
                client: 'api',
                ip: '203.0.113.5',
                outcome: 'success',
                patient_id: patient,
              },
            ],
      ]);
    }
  });

  it('never names an address, a telephone, a reason of a visit or an id of ours', async () => {
    await admin.query(`UPDATE patient SET address = '秘密の町1', phone = '090-0000-1111' WHERE id = $1`, [
      ours.patientId,
    ]);
    await admin.query(`UPDATE reception SET purpose = '秘密の理由' WHERE id = $1`, [ours.receptionId]);
    for (const route of restRoutes.filter((each) => each.name !== 'clinic.read')) {
      const { text } = await call(route, ours, { token });
      for (const word of ['秘密', '090-0000-1111', ours.patientId, ours.encounterId, ours.doctorId])
        expect([route.name, word, text.includes(word)]).toEqual([route.name, word, false]);
    }
  });
});

describe('what is no route', () => {
  it('is told only to who may come in', async () => {
    for (const address of ['/', '/admin', '/me/x', '/receptions/a/b', `/receptions/${'%'}zz`, '/../health']) {
      expect([address, (await callRest(database(), address)).status]).toEqual([address, 401]);
      expect([address, (await callRest(database(), address, { token })).status]).toEqual([address, 404]);
    }
    const reply = await callRest(database(), '/me', { token, method: 'DELETE' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a route that does not keep its word', () => {
  const broken = (changes: Partial<AnyRestDeclaration>): AnyRestDeclaration[] => [
    {
      ...defineRoute({
        name: 'broken',
        method: 'GET',
        path: '/broken',
        summary: 'x',
        scope: null,
        params: z.strictObject({}),
        query: z.strictObject({}),
        body: null,
        answer: z.object({ fine: z.boolean() }),
        audit: null,
        weight: 1,
        run: async () => ({ fine: true }),
      }),
      ...changes,
    },
  ];
  const ask = (routes: AnyRestDeclaration[]) => callRest(database(), '/broken', { token, routes });

  it('answers with nothing of what it would have said', async () => {
    expect((await ask(broken({}))).body).toEqual({ fine: true });
    for (const run of [
      async () => ({ fine: secret }),
      async () => {
        throw new Error(secret);
      },
      async () => {
        throw { toString: () => secret };
      },
    ]) {
      const reply = await ask(broken({ run }));
      expect([reply.status >= 500, reply.text.includes(secret)]).toEqual([true, false]);
      expect(reply.body.instance).toMatch(/^urn:uuid:/);
    }
    // what the schema does not name does not leave
    const more = await ask(broken({ run: async () => ({ fine: true, [secret]: secret }) }));
    expect(more.body).toEqual({ fine: true });
  });

  it('does not answer when it left no event, or when the database is not there', async () => {
    expect((await ask(broken({ audit: 'patient.identify' }))).status).toBe(500);
    const gone = openDatabase({ url: test.urls.app.replace(/\/[^/]*$/, `/${randomUUID()}`), poolSize: 1 });
    const reply = await callRest(gone, '/me', { token });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '5']);
    await gone.close();
  });
});

describe('the control', () => {
  it('is held back by row-level security: the same calls without it do give something away', async () => {
    // a second wall: an event can not name another clinic's patient, so the call fails. Here only the first is looked at.
    await admin.query('ALTER TABLE audit_event DROP CONSTRAINT audit_event_patient');
    const leaks: string[] = [];
    for (const route of restRoutes)
      if ((await call(route, theirs, { token }, unprotected)).text.includes(secret)) leaks.push(route.name);
    expect(leaks).toEqual(['patients.byNumber', 'patients.match', 'receptions.list', 'receptions.read']);
  });
});
