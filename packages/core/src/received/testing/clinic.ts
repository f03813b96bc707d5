import type { UnitOfWork } from '@shirube/db';
import { openTwoClinics, type TwoClinics } from '../../patients/testing/clinics.ts';
import type { FlowContext } from '../../shared/flow.ts';
import { FakeSharing } from './letters.ts';

export const drug = '2171022F1029';
export const disease = '20061857';

/** Two clinics, the codes the test letters use, and a service that each test fills. */
export async function openReceivingClinics(): Promise<{
  clinics: TwoClinics;
  sharing: FakeSharing;
  flow(of: 'a' | 'b'): FlowContext;
  setNow(instant: string): void;
}> {
  const clinics = await openTwoClinics();
  const sharing = new FakeSharing();
  let now = new Date('2026-11-20T09:15:00+09:00');
  const admin = await clinics.test.connect('admin');
  await admin.query(
    `INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, route_class, dosage_form, strength,
                              unit, therapeutic_class, is_generic, edition, valid_from)
     VALUES ($1, '612170709', 'アムロジン錠５ｍｇ', 'x', 'x', 'アムロジピンベシル酸塩', '2171022', '内用', '錠剤', '５ｍｇ１錠', '錠', 'x', false, 'x', '2020-01-01')`,
    [drug],
  );
  await admin.query(
    `INSERT INTO master.disease (management_no, receipt_code, exchange_code, name, kana, search_key, icd10, edition, valid_from)
     VALUES ($1, '8833421', 'HDKJ', '高血圧症', 'x', 'x', 'I10', 'x', '2020-01-01')`,
    [disease],
  );
  return {
    clinics,
    sharing,
    setNow(instant) {
      now = new Date(instant);
      clinics.setNow(instant);
    },
    flow: (of) => ({
      run: (work: (uow: UnitOfWork) => Promise<never>) => clinics.run(clinics[of], work),
      now: () => now,
      services: { sharing: sharing.port } as unknown as FlowContext['services'],
    }),
  };
}
