/** Addresses of the profiles and code systems the service goes by (jp-eCSCLINS 1.10.0, jp-eCheckupReport 1.5.0). */
export const CLINS = 'http://jpfhir.jp/fhir/clins';
export const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';
export const CORE = 'http://jpfhir.jp/fhir/core/StructureDefinition';
export const CHECKUP = 'http://jpfhir.jp/fhir/eCheckup/StructureDefinition';

export const BUNDLE_IDENTIFIER_SYSTEM = `${CLINS}/bundle-identifier`;
export const RESOURCE_TYPE_TAG = `${CLINS}/CodeSystem/BundleResourceType_CS`;
export const INDICATION = `${CLINS}/CodeSystem/JP_ehrshrs_indication`;
export const SECTION_SYSTEM = `${CLINS}/CodeSystem/document-section`;
export const INSTITUTION_EXTENSION = `${CLINS}/Extension/StructureDefinition/JP_eCS_InstitutionNumber`;
export const DEPARTMENT_EXTENSION =
  'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department';
export const INSTITUTION_SYSTEM = 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no';
export const RESOURCE_IDENTIFIER = 'http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier';
export const LOCAL_LAB_CODE = `${CLINS}/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS`;
export const INSURED_SYSTEM = `${CLINS}/Idsystem/JP_Insurance_memberID`;
/** 生活保護受給者識別子: from 1.11.0 on */
export const PUBLIC_PAYER_SYSTEM = `${CLINS}/Idsystem/JP_PublicPayer_memberID`;
export const INFECTION_SYSTEMS = ['JLAC10', 'JLAC11'].map(
  (table) => `${CLINS}/CodeSystem/${table}/JP_CLINS_ObsLabResult_InfectionLabo_CS`,
);
