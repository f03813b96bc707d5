/** A code system as it is named in FHIR (uri) and in OID-based formats. null = none published. */
export interface CodeSystem {
  name: string;
  uri: string | null;
  oid: string | null;
}

const system = (name: string, uri: string | null, oid: string | null = null): CodeSystem => ({
  name,
  uri,
  oid,
});

/**
 * URIs and OIDs of the code systems used in records and documents.
 * Sources: JP Core 1.2 and JP-CLINS 1.10 aliases. Where documents disagree on an OID the URI is what is sent.
 */
export const CODE_SYSTEMS = {
  yj: system('YJコード', 'http://capstandard.jp/iyaku.info/CodeSystem/YJ-code', '1.2.392.100495.20.1.73'),
  hot9: system('HOT9', 'http://medis.or.jp/CodeSystem/master-HOT9', '1.2.392.200119.4.403.1'),
  hot7: system('HOT7', 'http://medis.or.jp/CodeSystem/master-HOT7', '1.2.392.200119.4.403.2'),
  genericPrescription: system(
    '一般名処方マスタ',
    'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationGeneralOrderCode',
    '1.2.392.100495.20.1.81',
  ),
  drugReceipt: system('レセプト電算処理 医薬品コード', null),
  medicationUnit: system(
    'MERIT-9 単位略号',
    'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUnitMERIT9Code',
    '1.2.392.100495.20.2.101',
  ),
  usage: system(
    'JAMI 標準用法コード',
    'http://jami.jp/CodeSystem/MedicationUsage',
    '1.2.392.200250.2.2.20.20',
  ),
  usageAdditional: system(
    'JAMI 補足用法コード',
    'http://jami.jp/CodeSystem/MedicationUsageAdditional',
    '1.2.392.200250.2.2.20.22',
  ),
  basicUsage: system(
    '基本用法区分',
    'http://jami.jp/CodeSystem/MedicationMethodBasicUsage',
    '1.2.392.200250.2.2.20.30',
  ),
  detailUsage: system(
    '用法詳細区分',
    'http://jami.jp/CodeSystem/MedicationMethodDetailUsage',
    '1.2.392.200250.2.2.20.40',
  ),
  externalBodySite: system(
    '外用部位コード',
    'http://jami.jp/CodeSystem/MedicationBodySiteExternal',
    '1.2.392.200250.2.2.20.32',
  ),
  diseaseManagementNumber: system(
    '病名管理番号',
    'http://medis.or.jp/CodeSystem/master-disease-keyNumber',
    '1.2.392.200119.4.101.2',
  ),
  diseaseExchange: system(
    '病名交換用コード',
    'http://medis.or.jp/CodeSystem/master-disease-exCode',
    '1.2.392.200119.4.101.6',
  ),
  modifierManagementNumber: system(
    '修飾語管理番号',
    'http://medis.or.jp/CodeSystem/master-disease-modKeyNumber',
    '1.2.392.200119.4.201.2',
  ),
  modifierExchange: system(
    '修飾語交換用コード',
    'http://medis.or.jp/CodeSystem/master-disease-modExCode',
    '1.2.392.200119.4.201.5',
  ),
  diseaseReceipt: system('傷病名コード', 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterB-disease'),
  modifierReceipt: system(
    '修飾語コード',
    'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterZ-disease-modifier',
  ),
  icd10: system('ICD-10（2013年版）', 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full'),
  coreLabJlac10: system(
    '43項目 JLAC10',
    'http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS',
  ),
  coreLabJlac11: system(
    '43項目 JLAC11',
    'http://jpfhir.jp/fhir/clins/CodeSystem/JLAC11/JP_CLINS_ObsLabResult_CoreLabo_CS',
  ),
  infectionLabJlac10: system(
    '感染症5項目 JLAC10',
    'http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS',
  ),
  infectionLabJlac11: system(
    '感染症5項目 JLAC11',
    'http://jpfhir.jp/fhir/clins/CodeSystem/JLAC11/JP_CLINS_ObsLabResult_InfectionLabo_CS',
  ),
  jlac10: system('JLAC10', 'http://medis.or.jp/CodeSystem/master-JLAC10-17digits', '1.2.392.200119.4.504'),
  labResultPositiveNegative: system(
    '陽性・陰性・判定保留',
    'http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_PosNegHold_CS',
  ),
  labResultUrine: system('尿定性', 'http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_Urine_Code_CS'),
  labResultAbo: system('血液型ABO', 'http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_BldABO_CS'),
  labResultRh: system('血液型Rh', 'http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_BldRh_CS'),
  allergenFood: system('J-FAGY 食品', 'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyFoodAllergen_CS'),
  allergenEnvironment: system(
    'J-FAGY 非食品・非医薬品',
    'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyNonFoodNonMedicationAllergen_CS',
  ),
  allergenProduct: system(
    'J-FAGY 医薬品（YCM）',
    'http://jpfhir.jp/fhir/core/CodeSystem/YCM/JP_JfagyMedicationAllergen_CS',
  ),
  allergenIngredient: system(
    'J-FAGY 医薬品（GCM）',
    'http://jpfhir.jp/fhir/core/CodeSystem/GCM/JP_JfagyMedicationAllergen_CS',
  ),
  procedureReceipt: system('レセプト電算処理 診療行為コード', null),
  institution: system(
    '医療機関番号10桁',
    'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
  ),
  ucum: system('UCUM', 'http://unitsofmeasure.org', '2.16.840.1.113883.6.8'),
} as const satisfies Record<string, CodeSystem>;

export type CodeSystemName = keyof typeof CODE_SYSTEMS;
