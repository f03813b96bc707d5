import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClinicFixture, insertClinic, insertNote } from './testing/fixtures.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

const confirmedTables = [
  'clinical_note',
  'condition',
  'allergy_intolerance',
  'observation',
  'prescription',
  'prescription_item',
  'prescription_event',
  'signed_document',
  'prescription_copy',
  'safety_check',
  'safety_alert',
  'safety_decision',
  'audit_event',
  'outbox_attempt',
  'exchange',
  'eligibility_check',
  'consent',
  'audit_checkpoint',
  'audit_retirement',
  'audit_review',
  'staff_change',
  'account_review',
  'patient_restriction',
  'patient_restriction_allowed',
  'patient_restriction_lift',
  'emergency_access',
  'emergency_access_end',
  'emergency_review',
  'entry_proposal',
  'entry_decision',
  'entry_authorship',
  'dispensing',
  'dispensing_reading',
  'patient_fact',
  'clinical_document',
  'document_signature',
  'lab_report',
  'report_unit_send',
  'sharing_preference',
  'patient_merge',
  'import_provenance',
];

let database: TestDatabase;
let app: pg.Client;
let owner: pg.Client;
let here: ClinicFixture;
let elsewhere: ClinicFixture;
let tables: string[];

/** Runs statements as the app role under a tenant and always rolls back. */
async function asTenant<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  await app.query('BEGIN');
  try {
    await app.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
    return await work();
  } finally {
    await app.query('ROLLBACK');
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  app = await database.connect('app');
  owner = await database.connect('owner');
  here = await insertClinic(app, 'こちら');
  elsewhere = await insertClinic(app, 'よそ');
  const { rows } = await owner.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  tables = rows.map((row) => row.relname);
});
afterAll(() => database?.drop());

describe('every clinical table', () => {
  it('is known: at least the ones this product stands on', () => {
    expect(tables).toEqual(expect.arrayContaining(['patient', 'encounter', ...confirmedTables]));
    expect(tables.length).toBeGreaterThan(30);
  });

  // @proves D11 V8.4.1
  it('has row-level security enabled and forced, and the one-equality policy', async () => {
    const { rows } = await owner.query(
      `SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
              array_agg(p.polname || '|' || p.polcmd::text || '|' || pg_get_expr(p.polqual, p.polrelid)
                        || '|' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')) AS policies
         FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2, 3`,
      [tables],
    );
    expect(rows).toHaveLength(tables.length);
    for (const row of rows) {
      const column = row.relname === 'tenant' ? 'id' : 'tenant_id';
      const rule = `(${column} = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`;
      const expected = [`tenant_is_current|*|${rule}|${rule}`];
      // the tables behind the sign-in functions may also be read by the role that owns those functions, clinics only while they
      // are in use; and two of them by the role that owns the operators' functions
      if (row.relname === 'staff') expected.push('lookup_membership|r|true|', 'console_membership|r|true|');
      if (row.relname === 'tenant')
        expected.push("lookup_clinic|r|(state = 'active'::text)|", 'console_clinic|r|true|');
      if (row.relname === 'staff_invitation') expected.push('lookup_invitation|r|true|');
      if (row.relname === 'api_client') expected.push('lookup_api_client|r|true|');
      if (row.relname === 'clinic_settings') expected.push('lookup_idle_time|r|true|');
      // beyond the clinic: what came under a consent ends with it; what was entered by hand stays
      const consented = {
        shared_information:
          '((expires_at > clock_timestamp()) AND (NOT ops.taken_back(tenant_id, patient_id, scope)))',
        external_medication: `((entered_by_id IS NOT NULL) OR ((expires_at > clock_timestamp()) AND (NOT ops.taken_back(tenant_id, patient_id, 'medication'::text))))`,
      }[row.relname as string];
      if (consented)
        expected.push(
          `consent_lasts|r|${consented}|`,
          `removed_when_expired|d|(${consented} <> (COALESCE(current_setting('app.removing_expired'::text, true), ''::text) = 'on'::text))|`,
        );
      if (row.relname === 'clinic_access_rule') expected.push('lookup_access_rule|r|true|');
      expect([row.relname, row.relrowsecurity, row.relforcerowsecurity]).toEqual([row.relname, true, true]);
      expect(row.policies.sort()).toEqual(expected.sort());
    }
  });

  it('has a primary key that starts with the tenant', async () => {
    const { rows } = await owner.query(
      `SELECT c.relname, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]) AS first
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisprimary AND c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace`,
      [tables],
    );
    expect(rows).toHaveLength(tables.length);
    for (const row of rows)
      expect(`${row.relname}.${row.first}`).toBe(
        `${row.relname}.${row.relname === 'tenant' ? 'id' : 'tenant_id'}`,
      );
  });

  // @proves D11
  it('carries the tenant in every foreign key to another clinical table', async () => {
    const { rows } = await owner.query(
      `SELECT con.conname, src.relname AS source, dst.relname AS target,
              (SELECT array_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = con.conrelid AND a.attnum = ANY(con.conkey)) AS columns
         FROM pg_constraint con JOIN pg_class src ON src.oid = con.conrelid JOIN pg_class dst ON dst.oid = con.confrelid
        WHERE con.contype = 'f' AND src.relname = ANY($1) AND dst.relname = ANY($1)`,
      [tables],
    );
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows)
      expect([row.conname, row.columns.includes('tenant_id')]).toEqual([row.conname, true]);
  });

  it('has a foreign key behind every column that names a patient, a visit or a member of staff', async () => {
    const { rows } = await owner.query(
      `SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
          AND (a.attname IN ('patient_id', 'encounter_id', 'reception_id', 'prescription_id', 'staff_id', 'doctor_id')
               OR a.attname LIKE '%by_id')
          AND NOT EXISTS (SELECT 1 FROM pg_constraint con WHERE con.contype = 'f' AND con.conrelid = c.oid AND a.attnum = ANY(con.conkey))`,
      [tables],
    );
    expect(rows).toEqual([]);
  });

  // @proves D11 V8.2.2
  it('shows nothing to the app role when no clinic is set, and only its own rows when one is', async () => {
    for (const table of tables) {
      const { rows } = await app.query(`SELECT count(*)::int AS n FROM ${table}`);
      expect([table, rows[0].n]).toEqual([table, 0]);
    }
    await asTenant(here.tenantId, async () => {
      const { rows } = await app.query('SELECT family_name FROM patient');
      expect(rows).toEqual([{ family_name: 'こちら' }]);
      const stranger = await app.query('SELECT 1 FROM patient WHERE id = $1', [elsewhere.patientId]);
      expect(stranger.rowCount).toBe(0);
    });
  });

  it('is the policy that hides: the same question with security off shows both clinics', async () => {
    const admin = await database.connect('admin');
    const { rows } = await admin.query('SELECT count(*)::int AS n FROM patient');
    expect(rows[0].n).toBe(2);
  });

  // @proves D11 V8.4.1
  it('refuses an insert or a move into another clinic', async () => {
    await asTenant(here.tenantId, async () => {
      await expect(
        app.query(
          `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
           VALUES ($1, $2, '9', 'あ', 'い', 'ア', 'イ', 'アイ', '2000-01-01', 'male')`,
          [elsewhere.tenantId, randomUUID()],
        ),
      ).rejects.toMatchObject({ code: '42501' });
    });
    await asTenant(here.tenantId, async () => {
      await expect(
        app.query('UPDATE patient SET tenant_id = $1 WHERE id = $2', [elsewhere.tenantId, here.patientId]),
      ).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('two patients are not mixed', () => {
  // @proves A6
  it('refuses a note of one patient in the visit of another', async () => {
    const other = randomUUID();
    await asTenant(here.tenantId, async () => {
      await app.query(
        `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
         VALUES ($1, $2, '00000002', '別', '人', 'ベツ', 'ジン', 'ベツジン', '1980-01-31', 'female')`,
        [here.tenantId, other],
      );
      await expect(insertNote(app, { ...here, patientId: other })).rejects.toMatchObject({ code: '23503' });
    });
  });

  it('refuses a row that points into another clinic', async () => {
    await asTenant(here.tenantId, async () => {
      await expect(insertNote(app, { ...here, encounterId: elsewhere.encounterId })).rejects.toMatchObject({
        code: '23503',
      });
    });
  });
});

describe('what is confirmed stays', () => {
  // @proves A2
  it('gives the app role no right to change or delete a confirmed table', async () => {
    for (const table of confirmedTables) {
      const { rows } = await owner.query(
        `SELECT has_table_privilege('shirube_app', $1, 'UPDATE') AS u, has_table_privilege('shirube_app', $1, 'DELETE') AS d,
                has_table_privilege('shirube_app', $1, 'TRUNCATE') AS t,
                has_any_column_privilege('shirube_app', $1, 'UPDATE') AS c`,
        [`public.${table}`],
      );
      expect([table, rows[0]]).toEqual([table, { u: false, d: false, t: false, c: false }]);
    }
  });

  // @proves A2 E2 V16.4.2
  it('refuses UPDATE, DELETE and TRUNCATE even to the owner of the tables', async () => {
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL app.tenant_id = '${here.tenantId}'`);
    await insertNote(owner, here);
    await owner.query(
      `INSERT INTO audit_event (tenant_id, id, actor_name, actor_role, action, outcome) VALUES ($1, $2, 'x', 'doctor', 'test', 'success')`,
      [here.tenantId, randomUUID()],
    );
    for (const statement of [
      `UPDATE clinical_note SET plan = '書き換え'`,
      'DELETE FROM clinical_note',
      'TRUNCATE clinical_note',
      `UPDATE audit_event SET actor_name = 'y'`,
      'DELETE FROM audit_event',
    ]) {
      await owner.query('SAVEPOINT s');
      await expect(owner.query(statement)).rejects.toMatchObject({ code: 'SH001' });
      await owner.query('ROLLBACK TO s');
    }
    await owner.query('ROLLBACK');
  });

  // @proves A2
  it('puts the refusing triggers on every confirmed table', async () => {
    const { rows } = await owner.query(
      `SELECT c.relname, count(*)::int AS n FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgfoid = 'ops.refuse_change'::regproc AND t.tgenabled = 'O' AND c.relnamespace = 'public'::regnamespace
        GROUP BY 1`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.relname, row.n]))).toEqual(
      Object.fromEntries(confirmedTables.map((table) => [table, 2])),
    );
  });

  it('lets the progress of a message change, never its content', async () => {
    for (const [table, column] of [
      ['outbox_message', 'payload'],
      ['outbox_message', 'idempotency_key'],
      ['inbound_message', 'raw'],
      ['report_unit', 'patient_id'],
      ['report_unit', 'source_id'],
      ['report_unit', 'identifier'],
      ['document_draft', 'patient_id'],
      ['received_document', 'person'],
      ['external_medication', 'entered_by_id'],
      ['shared_information', 'expires_at'],
    ]) {
      const { rows } = await owner.query(
        `SELECT has_column_privilege('shirube_app', $1, $2, 'UPDATE') AS may`,
        [`public.${table}`, column],
      );
      expect([table, column, rows[0].may]).toEqual([table, column, false]);
    }
  });

  // @proves A4
  it('asks for a reason for every version after the first', async () => {
    await asTenant(here.tenantId, async () => {
      await insertNote(app, here);
      await expect(
        app.query(
          `INSERT INTO clinical_note (tenant_id, id, encounter_id, patient_id, version_no, kind, subjective, objective, assessment, plan,
                                      reason, entered_by_id, confirmed_by_id, confirmed_at, content_sha256)
           VALUES ($1, $2, $3, $4, 2, 'amendment', '', '', '', '', ' ', $5, $5, now(), '\\x00')`,
          [here.tenantId, randomUUID(), here.encounterId, here.patientId, here.doctorId],
        ),
      ).rejects.toMatchObject({ code: '23514' });
    });
  });
});

describe('the roles', () => {
  // @proves V13.2.2
  it('neither own tables, nor bypass policies, nor read accounts', async () => {
    const { rows } = await owner.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'shirube_%' ORDER BY 1`,
    );
    expect(rows.map((row) => row.rolname)).toEqual([
      'shirube_app',
      'shirube_console',
      'shirube_lookup',
      'shirube_operator',
      'shirube_owner',
      'shirube_queue',
    ]);
    for (const row of rows)
      expect([row.rolsuper, row.rolbypassrls, row.rolcreaterole]).toEqual([false, false, false]);
    await expect(app.query('SELECT * FROM identity.account')).rejects.toMatchObject({ code: '42501' });
    await expect(app.query('SELECT * FROM identity.auth_session')).rejects.toMatchObject({ code: '42501' });
    await expect(app.query('SET ROLE shirube_lookup')).rejects.toMatchObject({ code: '42501' });
    const owned = await owner.query(
      `SELECT count(*)::int AS n FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'shirube_app'`,
    );
    expect(owned.rows[0].n).toBe(0);
  });

  // @proves V13.2.2
  it('keep the queue role out of the clinic', async () => {
    const queue = await database.connect('queue');
    await expect(queue.query('SELECT * FROM public.patient')).rejects.toMatchObject({ code: '42501' });
    await expect(queue.query('SELECT * FROM graphile_worker._private_jobs')).resolves.toBeDefined();
  });
});
