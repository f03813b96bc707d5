import type { AllergyElsewhere, ConditionElsewhere, ResultElsewhere } from './items.ts';
import { CITY_HOSPITAL, HOSPITAL, ORTHOPAEDICS, type Vendor } from './vendors.ts';

/** What one institution has registered about a person: 傷病名, アレルギー, and reports of 検査・感染症. */
export interface Holding {
  personId: string;
  vendor: Vendor;
  registeredDaysAgo: number;
  conditions?: readonly ConditionElsewhere[];
  allergies?: readonly AllergyElsewhere[];
  /** reports, each with the day before today on which it was examined */
  reports?: readonly { id: string; daysAgo: number; items: readonly ResultElsewhere[] }[];
}

const HYPERTENSION = { key: '20061593', receipt: '8833421', exchange: 'UHGQ', icd10: 'I10' };
const ATRIAL_FIBRILLATION = { key: '20065610', receipt: '4273006', exchange: 'QE03', icd10: 'I48.9' };
const HEPATITIS_B = { key: '20050102', receipt: '0703003', exchange: 'F3J7', icd10: 'B18.1' };
const HEPATITIS_C = { key: '20050137', receipt: '0703025', exchange: 'FARP', icd10: 'B18.2' };
const RHEUMATOID = { key: '20085977', receipt: '8842106', exchange: 'RSAL', icd10: 'M06.90' };
const GASTRIC_CANCER = { key: '20054178', receipt: '1519006', exchange: 'E48A', icd10: 'C16.9' };
const KNEE = { key: '20075847', receipt: '7153018', exchange: 'R09V', icd10: 'M17.1' };
const ASTHMA = { key: '20057913', receipt: '4939008', exchange: 'VRVV', icd10: 'J45.9' };
const PNEUMONIA = { key: '20073542', receipt: '4860030', exchange: 'QT7C', icd10: 'J18.9' };

const mgdl = { words: 'mg/dL', ucum: 'mg/dL' };
const creatinine = (id: string, value: number, flag?: 'H'): ResultElsewhere => ({
  id,
  item: 'Cre',
  name: '血清クレアチニン(Cre)',
  localCode: 'CRE-01',
  jlac10: '3C015000002327101',
  jlac11: 'C3002000025000285',
  unit: mgdl,
  material: '血清',
  value: { kind: 'number', value, low: 0.65, high: 1.07, ...(flag === undefined ? {} : { flag }) },
});
const potassium = (id: string, value: number): ResultElsewhere => ({
  id,
  item: 'K',
  name: 'カリウム(K)',
  localCode: 'K_02',
  jlac10: '3H015000002326101',
  jlac11: 'C70030000250501B1',
  unit: { words: 'mmol/L', ucum: 'mmol/L' },
  material: '血清',
  value: { kind: 'number', value, low: 3.6, high: 4.8 },
});
const hepatitisBAntigen = (id: string, tags?: readonly 'LTS'[]): ResultElsewhere => ({
  id,
  item: 'HBs抗原(定性)',
  name: 'HBs抗原(定性)',
  localCode: 'HBSAG',
  jlac10: '5F016141002306311',
  isInfection: true,
  material: '血清',
  value: { kind: 'coded', table: 'PosNegHold', code: '1', text: '陽性' },
  ...(tags === undefined ? {} : { tags }),
});
const hepatitisCAntibody = (id: string): ResultElsewhere => ({
  id,
  item: 'HCV抗体(定性)',
  name: 'HCV抗体(定性)',
  localCode: 'HCVAB-1',
  jlac10: '5F360151002319011',
  isInfection: true,
  material: '血清',
  value: { kind: 'coded', table: 'PosNegHold', code: '1', text: '陽性' },
  tags: ['LTS'],
});
/** By ingredient, form and strength, and by product: both forms of code are in use. */
const clarithromycin: AllergyElsewhere = {
  id: 'a1',
  category: 'medication',
  code: 'GCM6149003F2ZZZ',
  display: 'クラリスロマイシン錠２００ｍｇ',
  text: 'クラリスで全身の発疹と息苦しさ',
  reaction: 'アナフィラキシー',
  criticality: 'high',
  onset: '2019',
  tags: ['LTS'],
};
const levofloxacin: AllergyElsewhere = {
  id: 'a1',
  category: 'medication',
  code: 'YCM6241013F3027',
  display: 'クラビット錠５００ｍｇ',
  text: 'クラビット錠５００ｍｇ',
  reaction: '薬疹',
  onset: '2022-04',
};

/** The demo's people, as other institutions know them. Days are counted back from the day the sandbox begins. */
export const HOLDINGS: readonly Holding[] = [
  {
    personId: 'p02',
    vendor: HOSPITAL,
    registeredDaysAgo: 40,
    conditions: [
      {
        id: 'c1',
        name: '心房細動',
        codes: ATRIAL_FIBRILLATION,
        onset: '2018-06-12',
        isMain: true,
        tags: ['LTS'],
      },
      { id: 'c2', name: '高血圧症', codes: HYPERTENSION, onset: '2005' },
    ],
    reports: [
      { id: 'r1', daysAgo: 40, items: [creatinine('r1-1', 1.31, 'H'), potassium('r1-2', 4.4)] },
      { id: 'r2', daysAgo: 130, items: [creatinine('r2-1', 1.24, 'H')] },
    ],
  },
  {
    personId: 'p02',
    vendor: ORTHOPAEDICS,
    registeredDaysAgo: 25,
    conditions: [{ id: 'c1', name: '右変形性膝関節症', codes: KNEE, onset: '2021-10' }],
    allergies: [
      { id: 'a1', category: 'food', code: 'J9FC15110000', display: 'えび', text: 'えび', reaction: '不明' },
    ],
  },
  {
    personId: 'p03',
    vendor: CITY_HOSPITAL,
    registeredDaysAgo: 90,
    conditions: [
      { id: 'c1', name: 'Ｃ型慢性肝炎', codes: HEPATITIS_C, onset: '2012-03', isMain: true, tags: ['LTS'] },
      {
        id: 'c2',
        name: '胃癌',
        codes: GASTRIC_CANCER,
        onset: '2026',
        isSuspected: true,
        tags: ['UNINFORMED'],
      },
      { id: 'c3', name: '適応障害', codes: null, onset: '2025-11', tags: ['UNDELIVERED'] },
    ],
    allergies: [levofloxacin],
    reports: [
      {
        id: 'r1',
        daysAgo: 90,
        items: [
          hepatitisCAntibody('r1-1'),
          creatinine('r1-2', 0.82),
          {
            id: 'r1-3',
            item: null,
            name: 'ヒアルロン酸',
            localCode: 'HYA',
            jlac10: null,
            unit: { words: 'ng/mL', ucum: 'ng/mL' },
            material: '血清',
            value: { kind: 'number', value: 10, comparator: '<' },
          },
          {
            id: 'r1-4',
            item: 'K',
            name: 'カリウム(K)',
            localCode: 'K_02',
            jlac10: '3H015000002326101',
            jlac11: 'C70030000250501B1',
            material: '血清',
            value: { kind: 'absent', reason: '溶血のため測定せず' },
          },
        ],
      },
    ],
  },
  {
    personId: 'p05',
    vendor: HOSPITAL,
    registeredDaysAgo: 12,
    conditions: [
      { id: 'c1', name: '肺炎', codes: PNEUMONIA, onset: '2026-10-02', end: '2026-10-14' },
      { id: 'c2', name: 'Ｂ型慢性肝炎', codes: HEPATITIS_B, onset: '1998', isMain: true, tags: ['LTS'] },
    ],
    reports: [
      { id: 'r1', daysAgo: 44, items: [hepatitisBAntigen('r1-1', ['LTS']), creatinine('r1-2', 0.91)] },
      { id: 'r2', daysAgo: 38, items: [creatinine('r2-1', 0.88), potassium('r2-2', 4.1)] },
    ],
  },
  {
    personId: 'p06',
    vendor: CITY_HOSPITAL,
    registeredDaysAgo: 300,
    conditions: [{ id: 'c1', name: '気管支喘息', codes: ASTHMA, onset: '1999-05' }],
    allergies: [
      {
        id: 'a1',
        category: 'medication',
        code: 'D9M000000000',
        display: '医薬品（コード化不能）',
        text: '市販の痛み止め（名前は覚えていない）で喘息発作',
        reaction: '喘息発作',
        tags: ['LTS'],
      },
      { id: 'a2', category: 'environment', code: 'J9NK13320000', display: 'スギ', text: 'スギ花粉' },
    ],
  },
  {
    personId: 'p24',
    vendor: HOSPITAL,
    registeredDaysAgo: 8,
    conditions: [
      { id: 'c1', name: '関節リウマチ', codes: RHEUMATOID, onset: '2023-02-20', isMain: true },
      { id: 'c2', name: 'Ｂ型慢性肝炎', codes: HEPATITIS_B, onset: '2009-07-01', tags: ['LTS'] },
    ],
    allergies: [clarithromycin],
    reports: [
      { id: 'r1', daysAgo: 8, items: [hepatitisBAntigen('r1-1', ['LTS']), creatinine('r1-2', 0.61)] },
    ],
  },
  {
    personId: 'p24',
    vendor: ORTHOPAEDICS,
    registeredDaysAgo: 60,
    conditions: [
      { id: 'c1', name: '左変形性膝関節症', codes: KNEE, onset: '2024' },
      {
        id: 'c2',
        name: '不眠（本人の希望により他院へ伝えない）',
        codes: null,
        onset: '2025-01',
        tags: ['UNDELIVERED'],
      },
    ],
  },
];
