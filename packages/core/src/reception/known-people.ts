import type { UnitOfWork } from '@shirube/db';
import { toPatientSummary } from '../patients/search-patients.ts';
import type { EligibilityResult } from '../ports/index.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import type { KnownPerson } from './match-patient.ts';

/** The patients any of the cards could be about: born on the same day, or registered under the 照会番号. */
export async function loadKnownPeople(uow: UnitOfWork, cards: readonly EligibilityResult[]) {
  if (cards.length === 0) return [];
  const rows = await uow.tables.patient.findMany({
    where: {
      OR: [
        { birthDate: { in: [...new Set(cards.map((card) => card.person.birthDate))].map(toDateColumn) } },
        {
          patientNumber: {
            in: cards.flatMap((card) => (card.referenceNumber === null ? [] : [card.referenceNumber])),
          },
        },
      ],
    },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] } },
  });
  return rows.map((row) => ({
    ...row,
    birthDate: toCalendarDate(row.birthDate),
    summary: toPatientSummary(row),
  })) satisfies KnownPerson[];
}
