import type { ConditionOutcome } from '@shirube/core/records';

/** A code of condition-clinical with its display. */
export interface ClinicalStatus {
  code: 'active' | 'inactive' | 'resolved';
  display: string;
}

const ACTIVE: ClinicalStatus = { code: 'active', display: 'Active' };
const INACTIVE: ClinicalStatus = { code: 'inactive', display: 'Inactive' };
const RESOLVED: ClinicalStatus = { code: 'resolved', display: 'Resolved' };

/**
 * 転帰 as Condition.clinicalStatus. 治癒 is resolved.
 *
 * assumed: 中止, 転医 and 死亡 are sent as `inactive` (治癒以外での病名の終了). The profile's comment says CLINS does not use
 * it, but an ended diagnosis must be inactive, remission or resolved (con-4), the profile accepts the code, an official
 * example carries it, and calling a transfer or a death 治癒 or 寛解 would be false.
 */
export const CLINICAL_STATUS: Record<ConditionOutcome, ClinicalStatus> = {
  active: ACTIVE,
  cured: RESOLVED,
  discontinued: INACTIVE,
  moved: INACTIVE,
  deceased: INACTIVE,
};
