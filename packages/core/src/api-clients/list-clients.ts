import type { UnitOfWork } from '@shirube/db';
import type { JWK } from 'jose';
import { nullable, toInstant } from '../shared/rows.ts';
import { keyWords } from './keys.ts';
import type { ApiClientView } from './schema.ts';
import { isApiScope } from './scopes.ts';

interface CredentialRow {
  clientId: string;
  id: string;
  kind: 'secret' | 'private_key_jwt';
  keys: JWK[] | null;
  validFrom: Date;
  validUntil: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** The clinic's 外部システム, those in use first, with what each may do and when it was last used. No secret and no key leaves. */
export async function listClients(uow: UnitOfWork): Promise<ApiClientView[]> {
  const clients = await uow.tables.apiClient.findMany({ orderBy: [{ state: 'asc' }, { name: 'asc' }] });
  const credentials = await uow.tables.$queryRaw<CredentialRow[]>`
    SELECT client_id::text AS "clientId", credential_id::text AS id, kind, keys, valid_from AS "validFrom",
           valid_until AS "validUntil", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
      FROM identity.api_credentials()`;
  const staff = await uow.tables.staff.findMany({ select: { id: true, familyName: true, givenName: true } });
  const nameOf = new Map(staff.map((person) => [person.id, `${person.familyName} ${person.givenName}`]));
  uow.audit({ action: 'client.list', detail: { rows: clients.length } });
  return clients.map((client) => {
    const own = credentials.filter((each) => each.clientId === client.id);
    const used = own.flatMap((each) => (each.lastUsedAt ? [each.lastUsedAt.getTime()] : []));
    return {
      id: client.id,
      name: client.name,
      purpose: client.purpose,
      contact: client.contact,
      scopes: client.scopes.filter(isApiScope),
      ipRanges: client.ipRanges,
      quotaPerMinute: client.quotaPerMinute,
      requireDpop: client.requireDpop,
      state: client.state,
      createdAt: toInstant(client.createdAt),
      createdByName: nameOf.get(client.createdById) ?? '',
      changedAt: toInstant(client.changedAt),
      changedByName: nameOf.get(client.changedById) ?? '',
      rowVersion: client.rowVersion,
      lastUsedAt: used.length === 0 ? null : toInstant(new Date(Math.max(...used))),
      credentials: own.map((each) => ({
        id: each.id,
        kind: each.kind,
        keys: (each.keys ?? []).map((key) => ({ kid: key.kid ?? '', words: keyWords(key) })),
        validFrom: toInstant(each.validFrom),
        validUntil: toInstant(each.validUntil),
        live: each.revokedAt === null && each.validUntil.getTime() > uow.now.getTime(),
        lastUsedAt: nullable(each.lastUsedAt, toInstant),
      })),
    };
  });
}
