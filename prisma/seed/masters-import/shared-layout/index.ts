import { checkReferences, checkTable } from '../check.ts';
import { hasFile } from '../csv.ts';
import type { MasterTables } from '../rows.ts';
import { readAllergens, readDiseases, readModifiers } from './charting.ts';
import { readLabItems } from './lab-items.ts';
import { readDrugDefaults, readDrugs, readInteractions, readUsages } from './prescribing.ts';

/**
 * Reads whole tables in the preparation layout: UTF-8 CSV, one file per published master, columns named after the publishers'
 * fields (see prisma/seed/masters/README.md). A table whose file is absent is left out of the result; the defaults need the usages.
 * @throws MasterImportError unreadable_file | invalid_rows
 */
export function readSharedLayout(directory: string): MasterTables {
  const tables: MasterTables = {};
  if (hasFile(directory, 'usage-codes.csv')) {
    tables.usage_code = checkTable('usage_code', readUsages(directory));
    if (hasFile(directory, 'drug-defaults.csv')) {
      tables.drug_default = checkTable('drug_default', readDrugDefaults(directory, tables.usage_code));
    }
  }
  if (hasFile(directory, 'drugs.csv')) tables.drug = checkTable('drug', readDrugs(directory));
  if (hasFile(directory, 'diseases.csv')) tables.disease = checkTable('disease', readDiseases(directory));
  if (hasFile(directory, 'modifiers.csv')) {
    tables.disease_modifier = checkTable('disease_modifier', readModifiers(directory));
  }
  if (hasFile(directory, 'jfagy.csv')) tables.allergen = checkTable('allergen', readAllergens(directory));
  if (hasFile(directory, 'interactions.csv')) {
    tables.interaction = checkTable('interaction', readInteractions(directory));
  }
  if (hasFile(directory, 'lab-core43.csv')) tables.lab_item = checkTable('lab_item', readLabItems(directory));
  checkReferences(tables);
  return tables;
}
