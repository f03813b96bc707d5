import type { UnitOfWork } from '@shirube/db';

/** The signed bytes and the CSV inside them, as stored; null when this clinic has no such signed prescription. */
export async function exportPrescription(
  uow: UnitOfWork,
  input: { prescriptionId: string; reason: string },
): Promise<{ xml: Uint8Array; csv: Uint8Array } | null> {
  const document = await uow.tables.signedDocument.findFirst({
    where: { prescriptionId: input.prescriptionId },
    orderBy: { signedAt: 'desc' },
    include: { prescription: { select: { patientId: true } } },
  });
  if (!document) return null;
  uow.audit({
    action: 'prescription.export',
    patientId: document.prescription.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
    reason: input.reason,
  });
  return { xml: document.xml, csv: document.csv };
}
