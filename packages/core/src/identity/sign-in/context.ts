import { createHash, randomBytes } from 'node:crypto';
import type { Database, Factor, Place, SignInEventKind } from '@shirube/db';

/** What sign-in works with: no clinic yet, the whole installation. */
export interface SignInContext {
  database: Database;
  /** the 32-byte key that seals authenticator secrets */
  key: Uint8Array;
  /** WebAuthn relying party: the host people open Shirube at, and the exact origin */
  relyingParty: { id: string; origin: string };
  /** how long a session lives at most, from both factors on; 12 hours by the guideline's bar */
  lifetimeSeconds: number;
  place: Place;
  requestId: string;
  now(): Date;
  /**
   * Does something after the answer has left. What follows a wrong password depends on whether the account exists, and
   * must not lengthen the answer.
   */
  later(work: () => Promise<void>): void;
}

/** How long the second factor may take after the password. */
export const pendingSeconds = 10 * 60;

/** How recent the proof of a factor must be for signing, exports, and changes of rights and factors. The one place that says so. */
export const stepUpSeconds = 10 * 60;

/** Whether a session's last proof is recent enough for what asks for a step-up. */
export const isAssured = (assuredAt: Date | null, now: Date): boolean =>
  assuredAt !== null && now.getTime() - assuredAt.getTime() < stepUpSeconds * 1000;

/**
 * Why sign-in goes no further. Nothing in it tells whether an account exists.
 * wrong: what was given is not right. wait: too many tries. expired: begin again. unavailable: could not be checked, so refused.
 * enrol: no second factor is there yet. not_allowed: this step is not for this session.
 */
export type SignInRefusalCode =
  | 'wrong'
  | 'wait'
  | 'expired'
  | 'unavailable'
  | 'enrol'
  | 'code_needed'
  | 'not_allowed';

export class SignInRefused extends Error {
  readonly code: SignInRefusalCode;
  /** with `wait`: how long, or null until an administrator unlocks */
  readonly waitSeconds: number | null;
  constructor(code: SignInRefusalCode, waitSeconds: number | null = null, options?: ErrorOptions) {
    super(`sign-in refused: ${code}`, options);
    this.name = 'SignInRefused';
    this.code = code;
    this.waitSeconds = waitSeconds;
  }
}

/** 256 random bits. The browser's cookie holds it; the database its SHA-256. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string | Uint8Array): Uint8Array => createHash('sha256').update(text).digest();

/** What each event is called in the audit trail of the clinics; the person's own history has the rest. */
const auditActions: Partial<
  Record<SignInEventKind, { action: string; outcome: 'success' | 'failed' | 'refused' }>
> = {
  sign_in: { action: 'session.sign_in', outcome: 'success' },
  sign_in_failed: { action: 'session.sign_in', outcome: 'failed' },
  locked_out: { action: 'session.locked_out', outcome: 'refused' },
  sign_out: { action: 'session.sign_out', outcome: 'success' },
  screen_locked: { action: 'session.lock', outcome: 'success' },
  unlocked: { action: 'session.unlock', outcome: 'success' },
  step_up: { action: 'session.step_up', outcome: 'success' },
  step_up_failed: { action: 'session.step_up', outcome: 'failed' },
  password_changed: { action: 'credential.password_change', outcome: 'success' },
  password_reset: { action: 'credential.password_reset', outcome: 'success' },
  factor_added: { action: 'credential.factor_add', outcome: 'success' },
  factor_removed: { action: 'credential.factor_remove', outcome: 'success' },
  recovery_codes_issued: { action: 'credential.recovery_codes', outcome: 'success' },
  sessions_ended: { action: 'session.revoke', outcome: 'success' },
};

export interface PersonEvent {
  accountId: string;
  kind: SignInEventKind;
  factor?: Factor | null;
  sessionId?: string | null;
  /** what is proved in the session, for the trail */
  factors?: readonly Factor[];
}

/**
 * Notes what happened in the person's own history and in the audit trail of every clinic they work at. Throws when either can not
 * be written: what is not on record has not happened.
 */
export async function recordEvent(context: SignInContext, event: PersonEvent): Promise<void> {
  const { database, place, requestId } = context;
  await database.identity.recordEvent({
    accountId: event.accountId,
    kind: event.kind,
    factor: event.factor ?? null,
    sessionId: event.sessionId ?? null,
    place,
  });
  const audited = auditActions[event.kind];
  if (!audited) return;
  for (const clinic of await database.identity.clinicsOf(event.accountId)) {
    // before a factor is proved nobody knows who it is: the person is the object and not the actor
    const known = audited.outcome === 'success';
    await database.run(
      {
        tenantId: clinic.tenantId,
        actor: {
          staffId: known ? clinic.staffId : null,
          name: known ? clinic.staffName : `${clinic.staffName}（ログイン前）`,
          role: known ? clinic.roles.join(',') : 'system',
          requestId,
          origin: {
            client: 'browser',
            ip: place.ip,
            sessionId: event.sessionId ?? null,
            authentication: event.factors && event.factors.length > 0 ? event.factors.join('+') : null,
          },
        },
      },
      async (uow) => {
        uow.audit({
          action: audited.action,
          outcome: audited.outcome,
          entityType: 'staff',
          entityId: clinic.staffId,
          ...(event.factor ? { reason: event.factor } : {}),
        });
      },
    );
  }
}
