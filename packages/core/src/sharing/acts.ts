import type { UnitOfWork } from '@shirube/db';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { UnitKind } from './kinds.ts';
import { sendAgain } from './night-round.ts';
import { wantUnit } from './want-unit.ts';

interface LockedUnit {
  id: string;
  patient_id: string;
  kind: UnitKind;
  source_id: string;
  wanted: boolean;
  wanted_revision: number;
  sent_revision: number;
}

/** The unit's row is the lock: two clicks are one decision. */
async function lockUnit(uow: UnitOfWork, input: { patientId: string; unitId: string }): Promise<LockedUnit> {
  const [unit] = await uow.tables.$queryRaw<LockedUnit[]>`
    SELECT id::text, patient_id::text, kind, source_id::text, wanted, wanted_revision, sent_revision
      FROM report_unit WHERE id = ${input.unitId}::uuid AND patient_id = ${input.patientId}::uuid FOR UPDATE`;
  if (!unit) throw notFound('共有の記録');
  return unit;
}

/**
 * もう一度送る: what was refused or given up, or was withdrawn and should be shared after all.
 * @throws DomainError not_found; conflict when it is on its way or has arrived
 */
export async function retryUnit(
  uow: UnitOfWork,
  input: { patientId: string; unitId: string },
): Promise<{ state: 'waiting' }> {
  const unit = await lockUnit(uow, input);
  const nothingToDo = () =>
    new DomainError('conflict', 'この共有は、送り直す状態ではありません。一覧を確かめてください。');
  if (!unit.wanted) {
    await uow.tables.reportUnit.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: unit.id } },
      data: { wanted: true, withdrawnAt: null, withdrawnById: null, withdrawnReason: null },
    });
    await wantUnit(uow, {
      patientId: unit.patient_id,
      kind: unit.kind,
      sourceId: unit.source_id,
      responsibleId: null,
    });
  } else {
    if (unit.sent_revision >= unit.wanted_revision) throw nothingToDo();
    const pending = await uow.tables.outboxMessage.count({
      where: {
        kind: `sharing.${unit.kind}`,
        idempotencyKey: `${unit.id}-${unit.wanted_revision}`,
        state: 'pending',
      },
    });
    if (pending > 0) throw nothingToDo();
    await sendAgain(uow, {
      unitId: unit.id,
      patientId: unit.patient_id,
      kind: unit.kind,
      revision: unit.wanted_revision,
    });
  }
  uow.audit({
    action: 'sharing.retry',
    patientId: unit.patient_id,
    entityType: 'report_unit',
    entityId: unit.id,
  });
  return { state: 'waiting' };
}

/**
 * 取り下げる: nothing of it should be registered any more, whatever the record says, until a doctor sends it again.
 * @throws DomainError not_found; conflict when it is withdrawn already
 */
export async function withdrawUnit(
  uow: UnitOfWork,
  input: { patientId: string; unitId: string; reason: string },
): Promise<{ state: 'waiting' }> {
  const unit = await lockUnit(uow, input);
  if (!unit.wanted) throw new DomainError('conflict', 'この共有は、すでに取り下げられています。');
  await uow.tables.reportUnit.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: unit.id } },
    data: {
      wanted: false,
      withdrawnAt: uow.now,
      withdrawnById: requireStaff(uow),
      withdrawnReason: input.reason,
    },
  });
  await wantUnit(uow, {
    patientId: unit.patient_id,
    kind: unit.kind,
    sourceId: unit.source_id,
    responsibleId: null,
  });
  uow.audit({
    action: 'sharing.withdraw',
    patientId: unit.patient_id,
    entityType: 'report_unit',
    entityId: unit.id,
    reason: input.reason,
  });
  return { state: 'waiting' };
}
