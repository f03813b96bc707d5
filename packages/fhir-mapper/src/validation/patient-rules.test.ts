import { describe, expect, test } from 'vitest';
import { allergyBundle, conditionBundle, issuesAfter, type Violation } from '../testing/violations.ts';

const P = 'Bundle.entry[0].resource';

const PATIENTS: Violation[] = [
  [
    'no profile',
    (b) => delete b.entry[0].resource.meta.profile,
    'R0212',
    `${P}.meta.profile`,
    'JP_Patient_eCS',
  ],
  [
    'no lastUpdated',
    (b) => delete b.entry[0].resource.meta.lastUpdated,
    'cardinality',
    `${P}.meta.lastUpdated`,
    '最終更新日時',
  ],
  [
    'OID without the leading 1',
    (b) => (b.entry[0].resource.identifier[0].system = 'urn:oid:1.2.392.100495.20.3.51.1312345670'),
    'R1010',
    `${P}.identifier`,
    '施設患者ID',
  ],
  [
    'two local ids',
    (b) => b.entry[0].resource.identifier.push(b.entry[0].resource.identifier[0]),
    'R1010',
    `${P}.identifier`,
    '1つだけ',
  ],
  [
    'no insured person',
    (b) => b.entry[0].resource.identifier.pop(),
    'R1012',
    `${P}.identifier`,
    '被保険者番号がありません',
  ],
  [
    'two insured persons',
    (b) => b.entry[0].resource.identifier.push(b.entry[0].resource.identifier[1]),
    'R1012',
    `${P}.identifier`,
    '1つだけ',
  ],
  [
    'six-digit insurer',
    (b) => (b.entry[0].resource.identifier[1].value = '138057:1:2:00'),
    'R1013',
    `${P}.identifier`,
    '保険者番号（8桁）',
  ],
  [
    'no number',
    (b) => (b.entry[0].resource.identifier[1].value = '00012345:1::00'),
    'R1013',
    `${P}.identifier`,
    '番号がありません',
  ],
  ['no name', (b) => delete b.entry[0].resource.name, 'cardinality', `${P}.name`, '氏名がありません'],
  [
    'full-width blank',
    (b) => (b.entry[0].resource.name[0].text = '髙﨑　𠮷子'),
    'R1113',
    `${P}.name[0].text`,
    '全角空白',
  ],
  [
    'no name text',
    (b) => delete b.entry[0].resource.name[1].text,
    'cardinality',
    `${P}.name[1].text`,
    'カナ氏名',
  ],
  [
    'no family name',
    (b) => delete b.entry[0].resource.name[0].family,
    'cardinality',
    `${P}.name[0].family`,
    '「姓」',
  ],
  [
    'no given name',
    (b) => delete b.entry[0].resource.name[0].given,
    'cardinality',
    `${P}.name[0].given`,
    '「名」',
  ],
  ['no gender', (b) => delete b.entry[0].resource.gender, 'cardinality', `${P}.gender`, '性別'],
  ['gender of another list', (b) => (b.entry[0].resource.gender = 'M'), 'cardinality', `${P}.gender`, '性別'],
  [
    'birth year only',
    (b) => (b.entry[0].resource.birthDate = '1958'),
    'cardinality',
    `${P}.birthDate`,
    '生年月日',
  ],
  ['no address', (b) => delete b.entry[0].resource.address, 'cardinality', `${P}.address`, '住所'],
  [
    'two addresses',
    (b) => b.entry[0].resource.address.push({ text: 'x' }),
    'cardinality',
    `${P}.address`,
    '住所',
  ],
];

describe.each([
  ['傷病名', conditionBundle],
  ['アレルギー', allergyBundle],
])('%s', (_kind, bundle) => {
  test.each(PATIENTS)('%s', (_name, violate, ruleId, path, message) => {
    expect(issuesAfter(bundle(), violate)).toContainEqual({
      severity: 'error',
      ruleId,
      path,
      message: expect.stringContaining(message),
    });
  });

  test.each<[string, string, string]>([
    ['R1013', '00012345:神ABC:１２３:00', '全角と半角'],
    ['R1013', '00012345:1:1２:00', '全角と半角'],
  ])('%s %s is accepted with a warning', (ruleId, value, message) => {
    const issues = issuesAfter(bundle(), (json) => (json.entry[0].resource.identifier[1].value = value));
    expect(issues).toEqual([
      { severity: 'warning', ruleId, path: `${P}.identifier`, message: expect.stringContaining(message) },
    ]);
  });

  test('a missing カナ氏名 is accepted with a warning', () => {
    const issues = issuesAfter(bundle(), (json) => json.entry[0].resource.name.pop());
    expect(issues.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', '患者のカナ氏名がありません。患者情報に入力してください。'],
    ]);
  });
});
