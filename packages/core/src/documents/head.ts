import type { UnitOfWork } from '@shirube/db';
import type { DocumentHead } from '../records/documents.ts';
import { requireStaff } from '../shared/actor.ts';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import type { ChartForDocument } from './chart.ts';

/** The beginning of a document: clinic, the doctor who confirms it, the patient, and the visit it was written in. */
export async function documentHead(
  uow: UnitOfWork,
  chart: ChartForDocument,
  input: { patientId: string; documentId: string; encounterId: string | null; versionNo: number },
): Promise<DocumentHead> {
  const tenant = await uow.tables.tenant.findFirstOrThrow();
  const doctor = await uow.tables.staff.findFirstOrThrow({ where: { id: requireStaff(uow) } });
  const visit =
    input.encounterId === null
      ? null
      : await uow.tables.encounter.findFirst({
          where: { id: input.encounterId, patientId: input.patientId },
        });
  if (input.encounterId !== null && visit === null) throw notFound('診察');
  return {
    documentId: input.documentId,
    versionNo: input.versionNo,
    issuedOn: chart.today,
    confirmedAt: toInstant(uow.now),
    facility: {
      ...chart.facility,
      ...(visit ? { departmentCode: visit.departmentCode, departmentName: visit.departmentName } : {}),
      fax: tenant.fax,
    },
    author: {
      code: doctor.doctorCode,
      familyName: doctor.familyName,
      givenName: doctor.givenName,
      familyKana: doctor.familyKana,
      givenKana: doctor.givenKana,
      medicalRegistrationNumber: doctor.licence === '医師' ? doctor.licenceNumber : null,
    },
    patient: chart.patient,
    encounter: visit && {
      id: visit.id,
      startedAt: toInstant(visit.startedAt),
      departmentCode: visit.departmentCode,
      departmentName: visit.departmentName,
    },
  };
}
