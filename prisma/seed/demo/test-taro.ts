import { randomUUID } from 'node:crypto';
import { addDays, type CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
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
  const observations: Record<string, unknown>[] = [];
  const items = await app.query(
    `SELECT jlac10::text, name, abbreviation, unit, ref_low_male, ref_high_male FROM master.lab_item
      WHERE abbreviation = ANY($1)`,
    [['K', 'Cre', 'AST', 'LDL-C']],
  );
  for (const [index, { daysAgo, story, labs }] of testTaro.entries()) {
    const date = addDays(asOf, -daysAgo);
    addVisit(rows, ids, patientId, date, story, { first: index === 0, withCondition: index === 0 });
    for (const [name, [value, interpretation]] of Object.entries(labs)) {
      const item = items.rows.find((row) => row.abbreviation === (name === 'LDL' ? 'LDL-C' : name));
      if (!item) continue;
      observations.push({
        tenant_id: ids.tenantId,
        id: randomUUID(),
        patient_id: patientId,
        jlac10: item.jlac10,
        name: item.name,
        value_number: value,
        unit: item.unit,
        ref_low: item.ref_low_male,
        ref_high: item.ref_high_male,
        interpretation,
        effective_on: date,
        reported_at: `${date}T18:00:00+09:00`,
      });
    }
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
  await insertRows(app, 'observation', observations);
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
