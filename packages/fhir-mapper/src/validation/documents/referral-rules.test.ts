import { describe, expect, test } from 'vitest';
import {
  composition,
  type DocumentViolation,
  errors,
  FRAME,
  full,
  HEADER,
  inner,
  one,
  receiver,
  top,
  withoutInner,
  withoutTop,
} from '../../testing/document-violations.ts';
import { issuesAfter, type Json } from '../../testing/violations.ts';
import { validateBundle } from '../validate-bundle.ts';

const REFERRAL: DocumentViolation[] = [
  ['no purpose', (j) => withoutInner(j, '950'), 'cardinality', '紹介目的が書かれていません。'],
  ['no problems', (j) => withoutInner(j, '340'), 'cardinality', '傷病名・主訴が書かれていません。'],
  ['no history', (j) => withoutInner(j, '360'), 'cardinality', '現病歴が書かれていません。'],
  ['no sender', (j) => withoutTop(j, '920'), 'cardinality', '紹介元情報が書かれていません。'],
  ['no receiver', (j) => withoutTop(j, '910'), 'cardinality', '紹介先情報が書かれていません。'],
  [
    'no body',
    (j) => withoutTop(j, '300'),
    'checkExist-CDASection-or-CompositionSection',
    '本文が書かれていません',
  ],
  [
    'two bodies',
    (j) =>
      composition(j).section.push({
        ...structuredClone(top(j, '210')),
        title: 'CDA参照',
        code: { coding: [{ ...top(j, '210').code.coding[0], code: '200', display: 'CDA参照セクション' }] },
      }),
    'checkExist-CDASection-or-CompositionSection',
    '2通り',
  ],
  [
    'the receiver without number',
    (j) => delete receiver(j).identifier,
    'cardinality',
    '紹介先の医療機関番号がありません。',
  ],
  [
    'a receiver with a short number',
    (j) => (receiver(j).identifier[0].value = '131'),
    'pattern',
    '紹介先の医療機関の医療機関番号が正しくありません',
  ],
  [
    'a receiver of another resource',
    (j) => (top(j, '910').entry = [{ reference: j.entry[1].fullUrl }]),
    'cardinality',
    '「紹介先情報」に医療機関が1つ必要',
  ],
  [
    'no receiver entry',
    (j) => (top(j, '910').entry = []),
    'cardinality',
    '紹介先の医療機関が書かれていません',
  ],
  ['two doctors', (j) => top(j, '910').entry.push(top(j, '920').entry[1]), 'cardinality', '医師は1人まで'],
  [
    'one institution',
    (j) => (j.entry = j.entry.filter(({ resource }: Json) => resource !== receiver(j))),
    'cardinality',
    '診療情報提供書に医療機関の情報がありません',
  ],
  [
    'a section twice',
    (j) => top(j, '300').section.push(structuredClone(inner(j, '950'))),
    'cardinality',
    '紹介目的が2つ以上',
  ],
  [
    'a section of another document',
    (j) => (inner(j, '370').code.coding[0].code = '342'),
    'binding',
    'この文書にない項目',
  ],
  [
    'a section of another system',
    (j) => (inner(j, '370').code.coding[0].system = 'urn:x'),
    'fixed-value',
    '「既往歴」のコード',
  ],
  [
    'another display',
    (j) => (inner(j, '370').code.coding[0].display = '既往歴'),
    'pattern',
    '既往歴セクション',
  ],
  ['another title', (j) => (inner(j, '370').title = '過去の病気'), 'fixed-value', '「既往歴」の題名'],
  ['a mode', (j) => (inner(j, '370').mode = 'working'), 'cardinality', 'mode は付けられません'],
  [
    'a text of the code',
    (j) => (inner(j, '370').code.text = 'x'),
    'cardinality',
    'code.text は付けられません',
  ],
  [
    'a section inside',
    (j) => (inner(j, '370').section = [{ title: 'x' }]),
    'cardinality',
    'さらに項目を作ることはできません',
  ],
  ['words in 300', (j) => (top(j, '300').text = inner(j, '950').text), 'cardinality', '「構造情報」そのもの'],
  ['an empty section', (j) => delete inner(j, '740').text, 'cmp-1', '「輸血歴」に何も書かれていません'],
  [
    'entries and a reason',
    (j) => (inner(j, '370').emptyReason = { text: 'x' }),
    'cmp-2',
    '「既往歴」に内容があるのに',
  ],
  ['text of another status', (j) => (inner(j, '950').text.status = 'generated'), 'fixed-value', 'additional'],
  [
    'a script',
    (j) => (inner(j, '950').text.div = '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'),
    'txt-1',
    '「紹介目的」の文章に',
  ],
  [
    'a handler',
    (j) => (inner(j, '950').text.div = '<div xmlns="http://www.w3.org/1999/xhtml" onclick="x()">x</div>'),
    'txt-1',
    'スクリプト',
  ],
  ['no xhtml', (j) => (inner(j, '950').text.div = '<div>x</div>'), 'txt-1', '「紹介目的」'],
  [
    'an open tag',
    (j) => (inner(j, '950').text.div = '<div xmlns="http://www.w3.org/1999/xhtml"><b>x</div>'),
    'txt-1',
    '「紹介目的」',
  ],
  [
    'blank words',
    (j) => (inner(j, '950').text.div = '<div xmlns="http://www.w3.org/1999/xhtml"> <br/></div>'),
    'txt-2',
    '「紹介目的」の文章が空',
  ],
  ['no words', (j) => delete inner(j, '950').text.div, 'cardinality', '「紹介目的」の文章がありません'],
  [
    'a diagnosis among the drugs',
    (j) => inner(j, '430').entry.push(inner(j, '340').entry[0]),
    'slice',
    '「投薬指示」に、この項目に入れられない',
  ],
  [
    'two purposes',
    (j) => (inner(j, '950').entry = [inner(j, '950').entry[0], inner(j, '950').entry[0]]),
    'cardinality',
    '「紹介目的」に入れられるのは1つ',
  ],
  ['attachments without file', (j) => delete top(j, '210').entry, 'cardinality', '添付ファイルがありません'],
  [
    'a file without bytes',
    (j) => delete one(j, 'DocumentReference').content[0].attachment.data,
    'cardinality',
    '添付ファイル「胸部X線所見.pdf」の中身がありません',
  ],
  [
    'a file with broken bytes',
    (j) => (one(j, 'DocumentReference').content[0].attachment.data = '%'),
    'pattern',
    '壊れています',
  ],
  [
    'a file of no type',
    (j) => delete one(j, 'DocumentReference').content[0].attachment.contentType,
    'att-1',
    'ファイルの種類',
  ],
  [
    'a file without content',
    (j) => delete one(j, 'DocumentReference').content,
    'cardinality',
    '中身がありません',
  ],
  ['a file of no state', (j) => delete one(j, 'DocumentReference').status, 'binding', '状態'],
  ['no issue', (j) => delete composition(j).event, 'cardinality', '日付（event）'],
  [
    'another event',
    (j) => (composition(j).event[0].code[0].text = '紹介'),
    'fixed-value',
    '診療情報提供書発行',
  ],
  [
    'a coded event',
    (j) => (composition(j).event[0].code[0].coding = [{ code: 'x' }]),
    'fixed-value',
    '診療情報提供書発行',
  ],
  ['no day of issue', (j) => delete composition(j).event[0].period.start, 'cardinality', '発行日'],
  ['no custodian', (j) => delete composition(j).custodian, 'cardinality', '管理する医療機関'],
  [
    'a custodian who is a person',
    (j) => (composition(j).custodian = composition(j).author[0]),
    'reference',
    '管理する医療機関',
  ],
  [
    'an encounter that is none',
    (j) => (composition(j).encounter = composition(j).author[0]),
    'reference',
    '受診の情報',
  ],
  ['a visit of no class', (j) => delete one(j, 'Encounter').class.display, 'cardinality', '入院・外来の区分'],
  ['a visit that goes on', (j) => (one(j, 'Encounter').status = 'in-progress'), 'fixed-value', 'finished'],
  ['a visit that never began', (j) => delete one(j, 'Encounter').period.start, 'cardinality', '開始日'],
  [
    'two histories of class',
    (j) =>
      (one(j, 'Encounter').classHistory = [
        { class: one(j, 'Encounter').class },
        { class: one(j, 'Encounter').class },
      ]),
    'cardinality',
    '履歴は1つまで',
  ],
  [
    'a reason without words',
    (j) => (one(j, 'Encounter').reasonCode = [{ coding: [] }]),
    'cardinality',
    '理由（紹介目的・入院理由）',
  ],
  [
    'a prescription that claims nothing',
    (j) => (one(j, 'MedicationRequest').meta.profile = ['x']),
    'validEntryProfile-MedicationRequest',
    '「投薬指示」の1件目の処方',
  ],
  [
    'a prescription without department',
    (j) => one(j, 'MedicationRequest').extension.splice(1, 1),
    'cardinality',
    '処方に診療科',
  ],
  [
    'a prescription without doctor',
    (j) => delete one(j, 'MedicationRequest').requester,
    'cardinality',
    '処方した医師がありません',
  ],
  [
    'a prescription without visit',
    (j) => delete one(j, 'MedicationRequest').encounter,
    'cardinality',
    '処方に受診情報',
  ],
  [
    'a result without performer',
    (j) => delete one(j, 'Observation').performer,
    'R9017O',
    '「感染症情報」の1件目の検査結果',
  ],
  [
    'an allergy without name',
    (j) => delete one(j, 'AllergyIntolerance').code.text,
    'cardinality',
    '「アレルギー・不耐性反応」の1件目のアレルギー',
  ],
  [
    'a procedure without name',
    (j) => delete one(j, 'Procedure').code,
    'cardinality',
    '「手術」の1件目の処置の名称',
  ],
  ['a procedure of no state', (j) => delete one(j, 'Procedure').status, 'binding', '状態'],
  [
    'an immunization without day',
    (j) => delete one(j, 'Immunization').occurrenceDateTime,
    'cardinality',
    '接種日',
  ],
  [
    'an immunization taught with nothing',
    (j) => (one(j, 'Immunization').education = [{}]),
    'imm-1',
    '説明資料',
  ],
  [
    'a relative of no kind',
    (j) => delete one(j, 'FamilyMemberHistory').relationship.coding,
    'cardinality',
    '続柄',
  ],
  [
    'a family history that is complete',
    (j) => (one(j, 'FamilyMemberHistory').status = 'completed'),
    'fixed-value',
    'partial',
  ],
  [
    'age and birth',
    (j) => Object.assign(one(j, 'FamilyMemberHistory'), { ageString: '60', bornString: '1960' }),
    'fhs-1',
    '年齢と生年月日',
  ],
  ['an estimate of nothing', (j) => (one(j, 'FamilyMemberHistory').estimatedAge = true), 'fhs-2', '推定年齢'],
  [
    'a relative without disease',
    (j) => delete one(j, 'FamilyMemberHistory').condition[0].code,
    'cardinality',
    '病名',
  ],
  [
    'an enclosed summary that lacks its course',
    (j) => withoutInner(one(j, 'Bundle'), '333'),
    'cardinality',
    '同封の文書：入院中経過が書かれていません。',
  ],
];

describe('診療情報提供書', () => {
  test('is valid as we make it', () => {
    expect(validateBundle(full())).toEqual([]);
  });

  test.each([...FRAME, ...HEADER, ...REFERRAL])('%s', (_name, violate, ruleId, message) => {
    expect(errors(issuesAfter(full(), violate))).toContainEqual({
      severity: 'error',
      ruleId,
      path: expect.stringContaining('Bundle'),
      message: expect.stringContaining(message),
    });
  });
});
