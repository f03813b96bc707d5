import type { Address, Identifier, Patient } from '@medplum/fhirtypes';
import type { PatientRecord } from '@shirube/core/records';
import { institutionNumberExtension } from './extensions.ts';
import { insuredPersonIdentifier, localPatientSystem, publicAssistanceIdentifier } from './identifiers.ts';
import { humanNames } from './names.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ClinsVersion } from './specification.ts';
import { IDENTIFIER_SYSTEMS } from './systems.ts';
import { present, presentList, textOf } from './text.ts';

/**
 * JP_Patient_eCS (patient-org-practitioner §3). Only what the profile asks for is sent: no telephone number.
 * `lastUpdated` is the moment the Bundle is made, as the resource is made anew for every Bundle.
 */
export function toPatient(
  patient: PatientRecord,
  context: { id: string; institutionCode: string; lastUpdated: string; version?: ClinsVersion | undefined },
): Patient {
  return present({
    resourceType: 'Patient' as const,
    id: context.id,
    meta: { lastUpdated: context.lastUpdated, profile: [versioned(PROFILES.patient, context.version)] },
    extension: [institutionNumberExtension(context.institutionCode)],
    identifier: presentList([localIdentifier(patient, context.institutionCode), payerIdentifier(patient)]),
    name: presentList(humanNames(patient)),
    gender: patient.sex,
    birthDate: textOf(patient.birthDate),
    address: presentList([address(patient)]),
  });
}

function localIdentifier(patient: PatientRecord, institutionCode: string): Identifier | undefined {
  const value = textOf(patient.patientNumber);
  return value === undefined ? undefined : { system: localPatientSystem(institutionCode), value };
}

/**
 * 被保険者個人識別子, or 生活保護受給者識別子 for patients on 生活保護 alone. The latter exists from 1.11.0 on: under an
 * older profile version validation stops the Bundle with R1012.
 */
function payerIdentifier(patient: PatientRecord): Identifier | undefined {
  if (patient.coverage !== null) {
    return { system: IDENTIFIER_SYSTEMS.insuredPerson, value: insuredPersonIdentifier(patient.coverage) };
  }
  const assistance = publicAssistanceIdentifier(patient.publicSubsidies);
  return assistance === null ? undefined : { system: IDENTIFIER_SYSTEMS.publicAssistance, value: assistance };
}

function address(patient: PatientRecord): Address | undefined {
  const text = textOf(patient.address);
  if (text === undefined) return undefined;
  return present({ text, postalCode: textOf(patient.postalCode) });
}
