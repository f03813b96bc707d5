import type { UnitOfWork } from '@shirube/db';
import { addDays, diffDays, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../../shared/rows.ts';
import { namesOf, requirePast, requirePatient } from './facts.ts';
import type {
  endExternalInput,
  enterExternalInput,
  externalByHandSchema,
  removeExternalInput,
} from './schema.ts';

/** How long after its last day a medicine from elsewhere is still shown in the chart. */
const shownAfterDays = 180;
const byHand = '手入力';

const lastDayOf = (dispensedOn: string, days: number): string => addDays(dispensedOn, days - 1);
const shownUntil = (lastDay: string): Date => toDateColumn(addDays(lastDay, shownAfterDays));

/** What was entered from the お薬手帳 or the patient's words, newest first; what a service gave is not in it. */
export async function listExternalByHand(
  uow: UnitOfWork,
  input: { patientId: string },
): Promise<z.input<typeof externalByHandSchema>> {
  await requirePatient(uow, input.patientId);
  const rows = await uow.tables.externalMedication.findMany({
    where: { patientId: input.patientId, enteredById: { not: null }, expiresAt: { gt: uow.now } },
    orderBy: [{ dispensedOn: 'desc' }, { id: 'desc' }],
  });
  const names = await namesOf(
    uow,
    rows.flatMap((row) => (row.enteredById ? [row.enteredById] : [])),
  );
  uow.audit({ action: 'external_medication.view', patientId: input.patientId });
  return rows.map((row) => {
    const dispensedOn = toCalendarDate(row.dispensedOn);
    return {
      id: row.id,
      yjCode: row.yjCode,
      name: row.name,
      doseText: row.doseText,
      facilityName: row.facilityName,
      dispensedOn,
      days: row.days,
      lastDay: lastDayOf(dispensedOn, row.days),
      enteredBy: names.get(row.enteredById ?? '') ?? '',
    };
  });
}

/**
 * A medicine that another facility gave. With a code it takes part in every check, under its official name; without one the check says
 * that it could not check it.
 *
 * @param source where it was read: by hand from the お薬手帳, or the letter of another facility that it was taken over from
 * @throws DomainError invalid for a day that has not come, a drug that was finished half a year ago, or one that the master does not know
 */
export async function enterExternal(
  uow: UnitOfWork,
  input: z.output<typeof enterExternalInput> & { usageText?: string | null },
  source: string = byHand,
): Promise<{ id: string }> {
  const staffId = requireStaff(uow);
  const patient = await requirePatient(uow, input.patientId);
  requirePast(uow, input.dispensedOn, toCalendarDate(patient.birthDate));
  const expiresAt = shownUntil(lastDayOf(input.dispensedOn, input.days));
  if (expiresAt <= uow.now)
    throw new DomainError('invalid', 'もう飲み終わっている薬です。日付と日数を確かめてください。', 'days');
  const drug =
    input.yjCode === null ? null : await uow.tables.drug.findFirst({ where: { yjCode: input.yjCode } });
  if (input.yjCode !== null && !drug)
    throw new DomainError('invalid', 'この薬は医薬品マスターにありません。選び直してください。', 'yjCode');
  const { id } = await uow.tables.externalMedication.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      source,
      yjCode: drug?.yjCode ?? null,
      receiptCode: drug?.receiptCode ?? null,
      name: drug?.name ?? input.name,
      doseText: input.doseText,
      usageText: input.usageText ?? null,
      facilityName: input.facilityName,
      dispensedOn: toDateColumn(input.dispensedOn),
      days: input.days,
      enteredById: staffId,
      fetchedAt: uow.now,
      expiresAt,
    },
  });
  uow.audit({
    action: 'external_medication.enter',
    patientId: input.patientId,
    entityType: 'external_medication',
    entityId: id,
    detail: { coded: drug !== null },
  });
  return { id };
}

/**
 * The patient takes it no more, or for longer than was written: its last day.
 *
 * @throws DomainError not_found; invalid when the last day lies before the first or more than 400 days after it
 */
export async function endExternal(uow: UnitOfWork, input: z.output<typeof endExternalInput>): Promise<void> {
  const row = await ownRow(uow, input);
  const days = diffDays(toCalendarDate(row.dispensedOn), input.lastDay) + 1;
  if (days < 1 || days > 400)
    throw new DomainError('invalid', '飲み終わりの日を確かめてください。', 'lastDay');
  await uow.tables.externalMedication.updateMany({
    where: { id: row.id },
    data: { days, expiresAt: shownUntil(input.lastDay) },
  });
  uow.audit({
    action: 'external_medication.end',
    patientId: input.patientId,
    entityType: 'external_medication',
    entityId: row.id,
    detail: { before: row.days, days, today: todayInTokyo(uow.now) },
  });
}

/** It was entered by mistake. The trail keeps that it stood here, who removed it and why. @throws DomainError not_found */
export async function removeExternal(
  uow: UnitOfWork,
  input: z.output<typeof removeExternalInput>,
): Promise<void> {
  const row = await ownRow(uow, input);
  await uow.tables.externalMedication.deleteMany({ where: { id: row.id } });
  uow.audit({
    action: 'external_medication.remove',
    patientId: input.patientId,
    entityType: 'external_medication',
    entityId: row.id,
    reason: input.reason,
  });
}

/** Rows of a service are the service's: nobody changes them by hand. */
async function ownRow(uow: UnitOfWork, input: { patientId: string; medicationId: string }) {
  const row = await uow.tables.externalMedication.findFirst({
    where: { id: input.medicationId, patientId: input.patientId, enteredById: { not: null } },
  });
  if (!row) throw notFound('手で入力した薬');
  return row;
}
