import { createHash } from 'node:crypto';
import { Prisma, type UnitOfWork } from '@shirube/db';
import type { SharingIssue } from '../ports/index.ts';
import { toDateColumn } from '../shared/rows.ts';
import type { SendPlan } from './begin-send.ts';
import type { UnitKind } from './kinds.ts';
import { wantUnit } from './want-unit.ts';

interface Attempt {
  operation: 'register' | 'update' | 'cancel';
  content: Uint8Array | null;
}

/** The service has it: notes what and under which acknowledgement, and that the revision is sent. */
export async function endSend(
  uow: UnitOfWork,
  plan: SendPlan,
  attempt: Attempt & { content: Uint8Array; acknowledgementId: string },
): Promise<void> {
  await noteAttempt(uow, plan, { ...attempt, outcome: 'accepted', issues: [] });
  uow.audit({
    action: 'sharing.send',
    patientId: plan.patientId,
    entityType: 'report_unit',
    entityId: plan.unitId,
    detail: { unit: plan.kind, operation: attempt.operation, revision: plan.revision },
  });
  const ended = await uow.tables.reportUnit.updateMany({
    where: { id: plan.unitId, sendingToken: plan.token },
    data: {
      standing: 'registered',
      contentSha256: createHash('sha256').update(attempt.content).digest(),
      acknowledgementId: attempt.acknowledgementId,
      registeredAt: uow.now,
      sentRevision: plan.revision,
      // how far a receiver had come was said of the version before
      referralState: null,
      referralAskedAt: null,
      ...endOfTurn,
    },
  });
  await afterTurn(uow, plan, ended.count === 1);
}

/** 取消 is acknowledged. Where the unit is then registered for somebody else, the turn goes on. */
export async function noteCancelled(uow: UnitOfWork, plan: SendPlan): Promise<void> {
  await noteAttempt(uow, plan, { operation: 'cancel', content: null, outcome: 'accepted', issues: [] });
  uow.audit({
    action: 'sharing.cancel',
    patientId: plan.patientId,
    entityType: 'report_unit',
    entityId: plan.unitId,
    detail: { unit: plan.kind, revision: plan.revision },
  });
  const next = plan.nextPerson;
  const ended = await uow.tables.reportUnit.updateMany({
    where: { id: plan.unitId, sendingToken: plan.token },
    data: next
      ? { standing: 'unknown', insuredId: next.insuredId, birthDate: toDateColumn(next.birthDate) }
      : {
          standing: 'cancelled',
          contentSha256: null,
          acknowledgementId: null,
          referralState: null,
          sentRevision: plan.revision,
          ...endOfTurn,
        },
  });
  if (next === null) await afterTurn(uow, plan, ended.count === 1);
}

/**
 * Refused, or without an answer. A refusal changes nothing on the other side, so the unit stands as before; without an answer the attempt
 * stays noted, and the next one asks first.
 */
export async function noteUnfinished(
  uow: UnitOfWork,
  plan: SendPlan,
  attempt: Attempt & {
    outcome: 'refused' | 'unknown' | 'unreachable';
    issues: SharingIssue[];
    /** what the service said it has, where it was asked */
    held: boolean | null;
  },
): Promise<void> {
  await noteAttempt(uow, plan, attempt);
  const refused = attempt.outcome === 'refused' && (attempt.held !== null || !plan.endUnknown);
  await uow.tables.reportUnit.updateMany({
    where: { id: plan.unitId, sendingToken: plan.token },
    data: refused ? { standing: standingAfterRefusal(plan, attempt), ...endOfTurn } : { sendingUntil: null },
  });
}

function standingAfterRefusal(
  plan: SendPlan,
  attempt: { operation: Attempt['operation']; held: boolean | null },
): string {
  if (attempt.held !== null) return attempt.held ? 'registered' : 'none';
  // the former registration was cancelled before the new one was refused
  if (attempt.operation !== 'cancel' && plan.formerPerson !== null) return 'cancelled';
  return plan.standingBefore;
}

const endOfTurn = { sendingToken: null, sendingMessageId: null, sendingUntil: null };

/**
 * Nothing waits any more when no newer revision is wanted; refused messages of earlier ones are settled with it. Who lost the turn meanwhile
 * can not know what came last: the newest is sent once more.
 */
async function afterTurn(uow: UnitOfWork, plan: SendPlan, kept: boolean): Promise<void> {
  if (!kept) {
    await wantUnit(uow, {
      patientId: plan.patientId,
      kind: plan.kind as UnitKind,
      sourceId: plan.sourceId,
      responsibleId: null,
    });
    return;
  }
  const { count } = await uow.tables.reportUnit.updateMany({
    where: { id: plan.unitId, wantedRevision: plan.revision, sentRevision: plan.revision },
    data: { wantedSince: null },
  });
  // a newer revision is wanted: what became of its message is not settled by this one
  if (count === 1) await settleEarlier(uow, plan);
}

/** Refused messages of revisions before the one that is in effect wait for nobody any more. */
export async function settleEarlier(uow: UnitOfWork, plan: SendPlan): Promise<void> {
  await uow.tables.outboxMessage.updateMany({
    where: { aggregateId: plan.unitId, state: { in: ['refused', 'dead'] }, id: { not: plan.messageId } },
    data: {
      state: 'delivered',
      deliveredAt: uow.now,
      lastError: 'この送信のあとの、新しい内容の送信が受け付けられました。',
      rowVersion: { increment: 1 },
    },
  });
}

async function noteAttempt(
  uow: UnitOfWork,
  plan: SendPlan,
  attempt: Attempt & { outcome: string; issues: SharingIssue[] },
): Promise<void> {
  await uow.tables.reportUnitSend.create({
    data: {
      tenantId: uow.tenantId,
      unitId: plan.unitId,
      patientId: plan.patientId,
      outboxMessageId: plan.messageId,
      operation: attempt.operation,
      revision: plan.revision,
      content: attempt.content === null ? null : new Uint8Array(attempt.content),
      outcome: attempt.outcome,
      issues:
        attempt.issues.length === 0 ? Prisma.DbNull : (attempt.issues as unknown as Prisma.InputJsonArray),
      entries: plan.register ? (plan.register.entries as unknown as Prisma.InputJsonArray) : Prisma.DbNull,
      sentAt: uow.now,
    },
  });
}
