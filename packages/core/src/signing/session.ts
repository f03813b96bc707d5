import { createHash, randomBytes } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { PortError, type SigningProviderId } from '../ports/index.ts';
import { isSigningProblem, signingError } from '../ports/signing-problems.ts';
import { requireStaff } from '../shared/actor.ts';
import { encryptAtRest } from '../shared/encryption.ts';
import { DomainError } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { certificateWarningDays, type SigningStatus } from './schema.ts';
import { chooseCredential, type DoctorAtSigning } from './signer.ts';

/** How long an authentication may take from its start to the return of the browser. */
const pendingMs = 10 * 60_000;
const dayMs = 24 * 3600_000;

export const doctorAtSigning = {
  familyName: true,
  givenName: true,
  licence: true,
  hpkiCredentialId: true,
  hpkiCertificateSha256: true,
} as const;

/** The authorization of today; null: none, or it has run out. */
export const liveSession = (uow: UnitOfWork, staffId: string) =>
  uow.tables.signingSession.findFirst({
    where: { staffId, state: 'authorized', expiresAt: { gt: uow.now } },
    orderBy: { expiresAt: 'desc' },
  });

/**
 * Whether today's authorization was made in the sign-in that asks. Then it stands for the step-up before signing: it began with one,
 * proved the doctor at the signing service as well, and the screen that holds it locks itself when it is left alone.
 */
export async function isAuthorizedHere(uow: UnitOfWork): Promise<boolean> {
  const here = uow.actor.origin?.sessionId ?? null;
  return here !== null && (await liveSession(uow, requireStaff(uow)))?.signInId === here;
}

/** A remote service needs to be told whose credential is meant; the others know it from the card or the person. */
const isOpenTo = (provider: SigningProviderId, doctor: DoctorAtSigning): boolean =>
  provider !== 'csc-v2' || doctor.hpkiCredentialId !== null;

/** Whether the acting doctor may sign without authenticating again today, how they could, and what else should be known. */
export async function signingStatus(
  uow: UnitOfWork,
  offered: readonly SigningProviderId[],
): Promise<SigningStatus> {
  const staffId = requireStaff(uow);
  const doctor = await uow.tables.staff.findFirstOrThrow({
    where: { id: staffId },
    select: { ...doctorAtSigning, hpkiCertificateValidTo: true },
  });
  const live = await liveSession(uow, staffId);
  const latest = await uow.tables.signingSession.findFirst({
    where: { staffId },
    orderBy: { createdAt: 'desc' },
  });
  const used = await uow.tables.signingSession.findFirst({
    where: { staffId, authorizedAt: { not: null } },
    orderBy: { authorizedAt: 'desc' },
  });
  const open = offered.filter((provider) => isOpenTo(provider, doctor));
  const lapses = latest === null ? null : new Date(latest.createdAt.getTime() + pendingMs);
  return {
    authorized: live !== null,
    expiresAt: live?.expiresAt?.toISOString() ?? null,
    available: open.length > 0,
    providers: [
      ...open.filter((provider) => provider === used?.provider),
      ...open.filter((provider) => provider !== used?.provider),
    ],
    pendingUntil:
      live === null && latest?.state === 'pending' && lapses && lapses > uow.now
        ? lapses.toISOString()
        : null,
    certificateEnds: certificateEnds(used?.certificateValidTo ?? doctor.hpkiCertificateValidTo, uow.now),
  };
}

function certificateEnds(validTo: Date | null, now: Date): SigningStatus['certificateEnds'] {
  if (validTo === null) return null;
  const daysLeft = Math.floor((validTo.getTime() - now.getTime()) / dayMs);
  return daysLeft > Math.max(...certificateWarningDays) ? null : { validTo: validTo.toISOString(), daysLeft };
}

/** The last minute of the calendar day in Asia/Tokyo. */
const endOfDay = (now: Date): Date => new Date(`${todayInTokyo(now)}T23:59:59+09:00`);

/** The nonce of an authorization: made from its verifier, so that only who started it can expect it (OpenID Connect core §15.5.2). */
const nonceOf = (codeVerifier: string): string =>
  createHash('sha256').update(`nonce:${codeVerifier}`).digest('base64url');

/**
 * Starts the day's authentication (OAuth 2 authorization code with PKCE S256). Returns where the doctor's browser goes; it comes back
 * to redirectUri. Without a provider: the one used last, or the first that is offered.
 * @throws DomainError needs_signing when no way is open to this doctor
 */
export async function startSigning(
  flow: FlowContext,
  input: { redirectUri: string; provider?: SigningProviderId | undefined },
): Promise<{ authorizationUrl: string }> {
  const state = randomBytes(24).toString('base64url');
  const codeVerifier = randomBytes(48).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const started = await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const { providers } = await signingStatus(uow, flow.services.signing.offered);
    const provider = input.provider ?? providers[0];
    if (provider === undefined || !providers.includes(provider))
      throw new DomainError(
        'needs_signing',
        'HPKI の電子証明書が登録されていません。管理者に登録を頼んでください。',
      );
    const { hpkiCredentialId } = await uow.tables.staff.findFirstOrThrow({ where: { id: staffId } });
    await uow.tables.signingSession.create({
      data: {
        tenantId: uow.tenantId,
        staffId,
        provider,
        credentialId: hpkiCredentialId,
        state: 'pending',
        oauthState: state,
        codeVerifier,
        signInId: uow.actor.origin?.sessionId ?? null,
        createdAt: uow.now,
      },
    });
    uow.audit({ action: 'signing.start', entityType: 'staff', entityId: staffId, detail: { provider } });
    return { provider, loginHint: hpkiCredentialId };
  });
  const port = flow.services.signing.with(started.provider);
  if (!port) throw notOffered();
  return {
    authorizationUrl: port.authorizationUrl({
      redirectUri: input.redirectUri,
      state,
      codeChallenge,
      nonce: nonceOf(codeVerifier),
      loginHint: started.loginHint,
    }),
  };
}

const notOffered = () =>
  new DomainError('needs_signing', 'この認証の方法は、今は使えません。もう一度、認証してください。');

/**
 * The browser is back. The state must be the one this doctor started with, less than ten minutes ago, and what the authorization
 * opens must be this doctor's own certificate. It holds until the service ends it, and not beyond the day (Asia/Tokyo).
 * @throws DomainError needs_signing, conflict; PortError, with the refusal on record
 */
export async function completeSigning(
  flow: FlowContext,
  key: Uint8Array,
  input: { redirectUri: string; code: string; state: string },
): Promise<{ expiresAt: string }> {
  const pending = await flow.run((uow) =>
    uow.tables.signingSession.findFirst({
      where: {
        staffId: requireStaff(uow),
        state: 'pending',
        oauthState: input.state,
        createdAt: { gt: new Date(uow.now.getTime() - pendingMs) },
      },
      include: { staff: { select: doctorAtSigning } },
    }),
  );
  const port = pending && flow.services.signing.with(pending.provider);
  if (!pending?.codeVerifier || !port)
    throw new DomainError(
      'needs_signing',
      '認証の受け付けが確かめられませんでした。もう一度、認証してください。',
    );
  try {
    const { token, expiresAt } = await port.completeAuthorization({
      redirectUri: input.redirectUri,
      code: input.code,
      codeVerifier: pending.codeVerifier,
      nonce: nonceOf(pending.codeVerifier),
    });
    const offered = await port.listCredentials(token);
    const credential = offered && chooseCredential(pending.staff, offered, flow.now());
    const endsAt = new Date(Math.min(Date.parse(expiresAt), endOfDay(flow.now()).getTime()));
    await flow.run(async (uow) => {
      const changed = await uow.tables.signingSession.updateMany({
        where: { id: pending.id, state: 'pending' },
        data: {
          state: 'authorized',
          credentialId: credential?.id ?? pending.credentialId,
          certificateValidTo: credential ? new Date(credential.validTo) : null,
          tokenEncrypted: encryptAtRest(key, Buffer.from(token, 'utf8')),
          oauthState: null,
          codeVerifier: null,
          authorizedAt: uow.now,
          expiresAt: endsAt,
        },
      });
      if (changed.count !== 1)
        throw new DomainError('conflict', 'この認証はすでに使われています。もう一度、認証してください。');
      uow.audit({
        action: 'signing.authorize',
        entityType: 'staff',
        entityId: pending.staffId,
        detail: { provider: pending.provider },
      });
    });
    return { expiresAt: endsAt.toISOString() };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await endSessions(flow, error);
    throw isSigningProblem(error.code) || error.kind !== 'auth'
      ? inOurWords(error)
      : signingError('access_denied');
  }
}

/** The codes that stop everything: somebody else's certificate, or one that may not prescribe. */
const hardStops: readonly (string | null)[] = ['signer_mismatch', 'role_missing'];

/**
 * After an authorization that does not hold (any more), the doctor authenticates anew; a certificate that is not theirs is on record.
 * A service that is only out of reach ends nothing.
 */
export async function endSessions(flow: FlowContext, error: PortError): Promise<void> {
  const isStop = hardStops.includes(error.code);
  if (error.kind !== 'auth' && !isStop) return;
  await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    await uow.tables.signingSession.updateMany({
      where: { staffId, state: { in: ['authorized', 'pending'] } },
      data: { state: 'ended', tokenEncrypted: null, oauthState: null, codeVerifier: null },
    });
    if (isStop)
      uow.audit({
        action: 'signing.stop',
        entityType: 'staff',
        entityId: staffId,
        outcome: 'refused',
        reason: error.code ?? error.kind,
      });
  });
}

/** An authorization that ended, and a service that does not answer, are spoken of in one way; what we know better keeps its own sentence. */
export function inOurWords(error: PortError): PortError {
  if (isSigningProblem(error.code)) return error;
  if (error.kind === 'auth') return signingError('token_ended');
  return error.kind === 'retryable' ? signingError('out_of_reach') : error;
}
