import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadOrderContext } from '../../prescribing/order-context.ts';
import { openTwoClinics, type TwoClinics } from '../testing/clinics.ts';
import {
  amendAllergy,
  endExternal,
  enterExternal,
  enterExternalInput,
  listExternalByHand,
  listFacts,
  recordAllergy,
  recordAllergyInput,
  recordFact,
  recordFactInput,
  removeExternal,
  withdrawAllergy,
} from './index.ts';

const yjCode = '2171022F1029';
let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
  const admin = await clinics.test.connect('admin');
  await admin.query(
    `INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, route_class, dosage_form, strength,
                              unit, therapeutic_class, is_generic, edition, valid_from)
     VALUES ($1, '612170709', 'アムロジン錠５ｍｇ', 'x', 'x', 'アムロジピンベシル酸塩', '2171022', '内用', '錠剤', '５ｍｇ１錠', '錠', 'x', false, 'x', '2020-01-01')`,
    [yjCode],
  );
  await admin.query(
    `INSERT INTO master.allergen (code, category, name, kana, search_key, edition, valid_from)
     VALUES ('J9FA00000000', 'food', '農産食品', 'x', 'x', 'x', '2020-01-01')`,
  );
});
afterAll(() => clinics?.close());
// half past midnight in Japan: in UTC it is still the day before
beforeEach(() => clinics.setNow('2026-11-21T00:30:00+09:00'));

const run = <Result>(work: Parameters<TwoClinics['run']>[1]) =>
  clinics.run(clinics.a, work) as Promise<Result>;
const patientId = () => clinics.a.patientId;
const factsOfOrder = () =>
  clinics.run(clinics.a, (uow) => loadOrderContext(uow, patientId(), clinics.a.encounterId, []));

const weight = (value: number | null, onDate: string) =>
  recordFactInput.parse({ patientId: patientId(), kind: 'weight_kg', value, state: null, onDate });

describe('measures and what a patient told', () => {
  it('the newest by day holds for the check, whatever was written down last', async () => {
    await run((uow) => recordFact(uow, weight(62.5, '2026-11-21')));
    await run((uow) => recordFact(uow, weight(70, '2026-01-10')));
    expect((await factsOfOrder()).facts.weightKg).toEqual({ value: 62.5, on: '2026-11-21' });
    const listed = await clinics.run(clinics.a, (uow) => listFacts(uow, { patientId: patientId() }));
    expect(listed.map((each) => [each.value, each.onDate])).toEqual([
      [62.5, '2026-11-21'],
      [70, '2026-01-10'],
    ]);
    expect(listed[0]!.recordedBy).not.toBe('');
  });

  it('a measure that is withdrawn holds no more; the earlier one does not come back', async () => {
    await run((uow) => recordFact(uow, weight(null, '2026-11-21')));
    expect((await factsOfOrder()).facts.weightKg).toBeNull();
  });

  it('pregnancy is told, and reaches the check', async () => {
    const told = recordFactInput.parse({
      patientId: patientId(),
      kind: 'pregnancy',
      value: null,
      state: 'yes',
      onDate: '2026-11-20',
    });
    await run((uow) => recordFact(uow, told));
    expect((await factsOfOrder()).facts.pregnancy).toEqual({ state: 'yes', on: '2026-11-20' });
  });

  it.each([
    ['tomorrow', { onDate: '2026-11-22' }],
    ['a day before birth', { onDate: '1900-01-01' }],
  ])('refuses %s', async (_, change) => {
    await expect(
      run((uow) => recordFact(uow, { ...weight(60, '2026-11-21'), ...change })),
    ).rejects.toMatchObject({
      code: 'invalid',
      at: 'onDate',
    });
  });

  it.each([
    { kind: 'weight_kg', value: 600, state: null },
    { kind: 'weight_kg', value: 0, state: null },
    { kind: 'weight_kg', value: 60, state: 'yes' },
    { kind: 'pregnancy', value: null, state: null },
    { kind: 'pregnancy', value: 1, state: 'yes' },
  ])('takes no %j', (fact) => {
    expect(recordFactInput.safeParse({ patientId: patientId(), onDate: '2026-11-20', ...fact }).success).toBe(
      false,
    );
  });

  it('of another clinic are not there', async () => {
    await expect(
      clinics.run(clinics.b, (uow) => recordFact(uow, weight(60, '2026-11-20'))),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await clinics.audited(clinics.a)).toContainEqual({
      action: 'patient.fact_record',
      patientId: patientId(),
      outcome: 'success',
    });
  });
});

const external = (change: object = {}) =>
  enterExternalInput.parse({
    patientId: patientId(),
    yjCode,
    name: '書いた名前',
    doseText: '1錠',
    facilityName: '駅前薬局',
    dispensedOn: '2026-11-10',
    days: 14,
    ...change,
  });

describe('medicines from outside, entered by hand', () => {
  it('with a code take part in the check under the official name, until their last day', async () => {
    const { id } = await clinics.run(clinics.a, (uow) => enterExternal(uow, external()));
    const known = (await factsOfOrder()).external;
    expect(known).toMatchObject([
      { yjCode, name: 'アムロジン錠５ｍｇ', facilityName: '駅前薬局', periodTo: '2026-11-23' },
    ]);
    await run((uow) => endExternal(uow, { patientId: patientId(), medicationId: id, lastDay: '2026-11-20' }));
    expect((await factsOfOrder()).external).toEqual([]);
    const listed = await clinics.run(clinics.a, (uow) => listExternalByHand(uow, { patientId: patientId() }));
    expect(listed).toMatchObject([{ id, lastDay: '2026-11-20', days: 11 }]);
  });

  it('without a code are known to the check as what it cannot check', async () => {
    const { id } = await clinics.run(clinics.a, (uow) => enterExternal(uow, external({ yjCode: null })));
    expect((await factsOfOrder()).external).toMatchObject([
      { yjCode: null, name: '書いた名前', ingredientName: null },
    ]);
    await run((uow) =>
      removeExternal(uow, { patientId: patientId(), medicationId: id, reason: '別の患者の手帳だった' }),
    );
    expect((await factsOfOrder()).external).toEqual([]);
  });

  it('never touch what a service gave', async () => {
    const admin = await clinics.test.connect('admin');
    const { rows } = await admin.query(
      `INSERT INTO external_medication (tenant_id, id, patient_id, source, name, facility_name, dispensed_on, days, fetched_at, expires_at)
       VALUES ($1, gen_random_uuid(), $2, '薬剤情報', 'x', 'x', '2026-11-20', 7, now(), now() + interval '1 year') RETURNING id`,
      [clinics.a.tenantId, patientId()],
    );
    const medicationId = rows[0].id as string;
    for (const work of [
      run((uow) => endExternal(uow, { patientId: patientId(), medicationId, lastDay: '2026-11-21' })),
      run((uow) => removeExternal(uow, { patientId: patientId(), medicationId, reason: 'x' })),
    ])
      await expect(work).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are refused with a drug that the master does not know', async () => {
    await expect(
      run((uow) => enterExternal(uow, external({ yjCode: '9999999F9999' }))),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

const allergy = (change: object = {}) =>
  recordAllergyInput.parse({
    patientId: patientId(),
    allergen: { kind: 'drug', yjCode },
    reaction: '発疹',
    criticality: 'high',
    onsetDate: '2020-05-01',
    ...change,
  });

describe('allergies', () => {
  it('to a drug stand under its ingredient, reach the check, and are corrected as a new version with a reason', async () => {
    const first = await clinics.run(clinics.a, (uow) => recordAllergy(uow, allergy()));
    expect(first.versionNo).toBe(1);
    expect((await factsOfOrder()).allergies).toEqual([
      { code: 'GCM2171022F1ZZZ', displayName: 'アムロジピンベシル酸塩' },
    ]);
    await expect(run((uow) => recordAllergy(uow, allergy()))).rejects.toMatchObject({ code: 'conflict' });
    const second = await clinics.run(clinics.a, (uow) =>
      amendAllergy(uow, {
        patientId: patientId(),
        allergyId: first.allergyId,
        reaction: '発疹',
        criticality: 'low',
        reason: '軽かったと聞いた',
      }),
    );
    expect(second).toEqual({ allergyId: first.allergyId, versionNo: 2 });
    await run((uow) =>
      withdrawAllergy(uow, { patientId: patientId(), allergyId: first.allergyId, reason: '別の患者だった' }),
    );
    expect((await factsOfOrder()).allergies).toEqual([]);
    // every version is still there
    const admin = await clinics.test.connect('admin');
    const { rows } = await admin.query(
      `SELECT kind::text, criticality, reason FROM allergy_intolerance WHERE allergy_id = $1 ORDER BY version_no`,
      [first.allergyId],
    );
    expect(rows).toEqual([
      { kind: 'initial', criticality: 'high', reason: null },
      { kind: 'amendment', criticality: 'low', reason: '軽かったと聞いた' },
      { kind: 'entered_in_error', criticality: 'low', reason: '別の患者だった' },
    ]);
    await expect(
      run((uow) => withdrawAllergy(uow, { patientId: patientId(), allergyId: first.allergyId, reason: 'x' })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('take J-FAGY by its own name, and words under the dummy code', async () => {
    await run((uow) => recordAllergy(uow, allergy({ allergen: { kind: 'listed', code: 'J9FA00000000' } })));
    await run((uow) => recordAllergy(uow, allergy({ allergen: { kind: 'words', text: '何かの注射' } })));
    expect((await factsOfOrder()).allergies).toEqual(
      expect.arrayContaining([
        { code: 'J9FA00000000', displayName: '農産食品' },
        { code: 'D9M000000000', displayName: '何かの注射' },
      ]),
    );
    await expect(
      run((uow) => recordAllergy(uow, allergy({ allergen: { kind: 'listed', code: 'J9FZ99999999' } }))),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
