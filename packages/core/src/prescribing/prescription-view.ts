import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { signatureReportSchema } from '../ports/signature-report.ts';
import type { IssueType } from '../records/index.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import { whyNoCancel } from './life/cancel.ts';
import { whyNoChange } from './life/change.ts';
import { dispensingRows, staffNames, toDispensingView } from './life/dispensing-view.ts';
import { refillOf } from './life/refill.ts';
import type { prescriptionViewSchema } from './life/schema.ts';
import { situationOf } from './life/situation.ts';
import type { PrescriptionStatus } from './life/status.ts';
import { livingSuccessor } from './life/versions.ts';
import { readPrescriptionRecord } from './prescription-record.ts';
import { printRefusal } from './rules/print-forms.ts';

/** One prescription, how far it has come and what may be done; what the screen asks again while the worker is at it. */
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
        select: { signerName: true, signedAt: true, report: true },
      },
    },
  });
  const state = prescription?.state;
  if (!prescription || !state) throw notFound('処方箋');
  const { id } = prescription;
  const status = state.status as PrescriptionStatus;
  const [copies, dispensings, successor, drafts, replaced] = await Promise.all([
    uow.tables.prescriptionCopy.count({ where: { prescriptionId: id } }),
    dispensingRows(uow, { prescriptionId: id }),
    livingSuccessor(uow, id),
    uow.tables.prescriptionChange.count({ where: { prescriptionId: id } }),
    prescription.supersedesId === null
      ? null
      : uow.tables.prescriptionState.findFirst({
          where: { prescriptionId: prescription.supersedesId },
          select: { externalId: true },
        }),
  ]);
  const nameOf = await staffNames(uow, [
    ...prescription.events.map((event) => event.actorId),
    ...dispensings.flatMap((each) => each.readings.map((reading) => reading.staffId)),
  ]);
  uow.audit({
    action: 'prescription.view',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: id,
  });
  const signed = prescription.signedDocuments[0];
  const report = signatureReportSchema.safeParse(signed?.report);
  const held = { ...state, status, doctorId: prescription.doctorId };
  const noChange = await whyNoChange(uow, id, held, successor);
  const noCancel = whyNoCancel(held, successor);
  return {
    id,
    patientId: prescription.patientId,
    encounterId: prescription.encounterId,
    versionNo: prescription.versionNo,
    issueType: prescription.issueType as IssueType,
    status,
    situation: situationOf({
      issueType: prescription.issueType as IssueType,
      status,
      attention: state.attention,
      validUntil: toCalendarDate(prescription.validUntil),
      today: todayInTokyo(uow.now),
      dispensedCount: state.dispensedCount,
      unread: dispensings.filter((each) => each.hasMessage && each.readings.length === 0).length,
      changeRefused: prescription.events.some((event) => event.type === 'change_refused'),
      replacesRegistered: replaced?.externalId != null,
    }),
    accessCode: state.accessCode,
    attention: state.attention,
    issuedOn: toCalendarDate(prescription.issuedOn),
    validUntil: toCalendarDate(prescription.validUntil),
    hasCopy: copies > 0,
    signer: signed?.signerName ?? null,
    signedAt: signed ? toInstant(signed.signedAt) : null,
    signature: report.success ? report.data : null,
    pharmacyName: state.pharmacyName,
    change: { open: noChange === null, why: noChange },
    cancel: { open: noCancel === null, why: noCancel },
    hasChangeDraft: drafts > 0,
    successorId: successor?.id ?? null,
    refill: refillOf(
      readPrescriptionRecord(prescription.record),
      dispensings.map((each) => toCalendarDate(each.dispensedOn)),
      state.dispensedCount,
    ),
    dispensings: dispensings.map((each) => toDispensingView(each, nameOf)),
    events: prescription.events.map((event) => ({
      type: event.type,
      at: toInstant(event.at),
      actor: nameOf(event.actorId),
    })),
  };
}

/**
 * The stored 控え of a registered prescription.
 *
 * @throws DomainError not_found; conflict when it must not be handed out any more, with the reason
 */
export async function readPrescriptionCopy(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string },
): Promise<Uint8Array> {
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    select: { id: true, issueType: true, state: { select: { status: true } } },
  });
  const copy = prescription?.state
    ? await uow.tables.prescriptionCopy.findFirst({
        where: { prescriptionId: prescription.id },
        orderBy: { fetchedAt: 'desc' },
      })
    : null;
  if (!prescription?.state || !copy) throw notFound('処方内容の控え');
  const refusal = printRefusal('copy', prescription.issueType as IssueType, prescription.state.status);
  if (refusal !== null) throw new DomainError('conflict', refusal);
  uow.audit({
    action: 'prescription.copy_view',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
  });
  return copy.pdf;
}
