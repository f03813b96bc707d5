import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredLetter } from './answered-letter.ts';
import { openReceivingClinics } from './testing/clinic.ts';
import { letterDocument } from './testing/letters.ts';

let t: Awaited<ReturnType<typeof openReceivingClinics>>;
beforeAll(async () => {
  t = await openReceivingClinics();
});
afterAll(() => t?.clinics.close());

const sentAs = '1310000001^2026^letter';
const reply = (identifier: string) =>
  letterDocument({ inReplyTo: { identifier, facilityName: '標クリニック' } });
const asked = (of: 'a' | 'b', identifier = sentAs) =>
  t.clinics.run(t.clinics[of], (uow) => answeredLetter(uow, t.clinics[of].patientId, reply(identifier)));

/** A letter of the clinic that was sent, about this patient. */
async function sent(patientId: string): Promise<string> {
  const admin = await t.clinics.test.connect('admin');
  const documentId = randomUUID();
  await admin.query('BEGIN');
  // whose it is, is all that matters here
  await admin.query('SET LOCAL session_replication_role = replica');
  await admin.query('DELETE FROM report_unit');
  await admin.query(
    `INSERT INTO clinical_document (tenant_id, id, document_id, version_no, patient_id, kind, title, issued_on, doctor_id, receiver_name, record,
                                    confirmed_by_id, confirmed_at)
     VALUES ($1, gen_random_uuid(), $2, 1, $3, 'referral', '診療情報提供書', '2026-11-01', $4, 'みなと診療所', '{}', $4, now())`,
    [t.clinics.a.tenantId, documentId, patientId, t.clinics.a.doctorId],
  );
  await admin.query(
    `INSERT INTO report_unit (tenant_id, id, patient_id, kind, source_id, identifier) VALUES ($1, gen_random_uuid(), $2, 'referral', $3, $4)`,
    [t.clinics.a.tenantId, patientId, documentId, sentAs],
  );
  await admin.query('COMMIT');
  return documentId;
}

describe('what a reply answers', () => {
  it('is found by the number our letter was sent under', async () => {
    const documentId = await sent(t.clinics.a.patientId);
    expect(await asked('a')).toEqual({
      kind: 'ours',
      documentId,
      text: '当院が令和8年11月1日に書いた紹介状（みなと診療所 宛）へのお返事です',
    });
    await t.clinics.run(t.clinics.a, async (uow) =>
      expect(await answeredLetter(uow, t.clinics.a.patientId, letterDocument())).toBeNull(),
    );
  });

  it('is said to be unknown for another number, and in another clinic', async () => {
    await sent(t.clinics.a.patientId);
    expect(await asked('a', '1310000001^2026^other')).toMatchObject({ kind: 'not_found', documentId: null });
    expect(await asked('b')).toMatchObject({ kind: 'not_found', documentId: null });
  });

  it('is said to be another patient’s, without a way to that chart', async () => {
    await sent(randomUUID());
    expect(await asked('a')).toMatchObject({
      kind: 'other_patient',
      documentId: null,
      text: expect.stringContaining('別の患者さん'),
    });
  });
});
