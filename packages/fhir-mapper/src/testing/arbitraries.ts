import type {
  AllergyRecord,
  EncounterRecord,
  LabReportRecord,
  LabResultRecord,
  LabValue,
  PatientRecord,
  PractitionerRecord,
} from '@shirube/core/records';
import { addDays, yjCheckDigit } from '@shirube/terminology';
import fc from 'fast-check';
import type { ReportUnit } from '../bundle-clins.ts';
import type { ReportedCondition, ReportedModifier } from '../condition.ts';

/** Characters that have broken Japanese systems: JIS 第3・第4水準, beyond the BMP, variation sequences, combining marks. */
const CHARACTERS = [...'髙﨑𠮷德彅塚山田あア漢ｶ々〆ー・①Ⅲ㈱'].concat([
  '葛\u{E0100}',
  '\u{29E3D}',
  'か\u3099',
]);
export const word = (maximum: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: maximum })
    .map((parts) => parts.join(''));
/** A text as people type it, with blanks around and between. */
export const phrase = fc
  .tuple(word(60), fc.constantFrom('', ' ', '\u3000'), word(60), fc.constantFrom('', ' ', '\u3000', '\n'))
  .map((parts) => parts.join(''));
const blank = fc.constantFrom('', ' ', '\u3000');
const optionalText = fc.oneof(fc.constant(null), blank, phrase);
const code = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern);
const uuid = fc.uuid({ version: 7 });

/** Any day between two, the ends and 29 February among the likelier ones. */
export const day = (from: string, days: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(from, addDays(from, days), '2000-02-29', '2024-02-29', '2026-12-31', '2027-01-01'),
    fc.integer({ min: 0, max: days }).map((offset) => addDays(from, offset)),
  );
export const instant = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2039-12-31T23:59:59Z'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(date.toISOString(), `${date.toISOString().slice(0, 19)}+09:00`, '2024-02-29T15:00:00Z'),
  );

export const practitioner: fc.Arbitrary<PractitionerRecord> = fc.record({
  code: fc.oneof(fc.constant(null), blank, code(/^[A-Z0-9]{1,20}$/)),
  familyName: fc.oneof(blank, phrase),
  givenName: fc.oneof(blank, phrase),
  familyKana: fc.oneof(blank, word(40)),
  givenKana: fc.oneof(blank, word(40)),
});

const encounter: fc.Arbitrary<EncounterRecord> = fc.record({
  id: uuid,
  startedAt: instant,
  departmentCode: code(/^[0-9A-Z]{2}$/),
  departmentName: phrase,
});

const insuredText = fc
  .array(fc.constantFrom(...'あいう公１２３ABC123-・ｶ', ' ', '\u3000'), { maxLength: 20 })
  .map((parts) => parts.join(''));

/** A patient whose record is complete enough to be registered: insured, named, with an address. */
export const patientRecord: fc.Arbitrary<PatientRecord> = fc.record({
  patientNumber: fc.oneof(blank, code(/^[0-9A-Za-z-]{1,20}$/)),
  familyName: phrase,
  givenName: phrase,
  familyKana: phrase,
  givenKana: phrase,
  birthDate: day('1905-01-01', 44_000),
  sex: fc.constantFrom('male', 'female', 'other', 'unknown'),
  postalCode: fc.oneof(fc.constant(null), blank, code(/^\d{3}-\d{4}$/)),
  address: phrase,
  phone: optionalText,
  coverage: fc.record({
    insurerNumber: code(/^(?:\d{4}|\d{6}|\d{8})$/),
    symbol: fc.oneof(fc.constant(null), insuredText),
    number: insuredText.map((text) => `1${text}`),
    branchNumber: fc.oneof(fc.constant(null), fc.constant(''), code(/^\d{1,2}$/)),
    isDependent: fc.boolean(),
    copayPercent: fc.constantFrom(0, 10, 20, 30),
  }),
  publicSubsidies: fc.constant([]),
});

const modifier: fc.Arbitrary<ReportedModifier> = fc.record({
  code: fc.oneof(fc.constant(''), fc.constant('8002'), code(/^\d{4}$/)),
  managementNo: code(/^\d{8}$/),
  exchangeCode: fc.oneof(fc.constant(''), code(/^[0-9A-Z]{4}$/)),
  name: word(40),
  position: fc.constantFrom('prefix', 'suffix'),
});

/** When it began and how it ended: an end never before the onset, an outcome whenever there is an end. */
const course = fc.oneof(
  day('1950-01-01', 28_000).map((onsetDate) => ({ onsetDate, endDate: null, outcome: 'active' as const })),
  fc
    .record({
      onsetDate: day('1950-01-01', 28_000),
      days: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 })),
      outcome: fc.constantFrom('cured', 'discontinued', 'moved', 'deceased' as const),
    })
    .map(({ onsetDate, days, outcome }) => ({ onsetDate, endDate: addDays(onsetDate, days), outcome })),
);

export const conditionRecord: fc.Arbitrary<ReportedCondition> = fc
  .record({
    conditionId: uuid,
    versionNo: fc.integer({ min: 1, max: 99 }),
    managementNo: fc.oneof(fc.constant('99999999'), code(/^\d{8}$/)),
    exchangeCode: fc.oneof(fc.constant(''), code(/^[0-9A-Z]{4}$/)),
    receiptCode: fc.oneof(fc.constant('0000999'), code(/^\d{7}$/)),
    diseaseName: phrase,
    icd10: fc.oneof(fc.constant(null), fc.constant('M45-9'), code(/^[A-Z]\d{2,4}$/)),
    modifiers: fc.array(modifier, { maxLength: 20 }),
    displayName: fc.oneof(phrase, word(200)),
    isMain: fc.boolean(),
    isSuspected: fc.boolean(),
    course,
    uninformed: fc.boolean(),
    undelivered: fc.boolean(),
    longTerm: fc.boolean(),
    recordedAt: instant,
    encounter,
    recorder: practitioner,
  })
  .map(({ course: { onsetDate, endDate, outcome }, ...rest }) => ({ ...rest, onsetDate, endDate, outcome }));

const drugCode = fc
  .tuple(code(/^\d{4}[0-9A-Z]{3}[A-Z][0-9A-Z]{3}$/), fc.boolean())
  .map(([body, isProduct]) => (isProduct ? `YCM${body}${yjCheckDigit(body)}` : `GCM${body.slice(0, 9)}ZZZ`));
const allergen = fc.oneof(
  fc.record({
    category: fc.constant('medication' as const),
    code: fc.oneof(drugCode, fc.constant('D9M000000000')),
  }),
  fc.record({
    category: fc.constant('food' as const),
    code: fc.oneof(code(/^J9F[A-Z]\d{8}$/), fc.constant('D9F000000000')),
  }),
  fc.record({
    category: fc.constant('environment' as const),
    code: fc.oneof(code(/^J9N[A-Z]\d{8}$/), fc.constant('D9N000000000')),
  }),
);

export const allergyRecord: fc.Arbitrary<AllergyRecord> = fc
  .record({
    allergyId: uuid,
    versionNo: fc.integer({ min: 1, max: 99 }),
    allergen,
    displayName: phrase,
    reaction: optionalText,
    criticality: fc.constantFrom('low', 'high', 'unable-to-assess' as const),
    onsetDate: fc.oneof(fc.constant(null), day('1950-01-01', 28_000)),
    endDate: fc.oneof(fc.constant(null), day('1950-01-01', 28_000)),
    recordedAt: instant,
    departmentCode: code(/^[0-9A-Z]{2}$/),
    departmentName: fc.oneof(blank, phrase),
    recorder: practitioner,
  })
  .map(({ allergen: { category, code }, ...rest }) => ({ ...rest, category, code }));

/** A number as laboratories write it, zeros at the end included. */
const decimal = fc.oneof(
  fc.constantFrom('0', '0.0', '5.10', '100', '0.005', '-1.50', '12345.678900'),
  code(/^(?:0|[1-9]\d{0,5})(?:\.\d{1,4})?$/),
);
const labValue: fc.Arbitrary<LabValue> = fc.oneof(
  fc.record({
    kind: fc.constant('quantity' as const),
    value: decimal,
    comparator: fc.constantFrom(null, '<', '<=', '>=', '>' as const),
    unit: fc.constantFrom(null, 'mg/dL', '×10⁴/μL', '％'),
    ucum: fc.constantFrom(null, 'mg/dL', '%'),
  }),
  fc.constantFrom<LabValue>(
    { kind: 'coded', table: 'posneg', code: '3', text: '判定保留' },
    { kind: 'coded', table: 'urine', code: '2', text: '(±)' },
    { kind: 'coded', table: 'abo', code: '3', text: 'ＡＢ型' },
    { kind: 'coded', table: 'rh', code: '1', text: 'Rh(+)' },
  ),
  fc.oneof(word(60), word(400)).map((text) => ({ kind: 'text' as const, text })),
  word(60).map((reason) => ({ kind: 'absent' as const, reason })),
);
const jlac10 = fc.constantFrom(
  null,
  '3H015000002326101',
  '3D010130002327101',
  '5H010000001910114',
  '5F016141002306311',
  '5F560155002305331',
  '1A010000000190111',
);

const labResult: fc.Arbitrary<LabResultRecord> = fc.record({
  observationId: uuid,
  status: fc.constantFrom('preliminary', 'final', 'corrected', 'registered', 'cancelled' as const),
  jlac10,
  localCode: code(/^[A-Za-z0-9_-]{1,20}$/),
  localName: word(40),
  name: word(40),
  value: labValue,
  referenceLow: fc.oneof(fc.constant(null), decimal),
  referenceHigh: fc.oneof(fc.constant(null), decimal),
  referenceText: fc.oneof(fc.constant(null), word(40)),
  interpretation: fc.constantFrom(null, 'H', 'L', 'N', 'HH', 'LL', 'A' as const),
  specimen: word(20),
  longTerm: fc.constant(false),
  note: fc.oneof(fc.constant(null), word(200)),
});

/** A report of results; 長期保存 only where it may be. */
export const labReport: fc.Arbitrary<LabReportRecord> = fc.record({
  reportId: uuid,
  collectedAt: fc.oneof(instant, day('1990-01-01', 17_000)),
  issuedAt: fc.oneof(fc.constant(null), instant),
  orderNumber: fc.oneof(fc.constant(null), code(/^[A-Z0-9-]{1,20}$/)),
  encounter,
  performer: practitioner.map((person) => ({ ...person, code: person.code?.trim() || 'D001' })),
  results: fc
    .uniqueArray(labResult, { minLength: 1, maxLength: 6, selector: ({ observationId }) => observationId })
    .chain((results) =>
      fc.boolean().map((keep) =>
        results.map((result) => ({
          ...result,
          longTerm: keep && result.jlac10 === '5F016141002306311',
        })),
      ),
    ),
});

/** A report unit of any institution. */
export const reportUnit: fc.Arbitrary<ReportUnit> = fc.record({
  facility: fc.record({
    institutionCode: code(/^[0-4][0-9][1-3][0-9]{7}$/),
    name: phrase,
    postalCode: code(/^\d{3}-\d{4}$/),
    address: phrase,
    phone: code(/^0\d{9}$/),
    departmentCode: code(/^\d{2}$/),
    departmentName: phrase,
  }),
  patient: patientRecord,
  bundleLocalId: code(/^[A-Za-z0-9-]{1,36}$/),
  issueYear: fc.integer({ min: 2024, max: 2039 }),
  timestamp: instant,
});
