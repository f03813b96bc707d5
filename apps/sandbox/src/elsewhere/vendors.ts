/** The systems of other institutions write the same profiles each in its own way. What may differ is said here, one by one. */
export interface Vendor {
  institutionCode: string;
  /** what is written behind the address of a profile; '' leaves the version to the receiver */
  version: '' | '|1.10.0' | '|1.11.0';
  /** which of the two permitted profiles a contained Encounter or Practitioner claims */
  containedProfile: 'core' | 'eCS';
  /** family and given names beside the whole name; from 1.11.0 on they may be missing */
  splitsNames: boolean;
  writesKana: boolean;
  /** material as a contained Specimen, or in words only */
  specimen: 'contained' | 'words';
  /** JLAC11 beside JLAC10 */
  jlac11: boolean;
  /** ICD-10, exchange and receipt codes beside 病名管理番号 */
  allDiseaseCodes: boolean;
  department: { code: string | null; text: string };
  doctor: { code: string; family: string; given: string; kana: string };
}

/** ○○病院: everything is written. */
export const HOSPITAL: Vendor = {
  institutionCode: '1319900039',
  version: '|1.10.0',
  containedProfile: 'core',
  splitsNames: true,
  writesKana: true,
  specimen: 'contained',
  jlac11: false,
  allDiseaseCodes: true,
  department: { code: '01', text: '内科' },
  doctor: { code: 'D0031', family: '大河内', given: '勘三郎', kana: 'オオコウチ カンザブロウ' },
};

/** 湊市民病院: a newer edition, JLAC11 beside JLAC10, materials in words, no kana. */
export const CITY_HOSPITAL: Vendor = {
  institutionCode: '1419900012',
  version: '|1.11.0',
  containedProfile: 'eCS',
  splitsNames: false,
  writesKana: false,
  specimen: 'words',
  jlac11: true,
  allDiseaseCodes: false,
  department: { code: null, text: '消化器・肝臓内科' },
  doctor: { code: '80441', family: '𠮷岡', given: '靜', kana: 'ヨシオカ シズカ' },
};

/** 架空整形外科: a small system that names no edition and writes what it must. */
export const ORTHOPAEDICS: Vendor = {
  institutionCode: '1319900047',
  version: '',
  containedProfile: 'core',
  splitsNames: true,
  writesKana: true,
  specimen: 'words',
  jlac11: false,
  allDiseaseCodes: false,
  department: { code: '04', text: '整形外科' },
  doctor: { code: '7', family: '骨川', given: '丈夫', kana: 'ホネカワ タケオ' },
};

export const VENDORS: readonly Vendor[] = [HOSPITAL, CITY_HOSPITAL, ORTHOPAEDICS];
