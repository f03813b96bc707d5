import type { ReceivedInformation, ReceivedItem } from '@shirube/core/records';
import { isTooDeep, type JsonObject, stringOf, withoutDepths } from '../validation/json.ts';
import { readAllergy } from './allergy.ts';
import { readCondition } from './condition.ts';
import { readMedicationRequest } from './medication-request.ts';
import { readObservation } from './observation.ts';
import { readPatient, UNKNOWN_PERSON } from './people.ts';
import { openReading, type Reading, TOO_DEEP } from './reading.ts';

/** The items a resource holds; null for a kind of resource that is none of 6情報. */
export function readItems(resource: JsonObject, reading: Reading): ReceivedItem[] | null {
  switch (resource.resourceType) {
    case 'Condition':
      return [readCondition(resource, reading)];
    case 'AllergyIntolerance':
      return [readAllergy(resource, reading)];
    case 'Observation':
      return readObservation(resource, reading);
    case 'MedicationRequest':
      return [readMedicationRequest(resource, reading)];
    default:
      return null;
  }
}

/** Resources that others refer to; they are read where they are referred to. */
const SUPPORTING = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Encounter',
  'Specimen',
  'ServiceRequest',
  'Medication',
];

/**
 * A 6情報 Bundle of another facility: diagnoses, allergies, results and prescriptions with their source. Never throws; what cannot be
 * read stands in `unread` in words.
 */
export function readInformation(bundle: unknown): ReceivedInformation {
  const isCut = isTooDeep(bundle);
  const reading = openReading(isCut ? withoutDepths(bundle) : bundle);
  if (isCut) reading.unread.push(TOO_DEEP);
  const patients = reading.entries.filter(({ resource }) => resource.resourceType === 'Patient');
  const [patient] = patients;
  if (patients.length !== 1) {
    reading.unread.push(
      patient === undefined
        ? '誰の情報か（患者）が書かれていません。'
        : '患者が2人以上書かれています。最初の1人だけを表示しています。',
    );
  }
  const items = reading.entries.flatMap(({ resource }) => {
    const read = readItems(resource, reading);
    if (read !== null) return read;
    const type = stringOf(resource.resourceType);
    if (!SUPPORTING.includes(type))
      reading.unread.push(`読み取れない種類の情報があります（${type || '不明'}）。`);
    return [];
  });
  return {
    identifier: reading.identifier,
    person: patient === undefined ? UNKNOWN_PERSON : readPatient(patient.resource, reading),
    items,
    unread: reading.unread,
  };
}
