import { describe, expect, test } from 'vitest';
import {
  care,
  composition,
  type DocumentViolation,
  discharge,
  errors,
  FRAME,
  HEADER,
  inner,
  one,
  withoutInner,
  withoutTop,
} from '../../testing/document-violations.ts';
import { issuesAfter } from '../../testing/violations.ts';
import { validateBundle } from '../validate-bundle.ts';

const DISCHARGE: DocumentViolation[] = [
  ...['322', '342', '352', '312', '360', '333', '324', '344', '444', '424'].map(
    (code): DocumentViolation => [
      `without ${code}`,
      (j) => withoutInner(j, code),
      'cardinality',
      'が書かれていません。',
    ],
  ),
  [
    'no body',
    (j) => withoutTop(j, '300'),
    'checkExist-CDASection-or-structuredSection',
    '本文が書かれていません',
  ],
  [
    'an outpatient summary',
    (j) => (composition(j).category[0].coding[0].code = 'OUTPATIENT'),
    'binding',
    '区分が1つ必要',
  ],
  ['a coded event', (j) => (composition(j).event[0].code = [{ text: 'x' }]), 'cardinality', '種別（code）'],
  ['no admission', (j) => delete composition(j).event[0].period.start, 'cardinality', '入院日'],
  ['no discharge', (j) => delete composition(j).event[0].period.end, 'cardinality', '退院日'],
  [
    'discharged before admitted',
    (j) => (composition(j).event[0].period.end = '2026-11-01'),
    'per-1',
    '終わりが始まりより前',
  ],
  [
    'no outcome',
    (j) => delete one(j, 'Encounter').hospitalization.dischargeDisposition,
    'binding',
    '退院時の転帰',
  ],
  [
    'an outcome of no table',
    (j) => (one(j, 'Encounter').hospitalization.dischargeDisposition.coding[0].code = '2'),
    'binding',
    '退院時の転帰',
  ],
  ['no way in', (j) => delete one(j, 'Encounter').hospitalization.admitSource, 'binding', '入院経路'],
  ['a stay in hours', (j) => (one(j, 'Encounter').length.code = 'h'), 'fixed-value', '「日」'],
  [
    'a diagnosis of no part',
    (j) => (one(j, 'Encounter').diagnosis[0].use.coding = []),
    'cardinality',
    '入院時・退院時などの区分',
  ],
  ['details without stay', (j) => delete inner(j, '322').entry, 'cardinality', '入院時詳細に入院の情報'],
  [
    'a course without document',
    (j) => delete inner(j, '333').entry,
    'cardinality',
    '入院中経過が書かれていません。',
  ],
  [
    'a discharge without diagnosis',
    (j) => delete inner(j, '344').entry,
    'cardinality',
    '退院時診断に傷病名がありません',
  ],
  [
    'a prescription that claims nothing',
    (j) => (one(j, 'MedicationRequest').meta.profile = ['x']),
    'validEntryProfile-MedicationRequest',
    '「退院時投薬指示」の1件目の処方',
  ],
];

describe('退院時サマリー', () => {
  test('is valid as we make it', () => {
    expect(validateBundle(discharge())).toEqual([]);
  });

  test.each([...FRAME, ...HEADER, ...DISCHARGE])('%s', (_name, violate, ruleId, message) => {
    expect(errors(issuesAfter(discharge(), violate))).toContainEqual({
      severity: 'error',
      ruleId,
      path: expect.stringContaining('Bundle'),
      message: expect.stringContaining(message),
    });
  });
});

const flag = (code: string) => ({
  system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication',
  code,
});
const CARE: DocumentViolation[] = [
  [
    'a diagnosis the patient was not told',
    (j) => (one(j, 'Condition').meta.tag = [flag('UNINFORMED')]),
    'consistency',
    '主病名は未告知か未提供ですが、患者サマリー（療養計画書）は患者に見えます。',
  ],
  [
    'a diagnosis that is to be shown to nobody',
    (j) => (one(j, 'Condition').meta.tag = [flag('UNDELIVERED')]),
    'consistency',
    '患者に見えます',
  ],
  [
    'no plan',
    (j) => composition(j).section[0].entry.shift(),
    'cardinality',
    '療養上の計画・アドバイスが書かれていません',
  ],
  [
    'no diagnosis',
    (j) => composition(j).section[0].entry.splice(1),
    'cardinality',
    '患者サマリーに傷病名がありません',
  ],
  [
    'something else',
    (j) => composition(j).section[0].entry.push(composition(j).author[0]),
    'slice',
    '計画と傷病名だけ',
  ],
  ['no section', (j) => delete composition(j).section, 'cardinality', '「計画サマリー」が1つ必要'],
  [
    'another display',
    (j) => (composition(j).section[0].code.coding[0].display = 'x'),
    'pattern',
    '計画サマリーセクション',
  ],
  [
    'no display',
    (j) => delete composition(j).section[0].code.coding[0].display,
    'fixed-value',
    '名称がありません',
  ],
  [
    'a section inside',
    (j) => (composition(j).section[0].section = [{}]),
    'cardinality',
    'section は付けられません',
  ],
  [
    'a custodian',
    (j) => (composition(j).custodian = composition(j).author[1]),
    'cardinality',
    '付けられません',
  ],
  ['an event', (j) => (composition(j).event = [{}]), 'cardinality', 'event'],
  ['no encounter', (j) => delete composition(j).encounter, 'cardinality', '受診の情報が書かれていません'],
  ['one author', (j) => composition(j).author.pop(), 'cardinality', '作成した医療機関が書かれていません'],
  ['three authors', (j) => composition(j).author.push(composition(j).author[1]), 'cardinality', '2つまで'],
  [
    'no words',
    (j) => delete one(j, 'CarePlan').description,
    'cardinality',
    '療養上の計画・アドバイスが書かれていません',
  ],
  ['another title', (j) => (one(j, 'CarePlan').title = '計画'), 'fixed-value', '療養計画'],
  ['a plan that ended', (j) => (one(j, 'CarePlan').status = 'completed'), 'fixed-value', 'active'],
  ['no beginning', (j) => delete one(j, 'CarePlan').period.start, 'cardinality', '開始日'],
  ['a day that is none', (j) => (one(j, 'CarePlan').period.end = '2026-02-30'), 'pattern', '終了日'],
  ['no day of making', (j) => delete one(j, 'CarePlan').created, 'cardinality', '作成日'],
  ['a category of no table', (j) => (one(j, 'CarePlan').category[0].coding[0].code = 'x'), 'binding', '区分'],
  [
    'an author of the plan',
    (j) => (one(j, 'CarePlan').author = composition(j).author[0]),
    'cardinality',
    'author は付けられません',
  ],
  [
    'an activity said twice',
    (j) => (one(j, 'CarePlan').activity = [{ detail: {}, reference: {} }]),
    'cpl-3',
    '活動',
  ],
  [
    'a number of another system',
    (j) => (one(j, 'CarePlan').identifier[0].system = 'urn:x'),
    'pattern',
    '番号',
  ],
];

describe('患者サマリー', () => {
  test('is valid as we make it', () => {
    expect(validateBundle(care())).toEqual([]);
  });

  test.each([...FRAME, ...HEADER, ...CARE])('%s', (_name, violate, ruleId, message) => {
    expect(errors(issuesAfter(care(), violate))).toContainEqual({
      severity: 'error',
      ruleId,
      path: expect.stringContaining('Bundle'),
      message: expect.stringContaining(message),
    });
  });
});
