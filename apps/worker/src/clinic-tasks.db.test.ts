import { createHash, randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { verifyAudit } from '@shirube/core/audit';
import { leftOut } from '@shirube/core/clinics/export';
import { demoTotpSecret, verifyPassword } from '@shirube/core/identity/sign-in';
import { decryptAtRest, encryptAtRest } from '@shirube/core/shared';
import { type ConsoleCaller, type ConsoleStore, type Database, openConsole, openDatabase } from '@shirube/db';
import { createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { demoPassword, seedDemo } from '@shirube/seed';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemScope } from './context.ts';
import { unzip } from './testing/unzip.ts';
import { type RunningWorker, startWorker } from './worker.ts';

vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

const key = randomBytes(32);
let test: TestDatabase;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let database: Database;
let console: ConsoleStore;
let caller: ConsoleCaller;
let worker: RunningWorker;
let shirube: string;
let minato: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await seedDemo({
    ownerUrl: test.urls.owner,
    appUrl: test.urls.app,
    key,
    asOf: '2026-11-20',
    log: () => {},
  });
  admin = await test.connect('admin');
  const { rows } = await admin.query<{ slug: string; id: string }>('SELECT slug, id::text FROM tenant');
  shirube = rows.find(({ slug }) => slug === 'shirube')?.id as string;
  minato = rows.find(({ slug }) => slug === 'minato')?.id as string;
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  console = openConsole({ url: test.urls.operator, poolSize: 1 });
  const operator = await admin.query(`SELECT id::text FROM identity.operator WHERE login_id = 'operator'`);
  caller = { requestId: 'test', ip: null, tokenSha256: randomBytes(32) };
  await console.openSession(
    { operatorId: operator.rows[0].id, tokenSha256: caller.tokenSha256, userAgent: '' },
    caller,
  );
  worker = await startWorker({
    SHIRUBE_DATABASE_APP_URL: test.urls.app,
    SHIRUBE_DATABASE_QUEUE_URL: test.urls.queue,
    SHIRUBE_SECRET: key.toString('base64'),
    SHIRUBE_GATEWAY_URL: 'http://127.0.0.1:9',
    SHIRUBE_SIGNING_PROVIDERS: ['csc-v2'],
    SHIRUBE_SIGNING_URL: 'http://127.0.0.1:9',
    SHIRUBE_BRIDGE_URL: 'http://127.0.0.1:9',
    SHIRUBE_TSA_URL: 'http://127.0.0.1:9',
    SHIRUBE_SHARING_URL: 'http://127.0.0.1:9',
    SHIRUBE_PRIVATE_HOSTS: [],
    SHIRUBE_SIGNING_CLIENT_ID: 'shirube',
    SHIRUBE_HPKI_ROOTS_FILE: path.resolve(import.meta.dirname, '../../web/src/testing/test-root.pem'),
    SHIRUBE_DEMO: 'false',
    SHIRUBE_CARD_POLL_MS: 60_000,
    SHIRUBE_PRESCRIPTION_POLL_MS: 60_000,
    SHIRUBE_LETTER_POLL_MS: 60_000,
  });
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await console?.close();
  await database?.close();
  await test?.drop();
});

async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  seconds = 60,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not happen`);
}

/** How many rows a clinic has in each table, as the server's owner counts them. */
async function counts(tenantId: string): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const found: Record<string, number> = {};
  for (const { relname } of rows) {
    const { rows: counted } = await admin.query(
      `SELECT count(*)::int AS n FROM ${relname} WHERE tenant_id = $1`,
      [tenantId],
    );
    found[relname] = counted[0].n;
  }
  return found;
}

/** A result and a medicine of another facility, seen under a consent that still lasts. */
async function toldByOthers(): Promise<void> {
  const { rows } = await admin.query('SELECT id FROM patient WHERE tenant_id = $1 LIMIT 1', [shirube]);
  const [consentId, patientId] = [randomUUID(), rows[0].id];
  await admin.query(
    `INSERT INTO consent (tenant_id, id, patient_id, scope, given, source, given_at, expires_at)
     VALUES ($1, $2, $3, 'sharedClinical', true, 'card_reader', now(), now() + interval '1 day')`,
    [shirube, consentId, patientId],
  );
  await admin.query(
    `INSERT INTO shared_information (tenant_id, id, patient_id, consent_id, scope, identifier, facility_code, facility_name, registered_at,
                                     reading, content, fetched_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, $3, 'sharedClinical', 'x', '1', 'よそで聞いたこと', now(), '{}', '\\x00', now(), now() + interval '1 day')`,
    [shirube, patientId, consentId],
  );
  await admin.query(
    `INSERT INTO external_medication (tenant_id, id, patient_id, source, name, facility_name, dispensed_on, days, fetched_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, 'x', 'よそで聞いたこと', 'x', '2026-11-20', 7, now(), now() + interval '1 day')`,
    [shirube, patientId],
  );
}

describe('the export of a clinic', () => {
  let files: Map<string, Buffer>;
  let before: Record<string, number>;

  // @proves G5
  it('is made by the worker and kept in pieces that tell nothing', async () => {
    await admin.query(
      `INSERT INTO exchange (tenant_id, id, service, operation, correlation_id, request_encrypted, outcome, started_at, duration_ms)
       VALUES ($1, $2, 'gateway', 'test', 'c', $3, 'ok', now(), 1)`,
      [shirube, randomUUID(), Buffer.from(encryptAtRest(key, Buffer.from('やりとりの本文')))],
    );
    await toldByOthers();
    before = await counts(shirube);
    const exportId = await console.requestExport(caller, shirube, '引き継ぎのため');
    await expect(console.requestExport(caller, shirube, 'again')).rejects.toMatchObject({
      reason: 'running',
    });
    const ready = await until('the export', async () =>
      (await console.exports(caller, shirube)).find(
        (each) => each.exportId === exportId && each.state === 'ready',
      ),
    );
    const { rows } = await admin.query<{ sealed: Buffer }>(
      'SELECT sealed FROM clinic_export_part WHERE tenant_id = $1 AND export_id = $2 ORDER BY number',
      [shirube, exportId],
    );
    expect(
      rows.some(({ sealed }) => sealed.includes('PK'.repeat(1)) && sealed.subarray(0, 2).toString() === 'PK'),
    ).toBe(false);
    const archive = Buffer.concat(rows.map(({ sealed }) => decryptAtRest(key, sealed)));
    expect(archive.byteLength).toBe(ready.byteLength);
    const kept = await admin.query('SELECT sha256 FROM clinic_export WHERE id = $1', [exportId]);
    expect(kept.rows[0].sha256).toBe(createHash('sha256').update(archive).digest('hex'));
    files = unzip(archive);
  }, 90_000);

  // @proves H1 H4
  it('has every row of every table of the clinic, with counts and digests that hold', () => {
    const manifest = JSON.parse(String(files.get('manifest.json')));
    const named = Object.fromEntries(
      manifest.files.map((file: { table: string; rows: number }) => [file.table, file.rows]),
    );
    for (const [table, rows] of Object.entries(before)) {
      if (table in leftOut) expect([table, named[table]]).toEqual([table, undefined]);
      // the request itself is in the trail, and the worker goes on talking to the services
      else if (table === 'audit_event' || table === 'exchange')
        expect(named[table]).toBeGreaterThanOrEqual(rows);
      // what a service told leaves with the consent, and is in no archive
      else if (table === 'external_medication') expect(named[table]).toBe(rows - 1);
      else expect([table, named[table]]).toEqual([table, rows]);
    }
    expect(named.tenant).toBe(1);
    for (const file of manifest.files) {
      const content = files.get(file.file) as Buffer;
      expect([file.file, createHash('sha256').update(content).digest('hex')]).toEqual([
        file.file,
        file.sha256,
      ]);
      expect(content.toString('utf8').split('\n').length - 1).toBe(file.rows);
    }
    const patients = String(files.get('tables/patient.ndjson'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(patients).toHaveLength(before.patient as number);
    expect(
      patients.some((patient) => patient.family_name === 'テスト' && patient.given_name === '太郎'),
    ).toBe(true);
  });

  it('has the same patients, and what is in force of their charts, as FHIR', () => {
    const of = (type: string): { resourceType: string; id: string; meta: { profile?: string[] } }[] =>
      [...files]
        .filter(([name]) => name.startsWith(`fhir/${type}-`))
        .flatMap(([, content]) => content.toString('utf8').split('\n').filter(Boolean))
        .map((line) => JSON.parse(line));
    expect(of('Patient')).toHaveLength(before.patient as number);
    expect(of('Encounter')).toHaveLength(before.encounter as number);
    expect(of('Condition').length).toBeGreaterThan(0);
    expect(of('Observation').length).toBeGreaterThan(0);
    for (const type of [
      'Patient',
      'Condition',
      'AllergyIntolerance',
      'Observation',
      'MedicationRequest',
      'Encounter',
    ])
      for (const resource of of(type)) {
        expect(resource.resourceType).toBe(type);
        expect(resource.meta.profile?.[0]).toMatch(/_eCS\|1\.10\.0$/);
      }
    const manifest = JSON.parse(String(files.get('manifest.json')));
    expect(manifest.notInFhir).toEqual([]);
  });

  // @proves D11
  it('opens what was sealed, and leaves out keys, codes and every other clinic', () => {
    const everything = Buffer.concat([...files.values()]).toString('utf8');
    expect(everything).toContain(Buffer.from('やりとりの本文').toString('base64'));
    expect(everything).not.toContain(minato);
    expect(everything).not.toContain('よそで聞いたこと');
    expect(Object.keys(JSON.parse(String(files.get('manifest.json'))).leftOut)).toEqual(
      expect.arrayContaining(['shared_information', 'external_medication']),
    );
    expect(String(files.get('tables/staff_invitation.ndjson'))).not.toContain('code_sha256');
    expect([...files.keys()].filter((name) => /signing_session|clinic_export/.test(name))).toEqual([]);
  });

  it('is removed when nobody fetched it in time', async () => {
    await admin.query(`UPDATE clinic_export SET expires_at = now() WHERE tenant_id = $1`, [shirube]);
    const { removeExpiredExports } = await import('@shirube/core/clinics/export');
    expect(await database.run(systemScope(shirube), removeExpiredExports)).toBe(1);
    expect((await console.exports(caller, shirube))[0]?.state).toBe('removed');
    expect((await counts(shirube)).clinic_export_part).toBe(0);
  });
});

describe('a demo that is set back', () => {
  it('is as on its first day: what visitors left is gone, and nobody else notices', async () => {
    const untouched = await counts(minato);
    const first = { ...(await counts(shirube)) };
    await admin.query(
      `UPDATE patient SET family_name = '訪問者' WHERE tenant_id = $1 AND patient_number = '00000001'`,
      [shirube],
    );
    await admin.query(`UPDATE tenant SET name = '落書き' WHERE id = $1`, [shirube]);
    await admin.query(
      `UPDATE identity.account SET password_hash = 'changed by a visitor' WHERE login_id = 'yamada'`,
    );
    await admin.query(
      `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
       SELECT gen_random_uuid(), '\\x01', id, 'active', now() + interval '1 hour' FROM identity.account WHERE login_id = 'yamada'`,
    );
    const resetId = await console.requestDemoReset(caller, shirube, '次の見学のため');
    const done = await until('the reset', async () =>
      (await console.demoResets(caller, shirube)).find((each) => each.resetId === resetId && each.finishedAt),
    );
    expect(done.failed).toBe(false);
    const after = await counts(shirube);
    for (const table of [
      'patient',
      'encounter',
      'clinical_note',
      'prescription',
      'reception',
      'staff',
      'observation',
      'department',
    ])
      expect([table, after[table]]).toEqual([table, first[table]]);
    expect(after.clinic_export).toBe(0);
    const { rows } = await admin.query(
      `SELECT (SELECT name FROM tenant WHERE id = $1) AS name,
              (SELECT count(*)::int FROM patient WHERE tenant_id = $1 AND family_name = '訪問者') AS visitors,
              (SELECT count(*)::int FROM identity.auth_session WHERE revoked_at IS NULL) AS sessions,
              (SELECT password_hash FROM identity.account WHERE login_id = 'yamada') AS hash`,
      [shirube],
    );
    expect([rows[0].name, rows[0].visitors, rows[0].sessions]).toEqual(['しるべ内科クリニック', 0, 0]);
    expect(await verifyPassword(rows[0].hash, demoPassword)).toBe(true);
    const factor = await admin.query<{ secret_encrypted: Buffer }>(
      `SELECT secret_encrypted FROM identity.totp_factor f JOIN identity.account a ON a.id = f.account_id
        WHERE a.login_id = 'yamada' AND f.removed_at IS NULL`,
    );
    expect(
      factor.rows.map((row) => Buffer.from(decryptAtRest(key, row.secret_encrypted)).toString()),
    ).toEqual([demoTotpSecret]);
    const now = await counts(minato);
    expect({ ...now, audit_event: 0 }).toEqual({ ...untouched, audit_event: 0 });
  }, 90_000);

  it('begins a new trail that verifies', async () => {
    const scope = systemScope(shirube);
    const result = await verifyAudit({ run: (work) => database.run(scope, work), now: () => new Date() }, {
      verify: async () => {
        throw new Error('no stamps yet');
      },
    } as never);
    expect([result.problems, result.events > 0]).toEqual([[], true]);
  });

  it('happens to demos only: the database refuses the rest, whoever asks', async () => {
    const app = await test.connect('app');
    const earnest = await insertClinic(app, '本物');
    await expect(console.requestDemoReset(caller, earnest.tenantId, 'x')).rejects.toMatchObject({
      reason: 'not_demo',
    });
    // a request slipped past the console
    const forged = randomUUID();
    await admin.query('INSERT INTO ops.demo_reset (id, tenant_id, requested_at) VALUES ($1, $2, now())', [
      forged,
      earnest.tenantId,
    ]);
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${earnest.tenantId}'`);
    await expect(app.query('SELECT ops.empty_demo_clinic($1)', [forged])).rejects.toMatchObject({
      code: 'SH030',
    });
    await app.query('ROLLBACK');
    // and a demo without a request
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${minato}'`);
    await expect(app.query('SELECT ops.empty_demo_clinic($1)', [randomUUID()])).rejects.toMatchObject({
      code: 'SH030',
    });
    await app.query('ROLLBACK');
    const owner = await test.connect('owner');
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL app.tenant_id = '${earnest.tenantId}'`);
    await owner.query(`SET LOCAL app.emptied_demo = '${earnest.tenantId}'`);
    await owner.query(
      `INSERT INTO audit_event (tenant_id, id, actor_name, actor_role, action, outcome) VALUES ($1, $2, 'x', 'system', 'test', 'success')`,
      [earnest.tenantId, randomUUID()],
    );
    await expect(owner.query('DELETE FROM audit_event')).rejects.toMatchObject({ code: 'SH001' });
    await owner.query('ROLLBACK');
  });
});

describe('what would leave a clinic that is suspended', () => {
  it('waits, and goes when it is resumed', async () => {
    await console.suspend(caller, minato, '確認のため');
    const messageId = randomUUID();
    await admin.query(
      `INSERT INTO outbox_message (tenant_id, id, kind, aggregate_id, idempotency_key, payload, created_at)
       VALUES ($1, $2, 'sharing.Condition', (SELECT id FROM patient WHERE tenant_id = $1 LIMIT 1), 'held', '{"registrationDate":"2026-11-20"}', now())`,
      [minato, messageId],
    );
    const jobs = async () =>
      (
        await admin.query('SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE key = $1', [
          `outbox:${messageId}`,
        ])
      ).rows[0].n;
    const attempts = async () =>
      (await admin.query('SELECT count(*)::int AS n FROM outbox_attempt WHERE message_id = $1', [messageId]))
        .rows[0].n;
    await until('the job to be looked at', async () => (await jobs()) === 0);
    expect(await attempts()).toBe(0);
    await console.resume(caller, minato, '確認できたため');
    await until('an attempt', async () => (await attempts()) > 0);
  }, 60_000);
});
