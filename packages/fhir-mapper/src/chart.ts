import type { Bundle, DocumentReference, Resource } from '@medplum/fhirtypes';
import type {
  AllergyRecord,
  DocumentRecord,
  EncounterRecord,
  FacilityRecord,
  Instant,
  LabReportRecord,
  MedicationOrderRecord,
  PatientRecord,
} from '@shirube/core/records';
import { toAllergyIntolerance } from './allergy-intolerance.ts';
import { checkupToBundle } from './checkup/index.ts';
import { type ReportedCondition, toCondition } from './condition.ts';
import { careSummaryToBundle } from './documents/care-summary.ts';
import { dischargeSummaryToBundle } from './documents/discharge-summary.ts';
import { documentIdentifier } from './documents/document-bundle.ts';
import { referralToBundle } from './documents/referral.ts';
import { toEncounter } from './encounter.ts';
import { japaneseInstant } from './instants.ts';
import { medicationLines, toMedicationRequest } from './medication/medication-request.ts';
import { toObservation } from './observation.ts';
import { toPatient } from './patient.ts';

/** A chart, or the parts of it that are asked for, as records. */
export interface ChartRecords {
  /** our own id */
  patientId: string;
  patientChangedAt: Instant;
  facility: FacilityRecord;
  patient: PatientRecord;
  conditions: readonly ReportedCondition[];
  allergies: readonly AllergyRecord[];
  reports: readonly LabReportRecord[];
  prescriptions: readonly (MedicationOrderRecord & { confirmedAt: Instant })[];
  encounters: readonly (EncounterRecord & { endedAt: Instant | null })[];
  documents: readonly { documentId: string; title: string; confirmedAt: Instant }[];
}

/**
 * A chart as FHIR, for the clinic's own systems: the profiles that are sent to the sharing service, with our own ids and references by
 * type and id. What is 未告知 or 未提供 is the clinic's own and carries its tags. The patient comes first.
 * @throws MapperError invalid_instant
 */
export function chartToResources(chart: ChartRecords): Resource[] {
  const { facility, patientId } = chart;
  const { institutionCode } = facility;
  const patientReference = `Patient/${patientId}`;
  const context = (id: string) => ({ id, institutionCode, patientReference });
  const lastUpdated = japaneseInstant(chart.patientChangedAt);
  return [
    toPatient(chart.patient, { id: patientId, institutionCode, lastUpdated }),
    ...chart.conditions.map((record) => toCondition(record, context(record.conditionId))),
    ...chart.allergies.map((record) => toAllergyIntolerance(record, context(record.allergyId))),
    ...chart.reports.flatMap((report) =>
      report.results.map((result) => toObservation(report, result, context(result.observationId))),
    ),
    ...chart.prescriptions.flatMap((order) =>
      medicationLines(order).map((line) => {
        const request = toMedicationRequest(order, line, context(line.lineId));
        return { ...request, meta: { ...request.meta, lastUpdated: japaneseInstant(order.confirmedAt) } };
      }),
    ),
    ...chart.encounters.map((visit) => toEncounter(visit, context(visit.id))),
    ...chart.documents.map((document) => listed(document, patientReference)),
  ];
}

/** An entry of the list of documents; the document itself is the Bundle it points to. */
function listed(
  { documentId, title, confirmedAt }: ChartRecords['documents'][number],
  patientReference: string,
): DocumentReference {
  const date = japaneseInstant(confirmedAt);
  return {
    resourceType: 'DocumentReference',
    id: documentId,
    meta: { lastUpdated: date },
    status: 'current',
    type: { text: title },
    subject: { reference: patientReference },
    date,
    content: [{ attachment: { contentType: 'application/fhir+json', url: `Bundle/${documentId}`, title } }],
  };
}

/** A document of any kind as its Bundle, under the id of the document. `confirmedAt` is when its version was made. */
export function documentToBundle(
  record: DocumentRecord,
  confirmedAt: Instant,
  attachments: ReadonlyMap<string, Uint8Array>,
): Bundle {
  const head = { identifier: documentIdentifier(record), timestamp: confirmedAt, attachments };
  return { ...documentBundle(record, head), id: record.documentId };
}

function documentBundle(
  record: DocumentRecord,
  head: { identifier: string; timestamp: Instant; attachments: ReadonlyMap<string, Uint8Array> },
): Bundle {
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return referralToBundle({ ...head, record });
    case 'discharge_summary':
      return dischargeSummaryToBundle({ ...head, record });
    case 'care_summary':
      return careSummaryToBundle({ ...head, record });
    case 'checkup':
      return checkupToBundle({ ...head, record });
  }
}

/** The documents whose files a Bundle needs: its own, and those of what travels inside it. */
export function documentsInside(record: DocumentRecord): string[] {
  const enclosed =
    record.kind === 'referral' || record.kind === 'reply' ? record.enclosedDischargeSummary : null;
  return [record.documentId, ...(enclosed ? [enclosed.documentId] : [])];
}
