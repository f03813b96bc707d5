import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { loadOrderContext } from './order-context.ts';

const usage = '1011000400000000';
const [tablet, patch] = ['1149019F1560', '2649735S3020'];
let clinics: TwoClinics;
let sql: Awaited<ReturnType<TwoClinics['test']['connect']>>;

beforeAll(async () => {
  clinics = await openTwoClinics();
  // half past midnight in Tokyo, still the day before in UTC: a drug that ended yesterday has ended
  clinics.setNow('2026-11-20T00:30:00+09:00');
  const owner = await clinics.test.connect('owner');
  await owner.query(
    `INSERT INTO master.usage_code (code, text, short_text, basic_usage, times_per_day, edition, valid_from)
     VALUES ($1, '１日１回朝食後　服用', '朝食後', '内服', 1, 't', '2020-01-01')`,
    [usage],
  );
  for (const [yj, receipt] of [
    [tablet, '620098801'],
    [patch, '620006807'],
  ])
    await owner.query(
      `INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, route_class, dosage_form,
                                strength, unit, therapeutic_class, is_generic, edition, valid_from)
       VALUES ($1::text, $2, '薬', '', '', '成分', left($1::text, 7), '内用', '錠', '６０ｍｇ１錠', '錠', '', false, 't', '2020-01-01')`,
      [yj, receipt],
    );
  sql = await clinics.test.connect('app');
});
afterAll(() => clinics.close());

async function asClinic(statement: string, parameters: unknown[]): Promise<void> {
  await sql.query('BEGIN');
  await sql.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
  await sql.query(statement, parameters);
  await sql.query('COMMIT');
}

/** A prescription of this clinic for `days` from the day of issue; dispensed on the given days. */
async function prescribed(
  name: string,
  issuedOn: string,
  days: number,
  dispensedOn: string[] = [],
  yj: string | null = tablet,
) {
  const [id, encounter] = [randomUUID(), randomUUID()];
  const { tenantId, doctorId, patientId } = clinics.a;
  await asClinic(
    `INSERT INTO encounter (tenant_id, id, patient_id, doctor_id, department_code, department_name, visit_type, service_date, started_at)
     VALUES ($1, $2, $3, $4, '01', '内科', 'return', $5::date, $5::date)`,
    [tenantId, encounter, patientId, doctorId, issuedOn],
  );
  await asClinic(
    `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id, record,
                               entered_by_id, confirmed_by_id, confirmed_at)
     VALUES ($1, $2, $3, $4, 1, 'electronic', $5::date, $5::date + 3, $6, '{}', $6, $6, $5::date)`,
    [tenantId, id, encounter, patientId, issuedOn, doctorId],
  );
  await asClinic(
    `INSERT INTO prescription_state (tenant_id, prescription_id, status) VALUES ($1, $2, 'dispensed')`,
    [tenantId, id],
  );
  await asClinic(
    `INSERT INTO prescription_item (tenant_id, id, prescription_id, patient_id, rp_number, item_number, yj_code, line_kind, name, dose, unit,
                                    usage_code, usage_text, form_class, quantity, period_from, period_to)
     VALUES ($1, gen_random_uuid(), $2, $3, 1, 1, $4, $5, $6, 1, '錠', $7, '朝食後', '1', $8::int, $9::date, $9::date + $8::int - 1)`,
    [tenantId, id, patientId, yj, yj === null ? 'uninsured' : 'drug', name, usage, days, issuedOn],
  );
  for (const day of dispensedOn)
    await asClinic(
      `INSERT INTO dispensing (tenant_id, id, prescription_id, patient_id, external_id, pharmacy_name, dispensed_on, xml, content, has_message, received_at)
       VALUES ($1, gen_random_uuid(), $2, $3, $4::text, '厚労薬局', $5::date, '\\x00', '{}', false, now())`,
      [tenantId, id, patientId, `${id}-${day}`, day],
    );
}

const elsewhere = (
  name: string,
  yj: string | null,
  dispensedOn: string,
  days: number,
  expires = '2099-12-31',
) =>
  asClinic(
    `INSERT INTO external_medication (tenant_id, id, patient_id, source, yj_code, name, facility_name, dispensed_on, days, fetched_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, '薬剤情報', $3, $4, '厚労薬局', $5::date, $6, now(), $7::timestamptz)`,
    [clinics.a.tenantId, clinics.a.patientId, yj, name, dispensedOn, days, expires],
  );

const context = () =>
  clinics.run(clinics.a, (uow) => loadOrderContext(uow, clinics.a.patientId, randomUUID(), [tablet]));

it('a period starts with the day of dispensing, or of the prescription where none is known, and ends with its days', async () => {
  await prescribed('今日まで', '2026-11-14', 7);
  await prescribed('昨日まで', '2026-11-13', 7);
  await prescribed('あとで調剤', '2026-11-13', 7, ['2026-11-16']);
  await prescribed('リフィル', '2026-09-01', 30, ['2026-09-01', '2026-10-01', '2026-10-30']);
  await prescribed('長いリフィル', '2026-04-01', 90, ['2026-04-01', '2026-06-30', '2026-09-28']);
  await prescribed('コードなし', '2026-11-18', 7, [], null);
  const { active } = await context();
  expect(
    active
      .map((drug) => [drug.name, drug.periodFrom, drug.periodTo, drug.givenOn])
      .sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  ).toEqual(
    [
      ['あとで調剤', '2026-11-16', '2026-11-22', '2026-11-16'],
      ['コードなし', '2026-11-18', '2026-11-24', '2026-11-18'],
      ['リフィル', '2026-10-30', '2026-11-28', '2026-10-30'],
      ['長いリフィル', '2026-09-28', '2026-12-26', '2026-09-28'],
      ['今日まで', '2026-11-14', '2026-11-20', '2026-11-14'],
    ].sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  );
  expect(active.find((drug) => drug.name === 'コードなし')!.yjCode).toBeNull();
});

it('drugs of others count by their days, those for external use and without days for 14, while the consent lasts', async () => {
  await elsewhere('内服', tablet, '2026-11-14', 7);
  await elsewhere('内服・終わり', tablet, '2026-11-13', 7);
  await elsewhere('貼付', patch, '2026-11-07', 1);
  await elsewhere('貼付・終わり', patch, '2026-11-06', 70);
  await elsewhere('日数なし', tablet, '2026-11-10', 0);
  await elsewhere('同意切れ', tablet, '2026-11-19', 30, '2026-11-20T00:29:00+09:00');
  const { external } = await context();
  expect(Object.fromEntries(external.map((drug) => [drug.name, drug.periodTo]))).toEqual({
    内服: '2026-11-20',
    貼付: '2026-11-20',
    日数なし: '2026-11-23',
  });
});

it('knows nothing of the patient of another clinic', async () => {
  await expect(
    clinics.run(clinics.b, (uow) => loadOrderContext(uow, clinics.a.patientId, randomUUID(), [])),
  ).rejects.toMatchObject({ code: 'not_found' });
});

it('the newest fact of a kind counts, by its day and then by when it was recorded', async () => {
  const fact = (value: number | null, on: string, at: string) =>
    asClinic(
      `INSERT INTO patient_fact (tenant_id, id, patient_id, kind, value, on_date, recorded_by_id, recorded_at)
       VALUES ($1, gen_random_uuid(), $2, 'weight_kg', $3, $4::date, $5, $6::timestamptz)`,
      [clinics.a.tenantId, clinics.a.patientId, value, on, clinics.a.doctorId, at],
    );
  await fact(60.5, '2026-11-10', '2026-11-19');
  await fact(59, '2026-11-01', '2026-11-20');
  expect((await context()).facts.weightKg).toEqual({ value: 60.5, on: '2026-11-10' });
  await fact(61, '2026-11-10', '2026-11-20');
  expect((await context()).facts.weightKg).toEqual({ value: 61, on: '2026-11-10' });
  await fact(null, '2026-11-15', '2026-11-20');
  expect((await context()).facts.weightKg).toBeNull();
});
