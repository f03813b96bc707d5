import type { UnitOfWork } from '@shirube/db';
import type { IssueType, PrescriptionRecord } from '../records/index.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { readPrescriptionRecord } from './prescription-record.ts';
import { type PrintForm, printRefusal } from './rules/print-forms.ts';

/** What a form is made from. */
export type PrintContent =
  /** the service's own 控え: printed as it came */
  | { kind: 'stored'; pdf: Uint8Array }
  | {
      kind: 'made';
      /** with the 引換番号 that the service gave, if it has */
      record: PrescriptionRecord;
      /** 薬効分類 of each drug by YJ code, where the master has a name for it */
      therapeuticClasses: ReadonlyMap<string, string>;
    };

/**
 * The prescription as it goes on paper, and the note in the trail that it did.
 *
 * @throws DomainError not_found; conflict when this form must not be printed of it now, with the reason
 */
export async function readForPrint(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string; form: PrintForm },
): Promise<PrintContent> {
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    include: { state: true },
  });
  if (!prescription?.state) throw notFound('処方');
  const refusal = printRefusal(input.form, prescription.issueType as IssueType, prescription.state.status);
  if (refusal !== null) throw new DomainError('conflict', refusal);
  uow.audit({
    action: 'prescription.print',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: prescription.id,
    detail: { form: input.form },
  });
  const stored =
    input.form === 'copy'
      ? await uow.tables.prescriptionCopy.findFirst({
          where: { prescriptionId: prescription.id },
          orderBy: { fetchedAt: 'desc' },
        })
      : null;
  if (stored) return { kind: 'stored', pdf: stored.pdf };
  const record = readPrescriptionRecord(prescription.record);
  return {
    kind: 'made',
    record: { ...record, accessCode: prescription.state.accessCode },
    therapeuticClasses: input.form === 'leaflet' ? await classesOf(uow, record) : new Map(),
  };
}

/** The master keeps the number where 薬効分類 has no name at hand: a number says nothing to a patient. */
async function classesOf(uow: UnitOfWork, record: PrescriptionRecord): Promise<Map<string, string>> {
  const codes = record.rps.flatMap((rp) => rp.medications.map((each) => each.yjCode));
  const drugs = await uow.tables.drug.findMany({
    where: { yjCode: { in: codes } },
    select: { yjCode: true, therapeuticClass: true },
  });
  return new Map(
    drugs
      .filter((drug) => drug.therapeuticClass !== '' && !/^\d+$/.test(drug.therapeuticClass))
      .map((drug) => [drug.yjCode, drug.therapeuticClass]),
  );
}
