import { randomUUID } from 'node:crypto';
import { addDays, type CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import { type DemoLabReport, insertLabReports } from './lab-reports.ts';
import { type ClinicIds, insertRows } from './rows.ts';
import { testTaro } from './stories.ts';
import { addVisit, emptyRows, writeVisits } from './visits.ts';

/** テスト 太郎, with whom the tour begins: visits, laboratory results, allergies. */
export async function insertTestTaro(
  app: pg.Client,
  ids: ClinicIds,
  patientId: string,
  asOf: CalendarDate,
): Promise<void> {
  const rows = emptyRows();
  const reports: DemoLabReport[] = [];
  for (const [index, { daysAgo, story, labs }] of testTaro.entries()) {
    const date = addDays(asOf, -daysAgo);
    addVisit(rows, ids, patientId, date, story, { first: index === 0, withCondition: index === 0 });
    reports.push({
      patientId,
      encounterId: (rows.encounter.at(-1)?.id as string | undefined) ?? null,
      on: date,
      withInfections: index === 0,
      values: Object.fromEntries(
        Object.entries(labs).map(([name, value]) => [name === 'LDL' ? 'LDL-C' : name, value]),
      ),
    });
  }
  const [first] = rows.encounter;
  const { rows: nail } = await app.query(
    `SELECT management_no::text, name, icd10 FROM master.disease WHERE name = '爪白癬'`,
  );
  rows.condition.push({
    ...rows.condition[0],
    id: randomUUID(),
    condition_id: randomUUID(),
    encounter_id: first?.id,
    management_no: nail[0].management_no,
    display_name: nail[0].name,
    icd10: nail[0].icd10,
    is_main: false,
  });
  await writeVisits(app, rows);
  await insertLabReports(app, ids, reports);
  const author = {
    version_no: 1,
    kind: 'initial',
    patient_id: patientId,
    encounter_id: first?.id,
    department_code: '01',
    entered_by_id: ids.doctorId,
    confirmed_by_id: ids.doctorId,
    confirmed_at: first?.started_at,
  };
  const { rows: macrolide } = await app.query(
    `SELECT yj_code::text FROM master.drug WHERE ingredient_name LIKE 'クラリスロマイシン%' ORDER BY yj_code LIMIT 1`,
  );
  await insertRows(app, 'allergy_intolerance', [
    ...(macrolide[0]
      ? [
          {
            tenant_id: ids.tenantId,
            id: randomUUID(),
            allergy_id: randomUUID(),
            ...author,
            category: 'medication',
            code: `YCM${macrolide[0].yj_code}`,
            display_name: 'クラリスロマイシン',
            reaction: '発疹',
            criticality: 'high',
          },
        ]
      : []),
    {
      tenant_id: ids.tenantId,
      id: randomUUID(),
      allergy_id: randomUUID(),
      ...author,
      category: 'food',
      code: 'J9FA19140000',
      display_name: 'そば',
      reaction: 'じんましん',
      criticality: 'high',
    },
  ]);
}
