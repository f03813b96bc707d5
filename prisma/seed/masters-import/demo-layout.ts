import { checkReferences, checkTable, type LocatedRow } from './check.ts';
import { readCsv, readText } from './csv.ts';
import { MasterImportError } from './errors.ts';
import type {
  AllergenRow,
  DiseaseRow,
  DrugRow,
  Edition,
  MasterEditions,
  MasterRows,
  MasterTableName,
  MasterTables,
} from './rows.ts';
import { drugSearchKey, namedSearchKey } from './search-keys.ts';
import { type ColumnType, columnsOf, MASTER_TABLE_NAMES } from './tables.ts';

/** The CSV file of each table in prisma/seed/masters. */
export const DEMO_FILES: Record<MasterTableName, string> = {
  usage_code: 'usage-codes.csv',
  prescription_code: 'prescription-codes.csv',
  drug: 'drugs.csv',
  drug_default: 'drug-defaults.csv',
  disease: 'diseases.csv',
  disease_modifier: 'disease-modifiers.csv',
  allergen: 'allergens.csv',
  interaction: 'interactions.csv',
  drug_rule: 'drug-rules.csv',
  lab_item: 'lab-items.csv',
  facility: 'facilities.csv',
  checkup_item: 'checkup-items.csv',
  checkup_choice: 'checkup-choices.csv',
};

/**
 * Reads our own layout: one file per table, columns named like those of the database, empty = null, flags 1 or empty, lists
 * separated by spaces; searchKey is computed.
 * @throws MasterImportError unreadable_file | invalid_rows | edition_missing
 */
export function readDemoMasters(directory: string): {
  tables: Required<MasterTables>;
  editions: Required<MasterEditions>;
} {
  const tables = Object.fromEntries(
    MASTER_TABLE_NAMES.map((name) => [name, readTable(directory, name)]),
  ) as unknown as Required<MasterTables>;
  checkReferences(tables);
  return { tables, editions: readEditions(directory) };
}

function readTable<Name extends MasterTableName>(directory: string, name: Name): MasterRows[Name][] {
  const columns = columnsOf(name).filter(([property]) => property !== 'searchKey');
  const lines = readCsv(directory, DEMO_FILES[name], {
    columns: columns.map(([, column]) => column),
    exact: true,
  });
  const located = lines.map((line): LocatedRow<MasterRows[Name]> => {
    const content = Object.fromEntries(
      columns.map(([property, column, rule]) => [property, cellValue(line.cell(column), rule.type)]),
    );
    return { row: withSearchKey(name, content), file: line.file, line: line.line };
  });
  return checkTable(name, located);
}

function cellValue(cell: string, type: ColumnType): unknown {
  if (type === 'boolean') return cell === '' ? false : cell === '1' ? true : cell;
  if (type === 'text[]') return cell.split(' ');
  if (type === 'jsonb') return jsonOrText(cell);
  if (cell === '') return null;
  return type === 'text' ? cell : Number(cell);
}

/** What is no JSON stays text, which checkTable then refuses. */
function jsonOrText(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** checkTable verifies right after this that the content has the shape of the row. */
function withSearchKey<Name extends MasterTableName>(
  name: Name,
  content: Record<string, unknown>,
): MasterRows[Name] {
  const searchKey =
    name === 'drug'
      ? drugSearchKey(content as unknown as DrugRow)
      : name === 'disease' || name === 'allergen'
        ? namedSearchKey(content as unknown as DiseaseRow | AllergenRow)
        : undefined;
  return (searchKey === undefined ? content : { ...content, searchKey }) as unknown as MasterRows[Name];
}

function readEditions(directory: string): Required<MasterEditions> {
  const entries: unknown = JSON.parse(readText(directory, 'editions.json'));
  const editions: MasterEditions = {};
  for (const entry of Array.isArray(entries) ? entries : []) {
    const { tableName, edition, source, validFrom } = entry as { tableName: MasterTableName } & Edition;
    editions[tableName] = { edition, source, validFrom };
  }
  for (const name of MASTER_TABLE_NAMES) {
    const { edition, source, validFrom } = editions[name] ?? {};
    if (!edition || !source || !validFrom) {
      throw new MasterImportError(
        'edition_missing',
        `editions.jsonに${name}の版・出典・適用日がありません。`,
      );
    }
  }
  return editions as Required<MasterEditions>;
}
