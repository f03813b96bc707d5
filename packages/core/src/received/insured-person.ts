import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { SharingPerson } from '../ports/index.ts';
import { type InsuranceKey, mayBeSameInsured } from '../reception/insurance-key.ts';
import { notFound } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';

const withoutBlanks = (text: string | null): string => (text ?? '').replace(/[\s\u3000]/g, '');

/** 被保険者個人識別子: 保険者番号 (8):記号:番号:枝番 (2). */
export function insuredIdOf(coverage: InsuranceKey): string {
  const branch = withoutBlanks(coverage.branchNumber);
  return [
    coverage.insurerNumber.trim().padStart(8, '0'),
    withoutBlanks(coverage.symbol),
    withoutBlanks(coverage.number),
    branch === '' ? '' : branch.padStart(2, '0'),
  ].join(':');
}

/** Whether an insurance of ours is the one an 被保険者個人識別子 names; a missing 枝番 on one side is not held against it. */
export function isInsuredUnder(insuredId: string, coverage: InsuranceKey): boolean {
  const [insurerNumber = '', symbol = '', number = '', branchNumber = ''] = insuredId.split(':');
  if (insurerNumber === '' || number === '') return false;
  return mayBeSameInsured(coverage, {
    insurerNumber,
    symbol: symbol || null,
    number,
    branchNumber: branchNumber || null,
  });
}

/** How the service knows a patient of ours: by the newest insurance in force. null: none is recorded. @throws DomainError not_found */
export async function sharingPersonOf(uow: UnitOfWork, patientId: string): Promise<SharingPerson | null> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: patientId },
    include: {
      coverages: {
        where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(todayInTokyo(uow.now)) } }] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: 1,
      },
    },
  });
  if (!patient) throw notFound('患者');
  const [coverage] = patient.coverages;
  return coverage ? { insuredId: insuredIdOf(coverage), birthDate: toCalendarDate(patient.birthDate) } : null;
}
