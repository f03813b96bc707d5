import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleCaller, type ConsoleStore, openConsole } from './console.ts';
import { type Database, openDatabase } from './database.ts';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from './testing/index.ts';

let test: TestDatabase;
let admin: pg.Client;
let operator: pg.Client;
let store: ConsoleStore;
let database: Database;
let clinic: ClinicFixture;
let caller: ConsoleCaller;
const operatorId = randomUUID();
const origin = { requestId: 'test', ip: '192.0.2.1' };
const sha256 = (text: string) => createHash('sha256').update(text).digest();
const secret = 'ヒミツノカンジャ';

async function signedIn(): Promise<ConsoleCaller> {
  const tokenSha256 = randomBytes(32);
  await store.openSession({ operatorId, tokenSha256, userAgent: 'test' }, origin);
  return { ...origin, tokenSha256 };
}

beforeAll(async () => {
  test = await createTestDatabase();
  admin = await test.connect('admin');
  operator = await test.connect('operator');
  const app = await test.connect('app');
  clinic = await insertClinic(app, secret);
  store = openConsole({ url: test.urls.operator, poolSize: 2 });
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  await admin.query(
    `INSERT INTO identity.operator (id, login_id, display_name, roles, password_hash, totp_encrypted)
     VALUES ($1, 'operator', '運用 太郎', '{manager}', 'x', '\\x00')`,
    [operatorId],
  );
  caller = await signedIn();
});
afterAll(async () => {
  await store?.close();
  await database?.close();
  await test?.drop();
});

describe('the connection of the operators', () => {
  // @proves D9 V8.3.1
  it('can read or write no table there is, of any schema', async () => {
    const { rows } = await admin.query(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'`,
    );
    expect(rows.length).toBeGreaterThan(60);
    for (const { name } of rows) {
      const { rows: may } = await admin.query(
        `SELECT has_any_column_privilege('shirube_operator', $1, 'SELECT, INSERT, UPDATE, REFERENCES') AS columns,
                has_table_privilege('shirube_operator', $1, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS whole`,
        [name],
      );
      expect([name, may[0]]).toEqual([name, { columns: false, whole: false }]);
    }
    await expect(operator.query('SELECT 1 FROM public.patient')).rejects.toMatchObject({ code: '42501' });
  });

  it('can enter no schema but the console, and is no member of another role', async () => {
    const { rows } = await admin.query(
      `SELECT nspname FROM pg_namespace WHERE has_schema_privilege('shirube_operator', oid, 'USAGE')
          AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_'`,
    );
    expect(rows.map((row) => row.nspname)).toEqual(['console']);
    const roles = await admin.query(
      `SELECT rolname FROM pg_roles WHERE rolname ~ '^shirube_' AND pg_has_role('shirube_operator', oid, 'MEMBER')`,
    );
    expect(roles.rows).toEqual([{ rolname: 'shirube_operator' }]);
  });

  it('calls functions that read of patients nothing but that there are some', async () => {
    // what the owner of those functions may read, column by column, in the clinics' tables
    const { rows } = await admin.query(
      `SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) AS columns
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'tenant'
          AND has_column_privilege('shirube_console', c.oid, a.attnum, 'SELECT')
        GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.relname, row.columns]))).toEqual({
      audit_event: ['at', 'tenant_id'],
      clinic_export: [
        'byte_length',
        'expires_at',
        'fetched_at',
        'finished_at',
        'id',
        'requested_at',
        'requested_by_name',
        'state',
        'tenant_id',
      ],
      clinical_note: ['tenant_id'],
      encounter: ['service_date', 'tenant_id'],
      outbox_message: ['state', 'tenant_id'],
      patient: ['tenant_id'],
      prescription: ['tenant_id'],
      staff: ['account_id', 'active', 'roles', 'tenant_id'],
      staff_invitation: ['accepted_at', 'created_by_id', 'revoked_at', 'tenant_id'],
    });
    const { rows: written } = await admin.query(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND has_any_column_privilege('shirube_console', c.oid, 'INSERT, UPDATE') ORDER BY 1`,
    );
    expect(written.map((row) => row.relname)).toEqual([
      'audit_event',
      'clinic_export',
      'department',
      'staff_invitation',
      'tenant',
    ]);
  });

  it('calls only functions of the console, each with a fixed search path and its own owner', async () => {
    const { rows } = await admin.query(
      `SELECT p.proname, p.prosecdef, r.rolname, p.proconfig FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = 'console'::regnamespace AND has_function_privilege('shirube_operator', p.oid, 'EXECUTE')`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(19);
    for (const row of rows)
      expect([row.proname, row.prosecdef, row.rolname, row.proconfig]).toEqual([
        row.proname,
        true,
        'shirube_console',
        ['search_path=pg_catalog'],
      ]);
    // what has no session of its own is not for the connection to call
    for (const inner of ['acting', 'note', 'record'])
      expect([inner, rows.some((row) => row.proname === inner)]).toEqual([inner, false]);
  });

  it('is told nothing of a patient by anything it can ask', async () => {
    const answers = JSON.stringify([
      await store.clinics(caller),
      await store.counts(caller, clinic.tenantId),
      await store.events(caller, { tenantId: null, beforeId: null, limit: 200 }),
    ]);
    expect(answers).toContain('クリニック');
    expect(
      answers.replaceAll(`${secret}クリニック`, '').replaceAll(new RegExp(`${secret}-\\d+`, 'g'), ''),
    ).not.toContain(secret);
  });
});

describe('a session of an operator', () => {
  it('is asked for by the database for everything', async () => {
    const nobody = { ...caller, tokenSha256: sha256('guessed') };
    for (const attempt of [
      () => store.clinics(nobody),
      () => store.counts(nobody, clinic.tenantId),
      () => store.events(nobody, { tenantId: null, beforeId: null, limit: 1 }),
      () => store.suspend(nobody, clinic.tenantId, 'x'),
      () => store.resume(nobody, clinic.tenantId, 'x'),
      () =>
        store.closeClinic(nobody, {
          tenantId: clinic.tenantId,
          closedOn: '2026-11-20',
          keepUntil: null,
          reason: 'x',
        }),
      () =>
        store.createClinic(nobody, {
          slug: 'x',
          name: 'x',
          institutionCode: '1311234569',
          departmentCode: '01',
          departmentName: '内科',
        }),
      () =>
        store.changeClinic(nobody, {
          tenantId: clinic.tenantId,
          name: 'x',
          institutionCode: '1311234569',
          reason: 'x',
        }),
    ])
      await expect(attempt()).rejects.toMatchObject({ reason: 'session' });
  });

  it.each([
    ['a quarter of an hour of silence', `last_seen_at = now() - interval '15 minutes 1 second'`],
    [
      'eight hours',
      `created_at = now() - interval '8 hours 1 second', expires_at = now() - interval '1 second'`,
    ],
    ['signing out', 'revoked_at = now()'],
  ])('ends after %s', async (_, change) => {
    const own = await signedIn();
    expect(await store.resolveSession(own.tokenSha256)).toMatchObject({
      loginId: 'operator',
      roles: ['manager'],
    });
    await admin.query(`UPDATE identity.operator_session SET ${change} WHERE token_hash = $1`, [
      own.tokenSha256,
    ]);
    expect(await store.resolveSession(own.tokenSha256)).toBeNull();
    await expect(store.clinics(own)).rejects.toMatchObject({ reason: 'session' });
  });

  it('uses a code once', async () => {
    expect(await store.useTotp(operatorId, 100)).toBe(true);
    expect(await store.useTotp(operatorId, 100)).toBe(false);
    expect(await store.useTotp(operatorId, 99)).toBe(false);
    expect(await store.useTotp(operatorId, 101)).toBe(true);
  });

  it('locks after five failures, a name that does not exist like one that does', async () => {
    for (const login of ['operator', 'nobody']) {
      for (let failure = 1; failure <= 5; failure += 1) {
        const attempt = await store.beginAttempt(login, null);
        expect([login, failure, attempt]).toEqual([login, failure, { waitSeconds: 0, locks: failure === 5 }]);
      }
      expect((await store.beginAttempt(login, null)).waitSeconds).toBeGreaterThan(0);
    }
    await store.endAttempt('operator', null);
    expect(await store.beginAttempt('operator', null)).toMatchObject({ waitSeconds: 0 });
    await store.endAttempt('operator', null);
  });
});

describe('the life of a clinic', () => {
  const state = async (tenantId: string) =>
    (await store.clinics(caller)).find((each) => each.tenantId === tenantId);
  const used = async (tenantId: string) =>
    (await database.operations.clinics()).some((each) => each.tenantId === tenantId);

  it('begins once for each 医療機関コード and address', async () => {
    const wanted = {
      slug: 'sora',
      name: 'そら診療所',
      institutionCode: '1319876541',
      departmentCode: '01',
      departmentName: '内科',
    };
    const tenantId = await store.createClinic(caller, wanted);
    expect(await state(tenantId)).toMatchObject({
      slug: 'sora',
      state: 'active',
      people: 0,
      setupFinishedAt: null,
    });
    await expect(
      store.createClinic(caller, { ...wanted, institutionCode: '1319876542' }),
    ).rejects.toMatchObject({
      reason: 'slug_taken',
    });
    await expect(store.createClinic(caller, { ...wanted, slug: 'other' })).rejects.toMatchObject({
      reason: 'code_taken',
    });
  });

  // @proves D9
  it('gets its first administrator from an operator, and nobody else ever', async () => {
    const tenantId = (await store.clinics(caller)).find((each) => each.slug === 'sora')?.tenantId as string;
    const invite = (text: string, clinicId = tenantId) =>
      store.inviteFirstAdmin(caller, {
        tenantId: clinicId,
        familyName: '空',
        givenName: '一',
        familyKana: 'ソラ',
        givenKana: 'ハジメ',
        codeSha256: sha256(text),
        lifetimeHours: 72,
      });
    const open = async () =>
      (
        await admin.query(
          `SELECT encode(code_sha256, 'hex') AS code, roles FROM staff_invitation WHERE tenant_id = $1 AND revoked_at IS NULL`,
          [tenantId],
        )
      ).rows;
    await invite('one');
    expect((await invite('two')).getTime()).toBeGreaterThan(Date.now() + 71 * 3600_000);
    expect(await open()).toEqual([{ code: sha256('two').toString('hex'), roles: ['admin'] }]);
    await admin.query(
      `INSERT INTO staff (tenant_id, id, roles, family_name, given_name, family_kana, given_kana)
       VALUES ($1, $2, '{admin}', '空', '一', 'ソラ', 'ハジメ')`,
      [tenantId, randomUUID()],
    );
    await expect(invite('three')).rejects.toMatchObject({ reason: 'has_admin' });
  });

  // @proves D1
  it('is suspended and resumed, and what waited is on its way again', async () => {
    await admin.query(
      `INSERT INTO outbox_message (tenant_id, id, kind, aggregate_id, idempotency_key, payload, created_at)
       VALUES ($1, $2, 'test.kind', $2, 'k', '{}', now())`,
      [clinic.tenantId, randomUUID()],
    );
    await admin.query('DELETE FROM graphile_worker._private_jobs');
    await store.suspend(caller, clinic.tenantId, '利用料の確認のため');
    expect([await used(clinic.tenantId), (await state(clinic.tenantId))?.stateReason]).toEqual([
      false,
      '利用料の確認のため',
    ]);
    await expect(store.suspend(caller, clinic.tenantId, 'again')).rejects.toMatchObject({
      reason: 'not_active',
    });
    await store.resume(caller, clinic.tenantId, '確認できたため');
    expect(await used(clinic.tenantId)).toBe(true);
    const { rows } = await admin.query('SELECT count(*)::int AS n FROM graphile_worker._private_jobs');
    expect(rows[0].n).toBe(1);
  });

  it('does not close while something is on its way, before care has ended, or in the future', async () => {
    const closeOn = (closedOn: string) =>
      store.closeClinic(caller, { tenantId: clinic.tenantId, closedOn, keepUntil: null, reason: '廃止' });
    await expect(closeOn('2999-01-01')).rejects.toMatchObject({ reason: 'future_day' });
    await expect(closeOn('2026-11-19')).rejects.toMatchObject({ reason: 'care_after_day' });
    await admin.query(`UPDATE encounter SET service_date = '2026-10-30' WHERE tenant_id = $1`, [
      clinic.tenantId,
    ]);
    await expect(closeOn('2026-10-31')).rejects.toMatchObject({ reason: 'messages_waiting' });
    await admin.query(`UPDATE outbox_message SET state = 'dead' WHERE tenant_id = $1`, [clinic.tenantId]);
  });

  // @proves C1
  it('closes, keeps its records for five years at least, and can be opened again', async () => {
    const close = (keepUntil: string | null) =>
      store.closeClinic(caller, {
        tenantId: clinic.tenantId,
        closedOn: '2026-10-31',
        keepUntil,
        reason: '廃止',
      });
    expect((await close('2028-01-01')).toISOString().slice(0, 10)).toBe('2031-10-31');
    expect(await used(clinic.tenantId)).toBe(false);
    await store.resume(caller, clinic.tenantId, '開示の求めに応じるため');
    expect(await state(clinic.tenantId)).toMatchObject({
      state: 'active',
      closedOn: null,
      retentionUntil: null,
    });
    expect((await close('2036-10-31')).toISOString().slice(0, 10)).toBe('2036-10-31');
    await expect(close(null)).rejects.toMatchObject({ reason: 'already_closed' });
  });

  it("is written in the operators' book and in the clinic's own trail, with name, reason and place", async () => {
    const book = await store.events(caller, { tenantId: clinic.tenantId, beforeId: null, limit: 50 });
    expect(book.map(({ action }) => action)).toEqual([
      'clinic.close',
      'clinic.resume',
      'clinic.close',
      'clinic.resume',
      'clinic.suspend',
    ]);
    const { rows } = await admin.query(
      `SELECT actor_name, actor_role, actor_id, action, reason, ip, client FROM audit_event
        WHERE tenant_id = $1 AND action = 'clinic.suspend'`,
      [clinic.tenantId],
    );
    expect(rows).toEqual([
      {
        actor_name: '運用 太郎',
        actor_role: 'operator',
        actor_id: null,
        action: 'clinic.suspend',
        reason: '利用料の確認のため',
        ip: '192.0.2.1',
        client: 'browser',
      },
    ]);
  });

  it('leaves a book that nobody can change, the owner included', async () => {
    const owner = await test.connect('owner');
    for (const statement of [
      `UPDATE ops.operator_event SET reason = 'x'`,
      'DELETE FROM ops.operator_event',
      'TRUNCATE ops.operator_event',
    ])
      await expect(owner.query(statement)).rejects.toMatchObject({ code: 'SH001' });
  });
});
