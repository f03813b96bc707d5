import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { signatureReportSchema } from '../../ports/signature-report.ts';
import type { DispensingRecord } from '../../records/index.ts';
import { toCalendarDate, toInstant } from '../../shared/rows.ts';
import type { dispensingViewSchema } from './schema.ts';

type Row = Awaited<ReturnType<typeof dispensingRows>>[number];
export type DispensingView = z.input<typeof dispensingViewSchema>;

/** Dispensing results of some prescriptions, oldest first, with who has read them. The documents themselves stay where they are. */
export const dispensingRows = (uow: UnitOfWork, where: { prescriptionId?: string; patientId?: string }) =>
  uow.tables.dispensing.findMany({
    where,
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    omit: { xml: true },
    include: { readings: { orderBy: { readAt: 'asc' } } },
  });

/** What the clinic reads of a dispensing result. */
export function toDispensingView(row: Row, nameOf: (staffId: string) => string | null): DispensingView {
  const content = row.content as unknown as DispensingRecord;
  const report = signatureReportSchema.safeParse(row.report);
  return {
    id: row.id,
    prescriptionId: row.prescriptionId,
    pharmacyName: row.pharmacyName,
    pharmacyPhone: content.pharmacy.phone || null,
    pharmacist: content.pharmacist?.name || null,
    dispensedOn: toCalendarDate(row.dispensedOn),
    receivedAt: toInstant(row.receivedAt),
    asksForReading: row.hasMessage,
    messages: [
      ...content.messages.map(({ text }) => ({ kind: 'message' as const, text })),
      ...content.inquiries.map(({ text }) => ({ kind: 'inquiry' as const, text })),
      ...content.remarks.map((text) => ({ kind: 'remark' as const, text })),
    ],
    changes: content.changes,
    lines: content.rps.flatMap((rp) =>
      rp.drugs.map(
        (drug) =>
          `${drug.name} ${drug.amount}${drug.unit} ${rp.usage?.text ?? ''} ${rp.quantity}${rp.quantityUnit}`,
      ),
    ),
    signature: report.success
      ? {
          verdict: report.data.valid ? 'valid' : 'invalid',
          signerName: report.data.signerName,
          problems: report.data.problems,
        }
      : { verdict: 'indeterminate', signerName: '', problems: [] },
    readBy: row.readings.map((reading) => ({
      name: nameOf(reading.staffId) ?? '',
      at: toInstant(reading.readAt),
    })),
  };
}

/** 「姓 名」 of the clinic's people by id. */
export async function staffNames(
  uow: UnitOfWork,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string | null> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const staff = known.length === 0 ? [] : await uow.tables.staff.findMany({ where: { id: { in: known } } });
  return (id) => {
    const person = staff.find((each) => each.id === id);
    return person ? `${person.familyName} ${person.givenName}` : null;
  };
}

/** Whether somebody of the clinic must take note: what a pharmacy writes to the doctor, or hands out otherwise than prescribed. */
export function asksForReading(content: DispensingRecord): boolean {
  return (
    content.messages.length > 0 ||
    content.inquiries.length > 0 ||
    (content.changes ?? []).some((change) => change.kind !== 'other_drug')
  );
}
