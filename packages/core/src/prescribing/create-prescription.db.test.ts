import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../prisma/seed/masters-import/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { createPrescription } from './create-prescription.ts';
import { orderDraftSchema } from './rules/draft.ts';

let clinics: TwoClinics;
let owner: pg.Client;
beforeAll(async () => {
  clinics = await openTwoClinics();
  owner = await clinics.test.connect('owner');
  const masters = readDemoMasters(join(import.meta.dirname, '../../../../prisma/seed/masters'));
  await importMasters(owner, masters.tables, { editions: masters.editions });
});
afterAll(() => clinics?.close());

const amlodipine = '2171022F2025';
const drug = (yjCode: string) => ({
  formClass: '1',
  quantity: 14,
  usage: { code: '1011000400000000', text: 'x', timesPerDay: 1 },
  medications: [{ ...line, yjCode }],
});
const line = {
  yjCode: '',
  receiptCode: '',
  name: 'x',
  ingredientName: '',
  dose: '1',
  unit: 'x',
  unitCode: null,
};
const needles = {
  formClass: '6',
  quantity: 1,
  usage: { code: '0X0XXXXXXXXX0000', text: '１日１回使用', timesPerDay: null },
  medications: [{ ...line, kind: 'material', name: 'ペンニードル', dose: '28', unit: '本' }],
};

function issue(...rps: object[]): Promise<string> {
  const order = orderDraftSchema.parse({
    issueType: 'paper',
    rps: rps.map((rp) => ({
      ...rp,
      clientId: randomUUID(),
      medications: (rp as { medications: object[] }).medications.map((each) => ({
        ...each,
        clientId: randomUUID(),
      })),
    })),
  });
  const { a } = clinics;
  return clinics.run(a, (uow) =>
    createPrescription(uow, {
      patientId: a.patientId,
      encounterId: a.encounterId,
      doctorId: a.doctorId,
      order,
      author: null,
    }),
  );
}

describe('issuing', () => {
  it('refuses a drug from the day after its last one, by name, and leaves nothing behind', async () => {
    const last = (day: string | null) =>
      owner.query(`UPDATE master.drug SET valid_to = $1 WHERE yj_code = $2`, [day, amlodipine]);
    clinics.setNow('2026-11-21T00:30:00+09:00');
    await last('2026-11-20');
    await expect(issue(needles, drug(amlodipine))).rejects.toThrow(
      /RP2 の「ノルバスク錠５ｍｇ」は令和8年11月20日で使えなくなった薬です。ほかの薬に変えてください。$/,
    );
    const { a } = clinics;
    expect(await clinics.run(a, (uow) => uow.tables.prescription.count())).toBe(0);
    await last('2026-11-21');
    await expect(issue(drug(amlodipine))).resolves.toBeTypeOf('string');
    await last(null);
  });

  it('leaves the unit of an amount of the ingredient (力価) as it was written', async () => {
    const order = drug(amlodipine);
    const titre = {
      ...order,
      medications: [{ ...line, yjCode: amlodipine, dose: '5', unit: 'ｍｇ', isTitre: true }],
    };
    const id = await issue(titre);
    const [item] = await clinics.run(clinics.a, (uow) =>
      uow.tables.prescriptionItem.findMany({ where: { prescriptionId: id } }),
    );
    expect(item).toMatchObject({ unit: 'ｍｇ' });
  });

  it('takes a 医療材料 by its name and unit, without a code of a drug', async () => {
    const id = await issue(needles);
    const { a } = clinics;
    const [item] = await clinics.run(a, (uow) =>
      uow.tables.prescriptionItem.findMany({ where: { prescriptionId: id } }),
    );
    expect(item).toMatchObject({ lineKind: 'material', yjCode: null, name: 'ペンニードル', unit: '本' });
  });
});
