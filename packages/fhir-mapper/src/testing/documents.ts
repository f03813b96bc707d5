import { createHash } from 'node:crypto';
import {
  type AttachmentRecord,
  type CareSummaryRecord,
  type DischargeSummaryRecord,
  type DocumentHead,
  type LabReportRecord,
  type LabResultRecord,
  type MedicationOrderRecord,
  plainLine,
  plainRp,
  type ReferralRecord,
  type SectionEntry,
  type SectionRecord,
} from '@shirube/core/records';
import { type DocumentInput, documentIdentifier } from '../documents/document-bundle.ts';
import { ALLERGY, CONDITION, FACILITY, PATIENT, RECORDER, SUSPECTED } from './records.ts';

/** Synthetic documents for tests: a referral with every section, a minimal one, a discharge summary, a care summary. */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const id = (last: string): string => `01989f00-0000-7000-8000-${last.padStart(12, '0')}`;

function attachment(
  attachmentId: string,
  title: string,
  mediaType: string,
  content: Uint8Array,
): AttachmentRecord {
  return {
    attachmentId,
    title,
    mediaType,
    byteLength: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    createdAt: '2026-11-19T06:00:00Z',
  };
}

const PDF_BYTES = bytes('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const IMAGE_BYTES = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 0xff, 0xd9);
const RENDITION_BYTES = bytes('%PDF-1.7\n% the letter itself\n%%EOF\n');

const PDF = attachment(id('f1'), '胸部X線所見.pdf', 'application/pdf', PDF_BYTES);
const IMAGE = attachment(id('f2'), '胸部X線', 'image/jpeg', IMAGE_BYTES);
const RENDITION = {
  ...attachment(id('f3'), '診療情報提供書', 'application/pdf', RENDITION_BYTES),
  isRendition: true,
};

/** The bytes of every attachment of the documents below. */
export const ATTACHMENT_BYTES: ReadonlyMap<string, Uint8Array> = new Map([
  [PDF.attachmentId, PDF_BYTES],
  [IMAGE.attachmentId, IMAGE_BYTES],
  [RENDITION.attachmentId, RENDITION_BYTES],
]);

export const ENCOUNTER = { ...CONDITION.encounter, startedAt: '2026-11-20T00:30:00Z' };

const HEAD: DocumentHead = {
  documentId: id('d1'),
  versionNo: 1,
  issuedOn: '2026-11-20',
  confirmedAt: '2026-11-20T01:00:00Z',
  facility: { ...FACILITY, fax: '03-0000-0001', otherContact: '地域連携室 内線12' },
  author: { ...RECORDER, medicalRegistrationNumber: '123456' },
  patient: PATIENT,
  encounter: ENCOUNTER,
};

const RESULT: LabResultRecord = {
  observationId: id('b1'),
  status: 'final',
  jlac10: '3D046000001921002',
  localCode: 'L0001',
  localName: 'HbA1c',
  name: 'HbA1c（NGSP）',
  value: { kind: 'quantity', value: '7.20', comparator: null, unit: '%', ucum: '%' },
  referenceLow: '4.9',
  referenceHigh: '6.0',
  referenceText: null,
  interpretation: 'H',
  specimen: '全血',
  longTerm: false,
  note: null,
};

export const LAB_REPORT: LabReportRecord = {
  reportId: id('b0'),
  collectedAt: '2026-11-18T00:15:00Z',
  issuedAt: '2026-11-18T06:00:00Z',
  orderNumber: '20261118001',
  encounter: ENCOUNTER,
  performer: RECORDER,
  results: [
    RESULT,
    {
      ...RESULT,
      observationId: id('b2'),
      jlac10: null,
      localCode: 'L0002',
      localName: '尿蛋白',
      name: '尿蛋白',
      value: { kind: 'text', text: '＋－' },
      referenceLow: null,
      referenceHigh: null,
      referenceText: '陰性',
      interpretation: null,
      specimen: '尿',
    },
  ],
};

const INFECTION_REPORT: LabReportRecord = {
  ...LAB_REPORT,
  reportId: id('b5'),
  results: [
    {
      ...RESULT,
      observationId: id('b6'),
      jlac10: '5F016141002306311',
      localCode: 'L0010',
      localName: 'HBs抗原',
      name: 'HBs抗原',
      value: { kind: 'coded', table: 'posneg', code: '2', text: '陰性' },
      referenceLow: null,
      referenceHigh: null,
      interpretation: null,
      specimen: '血清',
    },
  ],
};

export const MEDICATION_ORDER: MedicationOrderRecord = {
  prescriptionId: id('c1'),
  issueType: 'electronic',
  authoredOn: '2026-11-20',
  startsOn: '2026-11-20',
  encounter: ENCOUNTER,
  prescriber: RECORDER,
  rps: [
    {
      ...plainRp,
      rpNumber: 1,
      formClass: '1',
      quantity: 14,
      usage: { code: '1013044400000000', text: '１日３回毎食後', timesPerDay: 3 },
      medications: [
        {
          ...plainLine,
          itemNumber: 1,
          yjCode: '2171014F1020',
          receiptCode: '612170709',
          name: 'アムロジピン錠５ｍｇ',
          ingredientName: 'アムロジピンベシル酸塩',
          dose: '3',
          unit: '錠',
          unitCode: 'TAB',
        },
      ],
    },
  ],
};

const condition = (record: Partial<typeof CONDITION>): SectionEntry => ({
  type: 'condition',
  record: { ...CONDITION, ...record },
});
const MAIN = condition({ isMain: true });
const SUSPECTED_DISEASE = condition({
  conditionId: id('2'),
  isSuspected: true,
  modifiers: [SUSPECTED],
  displayName: '高血圧性心疾患の疑い',
});
const PAST = condition({
  conditionId: id('3'),
  managementNo: '99999999',
  receiptCode: '0000999',
  exchangeCode: '',
  icd10: null,
  displayName: '左前腕骨折',
  onsetDate: '2019-03-03',
  endDate: '2019-06-30',
  outcome: 'cured',
});
const ALLERGIES: SectionEntry = { type: 'allergy', record: ALLERGY };

const section = (code: string, text: string, entries: SectionEntry[] = []): SectionRecord => ({
  code,
  text,
  emptyReason: null,
  entries,
});

/** Only what the profile demands, in words. */
export const MINIMAL_REFERRAL: ReferralRecord = {
  ...HEAD,
  kind: 'referral',
  category: 'OUTPATIENT',
  encounter: null,
  to: {
    institutionCode: '1311234567',
    name: '東京第一テスト病院',
    postalCode: null,
    address: null,
    phone: null,
    departmentCode: null,
    departmentName: null,
    doctorName: null,
  },
  sections: [
    section('950', '腹痛の精査をお願いします。'),
    section('340', '上腹部痛'),
    section('360', '６月上旬から夜食後に上腹部痛があり、だんだんひどくなっている。'),
  ],
  remarks: null,
  attachments: [],
  enclosedDischargeSummary: null,
  inReplyTo: null,
};

/** 退院時サマリー with its ten obligatory sections and most of the others. */
export const DISCHARGE_SUMMARY: DischargeSummaryRecord = {
  ...HEAD,
  documentId: id('d3'),
  kind: 'discharge_summary',
  admittedOn: '2026-11-05',
  dischargedOn: '2026-11-19',
  admitSource: '1',
  dischargeDisposition: '1',
  sections: [
    section('322', '救急外来より入院'),
    section('342', '', [MAIN]),
    section('510', '', [ALLERGIES]),
    section('352', '息切れ'),
    section('312', '心不全の治療のため'),
    section('360', '２週間前から労作時の息切れがあり、だんだん強くなった。'),
    { ...section('370', ''), emptyReason: 'nilknown' },
    section('333', '利尿薬で軽快した。\n第５病日より食事を開始。<体重> 52.3kg & 浮腫なし'),
    section('324', '自宅へ退院'),
    section('344', '高血圧性心疾患', [MAIN]),
    section('444', '', [{ type: 'medication', record: MEDICATION_ORDER }]),
    section('424', '１週間後に外来を受診'),
    section('713', '', [
      { type: 'procedure', id: id('e5'), name: '胸腔穿刺', performedOn: '2026-11-06', note: null },
    ]),
    section('623', '', [{ type: 'lab_report', record: LAB_REPORT }]),
  ],
  attachments: [],
};

/** Every section the profile has, with files and a discharge summary inside. */
export const FULL_REFERRAL: ReferralRecord = {
  ...MINIMAL_REFERRAL,
  documentId: id('d2'),
  versionNo: 2,
  encounter: ENCOUNTER,
  to: {
    institutionCode: '1311234567',
    name: '東京第一テスト病院',
    postalCode: '113-0001',
    address: '東京都文京区文京町１−２−３',
    phone: '03-1234-5678',
    departmentCode: '08',
    departmentName: '循環器内科',
    doctorName: '野口 英世丸',
  },
  sections: [
    section('950', '心不全の精査加療をお願いします。\n「至急」でお願いします。'),
    section('340', '労作時の息切れ', [MAIN, SUSPECTED_DISEASE]),
    section('360', '２週間前から労作時の息切れ。髙﨑様は𠮷野町にお住まいです。'),
    section('370', '', [PAST]),
    section('510', '', [ALLERGIES]),
    section('550', '', [
      { type: 'family_history', id: id('e1'), relationship: '母', condition: '胃がん', note: '60歳代' },
      { type: 'family_history', id: id('e2'), relationship: '父方の祖父', condition: '脳梗塞', note: null },
    ]),
    section('610', '血圧 152/88 mmHg、下腿浮腫あり <両側>'),
    section('520', '', [{ type: 'lab_report', record: INFECTION_REPORT }]),
    section('640', '喫煙：20本/日 × 30年'),
    section('530', '', [
      {
        type: 'immunization',
        id: id('e3'),
        vaccine: 'インフルエンザHAワクチン',
        givenOn: '2026-10-15',
        note: null,
      },
      { type: 'immunization', id: id('e4'), vaccine: '肺炎球菌ワクチン', givenOn: null, note: '時期は不明' },
    ]),
    section('730', '', [
      { type: 'procedure', id: id('e6'), name: '虫垂切除術', performedOn: '2001-08-10', note: '合併症なし' },
    ]),
    { ...section('740', ''), emptyReason: 'nilknown' },
    { ...section('720', ''), emptyReason: 'notasked' },
    section('430', '', [{ type: 'medication', record: MEDICATION_ORDER }]),
    section('620', '心電図：左室肥大', [{ type: 'lab_report', record: LAB_REPORT }]),
    section('330', '利尿薬を開始し、浮腫はやや軽快。'),
    section('420', '減塩と内服の継続'),
    { ...section('810', ''), emptyReason: 'nilknown' },
    section('410', '延命治療についてはご家族と相談中'),
    { ...section('830', ''), emptyReason: 'unavailable' },
  ],
  remarks: 'よろしくお願いします。',
  attachments: [PDF, IMAGE, RENDITION],
  enclosedDischargeSummary: DISCHARGE_SUMMARY,
  inReplyTo: { identifier: '1311234567^2026^letter-1', facilityName: '東京第一テスト病院' },
};

/** 患者サマリー（療養計画書） with a main diagnosis. */
export const CARE_SUMMARY: CareSummaryRecord = {
  ...HEAD,
  documentId: id('d4'),
  kind: 'care_summary',
  category: 'OUTPATIENT',
  planCategory: 'followup-plan',
  periodStart: '2026-11-20',
  periodEnd: '2027-05-19',
  plan: '高血圧について内服を継続してください。\n1日30分でも軽い運動を継続しましょう。',
  conditions: [
    { ...CONDITION, isMain: true },
    {
      ...CONDITION,
      conditionId: id('4'),
      displayName: '狭心症',
      diseaseName: '狭心症',
      managementNo: '20058911',
    },
  ],
};

/** What a document is made from, at one moment and under its own identifier. */
export function documentInput<R extends DocumentHead>(record: R): DocumentInput<R> {
  return {
    identifier: documentIdentifier(record),
    timestamp: '2026-11-20T01:02:03.004Z',
    record,
    attachments: ATTACHMENT_BYTES,
  };
}
