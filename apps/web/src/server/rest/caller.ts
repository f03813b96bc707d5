import 'server-only';
import { isIP } from 'node:net';
import { DomainError } from '@shirube/core/shared';
import type { Scope } from '@shirube/db';
import { environment } from '../../env.ts';
import { addressOf } from '../session.ts';

/** The issuer identifier of this installation (RFC 8414), which is also the only audience of assertions. */
export const issuer = (): string => new URL(environment().SHIRUBE_PUBLIC_URL).origin;

/** The address a program calls from, comparable with a clinic's ranges; null when no trusted proxy says it. */
export function callerOf(request: Request): string | null {
  const raw = addressOf(request.headers.get('x-forwarded-for'));
  if (raw === null) return null;
  const bare = raw.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) === 0 || bare.includes('%') ? null : bare;
}

/**
 * Ranges are of use only where addresses are known; elsewhere they would lock the client out, and the clinic would not know why.
 * @throws DomainError invalid
 */
export function requireKnownAddresses(ipRanges: readonly string[]): void {
  if (ipRanges.length > 0 && environment().SHIRUBE_TRUSTED_PROXY !== 'true')
    throw new DomainError(
      'invalid',
      'この設置では、接続元のIPアドレスを確かめられません。運用の担当者に知らせるか、接続元を空にしてください。',
      'ipRanges',
    );
}

/** An outside system acts under its own name: no member of staff stands behind what it does. */
export function scopeOfClient(
  client: { tenantId: string; clientId: string; clientName: string; authentication: string | null },
  request: { requestId: string; address: string | null },
): Scope {
  return {
    tenantId: client.tenantId,
    actor: {
      staffId: null,
      name: client.clientName,
      role: 'api',
      requestId: request.requestId,
      origin: {
        client: 'api',
        ip: request.address,
        sessionId: null,
        authentication: client.authentication,
        apiClientId: client.clientId,
      },
    },
  };
}
