import { auditActionLabels } from '@shirube/core/audit';
import { may, permissionTable } from '@shirube/core/identity';
import { touchesChart } from '@shirube/core/restrictions';
import { type Database, openDatabase, type ResolvedSession } from '@shirube/db';
import {
  type ClinicFixture,
  createTestDatabase,
  insertApiClient,
  insertClinic,
  type TestDatabase,
} from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { procedureInputs } from '../testing/procedure-inputs.ts';
import {
  callProcedure,
  doctor,
  everybody,
  holderFor,
  loadDeclarations,
  sessionOf,
} from '../testing/procedures.ts';
import type { AnyDeclaration } from './procedure.ts';
import { appRouter } from './router.ts';

/**
 * Walks every procedure there is: each is declared in full, is in the router, refuses a stranger and a wrong role, and
 * gives nothing away of another clinic. A new procedure without an entry in `testing/procedure-inputs.ts` fails here.
 */
const secret = 'ヨソノカンジャ';

let declarations: AnyDeclaration[];
let test: TestDatabase;
let database: Database;
let unprotected: Database;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;

beforeAll(async () => {
  declarations = await loadDeclarations();
  test = await createTestDatabase();
  const app = await test.connect('app');
  admin = await test.connect('admin');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, secret);
  await insertApiClient(app, ours, 'うち');
  await insertApiClient(app, theirs, secret);
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  // the control: the same calls by a role that row-level security does not bind
  unprotected = openDatabase({ url: test.urls.admin, poolSize: 2 });
  useTestEnvironment(test.urls.app);
});
afterAll(async () => {
  await database?.close();
  await unprotected?.close();
  await test?.drop();
});

/** Each input names the other clinic's rows. */
const inputs = () => procedureInputs(theirs, secret);

const call = (name: string, session: ResolvedSession | null, over: Database = database) =>
  callProcedure(name, inputs()[name], { session, database: over });

describe('every procedure', () => {
  // @proves V15.3.1
  it('is declared in full', () => {
    expect(declarations.length).toBeGreaterThanOrEqual(28);
    for (const declaration of declarations) {
      expect(Object.keys(permissionTable)).toContain(declaration.permission);
      expect([declaration.name, typeof declaration.input?.safeParse]).toEqual([declaration.name, 'function']);
      expect([declaration.name, typeof declaration.output?.safeParse]).toEqual([
        declaration.name,
        'function',
      ]);
      if (declaration.audit !== null) expect(Object.keys(auditActionLabels)).toContain(declaration.audit);
    }
  });

  it('is in the router once, and the router has no other', () => {
    const routed = Object.keys(appRouter._def.procedures).sort();
    expect(declarations.map((declaration) => declaration.name).sort()).toEqual(routed);
    expect(Object.keys(inputs()).sort()).toEqual(routed);
  });

  // @proves V8.2.1
  it('refuses who is not signed in', async () => {
    for (const { name } of declarations)
      expect([name, (await call(name, null)).code]).toEqual([name, 'UNAUTHORIZED']);
  });

  // @proves D11 V8.4.1
  it('does not exist for a stranger to the clinic in the URL', async () => {
    for (const { name } of declarations) {
      const answer = await call(name, sessionOf(theirs, doctor, 'theirs'));
      expect([name, answer.code]).toEqual([name, 'NOT_FOUND']);
    }
  });

  // @proves D7 E1 V8.2.1 V8.3.1 V16.3.2
  it('refuses every role and licence that the permission does not name, and records each refusal', async () => {
    let refused = 0;
    for (const { name, permission } of declarations) {
      const strangers = everybody.filter((person) => !may(person, permission));
      // one of each role is enough where no licence would help; the licence matters where the role is right
      const tried = strangers.filter(
        (person) =>
          person.licence === null ||
          permissionTable[permission].roles.some((role: string) => person.roles.includes(role as never)),
      );
      for (const person of tried) {
        const { code } = await call(name, sessionOf(ours, person, 'ours'));
        expect([name, person, code]).toEqual([name, person, 'FORBIDDEN']);
        refused += 1;
      }
    }
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM audit_event WHERE outcome = 'refused' AND reason = 'permission'`,
    );
    expect(rows[0].n).toBe(refused);
    process.stdout.write(
      `${declarations.length} procedures, ${refused} refused attempts of the wrong person.\n`,
    );
  });

  // @proves D10 V8.2.2
  it('refuses a restricted chart to whom no list names, and says that an emergency would open it', async () => {
    await admin.query(
      `WITH named AS (INSERT INTO staff (tenant_id, id, roles, family_name, given_name, family_kana, given_kana, licence)
                      VALUES ($1, gen_random_uuid(), '{doctor}', 'x', 'x', 'x', 'x', '医師') RETURNING id),
            restriction AS (INSERT INTO patient_restriction (tenant_id, id, patient_id, kind, reason, set_by_id, set_at)
                      VALUES ($1, gen_random_uuid(), $2, 'vip', 'x', $3, now()) RETURNING id)
       INSERT INTO patient_restriction_allowed (tenant_id, restriction_id, staff_id)
       SELECT $1, restriction.id, named.id FROM restriction, named`,
      [ours.tenantId, ours.patientId, ours.doctorId],
    );
    const own = procedureInputs(ours, 'x');
    const names = [ours.patientId, ours.encounterId, ours.receptionId];
    const charts = declarations.filter(
      ({ name, permission }) =>
        touchesChart(permission) && names.some((id) => JSON.stringify(own[name]).includes(id)),
    );
    for (const { name, permission } of charts) {
      const answer = await callProcedure(name, own[name], {
        session: sessionOf(ours, holderFor(permissionTable[permission]), 'ours'),
        database,
      });
      expect([name, answer.code, answer.text.includes('緊急のときは')]).toEqual([name, 'FORBIDDEN', true]);
    }
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM audit_event WHERE outcome = 'refused' AND reason = 'restricted'`,
    );
    expect(rows[0].n).toBe(charts.length);
    expect(charts.length).toBeGreaterThanOrEqual(12);
    process.stdout.write(`${charts.length} procedures refuse a restricted chart.\n`);
    // the restriction is over for the tests that follow
    await admin.query(
      `INSERT INTO patient_restriction_lift (tenant_id, restriction_id, reason, lifted_by_id, lifted_at)
       SELECT tenant_id, id, 'x', set_by_id, now() FROM patient_restriction WHERE tenant_id = $1`,
      [ours.tenantId],
    );
  });

  // @proves D11 V8.4.1
  it("gives nothing away of another clinic's rows, and changes none", async () => {
    expect(await crossings(database)).toEqual([]);
  });

  it('is held back by row-level security: the same walk without it fails', async () => {
    const crossed = await crossings(unprotected);
    process.stdout.write(`Without row-level security ${crossed.length} procedures fail the walk.\n`);
    expect(crossed).toEqual(
      expect.arrayContaining([
        'patients.search',
        'reception.board',
        'clients.list',
        'charting.open: internal error',
      ]),
    );
  });
});

/**
 * Procedures through which somebody of our clinic, allowed to call them, sees or changes a row of the other clinic, or which
 * meet it so unprepared that only a reference key of the database stops them.
 */
async function crossings(over: Database): Promise<string[]> {
  const crossed: string[] = [];
  let before = await fingerprint();
  for (const { name, permission } of declarations) {
    const answer = await call(name, sessionOf(ours, holderFor(permissionTable[permission]), 'ours'), over);
    const after = await fingerprint();
    if (answer.text.includes(secret) || after !== before) crossed.push(name);
    else if (answer.code === 'INTERNAL_SERVER_ERROR') crossed.push(`${name}: internal error`);
    before = after;
  }
  return crossed;
}

/** One word for everything the other clinic has, in every table. */
async function fingerprint(): Promise<string> {
  const { rows: tables } = await admin.query(
    `SELECT c.relname AS name FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS content
         FROM public."${name}" t WHERE tenant_id = $1`,
  );
  const { rows } = await admin.query(parts.join(' UNION ALL '), [theirs.tenantId]);
  return JSON.stringify(rows);
}
