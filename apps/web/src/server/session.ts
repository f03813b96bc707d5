import 'server-only';
import { createHash, X509Certificate } from 'node:crypto';
import type { Membership, ResolvedSession, SessionState } from '@shirube/db';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { environment } from '../env.ts';
import { database } from './database.ts';

/** The cookie carries an opaque random token; the database keeps its SHA-256. */
export const tokenSha256 = (token: string): Uint8Array => createHash('sha256').update(token).digest();

export function sessionCookieName(): string {
  return environment().SHIRUBE_PUBLIC_URL.startsWith('https://')
    ? '__Host-shirube.session'
    : 'shirube.session';
}

/** What a request says of itself beside the token. */
export interface Caller {
  /** as the outermost trusted proxy saw it; null when unknown */
  ip: string | null;
  /** the proxy verified a client certificate */
  clientCertificate: boolean;
  /** how long ago the person last touched the screen, in seconds, as our own page reports it; polling is not touching */
  quietSeconds: number;
}

export const quietHeader = 'shirube-quiet';

/** The browser locks at the idle limit; the server, which hears of the last touch later, this much after. */
const idleMarginSeconds = 90;

/** The state of the session behind a token. */
export async function stateOfToken(token: string | undefined, caller: Caller): Promise<SessionState> {
  if (!token) return { stage: 'none' };
  return database().identity.sessionState(tokenSha256(token), {
    idleAtMost: environment().SHIRUBE_IDLE_MINUTES,
    marginSeconds: idleMarginSeconds,
    ...caller,
  });
}

/** Where a request comes from, read from its headers. */
export function callerOf(head: { get(name: string): string | null }): Caller {
  const quiet = Number(head.get(quietHeader) ?? 0);
  return {
    ip: addressOf(head.get('x-forwarded-for')),
    clientCertificate: hasClientCertificate(head.get('client-cert')),
    quietSeconds: Number.isFinite(quiet) && quiet > 0 ? Math.min(quiet, 86_400) : 0,
  };
}

/** The session of this request, whatever its stage; looked up once per request. */
export const currentState = cache(async (): Promise<SessionState> => {
  const jar = await cookies();
  return stateOfToken(jar.get(sessionCookieName())?.value, callerOf(await headers()));
});

/** The signed-in person of this request: both factors proved and the screen not locked. */
export const currentSession = cache(async (): Promise<ResolvedSession | null> => {
  const state = await currentState();
  return state.stage === 'active' ? state.session : null;
});

/** The person's place in the clinic named by the URL, or null: a stranger learns nothing of what exists. */
export function membershipOf(session: ResolvedSession | null, clinic: string): Membership | null {
  return session?.memberships.find((membership) => membership.tenantSlug === clinic) ?? null;
}

/**
 * The caller's address, or null: X-Forwarded-For is believed only when SHIRUBE_TRUSTED_PROXY says that a proxy of ours writes it,
 * and then only its last entry, which that proxy added.
 */
export function addressOf(forwardedFor: string | null): string | null {
  if (environment().SHIRUBE_TRUSTED_PROXY !== 'true') return null;
  return forwardedFor?.split(',').at(-1)?.trim() || null;
}

export const callerAddress = async (): Promise<string | null> =>
  addressOf((await headers()).get('x-forwarded-for'));

/**
 * Whether the proxy verified a client certificate: the header Client-Cert (RFC 9440, `:base64 of DER:`, or URL-escaped PEM as nginx
 * writes it), believed only from a proxy of ours, and only while the certificate is valid.
 */
export function hasClientCertificate(header: string | null): boolean {
  if (environment().SHIRUBE_TRUSTED_PROXY !== 'true' || !header) return false;
  try {
    const structured = /^:([A-Za-z0-9+/=]+):$/.exec(header.trim());
    const certificate = new X509Certificate(
      structured ? Buffer.from(structured[1] as string, 'base64') : decodeURIComponent(header),
    );
    const now = Date.now();
    return certificate.validFromDate.getTime() <= now && now < certificate.validToDate.getTime();
  } catch {
    return false;
  }
}
