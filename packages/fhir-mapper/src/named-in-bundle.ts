import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import { IDENTIFIER_SYSTEMS } from './systems.ts';

/**
 * How the service knows the person of a Bundle of ours: 被保険者個人識別子 (or 生活保護受給者識別子) with the birth date. null: it names no
 * insurance.
 */
export function insuredPersonOf(bundle: Bundle): { insuredId: string; birthDate: string } | null {
  const patient = (bundle.entry ?? [])
    .map((entry) => entry.resource)
    .find((resource): resource is Patient => resource?.resourceType === 'Patient');
  const named = (system: string) => patient?.identifier?.find((each) => each.system === system)?.value;
  const insuredId = named(IDENTIFIER_SYSTEMS.insuredPerson) ?? named(IDENTIFIER_SYSTEMS.publicAssistance);
  if (insuredId === undefined || patient?.birthDate === undefined) return null;
  return { insuredId, birthDate: patient.birthDate };
}

/** The record a resource of ours was made from: its resourceInstance-identifier. null: it carries none (Patient, Organization …). */
export function resourceInstanceOf(resource: Resource): string | null {
  const { identifier } = resource as { identifier?: { system?: string; value?: string }[] };
  if (!Array.isArray(identifier)) return null;
  return identifier.find((each) => each.system === IDENTIFIER_SYSTEMS.resourceInstance)?.value ?? null;
}
