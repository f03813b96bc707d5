import { describe, expect, test } from 'vitest';
import {
  CHECKUP_BUNDLE,
  type ElementViolation,
  fat,
  group,
  height,
  history,
  issuesOf,
  item,
  placeOf,
  protein,
  sugar,
} from '../testing/checkup-violations.ts';
import { issuesAfter } from '../testing/violations.ts';

const NOWHERE = { reference: 'urn:uuid:x' };
const judgement = item('9N511000000000049');
const ordinal = 'valueCodeableConcept.coding[0].extension[0].valueDecimal';

const RESULTS: ElementViolation[] = [
  [height, 'status', 'preliminary', 'binding', '未実施'],
  [height, 'code.coding[0].code', '9N001', 'binding', '17桁', 'code'],
  [height, 'code.coding[0].system', 'urn:oid:1.2.392.200119.4.2', 'binding', '17桁', 'code'],
  [height, 'effectiveDateTime', '2026-02-30', 'cardinality', '検査日'],
  [height, 'effectiveDateTime', undefined, 'cardinality', '検査日'],
  [height, 'subject', NOWHERE, 'reference', '患者を指していません'],
  [height, 'valueQuantity', undefined, 'cardinality', '未実施の理由', 'value'],
  [height, 'valueString', '162', 'cardinality', '2つあります', 'value'],
  [height, 'valueBoolean', true, 'cardinality', '選択肢', 'value'],
  [height, 'valueQuantity.value', '162', 'cardinality', '数値'],
  [sugar, 'dataAbsentReason.text', undefined, 'cardinality', '理由'],
  [sugar, 'valueString', '1+', 'consistency', '未実施なのに値', 'status'],
  [
    protein,
    'valueCodeableConcept.coding[0].system',
    'urn:x',
    'binding',
    '選び直して',
    'valueCodeableConcept',
  ],
  [protein, ordinal, undefined, 'cardinality', '順位', 'valueCodeableConcept'],
  [height, 'hasMember', [NOWHERE], 'cardinality', 'hasMember'],
  [height, 'basedOn', [NOWHERE], 'cardinality', 'basedOn'],
  [height, 'partOf', [NOWHERE], 'cardinality', 'partOf'],
  [height, 'note', [{ text: 'a' }, { text: 'b' }], 'cardinality', '1つまで'],
  [height, 'category', [{}, {}], 'cardinality', '1つまで'],
  [fat, 'interpretation', [{}, {}], 'cardinality', '1つまで'],
  [fat, 'interpretation[0].coding[0].code', '要精検', 'binding', 'H・L・N', 'interpretation'],
  [fat, 'method.coding[0].system', 'urn:x', 'fixed-value', '検査方法', 'method'],
  [fat, 'specimen', NOWHERE, 'cardinality', '材料', 'specimen.display'],
  [fat, 'referenceRange', [{}, {}], 'cardinality', '1つまで'],
  [fat, 'referenceRange[0].low.value', undefined, 'cardinality', '基準値', 'referenceRange.low.value'],
  [fat, 'referenceRange[0].high.value', undefined, 'cardinality', '基準値', 'referenceRange.high.value'],
  [history, 'component[0].valueString', undefined, 'cardinality', '所見に文', 'component[0].value'],
  [history, 'component[0].code', {}, 'cardinality', '項目名'],
  [
    history,
    'component[0].extension[0].valueReference',
    NOWHERE,
    'reference',
    '医師が',
    'component[0].extension',
  ],
  [judgement, 'performer', [NOWHERE], 'reference', '判断した人'],
];

const GROUPS: ElementViolation[] = [
  [group, 'status', 'cancelled', 'fixed-value', 'final'],
  [group, 'code', { text: '心電図' }, 'cardinality', '一連検査のコード'],
  [group, 'subject', NOWHERE, 'reference', '患者を指していません'],
  [group, 'effectiveDateTime', undefined, 'cardinality', '検査日'],
  [group, 'valueString', '異常なし', 'cardinality', 'valueString'],
  [group, 'category', [{}], 'cardinality', 'category'],
  [group, 'performer', [NOWHERE], 'cardinality', 'performer'],
  [group, 'component', [{}], 'cardinality', 'component'],
  [group, 'hasMember[0].extension', undefined, 'cardinality', 'COMP'],
  [group, 'hasMember[0].extension[0].valueCode', 'PART', 'cardinality', 'COMP', 'hasMember[0].extension'],
  [group, 'hasMember[1].reference', 'urn:uuid:x', 'reference', '送信データにありません', 'hasMember[1]'],
];

describe.each([
  ['検査項目', RESULTS],
  ['一連検査', GROUPS],
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

test('an item that is reported twice stands out by its address', () => {
  const issues = issuesAfter(CHECKUP_BUNDLE, (json) => json.entry.push(height(json)));
  expect(issues.map(({ ruleId }) => ruleId)).toEqual(['bdl-7']);
});
