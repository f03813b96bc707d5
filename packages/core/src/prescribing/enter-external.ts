import type { UnitOfWork } from '@shirube/db';
import { addDays, todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { calendarDate, uuid } from '../shared/schema.ts';

export const enterExternalInput = z.object({
  patientId: uuid,
  /** the drug as picked from the master: its name and code come from there */
  yjCode: z.string().max(12),
  facilityName: z.string().trim().min(1, '医療機関・薬局の名前を入力してください。').max(60),
  dispensedOn: calendarDate,
  days: z.number().int().min(1).max(180),
});

/** What was entered by hand is shown a week longer than it is taken. */
const shownLongerDays = 7;

/**
 * Enters a drug of another facility from お薬手帳 or the patient's words, so that orders are checked against it. It stays when the
 * national service is asked again.
 *
 * @throws DomainError invalid for a day ahead or a drug that is no longer taken; not_found for an unknown patient or drug
 */
export async function enterExternalMedication(
  uow: UnitOfWork,
  input: z.output<typeof enterExternalInput>,
): Promise<{ id: string }> {
  const today = todayInTokyo(uow.now);
  if (input.dispensedOn > today)
    throw new DomainError('invalid', '調剤された日が今日より先です。', 'dispensedOn');
  const end = addDays(input.dispensedOn, input.days + shownLongerDays);
  if (end < today)
    throw new DomainError('invalid', 'もう飲み終わっている薬です。日付と日数を確かめてください。', 'days');
  const [patient, drug] = [
    await uow.tables.patient.findFirst({ where: { id: input.patientId }, select: { id: true } }),
    await uow.tables.drug.findFirst({ where: { yjCode: input.yjCode } }),
  ];
  if (!patient) throw notFound('患者');
  if (!drug) throw notFound('薬');
  const row = await uow.tables.externalMedication.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      source: '聞き取り・お薬手帳',
      yjCode: drug.yjCode,
      receiptCode: drug.receiptCode,
      name: drug.name,
      facilityName: input.facilityName,
      dispensedOn: toDateColumn(input.dispensedOn),
      days: input.days,
      enteredById: requireStaff(uow),
      fetchedAt: uow.now,
      expiresAt: toDateColumn(end),
    },
    select: { id: true },
  });
  uow.audit({
    action: 'external_medication.enter',
    patientId: input.patientId,
    entityType: 'external_medication',
    entityId: row.id,
  });
  return row;
}

export const removeExternalInput = z.object({ patientId: uuid, id: uuid });

/** Takes back what was entered by hand; what the national service told cannot be taken back here. */
export async function removeExternalMedication(
  uow: UnitOfWork,
  input: z.output<typeof removeExternalInput>,
): Promise<{ removed: true }> {
  const { count } = await uow.tables.externalMedication.deleteMany({
    where: { id: input.id, patientId: input.patientId, enteredById: { not: null } },
  });
  if (count === 0) throw notFound('手で書き足した薬');
  uow.audit({
    action: 'external_medication.remove',
    patientId: input.patientId,
    entityType: 'external_medication',
    entityId: input.id,
  });
  return { removed: true };
}
