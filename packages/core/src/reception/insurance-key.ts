import { addDays, type CalendarDate, insuredIdKey, isSameInsured } from '@shirube/terminology';

/** What names an insured person: 保険者番号, 記号, 番号, 枝番. */
export interface InsuranceKey {
  insurerNumber: string;
  symbol: string | null;
  number: string;
  branchNumber: string | null;
}

/** 保険者番号 for comparison: width and spaces do not matter, nor the 00 before a six-digit one in an eight-digit field. */
function insurerKey(text: string): string {
  return insuredIdKey(text).replace(/^00(?=\d{6}$)/, '');
}

/** 枝番 for comparison: two digits, or null when there is none. */
function branchKey(text: string | null): string | null {
  const digits = insuredIdKey(text ?? '');
  return digits === '' ? null : digits.padStart(2, '0');
}

/** The same certificate, 枝番 included: nothing about the insurance has changed. */
export function isSameInsurance(a: InsuranceKey, b: InsuranceKey): boolean {
  return mayBeSameInsured(a, b) && branchKey(a.branchNumber) === branchKey(b.branchNumber);
}

/** As isSameInsurance, but a missing 枝番 on one side is not held against it. */
export function mayBeSameInsured(a: InsuranceKey, b: InsuranceKey): boolean {
  const folded = (key: InsuranceKey) => ({ ...key, branchNumber: branchKey(key.branchNumber) });
  return insurerKey(a.insurerNumber) === insurerKey(b.insurerNumber) && isSameInsured(folded(a), folded(b));
}

/**
 * The last day of an insurance that another one replaces: the day before the new one begins, as far as that is known and not
 * to come, else yesterday; never before its own first day.
 */
export function lastDayOfReplaced(
  oldValidFrom: CalendarDate | null,
  newValidFrom: CalendarDate | null,
  today: CalendarDate,
): CalendarDate {
  const begins = newValidFrom !== null && newValidFrom < today ? newValidFrom : today;
  const last = addDays(begins, -1);
  return oldValidFrom !== null && last < oldValidFrom ? oldValidFrom : last;
}
