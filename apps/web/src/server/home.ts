import 'server-only';
import { randomUUID } from 'node:crypto';
import { readSetup } from '@shirube/core/clinics';
import { may } from '@shirube/core/identity';
import type { Membership, ResolvedSession } from '@shirube/db';
import { database } from './database.ts';
import { holderOf, scopeOf } from './scope.ts';

/** Where somebody begins in a clinic: the day's list, or the set-up as long as nobody has finished it. */
export async function homePath(session: ResolvedSession, membership: Membership): Promise<string> {
  const clinic = `/c/${membership.tenantSlug}`;
  if (!may(holderOf(membership), 'clinic.edit')) return `${clinic}/board`;
  const scope = scopeOf(session, membership, { requestId: randomUUID(), ip: null });
  const { finishedAt } = await database().run(scope, readSetup);
  return finishedAt === null ? `${clinic}/setup` : `${clinic}/board`;
}
