import { describe, expect, test } from 'vitest';
import {
  CHECKUP_BUNDLE,
  composition,
  type ElementViolation,
  encounter,
  insurance,
  insurer,
  issuesOf,
  organization,
  placeOf,
  practitioner,
  ticket,
} from '../testing/checkup-violations.ts';
import { issuesAfter, type Json } from '../testing/violations.ts';

const NOWHERE = { reference: 'urn:uuid:x' };

/** 表紙 */
const COMPOSITION: ElementViolation[] = [
  [composition, 'extension', undefined, 'cardinality', '版番号'],
  [composition, 'identifier.system', 'urn:x', 'cardinality', '報告書の番号', 'identifier'],
  [composition, 'status', 'amended', 'fixed-value', 'final'],
  [composition, 'type.coding[0].code', 'JPGCHKUP01', 'fixed-value', '53576-5', 'type'],
  [composition, 'category', [{}, {}], 'cardinality', '報告区分が1つ'],
  [composition, 'category[0].coding[0].code', '21', 'binding', '報告区分', 'category'],
  [
    composition,
    'category[0].coding[0].system',
    'urn:oid:1.2.392.200119.6.1001',
    'binding',
    '報告区分',
    'category',
  ],
  [composition, 'event', undefined, 'cardinality', '健診プログラム'],
  [composition, 'event[0].code[0].coding[0].code', '050', 'binding', '健診プログラム', 'event'],
  [composition, 'subject', NOWHERE, 'reference', '患者を指していません'],
  [composition, 'encounter', undefined, 'reference', '受診情報を指していません'],
  [composition, 'date', undefined, 'cardinality', '作成日時'],
  [composition, 'author', [], 'cardinality', '作成者がありません'],
  [composition, 'author[0]', NOWHERE, 'reference', '医師か健診機関', 'author'],
  [composition, 'custodian', NOWHERE, 'reference', '管理機関'],
  [composition, 'title', undefined, 'cardinality', '表題'],
  [composition, 'section', undefined, 'cardinality', '1件もありません'],
  [composition, 'section[0].code.coding[0].display', '特定健診', 'slice', '規格にない', 'section[0].code'],
  [composition, 'section[0].code.coding[0].code', '01012', 'slice', '規格にない', 'section[0].code'],
  [composition, 'section[1].entry', [], 'cardinality', '結果のないセクション'],
  [composition, 'section[1].entry[0]', NOWHERE, 'reference', '置けない項目', 'section[1].entry'],
];

/** 医師, 健診機関, 受診 */
const PEOPLE: ElementViolation[] = [
  [practitioner, 'name', undefined, 'cardinality', '職員の登録'],
  [practitioner, 'meta.lastUpdated', undefined, 'cardinality', '最終更新日時'],
  [organization, 'type', undefined, 'cardinality', '実施機関'],
  [organization, 'name', undefined, 'cardinality', '医療機関の設定'],
  [organization, 'address', [{ city: '千代田区' }], 'cardinality', '1つの文'],
  [encounter, 'status', 'in-progress', 'fixed-value', 'finished'],
  [encounter, 'class.code', 'AMB', 'fixed-value', '健診', 'class'],
  [encounter, 'class.display', undefined, 'fixed-value', '健診', 'class'],
  [encounter, 'serviceType.coding[0].code', '3', 'binding', '個別受診', 'serviceType'],
  [encounter, 'period.start', undefined, 'cardinality', '受診日', 'period'],
  [encounter, 'serviceProvider', undefined, 'reference', '健診を行った機関'],
];

/** 保険, 受診券, 保険者 */
const COVERAGE: ElementViolation[] = [
  [insurance, 'status', 'cancelled', 'fixed-value', 'active'],
  [insurance, 'beneficiary', NOWHERE, 'reference', '患者を指していません'],
  [insurance, 'payor', [], 'cardinality', '保険者がありません'],
  [insurance, 'costToBeneficiary', [{}], 'cardinality', 'costToBeneficiary'],
  [insurance, 'type.text', '国保', 'cardinality', '保険の種別', 'type'],
  [insurance, 'type.coding[0].code', '9', 'binding', '保険の種別', 'type'],
  [insurance, 'relationship', undefined, 'cardinality', '被扶養者'],
  [insurance, 'identifier', [{ system: 'urn:x' }], 'cardinality', '番号が空'],
  [ticket, 'payor', undefined, 'cardinality', '受診券整理番号を消してください'],
  [ticket, 'subscriberId', undefined, 'cardinality', '受診券整理番号'],
  [ticket, 'type.coding[0].code', '2', 'fixed-value', '受診券', 'type'],
  [insurer, 'type[0].coding[0].code', 'prov', 'fixed-value', '保険者', 'type'],
  [insurer, 'identifier[0].value', '138057', 'pattern', '8桁', 'identifier'],
  [insurer, 'address', [{ text: '東京都' }], 'cardinality', 'address'],
];

describe.each([
  ['表紙', COMPOSITION],
  ['医師・健診機関・受診', PEOPLE],
  ['保険・受診券', COVERAGE],
])('%s', (_, violations) => {
  test.each(violations.map((each) => [each[1], each] as const))('%s', (_element, violation) => {
    const [find, element, , ruleId, message, place = element] = violation;
    expect(issuesOf(violation)).toContainEqual({
      severity: 'error',
      ruleId,
      path: placeOf(find, place),
      message: expect.stringContaining(message),
    });
  });
});

test.each([
  ['患者情報', (json: Json) => json.entry.push(again(json, 'Patient'))],
  ['受診情報', (json: Json) => json.entry.push(again(json, 'Encounter'))],
  ['保険と受診券', (json: Json) => json.entry.push(again(json, 'Coverage'))],
])('more %s than there may be', (what, violate) => {
  expect(issuesAfter(CHECKUP_BUNDLE, violate).map(({ message }) => message)).toContainEqual(
    expect.stringContaining(`${what}は`),
  );
});

test('the same section twice, and a Bundle that is no document', () => {
  const issues = issuesAfter(CHECKUP_BUNDLE, (json) => {
    json.type = 'collection';
    json.entry[0].resource.section.push(json.entry[0].resource.section[0]);
  });
  expect(issues.map(({ path }) => path)).toEqual(['Bundle.type', placeOf(composition, 'section[3]')]);
});

test('insurance stands among results and never among answers', () => {
  const issues = issuesAfter(CHECKUP_BUNDLE, (json) => {
    composition(json).resource.section[1].entry = [{ reference: insurance(json).fullUrl }];
  });
  expect(issues.map(({ path }) => path)).toEqual([placeOf(composition, 'section[1].entry')]);
});

function again(json: Json, type: string): Json {
  const original = json.entry.find(({ resource }: Json) => resource.resourceType === type);
  return { ...original, fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001' };
}
