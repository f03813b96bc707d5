import { randomUUID } from 'node:crypto';
import { apiScopeNames } from '@shirube/core/api-clients';
import { auditActionLabels } from '@shirube/core/audit';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerClient, type TestClient, testIssuer, tokenOf } from '../../testing/api-clients.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import { fillChart, fillMasters } from '../../testing/fhir-chart.ts';
import { hostileTexts } from '../../testing/hostile.ts';
import { database } from '../database.ts';
import { serveRest } from '../rest/serve.ts';
import { capabilityStatement, smartConfiguration } from './capability.ts';
import { fhirFace } from './face.ts';
import { fhirRoutes } from './table.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/** Every route of the FHIR API: for whom it opens, what it answers with, and what it gives away of others. */
const secret = 'ヨソノカンジャ';
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let client: TestClient;
let token: string;
const ids = new Map<string, Record<string, string>>();

beforeAll(async () => {
  test = await createTestDatabase();
  admin = await test.connect('admin');
  const app = await test.connect('app');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, secret);
  await fillMasters(admin);
  for (const clinic of [ours, theirs]) ids.set(clinic.tenantId, await fillChart(admin, clinic));
  useTestEnvironment(test.urls.app);
  client = await registerClient(database(), ours, { quotaPerMinute: 6000 });
  token = await tokenOf(client);
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
  body: any;
}

async function get(
  path: string,
  { token: shown = token, headers = {} }: { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const request = new NextRequest(path.startsWith('http') ? path : `${testIssuer}/api/fhir/r4${path}`, {
    headers: { ...(shown === null ? {} : { authorization: `Bearer ${shown}` }), ...headers },
  });
  const answer = await serveRest(request, database(), fhirRoutes, fhirFace);
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: text === '' ? null : JSON.parse(text),
  };
}

/** A valid call of a route that names the rows of `clinic`. */
function pathOf(route: (typeof fhirRoutes)[number], clinic: ClinicFixture): string {
  const own = ids.get(clinic.tenantId) ?? {};
  const [, type = ''] = route.name.split('.');
  if (route.path.includes('{id}'))
    return route.path.replace('{id}', type === 'Patient' ? clinic.patientId : String(own[type]));
  return type === 'Patient' ? `/Patient?_id=${clinic.patientId}` : `/${type}?patient=${clinic.patientId}`;
}

describe('every route of the FHIR API', () => {
  it('is declared in full and once', () => {
    expect(new Set(fhirRoutes.map(({ name }) => name)).size).toBe(fhirRoutes.length);
    expect(new Set(fhirRoutes.map(({ path }) => path)).size).toBe(fhirRoutes.length);
    for (const route of fhirRoutes) {
      expect(apiScopeNames).toContain(route.scope);
      expect(Object.keys(auditActionLabels)).toContain(route.audit);
      expect([route.name, route.weight >= 1 && route.weight <= 10]).toEqual([route.name, true]);
      expect(route.method).toBe('GET');
    }
  });

  it('answers with what it says, is kept nowhere and counts against the minute', async () => {
    for (const route of fhirRoutes) {
      const reply = await get(pathOf(route, ours));
      expect([route.name, reply.status, reply.body?.issue]).toEqual([route.name, 200, undefined]);
      expect(reply.headers.get('content-type')).toContain('application/fhir+json');
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('ratelimit')).toMatch(/^"client";r=\d+;t=\d+$/);
      const [, type, kind] = route.name.split('.');
      if (kind === 'read') {
        expect(reply.body.resourceType).toBe(type);
        expect(reply.headers.get('etag')).toMatch(/^W\/"[0-9a-f]{16}"$/);
      } else {
        expect([route.name, reply.body.type, reply.body.entry.length > 0]).toEqual([
          route.name,
          'searchset',
          true,
        ]);
      }
    }
  });

  it('opens for nobody without a living token, and says so as an OperationOutcome', async () => {
    for (const route of fhirRoutes)
      for (const shown of [null, 'shirube_token_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
        const reply = await get(pathOf(route, ours), { token: shown });
        expect([route.name, reply.status, reply.body.issue[0].code]).toEqual([route.name, 401, 'login']);
        expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm/);
      }
  });

  it('is closed without its scope, and $everything brings only what the scopes say', async () => {
    for (const route of fhirRoutes) {
      const others = apiScopeNames.filter((scope) => scope !== route.scope);
      const narrow = await registerClient(database(), ours, { scopes: others, quotaPerMinute: 6000 });
      const reply = await get(pathOf(route, ours), { token: await tokenOf(narrow) });
      expect([route.name, reply.status, reply.body.issue[0].code]).toEqual([route.name, 403, 'forbidden']);
    }
    const two = await registerClient(database(), ours, {
      scopes: ['system/Patient.rs', 'system/Condition.rs'],
    });
    const { body } = await get(`/Patient/${ours.patientId}/$everything`, { token: await tokenOf(two) });
    expect(
      body.entry.map((entry: { resource: { resourceType: string } }) => entry.resource.resourceType).sort(),
    ).toEqual(['Condition', 'Condition', 'Patient']);
  });

  it("gives nothing away of another clinic's rows: they are not there", async () => {
    for (const route of fhirRoutes) {
      const reply = await get(pathOf(route, theirs));
      expect([route.name, reply.text.includes(secret)]).toEqual([route.name, false]);
      if (reply.status === 200) expect([route.name, reply.body.total]).toEqual([route.name, 0]);
      else
        expect([route.name, reply.status, reply.body.issue[0].code]).toEqual([route.name, 404, 'not-found']);
    }
  });

  it('leaves an event with the program and the patient', async () => {
    for (const route of fhirRoutes) {
      const fresh = await registerClient(database(), ours);
      await get(pathOf(route, ours), { token: await tokenOf(fresh) });
      const { rows } = await admin.query(
        `SELECT action, patient_id, outcome FROM audit_event WHERE api_client_id = $1 AND action <> 'api.token'`,
        [fresh.clientId],
      );
      expect([route.name, rows]).toEqual([
        route.name,
        [{ action: 'chart.read_by_client', patient_id: ours.patientId, outcome: 'success' }],
      ]);
    }
  });

  it('meets hostile parameters with a refusal or an answer, and repeats none of them', async () => {
    const texts = hostileTexts.filter((text) => text.length < 2_000 && text.isWellFormed());
    for (const route of fhirRoutes) {
      const names = [
        'patient',
        'patient.identifier',
        'identifier',
        '_id',
        '_lastUpdated',
        '_count',
        '_page',
        '__proto__',
      ];
      for (const name of names) {
        const text = texts[(names.indexOf(name) * 7 + fhirRoutes.indexOf(route)) % texts.length] ?? '';
        const url = new URL(`${testIssuer}/api/fhir/r4${pathOf(route, ours)}`);
        url.searchParams.set(name, text);
        await admin.query('DELETE FROM identity.api_rate_window');
        const reply = await get(url.href);
        expect([route.name, name, [200, 400, 404].includes(reply.status)]).toEqual([route.name, name, true]);
        expect(reply.body.resourceType).toMatch(/^(?:Bundle|OperationOutcome|[A-Z]\w+)$/);
        if (text.length > 12 && reply.status !== 200) expect(reply.text).not.toContain(text);
      }
      if (!route.path.includes('{')) continue;
      for (const text of texts.filter((each) => !/^[./\\]*$/.test(each)).slice(0, 20)) {
        const reply = await get(route.path.replace('{id}', encodeURIComponent(text)));
        expect([400, 404]).toContain(reply.status);
      }
    }
  });
});

describe('what is read', () => {
  const own = () => ids.get(ours.tenantId) ?? {};

  it('claims the profiles, carries the flags, and refers to the patient by our id', async () => {
    const { body } = await get(`/Condition/${own().Condition}`);
    expect(body).toMatchObject({
      id: own().Condition,
      meta: {
        profile: ['http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Condition_eCS|1.10.0'],
        tag: [{ code: 'UNDELIVERED' }],
        versionId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      subject: { reference: `Patient/${ours.patientId}` },
    });
    expect(
      (await get(`/MedicationRequest/${own().MedicationRequest}`)).body.dispenseRequest.quantity.value,
    ).toBe(42);
    const result = (await get(`/Observation/${own().Observation}`)).body;
    expect(result.valueQuantity).toMatchObject({ value: 4, unit: 'mEq/L' });
    expect(result.valueQuantity._value.extension[0].valueInteger).toBe(1);
    expect((await get(`/Bundle/${own().Bundle}`)).body.type).toBe('document');
  });

  it('is not sent again while nothing changed', async () => {
    const first = await get(`/Condition/${own().Condition}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await get(`/Condition/${own().Condition}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
  });

  it('keeps an address to itself that must not be known, and a restricted chart wholly', async () => {
    expect((await get(`/Patient/${ours.patientId}`)).text).toContain('秘密の町');
    const restriction = randomUUID();
    await admin.query(
      `INSERT INTO patient_restriction (tenant_id, id, patient_id, kind, reason, set_by_id, set_at) VALUES ($1, $2, $3, 'vip', 'x', $4, now())`,
      [ours.tenantId, restriction, ours.patientId, ours.doctorId],
    );
    for (const route of fhirRoutes) {
      const reply = await get(pathOf(route, ours));
      expect([route.name, reply.status === 404 || reply.body.total === 0]).toEqual([route.name, true]);
      expect(reply.text).not.toContain('秘密の町');
    }
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM audit_event WHERE action = 'chart.read_by_client' AND outcome = 'refused' AND reason = 'restricted'`,
    );
    expect(rows[0].n).toBe(fhirRoutes.length);
    await admin.query(
      `INSERT INTO patient_restriction_lift (tenant_id, restriction_id, reason, lifted_by_id, lifted_at) VALUES ($1, $2, 'x', $3, now())`,
      [ours.tenantId, restriction, ours.doctorId],
    );
    expect((await get(`/Patient/${ours.patientId}`)).status).toBe(200);
  });
});

describe('searching', () => {
  const idsOf = (reply: Reply): string[] =>
    reply.body.entry.map((entry: { resource: { id: string } }) => entry.resource.id);

  it('finds by the number of the patient as well as by id, and nothing where two mean different people', async () => {
    const byId = await get(`/Condition?patient=Patient/${ours.patientId}`);
    expect(idsOf(await get('/Condition?patient.identifier=00000001'))).toEqual(idsOf(byId));
    expect(idsOf(await get('/Patient?identifier=00000001'))).toEqual([ours.patientId]);
    const { identifier } = (await get(`/Patient/${ours.patientId}`)).body;
    const system = identifier.find((each: { value: string }) => each.value === '00000001').system;
    expect(idsOf(await get(`/Patient?identifier=${system}|00000001`))).toEqual([ours.patientId]);
    // another institution's 00000001 is another person
    for (const path of ['/Patient?identifier', '/Condition?patient.identifier'])
      expect([path, (await get(`${path}=${system.slice(0, -1)}9|00000001`)).body.total]).toEqual([path, 0]);
    const both = await get(`/Condition?patient=${randomUUID()}&patient.identifier=00000001`);
    expect(both.body.total).toBe(0);
    const one = await get(`/Condition?_id=${ids.get(ours.tenantId)?.Condition}`);
    expect(idsOf(one)).toEqual([ids.get(ours.tenantId)?.Condition]);
  });

  it('without a patient is refused: nobody leafs through the clinic', async () => {
    for (const path of ['/Condition', '/Patient', '/Observation?_lastUpdated=2026'])
      expect([path, (await get(path)).status]).toEqual([path, 400]);
  });

  it('by _lastUpdated, with prefixes, days of Japan and both ends', async () => {
    const total = async (query: string): Promise<number> =>
      (await get(`/Condition?patient=${ours.patientId}&${query}`)).body.total;
    expect(await total('_lastUpdated=ge2026-11-12')).toBe(1);
    expect(await total('_lastUpdated=lt2026-11-12')).toBe(1);
    expect(await total('_lastUpdated=2026-11')).toBe(2);
    expect(await total('_lastUpdated=ne2026-11-10')).toBe(1);
    expect(await total('_lastUpdated=ge2026-11-09&_lastUpdated=le2026-11-10')).toBe(1);
    expect(await total('_lastUpdated=2026-11-10T01:00:00Z')).toBe(1);
    expect((await get(`/Condition?patient=${ours.patientId}&_lastUpdated=2026-13`)).status).toBe(400);
    expect((await get(`/Condition?patient=${ours.patientId}&_lastUpdated=2026-11-10T01:00`)).status).toBe(
      400,
    );
  });

  it('finds a patient as changed when the insurance is another one', async () => {
    const total = async (): Promise<number> =>
      (await get(`/Patient?_id=${ours.patientId}&_lastUpdated=ge2026-11-15`)).body.total;
    expect(await total()).toBe(0);
    await admin.query(
      `INSERT INTO coverage (tenant_id, id, patient_id, insurer_number, number, is_dependent, copay_percent, source, created_at)
       VALUES ($1, gen_random_uuid(), $2, '06000001', '1', false, 30, 'x', '2026-11-20T00:00:00Z')`,
      [ours.tenantId, ours.patientId],
    );
    expect(await total()).toBe(1);
  });

  it('by pages: each resource once, in links that say nothing and are bound to the program', async () => {
    const seen: string[] = [];
    let next: string | undefined = `/Patient/${ours.patientId}/$everything?_count=2`;
    let pages = 0;
    while (next !== undefined) {
      const reply: Reply = await get(next);
      expect(reply.status).toBe(200);
      seen.push(...idsOf(reply));
      for (const link of reply.body.link) {
        expect(link.url).not.toContain('00000001');
        expect(new URL(link.url).search).toMatch(/^\?_page=[A-Za-z0-9_-]+$/);
      }
      next = reply.body.link.find((link: { relation: string }) => link.relation === 'next')?.url;
      pages += 1;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
    expect(pages).toBe(4);
    const first = await get(`/Condition?patient=${ours.patientId}&_count=1`);
    const link: string = first.body.link.find((each: { relation: string }) => each.relation === 'next').url;
    const other = await tokenOf(await registerClient(database(), ours));
    expect((await get(link, { token: other })).status).toBe(400);
    expect((await get(link.replace('/Condition?', '/Observation?'))).status).toBe(400);
    expect((await get(`${link}&_count=1`)).status).toBe(400);
    expect((await get(`${link.slice(0, -4)}AAAA`)).status).toBe(400);
  });
});

describe('what anybody may know', () => {
  it('is what the API can do: every route stands in the capability statement', () => {
    const resources = capabilityStatement().rest?.[0]?.resource ?? [];
    const interactions = resources.flatMap(({ type, interaction = [], operation = [] }) => [
      ...interaction.map(({ code }) => `fhir.${type}.${code === 'read' ? 'read' : 'search'}`),
      ...operation.map(({ name }) => `fhir.${type}.${name}`),
    ]);
    expect(interactions.sort()).toEqual(fhirRoutes.map(({ name }) => name).sort());
  });

  it('is where a token comes from', () => {
    expect(smartConfiguration()).toMatchObject({
      token_endpoint: `${testIssuer}/api/oauth/token`,
      capabilities: expect.arrayContaining(['permission-v2']),
      scopes_supported: expect.arrayContaining(['system/Patient.rs']),
    });
  });
});
