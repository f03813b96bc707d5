import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { confirmOrder } from '../../charting/confirm.ts';
import type { IssueType } from '../../records/index.ts';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { toInstant } from '../../shared/rows.ts';
import { readPrescriptionRecord } from '../prescription-record.ts';
import { type OrderDraft, orderDraftSchema } from '../rules/draft.ts';
import { validateDraftOrder } from '../rules/order.ts';
import { type Held, isAtPharmacy, loadLive } from './cancel.ts';
import { moveTo } from './move.ts';
import { orderOfRecord } from './order-of-record.ts';
import type { changeViewSchema } from './schema.ts';
import { neverSentStatuses } from './status.ts';
import { livingSuccessor } from './versions.ts';
import { lifeWords } from './words.ts';

type Target = { patientId: string; prescriptionId: string };

/** The prescription that is to be changed and what has been written of the change so far. */
export async function openChange(uow: UnitOfWork, input: Target): Promise<z.input<typeof changeViewSchema>> {
  const held = await loadLive(uow, input);
  const draft = await uow.tables.prescriptionChange.findFirst({
    where: { prescriptionId: input.prescriptionId, patientId: input.patientId },
  });
  const record = readPrescriptionRecord(held.record);
  uow.audit({
    action: 'prescription.change_open',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
  });
  const { patient } = record;
  return {
    prescriptionId: input.prescriptionId,
    encounterId: held.encounterId,
    status: held.status,
    patientName: `${patient.familyName} ${patient.givenName}`,
    issuedOn: record.issuedOn,
    record: { issueType: record.issueType, rps: record.rps, refillCount: record.refillCount },
    refusal: await whyNoChange(uow, input.prescriptionId, held),
    initial: orderOfRecord(record),
    draft: draft && {
      content: orderDraftSchema.parse(draft.content),
      revision: draft.revision,
      updatedAt: toInstant(draft.updatedAt),
    },
  };
}

/** Why it can not be changed now, with what to do instead; null when it can. */
export async function whyNoChange(
  uow: UnitOfWork,
  prescriptionId: string,
  held: Held & { doctorId: string },
  successor?: { id: string } | null,
): Promise<string | null> {
  if (held.status === 'superseded') return lifeWords.superseded;
  if (isAtPharmacy(held)) return lifeWords.atPharmacy(lifeWords.pharmacy(held.pharmacyName));
  if (held.status === 'cancel_unknown') return '取り消している途中です。結果がわかるまでお待ちください。';
  if (successor === undefined ? await livingSuccessor(uow, prescriptionId) : successor)
    return 'この処方箋には、変更した新しい処方箋があります。新しいほうを開いてください。';
  if (held.doctorId !== uow.actor.staffId) return '処方箋を変更できるのは、処方した医師だけです。';
  return null;
}

/** Keeps what has been clicked so far. A save on top of an unseen newer revision is refused as stale. */
export async function saveChange(
  uow: UnitOfWork,
  input: Target & { baseRevision: number; content: OrderDraft },
): Promise<{ revision: number; savedAt: string }> {
  const held = await loadLive(uow, input);
  const content = input.content as unknown as Prisma.InputJsonObject;
  const written = { content, updatedById: requireStaff(uow), updatedAt: uow.now };
  const saved = await uow.tables.prescriptionChange.updateMany({
    where: { ...of(input), revision: input.baseRevision },
    data: { ...written, revision: input.baseRevision + 1 },
  });
  if (saved.count === 0) {
    const exists = (await uow.tables.prescriptionChange.count({ where: of(input) })) > 0;
    if (exists || input.baseRevision > 0)
      throw new DomainError(
        'stale',
        'この変更は別の画面で先に保存されています。こちらの入力は残っています。どちらを使うか選んでください。',
      );
    await uow.tables.prescriptionChange.create({
      data: { tenantId: uow.tenantId, ...of(input), encounterId: held.encounterId, ...written, revision: 1 },
    });
  }
  uow.audit({
    action: 'prescription.change_save',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
  });
  return { revision: input.baseRevision + 1, savedAt: toInstant(uow.now) };
}

/** The change is given up: the prescription stays as it is. */
export async function discardChange(uow: UnitOfWork, input: Target): Promise<{ discarded: true }> {
  await loadLive(uow, input);
  await uow.tables.prescriptionChange.deleteMany({ where: of(input) });
  uow.audit({
    action: 'prescription.change_discard',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
  });
  return { discarded: true };
}

/**
 * Freezes the change as the next version, checked like a new order. What was never sent ends here and now, so that its bytes are never
 * sent; what the service has stands until the service has confirmed the new one.
 * @throws DomainError stale, invalid, needs_decision as 確定 does; conflict when the old one can not be changed any more
 */
export async function confirmChange(
  uow: UnitOfWork,
  input: Target & { baseRevision: number },
): Promise<{ prescriptionId: string; issueType: IssueType }> {
  const held = await loadLive(uow, input);
  const why = await whyNoChange(uow, input.prescriptionId, held);
  if (why !== null) throw new DomainError('conflict', why);
  const kept = await uow.tables.prescriptionChange.findFirst({ where: of(input) });
  if (!kept) throw new DomainError('conflict', '変更の内容がありません。');
  if (kept.revision !== input.baseRevision)
    throw new DomainError(
      'stale',
      '別の画面で内容が変わりました。最新の内容を確かめてから確定してください。',
    );
  const draft = orderDraftSchema.parse(kept.content);
  if (!draft.rps.some((rp) => rp.medications.length > 0))
    throw new DomainError('invalid', '薬がありません。薬を全部やめるときは、処方箋を取り消してください。');
  const missing = validateDraftOrder(draft.rps).find((problem) => problem.severity === 'error');
  if (missing) throw new DomainError('invalid', missing.message, missing.at);
  const crosses = (held.issueType === 'in_house') !== (draft.issueType === 'in_house');
  if (crosses && held.status !== 'cancelled' && !neverSentStatuses.includes(held.status))
    throw new DomainError(
      'invalid',
      '院外と院内は変更できません。この処方箋を取り消してから、出し直してください。',
    );
  if (neverSentStatuses.includes(held.status))
    await moveTo(uow, input.prescriptionId, { from: [held.status], to: 'superseded', attention: null });
  const prescriptionId = await confirmOrder(uow, {
    patientId: input.patientId,
    encounterId: held.encounterId,
    doctorId: held.doctorId,
    draft,
    supersedesId: input.prescriptionId,
    author: null,
  });
  await uow.tables.prescriptionChange.deleteMany({ where: of(input) });
  uow.audit({
    action: 'prescription.change_confirm',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: prescriptionId,
  });
  return { prescriptionId, issueType: draft.issueType };
}

const of = ({ patientId, prescriptionId }: Target) => ({ patientId, prescriptionId });
