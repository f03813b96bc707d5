import { describe, expect, test } from 'vitest';
import { allergyBundle, issuesAfter, type Violation } from '../testing/violations.ts';

const R = 'Bundle.entry[1].resource';

const ALLERGIES: Violation[] = [
  [
    'no profile',
    (a) => (a.meta.profile = ['x']),
    'validEntryProfile-AllergyIntolerance',
    `${R}.meta.profile`,
    'JP_AllergyIntolerance_eCS',
  ],
  [
    '未告知 does not exist here',
    (a) =>
      (a.meta.tag = [
        { system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication', code: 'UNINFORMED' },
      ]),
    'binding',
    `${R}.meta.tag`,
    '使えるのは長期保存です',
  ],
  [
    'no clinicalStatus',
    (a) => delete a.clinicalStatus,
    'ait-1',
    `${R}.clinicalStatus`,
    '1件目のアレルギーに状態',
  ],
  [
    'mistaken but with status',
    (a) =>
      (a.verificationStatus = {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
            code: 'entered-in-error',
            display: 'Entered in Error',
          },
        ],
      }),
    'ait-2',
    `${R}.clinicalStatus`,
    '誤登録',
  ],
  [
    'clinicalStatus of conditions',
    (a) => (a.clinicalStatus.coding[0].code = 'remission'),
    'binding',
    `${R}.clinicalStatus`,
    '状態の区分',
  ],
  [
    'verificationStatus without code',
    (a) => (a.verificationStatus = { coding: [] }),
    'binding',
    `${R}.verificationStatus`,
    '確からしさ',
  ],
  ['no text', (a) => delete a.code.text, 'cardinality', `${R}.code.text`, '名称がありません'],
  ['no coding', (a) => delete a.code.coding, 'cardinality', `${R}.code.coding`, '一覧から選んで'],
  [
    'no display',
    (a) => delete a.code.coding[0].display,
    'cardinality',
    `${R}.code.coding[0].display`,
    '名称',
  ],
  [
    'retired medication system',
    (a) => (a.code.coding[0].system = 'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyMedicationAllergen_CS'),
    'binding',
    `${R}.code.coding[0].system`,
    '古い医薬品アレルゲン',
  ],
  [
    'system of another world',
    (a) => (a.code.coding[0].system = 'http://snomed.info/sct'),
    'binding',
    `${R}.code.coding[0].system`,
    'コード体系は使えません',
  ],
  [
    'food code in the wrong system',
    (a) =>
      (a.code.coding[0].system =
        'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyNonFoodNonMedicationAllergen_CS'),
    'pattern',
    `${R}.code.coding[0].code`,
    '形式',
  ],
  ['short code', (a) => (a.code.coding[0].code = 'J9FC1131'), 'pattern', `${R}.code.coding[0].code`, '形式'],
  [
    'drug category on a food',
    (a) => (a.category = ['medication']),
    'consistency',
    `${R}.category`,
    '医薬品のものではありません',
  ],
  ['biologic', (a) => (a.category = ['biologic']), 'binding', `${R}.category`, '分類は'],
  ['criticality', (a) => (a.criticality = 'severe'), 'binding', `${R}.criticality`, '重症度'],
  [
    'reaction without manifestation',
    (a) => (a.reaction = [{}]),
    'cardinality',
    `${R}.reaction[0].manifestation`,
    '「不明」',
  ],
  [
    'manifestation without words',
    (a) => (a.reaction = [{ manifestation: [{ coding: [{ code: '1' }] }] }]),
    'cardinality',
    `${R}.reaction[0].manifestation`,
    '「不明」',
  ],
  [
    'patient by identifier',
    (a) => (a.patient = { identifier: { value: '1' } }),
    'reference',
    `${R}.patient`,
    '患者を指していません',
  ],
  ['impossible onset', (a) => (a.onsetDateTime = '2025-13'), 'pattern', `${R}.onsetDateTime`, '正しい日付'],
];

describe('アレルギー', () => {
  test.each(ALLERGIES)('%s', (_name, violate, ruleId, path, message) => {
    const issues = issuesAfter(allergyBundle(), (bundle) => violate(bundle.entry[1].resource));
    expect(issues).toContainEqual({
      severity: 'error',
      ruleId,
      path,
      message: expect.stringContaining(message),
    });
  });

  test('a drug outside the category medication would land among the other allergies', () => {
    const issues = issuesAfter(allergyBundle(), (bundle) => delete bundle.entry[2].resource.category);
    expect(issues.map(({ message }) => message)).toEqual([
      '2件目のアレルギーは医薬品ですが、分類が医薬品ではありません。分類を「医薬品」にしてください。',
    ]);
  });

  test('an unknown manifestation may be said with nullFlavor NI', () => {
    const issues = issuesAfter(allergyBundle(), (bundle) => {
      const url = 'http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor';
      bundle.entry[1].resource.reaction = [{ manifestation: [{ extension: [{ url, valueCode: 'NI' }] }] }];
    });
    expect(issues).toEqual([]);
  });
});
