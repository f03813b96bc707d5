import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { yjCheckDigit } from '@shirube/terminology';
import type { DrugRuleRow } from '../rules/drug-rules.ts';
import type { InteractionPair } from '../types.ts';

/** The tables of the demo clinics, read as plain files so that core does not depend on the seed. */
const DIRECTORY = join(import.meta.dirname, '../../../../../prisma/seed/masters');

/** The rows of a committed CSV as objects by column; null where the seed data is not there. */
function table(file: string): Record<string, string>[] | null {
  const path = join(DIRECTORY, file);
  if (!existsSync(path)) return null;
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8'));
  return rows.map((row) => Object.fromEntries(header!.map((name, at) => [name, row[at] ?? ''])));
}

/** The 併用禁忌 pairs. */
export function seedInteractions(): InteractionPair[] | null {
  return (
    table('interactions.csv')?.map((row) => ({
      id: row.id!,
      ingredientA: row.ingredient_a!,
      prefixesA: row.prefixes_a!.split(' '),
      ingredientB: row.ingredient_b!,
      prefixesB: row.prefixes_b!.split(' '),
      severity: 'contraindicated',
      message: row.message!,
      basis: row.basis!,
      condition: row.condition || null,
    })) ?? null
  );
}

/** Our own rules, as the database gives them. */
export function seedDrugRules(): DrugRuleRow[] | null {
  return (
    table('drug-rules.csv')?.map((row) => ({
      id: row.id!,
      kind: row.kind!,
      prefixes: row.prefixes!.split(' '),
      severity: row.severity!,
      parameters: JSON.parse(row.parameters!),
      message: row.message!,
      basis: row.basis!,
    })) ?? null
  );
}

export interface SeedDrug {
  yjCode: string;
  name: string;
  ingredientName: string;
  strength: string;
  unit: string;
  isGeneric: boolean;
}

/** The formulary. */
export function seedDrugs(): SeedDrug[] | null {
  return (
    table('drugs.csv')?.map((row) => ({
      yjCode: row.yj_code!,
      name: row.name!,
      ingredientName: row.ingredient_name!,
      strength: row.strength!,
      unit: row.unit!,
      isGeneric: row.is_generic === '1',
    })) ?? null
  );
}

/**
 * A brand and a generic product of the formulary whose codes begin with the prefix; where it has none, a code made of the prefix with its
 * check digit.
 */
export function productsOf(prefix: string, drugs: readonly SeedDrug[]): SeedDrug[] {
  const known = drugs.filter((drug) => drug.yjCode.startsWith(prefix));
  const brand = known.find((drug) => !drug.isGeneric);
  const generic = known.find((drug) => drug.isGeneric);
  const found = [brand, generic].filter((drug) => drug !== undefined);
  if (found.length > 0) return found;
  const body = `${prefix}F101`.slice(0, Math.max(prefix.length, 8)).padEnd(11, '1');
  const yjCode = `${body}${yjCheckDigit(body)}`;
  return [{ yjCode, name: `成分${prefix}`, ingredientName: '', strength: '', unit: '', isGeneric: false }];
}

/** Comma-separated, with optional quotes; a quote inside is doubled. */
function parseCsv(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
