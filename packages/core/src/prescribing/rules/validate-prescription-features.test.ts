import { describe, expect, it } from 'vitest';
import type { MedicationRecord, PrescriptionRecord } from '../../records/index.ts';
import { buildDrugRuleIndex } from '../../safety/index.ts';
import { medication, record, rp, withDrug, withPatient, withRp } from './testing/valid-prescription.ts';
import { validatePrescription } from './validate-prescription.ts';

const days = { ...rp, quantity: 30 };
const three = { ...rp.usage, code: '1013044400000000', timesPerDay: 3 };
const uneven = (...doses: string[]) => doses.map((dose) => ({ dose, code: null }));
const split = (
  quantities: number[] | null,
  change: Partial<PrescriptionRecord> = {},
): PrescriptionRecord => ({
  ...record,
  split: { times: 3, current: 1 },
  rps: [{ ...days, splitQuantities: quantities }],
  ...change,
});
const morphine = {
  ...medication,
  yjCode: '8114004G1027',
  receiptCode: '618110023',
  name: 'ＭＳコンチン錠１０ｍｇ',
};
const patch = {
  ...medication,
  yjCode: '2649735S3020',
  receiptCode: '620098801',
  name: 'ロキソニンテープ１００ｍｇ',
};
const narcotic = { licenceNumber: '13-1234', patientAddress: '東京都架空区', patientPhone: '03-0000-0000' };
const noBurden = { first: false, second: false, third: false, special: false };
const jami = { kind: 'jami' as const, text: '１日おき', code: null, siteCode: null };
const site = { kind: 'jami_site' as const, text: '左耳', code: null, siteCode: null };
const supplemented = (supplements: MedicationRecord['supplements'], change: Partial<MedicationRecord> = {}) =>
  withDrug({ supplements, ...change });
const wish = { kind: 'brand_at_patients_wish' as const, text: '', code: null };
const generic = { code: '1124007F2ZZZ', name: '【般】トリアゾラム錠０．２５ｍｇ' };

describe('the features of a prescription', () => {
  it.each<[string, PrescriptionRecord]>([
    [
      'uneven doses that add up',
      withRp({
        usage: three,
        medications: [{ ...medication, dose: '0.6', unevenDoses: uneven('0.1', '0.2', '0.3') }],
      }),
    ],
    [
      'a time of the day without a dose',
      withRp({
        usage: three,
        medications: [{ ...medication, dose: '2', unevenDoses: uneven('1', '0', '1') }],
      }),
    ],
    ['parts that add up', split([10, 10, 10])],
    [
      'parts of a total amount',
      split(null, { rps: [{ ...rp, formClass: '3', quantity: 1, splitQuantities: [1, 1, 1] }] }),
    ],
    ['a refill', { ...record, refillCount: 3 }],
    ['a narcotic with licence, address and telephone', { ...withRp({ medications: [morphine] }), narcotic }],
    [
      'a material without a code',
      withDrug({ kind: 'material', yjCode: '', receiptCode: '', name: 'ペンニードル', unit: '本' }),
    ],
    ['an uninsured drug without a code', withDrug({ kind: 'uninsured', yjCode: '', receiptCode: '' })],
    ['a conversion', withDrug({ conversion: { factor: '0.66667', priceUnit: 'ｇ' } })],
    ['a single dose as a fraction', withDrug({ singleDose: { text: '２/３', timesPerDay: null } })],
    [
      'a reason why nothing may be changed',
      withDrug({ substitution: { kind: 'no_generic', reason: '副作用の既往' } }),
    ],
    ['the patient’s wish for the brand', supplemented([wish])],
    [
      'a special 公費 alone',
      withPatient({ coverage: null, specialSubsidy: { payerNumber: '特－１', recipientNumber: '' } }),
    ],
    [
      'a 公費 that bears a line',
      {
        ...withDrug({ burden: { ...noBurden, first: true } }),
        patient: { ...record.patient, publicSubsidies: [{ payerNumber: '12131234', recipientNumber: null }] },
      },
    ],
    [
      'notes for the pharmacist',
      {
        ...record,
        clinicalNotes: [{ drugName: null, comment: '腎機能に注意' }],
        labValues: ['ｅＧＦＲ　４５'],
      },
    ],
  ])('%s is fine', (_, fine) => {
    expect(validatePrescription(fine)).toEqual([]);
  });

  it.each<[string, PrescriptionRecord, string]>([
    [
      'uneven doses that do not add up',
      withRp({
        usage: three,
        medications: [{ ...medication, dose: '3', unevenDoses: uneven('1', '1', '2') }],
      }),
      '不均等の合計（4）が、1日量（3）と合いません',
    ],
    [
      'as many uneven doses as the usage has no times',
      withRp({ usage: three, medications: [{ ...medication, dose: '2', unevenDoses: uneven('1', '1') }] }),
      '不均等は2回分ですが、用法は1日3回です',
    ],
    ['a single uneven dose', withDrug({ unevenDoses: uneven('1') }), '2回から5回'],
    [
      'uneven doses on the skin',
      withRp({ formClass: '3', medications: [{ ...medication, unevenDoses: uneven('0.5', '0.5') }] }),
      '内服のときだけ',
    ],
    [
      'an uneven dose that is no number',
      withRp({
        usage: { ...rp.usage, timesPerDay: null },
        medications: [{ ...medication, unevenDoses: uneven('半分', '1') }],
      }),
      '整数6桁・小数5桁',
    ],
    [
      'a factor of zero',
      withDrug({ conversion: { factor: '0', priceUnit: 'ｇ' } }),
      '単位変換の係数を0より大きい',
    ],
    [
      'a single dose in too many words',
      withDrug({ singleDose: { text: '二錠くらい', timesPerDay: null } }),
      '1回量は12文字まで',
    ],
    [
      'burdens at some lines only',
      withRp({
        medications: [
          { ...medication, burden: noBurden },
          { ...medication, itemNumber: 2 },
        ],
      }),
      'すべての薬で選ぶか',
    ],
    [
      'a burden of a 公費 that is not there',
      withDrug({ burden: { ...noBurden, second: true } }),
      '第2公費が登録されていません',
    ],
    [
      'a burden of a special 公費 that is not there',
      withDrug({ burden: { ...noBurden, special: true } }),
      '特殊公費が登録されていません',
    ],
    ['parts that do not add up', split([10, 10, 9]), 'RP1 の分割する数量の合計（29）が、全体の日数（30）'],
    ['too few parts', split([15, 15]), '3回分入力'],
    ['no parts', split(null), '3回分入力'],
    ['half a part', split([10.5, 9.5, 10]), '1以上の整数'],
    ['parts without splitting', { ...split([10, 10, 10]), split: null }, '分割の指示がありません'],
    ['a fourth part', split([10, 10, 10], { split: { times: 4, current: 1 } }), '2回か3回'],
    ['the part after the last', split([10, 10, 10], { split: { times: 3, current: 4 } }), '何回目'],
    ['splitting and refill', split([10, 10, 10], { refillCount: 2 }), '同時に指示できません'],
    ['one use of a refill', { ...record, refillCount: 1 }, '2回か3回'],
    ['a fourth use', { ...record, refillCount: 4 }, '2回か3回'],
    [
      'a refill of a narcotic',
      { ...withRp({ medications: [morphine] }), narcotic, refillCount: 2 },
      'ＭＳコンチン錠１０ｍｇ は麻薬です。リフィルにできません',
    ],
    [
      'a refill of a 湿布',
      { ...withRp({ formClass: '3', medications: [patch] }), refillCount: 2 },
      '湿布薬です。リフィルにできません',
    ],
    ['a refill at the clinic itself', { ...record, issueType: 'in_house', refillCount: 2 }, '院内処方では'],
    [
      'a narcotic without a licence',
      withRp({ medications: [morphine] }),
      '麻薬施用者免許番号と、患者の住所・電話番号',
    ],
    [
      'a licence without the patient’s address',
      { ...withRp({ medications: [morphine] }), narcotic: { ...narcotic, patientAddress: ' ' } },
      '患者住所がありません',
    ],
    [
      'a licence without the patient’s telephone',
      { ...withRp({ medications: [morphine] }), narcotic: { ...narcotic, patientPhone: '' } },
      '患者電話番号がありません',
    ],
    ['a supplement without its code', withRp({ supplements: [jami] }), '用法補足のコードがありません'],
    ['a site without its code', withRp({ supplements: [site] }), '部位のコードがありません'],
    [
      'a supplement without words',
      withRp({ supplements: [{ ...jami, kind: 'tapering', text: '' }] }),
      '用法補足がありません',
    ],
    [
      'a line’s supplement without its code',
      supplemented([{ kind: 'jami', text: '１日おき', code: null }]),
      '薬品補足のコードがありません',
    ],
    [
      'a reason that is too long',
      withDrug({ substitution: { kind: 'no_generic', reason: 'あ'.repeat(42) } }),
      '変更不可の理由が長すぎます',
    ],
    [
      'need and wish for the brand at once',
      supplemented([wish], { substitution: { kind: 'no_generic', reason: '' } }),
      'どちらか1つ',
    ],
    [
      'no generic for what is prescribed by generic name',
      withDrug({ generic, substitution: { kind: 'no_generic', reason: '' } }),
      '一般名処方です',
    ],
    [
      'a material without a name',
      withDrug({ kind: 'material', yjCode: '', receiptCode: '', name: '' }),
      '名称がありません',
    ],
    [
      'a drug written as a material, by its YJ code',
      withDrug({ kind: 'material', yjCode: '1141007F3023', receiptCode: '' }),
      '医薬品コード',
    ],
    [
      'a drug written as a material, by its receipt code',
      withDrug({ kind: 'material', yjCode: '', receiptCode: '620000033' }),
      '医薬品コード',
    ],
    [
      'a material with a broken code',
      withDrug({ kind: 'material', yjCode: '', receiptCode: '7' }),
      '医薬品コード',
    ],
    [
      'a name of a form that is too long',
      withRp({ formClass: '9', formName: '吸入剤' }),
      '剤形の名称が長すぎます',
    ],
    [
      'a telephone with brackets',
      { ...record, facility: { ...record.facility, phone: '03(0000)0000' } },
      '電話番号は数字・英字・ハイフンだけ',
    ],
    ['kanji for kana', withPatient({ familyKana: '高崎' }), '患者の氏名カナにカナでない文字'],
    [
      'kana that is too long in half width',
      withPatient({ familyKana: 'ガ'.repeat(20) }),
      '患者の氏名カナが長すぎます',
    ],
    ['a receipt kind of three digits', withPatient({ receiptKind: '111' }), 'レセプト種別'],
    [
      'a note without words',
      { ...record, clinicalNotes: [{ drugName: '薬', comment: '' }] },
      '薬局への情報1がありません',
    ],
    ['a number that is none', { ...record, accessCode: '123' }, '引換番号'],
  ])('%s is an error in words', (_, broken, words) => {
    const errors = validatePrescription(broken).filter((problem) => problem.severity === 'error');
    expect(errors.map((problem) => problem.message)).toEqual([expect.stringContaining(words)]);
  });

  it('a refill of a drug with a limit of days is refused while the limit holds', () => {
    const rulesWith = (until: string | null) =>
      buildDrugRuleIndex([
        {
          id: 'M1',
          kind: 'max_days',
          prefixes: ['1124007'],
          severity: 'caution',
          parameters: { days: 30, rule: '向精神薬30日', until },
          message: '1回の処方は30日分までです。',
          basis: '告示',
        },
      ]);
    const refill = { ...record, refillCount: 2 };
    expect(validatePrescription(refill, rulesWith(null))).toMatchObject([
      { severity: 'error', message: expect.stringContaining('投与日数に限度のある薬（向精神薬30日）') },
    ]);
    expect(validatePrescription(refill, rulesWith('2026-11-20'))).toHaveLength(1);
    expect(validatePrescription(refill, rulesWith('2026-11-19'))).toEqual([]);
    expect(validatePrescription(record, rulesWith(null))).toEqual([]);
  });

  it('names the RP of a split that does not add up', () => {
    expect(validatePrescription(split([1, 1, 1]))).toMatchObject([{ rpNumber: 1, itemNumber: null }]);
  });

  it.each<[string, PrescriptionRecord, string]>([
    [
      'a single dose that does not make the day’s amount',
      withDrug({ singleDose: { text: '2', timesPerDay: 3 } }),
      '1回量2×3回',
    ],
    ['a licence without a narcotic', { ...record, narcotic }, '麻薬の薬がありません'],
  ])('%s is a warning', (_, unusual, words) => {
    expect(validatePrescription(unusual)).toMatchObject([
      { severity: 'warning', message: expect.stringContaining(words) },
    ]);
  });
});
