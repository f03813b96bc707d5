import { isUniqueViolation, type UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';
import { nullable, toInstant } from '../../shared/rows.ts';
import { uuid } from '../../shared/schema.ts';

/** How long a file waits to be fetched. */
export const exportDays = 14;

export const clinicExportsSchema = z.array(
  z.object({
    exportId: uuid,
    state: z.enum(['waiting', 'running', 'ready', 'failed', 'removed']),
    requestedAt: z.string(),
    requestedByName: z.string(),
    finishedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
    byteLength: z.number().int().nullable(),
    rowCount: z.number().int().nullable(),
    sha256: z.string().nullable(),
    fetchedAt: z.string().nullable(),
  }),
);

/** The exports of the clinic, newest first. */
export async function listClinicExports(uow: UnitOfWork): Promise<z.output<typeof clinicExportsSchema>> {
  const rows = await uow.tables.clinicExport.findMany({ orderBy: { requestedAt: 'desc' }, take: 20 });
  return rows.map((row) => ({
    exportId: row.id,
    state: row.state as 'waiting',
    requestedAt: toInstant(row.requestedAt),
    requestedByName: row.requestedByName,
    finishedAt: nullable(row.finishedAt, toInstant),
    expiresAt: nullable(row.expiresAt, toInstant),
    byteLength: nullable(row.byteLength, Number),
    rowCount: nullable(row.rowCount, Number),
    sha256: row.sha256,
    fetchedAt: nullable(row.fetchedAt, toInstant),
  }));
}

export const requestClinicExportInput = z.object({
  reason: z.string().trim().min(1, '理由を入力してください。').max(200),
});

/**
 * Asks for all records of the clinic as a file; the worker makes it.
 * @throws DomainError conflict while another one is on its way
 */
export async function requestClinicExport(
  uow: UnitOfWork,
  { reason }: z.output<typeof requestClinicExportInput>,
): Promise<{ exportId: string }> {
  try {
    const { id } = await uow.tables.clinicExport.create({
      data: {
        tenantId: uow.tenantId,
        requestedAt: uow.now,
        requestedById: requireStaff(uow),
        requestedByName: uow.actor.name,
      },
      select: { id: true },
    });
    uow.audit({
      action: 'clinic.export_start',
      entityType: 'clinic_export',
      entityId: id,
      reason,
      detail: { exportId: id },
    });
    return { exportId: id };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError('conflict', '書き出しが進んでいます。終わるまで待ってください。');
  }
}

export const fetchClinicExportInput = z.object({ exportId: uuid });

/** A ready archive, to be read piece by piece. @throws DomainError not_found, also for one that is not ready */
export async function openClinicExport(
  uow: UnitOfWork,
  { exportId }: z.output<typeof fetchClinicExportInput>,
): Promise<{ pieces: number; byteLength: number }> {
  const ready = await uow.tables.clinicExport.findFirst({
    where: { id: exportId, state: 'ready', expiresAt: { gt: uow.now } },
  });
  if (!ready) throw notFound('書き出し');
  await uow.tables.clinicExport.updateMany({
    where: { id: exportId },
    data: { fetchedAt: uow.now, fetchedById: requireStaff(uow) },
  });
  uow.audit({ action: 'clinic.export_fetch', entityType: 'clinic_export', entityId: exportId });
  const pieces = await uow.tables.clinicExportPart.count({ where: { exportId } });
  return { pieces, byteLength: Number(ready.byteLength) };
}

/** One sealed piece of an archive, by its number from 0. @throws DomainError not_found */
export async function readExportPiece(
  uow: UnitOfWork,
  exportId: string,
  number: number,
): Promise<Uint8Array> {
  const part = await uow.tables.clinicExportPart.findFirst({ where: { exportId, number } });
  if (!part) throw notFound('書き出し');
  return part.sealed;
}
