import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { toPatientSummary } from '../patients/search-patients.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import {
  type liftRestrictionInput,
  type Restriction,
  type RestrictionKind,
  restrictionKinds,
  type setRestrictionInput,
} from './schema.ts';

/**
 * Restricts a chart to the people named. Several restrictions of one patient add up: who opens it is on every list.
 * @throws DomainError not_found for a patient or a person of another clinic; invalid for a person who has left
 */
export async function setRestriction(
  uow: UnitOfWork,
  input: z.output<typeof setRestrictionInput>,
): Promise<{ restrictionId: string }> {
  const setById = requireStaff(uow);
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true },
  });
  if (!patient) throw notFound('患者');
  const allowed = [...new Set(input.allowedStaffIds)];
  const known = await uow.tables.staff.count({ where: { id: { in: allowed }, active: true } });
  if (known !== allowed.length)
    throw new DomainError(
      'invalid',
      '見てよい職員に、いない人がいます。選び直してください。',
      'allowedStaffIds',
    );
  const restriction = await uow.tables.patientRestriction.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      kind: input.kind,
      reason: input.reason,
      setById,
      setAt: uow.now,
    },
    select: { id: true },
  });
  await uow.tables.patientRestrictionAllowed.createMany({
    data: allowed.map((staffId) => ({ tenantId: uow.tenantId, restrictionId: restriction.id, staffId })),
  });
  uow.audit({
    action: 'restriction.set',
    patientId: input.patientId,
    entityType: 'patient_restriction',
    entityId: restriction.id,
    detail: { kind: input.kind, allowed: allowed.length },
  });
  return { restrictionId: restriction.id };
}

/** @throws DomainError not_found, also for one that is lifted already */
export async function liftRestriction(
  uow: UnitOfWork,
  input: z.output<typeof liftRestrictionInput>,
): Promise<void> {
  const liftedById = requireStaff(uow);
  const restriction = await uow.tables.patientRestriction.findFirst({
    where: { id: input.restrictionId, lift: null },
  });
  if (!restriction) throw notFound('閲覧の制限');
  try {
    await uow.tables.patientRestrictionLift.create({
      data: {
        tenantId: uow.tenantId,
        restrictionId: restriction.id,
        reason: input.reason,
        liftedById,
        liftedAt: uow.now,
      },
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw notFound('閲覧の制限');
    throw error;
  }
  uow.audit({
    action: 'restriction.lift',
    patientId: restriction.patientId,
    entityType: 'patient_restriction',
    entityId: restriction.id,
  });
}

/** The restrictions in force, newest first. */
export async function listRestrictions(uow: UnitOfWork): Promise<Restriction[]> {
  const rows = await uow.tables.patientRestriction.findMany({
    where: { lift: null },
    include: { allowed: true },
    orderBy: [{ setAt: 'desc' }, { id: 'desc' }],
    take: 500,
  });
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: rows.map((row) => row.patientId) } },
  });
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: rows.flatMap((row) => [row.setById, ...row.allowed.map((each) => each.staffId)]) } },
    select: { id: true, familyName: true, givenName: true },
  });
  const nameOf = new Map(staff.map((person) => [person.id, `${person.familyName} ${person.givenName}`]));
  uow.audit({ action: 'restriction.list', detail: { found: rows.length } });
  return rows.flatMap((row) => {
    const patient = patients.find((each) => each.id === row.patientId);
    if (!patient) return [];
    const kind = row.kind as RestrictionKind;
    return [
      {
        id: row.id,
        patient: toPatientSummary(patient),
        kind,
        label: restrictionKinds[kind],
        reason: row.reason,
        setBy: nameOf.get(row.setById) ?? '',
        setAt: toInstant(row.setAt),
        allowed: row.allowed.map(({ staffId }) => ({ staffId, name: nameOf.get(staffId) ?? '' })),
      },
    ];
  });
}

/** People who may be named on a list: those who work here now and hold a licence. */
export async function listAllowable(
  uow: UnitOfWork,
): Promise<{ staffId: string; name: string; licence: string }[]> {
  const staff = await uow.tables.staff.findMany({
    where: { active: true, licence: { not: null } },
    select: { id: true, familyName: true, givenName: true, licence: true },
    orderBy: [{ familyKana: 'asc' }, { givenKana: 'asc' }],
  });
  return staff.map((person) => ({
    staffId: person.id,
    name: `${person.familyName} ${person.givenName}`,
    licence: person.licence ?? '',
  }));
}
