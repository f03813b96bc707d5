import { CODE_SYSTEMS, type CodeSystemName } from '@shirube/terminology';

function uriOf(name: CodeSystemName): string {
  const { uri } = CODE_SYSTEMS[name];
  if (uri === null) throw new Error(`no URI is published for ${name}`);
  return uri;
}

/** Terminologies that stand in `coding.system`. */
export const SYSTEMS = {
  bundleResourceType: 'http://jpfhir.jp/fhir/clins/CodeSystem/BundleResourceType_CS',
  indication: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication',
  department: 'http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment',
  diagnosisType: 'http://terminology.hl7.org/CodeSystem/ex-diagnosistype',
  encounterClass: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  conditionClinical: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  conditionVerification: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  allergyClinical: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical',
  allergyVerification: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
  diseaseManagementNumber: uriOf('diseaseManagementNumber'),
  diseaseExchange: uriOf('diseaseExchange'),
  diseaseReceipt: uriOf('diseaseReceipt'),
  icd10: uriOf('icd10'),
  modifierManagementNumber: uriOf('modifierManagementNumber'),
  modifierExchange: uriOf('modifierExchange'),
  modifierReceipt: uriOf('modifierReceipt'),
  allergenFood: uriOf('allergenFood'),
  allergenEnvironment: uriOf('allergenEnvironment'),
  allergenProduct: uriOf('allergenProduct'),
  allergenIngredient: uriOf('allergenIngredient'),
  observationCategory: 'http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS',
  localLabCode: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS',
  uncodedLab: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_Uncoded_CS',
  coreLabJlac10: uriOf('coreLabJlac10'),
  coreLabJlac11: uriOf('coreLabJlac11'),
  infectionLabJlac10: uriOf('infectionLabJlac10'),
  infectionLabJlac11: uriOf('infectionLabJlac11'),
  jlac10: uriOf('jlac10'),
  labResultPositiveNegative: uriOf('labResultPositiveNegative'),
  labResultUrine: uriOf('labResultUrine'),
  labResultAbo: uriOf('labResultAbo'),
  labResultRh: uriOf('labResultRh'),
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  dataAbsentReason: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  ucum: uriOf('ucum'),
  yj: uriOf('yj'),
  genericPrescription: uriOf('genericPrescription'),
  noDrugCode: 'http://jpfhir.jp/fhir/eCS/CodeSystem/MedicationCodeNocoded_CS',
  /** 施設内医薬品コード: followed by '1' and the institution number */
  localDrugCode: 'http://jpfhir.jp/fhir/eCS/CodeSystem/DrugCode/',
  medicationUnit: uriOf('medicationUnit'),
  medicationCategory: 'http://jpfhir.jp/fhir/core/CodeSystem/JP_MedicationCategoryMERIT9_CS',
  medicationCategoryBrought: 'http://jpfhir.jp/fhir/core/CodeSystem/JHSP0007',
  /** 用法マスタ of the electronic prescription */
  prescriptionUsage: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUsage_ePrescription',
  uncodedUsage: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_MedicationUsage_Uncoded_CS',
  jamiUsage: uriOf('usage'),
  jamiUsageAdditional: uriOf('usageAdditional'),
  basicUsage: uriOf('basicUsage'),
  externalBodySite: uriOf('externalBodySite'),
  dispensePreparation: 'http://jami.jp/CodeSystem/DrugDispensePreparationMethod',
  strengthType: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationIngredientStrengthType',
  /** "Prohibitted" is how it is published */
  substitution: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationSubstitutionProhibittedCategory',
} as const;

/**
 * The single medication-allergen system of older J-FAGY material. Drugs are sent under YCM or GCM instead; our
 * validation refuses this one.
 */
export const RETIRED_ALLERGEN_SYSTEM = 'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyMedicationAllergen_CS';

/** Namespaces that stand in `identifier.system` (patient-org-practitioner §1). */
export const IDENTIFIER_SYSTEMS = {
  bundle: 'http://jpfhir.jp/fhir/clins/bundle-identifier',
  /** 保険医療機関番号, 10 digits */
  institution: uriOf('institution'),
  /** リソース一意識別ID */
  resourceInstance: 'http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier',
  /** 被保険者個人識別子; "Idsystem" is how the profile spells it */
  insuredPerson: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID',
  /** 生活保護受給者識別子, known to receivers of 1.11.0 and later */
  publicAssistance: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_PublicPayer_memberID',
  /** 医療機関内患者ID: followed by '1' and the institution number */
  localPatient: 'urn:oid:1.2.392.100495.20.3.51.',
  /** 施設内医療従事者ID: followed by '1' and the institution number */
  localPractitioner: 'urn:oid:1.2.392.100495.20.3.41.',
  rpNumber: 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/Medication-RPGroupNumber',
  orderInRp: 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicationAdministrationIndex',
} as const;

export const EXTENSIONS = {
  institutionNumber: 'http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber',
  department: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department',
  diagnosisType: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_DiagnosisType',
  diseasePrefixModifier:
    'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePrefixModifier',
  diseasePostfixModifier:
    'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePostfixModifier',
  nameRepresentation: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation',
  nullFlavor: 'http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor',
  /** how many digits after the point a number was written with */
  quantityPrecision: 'http://hl7.org/fhir/StructureDefinition/quantity-precision',
  periodOfUse: 'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_PeriodOfUse',
  usageDuration: 'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_UsageDuration',
  expectedRepeatCount:
    'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DispenseRequest_ExpectedRepeatCount',
  instructionForDispense:
    'http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DispenseRequest_InstructionForDispense',
} as const;
