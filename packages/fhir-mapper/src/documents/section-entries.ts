import type { Reference } from '@medplum/fhirtypes';
import type { MedicationOrderRecord, SectionEntry } from '@shirube/core/records';
import { toAllergyIntolerance } from '../allergy-intolerance.ts';
import { toCondition } from '../condition.ts';
import { medicationLines, toMedicationRequest } from '../medication/medication-request.ts';
import { toObservation } from '../observation.ts';
import type { DocumentBuilder } from './document-bundle.ts';
import { addFamilyHistory, addImmunization, addProcedure } from './other-entries.ts';

/**
 * The resources of what a section holds beside its words. Diagnoses, allergies, results and prescriptions follow the eCS profiles with
 * institution, department, contained Encounter and Practitioner, because the service takes them out of the document. One entry of the
 * record may be several resources: a report its items, a prescription its drugs. `isAtDischarge`: what is prescribed is 退院処方.
 * @throws MapperError invalid_instant
 */
export function addEntry(entry: SectionEntry, document: DocumentBuilder, isAtDischarge = false): Reference[] {
  switch (entry.type) {
    case 'condition':
      return [
        document.add('Condition', entry.record.conditionId, (id) =>
          toCondition(entry.record, document.context(id)),
        ),
      ];
    case 'allergy':
      return [
        document.add('AllergyIntolerance', entry.record.allergyId, (id) =>
          toAllergyIntolerance(entry.record, document.context(id)),
        ),
      ];
    case 'lab_report':
      return entry.record.results.map((result) =>
        document.add('Observation', result.observationId, (id) =>
          toObservation(entry.record, result, document.context(id)),
        ),
      );
    case 'medication':
      return addMedications(entry.record, document, isAtDischarge);
    case 'procedure':
      return [addProcedure(entry, document)];
    case 'immunization':
      return [addImmunization(entry, document)];
    case 'family_history':
      return [addFamilyHistory(entry, document)];
  }
}

/** One MedicationRequest a drug. */
function addMedications(
  order: MedicationOrderRecord,
  document: DocumentBuilder,
  isAtDischarge: boolean,
): Reference[] {
  return medicationLines(order).map((line) =>
    document.add('MedicationRequest', `${line.lineId}${isAtDischarge ? '/discharge' : ''}`, (id) =>
      toMedicationRequest(order, line, { ...document.context(id), isAtDischarge }),
    ),
  );
}
