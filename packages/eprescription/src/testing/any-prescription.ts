import {
  type FormClass,
  type MedicationRecord,
  type PrescriptionRecord,
  plainPrescription,
  type RpRecord,
  type UsageSupplementRecord,
} from '@shirube/core/records';
import fc from 'fast-check';
import { ministryExample } from './ministry-example.ts';

const kanji = fc.string({ unit: fc.constantFrom(...'山田花子髙﨑𠮷，アＡ１'), minLength: 1, maxLength: 9 });
const kana = fc.string({ unit: fc.constantFrom(...'アガパヴャッーンヮ'), minLength: 1, maxLength: 8 });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));
const phone = fc.constantFrom('03-0000-0000', '0120-00-0000');
const name = fc.record({ familyName: kanji, givenName: kanji, familyKana: kana, givenKana: kana });
const anyAmount = fc
  .tuple(fc.nat(999999), fc.nat(99999))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(5, '0')}`.replace(/\.?0+$/, ''));
const amount = anyAmount.filter((text) => Number(text) > 0);
/** Hundredths, so that they add up as decimals do. */
const uneven = fc.array(
  fc.record({ dose: fc.nat(999).map((each) => String(each / 100)), code: fc.option(digits(8)) }),
  { minLength: 2, maxLength: 5 },
);
const sumOf = (doses: readonly { dose: string }[]): number =>
  doses.reduce((sum, each) => sum + Math.round(Number(each.dose) * 100), 0);

const supplement = fc.oneof(
  fc.record({
    kind: fc.constantFrom('one_dose_package' as const, 'crush' as const, 'brand_at_patients_wish' as const),
    text: kanji,
    code: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('jami' as const), text: kanji, code: digits(8) }),
);
/** 医薬品コード begin with 6, 特定器材コード with 7. */
const codeOf = (kind: string, code: string): string => (kind === 'material' ? `7${code.slice(1)}` : code);

const line = fc
  .record({
    kind: fc.constantFrom('drug' as const, 'material' as const, 'uninsured' as const),
    yjCode: fc.constantFrom('1124007F2026', '6290004M1029', '3229005F1080'),
    receiptCode: digits(8).map((each) => `6${each}`),
    hasCode: fc.boolean(),
    name: kanji,
    ingredientName: kanji,
    dose: amount,
    unit: fc.constantFrom('錠', 'カプセル', 'ｇ', 'ｍＬ'),
    unitCode: fc.constant(null),
    isTitre: fc.boolean(),
    conversion: fc.option(fc.record({ factor: amount, priceUnit: fc.constantFrom('ｇ', 'ｍＬ') })),
    generic: fc.option(fc.record({ code: digits(12), name: kanji })),
    substitution: fc.option(
      fc.record({
        kind: fc.constantFrom(
          'no_generic' as const,
          'no_form' as const,
          'no_strength' as const,
          'no_form_or_strength' as const,
        ),
        reason: fc.constantFrom('', '副作用の既往'),
      }),
    ),
    unevenDoses: fc.option(uneven.filter((doses) => sumOf(doses) > 0)),
    singleDose: fc.option(
      fc.record({
        text: fc.constantFrom('1', '2/3', '1.5'),
        timesPerDay: fc.option(fc.integer({ min: 1, max: 9 })),
      }),
    ),
    supplements: fc.array(supplement, { maxLength: 3 }),
  })
  .map(({ hasCode, ...each }) => ({
    ...each,
    yjCode: each.kind === 'material' ? '' : each.yjCode,
    receiptCode: each.kind === 'drug' || hasCode ? codeOf(each.kind, each.receiptCode) : '',
    substitution: each.generic && each.substitution?.kind === 'no_generic' ? null : each.substitution,
    supplements: each.supplements.filter(
      ({ kind }) =>
        kind !== 'brand_at_patients_wish' || !(each.generic || each.substitution?.kind === 'no_generic'),
    ),
  }));

const usageSupplement: fc.Arbitrary<UsageSupplementRecord> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'tapering' as const,
      'one_dose_package' as const,
      'alternate_days' as const,
      'crush' as const,
      'continued' as const,
      'site' as const,
      'single_dose' as const,
    ),
    text: kanji,
    code: fc.constant(null),
    siteCode: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('jami' as const),
    text: kanji,
    code: digits(8),
    siteCode: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('jami_site' as const),
    text: kanji,
    code: fc.constant(null),
    siteCode: fc.constant('42L'),
  }),
);
const rp = fc.record({
  formClass: fc.constantFrom<FormClass[]>('1', '2', '3', '4', '5', '6', '9'),
  quantity: fc.integer({ min: 3, max: 999 }),
  usage: fc.record({ code: digits(16), text: kanji, timesPerDay: fc.option(fc.integer({ min: 1, max: 9 })) }),
  supplements: fc.array(usageSupplement, { maxLength: 3 }),
  medications: fc.array(line, { minLength: 1, maxLength: 4 }),
});

const burden = fc.record({
  first: fc.boolean(),
  second: fc.boolean(),
  third: fc.boolean(),
  special: fc.boolean(),
});
const coverage = fc.record({
  insurerNumber: fc.oneof(digits(6), digits(8)),
  symbol: fc.option(kanji),
  number: kanji,
  branchNumber: fc.option(digits(2)),
  isDependent: fc.boolean(),
  copayPercent: fc.constantFrom(0, 10, 20, 30),
  dutyReason: fc.constantFrom('1' as const, '2' as const, '3' as const, null),
});
const patient = fc.record({
  birthDate: day,
  coverage: fc.option(coverage),
  publicSubsidies: fc.array(fc.record({ payerNumber: digits(8), recipientNumber: fc.option(digits(7)) }), {
    minLength: 1,
    maxLength: 3,
  }),
  specialSubsidy: fc.option(fc.record({ payerNumber: kanji, recipientNumber: kanji })),
  receiptKind: fc.option(digits(4)),
});
const whole = fc.record({
  remarks: fc.array(
    fc.record({
      kind: fc.constantFrom('one_dose_package' as const, 'crush' as const, 'split' as const, null),
      text: kanji,
    }),
    { maxLength: 3 },
  ),
  accessCode: fc.option(digits(16)),
  refillCount: fc.constantFrom(null, 2, 3),
  leftover: fc.constantFrom('ask_first' as const, 'inform' as const, null),
  narcotic: fc.option(fc.record({ licenceNumber: digits(8), patientAddress: kanji, patientPhone: phone })),
  clinicalNotes: fc.array(fc.record({ drugName: fc.option(kanji), comment: kanji }), { maxLength: 2 }),
  labValues: fc.array(kanji, { maxLength: 2 }),
  validUntil: fc.constantFrom('2026-11-20', '2026-11-23', '2026-12-31'),
});

/** Any prescription that may be issued, with every feature of the record. */
export const anyPrescription: fc.Arbitrary<PrescriptionRecord> = fc
  .record({
    person: name,
    patient,
    whole,
    fax: fc.option(phone),
    otherContact: fc.option(kanji),
    split: fc.option(fc.integer({ min: 1, max: 3 })),
    burdens: fc.option(fc.array(burden, { minLength: 4, maxLength: 4 })),
    rps: fc.array(rp, { minLength: 1, maxLength: 4 }),
  })
  .map((any) => {
    const { publicSubsidies, specialSubsidy } = any.patient;
    const burdens = any.burdens?.map((each) => ({
      first: each.first,
      second: each.second && publicSubsidies.length > 1,
      third: each.third && publicSubsidies.length > 2,
      special: each.special && specialSubsidy !== null,
    }));
    return {
      ...ministryExample,
      ...plainPrescription,
      ...any.whole,
      facility: { ...ministryExample.facility, fax: any.fax, otherContact: any.otherContact },
      prescriber: { ...any.person, code: null },
      patient: { ...ministryExample.patient, ...any.person, ...any.patient },
      refillCount: any.split === null ? any.whole.refillCount : null,
      split: any.split === null ? null : { times: 3, current: any.split },
      rps: any.rps.map((each, index): RpRecord => {
        const mayBeUneven = each.formClass === '1' || each.formClass === '4';
        const isUneven = mayBeUneven && each.medications.some((drug) => drug.unevenDoses !== null);
        return {
          ...each,
          rpNumber: index + 1,
          formName: each.formClass === '9' ? '不明' : null,
          usage: { ...each.usage, timesPerDay: isUneven ? null : each.usage.timesPerDay },
          splitQuantities: any.split === null ? null : [1, 1, each.quantity - 2],
          medications: each.medications.map((drug, at): MedicationRecord => {
            const unevenDoses = mayBeUneven ? drug.unevenDoses : null;
            return {
              ...drug,
              itemNumber: at + 1,
              unevenDoses,
              dose: unevenDoses ? String(sumOf(unevenDoses) / 100) : drug.dose,
              burden: burdens?.[at] ?? null,
            };
          }),
        };
      }),
    };
  });
