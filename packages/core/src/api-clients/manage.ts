import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { readPublicKeys } from './keys.ts';
import type {
  changeClientInput,
  createClientInput,
  endCredentialInput,
  newCredentialAnswer,
  newCredentialSchema,
  rotateCredentialInput,
  setClientStateInput,
} from './schema.ts';
import { newClientSecret, sha256 } from './secrets.ts';

type NewCredential = z.output<typeof newCredentialSchema>;
type Answer = z.output<typeof newCredentialAnswer>;

const nameTaken = () =>
  new DomainError('conflict', '同じ名称の外部システムがあります。見分けのつく名称にしてください。', 'name');
const changedElsewhere = () =>
  new DomainError('stale', 'ほかの人が先に変更しました。画面を開き直してから、もう一度変えてください。');

/**
 * Lets another system in: a client with its scopes and its first credential. A secret is returned here and never again.
 * @throws DomainError conflict for a name in use, invalid for a key that is not accepted
 */
export async function createClient(
  uow: UnitOfWork,
  input: z.output<typeof createClientInput>,
): Promise<Answer> {
  const { credential, ...fields } = input;
  const staffId = requireStaff(uow);
  const client = await uow.tables.apiClient
    .create({
      data: {
        tenantId: uow.tenantId,
        ...fields,
        createdById: staffId,
        createdAt: uow.now,
        changedById: staffId,
        changedAt: uow.now,
      },
      select: { id: true },
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken() : error;
    });
  const made = await addCredential(uow, client.id, credential);
  uow.audit({
    action: 'client.create',
    entityType: 'api_client',
    entityId: client.id,
    detail: { scopes: fields.scopes, method: credential.method.kind },
  });
  return { clientId: client.id, ...made };
}

/**
 * Changes what a client may do and from where; tokens that are out lose a removed scope with it.
 * @throws DomainError not_found, stale, conflict
 */
export async function changeClient(
  uow: UnitOfWork,
  input: z.output<typeof changeClientInput>,
): Promise<{ rowVersion: number }> {
  const { clientId, rowVersion, ...fields } = input;
  const before = await requireClient(uow, clientId);
  const changed = await uow.tables.apiClient
    .updateMany({
      where: { id: clientId, rowVersion },
      data: {
        ...fields,
        changedById: requireStaff(uow),
        changedAt: uow.now,
        rowVersion: { increment: 1 },
      },
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken() : error;
    });
  if (changed.count !== 1) throw changedElsewhere();
  uow.audit({
    action: 'client.change',
    entityType: 'api_client',
    entityId: clientId,
    detail: { scopesBefore: before.scopes, scopes: fields.scopes, ipRanges: fields.ipRanges.length },
  });
  return { rowVersion: rowVersion + 1 };
}

/**
 * Suspends, resumes or retires. Tokens that are out end with it at once and do not come back; retired is for good and ends the
 * credentials too.
 * @throws DomainError not_found, stale; conflict for a retired client
 */
export async function setClientState(
  uow: UnitOfWork,
  input: z.output<typeof setClientStateInput>,
): Promise<{ rowVersion: number }> {
  const { clientId, state, rowVersion } = input;
  await requireClient(uow, clientId);
  const changed = await uow.tables.apiClient.updateMany({
    where: { id: clientId, rowVersion },
    data: { state, changedById: requireStaff(uow), changedAt: uow.now, rowVersion: { increment: 1 } },
  });
  if (changed.count !== 1) throw changedElsewhere();
  if (state !== 'active')
    await uow.tables.$queryRaw`SELECT identity.api_revoke_client_tokens(${clientId}::uuid)`;
  if (state === 'retired')
    await uow.tables.$queryRaw`
      SELECT identity.api_end_credential(client_id, credential_id, interval '0')
        FROM identity.api_credentials() WHERE client_id = ${clientId}::uuid`;
  uow.audit({
    action: 'client.state',
    entityType: 'api_client',
    entityId: clientId,
    detail: { state },
  });
  return { rowVersion: rowVersion + 1 };
}

/**
 * A new credential beside the one in use, which ends after the overlap. At most two live at a time.
 * @throws DomainError not_found; conflict when two live already; invalid for a key that is not accepted
 */
export async function rotateCredential(
  uow: UnitOfWork,
  input: z.output<typeof rotateCredentialInput>,
): Promise<Answer> {
  await requireClient(uow, input.clientId);
  const made = await addCredential(uow, input.clientId, input.credential);
  await uow.tables.$queryRaw`
    SELECT identity.api_end_credential(client_id, credential_id, make_interval(hours => ${input.previousEndsInHours}))
      FROM identity.api_credentials()
     WHERE client_id = ${input.clientId}::uuid AND credential_id <> ${made.credentialId}::uuid`;
  uow.audit({
    action: 'client.rotate',
    entityType: 'api_client',
    entityId: input.clientId,
    detail: { method: input.credential.method.kind, previousEndsInHours: input.previousEndsInHours },
  });
  return { clientId: input.clientId, ...made };
}

/**
 * Ends a credential at once, with every token that was issued for it.
 * @throws DomainError not_found when it has ended already or is another client's
 */
export async function endCredential(
  uow: UnitOfWork,
  input: z.output<typeof endCredentialInput>,
): Promise<{ ended: true }> {
  await requireClient(uow, input.clientId);
  const rows = await uow.tables.$queryRaw<{ ended: boolean }[]>`
    SELECT identity.api_end_credential(${input.clientId}::uuid, ${input.credentialId}::uuid, interval '0') AS ended`;
  if (!rows[0]?.ended) throw notFound('認証の情報');
  uow.audit({
    action: 'client.end_credential',
    entityType: 'api_client',
    entityId: input.clientId,
    detail: { credentialId: input.credentialId },
  });
  return { ended: true };
}

async function requireClient(uow: UnitOfWork, clientId: string): Promise<{ scopes: string[] }> {
  const client = await uow.tables.apiClient.findFirst({
    where: { id: clientId },
    select: { state: true, scopes: true },
  });
  if (!client) throw notFound('外部システム');
  if (client.state === 'retired')
    throw new DomainError('conflict', '廃止した外部システムです。使うときは新しく登録してください。');
  return client;
}

async function addCredential(
  uow: UnitOfWork,
  clientId: string,
  { method, validDays }: NewCredential,
): Promise<{ credentialId: string; secret: string | null; validUntil: string }> {
  const secret = method.kind === 'secret' ? newClientSecret() : null;
  const keys =
    method.kind === 'private_key_jwt'
      ? JSON.stringify({ keys: await readPublicKeys(method.publicKey) })
      : null;
  const validUntil = new Date(uow.now.getTime() + validDays * 86_400_000);
  const rows = await uow.tables.$queryRaw<{ id: string | null }[]>`
    SELECT identity.api_add_credential(${clientId}::uuid, ${method.kind}, ${secret === null ? null : sha256(secret)}::bytea,
             ${keys}::jsonb, ${validUntil}::timestamptz, ${requireStaff(uow)}::uuid)::text AS id`;
  const credentialId = rows[0]?.id;
  if (!credentialId)
    throw new DomainError(
      'conflict',
      '認証の情報は同時に二つまでです。古いほうを終わらせてから、新しく作ってください。',
    );
  return { credentialId, secret, validUntil: toInstant(validUntil) };
}
