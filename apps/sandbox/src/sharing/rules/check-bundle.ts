import { type JsonObject, list, object, string } from '../json.ts';
import { CARE_SUMMARY_BUNDLE, checkCareSummary } from './care-summary.ts';
import { CHECKUP_BUNDLE, checkCheckup } from './checkup.ts';
import { checkClinsBundle, tagCode } from './clins.ts';
import { DISCHARGE_BUNDLE } from './discharge-summary.ts';
import type { Add, SharingFinding } from './elements.ts';
import { checkReferral, REFERRAL_BUNDLE } from './referral.ts';

export type BundleKind =
  | 'AllergyIntolerance'
  | 'Condition'
  | 'Observation'
  | 'referral'
  | 'checkup'
  | 'care_summary';

/**
 * Everything that is wrong with a Bundle; empty: the service takes it. All-or-nothing. Written from the specification (bundle-types.md and
 * what it names), for itself: nothing of the clinic's own mapper is used here.
 */
export function checkBundle(
  bundle: JsonObject,
  institutionCode: string,
): { kind: BundleKind; findings: SharingFinding[] } {
  const findings: SharingFinding[] = [];
  const add: Add = (ruleId, path, text) => findings.push({ severity: 'error', ruleId, path, text });
  const profiles = list(object(bundle.meta).profile).map((profile) => string(profile).split('|')[0] ?? '');
  if (profiles.includes(REFERRAL_BUNDLE)) {
    checkReferral(bundle, institutionCode, add);
    return { kind: 'referral', findings };
  }
  if (profiles.includes(CHECKUP_BUNDLE)) {
    checkCheckup(bundle, institutionCode, add);
    return { kind: 'checkup', findings };
  }
  if (profiles.includes(CARE_SUMMARY_BUNDLE)) {
    checkCareSummary(bundle, institutionCode, add);
    return { kind: 'care_summary', findings };
  }
  if (profiles.includes(DISCHARGE_BUNDLE))
    add('ALONE', 'Bundle', '退院時サマリーは診療情報提供書に添付して送ってください');
  else checkClinsBundle(bundle, institutionCode, add);
  return { kind: tagCode(bundle) as BundleKind, findings };
}
