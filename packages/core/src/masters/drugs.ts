import { Prisma, type UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { type DrugHit, drugHitSchema } from '../prescribing/schema.ts';
import { requireStaff } from '../shared/actor.ts';
import { notFound } from '../shared/errors.ts';
import { formClassOf } from './form-class.ts';
import { bestRows, inForce, type masterSearchInput, searchWords } from './search-key-query.ts';

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
const usualTables = Prisma.sql`
  LEFT JOIN master.drug_default f ON f.yj_code = d.yj_code
  LEFT JOIN master.usage_code u ON u.code = f.usage_code AND u.valid_to IS NULL`;

/** Drugs in force by kana, name, ingredient or generic name, each with how an adult usually takes it. */
export async function searchDrugs(
  uow: UnitOfWork,
  input: z.output<typeof masterSearchInput>,
): Promise<DrugHit[]> {
  const [first, ...others] = searchWords(input.text);
  if (first === undefined) return [];
  const best = bestRows('drug', [first, ...others], input.limit, todayInTokyo(uow.now));
  const rows = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT ${drugColumns}, ${usualColumns}
      FROM (${best}) best JOIN master.drug d ON d.yj_code = best.code ${usualTables}
     ORDER BY best.rank, d.is_common DESC, d.kana, d.yj_code
     LIMIT ${input.limit}`;
  return rows.map(toHit);
}

/** The drug under a YJ code. @throws DomainError not_found when it is unknown or no longer in force */
export async function drugByYj(uow: UnitOfWork, input: { yjCode: string }): Promise<DrugHit> {
  const [row] = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT ${drugColumns}, ${usualColumns}
      FROM (SELECT * FROM master.drug
             WHERE yj_code = ${input.yjCode} AND ${inForce(todayInTokyo(uow.now))}) d ${usualTables}`;
  if (!row) throw notFound('薬');
  return toHit(row);
}

/** よく使う薬 of the acting doctor that are in force, with the dose and usage they are added with. */
export async function listFavouriteDrugs(uow: UnitOfWork): Promise<DrugHit[]> {
  const rows = await uow.tables.$queryRaw<DrugRow[]>`
    SELECT ${drugColumns}, ${usualColumns}
      FROM drug_favourite f
      JOIN (SELECT * FROM master.drug WHERE ${inForce(todayInTokyo(uow.now))}) d ON d.yj_code = f.yj_code
      JOIN master.usage_code u ON u.code = f.usage_code
     WHERE f.staff_id = ${requireStaff(uow)}::uuid
     ORDER BY f.position`;
  return rows.map(toHit);
}
