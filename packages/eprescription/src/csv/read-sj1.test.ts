import type { MedicationRecord } from '@shirube/core/records';
import { burdenClass } from '@shirube/core/records';
import { toHalfWidthKana } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPrescription } from '../testing/any-prescription.ts';
import { ministryExample } from '../testing/ministry-example.ts';
import { readSj1, type Sj1Medication } from './read-sj1.ts';
import { Sj1Error } from './sj1-error.ts';
import { validateSj1 } from './validate-sj1.ts';
import { writeSj1 } from './write-sj1.ts';

const written = Buffer.from(writeSj1(ministryExample)).toString('utf8');
const after111 = (lines: string) => written.replace(/(\n111,1,.*)/, `$1\n${lines}`);
const afterDrug = (lines: string) => written.replace(/(\n201,1,1,.*)/, `$1\n${lines}`);
const split = (line: string) =>
  written
    .replace('\n101,1', `\n${line}\n101,1`)
    .replace(/\n111,(\d)/g, (_, rp: string) => `\n102,${rp},3,7\n111,${rp}`);
const codesOf = (text: string | Uint8Array) =>
  validateSj1(Buffer.from(text as string)).map((fault) => fault.code);

describe('reading a 処方情報CSV', () => {
  it('gives back what was written, whatever it was, and finds no fault in it', () => {
    fc.assert(
      fc.property(anyPrescription, (before) => {
        const csv = writeSj1(before);
        expect(validateSj1(csv)).toEqual([]);
        const after = readSj1(csv);
        const { patient, prescriber } = before;
        const kana = toHalfWidthKana(`${prescriber.familyKana} ${prescriber.givenKana}`);
        const fullName = `${prescriber.familyName}　${prescriber.givenName}`;
        expect(after).toEqual({
          facility: before.facility,
          prescriber: { code: null, name: fullName, kana },
          patient: {
            patientNumber: patient.patientNumber,
            name: fullName,
            kana,
            sex: patient.sex,
            birthDate: patient.birthDate,
            burdenClass: burdenClass(patient, before.issuedOn),
            coverage: patient.coverage,
            publicSubsidies: patient.publicSubsidies,
            specialSubsidy: patient.specialSubsidy,
            receiptKind: patient.receiptKind,
          },
          issuedOn: before.issuedOn,
          validUntil: before.validUntil,
          remarks: before.remarks,
          accessCode: before.accessCode,
          refillCount: before.refillCount,
          split: before.split,
          leftover: before.leftover,
          narcotic: before.narcotic,
          clinicalNotes: before.clinicalNotes,
          labValues: before.labValues,
          rps: before.rps.map(({ splitQuantities, medications, ...rp }) => ({
            ...rp,
            splitQuantity: splitQuantities?.[(before.split?.current ?? 0) - 1] ?? null,
            medications: medications.map(asRead),
          })),
        });
      }),
      { numRuns: 500 },
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

  it('finds no fault in a split prescription', () => {
    expect(codesOf(split('63,3,1'))).toEqual([]);
  });

  it('finds no fault in records and fields that this clinic does not write', () => {
    const more = written
      .replace('51,20261120\n', '51,20261120\n62,2\n64,3\n')
      .replace('錠,1,1,錠\n', '錠,1,1,錠\n281,1,1,1,8,先発医薬品患者希望,\n')
      .concat('302,1,ｅＧＦＲ　６０\n');
    expect(codesOf(more)).toEqual([]);
    expect(codesOf(more.trimEnd())).toEqual([]);
  });

  it.each([
    ['another dialect', written.replace('SJ1', 'JAHIS10'), 'SJ1_FORM'],
    ['a byte order mark', `\uFEFF${written}`, 'SJ1_FORM'],
    [
      'Shift_JIS',
      Buffer.concat([Buffer.from('SJ1\n1,1,1234567,13,'), Buffer.of(0x95, 0x57, 10)]),
      'SJ1_FORM',
    ],
    ['an empty line', written.replace('\n12,', '\n\n12,'), 'SJ1_FORM'],
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
    ['an address record without an address', written.replace(/\n2,.*/, '\n2,,'), 'SJ1_2'],
    ['a patient without a name', written.replace(/\n11,.*/, '\n11,1,,'), 'SJ1_11'],
    ['a name for a form that is known', written.replace('101,1,1,,7', '101,1,1,錠,7'), 'SJ1_101'],
    ['a kind of usage code without a code', written.replace('3,1011100000000000', '3,'), 'SJ1_111'],
    ['JAMI補足用法 without its code', after111('181,1,1,8,１日おき,,'), 'SJ1_181'],
    ['JAMI部位 without its code', after111('181,1,1,9,左耳,,'), 'SJ1_181'],
    ['the same supplement number twice', after111('181,1,1,3,隔日,,\n181,1,1,4,粉砕,,'), 'SJ1_181'],
    ['JAMI補足用法 of a drug without its code', afterDrug('281,1,1,1,7,１日おき,'), 'SJ1_281'],
    ['a supplement number of a drug twice', afterDrug('281,1,1,1,1,一包化,\n281,1,1,1,2,粉砕,'), 'SJ1_281'],
    ['a conversion of a drug that is not there', afterDrug('211,1,2,10'), 'SJ1_211'],
    ['two conversions of a drug', afterDrug('211,1,1,10\n211,1,1,20'), 'SJ1_211'],
    ['負担区分 of one drug only', afterDrug('231,1,1,1,,,'), 'SJ1_231'],
    ['parts without splitting', written.replace('\n111,1', '\n102,1,3,7\n111,1'), 'SJ1_102'],
    ['a part after the last', split('63,2,3'), 'SJ1_63'],
    ['splitting without the parts of an RP', split('63,3,1').replace('\n102,2,3,7', ''), 'SJ1_102'],
    ['parts of another whole', split('63,3,1').replace('102,2,3,7', '102,2,3,9'), 'SJ1_102'],
    ['one field too many', written.replace('12,1\n', '12,1,1\n'), 'SJ1_12'],
  ])('refuses %s', (_, text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });
});

function asRead(drug: MedicationRecord): Sj1Medication {
  const { yjCode: _, receiptCode, ingredientName: __, unitCode: ___, conversion, generic, ...rest } = drug;
  const code = receiptCode === '' ? uncoded(drug) : { codeKind: '2', code: receiptCode };
  return {
    ...rest,
    ...(generic ? { codeKind: '7', code: generic.code } : code),
    name: generic?.name ?? drug.name,
    conversionFactor: conversion?.factor ?? null,
  };
}

const uncoded = ({ kind, yjCode }: MedicationRecord) =>
  kind === 'material' ? { codeKind: '2', code: '777770000' } : { codeKind: '4', code: yjCode };
