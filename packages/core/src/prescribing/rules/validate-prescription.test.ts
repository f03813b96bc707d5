import { describe, expect, it } from 'vitest';
import {
  type MedicationRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
  type RpRecord,
} from '../../records/index.ts';
import { buildDrugRuleIndex } from '../../safety/index.ts';
import { validatePrescription } from './validate-prescription.ts';

const medication: MedicationRecord = {
  itemNumber: 1,
  yjCode: '1124007F2026',
  receiptCode: '611120055',
  name: 'ハルシオン０．２５ｍｇ錠',
  ingredientName: 'トリアゾラム',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...plainLine,
};

const rp: RpRecord = {
  rpNumber: 1,
  formClass: '1',
  ...plainRp,
  quantity: 7,
  usage: { code: '1011100000000000', text: '１日１回就寝前　服用', timesPerDay: 1 },
  medications: [medication],
};

const record: PrescriptionRecord = {
  id: '0197a5f0-0000-7000-8000-000000000001',
  issueType: 'electronic',
  facility: {
    institutionCode: '1311234567',
    name: '標クリニック',
    postalCode: '100-0001',
    address: '東京都千代田区検証１－１',
    phone: '03-0000-0000',
    departmentCode: '01',
    departmentName: '内科',
  },
  prescriber: {
    code: null,
    familyName: '検証',
    givenName: '太郎',
    familyKana: 'ケンショウ',
    givenKana: 'タロウ',
  },
  patient: {
    patientNumber: '000123',
    familyName: '髙﨑',
    givenName: '花子',
    familyKana: 'タカサキ',
    givenKana: 'ハナコ',
    birthDate: '1980-01-31',
    sex: 'female',
    postalCode: null,
    address: null,
    phone: null,
    coverage: {
      insurerNumber: '06139999',
      symbol: '１２',
      number: '３４５６',
      branchNumber: '01',
      isDependent: false,
      copayPercent: 30,
    },
    publicSubsidies: [],
  },
  issuedOn: '2026-11-20',
  validUntil: '2026-11-23',
  rps: [rp],
  ...plainPrescription,
};

const withRp = (change: Partial<RpRecord>): PrescriptionRecord => ({
  ...record,
  rps: [{ ...rp, ...change }],
});
const withDrug = (change: Partial<MedicationRecord>) =>
  withRp({ medications: [{ ...medication, ...change }] });
const withPatient = (change: Partial<PrescriptionRecord['patient']>): PrescriptionRecord => ({
  ...record,
  patient: { ...record.patient, ...change },
});
const withDoctor = (change: Partial<PrescriptionRecord['prescriber']>): PrescriptionRecord => ({
  ...record,
  prescriber: { ...record.prescriber, ...change },
});

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
