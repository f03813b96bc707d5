import {
  DiseaseExchangeCode,
  DiseaseManagementNumber,
  DiseaseReceiptCode,
  DrugReceiptCode,
  GenericPrescriptionCode,
  Hot9,
  InstitutionCode,
  JfagyCode,
  Jlac10,
  Jlac11,
  ModifierCode,
  ModifierExchangeCode,
  ModifierManagementNumber,
  UsageCode,
  YjCode,
} from '@shirube/terminology';
import type { MasterRows, MasterTableName } from './rows.ts';

export type ColumnType = 'text' | 'integer' | 'boolean' | 'numeric' | 'text[]' | 'jsonb';

export interface ColumnRule {
  type: ColumnType;
  nullable: boolean;
  /** the code system whose form the value must have */
  code: { label: string; is(text: string): boolean } | null;
}

const column = (type: ColumnType, options: Partial<Omit<ColumnRule, 'type'>> = {}): ColumnRule => ({
  type,
  nullable: options.nullable ?? false,
  code: options.code ?? null,
});
const text = column('text');
const optionalText = column('text', { nullable: true });
const flag = column('boolean');
const optionalNumber = column('numeric', { nullable: true });
const coded = (code: NonNullable<ColumnRule['code']>): ColumnRule => column('text', { code });
const optionallyCoded = (code: NonNullable<ColumnRule['code']>): ColumnRule =>
  column('text', { code, nullable: true });

/** One table of the schema `master`: what its rows hold and how they are recognised. */
export interface MasterTable<Name extends MasterTableName> {
  name: Name;
  /** as it is called on screen */
  label: string;
  /** what a row is known by: one column, or several together */
  key: readonly (keyof MasterRows[Name] & string)[];
  columns: Record<keyof MasterRows[Name] & string, ColumnRule>;
  /** false: a row that is in no edition any more is deleted (its content is kept as a revision) */
  hasValidity: boolean;
}

const prescriptionCodesets = ['usage_supplement', 'uneven_dose', 'site', 'unit'];
const ingredientCode = { label: '成分コード', is: (value: string) => /^\d{4}[0-9A-Z]{3}$/.test(value) };

/** In the order in which they are loaded: what is referred to comes first. */
export const MASTER_TABLES: { [Name in MasterTableName]: MasterTable<Name> } = {
  usage_code: {
    name: 'usage_code',
    label: '用法マスタ',
    key: ['code'],
    hasValidity: true,
    columns: {
      code: coded(UsageCode),
      text,
      shortText: text,
      basicUsage: text,
      timesPerDay: column('integer', { nullable: true }),
      asNeeded: flag,
      asNeededCondition: optionalText,
      isCommon: flag,
    },
  },
  prescription_code: {
    name: 'prescription_code',
    label: '処方補足コード表',
    key: ['codeset', 'code'],
    hasValidity: true,
    columns: {
      codeset: coded({ label: 'コード表', is: (value) => prescriptionCodesets.includes(value) }),
      code: coded({ label: 'コード', is: (value) => /^[0-9A-Z]{1,8}$/.test(value) }),
      name: text,
      position: column('integer'),
      isCommon: flag,
    },
  },
  drug: {
    name: 'drug',
    label: '医薬品マスタ',
    key: ['yjCode'],
    hasValidity: true,
    columns: {
      yjCode: coded(YjCode),
      receiptCode: coded(DrugReceiptCode),
      hot9: optionallyCoded(Hot9),
      name: text,
      kana: text,
      searchKey: text,
      ingredientName: text,
      ingredientCode: coded(ingredientCode),
      genericCode: optionallyCoded(GenericPrescriptionCode),
      genericName: optionalText,
      routeClass: text,
      dosageForm: text,
      strength: text,
      unit: text,
      unitCode: optionalText,
      therapeuticClass: text,
      isGeneric: flag,
      controlledKind: optionalText,
      isCommon: flag,
      manufacturer: optionalText,
    },
  },
  drug_default: {
    name: 'drug_default',
    label: '通常用量',
    key: ['yjCode'],
    hasValidity: false,
    columns: {
      yjCode: coded(YjCode),
      dose: column('numeric'),
      usageCode: coded(UsageCode),
      quantity: column('integer'),
    },
  },
  disease: {
    name: 'disease',
    label: '傷病名マスタ',
    key: ['managementNo'],
    hasValidity: true,
    columns: {
      managementNo: coded(DiseaseManagementNumber),
      receiptCode: coded(DiseaseReceiptCode),
      exchangeCode: coded(DiseaseExchangeCode),
      name: text,
      kana: text,
      searchKey: text,
      icd10: optionalText,
      singleUseProhibited: flag,
      notBillable: flag,
      isCommon: flag,
    },
  },
  disease_modifier: {
    name: 'disease_modifier',
    label: '修飾語マスタ',
    key: ['code'],
    hasValidity: true,
    columns: {
      code: coded(ModifierCode),
      managementNo: coded(ModifierManagementNumber),
      exchangeCode: coded(ModifierExchangeCode),
      name: text,
      kana: text,
      position: coded({ label: '位置', is: (value) => value === 'prefix' || value === 'suffix' }),
      isCommon: flag,
    },
  },
  allergen: {
    name: 'allergen',
    label: 'アレルゲンマスタ',
    key: ['code'],
    hasValidity: true,
    columns: {
      code: coded(JfagyCode),
      category: coded({
        label: '区分',
        is: (value) => ['medication', 'food', 'environment'].includes(value),
      }),
      name: text,
      kana: text,
      searchKey: text,
      isCommon: flag,
    },
  },
  interaction: {
    name: 'interaction',
    label: '併用禁忌マスタ',
    key: ['id'],
    hasValidity: true,
    columns: {
      id: text,
      ingredientA: text,
      prefixesA: column('text[]'),
      ingredientB: text,
      prefixesB: column('text[]'),
      severity: coded({ label: '重大さ', is: (value) => value === 'contraindicated' }),
      message: text,
      mechanism: optionalText,
      basis: text,
      condition: optionalText,
    },
  },
  drug_rule: {
    name: 'drug_rule',
    label: '薬ごとの決まりの表',
    key: ['id'],
    hasValidity: true,
    columns: {
      id: text,
      kind: text,
      prefixes: column('text[]'),
      severity: text,
      parameters: column('jsonb'),
      message: text,
      basis: text,
    },
  },
  lab_item: {
    name: 'lab_item',
    label: '検査項目マスタ',
    key: ['jlac10'],
    hasValidity: true,
    columns: {
      jlac10: coded(Jlac10),
      jlac11: optionallyCoded(Jlac11),
      fhirCode: text,
      name: text,
      abbreviation: text,
      category: text,
      unit: optionalText,
      ucum: optionalText,
      refLowMale: optionalNumber,
      refHighMale: optionalNumber,
      refLowFemale: optionalNumber,
      refHighFemale: optionalNumber,
      sortNo: column('integer'),
    },
  },
  facility: {
    name: 'facility',
    label: '医療機関の名簿',
    key: ['institutionCode'],
    hasValidity: true,
    columns: {
      institutionCode: coded(InstitutionCode),
      name: text,
      nameKana: optionalText,
      postalCode: optionalText,
      address: optionalText,
      phone: optionalText,
      departments: column('text[]'),
    },
  },
  checkup_choice: {
    name: 'checkup_choice',
    label: '健診の選択肢',
    key: ['tableNo', 'code'],
    hasValidity: false,
    columns: {
      tableNo: coded({ label: '表番号', is: (value) => /^(?:\d{4,5}|observationGroup)$/.test(value) }),
      code: coded({ label: 'コード', is: (value) => /^[0-9A-Z]{1,10}$/.test(value) }),
      name: text,
      ordinal: column('integer', { nullable: true }),
    },
  },
  checkup_item: {
    name: 'checkup_item',
    label: '健診項目マスタ',
    key: ['code'],
    hasValidity: false,
    columns: {
      code: coded({ label: '健診項目コード', is: (value) => /^[0-9A-Z]{17}$/.test(value) }),
      codeSystem: coded({ label: 'コード体系', is: (value) => value === 'jlac10' || value === 'checkup' }),
      name: text,
      isQuestion: flag,
      valueType: coded({ label: '値の型', is: (value) => ['PQ', 'CO', 'CD', 'ST', 'TS'].includes(value) }),
      unit: optionalText,
      ucum: optionalText,
      choiceTable: optionalText,
      groupCode: optionalText,
      methodCode: optionalText,
      sortNo: column('integer'),
    },
  },
};

export const MASTER_TABLE_NAMES = Object.keys(MASTER_TABLES) as MasterTableName[];

/** The database and CSV name of a property: yjCode is yj_code. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A row's key as one text, for comparing rows. */
export function keyOf<Name extends MasterTableName>(name: Name, row: MasterRows[Name]): string {
  return MASTER_TABLES[name].key.map((property) => String(row[property])).join(' ');
}

/** The columns of a table as [property, database name, rule]. */
export function columnsOf(name: MasterTableName): [property: string, column: string, rule: ColumnRule][] {
  const rules: Record<string, ColumnRule> = MASTER_TABLES[name].columns;
  return Object.entries(rules).map(([property, rule]) => [property, columnName(property), rule]);
}
