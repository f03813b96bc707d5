import { reportLab } from '../../packages/core/src/lab/index.ts';
import type { UnitOfWork } from '../../packages/db/src/index.ts';
import { AS_OF, TIMESTAMP } from './artifact.ts';

const ITEMS = 5;

/**
 * Has a laboratory report five items of a patient, other ones for each, so that every item of the master comes up among all patients:
 * the demo clinics have no reports of their own.
 */
export async function reportSomeItems(uow: UnitOfWork, patientId: string, number: number): Promise<void> {
  const items = await uow.tables.labItem.findMany({ orderBy: { jlac10: 'asc' } });
  const from = (number * ITEMS) % items.length;
  const doctor = await uow.tables.staff.findFirstOrThrow({ where: { id: uow.actor.staffId ?? '' } });
  await reportLab(uow, {
    patientId,
    encounterId: null,
    doctorId: doctor.id,
    orderNumber: null,
    collectedOn: AS_OF,
    collectedAt: null,
    reportedAt: TIMESTAMP,
    results: items.slice(from, from + ITEMS).map(({ jlac10, unit, refLowMale, refHighMale }) => ({
      jlac10,
      localCode: null,
      value:
        unit === null
          ? { kind: 'text', text: '陰性' }
          : { kind: 'quantity', value: String(refHighMale ?? 1), comparator: null, unit },
      referenceLow: unit === null || refLowMale === null ? null : String(refLowMale),
      referenceHigh: unit === null || refHighMale === null ? null : String(refHighMale),
      interpretation: null,
      specimen: '血清',
      status: 'final',
    })),
  });
}
