import type {
  AllergyRecord,
  FacilityRecord,
  LabReportRecord,
  LabResultRecord,
  PatientRecord,
  PractitionerRecord,
} from '@shirube/core/records';
import type { ReportUnit } from '../bundle-clins.ts';
import type { ReportedCondition, ReportedModifier } from '../condition.ts';
import { reportUnitLocalId } from '../report-unit.ts';

/** Synthetic records for tests. */
export const FACILITY: FacilityRecord = {
  institutionCode: '1312345670',
  name: '標クリニック',
  postalCode: '100-0001',
  address: '東京都千代田区千代田1-1',
  phone: '03-0000-0000',
  departmentCode: '01',
  departmentName: '内科',
};

export const RECORDER: PractitionerRecord = {
  code: 'D001',
  familyName: '標',
  givenName: '太郎',
  familyKana: 'シルベ',
  givenKana: 'タロウ',
};

export const PATIENT: PatientRecord = {
  patientNumber: '000123',
  familyName: '髙﨑',
  givenName: '𠮷子',
  familyKana: 'タカサキ',
  givenKana: 'ヨシコ',
  birthDate: '1958-02-28',
  sex: 'female',
  postalCode: '104-0061',
  address: '東京都中央区銀座1丁目1番1号',
  phone: '03-1111-1111',
  coverage: {
    insurerNumber: '12345',
    symbol: 'あいう',
    number: '１８７',
    branchNumber: '5',
    isDependent: false,
    copayPercent: 30,
  },
  publicSubsidies: [],
};

export const SUSPECTED: ReportedModifier = {
  code: '8002',
  managementNo: '27000001',
  exchangeCode: '5395',
  name: 'の疑い',
  position: 'suffix',
};

export const ACUTE: ReportedModifier = {
  code: '4012',
  managementNo: '27000530',
  exchangeCode: '5392',
  name: '急性',
  position: 'prefix',
};

export const CONDITION: ReportedCondition = {
  conditionId: '01989f00-0000-7000-8000-000000000001',
  versionNo: 2,
  managementNo: '20061598',
  exchangeCode: 'ARRT',
  receiptCode: '4029010',
  diseaseName: '高血圧性心疾患',
  icd10: 'I119',
  modifiers: [],
  displayName: '高血圧性心疾患',
  isMain: false,
  isSuspected: false,
  onsetDate: '2024-04-10',
  endDate: null,
  outcome: 'active',
  uninformed: false,
  undelivered: false,
  longTerm: false,
  recordedAt: '2024-04-10T15:30:00Z',
  encounter: {
    id: '01989f00-0000-7000-8000-0000000000e1',
    startedAt: '2024-04-10T15:05:00Z',
    departmentCode: '08',
    departmentName: '循環器内科',
  },
  recorder: RECORDER,
};

export const ALLERGY: AllergyRecord = {
  allergyId: '01989f00-0000-7000-8000-0000000000a1',
  versionNo: 1,
  category: 'food',
  code: 'J9FC11310000',
  displayName: 'さば',
  reaction: 'じんましん',
  criticality: 'low',
  onsetDate: '2010-05-05',
  endDate: null,
  recordedAt: '2024-04-10T15:30:00Z',
  departmentCode: '01',
  departmentName: '内科',
  recorder: RECORDER,
};

export const UNIT: ReportUnit = {
  facility: FACILITY,
  patient: PATIENT,
  bundleLocalId: reportUnitLocalId('Condition', 'patient-1'),
  issueYear: 2026,
  timestamp: '2026-11-20T01:02:03.004Z',
};

/** カリウム, one of the 43 items. */
export const POTASSIUM: LabResultRecord = {
  observationId: '01989f00-0000-7000-8000-0000000000b1',
  status: 'final',
  jlac10: '3H015000002326101',
  localCode: '0000181802',
  localName: 'K',
  name: 'カリウム',
  value: { kind: 'quantity', value: '4.0', comparator: null, unit: 'mEq/L', ucum: 'meq/L' },
  referenceLow: '3.60',
  referenceHigh: '4.8',
  referenceText: null,
  interpretation: 'N',
  specimen: '血清',
  longTerm: false,
  note: null,
};

/** HBs抗原(定性), one of 感染症. */
export const HBS_ANTIGEN: LabResultRecord = {
  ...POTASSIUM,
  observationId: '01989f00-0000-7000-8000-0000000000b2',
  jlac10: '5F016141002306311',
  localCode: 'HBS-AG_1',
  localName: 'HBs抗原',
  name: 'HBs抗原(定性)',
  value: { kind: 'coded', table: 'posneg', code: '1', text: '陽性' },
  referenceLow: null,
  referenceHigh: null,
  referenceText: '陰性',
  interpretation: 'A',
  longTerm: true,
};

export const LAB_REPORT: LabReportRecord = {
  reportId: '01989f00-0000-7000-8000-0000000000b0',
  collectedAt: '2026-11-19T00:30:00Z',
  issuedAt: '2026-11-19T06:12:00Z',
  orderNumber: 'LAB-20261119-001',
  encounter: CONDITION.encounter,
  performer: RECORDER,
  results: [POTASSIUM, HBS_ANTIGEN],
};
