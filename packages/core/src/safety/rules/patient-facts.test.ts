import { addDays } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageInMonths,
  ageOf,
  egfrOf,
  lactationOf,
  type PatientFacts,
  pregnancyOf,
  UNKNOWN_FACTS,
  weightOf,
} from './patient-facts.ts';

const TODAY = '2026-11-20';
const facts = (change: Partial<PatientFacts> = {}): PatientFacts => ({
  ...UNKNOWN_FACTS,
  birthDate: '1990-01-01',
  sex: 'female',
  ...change,
});
const daysAgo = (days: number) => addDays(TODAY, -days);

describe('ageInMonths', () => {
  it.each([
    ['1990-11-20', 432],
    ['1990-11-21', 431],
    ['1990-12-20', 431],
    ['2026-11-20', 0],
    ['2026-10-21', 0],
    ['2026-10-20', 1],
    ['2024-02-29', 32],
  ])('of %s is %d', (birthDate, months) => {
    expect(ageInMonths(birthDate, TODAY)).toBe(months);
  });

  it('is not known without a birth date, or for one that lies ahead or is none', () => {
    for (const date of [null, '2026-11-21', 'x', '', '1990-02-30', '1990-00-00'])
      expect(ageInMonths(date, TODAY), String(date)).toBeNull();
    expect(ageOf(facts({ birthDate: null }), TODAY).missing).toBe('生年月日の記録がないため');
    expect(ageOf(facts(), TODAY)).toEqual({ known: 442, missing: null });
  });
});

describe('measures', () => {
  it.each([
    ['an adult', '1990-01-01', 730],
    ['a child', '2016-01-01', 180],
    ['somebody of 15', '2011-11-20', 730],
  ])('a weight lasts for %s (born %s) %d days', (_, birthDate, lasts) => {
    const of = (days: number) =>
      weightOf(facts({ birthDate, weightKg: { value: 50, on: daysAgo(days) } }), TODAY);
    expect(of(lasts)).toEqual({ known: { value: 50, on: daysAgo(lasts) }, missing: null });
    expect(of(lasts + 1).missing).toMatch(/^体重の記録が\d+年\d+月\d+日のもので古いため$/);
  });

  it('renal function lasts a year', () => {
    const of = (days: number) => egfrOf(facts({ egfr: { value: 40, on: daysAgo(days) } }), TODAY);
    expect(of(365).known?.value).toBe(40);
    expect(of(366)).toEqual({ known: null, missing: 'eGFRの記録が2025年11月19日のもので古いため' });
  });

  it('what was never measured is missing, in words', () => {
    expect(weightOf(facts(), TODAY).missing).toBe('体重の記録がないため');
    expect(egfrOf(facts(), TODAY).missing).toBe('eGFRの記録がないため');
  });
});

describe('pregnancy', () => {
  const of = (state: 'yes' | 'no' | 'unknown', days: number, change: Partial<PatientFacts> = {}) =>
    pregnancyOf(facts({ pregnancy: { state, on: daysAgo(days) }, ...change }), TODAY);

  it('is what was told, while it can still be so', () => {
    expect([of('yes', 300).known, of('yes', 301).known]).toEqual([true, null]);
    expect([of('no', 90).known, of('no', 91).known]).toEqual([false, null]);
    expect(of('yes', 301).missing).toContain('妊娠についての記録が2026年1月23日のもので古いため');
    expect(of('unknown', 1).missing).toBe('妊娠しているかどうかの記録がないため');
  });

  it.each([
    ['2014-11-20', 12, null],
    ['2014-11-21', 11, false],
    ['1970-11-21', 55, null],
    ['1970-11-20', 56, false],
  ])('without a record, a woman born %s (%d years) is %s', (birthDate, _, expected) => {
    expect(pregnancyOf(facts({ birthDate }), TODAY).known).toBe(expected);
  });

  it('is no question for men, and one when sex or age is not known', () => {
    expect(pregnancyOf(facts({ sex: 'male' }), TODAY)).toEqual({ known: false, missing: null });
    expect(pregnancyOf(facts({ sex: 'unknown' }), TODAY).missing).not.toBeNull();
    expect(pregnancyOf(facts({ birthDate: null }), TODAY).missing).not.toBeNull();
  });

  it('counts where it was told, whatever the age', () => {
    expect(of('yes', 10, { birthDate: '1960-01-01' }).known).toBe(true);
  });
});

it('nursing lasts two years, not nursing one', () => {
  const of = (state: 'yes' | 'no', days: number) =>
    lactationOf(facts({ lactation: { state, on: daysAgo(days) } }), TODAY).known;
  expect([of('yes', 730), of('yes', 731), of('no', 365), of('no', 366)]).toEqual([true, null, false, null]);
  expect(lactationOf(facts(), TODAY).missing).toBe('授乳しているかどうかの記録がないため');
});

it('an answer is known or missing, never both and never neither', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<'yes' | 'no' | 'unknown' | null>('yes', 'no', 'unknown', null),
      fc.integer({ min: 0, max: 1000 }),
      fc.constantFrom<PatientFacts['sex']>('male', 'female', 'other', 'unknown'),
      (state, days, sex) => {
        const told = state && { state, on: daysAgo(days) };
        const answer = pregnancyOf(facts({ sex, pregnancy: told }), TODAY);
        expect(answer.known === null).toBe(answer.missing !== null);
      },
    ),
  );
});
