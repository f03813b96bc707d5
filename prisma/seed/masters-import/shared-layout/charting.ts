import { AllergenCode, allergenCategory } from '@shirube/terminology';
import type { LocatedRow } from '../check.ts';
import { hasFile, readCsv } from '../csv.ts';
import type { AllergenRow, DiseaseModifierRow, DiseaseRow } from '../rows.ts';
import { namedSearchKey } from '../search-keys.ts';

/** The disease master has no mark for everyday diseases: those that usual prescriptions are written for count as common. */
export function readDiseases(directory: string): LocatedRow<DiseaseRow>[] {
  const everyday = new Set(
    hasFile(directory, 'drug-defaults.csv')
      ? readCsv(directory, 'drug-defaults.csv', { columns: ['typical_disease_ja'], exact: false }).map(
          (line) => line.cell('typical_disease_ja').normalize('NFKC'),
        )
      : [],
  );
  return readCsv(directory, 'diseases.csv', {
    columns: [
      'receipt_code',
      'management_no',
      'exchange_code',
      'name_ja',
      'kana',
      'icd10_2013',
      'single_use_prohibited',
      'not_billable',
    ],
    exact: false,
  }).map((line) => {
    const named = { name: line.cell('name_ja'), kana: line.cell('kana') };
    return {
      file: line.file,
      line: line.line,
      row: {
        ...named,
        managementNo: line.cell('management_no'),
        receiptCode: line.cell('receipt_code'),
        exchangeCode: line.cell('exchange_code'),
        searchKey: namedSearchKey(named),
        icd10: line.cell('icd10_2013') || null,
        singleUseProhibited: line.cell('single_use_prohibited') === '01',
        notBillable: line.cell('not_billable') === '1',
        isCommon: everyday.has(named.name.normalize('NFKC')),
      },
    };
  });
}

export function readModifiers(directory: string): LocatedRow<DiseaseModifierRow>[] {
  return readCsv(directory, 'modifiers.csv', {
    columns: ['modifier_code', 'management_no', 'exchange_code', 'name_ja', 'kana', 'position', 'common'],
    exact: false,
  }).map((line) => ({
    file: line.file,
    line: line.line,
    row: {
      code: line.cell('modifier_code'),
      managementNo: line.cell('management_no'),
      exchangeCode: line.cell('exchange_code'),
      name: line.cell('name_ja'),
      kana: line.cell('kana'),
      position: line.cell('position') === 'suffix' ? 'suffix' : 'prefix',
      isCommon: line.cell('common') === '1',
    },
  }));
}

/** Roots of the tree and deleted codes may not be recorded and are left out. */
export function readAllergens(directory: string): LocatedRow<AllergenRow>[] {
  return readCsv(directory, 'jfagy.csv', {
    columns: ['jfagy_code', 'term_ja', 'kana', 'main100', 'selectable'],
    exact: false,
  })
    .filter((line) => line.cell('selectable') === '1')
    .map((line) => {
      const named = { name: line.cell('term_ja'), kana: line.cell('kana') };
      return {
        file: line.file,
        line: line.line,
        row: {
          ...named,
          code: line.cell('jfagy_code'),
          category: AllergenCode.is(line.cell('jfagy_code'))
            ? allergenCategory(line.cell('jfagy_code') as AllergenCode)
            : '',
          searchKey: namedSearchKey(named),
          isCommon: line.cell('main100') === '1',
        },
      };
    });
}
