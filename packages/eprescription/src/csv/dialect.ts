import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { Sj1Error } from './sj1-error.ts';

/** What one dialect of the prescription record has of its own; everything else is the same family of records. */
export interface Dialect {
  /** the first line, version of the record */
  version: string;
  /** 用法コード種別 of a JAMI code: 2 JAMI 標準用法コード, 3 電子処方箋用法マスタ */
  usageCodeKind: '2' | '3';
  /** for a usage the 用法マスタ lacks; null: the record says 「コードなし」 and no code instead */
  unlistedUsageCode: string | null;
  /** 提供診療情報 and 検査値データ等 (records 301, 302) */
  hasClinicalNotes: boolean;
  /** validity, 残薬確認欄, split, refill and 引換番号 (52, 62 to 64, 82, 102): what only a pharmacy needs */
  isForPharmacy: boolean;
  /** may be written for somebody without insurance and 公費; then 保険種別 is 自費 */
  mayBeUninsured: boolean;
}

/** 電子処方箋. assumed: 用法コード種別 3 and the dummy code, as open sources write them. */
export const electronic: Dialect = {
  version: 'SJ1',
  usageCodeKind: '3',
  unlistedUsageCode: DUMMY_USAGE_CODE,
  hasClinicalNotes: true,
  isForPharmacy: true,
  mayBeUninsured: false,
};

/**
 * 院外処方箋2次元シンボル (JAHIS 院外処方箋2次元シンボル記録条件規約). Written at Ver.1.10; a Ver.1.11 of May 2026 exists, whose
 * differences are not at hand: when they are, the version is raised here.
 */
export const paper: Dialect = {
  version: 'JAHIS10',
  usageCodeKind: '2',
  unlistedUsageCode: null,
  hasClinicalNotes: false,
  isForPharmacy: true,
  mayBeUninsured: true,
};

/**
 * 院内処方情報. assumed: its record specification (院内処方編) is not public; the records are taken to be those of the electronic
 * prescription without what only a pharmacy needs. When it is at hand, this is where to correct it.
 */
export const inHouse: Dialect = { ...electronic, isForPharmacy: false, mayBeUninsured: true };

/** A whole number from 1 to `maximum`, as serial numbers are. */
export function serial(recordNumber: number, field: string, value: number, maximum: number): number {
  if (!Number.isInteger(value) || value < 1 || value > maximum)
    throw new Sj1Error(
      recordNumber,
      field,
      `${field}が正しくないか、多すぎます（${maximum}まで）。処方を作り直してください。`,
    );
  return value;
}

/** The fields of a record with its number in front. */
export const row = (...fields: (string | number)[]): string => fields.join(',');
