/**
 * The content of one row of each code table: the Prisma models of prisma/schema/master.prisma without the columns that
 * say which edition a row came from (edition, validFrom, validTo), which the import fills in.
 */

/** 医薬品 */
export interface DrugRow {
  yjCode: string;
  receiptCode: string;
  hot9: string | null;
  /** in the official character width */
  name: string;
  kana: string;
  searchKey: string;
  ingredientName: string;
  ingredientCode: string;
  genericCode: string | null;
  genericName: string | null;
  /** 内用, 外用 or 注射 */
  routeClass: string;
  dosageForm: string;
  strength: string;
  /** 薬価単位 in words */
  unit: string;
  /** MERIT-9 */
  unitCode: string | null;
  therapeuticClass: string;
  isGeneric: boolean;
  /** 麻薬, 向精神薬, 毒薬 or 覚醒剤原料 */
  controlledKind: string | null;
  isCommon: boolean;
  manufacturer: string | null;
}

/** How an adult usually takes a drug. */
export interface DrugDefaultRow {
  yjCode: string;
  /** as MedicationRecord.dose of core: 内服 = amount per DAY, 頓服 = amount per use, others = total; in price-list units */
  dose: number;
  usageCode: string;
  /** 内服 = days, 頓服 = times, others 1 */
  quantity: number;
}

/** 傷病名 */
export interface DiseaseRow {
  managementNo: string;
  receiptCode: string;
  exchangeCode: string;
  name: string;
  kana: string;
  searchKey: string;
  /** as the master writes it, without the point */
  icd10: string | null;
  singleUseProhibited: boolean;
  notBillable: boolean;
  isCommon: boolean;
}

/** 修飾語 */
export interface DiseaseModifierRow {
  code: string;
  managementNo: string;
  exchangeCode: string;
  name: string;
  kana: string;
  position: 'prefix' | 'suffix';
  isCommon: boolean;
}

/** 標準用法 */
export interface UsageCodeRow {
  code: string;
  text: string;
  /**
   * for the order row: 就寝前, 毎食後, 塗布 … It does not repeat timesPerDay: 「1日{timesPerDay}回 {shortText}」 (shortText alone when
   * timesPerDay is null) is unique in the table.
   */
  shortText: string;
  basicUsage: string;
  timesPerDay: number | null;
  asNeeded: boolean;
  asNeededCondition: string | null;
  isCommon: boolean;
}

/** 処方の補足に使うコード: 補足用法, 不均等, 部位, 単位 */
export interface PrescriptionCodeRow {
  /** usage_supplement, uneven_dose, site or unit */
  codeset: string;
  code: string;
  name: string;
  /** where it stands in a list of its codeset */
  position: number;
  isCommon: boolean;
}

/** J-FAGY アレルゲン */
export interface AllergenRow {
  code: string;
  /** as AllergyRecord.category of core: medication (only the drug dummy), food, environment */
  category: string;
  name: string;
  kana: string;
  searchKey: string;
  isCommon: boolean;
}

/** 併用禁忌の組 */
export interface InteractionRow {
  id: string;
  ingredientA: string;
  prefixesA: string[];
  ingredientB: string;
  prefixesB: string[];
  severity: string;
  message: string;
  mechanism: string | null;
  basis: string;
  condition: string | null;
}

/** 薬ごとの決まり: our own rules of single drugs and pairs to be careful with */
export interface DrugRuleRow {
  id: string;
  kind: string;
  prefixes: string[];
  severity: string;
  /** what the rule compares, by kind: readDrugRule of core */
  parameters: Record<string, unknown>;
  message: string;
  basis: string;
}

/** 検査項目 */
export interface LabItemRow {
  jlac10: string;
  jlac11: string | null;
  /** level-1 concept of the CLINS code system; for other items their short name */
  fhirCode: string;
  name: string;
  abbreviation: string;
  category: string;
  unit: string | null;
  ucum: string | null;
  /** reference interval in `unit`; the laboratory's own interval wins */
  refLowMale: number | null;
  refHighMale: number | null;
  refLowFemale: number | null;
  refHighFemale: number | null;
  sortNo: number;
}

/** 医療機関の名簿: to whom letters can be addressed */
export interface FacilityRow {
  /** 保険医療機関番号, 10 digits */
  institutionCode: string;
  name: string;
  nameKana: string | null;
  postalCode: string | null;
  address: string | null;
  phone: string | null;
  /** 診療科 in words */
  departments: string[];
}

/** 健診項目 */
export interface CheckupItemRow {
  code: string;
  codeSystem: string;
  name: string;
  isQuestion: boolean;
  /** PQ, CO, CD, ST or TS */
  valueType: string;
  unit: string | null;
  ucum: string | null;
  /** checkup_choice.tableNo */
  choiceTable: string | null;
  /** 一連検査: a code of table observationGroup */
  groupCode: string | null;
  /** 検査方法: a code of table 1007 */
  methodCode: string | null;
  sortNo: number;
}

/** 健診の選択肢, and the names of 検査方法 and 一連検査 */
export interface CheckupChoiceRow {
  tableNo: string;
  code: string;
  name: string;
  /** where it stands in an order of degrees */
  ordinal: number | null;
}

/** Rows by table name of the schema `master`. */
export interface MasterRows {
  usage_code: UsageCodeRow;
  prescription_code: PrescriptionCodeRow;
  drug: DrugRow;
  drug_default: DrugDefaultRow;
  disease: DiseaseRow;
  disease_modifier: DiseaseModifierRow;
  allergen: AllergenRow;
  interaction: InteractionRow;
  drug_rule: DrugRuleRow;
  lab_item: LabItemRow;
  facility: FacilityRow;
  checkup_item: CheckupItemRow;
  checkup_choice: CheckupChoiceRow;
}

export type MasterTableName = keyof MasterRows;

/** Whole tables; one that is absent is left as it is by an import. */
export type MasterTables = { [Name in MasterTableName]?: MasterRows[Name][] };

/** Which edition of a table is loaded, from where, and from which day ('YYYY-MM-DD') it is in force. */
export interface Edition {
  edition: string;
  source: string;
  validFrom: string;
}

export type MasterEditions = { [Name in MasterTableName]?: Edition };
