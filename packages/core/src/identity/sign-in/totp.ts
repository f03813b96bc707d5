import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';
import { decryptAtRest, encryptAtRest } from '../../shared/index.ts';
import type { SignInContext } from './context.ts';

const periodSeconds = 30;

/** 160 random bits, Base32, as every authenticator app takes it. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

export const sealTotpSecret = (key: Uint8Array, secret: string): Uint8Array =>
  encryptAtRest(key, Buffer.from(secret, 'utf8'));

export const openTotpSecret = (key: Uint8Array, sealed: Uint8Array): string =>
  Buffer.from(decryptAtRest(key, sealed)).toString('utf8');

/** What the QR code says. */
export const totpUri = (secret: string, loginId: string): string =>
  generateURI({ issuer: 'Shirube', label: loginId, secret });

/** The code as people type it: full-width figures and a space in the middle are fine. */
export const cleanCode = (code: string): string => code.normalize('NFKC').replace(/[\s-]/g, '');

/**
 * The time step a code belongs to, or null when it is wrong or not newer than the last used one. RFC 6238 with one step of drift
 * each way; the time is the server's.
 */
export function totpStep(secret: string, code: string, lastStep: number, now: Date): number | null {
  const clean = cleanCode(code);
  if (!/^\d{6}$/.test(clean)) return null;
  const result = verifySync({
    secret,
    token: clean,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: periodSeconds,
    afterTimeStep: lastStep,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** The code of a time step; for the demo, whose secrets are known. */
export const totpCode = (secret: string, step: number): string =>
  generateSync({ secret, epoch: step * periodSeconds });

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / periodSeconds);

/** Checks a code against the person's app and uses it up. */
export async function useTotpCode(context: SignInContext, accountId: string, code: string): Promise<boolean> {
  const { identity } = context.database;
  const factor = await identity.totpOf(accountId, true);
  if (!factor) return false;
  const step = totpStep(openTotpSecret(context.key, factor.sealed), code, factor.lastStep, context.now());
  return step !== null && identity.useTotp(factor.totpId, step);
}
