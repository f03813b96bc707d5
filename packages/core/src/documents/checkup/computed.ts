import type { CalendarDate, SexCode } from '../../records/index.ts';
import type { CheckupContent, CheckupEntry } from './schema.ts';

/** What is computed from other lines; a value somebody entered stands. */
export interface ComputedValue {
  itemCode: string;
  value: string;
  /** how, in words */
  how: string;
}

/** What computing needs, by the beginnings of item codes: whatever the method. */
const HEIGHT = '9N001';
const WEIGHT = '9N006';
const TOTAL_CHOLESTEROL = '3F050';
const HDL = '3F070';
const CREATININE = '3C015000';
/** What is computed, by item code. */
const BMI = '9N011000000000001';
const NON_HDL = '3F069000002391901';
const EGFR = '8A065000002391901';

/**
 * BMI, Non-HDL cholesterol and eGFR as far as what they are made of was entered. eGFR: 日本腎臓学会, 194 × Cr^-1.094 × age^-0.287, for
 * women × 0.739; from 18 years on.
 */
export function computedValues(
  content: Pick<CheckupContent, 'entries' | 'examinedOn'>,
  person: { birthDate: CalendarDate; sex: SexCode },
): ComputedValue[] {
  const number = (begin: string): number | null =>
    numberOf(content.entries.find(({ itemCode }) => itemCode.startsWith(begin)));
  const height = number(HEIGHT);
  const weight = number(WEIGHT);
  const total = number(TOTAL_CHOLESTEROL);
  const hdl = number(HDL);
  const creatinine = number(CREATININE);
  const age = content.examinedOn === null ? null : ageOn(person.birthDate, content.examinedOn);
  const values: (ComputedValue | null)[] = [
    height === null || weight === null || height < 20
      ? null
      : { itemCode: BMI, value: (weight / (height / 100) ** 2).toFixed(1), how: '身長と体重から計算' },
    total === null || hdl === null || total < hdl
      ? null
      : {
          itemCode: NON_HDL,
          value: String(Math.round(total - hdl)),
          how: '総コレステロールとHDLコレステロールから計算',
        },
    creatinine === null || creatinine <= 0 || age === null || age < 18 || !isKnownSex(person.sex)
      ? null
      : {
          itemCode: EGFR,
          value: egfr(creatinine, age, person.sex).toFixed(1),
          how: '血清クレアチニン・年齢・性別から計算',
        },
  ];
  return values.filter((value) => value !== null);
}

function numberOf(entry: CheckupEntry | undefined): number | null {
  if (entry?.state !== 'value' || entry.value.trim() === '') return null;
  const value = Number(entry.value);
  return Number.isFinite(value) ? value : null;
}

function isKnownSex(sex: SexCode): sex is 'male' | 'female' {
  return sex === 'male' || sex === 'female';
}

function egfr(creatinine: number, age: number, sex: 'male' | 'female'): number {
  const value = 194 * creatinine ** -1.094 * age ** -0.287;
  return sex === 'female' ? value * 0.739 : value;
}

/** Full years on a day. */
export function ageOn(birthDate: CalendarDate, on: CalendarDate): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
