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
} as const;
