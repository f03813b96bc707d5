import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { labelOf } from '../audit/groups.ts';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import type { clientActivitySchema } from './schema.ts';

/** Why something was refused, in words for the clinic. What a signature lacked is for the other side to look up. */
const reasonWords: Record<string, string> = {
  rate_limit: '回数の上限を超えた',
  scope: '許可していない操作',
  address: '許可していないIPアドレス',
  suspended: '停止中',
  credential: '認証の情報が違う',
  locking: '認証の失敗が続いたため、15分間止めた',
  replayed: '使用済みの署名',
  dpop: 'トークンの鍵の証明がない',
};

const mostEvents = 50;
/** days looked back: further back is the audit trail's own page */
const days = 30;

/**
 * The newest events of a client. Looking at them is itself an event.
 * @throws DomainError not_found, also for a client of another clinic
 */
export async function listClientActivity(
  uow: UnitOfWork,
  input: { clientId: string },
): Promise<z.output<typeof clientActivitySchema>> {
  const client = await uow.tables.apiClient.findFirst({
    where: { id: input.clientId },
    select: { id: true },
  });
  if (!client) throw notFound('外部システム');
  const rows = await uow.tables.auditEvent.findMany({
    where: { apiClientId: client.id, at: { gte: new Date(uow.now.getTime() - days * 86_400_000) } },
    orderBy: [{ at: 'desc' }, { seq: 'desc' }],
    take: mostEvents,
  });
  const patients = await uow.tables.patient.findMany({
    where: { id: { in: [...new Set(rows.flatMap((row) => row.patientId ?? []))] } },
    select: { id: true, patientNumber: true },
  });
  const numberOf = new Map(patients.map((patient) => [patient.id, patient.patientNumber]));
  uow.audit({ action: 'client.activity', entityType: 'api_client', entityId: client.id });
  return rows.map((row) => ({
    id: row.id,
    at: toInstant(row.at),
    label: labelOf(row.action),
    patientNumber: row.patientId ? (numberOf.get(row.patientId) ?? null) : null,
    ip: row.ip,
    outcome: row.outcome,
    reason: row.reason === null ? null : (reasonWords[row.reason] ?? '署名の検証に失敗'),
  }));
}
