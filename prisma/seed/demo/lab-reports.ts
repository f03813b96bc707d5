import { randomUUID } from 'node:crypto';
import type { CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import { type ClinicIds, insertRows } from './rows.ts';

/** What each specimen of the demo's laboratory is called, by the category of the item. */
const specimenOf = (category: string): string => {
  if (category === '尿検査') return '尿';
  return category === '血液学的検査' ? '全血' : '血清';
};

/** 感染症 before an operation, as a clinic asks for them: all negative. JP_PosNegHold_CS 2 陰性. */
const infections = ['STS-QLRESULT', 'TP-RESULT', 'HBs-AG-RESULT', 'HCV-AB-RESULT'];

export interface DemoLabReport {
  patientId: string;
  encounterId: string | null;
  on: CalendarDate;
  withInfections: boolean;
  /** by abbreviation of the item: the number as it is written, and how it lies to the reference */
  values: Record<string, [string, 'H' | 'L' | 'N']>;
}

/** 検査結果報告 with their results, as a laboratory sends them: its own codes (LB and a number) beside the standard ones. */
export async function insertLabReports(
  app: pg.Client,
  ids: ClinicIds,
  reports: readonly DemoLabReport[],
): Promise<void> {
  const { rows: items } = await app.query(
    `SELECT jlac10::text, name, abbreviation, category, unit, ref_low_male, ref_high_male, sort_no FROM master.lab_item`,
  );
  const itemOf = (abbreviation: string) => items.find((item) => item.abbreviation === abbreviation);
  const written: Record<string, unknown>[] = [];
  const results: Record<string, unknown>[] = [];
  for (const [index, report] of reports.entries()) {
    const reportId = randomUUID();
    const reportedAt = `${report.on}T18:00:00+09:00`;
    written.push({
      tenant_id: ids.tenantId,
      id: reportId,
      patient_id: report.patientId,
      encounter_id: report.encounterId,
      doctor_id: ids.doctorId,
      order_number: `L${report.on.replaceAll('-', '')}-${String(index + 1).padStart(3, '0')}`,
      collected_on: report.on,
      collected_at: `${report.on}T09:40:00+09:00`,
      department_code: '01',
      reported_at: reportedAt,
    });
    const resultOf = (item: (typeof items)[number]) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      patient_id: report.patientId,
      encounter_id: report.encounterId,
      report_id: reportId,
      jlac10: item.jlac10,
      name: item.name,
      local_code: `LB${String(item.sort_no).padStart(4, '0')}`,
      specimen: specimenOf(item.category),
      status: 'final',
      effective_on: report.on,
      reported_at: reportedAt,
      unit: item.unit,
      ref_low: item.ref_low_male,
      ref_high: item.ref_high_male,
      value_number: null as string | null,
      value_text: null as string | null,
      value_code: null as string | null,
      interpretation: null as string | null,
      long_term: false,
    });
    for (const [abbreviation, [value, interpretation]] of Object.entries(report.values)) {
      const item = itemOf(abbreviation);
      if (item) results.push({ ...resultOf(item), value_number: value, value_text: value, interpretation });
    }
    if (!report.withInfections) continue;
    for (const abbreviation of infections) {
      const item = itemOf(abbreviation);
      if (item) results.push({ ...resultOf(item), unit: null, value_text: '陰性', value_code: 'posneg:2' });
    }
  }
  await insertRows(app, 'lab_report', written);
  await insertRows(app, 'observation', results);
}
