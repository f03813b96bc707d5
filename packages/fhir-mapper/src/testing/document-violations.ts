import type { Bundle } from '@medplum/fhirtypes';
import { careSummaryToBundle } from '../documents/care-summary.ts';
import { dischargeSummaryToBundle } from '../documents/discharge-summary.ts';
import { referralToBundle } from '../documents/referral.ts';
import type { Issue } from '../validation/issue.ts';
import { CARE_SUMMARY, DISCHARGE_SUMMARY, documentInput, FULL_REFERRAL } from './documents.ts';
import type { Json } from './violations.ts';

/** What is done to a valid document, and the error that must follow: its rule and its sentence. */
export type DocumentViolation = [
  name: string,
  violate: (json: Json) => void,
  ruleId: string,
  message: string,
];

/** Places of a document. */
export const composition = (json: Json): Json => json.entry[0].resource;
export const top = (json: Json, code: string): Json =>
  composition(json).section.find((section: Json) => section.code.coding[0].code === code);
export const inner = (json: Json, code: string): Json =>
  top(json, '300').section.find((section: Json) => section.code.coding[0].code === code);
export const withoutInner = (json: Json, code: string): void => {
  top(json, '300').section = top(json, '300').section.filter(
    (section: Json) => section.code.coding[0].code !== code,
  );
};
export const withoutTop = (json: Json, code: string): void => {
  composition(json).section = composition(json).section.filter(
    (section: Json) => section.code.coding[0].code !== code,
  );
};
export const all = (json: Json, type: string): Json[] =>
  json.entry.map(({ resource }: Json) => resource).filter(({ resourceType }: Json) => resourceType === type);
export const one = (json: Json, type: string): Json => all(json, type)[0];
export const receiver = (json: Json): Json => all(json, 'Organization')[1];
export const mainDiagnosis = (json: Json): Json => one(json, 'Condition');

export const full = (): Bundle => referralToBundle(documentInput(FULL_REFERRAL));
export const discharge = (): Bundle => dischargeSummaryToBundle(documentInput(DISCHARGE_SUMMARY));
export const care = (): Bundle => careSummaryToBundle(documentInput(CARE_SUMMARY));
export const errors = (issues: readonly Issue[]) => issues.filter(({ severity }) => severity === 'error');

/** What no Bundle of a document may be. */
export const FRAME: DocumentViolation[] = [
  ['no type', (j) => (j.type = 'collection'), 'fixed-value', 'document でなければ'],
  ['identifier system', (j) => (j.identifier.system = 'urn:x'), 'R02151', 'Bundle-ID'],
  ['identifier', (j) => (j.identifier.value = '2026^x'), 'R2152', '医療機関番号10桁'],
  ['no identifier (bdl-9)', (j) => delete j.identifier, 'R2152', 'Bundle-ID'],
  ['no timestamp (bdl-10)', (j) => delete j.timestamp, 'cardinality', '作成日時'],
  ['total', (j) => (j.total = 3), 'bdl-1', 'total'],
  ['search', (j) => (j.entry[1].search = {}), 'bdl-2', 'search'],
  ['request', (j) => (j.entry[1].request = {}), 'bdl-3', 'request'],
  ['response', (j) => (j.entry[1].response = {}), 'bdl-4', 'response'],
  ['entry without resource', (j) => delete j.entry[2].resource, 'bdl-5', '中身がありません'],
  ['the same entry twice', (j) => j.entry.push(structuredClone(j.entry[1])), 'bdl-7', '2回'],
  ['fullUrl with version', (j) => (j.entry[1].fullUrl += '/_history/1'), 'bdl-8', '版が付いています'],
  ['Composition not first', (j) => j.entry.reverse(), 'bdl-11', '最初は'],
  ['no patient', (j) => j.entry.splice(1, 1), 'cardinality', '患者情報がありません'],
  [
    'reference to nothing',
    (j) => (composition(j).subject.reference = 'urn:uuid:x'),
    'reference',
    '送信データの中にない',
  ],
  [
    'a period that ends before it begins',
    (j) => (one(j, 'Practitioner').period = { start: '2026-02', end: '2026-01' }),
    'per-1',
    '終わりが始まりより前',
  ],
  [
    'contained in contained',
    (j) => (mainDiagnosis(j).contained[0].contained = [{}]),
    'dom-2',
    '付けられない項目',
  ],
  [
    'contained that nothing refers to',
    (j) => delete mainDiagnosis(j).recorder,
    'dom-3',
    'どこからも使われていない',
  ],
  [
    'contained with lastUpdated',
    (j) => (mainDiagnosis(j).contained[0].meta.lastUpdated = j.timestamp),
    'dom-4',
    '付けられない項目',
  ],
  [
    'contained with security label',
    (j) => (mainDiagnosis(j).contained[0].meta.security = [{ code: 'R' }]),
    'dom-5',
    '付けられない項目',
  ],
  ['a file too large', (j) => (composition(j).language = 'あ'.repeat(3_400_000)), 'size', '10MB'],
  ['a broken character', (j) => (one(j, 'Organization').name = '標\u0000'), 'text', '文字化け'],
];

/** What no Composition may be, nor the patient, author, institution and diagnosis it refers to. */
export const HEADER: DocumentViolation[] = [
  ['a stage of nothing', (j) => (mainDiagnosis(j).stage = [{}]), 'con-1', '主病名に、中身のない項目'],
  ['evidence of nothing', (j) => (mainDiagnosis(j).evidence = [{}]), 'con-2', '主病名に、中身のない項目'],
  [
    'a contact who is nobody',
    (j) => (one(j, 'Patient').contact = [{ gender: 'male' }]),
    'pat-1',
    '患者情報に、中身のない項目',
  ],
  ['no claim', (j) => (composition(j).meta.profile = ['x']), 'profile', 'JP_Composition'],
  ['no lastUpdated', (j) => delete composition(j).meta.lastUpdated, 'cardinality', '最終更新日時'],
  ['no version number', (j) => delete composition(j).extension, 'cardinality', '版の番号'],
  ['no document number', (j) => delete composition(j).identifier, 'cardinality', '文書番号'],
  ['preliminary', (j) => (composition(j).status = 'preliminary'), 'fixed-value', '確定していません'],
  ['another title', (j) => (composition(j).title = '紹介状'), 'fixed-value', '題名'],
  ['another type', (j) => (composition(j).type.coding[0].code = '1'), 'fixed-value', '文書の種類'],
  ['another display', (j) => (composition(j).type.coding[0].display = 'x'), 'fixed-value', '文書の種類'],
  ['no category', (j) => delete composition(j).category, 'binding', '区分が1つ必要'],
  ['unknown category', (j) => (composition(j).category[0].coding[0].code = 'X'), 'binding', '区分が1つ必要'],
  ['no date', (j) => delete composition(j).date, 'cardinality', '作成日時'],
  ['no patient named', (j) => delete composition(j).subject, 'cardinality', '患者が書かれていません'],
  ['no author', (j) => (composition(j).author = []), 'cardinality', '作成した医師が書かれていません'],
  [
    'an author who is no one',
    (j) => (composition(j).author[0] = { reference: j.entry[1].fullUrl }),
    'reference',
    '医師でも医療機関でも',
  ],
  ['the author without name', (j) => delete one(j, 'Practitioner').name, 'cardinality', '医師の氏名'],
  [
    'the author without claim',
    (j) => (one(j, 'Practitioner').meta.profile = ['x']),
    'profile',
    'JP_Practitioner_eCS',
  ],
  [
    'a licence without kind',
    (j) => delete one(j, 'Practitioner').qualification[0].code,
    'cardinality',
    '資格の種類',
  ],
  [
    'a licence number of another system',
    (j) => (one(j, 'Practitioner').qualification[0].identifier[0].system = 'urn:x'),
    'fixed-value',
    '医籍登録番号',
  ],
  [
    'the institution without number',
    (j) => delete one(j, 'Organization').identifier,
    'cardinality',
    '医療機関番号がありません',
  ],
  [
    'the institution without name (org-1)',
    (j) => delete one(j, 'Organization').name,
    'cardinality',
    '名称がありません',
  ],
  ['the institution at home', (j) => (one(j, 'Organization').address[0].use = 'home'), 'org-2', '自宅'],
  ['its telephone at home', (j) => (one(j, 'Organization').telecom[0].use = 'home'), 'org-3', '自宅'],
  ['an address without text', (j) => delete one(j, 'Organization').address[0].text, 'cardinality', '住所'],
  ['the patient without insurance', (j) => one(j, 'Patient').identifier.pop(), 'R1012', '被保険者番号'],
  [
    'the main diagnosis without onset',
    (j) => delete mainDiagnosis(j).onsetDateTime,
    'R9013C',
    '主病名に発症日がありません。',
  ],
  [
    'the main diagnosis without department',
    (j) => mainDiagnosis(j).extension.splice(1, 1),
    'R9014C',
    '主病名に診療科',
  ],
  [
    'the main diagnosis without institution',
    (j) => mainDiagnosis(j).extension.shift(),
    'R9011',
    '主病名に医療機関番号',
  ],
  [
    'the diagnosis of another patient',
    (j) => (mainDiagnosis(j).subject.reference = j.entry[0].fullUrl),
    'reference',
    '患者を指していません',
  ],
];
