import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface BenchClinic {
  tenantId: string;
  doctorId: string;
  /** a patient with three years of history and twenty active drugs, and the visit open today */
  patientId: string;
  encounterId: string;
}

const families = [
  'サトウ',
  'スズキ',
  'タカハシ',
  'タナカ',
  'イトウ',
  'ワタナベ',
  'ヤマモト',
  'ナカムラ',
  'コバヤシ',
  'カトウ',
];
const givens = ['ハナコ', 'タロウ', 'イチロウ', 'サクラ', 'ケンジ', 'ユミコ', 'マコト', 'アケミ'];

/** One clinic made by the server itself: `patients` people, ten of whom have three years of monthly visits. */
export async function generateClinic(
  app: pg.Client,
  number: number,
  patients: number,
  drugs: readonly string[],
): Promise<BenchClinic> {
  const clinic = { tenantId: randomUUID(), doctorId: randomUUID(), patientId: '', encounterId: randomUUID() };
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
  await app.query(
    `INSERT INTO tenant (id, slug, name, institution_code, postal_code, address, phone, department_code, department_name)
     VALUES ($1, $2, '計測医院', $3, '100-0000', '架空', '03-0000-0000', '01', '内科')`,
    [clinic.tenantId, `bench-${number}`, `13${String(10_000_000 + number)}`],
  );
  await app.query(
    `INSERT INTO staff (tenant_id, id, roles, family_name, given_name, family_kana, given_kana, licence)
     VALUES ($1, $2, '{doctor}', '計測', '医師', 'ケイソク', 'イシ', '医師')`,
    [clinic.tenantId, clinic.doctorId],
  );
  await app.query(
    `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
     SELECT $1, gen_random_uuid(), lpad(i::text, 8, '0'), '患者', i::text, f, g, f || g || i, date '1940-01-01' + (i * 13 % 28000), 'female'
       FROM generate_series(1, $2::int) i,
            LATERAL (SELECT ($3::text[])[1 + i % 10] AS f, ($4::text[])[1 + i % 8] AS g) n`,
    [clinic.tenantId, patients, families, givens],
  );
  const { rows } = await app.query(`SELECT id FROM patient ORDER BY patient_number LIMIT 10`);
  clinic.patientId = rows[0].id;
  const ids = rows.map((row) => row.id);
  await app.query(
    `INSERT INTO encounter (tenant_id, id, patient_id, doctor_id, department_code, department_name, visit_type, service_date, started_at, ended_at)
     SELECT $1, gen_random_uuid(), p, $2, '01', '内科', 'return', current_date - m * 30, now() - m * interval '30 days', now()
       FROM unnest($3::uuid[]) p, generate_series(1, 36) m`,
    [clinic.tenantId, clinic.doctorId, ids],
  );
  await app.query(
    `INSERT INTO clinical_note (tenant_id, id, encounter_id, patient_id, version_no, kind, subjective, objective, assessment, plan,
                                entered_by_id, confirmed_by_id, confirmed_at, content_sha256)
     SELECT e.tenant_id, gen_random_uuid(), e.id, e.patient_id, 1, 'initial', '変わりなし。', '血圧 130/80', '高血圧症', '継続', $1, $1, e.started_at, '\\x00'
       FROM encounter e`,
    [clinic.doctorId],
  );
  await app.query(
    `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id, record,
                               entered_by_id, confirmed_by_id, confirmed_at)
     SELECT e.tenant_id, gen_random_uuid(), e.id, e.patient_id, 1, 'electronic', e.service_date, e.service_date + 3, $1, '{}', $1, $1, e.started_at
       FROM encounter e`,
    [clinic.doctorId],
  );
  await app.query(
    `INSERT INTO prescription_state (tenant_id, prescription_id, status) SELECT tenant_id, id, 'dispensed' FROM prescription`,
  );
  await app.query(
    `INSERT INTO prescription_item (tenant_id, id, prescription_id, patient_id, rp_number, item_number, yj_code, name, dose, unit,
                                    usage_code, usage_text, form_class, quantity, period_from, period_to)
     SELECT rx.tenant_id, gen_random_uuid(), rx.id, rx.patient_id, n, 1, ($1::text[])[n], '薬', 1, '錠', '1011000400000000', '朝食後', '1', 45,
            rx.issued_on, rx.issued_on + 44
       FROM prescription rx, generate_series(1, 20) n WHERE rx.patient_id = $2 OR n <= 3`,
    [drugs, clinic.patientId],
  );
  await app.query(
    `INSERT INTO encounter (tenant_id, id, patient_id, doctor_id, department_code, department_name, visit_type, service_date, started_at)
     VALUES ($1, $2, $3, $4, '01', '内科', 'return', current_date, now())`,
    [clinic.tenantId, clinic.encounterId, clinic.patientId, clinic.doctorId],
  );
  await app.query('COMMIT');
  return clinic;
}
