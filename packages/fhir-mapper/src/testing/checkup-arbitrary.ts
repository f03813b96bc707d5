import type {
  CheckupReportRecord,
  CheckupResultRecord,
  CheckupValue,
  PractitionerRecord,
} from '@shirube/core/records';
import fc from 'fast-check';
import { day, instant, patientRecord, word } from './arbitraries.ts';
import { CHECKUP_RECORD } from './checkup.ts';
import { FACILITY } from './records.ts';

// What is written is trimmed, and names lose their inner blanks to one half-width blank: the words here have none at their ends.
const name = word(20);
const code = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern);
/** Zeros at the end count: 5.10 is not 5.1. */
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, places]) => (digits / 10 ** places).toFixed(places));

const practitioner: fc.Arbitrary<PractitionerRecord> = fc.record({
  code: fc.oneof(fc.constant(null), code(/^[A-Z0-9]{1,20}$/)),
  familyName: name,
  givenName: name,
  familyKana: name,
  givenKana: name,
});

const value: fc.Arbitrary<CheckupValue> = fc.oneof(
  fc.record({
    kind: fc.constant('quantity' as const),
    value: decimal,
    unit: fc.oneof(fc.constant(null), name),
    ucum: fc.constantFrom(null, 'mg/dL', 'mm[Hg]', '10*4/uL'),
  }),
  fc.record({
    kind: fc.constant('coded' as const),
    table: code(/^(?:2\d{3}|1[89]\d{3}|24\d{3})$/),
    code: code(/^\d{1,2}$/),
    text: name,
    ordinal: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 11 })),
  }),
  fc.record({ kind: fc.constant('text' as const), text: name }),
  fc.record({ kind: fc.constant('date' as const), on: day('2000-01-01', 14_000) }),
  fc.record({ kind: fc.constant('absent' as const), notDone: fc.boolean(), reason: name }),
);

const result: fc.Arbitrary<CheckupResultRecord> = fc
  .record({
    itemCode: code(/^[1-9][0-9A-Z]{16}$/).filter((own) => own !== '9N511000000000049'),
    codeSystem: fc.constantFrom('jlac10', 'checkup'),
    name,
    isQuestion: fc.boolean(),
    value,
    interpretation: fc.constantFrom(null, 'H', 'L', 'N', 'LX', 'HX'),
    method: fc.oneof(fc.constant(null), fc.record({ code: code(/^[0-9A-Z]{10}$/), name })),
    specimen: fc.oneof(fc.constant(null), name),
    referenceLow: fc.oneof(fc.constant(null), decimal),
    referenceHigh: fc.oneof(fc.constant(null), decimal),
    finding: fc.oneof(
      fc.constant(null),
      fc.record({
        text: name,
        doctor: fc.oneof(fc.constant(null), practitioner),
        item: fc.oneof(fc.constant(null), fc.record({ code: code(/^9N[0-9]{13}49$/), name })),
      }),
    ),
    isAdditional: fc.boolean(),
  })
  .map((one) => ({ ...one, isAdditional: one.isAdditional && !one.isQuestion }));

const programs = [
  ['special', '010'],
  ['late_elderly', '020'],
  ['occupational', '030'],
  ['school', '040'],
  ['other', '070'],
  ['other', '080'],
  ['other', '990'],
] as const;

/** A report of any program, of anybody, with anything in it. */
export const checkupReport: fc.Arbitrary<CheckupReportRecord> = fc
  .record({
    versionNo: fc.integer({ min: 1, max: 99 }),
    confirmedAt: instant,
    author: fc.record({ practitioner, registration: fc.oneof(fc.constant(null), code(/^\d{6}$/)) }),
    patient: patientRecord,
    names: fc.tuple(name, name, name, name, name, code(/^\d{6}$/)),
    program: fc.constantFrom(...programs),
    reportCategory: fc.constantFrom('10', '41', '60', '70', '80', '99'),
    examinedOn: day('2020-01-01', 6_000),
    setting: fc.constantFrom('individual', 'group'),
    ticketNumber: fc.oneof(fc.constant(null), code(/^\d{11}$/)),
    coverage: fc.oneof(
      fc.constant(null),
      fc.record({
        insurerNumber: code(/^(?:\d{6}|\d{8})$/),
        symbol: fc.oneof(fc.constant(null), code(/^[あ-ん0-9]{1,8}$/)),
        number: code(/^[0-9]{1,8}$/),
        branchNumber: fc.oneof(fc.constant(null), code(/^\d{2}$/)),
        isDependent: fc.boolean(),
        copayPercent: fc.constantFrom(10, 20, 30),
      }),
    ),
    results: fc.uniqueArray(result, { minLength: 1, maxLength: 12, selector: ({ itemCode }) => itemCode }),
    groupSize: fc.integer({ min: 0, max: 4 }),
    overallJudgement: fc.oneof(fc.constant(null), name),
  })
  .map(({ author, names, program, groupSize, ...one }) => {
    const [family, given, familyKana, givenKana, address, patientNumber] = names;
    const isSpecial = program[0] === 'special';
    const results = one.results.map((own) => ({ ...own, isAdditional: own.isAdditional && isSpecial }));
    const grouped = results
      .filter(({ isQuestion, isAdditional }) => !isQuestion && !isAdditional)
      .slice(0, groupSize);
    return {
      ...CHECKUP_RECORD,
      ...one,
      facility: FACILITY,
      author: { ...author.practitioner, medicalRegistrationNumber: author.registration },
      patient: {
        ...one.patient,
        familyName: family,
        givenName: given,
        familyKana,
        givenKana,
        address,
        patientNumber,
      },
      program: program[0],
      programCode: program[1],
      // A ticket is paid by an insurer.
      ticketNumber: one.coverage === null ? null : one.ticketNumber,
      results,
      groups:
        grouped.length === 0
          ? []
          : [
              {
                code: '9A110',
                name: '心電図検査',
                members: grouped.map(({ itemCode }, index) => ({
                  itemCode,
                  relationship: index % 2 === 0 ? ('COMP' as const) : ('RSON' as const),
                })),
              },
            ],
    };
  });
