import type { UnitOfWork } from '@shirube/db';
import { addDays, todayInTokyo } from '@shirube/terminology';
import { loadReportUnit } from '../delivery/report-unit.ts';
import { readLabReports } from '../lab/read-report.ts';
import { measureKinds, measureRules } from '../patients/facts/schema.ts';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { DocumentKind, MedicationOrderRecord } from '../records/documents.ts';
import type {
  AllergyRecord,
  ConditionRecord,
  FacilityRecord,
  IssueType,
  LabReportRecord,
  PatientRecord,
} from '../records/index.ts';
import { toCalendarDate, toInstant } from '../shared/rows.ts';
import { loadCheckupMaterials } from './checkup/materials.ts';
import type { CheckupView } from './checkup/schema.ts';

/** A confirmed note of a visit, in its newest version. */
export interface NoteOfVisit {
  encounterId: string;
  on: string;
  doctorName: string;
  subjective: string;
  objective: string;
  assessment: string;
  plan: string;
}

/** What the chart has for documents: everything that can be chosen, as the records it would be quoted by. */
export interface ChartForDocument {
  today: string;
  facility: FacilityRecord;
  patient: PatientRecord;
  conditions: ConditionRecord[];
  allergies: AllergyRecord[];
  labReports: LabReportRecord[];
  /** JLAC10 of the items that are infections: they stand in a section of their own */
  infectionItems: ReadonlySet<string>;
  medications: MedicationOrderRecord[];
  /** those of them that are being taken today, by their ids; where none is, the one that was written last */
  currentMedications: ReadonlySet<string>;
  notes: NoteOfVisit[];
  /** 身長 160 cm（2026-11-20）: the newest measure of each kind */
  measures: { label: string; value: string; unit: string; on: string }[];
  /** the lines of a check-up and what the last one said; null for every other document */
  checkup: CheckupView | null;
}

/** The infections among the items, as the lab master sorts them. */
const infectionCategory = '感染症検査';
/** Visits whose notes can be copied. */
const notesShown = 20;
/** A prescription that ended this long ago is still offered: the patient may be taking what is left of it. */
const recentlyEndedDays = 14;

/**
 * Reads what a document of this patient can quote, from the charts that were merged into this one too. Nothing is audited here: whoever
 * calls does. `documentId`: null while it is begun.
 */
export async function loadChartForDocument(
  uow: UnitOfWork,
  patientId: string,
  document: { kind: DocumentKind; documentId: string | null },
): Promise<ChartForDocument> {
  const today = todayInTokyo(uow.now);
  const unit = await loadReportUnit(uow, patientId);
  const charts = [patientId, ...(await formerCharts(uow, patientId))];
  const { medications, current } = await loadMedications(uow, charts, today);
  const infections = await uow.tables.labItem.findMany({
    where: { category: infectionCategory },
    select: { jlac10: true },
  });
  return {
    today,
    facility: unit.facility,
    patient: unit.patient,
    conditions: unit.conditions,
    allergies: unit.allergies.filter((each) => each.endDate === null || each.endDate > today),
    labReports: await readLabReports(uow, charts),
    infectionItems: new Set(infections.map((each) => each.jlac10)),
    medications,
    currentMedications: new Set(current),
    notes: await loadNotes(uow, charts),
    measures: await loadMeasures(uow, charts),
    checkup:
      document.kind === 'checkup'
        ? await loadCheckupMaterials(uow, { patientId, documentId: document.documentId })
        : null,
  };
}

async function loadMedications(
  uow: UnitOfWork,
  charts: string[],
  today: string,
): Promise<{ medications: MedicationOrderRecord[]; current: string[] }> {
  const rows = await uow.tables.prescription.findMany({
    where: {
      patientId: { in: charts },
      state: { status: { notIn: ['cancelled', 'superseded'] } },
      items: { some: { periodTo: { gte: new Date(`${addDays(today, -recentlyEndedDays)}T00:00:00Z`) } } },
    },
    include: { encounter: true, items: { select: { periodTo: true } } },
    orderBy: [{ issuedOn: 'desc' }, { versionNo: 'desc' }, { id: 'desc' }],
  });
  const taken = rows.filter(({ items }) => items.some(({ periodTo }) => toCalendarDate(periodTo) >= today));
  const medications = rows.map((row): MedicationOrderRecord => {
    const record = readPrescriptionRecord(row.record);
    return {
      prescriptionId: row.id,
      issueType: row.issueType as IssueType,
      authoredOn: toCalendarDate(row.issuedOn),
      startsOn: toCalendarDate(row.issuedOn),
      encounter: {
        id: row.encounterId,
        startedAt: toInstant(row.encounter.startedAt),
        departmentCode: row.encounter.departmentCode,
        departmentName: row.encounter.departmentName,
      },
      prescriber: record.prescriber,
      rps: record.rps,
    };
  });
  return { medications, current: (taken.length > 0 ? taken : rows.slice(0, 1)).map(({ id }) => id) };
}

async function loadMeasures(uow: UnitOfWork, charts: string[]): Promise<ChartForDocument['measures']> {
  const rows = await uow.tables.patientFact.findMany({
    where: { patientId: { in: charts }, kind: { in: [...measureKinds] } },
    orderBy: [{ onDate: 'desc' }, { recordedAt: 'desc' }],
  });
  return measureKinds.flatMap((kind) => {
    const row = rows.find((each) => each.kind === kind);
    if (!row?.value) return [];
    const { label, unit } = measureRules[kind];
    return [{ label, value: row.value.toString(), unit, on: toCalendarDate(row.onDate) }];
  });
}

async function loadNotes(uow: UnitOfWork, charts: string[]): Promise<NoteOfVisit[]> {
  const visits = await uow.tables.encounter.findMany({
    where: { patientId: { in: charts }, notes: { some: {} } },
    include: { notes: { orderBy: { versionNo: 'desc' }, take: 1 } },
    orderBy: { startedAt: 'desc' },
    take: notesShown,
  });
  const doctors = await uow.tables.staff.findMany({
    where: { id: { in: visits.map((each) => each.doctorId) } },
    select: { id: true, familyName: true, givenName: true },
  });
  return visits.flatMap((visit) =>
    visit.notes.map((note) => {
      const doctor = doctors.find((each) => each.id === visit.doctorId);
      return {
        encounterId: visit.id,
        on: toCalendarDate(visit.serviceDate),
        doctorName: doctor ? `${doctor.familyName} ${doctor.givenName}` : '',
        subjective: note.subjective,
        objective: note.objective,
        assessment: note.assessment,
        plan: note.plan,
      };
    }),
  );
}
