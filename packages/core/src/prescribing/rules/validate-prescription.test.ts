import { describe, expect, it } from 'vitest';
import type { PrescriptionRecord } from '../../records/index.ts';
import {
  medication,
  record,
  rp,
  withDoctor,
  withDrug,
  withPatient,
  withRp,
} from './testing/valid-prescription.ts';
import { validatePrescription } from './validate-prescription.ts';

describe('validatePrescription', () => {
  it('has nothing to say about a complete prescription', () => {
    expect(validatePrescription(record)).toEqual([]);
  });

  // @proves V2.2.3
  it.each<[string, PrescriptionRecord, string]>([
    ['no drugs', { ...record, rps: [] }, '薬が1つもありません'],
    ['an RP without drugs', withRp({ medications: [] }), 'RP1 に薬がありません'],
    ['no usage', withRp({ usage: { code: '', text: '', timesPerDay: null } }), 'RP1 の用法を選んでください'],
    ['a usage that is too long', withRp({ usage: { ...rp.usage, text: 'あ'.repeat(51) } }), '全角50文字まで'],
    ['内服 without days', withRp({ quantity: 0 }), 'RP1 の日数を1以上'],
    ['half a day', withRp({ quantity: 0.5 }), 'RP1 の日数を1以上'],
    ['頓服 without times', withRp({ formClass: '2', quantity: 0 }), 'RP1 の回数を1以上'],
    ['more than 3 digits', withRp({ formClass: '3', quantity: 1000 }), 'RP1 の数量は999まで'],
    ['a skipped number', withRp({ rpNumber: 2 }), 'RP2 の番号が順番どおりではありません'],
    ['a dose of zero', withDrug({ dose: '0' }), 'RP1 ハルシオン０．２５ｍｇ錠 の用量を0より大きい'],
    ['a negative dose', withDrug({ dose: '-1' }), '用量を0より大きい'],
    ['a dose that is no number', withDrug({ dose: '適量' }), '用量を0より大きい'],
    ['a dose with too many decimals', withDrug({ dose: '0.123456' }), '小数5桁まで'],
    ['a dose with trailing zeros', withDrug({ dose: '1.50' }), '小数5桁まで'],
    ['a drug name that is too long', withDrug({ name: 'あ'.repeat(41) }), '全角40文字まで'],
    ['a name that would break the line', withDrug({ name: 'ハルシオン\n錠' }), '使えない文字'],
    [
      'a wrong drug code',
      withDrug({ yjCode: '1124007F2027' }),
      'RP1 ハルシオン０．２５ｍｇ錠 の医薬品コード',
    ],
    ['no unit', withDrug({ unit: '' }), 'の単位がありません'],
    ['no insurance', withPatient({ coverage: null }), '電子処方箋を発行できません'],
    ['an unrecorded sex', withPatient({ sex: 'unknown' }), '性別'],
    ['a birth date that is none', withPatient({ birthDate: '1980-02-30' }), '生年月日'],
    ['no kana', withPatient({ familyKana: '', givenKana: '' }), '患者の氏名カナがありません'],
    ['no doctor name', withDoctor({ familyName: '' }), '処方医の氏名が登録されていません'],
    ['a long doctor name', withDoctor({ givenName: 'あ'.repeat(18) }), '処方医の氏名が長すぎます'],
    [
      'no institution code',
      { ...record, facility: { ...record.facility, institutionCode: '1234567' } },
      '医療機関コード',
    ],
    ['an end before the issue', { ...record, validUntil: '2026-11-19' }, '使用期間'],
    [
      'a long remark',
      { ...record, remarks: [50, 51].map((length) => ({ kind: null, text: 'あ'.repeat(length) })) },
      '備考2が長すぎます',
    ],
  ])('%s is an error in words', (_, broken, words) => {
    const problems = validatePrescription(broken);
    expect(
      problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message),
    ).toEqual([expect.stringContaining(words)]);
  });

  it('points to the row', () => {
    const two = withRp({ medications: [medication, { ...medication, itemNumber: 2, dose: '0' }] });
    expect(validatePrescription(two)).toMatchObject([{ rpNumber: 1, itemNumber: 2 }]);
    expect(validatePrescription(withPatient({ coverage: null }))).toMatchObject([
      { rpNumber: null, itemNumber: null },
    ]);
  });

  it('allows a paper prescription without insurance, and an electronic one paid by the public alone', () => {
    const uninsured = withPatient({ coverage: null });
    expect(validatePrescription({ ...uninsured, issueType: 'paper' })).toEqual([]);
    const welfare = withPatient({
      coverage: null,
      publicSubsidies: [{ payerNumber: '12131234', recipientNumber: '1234567' }],
    });
    expect(validatePrescription(welfare)).toEqual([]);
  });

  it('counts two half-width characters as one full-width one', () => {
    expect(validatePrescription(withDrug({ name: 'a'.repeat(80) }))).toEqual([]);
    expect(validatePrescription(withDrug({ name: 'a'.repeat(81) }))).toHaveLength(1);
  });

  it('only warns about what is rarely meant', () => {
    expect(validatePrescription(withRp({ quantity: 90 }))).toEqual([]);
    expect(validatePrescription(withRp({ quantity: 91 }))).toMatchObject([
      { severity: 'warning', rpNumber: 1 },
    ]);
    const asNeeded = withRp({ usage: { code: '1050110000000000', text: '疼痛時　服用', timesPerDay: null } });
    expect(validatePrescription(asNeeded)).toMatchObject([{ severity: 'warning' }]);
  });
});
