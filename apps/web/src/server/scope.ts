import 'server-only';
import { type Holder, isLicence } from '@shirube/core/identity';
import type { Membership, Origin, ResolvedSession, Scope } from '@shirube/db';

/** Roles and licence of a membership, as permissions ask for them. A licence that is not in the list counts as none. */
export const holderOf = (membership: Membership): Holder => ({
  roles: membership.roles,
  licence: membership.licence !== null && isLicence(membership.licence) ? membership.licence : null,
});

/** Who acts where: from the session and the URL, never from a body. */
export function scopeOf(
  session: ResolvedSession,
  membership: Membership,
  request: { requestId: string; ip: string | null },
): Scope {
  const origin: Origin = {
    client: 'browser',
    ip: request.ip,
    sessionId: session.sessionId,
    authentication: session.factors.join('+'),
  };
  return {
    tenantId: membership.tenantId,
    actor: {
      staffId: membership.staffId,
      name: membership.staffName,
      role: membership.roles.join(','),
      requestId: request.requestId,
      origin,
    },
  };
}
