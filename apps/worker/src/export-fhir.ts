import {
  type ChartForClient,
  listChartIds,
  loadChart,
  readDocumentFiles,
} from '@shirube/core/client-reading';
import type { UnitOfWork } from '@shirube/db';
import { chartToResources, documentsInside, documentToBundle, MapperError } from '@shirube/fhir-mapper';

/** A file of an archive: one JSON object a line. */
export interface LineFile {
  path: string;
  /** what the manifest says of it, beside its numbers */
  about: Record<string, unknown>;
  /** read once */
  lines(): AsyncIterable<string>;
}

const types = [
  'Patient',
  'Condition',
  'AllergyIntolerance',
  'Observation',
  'MedicationRequest',
  'Encounter',
  'DocumentReference',
] as const;

/** Charts that are in memory at once. */
const batchOfCharts = 200;

/**
 * The clinic as FHIR, for moving house: NDJSON files of one type of resource each, as FHIR bulk data wants them. Restricted charts are in
 * it, because it is the clinic's whole record. What could not be written as FHIR is named in `unmapped` by its patient.
 */
export async function fhirFiles(uow: UnitOfWork, unmapped: string[]): Promise<LineFile[]> {
  const ids = await listChartIds(uow);
  const batches = Array.from({ length: Math.ceil(ids.length / batchOfCharts) }, (_, index) =>
    ids.slice(index * batchOfCharts, (index + 1) * batchOfCharts),
  );
  return batches.flatMap((batch, index) => filesOf(uow, batch, String(index + 1).padStart(4, '0'), unmapped));
}

/** The files of some charts. The charts are read when the first of the files is, and let go with the last. */
function filesOf(uow: UnitOfWork, batch: readonly string[], number: string, unmapped: string[]): LineFile[] {
  let loaded: Map<string, string[]> | null = null;
  const perType = types.map((type) => ({
    path: `fhir/${type}-${number}.ndjson`,
    about: { resourceType: type },
    async *lines() {
      loaded ??= await linesByType(uow, batch, unmapped);
      yield* loaded.get(type) ?? [];
      if (type === types.at(-1)) loaded = null;
    },
  }));
  const documents = {
    path: `fhir/Bundle-${number}.ndjson`,
    about: { resourceType: 'Bundle' },
    lines: () => bundlesOf(uow, batch, unmapped),
  };
  return [...perType, documents];
}

async function linesByType(
  uow: UnitOfWork,
  batch: readonly string[],
  unmapped: string[],
): Promise<Map<string, string[]>> {
  const lines = new Map<string, string[]>(types.map((type) => [type, []]));
  for (const patientId of batch) {
    const chart = await loadChart(uow, patientId, [
      'conditions',
      'allergies',
      'results',
      'prescriptions',
      'encounters',
      'documents',
    ]);
    if (!chart) continue;
    for (const resource of attempt(patientId, unmapped, () => chartToResources(chart)) ?? [])
      lines.get(resource.resourceType)?.push(JSON.stringify(resource));
  }
  return lines;
}

/** The documents with their files, one after the other: they can be large. */
async function* bundlesOf(
  uow: UnitOfWork,
  batch: readonly string[],
  unmapped: string[],
): AsyncGenerator<string> {
  for (const patientId of batch) {
    const chart: ChartForClient | null = await loadChart(uow, patientId, ['documents']);
    for (const { record, confirmedAt } of chart?.documents ?? []) {
      const files = await readDocumentFiles(uow, documentsInside(record));
      const bundle = attempt(patientId, unmapped, () => documentToBundle(record, confirmedAt, files));
      if (bundle) yield JSON.stringify(bundle);
    }
  }
}

/** One odd record does not keep a clinic from leaving: it is named, and stands in the tables of the same archive. */
function attempt<T>(patientId: string, unmapped: string[], map: () => T): T | null {
  try {
    return map();
  } catch (error) {
    if (!(error instanceof MapperError)) throw error;
    unmapped.push(patientId);
    return null;
  }
}
