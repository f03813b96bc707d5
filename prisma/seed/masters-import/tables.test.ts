import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ColumnType, columnsOf, MASTER_TABLE_NAMES, MASTER_TABLES } from './tables.ts';

const schema = readFileSync(join(import.meta.dirname, '../../schema/master.prisma'), 'utf8');
const EDITION_COLUMNS = ['edition', 'validFrom', 'validTo'];
const TYPES: Record<string, ColumnType> = {
  String: 'text',
  Int: 'integer',
  Boolean: 'boolean',
  Decimal: 'numeric',
  Json: 'jsonb',
};

/** Scalar fields of the model that is mapped to a table: "property column type nullable". */
function modelFields(table: string): string[] {
  const model = schema.split(/^model /m).find((text) => text.includes(`@@map("${table}")`)) ?? '';
  const fields = [...model.matchAll(/^ {2}(\w+) (String|Int|Boolean|Decimal|Json)(\[\])?(\?)?(.*)$/gm)];
  return fields
    .filter(([, property = '']) => !EDITION_COLUMNS.includes(property))
    .map(([, property = '', type = '', list, optional, rest = '']) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? property;
      return [property, column, list ? 'text[]' : TYPES[type], optional !== undefined].join(' ');
    });
}

it.each(MASTER_TABLE_NAMES)('%s has the columns of its Prisma model', (name) => {
  const ours = columnsOf(name).map(([property, column, { type, nullable }]) =>
    [property, column, type, nullable].join(' '),
  );
  expect(ours.sort()).toEqual(modelFields(name).sort());
  expect(ours.length).toBeGreaterThan(3);
});

it.each(MASTER_TABLE_NAMES)('%s has validity columns exactly when its model has', (name) => {
  const model = schema.split(/^model /m).find((text) => text.includes(`@@map("${name}")`)) ?? '';
  expect(MASTER_TABLES[name].hasValidity).toBe(model.includes('validTo'));
});

it('loads what is referred to before what refers to it', () => {
  const at = (name: (typeof MASTER_TABLE_NAMES)[number]) => MASTER_TABLE_NAMES.indexOf(name);
  expect(at('drug')).toBeLessThan(at('drug_default'));
  expect(at('usage_code')).toBeLessThan(at('drug_default'));
});
