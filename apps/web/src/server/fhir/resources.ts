import 'server-only';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { ApiScope } from '@shirube/core/api-clients';
import type { ChartForClient, ChartPart, OwnedKind } from '@shirube/core/client-reading';
import { chartToResources, documentToBundle } from '@shirube/fhir-mapper';
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

/** A chart as FHIR, each resource with its version. */
export const resourcesOf = (chart: ChartForClient): Resource[] => chartToResources(chart).map(withVersion);

/** A document as it is sent, as of its newest version. */
export const documentBundle = (
  { record, confirmedAt }: ChartForClient['documents'][number],
  attachments: ReadonlyMap<string, Uint8Array>,
): Bundle => withVersion(documentToBundle(record, confirmedAt, attachments));

function withVersion<T extends Resource>(resource: T): T {
  return { ...resource, meta: { ...resource.meta, versionId: versionOf(JSON.stringify(resource)) } };
}
