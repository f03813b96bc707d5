import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type ClinicIds, insertRows } from './rows.ts';

/** The doctor's buttons: everyday drugs and those of the tour. */
const favourites = [
  ['1124007F2026', '1', '1011100000000000', 7],
  ['6290004M1029', '2', '1011000300000000', 7],
  ['3229005F1080', '3', '1013044400000000', 7],
  ['2171022F2289', '1', '1011000400000000', 28],
  ['1149019F1560', '3', '1013044400000000', 5],
  ['1141007F3023', '3', '1013044400000000', 5],
] as const;

/** What the clinic offers everybody. */
const clinicFavourites = [
  ['2329030F1020', '1', '1011000400000000', 28],
  ['4490023F1024', '2', '1012040400000000', 28],
] as const;

export async function insertFavourites(app: pg.Client, ids: ClinicIds): Promise<void> {
  await insertRows(
    app,
    'drug_favourite',
    [
      ...favourites.map((each, position) => ({ each, position, staffId: ids.doctorId })),
      ...clinicFavourites.map((each, position) => ({ each, position, staffId: null })),
    ].map(({ each: [yjCode, dose, usageCode, quantity], position, staffId }) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      staff_id: staffId,
      yj_code: yjCode,
      dose,
      usage_code: usageCode,
      quantity,
      position,
    })),
  );
}
