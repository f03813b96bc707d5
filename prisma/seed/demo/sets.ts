import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type ClinicIds, insertRows } from './rows.ts';

interface DemoRp {
  usageCode: string;
  days: number;
  /** YJ code and amount a day */
  lines: readonly (readonly [yjCode: string, dose: string])[];
}

const afterEveryMeal = '1013044400000000';
const atBedtime = '1011100000000000';

/** Sets to try: one of the doctor, one of the clinic. */
const sets: readonly { name: string; isClinics: boolean; rps: readonly DemoRp[] }[] = [
  {
    name: 'せき・たん',
    isClinics: false,
    rps: [
      {
        usageCode: afterEveryMeal,
        days: 5,
        lines: [
          ['2233002F2022', '3'],
          ['2223001F2099', '3'],
        ],
      },
    ],
  },
  {
    name: '便秘',
    isClinics: true,
    rps: [
      { usageCode: afterEveryMeal, days: 14, lines: [['2344009F2031', '3']] },
      { usageCode: atBedtime, days: 14, lines: [['2354003F2367', '2']] },
    ],
  },
];

/** Sets of a demo clinic, with names and units as the masters have them. */
export async function insertSets(app: pg.Client, ids: ClinicIds): Promise<void> {
  const rps = sets.flatMap((set) => set.rps);
  const { rows: drugs } = await app.query(
    `SELECT yj_code::text AS "yjCode", receipt_code::text AS "receiptCode", normalize(name, NFKC) AS name,
            ingredient_name AS "ingredientName", unit, unit_code AS "unitCode"
       FROM master.drug WHERE yj_code = ANY($1)`,
    [rps.flatMap((rp) => rp.lines.map(([yjCode]) => yjCode))],
  );
  const { rows: usages } = await app.query(
    `SELECT code::text AS code, text, times_per_day AS "timesPerDay" FROM master.usage_code WHERE code = ANY($1)`,
    [rps.map((rp) => rp.usageCode)],
  );
  await insertRows(
    app,
    'order_set',
    sets.map((set, position) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      staff_id: set.isClinics ? null : ids.doctorId,
      name: set.name,
      kana: '',
      content: set.rps.map((rp) => ({
        clientId: randomUUID(),
        formClass: '1',
        quantity: rp.days,
        usage: usages.find((usage) => usage.code === rp.usageCode),
        medications: rp.lines.map(([yjCode, dose]) => ({
          clientId: randomUUID(),
          ...drugs.find((drug) => drug.yjCode === yjCode),
          dose,
        })),
      })),
      position,
      row_version: 1,
      updated_by_id: ids.doctorId,
      updated_at: new Date().toISOString(),
    })),
  );
}
