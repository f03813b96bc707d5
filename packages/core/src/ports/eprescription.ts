import type { CalendarDate, Instant } from '../records/index.ts';

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
}

export type ServicePrescriptionStatus = 'registered' | 'dispensing' | 'dispensed' | 'collected' | 'cancelled';

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
    signedXml: Uint8Array;
    issueType: 'electronic' | 'paper';
  }): Promise<{ prescriptionId: string; accessCode: string }>;
  cancel(request: { institutionCode: string; requestId: string; prescriptionId: string }): Promise<void>;
  /** 処方内容（控え） as PDF bytes. */
  fetchCopy(request: {
    institutionCode: string;
    requestId: string;
    prescriptionId: string;
  }): Promise<Uint8Array>;
  status(request: { institutionCode: string; requestId: string; prescriptionId: string }): Promise<{
    status: ServicePrescriptionStatus;
    pharmacyName: string | null;
    hasMessage: boolean;
  }>;
  /** Prescriptions the service holds for a patient, newest first; idempotencyKey when the service still knows it. */
  search(request: {
    institutionCode: string;
    requestId: string;
    patient: PatientInsuranceKey;
    issuedFrom: CalendarDate;
    issuedTo: CalendarDate;
  }): Promise<
    { prescriptionId: string; accessCode: string; createdAt: Instant; idempotencyKey: string | null }[]
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
