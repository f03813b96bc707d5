/**
 * The version of jp-eCSCLINS that every top-level `meta.profile` names. Without a suffix the service validates against
 * whatever is newest on the day it receives the data, so the version is always sent (bundle-types §2).
 */
export const CLINS_PROFILE_VERSION = '1.10.0';

const CORE = 'http://jpfhir.jp/fhir/core/StructureDefinition';
const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';
const CLINS = 'http://jpfhir.jp/fhir/clins/StructureDefinition';

/** Canonical URLs without version. */
export const PROFILES = {
  bundle: `${CLINS}/JP_Bundle_CLINS`,
  patient: `${ECS}/JP_Patient_eCS`,
  condition: `${ECS}/JP_Condition_eCS`,
  allergyIntolerance: `${ECS}/JP_AllergyIntolerance_eCS`,
  encounter: `${CORE}/JP_Encounter`,
  encounterEcs: `${ECS}/JP_Encounter_eCS`,
  practitioner: `${CORE}/JP_Practitioner`,
  practitionerEcs: `${ECS}/JP_Practitioner_eCS`,
} as const;

/** A profile with the version suffix, as top-level resources claim it. */
export function versioned(profile: string): string {
  return `${profile}|${CLINS_PROFILE_VERSION}`;
}
