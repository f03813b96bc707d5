import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import type { RowAuthor } from '../entries/authorship.ts';
import type { DraftCondition } from '../prescribing/rules/draft.ts';
import { noteImport } from '../received/provenance.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { nullable, toCalendarDate, toDateColumn } from '../shared/rows.ts';

/** 「の疑い」: レセプト電算処理 修飾語コード 8002. */
const suspectedModifier = '8002';

/**
 * Writes the visit's diagnoses: a new one as its first version, a changed one as a new version, an unchanged one not at
 * all. The name is composed from the masters, so that code and words can not disagree. Returns the rows by their clientId.
 */
export async function confirmConditions(
  uow: UnitOfWork,
  input: {
    patientId: string;
    encounterId: string;
    departmentCode: string;
    conditions: readonly DraftCondition[];
    /** who wrote a diagnosis, by its clientId; null: who confirms */
    authorOf: (clientId: string) => RowAuthor;
  },
): Promise<Map<string, string>> {
  const written = new Map<string, string>();
  if (input.conditions.length === 0) return written;
  const staffId = requireStaff(uow);
  const [diseases, modifiers, existing] = await Promise.all([
    uow.tables.disease.findMany({
      where: { managementNo: { in: input.conditions.map((each) => each.managementNo) } },
    }),
    uow.tables.diseaseModifier.findMany({
      where: { code: { in: input.conditions.flatMap((each) => each.modifierCodes) } },
    }),
    uow.tables.condition.findMany({
      where: {
        patientId: input.patientId,
        conditionId: { in: input.conditions.flatMap((each) => (each.conditionId ? [each.conditionId] : [])) },
      },
      orderBy: { versionNo: 'desc' },
    }),
  ]);
  for (const draft of input.conditions) {
    const disease = diseases.find((each) => each.managementNo === draft.managementNo);
    if (!disease)
      throw new DomainError(
        'invalid',
        `「${draft.displayName}」は病名マスターにありません。選び直してください。`,
        draft.clientId,
      );
    const used = draft.modifierCodes.map((code) => modifiers.find((each) => each.code === code));
    if (used.includes(undefined))
      throw new DomainError(
        'invalid',
        `「${draft.displayName}」の修飾語がマスターにありません。選び直してください。`,
        draft.clientId,
      );
    const names = (position: string) =>
      used.flatMap((each) => (each?.position === position ? [each.name] : [])).join('');
    const current = existing.find((each) => each.conditionId === draft.conditionId);
    const content = {
      managementNo: draft.managementNo,
      modifierCodes: draft.modifierCodes,
      displayName: `${names('prefix')}${disease.name}${names('suffix')}`,
      icd10: disease.icd10,
      isMain: draft.isMain,
      isSuspected: draft.modifierCodes.includes(suspectedModifier),
      onsetDate: draft.onsetDate,
      endDate: draft.endDate,
      outcome: draft.outcome,
      uninformed: draft.uninformed ?? (current ?? draft.importedFrom)?.uninformed ?? false,
      undelivered: draft.undelivered ?? (current ?? draft.importedFrom)?.undelivered ?? false,
      longTerm: draft.longTerm ?? (current ?? draft.importedFrom)?.longTerm ?? false,
    };
    if (content.outcome !== 'active' && content.endDate === null)
      throw new DomainError(
        'invalid',
        `「${content.displayName}」の終了日を入力してください。`,
        draft.clientId,
      );
    if (draft.conditionId !== null && !current)
      throw new DomainError(
        'invalid',
        `「${draft.displayName}」の元の病名が見つかりません。`,
        draft.clientId,
      );
    if (current) {
      const before = {
        managementNo: current.managementNo,
        modifierCodes: current.modifierCodes,
        displayName: current.displayName,
        icd10: current.icd10,
        isMain: current.isMain,
        isSuspected: current.isSuspected,
        onsetDate: toCalendarDate(current.onsetDate),
        endDate: nullable(current.endDate, toCalendarDate),
        outcome: current.outcome,
        uninformed: current.uninformed,
        undelivered: current.undelivered,
        longTerm: current.longTerm,
      };
      if (JSON.stringify(before) === JSON.stringify(content)) continue;
    }
    const row = await uow.tables.condition.create({
      data: {
        tenantId: uow.tenantId,
        conditionId: current?.conditionId ?? randomUUID(),
        versionNo: (current?.versionNo ?? 0) + 1,
        kind: current ? 'amendment' : 'initial',
        patientId: input.patientId,
        encounterId: input.encounterId,
        ...content,
        onsetDate: toDateColumn(content.onsetDate),
        endDate: nullable(content.endDate, toDateColumn),
        departmentCode: input.departmentCode,
        reason: current ? '診察での見直し' : null,
        ...(input.authorOf(draft.clientId) ?? { enteredById: staffId }),
        confirmedById: staffId,
        confirmedAt: uow.now,
      },
      select: { id: true, conditionId: true },
    });
    if (!current && draft.importedFrom)
      await noteImport(uow, {
        ...draft.importedFrom,
        kind: 'condition',
        patientId: input.patientId,
        encounterId: input.encounterId,
        targetId: row.conditionId,
      });
    uow.audit({
      action: 'condition.confirm',
      patientId: input.patientId,
      entityType: 'condition',
      entityId: row.id,
    });
    written.set(draft.clientId, row.id);
  }
  return written;
}
