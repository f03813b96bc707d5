/** How often something may stand: [least, most]; Infinity for *. */
export type Cardinality = readonly [min: number, max: number];

/** One row of the section tables of composition-eReferral and composition-eDischargeSummary. */
export interface SectionDefinition {
  /** document-section */
  code: string;
  /** fixed or pattern; the display of the code is the title and the word セクション */
  title: string;
  cardinality: Cardinality;
  entries: Cardinality;
  /** resource types an entry may refer to */
  types: readonly string[];
}

type Row = [
  code: string,
  title: string,
  cardinality: Cardinality,
  entries: Cardinality,
  types: readonly string[],
];

const ONCE: Cardinality = [1, 1];
const OPTIONAL: Cardinality = [0, 1];
const ANY: Cardinality = [0, Infinity];
const SOME: Cardinality = [1, Infinity];

const table = (rows: readonly Row[]): readonly SectionDefinition[] =>
  rows.map(([code, title, cardinality, entries, types]) => ({ code, title, cardinality, entries, types }));

const STUDIES = ['Observation', 'ImagingStudy', 'DiagnosticReport'];
const ADDRESS: Cardinality = [1, 3];

/** What stands beside 構造情報 in a document: which of them, the Composition says. */
export const CDA_SECTION = '200';
export const STRUCTURED_SECTION = '300';
export const ATTACHMENT_SECTION = '210';
export const REMARKS_SECTION = '220';
export const PDF_SECTION = '230';
export const FROM_SECTION = '920';
export const TO_SECTION = '910';

/** 診療情報提供書: the sections at the top, in the order of the profile. */
export const REFERRAL_SECTIONS = table([
  [FROM_SECTION, '紹介元情報', ONCE, ADDRESS, ['Organization', 'Practitioner']],
  [TO_SECTION, '紹介先情報', ONCE, ADDRESS, ['Organization', 'Practitioner']],
  [CDA_SECTION, 'CDA参照', OPTIONAL, ONCE, ['DocumentReference']],
  [STRUCTURED_SECTION, '構造情報', OPTIONAL, ANY, []],
  [ATTACHMENT_SECTION, '添付情報', ANY, SOME, ['DocumentReference', 'Bundle']],
  [REMARKS_SECTION, '備考・連絡情報', ANY, OPTIONAL, ['DocumentReference']],
  [PDF_SECTION, 'PDF', ANY, SOME, ['DocumentReference']],
]);

/** 診療情報提供書: the sections inside 構造情報 (300). */
export const REFERRAL_STRUCTURED = table([
  ['950', '紹介目的', ONCE, OPTIONAL, ['Encounter']],
  ['340', '傷病名・主訴', ONCE, ANY, ['Condition']],
  ['360', '現病歴', ONCE, ANY, ['Condition']],
  ['370', '既往歴', OPTIONAL, ANY, ['Condition']],
  ['510', 'アレルギー・不耐性反応', OPTIONAL, ANY, ['AllergyIntolerance']],
  ['550', '家族歴', OPTIONAL, ANY, ['FamilyMemberHistory']],
  ['610', '身体所見', OPTIONAL, ANY, ['Observation']],
  ['520', '感染症情報', OPTIONAL, ANY, ['Observation']],
  ['640', '社会歴・生活習慣', OPTIONAL, ANY, ['Observation']],
  ['530', '予防接種歴', OPTIONAL, ANY, ['Immunization']],
  ['730', '手術', OPTIONAL, ANY, ['Procedure']],
  ['740', '輸血歴', OPTIONAL, ANY, ['Procedure']],
  ['720', '処置', OPTIONAL, ANY, ['Procedure']],
  ['430', '投薬指示', OPTIONAL, ANY, ['MedicationRequest']],
  ['620', '検査結果', OPTIONAL, ANY, STUDIES],
  ['330', '臨床経過', OPTIONAL, ANY, ['DocumentReference']],
  ['420', '診療方針指示', OPTIONAL, ANY, ['CarePlan']],
  ['810', '医療機器', OPTIONAL, ANY, ['DeviceUseStatement']],
  ['410', '事前指示', OPTIONAL, ANY, ['Consent']],
  ['830', '臨床研究参加', OPTIONAL, ANY, ['ResearchSubject']],
]);

/** 退院時サマリー: the sections at the top. */
export const DISCHARGE_SECTIONS = table([
  [CDA_SECTION, 'CDA参照', OPTIONAL, ONCE, ['DocumentReference']],
  [STRUCTURED_SECTION, '構造情報', OPTIONAL, ANY, []],
  [ATTACHMENT_SECTION, '添付情報', ANY, SOME, ['DocumentReference', 'Bundle']],
  [PDF_SECTION, 'PDF', ANY, SOME, ['DocumentReference']],
]);

/** 退院時サマリー: the sections inside 構造情報 (300), ten of them obligatory. */
export const DISCHARGE_STRUCTURED = table([
  ['322', '入院時詳細', ONCE, ONCE, ['Encounter']],
  ['342', '入院時診断', ONCE, ANY, ['Condition']],
  ['510', 'アレルギー・不耐性反応', OPTIONAL, ANY, ['AllergyIntolerance']],
  ['352', '主訴', ONCE, ANY, ['Condition']],
  ['312', '入院理由', ONCE, OPTIONAL, ['Encounter']],
  ['360', '現病歴', ONCE, ANY, ['Condition']],
  ['370', '既往歴', OPTIONAL, ANY, ['Condition']],
  ['432', '入院時服薬', OPTIONAL, ANY, ['MedicationRequest']],
  ['640', '社会歴・生活習慣', OPTIONAL, ANY, ['Observation']],
  ['612', '入院時身体所見', OPTIONAL, ANY, ['Observation']],
  ['550', '家族歴', OPTIONAL, ANY, ['FamilyMemberHistory']],
  ['333', '入院中経過', ONCE, SOME, ['DocumentReference']],
  ['324', '退院時詳細', ONCE, ONCE, ['Encounter']],
  ['344', '退院時診断', ONCE, SOME, ['Condition']],
  ['444', '退院時投薬指示', ONCE, ANY, ['MedicationRequest']],
  ['424', '退院時方針指示', ONCE, ANY, ['CarePlan']],
  ['614', '退院時身体所見', OPTIONAL, ANY, ['Observation']],
  ['713', '入院中治療', OPTIONAL, ANY, ['Procedure']],
  ['623', '入院中検査結果', OPTIONAL, ANY, [...STUDIES, 'Bundle']],
  ['810', '医療機器', OPTIONAL, ANY, ['DeviceUseStatement']],
  ['530', '予防接種歴', OPTIONAL, ANY, ['Immunization']],
  ['410', '事前指示', OPTIONAL, ANY, ['Consent']],
  ['830', '臨床研究参加', OPTIONAL, ANY, ['ResearchSubject']],
]);

/** The row of a section. @throws Error when the table has none: sections of a record are looked up before */
export function definitionOf(code: string, definitions: readonly SectionDefinition[]): SectionDefinition {
  const definition = definitions.find((candidate) => candidate.code === code);
  if (definition === undefined) throw new Error(`no section ${code}`);
  return definition;
}

/** 患者サマリー: its only section. */
export const CARE_PLAN_SECTION: SectionDefinition = {
  code: '422',
  title: '計画サマリー',
  cardinality: ONCE,
  entries: [2, Infinity],
  types: ['CarePlan', 'Condition'],
};
