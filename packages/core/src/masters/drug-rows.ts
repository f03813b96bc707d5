import type { Prisma, UnitOfWork } from '@shirube/db';
import { type CalendarDate, DUMMY_USAGE_CODE, todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { drugHitSchema } from '../prescribing/schema.ts';
import { formClassOf } from './form-class.ts';
import { type FormularyIndex, formularyIndex } from './formulary-index.ts';
import { inForce } from './search-key-query.ts';

/** A drug to pick, with what tells it from others and why it stands where it stands. */
export const drugChoiceSchema = drugHitSchema.extend({
  therapeuticClass: z.string(),
  manufacturer: z.string().nullable(),
  /** the name without strength and form, which look-alikes are compared by */
  stem: z.string(),
  /** recent: the acting doctor has prescribed it; favourite: よく使う薬 of the doctor or of the clinic */
  group: z.enum(['recent', 'favourite', 'other']),
  isOwnFavourite: z.boolean(),
  isClinicFavourite: z.boolean(),
  /** where `usual` comes from */
  usualFrom: z.enum(['last_used', 'own_favourite', 'clinic_favourite', 'master']).nullable(),
  /** names in the formulary that are taken for this one and mean another substance */
  lookAlikes: z.array(
    z.object({ name: z.string(), ingredientName: z.string(), therapeuticClass: z.string() }),
  ),
});
export type DrugChoice = z.output<typeof drugChoiceSchema>;

interface DrugRow {
  yj_code: string;
  receipt_code: string;
  name: string;
  ingredient_name: string;
  strength: string;
  dosage_form: string;
  route_class: string;
  unit: string;
  unit_code: string | null;
  therapeutic_class: string;
  manufacturer: string | null;
  is_generic: boolean;
  is_common: boolean;
  controlled_kind: string | null;
  generic_code: string | null;
  generic_name: string | null;
  is_used: boolean;
  is_own: boolean;
  is_clinics: boolean;
  usual_from: number | null;
  dose: string | null;
  usage_code: string | null;
  usage_text: string | null;
  times_per_day: number | null;
  as_needed: boolean | null;
  quantity: number | null;
  form_class: string | null;
}

const usualSources = ['last_used', 'own_favourite', 'clinic_favourite', 'master'] as const;

function toChoice(row: DrugRow, index: FormularyIndex): DrugChoice {
  const usual =
    row.dose !== null && row.usage_code !== null && row.usage_text !== null && row.quantity !== null
      ? {
          dose: row.dose,
          usageCode: row.usage_code,
          usageText: row.usage_text,
          timesPerDay: row.times_per_day,
          quantity: row.quantity,
          formClass: row.form_class ?? formClassOf(row.route_class, row.as_needed ?? false),
        }
      : null;
  return {
    yjCode: row.yj_code,
    receiptCode: row.receipt_code,
    name: row.name,
    ingredientName: row.ingredient_name,
    strength: row.strength,
    dosageForm: row.dosage_form,
    routeClass: row.route_class,
    unit: row.unit,
    unitCode: row.unit_code,
    isGeneric: row.is_generic,
    isCommon: row.is_common,
    controlledKind: row.controlled_kind,
    generic: row.generic_code && row.generic_name ? { code: row.generic_code, name: row.generic_name } : null,
    usual,
    therapeuticClass: row.therapeutic_class,
    manufacturer: row.manufacturer,
    stem: index.stemOf(row.name),
    group: row.is_used ? 'recent' : row.is_own || row.is_clinics ? 'favourite' : 'other',
    isOwnFavourite: row.is_own,
    isClinicFavourite: row.is_clinics,
    usualFrom: usual === null ? null : (usualSources[row.usual_from ?? 3] ?? 'master'),
    lookAlikes: index.lookAlikes.of(row.name),
  };
}

/**
 * The drugs that a statement chose, in its order. Each comes with how it is usually taken: as the acting doctor last prescribed it, else as
 * their favourite says, else the clinic's, else the master. A way whose usage has ended, or has no code, is passed over.
 * @param chosen a SELECT of `code` and `place`; what is not in force is left out
 */
export async function drugChoices(uow: UnitOfWork, chosen: Prisma.Sql): Promise<DrugChoice[]> {
  const today: CalendarDate = todayInTokyo(uow.now);
  const staffId = uow.actor.staffId;
  const index = await formularyIndex(uow);
  const rows = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT d.yj_code::text, d.receipt_code::text, d.name, d.ingredient_name, d.strength, d.dosage_form, d.route_class, d.unit,
           d.unit_code, d.therapeutic_class, d.manufacturer, d.is_generic, d.is_common, d.controlled_kind, d.generic_code, d.generic_name,
           EXISTS (SELECT 1 FROM drug_use u WHERE u.staff_id = ${staffId}::uuid AND u.yj_code = d.yj_code) AS is_used,
           EXISTS (SELECT 1 FROM drug_favourite f WHERE f.staff_id = ${staffId}::uuid AND f.yj_code = d.yj_code) AS is_own,
           EXISTS (SELECT 1 FROM drug_favourite f WHERE f.staff_id IS NULL AND f.yj_code = d.yj_code) AS is_clinics,
           way.*
      FROM (${chosen}) chosen
      JOIN (SELECT * FROM master.drug WHERE ${inForce(today)}) d ON d.yj_code = chosen.code
      LEFT JOIN LATERAL (
        SELECT known.usual_from, trim_scale(known.dose)::text AS dose, known.usage_code::text, usage.text AS usage_text,
               usage.times_per_day, usage.as_needed, known.quantity, known.form_class
          FROM (SELECT 0 AS usual_from, u.dose, u.usage_code, u.quantity, u.form_class
                  FROM drug_use u WHERE u.staff_id = ${staffId}::uuid AND u.yj_code = d.yj_code
                UNION ALL
                SELECT CASE WHEN f.staff_id IS NULL THEN 2 ELSE 1 END, f.dose, f.usage_code, f.quantity, NULL
                  FROM drug_favourite f
                 WHERE (f.staff_id = ${staffId}::uuid OR f.staff_id IS NULL) AND f.yj_code = d.yj_code
                UNION ALL
                SELECT 3, m.dose, m.usage_code, m.quantity, NULL FROM master.drug_default m WHERE m.yj_code = d.yj_code) known
          JOIN (SELECT * FROM master.usage_code WHERE ${inForce(today)} AND code <> ${DUMMY_USAGE_CODE}) usage
            ON usage.code = known.usage_code
         ORDER BY known.usual_from LIMIT 1) way ON true
     ORDER BY chosen.place, d.is_common DESC, d.kana, d.yj_code`;
  return rows.map((row) => toChoice(row, index));
}
