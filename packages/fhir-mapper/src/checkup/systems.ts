const CHECKUP = 'http://jpfhir.jp/fhir/eCheckup/StructureDefinition';
const CLINS = 'http://jpfhir.jp/fhir/clins/StructureDefinition';

/** Canonical URLs without version. Bundle and Patient stand under /clins/, everything else under /eCheckup/. */
export const CHECKUP_PROFILES = {
  bundle: `${CLINS}/JP_Bundle_eCheckupGeneral`,
  patient: `${CLINS}/JP_Patient_eCheckupGeneral`,
  composition: `${CHECKUP}/JP_Composition_eCheckupGeneral`,
  practitioner: `${CHECKUP}/JP_Practitioner_eCheckupGeneral`,
  organization: `${CHECKUP}/JP_Organization_eCheckupGeneral`,
  insurer: `${CHECKUP}/JP_OrganizationInsurer_eCheckupGeneral`,
  encounter: `${CHECKUP}/JP_Encounter_eCheckupGeneral`,
  observation: `${CHECKUP}/JP_Observation_eCheckupGeneral`,
  observationGroup: `${CHECKUP}/JP_ObservationGroup_eCheckupGeneral`,
  coverageInsurance: `${CHECKUP}/JP_CoverageInsurance_eCheckupGeneral`,
  coverageTicket: `${CHECKUP}/JP_CoverageService_eCheckupGeneral`,
} as const;

export const CHECKUP_SYSTEMS = {
  section: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code',
  /** 健診プログラムサービスコード */
  programService: 'urn:oid:1.2.392.200119.6.1002',
  encounterClass: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/encounter-category',
  /** 個別受診, 集団受診 */
  encounterType: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/checkup-encounter-type',
  organizationType: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/report-organization-code',
  insurerType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  /** 受診券券面種別 */
  ticket: 'urn:oid:1.2.392.200119.6.208',
  insuranceCategory: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuranceMajorCategory',
  insuredPersonCategory: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuredPersonCategory',
  observationCategory: 'http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS',
  /** JLAC10 of check-ups: an OID here, unlike the laboratory results of the 6情報 */
  jlac10: 'urn:oid:1.2.392.200119.4.504',
  /** 特定健診項目コード */
  item: 'urn:oid:1.2.392.200119.6.1005',
  /** followed by the number of the choice table */
  choice: 'urn:oid:1.2.392.200119.6.',
  /** 検査方法 */
  method: 'urn:oid:1.2.392.200119.6.1007',
  /** 一連検査 */
  group: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/observationGroup-codes',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  ucum: 'http://unitsofmeasure.org',
  medicalLicense: 'http://jpfhir.jp/fhir/core/CodeSystem/JP_MedicalLicenseCertificate_CS',
} as const;

export const CHECKUP_IDENTIFIER_SYSTEMS = {
  insurer: 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/InsurerNumber',
  medicalRegistration: 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/medicalRegistrationNumber',
} as const;

const JP_CORE_EXTENSION = 'http://jpfhir.jp/fhir/core/Extension/StructureDefinition';

export const CHECKUP_EXTENSIONS = {
  documentVersion: 'http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber',
  /** 転記者 */
  dataEnterer: 'http://jpfhir.jp/fhir/eCheckup/Extension/StructureDefinition/composition_dataEnterer',
  ordinalValue: 'http://hl7.org/fhir/StructureDefinition/ordinalValue',
  componentPerformer:
    'http://jpfhir.jp/fhir/eCheckup/Extension/StructureDefinition/observation-component-performer',
  /** spelling as published */
  groupRelationship: 'http://jpfhir.jp/fhir/Common/Extension/StructureDefinition/observatioGroupRelationship',
  insuredSymbol: `${JP_CORE_EXTENSION}/JP_Coverage_InsuredPersonSymbol`,
  insuredNumber: `${JP_CORE_EXTENSION}/JP_Coverage_InsuredPersonNumber`,
  insuredBranch: `${JP_CORE_EXTENSION}/JP_Coverage_InsuredPersonSubNumber`,
} as const;

/** 医師の診断(判定) */
export const JUDGEMENT_ITEM = { code: '9N511000000000049', name: '医師の診断(判定)' } as const;
