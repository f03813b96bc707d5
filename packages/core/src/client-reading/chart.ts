import type { UnitOfWork } from '@shirube/db';
import { loadReportUnit } from '../delivery/report-unit.ts';
import { formerCharts, mergedInto } from '../patients/merge/former-charts.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { DocumentRecord, MedicationOrderRecord } from '../records/documents.ts';
import type {
  AllergyRecord,
  CalendarDate,
  ConditionRecord,
  EncounterRecord,
  FacilityRecord,
  Instant,
  IssueType,
  LabReportRecord,
  PatientRecord,
} from '../records/index.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { reportsOf } from './results.ts';

/** The parts of a chart that can be asked for apart. */
export const chartParts = [
  'conditions',
  'allergies',
  'results',
  'prescriptions',
  'encounters',
  'documents',
] as const;
export type ChartPart = (typeof chartParts)[number];

/** What another system of the clinic reads of one chart: the records themselves, as they are in force now. */
export interface ChartForClient {
  patientId: string;
  /** when the patient's own data, or the insurance, were last changed */
  patientChangedAt: Instant;
  facility: FacilityRecord;
  patient: PatientRecord;
  conditions: ConditionRecord[];
  allergies: AllergyRecord[];
  reports: LabReportRecord[];
  prescriptions: (MedicationOrderRecord & { confirmedAt: Instant })[];
  encounters: (EncounterRecord & { endedAt: Instant | null })[];
  /** the newest version of each document */
  documents: {
    documentId: string;
    title: string;
    issuedOn: CalendarDate;
    confirmedAt: Instant;
    record: DocumentRecord;
  }[];
}

/**
 * Reads the asked-for parts of a chart for a program of the clinic. A chart that only named people may open stays closed to programs,
 * because no person stands behind a program's call (an address that must not be known, 支援措置, is a restriction too); then null, as for a patient that is not there. Access and refusal are audited.
 */
export async function readChartForClient(
  uow: UnitOfWork,
  patientId: string,
  parts: readonly ChartPart[],
): Promise<ChartForClient | null> {
  // a restriction is of the person: of whichever chart it was decided
  const remaining = (await mergedInto(uow, patientId)) ?? patientId;
  const charts = [remaining, ...(await formerCharts(uow, remaining))];
  const restriction = await uow.tables.patientRestriction.findFirst({
    where: { patientId: { in: charts }, lift: null },
    select: { id: true },
  });
  if (restriction) {
    uow.audit({ action: 'chart.read_by_client', patientId, outcome: 'refused', reason: 'restricted' });
    return null;
  }
  const chart = await loadChart(uow, patientId, parts);
  if (!chart) return null;
  uow.audit({ action: 'chart.read_by_client', patientId, detail: { parts: [...parts] } });
  return chart;
}

/** The asked-for parts of a chart, with those of the charts that were merged into it. Null: there is no such patient. */
export async function loadChart(
  uow: UnitOfWork,
  patientId: string,
  parts: readonly ChartPart[],
): Promise<ChartForClient | null> {
  const row = await uow.tables.patient.findFirst({
    where: { id: patientId },
    select: {
      updatedAt: true,
      // the insured person is one of the patient's identifiers
      coverages: { select: { createdAt: true }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  });
  if (!row) return null;
  const charts = [patientId, ...(await formerCharts(uow, patientId))];
  const asks = (part: ChartPart): boolean => parts.includes(part);
  const unit = await loadReportUnit(uow, patientId);
  return {
    patientId,
    patientChangedAt: toInstant(newest([row.updatedAt, ...row.coverages.map(({ createdAt }) => createdAt)])),
    facility: unit.facility,
    patient: unit.patient,
    conditions: asks('conditions') ? unit.conditions : [],
    allergies: asks('allergies') ? unit.allergies : [],
    reports: asks('results') ? await reportsOf(uow, charts) : [],
    prescriptions: asks('prescriptions') ? await prescriptionsOf(uow, charts) : [],
    encounters: asks('encounters') ? await encountersOf(uow, charts) : [],
    documents: asks('documents') ? await documentsOf(uow, charts) : [],
  };
}

const newest = (moments: readonly Date[]): Date => new Date(Math.max(...moments.map(Number)));

/** Every prescription in force, however old; withdrawn and superseded ones are none. */
async function prescriptionsOf(uow: UnitOfWork, charts: string[]): Promise<ChartForClient['prescriptions']> {
  const rows = await uow.tables.prescription.findMany({
    where: { patientId: { in: charts }, state: { status: { notIn: ['cancelled', 'superseded'] } } },
    include: { encounter: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => {
    const { prescriber, rps } = readPrescriptionRecord(row.record);
    return {
      prescriptionId: row.id,
      issueType: row.issueType as IssueType,
      authoredOn: toCalendarDate(row.issuedOn),
      startsOn: toCalendarDate(row.issuedOn),
      encounter: encounterRecord(row.encounter),
      prescriber,
      rps,
      confirmedAt: toInstant(row.confirmedAt),
    };
  });
}

type EncounterRow = Awaited<ReturnType<UnitOfWork['tables']['encounter']['findMany']>>[number];

function encounterRecord(row: EncounterRow): EncounterRecord {
  return {
    id: row.id,
    startedAt: toInstant(row.startedAt),
    departmentCode: row.departmentCode,
    departmentName: row.departmentName,
  };
}

async function encountersOf(uow: UnitOfWork, charts: string[]): Promise<ChartForClient['encounters']> {
  const rows = await uow.tables.encounter.findMany({
    where: { patientId: { in: charts } },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...encounterRecord(row), endedAt: nullable(row.endedAt, toInstant) }));
}

async function documentsOf(uow: UnitOfWork, charts: string[]): Promise<ChartForClient['documents']> {
  const rows = await uow.tables.clinicalDocument.findMany({
    where: { patientId: { in: charts } },
    orderBy: [{ documentId: 'asc' }, { versionNo: 'desc' }],
    distinct: ['documentId'],
  });
  return rows
    .filter(({ enteredInError }) => !enteredInError)
    .map((row) => ({
      documentId: row.documentId,
      title: row.title,
      issuedOn: toCalendarDate(row.issuedOn),
      confirmedAt: toInstant(row.confirmedAt),
      record: row.record as unknown as DocumentRecord,
    }));
}

/** The files of a document, by the ids its record names. */
export async function readDocumentFiles(
  uow: UnitOfWork,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = await uow.tables.documentAttachment.findMany({
    where: { documentId: { in: [...documentIds] } },
    select: { id: true, content: true },
    orderBy: { id: 'asc' },
  });
  return new Map(files.map(({ id, content }) => [id, content]));
}
