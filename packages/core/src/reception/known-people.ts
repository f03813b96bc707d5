import type { UnitOfWork } from '@shirube/db';
import { mergedInto } from '../patients/merge/former-charts.ts';
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
  return (await inUse(uow, rows)).map((row) => ({
    ...row,
    birthDate: toCalendarDate(row.birthDate),
    summary: toPatientSummary(row),
  })) satisfies KnownPerson[];
}

/** A chart that was merged is nobody's any more; its insurances name the person of the chart that remains. */
async function inUse<Row extends { id: string; coverages: unknown[] }>(
  uow: UnitOfWork,
  rows: Row[],
): Promise<Row[]> {
  const merges = await uow.tables.patientMerge.findMany({
    where: { fromId: { in: rows.map((row) => row.id) } },
  });
  if (merges.length === 0) return rows;
  const later = new Map<string, string | null>();
  for (const { fromId } of merges) later.set(fromId, await mergedInto(uow, fromId));
  return rows
    .filter((row) => !later.has(row.id))
    .map((row) => ({
      ...row,
      coverages: [
        ...row.coverages,
        ...rows.filter((former) => later.get(former.id) === row.id).flatMap((former) => former.coverages),
      ],
    }));
}
