import type { CalendarDate, Instant, IssueType } from '../records/index.ts';

export interface PatientInsuranceKey {
  insurerNumber: string;
  symbol: string | null;
  number: string;
  branchNumber: string | null;
  birthDate: CalendarDate;
}

/** One finding of the national check (重複投薬等チェック). */
export interface NationalAlert {
  kind: 'duplicate' | 'contraindicated';
  /** our line: RP番号 and RP内連番 */
  rpNumber: number;
  itemNumber: number;
  subjectName: string;
  /** null when the patient has not consented: only the existence may be shown */
  otherName: string | null;
  facilityName: string | null;
  /** 調剤日 (or 処方日 when not dispensed) of the other drug */
  otherDate: CalendarDate | null;
  periodFrom: CalendarDate;
  periodTo: CalendarDate;
  message: string;
}

export interface NationalCheckResult {
  requestId: string;
  checkedAt: Instant;
  namesDisclosed: boolean;
  alerts: NationalAlert[];
  /** our lines the service gave no answer for: they are not checked */
  unanswered: { rpNumber: number; itemNumber: number; reason: string }[];
}

export type ServicePrescriptionStatus = 'registered' | 'dispensing' | 'dispensed' | 'collected' | 'cancelled';

/** Where a prescription stands at the service. */
export interface ServicePrescriptionState {
  status: ServicePrescriptionStatus;
  /** the pharmacy that has received it: 医療機関コード, 10 digits */
  pharmacyCode: string | null;
  pharmacyName: string | null;
  /** the pharmacy has left 伝達事項 */
  hasMessage: boolean;
  /** how often it has been dispensed: more than once with リフィル only */
  dispensedCount: number;
}

/** 院外: what a pharmacy dispenses. */
export type OutsideIssueType = Exclude<IssueType, 'in_house'>;

export interface RegisteredPrescription {
  prescriptionId: string;
  /** 引換番号, 16 digits */
  accessCode: string;
}

/** 調剤結果 as the service holds it. */
export interface DispensingResult {
  dispensingId: string;
  registeredAt: Instant;
  pharmacyCode: string | null;
  pharmacyName: string;
  /** the dispensing document exactly as received: its bytes are kept */
  xml: Uint8Array;
}

/** One line of 調剤結果一覧. */
export interface DispensedListing {
  prescriptionId: string;
  dispensingId: string;
  registeredAt: Instant;
}

export interface EPrescriptionPort {
  /** Tells the service to prepare this patient's past data (事前処理). Safe to repeat. */
  prepareCheck(institutionCode: string, requestId: string, patient: PatientInsuranceKey): Promise<void>;
  /** 重複投薬等チェック of an unsigned CSV. oralConsent: names may be shown by consent given at the desk. */
  check(request: {
    institutionCode: string;
    requestId: string;
    csv: Uint8Array;
    oralConsent: boolean;
  }): Promise<NationalCheckResult>;
  /**
   * 処方箋登録. Throws PortError 'unknown' on a timeout: the caller must search() before trying again.
   * idempotencyKey is our request id; the service keeps it as ArbitraryFileIdentifier.
   */
  register(request: {
    institutionCode: string;
    idempotencyKey: string;
    /** electronic: the signed XML; paper: the same XML without a signature (the paper is the original) */
    document: Uint8Array;
    issueType: OutsideIssueType;
  }): Promise<RegisteredPrescription>;
  /**
   * 処方箋変更: the new prescription takes the place of one that no pharmacy has received, both or neither. Throws PortError
   * status_conflict when one has, 'unknown' as register does.
   */
  change(request: {
    institutionCode: string;
    idempotencyKey: string;
    /** the registered prescription that is replaced */
    prescriptionId: string;
    document: Uint8Array;
    issueType: OutsideIssueType;
  }): Promise<RegisteredPrescription>;
  /** 院内処方情報の登録: neither signature nor 引換番号. Throws as register does. */
  registerInHouse(request: {
    institutionCode: string;
    idempotencyKey: string;
    csv: Uint8Array;
  }): Promise<{ prescriptionId: string }>;
  /** Dispensing results of a registered prescription, oldest first: with リフィル there may be several. */
  dispensingResults(request: {
    institutionCode: string;
    requestId: string;
    prescriptionId: string;
  }): Promise<DispensingResult[]>;
  /** What pharmacies reported on this institution's prescriptions between the days, both included. */
  listDispensed(request: {
    institutionCode: string;
    requestId: string;
    from: CalendarDate;
    to: CalendarDate;
  }): Promise<DispensedListing[]>;
  /** 処方箋取消, only while no pharmacy has received it. Throws PortError status_conflict otherwise, 'unknown' on a timeout. */
  cancel(request: { institutionCode: string; requestId: string; prescriptionId: string }): Promise<void>;
  /** 処方内容（控え） as PDF bytes. */
  fetchCopy(request: {
    institutionCode: string;
    requestId: string;
    prescriptionId: string;
  }): Promise<Uint8Array>;
  status(request: {
    institutionCode: string;
    requestId: string;
    prescriptionId: string;
  }): Promise<ServicePrescriptionState>;
  /**
   * Prescriptions the service holds for a patient, newest first; idempotencyKey when the service still knows it. accessCode is null
   * for 院内処方情報.
   */
  search(request: {
    institutionCode: string;
    requestId: string;
    patient: PatientInsuranceKey;
    issuedFrom: CalendarDate;
    issuedTo: CalendarDate;
  }): Promise<
    { prescriptionId: string; accessCode: string | null; createdAt: Instant; idempotencyKey: string | null }[]
  >;
  /** 薬剤情報: drugs dispensed elsewhere, with the patient's consent. Throws PortError auth outside its window. */
  medicationHistory(request: {
    institutionCode: string;
    requestId: string;
    patient: PatientInsuranceKey;
  }): Promise<DispensedMedication[]>;
}

export interface DispensedMedication {
  receiptCode: string | null;
  name: string;
  doseText: string | null;
  usageText: string | null;
  facilityName: string;
  dispensedOn: CalendarDate;
  days: number;
}
