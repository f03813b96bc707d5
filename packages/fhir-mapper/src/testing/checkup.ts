import type { CheckupReportRecord, CheckupResultRecord } from '@shirube/core/records';
import type { CheckupInput } from '../checkup/index.ts';
import { FACILITY, PATIENT, RECORDER } from './records.ts';

const plain = {
  codeSystem: 'checkup',
  isQuestion: false,
  interpretation: null,
  method: null,
  specimen: null,
  referenceLow: null,
  referenceHigh: null,
  finding: null,
  isAdditional: false,
} satisfies Partial<CheckupResultRecord>;

const SECOND_DOCTOR = {
  code: 'D002',
  familyName: '眼科',
  givenName: '花子',
  familyKana: 'ガンカ',
  givenKana: 'ハナコ',
};

/** A 特定健診 with one item of every kind there is. */
export const CHECKUP_RESULTS: CheckupResultRecord[] = [
  {
    ...plain,
    itemCode: '9N001000000000001',
    name: '身長',
    value: { kind: 'quantity', value: '162.3', unit: 'cm', ucum: 'cm' },
  },
  {
    ...plain,
    itemCode: '9N056000000000011',
    name: '既往歴',
    value: { kind: 'coded', table: '2001', code: '1', text: '特記すべきことあり', ordinal: null },
    finding: {
      text: 'ヘルニア',
      doctor: SECOND_DOCTOR,
      item: { code: '9N056160400000049', name: '具体的な既往歴' },
    },
  },
  {
    ...plain,
    itemCode: '3F015000002327101',
    name: '空腹時中性脂肪(トリグリセリド)',
    value: { kind: 'quantity', value: '9', unit: 'mg/dL', ucum: 'mg/dL' },
    interpretation: 'LX',
    method: { code: '3F01510000', name: '可視吸光光度法(酵素比色法・グリセロール消去)' },
    specimen: '血清',
    referenceLow: '30',
    referenceHigh: '149',
  },
  {
    ...plain,
    itemCode: '1A010000000191111',
    name: '尿蛋白',
    value: { kind: 'coded', table: '2102', code: '1', text: '－', ordinal: 1 },
    specimen: '尿',
  },
  {
    ...plain,
    itemCode: '1A020000000191111',
    name: '尿糖',
    value: { kind: 'absent', notDone: true, reason: '生理中のため未実施' },
  },
  {
    ...plain,
    itemCode: '9E105162100000001',
    name: '眼圧検査(右)',
    value: { kind: 'absent', notDone: false, reason: '測定不能' },
  },
  {
    ...plain,
    itemCode: '9A110160700000011',
    name: '心電図(所見の有無)',
    value: { kind: 'coded', table: '2002', code: '1', text: '所見あり', ordinal: null },
  },
  {
    ...plain,
    itemCode: '9A110160800000049',
    name: '心電図(所見)',
    value: { kind: 'text', text: '心房細動' },
  },
  {
    ...plain,
    itemCode: '9A110161000000049',
    name: '心電図(実施理由)',
    value: { kind: 'text', text: '詳細な健診' },
  },
  {
    ...plain,
    itemCode: '9N211161100000049',
    name: '胸部Ｘ線検査(直接撮影)(撮影年月日)',
    value: { kind: 'date', on: '2026-11-20' },
    isAdditional: true,
  },
  {
    ...plain,
    itemCode: '9N701000000000011',
    name: '服薬1(血圧)',
    isQuestion: true,
    value: { kind: 'coded', table: '2003', code: '2', text: 'いいえ', ordinal: null },
  },
];

export const CHECKUP_RECORD: CheckupReportRecord = {
  kind: 'checkup',
  documentId: '01989f00-0000-7000-8000-0000000000c1',
  versionNo: 1,
  issuedOn: '2026-11-20',
  confirmedAt: '2026-11-20T03:04:05.006Z',
  facility: FACILITY,
  author: { ...RECORDER, medicalRegistrationNumber: '123456' },
  patient: PATIENT,
  encounter: null,
  program: 'special',
  reportCategory: '10',
  programCode: '010',
  examinedOn: '2026-11-18',
  setting: 'individual',
  ticketNumber: '24100000123',
  coverage: PATIENT.coverage,
  results: CHECKUP_RESULTS,
  groups: [
    {
      code: '9A110',
      name: '心電図検査',
      members: [
        { itemCode: '9A110160700000011', relationship: 'COMP' },
        { itemCode: '9A110160800000049', relationship: 'COMP' },
        { itemCode: '9A110161000000049', relationship: 'RSON' },
      ],
    },
  ],
  overallJudgement: '脂質はわずかに低めですが、支障はありません。',
};

export const CHECKUP: CheckupInput = {
  identifier: '1312345670^2026^01989f00-0000-7000-8000-0000000000c1',
  timestamp: '2026-11-20T04:05:06.007Z',
  record: CHECKUP_RECORD,
  attachments: new Map(),
};
