import { Prisma, type UnitOfWork } from '@shirube/db';
import { prefixRange, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { type DrugHit, drugHitSchema } from '../prescribing/schema.ts';
import { requireStaff } from '../shared/actor.ts';

export const masterSearchInput = z.object({
  text: z.string().trim().min(1).max(60),
  limit: z.number().int().min(1).max(50).default(20),
});
export const drugHitsSchema = z.array(drugHitSchema);

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
  is_generic: boolean;
  is_common: boolean;
  controlled_kind: string | null;
  generic_code: string | null;
  generic_name: string | null;
  dose: string | null;
  usage_code: string | null;
  usage_text: string | null;
  times_per_day: number | null;
  as_needed: boolean | null;
  quantity: number | null;
}

/** 剤形区分 from the route of the price list (内用, 外用, 注射) and whether the usage is 頓用. */
export function formClassOf(routeClass: string, asNeeded: boolean): string {
  if (routeClass.startsWith('外')) return '3';
  if (routeClass.startsWith('注')) return '5';
  return asNeeded ? '2' : '1';
}

function toHit(row: DrugRow): DrugHit {
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
    usual:
      row.dose !== null && row.usage_code !== null && row.usage_text !== null && row.quantity !== null
        ? {
            dose: row.dose,
            usageCode: row.usage_code,
            usageText: row.usage_text,
            timesPerDay: row.times_per_day,
            quantity: row.quantity,
            formClass: formClassOf(row.route_class, row.as_needed ?? false),
          }
        : null,
  };
}

const drugColumns = Prisma.sql`
  d.yj_code::text, d.receipt_code::text, d.name, d.ingredient_name, d.strength, d.dosage_form, d.route_class, d.unit,
  d.unit_code, d.is_generic, d.is_common, d.controlled_kind, d.generic_code, d.generic_name`;
const usualColumns = Prisma.sql`
  trim_scale(f.dose)::text AS dose, f.usage_code::text AS usage_code, u.text AS usage_text, u.times_per_day, u.as_needed, f.quantity`;

/** A LIKE pattern that means the text itself. */
const inside = (key: string): string => `%${key.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;

/** Drugs by kana, name, ingredient or generic name: beginnings first, then common ones, then the rest. */
export async function searchDrugs(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<DrugHit[]> {
  const key = toSearchKey(input.text);
  if (key === '') return [];
  const range = prefixRange(key);
  const rows = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT ${drugColumns}, ${usualColumns}
      FROM master.drug d
      LEFT JOIN master.drug_default f ON f.yj_code = d.yj_code
      LEFT JOIN master.usage_code u ON u.code = f.usage_code
     WHERE d.valid_to IS NULL AND d.search_key LIKE ${inside(key)}
     ORDER BY (d.search_key ~>=~ ${range.from} AND d.search_key ~<~ ${range.to}) DESC, d.is_common DESC, d.kana, d.yj_code
     LIMIT ${input.limit}`;
  return rows.map(toHit);
}

/** よく使う薬 of the acting doctor, with the dose and usage they are added with. */
export async function listFavouriteDrugs(uow: UnitOfWork): Promise<DrugHit[]> {
  const rows = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT ${drugColumns}, ${usualColumns}
      FROM drug_favourite f
      JOIN master.drug d ON d.yj_code = f.yj_code
      JOIN master.usage_code u ON u.code = f.usage_code
     WHERE f.staff_id = ${requireStaff(uow)}::uuid
     ORDER BY f.position`;
  return rows.map(toHit);
}
