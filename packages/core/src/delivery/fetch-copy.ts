import { PortError } from '../ports/index.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { DeliveryHandler } from './deliver-message.ts';

/** 処方内容（控え）: the PDF the patient takes along, kept as the service made it. */
export const fetchPrescriptionCopy: DeliveryHandler = async (flow, message) => {
  const state = await flow.run((uow) =>
    uow.tables.prescriptionState.findFirstOrThrow({
      where: { prescriptionId: message.aggregateId },
      include: { prescription: { select: { record: true } } },
    }),
  );
  if (state.externalId === null)
    throw new PortError('eprescription', 'retryable', '処方箋がまだ登録されていません。');
  const record = readPrescriptionRecord(state.prescription.record);
  const pdf = await flow.services.ePrescription.fetchCopy({
    institutionCode: record.facility.institutionCode,
    requestId: `${message.id}-copy-${message.attempts}`,
    prescriptionId: state.externalId,
  });
  await flow.run(async (uow) => {
    const held = await uow.tables.prescriptionCopy.count({ where: { prescriptionId: message.aggregateId } });
    if (held > 0) return;
    await uow.tables.prescriptionCopy.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId: message.aggregateId,
        pdf: new Uint8Array(pdf),
        fetchedAt: uow.now,
      },
    });
    uow.audit({
      action: 'prescription.copy_fetch',
      patientId: message.patientId,
      entityType: 'prescription',
      entityId: message.aggregateId,
    });
  });
};
