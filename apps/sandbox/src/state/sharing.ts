import type { Instant } from '@shirube/core/records';

/** How far a referral has come: 閲覧保留, 閲覧可, 受領済, 取消. */
export type ReferralState = 'on_hold' | 'readable' | 'received' | 'cancelled';

/** What the sharing service holds under one identifier. */
export interface StoredBundle {
  identifier: string;
  institutionCode: string;
  personId: string;
  /** Condition, AllergyIntolerance, Observation, referral, checkup or care_summary */
  kind: string;
  entryCount: number;
  /** when it was first registered, and when this revision of it */
  registeredAt: Instant;
  acceptedAt: Instant;
  acknowledgementId: string;
  requestId: string;
  contentSha256: string;
  contentBase64: string;
  /** 1 when first registered, counted up by each replacement */
  revision: number;
  /** where a referral goes and how far it has come; null for everything else */
  referral: {
    to: string;
    state: ReferralState;
    receivedAt: Instant | null;
    cancelledAt: Instant | null;
  } | null;
}

export interface AcceptedSharingRequest {
  institutionCode: string;
  requestId: string;
  contentSha256: string;
  answer: { acknowledgementId: string; acceptedAt: Instant; replaced: boolean };
}
