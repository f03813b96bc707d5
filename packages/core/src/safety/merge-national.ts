import type { NationalAlert } from '../ports/index.ts';
import { comparableName } from './drug-matching.ts';
import type { SafetyFinding } from './types.ts';

/** A finding with who found it. Words for names the patient has not consented to are in place of the names. */
export interface MergedFinding extends SafetyFinding {
  source: 'local' | 'national' | 'both';
  /** false: the service told only that there is something */
  namesDisclosed: boolean;
  /** what the service wrote, when it found it as well */
  nationalMessage: string | null;
}

export interface MergeOptions {
  /** ref of the order line with this RP番号 and RP内連番; null when the order has no such line */
  lineRef?: (rpNumber: number, itemNumber: number) => string | null;
  /** this clinic's name as the service writes it: its drugs are 自院 here */
  ownFacilityName?: string;
}

const HIDDEN_DRUG = '他院・薬局の薬（同意がないため名称は表示できません）';
const HIDDEN_FACILITY = '施設名は表示できません（同意なし）';
const NATIONAL_BASIS = '電子処方箋管理サービスの重複投薬等チェック';

/**
 * One list of what the clinic and the management service found, without doubles: the same order line, kind, other drug
 * and facility is one finding, under the local key (so that a decision already made stays filed). An alert with hidden
 * names is never taken for a known one: it may be about yet another drug.
 *
 * @throws RangeError when the service names a line that the order does not have: the answer belongs to another order.
 */
export function mergeNational(
  local: readonly SafetyFinding[],
  national: readonly NationalAlert[],
  options: MergeOptions = {},
): MergedFinding[] {
  const lineRef = options.lineRef ?? ((rpNumber, itemNumber) => `order:${rpNumber}:${itemNumber}`);
  const own = options.ownFacilityName === undefined ? null : comparableName(options.ownFacilityName);
  const merged = new Map<string, MergedFinding>();
  for (const finding of local) {
    // Two lines of this order may hold the same drug: those findings stay apart.
    let id = identityOf(finding.subjectRef, finding.kind, finding.otherName, finding.facilityName, own);
    if (merged.has(id)) id = finding.key;
    merged.set(id, { ...finding, source: 'local', namesDisclosed: true, nationalMessage: null });
  }
  for (const alert of national) {
    const subjectRef = lineRef(alert.rpNumber, alert.itemNumber);
    if (subjectRef === null)
      throw new RangeError('the national check answered for a line this order does not have');
    const id =
      alert.otherName === null
        ? ['hidden', subjectRef, alert.kind, alert.periodFrom, alert.periodTo].join('|')
        : identityOf(subjectRef, alert.kind, alert.otherName, alert.facilityName ?? HIDDEN_FACILITY, own);
    const known = merged.get(id);
    if (known === undefined) merged.set(id, nationalFinding(alert, subjectRef, `national|${id}`));
    else if (known.source === 'local')
      merged.set(id, { ...known, source: 'both', nationalMessage: alert.message });
  }
  return [...merged.values()];
}

function nationalFinding(alert: NationalAlert, subjectRef: string, key: string): MergedFinding {
  return {
    key,
    kind: alert.kind,
    subjectRef,
    subjectName: alert.subjectName,
    otherRef: key,
    otherName: alert.otherName ?? HIDDEN_DRUG,
    otherOrigin: 'external',
    facilityName: alert.facilityName ?? HIDDEN_FACILITY,
    periodFrom: alert.periodFrom,
    periodTo: alert.periodTo,
    message: alert.message,
    basis: NATIONAL_BASIS,
    condition: null,
    source: 'national',
    namesDisclosed: alert.otherName !== null,
    nationalMessage: alert.message,
  };
}

function identityOf(
  subjectRef: string,
  kind: SafetyFinding['kind'],
  otherName: string,
  facilityName: string,
  own: string | null,
): string {
  const facility = comparableName(facilityName);
  // 自院 and 自院・今回 are this clinic, as is its own name.
  const place = facility.startsWith('自院') || facility === own ? '自院' : facility;
  return [subjectRef, kind, comparableName(otherName), place].join('|');
}
