import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { csvFile } from './csv.ts';
import { labelOf } from './groups.ts';
import { filterWhere, patientNames, requirePatient, staffNames } from './list-audit.ts';
import {
  type AuditFilter,
  auditFilter,
  type exportRequestSchema,
  type requestExportInput,
} from './schema.ts';

/** In one file; a spreadsheet takes about a million lines, a request twenty seconds. */
const mostRows = 100_000;
const page = 5_000;
/** A request is good for so long, and for who made it. */
const validMilliseconds = 10 * 60 * 1000;

/**
 * Asks for a file of the trail, with a reason. The request is an event of the trail; the file is fetched by its number within ten
 * minutes, so that neither reason nor filter stands in an address.
 * @throws DomainError not_found for a patient of another clinic; invalid when the period is turned round or holds too much
 */
export async function requestAuditExport(
  uow: UnitOfWork,
  { reason, ...filter }: z.output<typeof requestExportInput>,
): Promise<z.output<typeof exportRequestSchema>> {
  requireStaff(uow);
  if (filter.patientId !== null) await requirePatient(uow, filter.patientId);
  if (filter.to < filter.from)
    throw new DomainError('invalid', '期間の終わりが始まりより前です。期間を選び直してください。', 'to');
  const rows = await uow.tables.auditEvent.count({ where: { AND: filterWhere(filter) } });
  if (rows > mostRows)
    throw new DomainError(
      'invalid',
      `${rows}件あり、一度に書き出せる${mostRows}件を超えています。期間を短くしてください。`,
      'from',
    );
  const exportId = randomUUID();
  uow.audit({
    action: 'audit.export',
    patientId: filter.patientId,
    entityType: 'audit_export',
    entityId: exportId,
    reason,
    detail: { ...filter, rows },
  });
  return { exportId, rows };
}

/**
 * The file of a request: CSV in UTF-8 with a byte order mark, for spreadsheets (csv.ts).
 * @throws DomainError not_found when there is no such request of this person within ten minutes
 */
export async function readAuditExport(
  uow: UnitOfWork,
  { exportId }: { exportId: string },
): Promise<Uint8Array> {
  const actorId = requireStaff(uow);
  const request = await uow.tables.auditEvent.findFirst({
    where: {
      action: 'audit.export',
      outcome: 'success',
      entityId: exportId,
      actorId,
      at: { gte: new Date(uow.now.getTime() - validMilliseconds) },
    },
    select: { detail: true, patientId: true, seq: true },
  });
  if (!request) throw notFound('書き出しの申し込み');
  const filter = auditFilter.parse(request.detail);
  const lines: (string | null)[][] = [];
  for (let after = -1n; ; ) {
    const rows = await readPage(uow, filter, after, request.seq);
    lines.push(...(await toLines(uow, rows)));
    const last = rows.at(-1);
    if (!last || rows.length < page) break;
    after = last.seq;
  }
  uow.audit({
    action: 'audit.export_fetch',
    patientId: request.patientId,
    entityType: 'audit_export',
    entityId: exportId,
    detail: { rows: lines.length },
  });
  return csvFile([header, ...lines]);
}

const header = [
  '番号',
  '日時',
  '記録時刻',
  '職員',
  '役割',
  '代行の相手',
  'したこと',
  '操作コード',
  '患者番号',
  '患者氏名',
  '結果',
  '理由',
  '対象',
  '対象ID',
  '詳細',
  '経路',
  '接続元',
  '認証',
  'セッション',
  '外部システム',
  '要求番号',
  'ハッシュ',
];
const outcomes = { success: '実行', refused: '拒否', failed: '失敗' } as const;
const tokyo = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Asia/Tokyo',
});

/** What had been recorded when the request was made; the request itself is not in its file. */
function readPage(uow: UnitOfWork, filter: AuditFilter, after: bigint, before: bigint) {
  return uow.tables.auditEvent.findMany({
    where: { AND: [...filterWhere(filter), { seq: { gt: after, lt: before } }] },
    orderBy: { seq: 'asc' },
    take: page,
  });
}

async function toLines(
  uow: UnitOfWork,
  rows: Awaited<ReturnType<typeof readPage>>,
): Promise<(string | null)[][]> {
  const patientOf = await patientNames(
    uow,
    rows.map((row) => row.patientId),
  );
  const staffOf = await staffNames(
    uow,
    rows.map((row) => row.onBehalfOfId),
  );
  return rows.map((row) => [
    String(row.seq),
    tokyo.format(row.at),
    tokyo.format(row.recordedAt),
    row.actorName,
    row.actorRole,
    staffOf.get(row.onBehalfOfId ?? '') ?? null,
    labelOf(row.action),
    row.action,
    patientOf.get(row.patientId ?? '')?.number ?? null,
    patientOf.get(row.patientId ?? '')?.name ?? null,
    outcomes[row.outcome],
    row.reason,
    row.entityType,
    row.entityId,
    row.detail === null ? null : JSON.stringify(row.detail),
    row.client,
    row.ip,
    row.authentication,
    row.sessionId,
    row.apiClientId,
    row.requestId,
    Buffer.from(row.hash).toString('hex'),
  ]);
}
