import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import type { waitingSchema } from './schema.ts';

/** More than a doctor leaves unsigned; the list says the oldest first. */
const maximumListed = 200;

/**
 * 署名待ち: electronic prescriptions of the acting doctor that have no signature yet, the oldest first. They stay here through
 * maintenance of the service and ended authorizations.
 */
export async function waitingForSignature(uow: UnitOfWork): Promise<z.input<typeof waitingSchema>> {
  const rows = await uow.tables.prescription.findMany({
    where: {
      doctorId: requireStaff(uow),
      issueType: 'electronic',
      state: { is: { status: { in: ['confirmed', 'sign_failed'] } } },
    },
    include: { state: true, encounter: { include: { patient: true } } },
    orderBy: { confirmedAt: 'asc' },
    take: maximumListed,
  });
  uow.audit({ action: 'signing.waiting', detail: { count: rows.length } });
  return {
    items: rows.map((row) => ({
      patientId: row.patientId,
      prescriptionId: row.id,
      encounterId: row.encounterId,
      patientNumber: row.encounter.patient.patientNumber,
      patientName: `${row.encounter.patient.familyName} ${row.encounter.patient.givenName}`,
      issuedOn: toCalendarDate(row.issuedOn),
      confirmedAt: toInstant(row.confirmedAt),
      attention: row.state?.attention ?? null,
    })),
  };
}
