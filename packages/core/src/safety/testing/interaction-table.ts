import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InteractionPair } from '../types.ts';

const FILE = join(import.meta.dirname, '../../../../../prisma/seed/masters/interactions.csv');

/** The table of the demo clinics, or null where the seed data is not there. Columns are found by their names. */
export function seedInteractions(): InteractionPair[] | null {
  if (!existsSync(FILE)) return null;
  const [header, ...rows] = parseCsv(readFileSync(FILE, 'utf8'));
  const column = (...names: string[]) => header!.findIndex((name) => names.includes(name));
  const at = {
    id: column('id', 'pair_id'),
    ingredientA: column('ingredient_a'),
    prefixesA: column('prefixes_a', 'yj_prefixes_a'),
    ingredientB: column('ingredient_b'),
    prefixesB: column('prefixes_b', 'yj_prefixes_b'),
    message: column('message', 'message_ja'),
    basis: column('basis'),
    condition: column('condition', 'condition_ja'),
  };
  return rows.map((row) => ({
    id: row[at.id]!,
    ingredientA: row[at.ingredientA]!,
    prefixesA: row[at.prefixesA]!.split(' '),
    ingredientB: row[at.ingredientB]!,
    prefixesB: row[at.prefixesB]!.split(' '),
    severity: 'contraindicated',
    message: row[at.message]!,
    basis: row[at.basis]!,
    condition: row[at.condition] || null,
  }));
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
