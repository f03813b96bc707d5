import { Prisma, type UnitOfWork } from '@shirube/db';
import { todayInTokyo, toSearchKey } from '@shirube/terminology';
import { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { type DrugChoice, drugChoiceSchema, drugChoices } from './drug-rows.ts';
import { formularyIndex } from './formulary-index.ts';
import { bestRows, holdsAll, inForce, type SearchWord, searchWords } from './search-key-query.ts';

export const drugChoicesSchema = z.array(drugChoiceSchema);

export const drugSearchInput = z.object({
  /** kana, name, generic name, ローマ字 or a code */
  text: z.string().trim().max(60).default(''),
  /** 薬効分類 as the master names it, to list when no text is given */
  therapeuticClass: z.string().max(100).nullable().default(null),
  limit: z.number().int().min(1).max(50).default(20),
});

/** YJ (12), 一般名コード (12), receipt code (9) or HOT (7, 9 or 13): letters and digits, most of them digits. */
const looksLikeCode = (text: string): boolean =>
  /^[0-9A-Z]{7,13}$/i.test(text) && text.replace(/\D/g, '').length >= 6;

/**
 * Drugs in force by code, kana, name, ingredient or generic name, each with how it is usually taken. What the acting doctor has prescribed comes
 * first, the latest before the others, then the favourites of doctor and clinic, then what matches best.
 */
export async function searchDrugs(
  uow: UnitOfWork,
  input: z.input<typeof drugSearchInput>,
): Promise<DrugChoice[]> {
  const limit = input.limit ?? 20;
  const [first, ...others] = searchWords(input.text ?? '');
  if (first === undefined)
    return input.therapeuticClass ? drugsOfClass(uow, input.therapeuticClass, limit) : [];
  if (others.length === 0 && looksLikeCode(first.typed)) {
    const byCode = await drugChoices(uow, rowsByCode(first.typed.toUpperCase(), limit));
    if (byCode.length > 0) return byCode.slice(0, limit);
  }
  return drugChoices(uow, bestOfMineAndAll(uow, [first, ...others], limit));
}

function rowsByCode(code: string, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT yj_code AS code, 0 AS place FROM master.drug
     WHERE strpos(yj_code::text, ${code}) = 1 OR receipt_code = ${code} OR generic_code = ${code}
        OR strpos(hot9, ${code.slice(0, 9)}) = 1
     ORDER BY is_common DESC, yj_code LIMIT ${limit}`;
}

/** Codes of what the acting doctor has prescribed and of the favourites, with the place before all others. */
const mine = (staffId: string | null): Prisma.Sql => Prisma.sql`
  SELECT yj_code AS code, min(place) AS place FROM (
    SELECT yj_code, -2e6 + row_number() OVER (ORDER BY last_used_at DESC) AS place
      FROM drug_use WHERE staff_id = ${staffId}::uuid
    UNION ALL
    SELECT yj_code, CASE WHEN staff_id IS NULL THEN -5e5 ELSE -1e6 END + position
      FROM drug_favourite WHERE staff_id = ${staffId}::uuid OR staff_id IS NULL) known
   GROUP BY yj_code`;

function bestOfMineAndAll(
  uow: UnitOfWork,
  words: readonly [SearchWord, ...SearchWord[]],
  limit: number,
): Prisma.Sql {
  const today = todayInTokyo(uow.now);
  return Prisma.sql`
    SELECT code, min(place) AS place FROM (
      SELECT mine.code, mine.place FROM (${mine(uow.actor.staffId)}) mine
        JOIN master.drug d ON d.yj_code = mine.code
       WHERE ${inForce(today)} AND ${holdsAll(words)}
      UNION ALL
      SELECT code, rank AS place FROM (${bestRows('drug', words, limit, today)}) best) every
     GROUP BY code ORDER BY min(place) LIMIT ${limit}`;
}

function drugsOfClass(uow: UnitOfWork, therapeuticClass: string, limit: number): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`
      SELECT d.yj_code AS code, coalesce(mine.place, 0) AS place
        FROM master.drug d LEFT JOIN (${mine(uow.actor.staffId)}) mine ON mine.code = d.yj_code
       WHERE d.therapeutic_class = ${therapeuticClass} AND ${inForce(todayInTokyo(uow.now))}
       ORDER BY coalesce(mine.place, 0), d.is_common DESC, d.kana, d.yj_code LIMIT ${limit}`,
  );
}

/** The drug under a YJ code. @throws DomainError not_found when it is unknown or no longer in force */
export async function drugByYj(uow: UnitOfWork, input: { yjCode: string }): Promise<DrugChoice> {
  const [drug] = await drugsByYj(uow, [input.yjCode]);
  if (!drug) throw notFound('薬');
  return drug;
}

/** The drugs under some YJ codes; what is unknown or no longer in force is missing. */
export function drugsByYj(uow: UnitOfWork, yjCodes: readonly string[]): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`SELECT yj_code AS code, 0 AS place FROM master.drug WHERE yj_code::text = ANY(${[...yjCodes]}::text[])`,
  );
}

/** よく使う薬 in force: those of the acting doctor in their order, then the clinic's that are not among them. */
export function listFavouriteDrugs(uow: UnitOfWork): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`
      SELECT yj_code AS code, min(CASE WHEN staff_id IS NULL THEN 1000 ELSE 0 END + position) AS place
        FROM drug_favourite WHERE staff_id = ${uow.actor.staffId}::uuid OR staff_id IS NULL
       GROUP BY yj_code`,
  );
}

/** よく使う薬 of one list, in its order; what has ended is missing. @param staffId null: the clinic's */
export function listFavouriteDrugsOf(uow: UnitOfWork, staffId: string | null): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`
      SELECT yj_code AS code, position AS place FROM drug_favourite
       WHERE staff_id IS NOT DISTINCT FROM ${staffId}::uuid`,
  );
}

/** The drugs the acting doctor prescribed last, the latest first. */
export function listRecentDrugs(uow: UnitOfWork, limit: number): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`
      SELECT yj_code AS code, row_number() OVER (ORDER BY last_used_at DESC, use_count DESC, yj_code) AS place
        FROM drug_use WHERE staff_id = ${uow.actor.staffId}::uuid ORDER BY last_used_at DESC, use_count DESC, yj_code LIMIT ${limit}`,
  );
}

/** What the picker shows before anything is typed. */
export const drugShelfSchema = z.object({ recent: drugChoicesSchema, favourites: drugChoicesSchema });

const mostRecent = 12;

export async function drugShelf(uow: UnitOfWork): Promise<z.output<typeof drugShelfSchema>> {
  return { recent: await listRecentDrugs(uow, mostRecent), favourites: await listFavouriteDrugs(uow) };
}

export const drugBrowseInput = z.object({
  /** what has been put together so far, in kana */
  prefix: z.string().max(30).default(''),
});

export const drugBrowseSchema = z.object({
  /** the kana with which the names go on, each with the number of drugs behind it */
  next: z.array(z.object({ letter: z.string(), count: z.number().int() })),
  /** 薬効分類 with their number of drugs */
  classes: z.array(z.object({ name: z.string(), count: z.number().int() })),
});

/** What can be pressed next to find a drug without typing: the letters that names go on with after `prefix`, and the classes. */
export async function browseDrugs(
  uow: UnitOfWork,
  input: z.output<typeof drugBrowseInput>,
): Promise<z.output<typeof drugBrowseSchema>> {
  const { kanaKeys, classes } = await formularyIndex(uow);
  const key = toSearchKey(input.prefix);
  const counts = new Map<string, number>();
  for (const each of kanaKeys) {
    const letter = each.startsWith(key) ? each.at(key.length) : undefined;
    if (letter !== undefined) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return {
    next: Array.from(counts, ([letter, count]) => ({ letter, count })),
    classes: [...classes],
  };
}

/** What a replacement has in common with the drug it takes the place of, in the leading characters of the YJ code. */
const sameStrength = 9;
const sameIngredientAndRoute = 7;
const mostReplacements = 8;

/** Drugs in force of the same ingredient and route, those of the same form and strength first. */
export function drugsLike(uow: UnitOfWork, yjCode: string): Promise<DrugChoice[]> {
  return drugChoices(
    uow,
    Prisma.sql`
      SELECT yj_code AS code, CASE WHEN left(yj_code, ${sameStrength}) = ${yjCode.slice(0, sameStrength)} THEN 0 ELSE 1 END AS place
        FROM master.drug
       WHERE ingredient_code = ${yjCode.slice(0, sameIngredientAndRoute)} AND yj_code <> ${yjCode}
             AND ${inForce(todayInTokyo(uow.now))}
       ORDER BY place, is_common DESC, is_generic, yj_code LIMIT ${mostReplacements}`,
  );
}
