import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface ClinicFixture {
  tenantId: string;
  doctorId: string;
  patientId: string;
  receptionId: string;
  encounterId: string;
  /** there after `insertApiClient` */
  apiClientId: string;
}

/** One clinic with a doctor, a patient, a reception and an open visit, written by the app role under its own tenant. */
export async function insertClinic(app: pg.Client, label: string): Promise<ClinicFixture> {
  const ids: ClinicFixture = {
    tenantId: randomUUID(),
    doctorId: randomUUID(),
    patientId: randomUUID(),
    receptionId: randomUUID(),
    encounterId: randomUUID(),
    apiClientId: randomUUID(),
  };
  const code = String(Math.floor(Math.random() * 1e7)).padStart(7, '0');
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${ids.tenantId}'`);
  await app.query(
    `INSERT INTO tenant (id, slug, name, institution_code, postal_code, address, phone, department_code, department_name)
     VALUES ($1, $2, $3, $4, '100-0000', '架空町1', '03-0000-0000', '01', '内科')`,
    [ids.tenantId, `${label}-${code}`, `${label}クリニック`, `131${code}`],
  );
  await app.query(
    `INSERT INTO staff (tenant_id, id, roles, family_name, given_name, family_kana, given_kana, licence)
     VALUES ($1, $2, '{doctor}', '検証', '医師', 'ケンショウ', 'イシ', '医師')`,
    [ids.tenantId, ids.doctorId],
  );
  await app.query(
    `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
     VALUES ($1, $2, '00000001', $3, '花子', 'ケンショウ', 'ハナコ', 'ケンショウハナコ', '1980-01-31', 'female')`,
    [ids.tenantId, ids.patientId, label],
  );
  await app.query(
    `INSERT INTO reception (tenant_id, id, patient_id, service_date, number, purpose, verification_method, arrived_at)
     VALUES ($1, $2, $3, '2026-11-20', 1, '定期', 'マイナ保険証', now())`,
    [ids.tenantId, ids.receptionId, ids.patientId],
  );
  await app.query(
    `INSERT INTO encounter (tenant_id, id, patient_id, reception_id, doctor_id, department_code, department_name, visit_type, service_date, started_at)
     VALUES ($1, $2, $3, $4, $5, '01', '内科', 'return', '2026-11-20', now())`,
    [ids.tenantId, ids.encounterId, ids.patientId, ids.receptionId, ids.doctorId],
  );
  await app.query('COMMIT');
  return ids;
}

export async function insertNote(app: pg.Client, clinic: ClinicFixture): Promise<string> {
  const id = randomUUID();
  await app.query(
    `INSERT INTO clinical_note (tenant_id, id, encounter_id, patient_id, version_no, kind, subjective, objective, assessment, plan,
                                entered_by_id, confirmed_by_id, confirmed_at, content_sha256)
     VALUES ($1, $2, $3, $4, 1, 'initial', '頭痛', '', '', '', $5, $5, now(), '\\x00')`,
    [clinic.tenantId, id, clinic.encounterId, clinic.patientId, clinic.doctorId],
  );
  return id;
}

/** Another system that the clinic lets in, without a credential. */
export async function insertApiClient(app: pg.Client, clinic: ClinicFixture, label: string): Promise<void> {
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
  await app.query(
    `INSERT INTO api_client (tenant_id, id, name, purpose, contact, scopes, created_by_id, changed_by_id)
     VALUES ($1, $2, $3, '検体検査', '03-0000-0000', '{patient.identify}', $4, $4)`,
    [clinic.tenantId, clinic.apiClientId, `${label}の検査センター`, clinic.doctorId],
  );
  await app.query('COMMIT');
}
