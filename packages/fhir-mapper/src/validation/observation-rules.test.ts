import type { Bundle, Observation, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { observationsToBundle } from '../bundle-clins.ts';
import type { ClinsVersion } from '../specification.ts';
import { HBS_ANTIGEN, LAB_REPORT, POTASSIUM, UNIT } from '../testing/records.ts';
import { issuesAfter, type Violation } from '../testing/violations.ts';
import { validateBundle } from './validate-bundle.ts';

const R = 'Bundle.entry[1].resource';
const bundleOf = (version?: ClinsVersion): Bundle<Patient | Observation> =>
  observationsToBundle({ ...UNIT, version, report: LAB_REPORT });
const LOCAL = 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS';
const LTS = { system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication', code: 'LTS' };

test('an unviolated report has no issue at all, under either edition', () => {
  expect(validateBundle(bundleOf())).toEqual([]);
  expect(validateBundle(bundleOf('1.11.0'))).toEqual([]);
});

// entry[1] is カリウム 4.0 mEq/L with a range, entry[2] is HBs抗原(定性) with 長期保存.
const RULES: Violation[] = [
  [
    'another profile',
    (b) => (b.entry[1].resource.meta.profile = ['http://example.org/x']),
    'validEntryProfile-ObservationLabResult',
    `${R}.meta.profile`,
    'JP_Observation_LabResult_eCS',
  ],
  ['no encounter', (b) => delete b.entry[1].resource.encounter, 'R9016O', `${R}.encounter`, 'どの受診'],
  [
    'no contained encounter',
    (b) => b.entry[1].resource.contained.splice(0, 1),
    'R9013O',
    `${R}.contained`,
    '受診情報',
  ],
  [
    'contained encounter with versioned profile',
    (b) => (b.entry[1].resource.contained[0].meta.profile[0] += '|1.1.2'),
    'R9013O',
    `${R}.contained`,
    '受診情報',
  ],
  [
    'no department',
    (b) => b.entry[1].resource.extension.splice(1, 1),
    'R9014O',
    `${R}.extension`,
    '診療科を設定',
  ],
  ['no performer', (b) => delete b.entry[1].resource.performer, 'R9017O', `${R}.performer`, '責任者'],
  [
    'no contained practitioner',
    (b) => b.entry[1].resource.contained.splice(1, 1),
    'R9019O',
    `${R}.contained`,
    '依頼した医師',
  ],
  [
    'a panel',
    (b) => (b.entry[1].resource.hasMember = [{ reference: '#x' }]),
    'R6081',
    `${R}.hasMember`,
    '項目ごとに分けて',
  ],
  [
    'no local code',
    (b) => b.entry[1].resource.code.coding.splice(0, 1),
    'R6021',
    `${R}.code.coding`,
    '院内の項目コード',
  ],
  [
    'local code in kanji',
    (b) => (b.entry[1].resource.code.coding[0].code = 'カリ'),
    'pattern',
    `${R}.code.coding`,
    '半角の英数字',
  ],
  [
    'no standard code',
    (b) => b.entry[1].resource.code.coding.splice(1, 1),
    'cardinality',
    `${R}.code.coding`,
    '未標準化コード項目',
  ],
  [
    'a code outside the list',
    (b) => (b.entry[1].resource.code.coding[1].code = '3H015000002326199'),
    'binding',
    `${R}.code.coding[1].code`,
    '43項目・感染症5項目',
  ],
  [
    'an infection code among the 43 items',
    (b) => (b.entry[1].resource.code.coding[1].code = '5F016141002306311'),
    'binding',
    `${R}.code.coding[1].code`,
    '一覧にありません',
  ],
  ['half-width kana', (b) => (b.entry[1].resource.code.text = 'ｶﾘｳﾑ'), 'text', `${R}.code`, '半角カナ'],
  ['no name', (b) => delete b.entry[1].resource.code.text, 'cardinality', `${R}.code.text`, '検査項目名'],
  [
    '長期保存 on no infection',
    (b) => (b.entry[1].resource.meta.tag = [LTS]),
    'R6031',
    `${R}.meta.tag`,
    '長期保存を外してください',
  ],
  [
    'a flag that does not exist here',
    (b) => (b.entry[1].resource.meta.tag = [{ ...LTS, code: 'UNINFORMED' }]),
    'binding',
    `${R}.meta.tag`,
    '長期保存です',
  ],
  [
    'result and reason for having none',
    (b) => (b.entry[1].resource.dataAbsentReason = { text: '検体不足' }),
    'obs-6',
    `${R}.dataAbsentReason`,
    'どちらか',
  ],
  [
    'a part with the code of the whole',
    (b) => (b.entry[1].resource.component = [{ code: { coding: [{ system: LOCAL, code: '0000181802' }] } }]),
    'obs-7',
    `${R}.component`,
    'もう一度',
  ],
  [
    'an empty range',
    (b) => (b.entry[1].resource.referenceRange = [{ appliesTo: [{ text: '成人' }] }]),
    'obs-3',
    `${R}.referenceRange[0]`,
    '下限も上限も',
  ],
  [
    'lower limit in another unit',
    (b) => (b.entry[1].resource.referenceRange[0].low.unit = 'mmol/L'),
    'referenceRangeLowUnits-isSameAs-resultValueUnits',
    `${R}.referenceRange[0].low`,
    '下限）の単位',
  ],
  [
    'upper limit with another code',
    (b) => (b.entry[1].resource.referenceRange[0].high.code = 'mmol/L'),
    'referenceRangeHighUnits-isSameAs-resultValueUnits',
    `${R}.referenceRange[0].high`,
    '上限）の単位',
  ],
  [
    'a limit with a sign',
    (b) => (b.entry[1].resource.referenceRange[0].low.comparator = '<'),
    'cardinality',
    `${R}.referenceRange[0].low.comparator`,
    '不等号',
  ],
  [
    'quantity without number',
    (b) => delete b.entry[1].resource.valueQuantity.value,
    'cardinality',
    `${R}.valueQuantity.value`,
    '数値がありません',
  ],
  [
    'unit code without system',
    (b) => delete b.entry[1].resource.valueQuantity.system,
    'qty-3',
    `${R}.valueQuantity.system`,
    'コード体系',
  ],
  [
    'neither result nor reason',
    (b) => delete b.entry[1].resource.valueQuantity,
    'consistency',
    `${R}.value`,
    '結果も、結果がない理由も',
  ],
  [
    'reason without words',
    (b) => {
      delete b.entry[1].resource.valueQuantity;
      b.entry[1].resource.dataAbsentReason = { coding: [{ code: 'unknown' }] };
    },
    'cardinality',
    `${R}.dataAbsentReason.text`,
    '結果がない理由',
  ],
  [
    'a result outside its table',
    (b) => (b.entry[2].resource.valueCodeableConcept.coding[0].code = '9'),
    'binding',
    'Bundle.entry[2].resource.valueCodeableConcept.coding[0]',
    '決められた表',
  ],
  [
    'a coded result without code',
    (b) => delete b.entry[2].resource.valueCodeableConcept.coding,
    'cardinality',
    'Bundle.entry[2].resource.valueCodeableConcept.coding',
    '選び直して',
  ],
  ['status', (b) => (b.entry[1].resource.status = 'amended'), 'binding', `${R}.status`, '最終報告'],
  [
    'category',
    (b) => (b.entry[1].resource.category[0].coding[0].code = 'vital-signs'),
    'fixed-value',
    `${R}.category`,
    '検体検査',
  ],
  [
    'no collection time',
    (b) => delete b.entry[1].resource.effectiveDateTime,
    'cardinality',
    `${R}.effectiveDateTime`,
    '採取日時',
  ],
  [
    'report time without zone',
    (b) => (b.entry[1].resource.issued = '2026-11-19T15:12:00'),
    'pattern',
    `${R}.issued`,
    '報告日時',
  ],
  ['no specimen', (b) => delete b.entry[1].resource.specimen, 'cardinality', `${R}.specimen`, '血清、尿'],
  [
    'an unused order',
    (b) => delete b.entry[1].resource.basedOn,
    'dom-3',
    `${R}.contained[3]`,
    'どこからも使われていない',
  ],
  [
    'no own identifier',
    (b) => (b.entry[1].resource.identifier[0].system = 'urn:x'),
    'cardinality',
    `${R}.identifier`,
    'リソース一意識別ID',
  ],
  [
    'another patient',
    (b) => (b.entry[1].resource.subject.reference = 'urn:uuid:0'),
    'reference',
    `${R}.subject`,
    '患者を指していません',
  ],
];

test.each(RULES)('%s', (_name, violate, ruleId, path, message) => {
  expect(issuesAfter(bundleOf(), violate)).toContainEqual({
    severity: 'error',
    ruleId,
    path,
    message: expect.stringContaining(message),
  });
});

test('a display one character off is accepted by open slicing, so it is warned of', () => {
  const issues = issuesAfter(bundleOf(), (b) => (b.entry[1].resource.code.coding[1].display = 'K '));
  expect(issues).toEqual([
    expect.objectContaining({
      severity: 'warning',
      ruleId: 'slice',
      message: expect.stringContaining('「K」'),
    }),
  ]);
});

describe('what the errata of 1.11.0 changed', () => {
  const coding = (jlac10: string, version: ClinsVersion) =>
    observationsToBundle({ ...UNIT, version, report: { ...LAB_REPORT, results: [{ ...POTASSIUM, jlac10 }] } })
      .entry?.map(({ resource }) => resource)
      .find((resource): resource is Observation => resource?.resourceType === 'Observation')?.code
      ?.coding?.[1];

  test('HIV-1+2抗体・p24抗原 are ordinary examinations', () => {
    expect(coding('5F560155002305331', '1.10.0')?.display).toBe('HIV-1+2抗体・p24抗原(コントロール比)');
    expect(coding('5F560155002305331', '1.11.0')).toMatchObject({
      system: 'http://medis.or.jp/CodeSystem/master-JLAC10-17digits',
      display: 'カリウム',
    });
  });

  test('コントロール比 of HIV-1+2抗体 is 陽性コントロール比', () => {
    expect(coding('5F560143002305131', '1.10.0')?.display).toBe('HIV-1+2抗体(コントロール比)');
    expect(coding('5F560143002305131', '1.11.0')?.display).toBe('HIV-1+2抗体(陽性コントロール比)');
  });

  test('a Bundle is checked by the edition it claims', () => {
    const results = [{ ...HBS_ANTIGEN, jlac10: '5F560155002305331' }];
    const bundle = observationsToBundle({ ...UNIT, report: { ...LAB_REPORT, results } });
    expect(validateBundle(bundle)).toEqual([]);
    expect(validateBundle(bundle, '1.11.0').map(({ ruleId }) => ruleId)).toEqual(['binding', 'R6031']);
  });
});
