import 'server-only';
import type { Bundle, DocumentReference, Resource } from '@medplum/fhirtypes';
import type { ApiScope } from '@shirube/core/api-clients';
import type { ChartForClient, ChartPart, OwnedKind } from '@shirube/core/client-reading';
import type { DocumentRecord } from '@shirube/core/records';
import {
  careSummaryToBundle,
  checkupToBundle,
  dischargeSummaryToBundle,
  documentIdentifier,
  medicationLines,
  referralToBundle,
  toAllergyIntolerance,
  toCondition,
  toEncounter,
  toMedicationRequest,
  toObservation,
  toPatient,
} from '@shirube/fhir-mapper';
import { versionOf } from './face.ts';

/** A type of resource that is read and searched: its scope, and the part of the chart it is made from. */
export interface ReadableType {
  type:
    | 'Condition'
    | 'AllergyIntolerance'
    | 'Observation'
    | 'MedicationRequest'
    | 'Encounter'
    | 'DocumentReference';
  /** what it is, for the guide */
  label: string;
  scope: ApiScope;
  part: ChartPart;
  owner: OwnedKind;
}

export const readableTypes: readonly ReadableType[] = [
  {
    type: 'Condition',
    label: '傷病名',
    scope: 'system/Condition.rs',
    part: 'conditions',
    owner: 'condition',
  },
  {
    type: 'AllergyIntolerance',
    label: 'アレルギー',
    scope: 'system/AllergyIntolerance.rs',
    part: 'allergies',
    owner: 'allergy',
  },
  {
    type: 'Observation',
    label: '検査結果',
    scope: 'system/Observation.rs',
    part: 'results',
    owner: 'observation',
  },
  {
    type: 'MedicationRequest',
    label: '処方の薬',
    scope: 'system/MedicationRequest.rs',
    part: 'prescriptions',
    owner: 'prescription',
  },
  {
    type: 'Encounter',
    label: '受診',
    scope: 'system/Encounter.rs',
    part: 'encounters',
    owner: 'encounter',
  },
  {
    type: 'DocumentReference',
    label: '文書の一覧',
    scope: 'system/DocumentReference.rs',
    part: 'documents',
    owner: 'document',
  },
];

/** The id of the record a resource is made from: a drug of a prescription is `<prescription>-<RP>-<place>`. */
export const recordIdOf = (id: string): string => id.slice(0, 36);

/**
 * A chart as FHIR: the same profiles that are sent to the sharing service, with our own ids. What is 未告知 or 未提供 is the clinic's
 * own and carries its tags.
 */
export function resourcesOf(chart: ChartForClient): Resource[] {
  const { facility, patientId } = chart;
  const { institutionCode } = facility;
  const patientReference = `Patient/${patientId}`;
  const context = (id: string) => ({ id, institutionCode, patientReference });
  const patient = toPatient(chart.patient, {
    id: patientId,
    institutionCode,
    lastUpdated: chart.patientChangedAt,
  });
  return [
    patient,
    ...chart.conditions.map((record) => toCondition(record, context(record.conditionId))),
    ...chart.allergies.map((record) => toAllergyIntolerance(record, context(record.allergyId))),
    ...chart.reports.flatMap((report) =>
      report.results.map((result) => toObservation(report, result, context(result.observationId))),
    ),
    ...chart.prescriptions.flatMap((order) =>
      medicationLines(order).map((line) => {
        const request = toMedicationRequest(order, line, context(line.lineId));
        return { ...request, meta: { ...request.meta, lastUpdated: order.confirmedAt } };
      }),
    ),
    ...chart.encounters.map((visit) => toEncounter(visit, context(visit.id))),
    ...chart.documents.map((document) => listed(document, patientReference)),
  ].map(withVersion);
}

/** An entry of the list of documents; the document itself is the Bundle it points to. */
function listed(
  { documentId, title, confirmedAt }: ChartForClient['documents'][number],
  patientReference: string,
): DocumentReference {
  return {
    resourceType: 'DocumentReference',
    id: documentId,
    meta: { lastUpdated: confirmedAt },
    status: 'current',
    type: { text: title },
    subject: { reference: patientReference },
    date: confirmedAt,
    content: [{ attachment: { contentType: 'application/fhir+json', url: `Bundle/${documentId}`, title } }],
  };
}

/** A document as it is sent, as of its newest version. */
export function documentBundle(
  { record, confirmedAt }: { record: DocumentRecord; confirmedAt: string },
  attachments: ReadonlyMap<string, Uint8Array>,
): Bundle {
  const input = { identifier: documentIdentifier(record), timestamp: confirmedAt, attachments };
  const bundle = bundleOf(record, input);
  return withVersion({ ...bundle, id: record.documentId });
}

function bundleOf(
  record: DocumentRecord,
  input: { identifier: string; timestamp: string; attachments: ReadonlyMap<string, Uint8Array> },
): Bundle {
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return referralToBundle({ ...input, record });
    case 'discharge_summary':
      return dischargeSummaryToBundle({ ...input, record });
    case 'care_summary':
      return careSummaryToBundle({ ...input, record });
    case 'checkup':
      return checkupToBundle({ ...input, record });
  }
}

function withVersion<T extends Resource>(resource: T): T {
  return { ...resource, meta: { ...resource.meta, versionId: versionOf(JSON.stringify(resource)) } };
}
