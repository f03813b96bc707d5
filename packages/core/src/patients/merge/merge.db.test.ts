import { randomUUID } from 'node:crypto';
import { isMergedChart, type UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChart } from '../../charting/index.ts';
import { loadOrderContext } from '../../prescribing/order-context.ts';
import { receivePatient } from '../../reception/receive-patient.ts';
import { requireChartAccess } from '../../restrictions/access.ts';
import { liftRestriction, setRestriction } from '../../restrictions/restrictions.ts';
import { recordAllergy, withdrawAllergy } from '../facts/allergies.ts';
import { searchPatients } from '../search-patients.ts';
import { openTwoClinics, type TwoClinics } from '../testing/clinics.ts';
import { compareCharts, mergeCharts } from './merge.ts';

let clinics: TwoClinics;
const run = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.a, work);
let nextNumber = 100;

async function patient(change: { birthDate?: string; sex?: 'male' | 'female' } = {}): Promise<string> {
  nextNumber += 1;
  const { id } = await run((uow) =>
    uow.tables.patient.create({
      data: {
        tenantId: uow.tenantId,
        patientNumber: `00000${nextNumber}`,
        familyName: '統合',
        givenName: `${nextNumber}`,
        familyKana: 'トウゴウ',
        givenKana: 'イチ',
        kanaKey: 'トウゴウイチ',
        birthDate: new Date(change.birthDate ?? '1950-05-05'),
        sex: change.sex ?? 'male',
      },
    }),
  );
  return id;
}
const merge = (fromId: string, intoId: string, differenceReason: string | null = null) =>
  run((uow) => mergeCharts(uow, { fromId, intoId, reason: '二重登録', differenceReason }));
const allergicTo = (patientId: string, words: string) =>
  run((uow) =>
    recordAllergy(uow, {
      patientId,
      allergen: { kind: 'words', text: words },
      reaction: null,
      criticality: 'high',
      onsetDate: null,
    }),
  );
const units = (patientId: string) =>
  run((uow) => uow.tables.reportUnit.findMany({ where: { patientId }, orderBy: { kind: 'asc' } }));

beforeAll(async () => {
  clinics = await openTwoClinics();
});
afterAll(() => clinics?.close());

describe('two charts of one person', () => {
  let former: string;
  let remaining: string;
  let allergyId: string;

  beforeAll(async () => {
    former = await patient();
    remaining = await patient();
    ({ allergyId } = await allergicTo(former, 'ペニシリン'));
    await allergicTo(remaining, 'そば');
    await merge(former, remaining);
  });

  it('are read by the safety engine together: an allergy of the former chart still counts', async () => {
    const context = await run((uow) => loadOrderContext(uow, remaining, clinics.a.encounterId, []));
    expect(context.allergies.map((allergy) => allergy.displayName).sort()).toEqual(['そば', 'ペニシリン']);
  });

  it('are shown in the chart that remains, with where each was written', async () => {
    const chart = await run((uow) => openChart(uow, { patientId: remaining, encounterId: null }));
    expect(chart.allergies.map(({ displayName, origin }) => [displayName, origin])).toEqual(
      expect.arrayContaining([
        ['ペニシリン', '00000101'],
        ['そば', null],
      ]),
    );
    expect(chart.formerCharts.map((each) => each.patientNumber)).toEqual(['00000101']);
    const old = await run((uow) => openChart(uow, { patientId: former, encounterId: null }));
    expect(old.mergedInto).toEqual({ patientId: remaining, patientNumber: '00000102' });
  });

  it('are one set towards the sharing service', async () => {
    expect(await units(former)).toMatchObject([{ kind: 'AllergyIntolerance', wantedRevision: 2 }]);
    expect(await units(remaining)).toMatchObject([{ kind: 'AllergyIntolerance', wantedRevision: 2 }]);
  });

  it('can be received and written in one of them only, and the other says where to go', async () => {
    const received = run((uow) =>
      receivePatient(uow, {
        patientId: former,
        purpose: '定期',
        verificationMethod: '資格確認書',
        prescriptionPreference: 'unspecified',
      }),
    );
    await expect(received).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('00000102'),
    });
    const error = await allergicTo(former, '卵').catch((refused: unknown) => refused);
    expect(isMergedChart(error)).toBe(true);
  });

  it('are found under the one that remains, also by the former number', async () => {
    const found = await run((uow) => searchPatients(uow, { text: '00000101', limit: 10 }));
    expect(found.map((each) => each.id)).toEqual([remaining]);
  });

  it('let what stands in the former chart be withdrawn from the one that remains', async () => {
    await run((uow) => withdrawAllergy(uow, { patientId: remaining, allergyId, reason: '誤り' }));
    const context = await run((uow) => loadOrderContext(uow, remaining, clinics.a.encounterId, []));
    expect(context.allergies.map((allergy) => allergy.displayName)).toEqual(['そば']);
    expect((await units(remaining))[0]?.wantedRevision).toBe(3);
  });

  it('are restricted together, whichever of them it was decided for', async () => {
    const access = (patientId: string) => run((uow) => requireChartAccess(uow, patientId));
    for (const restricted of [former, remaining]) {
      const { restrictionId } = await run((uow) =>
        setRestriction(uow, {
          patientId: restricted,
          kind: 'staff_member',
          reason: '職員',
          allowedStaffIds: [],
        }),
      );
      for (const opened of [former, remaining])
        await expect(access(opened)).rejects.toMatchObject({ code: 'restricted' });
      await run((uow) => liftRestriction(uow, { restrictionId, reason: '退職' }));
      await access(former);
    }
  });

  it('are merged once', async () => {
    await expect(merge(former, remaining)).rejects.toMatchObject({ code: 'conflict' });
    await expect(merge(await patient(), former)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a merge is refused', () => {
  it('of somebody born on another day or of another sex, unless a reason for that is given', async () => {
    for (const change of [{ birthDate: '1951-05-05' }, { sex: 'female' as const }]) {
      const [one, other] = [await patient(), await patient(change)];
      await expect(merge(one, other)).rejects.toMatchObject({ code: 'invalid', at: 'differenceReason' });
      await expect(merge(one, other, '登録の誤り')).resolves.toEqual({ intoId: other });
    }
  });

  it('while a visit of the former is open, or for one registration', async () => {
    const other = await patient();
    await expect(merge(clinics.a.patientId, other, '違い')).rejects.toMatchObject({ code: 'conflict' });
    await expect(merge(other, other)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('for a restricted chart', async () => {
    const [one, other] = [await patient(), await patient()];
    await run((uow) =>
      setRestriction(uow, {
        patientId: one,
        kind: 'staff_member',
        reason: '職員',
        allowedStaffIds: [clinics.a.doctorId],
      }),
    );
    await expect(merge(one, other)).rejects.toMatchObject({ code: 'conflict' });
    await expect(merge(other, one)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('for a patient of another clinic', async () => {
    await expect(merge(clinics.b.patientId, await patient())).rejects.toMatchObject({ code: 'not_found' });
    const stranger = clinics.run(clinics.b, (uow) =>
      compareCharts(uow, { fromId: clinics.a.patientId, intoId: randomUUID() }),
    );
    await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
  });
});
