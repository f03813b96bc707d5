import { type ClinsVersion, DEFAULT_CLINS_VERSION } from './specification.ts';

/**
 * The version of jp-eCSCLINS that every top-level `meta.profile` names. Without a suffix the service validates against
 * whatever is newest on the day it receives the data, so the version is always sent (bundle-types §2).
 */
export const CLINS_PROFILE_VERSION = DEFAULT_CLINS_VERSION;

const CORE = 'http://jpfhir.jp/fhir/core/StructureDefinition';
const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';
const CLINS = 'http://jpfhir.jp/fhir/clins/StructureDefinition';
const FHIR = 'http://jpfhir.jp/fhir';

/** Canonical URLs without version. */
export const PROFILES = {
  bundle: `${CLINS}/JP_Bundle_CLINS`,
  // The Bundles of the documents stand under /clins/, their Compositions do not (bundle-types §1).
  referralBundle: `${CLINS}/JP_Bundle_eReferral`,
  dischargeSummaryBundle: `${CLINS}/JP_Bundle_eDischargeSummary`,
  careSummaryBundle: `${CLINS}/JP_Bundle_ePCS`,
  referralComposition: `${FHIR}/eReferral/StructureDefinition/JP_Composition_eReferral`,
  dischargeSummaryComposition: `${FHIR}/eDischargeSummary/StructureDefinition/JP_Composition_eDischargeSummary`,
  careSummaryComposition: `${FHIR}/ePCS/StructureDefinition/JP_Composition_ePCS`,
  organization: `${ECS}/JP_Organization_eCS`,
  documentReference: `${ECS}/JP_DocumentReference_eCS`,
  carePlanOfSummary: `${ECS}/JP_CarePlan_ePCS`,
  procedure: `${ECS}/JP_Procedure_eCS`,
  immunization: `${ECS}/JP_Immunization_eCS`,
  familyMemberHistory: `${ECS}/JP_FamilyMemberHistory_eCS`,
  patient: `${ECS}/JP_Patient_eCS`,
  condition: `${ECS}/JP_Condition_eCS`,
  allergyIntolerance: `${ECS}/JP_AllergyIntolerance_eCS`,
  observationLab: `${ECS}/JP_Observation_LabResult_eCS`,
  medicationRequest: `${ECS}/JP_MedicationRequest_eCS`,
  specimen: `${CORE}/JP_Specimen`,
  serviceRequest: `${CORE}/JP_ServiceRequest`,
  encounter: `${CORE}/JP_Encounter`,
  encounterEcs: `${ECS}/JP_Encounter_eCS`,
  practitioner: `${CORE}/JP_Practitioner`,
  practitionerEcs: `${ECS}/JP_Practitioner_eCS`,
} as const;

/** A profile with the version suffix, as top-level resources claim it. */
export function versioned(profile: string, version: ClinsVersion = DEFAULT_CLINS_VERSION): string {
  return `${profile}|${version}`;
}
