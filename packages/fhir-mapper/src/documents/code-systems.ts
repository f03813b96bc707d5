/** Terminologies that only documents use. */
export const DOCUMENT_SYSTEMS = {
  type: 'http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes',
  subtype: 'http://jpfhir.jp/fhir/Common/CodeSystem/doc-subtypecodes',
  section: 'http://jpfhir.jp/fhir/clins/CodeSystem/document-section',
  emptyReason: 'http://terminology.hl7.org/CodeSystem/list-empty-reason',
  organizationType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  licence: 'http://jpfhir.jp/fhir/core/CodeSystem/JP_MedicalLicenseCertificate_CS',
  admitSource: 'http://jpfhir.jp/fhir/Common/CodeSystem/admit-Source',
  dischargeDisposition: 'http://jpfhir.jp/fhir/Common/CodeSystem/discharge-disposition',
  diagnosisRole: 'http://terminology.hl7.org/CodeSystem/diagnosis-role',
  planCategory: 'http://jpfhir.jp/fhir/CarePlan/CodeSystem/category',
  relationship: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  units: 'http://unitsofmeasure.org',
} as const;

/** 医籍登録番号 in `qualification.identifier`. */
export const MEDICAL_REGISTRATION = 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/medicalRegistrationNumber';

/** The extension with the edition of a document: "1" for the first. */
export const VERSION_NUMBER =
  'http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber';

/** 文書サブ区分 (doc-subtypecodes) that documents of ours use. */
export const DOCUMENT_CATEGORIES: Readonly<Record<string, string>> = {
  OUTPATIENT: '外来文書',
  DISCHARGE: '退院時文書',
};

/** The rest of doc-subtypecodes, which others may use. */
export const ALL_DOCUMENT_CATEGORIES: Readonly<Record<string, string>> = {
  ...DOCUMENT_CATEGORIES,
  ADMISSION: '入院時文書',
  INPATIENT: '入院中文書',
  SECONDOP: 'セカンドオピニオン文書',
  EXAMIN: '要精査依頼文書',
  CONSULT: '他科コンサルト',
};

/** 入院経路 */
export const ADMIT_SOURCES: Readonly<Record<string, string>> = {
  '0': '院内の他病棟からの転棟',
  '1': '家庭からの入院',
  '4': '他の病院・診療所の病棟からの転院',
  '5': '介護施設・福祉施設に入所中',
  '8': '院内で出生',
  '9': 'その他',
};

/** 退院時転帰 */
export const DISCHARGE_DISPOSITIONS: Readonly<Record<string, string>> = {
  '1': '傷病が治癒・軽快',
  '3': '傷病（白血病、潰瘍性大腸炎、クローン病等）が寛解',
  '4': '傷病が不変',
  '5': '傷病が増悪',
  '6': '傷病による死亡',
  '7': '傷病以外による死亡',
  '9': 'その他（検査入院,正常分娩及び人間ドック含む）',
};

/** CarePlan.category of a 療養計画 */
export const PLAN_CATEGORIES: Readonly<Record<string, string>> = {
  'admission-plan': '入院時プラン',
  'hospital-plan': '入院中プラン',
  'discharge-plan': '退院時プラン',
  'followup-plan': '外来診療経過中プラン',
};

/** Why a section says nothing, with the words that stand in its text: a section may not be wholly empty (cmp-1). */
export const EMPTY_REASONS: Readonly<Record<string, { display: string; words: string }>> = {
  nilknown: { display: 'Nil Known', words: 'なし' },
  notasked: { display: 'Not Asked', words: '聴取していません' },
  unavailable: { display: 'Unavailable', words: '情報がありません' },
};

/**
 * 続柄 as it is written in a family history, by v3-RoleCode. What is none of these is FAMMEMB, its words kept in `text`.
 */
export const RELATIONSHIPS: readonly [code: string, display: string, words: readonly string[]][] = [
  ['FTH', 'father', ['父', '父親']],
  ['MTH', 'mother', ['母', '母親']],
  ['BRO', 'brother', ['兄', '弟', '兄弟']],
  ['SIS', 'sister', ['姉', '妹', '姉妹']],
  ['SON', 'natural son', ['息子', '長男', '次男', '三男']],
  ['DAU', 'natural daughter', ['娘', '長女', '次女', '三女']],
  ['CHILD', 'child', ['子', '子ども', '子供']],
  ['GRFTH', 'grandfather', ['祖父']],
  ['GRMTH', 'grandmother', ['祖母']],
  ['UNCLE', 'uncle', ['叔父', '伯父', 'おじ']],
  ['AUNT', 'aunt', ['叔母', '伯母', 'おば']],
  ['COUSN', 'cousin', ['いとこ', '従兄弟', '従姉妹']],
  ['HUSB', 'husband', ['夫']],
  ['WIFE', 'wife', ['妻']],
  ['SPS', 'spouse', ['配偶者']],
];
export const FAMILY_MEMBER = { code: 'FAMMEMB', display: 'family member' } as const;
