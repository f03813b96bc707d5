import type { UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { correctLab, readLabReport, reportLab } from './index.ts';

const item = '5F016143102302311';
let clinics: TwoClinics;
let admin: Awaited<ReturnType<TwoClinics['test']['connect']>>;
const patientId = () => clinics.a.patientId;

beforeAll(async () => {
  clinics = await openTwoClinics();
  admin = await clinics.test.connect('admin');
  await admin.query(
    `INSERT INTO master.lab_item (jlac10, fhir_code, name, abbreviation, category, sort_no, edition, valid_from)
     VALUES ($1, '5F016', 'HBs抗原', 'HBs', '感染症検査', 1, 'x', '2020-01-01')`,
    [item],
  );
});
afterAll(() => clinics?.close());

const result = (text: string) => ({
  jlac10: item,
  localCode: null,
  value: { kind: 'text' as const, text },
  referenceLow: null,
  referenceHigh: null,
  interpretation: null,
  specimen: '血清',
  status: 'final' as const,
});

it('of two corrections at once, the later one is in force, alone', async () => {
  const { reportId } = await clinics.run(clinics.a, (uow) =>
    reportLab(uow, {
      patientId: patientId(),
      encounterId: null,
      doctorId: clinics.a.doctorId,
      orderNumber: null,
      collectedOn: '2026-11-19',
      collectedAt: null,
      reportedAt: '2026-11-19T10:00:00+09:00',
      results: [result('陰性')],
    }),
  );
  const correct = (uow: UnitOfWork, text: string) =>
    correctLab(uow, {
      patientId: patientId(),
      reportId,
      reportedAt: '2026-11-20T09:00:00+09:00',
      results: [result(text)],
    });
  let second: Promise<unknown> = Promise.resolve();
  await clinics.run(clinics.a, async (uow) => {
    await correct(uow, '陽性');
    let settled = false;
    second = clinics
      .run(clinics.a, (other) => correct(other, '判定保留'))
      .finally(() => {
        settled = true;
      });
    // until it is done, or waits for this one
    while (!settled && (await admin.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount === 0);
  });
  await second;
  const report = await clinics.run(clinics.a, (uow) => readLabReport(uow, reportId));
  expect(report?.results.map((each) => each.value)).toEqual([{ kind: 'text', text: '判定保留' }]);
});
