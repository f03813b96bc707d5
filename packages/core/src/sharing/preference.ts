import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { savePreferenceInput } from './schema.ts';
import { wantAllergies, wantConditions, wantUnitsOf } from './want-unit.ts';

/**
 * Whether a patient does not want anything shared: the newest thing they said counts, also where it stands in a chart that was merged into
 * theirs; who said nothing shares.
 */
export async function sharesNothing(uow: UnitOfWork, patientId: string): Promise<boolean> {
  return (await newest(uow, patientId))?.shares === false;
}

const newest = async (uow: UnitOfWork, patientId: string) =>
  uow.tables.sharingPreference.findFirst({
    where: { patientId: { in: [patientId, ...(await formerCharts(uow, patientId))] } },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
  });

/**
 * この患者の情報を共有しない, or again do: what was registered is cancelled, or registered once more.
 * @throws DomainError not_found; conflict when that is what holds already
 */
export async function savePreference(
  uow: UnitOfWork,
  input: z.output<typeof savePreferenceInput>,
): Promise<{ shares: boolean }> {
  // the patient's row is the lock: two clicks are one decision
  const [patient] = await uow.tables.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM patient WHERE id = ${input.patientId}::uuid FOR UPDATE`;
  if (!patient) throw notFound('患者');
  if ((await sharesNothing(uow, input.patientId)) === !input.shares)
    throw new DomainError(
      'conflict',
      input.shares
        ? 'この患者の情報は、すでに共有しています。'
        : 'この患者は、すでに「共有しない」になっています。',
    );
  await uow.tables.sharingPreference.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      shares: input.shares,
      reason: input.reason,
      recordedById: requireStaff(uow),
      recordedAt: uow.now,
    },
  });
  uow.audit({
    action: 'sharing.preference',
    patientId: input.patientId,
    entityType: 'sharing_preference',
    entityId: input.patientId,
    reason: input.reason,
    detail: { shares: input.shares },
  });
  await wantUnitsOf(uow, input.patientId);
  if (input.shares) await wantWhatIsRecorded(uow, input.patientId);
  return { shares: input.shares };
}

/** Diagnoses and allergies that were recorded while nothing was shared have no unit yet. */
async function wantWhatIsRecorded(uow: UnitOfWork, patientId: string): Promise<void> {
  const known = await uow.tables.reportUnit.findMany({ where: { patientId }, select: { kind: true } });
  const missing = (kind: string) => !known.some((unit) => unit.kind === kind);
  if (missing('Condition') && (await uow.tables.condition.count({ where: { patientId }, take: 1 })) > 0)
    await wantConditions(uow, patientId, null);
  if (
    missing('AllergyIntolerance') &&
    (await uow.tables.allergyIntolerance.count({ where: { patientId }, take: 1 })) > 0
  )
    await wantAllergies(uow, patientId, null);
}
