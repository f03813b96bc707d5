import type { Prisma, UnitOfWork } from '@shirube/db';
import {
  departmentName,
  type InstitutionCode,
  institutionCodeParts,
  prefectureName,
  type ScoreTableCode,
} from '@shirube/terminology';
import type { z } from 'zod';
import {
  type ClinicCalendar,
  type ClinicProfile,
  clinicCalendarSchema,
  type clinicIdentityInput,
  type clinicScheduleInput,
} from './schema.ts';
import { changedMeanwhile } from './settings.ts';

export const scoreTableNames: Record<ScoreTableCode, string> = {
  '1': '医科',
  '3': '歯科',
  '4': '調剤',
  '6': '訪問看護',
};

/** What the clinic of this unit of work says of itself. */
export async function readClinicProfile(uow: UnitOfWork): Promise<ClinicProfile> {
  const tenant = await uow.tables.tenant.findFirstOrThrow({
    include: { departments: { orderBy: { position: 'asc' } } },
  });
  const { prefectureCode, scoreTable } = institutionCodeParts(tenant.institutionCode as InstitutionCode);
  return {
    slug: tenant.slug,
    name: tenant.name,
    institutionCode: tenant.institutionCode,
    prefectureName: prefectureName(prefectureCode) ?? '',
    scoreTableName: scoreTableNames[scoreTable] ?? '',
    postalCode: tenant.postalCode,
    address: tenant.address,
    phone: tenant.phone,
    fax: tenant.fax,
    founderName: tenant.founderName,
    managingDoctorName: tenant.managingDoctorName,
    departments: tenant.departments.map(({ code, name }) => ({ code, name })),
    calendar: calendarOf(tenant),
    isDemo: tenant.isDemo,
    rowVersion: tenant.rowVersion,
  };
}

/** False while the clinic is suspended or closed. */
export async function isInUse(uow: UnitOfWork): Promise<boolean> {
  const { state } = await uow.tables.tenant.findFirstOrThrow({ select: { state: true } });
  return state === 'active';
}

/** Hours and days off, for whoever asks whether the clinic is open (`isOpenAt`). */
export async function clinicCalendar(uow: UnitOfWork): Promise<ClinicCalendar> {
  return calendarOf(
    await uow.tables.tenant.findFirstOrThrow({
      select: { openingHours: true, closedOnNationalHolidays: true, ownHolidays: true },
    }),
  );
}

function calendarOf(tenant: {
  openingHours: unknown;
  closedOnNationalHolidays: boolean;
  ownHolidays: unknown;
}): ClinicCalendar {
  return clinicCalendarSchema.parse({
    hours: tenant.openingHours,
    closedOnNationalHolidays: tenant.closedOnNationalHolidays,
    ownHolidays: tenant.ownHolidays,
  });
}

/**
 * Name, address, phone, 開設者 and 管理医師. The 医療機関コード is the operators' to change: card results and prescriptions are
 * fetched by it, and a wrong one would fetch another clinic's.
 * @throws DomainError stale when somebody else changed the clinic meanwhile
 */
export async function saveClinicIdentity(
  uow: UnitOfWork,
  input: z.output<typeof clinicIdentityInput>,
): Promise<{ rowVersion: number }> {
  const { rowVersion, ...fields } = input;
  return save(uow, rowVersion, fields, 'identity');
}

/**
 * Departments with the main one first, hours and days off.
 * @throws DomainError stale when somebody else changed the clinic meanwhile
 */
export async function saveClinicSchedule(
  uow: UnitOfWork,
  input: z.output<typeof clinicScheduleInput>,
): Promise<{ rowVersion: number }> {
  const [main] = input.departmentCodes as [string, ...string[]];
  const saved = await save(
    uow,
    input.rowVersion,
    {
      departmentCode: main,
      departmentName: departmentName(main) ?? '',
      openingHours: input.calendar.hours as Prisma.InputJsonObject,
      closedOnNationalHolidays: input.calendar.closedOnNationalHolidays,
      ownHolidays: input.calendar.ownHolidays as Prisma.InputJsonArray,
    },
    'schedule',
  );
  // after the clinic's own row, which serialises two who save at once
  await uow.tables.department.deleteMany({ where: { tenantId: uow.tenantId } });
  await uow.tables.department.createMany({
    data: input.departmentCodes.map((code, index) => ({
      tenantId: uow.tenantId,
      code,
      name: departmentName(code) ?? '',
      position: index + 1,
    })),
  });
  return saved;
}

async function save(
  uow: UnitOfWork,
  rowVersion: number,
  data: Prisma.TenantUpdateManyMutationInput,
  part: 'identity' | 'schedule',
): Promise<{ rowVersion: number }> {
  const changed = await uow.tables.tenant.updateMany({
    where: { id: uow.tenantId, rowVersion },
    data: { ...data, rowVersion: { increment: 1 } },
  });
  if (changed.count !== 1) throw changedMeanwhile();
  uow.audit({
    action: 'clinic.edit',
    entityType: 'tenant',
    entityId: uow.tenantId,
    detail: { part, rowVersion: rowVersion + 1 },
  });
  return { rowVersion: rowVersion + 1 };
}
