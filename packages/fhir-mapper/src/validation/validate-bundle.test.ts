import type { AllergyIntolerance, Bundle, Condition, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { allergiesToBundle, conditionsToBundle } from '../bundle-clins.ts';
import { ACUTE, ALLERGY, CONDITION, PATIENT, SUSPECTED, UNIT } from '../testing/records.ts';
import { validateBundle } from './validate-bundle.ts';

// Violations are made in plain JSON, because FHIR's types would not allow most of them.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;
type Violation = [name: string, violate: (json: Json) => void, ruleId: string, path: string, message: string];

const R = 'Bundle.entry[1].resource';
const P = 'Bundle.entry[0].resource';

function conditionBundle(): Bundle<Patient | Condition> {
  const { conditionId } = CONDITION;
  return conditionsToBundle({
    ...UNIT,
    conditions: [
      {
        ...CONDITION,
        isMain: true,
        modifiers: [ACUTE, SUSPECTED],
        endDate: '2025-01-31',
        outcome: 'cured',
        longTerm: true,
      },
      { ...CONDITION, conditionId: conditionId.replace(/1$/, '2'), onsetDate: '2025-02-01' },
    ],
  });
}

function allergyBundle(): Bundle<Patient | AllergyIntolerance> {
  const { allergyId } = ALLERGY;
  return allergiesToBundle({
    ...UNIT,
    allergies: [
      ALLERGY,
      {
        ...ALLERGY,
        allergyId: allergyId.replace(/1$/, '2'),
        category: 'medication',
        code: 'GCM1124001F1ZZZ',
        displayName: 'ある成分',
      },
    ],
  });
}

function issuesAfter(bundle: Bundle, violate: (json: Json) => void) {
  const json = structuredClone(bundle) as Json;
  violate(json);
  return validateBundle(json);
}

test('unviolated Bundles have no issue at all', () => {
  expect(validateBundle(conditionBundle())).toEqual([]);
  expect(validateBundle(allergyBundle())).toEqual([]);
});

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
    'laboratory results',
    (b) => (b.meta.tag[0].code = 'Observation'),
    'unsupported',
    'Bundle.meta.tag',
    'だけが対象',
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
    'timestamp without milliseconds',
    (b) => (b.timestamp = '2026-11-20T10:02:03+09:00'),
    'cardinality',
    'Bundle.timestamp',
    'ミリ秒',
  ],
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
])('%s: what both Bundles share', (_kind, bundle) => {
  test.each([...HEADER, ...ENTRIES, ...PATIENTS])('%s', (_name, violate, ruleId, path, message) => {
    expect(issuesAfter(bundle(), violate)).toContainEqual({
      severity: 'error',
      ruleId,
      path,
      message: expect.stringContaining(message),
    });
  });
});

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

describe('records that cannot be sent as they are', () => {
  const messagesFor = (patient: Partial<typeof PATIENT>): string[] =>
    validateBundle(
      conditionsToBundle({ ...UNIT, patient: { ...PATIENT, ...patient }, conditions: [CONDITION] }),
    ).map(({ message }) => message);

  test('no insurance', () => {
    expect(messagesFor({ coverage: null })).toEqual([expect.stringContaining('オンライン資格確認')]);
  });

  test('生活保護 alone under 1.10.0', () => {
    const publicSubsidies = [{ payerNumber: '12131234', recipientNumber: '0012345' }];
    expect(messagesFor({ coverage: null, publicSubsidies })).toEqual([
      expect.stringContaining('生活保護だけの患者'),
    ]);
  });

  test('all points at once', () => {
    expect(messagesFor({ address: null, givenName: '', birthDate: '' })).toHaveLength(3);
  });

  test('no message repeats what the record says', () => {
    const bundle = conditionBundle();
    const issues = issuesAfter(bundle, (json) => {
      json.entry[0].resource.identifier[1].value = 'SECRET-NUMBER';
      json.entry[1].resource.code = { text: 'SECRET\u0001病', coding: [{ code: 'SECRET' }] };
    });
    expect(issues.length).toBeGreaterThan(3);
    expect(JSON.stringify(issues)).not.toContain('SECRET');
  });
});

test.each([
  null,
  undefined,
  [],
  {},
  { entry: [null, 3] },
  { resourceType: 'Bundle', entry: 'x', meta: { tag: [null] } },
])('what is no Bundle (%o) is refused, not thrown at', (json) => {
  expect(validateBundle(json as unknown as Bundle).some(({ severity }) => severity === 'error')).toBe(true);
});
