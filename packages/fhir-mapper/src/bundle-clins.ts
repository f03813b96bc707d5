import type { AllergyIntolerance, Bundle, Condition, Observation, Patient } from '@medplum/fhirtypes';
import type {
  AllergyRecord,
  FacilityRecord,
  Instant,
  LabReportRecord,
  PatientRecord,
} from '@shirube/core/records';
import { toAllergyIntolerance } from './allergy-intolerance.ts';
import { type ReportedCondition, toCondition } from './condition.ts';
import { bundleIdentifier, resourceUuid } from './identifiers.ts';
import { japaneseInstant } from './instants.ts';
import { toObservation } from './observation.ts';
import { toPatient } from './patient.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ReportKind } from './report-unit.ts';
import type { ResourceContext } from './resource-context.ts';
import type { ClinsVersion } from './specification.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';

/** One 報告単位: whose it is, and under which identifier and at what moment it is sent. */
export interface ReportUnit {
  facility: FacilityRecord;
  patient: PatientRecord;
  /** facility-local part of Bundle.identifier: see reportUnitLocalId */
  bundleLocalId: string;
  /** year (西暦) in which the unit was first registered; sending again under it replaces the set */
  issueYear: number;
  /** when the Bundle is made */
  timestamp: Instant;
  /** the edition by which it is written */
  version?: ClinsVersion | undefined;
}

/**
 * The complete set of a patient's diagnoses as JP_Bundle_CLINS (bundle-types §3). Choose the records with
 * selectForReport first; check the result with validateBundle before it is sent.
 * Diagnoses are ordered by onset and id, so the order in which they are passed does not matter.
 * @throws MapperError invalid_instant
 */
export function conditionsToBundle(
  input: ReportUnit & { conditions: readonly ReportedCondition[] },
): Bundle<Patient | Condition> {
  const records = input.conditions.toSorted(
    (a, b) => compare(a.onsetDate, b.onsetDate) || compare(a.conditionId, b.conditionId),
  );
  return clinsBundle(input, 'Condition', records, ({ conditionId }) => conditionId, toCondition);
}

/**
 * The complete set of a patient's allergies, 薬剤 and その他 together, as JP_Bundle_CLINS (bundle-types §3).
 * Otherwise as conditionsToBundle.
 * @throws MapperError invalid_instant
 */
export function allergiesToBundle(
  input: ReportUnit & { allergies: readonly AllergyRecord[] },
): Bundle<Patient | AllergyIntolerance> {
  const records = input.allergies.toSorted((a, b) => compare(a.allergyId, b.allergyId));
  return clinsBundle(
    input,
    'AllergyIntolerance',
    records,
    ({ allergyId }) => allergyId,
    toAllergyIntolerance,
  );
}

/**
 * One 検査結果報告 with every item of it, 検査 and 感染症 together, as JP_Bundle_CLINS tagged Observation (bundle-types §3). The report
 * is the unit: sending it again replaces it whole. Items are ordered by their id.
 * @throws MapperError invalid_instant
 */
export function observationsToBundle(
  input: ReportUnit & { report: LabReportRecord },
): Bundle<Patient | Observation> {
  const { report } = input;
  const records = report.results.toSorted((a, b) => compare(a.observationId, b.observationId));
  return clinsBundle(
    input,
    'Observation',
    records,
    ({ observationId }) => observationId,
    (result, context) => toObservation(report, result, context),
  );
}

function clinsBundle<R, T extends Condition | AllergyIntolerance | Observation>(
  unit: ReportUnit,
  kind: ReportKind,
  records: readonly R[],
  idOf: (record: R) => string,
  toResource: (record: R, context: ResourceContext) => T,
): Bundle<Patient | T> {
  const { institutionCode } = unit.facility;
  const timestamp = japaneseInstant(unit.timestamp);
  const identifier = bundleIdentifier(institutionCode, unit.issueYear, unit.bundleLocalId);
  const patientId = resourceUuid(identifier, 'Patient', unit.patient.patientNumber);
  const patientReference = `urn:uuid:${patientId}`;
  const { version } = unit;
  const patient = toPatient(unit.patient, {
    id: patientId,
    institutionCode,
    lastUpdated: timestamp,
    version,
  });
  return {
    resourceType: 'Bundle',
    id: resourceUuid(identifier, 'Bundle', kind),
    meta: {
      lastUpdated: timestamp,
      profile: [versioned(PROFILES.bundle, version)],
      tag: [{ system: SYSTEMS.bundleResourceType, code: kind }],
    },
    identifier: { system: IDENTIFIER_SYSTEMS.bundle, value: identifier },
    type: 'collection',
    timestamp,
    entry: [
      { fullUrl: patientReference, resource: patient },
      ...records.map((record) => {
        const id = resourceUuid(identifier, kind, idOf(record));
        const resource = toResource(record, { id, institutionCode, patientReference, version });
        return { fullUrl: `urn:uuid:${id}`, resource };
      }),
    ],
  };
}

/** Code-unit order, which unlike a locale's order is the same everywhere. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
