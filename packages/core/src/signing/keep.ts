import type { Prisma } from '@shirube/db';
import type { PortError } from '../ports/index.ts';
import { requireStaff } from '../shared/actor.ts';
import type { FlowContext } from '../shared/flow.ts';

interface Target {
  prescriptionId: string;
  patientId: string;
}

export interface KeptSignature {
  csv: Uint8Array;
  /** the bytes as signed and verified */
  xml: Uint8Array;
  xmlSha256: Uint8Array;
  provider: string;
  /** the verifier's SignatureReport, whole */
  report: Prisma.InputJsonObject;
  signerName: string;
  serial: string;
  hcRoles: string[];
  signedAt: Date;
}

const unsigned = ['confirmed', 'sign_failed'] as const;

/** Stores a verified signature and hands it to the outbox; where another tab was quicker, its signature stands and this one is dropped. */
export function keepSignature(
  flow: FlowContext,
  target: Target,
  signed: KeptSignature,
): Promise<{ status: 'signed' | 'already_signed' }> {
  return flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const { prescriptionId, patientId } = target;
    const moved = await uow.tables.prescriptionState.updateMany({
      where: { prescriptionId, status: { in: [...unsigned] } },
      data: { status: 'signed', attention: null, updatedAt: uow.now, rowVersion: { increment: 1 } },
    });
    if (moved.count !== 1) return { status: 'already_signed' };
    const document = await uow.tables.signedDocument.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId,
        csv: new Uint8Array(signed.csv),
        xml: new Uint8Array(signed.xml),
        xmlSha256: new Uint8Array(signed.xmlSha256),
        signerName: signed.signerName,
        certificateSerial: signed.serial,
        hcRoles: signed.hcRoles,
        provider: signed.provider,
        report: signed.report,
        signedById: staffId,
        signedAt: signed.signedAt,
      },
      select: { id: true },
    });
    await uow.tables.prescriptionEvent.create({
      data: { tenantId: uow.tenantId, prescriptionId, type: 'signed', actorId: staffId, at: uow.now },
    });
    await uow.enqueue({
      kind: 'prescription.register',
      patientId,
      aggregateId: prescriptionId,
      idempotencyKey: document.id,
      payload: { prescriptionId, signedDocumentId: document.id },
    });
    uow.audit({
      action: 'prescription.sign',
      patientId,
      entityType: 'prescription',
      entityId: prescriptionId,
      detail: { provider: signed.provider },
    });
    return { status: 'signed' };
  });
}

/** Says at the prescription why it is not signed. After an authorization that ended it waits as it did before. */
export function keepFailure(flow: FlowContext, target: Target, error: PortError): Promise<void> {
  return flow.run(async (uow) => {
    const { prescriptionId, patientId } = target;
    if (error.kind !== 'auth')
      await uow.tables.prescriptionState.updateMany({
        where: { prescriptionId, status: { in: [...unsigned] } },
        data: {
          status: 'sign_failed',
          attention: error.userMessage,
          updatedAt: uow.now,
          rowVersion: { increment: 1 },
        },
      });
    await uow.tables.prescriptionEvent.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId,
        type: 'sign_failed',
        detail: { kind: error.kind, code: error.code },
        actorId: requireStaff(uow),
        at: uow.now,
      },
    });
    uow.audit({
      action: 'prescription.sign',
      patientId,
      entityType: 'prescription',
      entityId: prescriptionId,
      outcome: 'failed',
      reason: error.code ?? error.kind,
    });
  });
}
