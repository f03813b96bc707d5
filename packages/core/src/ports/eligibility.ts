import type { CalendarDate, Instant, SexCode } from '../records/index.ts';

export interface EligibilityConsent {
  scope: 'medication' | 'diagnosis' | 'checkup' | 'surgery' | 'sharedDiagnoses' | 'sharedClinical';
  given: boolean;
  givenAt: Instant | null;
  /** viewing deadline; without it the consent must not be used */
  availableUntil: Instant | null;
}

export interface EligibilityResult {
  /** 1有効 2無効 3無効(新しい資格あり) 4該当資格なし 5複数該当 */
  validity: '1' | '2' | '3' | '4' | '5';
  processedAt: Instant;
  byCard: boolean;
  /** 照会番号: our patient number, when registered */
  referenceNumber: string | null;
  prescriptionIssueSelect: 'electronic' | 'paper' | null;
  person: {
    name: string;
    nameKana: string;
    sex: SexCode;
    birthDate: CalendarDate;
    postalCode: string | null;
    address: string | null;
  };
  insurance: {
    insurerNumber: string;
    insurerName: string | null;
    symbol: string | null;
    number: string;
    branchNumber: string | null;
    isDependent: boolean;
    copayPercent: number | null;
    validFrom: CalendarDate | null;
    validTo: CalendarDate | null;
  } | null;
  consents: EligibilityConsent[];
  /** 0 none … the message of the service, when it gave one */
  message: string | null;
}

/** A result pushed by the card reader, as a file. */
export interface CardReaderFile {
  fileName: string;
  raw: Uint8Array;
}

export interface EligibilityPort {
  /** Files the card reader left for this clinic, oldest first. They stay until acknowledged. */
  listCardResults(institutionCode: string): Promise<CardReaderFile[]>;
  acknowledgeCardResult(institutionCode: string, fileName: string): Promise<void>;
  /** Reads a result file (Shift_JIS or UTF-8, as declared). Throws PortError user_fixable when it is not one. */
  parseCardResult(raw: Uint8Array): EligibilityResult;
  /** 資格確認 of one person by insurance number. */
  confirm(request: {
    institutionCode: string;
    requestId: string;
    insurerNumber: string;
    symbol: string | null;
    number: string;
    branchNumber: string | null;
    birthDate: CalendarDate;
    onDate: CalendarDate;
  }): Promise<EligibilityResult>;
}
