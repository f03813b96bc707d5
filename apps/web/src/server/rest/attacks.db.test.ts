import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  newKey,
  signProof,
  type TestKey,
} from '../../../../../packages/core/src/api-clients/testing/signing.ts';
import {
  askToken,
  callRest,
  type RestReply,
  registerClient,
  type TestClient,
  testIssuer,
  tokenOf,
  tokenUrl,
  withSecret,
} from '../../testing/api-clients.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import {
  hostileNumbers,
  hostileTexts,
  hostileThings,
  oversized,
  placesIn,
  replaceAt,
} from '../../testing/hostile.ts';
import { restInputs } from '../../testing/rest-inputs.ts';
import { samplesOf } from '../../testing/schema-samples.ts';
import { database } from '../database.ts';
import type { AnyRestDeclaration } from './declaration.ts';
import { restRoutes } from './table.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

const seed = Number(process.env.SHIRUBE_ATTACK_SEED ?? 20261122);
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let ours: ClinicFixture;
let client: TestClient;
let token: string;

beforeAll(async () => {
  test = await createTestDatabase();
  admin = await test.connect('admin');
  ours = await insertClinic(await test.connect('app'), 'うち');
  useTestEnvironment(test.urls.app);
  client = await registerClient(database(), ours, { quotaPerMinute: 6000 });
  token = await tokenOf(client);
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

/** A fresh minute: what is attacked here is not the limit. */
const refill = () => admin.query('DELETE FROM identity.api_rate_window');
const proper = [200, 400, 404, 413, 415, 422];

/** A refusal in the shape of RFC 9457, or an answer; never a failure, and never what was sent. */
function judge(what: string, reply: RestReply, sent: string): void {
  expect([what, proper.includes(reply.status)]).toEqual([what, true]);
  if (reply.status === 200) return;
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.body).toMatchObject({
    status: reply.status,
    title: expect.any(String),
    detail: expect.stringMatching(/[ぁ-ん]/),
  });
  if (sent.length > 12) expect(reply.text).not.toContain(sent);
}

describe('an attack on every route', () => {
  const everything = [...hostileTexts, ...hostileNumbers, ...hostileThings()];

  // @proves V1.2.4 V2.2.1 V15.3.7 V16.5.1
  it('through its query, by changing, doubling, adding and leaving out, ends in a refusal or an answer', async () => {
    let tried = 0;
    for (const route of restRoutes) {
      await refill();
      const { path, body } = restInputs(ours)[route.name]!;
      const url = new URL(path, testIssuer);
      const names = [...url.searchParams.keys(), 'extra', '__proto__', 'constructor'];
      for (const name of names)
        for (const text of hostileTexts.filter((each) => each.length < 2_000 && each.isWellFormed())) {
          const changed = new URL(url);
          changed.searchParams.set(name, text);
          const reply = await callRest(database(), `${changed.pathname}${changed.search}`, {
            token,
            method: route.method,
            body,
          });
          judge(`${route.name} ${name}`, reply, text);
          if (name === 'extra' || name === '__proto__')
            expect([route.name, name, reply.status]).toEqual([route.name, name, 400]);
          tried += 1;
        }
      for (const name of url.searchParams.keys()) {
        const reply = await callRest(database(), `${path}&${name}=x`, { token, method: route.method, body });
        expect([route.name, 'twice', reply.status]).toEqual([route.name, 'twice', 400]);
      }
    }
    expect(tried).toBeGreaterThan(600);
  });

  it('through its address ends in a refusal', async () => {
    await refill();
    for (const route of restRoutes.filter((each) => each.path.includes('{')))
      for (const text of hostileTexts.filter(
        (each) => each.length < 2_000 && each.isWellFormed() && !/^[./\\]*$/.test(each),
      )) {
        const path = route.path.replace(/\{\w+\}/, encodeURIComponent(text));
        const reply = await callRest(database(), path, { token });
        judge(`${route.name} ${path}`, reply, text);
        expect([400, 404]).toContain(reply.status);
      }
  });

  // @proves V2.2.1 V16.5.1
  it('through its body, one thing at a time, ends in a refusal or an answer', async () => {
    const posted = restRoutes.filter((route) => route.body !== null);
    for (const route of posted) {
      const { path, body } = restInputs(ours)[route.name]!;
      for (const place of placesIn(body))
        for (const value of everything) {
          await refill();
          const sent = JSON.stringify(replaceAt(body, place, value));
          const reply = await callRest(database(), path, {
            token,
            method: route.method,
            body: sent ?? 'undefined',
          });
          judge(`${route.name} ${place.join('.')}`, reply, typeof value === 'string' ? value : '\u0000');
          if (sent?.includes(oversized)) expect(reply.status).toBe(413);
        }
      const extra = JSON.stringify({ ...(body as object), tenantId: ours.tenantId });
      expect((await callRest(database(), path, { token, method: route.method, body: extra })).status).toBe(
        400,
      );
    }
    expect(posted.length).toBeGreaterThan(0);
  });

  it('with any body at all ends in a refusal or an answer', async () => {
    const bodies = (route: AnyRestDeclaration) =>
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => text.isWellFormed()),
        fc.json(),
        samplesOf(route.body!).map((each) => JSON.stringify(each)),
        fc.constantFrom(
          '',
          '{',
          '[]',
          'null',
          '{"a":1}{"b":2}',
          `{"familyKana":"${'あ'.repeat(30_000)}"}`,
          '{"__proto__":{"x":1}}',
        ),
      );
    for (const route of restRoutes.filter((each) => each.body !== null))
      await fc.assert(
        fc.asyncProperty(bodies(route), async (body) => {
          await refill();
          judge(
            route.name,
            await callRest(database(), restInputs(ours)[route.name]!.path, { token, method: 'POST', body }),
            '\u0000',
          );
        }),
        { seed, numRuns: 150 },
      );
  });

  it('under another media type, in another character set or with a false length is refused', async () => {
    await refill();
    for (const route of restRoutes.filter((each) => each.body !== null)) {
      const { path, body } = restInputs(ours)[route.name]!;
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
      ])
        expect(
          (
            await callRest(database(), path, {
              token,
              method: 'POST',
              body,
              headers: { 'content-type': type },
            })
          ).status,
        ).toBe(415);
      expect(
        (
          await callRest(database(), path, {
            token,
            method: 'POST',
            body,
            headers: { 'content-length': '99999999' },
          })
        ).status,
      ).toBe(413);
    }
  });

  it('with any Authorization header at all opens nothing', async () => {
    const schemes = fc.constantFrom('Bearer', 'bearer', 'DPoP', 'Basic', 'Token', '');
    await fc.assert(
      fc.asyncProperty(
        schemes,
        fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
        async (scheme, text) => {
          const reply = await callRest(database(), '/me', {
            headers: { authorization: `${scheme} ${text}` },
          });
          expect(reply.status).toBe(401);
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});

describe('a token bound to a key', () => {
  let key: TestKey;
  let thief: TestKey;
  let bound: string;
  const me = `${testIssuer}/api/v1/me`;

  beforeAll(async () => {
    [key, thief] = await Promise.all([newKey('ES256'), newKey('EdDSA', { crv: 'Ed25519' })]);
    const owner = await registerClient(database(), ours, { requireDpop: true });
    const dpop = await signProof(key, { method: 'POST', url: tokenUrl });
    bound = (await askToken(withSecret(owner), { headers: { dpop } })).body.access_token as string;
  });
  const ask = (proof: string | null, options: { scheme?: string; path?: string; token?: string } = {}) =>
    callRest(database(), options.path ?? '/me', {
      headers: {
        authorization: `${options.scheme ?? 'DPoP'} ${options.token ?? bound}`,
        ...(proof === null ? {} : { dpop: proof }),
      },
    });
  const prove = (changes: Partial<Parameters<typeof signProof>[1]> = {}, by = key) =>
    signProof(by, { method: 'GET', url: me, accessToken: bound, ...changes });

  // @proves V10.3.5 V10.4.14
  it('opens with a fresh proof of the key, once a proof', async () => {
    const proof = await prove();
    expect(await ask(proof)).toMatchObject({ status: 200, body: { token: { boundToKey: true } } });
    expect((await ask(proof)).status).toBe(401);
    const raced = await prove();
    const both = await Promise.all([ask(raced), ask(raced)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
  });

  // @proves V10.3.5
  it('opens nothing for who stole the token alone', async () => {
    const other = await tokenOf(client);
    for (const [what, reply] of [
      ['as a bearer token', await callRest(database(), '/me', { token: bound })],
      ['without a proof', await ask(null)],
      ['with a proof of another key', await ask(await prove({}, thief))],
      [
        'with the key of the owner in the header',
        await ask(await prove({ header: { jwk: key.publicJwk } }, thief)),
      ],
      ['with a proof for another address', await ask(await prove(), { path: '/clinic' })],
      ['with a proof for another method', await ask(await prove({ method: 'POST' }))],
      ['with a proof for another token', await ask(await prove({ accessToken: other }))],
      ['with a proof from yesterday', await ask(await prove({ now: new Date(Date.now() - 86_400_000) }))],
      [
        'with a bearer token under the same scheme',
        await ask(await prove({ accessToken: other }), { token: other }),
      ],
    ] as const)
      expect([what, reply.status, reply.headers.get('www-authenticate')?.includes('error=')]).toEqual([
        what,
        401,
        true,
      ]);
  });
});

describe('the minute of a client', () => {
  // @proves V2.4.1
  it('ends: what is over is turned away with the time to wait, by weight, and written down once', async () => {
    const small = await registerClient(database(), ours, { quotaPerMinute: 20 });
    const living = await tokenOf(small);
    const ask = (path: string) => callRest(database(), path, { token: living });
    // the token cost 1, a list costs 5: three of them, and 4 are left
    const left: (string | null)[] = [];
    for (let call = 0; call < 3; call += 1) left.push((await ask('/receptions')).headers.get('ratelimit'));
    expect(left.map((each) => /r=(\d+)/.exec(each ?? '')?.[1])).toEqual(['14', '9', '4']);
    for (let call = 0; call < 3; call += 1) {
      const reply = await ask('/receptions');
      expect(reply).toMatchObject({
        status: 429,
        body: {
          type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
          'violated-policies': ['client'],
        },
      });
      const [, wait] = /t=(\d+)/.exec(reply.headers.get('ratelimit') ?? '') ?? [];
      expect(reply.headers.get('retry-after')).toBe(wait);
      expect(Number(wait)).toBeLessThanOrEqual(60);
      expect(reply.headers.get('ratelimit-policy')).toBe('"client";q=20;w=60');
    }
    // what is light enough still goes
    expect((await ask('/me')).status).toBe(200);
    const { rows } = await admin.query(
      `SELECT reason FROM audit_event WHERE api_client_id = $1 AND outcome = 'refused'`,
      [small.clientId],
    );
    expect(rows).toEqual([{ reason: 'rate_limit' }]);
    // and the next minute begins with everything
    await admin.query(`UPDATE identity.api_rate_window SET ends_at = now() - interval '1 second'`);
    expect((await ask('/receptions')).headers.get('ratelimit')).toMatch(/^"client";r=15;t=60$/);
  });

  it('is its own: another client of the clinic and another clinic notice nothing', async () => {
    const theirs = await insertClinic(await test.connect('app'), 'よそ');
    const [busy, neighbour, stranger] = await Promise.all([
      registerClient(database(), ours, { quotaPerMinute: 10 }),
      registerClient(database(), ours, { quotaPerMinute: 10 }),
      registerClient(database(), theirs, { quotaPerMinute: 10 }),
    ]);
    const busyToken = await tokenOf(busy);
    const [neighbourToken, strangerToken] = [await tokenOf(neighbour), await tokenOf(stranger)];
    const flood = await Promise.all(
      Array.from({ length: 40 }, () => callRest(database(), '/me', { token: busyToken })),
    );
    // the token cost 1 of 10: exactly nine of forty at the same moment get through
    expect(flood.filter((reply) => reply.status === 200)).toHaveLength(9);
    expect(flood.filter((reply) => reply.status === 429)).toHaveLength(31);
    for (const calm of [neighbourToken, strangerToken])
      expect((await callRest(database(), '/me', { token: calm })).headers.get('ratelimit')).toMatch(/r=8/);
    // tokens come from the same minute: asking again and again for new ones is no way around it
    expect((await askToken(withSecret(busy))).status).toBe(429);
  });

  it('fails closed: without the counter nobody comes through', async () => {
    await admin.query('ALTER TABLE identity.api_rate_window RENAME TO api_rate_window_gone');
    try {
      expect((await callRest(database(), '/me', { token })).status).toBe(503);
      expect((await askToken(withSecret(client))).status).toBe(503);
    } finally {
      await admin.query('ALTER TABLE identity.api_rate_window_gone RENAME TO api_rate_window');
    }
  });
});
