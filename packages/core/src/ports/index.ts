/**
 * Ports: what core needs from outside services, in core's own words. Adapters live in packages/connectors.
 * A port method either returns a typed result or throws PortError; it never returns a made-up success.
 */
import type { CalendarDate, Instant, PrescriptionRecord, SexCode } from '../records/index.ts';

/** Why a call to an outside service did not succeed, sorted by what can be done about it. */
export type PortErrorClass =
  /** no answer or a passing fault: the same call may be made again */
  | 'retryable'
  /** no answer came, but the other side may have acted: ask before doing it again */
  | 'unknown'
  /** our data is refused; a person must change it */
  | 'user_fixable'
  /** the signature is refused */
  | 'signature'
  /** the other side is in a state that does not allow this (already received, cancelled …) */
  | 'status_conflict'
  /** we are not allowed, or the authorization has ended */
  | 'auth';

export class PortError extends Error {
  readonly service: string;
  readonly kind: PortErrorClass;
  readonly code: string | null;
  /** A Japanese sentence a clinic can act on. Holds no patient data. */
  readonly userMessage: string;
  constructor(service: string, kind: PortErrorClass, userMessage: string, code: string | null = null) {
    super(`${service}: ${kind}${code ? ` ${code}` : ''}`);
    this.name = 'PortError';
    this.service = service;
    this.kind = kind;
    this.code = code;
    this.userMessage = userMessage;
  }
}

/** Recorded for every call: the raw request and response, to be stored encrypted by the caller. */
export interface ExchangeLog {
  record(exchange: {
    service: string;
    operation: string;
    correlationId: string;
    request: Uint8Array;
    response: Uint8Array | null;
    outcome: string;
    startedAt: Date;
    durationMs: number;
  }): Promise<void>;
}

// ---- eligibility (オンライン資格確認) -------------------------------------------------------------------

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

// ---- e-prescription management (電子処方箋管理サービス) -------------------------------------------------

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

// ---- signing (HPKI) ---------------------------------------------------------------------------------

export interface SigningCredential {
  id: string;
  /** DER, signing certificate first */
  chain: Uint8Array[];
  signerName: string;
  serial: string;
  hcRoles: string[];
  validFrom: Instant;
  validTo: Instant;
}

export interface SigningPort {
  readonly kind: 'csc-v2';
  /** Where the doctor's browser goes to authorize; the service returns to redirectUri with code and state. */
  authorizationUrl(request: {
    redirectUri: string;
    state: string;
    codeChallenge: string;
    loginHint: string;
  }): string;
  /** Exchanges the code; the token may sign until expiresAt. */
  completeAuthorization(request: { redirectUri: string; code: string; codeVerifier: string }): Promise<{
    token: string;
    expiresAt: Instant;
  }>;
  listCredentials(token: string): Promise<SigningCredential[]>;
  /**
   * Signs SHA-256 digests (32 bytes each) with RSASSA-PKCS1-v1_5 and returns raw signatures in the same order.
   * Throws PortError auth when the authorization has ended.
   */
  signHashes(request: { token: string; credentialId: string; digests: Uint8Array[] }): Promise<Uint8Array[]>;
}

export interface TimestampPort {
  /** RFC 3161 token (DER ContentInfo) over SHA-256 digest; nonce, imprint and certReq are checked. */
  timestamp(digest: Uint8Array): Promise<{ token: Uint8Array; time: Instant }>;
  /**
   * Checks a kept token without asking anybody: over this digest, whole, by an authority this installation trusts. Says when it was
   * stamped. Throws PortError signature otherwise.
   */
  verify(token: Uint8Array, digest: Uint8Array): { time: Instant };
}

// ---- clinical information sharing (電子カルテ情報共有サービス) --------------------------------------------

export interface SharingPort {
  /**
   * Registers one report unit; the same Bundle.identifier replaces what was registered before.
   * Throws PortError user_fixable with the service's own messages when validation refuses it.
   */
  register(request: { institutionCode: string; requestId: string; bundle: Uint8Array }): Promise<{
    acknowledgementId: string;
    acceptedAt: Instant;
  }>;
}

// ---- prescription files (電子処方箋の記録とXML署名) --------------------------------------------------------

/** A signature that waits for its value: the bytes are fixed, only the private key is elsewhere. */
export interface PreparedSignature {
  /** SHA-256 of the canonical SignedInfo, 32 bytes */
  digest: Uint8Array;
  /** Puts the signature value in and returns the final bytes, which are kept and never made again. */
  complete(signatureValue: Uint8Array): Uint8Array;
}

export interface SignatureReport {
  valid: boolean;
  /** what did not hold, in words a clinic understands */
  problems: string[];
  signerName: string;
  serial: string;
  hcRoles: string[];
}

/** The written forms of a prescription. Pure but for cryptography; a port because core depends on no wire format. */
export interface PrescriptionFilePort {
  /** SJ1 CSV (UTF-8, LF). Throws PortError user_fixable naming the field that can not be written. */
  writeCsv(record: PrescriptionRecord): Uint8Array;
  prepareSignature(csv: Uint8Array, credential: SigningCredential, signingTime: Date): PreparedSignature;
  /** Checks structure, digests, signature, role and chain to the roots this installation trusts. */
  verify(xml: Uint8Array, at: Date): Promise<SignatureReport>;
}

export interface OutsideServices {
  files: PrescriptionFilePort;
  eligibility: EligibilityPort;
  ePrescription: EPrescriptionPort;
  signing: SigningPort;
  timestamp: TimestampPort;
  sharing: SharingPort;
}
