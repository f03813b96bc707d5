import { createHash } from 'node:crypto';
import type { CalendarDate } from '@shirube/core/records';

/** What one 報告単位 holds: every diagnosis, or every allergy, of one patient; or one report of results (bundle-types §3). */
export type ReportKind = 'Condition' | 'AllergyIntolerance' | 'Observation';

/** Years after the end during which a diagnosis or allergy still belongs to the set (condition, allergy, transport §6). */
const YEARS_AFTER_END = 5;

/** What the rule looks at. */
export interface Reportable {
  endDate: CalendarDate | null;
  /** 長期保存フラグ; allergies carry none */
  longTerm?: boolean;
}

/**
 * The records that belong to the report unit on the registration day (`onDate`, Asia/Tokyo): those without end date and
 * those that ended no more than five years before. The order is kept.
 *
 * assumed: a diagnosis with 長期保存フラグ stays in the set after the five years. Every registration replaces the whole set,
 * so leaving it out would delete what the physician asked to keep.
 */
export function selectForReport<T extends Reportable>(records: readonly T[], onDate: CalendarDate): T[] {
  // Compared as text: five years before 29 February of a leap year is then the first day after 28 February.
  const earliestEnd = `${String(Number(onDate.slice(0, 4)) - YEARS_AFTER_END).padStart(4, '0')}${onDate.slice(4)}`;
  return records.filter(
    ({ endDate, longTerm }) => endDate === null || endDate >= earliestEnd || longTerm === true,
  );
}

const PREFIX: Record<ReportKind, string> = {
  Condition: 'condition',
  AllergyIntolerance: 'allergy',
  Observation: 'observation',
};
const MAXIMUM_LENGTH = 36;

/**
 * The facility-local part of [Bundle-ID]: at most 36 half-width letters, digits and hyphens. `ofId` is the patient's id for diagnoses
 * and allergies, the report's id for results. The same id and kind always give the same unit, so sending again replaces what was sent.
 * It cannot be traced back without knowing the id.
 *
 * The year of issue is the other half of the key: to replace a set after New Year the Bundle must still carry the year
 * in which the unit was first registered.
 */
export function reportUnitLocalId(kind: ReportKind, ofId: string): string {
  const digest = createHash('sha256').update(`${kind}\n${ofId}`, 'utf8').digest('hex');
  return `${PREFIX[kind]}-${digest}`.slice(0, MAXIMUM_LENGTH);
}
