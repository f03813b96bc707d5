import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../prisma/seed/masters-import/index.ts';
import { listRecentDrugs } from '../masters/drugs.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { createPrescription } from './create-prescription.ts';
import { orderDraftSchema } from './rules/draft.ts';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
  const owner = await clinics.test.connect('owner');
  const masters = readDemoMasters(join(import.meta.dirname, '../../../../prisma/seed/masters'));
  await importMasters(owner, masters.tables, { editions: masters.editions });
});
afterAll(() => clinics?.close());

const order = orderDraftSchema.parse({
  issueType: 'paper',
  rps: [
    {
      clientId: randomUUID(),
      formClass: '1',
      quantity: 14,
      usage: { code: '1011000400000000', text: 'x', timesPerDay: 1 },
      medications: [
        {
          clientId: randomUUID(),
          yjCode: '2171022F2025',
          receiptCode: '',
          name: 'x',
          ingredientName: 'x',
          dose: '0.50',
          unit: 'x',
          unitCode: null,
        },
      ],
    },
  ],
});

it('a prescription is remembered for the doctor it is of, at 00:30 too, and says nothing of the patient', async () => {
  const { a } = clinics;
  clinics.setNow('2026-11-21T00:30:00+09:00');
  await clinics.run(a, (uow) =>
    createPrescription(uow, {
      patientId: a.patientId,
      encounterId: a.encounterId,
      doctorId: a.doctorId,
      order,
      author: null,
    }),
  );
  const [recent, ...others] = await clinics.run(a, (uow) => listRecentDrugs(uow, 5));
  expect(others).toEqual([]);
  expect(recent).toMatchObject({
    yjCode: '2171022F2025',
    group: 'recent',
    usual: { dose: '0.5', usageCode: '1011000400000000', quantity: 14 },
  });
  const rows = await clinics.run(a, (uow) => uow.tables.drugUse.findMany());
  expect(JSON.stringify(rows)).not.toContain(a.patientId);
  expect(await clinics.run(clinics.b, (uow) => listRecentDrugs(uow, 5))).toEqual([]);
});
