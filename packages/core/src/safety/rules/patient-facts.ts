import { type CalendarDate, diffDays, isCalendarDate } from '@shirube/terminology';

interface Measured {
  value: number;
  on: CalendarDate;
}

interface Told {
  state: 'yes' | 'no' | 'unknown';
  on: CalendarDate;
}

/** What a rule may ask about the patient. null: not recorded. */
export interface PatientFacts {
  birthDate: CalendarDate | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  weightKg: Measured | null;
  /** mL/min/1.73m² */
  egfr: Measured | null;
  pregnancy: Told | null;
  lactation: Told | null;
  conditions: readonly { name: string; icd10: string | null; isSuspected: boolean }[];
}

export const UNKNOWN_FACTS: PatientFacts = {
  birthDate: null,
  sex: 'unknown',
  weightKg: null,
  egfr: null,
  pregnancy: null,
  lactation: null,
  conditions: [],
};

/** How old a record may be before it says nothing any more, in days. */
const LASTS = {
  weightOfChild: 180,
  weight: 730,
  egfr: 365,
  /** 42 weeks and a little: after that a recorded pregnancy has ended */
  pregnant: 300,
  /** "not pregnant" is true of the weeks around the question */
  notPregnant: 90,
  nursing: 730,
  notNursing: 365,
} as const;

/** Ages at which a pregnancy must be thought of (inclusive). */
const FERTILE = { from: 12, to: 55 } as const;
const ADULT_MONTHS = 15 * 12;

/** Whole months of age on a day, by the calendar; null when the birth date is not known or lies ahead. */
export function ageInMonths(birthDate: CalendarDate | null, on: CalendarDate): number | null {
  if (birthDate === null || !isCalendarDate(birthDate) || birthDate > on) return null;
  const [fromYear, fromMonth, fromDay] = birthDate.split('-').map(Number) as [number, number, number];
  const [year, month, day] = on.split('-').map(Number) as [number, number, number];
  return (year - fromYear) * 12 + (month - fromMonth) - (day < fromDay ? 1 : 0);
}

/** An answer about the patient, or why there is none, as a phrase that ends with ため. */
export type FactAnswer<Value> = { known: Value; missing: null } | { known: null; missing: string };

const known = <Value>(value: Value): FactAnswer<Value> => ({ known: value, missing: null });
const missing = <Value>(why: string): FactAnswer<Value> => ({ known: null, missing: why });

/** Age in whole months on the day. */
export function ageOf(facts: PatientFacts, on: CalendarDate): FactAnswer<number> {
  const age = ageInMonths(facts.birthDate, on);
  return age === null ? missing('生年月日の記録がないため') : known(age);
}

/** The weight, while its record is young enough: half a year for a child, two years for an adult. */
export function weightOf(facts: PatientFacts, on: CalendarDate): FactAnswer<Measured> {
  if (facts.weightKg === null) return missing('体重の記録がないため');
  const age = ageInMonths(facts.birthDate, on);
  const lasts = age !== null && age < ADULT_MONTHS ? LASTS.weightOfChild : LASTS.weight;
  return diffDays(facts.weightKg.on, on) > lasts
    ? missing(`体重の記録が${dayInWords(facts.weightKg.on)}のもので古いため`)
    : known(facts.weightKg);
}

/** The renal function, for a year from the day it was measured. */
export function egfrOf(facts: PatientFacts, on: CalendarDate): FactAnswer<Measured> {
  if (facts.egfr === null) return missing('eGFRの記録がないため');
  return diffDays(facts.egfr.on, on) > LASTS.egfr
    ? missing(`eGFRの記録が${dayInWords(facts.egfr.on)}のもので古いため`)
    : known(facts.egfr);
}

/** Whether she is pregnant. Of men and outside 12 to 55 years the answer is no without a record. */
export function pregnancyOf(facts: PatientFacts, on: CalendarDate): FactAnswer<boolean> {
  return toldOf(facts, facts.pregnancy, on, '妊娠', LASTS.pregnant, LASTS.notPregnant);
}

/** Whether she is nursing, asked of whom pregnancy is asked. */
export function lactationOf(facts: PatientFacts, on: CalendarDate): FactAnswer<boolean> {
  return toldOf(facts, facts.lactation, on, '授乳', LASTS.nursing, LASTS.notNursing);
}

function toldOf(
  facts: PatientFacts,
  told: Told | null,
  on: CalendarDate,
  word: string,
  yesLasts: number,
  noLasts: number,
): FactAnswer<boolean> {
  const young = told !== null && diffDays(told.on, on) <= (told.state === 'yes' ? yesLasts : noLasts);
  if (told !== null && young && told.state !== 'unknown') return known(told.state === 'yes');
  if (!mayBePregnant(facts, on)) return known(false);
  if (told === null || told.state === 'unknown') return missing(`${word}しているかどうかの記録がないため`);
  return missing(`${word}についての記録が${dayInWords(told.on)}のもので古いため`);
}

/** A woman of 12 to 55, or somebody of whom sex or age is not known. */
function mayBePregnant(facts: PatientFacts, on: CalendarDate): boolean {
  if (facts.sex === 'male') return false;
  const age = ageInMonths(facts.birthDate, on);
  return age === null || (age >= FERTILE.from * 12 && age < (FERTILE.to + 1) * 12);
}

export function dayInWords(date: CalendarDate): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
