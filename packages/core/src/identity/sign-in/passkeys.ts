import type { ChallengePurpose } from '@shirube/db';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { type SignInContext, sha256 } from './context.ts';

/** How long a touch may take. */
const challengeSeconds = 5 * 60;

const transportsOf = (transports: string[]) => transports as AuthenticatorTransport[];
const toBase64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A challenge is good for one answer, one purpose, one session, five minutes. */
const remember = (
  context: SignInContext,
  challenge: string,
  purpose: ChallengePurpose,
  sessionId: string | null,
): Promise<void> =>
  context.database.identity.putChallenge({
    challengeSha256: sha256(challenge),
    purpose,
    sessionId,
    lifetimeSeconds: challengeSeconds,
  });

/**
 * What the browser needs to ask for a passkey. Without an account the person chooses among the passkeys this device knows
 * (discoverable credentials): nothing is told about who exists. User verification (finger, face, PIN) is required always, so
 * that a passkey is two factors in one touch.
 */
export async function askForPasskey(
  context: SignInContext,
  of: { accountId: string; sessionId: string } | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = of ? await context.database.identity.passkeysOf(of.accountId) : [];
  const options = await generateAuthenticationOptions({
    rpID: context.relyingParty.id,
    userVerification: 'required',
    timeout: challengeSeconds * 1000,
    allowCredentials: known.map((passkey) => ({
      id: toBase64Url(passkey.credentialId),
      transports: transportsOf(passkey.transports),
    })),
  });
  await remember(context, options.challenge, of ? 'prove' : 'sign_in', of?.sessionId ?? null);
  return options;
}

/**
 * Checks the answer of a passkey: challenge, origin, relying party, user verification, signature, counter. Returns whose it is, or
 * null. Never says why: an authenticator's owner needs only "try again".
 */
export async function checkPasskey(
  context: SignInContext,
  response: AuthenticationResponseJSON,
  sessionId: string | null,
): Promise<{ accountId: string; passkeyId: string } | null> {
  const { identity } = context.database;
  const passkey = await identity.passkeyForProof(Buffer.from(response.id, 'base64url'));
  if (!passkey) return null;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) =>
      identity.takeChallenge(sha256(challenge), sessionId ? 'prove' : 'sign_in', sessionId),
    expectedOrigin: context.relyingParty.origin,
    expectedRPID: context.relyingParty.id,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: passkey.publicKey,
      counter: passkey.counter,
      transports: transportsOf(passkey.transports),
    },
  }).catch(() => null);
  if (!verified?.verified) return null;
  const fresh = await identity.usePasskey(passkey.passkeyId, verified.authenticationInfo.newCounter);
  return fresh ? { accountId: passkey.accountId, passkeyId: passkey.passkeyId } : null;
}

/** What the browser needs to make a passkey for this person. */
export async function offerPasskey(
  context: SignInContext,
  person: { accountId: string; sessionId: string; loginId: string; displayName: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await context.database.identity.passkeysOf(person.accountId);
  const options = await generateRegistrationOptions({
    rpName: '標 Shirube',
    rpID: context.relyingParty.id,
    // the user handle is the account's id: it says nothing about the person
    userID: new Uint8Array(Buffer.from(person.accountId.replaceAll('-', ''), 'hex')),
    userName: person.loginId,
    userDisplayName: person.displayName,
    attestationType: 'none',
    timeout: challengeSeconds * 1000,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((passkey) => ({
      id: toBase64Url(passkey.credentialId),
      transports: transportsOf(passkey.transports),
    })),
  });
  await remember(context, options.challenge, 'enrol', person.sessionId);
  return options;
}

/** Keeps a new passkey. Null when the answer is not right. */
export async function keepPasskey(
  context: SignInContext,
  person: { accountId: string; sessionId: string },
  response: RegistrationResponseJSON,
  name: string,
): Promise<string | null> {
  const { identity } = context.database;
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => identity.takeChallenge(sha256(challenge), 'enrol', person.sessionId),
    expectedOrigin: context.relyingParty.origin,
    expectedRPID: context.relyingParty.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return identity.addPasskey({
    accountId: person.accountId,
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    name,
    backedUp: credentialBackedUp,
  });
}
