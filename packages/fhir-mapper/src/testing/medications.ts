import type {
  FormClass,
  MedicationOrderRecord,
  MedicationRecord,
  RpRecord,
  UsageSupplementRecord,
} from '@shirube/core/records';
import fc from 'fast-check';
import { CONDITION, RECORDER } from './records.ts';

/** ３錠 a day for a week. */
export const AMLODIPINE: MedicationRecord = {
  itemNumber: 1,
  kind: 'drug',
  yjCode: '2171022F1037',
  receiptCode: '612170709',
  name: 'ノルバスク錠２．５ｍｇ',
  ingredientName: 'アムロジピンベシル酸塩',
  dose: '3',
  unit: '錠',
  unitCode: 'TAB',
  isTitre: false,
  conversion: null,
  generic: null,
  substitution: null,
  unevenDoses: null,
  burden: null,
  singleDose: null,
  supplements: [],
};

export const ORAL: RpRecord = {
  rpNumber: 1,
  formClass: '1',
  formName: null,
  quantity: 7,
  usage: { code: '1013044400000000', text: '１日３回朝昼夕食後　服用', timesPerDay: 3 },
  supplements: [],
  splitQuantities: null,
  medications: [AMLODIPINE],
};

export const ORDER: MedicationOrderRecord = {
  prescriptionId: '01989f00-0000-7000-8000-0000000000c1',
  issueType: 'electronic',
  authoredOn: '2026-11-19',
  startsOn: '2026-11-20',
  encounter: CONDITION.encounter,
  prescriber: RECORDER,
  rps: [ORAL],
};

const words = fc.string({
  unit: fc.constantFrom(...'髙﨑𠮷朝夕錠（）２．５ア', 'か\u3099'),
  minLength: 1,
  maxLength: 60,
});
const amount = fc.stringMatching(/^(?:[1-9]\d{0,3}|\d\.\d?[1-9])$/);
const upper = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern);
const day = fc.constantFrom('2000-02-29', '2024-02-29', '2026-12-31', '2027-01-01', '2026-11-20');

const supplement = fc.constantFrom<MedicationRecord['supplements'][number]>(
  { kind: 'one_dose_package', text: '一包化', code: null },
  { kind: 'crush', text: '粉砕', code: null },
  { kind: 'jami', text: '朝は多め', code: 'I1234567' },
  { kind: 'jami', text: '噛まずに', code: null },
  { kind: 'brand_at_patients_wish', text: '先発品を患者が希望', code: null },
);
const usageSupplement = fc.constantFrom<UsageSupplementRecord>(
  { kind: 'tapering', text: '漸減', code: null, siteCode: null },
  { kind: 'alternate_days', text: '隔日', code: null, siteCode: null },
  { kind: 'continued', text: '継続', code: null, siteCode: null },
  { kind: 'one_dose_package', text: '一包化', code: null, siteCode: null },
  { kind: 'jami', text: '不眠時', code: 'X0000001', siteCode: null },
  { kind: 'jami_site', text: '右頭部', code: null, siteCode: '13R' },
);

const medication: fc.Arbitrary<MedicationRecord> = fc.record({
  itemNumber: fc.integer({ min: 1, max: 99 }),
  kind: fc.constant('drug' as const),
  yjCode: upper(/^\d{7}[A-Z]\d{4}$/),
  receiptCode: upper(/^6\d{8}$/),
  name: words,
  ingredientName: words,
  dose: amount,
  unit: fc.constantFrom('錠', 'カプセル', 'ｇ', 'ｍＬ', 'キット', '噴霧'),
  unitCode: fc.constant(null),
  isTitre: fc.boolean(),
  conversion: fc.constantFrom(null, { factor: '0.01', priceUnit: 'ｇ' }),
  generic: fc.oneof(
    fc.constant(null),
    fc.record({ code: upper(/^\d{7}F\dZZZ$/), name: words.map((name) => `【般】${name}`) }),
  ),
  substitution: fc.oneof(
    fc.constant(null),
    fc.record({
      kind: fc.constantFrom('no_generic', 'no_form', 'no_strength', 'no_form_or_strength' as const),
      reason: fc.oneof(fc.constant(''), words),
    }),
  ),
  unevenDoses: fc.constantFrom(null, [
    { dose: '2', code: 'V12NNNNN' },
    { dose: '1', code: null },
  ]),
  burden: fc.constant(null),
  singleDose: fc.constantFrom(null, { text: '2/3', timesPerDay: 3 }),
  supplements: fc.uniqueArray(supplement, { maxLength: 3 }),
});

const rp: fc.Arbitrary<RpRecord> = fc.record({
  rpNumber: fc.integer({ min: 1, max: 99 }),
  formClass: fc.constantFrom<FormClass>('1', '2', '3', '4', '5'),
  formName: fc.constant(null),
  quantity: fc.integer({ min: 1, max: 999 }),
  usage: fc.record({
    code: fc.constantFrom('1013044400000000', '2R50410000000000', '0X0XXXXXXXXX0000'),
    text: words,
    timesPerDay: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 6 })),
  }),
  supplements: fc.uniqueArray(usageSupplement, { maxLength: 3 }),
  splitQuantities: fc.constantFrom(null, [14, 14]),
  medications: fc.uniqueArray(medication, {
    minLength: 1,
    maxLength: 2,
    selector: ({ itemNumber }) => itemNumber,
  }),
});

/** A prescription with every peculiarity a line may have. */
export const medicationOrder: fc.Arbitrary<MedicationOrderRecord> = fc.record({
  prescriptionId: fc.uuid({ version: 7 }),
  issueType: fc.constantFrom('electronic', 'paper', 'in_house' as const),
  authoredOn: day,
  startsOn: day,
  encounter: fc.constant(CONDITION.encounter),
  prescriber: fc.constant(RECORDER),
  rps: fc.uniqueArray(rp, { minLength: 1, maxLength: 2, selector: ({ rpNumber }) => rpNumber }),
});
