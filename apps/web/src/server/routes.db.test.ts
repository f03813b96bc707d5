import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { auditActionLabels } from '@shirube/core/audit';
import { permissionTable } from '@shirube/core/identity';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { database } from './database.ts';
import { serveDownload } from './download.ts';
import { auditExportDownload } from './downloads/audit-export.ts';
import { clinicExportDownload } from './downloads/clinic-export.ts';
import { documentFileDownload } from './downloads/document-file.ts';
import { documentPrintDownload } from './downloads/document-print.ts';
import { letterFileDownload } from './downloads/letter-file.ts';
import { prescriptionCopyDownload } from './downloads/prescription-copy.ts';
import { prescriptionPrintDownload } from './downloads/prescription-print.ts';

let token: string | undefined;
vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => (token ? { value: token } : undefined) }),
  headers: async () => new Headers(),
}));

let test: TestDatabase;
let ours: ClinicFixture;
let theirs: ClinicFixture;
const signedIn = 'token-of-our-doctor';
const passwordOnly = 'token-of-our-doctor-before-the-second-factor';
const covered = 'token-of-our-doctor-whose-screen-is-locked';
const pdf = '%PDF-theirs';
const prescriptionId = randomUUID();
const ownPrescriptionId = randomUUID();

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, 'よそ');
  useTestEnvironment(test.urls.app);
  const admin = await test.connect('admin');
  const account = randomUUID();
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', 'x')`,
    [account],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, locked_at, expires_at)
     VALUES (gen_random_uuid(), $1, $4, 'active', NULL, now() + interval '1 hour'),
            (gen_random_uuid(), $2, $4, 'pending', NULL, now() + interval '1 hour'),
            (gen_random_uuid(), $3, $4, 'active', now(), now() + interval '1 hour')`,
    [...[signedIn, passwordOnly, covered].map((text) => createHash('sha256').update(text).digest()), account],
  );
  await admin.query(`UPDATE staff SET account_id = $1 WHERE id = $2`, [account, ours.doctorId]);
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
  await admin.query(`UPDATE tenant SET slug = 'theirs' WHERE id = $1`, [theirs.tenantId]);
  for (const [clinic, id] of [
    [theirs, prescriptionId],
    [ours, ownPrescriptionId],
  ] as const) {
    await admin.query(
      `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id, record,
                                 entered_by_id, confirmed_by_id, confirmed_at)
       VALUES ($1, $2, $3, $4, 1, 'electronic', '2026-11-20', '2026-11-23', $5, '{}', $5, $5, now())`,
      [clinic.tenantId, id, clinic.encounterId, clinic.patientId, clinic.doctorId],
    );
    await admin.query(
      `INSERT INTO prescription_state (tenant_id, prescription_id, status, updated_at) VALUES ($1, $2, 'registered', now())`,
      [clinic.tenantId, id],
    );
    await admin.query(
      `INSERT INTO prescription_copy (tenant_id, id, prescription_id, pdf) VALUES ($1, $2, $3, $4)`,
      [clinic.tenantId, randomUUID(), id, Buffer.from(pdf)],
    );
  }
});
afterAll(async () => {
  await database().close();
  await test?.drop();
});

describe('every route', () => {
  it('is known: a new one must be declared and added here', () => {
    const app = path.join(import.meta.dirname, '../../app');
    expect(fs.globSync('{**,.well-known/**,**/.well-known/**}/route.ts', { cwd: app }).sort()).toEqual([
      '.well-known/oauth-authorization-server/route.ts',
      '.well-known/security.txt/route.ts',
      'api/account/trpc/[trpc]/route.ts',
      'api/auth/[...nextauth]/route.ts',
      'api/c/[clinic]/trpc/[trpc]/route.ts',
      'api/fhir/r4/.well-known/smart-configuration/route.ts',
      'api/fhir/r4/[...path]/route.ts',
      'api/fhir/r4/metadata/route.ts',
      'api/health/route.ts',
      'api/oauth/revoke/route.ts',
      'api/oauth/token/route.ts',
      'api/operator/trpc/[trpc]/route.ts',
      'api/v1/[...path]/route.ts',
      'c/[clinic]/audit/exports/[exportId]/route.ts',
      'c/[clinic]/patients/[patientId]/documents/[documentId]/attachments/[attachmentId]/route.ts',
      'c/[clinic]/patients/[patientId]/documents/[documentId]/print/[versionId]/route.ts',
      'c/[clinic]/patients/[patientId]/letters/[letterId]/files/[index]/route.ts',
      'c/[clinic]/patients/[patientId]/prescriptions/[prescriptionId]/copy/route.ts',
      'c/[clinic]/patients/[patientId]/prescriptions/[prescriptionId]/print/[form]/route.ts',
      'c/[clinic]/settings/exports/[exportId]/route.ts',
    ]);
    const declarations = [
      letterFileDownload,
      prescriptionCopyDownload,
      prescriptionPrintDownload,
      documentFileDownload,
      documentPrintDownload,
      auditExportDownload,
      clinicExportDownload,
    ];
    for (const declaration of declarations) {
      expect(Object.keys(permissionTable)).toContain(declaration.permission);
      expect(Object.keys(auditActionLabels)).toContain(declaration.audit);
    }
  });

  it.each([
    ['nobody is signed in', undefined, 'theirs'],
    ['a stranger asks in the other clinic', signedIn, 'theirs'],
    ["one's own clinic is asked for another's file", signedIn, 'ours'],
  ])('gives an empty 404 when %s', async (_, cookie, clinic) => {
    token = cookie;
    const answer = await serveDownload(prescriptionCopyDownload, clinic, {
      patientId: theirs.patientId,
      prescriptionId,
    });
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([404, '', null]);
  });

  // @proves D2 D5
  it.each([
    ['both factors were proved', signedIn, 200],
    ['only the password was right', passwordOnly, 404],
    ['the screen is locked', covered, 404],
  ])("gives one's own file or nothing when %s", async (_, cookie, status) => {
    token = cookie;
    const answer = await serveDownload(prescriptionCopyDownload, 'ours', {
      patientId: ours.patientId,
      prescriptionId: ownPrescriptionId,
    });
    expect([answer.status, (await answer.text()) !== '']).toEqual([status, status === 200]);
  });

  // @proves V7.5.3
  it('asks for a factor proved a moment ago where that is declared', async () => {
    token = signedIn;
    const params = { patientId: ours.patientId, prescriptionId: ownPrescriptionId };
    const guarded = { ...prescriptionCopyDownload, stepUp: true };
    const admin = await test.connect('admin');
    const proved = (ago: string) =>
      admin.query(
        `UPDATE identity.auth_session SET assured_at = now() - $1::interval WHERE stage = 'active' AND locked_at IS NULL`,
        [ago],
      );
    await proved('11 minutes');
    const refused = await serveDownload(guarded, 'ours', params);
    expect([refused.status, (await refused.json()).reason]).toEqual([403, 'step_up_required']);
    await proved('9 minutes');
    expect((await serveDownload(guarded, 'ours', params)).status).toBe(200);
  });

  it('gives an empty 404 for what is no id', async () => {
    token = signedIn;
    const answer = await serveDownload(prescriptionCopyDownload, 'ours', {
      patientId: "x' OR 1=1",
      prescriptionId: '../../etc',
    });
    expect(answer.status).toBe(404);
  });

  it('gives the audit trail only to who may export it and has asked for it with a reason', async () => {
    token = signedIn;
    const admin = await test.connect('admin');
    const ask = (exportId: string) => serveDownload(auditExportDownload, 'ours', { exportId });
    const request = async (actorId: string) => {
      const exportId = randomUUID();
      await admin.query(
        `INSERT INTO audit_event (tenant_id, id, actor_id, actor_name, actor_role, action, outcome, reason, entity_id, detail)
         VALUES ($1, $2, $3, 'x', 'admin', 'audit.export', 'success', '立入検査', $4, '{"from": "2000-01-01"}')`,
        [ours.tenantId, randomUUID(), actorId, exportId],
      );
      return exportId;
    };
    const exportId = await request(ours.doctorId);
    // a doctor may not
    expect((await ask(exportId)).status).toBe(404);
    await admin.query(`UPDATE staff SET roles = '{admin}' WHERE id = $1`, [ours.doctorId]);
    expect((await ask(randomUUID())).status).toBe(404);
    const answer = await ask(exportId);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'no-store',
    ]);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%E7/);
    expect(await answer.text()).toContain('"番号"');
  });
});
