/** What the stand-in services remember. Plain data, so that it can be written to one file as it is. */
import type { CalendarDate, Instant } from '@shirube/core/records';
import type { AcceptedSharingRequest, StoredBundle } from './sharing.ts';

export const CONSENT_SCOPES = [
  'medication',
  'diagnosis',
  'checkup',
  'surgery',
  'sharedDiagnoses',
  'sharedClinical',
] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

export interface CardTap {
  institutionCode: string;
  personId: string;
  tappedAt: Instant;
  consents: Record<ConsentScope, boolean>;
  issueSelect: 'electronic' | 'paper' | null;
}

export interface FaceFile {
  institutionCode: string;
  fileName: string;
  createdAt: Instant;
  contentBase64: string;
}

export type PrescriptionStatus = 'registered' | 'dispensing' | 'dispensed' | 'cancelled';

export interface StoredLine {
  rpNumber: number;
  itemNumber: number;
  formClass: string;
  /** 内服 = days, 頓服 = times, others 1 */
  quantity: number;
  usageText: string;
  name: string;
  dose: string;
  unit: string;
  receiptCode: string | null;
  /** YJ code or a 一般名 code: its first 7 characters are the ingredient with its route */
  ingredientPath: string;
}

/** 調剤結果: what a pharmacy reported, as it is handed out. */
export interface StoredDispensing {
  dispensingId: string;
  registeredAt: Instant;
  pharmacy: { code: string; name: string };
  contentBase64: string;
}

export interface StoredPrescription {
  prescriptionId: string;
  /** empty for 院内処方情報 */
  accessCode: string;
  institutionCode: string;
  facilityName: string;
  prescriberName: string;
  arbitraryFileIdentifier: string;
  /** SHA-256 of what was sent, hex: tells a repeat from a collision */
  contentSha256: string;
  contentBase64: string;
  /** the prescription this one replaced (変更) */
  replaces: string | null;
  /** 1 電子, 2 紙, 3 院内処方情報 */
  issueType: '1' | '2' | '3';
  status: PrescriptionStatus;
  personId: string;
  patientName: string;
  issuedOn: CalendarDate;
  validUntil: CalendarDate;
  lines: StoredLine[];
  createdAt: Instant;
  receivedAt: Instant | null;
  dispensedAt: Instant | null;
  cancelledAt: Instant | null;
  pharmacy: { code: string; name: string } | null;
  /** 伝達事項 of the pharmacy */
  pharmacyMessage: string | null;
  /** リフィル: total number of uses; null when it is none */
  refillTotal: number | null;
  /** oldest first */
  dispensings: StoredDispensing[];
}

export interface AuthorizationCode {
  codeSha256: string;
  credentialId: string;
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  scope: string;
  expiresAt: Instant;
}

export interface AccessToken {
  tokenSha256: string;
  credentialId: string;
  expiresAt: Instant;
}

/** One line of 届いたもの: that a message came, never what it said. */
export interface ReceivedMessage {
  at: Instant;
  institutionCode: string;
  operation: string;
  identifier: string;
  outcome: string;
}

export const FAULT_SERVICES = ['eligibility', 'eprescription', 'check', 'signing', 'tsa', 'sharing'] as const;
export type FaultService = (typeof FAULT_SERVICES)[number];
export const FAULT_MODES = [
  'normal',
  'slow',
  'down',
  'error',
  'timeout_after_commit',
  'malformed',
  /** the check answers for some lines only */
  'partial',
  'wrong_signature',
  /** the next signature only */
  'one_wrong_signature',
  /** 503, as while the service is being maintained */
  'maintenance',
  /** authorizations end after the next signature */
  'session_ends',
  /** the service's clock is an hour ahead */
  'clock_ahead',
  /** 429 */
  'too_many_requests',
  /** sharing: every registration is refused, item by item */
  'refusing',
  /** sharing: every notice of a referral comes twice */
  'duplicate_notices',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];
/** The operations of the sharing service that can fail by themselves. */
export const SHARING_OPERATIONS = [
  'institution',
  'register',
  'cancel',
  'registered',
  'referrals',
  'referral_state',
  'fetch_referral',
  'accept_referral',
  'release_referral',
  'information',
] as const;
export type SharingOperation = (typeof SHARING_OPERATIONS)[number];

export interface Fault {
  mode: FaultMode;
  /** null = the mode's own default */
  delayMs: number | null;
  /** sharing: this operation only; absent = all of them */
  operation?: SharingOperation | undefined;
}

export interface SandboxState {
  version: 1;
  institutions: Record<string, { name: string | null }>;
  cards: CardTap[];
  faceFiles: FaceFile[];
  prescriptions: StoredPrescription[];
  bundles: StoredBundle[];
  sharingRequests: AcceptedSharingRequest[];
  /** whether what other institutions hold has been laid in */
  elsewhereLaidIn: boolean;
  codes: AuthorizationCode[];
  tokens: AccessToken[];
  messages: ReceivedMessage[];
  faults: Record<FaultService, Fault>;
}

export function emptyState(): SandboxState {
  const normal = (): Fault => ({ mode: 'normal', delayMs: null });
  return {
    version: 1,
    institutions: {},
    cards: [],
    faceFiles: [],
    prescriptions: [],
    bundles: [],
    sharingRequests: [],
    elsewhereLaidIn: false,
    codes: [],
    tokens: [],
    messages: [],
    faults: {
      eligibility: normal(),
      eprescription: normal(),
      check: normal(),
      signing: normal(),
      tsa: normal(),
      sharing: normal(),
    },
  };
}
