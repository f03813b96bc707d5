import type { CalendarDate, Instant } from '../records/index.ts';
import { PortError } from './errors.ts';

/** What the service says about a Bundle it refuses, item by item. The rule ids are those of the profiles (R9013C …). */
export interface SharingIssue {
  severity: 'error' | 'warning' | 'information';
  ruleId: string;
  /** FHIRPath of the element: Bundle.entry[3].resource.onsetDateTime */
  path: string;
  text: string;
}

/** The service's validation refuses a Bundle; the issues stand beside the items that caused them. */
export class SharingRefused extends PortError {
  readonly issues: readonly SharingIssue[];
  constructor(userMessage: string, code: string | null, issues: readonly SharingIssue[]) {
    super('sharing', 'user_fixable', userMessage, code);
    this.name = 'SharingRefused';
    this.issues = issues;
  }
}

/** 被保険者個人識別子 (保険者番号:記号:番号:枝番) with the birth date: how the service knows a person. */
export interface SharingPerson {
  insuredId: string;
  birthDate: CalendarDate;
}

/** The two bundles a patient consents to at the card reader. */
export type SharedScope = 'sharedDiagnoses' | 'sharedClinical';

/** How far a referral that was sent has come, and one that waits for us. */
export type ReferralState =
  /** 閲覧保留: the receiver may not open it before the patient consents */
  | 'on_hold'
  /** 閲覧可 */
  | 'readable'
  /** 受領済 */
  | 'received'
  | 'cancelled';

export interface ReferralNotice {
  /** Bundle.identifier: the 文書ID */
  identifier: string;
  from: { institutionCode: string; name: string };
  /** as the sender wrote it; enough to know whom it is about */
  patient: { name: string; kana: string | null; birthDate: CalendarDate; sex: string };
  person: SharingPerson;
  issuedOn: CalendarDate;
  registeredAt: Instant;
  state: ReferralState;
  /** counted up when the sender replaces it */
  revision: number;
}

export interface SharedInformationBundle {
  identifier: string;
  institutionCode: string;
  institutionName: string;
  registeredAt: Instant;
  /** the FHIR Bundle as it was registered */
  content: Uint8Array;
}

interface Request {
  institutionCode: string;
  /** the same id with the same content is answered the same; 1–64 letters, digits, - and _ */
  requestId: string;
}

/**
 * 電子カルテ情報共有サービス. assumed: all shapes, since the interface specification is not public; the operations are those of the
 * 技術解説書. Throws PortError (SharingRefused where validation refuses); `unknown` where the other side may have acted.
 */
export interface SharingPort {
  /** 利用状況確認: whether an institution is connected and may be addressed. null: nobody knows the number */
  institution(
    request: Request & { of: string },
  ): Promise<{ name: string; address: string | null; connected: boolean } | null>;
  /**
   * 登録. The same Bundle.identifier replaces what was registered before, as a whole or not at all (変更).
   * readable: a referral whose patient consented at the referring site (閲覧可); otherwise it waits (閲覧保留).
   */
  register(
    request: Request & { bundle: Uint8Array; readable?: boolean },
  ): Promise<{ acknowledgementId: string; acceptedAt: Instant; replaced: boolean }>;
  /** 取消: no Bundle is sent. `found: false`: nothing is registered under it, which is as good */
  cancel(
    request: Request & { identifier: string; person: SharingPerson },
  ): Promise<{ found: boolean; at: Instant }>;
  /** What is registered under an identifier of ours: asked after an attempt whose end is unknown. null: nothing */
  registered(request: Request & { identifier: string }): Promise<{
    acknowledgementId: string;
    acceptedAt: Instant;
    contentSha256: string;
    revision: number;
  } | null>;
  /** 同意・受領状況照会: how far a referral of ours has come */
  referralState(
    request: Request & { identifier: string },
  ): Promise<{ state: ReferralState; receivedAt: Instant | null } | null>;
  /** 文書の取得, first part: referrals addressed to us, oldest first */
  referrals(request: Request): Promise<ReferralNotice[]>;
  /** The document itself. Refused with `status_conflict` while it is on hold */
  fetchReferral(request: Request & { identifier: string }): Promise<Uint8Array>;
  /** 受領: we have it; the service removes it about a week later */
  acceptReferral(request: Request & { identifier: string }): Promise<{ receivedAt: Instant }>;
  /** The patient consented to it at our card reader, or in words */
  releaseReferral(
    request: Request & { identifier: string; person: SharingPerson },
  ): Promise<{ state: ReferralState }>;
  /**
   * 6情報の閲覧: what other facilities registered about the person, within the consent. Refused with `auth` outside of it.
   * consentedAt: when the patient consented at our reader.
   */
  information(
    request: Request & { person: SharingPerson; scope: SharedScope; consentedAt: Instant },
  ): Promise<SharedInformationBundle[]>;
}
