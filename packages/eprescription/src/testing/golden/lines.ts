import type { LineSupplementRecord, MedicationRecord } from '@shirube/core/records';
import {
  drug,
  type Golden,
  golden,
  loxoprofen,
  ofDrug,
  ofRp,
  prednisolone,
  prescription,
  rp,
  threeTimes,
} from './golden.ts';
import { burdened } from './patients.ts';

const generic = { code: '2171022F2ZZZ', name: '【般】アムロジピン錠５ｍｇ' };
const supplement = (kind: LineSupplementRecord['kind'], text = '', code: string | null = null) => ({
  kind,
  text,
  code,
});
const doses = (...pairs: [dose: string, code: string | null][]) =>
  pairs.map(([dose, code]) => ({ dose, code }));
const uneven = (timesPerDay: number, dose: string, unevenDoses: MedicationRecord['unevenDoses']) =>
  ofRp({
    usage: { ...threeTimes, timesPerDay },
    medications: [drug({ ...prednisolone, dose, unevenDoses })],
  });
const bears = (first: boolean, second: boolean) => ({ first, second, third: false, special: false });

/** Drugs and what is added to them: records 201 to 281. */
export const lineGoldens: Golden[] = [
  golden('generic-name', '一般名処方', [201], ofDrug({ generic })),
  golden(
    'generic-name-without-code',
    '一般名 without a code',
    [201],
    ofDrug({ generic: { ...generic, code: '' } }),
  ),
  golden(
    'uninsured-with-yj',
    '非保険薬 known by its YJ code',
    [201],
    ofDrug({ kind: 'uninsured', receiptCode: '' }),
  ),
  golden(
    'uninsured-without-code',
    '非保険薬 without a code',
    [201],
    ofDrug({ kind: 'uninsured', yjCode: '', receiptCode: '', name: '架空ワクチン', unit: '本' }),
  ),
  golden(
    'material-without-code',
    '医療材料 without a code',
    [201],
    ofDrug({ kind: 'material', yjCode: '', receiptCode: '', name: '架空針３４Ｇ', dose: '70', unit: '本' }),
  ),
  golden('dose-largest', 'an amount with all its digits', [201], ofDrug({ dose: '123456.78901' })),
  golden('dose-fraction', 'an amount below one', [201], ofDrug({ dose: '0.25' })),
  golden('name-longest', 'a name of forty letters', [201], ofDrug({ name: '長'.repeat(40) })),
  golden(
    'titre',
    '力価: milligrams of the active substance',
    [201],
    ofDrug({
      yjCode: '1139004C2061',
      receiptCode: '620003578',
      name: 'デパケン細粒４０％',
      ingredientName: 'バルプロ酸ナトリウム',
      dose: '400',
      unit: 'ｍｇ',
      isTitre: true,
      conversion: { factor: '0.0025', priceUnit: 'ｇ' },
    }),
  ),
  golden(
    'conversion',
    'a unit that is not the 薬価単位',
    [211],
    ofDrug({
      name: '架空経腸栄養剤',
      dose: '3',
      unit: '缶',
      conversion: { factor: '250', priceUnit: 'ｍＬ' },
    }),
  ),
  golden(
    'conversion-rounded',
    'a factor rounded at the sixth decimal',
    [211],
    ofDrug({ name: '架空顆粒', dose: '3', unit: '包', conversion: { factor: '0.66667', priceUnit: 'ｇ' } }),
  ),
  golden(
    'uneven-three',
    '不均等 three times with codes',
    [221],
    uneven(3, '2.5', doses(['1.5', 'V11.5NNN'], ['0.5', 'V20.5NNN'], ['0.5', 'V30.5NNN'])),
  ),
  golden('uneven-two', '不均等 twice without codes', [221], uneven(2, '3', doses(['2', null], ['1', null]))),
  golden(
    'uneven-none-at-noon',
    '不均等 with nothing at noon',
    [221],
    uneven(3, '3', doses(['2', null], ['0', null], ['1', null])),
  ),
  golden(
    'uneven-five',
    '不均等 five times',
    [221],
    uneven(5, '3', doses(['1', null], ['0.5', null], ['0.5', null], ['0.5', null], ['0.5', null])),
  ),
  golden(
    'burden',
    'which 公費 bears which drug',
    [231],
    prescription({
      patient: burdened,
      rps: [
        rp({
          medications: [
            drug({ burden: bears(true, false) }),
            drug({ ...loxoprofen, itemNumber: 2, burden: bears(false, true) }),
          ],
        }),
        rp({ rpNumber: 2, medications: [drug({ burden: bears(true, true) })] }),
      ],
    }),
  ),
  golden('burden-special', 'a 特殊公費 bears it', [30, 231], {
    ...ofDrug({ burden: { first: false, second: false, third: false, special: true } }),
    patient: { ...burdened, specialSubsidy: { payerNumber: '特－１２', recipientNumber: '１２３' } },
  }),
  golden(
    'single-dose',
    '１回服用量 as a fraction',
    [241],
    ofRp({
      usage: threeTimes,
      medications: [drug({ dose: '2', singleDose: { text: '2/3', timesPerDay: 3 } })],
    }),
  ),
  golden(
    'single-dose-alone',
    '１回服用量 without times',
    [241],
    ofDrug({ singleDose: { text: '1', timesPerDay: null } }),
  ),
  golden(
    'line-one-dose-package',
    '一包化 of a drug',
    [281],
    ofDrug({ supplements: [supplement('one_dose_package')] }),
  ),
  golden(
    'line-crush',
    '粉砕 of a drug with words',
    [281],
    ofDrug({ supplements: [supplement('crush', '粉砕し賦形')] }),
  ),
  golden(
    'no-generic',
    '後発品変更不可 with the reason',
    [281],
    ofDrug({ substitution: { kind: 'no_generic', reason: '後発品で発疹の既往' } }),
  ),
  golden('no-form', '剤形変更不可', [281], ofDrug({ substitution: { kind: 'no_form', reason: '' } })),
  golden(
    'no-strength',
    '含量規格変更不可 of a 一般名',
    [281],
    ofDrug({ generic, substitution: { kind: 'no_strength', reason: '' } }),
  ),
  golden(
    'no-form-or-strength',
    '剤形変更不可及び含量規格変更不可',
    [281],
    ofDrug({ substitution: { kind: 'no_form_or_strength', reason: '嚥下困難' } }),
  ),
  golden(
    'line-jami',
    'JAMI補足用法 of a drug',
    [281],
    ofDrug({ supplements: [supplement('jami', '１日おき', 'I1100000')] }),
  ),
  golden(
    'brand-at-wish',
    '選定療養: the patient’s wish for the brand',
    [281],
    ofDrug({ supplements: [supplement('brand_at_patients_wish')] }),
  ),
  golden('line-everything', 'everything a line can have', [201, 211, 221, 231, 241, 281], {
    ...ofRp({
      usage: threeTimes,
      medications: [
        drug({
          dose: '3',
          conversion: { factor: '1.5', priceUnit: 'ｇ' },
          unevenDoses: doses(['1.5', null], ['1', null], ['0.5', null]),
          burden: bears(true, false),
          singleDose: { text: '1', timesPerDay: 3 },
          substitution: { kind: 'no_form', reason: '嚥下困難' },
          supplements: [supplement('one_dose_package'), supplement('jami', '１日おき', 'I1100000')],
        }),
      ],
    }),
    patient: burdened,
  }),
];
