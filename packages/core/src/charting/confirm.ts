import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { authorshipOf, type RowAuthor } from '../entries/authorship.ts';
import { assertEntriesDecided } from '../entries/decide.ts';
import { latestNational, localResult, storeCheck } from '../prescribing/check-order.ts';
import { createPrescription } from '../prescribing/create-prescription.ts';
import {
  localUncheckedKey,
  mergeFindings,
  nationalAcceptKey,
  nationalUncheckedKey,
} from '../prescribing/findings.ts';
import { type EncounterDraft, encounterDraftSchema, type OrderDraft } from '../prescribing/rules/draft.ts';
import { orderSha256, validateDraftOrder } from '../prescribing/rules/order.ts';
import type { CheckResult } from '../prescribing/schema.ts';
import { needsDecision } from '../safety/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { wantAllergies, wantConditions } from '../sharing/want-unit.ts';
import { approvedEntries, recordAuthorship } from './authorship.ts';
import { confirmConditions } from './confirm-conditions.ts';
import { soapSha256 } from './note-versions.ts';
import type { confirmInput, confirmOutput } from './schema.ts';

/**
 * 確定: turns the draft into confirmed versions, in one transaction: the note, the diagnoses, the prescription, the safety
 * checks made for exactly this order, the decisions about them, and what must leave the clinic.
 * Throws `needs_decision` while an alert, a check that could not be made or an entry made for the doctor has no decision, `invalid` while something is
 * missing, `stale` when the draft was changed elsewhere. Nothing is half-confirmed.
 */
export async function confirmEncounter(
  uow: UnitOfWork,
  input: z.output<typeof confirmInput>,
): Promise<z.output<typeof confirmOutput>> {
  const staffId = requireStaff(uow);
  // the visit's row is the lock: two tabs can not both confirm
  const [locked] = await uow.tables.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM encounter WHERE id = ${input.encounterId}::uuid AND patient_id = ${input.patientId}::uuid FOR UPDATE`;
  if (!locked) throw notFound('診察');
  const encounter = await uow.tables.encounter.findFirstOrThrow({
    where: { id: input.encounterId },
    include: { draft: true, notes: { select: { versionNo: true }, take: 1 } },
  });
  if (encounter.notes.length > 0)
    throw new DomainError(
      'conflict',
      'この診察はすでに確定しています。直すときは「訂正する」を使ってください。',
    );
  if (!encounter.draft) throw new DomainError('conflict', '確定する記載がありません。');
  if (encounter.draft.revision !== input.baseRevision)
    throw new DomainError(
      'stale',
      '別の画面で内容が変わりました。最新の内容を確かめてから確定してください。',
    );
  if (encounter.doctorId !== staffId)
    throw new DomainError('forbidden', 'この診察を確定できるのは、担当の医師だけです。');
  const draft = encounterDraftSchema.parse(encounter.draft.content);
  if (Object.values(draft.soap).every((part) => part.trim() === ''))
    throw new DomainError('invalid', '診療の記載（S・O・A・P）がありません。', 'soap');
  const missing = validateDraftOrder(draft.rps).find((problem) => problem.severity === 'error');
  if (missing) throw new DomainError('invalid', missing.message, missing.at);

  await assertEntriesDecided(uow, encounter.receptionId);

  const approved = await approvedEntries(uow, encounter.receptionId);
  const authorship = authorshipOf(draft, approved);
  const note = await uow.tables.clinicalNote.create({
    data: {
      tenantId: uow.tenantId,
      encounterId: input.encounterId,
      patientId: input.patientId,
      versionNo: 1,
      kind: 'initial',
      ...draft.soap,
      ...(authorship.note ?? { enteredById: staffId }),
      confirmedById: staffId,
      confirmedAt: uow.now,
      contentSha256: soapSha256(draft.soap),
    },
    select: { id: true },
  });
  uow.audit({
    action: 'note.confirm',
    patientId: input.patientId,
    entityType: 'clinical_note',
    entityId: note.id,
    detail: { versionNo: 1 },
  });
  const conditionIds = await confirmConditions(uow, {
    patientId: input.patientId,
    encounterId: input.encounterId,
    departmentCode: encounter.departmentCode,
    conditions: draft.conditions,
    authorOf: authorship.condition,
  });
  const prescribes = draft.rps.some((rp) => rp.medications.length > 0);
  const prescriptionId = prescribes
    ? await confirmOrder(uow, {
        ...input,
        doctorId: encounter.doctorId,
        draft,
        author: authorship.prescription,
      })
    : null;
  await recordAuthorship(uow, input, authorship.parts, {
    note: note.id,
    prescription: prescriptionId,
    conditionIds,
  });
  await wantSharing(uow, { patientId: input.patientId, doctorId: encounter.doctorId });
  await uow.tables.encounterDraft.delete({
    where: { tenantId_encounterId: { tenantId: uow.tenantId, encounterId: input.encounterId } },
  });
  return { noteVersion: 1, prescriptionId };
}

/**
 * Makes a prescription of an order that is complete: the checks made for exactly this order, the decisions about them, and the frozen
 * record, as one. Throws `needs_decision` while anything has none.
 */
export async function confirmOrder(
  uow: UnitOfWork,
  input: {
    patientId: string;
    encounterId: string;
    doctorId: string;
    draft: OrderDraft;
    author: RowAuthor;
    /** the issued prescription whose place it takes */
    supersedesId?: string;
  },
): Promise<string> {
  const { draft } = input;
  const local = await localResult(uow, { ...input, rps: draft.rps });
  await storeCheck(uow, input, 'confirmation', local);
  const national = await latestNational(uow, input.encounterId, orderSha256(input.patientId, draft.rps));
  assertDecided(draft, local, national);
  const nationalKeys = new Map(
    (national?.findings ?? []).map((finding) => [finding.key, nationalAcceptKey(finding)]),
  );
  if (draft.decisions.length > 0)
    await uow.tables.safetyDecision.createMany({
      data: draft.decisions.map((decision) => ({
        tenantId: uow.tenantId,
        encounterId: input.encounterId,
        patientId: input.patientId,
        findingKey: decision.findingKey,
        decision: decision.decision,
        reasonCode: decision.reasonCode,
        reasonText: decision.reasonText,
        acceptKey: local.acceptKeys.get(decision.findingKey) ?? nationalKeys.get(decision.findingKey) ?? null,
        decidedById: requireStaff(uow),
        decidedAt: uow.now,
      })),
    });
  for (const decision of draft.decisions)
    uow.audit({
      action: 'safety.decide',
      patientId: input.patientId,
      entityType: 'encounter',
      entityId: input.encounterId,
      reason: decision.reasonCode,
      detail: { decision: decision.decision },
    });
  return createPrescription(uow, {
    patientId: input.patientId,
    encounterId: input.encounterId,
    doctorId: input.doctorId,
    order: draft,
    supersedesId: input.supersedesId ?? null,
    author: input.author,
  });
}

/**
 * Every finding that asks for one (tiers block and inline, unless accepted before), and every check that could not be made, has a
 * decision with a reason before anything is confirmed.
 */
export function assertDecided(
  draft: Pick<EncounterDraft, 'decisions'>,
  local: Pick<CheckResult, 'outcome' | 'findings' | 'uncheckable'>,
  national: Pick<CheckResult, 'outcome' | 'findings'> | null,
): void {
  const decided = (key: string, decision: 'override' | 'proceed_unchecked') =>
    draft.decisions.some((each) => each.findingKey === key && each.decision === decision);
  const findings = mergeFindings(local.findings, national?.findings ?? []);
  const open = findings.filter((finding) => needsDecision(finding) && !decided(finding.key, 'override'));
  if (open.length > 0) {
    const [first] = open;
    throw new DomainError(
      'needs_decision',
      `${first!.subjectName}：${first!.title}（ほか ${open.length - 1} 件）。薬を変えるか、続ける理由を選んでください。`,
      first!.subjectId,
    );
  }
  const unchecked = localUncheckedKey(local.uncheckable);
  if (local.uncheckable.length > 0 && !decided(unchecked, 'proceed_unchecked'))
    throw new DomainError(
      'needs_decision',
      'チェックできない薬があります。確かめてから、続けるかどうかを選んでください。',
      unchecked,
    );
  if (
    (national === null || national.outcome === 'could_not_check') &&
    !decided(nationalUncheckedKey, 'proceed_unchecked')
  )
    throw new DomainError(
      'needs_decision',
      '全国の重複投薬等チェックが未実施です。続けるかどうかを選んでください。',
      nationalUncheckedKey,
    );
}

/** Diagnoses and allergies are complete replacement units: the worker makes each from the record when it sends it, on the day of the visit. */
async function wantSharing(
  uow: UnitOfWork,
  { patientId, doctorId }: { patientId: string; doctorId: string },
): Promise<void> {
  if ((await uow.tables.condition.count({ where: { patientId }, take: 1 })) > 0)
    await wantConditions(uow, patientId, doctorId);
  if ((await uow.tables.allergyIntolerance.count({ where: { patientId }, take: 1 })) > 0)
    await wantAllergies(uow, patientId, doctorId);
}
