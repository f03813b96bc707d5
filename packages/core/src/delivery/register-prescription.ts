import type { UnitOfWork } from '@shirube/db';
import { addDays } from '@shirube/terminology';
import { PortError } from '../ports/index.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { PrescriptionRecord } from '../records/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import type { DeliveryHandler, PendingMessage } from './deliver-message.ts';

/**
 * 処方箋登録. The service keeps our idempotency key, and after any attempt whose end is unknown it is asked first: a
 * prescription is never registered twice (e-prescription interface: "do not re-register blindly").
 */
export const registerPrescription: DeliveryHandler = async (flow, message) => {
  const prescriptionId = message.aggregateId;
  const prepared = await flow.run(async (uow) => {
    const prescription = await uow.tables.prescription.findFirstOrThrow({
      where: { id: prescriptionId },
      include: { state: true, signedDocuments: { orderBy: { signedAt: 'desc' }, take: 1 } },
    });
    const signed = prescription.signedDocuments[0];
    if (!signed || !prescription.state) throw new Error('a registration without a signed document');
    return {
      record: readPrescriptionRecord(prescription.record),
      xml: signed.xml,
      status: prescription.state.status,
    };
  });
  if (!['signed', 'register_unknown', 'register_failed'].includes(prepared.status)) return;
  const { record } = prepared;
  const institutionCode = record.facility.institutionCode;
  try {
    const known =
      message.attempts > 0 || prepared.status === 'register_unknown'
        ? await findRegistered(flow, message, record)
        : null;
    const registered =
      known ??
      (await flow.services.ePrescription.register({
        institutionCode,
        idempotencyKey: message.idempotencyKey,
        signedXml: prepared.xml,
        issueType: record.issueType === 'paper' ? 'paper' : 'electronic',
      }));
    await flow.run(async (uow) => {
      await moveTo(uow, prescriptionId, 'registered', null, {
        externalId: registered.prescriptionId,
        accessCode: registered.accessCode,
      });
      await uow.enqueue({
        kind: 'prescription.copy',
        patientId: message.patientId,
        aggregateId: prescriptionId,
        idempotencyKey: message.idempotencyKey,
        payload: {},
      });
      uow.audit({
        action: 'prescription.register',
        patientId: message.patientId,
        entityType: 'prescription',
        entityId: prescriptionId,
      });
    });
  } catch (error) {
    if (error instanceof PortError)
      await flow.run(async (uow) => {
        await moveTo(
          uow,
          prescriptionId,
          error.kind === 'unknown' || error.kind === 'retryable' ? 'register_unknown' : 'register_failed',
          error.userMessage,
        );
        uow.audit({
          action: 'prescription.register',
          patientId: message.patientId,
          entityType: 'prescription',
          entityId: prescriptionId,
          outcome: 'failed',
          reason: error.kind,
        });
      });
    throw error;
  }
};

async function findRegistered(flow: FlowContext, message: PendingMessage, record: PrescriptionRecord) {
  const { coverage, birthDate } = record.patient;
  if (coverage === null) return null;
  const held = await flow.services.ePrescription.search({
    institutionCode: record.facility.institutionCode,
    requestId: `${message.id}-search-${message.attempts}`,
    patient: {
      insurerNumber: coverage.insurerNumber,
      symbol: coverage.symbol,
      number: coverage.number,
      branchNumber: coverage.branchNumber,
      birthDate,
    },
    issuedFrom: addDays(record.issuedOn, -1),
    issuedTo: addDays(record.issuedOn, 1),
  });
  return held.find((each) => each.idempotencyKey === message.idempotencyKey) ?? null;
}

type Status = 'registered' | 'register_unknown' | 'register_failed';

async function moveTo(
  uow: UnitOfWork,
  prescriptionId: string,
  status: Status,
  attention: string | null,
  numbers: { externalId: string; accessCode: string } | null = null,
): Promise<void> {
  await uow.tables.prescriptionState.updateMany({
    where: { prescriptionId, status: { in: ['signed', 'register_unknown', 'register_failed'] } },
    data: { status, attention, ...(numbers ?? {}), updatedAt: uow.now, rowVersion: { increment: 1 } },
  });
  await uow.tables.prescriptionEvent.create({
    data: { tenantId: uow.tenantId, prescriptionId, type: status, actorId: uow.actor.staffId, at: uow.now },
  });
}

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
