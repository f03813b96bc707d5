import { type FormClass, type PrescriptionRecord, plainLine, plainRp } from '@shirube/core/records';
import { toHalfWidthKana } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ministryExample } from '../testing/ministry-example.ts';
import { readSj1 } from './read-sj1.ts';
import { Sj1Error } from './sj1-error.ts';
import { validateSj1 } from './validate-sj1.ts';
import { writeSj1 } from './write-sj1.ts';

const written = Buffer.from(writeSj1(ministryExample)).toString('utf8');
const codesOf = (text: string | Uint8Array) =>
  validateSj1(Buffer.from(text as string)).map((fault) => fault.code);

const kanji = fc.string({ unit: fc.constantFrom(...'山田花子髙﨑𠮷，アＡ１'), minLength: 1, maxLength: 9 });
const kana = fc.string({ unit: fc.constantFrom(...'アガパヴャッーンヮ'), minLength: 1, maxLength: 8 });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const date = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));
const name = fc.record({ familyName: kanji, givenName: kanji, familyKana: kana, givenKana: kana });
const dose = fc
  .tuple(fc.nat(999999), fc.nat(99999))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(5, '0')}`.replace(/\.?0+$/, ''))
  .filter((text) => Number(text) > 0);
const medication = fc.record({
  yjCode: digits(12),
  receiptCode: digits(9),
  name: kanji,
  ingredientName: kanji,
  dose,
  unit: fc.constantFrom('錠', 'カプセル', 'ｇ'),
  unitCode: fc.constant(null),
  generic: fc.option(fc.record({ code: digits(12), name: kanji })),
  substitution: fc.option(fc.constant({ kind: 'no_generic' as const, reason: '副作用の既往' })),
});
const rp = fc.record({
  formClass: fc.constantFrom<FormClass[]>('1', '2', '3', '4', '5', '6', '9'),
  quantity: fc.integer({ min: 1, max: 999 }),
  usage: fc.record({ code: digits(16), text: kanji, timesPerDay: fc.option(fc.integer({ min: 1, max: 9 })) }),
  medications: fc.array(medication, { minLength: 1, maxLength: 4 }),
});
const record: fc.Arbitrary<PrescriptionRecord> = fc
  .tuple(
    name,
    date,
    fc.option(
      fc.record({
        insurerNumber: fc.oneof(digits(6), digits(8)),
        symbol: fc.option(kanji),
        number: kanji,
        branchNumber: fc.option(digits(2)),
        isDependent: fc.boolean(),
        copayPercent: fc.constantFrom(0, 10, 20, 30),
      }),
    ),
    fc.array(fc.record({ payerNumber: digits(8), recipientNumber: fc.option(digits(7)) }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.array(kanji, { maxLength: 3 }),
    fc.option(digits(16)),
    fc.array(rp, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('2026-11-20', '2026-11-23', '2026-12-31'),
  )
  .map(([person, birthDate, coverage, publicSubsidies, remarks, accessCode, rps, validUntil]) => ({
    ...ministryExample,
    prescriber: { ...person, code: null },
    patient: { ...ministryExample.patient, ...person, birthDate, coverage, publicSubsidies },
    remarks: remarks.map((text) => ({ kind: null, text })),
    accessCode,
    validUntil,
    rps: rps.map((each, index) => ({
      ...plainRp,
      ...each,
      rpNumber: index + 1,
      medications: each.medications.map((drug, at) => ({ ...plainLine, ...drug, itemNumber: at + 1 })),
    })),
  }));

describe('reading a 処方情報CSV', () => {
  it('gives back what was written, whatever it was, and finds no fault in it', () => {
    fc.assert(
      fc.property(record, (before) => {
        const csv = writeSj1(before);
        expect(validateSj1(csv)).toEqual([]);
        const after = readSj1(csv);
        const { patient, prescriber } = before;
        expect(after.facility).toEqual(before.facility);
        expect(after.prescriber).toEqual({
          code: prescriber.code,
          name: `${prescriber.familyName}　${prescriber.givenName}`,
          kana: toHalfWidthKana(`${prescriber.familyKana} ${prescriber.givenKana}`),
        });
        expect(after.patient).toEqual({
          patientNumber: patient.patientNumber,
          name: `${patient.familyName}　${patient.givenName}`,
          kana: toHalfWidthKana(`${patient.familyKana} ${patient.givenKana}`),
          sex: patient.sex,
          birthDate: patient.birthDate,
          coverage: patient.coverage,
          publicSubsidies: patient.publicSubsidies,
        });
        const { issuedOn, validUntil, remarks, accessCode } = after;
        expect({ issuedOn, validUntil, remarks, accessCode }).toEqual({
          issuedOn: before.issuedOn,
          validUntil: before.validUntil,
          remarks: before.remarks.map((each) => each.text),
          accessCode: before.accessCode,
        });
        expect(after.rps).toEqual(
          before.rps.map(({ formName: _, supplements: __, splitQuantities: ___, ...each }) => ({
            ...each,
            medications: each.medications.map((drug) => ({
              itemNumber: drug.itemNumber,
              codeKind: drug.generic ? '7' : '2',
              code: drug.generic ? drug.generic.code : drug.receiptCode,
              name: drug.generic ? drug.generic.name : drug.name,
              dose: drug.dose,
              unit: drug.unit,
              substitutionNotAllowed: drug.substitution !== null,
            })),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('throws the first fault as a sentence', () => {
    const read = () => readSj1(Buffer.from(written.replace('12,1\n', '12,3\n')));
    expect(read).toThrow(Sj1Error);
    expect(read).toThrow(
      expect.objectContaining({ recordNumber: 12, userMessage: expect.stringMatching(/性別/) }),
    );
  });
});

describe('checking a 処方情報CSV', () => {
  it('refuses CR with the code of the service', () => {
    expect(codesOf(written.replaceAll('\n', '\r\n'))).toEqual(['EPSB0052E']);
    expect(codesOf(written.replace('内科', '内\r科'))).toEqual(['EPSB0052E']);
  });

  it('finds no fault in records that this clinic does not write', () => {
    const more = written
      .replace('51,20261120\n', '51,20261120\n62,2\n64,3\n')
      .replace('錠,1,1,錠\n', '錠,1,1,錠\n281,1,1,1,8,先発医薬品患者希望,\n')
      .concat('302,1,ｅＧＦＲ　６０\n');
    expect(codesOf(more)).toEqual([]);
  });

  it.each([
    ['another dialect', written.replace('SJ1', 'JAHIS10'), 'SJ1_FORM'],
    ['a byte order mark', `\uFEFF${written}`, 'SJ1_FORM'],
    [
      'Shift_JIS',
      Buffer.concat([Buffer.from('SJ1\n1,1,1234567,13,'), Buffer.of(0x95, 0x57, 10)]),
      'SJ1_FORM',
    ],
    ['no line feed at the end', written.trimEnd(), 'SJ1_FORM'],
    ['an unknown record', written.replace('\n21,1\n', '\n99,1\n'), 'SJ1_FORM'],
    ['no doctor', written.replace(/\n5,.*/, ''), 'SJ1_5'],
    ['two patients', written.replace(/(\n11,.*)/, '$1$1'), 'SJ1_11'],
    ['a day that does not exist', written.replace('13,19660526', '13,19660230'), 'SJ1_13'],
    ['full-width kana in a kana field', written.replace('ﾃｽﾄ ﾀﾛｳ', 'テスト　タロウ'), 'SJ1_11'],
    ['a blank before a field', written.replace(',内科', ', 内科'), 'SJ1_4'],
    ['records out of order', written.replace('12,1\n13,19660526\n', '13,19660526\n12,1\n'), 'SJ1_12'],
    ['an RP without usage', written.replace(/\n111,2,.*/, ''), 'SJ1_111'],
    ['an RP without a drug', written.replace(/\n201,3,.*/, ''), 'SJ1_201'],
    ['the same drug number twice', written.replace(/(\n201,1,1,.*)/, '$1$1'), 'SJ1_201'],
    ['a dose with a trailing zero', written.replace(',2,1,カプセル', ',2.50,1,カプセル'), 'SJ1_201'],
    ['a drug code kind without a code', written.replace('2,611120055', '2,'), 'SJ1_201'],
    ['one field too many', written.replace('12,1\n', '12,1,1\n'), 'SJ1_12'],
  ])('refuses %s', (_, text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });
});
