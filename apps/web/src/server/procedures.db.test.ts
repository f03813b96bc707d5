import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { auditActionLabels } from '@shirube/core/audit';
import {
  type Holder,
  type Licence,
  licences,
  may,
  type PermissionRule,
  permissionTable,
  roles,
} from '@shirube/core/identity';
import { type Database, openDatabase, type ResolvedSession } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyDeclaration } from './procedure.ts';
import { createCallerFactory } from './procedure.ts';
import { appRouter } from './router.ts';

/**
 * Walks every procedure there is: each is declared in full, is in the router, refuses a stranger and a wrong role, and
 * gives nothing away of another clinic. A new procedure without an entry in `inputs` fails here.
 */
const folder = path.join(import.meta.dirname, 'procedures');
const declarations: AnyDeclaration[] = [];
const secret = 'ヨソノカンジャ';

let test: TestDatabase;
let database: Database;
let unprotected: Database;
let ours: ClinicFixture;
let theirs: ClinicFixture;

beforeAll(async () => {
  for (const file of fs.globSync('**/*.ts', { cwd: folder })) {
    const module = (await import(path.join(folder, file))) as Record<string, AnyDeclaration>;
    declarations.push(...Object.values(module));
  }
  test = await createTestDatabase();
  const app = await test.connect('app');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, secret);
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  // the control: the same calls by a role that row-level security does not bind
  unprotected = openDatabase({ url: test.urls.admin, poolSize: 2 });
  process.env.SHIRUBE_DATABASE_APP_URL = test.urls.app;
  process.env.SHIRUBE_PUBLIC_URL = 'http://localhost:3000';
  process.env.SHIRUBE_SECRET = Buffer.alloc(32).toString('base64');
  for (const name of ['GATEWAY', 'SIGNING', 'TSA', 'SHARING'])
    process.env[`SHIRUBE_${name}_URL`] = 'http://127.0.0.1:9';
  const roots = path.join(import.meta.dirname, '../testing/test-root.pem');
  process.env.SHIRUBE_HPKI_ROOTS_FILE = roots;
});
afterAll(async () => {
  await database?.close();
  await unprotected?.close();
  await test?.drop();
});

const doctor: Holder = { roles: ['doctor'], licence: '医師' };

/** Everybody there can be: each role alone with each licence and without one. */
const everybody: Holder[] = roles.flatMap((role) =>
  [null, ...licences].map((licence): Holder => ({ roles: [role], licence: licence as Licence | null })),
);

/** Somebody who may, for a permission that is given. */
function holderFor(rule: PermissionRule): Holder {
  return { roles: rule.roles.slice(0, 1), licence: rule.licences?.[0] ?? null };
}

function sessionOf(clinic: ClinicFixture, person: Holder, slug: string): ResolvedSession {
  return {
    sessionId: randomUUID(),
    accountId: randomUUID(),
    displayName: 'x',
    expiresAt: new Date(Date.now() + 3600_000),
    memberships: [
      {
        tenantId: clinic.tenantId,
        tenantSlug: slug,
        tenantName: 'x',
        staffId: clinic.doctorId,
        roles: [...person.roles],
        staffName: 'x',
        licence: person.licence,
      },
    ],
  };
}

/** A valid input for each procedure that names the other clinic's rows wherever it can name one. */
const inputs = (): Record<string, unknown> => {
  const visit = { patientId: theirs.patientId, encounterId: theirs.encounterId };
  const soap = { subjective: 'x', objective: '', assessment: '', plan: '' };
  return {
    'audit.list': { patientId: theirs.patientId, before: null, limit: 10 },
    'audit.outbox': {},
    'audit.redrive': { messageId: randomUUID() },
    'charting.open': visit,
    'charting.start': { receptionId: theirs.receptionId },
    'charting.saveDraft': { ...visit, baseRevision: 0, content: { soap } },
    'charting.confirm': { ...visit, baseRevision: 1 },
    'charting.amendNote': { ...visit, baseVersion: 1, soap, reason: 'x' },
    'charting.end': visit,
    'masters.searchDrugs': { text: secret, limit: 5 },
    'masters.favouriteDrugs': {},
    'masters.searchDiseases': { text: secret, limit: 5 },
    'masters.usages': {},
    'patients.search': { text: '1980-01-31', limit: 10 },
    'patients.register': {
      familyName: 'あ',
      givenName: 'い',
      familyKana: 'ア',
      givenKana: 'イ',
      birthDate: '1980-01-01',
      sex: 'male',
    },
    'prescribing.checkLocal': { ...visit, rps: [], oralConsent: false },
    'prescribing.checkNational': { ...visit, rps: [], oralConsent: false },
    'prescribing.fetchExternal': visit,
    'prescribing.recordOralConsent': visit,
    'prescribing.signingStatus': {},
    'prescribing.startSigning': {},
    'prescribing.completeSigning': { code: 'x', state: 'x' },
    'prescribing.sign': { patientId: theirs.patientId, prescriptionId: randomUUID() },
    'prescribing.view': { patientId: theirs.patientId, prescriptionId: randomUUID() },
    'reception.board': { serviceDate: '2026-11-20' },
    'reception.receive': { patientId: theirs.patientId, purpose: 'x', verificationMethod: '確認できず' },
    'reception.acceptInbound': {
      inboundId: randomUUID(),
      purpose: 'x',
      as: { kind: 'existing', patientId: theirs.patientId, applyDifferences: true },
    },
    'reception.changeStatus': { receptionId: theirs.receptionId, status: 'cancelled', rowVersion: 1 },
    'session.me': {},
  };
};

const factory = createCallerFactory(appRouter);

async function call(
  name: string,
  session: ResolvedSession | null,
  over: Database = database,
): Promise<{ ok: boolean; code: string; text: string }> {
  const caller = factory({ session, clinic: 'ours', requestId: 'test', ip: null, database: over });
  const [group = '', verb = ''] = name.split('.');
  const target = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
    group
  ]?.[verb];
  if (!target) throw new Error(`${name} is not in the router`);
  try {
    return { ok: true, code: 'ok', text: JSON.stringify(await target(inputs()[name])) };
  } catch (error) {
    const { code, message, cause } = error as { code: string; message: string; cause?: Error };
    return { ok: false, code, text: `${message} ${cause?.message ?? ''}` };
  }
}

describe('every procedure', () => {
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

  it('refuses who is not signed in', async () => {
    for (const { name } of declarations)
      expect([name, (await call(name, null)).code]).toEqual([name, 'UNAUTHORIZED']);
  });

  it('does not exist for a stranger to the clinic in the URL', async () => {
    for (const { name } of declarations) {
      const answer = await call(name, sessionOf(theirs, doctor, 'theirs'));
      expect([name, answer.code]).toEqual([name, 'NOT_FOUND']);
    }
  });

  // @proves D7 V8.2.1 V8.3.1
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
    const admin = await test.connect('admin');
    const { rows } = await admin.query(
      `SELECT count(*)::int AS n FROM audit_event WHERE outcome = 'refused' AND reason = 'permission'`,
    );
    expect(rows[0].n).toBe(refused);
    process.stdout.write(
      `${declarations.length} procedures, ${refused} refused attempts of the wrong person.\n`,
    );
  });

  it("gives nothing away of another clinic's rows, and changes none", async () => {
    const admin = await test.connect('admin');
    const state = async () =>
      (
        await admin.query(
          `SELECT (SELECT json_agg(r) FROM reception r WHERE tenant_id = $1) AS receptions,
                  (SELECT json_agg(e) FROM encounter e WHERE tenant_id = $1) AS encounters,
                  (SELECT count(*) FROM encounter_draft WHERE tenant_id = $1) AS drafts,
                  (SELECT count(*) FROM consent WHERE tenant_id = $1) AS consents`,
          [theirs.tenantId],
        )
      ).rows[0];
    const before = await state();
    for (const { name, permission } of declarations) {
      const answer = await call(name, sessionOf(ours, holderFor(permissionTable[permission]), 'ours'));
      expect([name, answer.text.includes(secret)]).toEqual([name, false]);
      expect([name, answer.code === 'INTERNAL_SERVER_ERROR']).toEqual([name, false]);
    }
    expect(await state()).toEqual(before);
  });

  it('is held back by row-level security: the same calls without it do give something away', async () => {
    const leaks: string[] = [];
    for (const name of ['patients.search', 'reception.board']) {
      const answer = await call(name, sessionOf(ours, doctor, 'ours'), unprotected);
      if (answer.text.includes(secret)) leaks.push(name);
    }
    expect(leaks).toEqual(['patients.search', 'reception.board']);
  });
});
