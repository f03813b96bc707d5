import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import {
  type AllergenCategory,
  AllergenCode,
  allergenCategory,
  ingredientAllergenCode,
  todayInTokyo,
  YjCode,
} from '@shirube/terminology';
import type { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../../shared/rows.ts';
import { wantAllergies } from '../../sharing/want-unit.ts';
import { formerCharts } from '../merge/former-charts.ts';
import { requirePast, requirePatient } from './facts.ts';
import type { amendAllergyInput, RecordAllergyInput, withdrawAllergyInput } from './schema.ts';

interface Allergen {
  code: string;
  category: AllergenCategory;
  displayName: string;
}

/** J-FAGY 医薬品ダミーコード: the allergen is said in words. */
const inWordsCode = 'D9M000000000';

/**
 * A new allergy. Codes and names are the masters'; an allergen in words only stands under the dummy code and is shown as one that cannot
 * be checked by code.
 *
 * @throws DomainError invalid for an allergen that the masters do not know; conflict when the same allergen is recorded already
 */
export async function recordAllergy(
  uow: UnitOfWork,
  input: RecordAllergyInput,
): Promise<{ allergyId: string; versionNo: number }> {
  const patient = await requirePatient(uow, input.patientId);
  if (input.onsetDate !== null) requirePast(uow, input.onsetDate, toCalendarDate(patient.birthDate));
  const allergen = await allergenOf(uow, input.allergen);
  await refuseTwice(uow, input.patientId, allergen);
  const version = await addVersion(uow, {
    allergyId: randomUUID(),
    versionNo: 1,
    kind: 'initial',
    patientId: input.patientId,
    ...allergen,
    reaction: input.reaction || null,
    criticality: input.criticality,
    onsetDate: input.onsetDate === null ? null : toDateColumn(input.onsetDate),
    endDate: null,
    reason: null,
  });
  auditVersion(uow, input.patientId, version);
  return version;
}

/** Corrects what is said of an allergy, as a new version. @throws DomainError not_found */
export async function amendAllergy(
  uow: UnitOfWork,
  input: z.output<typeof amendAllergyInput>,
): Promise<{ allergyId: string; versionNo: number }> {
  const current = await currentVersion(uow, input.patientId, input.allergyId);
  const { category, code, displayName, onsetDate, endDate } = current;
  const version = await addVersion(uow, {
    allergyId: current.allergyId,
    versionNo: current.versionNo + 1,
    kind: 'amendment',
    patientId: current.patientId,
    ...{ category, code, displayName, onsetDate, endDate },
    reaction: input.reaction || null,
    criticality: input.criticality,
    reason: input.reason,
  });
  auditVersion(uow, input.patientId, version);
  return version;
}

function auditVersion(
  uow: UnitOfWork,
  patientId: string,
  { allergyId, versionNo }: { allergyId: string; versionNo: number },
): void {
  uow.audit({
    action: 'allergy.confirm',
    patientId,
    entityType: 'allergy_intolerance',
    entityId: allergyId,
    detail: { versionNo },
  });
}

/** 誤って記録した: the record stays and counts no more. @throws DomainError not_found */
export async function withdrawAllergy(
  uow: UnitOfWork,
  input: z.output<typeof withdrawAllergyInput>,
): Promise<{ allergyId: string; versionNo: number }> {
  const current = await currentVersion(uow, input.patientId, input.allergyId);
  const { category, code, displayName, reaction, criticality, onsetDate, endDate } = current;
  const version = await addVersion(uow, {
    allergyId: current.allergyId,
    versionNo: current.versionNo + 1,
    kind: 'entered_in_error',
    patientId: current.patientId,
    ...{ category, code, displayName, reaction, criticality, onsetDate, endDate },
    reason: input.reason,
  });
  uow.audit({
    action: 'allergy.withdraw',
    patientId: input.patientId,
    entityType: 'allergy_intolerance',
    entityId: current.allergyId,
    reason: input.reason,
  });
  return version;
}

async function allergenOf(uow: UnitOfWork, chosen: RecordAllergyInput['allergen']): Promise<Allergen> {
  if (chosen.kind === 'words') return { code: inWordsCode, category: 'medication', displayName: chosen.text };
  if (chosen.kind === 'drug') {
    const drug = await uow.tables.drug.findFirst({ where: { yjCode: chosen.yjCode } });
    if (!drug) throw unknownAllergen();
    return {
      code: ingredientAllergenCode(YjCode.parse(drug.yjCode)),
      category: 'medication',
      displayName: drug.ingredientName,
    };
  }
  const listed = await uow.tables.allergen.findFirst({ where: { code: chosen.code } });
  if (!listed || !AllergenCode.is(listed.code)) throw unknownAllergen();
  return { code: listed.code, category: allergenCategory(listed.code), displayName: listed.name };
}

const unknownAllergen = () =>
  new DomainError('invalid', 'このアレルギーの原因はマスターにありません。選び直してください。', 'allergen');

async function versionsOf(uow: UnitOfWork, patientId: string) {
  return uow.tables.allergyIntolerance.findMany({
    where: { patientId: { in: [patientId, ...(await formerCharts(uow, patientId))] } },
    orderBy: [{ allergyId: 'asc' }, { versionNo: 'desc' }],
    distinct: ['allergyId'],
  });
}

async function currentVersion(uow: UnitOfWork, patientId: string, allergyId: string) {
  const current = (await versionsOf(uow, patientId)).find((each) => each.allergyId === allergyId);
  if (!current || current.kind === 'entered_in_error') throw notFound('アレルギーの記録');
  return current;
}

async function refuseTwice(uow: UnitOfWork, patientId: string, allergen: Allergen): Promise<void> {
  const today = toDateColumn(todayInTokyo(uow.now));
  const same = (await versionsOf(uow, patientId)).some(
    (each) =>
      each.kind !== 'entered_in_error' &&
      (each.endDate === null || each.endDate > today) &&
      each.code === allergen.code &&
      (allergen.code !== inWordsCode || each.displayName === allergen.displayName),
  );
  if (same)
    throw new DomainError(
      'conflict',
      'このアレルギーはすでに記録されています。内容を直すときは、その行の「直す」を押してください。',
    );
}

/** Whoever enters it confirms it; a version that another person wrote meanwhile is refused by its number. */
async function addVersion(
  uow: UnitOfWork,
  row: {
    allergyId: string;
    versionNo: number;
    kind: 'initial' | 'amendment' | 'entered_in_error';
    patientId: string;
    category: string;
    code: string;
    displayName: string;
    reaction: string | null;
    criticality: string;
    onsetDate: Date | null;
    endDate: Date | null;
    reason: string | null;
  },
): Promise<{ allergyId: string; versionNo: number }> {
  const staffId = requireStaff(uow);
  const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { departmentCode: true } });
  await uow.tables.allergyIntolerance.create({
    data: {
      tenantId: uow.tenantId,
      ...row,
      departmentCode: tenant.departmentCode,
      enteredById: staffId,
      confirmedById: staffId,
      confirmedAt: uow.now,
    },
  });
  await wantAllergies(uow, row.patientId, null);
  return { allergyId: row.allergyId, versionNo: row.versionNo };
}
