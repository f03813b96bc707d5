import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDemoMasters } from './demo-layout.ts';

const { checkup_item: items, checkup_choice: choices } = readDemoMasters(
  join(import.meta.dirname, '../masters'),
).tables;
const tables = new Set(choices.map(({ tableNo }) => tableNo));
const codesOf = (tableNo: string) =>
  new Set(choices.filter((choice) => choice.tableNo === tableNo).map(({ code }) => code));

describe('the check-up items', () => {
  it('are all 322 of the fourth term, 71 of them questions', () => {
    expect(items).toHaveLength(322);
    expect(items.filter(({ isQuestion }) => isQuestion)).toHaveLength(71);
  });

  it('have choices exactly where they are chosen; one has none that are published', () => {
    const isChosen = (type: string) => type === 'CD' || type === 'CO';
    const without = items.filter(({ valueType, choiceTable }) => isChosen(valueType) && choiceTable === null);
    expect(without.map(({ name }) => name)).toEqual(['血清クレアチニン(対象者)']);
    for (const { choiceTable, valueType, name } of items.filter((item) => item.choiceTable !== null)) {
      expect(tables, name).toContain(choiceTable);
      expect(isChosen(valueType), name).toBe(true);
    }
  });

  it('have degrees in every choice of an ordered item, and in none of another', () => {
    for (const { choiceTable, valueType } of items) {
      for (const { ordinal, tableNo } of choices.filter(({ tableNo }) => tableNo === choiceTable)) {
        expect(ordinal !== null, tableNo).toBe(valueType === 'CO');
      }
    }
  });

  it('name methods and 一連検査 that exist', () => {
    const methods = codesOf('1007');
    const groups = codesOf('observationGroup');
    for (const { methodCode, groupCode, name } of items) {
      if (methodCode !== null) expect(methods, name).toContain(methodCode);
      if (groupCode !== null) expect(groups, name).toContain(groupCode);
    }
  });

  it.each([
    ['9N001000000000001', 'PQ', 'cm', 'cm', null],
    ['9A751000000000001', 'PQ', 'mmHg', 'mm[Hg]', null],
    ['3D046000001906202', 'PQ', '%', '%', null],
    ['1A010000000191111', 'CO', null, null, '2102'],
    ['9N056000000000011', 'CD', null, null, '2001'],
    ['9N501000000000011', 'CD', null, null, '1008'],
    ['9N932000000000011', 'CD', null, null, '19010'],
    ['9N511000000000049', 'ST', null, null, null],
  ])('%s is a %s in %s', (code, valueType, unit, ucum, choiceTable) => {
    expect(items.find((item) => item.code === code)).toMatchObject({ valueType, unit, ucum, choiceTable });
  });
});
