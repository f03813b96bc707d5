import type { CalendarDate, Instant, PractitionerRecord } from './index.ts';

/**
 * The value of one examination. Numbers are decimal strings as the laboratory wrote them: "5.10" is not "5.1".
 * coded: one of the code tables of JP_Observation_LabResult_eCS (陽性・陰性・判定保留, 尿, ABO, Rh).
 */
export type LabValue =
  | {
      kind: 'quantity';
      value: string;
      comparator: '<' | '<=' | '>=' | '>' | null;
      /** the unit as it is shown */
      unit: string | null;
      /** UCUM code, where the unit has one */
      ucum: string | null;
    }
  | { kind: 'coded'; table: 'posneg' | 'urine' | 'abo' | 'rh'; code: string; text: string }
  | { kind: 'text'; text: string }
  /** no value, and why (検体不足, 未実施 …) */
  | { kind: 'absent'; reason: string };

/** 検査 or 感染症: what one item of a report says. Which of the two it is, its standard code says. */
export interface LabResultRecord {
  observationId: string;
  /** FHIR's words: only these are used towards the service */
  status: 'preliminary' | 'final' | 'corrected' | 'registered' | 'cancelled';
  /** JLAC10 (17); null: there is none */
  jlac10: string | null;
  /** the laboratory's or the clinic's own code (A-Z a-z 0-9 _ -) and name */
  localCode: string;
  localName: string;
  /** the item as it is shown */
  name: string;
  value: LabValue;
  /** decimal strings in the unit of the value */
  referenceLow: string | null;
  referenceHigh: string | null;
  referenceText: string | null;
  interpretation: 'H' | 'L' | 'N' | 'HH' | 'LL' | 'A' | null;
  /** 材料: what was examined (血清, 尿 …) */
  specimen: string;
  /** 長期保存: only an infection may carry it */
  longTerm: boolean;
  note: string | null;
}

/** One 検査結果報告: a 報告単位 of its own, replaced as a whole. */
export interface LabReportRecord {
  reportId: string;
  /** 採取日時; a calendar date where the hour is not known */
  collectedAt: Instant | CalendarDate;
  issuedAt: Instant | null;
  orderNumber: string | null;
  encounter: EncounterRecord;
  /** who answers for the examination at this clinic */
  performer: PractitionerRecord;
  results: LabResultRecord[];
}

/** The visit something belongs to. */
export interface EncounterRecord {
  id: string;
  startedAt: Instant;
  departmentCode: string;
  departmentName: string;
}
