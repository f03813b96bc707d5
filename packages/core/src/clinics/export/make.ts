import type { UnitOfWork } from '@shirube/db';
import { encryptAtRest } from '../../shared/encryption.ts';
import { exportDays } from './request.ts';

const day = 86_400_000;

/** The worker takes a request up, or up again after a worker died over it: nothing of the earlier attempt stays. */
export async function beginExport(uow: UnitOfWork, exportId: string): Promise<boolean> {
  const taken = await uow.tables.clinicExport.updateMany({
    where: { id: exportId, state: { in: ['waiting', 'running'] } },
    data: { state: 'running', startedAt: uow.now },
  });
  if (taken.count === 0) return false;
  await uow.tables.clinicExportPart.deleteMany({ where: { exportId } });
  return true;
}

/** A piece of the archive, sealed: what lies in the database is of no use without the installation's key. */
export async function keepExportPiece(
  uow: UnitOfWork,
  piece: { exportId: string; number: number; bytes: Uint8Array; key: Uint8Array },
): Promise<void> {
  await uow.tables.clinicExportPart.create({
    data: {
      tenantId: uow.tenantId,
      exportId: piece.exportId,
      number: piece.number,
      sealed: encryptAtRest(piece.key, piece.bytes),
    },
  });
}

export async function finishExport(
  uow: UnitOfWork,
  made: { exportId: string; byteLength: number; sha256: string; rowCount: number },
): Promise<void> {
  const { exportId, ...facts } = made;
  await uow.tables.clinicExport.updateMany({
    where: { id: exportId, state: 'running' },
    data: {
      ...facts,
      state: 'ready',
      finishedAt: uow.now,
      expiresAt: new Date(uow.now.getTime() + exportDays * day),
    },
  });
  uow.audit({
    action: 'clinic.export_ready',
    entityType: 'clinic_export',
    entityId: exportId,
    detail: facts,
  });
}

export async function failExport(uow: UnitOfWork, exportId: string): Promise<void> {
  await uow.tables.clinicExport.updateMany({
    where: { id: exportId, state: { in: ['waiting', 'running'] } },
    data: { state: 'failed', finishedAt: uow.now },
  });
  await uow.tables.clinicExportPart.deleteMany({ where: { exportId } });
  uow.audit({
    action: 'clinic.export_ready',
    entityType: 'clinic_export',
    entityId: exportId,
    outcome: 'failed',
  });
}

/** Files that nobody fetched in time are removed; that there was one stays known. Returns how many. */
export async function removeExpiredExports(uow: UnitOfWork): Promise<number> {
  const old = await uow.tables.clinicExport.findMany({
    where: { state: 'ready', expiresAt: { lte: uow.now } },
    select: { id: true },
  });
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  await uow.tables.clinicExportPart.deleteMany({ where: { exportId: { in: ids } } });
  await uow.tables.clinicExport.updateMany({ where: { id: { in: ids } }, data: { state: 'removed' } });
  uow.audit({ action: 'clinic.export_remove', entityType: 'clinic_export', detail: { exports: ids.length } });
  return ids.length;
}
