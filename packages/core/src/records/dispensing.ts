import type { CalendarDate } from './index.ts';

/** 薬品コード種別 of a pharmacy's file: 1なし 2レセプト電算 3厚生省 4YJ 6HOT. */
export type DispensedCodeKind = '1' | '2' | '3' | '4' | '6';

/** One drug as the pharmacy handed it out. */
export interface DispensedDrugRecord {
  name: string;
  /** amount as written: per day for 内服, per use for 頓服, in all for everything else; decimal string */
  amount: string;
  unit: string;
  codeKind: DispensedCodeKind;
  /** '' for codeKind 1 */
  code: string;
  /** the YJ code the national service found for it; null when the file names none */
  yjCode: string | null;
  /** 薬品補足 (record 281) and 薬品服用注意 (record 291) */
  supplements: string[];
  cautions: string[];
}

/** What shares one usage in the pharmacy's file. The numbers are the pharmacy's own and need not be those of the prescription. */
export interface DispensedRpRecord {
  rpNumber: number;
  drugs: DispensedDrugRecord[];
  /** null when the pharmacy wrote none (as for 医療材料) */
  usage: {
    text: string;
    /** 用法コード種別: 1なし, 2 and 3 JAMI 標準用法コード */
    codeKind: string;
    code: string;
  } | null;
  /** days, times or 1 with its word as the pharmacy wrote it: 14 日分 */
  quantity: string;
  quantityUnit: string;
  /** 剤形コード of the お薬手帳 family: 1内服 2内滴 3屯服 4注射 5外用 6浸煎 7湯 9材料 10その他 */
  form: string;
  /** 用法補足 (record 311) and 処方服用注意 (record 391) */
  supplements: string[];
  cautions: string[];
}

/**
 * Where what was handed out is not what was prescribed. other_drug: another code; amount: another amount a day or in all;
 * days: another number of days or times; left_out: prescribed and not handed out; added: handed out and not prescribed.
 */
export interface DispensingChange {
  kind: 'other_drug' | 'amount' | 'days' | 'left_out' | 'added';
  /** names and amounts as they stand on either side; null where there is none */
  prescribed: string | null;
  dispensed: string | null;
}

/** 調剤結果: what a pharmacy reported for a prescription. Texts stand as the pharmacy wrote them. */
export interface DispensingRecord {
  /** DispensingId of the national service (UUID); null when a CSV was read by itself */
  dispensingId: string | null;
  /** PrescriptionId of the national service (record 7); null for a prescription it does not know */
  prescriptionId: string | null;
  patient: {
    name: string;
    /** half-width kana; '' when not written */
    kana: string;
    sex: 'male' | 'female' | null;
    birthDate: CalendarDate | null;
  };
  /** 患者特記 (record 2): 1アレルギー歴 2副作用歴 3既往歴 9その他 */
  patientNotes: { kind: string; text: string }[];
  /** 手帳メモ (record 4) */
  notebookNotes: { text: string; date: CalendarDate | null }[];
  dispensedOn: CalendarDate;
  coverage: {
    /** 保険種別 as in record 21 of a prescription */
    kind: string;
    insurerNumber: string;
    symbol: string;
    number: string;
    branchNumber: string;
  } | null;
  pharmacy: {
    name: string;
    /** 10 digits: prefecture 2 + 点数表 1 + number 7 */
    institutionCode: string;
    postalCode: string;
    address: string;
    phone: string;
  };
  pharmacist: { name: string; contact: string } | null;
  /** who prescribed, as the pharmacy copied it (records 51, 55) */
  prescribedBy: {
    facilityName: string;
    institutionCode: string;
    doctorName: string;
    departmentName: string;
  } | null;
  rps: DispensedRpRecord[];
  /** 服用注意 (record 401) */
  cautions: string[];
  /** 医療機関等提供情報 (record 411): 30入院中の副作用 31退院後の服薬情報 99その他. What the pharmacy tells the doctor. */
  messages: { text: string; kind: string }[];
  /** 備考 (record 501) */
  remarks: string[];
  /** 疑義照会結果 (record 511) with its kind as written */
  inquiries: { kind: string; text: string }[];
  /** against the prescription the document carries; null when it carries none that can be read: then nothing was compared */
  changes: DispensingChange[] | null;
  /** リフィル: 総使用回数 of the prescription the document carries; null: none. Which use this is, the file does not say. */
  refillCount: number | null;
  /** lines this version knows no place for, kept as they stand */
  unread: { recordNumber: string; fields: string[] }[];
}
