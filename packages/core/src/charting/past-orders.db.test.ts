import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { createPrescription } from '../prescribing/create-prescription.ts';
import { encounterDraftSchema, plainLine, plainRp } from '../prescribing/rules/draft.ts';
import { chartSchema, openChart } from './index.ts';

const [kept, renewed] = ['2171022F1029', '2171022F1037'];
const usage = '1011000400000000';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
  // half past midnight in Tokyo: a drug that ended yesterday has ended
  clinics.setNow('2026-11-20T00:30:00+09:00');
  const owner = await clinics.test.connect('owner');
  await owner.query(
    `INSERT INTO master.usage_code (code, text, short_text, basic_usage, times_per_day, edition, valid_from)
     VALUES ($1, '１日１回朝食後　服用', '朝食後', '内服', 1, 't', '2020-01-01')`,
    [usage],
  );
  for (const [yj, receipt, name] of [
    [kept, '612170709', 'ノルバスク錠５ｍｇ'],
    [renewed, '612170710', 'アムロジピン錠５ｍｇ「標」'],
  ])
    await owner.query(
      `INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, generic_code,
                                generic_name, route_class, dosage_form, strength, unit, unit_code, therapeutic_class, is_generic, edition, valid_from)
       VALUES ($1, $2, $3, '', '', 'アムロジピン', '2171022', '2171022F1ZZZ', '【般】アムロジピン錠５ｍｇ', '内用薬', '錠', '５ｍｇ１錠',
               '錠', 'TAB', '', false, 't', '2020-01-01')`,
      [yj, receipt, name],
    );
});
afterAll(() => clinics.close());

const order = encounterDraftSchema.parse({
  rps: [
    {
      clientId: randomUUID(),
      formClass: '1',
      ...plainRp,
      quantity: 28,
      usage: { code: usage, text: '', timesPerDay: 1 },
      supplements: [{ kind: 'one_dose_package', text: '一包化', code: null, siteCode: null }],
      medications: [
        {
          clientId: randomUUID(),
          ...plainLine,
          yjCode: kept,
          receiptCode: '',
          name: 'ノルバスク',
          ingredientName: '',
          dose: '1',
          unit: '錠',
          unitCode: null,
          substitution: { kind: 'no_generic', reason: '安定しているため' },
        },
      ],
    },
  ],
  issueType: 'paper',
  options: { refillCount: 2 },
});

const open = async () => {
  const { a } = clinics;
  const chart = await clinics.run(a, (uow) => openChart(uow, { patientId: a.patientId, encounterId: null }));
  return chartSchema.parse(chart).pastVisits[0];
};

it('gives the whole prescription of a past visit as a draft, with the choices of today', async () => {
  const { a } = clinics;
  await clinics.run(a, (uow) =>
    createPrescription(uow, {
      patientId: a.patientId,
      encounterId: a.encounterId,
      doctorId: a.doctorId,
      order,
      author: null,
    }),
  );
  const past = (await open())?.order;
  expect(past).toMatchObject({
    issueType: 'paper',
    changes: [],
    options: { refillCount: 2 },
    rps: [
      {
        quantity: 28,
        usage: { code: usage, text: '１日１回朝食後　服用' },
        supplements: [{ kind: 'one_dose_package' }],
        medications: [{ yjCode: kept, dose: '1', substitution: { kind: 'no_generic' } }],
      },
    ],
  });
  const here = await clinics.run(a, (uow) => openChart(uow, a));
  expect(here.encounter?.orderChoices).toEqual({ issueType: null, narcoticLicence: null });
});

it('shows a drug as taken while it lasts from the day it was dispensed last', async () => {
  const { a } = clinics;
  const taken = async () => {
    const chart = await clinics.run(a, (uow) =>
      openChart(uow, { patientId: a.patientId, encounterId: null }),
    );
    return chartSchema.parse(chart).medications;
  };
  expect(await taken()).toMatchObject([{ yjCode: kept, periodTo: '2026-12-17' }]);
  const [prescription] = await clinics.run(a, (uow) => uow.tables.prescription.findMany());
  const app = await clinics.test.connect('app');
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${a.tenantId}'`);
  await app.query(
    `INSERT INTO dispensing (tenant_id, id, prescription_id, patient_id, external_id, pharmacy_name, dispensed_on, xml, content, has_message, received_at)
     VALUES ($1, gen_random_uuid(), $2, $3, 'second', '厚労薬局', '2026-12-18', '\\x00', '{}', false, now())`,
    [a.tenantId, prescription!.id, a.patientId],
  );
  await app.query('COMMIT');
  clinics.setNow('2027-01-14T00:30:00+09:00');
  expect(await taken()).toMatchObject([{ yjCode: kept, periodFrom: '2026-12-18', periodTo: '2027-01-14' }]);
  clinics.setNow('2027-01-15T00:30:00+09:00');
  expect(await taken()).toEqual([]);
  clinics.setNow('2026-11-20T00:30:00+09:00');
});

it('says that a drug has ended and what is in force instead', async () => {
  const owner = await clinics.test.connect('owner');
  await owner.query(`UPDATE master.drug SET valid_to = '2026-11-19' WHERE yj_code = $1`, [kept]);
  const past = (await open())?.order;
  expect(past?.changes).toMatchObject([
    { kind: 'drug_ended', at: past?.rps[0]?.medications[0]?.clientId, successor: { yjCode: renewed } },
  ]);
});

it('does not repeat a prescription that was cancelled', async () => {
  await clinics.run(clinics.a, (uow) =>
    uow.tables.prescriptionState.updateMany({ data: { status: 'cancelled' } }),
  );
  expect((await open())?.order).toBeNull();
});
