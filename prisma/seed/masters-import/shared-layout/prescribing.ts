import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import type { LocatedRow } from '../check.ts';
import { readCsv } from '../csv.ts';
import { invalidRows } from '../errors.ts';
import type { DrugDefaultRow, DrugRow, InteractionRow, UsageCodeRow } from '../rows.ts';
import { drugSearchKey } from '../search-keys.ts';
import { readUsageText } from './usage-text.ts';

/** The row behind the dummy code: published lists do not print it, and a usage without a code needs it. */
const usageWithoutCode: UsageCodeRow = {
  code: DUMMY_USAGE_CODE,
  text: '用法コードなし',
  shortText: '用法コードなし',
  basicUsage: 'その他',
  timesPerDay: null,
  asNeeded: false,
  asNeededCondition: null,
  isCommon: false,
};

export function readUsages(directory: string): LocatedRow<UsageCodeRow>[] {
  const listed = readCsv(directory, 'usage-codes.csv', {
    columns: ['jami_code', 'text_ja', 'basic_usage', 'as_needed', 'frequent'],
    exact: false,
  }).map((line) => {
    const text = line.cell('text_ja');
    const asNeeded = line.cell('as_needed') === 'true';
    const { shortText, timesPerDay, condition } = readUsageText(text, asNeeded);
    return {
      file: line.file,
      line: line.line,
      row: {
        code: line.cell('jami_code'),
        text,
        shortText,
        basicUsage: line.cell('basic_usage'),
        timesPerDay,
        asNeeded,
        asNeededCondition: condition,
        isCommon: line.cell('frequent') === '1',
      },
    };
  });
  return listed.some(({ row }) => row.code === DUMMY_USAGE_CODE)
    ? listed
    : [...listed, { file: 'usage-codes.csv', line: listed.length + 2, row: usageWithoutCode }];
}

export function readDrugs(directory: string): LocatedRow<DrugRow>[] {
  return readCsv(directory, 'drugs.csv', {
    columns: [
      'yj_code',
      'receipt_code',
      'hot9',
      'name_ja',
      'kana',
      'ingredient_ja',
      'generic_prescription_code',
      'generic_prescription_name',
      'route_class',
      'dosage_form',
      'strength_spec_ja',
      'unit_ja',
      'merit9_unit',
      'therapeutic_class4',
      'therapeutic_class3_name',
      'ingredient_code7',
      'generic_flag',
      'controlled_flag',
      'manufacturer',
      'formulary_common',
    ],
    exact: false,
  }).map((line) => {
    const named = {
      name: line.cell('name_ja'),
      kana: line.cell('kana'),
      ingredientName: line.cell('ingredient_ja'),
      genericName: line.cell('generic_prescription_name') || null,
    };
    return {
      file: line.file,
      line: line.line,
      row: {
        ...named,
        yjCode: line.cell('yj_code'),
        receiptCode: line.cell('receipt_code'),
        hot9: line.cell('hot9') || null,
        searchKey: drugSearchKey(named),
        ingredientCode: line.cell('ingredient_code7'),
        genericCode: line.cell('generic_prescription_code') || null,
        routeClass: line.cell('route_class'),
        dosageForm: line.cell('dosage_form'),
        strength: line.cell('strength_spec_ja'),
        unit: line.cell('unit_ja'),
        unitCode: line.cell('merit9_unit') || null,
        // A few products have a class number without a published name.
        therapeuticClass: line.cell('therapeutic_class3_name') || line.cell('therapeutic_class4'),
        isGeneric: line.cell('generic_flag') === '1',
        controlledKind: line.cell('controlled_flag') || null,
        isCommon: line.cell('formulary_common') === '1',
        manufacturer: line.cell('manufacturer') || null,
      },
    };
  });
}

/**
 * The file gives the single dose. A regular oral drug is ordered by the amount per day (JAHIS record 201 with 内服), so the
 * single dose is multiplied by the times per day of its usage; a drug taken as needed is ordered by the single dose.
 * @throws MasterImportError invalid_rows when the usage is not in the usage table
 */
export function readDrugDefaults(
  directory: string,
  usages: readonly UsageCodeRow[],
): LocatedRow<DrugDefaultRow>[] {
  const usageByCode = new Map(usages.map((usage) => [usage.code, usage]));
  return readCsv(directory, 'drug-defaults.csv', {
    columns: ['yj_code', 'usual_single_dose', 'usage_code', 'usual_days_or_times'],
    exact: false,
  }).map((line) => {
    const usage = usageByCode.get(line.cell('usage_code'));
    if (usage === undefined) {
      throw invalidRows([
        { file: line.file, line: line.line, column: 'usage_code', problem: '用法マスタにありません。' },
      ]);
    }
    const singleDose = Number(line.cell('usual_single_dose') || 'none');
    const dose = usage.basicUsage === '内服' ? singleDose * (usage.timesPerDay ?? 1) : singleDose;
    return {
      file: line.file,
      line: line.line,
      row: {
        yjCode: line.cell('yj_code'),
        dose: Math.round(dose * 1e5) / 1e5,
        usageCode: usage.code,
        quantity: Number(line.cell('usual_days_or_times') || 'none'),
      },
    };
  });
}

export function readInteractions(directory: string): LocatedRow<InteractionRow>[] {
  return readCsv(directory, 'interactions.csv', {
    columns: [
      'pair_id',
      'ingredient_a',
      'yj_prefixes_a',
      'ingredient_b',
      'yj_prefixes_b',
      'severity',
      'message_ja',
      'mechanism_ja',
      'basis',
      'condition_ja',
    ],
    exact: false,
  }).map((line) => ({
    file: line.file,
    line: line.line,
    row: {
      id: line.cell('pair_id'),
      ingredientA: line.cell('ingredient_a'),
      prefixesA: line.cell('yj_prefixes_a').split(' '),
      ingredientB: line.cell('ingredient_b'),
      prefixesB: line.cell('yj_prefixes_b').split(' '),
      severity: line.cell('severity'),
      message: line.cell('message_ja'),
      mechanism: line.cell('mechanism_ja') || null,
      basis: line.cell('basis'),
      condition: line.cell('condition_ja') || null,
    },
  }));
}
