import { randomUUID } from 'node:crypto';
import { soapSha256 } from '@shirube/core/charting';
import { medicationPeriod, validUntil } from '@shirube/core/prescribing/rules';
import type { CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import { fillRecords } from './prescription-records.ts';
import { type ClinicIds, insertRows } from './rows.ts';
import type { Story } from './stories.ts';

export interface VisitRows {
  encounter: Record<string, unknown>[];
  clinical_note: Record<string, unknown>[];
  condition: Record<string, unknown>[];
  prescription: Record<string, unknown>[];
  prescription_item: Record<string, unknown>[];
  prescription_state: Record<string, unknown>[];
}

export const emptyRows = (): VisitRows => ({
  encounter: [],
  clinical_note: [],
  condition: [],
  prescription: [],
  prescription_item: [],
  prescription_state: [],
});

/** One finished visit as confirmed rows. The diagnosis is written once, at the visit where it began. */
export function addVisit(
  rows: VisitRows,
  ids: ClinicIds,
  patientId: string,
  date: CalendarDate,
  story: Story,
  options: { first: boolean; withCondition: boolean; isMain?: boolean },
): void {
  const encounterId = randomUUID();
  const at = `${date}T10:15:00+09:00`;
  const soap = {
    subjective: story.subjective,
    objective: story.objective,
    assessment: story.assessment,
    plan: story.plan,
  };
  const author = { entered_by_id: ids.doctorId, confirmed_by_id: ids.doctorId, confirmed_at: at };
  rows.encounter.push({
    tenant_id: ids.tenantId,
    id: encounterId,
    patient_id: patientId,
    doctor_id: ids.doctorId,
    department_code: '01',
    department_name: '内科',
    visit_type: options.first ? 'first' : 'return',
    service_date: date,
    started_at: at,
    ended_at: at,
    row_version: 1,
  });
  rows.clinical_note.push({
    tenant_id: ids.tenantId,
    id: randomUUID(),
    encounter_id: encounterId,
    patient_id: patientId,
    version_no: 1,
    kind: 'initial',
    ...soap,
    ...author,
    content_sha256: `\\x${Buffer.from(soapSha256(soap)).toString('hex')}`,
  });
  if (options.withCondition)
    rows.condition.push({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      condition_id: randomUUID(),
      version_no: 1,
      kind: 'initial',
      patient_id: patientId,
      encounter_id: encounterId,
      management_no: story.managementNo,
      modifier_codes: [],
      display_name: story.diseaseName,
      icd10: story.icd10,
      is_main: options.isMain ?? true,
      is_suspected: false,
      onset_date: date,
      outcome: 'active',
      department_code: '01',
      uninformed: false,
      undelivered: false,
      long_term: false,
      ...author,
    });
  if (!story.drug) return;
  const prescriptionId = randomUUID();
  const period = medicationPeriod('1', story.drug.days, date);
  rows.prescription.push({
    tenant_id: ids.tenantId,
    id: prescriptionId,
    encounter_id: encounterId,
    patient_id: patientId,
    version_no: 1,
    issue_type: 'electronic',
    issued_on: date,
    valid_until: validUntil(date),
    doctor_id: ids.doctorId,
    ...author,
  });
  rows.prescription_item.push({
    tenant_id: ids.tenantId,
    id: randomUUID(),
    prescription_id: prescriptionId,
    patient_id: patientId,
    rp_number: 1,
    item_number: 1,
    yj_code: story.drug.yjCode,
    name: '',
    dose: story.drug.dose,
    unit: '',
    usage_code: story.drug.usageCode,
    usage_text: '',
    form_class: '1',
    quantity: story.drug.days,
    period_from: period.from,
    period_to: period.to,
  });
  rows.prescription_state.push({
    tenant_id: ids.tenantId,
    prescription_id: prescriptionId,
    status: 'dispensed',
    row_version: 1,
    updated_at: at,
  });
}

export async function writeVisits(app: pg.Client, rows: VisitRows): Promise<void> {
  await fillRecords(app, rows);
  for (const [table, tableRows] of Object.entries(rows)) await insertRows(app, table, tableRows);
}
