import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import type { prescriptionViewSchema } from './schema.ts';

/** One prescription and how far it has come; what the screen asks again while the worker is at it. */
export async function viewPrescription(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string },
): Promise<z.input<typeof prescriptionViewSchema>> {
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    include: {
      state: true,
      events: { orderBy: { at: 'asc' } },
      signedDocuments: {
        orderBy: { signedAt: 'desc' },
        take: 1,
        select: { signerName: true, signedAt: true },
      },
    },
  });
  if (!prescription?.state) throw notFound('処方箋');
  const copies = await uow.tables.prescriptionCopy.count({ where: { prescriptionId: prescription.id } });
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: prescription.events.flatMap((event) => (event.actorId ? [event.actorId] : [])) } },
  });
  uow.audit({
    action: 'prescription.view',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: prescription.id,
  });
  const signed = prescription.signedDocuments[0];
  return {
    id: prescription.id,
    patientId: prescription.patientId,
    encounterId: prescription.encounterId,
    status: prescription.state.status,
    accessCode: prescription.state.accessCode,
    attention: prescription.state.attention,
    issuedOn: toCalendarDate(prescription.issuedOn),
    validUntil: toCalendarDate(prescription.validUntil),
    hasCopy: copies > 0,
    signer: signed?.signerName ?? null,
    signedAt: signed ? toInstant(signed.signedAt) : null,
    events: prescription.events.map((event) => {
      const person = staff.find((each) => each.id === event.actorId);
      return {
        type: event.type,
        at: toInstant(event.at),
        actor: person ? `${person.familyName} ${person.givenName}` : null,
      };
    }),
  };
}

/** The stored 控え of a registered prescription. */
export async function readPrescriptionCopy(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string },
): Promise<Uint8Array> {
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    select: { id: true },
  });
  const copy = prescription
    ? await uow.tables.prescriptionCopy.findFirst({
        where: { prescriptionId: prescription.id },
        orderBy: { fetchedAt: 'desc' },
      })
    : null;
  if (!copy) throw notFound('処方内容の控え');
  uow.audit({
    action: 'prescription.copy_view',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
  });
  return copy.pdf;
}
