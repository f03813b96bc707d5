import { describe, expect, test } from 'vitest';
import { allergyBundle, conditionBundle, issuesAfter, type Violation } from '../testing/violations.ts';

const R = 'Bundle.entry[1].resource';
const P = 'Bundle.entry[0].resource';

const HEADER: Violation[] = [
  ['no profile', (b) => delete b.meta.profile, 'R0213', 'Bundle.meta.profile', 'JP_Bundle_CLINS'],
  [
    'another profile',
    (b) => (b.meta.profile = ['http://example.org/x|1']),
    'R0213',
    'Bundle.meta.profile',
    'JP_Bundle_CLINS',
  ],
  ['no tag', (b) => delete b.meta.tag, 'R02141', 'Bundle.meta.tag', '種類'],
  ['two tags', (b) => b.meta.tag.push(b.meta.tag[0]), 'R02141', 'Bundle.meta.tag', '1つ必要'],
  [
    'prescriptions',
    (b) => (b.meta.tag[0].code = 'MedicationRequest'),
    'R02142',
    'Bundle.meta.tag',
    '傷病名・アレルギー・検査',
  ],
  [
    'a tag for results over other entries',
    (b) => (b.meta.tag[0].code = 'Observation'),
    'R02143',
    'Bundle.entry',
    '検査結果が1件もありません',
  ],
  ['identifier system', (b) => (b.identifier.system = 'urn:x'), 'R02151', 'Bundle.identifier.system', '体系'],
  [
    'identifier without institution',
    (b) => (b.identifier.value = '2024^x'),
    'R2152',
    'Bundle.identifier.value',
    '医療機関番号10桁',
  ],
  [
    'identifier too long',
    (b) => (b.identifier.value += 'x'.repeat(37)),
    'R2152',
    'Bundle.identifier.value',
    '36文字以内',
  ],
  ['no identifier', (b) => delete b.identifier, 'R2152', 'Bundle.identifier.value', 'Bundle-ID'],
  ['type', (b) => (b.type = 'document'), 'fixed-value', 'Bundle.type', 'collection'],
  ['no timestamp', (b) => delete b.timestamp, 'cardinality', 'Bundle.timestamp', '作成日時'],
  [
    'timestamp on no day',
    (b) => (b.timestamp = '2026-02-30T10:02:03.000+09:00'),
    'cardinality',
    'Bundle.timestamp',
    '作成日時',
  ],
  [
    'lastUpdated without zone',
    (b) => (b.meta.lastUpdated = '2026-11-20T10:02:03'),
    'cardinality',
    'Bundle.meta.lastUpdated',
    '最終更新日時',
  ],
  ['total', (b) => (b.total = 2), 'bdl-1', 'Bundle.total', 'total'],
];

const ENTRIES: Violation[] = [
  ['patient not first', (b) => b.entry.reverse(), 'R0211', 'Bundle.entry[0]', '最初は患者情報'],
  ['nothing but the patient', (b) => b.entry.splice(1), 'R02143', 'Bundle.entry', '1件もありません'],
  [
    'another type mixed in',
    (b) => (b.entry[2].resource.resourceType = 'Observation'),
    'slice',
    'Bundle.entry[2]',
    '混ざっています',
  ],
  [
    'a second patient',
    (b) => b.entry.push(structuredClone(b.entry[0])),
    'slice',
    'Bundle.entry[3]',
    '患者1人分',
  ],
  ['no fullUrl', (b) => delete b.entry[1].fullUrl, 'cardinality', 'Bundle.entry[1].fullUrl', 'urn:uuid'],
  [
    'the same record twice',
    (b) => b.entry.push(structuredClone(b.entry[1])),
    'bdl-7',
    'Bundle.entry[3].fullUrl',
    '2回',
  ],
  ['search', (b) => (b.entry[1].search = { mode: 'match' }), 'bdl-2', 'Bundle.entry[1].search', 'search'],
  [
    'request',
    (b) => (b.entry[1].request = { method: 'PUT', url: 'x' }),
    'bdl-3',
    'Bundle.entry[1].request',
    'request',
  ],
  [
    'response',
    (b) => (b.entry[1].response = { status: '200' }),
    'bdl-4',
    'Bundle.entry[1].response',
    'response',
  ],
  [
    'link',
    (b) => (b.entry[1].link = [{ relation: 'self', url: 'x' }]),
    'cardinality',
    'Bundle.entry[1].link',
    'link',
  ],
  [
    'no institution number',
    (b) => b.entry[2].resource.extension.shift(),
    'R9011',
    'Bundle.entry[2].resource.extension',
    '医療機関番号がありません',
  ],
  [
    'eleven digits',
    (b) => (b.entry[1].resource.extension[0].valueIdentifier.value = '13123456701'),
    'R9012',
    `${R}.extension`,
    '10桁',
  ],
  [
    'another institution',
    (b) => (b.entry[1].resource.extension[0].valueIdentifier.value = '1312345671'),
    'consistency',
    `${R}.extension`,
    '違います',
  ],
  [
    "the patient's institution number",
    (b) => (b.entry[0].resource.extension[0].valueIdentifier.value = '1'),
    'R9012',
    `${P}.extension`,
    '患者情報の医療機関番号',
  ],
  ['empty element', (b) => (b.entry[1].resource.note = []), 'ele-1', `${R}.note`, '空の項目'],
  [
    'control character',
    (b) => (b.entry[0].resource.name[0].text = '標\u0000子'),
    'text',
    `${P}.name[0].text`,
    '患者の氏名に文字化け',
  ],
  [
    'half a surrogate pair',
    (b) => (b.entry[0].resource.address[0].text = '\ud842'),
    'text',
    `${P}.address[0].text`,
    '患者の住所に文字化け',
  ],
  [
    'replacement character',
    (b) => (b.entry[1].resource.identifier[0].value = '\ufffd'),
    'text',
    `${R}.identifier[0].value`,
    '文字化け',
  ],
  [
    'more than 10 MB',
    (b) => (b.entry[1].resource.note = [{ text: 'あ'.repeat(3_400_000) }]),
    'size',
    'Bundle',
    '10MB',
  ],
];

describe.each([
  ['傷病名', conditionBundle],
  ['アレルギー', allergyBundle],
])('%s', (_kind, bundle) => {
  test.each([...HEADER, ...ENTRIES])('%s', (_name, violate, ruleId, path, message) => {
    expect(issuesAfter(bundle(), violate)).toContainEqual({
      severity: 'error',
      ruleId,
      path,
      message: expect.stringContaining(message),
    });
  });

  test('a profile without version is accepted with a warning: the newest version would apply', () => {
    const issues = issuesAfter(bundle(), (json) => {
      json.meta.profile = ['http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Bundle_CLINS'];
    });
    expect(issues.map(({ severity, ruleId }) => [severity, ruleId])).toEqual([['warning', 'profile']]);
  });
});
