import type { UnitOfWork } from '@shirube/db';
import { loadReportUnit } from '../delivery/report-unit.ts';
import { attachmentContents, filesOf } from '../documents/attachments.ts';
import { readLabReport } from '../lab/read-report.ts';
import type {
  AllergyRecord,
  ConditionRecord,
  DocumentRecord,
  FacilityRecord,
  LabReportRecord,
  PatientRecord,
  SectionRecord,
} from '../records/index.ts';
import type { UnitKind } from './kinds.ts';

/** What a unit is made from, as the record stands now. */
export type UnitContent = { facility: FacilityRecord; patient: PatientRecord } & (
  | { kind: 'Condition'; conditions: ConditionRecord[] }
  | { kind: 'AllergyIntolerance'; allergies: AllergyRecord[] }
  | { kind: 'Observation'; report: LabReportRecord }
  | { kind: 'document'; record: DocumentRecord; attachments: ReadonlyMap<string, Uint8Array> }
);

/** An item of the record that stands in a unit: what an issue is shown beside. */
export interface UnitItem {
  entity: 'condition' | 'allergy' | 'observation' | 'document';
  id: string;
  label: string;
}

/** null: there is nothing (more) to register, and what was registered is to be cancelled. */
export async function loadUnitContent(
  uow: UnitOfWork,
  unit: { kind: string; sourceId: string; patientId: string },
): Promise<UnitContent | null> {
  const { facility, patient, conditions, allergies } = await loadReportUnit(uow, unit.patientId);
  const base = { facility, patient };
  switch (unit.kind as UnitKind) {
    case 'Condition':
      return { ...base, kind: 'Condition', conditions };
    case 'AllergyIntolerance':
      return { ...base, kind: 'AllergyIntolerance', allergies };
    case 'Observation': {
      const report = await readLabReport(uow, unit.sourceId);
      return report && { ...base, kind: 'Observation', report };
    }
    default:
      return documentContent(uow, unit.sourceId, base);
  }
}

/** The newest version of a document; one that should never have been is withdrawn. */
async function documentContent(
  uow: UnitOfWork,
  documentId: string,
  base: { facility: FacilityRecord; patient: PatientRecord },
): Promise<UnitContent | null> {
  const newest = await uow.tables.clinicalDocument.findFirst({
    where: { documentId },
    orderBy: { versionNo: 'desc' },
  });
  if (!newest || newest.enteredInError) return null;
  const record = newest.record as unknown as DocumentRecord;
  // those of what it encloses belong to another document
  return {
    ...base,
    kind: 'document',
    record,
    attachments: await attachmentContents(uow, filesOf(record)),
  };
}

/** The items of a unit with the words a doctor knows them by. */
export function itemsOf(content: UnitContent): UnitItem[] {
  switch (content.kind) {
    case 'Condition':
      return content.conditions.map(conditionItem);
    case 'AllergyIntolerance':
      return content.allergies.map(allergyItem);
    case 'Observation':
      return reportItems(content.report);
    case 'document':
      return documentItems(content.record);
  }
}

const conditionItem = ({ conditionId, displayName }: ConditionRecord): UnitItem => ({
  entity: 'condition',
  id: conditionId,
  label: displayName,
});
const allergyItem = ({ allergyId, displayName }: AllergyRecord): UnitItem => ({
  entity: 'allergy',
  id: allergyId,
  label: displayName,
});
const reportItems = (report: LabReportRecord): UnitItem[] =>
  report.results.map(({ observationId, name }) => ({
    entity: 'observation',
    id: observationId,
    label: name,
  }));

function documentItems(record: DocumentRecord): UnitItem[] {
  if (record.kind === 'care_summary') return record.conditions.map(conditionItem);
  if (record.kind === 'checkup')
    return record.results.map(({ itemCode, name }) => ({ entity: 'observation', id: itemCode, label: name }));
  return record.sections.flatMap(sectionItems);
}

const sectionItems = (section: SectionRecord): UnitItem[] =>
  section.entries.flatMap((entry): UnitItem[] => {
    if (entry.type === 'condition') return [conditionItem(entry.record)];
    if (entry.type === 'allergy') return [allergyItem(entry.record)];
    return entry.type === 'lab_report' ? reportItems(entry.record) : [];
  });
