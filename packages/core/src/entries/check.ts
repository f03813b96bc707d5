import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { localResult } from '../prescribing/check-order.ts';
import { draftRpSchema } from '../prescribing/rules/draft.ts';
import type { CheckResult } from '../prescribing/schema.ts';
import { entryPlaceInput } from './schema.ts';
import { readVisit } from './visit.ts';

export const checkEntryInput = entryPlaceInput.extend({ rps: z.array(draftRpSchema).max(30) });

/** A visit that does not exist: nothing is left out of the comparison before the visit begins. */
const noVisit = '00000000-0000-0000-0000-000000000000';

/**
 * What the clinic knows against an order that is being entered for a doctor: information for those whose licence lets them see
 * drugs. The doctor's own checks are made again, and decided on, at confirmation.
 */
export async function checkEntry(
  uow: UnitOfWork,
  input: z.output<typeof checkEntryInput>,
): Promise<CheckResult> {
  const visit = await readVisit(uow, input);
  const { acceptKeys: _, ...result } = await localResult(uow, {
    patientId: input.patientId,
    encounterId: visit.encounterId ?? noVisit,
    rps: input.rps,
  });
  uow.audit({
    action: 'safety.check_local',
    patientId: input.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
    detail: { outcome: result.outcome, findings: result.findings.length },
  });
  return result;
}
