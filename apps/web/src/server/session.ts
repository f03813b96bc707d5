import 'server-only';
import { createHash } from 'node:crypto';
import type { Membership, ResolvedSession } from '@shirube/db';
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

/** The session behind a token, or null when it is unknown, ended or idle too long. */
export async function resolveToken(token: string | undefined): Promise<ResolvedSession | null> {
  if (!token) return null;
  return database().identity.resolveSession(tokenSha256(token), environment().SHIRUBE_IDLE_MINUTES * 60);
}

/** The signed-in person of this request; looked up once per request. */
export const currentSession = cache(async (): Promise<ResolvedSession | null> => {
  const jar = await cookies();
  return resolveToken(jar.get(sessionCookieName())?.value);
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
