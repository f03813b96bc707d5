import { describe, expect, test } from 'vitest';
import { conditionBundle, issuesAfter, type Json, type Violation } from '../testing/violations.ts';

const R = 'Bundle.entry[1].resource';

const CONDITIONS: Violation[] = [
  ['no onset', (c) => delete c.onsetDateTime, 'R9013C', `${R}.onsetDateTime`, '主病名に発症日がありません。'],
  [
    'impossible onset',
    (c) => (c.onsetDateTime = '2025-02-30'),
    'pattern',
    `${R}.onsetDateTime`,
    '正しい日付ではありません',
  ],
  [
    'end before onset',
    (c) => (c.abatementDateTime = '2024-04-09'),
    'consistency',
    `${R}.abatementDateTime`,
    '発症日より前',
  ],
  [
    'end before partial onset',
    (c) => Object.assign(c, { onsetDateTime: '2025-02', abatementDateTime: '2025-01-31' }),
    'consistency',
    `${R}.abatementDateTime`,
    '発症日より前',
  ],
  ['no visit', (c) => c.contained.shift(), 'R9013C', `${R}.contained`, '受診情報'],
  ['no reference to the visit', (c) => delete c.encounter, 'R9013C', `${R}.contained`, '受診情報'],
  [
    'visit with versioned profile',
    (c) => (c.contained[0].meta.profile[0] += '|1.10.0'),
    'R9013C',
    `${R}.contained`,
    '受診情報',
  ],
  [
    'visit with two profiles',
    (c) => c.contained[0].meta.profile.push('http://example.org/x'),
    'R9013C',
    `${R}.contained`,
    '受診情報',
  ],
  [
    'visit in progress',
    (c) => (c.contained[0].status = 'in-progress'),
    'fixed-value',
    `${R}.contained[0].status`,
    'finished',
  ],
  [
    'visit without class display',
    (c) => delete c.contained[0].class.display,
    'cardinality',
    `${R}.contained[0].class.display`,
    '入院・外来の区分',
  ],
  [
    'reference to nothing',
    (c) => (c.recorder.reference = '#nobody'),
    'reference',
    `${R}.recorder`,
    '含まれていません',
  ],
  ['contained, unreferenced', (c) => delete c.recorder, 'dom-3', `${R}.contained[1]`, '使われていない'],
  [
    'no department',
    (c) => c.extension.splice(1, 1),
    'R9014C',
    `${R}.extension`,
    '主病名に診療科がありません',
  ],
  [
    'department without text',
    (c) => delete c.extension[1].valueCodeableConcept.text,
    'R9014C',
    `${R}.extension`,
    '診療科',
  ],
  [
    'no profile',
    (c) => (c.meta.profile = ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Condition']),
    'validEntryProfile-Condition',
    `${R}.meta.profile`,
    'JP_Condition_eCS',
  ],
  ['no identifier', (c) => delete c.identifier, 'cardinality', `${R}.identifier`, 'リソース一意識別ID'],
  [
    'patient by identifier',
    (c) => (c.subject = { identifier: { value: '1' } }),
    'reference',
    `${R}.subject`,
    '患者を指していません',
  ],
  [
    'unknown flag',
    (c) => (c.meta.tag[0].code = 'SECRET'),
    'binding',
    `${R}.meta.tag`,
    '長期保存、未告知、未提供',
  ],
  ['flag twice', (c) => c.meta.tag.push({ ...c.meta.tag[0] }), 'cardinality', `${R}.meta.tag`, '同じフラグ'],
  ['flag with version', (c) => (c.meta.tag[0].version = '1'), 'cardinality', `${R}.meta.tag`, 'version'],
  ['no clinicalStatus', (c) => delete c.clinicalStatus, 'con-3', `${R}.clinicalStatus`, '転帰がありません'],
  [
    'clinicalStatus unknown',
    (c) => (c.clinicalStatus.coding[0].code = 'unknown'),
    'binding',
    `${R}.clinicalStatus`,
    '転帰は',
  ],
  [
    'clinicalStatus without display',
    (c) => delete c.clinicalStatus.coding[0].display,
    'cardinality',
    `${R}.clinicalStatus.coding[0].display`,
    '名称',
  ],
  [
    'ended but active',
    (c) => (c.clinicalStatus.coding[0].code = 'active'),
    'con-4',
    `${R}.clinicalStatus`,
    '「継続」のまま',
  ],
  [
    'mistaken but with status',
    (c) => (c.verificationStatus.coding[0].code = 'entered-in-error'),
    'con-5',
    `${R}.clinicalStatus`,
    '誤登録',
  ],
  [
    'no verificationStatus',
    (c) => delete c.verificationStatus,
    'binding',
    `${R}.verificationStatus`,
    '「確定」か「疑い」',
  ],
  [
    'provisional',
    (c) => (c.verificationStatus.coding[0].code = 'provisional'),
    'binding',
    `${R}.verificationStatus`,
    '「確定」か「疑い」',
  ],
  [
    'verificationStatus without display',
    (c) => delete c.verificationStatus.coding[0].display,
    'cardinality',
    `${R}.verificationStatus.coding[0].display`,
    '名称',
  ],
  [
    'の疑い but confirmed',
    (c) => (c.verificationStatus.coding[0].code = 'confirmed'),
    'consistency',
    `${R}.verificationStatus`,
    '「の疑い」',
  ],
  ['no category', (c) => delete c.category, 'fixed-value', `${R}.category`, '分類'],
  [
    'problem list',
    (c) => (c.category[0].coding[0].code = 'problem-list-item'),
    'fixed-value',
    `${R}.category`,
    'encounter-diagnosis',
  ],
  ['no text', (c) => delete c.code.text, 'cardinality', `${R}.code.text`, '病名を入力'],
  [
    'no management number',
    (c) => c.code.coding.shift(),
    'cardinality',
    `${R}.code.coding`,
    '病名管理番号がありません',
  ],
  [
    'short management number',
    (c) => (c.code.coding[0].code = '2006159'),
    'pattern',
    `${R}.code.coding[0].code`,
    '病名管理番号（8桁）',
  ],
  [
    'ICD-10 without dot',
    (c) => (c.code.coding[3].code = 'I119'),
    'pattern',
    `${R}.code.coding[3].code`,
    'ICD-10',
  ],
  [
    'no display',
    (c) => delete c.code.coding[1].display,
    'cardinality',
    `${R}.code.coding[1].display`,
    '名称',
  ],
  [
    'modifier without management number',
    (c) => c.code.extension[0].valueCodeableConcept.coding.shift(),
    'cardinality',
    `${R}.code.extension[0].valueCodeableConcept`,
    '修飾語管理番号（8桁）がありません',
  ],
  [
    'modifier with two receipt codes',
    (c) =>
      c.code.extension[1].valueCodeableConcept.coding.push(
        c.code.extension[1].valueCodeableConcept.coding[2],
      ),
    'cardinality',
    `${R}.code.extension[1].valueCodeableConcept`,
    '2つ以上',
  ],
  [
    'short modifier code',
    (c) => (c.code.extension[1].valueCodeableConcept.coding[2].code = '82'),
    'pattern',
    `${R}.code.extension[1].valueCodeableConcept.coding[2].code`,
    '修飾語コード（4桁）',
  ],
];

describe('傷病名', () => {
  test.each(CONDITIONS)('%s', (_name, violate, ruleId, path, message) => {
    const issues = issuesAfter(conditionBundle(), (bundle) => violate(bundle.entry[1].resource));
    expect(issues).toContainEqual({
      severity: 'error',
      ruleId,
      path,
      message: expect.stringContaining(message),
    });
  });

  test('other diagnoses are named by their place, never by their name', () => {
    const issues = issuesAfter(conditionBundle(), (bundle) => delete bundle.entry[2].resource.onsetDateTime);
    expect(issues.map(({ message }) => message)).toEqual(['2件目の傷病名に発症日がありません。']);
  });

  test.each<[string, (c: Json) => void]>([
    ['取消', (c) => (c.verificationStatus.coding[0].code = 'refuted')],
    ['an end without a date', (c) => delete c.abatementDateTime],
    ['外字 of the private use area', (c) => (c.code.text = '\ue000病')],
  ])('%s is accepted with a warning', (_name, violate) => {
    const issues = issuesAfter(conditionBundle(), (bundle) => violate(bundle.entry[1].resource));
    expect(issues.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('partial dates and 𠮷・葛󠄀 are ordinary', () => {
    const issues = issuesAfter(conditionBundle(), (bundle) => {
      Object.assign(bundle.entry[1].resource, { onsetDateTime: '2024', note: [{ text: '𠮷葛󠄀' }] });
    });
    expect(issues).toEqual([]);
  });
});
