import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv.ts';

export interface KnownDrug {
  yjCode: string;
  receiptCode: string;
  name: string;
  ingredientName: string;
}

export interface ContraindicatedPair {
  prefixesA: string[];
  prefixesB: string[];
  message: string;
  condition: string | null;
}

/** What the services know about drugs: codes of the receipt master, and pairs of 併用禁忌. */
export interface DrugKnowledge {
  readonly drugCount: number;
  readonly pairCount: number;
  byReceiptCode(receiptCode: string): KnownDrug | undefined;
  byYjCode(yjCode: string): KnownDrug | undefined;
  /** Some drug with this ingredient and route (7 characters), for its name. */
  byIngredient(ingredientCode: string): KnownDrug | undefined;
  /** Another drug of the same ingredient, strength and form (the first 9 characters of the YJ code); null when there is none. */
  otherBrandOf(drug: { ingredientPath: string; receiptCode: string | null }): KnownDrug | null;
  /** Every pair that forbids the two, in either order; the paths are YJ or 一般名 codes. */
  contraindications(pathA: string, pathB: string): ContraindicatedPair[];
}

/** Reads drugs.csv and interactions.csv. Throws when a file or a needed column is missing. */
export function loadDrugKnowledge(directory: string): DrugKnowledge {
  const drugs = readCsv(readFileSync(join(directory, 'drugs.csv'), 'utf8')).map((row) => ({
    yjCode: column(row, 'yj_code'),
    receiptCode: column(row, 'receipt_code'),
    name: column(row, 'name', 'name_ja'),
    ingredientName: column(row, 'ingredient_name', 'ingredient', 'ingredient_ja'),
  }));
  const pairs = readCsv(readFileSync(join(directory, 'interactions.csv'), 'utf8')).map((row) => ({
    prefixesA: column(row, 'prefixes_a', 'yj_prefixes_a').split(' '),
    prefixesB: column(row, 'prefixes_b', 'yj_prefixes_b').split(' '),
    message: column(row, 'message', 'message_ja'),
    condition: column(row, 'condition', 'condition_ja') || null,
  }));
  return drugKnowledge(drugs, pairs);
}

export function drugKnowledge(drugs: KnownDrug[], pairs: ContraindicatedPair[]): DrugKnowledge {
  const byReceipt = new Map(drugs.map((drug) => [drug.receiptCode, drug]));
  const byYj = new Map(drugs.map((drug) => [drug.yjCode, drug]));
  const byIngredient = new Map(drugs.map((drug) => [drug.yjCode.slice(0, 7), drug]));
  const begins = (path: string, prefixes: string[]): boolean =>
    prefixes.some((prefix) => path.startsWith(prefix));
  return {
    drugCount: drugs.length,
    pairCount: pairs.length,
    byReceiptCode: (code) => byReceipt.get(code),
    byYjCode: (code) => byYj.get(code),
    byIngredient: (code) => byIngredient.get(code),
    otherBrandOf: ({ ingredientPath, receiptCode }) =>
      drugs.find(
        (drug) => drug.receiptCode !== receiptCode && drug.yjCode.slice(0, 9) === ingredientPath.slice(0, 9),
      ) ?? null,
    contraindications: (a, b) =>
      pairs.filter(
        (pair) =>
          (begins(a, pair.prefixesA) && begins(b, pair.prefixesB)) ||
          (begins(b, pair.prefixesA) && begins(a, pair.prefixesB)),
      ),
  };
}

function column(row: Record<string, string>, ...names: string[]): string {
  for (const name of names) {
    const value = row[name];
    if (value !== undefined) return value;
  }
  throw new Error(`the table has no column ${names.join(' or ')}`);
}
