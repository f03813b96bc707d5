import { createHash, randomUUID } from 'node:crypto';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { closeSharedBrowser } from '@shirube/pdf';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPdf } from '../../prints/testing/read-pdf.ts';
import { lineOf, prescriptionOf, rpOf } from '../../prints/testing/records.ts';
import { useTestEnvironment } from '../../testing/environment.ts';
import { database } from '../database.ts';
import { serveDownload } from '../download.ts';
import { prescriptionCopyDownload } from './prescription-copy.ts';
import { prescriptionPrintDownload } from './prescription-print.ts';

vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => ({ value: 'token' }) }),
  headers: async () => new Headers(),
}));

let test: TestDatabase;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, 'よそ');
  useTestEnvironment(test.urls.app);
  admin = await test.connect('admin');
  const account = randomUUID();
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', 'x')`,
    [account],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
     VALUES (gen_random_uuid(), $1, $2, 'active', now() + interval '1 hour')`,
    [createHash('sha256').update('token').digest(), account],
  );
  await admin.query(`UPDATE staff SET account_id = $1 WHERE id = $2`, [account, ours.doctorId]);
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
});
afterAll(async () => {
  await closeSharedBrowser();
  await database().close();
  await test?.drop();
});
beforeEach(() => admin.query(`UPDATE staff SET roles = '{doctor}' WHERE id = $1`, [ours.doctorId]));

let versionNo = 0;

async function issued(
  clinic: ClinicFixture,
  issueType: 'electronic' | 'paper' | 'in_house',
  status: string,
  accessCode: string | null = null,
): Promise<string> {
  const id = randomUUID();
  versionNo += 1;
  const record = prescriptionOf([rpOf(1, [lineOf('アムロジピン錠５ｍｇ')])], { id, issueType });
  await admin.query(
    `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id, record,
                               entered_by_id, confirmed_by_id, confirmed_at)
     VALUES ($1, $2, $3, $4, $5, $6, '2026-11-20', '2026-11-23', $7, $8, $7, $7, now())`,
    [
      clinic.tenantId,
      id,
      clinic.encounterId,
      clinic.patientId,
      versionNo,
      issueType,
      clinic.doctorId,
      JSON.stringify(record),
    ],
  );
  await admin.query(
    `INSERT INTO prescription_state (tenant_id, prescription_id, status, access_code) VALUES ($1, $2, $3::prescription_status, $4)`,
    [clinic.tenantId, id, status, accessCode],
  );
  return id;
}

const open = (prescriptionId: string, form: string, patientId = ours.patientId) =>
  serveDownload(prescriptionPrintDownload, 'ours', { patientId, prescriptionId, form });

const printed = async (prescriptionId: string) =>
  (
    await admin.query(
      `SELECT outcome, patient_id, detail ->> 'form' AS form FROM audit_event WHERE action = 'prescription.print' AND entity_id = $1`,
      [prescriptionId],
    )
  ).rows;

describe('the forms of a prescription', () => {
  it('a paper prescription is a PDF with its 引換番号, kept by no cache and noted in the trail', async () => {
    const id = await issued(ours, 'paper', 'registered', '1234567890123456');
    const answer = await open(id, 'prescription');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'application/pdf',
      'no-store',
    ]);
    const [page] = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(page!.text).toContain('1234567890123456');
    expect(page!.text).toContain('アムロジピン錠５ｍｇ');
    expect(await printed(id)).toEqual([
      { outcome: 'success', patient_id: ours.patientId, form: 'prescription' },
    ]);
  });

  it("the service's own 控え stands where it is at hand", async () => {
    const id = await issued(ours, 'electronic', 'registered', '1234567890123456');
    const made = await readPdf(new Uint8Array(await (await open(id, 'copy')).arrayBuffer()));
    expect(made[0]!.text).toContain('検証クリニックが作りました');
    await admin.query(
      `INSERT INTO prescription_copy (tenant_id, id, prescription_id, pdf) VALUES ($1, gen_random_uuid(), $2, $3)`,
      [ours.tenantId, id, Buffer.from('%PDF-of-the-service')],
    );
    expect(await (await open(id, 'copy')).text()).toBe('%PDF-of-the-service');
  });

  it.each([
    ['electronic', 'registered', 'prescription', '控えを印刷'],
    ['paper', 'superseded', 'prescription', '変更後の処方'],
    ['paper', 'cancelled', 'prescription-a4', '取り消されています'],
    ['paper', 'dispensing', 'prescription', '薬局が受け付けています'],
    ['in_house', 'confirmed', 'copy', '院内処方です'],
  ] as const)(
    'of a %s prescription that is %s, %s is refused in a sentence',
    async (type, status, form, why) => {
      const id = await issued(ours, type, status);
      const answer = await open(id, form);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([409, 'text/plain; charset=utf-8']);
      expect(await answer.text()).toContain(why);
      expect(await printed(id)).toEqual([]);
    },
  );

  it.each(['cancelled', 'superseded', 'cancel_unknown'])(
    "the service's own 控え of a prescription that is %s is not given out by its own address either",
    async (status) => {
      const id = await issued(ours, 'electronic', status, '1234567890123456');
      await admin.query(
        `INSERT INTO prescription_copy (tenant_id, id, prescription_id, pdf) VALUES ($1, gen_random_uuid(), $2, $3)`,
        [ours.tenantId, id, Buffer.from('%PDF-of-the-service')],
      );
      const params = { patientId: ours.patientId, prescriptionId: id };
      const answer = await serveDownload(prescriptionCopyDownload, 'ours', params);
      expect([answer.status, await answer.text()]).toEqual([
        409,
        expect.stringMatching(/ください。$|できません。$/),
      ]);
    },
  );

  it('are nothing to a stranger, under another patient, or in a form that is none', async () => {
    const foreign = await issued(theirs, 'paper', 'registered');
    const own = await issued(ours, 'paper', 'registered');
    for (const answer of [
      await open(foreign, 'prescription'),
      await open(foreign, 'prescription', theirs.patientId),
      await open(own, 'prescription', randomUUID()),
      await open(own, '../copy'),
    ])
      expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('are not for who may not print them; the trail notes the attempt', async () => {
    const own = await issued(ours, 'paper', 'registered');
    await admin.query(`UPDATE staff SET roles = '{clerk}' WHERE id = $1`, [ours.doctorId]);
    expect((await open(own, 'prescription')).status).toBe(404);
    const { rows } = await admin.query(
      `SELECT reason FROM audit_event WHERE action = 'prescription.print' AND outcome = 'refused'`,
    );
    expect(rows).toEqual([{ reason: 'permission' }]);
  });
});
