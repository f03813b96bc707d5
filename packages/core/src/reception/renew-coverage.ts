import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { EligibilityResult } from '../ports/index.ts';
import { nullable, toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { wantInformationOf } from '../sharing/want-unit.ts';
import { isSameInsurance, lastDayOfReplaced } from './insurance-key.ts';

/** The patient's share when the answer does not say it: 3割. */
const usualCopayPercent = 30;

/** A changed insurance is a new row and the old one ends. An unchanged one is only verified again. */
export async function renewCoverage(
  uow: UnitOfWork,
  patientId: string,
  { insurance, validity, processedAt }: EligibilityResult,
): Promise<void> {
  if (!insurance || validity !== '1') return;
  const current = await uow.tables.coverage.findFirst({
    where: { patientId, validTo: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (current && isSameInsurance(current, insurance)) {
    await uow.tables.coverage.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: current.id } },
      data: {
        verifiedAt: uow.now,
        ...(insurance.copayPercent === null ? {} : { copayPercent: insurance.copayPercent }),
      },
    });
    return;
  }
  if (current)
    await uow.tables.coverage.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: current.id } },
      data: {
        validTo: toDateColumn(
          lastDayOfReplaced(
            nullable(current.validFrom, toCalendarDate),
            insurance.validFrom,
            todayInTokyo(new Date(processedAt)),
          ),
        ),
      },
    });
  await uow.tables.coverage.create({
    data: {
      tenantId: uow.tenantId,
      patientId,
      insurerNumber: insurance.insurerNumber,
      insurerName: insurance.insurerName,
      symbol: insurance.symbol,
      number: insurance.number,
      branchNumber: insurance.branchNumber,
      isDependent: insurance.isDependent,
      copayPercent: insurance.copayPercent ?? usualCopayPercent,
      validFrom: nullable(insurance.validFrom, toDateColumn),
      source: 'オンライン資格確認',
      verifiedAt: uow.now,
      createdAt: uow.now,
    },
  });
  await wantInformationOf(uow, patientId);
}
