import type { MedicationRecord, PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { describe, expect, it } from 'vitest';
import { coverage, drug, forPatient, ofDrug, ofRp, prescription } from '../testing/golden/golden.ts';
import { Sj1Error } from './sj1-error.ts';
import { validateSj1 } from './validate-sj1.ts';
import { writeSj1 } from './write-sj1.ts';

const full = (length: number) => '字'.repeat(length);
const latin = (length: number) => 'a'.repeat(length);
const plain = prescription();
const facility = (change: Partial<PrescriptionRecord['facility']>) =>
  prescription({ facility: { ...plain.facility, ...change } });
const narcotic = { licenceNumber: '1', patientAddress: '東京', patientPhone: '03' };
const note = { drugName: null, comment: '注' };
const jami = { kind: 'jami' as const, text: '隔日', code: 'I1100000', siteCode: null };
const supplement = (change: Partial<RpRecord['supplements'][number]>) =>
  ofRp({ supplements: [{ ...jami, ...change }] });
const lineJami = (change: Partial<MedicationRecord['supplements'][number]>) =>
  ofDrug({ supplements: [{ kind: 'jami', text: '隔日', code: 'I1100000', ...change }] });
const lines = (count: number) =>
  ofRp({ medications: Array.from({ length: count }, (_, index) => drug({ itemNumber: index + 1 })) });

/** Record, field, the longest that fits, and the prescription with a field of a length. */
const limits: [record: number, field: string, longest: number, of: (length: number) => PrescriptionRecord][] =
  [
    [1, '名称', 60, (length) => facility({ name: full(length) })],
    [2, '郵便番号', 8, (length) => facility({ postalCode: latin(length) })],
    [2, '所在地', 50, (length) => facility({ address: full(length) })],
    [3, '電話', 13, (length) => facility({ phone: latin(length) })],
    [3, 'FAX', 13, (length) => facility({ fax: latin(length) })],
    [3, 'その他連絡先', 50, (length) => facility({ otherContact: full(length) })],
    [4, '診療科コード', 6, (length) => facility({ departmentCode: latin(length) })],
    [4, '診療科名', 40, (length) => facility({ departmentName: full(length) })],
    [
      5,
      '医師コード',
      15,
      (length) => prescription({ prescriber: { ...plain.prescriber, code: latin(length) } }),
    ],
    [
      5,
      'カナ',
      37,
      (length) =>
        prescription({
          prescriber: { ...plain.prescriber, familyKana: 'ア'.repeat(length - 2), givenKana: 'アアアア' },
        }),
    ],
    [
      5,
      '漢字',
      18,
      (length) =>
        prescription({ prescriber: { ...plain.prescriber, familyName: full(length), givenName: '一' } }),
    ],
    [11, '患者コード', 15, (length) => forPatient({ patientNumber: latin(length) })],
    [11, '漢字', 18, (length) => forPatient({ familyName: full(length), givenName: '一' })],
    [11, 'カナ', 19, (length) => forPatient({ familyKana: 'ガ'.repeat(length), givenKana: 'ア' })],
    [
      22,
      '保険者番号',
      14,
      (length) => forPatient({ coverage: { ...coverage, insurerNumber: '1'.repeat(length) } }),
    ],
    [23, '記号', 20, (length) => forPatient({ coverage: { ...coverage, symbol: full(length) } })],
    [23, '番号', 20, (length) => forPatient({ coverage: { ...coverage, number: full(length) } })],
    [23, '枝番', 2, (length) => forPatient({ coverage: { ...coverage, branchNumber: '1'.repeat(length) } })],
    [24, '負担率', 100, (share) => forPatient({ coverage: { ...coverage, copayPercent: share } })],
    [
      29,
      '公費の数',
      3,
      (count) =>
        forPatient({
          publicSubsidies: Array.from({ length: count }, () => ({
            payerNumber: '12131234',
            recipientNumber: null,
          })),
        }),
    ],
    [
      30,
      '負担者番号',
      20,
      (length) => forPatient({ specialSubsidy: { payerNumber: full(length), recipientNumber: '1' } }),
    ],
    [
      30,
      '受給者番号',
      20,
      (length) => forPatient({ specialSubsidy: { payerNumber: '1', recipientNumber: full(length) } }),
    ],
    [31, 'レセプト種別', 4, (length) => forPatient({ receiptKind: '1'.repeat(length) })],
    [
      61,
      '免許番号',
      15,
      (length) => prescription({ narcotic: { ...narcotic, licenceNumber: latin(length) } }),
    ],
    [61, '住所', 50, (length) => prescription({ narcotic: { ...narcotic, patientAddress: full(length) } })],
    [61, '電話', 13, (length) => prescription({ narcotic: { ...narcotic, patientPhone: latin(length) } })],
    [64, '総使用回数', 3, (refillCount) => prescription({ refillCount })],
    [81, '備考', 50, (length) => prescription({ remarks: [{ kind: null, text: full(length) }] })],
    [
      81,
      '備考の数',
      999,
      (count) => prescription({ remarks: Array.from({ length: count }, () => ({ kind: null, text: '備' })) }),
    ],
    [82, '引換番号', 16, (length) => prescription({ accessCode: '1'.repeat(length) })],
    [101, '剤形名称', 2, (length) => ofRp({ formClass: '9', formName: full(length) })],
    [101, '調剤数量', 999, (quantity) => ofRp({ quantity })],
    [101, 'RP番号', 999, (rpNumber) => ofRp({ rpNumber })],
    [111, '用法コード', 16, (length) => ofRp({ usage: { code: latin(length), text: '朝', timesPerDay: 1 } })],
    [111, '用法名称', 50, (length) => ofRp({ usage: { code: '1', text: full(length), timesPerDay: 1 } })],
    [111, '1日回数', 99, (timesPerDay) => ofRp({ usage: { code: '1', text: '朝', timesPerDay } })],
    [181, '補足情報', 50, (length) => supplement({ text: full(length) })],
    [181, '補足用法コード', 8, (length) => supplement({ code: latin(length) })],
    [181, '部位コード', 3, (length) => supplement({ kind: 'jami_site', siteCode: latin(length) })],
    [181, '補足の数', 99, (count) => ofRp({ supplements: Array.from({ length: count }, () => jami) })],
    [201, '薬品コード', 13, (length) => ofDrug({ receiptCode: latin(length) })],
    [201, '薬品名称', 40, (length) => ofDrug({ name: full(length) })],
    [201, '用量の整数', 6, (length) => ofDrug({ dose: '1'.repeat(length) })],
    [201, '用量の小数', 5, (length) => ofDrug({ dose: `1.${'1'.repeat(length)}` })],
    [201, '単位', 6, (length) => ofDrug({ unit: full(length) })],
    [201, '薬の数', 99, (count) => lines(count)],
    [
      211,
      '係数の小数',
      5,
      (length) => ofDrug({ conversion: { factor: `1.${'1'.repeat(length)}`, priceUnit: 'ｇ' } }),
    ],
    [
      221,
      '回数',
      5,
      (count) => ofDrug({ unevenDoses: Array.from({ length: count }, () => ({ dose: '1', code: null })) }),
    ],
    [
      221,
      'コード',
      8,
      (length) =>
        ofDrug({
          unevenDoses: [
            { dose: '1', code: latin(length) },
            { dose: '1', code: null },
          ],
        }),
    ],
    [
      241,
      '1回服用量',
      12,
      (length) => ofDrug({ singleDose: { text: '1'.repeat(length), timesPerDay: null } }),
    ],
    [241, '1日回数', 99, (timesPerDay) => ofDrug({ singleDose: { text: '1', timesPerDay } })],
    [281, '補足情報', 50, (length) => lineJami({ text: full(length) })],
    [281, '補足用法コード', 8, (length) => lineJami({ code: latin(length) })],
    [281, '理由', 41, (length) => ofDrug({ substitution: { kind: 'no_generic', reason: full(length) } })],
    [301, '薬品名称', 40, (length) => prescription({ clinicalNotes: [{ ...note, drugName: full(length) }] })],
    [301, 'コメント', 500, (length) => prescription({ clinicalNotes: [{ ...note, comment: full(length) }] })],
    [302, '検査値', 500, (length) => prescription({ labValues: [full(length)] })],
  ];

describe('the lengths and numbers of the record tables', () => {
  it.each(limits)(
    'record %i, %s: %i fits, one more is refused by name and with a sentence',
    (record, _, longest, of) => {
      expect(validateSj1(writeSj1(of(longest)))).toEqual([]);
      const refused = () => writeSj1(of(longest + 1));
      expect(refused).toThrow(Sj1Error);
      expect(refused).toThrow(
        expect.objectContaining({ recordNumber: record, userMessage: expect.stringMatching(/[。]$/) }),
      );
    },
  );

  it.each<[number, string, PrescriptionRecord]>([
    [1, 'an institution code of seven digits', facility({ institutionCode: '1234567' })],
    [1, 'no name of the clinic', facility({ name: ' ' })],
    [4, 'no department', facility({ departmentName: '' })],
    [
      27,
      'a payer number with a letter',
      forPatient({ publicSubsidies: [{ payerNumber: '1213123A', recipientNumber: null }] }),
    ],
    [
      61,
      'no address of a narcotic’s patient',
      prescription({ narcotic: { ...narcotic, patientAddress: '' } }),
    ],
    [
      63,
      'the part after the last',
      { ...ofRp({ splitQuantities: [14, 14] }), split: { times: 2, current: 3 } },
    ],
    [102, 'a split without the parts', prescription({ split: { times: 2, current: 1 } })],
    [102, 'parts without a split', ofRp({ splitQuantities: [14, 14] })],
    [181, 'a JAMI supplement without its code', supplement({ code: null })],
    [181, 'a JAMI site without its code', supplement({ kind: 'jami_site' })],
    [201, 'an RP without a drug', ofRp({ medications: [] })],
    [201, 'a drug without any code', ofDrug({ yjCode: '', receiptCode: '' })],
    [221, 'one uneven dose', ofDrug({ unevenDoses: [{ dose: '1', code: null }] })],
    [
      231,
      '負担区分 of one drug of two',
      ofRp({
        medications: [
          drug({ burden: { first: true, second: false, third: false, special: false } }),
          drug({ itemNumber: 2 }),
        ],
      }),
    ],
    [241, 'a single dose in kanji', ofDrug({ singleDose: { text: '半錠', timesPerDay: null } })],
    [281, 'a JAMI supplement of a drug without its code', lineJami({ code: null })],
  ])('record %i refuses %s', (record, _, broken) => {
    expect(() => writeSj1(broken)).toThrow(
      expect.objectContaining({ recordNumber: record, userMessage: expect.stringMatching(/。$/) }),
    );
  });
});
